"""Making and changing an index folder: read what is new, keep what is not, put the whole in place at once.

An update never touches the standing index. It writes a new folder beside it and swaps the two at the
end, so a failure leaves the index as it was. The same reports give the same index, in whatever steps
they were added: reports stand in the order of their paths. No more than a few reports are in memory.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import VectorIndex, VectorsError
from qa.datatypes import Passage, Report, SourceFile
from qa.errors import ConfigError, QAError, ReportError, StaleIndexError
from qa.reports.duplicates import group
from qa.reports.files import Scan, digests_of, scan
from qa.reports.library import Holding, Library, Listing, read_passage_texts
from qa.reports.reader import read_report
from qa.search.index import FORMAT, Encoder, Manifest, Progress, joined, no_progress, reader_digest, search_text
from qa.search.lexical import LexicalIndex
from qa.search.passages import passages_of
from qa.search.staging import ReadReports, Staging, staging

_CHUNK = 128  # passages embedded between two commits: some 5 s on two cores
_FEW_FILES = 8  # are read in this process: starting others takes as long as reading three
_MAX_READERS = 8
_NUMBERS = np.dtype([("key", np.int64), ("passage_id", np.int64)])

logger = logging.getLogger(__name__)


class Keep(StrEnum):
    """What becomes of the reports whose files are not among the given ones."""

    ALL = "all"  # they stay, even where a file is gone
    EXISTING = "existing"  # those leave whose files are gone from a given folder
    GIVEN = "given"  # they leave


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "新读入"
    CHANGED = "已更新"
    MERGED = "同一报告"
    UNCHANGED = "未变"
    SKIPPED = "跳过"
    MISSING = "文件不在"
    REMOVED = "已移除"


class FileOutcome(NamedTuple):
    """What became of one file; `note` says why it was skipped, or what else is to know."""

    path: str
    outcome: Outcome
    report_id: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What a build came to: each file with its outcome, by path, and what the index now holds."""

    files: tuple[FileOutcome, ...]
    reports: tuple[Listing, ...]
    passages: int
    embedded: int

    def of(self, outcome: Outcome) -> list[FileOutcome]:
        """The files of one outcome."""
        return [file for file in self.files if file.outcome is outcome]


def build_index(
    paths: Iterable[Path],
    index: Path,
    *,
    encoder: Encoder,
    keep: Keep = Keep.ALL,
    progress: Progress = no_progress,
) -> IndexSummary:
    """Bring the index in the folder `index` up to date with the reports under `paths`, or make it.

    A file that changed replaces its old version; one that cannot be read is skipped and told, and
    its old version stays. Several files of one report become one report. Unchanged files are not read
    and unchanged sentences not embedded again; an interrupted build goes on where it stopped.

    Raises:
        ConfigError: nothing to index, or the folder holds something that is no index.
        QAError: no disk space or no right to write; the old index is untouched.
    """
    found = scan(paths)
    with _changing(index, progress) as place, _Earlier.open(index) as earlier:
        plan = _plan(found, earlier, keep)
        with closing(place.read_reports(reader_digest())) as reads:
            failed = _read_files(reads, plan.to_read, progress)
            kept = _without_twins([*_staying(earlier, plan.leaving, reads), *_all_of(reads.library)])
            if not kept:
                place.discard()
                raise ConfigError("没有一份报告可以读取：" + "；".join([*plan.skipped, *failed.values()][:3]))
            files = plan.carried | {file.path: file.sha256 for report in kept for file in report.files}
            files |= {path: plan.digests[path] for path in failed}
            manifest = Manifest(FORMAT, encoder.name, encoder.digest, reader_digest(), files, 0)
            embedded = _write(place, kept, manifest, earlier, encoder, progress) if earlier.needs(manifest) else 0
        return _summary(index, plan, failed, earlier, embedded)


def remove_reports(report_ids: Collection[str], index: Path, *, progress: Progress = no_progress) -> list[Listing]:
    """Take reports out of the index in the folder `index`, without any model; gives what was removed.

    Raises:
        ConfigError: an id is not held, or no report would be left.
        StaleIndexError: there is no such index, or it is damaged or of another version.
        QAError: no disk space or no right to write; the old index is untouched.
    """
    Manifest.read(index)
    with _changing(index, progress) as place, _Earlier.open(index) as earlier:
        if earlier.library is None or earlier.manifest is None:
            raise StaleIndexError(f"索引由其他版本的程序建立。请先更新：wenbao index 报告文件夹 --index {index}")
        listed = {report.report_id: report for report in earlier.library.listing()}
        unknown = [report_id for report_id in report_ids if report_id not in listed]
        if unknown:
            raise ConfigError(f"没有编号为 {'、'.join(unknown)} 的报告。用 wenbao reports 查看全部编号。")
        kept = [report for report in _all_of(earlier.library) if report.report_id not in report_ids]
        if not kept:
            raise ConfigError(f"移除后索引里就没有报告了。若不再需要这个索引，请直接删除文件夹 {index}。")
        removed = [listed[report_id] for report_id in dict.fromkeys(report_ids)]
        gone = {file.path for report in removed for file in report.files}
        files = {path: digest for path, digest in earlier.manifest.files.items() if path not in gone}
        _write(place, kept, replace(earlier.manifest, files=files), earlier, None, progress)
    return removed


@contextmanager
def _changing(index: Path, progress: Progress) -> Iterator[Staging]:
    """The place to write the next state of `index` in; what fails there leaves the standing index as it is."""
    if index.is_file() or (index.is_dir() and any(index.iterdir()) and not (index / "manifest.json").exists()):
        raise ConfigError(f"{index} 已有其他内容，不是索引文件夹。请换一个 --index 路径。")
    try:
        with staging(index, waiting=lambda: progress("等待另一个程序更新完索引", 0, 1)) as place:
            yield place
    except (OSError, VectorsError, sqlite3.Error) as error:
        raise QAError(f"写入索引失败：{index}（{error}）。原有索引未改动，请检查磁盘空间和写入权限。") from error


# -- what stands already -----------------------------------------------------------------------------


class _Earlier:
    """What an index folder holds before it changes, as far as it can still be used.

    `library` is None where there is none, or where other code read its reports. `files` are the
    files tried by then, with the digest of their bytes; `held` those that the reports are of.
    """

    def __init__(self, index: Path, manifest: Manifest | None, library: Library | None, files: dict[str, str]) -> None:
        """Take what could be opened."""
        self._index = index
        self.manifest = manifest
        self.library = library
        self.files = files
        self.held = library.files() if library else {}

    @classmethod
    @contextmanager
    def open(cls, index: Path) -> Iterator[_Earlier]:
        """Open what stands in the folder `index`, which may be nothing, or of an earlier form."""
        manifest = library = None
        try:
            manifest = Manifest.read(index)
            library = Library.open(index / "library.sqlite") if manifest.reader_digest == reader_digest() else None
        except StaleIndexError:
            logger.info("the reports of %s are read anew", index)
        try:
            yield cls(index, manifest, library, dict(_record(index).get("files", {})))
        finally:
            if library:
                library.close()

    def needs(self, manifest: Manifest) -> bool:
        """Whether what stands must be written anew to be what `manifest` tells."""
        return self.library is None or self.manifest is None or replace(self.manifest, passages=0) != manifest

    def vectors(self, encoder_digest: str) -> _Indexed | None:
        """The vectors of this encoder that the index holds, of whatever form it is."""
        if _record(self._index).get("encoder_digest") != encoder_digest:
            return None
        texts = read_passage_texts(self._index / "library.sqlite")
        try:
            numbers = ((_key(joined(header, text)), passage_id) for passage_id, header, text in texts)
            return _Indexed(np.fromiter(numbers, dtype=_NUMBERS), VectorIndex.load(self._index / "vectors.faiss"))
        except (sqlite3.Error, VectorsError):
            logger.warning("%s is damaged: no vectors are taken from it", self._index)
            return None


def _record(index: Path) -> dict[str, Any]:
    """What a manifest of any form says; empty where there is none."""
    try:
        return dict(json.loads((index / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


class _Vectors(Protocol):
    """Vectors by the key of what was embedded."""

    def keys(self) -> NDArray[np.int64]:
        """All keys, in any order."""
        ...

    def vectors(self, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of keys that are held, shape (n, dim)."""
        ...


class _Indexed:
    """The vectors of an index by key."""

    def __init__(self, numbers: NDArray[np.void], vectors: VectorIndex) -> None:
        """Take key and passage_id of each passage."""
        self._keys, first = np.unique(numbers["key"], return_index=True)
        self._ids = numbers["passage_id"][first]
        self._vectors = vectors
        self.dim = vectors.dim

    def keys(self) -> NDArray[np.int64]:
        """All keys, rising."""
        return self._keys

    def vectors(self, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of keys that are held, shape (n, dim)."""
        return self._vectors.vectors(self._ids[np.searchsorted(self._keys, keys)])


def _key(text: str) -> int:
    """A number that stands for a text: 64 bits of BLAKE2, signed as SQLite wants it."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), signed=True)


# -- what changes ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a build has to do. All are paths, with the digest of the bytes or the reason where there is one.

    `leaving` no longer belong to the index; `missing` are gone from a given folder; `carried` could
    not be read by an earlier build and lie outside the given folders.
    """

    digests: dict[str, str]
    to_read: dict[str, str]
    leaving: set[str]
    missing: set[str]
    carried: dict[str, str]
    skipped: dict[str, str]


def _plan(found: Scan, earlier: _Earlier, keep: Keep) -> _Plan:
    digests, refused = digests_of(found.files)
    given = {str(file) for file in found.files}
    absent = {path for path in earlier.files if path not in given}
    missing = {path for path in absent if found.covers(path) and not Path(path).exists()}
    leaving = {Keep.ALL: set(), Keep.EXISTING: missing, Keep.GIVEN: absent}[keep]
    to_read = {path: digest for path, digest in digests.items() if not _is_held(earlier.held, path, digest)}
    stranded = _stranded(earlier, leaving | set(to_read))  # their report is another file's no more
    again, lost = digests_of([Path(path) for path in sorted(stranded - leaving - set(to_read))])
    carried = {path: earlier.files[path] for path in absent - leaving if path not in earlier.held and path not in again}
    return _Plan(
        digests | again,
        to_read | again,
        leaving | set(lost),
        missing | set(lost),
        {} if earlier.library is None else carried,
        dict(found.passed_over) | refused,
    )


def _is_held(held: Mapping[str, Holding], path: str, digest: str) -> bool:
    return path in held and held[path].sha256 == digest


def _stranded(earlier: _Earlier, changing: Collection[str]) -> set[str]:
    """The files that must be read again because the index holds no text of theirs, or soon none."""
    if earlier.library is None:
        return set(earlier.files)
    reports = {holding.report_id for path, holding in earlier.held.items() if holding.main and path in changing}
    return {path for path, holding in earlier.held.items() if holding.report_id in reports and not holding.main}


def _read_files(reads: ReadReports, wanted: Mapping[str, str], progress: Progress) -> dict[str, str]:
    """Read the wanted files that an interrupted build has not read; gives the reason for each that cannot be."""
    done = reads.retain(wanted)
    todo = sorted(set(wanted) - done)
    failed: dict[str, str] = {}
    for count, (path, content) in enumerate(zip(todo, _contents(todo), strict=True), start=len(done) + 1):
        if isinstance(content, str):
            failed[path] = content
        else:
            reads.add(*content)
        progress("读取报告", count, len(wanted))
    return failed


def _contents(paths: Sequence[str]) -> Iterator[str | tuple[Report, list[Passage]]]:
    """What `_read` gives for each path, in order, read by several processes where there is enough to do."""
    import joblib  # takes a quarter of a second

    readers = min(_MAX_READERS, joblib.cpu_count()) if len(paths) > _FEW_FILES else 1
    yield from joblib.Parallel(n_jobs=readers, return_as="generator")(joblib.delayed(_read)(path) for path in paths)


def _read(path: str) -> str | tuple[Report, list[Passage]]:
    """A report with its passages, or the reason why there is none."""
    try:
        report = read_report(path)
        return report, list(passages_of(report, first_id=1))
    except ReportError as error:
        return str(error)
    except Exception as error:  # a file that trips a library in a way not seen before must not cost the others
        logger.exception("reading %s failed", path)
        return f"{Path(path).name}：读取时出错（{type(error).__name__}）。请另存为 txt 或 docx 后再试。"


class _Kept(NamedTuple):
    """A report that the next index holds, and the library that it is taken from."""

    source: Library
    report_id: str
    files: tuple[SourceFile, ...]  # the main one first

    @property
    def path(self) -> str:
        """The main file, which names the report among all."""
        return self.files[0].path


def _all_of(library: Library) -> list[_Kept]:
    """All reports of a library with their files."""
    return [_Kept(library, report.report_id, report.files) for report in library.listing()]


def _staying(earlier: _Earlier, leaving: Collection[str], reads: ReadReports) -> Iterator[_Kept]:
    """The reports of the standing index whose main file neither leaves nor was read anew."""
    gone = {*leaving, *reads.library.files()}
    for report in _all_of(earlier.library) if earlier.library else []:
        if report.path not in gone:
            yield report._replace(files=tuple(file for file in report.files if file.path not in gone))


def _without_twins(reports: Iterable[_Kept]) -> list[_Kept]:
    """The reports, each once: a twin's files become further files."""
    by_path = {report.path: report for report in reports}
    libraries = dict.fromkeys(report.source for report in by_path.values())
    outlines = [
        outline
        for library in libraries
        for outline in library.outlines()
        if outline.path in by_path and by_path[outline.path].source is library
    ]

    def load(path: str) -> Report:
        report = by_path[path].source.report(by_path[path].report_id)
        assert report is not None
        return report

    kept = []
    for path, twins in group(outlines, load).items():
        others = sorted(file for one in (path, *twins) for file in by_path[one].files if file.path != path)
        kept.append(by_path[path]._replace(files=(by_path[path].files[0], *others)))
    return kept


# -- writing it --------------------------------------------------------------------------------------


def _write(
    place: Staging, kept: Sequence[_Kept], manifest: Manifest, earlier: _Earlier, encoder: Encoder | None,
    progress: Progress,
) -> int:  # fmt: skip
    """Write the index of the reports `kept` and put it in place; gives how many passages were embedded."""
    place.new.mkdir()
    with closing(Library.create(place.new / "library.sqlite")) as library:
        for report in sorted(kept, key=lambda report: report.path):
            library.take(report.source, report.report_id, report.files[1:])
        count = library.last_passage_id()
        rows, embedded = _embed(place, library, earlier.vectors(manifest.encoder_digest), encoder, progress)
        VectorIndex.build(rows, np.arange(1, count + 1)).save(place.new / "vectors.faiss")
        texts = (search_text(passage) for passage in library.all_passages())
        LexicalIndex.build(texts, progress=lambda done: progress("建立词索引", done, count)).save(place.new / "lexical")
    replace(manifest, passages=count).write(place.new)
    place.put_in_place()
    return embedded


def _embed(
    place: Staging, library: Library, indexed: _Indexed | None, encoder: Encoder | None, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Vectors of all passages by passage_id, on disk, and how many were computed for it.

    Without an encoder all must be in `indexed`.
    """
    texts = (search_text(passage) for passage in library.all_passages())
    keys = np.fromiter(map(_key, texts), dtype=np.int64, count=library.last_passage_id())
    dim = encoder.dim if encoder else indexed.dim if indexed else 0
    rows = place.rows(len(keys), dim)
    missing = np.ones(len(keys), dtype=bool)
    if indexed:
        _fill(rows, keys, missing, indexed)
    if encoder is None:
        if missing.any():
            raise StaleIndexError("索引不完整，缺少向量。请运行 wenbao index 重建索引。")
        return rows, 0
    with closing(place.vectors(encoder.digest, encoder.dim)) as store:
        _fill(rows, keys, missing, store)
        new = np.flatnonzero(missing)[np.sort(np.unique(keys[missing], return_index=True)[1])]  # each text once
        for start in range(0, len(new), _CHUNK):
            at = new[start : start + _CHUNK]
            tell = functools.partial(_tell_embedded, progress, start, len(new))
            passages = library.passages((at + 1).tolist())
            store.add(keys[at], encoder.encode_passages([search_text(passage) for passage in passages], tell))
        _fill(rows, keys, missing, store)
    return rows, len(new)


def _tell_embedded(progress: Progress, before: int, total: int, _stage: str, done: int, _of: int) -> None:
    progress("计算向量", before + done, total)


def _fill(rows: NDArray[np.float32], keys: NDArray[np.int64], missing: NDArray[np.bool_], source: _Vectors) -> None:
    """Set the missing rows whose keys `source` holds."""
    found = np.flatnonzero(missing & np.isin(keys, source.keys()))
    for start in range(0, len(found), _CHUNK):
        at = found[start : start + _CHUNK]
        rows[at] = source.vectors(keys[at])
    missing[found] = False


def _summary(index: Path, plan: _Plan, failed: Mapping[str, str], earlier: _Earlier, embedded: int) -> IndexSummary:
    with closing(Library.open(index / "library.sqlite")) as library:
        held, reports, passages = library.files(), library.listing(), library.last_passage_id()
    outcomes = [FileOutcome(path, Outcome.SKIPPED, None, reason) for path, reason in plan.skipped.items()]
    for path, reason in failed.items():
        old = held.get(path)
        note = f"{reason}索引中仍是原来的版本。" if old else reason
        outcomes.append(FileOutcome(path, Outcome.SKIPPED, old.report_id if old else None, note))
    told = {file.path for file in outcomes}
    for path in sorted({*plan.digests, *held, *plan.missing, *plan.leaving} - told):
        outcomes.append(_outcome(path, earlier, held.get(path), path in plan.missing))
    return IndexSummary(tuple(sorted(outcomes)), tuple(reports), passages, embedded)


def _outcome(path: str, earlier: _Earlier, now: Holding | None, missing: bool) -> FileOutcome:
    if now is None:
        return FileOutcome(path, Outcome.REMOVED, None, "文件已不在或无法打开。" if missing else "")
    if missing:
        return FileOutcome(path, Outcome.MISSING, now.report_id, "报告保留在索引中；如需移除，请加 --prune。")
    before = earlier.held.get(path)
    same_role = before is None or before.main == now.main  # not known of an index that other code made
    if earlier.files.get(path) == now.sha256 and same_role:
        return FileOutcome(path, Outcome.UNCHANGED, now.report_id)
    if not now.main:
        return FileOutcome(path, Outcome.MERGED, now.report_id)
    return FileOutcome(path, Outcome.CHANGED if path in earlier.files else Outcome.NEW, now.report_id)
