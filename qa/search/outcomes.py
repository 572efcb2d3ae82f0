"""What a build came to, told file by file."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from qa.datatypes import SourceFile
from qa.reports.duplicates import Difference
from qa.reports.library import Holding, Library, Listing
from qa.search.planning import Earlier, Plan

_EXAMPLE_CHARS = 30  # of a place where two texts differ


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "新读入"
    CHANGED = "已更新"
    MERGED = "同一报告"
    UNCHANGED = "未变"
    SKIPPED = "跳过"
    MISSING = "文件不在"
    REMOVED = "已移除"


class FileOutcome(NamedTuple):
    """What became of one file; `note` says why it was skipped, or what else is to know."""

    path: str
    outcome: Outcome
    report_id: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What a build came to: each file with its outcome, by path, and what the index now holds."""

    files: tuple[FileOutcome, ...]
    reports: tuple[Listing, ...]
    passages: int
    embedded: int

    def of(self, outcome: Outcome) -> list[FileOutcome]:
        """The files of one outcome."""
        return [file for file in self.files if file.outcome is outcome]


def summary_of(
    index: Path, plan: Plan, failed: Mapping[str, str], unlike: Mapping[str, Sequence[Difference]], earlier: Earlier,
    embedded: int,
) -> IndexSummary:  # fmt: skip
    """Tell what the plan came to in the index that now stands.

    `failed` gives the reason of each unreadable file, `unlike` where the text of a copy is not that of the index.
    """
    with closing(Library.open(index / "library.sqlite")) as library:
        held, reports, passages = library.files(), library.listing(), library.last_passage_id()
    outcomes = [FileOutcome(path, Outcome.SKIPPED, None, reason) for path, reason in plan.skipped.items()]
    for path, reason in failed.items():
        old = held.get(path)
        note = f"{reason}索引中仍是原来的版本。" if old else reason
        outcomes.append(FileOutcome(path, Outcome.SKIPPED, old.report_id if old else None, note))
    told = {file.path for file in outcomes}
    gone = {path for path in plan.missing | plan.leaving if earlier.has_held(path)}
    main_files = {report.report_id: report.files[0] for report in reports}
    for path in sorted({*plan.digests, *held, *gone} - told):
        if path in unlike:
            report_id = held[path].report_id
            note = _unlike(unlike[path], path, main_files[report_id])
            outcomes.append(FileOutcome(path, Outcome.MERGED, report_id, note))
        else:
            outcomes.append(_outcome(path, earlier, held.get(path), path in plan.missing))
    return IndexSummary(tuple(sorted(outcomes)), tuple(reports), passages, embedded)


def _outcome(path: str, earlier: Earlier, now: Holding | None, missing: bool) -> FileOutcome:
    if now is None:
        return FileOutcome(path, Outcome.REMOVED, None, "文件已不在或无法打开。" if missing else "")
    if missing:
        return FileOutcome(path, Outcome.MISSING, now.report_id, "报告保留在索引中；如需移除，请加 --prune。")
    before = earlier.held.get(path)
    same_role = before is None or before.main == now.main  # not known of an index that other code made
    if earlier.files.get(path) == now.sha256 and same_role:
        return FileOutcome(path, Outcome.UNCHANGED, now.report_id)
    if not now.main:
        return FileOutcome(path, Outcome.MERGED, now.report_id)
    return FileOutcome(path, Outcome.CHANGED if path in earlier.files else Outcome.NEW, now.report_id)


def _unlike(places: Sequence[Difference], path: str, held: SourceFile) -> str:
    """Where the copy at `path` differs from the text that is held, with an example."""
    figures = [place for place in places if place.in_figures]
    counted = f"有{len(places)}处不同" + (f"（{len(figures)}处是数字）" if figures else "")
    replaced = [place for place in places if place.one and place.other]
    example = [*figures, *replaced, *places][0]
    name = held.name if held.name != Path(path).name else held.path
    return f"与索引采用的 {name} {counted}，例如：{_example(example)}。"


def _example(place: Difference) -> str:
    if not place.one:
        return f"这一份多出“{_clipped(place.other, 0)}”"
    if not place.other:
        return f"这一份缺少“{_clipped(place.one, 0)}”"
    pairs = zip(place.one, place.other, strict=False)
    common = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(0, common - _EXAMPLE_CHARS // 2)
    return f"索引为“{_clipped(place.one, start)}”，这一份为“{_clipped(place.other, start)}”"


def _clipped(text: str, start: int) -> str:
    piece = text[start : start + _EXAMPLE_CHARS]
    return f"{'…' if start else ''}{piece}{'…' if start + len(piece) < len(text) else ''}"
