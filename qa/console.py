"""Answers, reports, indexed files and indicators, printed for people to read. Looks nothing up."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Answer, Event, Found, Verified

if TYPE_CHECKING:
    from qa.datatypes import Report
    from qa.reports.library import Listing
    from qa.search.outcomes import IndexSummary

_TITLE_CHARS = 24  # of a report in a table; the place must stand beside it


def show_answer(events: Iterable[Event]) -> None:
    """Print a stream as it comes: how the question is taken, the text, then its sources or what is near."""
    answer = None
    for event in events:
        if isinstance(event, Found):
            print(f"按：{event.inquiry.label()}")
        elif isinstance(event, Verified):
            print(event.text, end="", flush=True)
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    print(answer.text if answer.refused else "")
    for citation in answer.citations:
        section = " > ".join(citation.section)
        place = f"第{citation.paragraph}段" if citation.paragraph else "题头"
        whose = f"{citation.region or '地区未知'}，{citation.date or '日期未知'}"
        print(f"  [{citation.marker}] 《{citation.title}》（{whose}） {section} {place}")
        print(f"      “{citation.quote}”")
    if answer.refused and answer.hits:
        print("  相近的段落：")
        for hit in answer.hits[:3]:
            print(f"   · {hit.passage.region or ''} 第{hit.passage.paragraph}段：{hit.passage.text[:60]}…")
    print(f"  用时 {answer.timings['total_s']:.1f} 秒")


def show_files(summary: IndexSummary) -> None:
    """A line for each file that is not as it was: what became of it, and the report it belongs to or why not."""
    reports = {report.report_id: report for report in summary.reports}
    for path, outcome, report_id, note in summary.files:
        if outcome != "未变":
            told = (_listed(reports[report_id]) if report_id else "", note)
            print("  ".join(part for part in (outcome.value, _short(path), *told) if part))


def show_counts(summary: IndexSummary, folder: Path) -> None:
    """How many files came to what, and what the index in `folder` now holds."""
    counts = Counter(file.outcome for file in summary.files)
    told = "，".join(f"{outcome}{counts[outcome]}个" for outcome in type(summary.files[0].outcome) if counts[outcome])
    print(f"文件：{told}。")
    print(
        f"索引中共{len(summary.reports)}份报告、{summary.passages}个句段（这次新计算向量{summary.embedded}个），"
        f"在 {folder}"
    )


def show_listing(reports: Iterable[Listing]) -> None:
    """A line for each report, with its files."""
    for report in reports:
        print(f"{_listed(report)}  {'、'.join(file.name for file in report.files)}")


def show_removed(reports: Iterable[Listing]) -> None:
    """The reports that an index no longer holds, and where their files still are."""
    for report in reports:
        print(f"已移除  {_listed(report)}")
        for file in report.files:
            print(f"    原文件未动：{file.path}（再次索引它所在的文件夹会重新读入）")


def show_report(report: Report) -> None:
    """The whole report: its head, its files, and the numbered paragraphs under their headings."""
    print(
        f"《{report.title}》  {report.place}  {report.date or '日期未注明'}  {report.post or ''} {report.speaker or ''}"
    )
    for file, role in zip(report.files, ["文件", *["同一报告"] * len(report.other_files)], strict=True):
        print(f"{role}：{file.path}")
    section: tuple[str, ...] = ()
    for paragraph in report.paragraphs:
        for depth, heading in enumerate(paragraph.section):
            if paragraph.section[: depth + 1] != section[: depth + 1]:
                print(f"{'#' * (depth + 1)} {heading}")
        section = paragraph.section
        period = paragraph.period.label() if paragraph.period else "年份不明"
        print(f"[{paragraph.number}]（{period}，{paragraph.statement.label}）{paragraph.text}")


def show_indicator(rows: Iterable[tuple[str | float, ...]]) -> None:
    """A table of values and gaps, given as rows of `qa.page.indicators.rows`."""
    from rich.console import Console
    from rich.table import Table

    table = Table("年份", "地区", "指标", "报告写法", "类别", "性质", "比较")
    table.add_column("出处", overflow="fold")
    for name, region, when, text, _, _, kind, statement, base, title, _, place, _ in rows:
        source = f"《{str(title).lstrip('《')[:_TITLE_CHARS]}》{place}" if title else ""
        table.add_row(*map(str, (when, region, name, text, kind, statement, base, source)))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _listed(report: Listing) -> str:
    when = report.date or (f"{report.year}年（日期未注明）" if report.year else "日期未注明")
    whose = f"{report.place or '地区未知'}  {when}"
    return f"{report.report_id}  {whose}  {report.paragraphs}段  《{report.title}》"


def _short(path: str) -> str:
    """The path from the working folder, where it lies below."""
    return str(Path(path).relative_to(Path.cwd())) if Path(path).is_relative_to(Path.cwd()) else path
