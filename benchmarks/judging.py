"""How well the model tells whether a sentence answers a question.

    python benchmarks/judging.py [--gold FILE] [--split dev] [--questions N] [--fit]

Evidence that reaches the second look and is not plain is judged as `qa.answers.judging` does it; a sentence is right
when it holds a needed quote. Printed: the area under the curve of search and of the model, over all sentences and
over the one that each holds to be the best of a question, how many of those are right by likelihood, and the seconds
of a judgement; with --fit weight and bias.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from provenance import print_provenance

from qa.answers.generator import load_generator
from qa.answers.judging import FITTED, VOUCHED, Judge, is_plain, likelihood, log_odds, to_look_at, wanted
from qa.answers.material import SURE, Material
from qa.answers.prompts import NO, YES, judge_prompt
from qa.assistant import Assistant
from qa.config import Config
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.opening import default_gold, open_configured
from qa.text import normalise


class Judged(NamedTuple):
    """One sentence for one question: the score of search, the model's log odds, whether it is right, seconds."""

    search: float
    model: float
    right: bool
    seconds: float


def main() -> None:
    """Print how well sentences are told apart, and the fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=default_gold())
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--questions", type=int, default=10**6, help="how many, drawn at random")
    parser.add_argument("--fit", action="store_true", help="fit weight and bias")
    options = parser.parse_args()
    print_provenance()
    questions = load_gold(options.gold, options.split)
    chosen = random.Random(0).sample(questions, min(options.questions, len(questions)))
    materials = list(judge(chosen))
    every = [one for judged in materials for one in judged]
    print(f"{len(every)} sentences judged for {len(materials)} looks at {len(chosen)} questions")
    print(f"seconds a judgement, median: {statistics.median(one.seconds for one in every):.2f}")
    for name, scored in (("search", lambda one: one.search), ("model", lambda one: one.model)):
        best = [max(judged, key=scored) for judged in materials]
        print(f"area under the curve, {name:<7}{area(every, scored):.3f}, of the best {area(best, scored):.3f}")
    best = [max(judged, key=lambda one: one.model) for judged in materials]
    fit = FITTED["generator-large"]
    for low, high in itertools.pairwise((0, 0.2, SURE, 0.6, VOUCHED, 1.01)):
        of = [one.right for one in best if low <= likelihood(one.model, fit) < high]
        print(f"  likelihood {low:.2f} to {min(high, 1):.2f}: {sum(of)} right of {len(of)}")
    if options.fit:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=10).fit([[one.model] for one in best], [one.right for one in best])
        print("fitted: weight, bias:", round(float(model.coef_[0][0]), 2), round(float(model.intercept_[0]), 2))


def judge(questions: list[GoldQuestion]) -> Iterator[list[Judged]]:
    """What search and the model say of the sentences of each second look."""
    assistant = open_configured(Config(generator="generator-large"))
    model = load_generator("generator-large")
    sources = {report.report_id: Path(report.path).name for report in assistant.reports()}
    for question in questions:
        quotes = [(quote.report, normalise(quote.quote)) for quote in (*question.evidence, *question.evidence_alt)]
        for material in _looked_at(assistant, question):
            asked, judged = material.inquiry.standalone, []
            for hit in to_look_at(material):
                start = time.perf_counter()
                told = model.prefers(judge_prompt(asked, wanted(asked).name, hit.passage), YES, NO)
                text, source = normalise(hit.passage.text), sources[hit.passage.report_id]
                right = any(source == report and (quote in text or text in quote) for report, quote in quotes)
                if told is not None:
                    judged.append(Judged(hit.score, log_odds(told), right, time.perf_counter() - start))
            if judged:
                yield judged


def _looked_at(assistant: Assistant, question: GoldQuestion) -> list[Material]:
    """The materials that a question brings to the second look, which is not taken."""
    seen: list[Material] = []

    def note(self: Judge, material: Material) -> Material:
        if material.hits and not is_plain(material):
            seen.append(material)
        return material

    with patch.object(Judge, "look_again", note):
        assistant.ask(question.question, history=question.history)
    return seen


def area(judged: list[Judged], scored: Callable[[Judged], float]) -> float:
    """How often a right sentence has the higher score of two, one right and one wrong."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([one.right for one in judged], [scored(one) for one in judged]))


if __name__ == "__main__":
    main()
