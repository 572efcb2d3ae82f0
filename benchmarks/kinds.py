"""How well the kind of a question is told: cause, purpose, overview or something else; with --fit, the weights.

    python benchmarks/kinds.py [--fit]

Fitted to `kinds.jsonl`, questions that eight writers made up for it, and to the dev questions of the gold set. Each
writer's questions, and the gold set's by the letters of their ids, are told by what is fitted to all others. Printed
for each: how many there are, and the shares told right by the rules alone, by the weights alone, and by both as
`find_intent` joins them; a cause told as a purpose is right here.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from provenance import print_provenance
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from qa.datatypes import Intent
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.opening import default_gold
from qa.search import intents, kinds
from qa.search.kinds import FITTED, KINDS, Weights, pieces, written
from qa.search.topics import as_read

QUESTIONS = Path(__file__).with_name("kinds.jsonl")
LEAST_OFTEN = 2  # questions that must hold a piece
LEAST_WEIGHT = 0.3  # of a piece that is kept
STRENGTH = 10.0  # of the fit, against weights that are kept small

_OTHER = Intent.OTHER
_ASKED_ANYHOW = ("falsepremise", "unanswerable", "compare")  # types that say nothing of the kind


class Labelled(NamedTuple):
    """A question as it is read, its kind (one of `KINDS`, or other), and who wrote it."""

    text: str
    kind: Intent
    writer: str


def main() -> None:
    """Print how well kinds are told, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help=f"write {FITTED.name}")
    options = parser.parse_args()
    print_provenance()
    questions = labelled()
    print(f"{'questions of':<14}{'n':>6}{'rules':>8}{'weights':>9}{'both':>7}")
    for writer in sorted({one.writer for one in questions}):
        held = [one for one in questions if one.writer == writer]
        fitted = fit([one for one in questions if one.writer != writer])
        with patch.object(kinds, "_fitted", lambda fitted=fitted: fitted):
            told = [_shares(held, tell) for tell in (intents.by_rules, _by_weights, intents.find_intent)]
        print(f"{writer:<14}{len(held):>6}{told[0]:>8.1%}{told[1]:>9.1%}{told[2]:>7.1%}", flush=True)
    if options.fit:
        bias, weights = fit(questions)
        FITTED.write_text(written(bias, weights), encoding="utf-8")
        print(f"{len(weights)} pieces in {FITTED.name}")


def labelled() -> list[Labelled]:
    """The questions of `kinds.jsonl` and those of the gold set whose type tells their kind."""
    made = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    told = [Labelled(as_read(one["question"]), Intent(one["kind"]), f"writer {one['writer']}") for one in made]
    gold = (one for one in load_gold(default_gold(), "dev") if not one.history and one.type not in _ASKED_ANYHOW)
    return told + [Labelled(as_read(one.question), _kind(one), _set(one)) for one in gold]


def _kind(question: GoldQuestion) -> Intent:
    """The kind that its type tells; a purpose as far as rules see it."""
    if question.type == "summary":
        return Intent.SUMMARY
    purpose = intents.by_rules(as_read(question.question)) is Intent.PURPOSE
    return _OTHER if question.type != "why" else Intent.PURPOSE if purpose else Intent.REASON


def _set(question: GoldQuestion) -> str:
    letters = re.match(r"[a-z]+", question.id)
    return f"gold {letters[0] if letters else ''}"


def fit(questions: Sequence[Labelled]) -> tuple[Weights, dict[str, Weights]]:
    """The weights of no piece and of each piece, relative to those for something else; pieces of little weight go."""
    texts = [pieces(one.text) for one in questions]
    held = Counter(piece for text in texts for piece in text)
    kept = sorted(piece for piece, often in held.items() if often >= LEAST_OFTEN)
    kinds_told = [one.kind.value for one in questions]
    for last in (False, True):
        model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(_matrix(texts, kept), kinds_told)
        classes = list(model.classes_)
        columns = [classes.index(kind.value) for kind in KINDS]
        relative = model.coef_[columns] - model.coef_[classes.index(_OTHER.value)]
        if not last:
            kept = [piece for piece, weights in zip(kept, relative.T, strict=True) if abs(weights).max() > LEAST_WEIGHT]
    bias = model.intercept_[columns] - model.intercept_[classes.index(_OTHER.value)]
    return tuple(bias), {piece: tuple(weights) for piece, weights in zip(kept, relative.T, strict=True)}


def _matrix(texts: Sequence[Iterable[str]], kept: Sequence[str]) -> csr_matrix:
    """The texts as rows of length 1 over the pieces kept."""
    columns = {piece: at for at, piece in enumerate(kept)}
    cells = [sorted(columns[piece] for piece in text if piece in columns) for text in texts]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row) or 1)) for row in cells])
    starts = np.cumsum([0, *map(len, cells)])
    return csr_matrix((values, np.concatenate(cells), starts), shape=(len(cells), len(kept)))


def _by_weights(text: str) -> Intent:
    leaning = kinds.leaning(text)
    likeliest = max(leaning, key=leaning.__getitem__)
    return likeliest if leaning[likeliest] > 1 - sum(leaning.values()) else _OTHER


def _shares(held: Sequence[Labelled], tell: Callable[[str], Intent]) -> float:
    """The share whose kind is told right."""
    told = (tell(one.text) for one in held)
    return sum(_coarse(intent) is _coarse(one.kind) for intent, one in zip(told, held, strict=True)) / len(held)


def _coarse(intent: Intent) -> Intent:
    return Intent.REASON if intent.asks_why else intent if intent in KINDS else _OTHER


if __name__ == "__main__":
    main()
