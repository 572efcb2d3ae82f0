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

FLAT_LIMIT = 200_000  # vectors; an exact search through that many takes 50 to 100 ms at 384 dimensions on one core

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
    Built from more it is approximate (inverted lists, one in eight looked through), exact again
    within `allowed`. An index keeps its kind when vectors are added; build anew to change it.
    Scores are summed in float64, so equal vectors have equal scores in every search.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss is untyped
        """Take a FAISS index that holds its own ids; `build` and `load` make one."""
        self._index = index
        self._ids = _stored_ids(index)  # sorted

    @classmethod
    def build(cls, vectors: ArrayLike, ids: ArrayLike, *, flat_limit: int = FLAT_LIMIT) -> VectorIndex:
        """Index the rows of `vectors` (n, dim) under `ids` (n,).

        n may be 0 if the shape tells dim.

        Raises:
            ValueError: shapes do not fit, a value is not finite, or an id is negative or used twice.
        """
        import faiss

        engine: Any = faiss  # its own type stubs lack some names
        rows = _rows(vectors)
        index: Any
        dim = rows.shape[1]
        if len(rows) <= flat_limit:
            index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        else:
            lists = max(1, int(4 * len(rows) ** 0.5))
            index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dim), dim, lists, faiss.METRIC_INNER_PRODUCT)
            index.cp.min_points_per_centroid = 1  # only silences a warning about small sets
            index.train(rows)
            index.nprobe = max(1, lists // 8)
            index.set_direct_map_type(engine.DirectMap.Hashtable)  # vectors by id, and removing
        built = cls(index)
        built.add(rows, ids)
        return built

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

    def add(self, vectors: ArrayLike, ids: ArrayLike) -> None:
        """Add rows under new ids.

        Raises:
            ValueError: as in `build`, or an id is in the index already; nothing is added then.
        """
        rows, numbers = _rows(vectors), _numbers(ids)
        if rows.shape != (len(numbers), self.dim):
            raise ValueError(f"向量的形状是 {rows.shape},应为 ({len(numbers)}, {self.dim})。")
        if len(numbers) and numbers.min() < 0:
            raise ValueError(f"编号不能为负:{numbers.min()}")
        merged = np.union1d(self._ids, numbers)
        if len(merged) != len(self._ids) + len(numbers):
            raise ValueError("有的编号重复,或索引中已有。")
        if len(numbers):
            self._index.add_with_ids(rows, numbers)
        self._ids = merged

    def remove(self, ids: ArrayLike) -> int:
        """Remove vectors; ids that are not held are passed over. Returns how many were removed."""
        held = np.intersect1d(_numbers(ids), self._ids)
        if len(held):
            self._index.remove_ids(held)
            self._ids = np.setdiff1d(self._ids, held, assume_unique=True)
        return len(held)

    def vectors(self, ids: ArrayLike) -> Floats:
        """The vectors of `ids` (n,), as they were added: shape (n, dim).

        Raises:
            ValueError: an id is not held; the message names it.
        """
        numbers = _numbers(ids)
        places = np.searchsorted(self._ids, numbers)
        held = np.append(self._ids, -1)[places] == numbers
        if not held.all():
            raise ValueError(f"索引中没有编号 {numbers[~held].min()}。")
        rows = np.empty((len(numbers), self.dim), np.float32)
        for place, number in enumerate(numbers):
            self._index.reconstruct(int(number), rows[place])
        return rows

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
        scope = self._ids if allowed is None else np.intersect1d(_numbers(allowed), self._ids)
        found = NeighbourList(np.full((len(rows), k), -1, np.int64), np.full((len(rows), k), -np.inf, np.float32))
        if len(scope):
            options = _options(self._index, None if allowed is None else scope)
            with _one_thread():
                for place, row in enumerate(rows):
                    ids, scores = self._nearest(row, min(k, len(scope)), len(scope), options)
                    found.ids[place, : len(ids)] = ids
                    found.scores[place, : len(ids)] = scores
        return found

    def _nearest(self, row: Floats, k: int, total: int, options: _Options) -> tuple[Ints, Floats]:
        """Ask for more than k until the last candidate is clearly worse than the k-th: no tie is lost at the cut."""
        wanted = min(k + _SLACK, total)
        while True:
            coarse, ids = self._index.search(row[None], wanted, params=options.parameters)
            coarse, ids = coarse[0][ids[0] >= 0], ids[0][ids[0] >= 0]
            if wanted == total or len(ids) < wanted or coarse[k - 1] - coarse[-1] > _TIE * max(1.0, abs(coarse[0])):
                break
            wanted = min(2 * wanted, total)
        exact = (self.vectors(ids).astype(np.float64) * row).sum(axis=1).astype(np.float32)
        order = np.lexsort((ids, -exact))[:k]
        return ids[order], exact[order]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the index to `path`, whole or not at all; an older file stays until the new one is complete."""
        import faiss

        target = Path(path)
        payload = faiss.serialize_index(self._index).tobytes()
        partial = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            with partial.open("wb") as file:
                file.write(_MAGIC + hashlib.sha256(payload).digest())
                file.write(payload)
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

        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise VectorsError(f"读不到向量文件 {path}({error.strerror});请重建索引。") from error
        start = len(_MAGIC) + hashlib.sha256().digest_size
        payload = memoryview(content)[start:]
        if not content.startswith(_MAGIC) or hashlib.sha256(payload).digest() != content[len(_MAGIC) : start]:
            raise VectorsError(f"向量文件 {path} 已损坏,或由其他版本写成;请重建索引。")
        return cls(faiss.deserialize_index(np.frombuffer(payload, np.uint8)))


class _Options(NamedTuple):
    """FAISS's search parameters, with the selector that they point to but do not own."""

    parameters: Any
    selector: Any


def _options(index: Any, scope: Ints | None) -> _Options:  # noqa: ANN401
    import faiss

    engine: Any = faiss  # its own type stubs know no keyword of these classes
    selector = None if scope is None else engine.IDSelectorBatch(scope)
    if not hasattr(index, "nprobe"):
        return _Options(None if selector is None else engine.SearchParameters(sel=selector), selector)
    lists = index.nprobe if selector is None else index.nlist
    return _Options(engine.SearchParametersIVF(sel=selector, nprobe=lists), selector)


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


def _stored_ids(index: Any) -> Ints:  # noqa: ANN401
    import faiss

    if hasattr(index, "id_map"):
        return np.sort(faiss.vector_to_array(index.id_map))
    lists = index.invlists
    parts = [
        faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)).copy()
        for number in range(index.nlist)
        if lists.list_size(number)
    ]
    return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))


def _rows(vectors: ArrayLike) -> Floats:
    rows = np.ascontiguousarray(vectors, np.float32)
    if rows.ndim != 2 or rows.shape[1] == 0:
        raise ValueError(f"向量应是二维数组 (条数, 维数),现为 {rows.shape}。")
    if not np.isfinite(rows).all():
        raise ValueError("向量中有无穷大或非数值。")
    return rows


def _numbers(ids: ArrayLike) -> Ints:
    numbers = np.asarray(ids)
    if numbers.size and not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError(f"编号应是整数,现为 {numbers.dtype}。")
    return np.ascontiguousarray(numbers.ravel(), np.int64)
