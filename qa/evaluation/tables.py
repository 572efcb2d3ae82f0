"""Scores as tables in words: rows of cells for the reports, and plain text for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from qa.evaluation.aggregate import METRICS, Comparison, Estimate, Group
from qa.evaluation.gold import TYPE_LABELS
from qa.evaluation.runner import Row, Run

_TYPE_METRICS = (
    "right",
    "false_refusals",
    "evidence_recall",
    "citation_precision",
    "right_and_cited",
    "recall_1",
    "recall_5",
    "recall_10",
)
_ANSWER_CHARS = 60  # what a terminal line has room for


class Table(NamedTuple):
    """Head cells and rows of cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def score_table(overall: Group) -> Table:
    """All metrics over all questions, with intervals."""
    rows = [(metric.label, *_cells(overall.estimates.get(metric.name))) for metric in METRICS]
    rows += [
        ("无据数字个数", str(overall.unsupported_count), "", str(overall.count)),
        ("出错题数", str(overall.errors), "", str(overall.count)),
        ("用时 p50 / p95（秒）", _seconds(overall.seconds), "", ""),
        ("首字 p50 / p95（秒）", _seconds(overall.first_text_s), "", ""),
    ]
    return Table(("指标", "得分", "95% 区间", "题数"), tuple(rows))


def type_table(types: Iterable[Group]) -> Table:
    """One row a question type; the accuracy with its interval."""
    labels = {metric.name: metric.label for metric in METRICS} | {"right": "正确率"}
    rows = []
    for group in types:
        shown = [group.estimates.get(name) for name in _TYPE_METRICS]
        cells = [_percent(estimate.mean) if estimate else "—" for estimate in shown]
        interval = _cells(shown[0])[1]
        seconds = _seconds(group.seconds)
        rows.append(
            (group.label, str(group.count), cells[0], interval, *cells[1:], str(group.unsupported_count), seconds)
        )
    head = ("题型", "题数", labels["right"], "95% 区间", *(labels[name] for name in _TYPE_METRICS[1:]))
    return Table((*head, "无据数字", "用时 p50 / p95（秒）"), tuple(rows))


def failure_table(run: Run) -> Table:
    """Every question that is wrong or holds an unsupported figure: what was expected, got and cited."""
    rows = tuple(
        (
            row.id,
            TYPE_LABELS.get(row.type, row.type),
            row.question,
            _expected(row),
            outcome(row),
            _cited(row),
            _faults(row),
        )
        for row in run.rows
        if not row.scores.right or row.scores.unsupported
    )
    return Table(("编号", "题型", "问题", "应答", "实答", "引用", "问题所在"), rows)


def difference_table(comparison: Comparison) -> Table:
    """The difference of every metric, b minus a."""
    rows = []
    for metric in METRICS:
        estimate = comparison.differences.get(metric.name)
        if estimate is not None:
            low, high = _points(estimate.low), _points(estimate.high)
            rows.append((metric.label, _points(estimate.mean), f"{low} 至 {high}", str(estimate.questions)))
    return Table(("指标", "乙减甲（百分点）", "95% 区间", "题数"), tuple(rows))


def flip_table(comparison: Comparison) -> Table:
    """The questions that only one of two runs has right."""
    rows = tuple(
        (
            a.id,
            TYPE_LABELS.get(a.type, a.type),
            "甲对乙错" if a.scores.right else "甲错乙对",
            a.question,
            outcome(a),
            outcome(b),
        )
        for a, b in comparison.flips
    )
    return Table(("编号", "题型", "变化", "问题", "甲答", "乙答"), rows)


def terminal(table: Table, *, cell_chars: int = _ANSWER_CHARS) -> str:
    """The table in columns that line up in a terminal, where a Chinese character takes two places."""
    lines = [[_shorten(cell, cell_chars) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    padded = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([padded[0], rule, *padded[1:]])


def outcome(row: Row) -> str:
    """What came back, in words: the answer, the refusal with its reason, or the error."""
    if row.error is not None:
        return f"（出错）{row.error}"
    return f"（拒答：{row.reason or '未说明'}）{row.text}" if row.refused else row.text


def _expected(row: Row) -> str:
    return row.expected if row.answerable else f"（应拒答）{row.expected}"


def _cited(row: Row) -> str:
    return "\n".join(f"[{item.marker}] {item.source} 第 {item.paragraph} 段：{item.quote}" for item in row.citations)


def _faults(row: Row) -> str:
    faults = [] if row.scores.right else ["误拒" if row.refused else "出错" if row.error is not None else "答错"]
    if not row.answerable and not row.scores.right and row.error is None:
        faults = ["应拒未拒"]
    if row.scores.unsupported:
        faults.append("无据数字：" + "、".join(row.scores.unsupported))
    if row.scores.retrieval_recall and row.scores.retrieval_recall[-1] < 1:
        faults.append("证据未检出")
    return "；".join(faults)


def _cells(estimate: Estimate | None) -> tuple[str, str, str]:
    if estimate is None:
        return "—", "", "0"
    return _percent(estimate.mean), f"{_percent(estimate.low)} 至 {_percent(estimate.high)}", str(estimate.questions)


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}"


def _seconds(percentiles: tuple[float, float] | None) -> str:
    return "—" if percentiles is None else " / ".join(f"{value:.2f}" for value in percentiles)


def _shorten(cell: str, chars: int) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= chars else line[: chars - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
