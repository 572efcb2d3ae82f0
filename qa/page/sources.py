"""The reports of the index as the page offers them: the list, the filters, and example questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.datatypes import Report, Statement
from qa.page.markup import Markup, join, tag

# Indicators that almost every report of a Chinese government gives; asked about only where a report names them.
_INDICATORS = (
    "地区生产总值",
    "一般公共预算收入",
    "居民人均可支配收入",
    "固定资产投资",
    "社会消费品零售总额",
    "财政收入",
)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Source:
    """What the page says of a report without its text. `years` are those reported on or planned for."""

    report_id: str
    title: str
    region: str | None
    date: str
    years: tuple[int, ...]
    paragraphs: int
    file: str

    @property
    def label(self) -> str:
        """Title, region and date in one line."""
        return " · ".join(part for part in (self.title, self.region, self.date) if part)


def catalogue(reports: Iterable[Report]) -> dict[str, Source]:
    """Give the sources by report_id, in the order of `reports`."""
    return {report.report_id: _source(report) for report in reports}


def _source(report: Report) -> Source:
    periods = [period for period in (report.period, report.plan_period) if period]
    years = sorted({year for period in periods for year in range(period.first, period.last + 1)})
    file = report.path.replace("\\", "/").rsplit("/", 1)[-1]
    date = report.date.isoformat() if report.date else ""
    return Source(report.report_id, report.title, report.region, date, tuple(years), len(report.paragraphs), file)


def region_choices(sources: Mapping[str, Source]) -> list[str]:
    """Give the regions that can be filtered by."""
    return sorted({source.region for source in sources.values() if source.region})


def year_choices(sources: Mapping[str, Source]) -> list[tuple[str, int]]:
    """Give the years that can be filtered by, newest first, each with its label."""
    years = {year for source in sources.values() for year in source.years}
    return [(f"{year}年", year) for year in sorted(years, reverse=True)]


def report_choices(sources: Mapping[str, Source]) -> list[tuple[str, str]]:
    """Give the reports that can be filtered by, each with its label."""
    return [(source.label, source.report_id) for source in sources.values()]


def source_list(sources: Mapping[str, Source]) -> Markup:
    """Give the list of reports; each opens in the source viewer."""
    if not sources:
        return tag("p", "索引里还没有报告。", class_="hint")
    return tag("ul", *(_source_item(source) for source in sources.values()), class_="sources")


def _source_item(source: Source) -> Markup:
    facts = " · ".join(part for part in (source.region, source.date, f"{source.paragraphs}段") if part)
    content = join([tag("span", source.title, class_="title"), tag("span", facts, class_="facts")])
    button = tag("button", content, type="button", title=source.file, data_report=source.report_id, data_paragraph=0)
    return tag("li", button)


def example_questions(reports: Sequence[Report], limit: int = 4) -> tuple[str, ...]:
    """Give questions of different kinds that the reports can answer, built from what they say by rule."""
    newest = sorted(reports, key=lambda report: (str(report.date or ""), report.report_id), reverse=True)
    makers = (_figure_question, _section_question, _comparison_question, _speaker_question)
    questions: list[str] = []
    for position, make in enumerate(makers):  # each kind prefers another report
        turned = newest[position % max(len(newest), 1) :] + newest[: position % max(len(newest), 1)]
        question = make(turned)
        if question and question not in questions:
            questions.append(question)
    return tuple(questions[:limit])


def _figure_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        indicator = _indicator(report)
        if indicator and report.region and report.period:
            return f"{report.region}{report.period.last}年{indicator}是多少？"
    return None


def _section_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        topic = _topic(report)
        if topic and report.region and report.period:
            return f"{report.region}{report.period.label()}在“{topic}”方面做了哪些工作？"
    return None


def _comparison_question(reports: Sequence[Report]) -> str | None:
    for first in reports:
        indicator = _indicator(first)
        others = [report for report in reports if report.region not in (None, first.region)]
        for second in others if indicator and first.region else []:
            if any(str(indicator) in paragraph.text for paragraph in second.paragraphs):
                return f"{first.region}和{second.region}的{indicator}分别是多少？"
    return None


def _speaker_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        if report.speaker and report.date and report.region:
            return f"{report.date.year}年{report.region}的《{report.title}》是谁作的？"
    return None


def _indicator(report: Report) -> str | None:
    for paragraph in report.paragraphs:
        if paragraph.statement is Statement.OUTCOME and re.search(r"\d", paragraph.text):
            for indicator in _INDICATORS:
                if indicator in paragraph.text:
                    return indicator
    return None


def _topic(report: Report) -> str | None:
    for paragraph in report.paragraphs:
        if paragraph.statement is not Statement.OUTCOME:
            continue
        for heading in reversed(paragraph.section):
            if match := _NUMBERED.match(heading.strip()):
                topic = re.split(r"[，,。；;、：:]", match[1])[0].strip()
                if 4 <= len(topic) <= 14:
                    return topic
    return None
