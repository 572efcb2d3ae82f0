"""Points of a summary: which passages, how many, in which order."""

from __future__ import annotations

import pytest

from qa.answers.material import Material
from qa.answers.summaries import points
from qa.datatypes import Hit, Passage
from tests.answers.made import ask, material
from tests.fakes import make_passage

QUESTION = "概括云河区的农业工作"


def passage(number: int, lead: str) -> Passage:
    paragraph = 1 if number < 10 else 2
    return make_passage(f"第{number}件事办成。", number=number, paragraph=paragraph, header=f"云河区 2023年 {lead}")


def opening(number: int, lead: str, section: str = "农村", *, paragraph: int = 3) -> Passage:
    text = f"{lead}。第{number}件事办成。"
    return make_passage(text, number=number, paragraph=paragraph, header=f"云河区 2023年 {section} {lead}")


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


def test_what_stands_near_in_another_paragraph_is_no_point() -> None:
    assert chosen((BEES[0], 0.9), beside=[TEA[8], *BEES]) == [11, 12, 13]


FIELDS = [opening(number, lead) for number, lead in ((21, "种粮稳产"), (25, "种菜增收"), (29, "养鱼扩面"))]
GRAIN = [
    make_passage("粮仓修好。", number=number, paragraph=3, header=f"云河区 2023年 农村 {lead}")
    for number, lead in ((30, "粮仓"), (31, "粮食烘干"), (32, "机械收粮"), (33, "粮仓"))
]


def test_the_leads_of_the_paragraph_that_holds_most_of_the_best_hits_are_points() -> None:
    assert {21, 25, 29} <= set(chosen(*zip(GRAIN, (0.9, 0.5, 0.5, 0.5), strict=True), beside=FIELDS))


def test_the_leads_of_a_paragraph_with_one_hit_only_are_no_points() -> None:
    assert chosen((GRAIN[3], 0.9), (BEES[0], 0.8), beside=FIELDS) == [11, 33]


def test_the_leads_of_a_section_named_for_what_is_asked_are_points() -> None:
    named = [opening(41, "种粮稳产", "农业工作", paragraph=5), opening(42, "养鱼扩面", "农业工作", paragraph=6)]
    assert chosen((BEES[0], 0.9), beside=named) == [11, 41, 42]


SCHOOLS = [opening(51, "办好教育", paragraph=7)] + [
    make_passage(f"第{number}所学校开工。", number=number, paragraph=7, header="云河区 2023年 农村 办好教育")
    for number in range(52, 58)
]
CLINICS = [opening(58, "守护健康", paragraph=7)] + [
    make_passage(f"第{number}家医院开工。", number=number, paragraph=7, header="云河区 2023年 农村 守护健康")
    for number in range(59, 62)
]


def test_the_field_that_holds_several_of_the_best_hits_is_told_whole_and_alone() -> None:
    hits = [(one, 0.9) for one in (*SCHOOLS[2:6], SCHOOLS[1])]
    assert chosen(*hits, beside=[*SCHOOLS, *CLINICS]) == list(range(51, 58))


def test_what_stands_beside_the_best_hit_under_another_lead_is_no_point() -> None:
    assert chosen((SCHOOLS[-1], 0.9), beside=[*SCHOOLS, *CLINICS]) == [55, 56, 57]


def test_what_stands_beside_the_best_hit_in_another_numbered_item_is_no_point() -> None:
    items = [
        make_passage(text, number=number, paragraph=8, header="云河区 2024年 兜牢民生保障")
        for number, text in enumerate(("(1)促进就业。", "(2)新建驿站。", "推广餐桌。", "(3)发放救助金。"), start=61)
    ]
    assert chosen((items[1], 0.9), beside=items) == [62, 63]
