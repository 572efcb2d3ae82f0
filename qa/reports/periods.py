"""Years: what 今年, 五年来, "十四五"末 and 2022年底 mean in a report, as absolute years.

Texts are folded and without blanks. A year that is only compared with ("较2020年") is none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from qa.datatypes import Period, Report
from qa.text import numeral, whole_number


class Calendar(NamedTuple):
    """The years of a report: when it was given, what it reports on, what it plans for."""

    year: int | None
    period: Period | None
    plan: Period | None

    @classmethod
    def of(cls, report: Report) -> Calendar:
        """The calendar of a report as read."""
        return cls(report.date.year if report.date else None, report.period, report.plan_period)


class Role(Enum):
    """What the part of the report does in which a paragraph stands."""

    REVIEW = "review"
    PLAN = "plan"
    PROBLEM = "problem"
    SITUATION = "situation"
    NOTE = "note"


YEAR = r"(?:19|20)\d{2}"
HAN_YEAR = r"[一二][九八〇零○][〇零○一二三四五六七八九]{2}"
_HAN = "[一二三四五六七八九十]"

_RANGE = re.compile(
    rf"({YEAR})年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:-|—{{1,2}}|–|~|至|到)({YEAR})年",
)
_SINCE = re.compile(rf"(?:自|从)?({YEAR})年(?:底|末)?以来")
_SINGLE = re.compile(rf"({YEAR}|{HAN_YEAR})(?=年)")
_COMPARED = re.compile(r"(?:比|较|从|自|由|与|和|于|超过?|按|以|相对)$")
_COMPARED_AFTER = re.compile(
    r"年(?:底|末|度|同期)?(?:相比|水平|价格|不变价|同期|基础|的?[\d.一二两三四五六七八九十]+多?倍)"
)
_PLAN_PART = "末|以来|时期|期间|前|后半|中期|规划期"
_FIVE_YEAR_PLAN = re.compile(
    rf"[“\"‘]?({_HAN}{{1,3}})五[”\"’]?({_PLAN_PART})"
    rf"|第({_HAN}{{1,3}})个五年(?:规划|计划)(末|以来|时期|期间)"
)
_SPAN = re.compile(
    r"(今后|未来|下个?|接下来的?|过去的?|近|这|前|后|头)?"
    r"([一二两三四五六七八九十]{1,2}|(?<![\d.])\d{1,2})年(?!均)(半)?(多?来|以来|间|里|中)?"
)
_AHEAD = re.compile(r"今后|未来|下|接下来|后")
_PLAN_NAME = re.compile(r"规划|计划|行动|期|制")
_ONE_YEAR = re.compile(r"一年来|过去的?一年|这一年")
_LONGEST_SPAN = 20


def union(periods: Iterable[Period]) -> Period | None:
    """The smallest period that covers all given ones; None for none."""
    years = list(periods)
    return Period(min(year.first for year in years), max(year.last for year in years)) if years else None


def named_years(text: str, calendar: Calendar) -> list[Period]:
    """Years that the text names: 2022年, 2021—2023年, 2021年以来, "十四五"时期."""
    found: list[Period] = []
    rest = text
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first <= last:
            found.append(Period(first, last))
            rest = _blanked(rest, match)
    for match in _SINCE.finditer(rest):
        first = int(match[1])
        found.append(Period(first, max(first, calendar.period.last if calendar.period else first)))
        rest = _blanked(rest, match)
    for match in _SINGLE.finditer(rest):
        compared = _COMPARED.search(rest[: match.start()]) or _COMPARED_AFTER.match(rest, match.end())
        if not compared and (year := whole_number(match[1])):
            found.append(Period(year, year))
    return found + _five_year_plans(rest, calendar)


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "　" * len(match[0]) + text[match.end() :]


def five_year_plan(number: str) -> Period | None:
    """The years of a five-year plan: 十四 for 十四五 is 2021 to 2025."""
    value = numeral(number)
    if value is None or not 1 <= value <= 30:
        return None
    first = int(1966 + 5 * (value - 3)) if value >= 3 else int(1953 + 5 * (value - 1))  # 1963 to 1965 had no plan
    return Period(first, first + 4)


def _five_year_plans(text: str, calendar: Calendar) -> list[Period]:
    found = []
    for match in _FIVE_YEAR_PLAN.finditer(text):
        years, part = five_year_plan(match[1] or match[3]), match[2] or match[4]
        if years is None or _COMPARED.search(text[: match.start()]):
            continue
        now = min(max(calendar.year or years.last, years.first), years.last)
        if part == "末":
            years = Period(years.last, years.last)
        elif part in ("以来", "前"):
            years = Period(years.first, now)
        elif part == "后半":
            years = Period(now, years.last)
        found.append(years)
    return found


def relative_years(text: str, role: Role, calendar: Calendar) -> list[Period]:
    """Years told from the report: 今年, 去年, 明年, 五年来, 前两年, 今后五年."""
    found = spans_of_years(text, calendar)
    this = _this_year(role, calendar)
    if this is None:
        return found
    words = (("今年|本年", this), ("去年|上年(?!同期)|上一年", this - 1), ("前年", this - 2), ("明年|来年", this + 1))
    for pattern, year in words:
        for match in re.finditer(pattern, text):
            if not _COMPARED.search(text[: match.start()]):
                found.append(Period(year, year))
    if not found and role is not Role.PLAN and _ONE_YEAR.search(text):
        last = calendar.period.last if calendar.period else this - 1
        found.append(Period(last, last))
    return found


def _this_year(role: Role, calendar: Calendar) -> int | None:
    """The year that 今年 means: the plan year in the plan part, else the year of the report."""
    if role is Role.PLAN and calendar.plan:
        return calendar.plan.first
    if calendar.year:
        return calendar.year
    return calendar.plan.first if calendar.plan else calendar.period.last if calendar.period else None


def spans_of_years(text: str, calendar: Calendar) -> list[Period]:
    """Runs of years: 五年来, 两年半来, 前两年, 今后五年, and 五年 alone where five years are reported on."""
    found = []
    for match in _SPAN.finditer(text):
        before, after = match[1] or "", match[4] or ""
        value = numeral(match[2])
        if value is None or not 2 <= value <= _LONGEST_SPAN or re.search(r"(?:连续|第|\d)$", text[: match.start()]):
            continue
        length = math.ceil(value + (0.5 if match[3] else 0))
        if _AHEAD.match(before):
            if calendar.plan:
                found.append(Period(calendar.plan.first, calendar.plan.first + length - 1))
        elif calendar.period and (years := _span_back(before, length, after, text[match.end() :], calendar.period)):
            found.append(years)
    return found


def _span_back(before: str, length: int, after: str, rest: str, period: Period) -> Period | None:
    several = period.last - period.first + 1
    if before in ("前", "头"):
        first = period.first if several > length else period.last - length + 1
        return Period(first, first + length - 1)
    if after or before or (length == several and not _PLAN_NAME.match(rest)):
        return Period(period.last - length + 1, period.last)
    return None


def heading_years(headings: Sequence[str], role: Role, calendar: Calendar) -> Period | None:
    """The years that the innermost telling heading names, or tells from the report (今年政府工作重点)."""
    for heading in reversed(headings):
        if found := named_years(heading, calendar) or relative_years(heading, role, calendar):
            return union(found)
    return None
