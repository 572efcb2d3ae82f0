"""From hits to the few sentences that the model sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.datatypes import Hit, Inquiry, Intent, Passage, Statement

# Gives all passages of one paragraph, in reading order.
Neighbours = Callable[[str, int], Sequence[Passage]]

_MAX_CHARS = 900  # of evidence text: about 600 tokens, two seconds of prefill with the 1.5B
_AHEAD = (Statement.TARGET, Statement.MEASURE)


def fits(passage: Passage, inquiry: Inquiry) -> bool:
    """Whether region, year and statement kind of a passage are those asked for, as far as asked."""
    if inquiry.regions and passage.region not in inquiry.regions:
        return False
    if inquiry.years and not speaks_of(passage, inquiry.years):
        return False
    if inquiry.statement in _AHEAD:
        return passage.statement in _AHEAD
    if inquiry.statement is Statement.OUTCOME:
        return passage.statement not in _AHEAD
    return True


def speaks_of(passage: Passage, years: Sequence[int]) -> bool:
    """Whether a passage is about one of the years: it names it, or its period covers it."""
    if any(str(year) in passage.text for year in years) or passage.period is None:
        return True
    return any(passage.period.covers(year) for year in years)


def select(inquiry: Inquiry, hits: Sequence[Hit], neighbours: Neighbours, *, count: int) -> list[Passage]:
    """The evidence for a question, best first: fitting hits, then the others to fill up.

    Lists and reasons also get what stands beside the best hit under the same lead.
    """
    fitting = [hit.passage for hit in hits if fits(hit.passage, inquiry)]
    chosen = fitting[:count] if len(fitting) >= 2 else [hit.passage for hit in hits[:count]]
    if inquiry.intent in (Intent.LIST, Intent.REASON) and chosen:
        best = chosen[0]
        beside = [p for p in neighbours(best.report_id, best.paragraph) if 0 < p.passage_id - best.passage_id <= 2]
        chosen = [best, *beside, *chosen[1:]]
    return _within_budget(list(dict.fromkeys(chosen))[: count + 1])


def _within_budget(passages: list[Passage]) -> list[Passage]:
    kept, used = [], 0
    for passage in passages:
        if kept and used + len(passage.text) > _MAX_CHARS:
            continue
        kept.append(passage)
        used += len(passage.text)
    return kept
