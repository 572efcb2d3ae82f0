"""Questions that ask several things at once: what is told of each, and of which nothing is.

Figures are looked for by `completing`; here it is the model that reads whether each thing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from qa.answers.judging import HOLDS, LOOKED_AT
from qa.answers.material import VOUCHED, Finder, Material, Outcome, Refusal, Sentence
from qa.answers.probe import Reading
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Intent, Passage
from qa.figures.matching import Wanted, is_named
from qa.text import normalise

_UNTOLD = 0.1  # likelihood below which none of what is told tells a thing asked
_ABOUT = 0.4  # share of an ask's words from which what is told may tell it, whatever the model reads


class Reads(Protocol):
    """What reads passages beside a question; see `Judge`."""

    def judges(self) -> bool:
        """Whether there is a model that can read."""

    def reading(self, question: str, passage: Passage) -> Reading | None:
        """How likely a passage tells what is asked; None where nothing can read."""

    def vouched(self, material: Material, least: float) -> tuple[Passage, Reading] | None:
        """The first of the best hits that is at least so likely to tell what is asked."""


def with_each_ask(
    outcomes: Iterable[Outcome], asks: Sequence[Inquiry], find: Finder, judge: Reads
) -> Iterator[Outcome]:
    """The outcomes, then of each of the `asks` what tells it, where they do not, or its name, where nothing does.

    A refusal stands where less than half of what is asked is told after all.
    """
    told: list[Passage] = []
    refusal: Refusal | None = None
    named = False  # whether it is said of what nothing tells
    for outcome in outcomes:
        if isinstance(outcome, Sentence):
            told += outcome.passages
            named = named or not outcome.passages
            yield outcome
        elif not asks or told:
            yield outcome
        else:
            refusal = outcome
    added, missing = _looked_for(asks, told, find, judge) if asks and (told or refusal) and judge.judges() else ([], [])
    if refusal and 2 * len(added) < len(asks):
        yield refusal
        return
    yield from (quote(material, passage) for material, passage in added)
    if missing and not named:
        names = "、".join(f"“{ask}”" for ask in missing)
        yield Sentence(f"报告中没有找到{names}的相应内容。", ())


def _looked_for(
    asks: Sequence[Inquiry], told: Sequence[Passage], find: Finder, judge: Reads
) -> tuple[list[tuple[Material, Passage]], list[str]]:
    """The passages that tell what those `told` do not, each as found, and the asks that nothing read may tell."""
    added: list[tuple[Material, Passage]] = []
    missing: list[str] = []
    for ask in asks:
        held = [*told, *(passage for _, passage in added)]
        likely = _likeliest(ask, held, judge)
        if likely >= HOLDS:
            continue
        sought = find(ask)
        found = judge.vouched(sought, VOUCHED)
        if found and found[0].paragraph and found[0] not in held:
            added.append((sought, found[0]))
        elif not _may_be_told(sought, held) and _likeliest(ask, [*held, *sought.passages[:LOOKED_AT]], judge) < _UNTOLD:
            missing.append(ask.own)
    return added, missing


def _may_be_told(sought: Material, passages: Sequence[Passage]) -> bool:
    """Whether some passages have much of what an ask is about; a bare "涉及多少家" is told by any."""
    words = {
        word: weight for word, weight in sought.wanted.words.items() if is_named(word, normalise(sought.inquiry.own))
    }
    text = normalise("".join(passage.text for passage in passages))
    return Wanted(words).coverage(text) >= _ABOUT if words else sought.inquiry.intent is Intent.FIGURE


def _likeliest(ask: Inquiry, passages: Sequence[Passage], judge: Reads) -> float:
    """How likely the likeliest of some passages tells what is asked."""
    readings = (judge.reading(ask.standalone, passage) for passage in dict.fromkeys(passages))
    return max((reading.tells for reading in readings if reading), default=0.0)
