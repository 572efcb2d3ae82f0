"""The single questions of one that asks several things at once, clause by clause: "多少家,谁建的,花了多少钱"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.datatypes import Inquiry, Intent
from qa.search.intents import find_intent
from qa.search.places import short_name
from qa.search.topics import topic
from qa.text import HOW_MANY

_BREAK = re.compile(r"[,，;；。?？!！/]|(?:顺便|另外|此外|还有)(?:再?问(?:一下|问)?)?")
_ASKS = re.compile(rf"{HOW_MANY}|多[大高长远宽]|哪|(?<![为凭])什么|啥|谁|百分之")
# "甲数、乙率" behind a colon: each is asked for by its name.
_LISTED = re.compile(r".*[:：](?P<names>[^?？。;；:：]+)")
_OPENS = re.compile(r"^(?:想|再|请|帮我|我)*[查问要看核说][^,，]{0,4}几个?(?:数|问题|事|东西)")  # asks nothing itself
_QUANTITY = re.compile(r"(?<![系倍分指参])数$|数量$|总?量$|面积$|金额$|规模$|率$|比例$|占比$")
_NAMES_AT_MOST = 6
_LEAST = 2  # characters of an ask's topic without which it is asked of what was asked before,
_ENOUGH = 6  # and of what is said right before it


def asks_apart(inquiry: Inquiry) -> tuple[Inquiry, ...]:
    """The single questions of one that asks several things, clause by clause; empty where it asks one.

    One with hardly a word of its own is asked of what stands before it.
    """
    if inquiry.intent.asks_why or inquiry.intent in (Intent.SUMMARY, Intent.COMPARE, Intent.COMPUTE):
        return ()
    clauses = _asking_clauses(inquiry.own)
    return tuple(_ask(clause, before, inquiry) for clause, before in clauses) if len(clauses) > 1 else ()


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
            own = len(topic(clause).replace("的", ""))
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
        asks=(),
    )
