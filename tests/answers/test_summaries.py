"""Points of a summary: which passages, how many, in which order."""

from __future__ import annotations

import pytest

from qa.answers.material import Material
from qa.answers.summaries import points
from qa.datatypes import Hit, Passage
from tests.answers.made import ask, make_passage, material

QUESTION = "概括云河区的农业工作"


def passage(number: int, lead: str) -> Passage:
    return make_passage(f"第{number}件事办成。", number=number, paragraph=number, header=f"云河区 2023年 {lead}")


def given(*scored: tuple[Passage, float]) -> Material:
    empty = material(QUESTION)
    return Material(ask(QUESTION), tuple(Hit(one, score) for one, score in scored), empty.wanted)


def chosen(*scored: tuple[Passage, float], beside: list[Passage] | None = None) -> list[int]:
    return [one.passage_id for one in points(given(*scored), beside or [])]


TEA = [passage(number, "种茶") for number in range(1, 10)]
BEES = [passage(number, "养蜂") for number in range(11, 20)]


@pytest.mark.parametrize(
    ("scored", "numbers"),
    [
        pytest.param([(TEA[4], 0.9), (BEES[0], 0.8), (TEA[1], 0.7)], [2, 5, 11], id="in reading order"),
        pytest.param([(TEA[0], 0.9), (BEES[0], 0.09)], [1], id="far below the best"),
        pytest.param([(TEA[0], 0.9), (BEES[0], 0.12)], [1, 11], id="just above the bound"),
        pytest.param([(one, 0.9) for one in [*TEA[:4], *BEES[:4]]], [1, 2, 3, 11, 12, 13], id="six, of both leads"),
        pytest.param([(TEA[0], 0.9), *[(one, 0.6) for one in TEA[1:7]], (BEES[0], 0.3)], [1, 2, 3, 4, 11, 5],
                     id="another lead before the sixth of one"),
    ],
)  # fmt: skip
def test_points_are_the_best_of_different_stretches(scored: list[tuple[Passage, float]], numbers: list[int]) -> None:
    assert chosen(*scored) == sorted(numbers)


def test_what_stands_right_beside_the_best_hit_is_a_point_too() -> None:
    assert chosen((TEA[4], 0.9), beside=TEA) == [3, 4, 5, 6, 7]


def test_a_hit_beside_the_best_keeps_its_better_score() -> None:
    rivals = [(one, 0.6) for one in BEES[:6]]
    assert 4 in chosen((TEA[4], 0.9), (TEA[3], 0.88), *rivals, beside=[TEA[3]])
