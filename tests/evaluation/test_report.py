from __future__ import annotations

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.evaluation.plots import chinese_font, draw_plots
from qa.evaluation.report import html_report, markdown_report, summarise
from qa.evaluation.runner import Run
from qa.evaluation.tables import Table, failure_table, terminal
from tests.evaluation.fakes import INFO, gold, row, summary


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_html_report_escapes_and_refers_to_nothing_outside() -> None:
    page = Tags()
    page.feed(html_report(summary()))
    assert set(page.tags) == {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "table",
        "tr",
        "th",
        "td",
        "img",
    }
    assert all(address.startswith("data:image/svg+xml;base64,") for address in page.addresses)


def test_html_report_holds_well_formed_plots() -> None:
    encoded = re.findall(r"base64,([^\"]+)", html_report(summary()))
    assert [ET.fromstring(base64.b64decode(plot)).tag for plot in encoded] == ["{http://www.w3.org/2000/svg}svg"] * 3


def test_markdown_report_escapes_cells() -> None:
    text = markdown_report(summary())
    assert "<script>" not in text
    assert r"\<script\>alert\('x'\)\</script\> \| \[链\]\(http://a.example\) \*\*粗\*\* \`码\` &amp; 二<br>行" in text


def test_markdown_report_tables_have_even_rows() -> None:
    tables = [part for part in markdown_report(summary()).split("\n\n") if part.startswith("|")]
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
    assert len(tables) == 4


def test_reports_are_the_same_for_the_same_run() -> None:
    once = summary()
    assert html_report(once) == html_report(once)


@pytest.mark.parametrize("font", [None, chinese_font()], ids=["English", "as installed"])
def test_draw_plots_has_no_missing_characters(font: str | None) -> None:
    made = summary()
    assert len(draw_plots(made.run, made.overall, made.types, font=font)) == 3  # a missing character is a warning


def test_html_report_does_without_matplotlib() -> None:
    lines = [
        "import sys",
        "sys.modules['matplotlib'] = None",
        "from tests.evaluation.fakes import summary",
        "from qa.evaluation.report import html_report",
        "assert '没有图' in html_report(summary())",
    ]
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=root, check=True)


def test_draw_plots_leaves_out_what_has_no_data() -> None:
    rows = tuple(replace(item, seconds=None) for item in [row(gold(type="unanswerable", answerable=False), right=True)])
    made = summarise(Run(rows), INFO)
    assert len(draw_plots(made.run, made.overall, made.types, font=None)) == 1


def test_failure_table_tells_expected_got_and_cited() -> None:
    (failure,) = failure_table(summary().run).rows
    assert failure[0] == "bad"
    assert failure[3] == "21万户"
    assert failure[5] == "[1] 海河区2022.txt 第 2 段：新增养老床位1,"
    assert failure[6] == "答错；无据数字：99；证据未检出"


def test_failure_table_tells_kinds_of_failure() -> None:
    refused = replace(row(gold(id="a"), right=False), refused=True, reason="no_report")
    failed = replace(row(gold(id="b"), right=False), error="断电")
    answered = row(gold(id="c", answerable=False), right=False)
    kinds = [cells[6].split("；")[0] for cells in failure_table(Run((refused, failed, answered))).rows]
    assert kinds == ["误拒", "出错", "应拒未拒"]


def test_terminal_lines_up_wide_characters() -> None:
    table = Table(("题型", "n"), (("事实", "1"), ("ab", "12"), ("长" * 9, "3")))
    assert terminal(table, cell_chars=4).splitlines() == [
        "题型     n",
        "-------  --",
        "事实     1",
        "ab       12",
        "长长长…  3",
    ]
