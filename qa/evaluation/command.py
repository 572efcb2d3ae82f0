"""The gold questions run against an opened assistant: what `wenbao evaluate` does."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.datatypes import Passage, Report
from qa.evaluation.evaluate import compare, evaluate
from qa.evaluation.runner import Assistant, Progress, RunInfo


class ReportCorpus:
    """The reports of an assistant as evaluation asks for them; paragraph 0 is the front matter."""

    def __init__(self, reports: Sequence[Report], fronts: Mapping[str, Passage]) -> None:
        """Take the reports with their paragraphs, and the front matter passage of each by report_id."""
        self.sources: Mapping[str, str] = {report.report_id: Path(report.path).name for report in reports}
        self._texts = {(report.report_id, p.number): p.text for report in reports for p in report.paragraphs}
        self._texts |= {(report_id, 0): passage.text for report_id, passage in fronts.items()}

    def paragraph_text(self, report_id: str, number: int) -> str:
        """The whole text of a body paragraph, or of the front matter."""
        return self._texts[report_id, number]


def run_info(*, generator: str, index: str, settings: Mapping[str, str]) -> RunInfo:
    """Where and how this run happens: machine, time, commit and command."""
    folder = Path(__file__).resolve().parents[2]
    git = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=folder, capture_output=True, text=True, check=False
    )
    return RunInfo(
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        date=dt.datetime.now().isoformat(timespec="minutes"),
        commit=git.stdout.strip() or "unknown",
        command=shlex.join(["wenbao", *sys.argv[1:]]),
        generator=generator,
        index=index,
        settings=settings,
    )


def evaluate_to_text(
    assistant: Assistant,
    corpus: ReportCorpus,
    gold: Path,
    out: Path,
    *,
    info: RunInfo,
    split: str | None,
    against: Path | None,
    progress: Progress,
) -> str:
    """Run the questions, write the result folder, and give the tables for the terminal."""
    summary = evaluate(assistant, corpus, gold, out, info=info, split=split, progress=progress)
    text = f"{summary.text()}\n\n结果在 {out}：report.html、report.md、rows.jsonl"
    return f"{text}\n\n{compare(against, out)}" if against else text
