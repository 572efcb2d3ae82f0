"""The work of an unfinished build, kept beside the index so that an interrupted build goes on where it stopped.

    .NAME.lock               held while the index NAME is being changed
    .NAME.staging/           gone when the build is done
        reports-*.sqlite     reports read so far, by the digest of the reading code
        vectors-*.sqlite     vectors computed so far, by the digest of the encoder
        vectors.f32          the vectors of the index being written, by row
        new/  old/           the index being written; the one being replaced

Both files are SQLite: what was committed survives the end of the process at any moment.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Passage, Report
from qa.reports.duplicates import outline_of
from qa.reports.library import Library

_NAME_CHARS = 16  # of a digest, in file names
_CHUNK = 500  # SQLite's limit of variables in one statement


class VectorStore:
    """Vectors by key in one SQLite file; what is added stays, whatever becomes of the process."""

    def __init__(self, connection: sqlite3.Connection, dim: int) -> None:
        """Take an open connection whose table exists."""
        self._connection = connection
        self.dim = dim

    @classmethod
    def open(cls, path: Path, dim: int) -> Self:
        """Open the store at `path`; one that is damaged is begun anew."""
        _delete_damaged(path)
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key INTEGER PRIMARY KEY, vector BLOB NOT NULL)")
        return cls(connection, dim)

    def keys(self) -> NDArray[np.int64]:
        """All keys, in no order."""
        return np.array([key for (key,) in self._connection.execute("SELECT key FROM vectors")], dtype=np.int64)

    def add(self, keys: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Keep the rows (n, dim) under their keys (n,)."""
        pairs = ((int(key), row.tobytes()) for key, row in zip(keys, rows, strict=True))
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?,?)", pairs)

    def vectors(self, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of these keys, all of which are held: shape (n, dim)."""
        wanted = keys.tolist()
        held: dict[int, bytes] = {}
        for at in range(0, len(wanted), _CHUNK):
            chunk = wanted[at : at + _CHUNK]
            marks = ",".join("?" * len(chunk))
            held.update(self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", chunk))
        content = b"".join(held[key] for key in wanted)
        return np.frombuffer(content, dtype=np.float32).reshape(len(wanted), self.dim)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _delete_damaged(path: Path) -> None:
    """Delete the SQLite file at `path`, with its journal, where it is damaged."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class ReadReports:
    """The reports read by an unfinished build, of which those of changed or unwanted files are dropped."""

    def __init__(self, library: Library) -> None:
        """Take the open library that holds them."""
        self.library = library

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the library at `path`; one that is damaged is begun anew."""
        _delete_damaged(path)
        return cls(Library.create(path))

    def retain(self, wanted: Mapping[str, str]) -> set[str]:
        """Drop every report with a file that is not in `wanted` (path to digest); gives the paths that stay."""
        files = self.library.files()
        stale = {held.report_id for path, held in files.items() if wanted.get(path) != held.sha256}
        for report_id in sorted(stale):
            self.library.remove(report_id)
        return {path for path, held in files.items() if held.report_id not in stale}

    def add(self, report: Report, passages: Sequence[Passage]) -> None:
        """Keep a report; of two files with the same body that which tells more is the main one."""
        held = self.library.report(report.report_id)
        if held is not None:
            if (outline_of(held).worth, report.path) >= (outline_of(report).worth, held.path):
                self.library.add_file(report.report_id, report.files[0])
                return
            self.library.remove(held.report_id)
            report = replace(report, other_files=held.files)
        last_id = self.library.last_passage_id()
        renumbered = (replace(passage, passage_id=last_id + at) for at, passage in enumerate(passages, start=1))
        self.library.add(report, renumbered)

    def close(self) -> None:
        """Let go of the file."""
        self.library.close()


class Staging:
    """The folder of an unfinished build of one index."""

    def __init__(self, index: Path) -> None:
        """Name the folders beside `index`; nothing is made yet."""
        self._index = index
        self._folder = index.with_name(f".{index.name}.staging")
        self.new = self._folder / "new"
        self._old = self._folder / "old"

    def prepare(self) -> None:
        """Make the folder, and mend what an end between two steps of `put_in_place` left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._old.exists() and not self._index.exists():
            self._old.rename(self._index)
        for leftover in (self._old, self.new):
            shutil.rmtree(leftover, ignore_errors=True)

    def read_reports(self, reader_digest: str) -> ReadReports:
        """The reports read so far by code of this digest."""
        return ReadReports.open(self._folder / f"reports-{reader_digest[:_NAME_CHARS]}.sqlite")

    def vectors(self, encoder_digest: str, dim: int) -> VectorStore:
        """The vectors computed so far by the encoder of this digest."""
        return VectorStore.open(self._folder / f"vectors-{encoder_digest[:_NAME_CHARS]}.sqlite", dim)

    def rows(self, count: int, dim: int) -> NDArray[np.float32]:
        """Room on disk for the vectors of the new index, shape (count, dim)."""
        return np.memmap(self._folder / "vectors.f32", dtype=np.float32, mode="w+", shape=(count, dim))

    def put_in_place(self) -> None:
        """Put the new index where the old one is, which is gone only when the new one stands."""
        if self._index.exists():
            self._index.rename(self._old)
        try:
            self.new.rename(self._index)
        except OSError:
            if self._old.exists():
                self._old.rename(self._index)
            raise
        self.discard()

    def discard(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def staging(index: Path, *, waiting: Callable[[], None]) -> Iterator[Staging]:
    """The staging folder of `index`, for one process at a time; `waiting` is called where another has it.

    What is in the folder stays when the block fails: the next build goes on from there.
    """
    import filelock  # not needed where an index is only opened

    index.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(index.with_name(f".{index.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        waiting()
        lock.acquire()
    try:
        place = Staging(index)
        place.prepare()
        yield place
        place.discard()
    finally:
        shutil.rmtree(place.new, ignore_errors=True)
        lock.release()
