"""Single figures of made sentences: value, wording, year."""

from __future__ import annotations

from qa.datatypes import Period
from tests.figures.made import Y2023, told


def test_a_fall_is_negative_and_reads_as_one() -> None:
    (entry,) = told("财政收入同比下降约3.5%。").values("财政收入")
    assert (entry.value, entry.text, entry.base) == (-3.5, "下降约3.5%", "同比")


def test_a_clause_that_names_its_year_decides() -> None:
    text = "2019年底公园绿地面积达到30公顷，2023年底达到45公顷。"
    entries = told(text, period=Period(2019, 2023)).values("公园绿地面积")
    assert [(entry.year, entry.value) for entry in entries] == [(2019, 30), (2023, 45)]


def test_the_year_of_a_comparison_is_that_of_the_figure_it_stands_at() -> None:
    entries = told("公园绿地面积由2015年的30公顷增至45公顷。").values("公园绿地面积")
    assert [(entry.year, entry.value) for entry in entries] == [(2015, 30), (2023, 45)]


def test_what_is_compared_with_the_year_before_is_the_last_year_of_an_account() -> None:
    entries = told("财政收入完成52亿元，同比增长6%，五年增加12亿元。", period=Period(2019, 2023)).values("财政收入")
    assert [(entry.period, entry.text) for entry in entries] == [
        (Y2023, "52亿元"),
        (Period(2019, 2023), "增加12亿元"),
        (Y2023, "增长6%"),
    ]


def test_a_part_of_the_year_is_told() -> None:
    (entry,) = told("1-10月，财政收入完成43亿元。").values("财政收入")
    assert entry.months == "1-10月"
