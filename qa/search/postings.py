"""BM25 postings as plain arrays: the rows that hold a term, and what it is worth in each (Lù 2024, eager scoring).

Built block by block and opened memory-mapped: a million rows of sixty tokens take 0.4 GB on disk
and hardly any memory until they are asked for. Knows terms and row numbers only.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.6

_ARRAYS = ("rows", "worths", "starts", "letters", "letter_starts")  # files of a saved index


class Block(NamedTuple):
    """Counted terms of some consecutive rows, numbered from 0 within the block.

    Posting i says that row `rows[i]` holds a term `counts[i]` times; those of `terms[t]` lie from
    `starts[t]` up to `starts[t + 1]`, rows rising. `lengths` has the number of tokens of each row.
    """

    terms: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]


def count(rows: Sequence[Sequence[str]]) -> Block:
    """Count the tokens of some rows."""
    numbers: dict[str, int] = {}
    flat = np.array([numbers.setdefault(token, len(numbers)) for row in rows for token in row], dtype=np.int64)
    lengths = np.array([len(row) for row in rows], dtype=np.int32)
    pairs, counts = np.unique(flat * len(rows) + np.repeat(np.arange(len(rows)), lengths), return_counts=True)
    holder, row = np.divmod(pairs, max(len(rows), 1))
    starts = np.searchsorted(holder, np.arange(len(numbers) + 1))
    return Block(list(numbers), starts, row.astype(np.int32), counts.astype(np.int32), lengths)


class Postings:
    """All terms of all rows. The same blocks give the same arrays: terms lie in the order of their UTF-8 bytes."""

    def __init__(self, arrays: dict[str, NDArray[Any]], row_count: int) -> None:
        """Take the arrays that `build` made or `load` opened, and the number of rows."""
        self._arrays = arrays
        self._rows, self._worths, self._starts, self._letters, self._letter_starts = (arrays[name] for name in _ARRAYS)
        self.row_count = row_count

    @classmethod
    def build(cls, blocks: Iterable[Block]) -> Self:
        """Join blocks, whose rows follow one another."""
        numbers: dict[str, int] = {}
        held: list[tuple[NDArray[np.int32], Block]] = []
        for block in blocks:
            own = np.array([numbers.setdefault(term, len(numbers)) for term in block.terms], dtype=np.int32)
            held.append((own, block._replace(terms=[])))
        encoded = [term.encode() for term in numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        spelt = [encoded[number] for number in order]
        arrays = _join([(places[own], block) for own, block in held], len(order))
        arrays["letters"] = np.frombuffer(b"".join(spelt), dtype=np.uint8)
        arrays["letter_starts"] = _offsets(np.array([len(term) for term in spelt], dtype=np.int64))
        return cls(arrays, sum(len(block.lengths) for _, block in held))

    def save(self, folder: Path) -> None:
        """Write one file an array under `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", self._arrays[name])
        (folder / "postings.json").write_text(json.dumps({"rows": self.row_count, "k1": K1, "b": B}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open saved postings, memory-mapped.

        Raises:
            OSError, ValueError, KeyError: a file is missing or damaged.
        """
        row_count = json.loads((folder / "postings.json").read_text(encoding="utf-8"))["rows"]
        mapped = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        return cls({name: np.asarray(array) for name, array in mapped.items()}, row_count)  # plain views slice faster

    def __contains__(self, term: str) -> bool:
        """Whether any row holds `term`."""
        return self._find(term) is not None

    def holders(self, term: str) -> int:
        """How many rows hold `term`."""
        place = self._find(term)
        return 0 if place is None else int(self._starts[place + 1] - self._starts[place])

    def add(self, term: str, scores: NDArray[np.float32], *, weight: float = 1.0) -> None:
        """Add to `scores`, shape (row_count,), `weight` times what `term` is worth in each row."""
        place = self._find(term)
        if place is not None:
            span = slice(self._starts[place], self._starts[place + 1])
            scores[self._rows[span]] += self._worths[span] * np.float32(weight)  # a term has each row once

    def _find(self, term: str) -> int | None:
        wanted = term.encode()
        place = bisect_left(range(len(self._starts) - 1), wanted, key=self._spelling)
        return place if place < len(self._starts) - 1 and self._spelling(place) == wanted else None

    def _spelling(self, place: int) -> bytes:
        return self._letters[self._letter_starts[place] : self._letter_starts[place + 1]].tobytes()


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each stretch begins when all lie end to end, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths)])


def _join(blocks: Sequence[tuple[NDArray[np.int64], Block]], term_count: int) -> dict[str, NDArray[Any]]:
    """Postings of all blocks, term by term; each block comes with the place of its terms."""
    holders = np.zeros(term_count, dtype=np.int64)
    for places, block in blocks:
        holders[places] += np.diff(block.starts)
    starts = _offsets(holders)
    lengths = np.concatenate([np.empty(0, dtype=np.int32), *(block.lengths for _, block in blocks)])
    norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0)) if len(lengths) else lengths
    idf = np.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5)).astype(np.float32)
    rows, worths = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
    filled, first_row = starts[:-1].copy(), 0
    for places, block in blocks:
        sizes = np.diff(block.starts)
        at = np.repeat(filled[places] - block.starts[:-1], sizes) + np.arange(len(block.rows))
        rows[at] = block.rows + first_row
        worths[at] = np.repeat(idf[places], sizes) * (block.counts / (block.counts + norms[rows[at]]))
        filled[places] += sizes
        first_row += len(block.lengths)
    return {"rows": rows, "worths": worths, "starts": starts}
