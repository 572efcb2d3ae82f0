"""Postings against plain counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.search.postings import Block, Postings, count

ROWS = [["学位", "新增", "学位"], ["养老", "新增"], [], ["学位"], ["码头", "ab", "52.4", "新增", "新增"]]
TERMS = sorted({term for row in ROWS for term in row}, key=str.encode)


def built(*sizes: int) -> Postings:
    """Postings of `ROWS`, counted in blocks of these sizes."""
    ends = np.cumsum(sizes)
    return Postings.build(count(ROWS[end - size : end]) for size, end in zip(sizes, ends, strict=True))


def added(postings: Postings, *terms: str) -> list[float]:
    scores = np.zeros(postings.row_count, dtype=np.float32)
    for term in terms:
        postings.add(term, scores)
    return scores.tolist()


def unfolded(block: Block, rows: Sequence[int]) -> list[Counter[str]]:
    """How often each row of a block holds each term."""
    found: list[Counter[str]] = [Counter() for _ in rows]
    for number, term in enumerate(block.terms):
        for at in range(block.starts[number], block.starts[number + 1]):
            found[block.rows[at]][term] = int(block.counts[at])
    return found


def test_count_agrees_with_a_counter() -> None:
    block = count(ROWS)
    assert unfolded(block, range(len(ROWS))) == [Counter(row) for row in ROWS]
    assert block.lengths.tolist() == [len(row) for row in ROWS]


@pytest.mark.parametrize("rows", [[], [[], []]], ids=["no rows", "empty rows"])
def test_rows_without_tokens_have_no_terms(rows: list[list[str]]) -> None:
    postings = Postings.build([count(rows)])
    assert postings.row_count == len(rows)
    assert "学位" not in postings
    assert added(postings, "学位") == [0.0] * len(rows)


def test_holders_counts_rows() -> None:
    postings = built(5)
    expected = {term: sum(term in row for row in ROWS) for term in TERMS}
    assert {term: postings.holders(term) for term in TERMS} == expected


@pytest.mark.parametrize("term", ["", "学", "学位数", "鿿", "a", "zz"])
def test_a_term_that_no_row_holds_is_not_found(term: str) -> None:
    postings = built(5)
    assert term not in postings
    assert postings.holders(term) == 0
    assert added(postings, term) == [0.0] * len(ROWS)


def test_only_rows_that_hold_a_term_score() -> None:
    postings = built(5)
    for term in TERMS:
        assert [score > 0 for score in added(postings, term)] == [term in row for row in ROWS]


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1, 1), (2, 3), (4, 1)], ids=["single rows", "two", "four and one"])
def test_blocks_of_any_size_give_the_same_arrays(sizes: tuple[int, ...], tmp_path: Path) -> None:
    built(5).save(tmp_path / "a")
    built(*sizes).save(tmp_path / "b")
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_weight_multiplies() -> None:
    postings = built(5)
    scores = np.zeros(postings.row_count, dtype=np.float32)
    postings.add("学位", scores, weight=2.0)
    np.testing.assert_allclose(scores, 2 * np.array(added(postings, "学位")))


def test_loaded_postings_are_mapped_and_the_same(tmp_path: Path) -> None:
    postings = built(5)
    postings.save(tmp_path / "p")
    again = Postings.load(tmp_path / "p")
    assert added(again, *TERMS) == added(postings, *TERMS)
    assert [again.holders(term) for term in TERMS] == [postings.holders(term) for term in TERMS]
