"""The work of a year as a whole: when a report's headings are the answer, and when a field of work is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers.agenda import agenda
from qa.datatypes import Passage, Period, Statement
from tests.answers.made import make_report, material, outlines_of

REVIEW, PLAN = "一、2023年工作回顾", "二、2024年主要任务"
ROWS = (
    (REVIEW, "（一）茶业提质增效", "茶园扩大三成。"),
    (REVIEW, "（二）蜂业站稳脚跟", "蜂箱翻番。"),
    (REVIEW, "（三）水利建设加快", "修渠五条。"),
    (PLAN, "（一）做强茶业", "扩大茶园。"),
    (PLAN, "（二）做优蜂业", "增加蜂箱。"),
    (PLAN, "（三）兴修水利", "再修水渠。"),
    (PLAN, "（四）改善民生", "建好校舍。"),
)


def told(question: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> list[tuple[str, int]]:
    """Each sentence of the answer with the paragraph that it cites."""
    report, passages = make_report(*rows)
    dated = [dated_as_headed(passage) for passage in passages]
    outlines = outlines_of(report, dated)
    return [(one.text, one.passages[0].paragraph) for one in agenda(material(question, *dated[:2]), outlines)]


def dated_as_headed(passage: Passage) -> Passage:
    if PLAN in passage.header:
        return replace(passage, period=Period(2024, 2024), statement=Statement.MEASURE)
    return replace(passage, period=Period(2023, 2023), statement=Statement.OUTCOME)


@pytest.mark.parametrize(
    "question",
    [
        "云河区2024年准备抓哪几件大事？",
        "云河区2024年重点工作有哪些",
        "云河区2024年的主要任务是什么",
        "云河区政府2024年重点抓哪四项工作？",
    ],
)
def test_the_headings_of_the_plan_are_the_work_of_the_year(question: str) -> None:
    assert told(question) == [
        ("1. 做强茶业。", 4),
        ("2. 做优蜂业。", 5),
        ("3. 兴修水利。", 6),
        ("4. 改善民生。", 7),
    ]


def test_of_a_year_gone_by_the_headings_of_the_review_are_told() -> None:
    assert [text for text, _ in told("云河区2023年主要做了哪些工作？")][:2] == [
        "1. 茶业提质增效。",
        "2. 蜂业站稳脚跟。",
    ]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云河区2024年茶业的重点工作有哪些？", id="a field of work"),
        pytest.param("云河区2024年重点抓哪六项工作？", id="another count"),
        pytest.param("云河区2022年重点工作有哪些？", id="another year"),
        pytest.param("云河区2023年打算做哪些重点工作？", id="a review is no plan"),
        pytest.param("云河区重点工作有哪些？", id="no time"),
        pytest.param("云河区和松岭区2024年重点工作有哪些？", id="two places"),
        pytest.param("为什么云河区2024年抓这几项重点工作？", id="a reason"),
    ],
)
def test_anything_else_is_not_told_by_headings(question: str) -> None:
    assert told(question) == []


def test_two_headings_are_no_list_of_all_work() -> None:
    assert told("云河区2024年重点工作有哪些？", ROWS[:5]) == []
