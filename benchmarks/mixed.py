"""What other reports in the index cost: `python benchmarks/mixed.py [FOLDER] [--count N] [--split dev] [--silent]`.

Asks the questions of a split over the reports of the product alone, then over the same reports with N
(20) files of FOLDER beside them (or of WENBAO_REPORTS), evenly spread over its files by name. Printed
are the shares of both, the questions that only one of them gets right, and McNemar's exact p over
these. With `--silent` no model words anything. Without the folder nothing is done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ablation import ALL_ON, HEAD, SilentGenerator, line
from provenance import print_provenance

from qa.answers.generator import Generator, load_generator
from qa.assistant import Assistant
from qa.config import Config
from qa.evaluation.aggregate import compare_runs, group_all
from qa.evaluation.command import ReportCorpus
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.evaluation.runner import Run, run
from qa.opening import default_gold
from qa.reports.formats import SUFFIXES
from qa.search.building import build_index
from qa.search.index import SEEDS, Encoder, Index, default_index, load_encoder
from qa.search.planning import Keep


def main() -> int:
    """Ask over both indexes and print two lines."""
    parser = argparse.ArgumentParser(description="Answers over the seeds, and with other reports mixed in")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(os.environ.get("WENBAO_REPORTS", "missing")))
    parser.add_argument("--count", type=int, default=20, help="reports mixed in")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--silent", action="store_true", help="no model words anything")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"mixed: skipped, no folder {options.folder}")
        return 0
    print_provenance()
    questions = load_gold(default_gold(), options.split)
    encoder = load_encoder(Config.encoder)
    generator = SilentGenerator() if options.silent else load_generator(Config.generator)
    indexes = default_index().parent / "mixed-alone", default_index().parent / "mixed"
    others = spread(options.folder, options.count)
    for index, paths in zip(indexes, ([SEEDS], [SEEDS, *others]), strict=True):
        summary = build_index(paths, index, encoder=encoder, keep=Keep.GIVEN)
        print(f"{index.name}: {len(summary.reports)} reports, {summary.passages} passages")
    print(f"split {options.split}, {len(questions)} questions, model {generator.name}")
    print(HEAD, flush=True)
    alone, mixed = (ask(index, questions, encoder, generator) for index in indexes)
    print(line(ALL_ON, group_all(alone), compare_runs(alone, alone)))
    print(line(f"{options.count} others", group_all(mixed), compare_runs(alone, mixed)))
    right = {row.id for row in mixed.rows if row.scores.right}
    print("lost:", *(row.id for row in alone.rows if row.scores.right and row.id not in right))
    return 0


def spread(folder: Path, count: int) -> list[Path]:
    """`count` reports of a folder, evenly spread over its files by name."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    return [files[number * len(files) // count] for number in range(count)]


def ask(index: Path, questions: Sequence[GoldQuestion], encoder: Encoder, generator: Generator) -> Run:
    """The rows of one index, asked one after the other."""
    opened = Index.open(index, encoder=encoder)
    assistant = Assistant(opened, encoder, lambda: generator, Config())
    assistant.ask(questions[0].question)  # warms up
    rows = run(assistant, ReportCorpus(assistant.reports(), assistant.fronts()), questions, _progress)
    opened.library.close()
    return rows


def _progress(done: int, count: int) -> None:
    print(f"\r{done:>5}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
