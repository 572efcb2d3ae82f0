from __future__ import annotations

import re

import pytest

from qa.page.viewer import error_view, quote_span, report_view
from tests.page.fakes import DONGHE, LIME, NASTY, QUOTE, FakeAssistant, make_report
from tests.page.markup import shown

REPORT = make_report("栎木区", 2022, LIME)


def highlighted(markup: str) -> list[str]:
    return [shown(part)[0] for part in re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)]


@pytest.mark.parametrize(
    ("text", "quote", "span"),
    [("甲乙丙", "乙丙", (1, 3)), ("甲乙丙", "丁", (0, 3)), ("甲乙丙", "", (0, 3)), ("", "甲", (0, 0))],
    ids=["inside", "missing", "empty quote", "empty text"],
)
def test_quote_span_gives_offsets(text: str, quote: str, span: tuple[int, int]) -> None:
    assert quote_span(text, quote) == span


@pytest.mark.parametrize("quote", [QUOTE, NASTY, "金融机构不在其中"])
def test_report_view_highlights_the_quote_or_the_whole_paragraph(quote: str) -> None:
    for paragraph in REPORT.paragraphs:
        expected = quote if quote in paragraph.text else paragraph.text
        assert highlighted(report_view(REPORT, paragraph.number, quote)) == [expected]


def test_report_view_opened_at_the_beginning_highlights_nothing() -> None:
    assert highlighted(report_view(REPORT)) == []


def test_report_view_shows_every_paragraph_with_its_number_and_text() -> None:
    view = report_view(REPORT, 3, QUOTE)
    found = re.findall(r'<p data-number="(\d+)".*?<span class="words">(.*?)</span><span class="kind">', view, re.DOTALL)
    assert [(int(number), shown(words)[0]) for number, words in found] == [
        (p.number, p.text) for p in REPORT.paragraphs
    ]


def test_report_view_lists_each_heading_once_in_the_outline() -> None:
    outline = report_view(REPORT).split('<nav class="outline"')[1].split("</nav>")[0]
    headings = re.findall(r'data-jump="(\d+)" data-level="(\d)">(.*?)</button>', outline)
    assert headings == [
        ("1", "1", "一、过去一年工作回顾"),
        ("3", "1", "二、优化营商环境，经济运行稳中有进"),
        ("6", "1", "三、2023年主要任务"),
        ("7", "1", "四、持续改善民生"),
        ("7", "2", "（一）稳定就业"),
    ]


def test_report_view_repeats_a_parent_heading_only_where_it_changes() -> None:
    rows = [(("一、甲", "（一）乙"), DONGHE[0][1], "壹"), (("一、甲", "（二）丙"), DONGHE[0][1], "贰")]
    assert report_view(make_report("东河区", 2022, rows)).count("一、甲") == 2  # outline and text


def test_report_view_holds_no_markup_of_the_report() -> None:
    _, elements = shown(report_view(REPORT, 5, NASTY))
    assert not {"script", "img", "a", "iframe"} & set(elements)


def test_report_view_takes_a_very_long_line() -> None:
    rows = [("一、甲", DONGHE[0][1], "<甲>" * 350_000)]
    assert "<甲>" not in report_view(make_report("东河区", 2022, rows), 1, "<甲>")


def test_error_view_says_the_message_escaped() -> None:
    assert "&lt;b&gt;" in error_view("<b>")


def test_fake_reports_keep_the_offset_promise() -> None:
    for report in FakeAssistant(filler=3).reports():
        for paragraph in report.paragraphs:
            assert report.text[paragraph.start : paragraph.end] == paragraph.text
