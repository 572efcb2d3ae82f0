"""Needed paragraphs among the first k, by search and by split; with --fit, the weights of the features.

    python benchmarks/retrieval.py [--fit]

A paragraph is needed when a gold question's evidence quote stands in it; the front matter counts
as paragraph 0. Compared: dense alone, BM25 alone, both in equal parts, and the fitted features.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from provenance import print_provenance

from qa.config import Config
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.opening import default_gold, open_configured
from qa.search.index import Index, default_index, load_encoder
from qa.search.question import understand
from qa.search.retrieval import CANDIDATES, FEATURES, WEIGHTS, HybridRetriever
from qa.text import normalise

DEPTHS = (1, 3, 5, 10, 20)


class Case(NamedTuple):
    """One question: its candidates with place (file, paragraph), text and features, and the places it needs."""

    question: GoldQuestion
    places: list[tuple[str, int]]
    texts: list[str]
    features: NDArray[np.float32]
    needed: list[set[tuple[str, int]]]


def main() -> None:
    """Print recall tables, and the fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the feature weights on the dev questions")
    options = parser.parse_args()
    print_provenance()
    cases, seconds = collect()
    print(f"seconds a question, median: {statistics.median(seconds):.3f}")
    for split in ("dev", "test"):
        chosen = [case for case in cases if case.question.split == split]
        print(f"\n{split}: share of needed paragraphs among the first {' / '.join(map(str, DEPTHS))}")
        for name, weights in arms().items():
            print(f"  {name:<10}" + "  ".join(f"{share:.3f}" for share in recall(chosen, weights)))
    if options.fit:
        print("\nfitted on dev:")
        for name, weight in zip(FEATURES, fit([case for case in cases if case.question.split == "dev"]), strict=False):
            print(f"  {name:<12}{weight:6.2f}")


def arms() -> dict[str, NDArray[np.float32]]:
    """Feature weights of each compared search."""
    parts = {"dense": ("dense",), "bm25": ("lexical",), "both": ("dense", "lexical")}
    alone = {
        name: np.array([float(feature in part) for feature in FEATURES], dtype=np.float32)
        for name, part in parts.items()
    }
    return alone | {"features": WEIGHTS}


def collect() -> tuple[list[Case], list[float]]:
    """Candidates and features of all answerable gold questions, and seconds for each."""
    open_configured(Config())  # builds the index where it is missing
    encoder = load_encoder(Config.encoder)
    index = Index.open(default_index(), encoder=encoder)
    reports = index.library.reports()
    sources = {report.report_id: Path(report.path).name for report in reports}
    held = sorted({report.region for report in reports if report.region})
    paragraphs = {
        (Path(report.path).name, paragraph.number): normalise(paragraph.text)
        for report in reports
        for paragraph in report.paragraphs
    }
    retriever = HybridRetriever(index, encoder)
    cases, seconds = [], []
    for question in load_gold(default_gold()):
        if not question.answerable or not question.evidence:
            continue
        start = time.perf_counter()
        inquiry = understand(question.question, question.history, held=held, today=dt.date.today())
        with patch("qa.search.retrieval.READ", 2 * CANDIDATES):  # the searches compared may put others first
            passages, features = retriever.candidates(inquiry)
        seconds.append(time.perf_counter() - start)
        places = [(sources[passage.report_id], passage.paragraph) for passage in passages]
        texts = [normalise(passage.text) for passage in passages]
        cases.append(Case(question, places, texts, features, needed(question, paragraphs)))
    return cases, seconds


def needed(question: GoldQuestion, paragraphs: dict[tuple[str, int], str]) -> list[set[tuple[str, int]]]:
    """For each evidence quote, the places that hold it; front matter where no paragraph does."""
    found = []
    for quote in question.evidence:
        places = {key for key, text in paragraphs.items() if key[0] == quote.report and normalise(quote.quote) in text}
        found.append(places or {(quote.report, 0)})
    return found


def recall(cases: Sequence[Case], weights: NDArray[np.float32]) -> list[float]:
    """Share of all needed paragraphs among the first k distinct paragraphs, for each of `DEPTHS`."""
    ranks = [rank for case in cases for rank in _ranks(case, weights)]
    return [sum(rank <= depth for rank in ranks) / len(ranks) for depth in DEPTHS]


def _ranks(case: Case, weights: NDArray[np.float32]) -> list[int]:
    order = np.argsort(-(case.features @ weights), kind="stable")
    places = list(dict.fromkeys(case.places[row] for row in order))
    return [
        min((places.index(place) + 1 for place in group if place in places), default=10**6) for group in case.needed
    ]


def fit(cases: Sequence[Case], hard: int = 30) -> NDArray[np.float64]:
    """Weights of a logistic regression: does this candidate hold a needed quote? Bias last.

    Each question gives its right candidates and the `hard` best wrong ones under today's weights.
    """
    from sklearn.linear_model import LogisticRegression

    rows, right = [], []
    for case in cases:
        quotes = [normalise(quote.quote) for quote in case.question.evidence]
        good = [any(quote in text or text in quote for quote in quotes) for text in case.texts]
        best = set(np.argsort(-(case.features @ WEIGHTS), kind="stable")[:hard])
        for row, is_good in enumerate(good):
            if is_good or row in best:
                rows.append(case.features[row])
                right.append(is_good)
    model = LogisticRegression(C=0.3, max_iter=3000).fit(np.array(rows), np.array(right))
    return np.append(model.coef_[0], model.intercept_[0])


if __name__ == "__main__":
    main()
