from __future__ import annotations

import pytest

from qa.datatypes import Paragraph, Period, Statement
from qa.reports.periods import Calendar, Role, five_year_plan, named_years, relative_years
from qa.reports.statements import classify

JANUARY = Calendar(2023, Period(2022, 2022), Period(2023, 2023))
DECEMBER = Calendar(2016, Period(2012, 2016), Period(2017, 2021))
MIDTERM = Calendar(2023, Period(2021, 2023), Period(2023, 2025))


@pytest.mark.parametrize(
    ("text", "role", "calendar", "expected"),
    [
        ("去年经济增长4%", Role.REVIEW, JANUARY, Period(2022, 2022)),
        ("一年来成绩显著", Role.REVIEW, JANUARY, Period(2022, 2022)),
        ("今年是开局之年", Role.PLAN, JANUARY, Period(2023, 2023)),
        ("今年以来", Role.REVIEW, DECEMBER, Period(2016, 2016)),
        ("明年要做好", Role.REVIEW, DECEMBER, Period(2017, 2017)),
        ("五年来增加1670亿元", Role.REVIEW, DECEMBER, Period(2012, 2016)),
        ("过去五年", Role.REVIEW, DECEMBER, Period(2012, 2016)),
        ("今后五年", Role.PLAN, DECEMBER, Period(2017, 2021)),
        ("两年半来", Role.REVIEW, MIDTERM, Period(2021, 2023)),
        ("前两年增长6%", Role.REVIEW, MIDTERM, Period(2021, 2022)),
    ],
)
def test_relative_years_are_resolved_from_the_report(
    text: str, role: Role, calendar: Calendar, expected: Period
) -> None:
    assert relative_years(text, role, calendar) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2022年底", [Period(2022, 2022)]),
        ("三年行动计划(2023—2025年)", [Period(2023, 2025)]),
        ("2021年1月1日至2023年6月30日", [Period(2021, 2023)]),
        ("一九八九年的回顾", [Period(1989, 1989)]),
        ("较2020年提高3个百分点", []),
        ("是2020年的1.6倍", []),
        ("产值为2020年两倍多", []),
        ("2020年的产值是两倍", [Period(2020, 2020)]),
        ("“十三五”末", [Period(2020, 2020)]),
        ("较“十三五”末提高", []),
        ("“十四五”以来", [Period(2021, 2023)]),
        ("“十四五”前半程", [Period(2021, 2023)]),
        ("“十四五”时期", [Period(2021, 2025)]),
        ("编制“十四五”规划", []),
    ],
)
def test_named_years_leave_out_what_is_only_compared_with(text: str, expected: list[Period]) -> None:
    assert named_years(text, MIDTERM) == expected


@pytest.mark.parametrize(
    ("number", "first"), [("一", 1953), ("三", 1966), ("七", 1986), ("十二", 2011), ("十四", 2021), ("十五", 2026)]
)
def test_five_year_plan_counts_from_1953_and_1966(number: str, first: int) -> None:
    assert five_year_plan(number) == Period(first, first + 4)


def paragraph(heading: str, period: Period, statement: Statement) -> Paragraph:
    return Paragraph("id", 1, (heading,), "", 0, 0, period, statement)


REVIEW = paragraph("一、2022年工作回顾", Period(2022, 2022), Statement.OUTCOME)
PLAN = paragraph("二、2023年工作安排", Period(2023, 2023), Statement.MEASURE)


@pytest.mark.parametrize(
    ("sentence", "context", "expected"),
    [
        ("固定资产投资预计增长4.9%。", REVIEW, (Period(2022, 2022), Statement.OUTCOME)),
        ("到2025年，森林覆盖率达到45%。", REVIEW, (Period(2025, 2025), Statement.TARGET)),
        ("城乡发展不平衡问题仍然突出。", REVIEW, (Period(2022, 2022), Statement.PROBLEM)),
        ("着力补齐民生短板，解决群众困难。", REVIEW, (Period(2022, 2022), Statement.OUTCOME)),
        ("我们将采取有力措施，认真加以解决。", REVIEW, (Period(2022, 2022), Statement.MEASURE)),
        ("将上地医院改造为定点救治医院。", REVIEW, (Period(2022, 2022), Statement.OUTCOME)),
        ("地区生产总值增长6%左右。", PLAN, (Period(2023, 2023), Statement.TARGET)),
        ("加快推进乡村振兴。", PLAN, (Period(2023, 2023), Statement.MEASURE)),
        ("2022年已建成公园3个。", PLAN, (Period(2022, 2022), Statement.OUTCOME)),
        ("改造2000年以前建成的老旧小区20个。", PLAN, (Period(2023, 2023), Statement.TARGET)),
        ("让我们携手奋进！", PLAN, (Period(2023, 2023), Statement.OTHER)),
    ],
)
def test_sentences_are_judged_by_words_and_context(
    sentence: str, context: Paragraph, expected: tuple[Period, Statement]
) -> None:
    assert classify(sentence, context, JANUARY) == expected


def test_a_decimal_before_the_yearly_mean_is_no_run_of_years() -> None:
    assert relative_years("PM2.5年均浓度持续下降", Role.REVIEW, DECEMBER) == []
