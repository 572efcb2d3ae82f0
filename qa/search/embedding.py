"""Vectors for the passages of the index being written: taken where they are held, computed where they are not.

What is held is found by the text that was embedded, whatever the number or the report of its passage.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import VectorIndex, VectorsError
from qa.errors import StaleIndexError
from qa.reports.library import Library, read_passage_texts
from qa.search.index import Encoder, Progress, joined, search_text
from qa.search.staging import Staging

_CHUNK = 256  # passages embedded between two commits: some 8 s on two cores
_WINDOW = 8 * _CHUNK  # passages sorted by length: texts of a length are embedded faster together
_NUMBERS = np.dtype([("key", np.int64), ("passage_id", np.int64)])

logger = logging.getLogger(__name__)


class _Vectors(Protocol):
    """Vectors by the key of what was embedded."""

    def keys(self) -> NDArray[np.int64]:
        """All keys, in any order."""
        ...

    def vectors(self, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of keys that are held, shape (n, dim)."""
        ...


class IndexedVectors:
    """The vectors of an index by key."""

    def __init__(self, numbers: NDArray[np.void], vectors: VectorIndex) -> None:
        """Take key and passage_id of each passage."""
        self._keys, first = np.unique(numbers["key"], return_index=True)
        self._ids = numbers["passage_id"][first]
        self._vectors = vectors
        self.dim = vectors.dim

    @classmethod
    def open(cls, index: Path) -> Self | None:
        """Open the vectors of the index folder `index`, of whatever form it is; None where they are damaged."""
        texts = read_passage_texts(index / "library.sqlite")
        try:
            numbers = ((_key(joined(header, text)), passage_id) for passage_id, header, text in texts)
            return cls(np.fromiter(numbers, dtype=_NUMBERS), VectorIndex.load(index / "vectors.faiss"))
        except (sqlite3.Error, VectorsError):
            logger.warning("%r is damaged: no vectors are taken from it", str(index))
            return None

    def keys(self) -> NDArray[np.int64]:
        """All keys, rising."""
        return self._keys

    def vectors(self, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of keys that are held, shape (n, dim)."""
        return self._vectors.vectors(self._ids[np.searchsorted(self._keys, keys)])


def passage_vectors(
    place: Staging, library: Library, indexed: IndexedVectors | None, encoder: Encoder | None, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Vectors of all passages by passage_id, on disk, and how many were computed for it.

    Raises:
        StaleIndexError: there is no encoder, and not all are in `indexed`.
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
        done = 0
        for at, chunk in _alike(new, library):
            tell = functools.partial(_tell_embedded, progress, done, len(new))
            store.add(keys[at], encoder.encode_passages(chunk, tell))
            done += len(at)
        _fill(rows, keys, missing, store)
    return rows, len(new)


def _alike(rows: NDArray[np.int64], library: Library) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """Chunks of these rows with their texts, which are of about the same length."""
    for start in range(0, len(rows), _WINDOW):
        window = rows[start : start + _WINDOW]
        texts = [search_text(passage) for passage in library.passages((window + 1).tolist())]
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(order), _CHUNK):
            chunk = order[first : first + _CHUNK]
            yield window[chunk], [texts[place] for place in chunk]


def _key(text: str) -> int:
    """A number that stands for a text: 64 bits of BLAKE2, signed as SQLite wants it."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), signed=True)


def _tell_embedded(progress: Progress, before: int, total: int, _stage: str, done: int, _of: int) -> None:
    progress("计算向量", before + done, total)


def _fill(rows: NDArray[np.float32], keys: NDArray[np.int64], missing: NDArray[np.bool_], source: _Vectors) -> None:
    """Set the missing rows whose keys `source` holds."""
    found = np.flatnonzero(missing & np.isin(keys, source.keys()))
    for start in range(0, len(found), _CHUNK):
        at = found[start : start + _CHUNK]
        rows[at] = source.vectors(keys[at])
    missing[found] = False
