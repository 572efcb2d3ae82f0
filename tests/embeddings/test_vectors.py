"""VectorIndex against a plain loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.vectors import Floats, VectorIndex, VectorsError


def unit_rows(count: int, dim: int = 16, *, seed: int = 7) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def nearest_by_loop(rows: Floats, ids: list[int], query: Floats, k: int) -> list[int]:
    scored = []
    for row, number in zip(rows, ids, strict=True):
        score = np.float32(sum(float(a) * float(b) for a, b in zip(row, query, strict=True)))
        scored.append((-score, number))
    return [number for _, number in sorted(scored)[:k]]


IDS = [1000 - 3 * number for number in range(300)]
ROWS = unit_rows(300)
QUERIES = unit_rows(8, seed=11)


@pytest.mark.parametrize("k", [1, 10, 300])
def test_search_agrees_with_a_plain_loop(k: int) -> None:
    found = VectorIndex.build(ROWS, IDS).search(QUERIES, k)
    assert found.ids.tolist() == [nearest_by_loop(ROWS, IDS, query, k) for query in QUERIES]
    assert (found.ids.dtype, found.scores.dtype) == (np.int64, np.float32)
    assert (np.diff(found.scores, axis=1) <= 0).all()


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "codes"])
def test_search_within_allowed_agrees_with_a_plain_loop(flat_limit: int) -> None:
    index = VectorIndex.build(ROWS, IDS, flat_limit=flat_limit)
    allowed = [*IDS[5:60:5], 424242]
    places = [IDS.index(number) for number in allowed if number in IDS]
    found = index.search(QUERIES, 5, allowed=allowed)
    expected = [nearest_by_loop(ROWS[places], [IDS[place] for place in places], query, 5) for query in QUERIES]
    assert found.ids.tolist() == expected


def test_equal_scores_come_in_order_of_id_also_at_the_cut() -> None:
    same = np.repeat(unit_rows(1), 100, axis=0)
    ids = np.random.default_rng(3).permutation(100)
    index = VectorIndex.build(same, ids)
    assert index.search(same[:1], 7).ids.tolist() == [[0, 1, 2, 3, 4, 5, 6]]


def test_search_pads_when_there_are_too_few() -> None:
    found = VectorIndex.build(ROWS[:2], [4, 9]).search(QUERIES, 4, allowed=[9])
    assert found.ids[:, 0].tolist() == [9] * len(QUERIES)
    assert (found.ids[:, 1:] == -1).all()
    assert np.isneginf(found.scores[:, 1:]).all()


@pytest.mark.parametrize("allowed", [[], [77]], ids=["none", "unknown"])
def test_search_within_nothing_finds_nothing(allowed: list[int]) -> None:
    assert (VectorIndex.build(ROWS[:2], [4, 9]).search(QUERIES, 2, allowed=allowed).ids == -1).all()


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex.build(np.empty((0, 16)), [])
    assert (len(index), index.dim) == (0, 16)
    assert (index.search(QUERIES, 1).ids == -1).all()
    assert index.vectors([]).shape == (0, 16)


def test_codes_find_what_the_loop_finds() -> None:
    rows = unit_rows(3000, dim=8)
    index = VectorIndex.build(rows, range(3000), flat_limit=10)
    found = index.search(rows[:50], 1)
    assert found.ids[:, 0].tolist() == list(range(50))


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "codes"])
def test_vectors_come_back_by_id(flat_limit: int) -> None:
    index = VectorIndex.build(ROWS, IDS, flat_limit=flat_limit)
    assert index.ids.tolist() == sorted(IDS)
    np.testing.assert_allclose(index.vectors(IDS[150:160]), ROWS[150:160], atol=0 if flat_limit == 1000 else 5e-4)


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "codes"])
def test_save_and_load_give_the_same_index(flat_limit: int, tmp_path: Path) -> None:
    index = VectorIndex.build(ROWS, IDS, flat_limit=flat_limit)
    index.save(tmp_path / "向量.bin")
    again = VectorIndex.load(tmp_path / "向量.bin")
    before, after = index.search(QUERIES, 9), again.search(QUERIES, 9)
    np.testing.assert_array_equal(before.ids, after.ids)
    np.testing.assert_array_equal(before.scores, after.scores)
    np.testing.assert_array_equal(again.vectors(IDS), index.vectors(IDS))
    assert [path.name for path in tmp_path.iterdir()] == ["向量.bin"]


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "codes"])
def test_building_from_the_vectors_of_an_index_gives_the_same_bytes(flat_limit: int, tmp_path: Path) -> None:
    first = VectorIndex.build(ROWS, IDS, flat_limit=flat_limit)
    first.save(tmp_path / "a")
    VectorIndex.build(first.vectors(IDS), IDS, flat_limit=flat_limit).save(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_rows_in_a_file_give_the_index_of_rows_in_memory(tmp_path: Path) -> None:
    ROWS.tofile(tmp_path / "rows")
    mapped = np.memmap(tmp_path / "rows", np.float32, mode="r", shape=ROWS.shape)
    for name, rows in (("a", ROWS), ("b", mapped)):
        VectorIndex.build(rows, IDS).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("harm", ["missing", "cut", "flipped", "empty"])
def test_load_refuses_a_damaged_file(harm: str, tmp_path: Path) -> None:
    path = tmp_path / "vectors.bin"
    VectorIndex.build(ROWS, IDS).save(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    harmed = {"cut": content[:-7], "flipped": content, "empty": b"", "missing": b""}[harm]
    path.write_bytes(harmed)
    if harm == "missing":
        path.unlink()
    with pytest.raises(VectorsError, match=r"vectors\.bin.*重建索引"):
        VectorIndex.load(path)


@pytest.mark.parametrize(
    ("vectors", "ids"),
    [
        (ROWS[:2], [5001]),
        (ROWS[:2], [5001, 5001]),
        (ROWS[:2], [5001, -1]),
        (ROWS[:2], [0.5, 1.5]),
        (ROWS[0], [5001]),
        (ROWS[:1] * np.nan, [5001]),
    ],
    ids=["count", "twice", "negative", "fraction", "one-dimensional", "nan"],
)
def test_build_refuses_what_does_not_fit(vectors: Floats, ids: list[int]) -> None:
    with pytest.raises(ValueError, match=r"向量|编号"):
        VectorIndex.build(vectors, ids)


def test_search_and_vectors_refuse_what_does_not_fit() -> None:
    index = VectorIndex.build(ROWS, IDS)
    with pytest.raises(ValueError, match="16 维"):
        index.search(QUERIES[:, :8], 3)
    with pytest.raises(ValueError, match="k 至少"):
        index.search(QUERIES, 0)
    with pytest.raises(ValueError, match="没有编号 7"):
        index.vectors([1000, 7])
