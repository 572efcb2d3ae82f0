"""One index folder: library, vectors, lexical index, manifest. Built aside, put in place whole.

    DIR/manifest.json    format, encoder and its digest, digest of every report file
    DIR/library.sqlite   reports, paragraphs, passages
    DIR/vectors.faiss    one vector a passage, by passage_id
    DIR/lexical/         BM25, row i is passage_id i + 1

An update makes a new folder beside the old one, takes the vectors of unchanged reports from the
old one, and swaps the two at the end: a failure leaves the old index as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import SentenceEncoder
from embeddings.vectors import VectorIndex, VectorsError
from embeddings.weights import WeightsError as MissingWeightsError
from embeddings.weights import home
from qa.datatypes import Passage, Report
from qa.errors import ConfigError, QAError, ReportError, StaleIndexError, WeightsError
from qa.reports.formats import SUFFIXES
from qa.reports.library import Library
from qa.reports.reader import read_report
from qa.search.lexical import LexicalIndex
from qa.search.passages import passages_of

FORMAT = 2  # 2: front matter begins at the title nearest to the text
SEEDS = Path(__file__).resolve().parents[2] / "seeds"

# Told the stage in Chinese, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class Encoder(Protocol):
    """What the index asks of an encoder: unit vectors in rows, and who it is."""

    name: str
    digest: str
    dim: int

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[str, int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit rows, shape (len(texts), dim), in the order of `texts`."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows for questions, likewise."""
        ...


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from. `files` maps each report file to the SHA-256 of its bytes."""

    format: int
    encoder: str
    encoder_digest: str
    files: dict[str, str]
    passages: int

    @classmethod
    def read(cls, index: Path) -> Self:
        """Read the manifest of the index folder `index`.

        Raises:
            StaleIndexError: there is none, it is damaged, or of another format.
        """
        path = index / "manifest.json"
        try:
            manifest = cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise StaleIndexError(
                f"没有找到索引：{index}。请先运行：wenbao index 报告文件夹 --index {index}"
            ) from error
        except (OSError, ValueError, TypeError) as error:
            raise StaleIndexError(f"索引的清单已损坏：{path}。{_rebuild_hint(index)}") from error
        if manifest.format != FORMAT:
            raise StaleIndexError(
                f"索引格式 {manifest.format} 与本程序的 {FORMAT} 不符：{index}。{_rebuild_hint(index)}"
            )
        return manifest


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What building an index came to: reports held, files that could not be read and why."""

    reports: tuple[Report, ...]
    skipped: tuple[tuple[str, str], ...]
    passages: int
    embedded: int
    duplicates: tuple[tuple[str, str], ...] = field(default=())


def _rebuild_hint(index: Path) -> str:
    return f"请重建：wenbao index 报告文件夹 --index {index}"


def load_encoder(name: str) -> Encoder:
    """The encoder called `name`: default weights, a folder, or a hub name.

    Raises:
        WeightsError: its files are not there or damaged; the message names the command.
    """
    try:
        return SentenceEncoder.load(name)
    except MissingWeightsError as error:
        raise WeightsError(str(error)) from error


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def default_index() -> Path:
    """Where the index of the reports that come with the product lies."""
    return home() / "indexes" / ("seeds-" + hashlib.sha256(str(SEEDS).encode()).hexdigest()[:8])


def find_files(paths: Iterable[Path]) -> list[Path]:
    """All report files among `paths` and below the folders among them, sorted.

    Links that lead out of a given folder are not followed.

    Raises:
        ConfigError: a path does not exist, or nothing among them looks like a report.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise ConfigError(f"路径不存在：{path}")
        if path.is_file():
            found.add(path.resolve())
            continue
        root = path.resolve()
        for file in path.rglob("*"):
            inside = file.resolve().is_relative_to(root)
            if inside and file.is_file() and file.suffix.lower() in SUFFIXES:
                found.add(file.resolve())
    if not found:
        kinds = " ".join(sorted(SUFFIXES))
        raise ConfigError(f"没有找到报告文件：{'、'.join(str(path) for path in paths)}（可读的格式：{kinds}）")
    return sorted(found)


def _read_all(
    files: Sequence[Path], progress: Progress
) -> tuple[list[Report], list[tuple[str, str]], list[tuple[str, str]]]:
    reports: dict[str, Report] = {}
    skipped: list[tuple[str, str]] = []
    duplicates: list[tuple[str, str]] = []
    for done, file in enumerate(files, start=1):
        try:
            report = read_report(file)
        except ReportError as error:
            skipped.append((str(file), str(error)))
        else:
            if report.report_id in reports:
                duplicates.append((str(file), reports[report.report_id].path))
            else:
                reports[report.report_id] = report
        progress("读取报告", done, len(files))
    return list(reports.values()), skipped, duplicates


class _KnownVectors:
    """Vectors of an older index of the same encoder, by report and passage text."""

    def __init__(self, index: Path, encoder: Encoder) -> None:
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}
        try:
            manifest = Manifest.read(index)
            if manifest.encoder_digest != encoder.digest:
                return
            library = Library.open(index / "library.sqlite")
            vectors = VectorIndex.load(index / "vectors.faiss")
        except (QAError, VectorsError):
            return
        passages = list(library.all_passages())
        rows = vectors.vectors(np.array([passage.passage_id for passage in passages], dtype=np.int64))
        self._vectors = {(passage.header, passage.text): row for passage, row in zip(passages, rows, strict=True)}
        library.close()

    def get(self, passage: Passage) -> NDArray[np.float32] | None:
        return self._vectors.get((passage.header, passage.text))


def _embed(
    passages: Sequence[Passage], encoder: Encoder, known: _KnownVectors, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Vectors of all passages, shape (len(passages), dim), and how many of them were embedded anew."""
    vectors = np.zeros((len(passages), encoder.dim), dtype=np.float32)
    missing = []
    for row, passage in enumerate(passages):
        vector = known.get(passage)
        if vector is None:
            missing.append(row)
        else:
            vectors[row] = vector
    if missing:
        texts = [search_text(passages[row]) for row in missing]
        vectors[missing] = encoder.encode_passages(texts, progress)
    return vectors, len(missing)


def search_text(passage: Passage) -> str:
    """What is embedded and tokenised for a passage: its header and its text."""
    return f"{passage.header}：{passage.text}" if passage.header else passage.text


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress for callers who show none."""


def build_index(
    paths: Iterable[Path], index: Path, *, encoder: Encoder, progress: Progress = no_progress
) -> IndexSummary:
    """Build the index of the reports under `paths` in the folder `index`, in place of what stood there.

    Files that cannot be read are skipped and told in the summary; passages that the old index
    holds with the same encoder are not embedded again.

    Raises:
        ConfigError: nothing to index, or the folder holds something that is no index.
        QAError: no disk space or no right to write; the old index is untouched.
    """
    files = find_files(list(paths))
    _refuse_foreign_folder(index)
    reports, skipped, duplicates = _read_all(files, progress)
    if not reports:
        raise ConfigError("没有一份报告可以读取：" + "；".join(reason for _, reason in skipped[:3]))
    passages: list[Passage] = []
    for report in reports:
        passages.extend(passages_of(report, first_id=len(passages) + 1))
    vectors, embedded = _embed(passages, encoder, _KnownVectors(index, encoder), progress)
    manifest = Manifest(
        FORMAT, encoder.name, encoder.digest, {str(file): file_digest(file) for file in files}, len(passages)
    )
    aside = index.with_name(f".{index.name}.new-{os.getpid()}")
    try:
        _write(aside, reports, passages, vectors, manifest, progress)
        _swap(aside, index)
    except (OSError, VectorsError) as error:
        raise QAError(f"写入索引失败：{index}（{error}）。原有索引未改动，请检查磁盘空间和写入权限。") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return IndexSummary(tuple(reports), tuple(skipped), len(passages), embedded, tuple(duplicates))


def _refuse_foreign_folder(index: Path) -> None:
    if index.is_file() or (index.is_dir() and any(index.iterdir()) and not (index / "manifest.json").exists()):
        raise ConfigError(f"{index} 已有其他内容，不是索引文件夹。请换一个 --index 路径。")


def _write(
    folder: Path,
    reports: Sequence[Report],
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    manifest: Manifest,
    progress: Progress,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    library = Library.create(folder / "library.sqlite")
    by_report: dict[str, list[Passage]] = {report.report_id: [] for report in reports}
    for passage in passages:
        by_report[passage.report_id].append(passage)
    for report in reports:
        library.add(report, by_report[report.report_id])
    library.close()
    ids = np.array([passage.passage_id for passage in passages], dtype=np.int64)
    VectorIndex.build(vectors, ids).save(folder / "vectors.faiss")
    texts = [search_text(passage) for passage in passages]
    LexicalIndex.build(texts, progress=lambda done: progress("建立词索引", done, len(texts))).save(folder / "lexical")
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def _swap(new: Path, index: Path) -> None:
    """Put `new` where `index` is; the old folder is gone only when the new one stands."""
    old = index.with_name(f".{index.name}.old-{os.getpid()}")
    if index.exists():
        index.rename(old)
    try:
        new.rename(index)
    except OSError:
        if old.exists():
            old.rename(index)
        raise
    shutil.rmtree(old, ignore_errors=True)


class Index:
    """An open index: library, vectors and lexical index that belong together."""

    def __init__(self, library: Library, vectors: VectorIndex, lexical: LexicalIndex, manifest: Manifest) -> None:
        """Take ready parts.

        Raises:
            StaleIndexError: the parts are not of one index.
        """
        if len(vectors) != manifest.passages:
            raise StaleIndexError("索引不完整：向量与清单的条数不符。请运行 wenbao index 重建索引。")
        self.library = library
        self.vectors = vectors
        self.lexical = lexical
        self.manifest = manifest

    @classmethod
    def open(cls, folder: Path, *, encoder: Encoder) -> Self:
        """Open the index in `folder` for searching with `encoder`.

        Raises:
            StaleIndexError: missing, damaged, or made with another encoder.
        """
        manifest = Manifest.read(folder)
        if manifest.encoder_digest != encoder.digest:
            raise StaleIndexError(
                f"索引 {folder} 是用另一个编码模型（{manifest.encoder}）建立的，现在用的是 {encoder.name}。"
                f"{_rebuild_hint(folder)}"
            )
        try:
            vectors = VectorIndex.load(folder / "vectors.faiss")
            lexical = LexicalIndex.load(folder / "lexical")
        except (VectorsError, OSError, ValueError, KeyError) as error:
            raise StaleIndexError(f"索引文件已损坏：{folder}（{error}）。{_rebuild_hint(folder)}") from error
        return cls(Library.open(folder / "library.sqlite"), vectors, lexical, manifest)


def is_current(index: Path, files: Sequence[Path], encoder: Encoder) -> bool:
    """Whether `index` was made from exactly these files, as they are now, with this encoder."""
    try:
        manifest = Manifest.read(index)
    except StaleIndexError:
        return False
    digests = {str(file): file_digest(file) for file in files}
    return manifest.encoder_digest == encoder.digest and manifest.files == digests
