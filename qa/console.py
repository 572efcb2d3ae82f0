"""Answers, reports, indexed files and indicators, printed for people to read. Looks nothing up.

What comes from files, their names included, is printed as `printable` gives it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from qa.datatypes import Answer, Event, Found, Verified
from qa.text import printable

if TYPE_CHECKING:
    from qa.datatypes import Report
    from qa.reports.library import Listing
    from qa.search.outcomes import IndexSummary

_TITLE_CHARS = 24  # of a report in a table; the place must stand beside it
_NEAR_CHARS = 60  # of a passage beside a refusal
_NAMED_AT_MOST = 3  # files of reports of which something is not known


def say(text: str, *, to: TextIO | None = None) -> None:
    """Print one line, on stdout unless told; nothing in it moves the cursor or breaks the line."""
    print(printable(text), file=to)


def _say_lines(text: str, *, end: str = "\n") -> None:
    """Print a text of several lines."""
    print("\n".join(map(printable, text.split("\n"))), end=end, flush=True)


def show_answer(events: Iterable[Event]) -> None:
    """Print a stream as it comes: how the question is taken, the text, then its sources or what is near."""
    answer = None
    for event in events:
        if isinstance(event, Found):
            say(f"按：{event.inquiry.label()}")
        elif isinstance(event, Verified):
            _say_lines(event.text, end="")
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    _say_lines(answer.text if answer.refused else "")
    for citation in answer.citations:
        section = " > ".join(citation.section)
        place = f"第{citation.paragraph}段" if citation.paragraph else "题头"
        whose = f"{citation.region or '地区未知'}，{citation.date or '日期未知'}"
        say(f"  [{citation.marker}] 《{citation.title}》（{whose}） {section} {place}")
        _say_lines(f"      “{citation.quote}”")
        say(f"      文件：{citation.source}")
    if answer.refused and answer.hits:
        print("  相近的段落：")
        for hit in answer.hits[:3]:
            text = " ".join(hit.passage.text.split())[:_NEAR_CHARS]
            say(f"   · {hit.passage.region or ''} 第{hit.passage.paragraph}段：{text}…")
    print(f"  用时 {answer.timings['total_s']:.1f} 秒")


def show_files(summary: IndexSummary) -> None:
    """A line for each file that is not as it was: what became of it, and the report it belongs to or why not."""
    reports = {report.report_id: report for report in summary.reports}
    for path, outcome, report_id, note in summary.files:
        if outcome != "未变":
            told = (_listed(reports[report_id]) if report_id else "", note.removeprefix(f"{Path(path).name}："))
            say("  ".join(part for part in (outcome.value, _short(path), *told) if part))


def show_counts(summary: IndexSummary, folder: Path) -> None:
    """How many files came to what, what the index in `folder` now holds, which copy it holds, and what it lacks."""
    counts = Counter(file.outcome for file in summary.files)
    told = "，".join(f"{outcome}{counts[outcome]}个" for outcome in type(summary.files[0].outcome) if counts[outcome])
    print(f"文件：{told}。")
    say(
        f"索引中共{len(summary.reports)}份报告、{summary.passages}个句段（这次新计算向量{summary.embedded}个），"
        f"在 {folder}"
    )
    if any(file.outcome == "同一报告" and file.note for file in summary.files):
        print(
            "同一报告的几份文件文字不同时，索引采用最全的一份；一样全的，采用最新的一份。"
            "要改用另一份，请移走现在采用的那份，再加 --prune 重新索引。"
        )
    _show_unknown(summary.reports)


def show_listing(reports: Sequence[Listing]) -> None:
    """A line for each report, with its files; then what is not known of them."""
    for report in reports:
        say(f"{_listed(report)}  {'、'.join(file.name for file in report.files)}")
    _show_unknown(reports)


def _show_unknown(reports: Sequence[Listing]) -> None:
    """A line for the reports without region, without year or without both: what follows, and what to do."""
    for what in ("地区、年份", "地区", "年份"):
        names = [report.files[0].name for report in reports if _unknown(report) == what]
        if names:
            several = f"等{len(names)}份" if len(names) > _NAMED_AT_MOST else ""
            say(
                f"未识别{what}：{'、'.join(names[:_NAMED_AT_MOST])}{several}。提问时写了{what}可能查不到，不写才会查到。"
                "请在文件开头加一行标题（如“2024年海淀区政府工作报告”），"
                "或把文件名改成“海淀区_2024_政府工作报告”，再运行 wenbao index。"
            )


def _unknown(report: Listing) -> str:
    return "、".join(what for what, value in (("地区", report.region), ("年份", report.year)) if value is None)


def show_removed(reports: Iterable[Listing]) -> None:
    """The reports that an index no longer holds, and where their files still are."""
    for report in reports:
        say(f"已移除  {_listed(report)}")
        for file in report.files:
            say(f"    原文件未动：{file.path}（再次索引它所在的文件夹会重新读入）")


def show_report(report: Report) -> None:
    """The whole report: its head, its files, and the numbered paragraphs under their headings."""
    say(
        f"《{report.title}》  {report.place}  {report.date or '日期未注明'}  {report.post or ''} {report.speaker or ''}"
    )
    for file, role in zip(report.files, ["文件", *["同一报告"] * len(report.other_files)], strict=True):
        say(f"{role}：{file.path}")
    section: tuple[str, ...] = ()
    for paragraph in report.paragraphs:
        for depth, heading in enumerate(paragraph.section):
            if paragraph.section[: depth + 1] != section[: depth + 1]:
                say(f"{'#' * (depth + 1)} {heading}")
        section = paragraph.section
        period = paragraph.period.label() if paragraph.period else "年份不明"
        _say_lines(f"[{paragraph.number}]（{period}，{paragraph.statement.label}）{paragraph.text}")


def show_indicator(rows: Iterable[tuple[str | float, ...]]) -> None:
    """A table of values and gaps, given as rows of `qa.page.indicators.rows`."""
    from rich.console import Console
    from rich.table import Table

    table = Table("年份", "地区", "指标", "报告写法", "类别", "性质", "比较")
    table.add_column("出处", overflow="fold")
    for name, region, when, text, _, _, kind, statement, base, title, _, place, _ in rows:
        source = f"《{str(title).lstrip('《')[:_TITLE_CHARS]}》{place}" if title else ""
        table.add_row(*(printable(str(cell)) for cell in (when, region, name, text, kind, statement, base, source)))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _listed(report: Listing) -> str:
    when = report.date or (f"{report.year}年（日期未注明）" if report.year else "日期未注明")
    whose = f"{report.place or '地区未知'}  {when}"
    return f"{report.report_id}  {whose}  {report.paragraphs}段  《{report.title}》"


def _short(path: str) -> str:
    """The path from the working folder, where it lies below."""
    return str(Path(path).relative_to(Path.cwd())) if Path(path).is_relative_to(Path.cwd()) else path
