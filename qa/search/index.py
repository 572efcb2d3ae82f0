"""One index folder: library, vectors, lexical index, manifest. What it holds, and opening it.

    DIR/manifest.json    format, encoder and its digest, digest of the reading code and of every report file
    DIR/library.sqlite   reports, paragraphs, passages
    DIR/vectors.faiss    one vector a passage, by passage_id
    DIR/lexical/         BM25, row i is passage_id i + 1

How a folder is made and changed stands in `building`.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import SentenceEncoder
from embeddings.vectors import VectorIndex, VectorsError
from embeddings.weights import WeightsError as MissingWeightsError
from embeddings.weights import home
from qa.datatypes import Passage
from qa.errors import StaleIndexError, WeightsError
from qa.reports.files import digests_of
from qa.reports.library import Library
from qa.search.lexical import LexicalIndex

FORMAT = 3  # 3: reports know further files, the manifest the reading code; postings of our own
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_CODE = Path(__file__).resolve().parents[1]
# Decides what stands in an index.
_READING_CODE = (
    "text.py",
    "dictionary.py",
    "reports/*.py",
    "search/passages.py",
    "search/lexical.py",
    "search/postings.py",
)

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
    """What an index was made from.

    `reader_digest` is that of the code that read the reports: other code may read them otherwise.
    `files` maps each report file, readable or not, to the SHA-256 of its bytes.
    """

    format: int
    encoder: str
    encoder_digest: str
    reader_digest: str
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
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["format"] == FORMAT:
                return cls(**record)
        except FileNotFoundError as error:
            raise StaleIndexError(
                f"没有找到索引：{index}。请先运行：wenbao index 报告文件夹 --index {index}"
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StaleIndexError(f"索引的清单已损坏：{path}。{_rebuild_hint(index)}") from error
        raise StaleIndexError(f"索引格式 {record['format']} 与本程序的 {FORMAT} 不符：{index}。{_rebuild_hint(index)}")

    def write(self, index: Path) -> None:
        """Write the manifest into the index folder `index`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (index / "manifest.json").write_text(text, encoding="utf-8")


@functools.cache
def reader_digest() -> str:
    """SHA-256 over the code that decides what stands in an index, in hex."""
    total = hashlib.sha256()
    for file in sorted(file for pattern in _READING_CODE for file in _CODE.glob(pattern)):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


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


def default_index() -> Path:
    """Where the index of the reports that come with the product lies."""
    return home() / "indexes" / ("seeds-" + hashlib.sha256(str(SEEDS).encode()).hexdigest()[:8])


def search_text(passage: Passage) -> str:
    """What is embedded and tokenised for a passage: its header and its text."""
    return joined(passage.header, passage.text)


def joined(header: str, text: str) -> str:
    """A passage's header and text as one."""
    return f"{header}：{text}" if header else text


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress for callers who show none."""


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
    """Whether `index` was made from exactly these files, as they are now, by this code with this encoder."""
    try:
        manifest = Manifest.read(index)
    except StaleIndexError:
        return False
    made_by = (manifest.encoder_digest, manifest.reader_digest)
    return made_by == (encoder.digest, reader_digest()) and manifest.files == digests_of(files)[0]
