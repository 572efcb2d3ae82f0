"""From hits to the few sentences that an answer may be made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answers.cells import meant
from qa.datatypes import Hit, Inquiry, Intent, Passage, Report, Statement
from qa.reports.tables import cell_of

_YEAR_NAMED = re.compile(r"(?:19|20)\d\d年")
_ASKS_END = re.compile(r"(?:19|20)\d\d年?年?[底末]")


def fits(passage: Passage, inquiry: Inquiry, report: Report | None) -> bool:
    """Whether report, region, year and statement kind of a passage are those asked for, as far as asked."""
    if inquiry.reports and all(passage.report_id != named.report_id for named in inquiry.reports):
        return False
    if inquiry.regions and passage.region not in inquiry.regions:
        return False
    if inquiry.years and not any(_speaks_of(passage, year, inquiry, report) for year in inquiry.years):
        return False
    if inquiry.ahead:
        return passage.statement.ahead
    if inquiry.statement is Statement.OUTCOME:
        admits = passage.statement is Statement.PROBLEM and inquiry.intent is Intent.SUMMARY
        return not (passage.statement.ahead or admits) or _reviewed(passage, report)
    if inquiry.statement is Statement.PROBLEM and inquiry.intent in (Intent.SUMMARY, Intent.LIST):
        return passage.statement is Statement.PROBLEM
    return True


def _reviewed(passage: Passage, report: Report | None) -> bool:
    """Whether a sentence with a target stands in the report's review ("始终控制在0.9以内"): its years are past."""
    if report is None or report.period is None or passage.period is None:
        return False
    return passage.period.last <= report.period.last and passage.statement is Statement.TARGET


def _speaks_of(passage: Passage, year: int, inquiry: Inquiry, report: Report | None) -> bool:
    """Whether a passage is about `year`: it names it, or its period covers it closely enough.

    A plan for several years says nothing of the result of one of them, and what was reached over several nothing of
    the end of an earlier one.
    """
    if passage.period and cell_of(passage.text) and _YEAR_NAMED.search(passage.text):
        return passage.period.covers(year)
    if str(year) in passage.text or passage.period is None or _ends_plan(year, passage.text):
        return True
    of_report = inquiry.ahead or inquiry.statement is Statement.PROBLEM or bool(inquiry.reports)
    if of_report and report is not None and report.date is not None and report.date.year == year:
        return True
    several = passage.period.last > passage.period.first
    if several and passage.statement.ahead and not inquiry.ahead:
        return len(inquiry.years) > 1
    if several and not inquiry.ahead and year < passage.period.last and _ASKS_END.search(inquiry.standalone):
        return False
    return passage.period.covers(year)


def _ends_plan(year: int, text: str) -> bool:
    """Whether a text names the year as the end of a five-year plan ("“十三五”末")."""
    number = "一二三四五六七八九"[(year - 2006) // 5] if 2010 <= year <= 2050 and year % 5 == 0 else ""
    return bool(number) and bool(re.search(rf"十{number}五[”\"’]?(?:规划)?(?:期)?末", text))


def select(inquiry: Inquiry, hits: Sequence[Hit], reports: Mapping[str, Report], *, count: int) -> list[Hit]:
    """The hits that fit what is asked, best first, at most `count`.

    Where no target or no problem is found, what was found of the region and year is given instead;
    a target is never given for a result.
    """
    fitting = [hit for hit in hits if fits(hit.passage, inquiry, reports.get(hit.passage.report_id))]
    fitting = meant(fitting, inquiry)
    if not fitting and inquiry.statement not in (None, Statement.OUTCOME):
        return select(replace(inquiry, statement=None), hits, reports, count=count)
    return fitting[:count]
