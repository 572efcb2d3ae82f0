from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from qa.figures.entries import Entry
from qa.page.charts import Line, Point, bar_chart, histogram, line_chart
from qa.page.indicators import GAP, HEAD, csv_file, group, indicator_view, rows, xlsx_file
from qa.page.sources import catalogue
from tests.page.fakes import FakeAssistant
from tests.page.markup import shown

ASSISTANT = FakeAssistant()
SOURCES = catalogue(ASSISTANT.reports())
REPORTS = {report.report_id: report for report in ASSISTANT.reports()}


def values(name: str = "市场主体") -> tuple[Entry, ...]:
    found = ASSISTANT.indicator(name)
    assert found
    return found


def test_values_of_two_kinds_stand_in_two_tables() -> None:
    titles = [series.title for series in group(values("地区生产总值"))]
    assert titles == ["数值（元）", "增减（%）"]
    assert indicator_view("地区生产总值", values("地区生产总值"), SOURCES).count("<table>") == 2


def test_table_shows_values_as_written_targets_as_targets_and_gaps_as_gaps() -> None:
    view = indicator_view("市场主体", values(), SOURCES)
    rows_shown = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"(?s)<tr>(.*?)</tr>", view)]
    assert ["地区", "2022年", "2023年"] in rows_shown
    assert ["栎木区", GAP, GAP] in rows_shown
    [told] = [row for row in rows_shown if row[0] == "东河区"]
    assert [told[1], told[3], told[5]] == ["2.4万户", "2.6万户", "目标"]


def test_a_year_without_a_report_is_not_called_a_gap() -> None:
    older = {key: source for key, source in SOURCES.items() if source.region == "东河区"}
    other = {"甲": SOURCES["栎木区-2022"].__class__("甲", "甲报告", "栎木区", "", (2019,), 3, "甲.txt")}
    text, _ = shown(indicator_view("市场主体", values(), {**older, **other}))
    assert GAP not in text
    assert text.count("未收录") == 2


def test_points_and_cells_open_their_paragraph() -> None:
    view = indicator_view("市场主体", values(), SOURCES)
    targets = re.findall(r'data-report="([^"]+)" data-paragraph="(\d+)"', view)
    assert set(targets) == {("东河区-2022", "2"), ("东河区-2022", "3")}
    assert len(targets) == 2 * 3  # in the table, the lines and the bars


def test_an_indicator_without_values_offers_to_ask() -> None:
    view = indicator_view("<b>苹果产量", [], SOURCES, "栎木区")
    assert 'data-ask="栎木区&lt;b&gt;苹果产量是多少？"' in view
    assert "<b>" not in view


def test_csv_holds_every_value_with_its_place_and_the_gaps() -> None:
    content = csv_file(rows(values(), REPORTS, SOURCES))
    assert content.startswith(b"\xef\xbb\xbf")
    head, *told = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(head) == HEAD
    by_place = {(row[1], row[2]): row for row in told}
    assert by_place["东河区", "2022年"][3:6] == ["2.4万户", "24000.0", "户"]
    assert by_place["东河区", "2023年"][7] == "目标"
    assert by_place["东河区", "2022年"][11] == "第二部分第2段"
    assert by_place["栎木区", "2022年"][3] == GAP


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+1", "-1", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert csv_file([[cell]]).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")
    with zipfile.ZipFile(io.BytesIO(xlsx_file([[cell, 2.5]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>2.5</v>" in sheet


def test_chart_puts_higher_values_higher_and_negative_ones_below_the_axis() -> None:
    line = Line("甲", 0, (Point("2021", -2.0, ""), Point("2022", 4.0, ""), Point("2023", 0.0, "")))
    chart = line_chart([line], ["2021", "2022", "2023"], "%")
    fell, rose, none = [float(y) for y in re.findall(r'<circle r="5" cx="[\d.]+" cy="([\d.]+)"', chart)]
    assert rose < none < fell


def test_bars_of_one_place_stand_side_by_side() -> None:
    lines = [Line(name, at, (Point("2022", 1e9 * (at + 1), ""),)) for at, name in enumerate("甲乙")]
    chart = bar_chart(lines, ["2022"], "元")
    first, second = [
        (float(x), float(width)) for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', chart)
    ]
    assert first[0] + first[1] < second[0]
    assert "亿元" in chart


@pytest.mark.parametrize("taken", [[0.0], [1.2, 0.3, 9.9], [5.0] * 40])
def test_histogram_counts_every_value_once(taken: list[float]) -> None:
    assert sum(int(count) for count in re.findall(r"秒：(\d+)题</title>", histogram(taken, "秒"))) == len(taken)
