"""What a build came to, told file by file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from qa.reports.library import Holding, Library, Listing
from qa.search.planning import Earlier, Plan


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


def summary_of(index: Path, plan: Plan, failed: Mapping[str, str], earlier: Earlier, embedded: int) -> IndexSummary:
    """Tell what the plan came to in the index that now stands; `failed` gives the reason of each unreadable file."""
    with closing(Library.open(index / "library.sqlite")) as library:
        held, reports, passages = library.files(), library.listing(), library.last_passage_id()
    outcomes = [FileOutcome(path, Outcome.SKIPPED, None, reason) for path, reason in plan.skipped.items()]
    for path, reason in failed.items():
        old = held.get(path)
        note = f"{reason}索引中仍是原来的版本。" if old else reason
        outcomes.append(FileOutcome(path, Outcome.SKIPPED, old.report_id if old else None, note))
    told = {file.path for file in outcomes}
    for path in sorted({*plan.digests, *held, *plan.missing, *plan.leaving} - told):
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
