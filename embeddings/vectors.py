"""Nearest vectors by inner product, on FAISS. Knows vectors and their numbers, not what they stand for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FLAT_LIMIT = 100_000  # vectors; an exact search through that many takes about 20 ms at 384 dimensions on one core

_CODE_DIMS = 2  # dimensions that share one code of 4 bits
_TRAINED_ON = 50_000  # vectors
_LOOKED_AT = 6000  # vectors whose codes come nearest, and that are then compared themselves
_BLOCK = 65_536  # rows added at a time
_MAGIC = b"WBVEC1\r\n"  # the line end shows a file that was mangled as text
_SLACK = 16  # candidates beyond k at first: enough where few scores are equal
_TIE = 1e-5  # FAISS sums in another order, so its scores may be off by about 1e-6


class VectorsError(Exception):
    """A vector file that is missing, damaged or of another version; the message names it and what to do."""


class NeighbourList(NamedTuple):
    """Nearest vectors of each query, rows in the order of the queries.

    `ids` (n, k) int64, -1 where there are fewer than k; `scores` (n, k) float32, higher is
    better, -inf beside -1. Each row falls by score, ties rise by id.
    """

    ids: Ints
    scores: Floats


class VectorIndex:
    """Vectors with int64 ids that are never negative, searched by inner product.

    Built from up to `FLAT_LIMIT` vectors the search is exact: the same as a plain loop over all.
    Built from more, the vectors are held in half precision, and a search goes through codes of 4
    bits for two dimensions (product quantisation, Jegou et al. 2011; scanned as in Andre et al.
    2015), then compares the `_LOOKED_AT` nearest themselves; within `allowed` it stays exact.
    Inverted lists and HNSW did worse: questions lie far from the sentences that answer them.
    Scores are summed in float64, so equal vectors have equal scores in every search.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss is untyped
        """Take a FAISS index that holds its own ids; `build` and `load` make one."""
        import faiss

        self._index = index
        self._rows: Any = faiss.downcast_index(index.index)  # numbered from 0 in the order of adding
        added = faiss.vector_to_array(index.id_map)
        self._places = np.argsort(added)
        self._ids = added[self._places]

    @classmethod
    def build(cls, vectors: ArrayLike, ids: ArrayLike, *, flat_limit: int = FLAT_LIMIT) -> VectorIndex:
        """Index the rows of `vectors` (n, dim) under `ids` (n,).

        n may be 0 if the shape tells dim. Rows of a `np.memmap` are read a block at a time.

        Raises:
            ValueError: shapes do not fit, a value is not finite, or an id is negative or used twice.
        """
        import faiss

        rows, numbers = _rows(vectors), _numbers(ids)
        if len(rows) != len(numbers):
            raise ValueError(f"{len(rows)} 个向量配了 {len(numbers)} 个编号。")
        if len(numbers) and numbers.min() < 0:
            raise ValueError(f"编号不能为负:{numbers.min()}")
        if len(np.unique(numbers)) != len(numbers):
            raise ValueError("有的编号重复。")
        exact = len(rows) <= flat_limit
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(rows.shape[1]) if exact else _trained_codes(rows))
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            if not np.isfinite(block).all():
                raise ValueError("向量中有无穷大或非数值。")
            index.add_with_ids(block if exact else _halved(block), numbers[start : start + _BLOCK])
        return cls(index)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        """How many vectors are held."""
        return len(self._ids)

    @property
    def ids(self) -> Ints:
        """All ids, rising."""
        return self._ids.copy()

    def vectors(self, ids: ArrayLike) -> Floats:
        """The vectors of `ids` (n,), as they were added, or in half precision where there are many: shape (n, dim).

        Raises:
            ValueError: an id is not held; the message names it.
        """
        numbers = _numbers(ids)
        places, held = self._found(numbers)
        if not held.all():
            raise ValueError(f"索引中没有编号 {numbers[~held].min()}。")
        return self._at(places)

    def _found(self, numbers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The place of each id in the order of ids, and whether it is held."""
        if not len(self._ids):
            return np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.bool_)
        places = np.minimum(np.searchsorted(self._ids, numbers), len(self._ids) - 1)
        return places, self._ids[places] == numbers

    def _at(self, places: NDArray[np.int64]) -> Floats:
        """Vectors by their place in the order of ids."""
        if not len(places):
            return np.empty((0, self.dim), np.float32)
        return np.asarray(self._rows.reconstruct_batch(self._places[places]))

    def search(self, queries: ArrayLike, k: int, allowed: ArrayLike | None = None) -> NeighbourList:
        """Find the k vectors of highest inner product for each row of `queries` (n, dim).

        Args:
            queries: rows to search for.
            k: neighbours for each, at least 1; rows are padded when there are fewer.
            allowed: ids to search within, in any order; ids that are not held are passed over.

        Raises:
            ValueError: k is below 1, or the shape of `queries` does not fit.
        """
        rows = _rows(queries)
        if rows.shape[1] != self.dim:
            raise ValueError(f"查询向量有 {rows.shape[1]} 维,索引是 {self.dim} 维。")
        if k < 1:
            raise ValueError(f"k 至少为 1,现为 {k}。")
        whole = allowed is None
        places, held = self._found(np.unique(_numbers([] if allowed is None else allowed)))
        scope = places[held]
        count = min(k, len(self._ids) if whole else len(scope))
        found = NeighbourList(np.full((len(rows), k), -1, np.int64), np.full((len(rows), k), -np.inf, np.float32))
        if count:
            within = self._at(scope)
            with _one_thread():
                for number, row in enumerate(rows):
                    places = self._nearest(row, count) if whole else scope[_best(within @ row, count)]
                    found.ids[number, :count], found.scores[number, :count] = self._ranked(row, places, count)
        return found

    def _nearest(self, row: Floats, k: int) -> Ints:
        """Places of the k nearest and more, until the last is clearly worse than the k-th: no tie is cut off."""
        total = len(self._ids)
        wanted = min(k + _SLACK, total)
        while True:
            coarse, numbers = self._index.search(row[None], wanted, params=_options(self._rows, wanted))
            coarse = coarse[0]
            if wanted == total or coarse[k - 1] - coarse[-1] > _TIE * max(1.0, abs(coarse[0])):
                return np.asarray(np.searchsorted(self._ids, numbers[0]), np.int64)
            wanted = min(2 * wanted, total)

    def _ranked(self, row: Floats, places: Ints, k: int) -> tuple[Ints, Floats]:
        """Ids and exact scores of the k best of some places, in order."""
        exact = (self._at(places).astype(np.float64) * row).sum(axis=1).astype(np.float32)
        ids = self._ids[places]
        order = np.lexsort((ids, -exact))[:k]
        return ids[order], exact[order]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the index to `path`, whole or not at all; an older file stays until the new one is complete."""
        import faiss

        engine: Any = faiss  # its own type stubs lack some names
        target = Path(path)
        partial = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        digest = hashlib.sha256()
        try:
            with partial.open("wb") as file:
                file.write(_MAGIC + bytes(digest.digest_size))

                def write(payload: bytes) -> None:
                    digest.update(payload)
                    file.write(payload)

                engine.write_index(self._index, engine.PyCallbackIOWriter(write))
                file.seek(len(_MAGIC))
                file.write(digest.digest())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> VectorIndex:
        """Read an index that `save` wrote.

        Raises:
            VectorsError: the file is missing, damaged or of another version.
        """
        import faiss

        engine: Any = faiss  # its own type stubs lack some names
        try:
            with Path(path).open("rb") as file:
                magic, expected = file.read(len(_MAGIC)), file.read(hashlib.sha256().digest_size)
                if magic != _MAGIC or hashlib.file_digest(file, "sha256").digest() != expected:
                    raise VectorsError(f"向量文件 {path} 已损坏,或由其他版本写成;请重建索引。")
                file.seek(len(magic) + len(expected))
                return cls(engine.read_index(engine.PyCallbackIOReader(file.read)))
        except OSError as error:
            raise VectorsError(f"读不到向量文件 {path}({error.strerror});请重建索引。") from error


def _trained_codes(rows: Floats) -> Any:  # noqa: ANN401
    """An empty index of codes for rows like these, with the rows themselves in half precision behind them."""
    import faiss

    engine: Any = faiss  # its own type stubs lack some names
    dim = rows.shape[1]
    codes = engine.IndexPQFastScan(dim, dim // _CODE_DIMS, 4, faiss.METRIC_INNER_PRODUCT)
    halves = engine.IndexScalarQuantizer(dim, engine.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    sample = _halved(rows[:: -(-len(rows) // _TRAINED_ON)])
    codes.pq.cp.min_points_per_centroid = 1  # only silences a warning about small sets
    codes.train(sample)
    halves.train(sample)
    index = engine.IndexRefine(codes, halves)
    index.own_fields = index.own_refine_index = True
    codes.this.disown()
    halves.this.disown()
    return index


def _halved(rows: Floats) -> Floats:
    """The rows in half precision, as they are held: rows that come from an index give the same index again."""
    return rows.astype(np.float16).astype(np.float32)


def _options(index: Any, wanted: int) -> Any:  # noqa: ANN401
    """How to search an index of codes for `wanted` rows; None for an exact one."""
    import faiss

    engine: Any = faiss  # its own type stubs know no keyword of this class
    if not isinstance(index, engine.IndexRefine):
        return None
    return engine.IndexRefineSearchParameters(k_factor=max(1.0, _LOOKED_AT / wanted))


def _best(scores: Floats, k: int) -> Ints:
    """Places of the k highest scores and of all that nearly reach them, in no order."""
    least = np.partition(scores, -k)[-k]
    return np.flatnonzero(scores >= least - _TIE)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Search without OpenMP's threads: FAISS shares out queries, of which there is one at a time.

    Beside a busy process the idle threads cost 19 ms a query instead of 1.2 (1500 vectors, two cores).
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _rows(vectors: ArrayLike) -> Floats:
    rows = np.ascontiguousarray(vectors, np.float32)
    if rows.ndim != 2 or rows.shape[1] == 0:
        raise ValueError(f"向量应是二维数组 (条数, 维数),现为 {rows.shape}。")
    return rows


def _numbers(ids: ArrayLike) -> Ints:
    numbers = np.asarray(ids)
    if numbers.size and not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError(f"编号应是整数,现为 {numbers.dtype}。")
    return np.ascontiguousarray(numbers.ravel(), np.int64)
