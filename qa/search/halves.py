"""Questions in two halves, each with its own time and kind: "2023年打算建几所？前一年建了几所？"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Statement
from qa.search.intents import find_statement, without_kind
from qa.search.places import without_regions
from qa.search.topics import named, topic
from qa.search.years import find_years, named_years, without_periods, year_beside
from qa.text import HOW_MANY

_CLAUSE = re.compile(r"[^,，;；。?？!！]+")
_ASKS = re.compile(rf"{HOW_MANY}|呢$")
# The halves have to do with each other, or one asks for no figure: not answered one by one.
_TOGETHER = re.compile(
    r"[比较](?!例|重|率)|差|哪|谁|更|最|变化|倍|占|[合总]计|总和|之和|一共|总共|共计|拢共|加起来|为什么|怎么|分别|各"
)


def halves_of(inquiry: Inquiry, today: dt.date) -> tuple[Inquiry, ...]:
    """The two questions that follow each other in one, each of its own time; none of any other question.

    A relative year of the second ("前一年") counts from the first one's year. What one half leaves out it takes
    from the other; where only one speaks of plans, the other asks for a result.
    """
    asked = inquiry.own
    spans = [match.span() for match in _CLAUSE.finditer(asked) if _ASKS.search(match.group())]
    if len(spans) != 2 or len(inquiry.regions) > 1 or _TOGETHER.search(asked):
        return ()
    texts = (asked[: spans[0][1]], asked[spans[1][0] : spans[1][1]])
    years = _years_of(texts, today)
    if len(set(years)) != 2:
        return ()
    kinds = [find_statement(text) for text in texts]
    if kinds.count(Statement.TARGET) == 1:
        kinds = [kind or Statement.OUTCOME for kind in kinds]
    words = [without_periods(without_kind(without_regions(text, inquiry.regions))).strip() for text in texts]
    fuller = max(words, key=lambda text: len(topic(text, inquiry.regions)))
    return tuple(
        _half(inquiry, text, "" if text == fuller else fuller, when, kind)
        for text, when, kind in zip(words, years, kinds, strict=True)
    )


def _years_of(texts: Sequence[str], today: dt.date) -> list[tuple[int, ...]]:
    """The years of each half; none where one has no time of its own, or several."""
    first, second = texts
    told = find_years(first, today)
    beside = year_beside(second, told[-1][1]) if told and not named_years(second) else None
    times = [told, [(0, beside)] if beside else find_years(second, today)]
    if any(len({at for at, _ in time}) != 1 for time in times):
        return []
    return [tuple(year for _, year in time) for time in times]


def _half(inquiry: Inquiry, text: str, carried: str, years: tuple[int, ...], statement: Statement | None) -> Inquiry:
    taken, asked = "", named(inquiry.regions, years) + (carried or text)
    if carried and (topic(text, inquiry.regions) or re.search(HOW_MANY, text)):
        taken, asked = asked, f"{asked}；{text}"
    return replace(
        inquiry, standalone=asked, carried=taken, years=years, statement=statement, intent=Intent.FIGURE, parts=()
    )
