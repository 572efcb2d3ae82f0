"""The reports that a question refers to: "2022年底那份报告", "中期评估里", "后一年那份报告", "某某区长作的报告".

A reference tells a report by when it was made, by its kind, by its speaker, or by its place before or after another.
Its year is not the year asked about. Which reports it means depends on those that are held: where it means none of
them, it is no more than words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.datatypes import Inquiry, Period, Report
from qa.reports.kinds import CALLED, is_of_kind, kind_called
from qa.search.places import names_of

_NAME = f"{CALLED}|评估"  # 评估 alone may be of anything
_WHEN = r"(?P<year>(?:19|20)\d\d|(?<!\d)[012]\d(?=年))年?(?:(?P<month>\d{1,2})月份?)?年?(?P<part>底|末|初)?"
_BESIDE = r"(?P<step>[后下前上])一[年份次]"
# What may stand between the year and the name, beside the region: who made the report, for whom.
_BETWEEN = (
    r"\s|的|那|这|该|份|个|次|作|做|给|向|在|人民|政府|人代会|人大|常委会|发改委|规划|[“\"]?十[一二三四五]五[”\"]?"
)
_TELLS = r"的时候|那会儿|时|里头?面?|中(?![期央])|[上内]|说|写|讲|给出?|认为|提[到出]?|汇?报(?=的)"
_SAID = r"(?:时|那会儿)?(?:说|讲|汇报的|报的|提出(?=今后|未来|往后|接下来|到|要))"
_FROM_THEN = (
    r"(?:定|列|提|说|讲)[下出了]?的?[^,，。;；?？\d]{0,6}(?:今后|未来|往后|后面|接下来|此后)的?[一二两三四五几]年"
)
_STOPS = r"关于|[那看的多少增减,，。;；:：?？)）(（是和跟与]|$"
# After the name of a speaker: that this person told what is asked.
_TOLD_BY = (
    r"(?:同志|[副代]?[区市县省州]长|主任)?(?:在[^,，。;；?？]{2,12}[里上])?(?:所|[给向][^,，。;；?？]{2,8})?"
    r"(?:[作做念讲]的?(?:那[份个])?(?:政府)?(?:工作)?(?:报告|汇报)|汇?报告?(?:里|中|时|的)|[说讲](?!话)|提[到出]|部署|布置|安排|的(?:那[份个])?(?:政府)?(?:工作)?报告)"
)
_PLAN = r"[“\"]?十(?P<plan>[一二三四五])五[”\"]?(?:规划)?(?:纲要)?[”\"]?(?:的|实施|情况)*"
_ALL_YEAR = range(1, 13)
_MONTHS = {"底": range(9, 13), "末": range(9, 13), "初": range(1, 5)}


class Reference(NamedTuple):
    """A span of a question that names a report, by year and months, kind, plan, or `step` reports from another.

    `plan` is the years of the five-year plan that it reviews. `year` and `plan` are None, `kind` empty and `step` 0
    where the question does not say. The span is empty where the words that name the report may also be what is
    asked about.
    """

    start: int
    end: int
    year: int | None = None
    months: range = _ALL_YEAR
    kind: str = ""
    step: int = 0
    plan: Period | None = None

    def meant(self, reports: Sequence[Report], base: int | None = None) -> tuple[Report, ...]:
        """Those of the reports that it may mean, by what it tells; `base` is the year that `step` counts from."""
        of_kind = tuple(report for report in reports if is_of_kind(report, self.kind) and _reviews(report, self.plan))
        if self.step:
            return _beside(of_kind, base, self.step) if base else ()
        if self.year is None:
            return of_kind if self.kind else ()
        made = tuple(report for report in of_kind if report.year == self.year and _in_months(report, self.months))
        told = tuple(report for report in of_kind if report.period and report.period.last == self.year)
        return made or told


def _in_months(report: Report, months: range) -> bool:
    return report.date is None or report.date.month in months


def _reviews(report: Report, plan: Period | None) -> bool:
    """Whether a report tells of years of the plan; any does where none is said."""
    return plan is None or (report.period is not None and any(plan.covers(year) for year in report.period))


def _beside(reports: Sequence[Report], base: int, step: int) -> tuple[Report, ...]:
    """The reports of the year nearest to `base` on the side of `step`."""
    years = {report.year for report in reports if report.year and (report.year - base) * step > 0}
    nearest = min(years, key=lambda year: abs(year - base), default=None)
    return tuple(report for report in reports if nearest and report.year == nearest)


def find_references(text: str, regions: Sequence[str] = ()) -> list[Reference]:
    """The references of a question that names `regions`, in order."""
    found = [_reference(match) for match in _named(tuple(regions)).finditer(text)]
    for match in _said(tuple(regions)).finditer(text):
        if all(match.end() <= other.start or other.end <= match.start() for other in found):
            found.append(_reference(match))
    return sorted(found, key=lambda reference: reference[:2])


def refer(inquiry: Inquiry, reports: Sequence[Report], base: int | None) -> list[tuple[Report, ...]]:
    """What each reference of a question means, each once; what it takes over refers only where it does not itself.

    Args:
        inquiry: the question with its regions.
        reports: those held.
        base: the year that "后一年那份报告" counts from.
    """
    among = [report for report in reports if not inquiry.regions or report.region in inquiry.regions]
    own_from = len(inquiry.carried)
    given = [report for report in among if _told_by(report, inquiry.standalone)]
    among = given or among
    found = find_references(inquiry.standalone, inquiry.regions) if among else []
    meant = [(reference.start >= own_from, reference.meant(among, base)) for reference in found]
    own = [reports for is_own, reports in meant if is_own and reports]
    told = list(dict.fromkeys(own or [reports for _, reports in meant if reports]))
    if given and not told:
        return [tuple(given)]
    return [one for one in told if not any(set(other) < set(one) for other in told)]


def without_speakers(text: str, reports: Sequence[Report]) -> str:
    """The text without the names of those whose report it refers to by them."""
    for report in reports:
        if match := _told_by(report, text):
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def _told_by(report: Report, text: str) -> re.Match[str] | None:
    """The name of the report's speaker, where the text refers to the report by it."""
    name = report.speaker
    return re.search(rf"{re.escape(name)}(?={_TOLD_BY})", text) if name and name in text else None


def without_references(text: str) -> str:
    """The text without the words that only say which report to look in."""
    for reference in reversed(find_references(text)):
        text = f"{text[: reference.start]} {text[reference.end :]}" if reference.start < reference.end else text
    return text


def _between(regions: tuple[str, ...]) -> str:
    places = sorted({re.escape(name) for region in regions for name in names_of(region)}, key=len, reverse=True)
    return f"(?:{'|'.join([*places, _BETWEEN])})*"


@functools.lru_cache(maxsize=256)
def _named(regions: tuple[str, ...]) -> re.Pattern[str]:
    """What names a report by a noun."""
    pointed = rf"(?:{_WHEN}|{_BESIDE}|[这那][份次个]){_between(regions)}"
    return re.compile(
        rf"{pointed}(?P<name>{_NAME}|报告|汇报|材料)(?:(?:{_TELLS})+|(?={_STOPS}))"
        rf"|(?P<bare>{_NAME}|报告)(?:{_TELLS})+"
        rf"|(?<![做作了过])(?P<theme>{CALLED})(?=[,，:：])"
        rf"|(?=(?P<kind>{CALLED})(?:{_STOPS}))"
        rf"|{_PLAN}(?=(?P<review>评估|中期评估))"
    )


@functools.lru_cache(maxsize=256)
def _said(regions: tuple[str, ...]) -> re.Pattern[str]:
    """What names a report by the year in which something was said, or that shares the noun of the next."""
    between = _between(regions)
    return re.compile(
        rf"{_WHEN}(?:{between}{_SAID}|(?={between}{_FROM_THEN})|(?=[和与、]\d+年[底末初]?{between}(?:工作报告|报告|公报)))"
    )


def _reference(match: re.Match[str]) -> Reference:
    told = match.groupdict()
    year, month, step = told["year"], told["month"], told.get("step")
    first = 2006 + 5 * "一二三四五".index(told["plan"]) if told.get("plan") else None
    name = next((told[group] for group in ("name", "bare", "theme", "kind", "review") if told.get(group)), "")
    return Reference(
        *match.span(),
        year=int(year) if year and len(year) == 4 else 2000 + int(year) if year else None,
        months=range(int(month), int(month) + 1) if month else _MONTHS.get(told["part"], _ALL_YEAR),
        kind=kind_called(name),
        step=0 if not step else 1 if step in "后下" else -1,
        plan=Period(first, first + 4) if first else None,
    )
