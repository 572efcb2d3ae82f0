"""The reports of the index as the page offers them: the list, the filters, and example questions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.datatypes import Passage, Report, Statement
from qa.figures.naming import Kind, name_figures
from qa.figures.parsing import parse_figures
from qa.page.markup import Markup, join, tag

# What the end of a figure's indicator may be dropped from, and what reads as the name of an indicator.
_VERBS = re.compile(r"(?:预计|累计)?(?:达到?|实现|完成|为|约|超过?|突破)+(?:了)?$")
_INDICATOR = re.compile(r"[一-鿿]{2,8}(?:投资|收入|总值|总额|面积|浓度|床位|学位|车位|数量|里程|率|额|人口)")
_READ_CHARS = 2000  # of a paragraph, for examples
_MONEY = re.compile(r"收入|投资|总值|总额")
_LISTED = 300  # more would make the page slow, and nobody reads them
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Source:
    """What the page says of a report without its text.

    `years` are those reported on or planned for; `others` are further files with the same report.
    """

    report_id: str
    title: str
    region: str | None
    date: str
    years: tuple[int, ...]
    paragraphs: int
    file: str
    kind: str | None = None
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Title, region and date in one line."""
        return " · ".join(part for part in (self.title, self.region, self.date) if part)

    @property
    def searched(self) -> str:
        """What a search in the list looks through, in lower case."""
        return f"{self.label} {self.kind or ''} {self.file} {' '.join(self.others)}".lower()


def catalogue(reports: Iterable[Report]) -> dict[str, Source]:
    """Give the sources by report_id, in the order of `reports`."""
    return {report.report_id: _source(report) for report in reports}


def _source(report: Report) -> Source:
    periods = [period for period in (report.period, report.plan_period) if period]
    years = sorted({year for period in periods for year in range(period.first, period.last + 1)})
    date = report.date.isoformat() if report.date else ""
    file, *others = (file.name for file in report.files)
    return Source(
        report.report_id, report.title, report.region, date, tuple(years), len(report.paragraphs), file, report.kind,
        tuple(others),
    )  # fmt: skip


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


def kind_choices(sources: Mapping[str, Source]) -> list[str]:
    """Give the kinds of reports that can be filtered by."""
    return sorted({source.kind for source in sources.values() if source.kind})


def source_list(
    sources: Mapping[str, Source], own: Collection[str] = (), words: str = "", badge: str = "仅自己可见"
) -> Markup:
    """Give the list of reports that hold all `words` in title, region, date or file; each can be read and asked.

    Those in `own` are uploads, marked by `badge`, which can be removed again.
    """
    wanted = words.lower().split()
    found = [source for source in sources.values() if all(word in source.searched for word in wanted)]
    if not found:
        return tag("p", "没有符合的报告，换个词试试。" if sources else "索引里还没有报告。", class_="empty")
    more = f"，列出前 {_LISTED} 份，输入更多字可以缩小范围" if len(found) > _LISTED else ""
    counted = f"{len(found)} 份报告{more}"
    items = [_source_item(source, badge if source.report_id in own else "") for source in found[:_LISTED]]
    return join([tag("p", counted, class_="hint", role="status"), tag("ul", *items, class_="sources")])


def _source_item(source: Source, own: str) -> Markup:
    facts = " · ".join(part for part in (source.region, source.date, f"{source.paragraphs} 段", source.kind) if part)
    badge = tag("span", own, class_="badge") if own else ""
    files = "文件：" + "、".join([source.file, *source.others])
    opener = tag(
        "button", tag("span", source.title, class_="title"), badge, tag("span", facts, class_="facts"),
        tag("span", files, class_="file"), type="button", class_="open", data_report=source.report_id, data_paragraph=0,
        aria_label=f"阅读：{source.label}",
    )  # fmt: skip
    ask = tag("button", "只问这份", type="button", class_="quiet", data_ask_report=source.report_id)
    remove = tag("button", "移除", type="button", class_="quiet", data_remove_report=source.report_id) if own else ""
    return tag("li", opener, tag("div", ask, remove, class_="actions"))


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


def questions_about(passages: Iterable[Passage], limit: int = 3) -> tuple[str, ...]:
    """Give questions that these sentences answer, for someone whose own question found nothing."""
    questions: dict[str, None] = {}
    for passage in passages:
        figures = parse_figures(passage.text)
        whose = f"{passage.region or ''}{passage.period.label() if passage.period else ''}"
        for figure, naming in zip(figures, name_figures(passage.text, figures), strict=True):
            name = naming.indicator
            if passage.paragraph and whose and figure.unit and not figure.is_growth and 2 <= len(name) <= 12:
                target = "的目标" if passage.statement is Statement.TARGET else ""
                new = naming.kind.label if naming.kind is Kind.NEW and naming.kind.label not in name else ""
                questions.setdefault(f"{whose}{new}{name}{target}是多少？")
                break
    return tuple(questions)[:limit]


def _figure_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        indicators = sorted(_indicators(report), key=lambda name: not _MONEY.search(name))  # best known first
        if indicators and report.region and report.period:
            return f"{report.region}{report.period.last}年{indicators[0]}是多少？"
    return None


def _section_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        topic = _topic(report)
        if topic and report.region and report.period:
            return f"{report.region}{report.period.label()}在“{topic}”方面做了哪些工作？"
    return None


def _comparison_question(reports: Sequence[Report]) -> str | None:
    if not reports:
        return None
    for first, second in itertools.combinations(reports, 2):
        if first.region and second.region and first.region != second.region:
            shared = [indicator for indicator in _indicators(first) if indicator in _indicators(second)]
            if shared:
                return f"{first.region}和{second.region}的{shared[0]}分别是多少？"
    return _figure_question([report for report in reports[1:] if report.region != reports[0].region])


def _speaker_question(reports: Sequence[Report]) -> str | None:
    for report in reports:
        if report.speaker and report.date and report.region:
            return f"{report.region}{report.date.year}年的{report.kind or '报告'}是谁作的？"
    return None


def _indicators(report: Report) -> list[str]:
    """What the report's results give a level of, in the order of the report: "固定资产投资", "养老床位"."""
    found: dict[str, None] = {}
    for paragraph in report.paragraphs:
        if paragraph.statement is Statement.OUTCOME:
            for figure in parse_figures(paragraph.text[:_READ_CHARS]):
                name = _VERBS.sub("", figure.indicator)
                if figure.unit and not figure.is_growth and _INDICATOR.fullmatch(name):
                    found.setdefault(name)
    return list(found)


def _topic(report: Report) -> str | None:
    deepest = sorted(report.paragraphs, key=lambda paragraph: -len(paragraph.section))
    for paragraph in deepest:
        if paragraph.statement is not Statement.OUTCOME:
            continue
        for heading in reversed(paragraph.section[1:] or paragraph.section):
            if match := _NUMBERED.match(heading.strip()):
                topic = re.split(r"[，,。；;、：:]", match[1])[0].strip()
                if 4 <= len(topic) <= 14:
                    return topic
    return None
