"""From a report to its passages: sentences with a search header, each inside one paragraph.

The search unit is the sentence with a header of region, period, section and lead; measured
against whole paragraphs in DESIGN.md, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.datatypes import Paragraph, Passage, Period, Report, Statement
from qa.reports.statements import Calendar, classify
from qa.text import normalise, sentences, stripped

_LEAD_MAX_CHARS = 26
_ENUMERATOR = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）.、．]|[一二三四五六七八九十]+是)\s*")


def is_lead(sentence: str) -> bool:
    """Whether a sentence only announces what follows, as "医疗资源布局更加均衡。" does."""
    core = _ENUMERATOR.sub("", sentence.strip())
    return len(core) <= _LEAD_MAX_CHARS and not re.search(r"[,，;；、:：\d]", core) and core.endswith(("。", "."))


def _runs(paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, lead) of each passage; a lead is joined to the sentence that it announces."""
    lead, pending = "", None
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        if is_lead(sentence):
            lead = _ENUMERATOR.sub("", sentence).strip(" 。.\n　")
            pending = start if pending is None else pending
            continue
        yield (start if pending is None else pending), end, lead
        pending = None
    if pending is not None:
        yield pending, len(paragraph.text.rstrip()), lead


def _header(report: Report, paragraph: Paragraph, lead: str, period: str) -> str:
    parts = [report.region or "", period, *paragraph.section[-2:], lead]
    return " ".join(part for part in parts if part)


def front_matter(report: Report) -> tuple[int, int]:
    """The span of title, date, meeting and speaker lines before the first paragraph; may be empty."""
    end = report.paragraphs[0].start if report.paragraphs else 0
    facts = [normalise(fact) for fact in (report.title, report.meeting, report.speaker) if fact]
    start, at = end, 0
    for line in report.text[:end].splitlines(keepends=True):
        plain = normalise(line)
        told = plain and any(fact in plain or (len(plain) > 3 and plain in fact) for fact in facts)
        dated = bool(re.search(r"年\d{1,2}月\d{1,2}日.*会议", plain))
        if plain == normalise(report.title) or (start == end and (told or dated)):
            start = at
        at += len(line)
    return stripped(report.text, start, end)


def passages_of(report: Report, first_id: int) -> Iterator[Passage]:
    """Cut a report into passages numbered from `first_id`, in reading order.

    The front matter is one passage of paragraph 0: who reported what, when and where.
    """
    passage_id = first_id
    start, end = front_matter(report)
    if start < end:
        header = " ".join(fact for fact in (report.region, report.kind, report.title) if fact)
        text = report.text[start:end]
        yield Passage(
            passage_id, report.report_id, 0, 0, len(text), text, header, report.region, report.period, Statement.OTHER
        )
        passage_id += 1
    calendar = Calendar.of(report)
    for paragraph in report.paragraphs:
        before: Period | None = None
        for start, end, lead in _runs(paragraph):
            text = paragraph.text[start:end]
            period, statement = classify(text, paragraph, calendar)
            goes_on = paragraph.text[:start].rstrip().endswith((";", "；"))
            if before and goes_on and period == paragraph.period:
                period = before  # what is told after a semicolon is of the year that the sentence began with
            before = period
            header = _header(report, paragraph, lead, period.label() if period else "")
            yield Passage(
                passage_id,
                report.report_id,
                paragraph.number,
                start,
                end,
                text,
                header,
                report.region,
                period,
                statement,
            )
            passage_id += 1


def passages_from_texts(texts: Sequence[str]) -> tuple[Report, list[Passage]]:
    """Texts that come without a report, as the paragraphs of one, and their passages."""
    body = "\n".join(texts)
    paragraphs, at = [], 0
    for number, text in enumerate(texts, start=1):
        paragraphs.append(Paragraph("given", number, (), text, at, at + len(text), None, Statement.OTHER))
        at += len(text) + 1
    report = Report(
        report_id="given", title="给定段落", region=None, kind=None, date=None, speaker=None, post=None, meeting=None,
        period=None, plan_period=None, path="", sha256="", text=body, paragraphs=tuple(paragraphs),
    )  # fmt: skip
    return report, list(passages_of(report, first_id=1))
