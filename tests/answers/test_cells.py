"""Cells of tables: which are meant, and which row has most of all."""

from __future__ import annotations

import pytest

from qa.answers.cells import meant
from qa.answers.extremes import extreme
from qa.datatypes import Hit, Passage, Statement
from tests.answers.made import ask, make_report, material, outlines_of, refusal, text_of

HEADINGS = ("一、2023年工作回顾", "附表 各街道情况")
ROWS = (
    "街道：柳岸街道。柳岸街道 | 常住人口为8.6万人。柳岸街道 | 面积为4.2平方公里。柳岸街道 | 2024年计划绿化为3公顷。",
    "街道：荷风街道。荷风街道 | 常住人口为11.3万人。荷风街道 | 面积为6.8平方公里。荷风街道 | 2024年计划绿化为5公顷。",
    "街道：石桥街道。石桥街道 | 面积为3.9平方公里。石桥街道 | 2024年计划绿化为1公顷。",
    "街道：全区合计。全区合计 | 常住人口为19.9万人。全区合计 | 面积为14.9平方公里。全区合计 | 2024年计划绿化为9公顷。",
)
REPORT, PASSAGES = make_report(*((*HEADINGS, row) for row in ROWS))


def found(question: str, *passages: Passage) -> list[str]:
    """The texts of the hits that a question means."""
    return [hit.passage.text for hit in meant([Hit(passage, 0.5) for passage in passages], ask(question))]


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        pytest.param("荷风街道人口多少？", ["荷风街道 | 常住人口为11.3万人。"], id="named"),
        pytest.param("荷风的人口多少？", ["荷风街道 | 常住人口为11.3万人。"], id="named for short"),
        pytest.param("石桥街道人口多少？", [], id="a row without the figure"),
        pytest.param("北苑街道人口多少？", ["全区合计 | 常住人口为19.9万人。"], id="no such row"),
    ],
)
def test_cells_of_other_rows_are_not_meant(question: str, texts: list[str]) -> None:
    people = [one for one in PASSAGES if "人口" in one.text]
    others = [one for one in PASSAGES if one.text.startswith("街道：")]
    nearest = [one for one in PASSAGES if one.text == "石桥街道 | 面积为3.9平方公里。"] if "石桥" in question else []
    assert found(question, *people, *others, *nearest) == texts + [one.text for one in nearest]


def test_where_one_among_all_is_asked_for_all_rows_are_meant() -> None:
    people = [one for one in PASSAGES if "人口" in one.text]
    assert len(found("哪个街道人口最多？", *people)) == len(people)


def test_a_target_is_not_meant_where_the_result_is_asked_for() -> None:
    _, passages = make_report("茶业 | 2023年目标为15亿元。茶业 | 2023年完成为16亿元。")
    assert passages[0].statement is Statement.TARGET
    assert found("2023年茶业完成多少？", *passages) == ["茶业 | 2023年完成为16亿元。"]
    assert len(found("2023年茶业怎么样？", *passages)) == 2


def test_a_part_is_not_meant_for_the_whole() -> None:
    _, passages = make_report("小学 | 学生女为90人。小学 | 学生合计为200人。")
    assert found("小学学生多少人？", *passages) == ["小学 | 学生合计为200人。"]
    assert "小学 | 学生女为90人。" in found("小学女学生多少人？", *passages)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪个街道人口最多？", "荷风街道：常住人口11.3万人，在表中有这一数字的2项里最高，其次是柳岸街道（8.6万人）。"),
        (
            "面积最小的是哪个街道？",
            "石桥街道：面积3.9平方公里，在表中有这一数字的3项里最低，其次是柳岸街道（4.2平方公里）。",
        ),
        (
            "2024年计划绿化最多的是哪个街道？",
            "荷风街道：2024年计划绿化5公顷，在表中有这一数字的3项里最高，其次是柳岸街道（3公顷）。",
        ),
    ],
)
def test_the_row_with_most_is_read_from_all_rows(question: str, told: str) -> None:
    outcomes = extreme(material(question, *PASSAGES[1:3], PASSAGES[3]), outlines_of(REPORT, PASSAGES))
    assert text_of(outcomes) == told


@pytest.mark.parametrize("question", ["哪个企业人口最多？", "哪个街道增长最快？"])
def test_one_row_says_nothing_of_the_highest(question: str) -> None:
    refusal(extreme(material(question, *PASSAGES[1:3]), outlines_of(REPORT, PASSAGES)))


def test_who_asks_for_one_row_is_not_told_the_highest() -> None:
    assert extreme(material("荷风街道人口多少？", *PASSAGES[1:3]), outlines_of(REPORT, PASSAGES)) == []


def test_the_column_with_most_is_read_where_columns_are_the_things() -> None:
    report, passages = make_report(
        "指标：茶园面积。茶园面积 | 东坞镇为32亩。茶园面积 | 西坞镇为51亩。茶园面积 | 南坞镇为14亩。"
    )
    outcomes = extreme(material("哪个镇茶园面积最大？", passages[1]), outlines_of(report, passages))
    assert text_of(outcomes) == "西坞镇：茶园面积51亩，在表中有这一数字的3项里最高，其次是东坞镇（32亩）。"


def test_another_column_says_nothing_of_the_one_that_is_named() -> None:
    _, passages = make_report("教育局 | 已完成为10项。教育局 | 推进中为2项。卫健局 | 已完成为9项。")
    assert found("教育局推进中的有几项？", *passages) == ["教育局 | 推进中为2项。"]
    assert found("卫健局推进中的有几项？", *passages) == []
