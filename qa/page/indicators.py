"""An indicator across years and regions: a table with citations, charts, and the rows to download.

Only what reports say stands here. Where a region's report of a year says nothing, the cell says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.datatypes import Report, Statement
from qa.figures.entries import Entry
from qa.page.charts import Line, Point, bar_chart, legend, line_chart
from qa.page.markup import Markup, tag
from qa.page.references import place
from qa.page.sources import Source

SHOWN_LINES = 8  # regions in a chart: as many as there are colours
_AXIS_YEARS = 20
GAP = "报告未提及"
NO_REPORT = "未收录"
_UNKNOWN = "年份不明"
_WITHOUT_REGION = "地区不明"
HEAD = (
    "指标", "地区", "年份", "报告写法", "数值", "单位", "类别", "性质", "比较基准", "报告", "日期", "位置", "原文",
)  # fmt: skip


@dataclass(frozen=True)
class Series:
    """The entries of one indicator that can stand side by side: one kind, one unit."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def unit(self) -> str:
        """The unit of all values."""
        return self.entries[0].unit


def group(entries: Iterable[Entry]) -> list[Series]:
    """Give the entries by kind and unit, those with the most values first."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.kind.label, entry.unit), []).append(entry)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return [Series(f"{kind}（{unit}）" if unit else kind, tuple(held)) for (kind, unit), held in ordered]


def head_view(names: Sequence[str], regions: Sequence[str]) -> Markup:
    """Give the form: an indicator to type or to pick, and a region."""
    options = [tag("option", value=name) for name in names]
    field = tag(
        "input", type="search", name="name", list="indicator-names", required=True, maxlength=60, autocomplete="off",
        placeholder="指标名称，例如：" + (names[0] if names else "地区生产总值"), aria_label="指标名称",
    )  # fmt: skip
    choices = [tag("option", "全部地区", value="")] + [tag("option", region, value=region) for region in regions]
    form = tag(
        "form", field, tag("datalist", *options, id="indicator-names"),
        tag("select", *choices, name="region", aria_label="地区"),
        tag("button", "查看", type="submit", class_="primary"),
        class_="search-form", data_form="indicator",
    )  # fmt: skip
    picks = [tag("button", name, type="button", class_="pick", data_indicator=name) for name in names[:24]]
    common = tag("div", *picks, class_="picks", role="group", aria_label="报告中常见的指标") if picks else ""
    return tag("section", form, common)


def indicator_view(name: str, entries: Sequence[Entry], sources: Mapping[str, Source], region: str = "") -> Markup:
    """Give the charts and tables of an indicator; where there is no value, what to do instead.

    Args:
        name: the indicator as it was asked for.
        entries: its values, of whatever kinds.
        sources: all reports of the index; they tell which gaps are gaps.
        region: the one region that was asked for; empty means all.
    """
    if not entries:
        question = f"{region}{name}是多少？"
        return tag(
            "div",
            tag("h3", f"没有找到“{name}”的数字"),
            tag("p", "报告里可能用了别的名称，或者只有文字没有数字。可以换一个说法，或者直接提问。"),
            tag("button", f"提问：{question}", type="button", class_="pick", data_ask=question),
            class_="empty",
        )  # fmt: skip
    markers: dict[tuple[str, int], int] = {}
    blocks = [_series_view(series, sources, region, markers) for series in group(entries)]
    head = tag("div", tag("h3", name), _downloads(name, region), class_="result-head")
    note = "数值照报告原文；目标和完成情况分开画，实心为完成情况，空心为目标或安排。点一个数看原文。"
    return tag("section", head, tag("p", note, class_="hint"), *blocks, class_="indicator", aria_label=name)


def _downloads(name: str, region: str) -> Markup:
    kinds = (("csv", "下载 CSV"), ("xlsx", "下载 Excel"))
    buttons = [
        tag(
            "button", label, type="button", class_="quiet", data_download=kind, data_indicator_name=name,
            data_region=region,
        )
        for kind, label in kinds
    ]  # fmt: skip
    return tag("div", *buttons, class_="actions")


def _series_view(
    series: Series,
    sources: Mapping[str, Source],
    region: str,
    markers: dict[tuple[str, int], int],
) -> Markup:
    lines, places = _lines(series.entries)
    parts: list[Markup] = [tag("h4", series.title)]
    if lines:
        several_years = len({entry.year for entry in series.entries if entry.year}) > 1
        first = "lines" if several_years else "bars"
        switch = tag(
            "button", "换成柱状图" if several_years else "换成折线图", type="button", class_="quiet", data_form_of=True
        )
        more = len(_regions(series.entries)) - SHOWN_LINES
        hint = (
            tag("p", f"图中只画了数值最多的 {SHOWN_LINES} 个地区，另外 {more} 个见表。", class_="hint")
            if more > 0
            else ""
        )
        charts = [
            tag("div", line_chart(lines, places, series.unit), class_="form lines"),
            tag("div", bar_chart(lines, places, series.unit), class_="form bars"),
        ]
        parts.append(
            tag(
                "figure",
                *charts,
                tag("figcaption", legend(lines), switch, hint),
                class_="chart-box",
                data_form_shown=first,
            )
        )
    parts.append(_table(series.entries, sources, region, markers))
    return tag("section", *parts, class_="series")


def _regions(entries: Iterable[Entry]) -> list[str]:
    """Regions by how many values each has, most first, then by name."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.region or _WITHOUT_REGION] = counts.get(entry.region or _WITHOUT_REGION, 0) + 1
    return sorted(counts, key=lambda region: (-counts[region], region))


def _lines(entries: Sequence[Entry]) -> tuple[list[Line], list[str]]:
    """The lines of a chart and the places of its axis: years, or regions where all is of one year."""
    dated = [entry for entry in entries if entry.year and not entry.months]  # ten months are no year
    years = sorted({entry.year for entry in dated if entry.year})
    regions = _regions(dated)[:SHOWN_LINES]
    by_region = len(years) == 1 and len(regions) > 1
    lines = []
    for colour, region in enumerate(regions):
        for hollow in (False, True):
            chosen = {
                entry.year: entry
                for entry in reversed(dated)
                if (entry.region or _WITHOUT_REGION) == region and entry.statement.ahead == hollow
            }
            points = tuple(
                Point(
                    region if by_region else str(entry.year),
                    entry.value,
                    _label(entry),
                    _target(entry, 0),
                    joined=entry.period is None or entry.period.first == entry.period.last,
                )
                for _, entry in sorted(chosen.items())
            )
            if points:
                lines.append(Line(region + ("（目标）" if hollow else ""), colour, points, hollow))
    return lines, regions if by_region else _axis(years)


def _axis(years: Sequence[int]) -> list[str]:
    """The years from first to last, also those without a value; only those with one where it would be too long."""
    if years and years[-1] - years[0] < _AXIS_YEARS:
        years = range(years[0], years[-1] + 1)
    return [str(year) for year in years]


def _when(entry: Entry) -> str:
    return (entry.period.label() if entry.period else "") + entry.months


def _label(entry: Entry) -> str:
    where = entry.region or _WITHOUT_REGION
    parts = (where, _when(entry) or _UNKNOWN, entry.indicator, entry.text, entry.statement.label)
    return " ".join(part for part in parts if part)


def _target(entry: Entry, marker: int) -> dict[str, str | int]:
    passage = entry.passages[0]
    return {
        "data_report": passage.report_id,
        "data_paragraph": passage.paragraph,
        "data_quote": passage.text,
        "data_figures": "".join(entry.figure.text.split()),
        "data_marker": marker,
        "data_note": f"{_label(entry)}\n{passage.text}",
    }


def _table(
    entries: Sequence[Entry],
    sources: Mapping[str, Source],
    region: str,
    markers: dict[tuple[str, int], int],
) -> Markup:
    cells: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        cells.setdefault((entry.region or _WITHOUT_REGION, str(entry.year or _UNKNOWN)), []).append(entry)
    columns = sorted({year for _, year in cells})
    covered = _covered(sources)
    shown = list(dict.fromkeys([*_regions(entries), *([region] if region else sorted(covered))]))
    if len(shown) > 40:  # of a large index only regions with a value: the rest would be gaps alone
        shown = _regions(entries)
    rows = []
    for name in shown:
        row = [tag("th", name, scope="row")]
        for year in columns:
            held = cells.get((name, year))
            row.append(_cell(held, markers) if held else _gap(name, year, covered))
        rows.append(tag("tr", *row))
    head = [tag("th", "地区", scope="col")] + [
        tag("th", f"{year}年" if year.isdigit() else year, scope="col") for year in columns
    ]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))
    return tag("div", table, class_="table-box", tabindex=0, role="region", aria_label="数值表")


def _covered(sources: Mapping[str, Source]) -> dict[str, set[str]]:
    years: dict[str, set[str]] = {}
    for source in sources.values():
        if source.region:
            years.setdefault(source.region, set()).update(str(year) for year in source.years)
    return years


def _gap(region: str, year: str, covered: Mapping[str, set[str]]) -> Markup:
    return tag("td", GAP if year in covered.get(region, ()) else NO_REPORT, class_="gap")


def _cell(entries: Sequence[Entry], markers: dict[tuple[str, int], int]) -> Markup:
    lines = []
    for entry in entries:
        passage = entry.passages[0]
        marker = markers.setdefault((passage.report_id, passage.paragraph), len(markers) + 1)
        label = f"引文{marker}：{_label(entry)}"
        mark = tag(
            "button", str(marker), type="button", class_="mark", aria_label=label, **_target(entry, marker)
        )  # fmt: skip
        facts = " ".join(
            fact
            for fact in (
                entry.base,
                entry.statement.label if entry.statement is not Statement.OUTCOME else "",
                entry.period.label() if entry.period and entry.period.last > entry.period.first else "",
                entry.months,
            )
            if fact
        )
        lines.append(
            tag("div", tag("span", entry.text, class_="value"), tag("sup", mark), tag("span", facts, class_="facts"))
        )
    return tag("td", *lines)


def rows(
    entries: Sequence[Entry], reports: Mapping[str, Report], sources: Mapping[str, Source], region: str = ""
) -> Iterator[tuple[str | float, ...]]:
    """Give the values as rows under `HEAD`, one a value, then one for each gap of a report that is held."""
    for entry in entries:
        passage = entry.passages[0]
        report = reports[passage.report_id]
        section = next((item.section for item in report.paragraphs if item.number == passage.paragraph), ())
        yield (
            entry.indicator, entry.region or "", _when(entry), entry.text, entry.value,
            entry.unit, entry.kind.label, entry.statement.label, entry.base, report.title,
            report.date.isoformat() if report.date else "", place(section, passage.paragraph), passage.text,
        )  # fmt: skip
    if entries:
        yield from _gap_rows(entries, sources, region)


def _gap_rows(entries: Sequence[Entry], sources: Mapping[str, Source], asked: str) -> Iterator[tuple[str | float, ...]]:
    held = {(entry.region, str(entry.year)) for entry in entries}
    years = sorted({str(entry.year) for entry in entries if entry.year})
    for region, covered in sorted(_covered(sources).items()):
        for year in years:
            if year in covered and (region, year) not in held and asked in ("", region):
                yield (entries[0].indicator, region, f"{year}年", GAP, *[""] * (len(HEAD) - 4))


def csv_file(table: Iterable[Sequence[str | float]]) -> bytes:
    """Give the rows as CSV that spreadsheets open as it is: UTF-8 with a mark; no cell is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    writer.writerows([_harmless(cell) for cell in row] for row in table)
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(cell: str | float) -> str | float:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def xlsx_file(table: Iterable[Sequence[str | float]]) -> bytes:
    """Give the rows as an Excel file; text is written as text, numbers as numbers."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("指标")
        sheet.write_row(0, 0, HEAD, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEAD) - 2, 14)
        sheet.set_column(len(HEAD) - 1, len(HEAD) - 1, 80)
        for number, row in enumerate(table, start=1):
            for column, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, float) else sheet.write_string)(number, column, cell)
    return buffer.getvalue()
