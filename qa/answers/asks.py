"""Questions that ask several things at once: what is told of each, and of which nothing is.

Figures are looked for by `completing`; here it is the model that reads whether each thing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from qa.answers.judging import HOLDS, LOOKED_AT
from qa.answers.material import VOUCHED, Finder, Material, Outcome, Refusal, Sentence
from qa.answers.probe import Reading
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Intent, Passage
from qa.figures.matching import Wanted, is_named
from qa.search.intents import find_intent
from qa.search.places import short_name
from qa.search.topics import topic
from qa.text import HOW_MANY, normalise

_BREAK = re.compile(r"[,，;；。?？!！/]|(?:顺便|另外|此外|还有)(?:再?问(?:一下|问)?)?")
_ASKS = re.compile(rf"{HOW_MANY}|多[大高长远宽]|哪|(?<![为凭])什么|啥|谁|百分之")
# "甲数、乙率" behind a colon: each is asked for by its name.
_LISTED = re.compile(r".*[:：](?P<names>[^?？。;；:：]+)")
_OPENS = re.compile(r"^(?:想|再|请|帮我|我)*[查问要看核说][^,，]{0,4}几个?(?:数|问题|事|东西)")  # asks nothing itself
_QUANTITY = re.compile(r"(?<![系倍分指参])数$|数量$|总?量$|面积$|金额$|规模$|率$|比例$|占比$")
_NAMES_AT_MOST = 6
_UNTOLD = 0.1  # likelihood below which none of what is told tells a thing asked
_ABOUT = 0.4  # share of an ask's words from which what is told may tell it, whatever the model reads
_LEAST = 3  # characters of an ask's topic without which it is asked of what was asked before,
_ENOUGH = 6  # and of what is said right before it


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
    """Whether some passages have much of what an ask is about, which may have hardly any word of its own."""
    words = {
        word: weight for word, weight in sought.wanted.words.items() if is_named(word, normalise(sought.inquiry.own))
    }
    text = normalise("".join(passage.text for passage in passages))
    return not words or Wanted(words).coverage(text) >= _ABOUT


def _likeliest(ask: Inquiry, passages: Sequence[Passage], judge: Reads) -> float:
    """How likely the likeliest of some passages tells what is asked."""
    readings = (judge.reading(ask.standalone, passage) for passage in dict.fromkeys(passages))
    return max((reading.tells for reading in readings if reading), default=0.0)


def asks_apart(inquiry: Inquiry) -> list[Inquiry]:
    """The single questions of one that asks several things, clause by clause; empty where it asks one.

    One with hardly a word of its own is asked of what stands before it.
    """
    if inquiry.intent.asks_why or inquiry.intent in (Intent.SUMMARY, Intent.COMPARE, Intent.COMPUTE):
        return []
    clauses = _asking_clauses(inquiry.own)
    return [_ask(clause, before, inquiry) for clause, before in clauses] if len(clauses) > 1 else []


def _asking_clauses(question: str) -> list[tuple[str, str]]:
    """The clauses that ask, each with what it is asked of: what is said right before it, or the first ask."""
    found: list[tuple[str, str]] = []
    listed = _LISTED.search(question)
    names = [name.strip() for name in re.split(r"[、,，/和及]", listed["names"])] if listed else []
    if listed and len(names) > 1 and all(map(_QUANTITY.search, names)):
        found = [(f"{name}是多少", "") for name in names[:_NAMES_AT_MOST]]
        question = question[listed.end() :]
    waiting = ""
    for clause in _clauses(question):
        if _ASKS.search(clause) and not _OPENS.search(clause):
            own = len(topic(clause))
            first = found[0][0] if found and own < _LEAST else ""
            found.append((clause, (waiting if own < _ENOUGH else "") or first))
            waiting = ""
        else:
            waiting = clause
    return found


def _clauses(question: str) -> Iterator[str]:
    """The clauses of a question; what is set in a row ("几家、几人") only where each of the row asks."""
    for clause in filter(None, map(str.strip, _BREAK.split(question))):
        row = clause.split("、")
        yield from row if all(map(_ASKS.search, row)) else [clause]


def _ask(clause: str, carried: str, inquiry: Inquiry) -> Inquiry:
    regions = tuple(one for one in inquiry.regions if short_name(one) in clause) or inquiry.regions
    years = tuple(year for year in inquiry.years if str(year) in clause) or inquiry.years
    return replace(
        inquiry,
        standalone=f"{carried}；{clause}" if carried else clause,
        carried=carried,
        regions=regions,
        years=years,
        intent=find_intent(clause),
        parts=(),
    )
