"""Scores of one answer against its gold question: pure functions, no assistant and no file.

A score is None where its question does not ask for it: evidence of an unanswerable question,
precision of an answer without citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.evaluation.gold import Evidence, GoldQuestion, holds, includes_all
from qa.evaluation.support import unsupported_figures

DEPTHS = (1, 5, 10)


class FoundParagraph(NamedTuple):
    """A cited or retrieved paragraph: file name of its report, number, text, its years and the headings above it."""

    source: str
    number: int
    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one answer. `retrieval_recall` has one value for each of `DEPTHS`."""

    right: bool
    evidence_recall: float | None
    citation_precision: float | None
    right_and_cited: bool | None
    retrieval_recall: tuple[float, ...] | None
    unsupported: tuple[str, ...] | None


def score(
    question: GoldQuestion,
    *,
    text: str,
    refused: bool,
    cited: Sequence[FoundParagraph],
    retrieved: Sequence[FoundParagraph],
) -> Scores:
    """Score an answer.

    Args:
        question: what was asked.
        text: the answer as shown.
        refused: whether it says that the reports do not tell.
        cited: its paragraphs, repeats allowed.
        retrieved: paragraphs of the hits, best first, repeats allowed.
    """
    right = refused if not question.answerable else not refused and answered_right(text, question)
    recall = evidence_recall(question, cited)
    asked = [question.question, *(turn.question for turn in question.history)]
    return Scores(
        right=right,
        evidence_recall=recall,
        citation_precision=citation_precision(question, cited),
        right_and_cited=None if recall is None else right and recall == 1,
        retrieval_recall=retrieval_recall(question, retrieved),
        unsupported=None if refused else unsupported_figures(text, [one.above + one.text for one in cited], asked),
    )


def score_of_no_answer(question: GoldQuestion) -> Scores:
    """The scores of a question that failed or was left out: wrong, nothing cited, nothing found."""
    return Scores(
        right=False,
        evidence_recall=evidence_recall(question, ()),
        citation_precision=None,
        right_and_cited=False if _needs_evidence(question) else None,
        retrieval_recall=retrieval_recall(question, ()),
        unsupported=None,
    )


def answered_right(text: str, question: GoldQuestion) -> bool:
    """Whether the words of an answer are right for an answerable question, its citations aside."""
    return question.answerable and includes_all(text, question)


def evidence_recall(question: GoldQuestion, cited: Iterable[FoundParagraph]) -> float | None:
    """Share of the needed quotes that stand in a cited paragraph.

    A paragraph that holds only a quote of `evidence_alt` stands in for one missing quote.
    """
    return _covered(question, _distinct(cited)) if _needs_evidence(question) else None


def citation_precision(question: GoldQuestion, cited: Iterable[FoundParagraph]) -> float | None:
    """Share of the distinct cited paragraphs that hold a quote of `evidence` or `evidence_alt`."""
    paragraphs = _distinct(cited)
    if not paragraphs or not _needs_evidence(question):
        return None
    wanted = (*question.evidence, *question.evidence_alt)
    return sum(_holds_any(paragraph, wanted) for paragraph in paragraphs) / len(paragraphs)


def retrieval_recall(question: GoldQuestion, retrieved: Iterable[FoundParagraph]) -> tuple[float, ...] | None:
    """Evidence recall among the first k distinct retrieved paragraphs, for each k of `DEPTHS`."""
    if not _needs_evidence(question):
        return None
    paragraphs = _distinct(retrieved)
    return tuple(_covered(question, paragraphs[:depth]) for depth in DEPTHS)


def _needs_evidence(question: GoldQuestion) -> bool:
    return question.answerable and bool(question.evidence)


def _distinct(paragraphs: Iterable[FoundParagraph]) -> list[FoundParagraph]:
    return list({(paragraph.source, paragraph.number): paragraph for paragraph in paragraphs}.values())


def _covered(question: GoldQuestion, paragraphs: Sequence[FoundParagraph]) -> float:
    direct = sum(any(_holds_any(paragraph, [needed]) for paragraph in paragraphs) for needed in question.evidence)
    stand_ins = sum(
        _holds_any(paragraph, question.evidence_alt) and not _holds_any(paragraph, question.evidence)
        for paragraph in paragraphs
    )
    return min(direct + stand_ins, len(question.evidence)) / len(question.evidence)


def _holds_any(paragraph: FoundParagraph, wanted: Iterable[Evidence]) -> bool:
    return any(holds(paragraph.source, paragraph.text, evidence) for evidence in wanted)
