"""How fast answers come: `python benchmarks/answers.py [--generator NAME] [--limit N]`.

Asks the dev questions of the gold set over the reports of the product, one after the other, in
one process, after one question that loads the model. Printed for each way of answering (refused,
comparison, or the kind of question) and for all: whole seconds and seconds to the first text,
p50 and p95, and at the end the peak memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from provenance import print_provenance

import qa
from qa.config import Config
from qa.evaluation.gold import load_gold
from qa.opening import default_gold

WARM_UP = "海淀区2022年新设企业多少户？"
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere


class Timing(NamedTuple):
    """Seconds of one answer; `first_text_s` runs to the first verified text."""

    total_s: float
    first_text_s: float


def main() -> int:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(description="Seconds an answer, over the dev questions of the gold set")
    parser.add_argument("--generator", default=Config().generator)
    parser.add_argument("--limit", type=int, help="take this many questions, evenly spread over the set")
    options = parser.parse_args()
    print_provenance()
    started = time.perf_counter()
    assistant = qa.open_assistant(generator=options.generator)
    assistant.ask(WARM_UP)
    loaded_s = time.perf_counter() - started
    questions = load_gold(default_gold(), "dev")
    if options.limit and options.limit < len(questions):
        questions = tuple(questions[number * len(questions) // options.limit] for number in range(options.limit))
    timings: dict[str, list[Timing]] = defaultdict(list)
    for question in questions:
        answer = assistant.ask(question.question, history=question.history)
        timings[_way(answer)].append(Timing(answer.timings["total_s"], answer.timings["first_text_s"]))
    print(f"generator {options.generator}, {len(questions)} questions, loaded and warm after {loaded_s:.1f} s")
    print(f"{'way':<12}{'n':>5}{'s p50':>9}{'s p95':>9}{'first p50':>11}{'first p95':>11}")
    for way in sorted(timings):
        _print_row(way, timings[way])
    _print_row("all", [timing for group in timings.values() for timing in group])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / 1e9:.2f} GB")
    return 0


def _way(answer: qa.Answer) -> str:
    if answer.refused:
        return "refused"
    if answer.inquiry is None:
        return "other"
    return "comparison" if answer.inquiry.parts else answer.inquiry.intent.value


def _print_row(name: str, timings: list[Timing]) -> None:
    if not timings:
        return
    total = np.percentile([timing.total_s for timing in timings], [50, 95])
    first = np.percentile([timing.first_text_s for timing in timings], [50, 95])
    print(f"{name:<12}{len(timings):>5}{total[0]:>9.2f}{total[1]:>9.2f}{first[0]:>11.2f}{first[1]:>11.2f}")


if __name__ == "__main__":
    sys.exit(main())
