"""Questions over many reports: `python benchmarks/reports.py [FOLDER] [--all] [--verbose]`, or by WENBAO_REPORTS.

FOLDER holds the reports that reports_gold.jsonl asks about (the format of seeds/gold.jsonl: file
names and short quotes, no report text). They are indexed, with `--all` together with every other
report there, into a folder of their own that is kept and brought up to date. Printed are the share
of needed paragraphs among the first 1, 5 and 10 found and of right answers, by type of question;
`--verbose` names each question that fails. Without the folder nothing is done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from provenance import print_provenance

import qa
from qa.config import Config
from qa.datatypes import Report
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.evaluation.metrics import DEPTHS
from qa.evaluation.runner import Assistant, Row, answer_rows
from qa.search.index import default_index

GOLD = Path(__file__).with_name("reports_gold.jsonl")
ALL = "全部"


class NamedCorpus:
    """Reports by the file that the questions name, where a report stands in several."""

    def __init__(self, reports: Sequence[Report], asked: frozenset[str]) -> None:
        """Take the reports of an index, and the file names that questions ask about."""
        self.sources: Mapping[str, str] = {report.report_id: _named(report, asked) for report in reports}
        self._texts = {(report.report_id, p.number): p.text for report in reports for p in report.paragraphs}

    def paragraph_text(self, report_id: str, number: int) -> str:
        """The whole text of a body paragraph; the front matter, which no question needs, is empty."""
        return self._texts.get((report_id, number), "")


def _named(report: Report, asked: frozenset[str]) -> str:
    names = [Path(file.path).name for file in report.files]
    return next((name for name in names if name in asked), names[0])


def main() -> int:
    """Index, ask and print the table."""
    parser = argparse.ArgumentParser(description="Recall and right answers over many reports")
    parser.add_argument("folder", nargs="?", default=os.environ.get("WENBAO_REPORTS", ""))
    parser.add_argument("--all", action="store_true", help="index every report of the folder")
    parser.add_argument("--generator", default=Config().generator)
    parser.add_argument("--verbose", action="store_true", help="name each question that fails")
    options = parser.parse_args()
    questions = load_gold(GOLD)
    files = [Path(options.folder) / name for name in sorted(asked_files(questions))]
    missing = [file.name for file in files if not file.is_file()]
    if not options.folder or missing:
        print(
            f"reports: skipped, {len(missing)} of {len(files)} reports missing (give the folder or set WENBAO_REPORTS)"
        )
        return 0
    print_provenance()
    index = default_index().parent / ("reports-all" if options.all else "reports-gold")
    summary = qa.index_reports([Path(options.folder)] if options.all else files, index, prune=True)
    print(f"reports {len(summary.reports)}, passages {summary.passages}")
    assistant = qa.open_assistant(index, generator=options.generator)
    print_results(ask_all(assistant, assistant.reports(), questions), verbose=options.verbose)
    return 0


def asked_files(questions: Sequence[GoldQuestion]) -> frozenset[str]:
    """The file names that questions need."""
    return frozenset(evidence.report for question in questions for evidence in question.evidence)


def ask_all(assistant: Assistant, reports: Sequence[Report], questions: Sequence[GoldQuestion]) -> list[Row]:
    """One row a question, with its scores."""
    return list(answer_rows(assistant, NamedCorpus(reports, asked_files(questions)), questions))


def print_results(rows: Sequence[Row], *, verbose: bool) -> None:
    """A line a type: questions, recall at each of `DEPTHS`, right answers, refusals."""
    depths = "".join(f"{f'@{depth}':>8}" for depth in DEPTHS)
    print(f"{'type':10}{'n':>5}{depths}{'right':>8}{'refused':>9}")
    for kind in [*dict.fromkeys(row.type for row in rows), ALL]:
        _print_line(kind, [row for row in rows if kind in (row.type, ALL)])
    if verbose:
        for row in rows:
            found = _recall(row)[-1]
            if found < 1 or not row.scores.right:
                print(f"{row.id} found {found:.1f} right {row.scores.right}  {row.question}  → {row.text[:120]!r}")


def _print_line(kind: str, rows: Sequence[Row]) -> None:
    recall = [sum(_recall(row)[place] for row in rows) / len(rows) for place in range(len(DEPTHS))]
    right = sum(row.scores.right for row in rows) / len(rows)
    shown = "".join(f"{value:8.1%}" for value in (*recall, right))
    print(f"{kind:10}{len(rows):5}{shown}{sum(row.refused for row in rows):9}")


def _recall(row: Row) -> tuple[float, ...]:
    return row.scores.retrieval_recall or (0.0,) * len(DEPTHS)


if __name__ == "__main__":
    sys.exit(main())
