"""What the words right at a figure say of it."""

from __future__ import annotations

import pytest

from qa.answers.operands import figures_of
from qa.datatypes import Statement
from tests.fakes import make_passage


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("床位总数40张。", True),
        ("床位共40张。", True),
        ("累计新增床位40张。", True),
        ("床位达40张。", True),
        ("新增公共床位40张。", False),
        ("新增共享床位40张。", False),
        ("新增床位40张。", False),
    ],
)
def test_a_total_is_told_by_the_words_at_the_figure(text: str, total: bool) -> None:
    (held,) = figures_of(make_passage(text))
    assert held.is_total is total


def test_the_noun_of_what_came_new_is_the_same_as_of_all_there_is() -> None:
    new, level = figures_of(make_passage("新增床位5张，床位40张。"))
    assert (new.is_new, level.is_new) == (True, False)
    assert new.noun == level.noun == "床位"


@pytest.mark.parametrize(
    ("text", "statement", "planned"),
    [
        ("床位达到40张。", Statement.TARGET, False),
        ("床位将达到40张。", Statement.TARGET, True),
        ("床位要达到40张。", Statement.MEASURE, True),
        ("建设床位40张。", Statement.MEASURE, True),
        ("建设床位40张。", Statement.OUTCOME, False),
    ],
)
def test_a_figure_of_a_plan_is_planned_unless_it_is_reached(text: str, statement: Statement, planned: bool) -> None:
    (held,) = figures_of(make_passage(text, statement=statement))
    assert held.is_planned is planned


@pytest.mark.parametrize(("text", "level"), [("床位40张。", True), ("床位占20%。", False), ("床位增长20张。", False)])
def test_a_level_is_neither_share_nor_change(text: str, level: bool) -> None:
    (held,) = figures_of(make_passage(text))
    assert held.is_level is level


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("入库项目160个(外资25个),落地项目80个(外资17个)。", [None, "160个", None, "80个"]),
        ("学校20所,其中小学8所、中学6所,医院5所。", [None, "20所", "20所", None]),
        ("项目9个,投资30亿元(外资2个)。", [None, None, "9个"]),
    ],
)
def test_a_figure_in_brackets_or_of_which_is_within_the_one_before(text: str, within: list[str | None]) -> None:
    assert [held.within and held.within.text for held in figures_of(make_passage(text))] == within
