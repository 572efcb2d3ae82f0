"""Tables as lines: each row with its name, each figure with its column and its unit."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from qa.datatypes import Statement
from qa.reports.documents import html_text, word_text
from qa.reports.reader import read_report
from qa.reports.statements import Calendar, classify
from qa.reports.tables import Cell, cell_of, is_unit_line, table_lines, units_told
from tests.reports import made

PROSE = "".join(f"<p>{line}</p>" for line in made.LINES)


def rows_of(table: str) -> list[str]:
    """The lines of an HTML table on a page."""
    return html_text(f"<html><body>{PROSE}{table}</body></html>").split("\n")[len(made.LINES) + 1 :]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        pytest.param(
            [["序号", "指标", "单位", "完成", "占比（%）"], ["1", "公路", "公里", "1,490", "88.5"]],
            "序号：1 | 指标：公路 | 单位：公里。公路 | 完成为1,490公里。公路 | 占比为88.5%。",
            id="column of units",
        ),
        pytest.param(
            [["乡镇", "产值(亿元)", "新增就业（人）"], ["青河乡", "4.05", "1,503"]],
            "乡镇：青河乡。青河乡 | 产值为4.05亿元。青河乡 | 新增就业为1,503人。",
            id="unit in the head of the column",
        ),
        pytest.param(
            [["指标", "2022年", "2023年"], ["森林覆盖率(%)", "41.7", "42.3"]],
            "指标：森林覆盖率(%)。森林覆盖率 | 2022年为41.7%。森林覆盖率 | 2023年为42.3%。",
            id="unit in the name of the row",
        ),
        pytest.param(
            [["项目", "数量（约）"], ["公园（二期）", "12"]],
            "项目：公园（二期）。公园（二期） | 数量（约）为12。",
            id="brackets without a unit",
        ),
        pytest.param(
            [["单位", "投入"], ["县水务局", "120"]],
            "单位：县水务局。县水务局 | 投入为120。",
            id="who does it is no unit",
        ),
        pytest.param(
            [["行业", "产值（亿元）", "比上年增长"], ["茶业", "3.1", "-2.4"]],
            "行业：茶业。茶业 | 产值为3.1亿元。茶业 | 比上年增长为-2.4。",
            id="a rise is not in the unit beside it",
        ),
        pytest.param(
            [["项目", "2023目标", "完成"], ["绿道（公里）", "≥12", "—"]],
            "项目：绿道（公里）。绿道 | 2023年目标为≥12公里。",
            id="bound, bare year, empty cell",
        ),
        pytest.param([["街道", "人口"], ["柳岸街道", ""]], "街道：柳岸街道 | 其余未填", id="nothing filled in"),
        pytest.param(
            [["年份", "粮食产量（万吨）"], ["2021", "20.5"]],
            "年份：2021。2021年 | 粮食产量为20.5万吨。",
            id="years as rows",
        ),
        pytest.param([["常住人口", "39.5万人"]], "常住人口 | 39.5万人。", id="no heads"),
        pytest.param(
            [["任务", "责任单位", "时限"], ["修缮旧桥", "县交通局", "2024年6月底"]],
            "任务：修缮旧桥 | 责任单位：县交通局 | 时限：2024年6月底",
            id="words and dates only",
        ),
        pytest.param([["指标", "产值"], ["茶业", "3", "4"]], "茶业 | 3 | 4", id="more cells than columns"),
    ],
)
def test_each_figure_names_its_row_and_its_column(rows: list[list[str]], line: str) -> None:
    assert table_lines(rows) == [line]


def test_titles_and_heads_of_two_rows_are_read_together() -> None:
    rows = [
        ["附表", "附表", "附表"],
        ["指标", "2022年", "2022年"],
        ["指标", "计划", "完成"],
        ["造林（亩）", "300", "280"],
    ]
    assert table_lines(rows) == ["附表", "指标：造林（亩）。造林 | 2022年计划为300亩。造林 | 2022年完成为280亩。"]


def test_columns_that_only_together_name_a_row_are_its_name() -> None:
    rows = [["领域", "类别", "投资（亿元）"], ["交通", "新建", "3"], ["交通", "改造", "5"], ["水利", "新建", "2"]]
    assert [line.split("。")[1] for line in table_lines(rows)] == [
        "交通 新建 | 投资为3亿元",
        "交通 改造 | 投资为5亿元",
        "水利 新建 | 投资为2亿元",
    ]


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：亿元", ("亿元",)),
        ("主要指标完成情况（单位：亿元、%）", ("亿元", "%")),
        ("城乡居民收入（元）", ("元",)),
        ("各乡镇农业情况（试行）", ()),
        ("责任单位：县水务局", ()),
    ],
)
def test_the_line_above_a_table_tells_its_units(line: str, units: tuple[str, ...]) -> None:
    assert units_told(line) == units
    assert is_unit_line(line) == line.startswith("单位")


def test_units_told_above_are_not_those_of_rates() -> None:
    rows = [["指标", "2023年", "同比增长"], ["外贸出口", "18.8", "4.1"], ["城镇化率", "61.2", "0.8"]]
    assert [line.partition("。")[2] for line in table_lines(rows, ("亿元", "%"))] == [
        "外贸出口 | 2023年为18.8亿元。外贸出口 | 同比增长为4.1%。",
        "城镇化率 | 2023年为61.2%。城镇化率 | 同比增长为0.8。",
    ]
    assert "61.2。" in table_lines(rows, ("亿元",))[1]
    assert "18.8。" in table_lines(rows, ("亿元", "万人"))[0]


def test_spans_of_html_shift_no_cell() -> None:
    table = (
        "<p>投资（单位：亿元）</p><table>"
        "<tr><th rowspan=2>领域</th><th colspan=2>2022年</th><th rowspan=2>备注</th></tr>"
        "<tr><th>计划</th><th>完成</th></tr>"
        "<tr><td>公路</td><td>31</td><td>29</td><td rowspan=9>已审计</td></tr>"
        "<tr><td>港口</td><td colspan=2>12</td></tr></table>"
    )
    assert rows_of(table) == [
        "投资（单位：亿元）",
        "领域：公路 | 备注：已审计。公路 | 2022年计划为31亿元。公路 | 2022年完成为29亿元。",
        "领域：港口 | 备注：已审计。港口 | 2022年计划为12（合并格）。港口 | 2022年完成为12（合并格）。",
    ]


def test_a_span_ends_with_its_part_of_the_table() -> None:
    table = (
        "<table><thead><tr><th>乡镇</th><th rowspan=5>面积（亩）</th></tr></thead>"
        "<tbody><tr><td>青河乡</td><td>52</td><td rowspan=0>已核</td></tr><tr><td>柳岸镇</td><td>18</td></tr></tbody>"
        "<tbody><tr><td>栖霞镇</td><td>31</td></tr></tbody></table>"
    )
    assert rows_of(table) == [
        "青河乡 | 52 | 已核",
        "柳岸镇 | 18 | 已核",
        "乡镇：栖霞镇。栖霞镇 | 面积为31亩。",
    ]


def test_a_span_may_claim_any_number_of_columns() -> None:
    (line,) = rows_of("<table><tr><td>青河乡</td>" + "<td colspan=99999>已核</td>" * 3 + "</tr></table>")
    assert line.count("已核") < 100


def test_merged_cells_of_word_are_read_as_they_stand(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("单位：万亩")
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, [["乡镇", "面积", ""], ["", "粮食", "水果"], ["青河乡", "5.2", "1.8"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "面积"
    path = tmp_path / "table.docx"
    document.save(str(path))
    assert word_text(path.read_bytes()).split("\n")[1:] == [
        "乡镇：青河乡。青河乡 | 面积粮食为5.2万亩。青河乡 | 面积水果为1.8万亩。"
    ]


def test_a_cell_is_told_from_prose_and_from_names() -> None:
    assert cell_of("茶业 | 2022年完成为16.5亿元。") == Cell("茶业", "2022年完成", "16.5亿元")
    assert cell_of("常住人口 | 39.5万人。") == Cell("常住人口", "", "39.5万人")
    assert cell_of("行业：茶业 | 单位：亿元。") is None
    assert cell_of("茶业产值为16.5亿元。") is None


def write(folder: Path, table: str) -> Path:
    """A report with a table at the end of its review."""
    lines = [f"<p>{line}</p>" for line in made.LINES]
    at = made.LINES.index("二、2024年工作安排")
    path = folder / "report.html"
    path.write_text(f"<html><body>{''.join(lines[:at])}{table}{''.join(lines[at:])}</body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "statement", "year"),
    [
        ("2023年目标", Statement.TARGET, 2023),
        ("2023年实际", Statement.OUTCOME, 2023),
        ("2022年", Statement.OUTCOME, 2022),
        ("2024年", Statement.TARGET, 2024),
        ("2024年预期", Statement.TARGET, 2024),
        ("年初计划", Statement.TARGET, 2023),
        ("目标完成率（%）", Statement.OUTCOME, 2023),
        ("2023年计划完成", Statement.TARGET, 2023),
        ("上年实际", Statement.OUTCOME, 2022),
        ("本年预计", Statement.OUTCOME, 2023),
        ("明年计划", Statement.TARGET, 2024),
        ("今年目标", Statement.TARGET, 2024),
    ],
)
def test_year_and_kind_of_a_cell_are_those_of_its_column(
    tmp_path: Path, head: str, statement: Statement, year: int
) -> None:
    rows = f"<tr><td>指标</td><td>{head}</td></tr><tr><td>茶业产值</td><td>8</td></tr>"
    report = read_report(write(tmp_path, f"<p>主要指标</p><p>单位：亿元</p><table>{rows}</table>"))
    row = next(paragraph for paragraph in report.paragraphs if " | " in paragraph.text)
    sentence = row.text.partition("。")[2]
    period, kind = classify(sentence, row, Calendar.of(report))
    assert (kind, period) == (statement, (year, year))
    assert row.section == ("一、2023年工作回顾", "主要指标")


def test_rows_told_in_a_plan_do_not_end_the_review(tmp_path: Path) -> None:
    table = "<table><tr><td>指标</td><td>2024年预期目标</td></tr><tr><td>茶业产值</td><td>8亿元</td></tr></table>"
    report = read_report(write(tmp_path, table))
    row = next(paragraph for paragraph in report.paragraphs if " | " in paragraph.text)
    assert row.section[0] == "一、2023年工作回顾"
