"""The latest evaluation as the page shows it: scores with intervals, by type, time taken, and what went wrong."""

from __future__ import annotations

from pathlib import Path

from qa.errors import ConfigError
from qa.evaluation import tables
from qa.evaluation.aggregate import Estimate, Group
from qa.evaluation.report import Summary, summarise
from qa.evaluation.runner import load_info, load_run
from qa.evaluation.tables import Table
from qa.page.charts import Bar, histogram, share_chart
from qa.page.markup import Markup, tag

_SHOWN_FAILURES = 30


def evaluation_view(folder: Path) -> Markup:
    """Give the evaluation in a result folder of `wenbao evaluate`; where there is none, how to make one."""
    try:
        summary = summarise(load_run(folder), load_info(folder))
    except ConfigError as error:
        return _none(str(error) if folder.exists() else "")
    info = summary.info
    facts = " · ".join(part for part in (info.date.replace("T", " "), f"提交 {info.commit}", info.generator) if part)
    return tag(
        "section",
        tag("p", facts, class_="facts"),
        _tiles(summary),
        tag("h3", "各题型正确率（线为 95% 区间）"),
        _chart(share_chart([_bar(group) for group in summary.types.values()])),
        *_times(summary),
        tag("h3", "全部得分"),
        _table(tables.score_table(summary.overall)),
        *_failures(summary),
        tag("p", f"{info.machine} · {info.command}", class_="hint"),
        class_="evaluation",
    )


def _none(reason: str) -> Markup:
    return tag(
        "div",
        tag("h3", "还没有评测结果"),
        tag("p", reason or "在服务器上运行下面的命令，用标准问题集给问报打分；完成后刷新本页。"),
        tag("code", "wenbao evaluate"),
        tag("p", "大家对回答的评价可以变成新的题目：", class_="hint"),
        tag("code", "wenbao feedback --out candidates.jsonl"),
        class_="empty",
    )


def _tiles(summary: Summary) -> Markup:
    overall = summary.overall
    told = (
        ("全部题正确率", _percent(overall.estimates.get("right"))),
        ("可答题正确率", _percent(overall.estimates.get("accuracy"))),
        ("无答案题拒答率", _percent(overall.estimates.get("refusal_recall"))),
        ("引用准确", _percent(overall.estimates.get("citation_precision"))),
        ("用时中位数", f"{overall.seconds[0]:.1f} 秒" if overall.seconds else "—"),
        ("题数", str(overall.count)),
    )
    tiles = [tag("div", tag("dt", label), tag("dd", value)) for label, value in told]
    return tag("dl", *tiles, class_="tiles")


def _percent(estimate: Estimate | None) -> str:
    return f"{100 * estimate.mean:.0f}%" if estimate else "—"


def _bar(group: Group) -> Bar:
    right = group.estimates["right"]
    return Bar(f"{group.label}（{group.count}）", right.mean, right.low, right.high, f"{100 * right.mean:.0f}%")


def _times(summary: Summary) -> list[Markup]:
    seconds = [row.seconds for row in summary.run.rows if row.seconds is not None and row.error is None]
    if not seconds:
        return []
    return [tag("h3", "用时分布（横轴为秒）"), _chart(histogram(seconds, "秒"))]


def _chart(chart: Markup) -> Markup:
    return tag("figure", chart, class_="chart-box")


def _table(table: Table) -> Markup:
    head = tag("tr", *(tag("th", cell, scope="col") for cell in table.head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in table.rows]
    return tag(
        "div", tag("table", tag("thead", head), tag("tbody", *body)), class_="table-box", tabindex=0, role="region"
    )


def _failures(summary: Summary) -> list[Markup]:
    failures = tables.failure_table(summary.run)
    if not failures.rows:
        return []
    shown = Table(failures.head, failures.rows[:_SHOWN_FAILURES])
    more = f"，列出前 {_SHOWN_FAILURES} 题" if len(failures.rows) > _SHOWN_FAILURES else ""
    title = tag("summary", f"答错或含无据数字的题（{len(failures.rows)}{more}）")
    return [tag("details", title, _table(shown))]
