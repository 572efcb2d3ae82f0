"""The years and periods that a question names."""

from __future__ import annotations

import pytest

from qa.search.years import find_years
from tests.search.made import TODAY


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("2022年学位多少？", [2022], id="year"),
        pytest.param("2021—2023年学位多少？", [2021, 2022, 2023], id="span"),
        pytest.param("2019至2021年学位多少？", [2019, 2020, 2021], id="span in words"),
        pytest.param("22年学位多少？", [2022], id="short year"),
        pytest.param("十四五末学位目标多少？", [2025], id="end of the plan"),
        pytest.param("“十四五”末学位目标多少？", [2025], id="end of the quoted plan"),
        pytest.param("十三五期间植树多少？", [2016, 2017, 2018, 2019, 2020], id="five-year plan"),
        pytest.param("十四五前两年半植树多少？", [2021, 2022, 2023], id="first half of the plan"),
        pytest.param("“十四五”规划头两年植树多少？", [2021, 2022], id="first two years of the plan"),
        pytest.param("十四五后半程植树多少？", [2023, 2024, 2025], id="second half of the plan"),
        pytest.param("十五五开局植树多少？", [2026], id="opening of the plan"),
        pytest.param("2017年起的五年植树多少？", [2017, 2018, 2019, 2020, 2021], id="years from one on"),
        pytest.param("2020年以前的三年植树多少？", [2018, 2019, 2020], id="years up to one"),
        pytest.param("今年的目标是什么？", [2024], id="this year"),
        pytest.param("去年的成绩如何？", [2023], id="last year"),
        pytest.param("2022年比去年如何？", [2022], id="a named year goes first"),
        pytest.param("学位有2023个吗？", [2023], id="digits like a year"),
        pytest.param("3年前有多少？", [], id="years ago"),
        pytest.param("12345热线接了多少？", [], id="hotline"),
    ],
)
def test_find_years_gives_absolute_years(text: str, years: list[int]) -> None:
    assert [year for _, year in find_years(text, TODAY)] == years
