"""How well a probe of the model's state tells whether a sentence answers a question.

    python benchmarks/judging.py [--gold FILE] [--questions N] [--model NAME] [--layer N] [--states FILE] [--fit]

Of each dev question the best hits are judged as `qa.answers.judging` does it; a sentence is right when it holds a
needed quote. Each set of questions (the letters of their ids, mostly one writer each) is told by a probe fitted to the
others. Printed: the area under the curve of search and of the probe, over all sentences and over those that are not
plain, how many of those held at each likelihood are right, and the seconds of a judgement; with --fit the probe that
is fitted to all is written. A state takes about half a second, those of 5,400 sentences 50 minutes; with --states they
are kept in a file, and what it holds is not computed again.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from ablation import SilentGenerator
from numpy.typing import NDArray
from provenance import print_provenance

from qa.answers.answering import Answerer
from qa.answers.generator import Generator, load_generator
from qa.answers.judging import HOLDS, VOUCHED, is_plain, to_look_at, wanted
from qa.answers.material import Material
from qa.answers.probe import PROBES, Probe, save
from qa.answers.prompts import Judged, judge_prompt
from qa.answers.states import State
from qa.assistant import Assistant
from qa.config import Config
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.opening import default_gold, open_configured
from qa.search.index import Index, default_index, load_encoder
from qa.text import normalise

_LAYERS = {"generator-large": 18}  # where the probe told best, of those tried; another model needs --layer
_STRENGTH = 0.003  # of the fit, in place of 1: the inverse of the penalty
_WORTH = 0.02  # score below which a hit is not judged
_UNTOLD = ("summary", "calc")  # types whose sentences are not told by a single look
NEITHER, ANSWERS, CONTRADICTS = range(3)


class Pair(NamedTuple):
    """A sentence for a question: what the model is shown, the score of search, what it is, and of which set."""

    judged: Judged
    search: float
    plain: bool
    label: int
    writer: str


def main() -> None:
    """Print how well sentences are told apart, and write the probe where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=default_gold())
    parser.add_argument("--questions", type=int, default=10**6, help="how many, drawn at random")
    parser.add_argument("--model", default="generator-large")
    parser.add_argument("--layer", type=int, help="another layer than the probe's")
    parser.add_argument("--states", type=Path, help="where states are kept between runs")
    parser.add_argument("--fit", action="store_true", help=f"write {PROBES.name}")
    options = parser.parse_args()
    print_provenance()
    layer = _LAYERS.get(options.model) if options.layer is None else options.layer
    if layer is None:
        parser.error(f"no layer is known for {options.model}: give --layer")
    questions = load_gold(options.gold, "dev")
    chosen = random.Random(0).sample(questions, min(options.questions, len(questions)))
    pairs = list(_pairs(chosen))
    states = _states(pairs, load_generator(options.model), layer, options.states)
    _print_apart(pairs, states)
    if options.fit:
        save(options.model, _fitted(states, [pair.label for pair in pairs], layer))
        print(f"{options.model}: written to {PROBES.name}")


def _pairs(questions: Sequence[GoldQuestion]) -> Iterator[Pair]:
    """The best hits of each search that the questions lead to, each once for a question."""
    open_configured(Config())  # the index is there from here on
    encoder = load_encoder(Config.encoder)
    index = Index.open(default_index(), encoder=encoder)
    assistant = Assistant(index, encoder, SilentGenerator, Config())
    sources = {report.report_id: Path(report.path).name for report in assistant.reports()}
    for question in questions:
        if question.type in _UNTOLD:
            continue
        quotes = [(quote.report, normalise(quote.quote)) for quote in (*question.evidence, *question.evidence_alt)]
        seen = set()
        for material in _searched(assistant, question):
            asked = material.inquiry.standalone
            for hit in to_look_at(material):
                judged = judge_prompt(asked, wanted(asked).name, hit.passage)
                if hit.score < _WORTH or judged in seen:
                    continue
                seen.add(judged)
                text, source = normalise(hit.passage.text), sources[hit.passage.report_id]
                told = any(source == report and (quote in text or text in quote) for report, quote in quotes)
                label = (CONTRADICTS if question.type == "falsepremise" else ANSWERS) if told else NEITHER
                plain = is_plain(material) and hit is material.hits[0]
                yield Pair(judged, hit.score, plain, label, question.id.rstrip("0123456789"))


def _searched(assistant: Assistant, question: GoldQuestion) -> list[Material]:
    """The materials from which single answers are made."""
    seen: list[Material] = []
    single = Answerer.single

    def noted(self: Answerer, material: Material, *, deniable: bool = True):  # noqa: ANN202 - as what it stands for
        seen.append(material)
        return single(self, material, deniable=deniable)

    with patch.object(Answerer, "single", noted):
        assistant.ask(question.question, history=question.history)
    return seen


def _states(pairs: Sequence[Pair], model: Generator, layer: int, file: Path | None) -> NDArray[np.float32]:
    """The state of each pair, shape (pairs, 3 * hidden size); those that `file` lacks are computed and added to it."""
    held: dict[str, State] = dict(np.load(file)) if file and file.exists() else {}
    names = [_name(model.name, layer, pair.judged) for pair in pairs]
    seconds = []
    for name, pair in zip(names, pairs, strict=True):
        if name not in held:
            start = time.perf_counter()
            state = model.state(pair.judged.messages, layer, pair.judged.pieces)
            assert state is not None, f"{model.name} has no layer {layer}"
            seconds.append(time.perf_counter() - start)
            held[name] = state.astype(np.float16)
            if len(seconds) % 100 == 0:
                print(f"{len(seconds)} states computed", flush=True)
    if seconds:
        print(f"seconds a judgement, median: {statistics.median(seconds):.2f}")
        if file:
            np.savez(file, **held)
    return np.stack([held[name].astype(np.float32) for name in names])


def _name(model: str, layer: int, judged: Judged) -> str:
    told = "\n".join(message.content for message in judged.messages)
    return hashlib.sha256(f"{model} {layer} {len(judged.pieces)}\n{told}".encode()).hexdigest()


def _fitted(states: NDArray[np.float32], labels: Sequence[int], layer: int) -> Probe:
    """The probe fitted to some states, which are scaled alike for the fit only."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-6
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit((states - mean) / spread, labels)
    weights = model.coef_ / spread
    return Probe(layer, weights.astype(np.float32), (model.intercept_ - weights @ mean).astype(np.float32))


def _print_apart(pairs: Sequence[Pair], states: NDArray[np.float32]) -> None:
    """How well each set is told by a probe fitted to the others."""
    from sklearn.model_selection import GroupKFold

    labels, writers = np.array([pair.label for pair in pairs]), [pair.writer for pair in pairs]
    told = np.zeros((len(pairs), 2))  # tells, contradicts
    for others, own in GroupKFold(min(10, len(set(writers)))).split(states, labels, writers):
        probe = _fitted(states[others], labels[others], 0)
        readings = [probe.read(states[at]) for at in own]
        told[own] = [(reading.tells, reading.contradicts) for reading in readings]
    search, plain = np.array([pair.search for pair in pairs]), np.array([pair.plain for pair in pairs])
    print(f"{len(pairs)} sentences: {np.bincount(labels)} neither, answers, contradicts")
    for name, among in (("all", np.ones(len(pairs), bool)), ("not plain", ~plain)):
        right = labels[among] != NEITHER
        by_search, by_probe = _area(right, search[among]), _area(right, told[among, 0])
        print(f"area under the curve, {name}: search {by_search:.3f}, probe {by_probe:.3f}")
    right = labels != NEITHER
    both = _both_together(right[~plain], told[~plain, 0], search[~plain])
    print(f"log odds of the probe, log of the search score, base, where not plain: {both}")
    print(f"told otherwise or told: {_area(labels[right] == CONTRADICTS, told[right, 1]):.3f}")
    for low, high in itertools.pairwise((0, 0.1, HOLDS, 0.5, VOUCHED, 0.95, 1.01)):
        of = right[~plain & (low <= told[:, 0]) & (told[:, 0] < high)]
        print(f"  not plain, likelihood {low:.2f} to {min(high, 1):.2f}: {of.sum()} right of {len(of)}")


def _both_together(
    right: NDArray[np.bool_], told: NDArray[np.float64], search: NDArray[np.float64]
) -> tuple[float, ...]:
    """The weights with which what the probe tells and the score of search say together whether a sentence is right."""
    from sklearn.linear_model import LogisticRegression

    likely = np.clip(told, 0.001, 0.999)
    both = np.stack([np.log(likely / (1 - likely)), np.log(np.clip(search, _WORTH, 1))], axis=1)
    model = LogisticRegression().fit(both, right)
    return tuple(round(float(weight), 2) for weight in (*model.coef_[0], *model.intercept_))


def _area(right: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """How often a right sentence has the higher score of two, one right and one wrong."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(right, scores))


if __name__ == "__main__":
    main()
