"""What each technique is worth: `python benchmarks/ablation.py [--split dev] [--model] [--limit N] [--only NAME ...]`.

Asks the questions of a split of the gold set over the reports of the product with everything on, then
with one technique after another switched off by a patch in this script: the product has no such
switches. Without `--model` no model words anything, and what only a draft could answer is quoted or
refused, so that a run takes minutes. With it the model drafts and takes second looks in every arm, and
three arms are added: no model, no second look, and drafts shown without verification.

Printed per arm: right answers among the answerable questions, those that also cite all needed
paragraphs, precision of citations, refusals of what no report tells, refusals of what one does,
figures without support, median seconds. "lost" and "won" count the questions that are right only with
and only without the technique; p is McNemar's exact two-sided one over these.

Where a search is switched off, it brings no candidates, and all candidates get the score of its best
one: their order then owes nothing to it, while the level that refusals depend on stays.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from provenance import print_provenance

from embeddings.vectors import NeighbourList, VectorIndex
from qa.answers.answering import Answerer
from qa.answers.drafting import Drafter
from qa.answers.generator import Generator, Message, load_generator
from qa.answers.judging import Judge
from qa.answers.material import Material, Outcome, Sentence
from qa.answers.states import State
from qa.assistant import Assistant
from qa.config import Config
from qa.datatypes import Inquiry, Passage, Report
from qa.evaluation.aggregate import Comparison, Group, compare_runs, group_all
from qa.evaluation.command import ReportCorpus
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.evaluation.runner import Run, run
from qa.opening import default_gold, open_configured
from qa.search import topics, years
from qa.search.building import build_index
from qa.search.index import SEEDS, Encoder, Index, default_index, load_encoder
from qa.search.planning import Keep
from qa.search.retrieval import FEATURES, HybridRetriever

ALL_ON = "all on"
_DENSE = ("dense", "dense_topic", "dense_rise", "topic_rise", "dense_gap", "topic_gap")
_LEXICAL = ("lexical", "lexical_share", "lexical_gap")
_RELATIVE = ("dense_rise", "topic_rise", "lexical_share", "dense_gap", "topic_gap", "lexical_gap")
_SHARES = ("accuracy", "right_and_cited", "citation_precision", "refusal_recall", "false_refusals")
_PERIODS = (years._PLAN, years._WHEN, years._DURING)

Patch = Any  # what unittest.mock.patch gives; its type is private


class SilentGenerator:
    """Speaks the `Generator` protocol and says nothing."""

    name = "silent"

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """No text."""
        return iter(())

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        """No state."""
        return None


@dataclass(frozen=True, slots=True)
class Arm:
    """One technique switched off: what is patched, whether the index is made anew, whether the model stays."""

    name: str
    patches: tuple[Patch, ...] = ()
    own_index: bool = False
    with_model: bool = True


def arms(*, model: bool) -> list[Arm]:
    """Every arm, the one with everything on first."""
    found = [
        Arm(ALL_ON),
        Arm("everyday words", (patch("qa.synonyms._found", lambda text: ()),)),
        Arm("relative features", (_levelled(_RELATIVE),)),
        Arm("dense search", (_levelled(_DENSE), patch.object(VectorIndex, "search", _no_neighbours))),
        Arm("lexical search", (_levelled(_LEXICAL), patch("qa.search.retrieval.best_rows", _no_rows))),
        Arm("scope by year, statement", (patch("qa.answers.evidence.fits", _fits_region),)),
        Arm("whole lists", (patch("qa.answers.answering.whole_list", lambda material, outlines: []),)),
        Arm("computation", tuple(patch.object(Answerer, name, _quoted) for name in _COMPUTING)),
        Arm("slips of the keyboard", (patch("qa.search.question.mend", lambda asked, holders: {}),)),
        Arm("other regions' facts", (patch("qa.assistant.told_elsewhere", lambda *given: []),)),
        Arm("topic without periods", (_with_periods("topic"), _with_periods("searchable"))),
        Arm("sentences' header", (patch("qa.search.passages._header", lambda *parts: ""),), own_index=True),
    ]
    if model:
        found += [
            Arm("model", with_model=False),
            Arm(
                "second look",
                (
                    patch.object(Judge, "look_again", lambda judge, material: material),
                    patch.object(Judge, "vouches", lambda judge, material: False),
                    patch.object(Judge, "vouched", lambda judge, material, least: None),
                ),
            ),
            Arm("verification", (patch.object(Drafter, "_checked", _unchecked),)),
        ]
    return found


_COMPUTING = ("comparison", "calculation", "fulfilment")


def _quoted(answerer: Answerer, material: Material, *_: object) -> Iterator[Outcome]:
    return answerer.single(material)


def _fits_region(passage: Passage, inquiry: Inquiry, report: Report | None) -> bool:
    return not inquiry.regions or passage.region in inquiry.regions


def _unchecked(drafter: Drafter, draft: str, material: Material) -> Sentence | None:
    return Sentence(draft.strip(), material.passages[:1]) if draft.strip() else None


def _no_rows(*_: object) -> NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


def _no_neighbours(*_: object) -> NeighbourList:
    return NeighbourList(np.empty((1, 0), dtype=np.int64), np.empty((1, 0), dtype=np.float32))


def _levelled(names: Sequence[str]) -> Patch:
    """Features in which all candidates of a question get the value of the best one."""
    columns = [FEATURES.index(name) for name in names]
    original = HybridRetriever.candidates

    def candidates(
        self: HybridRetriever, inquiry: Inquiry, *, reports: Sequence[str] = ()
    ) -> tuple[list[Passage], NDArray[np.float32]]:
        passages, features = original(self, inquiry, reports=reports)
        if passages:
            features[:, columns] = features[:, columns].max(axis=0)
        return passages, features

    return patch.object(HybridRetriever, "candidates", candidates)


def _with_periods(name: str) -> Patch:
    """A function of the question's words that keeps its periods ("十三五期间", "今后五年")."""
    original: Callable[..., str] = getattr(topics, name)

    def kept(text: str, *regions: Sequence[str]) -> str:
        periods = (match.group() for pattern in _PERIODS for match in pattern.finditer(text))
        return " ".join(dict.fromkeys([original(text, *regions), *periods]))

    return patch(f"qa.search.retrieval.{name}", kept)


def main() -> int:
    """Run all arms and print the table."""
    parser = argparse.ArgumentParser(description="Right answers with one technique switched off at a time")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", nargs="?", const=Config.generator, help="draft with this model, or the default one")
    parser.add_argument("--limit", type=int, help="take this many questions, evenly spread over the split")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these arms, beside that with everything on")
    options = parser.parse_args()
    chosen = arms(model=bool(options.model))
    if options.only:
        if unknown := set(options.only) - {arm.name for arm in chosen}:
            parser.error(
                f"no such arm: {', '.join(sorted(unknown))}; there are {', '.join(arm.name for arm in chosen)}"
            )
        chosen = [arm for arm in chosen if arm.name in {ALL_ON, *options.only}]
    print_provenance()
    questions = load_gold(default_gold(), options.split)
    if options.limit and options.limit < len(questions):
        questions = tuple(questions[number * len(questions) // options.limit] for number in range(options.limit))
    open_configured(Config())  # builds the index where it is missing
    encoder = load_encoder(Config.encoder)
    generator = load_generator(options.model) if options.model else SilentGenerator()
    print(f"split {options.split}, {len(questions)} questions, model {generator.name}")
    print(HEAD, flush=True)
    everything: Run | None = None
    for arm in chosen:
        answered = ask(arm, questions, encoder, generator if arm.with_model else SilentGenerator())
        everything = everything or answered
        print(line(arm.name, group_all(answered), compare_runs(everything, answered)), flush=True)
    return 0


def ask(arm: Arm, questions: Sequence[GoldQuestion], encoder: Encoder, generator: Generator) -> Run:
    """The rows of one arm, asked one after the other after a question that warms up; progress goes to stderr."""

    def progress(done: int, count: int) -> None:
        print(f"\r{arm.name:<26}{done:>5}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True)

    with ExitStack() as switched, tempfile.TemporaryDirectory() as folder:
        for each in arm.patches:
            switched.enter_context(each)
        index = default_index()
        if arm.own_index:
            index = Path(folder) / "index"
            build_index([SEEDS], index, encoder=encoder, keep=Keep.GIVEN)
        opened = Index.open(index, encoder=encoder)
        assistant = Assistant(opened, encoder, lambda: generator, Config())
        assistant.ask(questions[0].question)
        rows = run(assistant, ReportCorpus(assistant.reports(), assistant.fronts()), questions, progress)
        opened.library.close()
    return rows


HEAD = (
    f"{'switched off':<26}{'right':>8}{'+cited':>8}{'cit.pr':>8}{'refused':>9}{'false':>7}{'unsup':>7}{'s p50':>7}"
    f"{'lost':>6}{'won':>5}{'p':>8}"
)


def line(name: str, scores: Group, against: Comparison) -> str:
    """One row of the table."""
    right, cited, precise, refused, false = (_percent(scores, metric) for metric in _SHARES)
    seconds = f"{scores.seconds[0]:.2f}" if scores.seconds else "-"
    return (
        f"{name:<26}{right:>8}{cited:>8}{precise:>8}{refused:>9}{false:>7}{scores.unsupported_count:>7}{seconds:>7}"
        f"{against.a_only_right:>6}{against.b_only_right:>5}{against.p_value:>8.3f}"
    )


def _percent(scores: Group, metric: str) -> str:
    estimate = scores.estimates.get(metric)
    return f"{estimate.mean:.1%}" if estimate else "-"


if __name__ == "__main__":
    sys.exit(main())
