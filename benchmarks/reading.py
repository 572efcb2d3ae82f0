"""How well reports are read: `python benchmarks/reading.py [FOLDER]`, or by WENBAO_REPORTS.

FOLDER holds reports and a manifest.jsonl (file, region, year, kind). Printed are the share of
files read, of region, year and kind right by the manifest (with the corrections in
reading_labels/), of title, place and date right, body lines kept and kept lines that are junk by
hand labels, paragraphs and sections, and seconds. `--details` names each failure. Without the
folder nothing is done.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.datatypes import Report
from qa.errors import ReportError
from qa.reports.cleaning import SALUTATION
from qa.reports.formats import read_text
from qa.reports.reader import read_report
from qa.reports.regions import is_current, stem
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
    print(f"files read          {len(reports)}/{len(rows)}  {len(reports) / len(rows):.2%}")
    for name, reason in refused:
        print(f"  refused           {name}: {reason}")
    _print_metadata(rows, corrections, reports)
    _print_heads(reports)
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


def _print_metadata(
    rows: list[dict[str, Any]], corrections: dict[str, dict[str, Any]], reports: dict[str, Report]
) -> None:
    """Region, year and kind of all files against the manifest as corrected."""
    wrong: dict[str, list[str]] = {"region": [], "year": [], "kind": []}
    for row in rows:
        report = reports.get(row["file"])
        truth = {**row, **corrections.get(row["file"], {})}
        right = {
            "region": report is not None and _same_region(truth["region"], report.region),
            "year": report is not None and truth["year"] == report.year,
            "kind": report is not None and truth["kind"] == report.kind,
        }
        for field in wrong:
            if not right[field]:
                wrong[field].append(f"{row['file']}: {truth[field]} / {getattr(report, field, None)}")
    for field, names in wrong.items():
        _print_share(field, len(rows), names)


def _print_heads(reports: dict[str, Report]) -> None:
    """Title, place (province, city and region) and date against hand labels; a date of None is a label too."""
    labels = json.loads((LABELS / "heads.json").read_text(encoding="utf-8"))
    held = {name: label for name, label in labels.items() if name in reports}
    for field in ("title", "place", "date"):
        found = {name: getattr(reports[name], field) for name in held}
        shown = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}
        wrong = [
            f"{name}: {label[field]} / {shown[name]}" for name, label in held.items() if label[field] != shown[name]
        ]
        _print_share(f"{field} (labelled)", len(held), wrong)
    dated = sum(report.date is not None for report in reports.values())
    print(f"dated               {dated}/{len(reports)}  (the others tell no day)")


def _print_share(field: str, count: int, wrong: list[str]) -> None:
    print(f"{field + ' right':20}{count - len(wrong)}/{count}  {1 - len(wrong) / max(1, count):.2%}")
    if DETAILS in sys.argv:
        print("".join(f"  {name}\n" for name in wrong), end="")


def _same_region(truth: str, found: str | None) -> bool:
    """Whether the names agree: a full name wholly, a bare one ("三亚", "保定唐县") but for suffix and city before."""
    if found is None or truth == found:
        return truth == found
    return not is_current(truth) and truth.endswith((found, stem(found)))


def _print_lines(reports: dict[str, Report]) -> None:
    """Body lines kept and junk among kept lines, against each set of hand labels."""
    for path in sorted(LABELS.glob("lines_*.json")):
        body = kept = junk = read = files = 0
        for name, marks in json.loads(path.read_text(encoding="utf-8")).items():
            if name not in reports:
                continue
            report = _as_decoded(reports[name])
            true, found = _body_lines(report, marks["body"]), _kept_lines(report)
            files, body, read = files + 1, body + len(true), read + len(found)
            kept, junk = kept + len(true & found), junk + len(found - true)
            if DETAILS in sys.argv and true != found:
                print(f"  {name}: lost {sorted(true - found)[:12]}, junk {sorted(found - true)[:12]}")
        if files:
            print(f"{path.stem:20}{files} files: body lines kept {kept}/{body}  {kept / body:.2%}, ", end="")
            print(f"junk {junk}/{read} of the kept lines  {junk / read:.2%}")


def _as_decoded(report: Report) -> Report:
    """The report with the lines of its file as they stand there, wrapped or not: only blanks come and go."""
    text = read_text(Path(report.path))
    places = [place for place, character in enumerate(text) if not character.isspace()]
    before = list(itertools.accumulate((not character.isspace() for character in report.text), initial=0))
    paragraphs = (
        replace(one, start=places[before[one.start]], end=places[before[one.end] - 1] + 1) for one in report.paragraphs
    )
    return replace(report, text=text, paragraphs=tuple(paragraphs))


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
    print(f"paragraphs          {paragraphs}, sections {sections}, reports without any heading {bare}")
    print(f"seconds             {seconds:.1f} in all, {seconds / max(1, len(reports)):.3f} a report")


if __name__ == "__main__":
    sys.exit(main())
