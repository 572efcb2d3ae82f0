"""A run as a Markdown and an HTML report that stand alone: no network, no other file, everything escaped."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation import tables
from qa.evaluation.aggregate import Group, group_all, group_types
from qa.evaluation.plots import chinese_font, draw_plots
from qa.evaluation.runner import Run, RunInfo
from qa.evaluation.tables import Table

_STYLE = """
body { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2em auto;
       max-width: 80em; padding: 0 1em; color: #222; }
table { border-collapse: collapse; margin: 1em 0; font-size: 0.9em; }
th, td { border: 1px solid #ccc; padding: 0.3em 0.6em; text-align: left; vertical-align: top; white-space: pre-line; }
th { background: #f2f2f2; }
img { max-width: 100%; display: block; margin: 1em 0; }
"""
_NO_PLOTS = "未安装 matplotlib，本报告没有图。"
_MARKDOWN_MARKS = re.compile(r"([\\`*_{}\[\]()<>#~|!])")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: the scores of all questions and by type, and where it comes from."""

    run: Run
    info: RunInfo
    overall: Group
    types: dict[str, Group]

    def text(self) -> str:
        """The scores as tables for the terminal."""
        parts = [
            tables.terminal(tables.score_table(self.overall)),
            tables.terminal(tables.type_table(self.types.values())),
        ]
        return "\n\n".join(parts)


def summarise(run: Run, info: RunInfo) -> Summary:
    """Aggregate the rows of a run."""
    return Summary(run=run, info=info, overall=group_all(run), types=group_types(run))


def markdown_report(summary: Summary) -> str:
    """The report in Markdown, without plots."""
    parts = ["# 问报评测报告"]
    for title, table in _sections(summary):
        parts += [f"## {title}", _markdown_table(table)]
    return "\n\n".join(parts) + "\n"


def html_report(summary: Summary) -> str:
    """The report as one HTML page; the plots stand in it, unless matplotlib is missing."""
    sections = [f"<h2>{html.escape(title)}</h2>\n{_html_table(table)}" for title, table in _sections(summary)]
    sections.insert(1, f"<h2>图</h2>\n{_images(summary)}")
    body = "\n".join(sections)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>问报评测报告</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>问报评测报告</h1>\n{body}\n</body>\n</html>\n"
    )


def _sections(summary: Summary) -> Sequence[tuple[str, Table]]:
    failures = tables.failure_table(summary.run)
    return (
        ("运行说明", _info_table(summary.info)),
        ("总分", tables.score_table(summary.overall)),
        ("各题型", tables.type_table(summary.types.values())),
        (f"答错或含无据数字的题（{len(failures.rows)}）", failures),
    )


def _info_table(info: RunInfo) -> Table:
    rows = {
        "机器": info.machine,
        "日期": info.date,
        "提交": info.commit,
        "命令": info.command,
        "生成模型": info.generator,
        "索引": info.index,
        **info.settings,
    }
    return Table(("项目", "内容"), tuple(rows.items()))


def _images(summary: Summary) -> str:
    try:
        plots = draw_plots(summary.run, summary.overall, summary.types, font=chinese_font())
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        return f"<p>{_NO_PLOTS}</p>"
    encoded = [base64.b64encode(plot.encode()).decode() for plot in plots]
    return "\n".join(f'<img alt="" src="data:image/svg+xml;base64,{plot}">' for plot in encoded)


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in table.head)
    rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in table.rows]
    return "\n".join(["<table>", f"<tr>{head}</tr>", *(f"<tr>{row}</tr>" for row in rows), "</table>"])


def _markdown_table(table: Table) -> str:
    rule = ["---"] * len(table.head)
    lines = [[_markdown_cell(cell) for cell in row] for row in (table.head, *table.rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (lines[0], rule, *lines[1:]))


def _markdown_cell(cell: str) -> str:
    """A cell in which neither Markdown nor HTML is left to be read."""
    escaped = _MARKDOWN_MARKS.sub(r"\\\1", cell.replace("&", "&amp;"))
    return "<br>".join(escaped.splitlines())
