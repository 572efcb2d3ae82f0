"""How well reports are read: `python benchmarks/reading.py [FOLDER]`, or by WENBAO_REPORTS.

FOLDER holds reports and a manifest.jsonl (file, region, year, kind, title). Printed are the share
of files read, of metadata right (with the corrections in reading_labels/), of body lines kept and
of kept lines that are junk (hand labels), paragraphs and sections, and seconds. Without the
folder nothing is done.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from qa.datatypes import Report
from qa.errors import ReportError
from qa.reports.cleaning import SALUTATION
from qa.reports.reader import read_report
from qa.text import fold

LABELS = Path(__file__).parent / "reading_labels"
DETAILS = "--details"


def main() -> int:
    """Run the benchmark and print one line a figure."""
    arguments = [argument for argument in sys.argv[1:] if argument != DETAILS]
    place = arguments[0] if arguments else os.environ.get("WENBAO_REPORTS", "")
    folder = Path(place)
    if not place or not (folder / "manifest.jsonl").is_file():
        print("reading: skipped, no manifest.jsonl (give the folder or set WENBAO_REPORTS)")
        return 0
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    corrections = json.loads((LABELS / "manifest_corrections.json").read_text(encoding="utf-8"))
    started = time.perf_counter()
    reports, refused = _read_all(folder, [row["file"] for row in rows])
    seconds = time.perf_counter() - started
    print(f"files read        {len(reports)}/{len(rows)}  {len(reports) / len(rows):.2%}")
    for name, reason in refused:
        print(f"  refused         {name}: {reason}")
    _print_metadata(rows, corrections, reports)
    _print_lines(reports)
    _print_size(reports, seconds)
    return 0


def _read_all(folder: Path, names: Iterable[str]) -> tuple[dict[str, Report], list[tuple[str, str]]]:
    reports: dict[str, Report] = {}
    refused = []
    for name in names:
        try:
            reports[name] = read_report(folder / name)
        except ReportError as error:
            refused.append((name, str(error)))
    return reports, refused


def _print_metadata(rows: list[dict], corrections: dict[str, dict], reports: dict[str, Report]) -> None:
    wrong: dict[str, list[str]] = {"region": [], "year": [], "kind": [], "title": [], "date": []}
    for row in rows:
        report = reports.get(row["file"])
        truth = {**row, **corrections.get(row["file"], {})}
        if report is None:
            for names in wrong.values():
                names.append(row["file"])
            continue
        found = {
            "region": _same_region(truth["region"], report.region),
            "year": truth["year"] == report_year(report),
            "kind": truth["kind"] == report.kind,
            "title": _good_title(report),
            "date": "date" not in truth or truth["date"] == (report.date.isoformat() if report.date else None),
        }
        for field, right in found.items():
            if not right:
                wrong[field].append(f"{row['file']}: {truth.get(field)} / {_shown(report, field)}")
    dated = sum(report.date is not None for report in reports.values())
    for field, names in wrong.items():
        print(f"{field + ' right':18}{len(rows) - len(names)}/{len(rows)}  {1 - len(names) / len(rows):.2%}")
        if DETAILS in sys.argv:
            print("".join(f"  {name}\n" for name in names), end="")
    print(f"dated             {dated}/{len(reports)}  (the others tell no day)")


def _shown(report: Report, field: str) -> object:
    return report_year(report) if field == "year" else getattr(report, field)


def report_year(report: Report) -> int | None:
    """The year that a report is called by: a bulletin's by the year told of, others by the year they were given in."""
    if report.kind == "统计公报":
        return report.period.last if report.period else None
    if report.date:
        return report.date.year
    return report.plan_period.first if report.plan_period else None


def _same_region(truth: str, found: str | None) -> bool:
    """Whether the names agree but for suffixes and the city before a county ("保定唐县", "唐县")."""
    if found is None:
        return False
    stem = re.sub(r"(?:维吾尔|壮族|回族)?自治区$|[省市县区盟]$|[\u4e00-\u9fff]{1,6}族自治州$", "", found)
    return truth in (found, stem) or truth.endswith((found, stem)) or found.startswith(truth)


def _good_title(report: Report) -> bool:
    return bool(re.search(r"报告|公报|纲要|规划", report.title)) and len(report.title) <= 100


def _print_lines(reports: dict[str, Report]) -> None:
    """Body lines kept and junk among kept lines, against each set of hand labels."""
    for path in sorted(LABELS.glob("lines_*.json")):
        body = kept = junk = read = files = 0
        for name, marks in json.loads(path.read_text(encoding="utf-8")).items():
            if name not in reports:
                continue
            true, found = _body_lines(reports[name], marks["body"]), _kept_lines(reports[name])
            files, body, read = files + 1, body + len(true), read + len(found)
            kept, junk = kept + len(true & found), junk + len(found - true)
            if DETAILS in sys.argv and true != found:
                print(f"  {name}: lost {sorted(true - found)[:12]}, junk {sorted(found - true)[:12]}")
        if files:
            print(f"{path.stem:18}{files} files: body lines kept {kept}/{body}  {kept / body:.2%}, ", end="")
            print(f"junk {junk}/{read} of the kept lines  {junk / read:.2%}")


def _body_lines(report: Report, marks: list[int | list[int]]) -> set[int]:
    """Line numbers from marks such as [3, [7, 90]], ends included.

    They count the lines of the decoded text. Empty lines, and salutations alone on a line, are
    neither body nor junk.
    """
    marked: set[int] = set()
    for mark in marks:
        marked |= set(range(mark[0], mark[1] + 1)) if isinstance(mark, list) else {mark}
    texts = report.text.split("\n")
    return {
        number for number in marked if (plain := fold(texts[number - 1]).strip()) and not SALUTATION.fullmatch(plain)
    }


def _kept_lines(report: Report) -> set[int]:
    """Numbers (from 1) of the lines of the text that stand in a paragraph or are a heading in use."""
    lines = report.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    kept: set[int] = set()
    spans = iter([(paragraph.start, paragraph.end) for paragraph in report.paragraphs])
    start, end = next(spans, (0, 0))
    for number, line in enumerate(lines, start=1):
        first, last = starts[number - 1], starts[number] - 1
        while end <= first and (span := next(spans, None)):
            start, end = span
        if line.strip() and start < last and end > first:
            kept.add(number)
    return kept | _heading_lines(report, lines, starts)


def _heading_lines(report: Report, lines: list[str], starts: list[int]) -> set[int]:
    """For each heading in use, the last line with its words before the first paragraph under it."""
    first_use: dict[str, int] = {}
    for paragraph in report.paragraphs:
        for heading in paragraph.section:
            first_use.setdefault(_key(heading), paragraph.start)
    places: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        key = _key(line)
        if key in first_use and starts[number - 1] < first_use[key]:
            places[key] = number
    return set(places.values())


def _key(text: str) -> str:
    return re.sub(r"[\s。:]|\[\d+\]", "", fold(text))


def _print_size(reports: dict[str, Report], seconds: float) -> None:
    paragraphs = sum(len(report.paragraphs) for report in reports.values())
    sections = sum(len({paragraph.section for paragraph in report.paragraphs}) for report in reports.values())
    bare = sum(all(not paragraph.section for paragraph in report.paragraphs) for report in reports.values())
    print(f"paragraphs        {paragraphs}, sections {sections}, reports without any heading {bare}")
    print(f"seconds           {seconds:.1f} in all, {seconds / max(1, len(reports)):.3f} a report")


if __name__ == "__main__":
    sys.exit(main())
