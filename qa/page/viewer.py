"""The source viewer: a whole report with outline and paragraph numbers, the cited words highlighted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from qa.datatypes import Paragraph, Report
from qa.page.markup import Markup, alert, join, marked_text, tag


def report_view(report: Report, paragraph: int = 0, quote: str = "", figures: Collection[str] = ()) -> Markup:
    """Give the report as the viewer shows it.

    Args:
        report: the report, read in full.
        paragraph: number of the paragraph to open at; 0 opens at the beginning.
        quote: the words to highlight in that paragraph. Where they do not stand in it, the whole
            paragraph is highlighted.
        figures: keys of the figures to mark in it, as they are marked in the answer.
    """
    body = tag(
        "div",
        *_paragraphs(report, paragraph, quote, figures),
        class_="text",
        tabindex=0,
        role="document",
        aria_label=report.title,
    )
    return tag(
        "section",
        _header(report),
        tag("div", _outline(report), body, class_="columns"),
        class_="report",
        aria_label=f"原文：{report.title}",
        data_opened=f"{report.report_id} {paragraph}",
    )


def error_view(message: str) -> Markup:
    """Give the viewer where the report cannot be shown."""
    close = tag("button", "关闭", type="button", class_="quiet", data_viewer="close")
    return tag("section", tag("header", close), alert(message), class_="report")


def quote_span(text: str, quote: str) -> tuple[int, int]:
    """Give the offsets of `quote` in `text`; all of `text` where it is empty or does not stand in it."""
    start = text.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else (0, len(text))


def _header(report: Report) -> Markup:
    date = report.date.isoformat() if report.date else ""
    speaker = f"{report.post or ''}{report.speaker}" if report.speaker else ""
    facts = " · ".join(part for part in (report.region, date, speaker, report.meeting) if part)
    find = tag(
        "div",
        tag("input", type="search", class_="find", placeholder="在本报告中查找", aria_label="在本报告中查找"),
        tag("span", class_="find-count", role="status"),
        class_="find-row",
    )
    moves = (("previous", "上一条引文", "‹"), ("next", "下一条引文", "›"), ("close", "关闭原文", "×"))
    buttons = [
        tag("button", sign, type="button", class_="quiet", data_viewer=move, aria_label=label, title=label)
        for move, label, sign in moves
    ]
    title = tag("div", tag("h2", report.title), tag("p", facts, class_="facts"), class_="heading")
    return tag("header", tag("div", title, tag("div", *buttons, class_="moves"), class_="bar"), find)


def _outline(report: Report) -> Markup:
    entries = []
    for paragraph, new in _with_new_headings(report.paragraphs):
        for level, heading in new:
            button = tag("button", heading, type="button", data_jump=paragraph.number, data_level=min(level, 3))
            entries.append(tag("li", button))
    if not entries:
        return Markup("")
    return tag(
        "nav",
        tag("details", tag("summary", "目录"), tag("ol", *entries), open=True),
        class_="outline",
        aria_label="目录",
    )


def _paragraphs(report: Report, cited: int, quote: str, figures: Collection[str]) -> Iterator[Markup]:
    for paragraph, new in _with_new_headings(report.paragraphs):
        for level, heading in new:
            yield tag(f"h{min(level, 3) + 3}", heading)
        text = _highlighted(paragraph.text, quote, figures) if paragraph.number == cited else None
        yield _paragraph(paragraph, text)


def _paragraph(paragraph: Paragraph, highlighted: Markup | None) -> Markup:
    number = tag("span", str(paragraph.number), class_="number", aria_label=f"第{paragraph.number}段")
    facts = [paragraph.period.label() if paragraph.period else "", paragraph.statement.label]
    note = tag("span", " · ".join(fact for fact in facts if fact), class_="kind")
    return tag(
        "p",
        number,
        tag("span", highlighted or paragraph.text, class_="words"),
        note,
        data_number=paragraph.number,
        class_="paragraph cited" if highlighted else "paragraph",
    )


def _highlighted(text: str, quote: str, figures: Collection[str]) -> Markup:
    start, end = quote_span(text, quote)
    return join([text[:start], tag("mark", marked_text(text[start:end], figures)), text[end:]])


def _with_new_headings(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[tuple[int, str]]]]:
    """Give each paragraph with the headings that begin at it, each with its level from 1."""
    before: tuple[str, ...] = ()
    for paragraph in paragraphs:
        shared = 0
        while shared < min(len(before), len(paragraph.section)) and before[shared] == paragraph.section[shared]:
            shared += 1
        yield (
            paragraph,
            [(shared + offset, heading) for offset, heading in enumerate(paragraph.section[shared:], start=1)],
        )
        before = paragraph.section
