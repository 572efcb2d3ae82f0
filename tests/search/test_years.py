"""The years and periods that a question names."""

from __future__ import annotations

import pytest

from qa.search.years import find_years, with_full_years, without_periods, year_beside
from tests.fakes import TODAY


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
        pytest.param("十四五开头这两年半植树多少？", [2021, 2022, 2023], id="first years of the plan, spoken"),
        pytest.param("十四五开始到2023年年中植树多少？", [2021, 2022, 2023], id="from the plan's start to a year"),
        pytest.param("十四五后半程植树多少？", [2023, 2024, 2025], id="second half of the plan"),
        pytest.param("十四五规划里2025年植树多少？", [2025], id="a year of the plan"),
        pytest.param("十五五开局植树多少？", [2026], id="opening of the plan"),
        pytest.param("2017年起的五年植树多少？", [2017, 2018, 2019, 2020, 2021], id="years from one on"),
        pytest.param("2020年以前的三年植树多少？", [2018, 2019, 2020], id="years up to one"),
        pytest.param("2011年底换届上来的那届政府，任期里建几所？", [2012, 2013, 2014, 2015, 2016], id="term of office"),
        pytest.param("2012年初当选的那届任期内建几所？", [2012, 2013, 2014, 2015, 2016], id="term from the spring"),
        pytest.param("2011年底换届以前建了几所？", [2011], id="before a term"),
        pytest.param("到2016年植树多少，此后两年呢？", [2016, 2017, 2018], id="years after the one before"),
        pytest.param("此后两年植树多少？", [], id="after no year"),
        pytest.param("今年的目标是什么？", [2024], id="this year"),
        pytest.param("去年的成绩如何？", [2023], id="last year"),
        pytest.param("2022年比去年如何？", [2022], id="a named year goes first"),
        pytest.param("学位比上年增长多少？", [], id="only compared with last year"),
        pytest.param("今年学位比去年多多少？", [2024, 2023], id="this year beside last year"),
        pytest.param("学位有2023个吗？", [], id="a number of things"),
        pytest.param("照护床位2000张，2022家医院", [], id="numbers of things"),
        pytest.param("2022平安建设，2023张家口支援", [2022, 2023], id="names that begin like a measure word"),
        pytest.param("2022人代会上作的2023部门报告", [2022, 2023], id="a word that begins like a measure word"),
        pytest.param("3年前有多少？", [], id="years ago"),
        pytest.param("12345热线接了多少？", [], id="hotline"),
    ],
)
def test_find_years_gives_absolute_years(text: str, years: list[int]) -> None:
    assert [year for _, year in find_years(text, TODAY)] == years


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("17年建几所", "2017年建几所"),
        ("近10年来建了几所", "近10年来建了几所"),
        ("满20年的老楼", "满20年的老楼"),
        ("2017年", "2017年"),
    ],
)
def test_with_full_years_writes_spoken_years_only(spoken: str, written: str) -> None:
    assert with_full_years(spoken) == written


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("前一年建了几所", 2022),
        ("转过年来建几所", 2024),
        ("次年呢", 2024),
        ("比前一年多几所", None),
        ("建了几所", None),
    ],
)
def test_year_beside_counts_from_the_year_given(text: str, year: int | None) -> None:
    assert year_beside(text, 2023) == year


def test_without_periods_drops_a_term_of_office() -> None:
    assert without_periods("2011年底换届上来的那届政府，五年任期里建几所").strip() == "建几所"
