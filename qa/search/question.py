"""Question and history -> Inquiry, by rules of language: places, years, result or target, kind of answer.

Nothing is asked of a model here, so that the understanding is there at once and always the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Report, Statement, Turn
from qa.search.asides import without_exclusions, without_orders, without_talk
from qa.search.asks import asks_apart
from qa.search.everywhere import over_places, rivals
from qa.search.followups import against_previous, carried_over, last_two, standalone_of, statement_before
from qa.search.halves import halves_of
from qa.search.intents import find_intent, find_statement
from qa.search.parts import of_places, of_reports, overviews, parts_of
from qa.search.places import find_regions
from qa.search.references import find_references, refer, without_speakers
from qa.search.slips import Holders, mend, mended
from qa.search.topics import as_read
from qa.search.years import NEXT_YEAR, YEAR, find_years, relative_to, year_beside
from qa.text import ASKS_WHEN

# Years side by side, where one may name a report.
_SETS_APART = re.compile(r"比(?!例|重|率)|差|减|变化|相较|从[^,，。;；?？]{2,14}[到至]")


def understand(
    question: str,
    history: Sequence[Turn],
    *,
    held: Sequence[str],
    today: dt.date,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    reports: Sequence[Report] = (),
    holders: Holders | None = None,
) -> Inquiry:
    """Read a question: what it names, what it wants, and the single questions that it is made of.

    Args:
        question: as typed; widths, blanks and digits are folded here.
        history: earlier turns, oldest first; the last three at most tell what a follow-up is about.
        held: regions whose reports are in the index.
        today: what "今年" refers to.
        regions: regions chosen by the person; they stand for those of the question.
        years: years chosen by the person, likewise.
        reports: those in the index, which the question may refer to ("2022年底那份报告").
        holders: tells how many passages have a pair of characters; slips of the keyboard are mended by it.
    """
    typed = as_read(question)
    plain = without_orders(typed)
    asked, excluded = without_exclusions(plain)
    asked = without_talk(asked, held)
    slips = mend(asked, holders) if holders else {}
    asked = mended(asked, slips)
    carried = carried_over(asked, history, held)
    standalone = f"{carried}；{asked}" if carried else asked
    where = [] if regions else find_regions(standalone, held)
    when = [] if years else find_years(standalone, today)
    inquiry = Inquiry(
        question=question,
        standalone=standalone,
        regions=tuple(regions) or tuple(dict.fromkeys(name for _, name in where)),
        years=tuple(years) or tuple(dict.fromkeys(year for _, year in when)),
        statement=find_statement(asked) or (statement_before(asked, history, held, today) if carried else None),
        intent=_intent(asked, history if carried else (), held),
        carried=carried,
        slips=tuple(slips.items()),
        excluded=excluded,
        ordered=plain != typed,
    )
    if year := _year_beside(inquiry):
        inquiry, when = replace(inquiry, years=(year,)), [(0, year)]
    if places := rivals(inquiry, held, reports):
        inquiry = over_places(inquiry, places)
    if not years:
        inquiry, when = _when_asked(inquiry, when)
    meant = refer(inquiry, reports, _latest_year(inquiry, history, today))
    inquiry, when = _within(inquiry, when, meant)
    if inquiry.reports and inquiry.intent not in (Intent.META, Intent.PERSON):
        inquiry = replace(inquiry, standalone=without_speakers(inquiry.standalone, reports))

    def read(turns: Sequence[Turn]) -> Inquiry:
        return understand(turns[-1].question, turns[:-1], held=held, today=today, reports=reports)

    parts = (
        of_places(inquiry, places.told if places.comparable else ())
        if places
        else last_two(inquiry, history, read)
        or against_previous(inquiry, history, read, held=held, today=today)
        or of_reports(inquiry, when, meant)
        or halves_of(inquiry, today)
        or parts_of(inquiry, where, when)
    )
    if inquiry.intent is Intent.SUMMARY:
        parts = overviews(inquiry, parts)
    return replace(inquiry, parts=parts, asks=asks_apart(inquiry))


def _intent(asked: str, history: Sequence[Turn], held: Sequence[str]) -> Intent:
    """The kind of answer asked for; that of the question before where this one tells none."""
    intent = find_intent(asked)
    return find_intent(standalone_of(history, held)) if intent is Intent.FACT and history else intent


def _year_beside(inquiry: Inquiry) -> int | None:
    """The year before or after the one taken over, where the question asks for it ("前一年", "来年"); else None.

    What "去年" and "明年" mean is in place already.
    """
    if not inquiry.carried or not inquiry.years or YEAR.search(inquiry.own):
        return None
    planned = inquiry.statement is Statement.TARGET and "新一年" in inquiry.own
    if planned:
        return inquiry.years[-1] + 1
    return None if relative_to(inquiry.own, 0) is not None else year_beside(inquiry.own, inquiry.years[-1])


def _latest_year(inquiry: Inquiry, history: Sequence[Turn], today: dt.date) -> int | None:
    """The year that "后一年那份报告" counts from: the last that the turn before names, or its answer does."""
    texts = [inquiry.carried, *(turn.answer for turn in history[-1:])]
    return next((max(found)[1] for text in texts if (found := find_years(text, today))), None)


def _when_asked(inquiry: Inquiry, when: list[tuple[int, int]]) -> tuple[Inquiry, list[tuple[int, int]]]:
    """The inquiry and its years without those that lead up to a question for a time ("2022年封了顶，那哪年用上")."""
    asked = ASKS_WHEN.search(inquiry.standalone)
    if not asked or inquiry.carried or inquiry.intent is not Intent.FACT:
        return inquiry, when
    start = max(inquiry.standalone.rfind(mark, 0, asked.start()) for mark in ",，;；。?？")
    kept = [(at, year) for at, year in when if at > start]
    return replace(inquiry, years=tuple(dict.fromkeys(year for _, year in kept))), kept


def _within(
    inquiry: Inquiry, when: list[tuple[int, int]], meant: Sequence[Sequence[Report]]
) -> tuple[Inquiry, list[tuple[int, int]]]:
    """The inquiry, kept to the one report that it refers to, and the years that it asks about.

    The year of a reference is not asked about, unless the years of a question are set side by side.
    """
    spans = find_references(inquiry.standalone, inquiry.regions)
    named = [(at, year) for at, year in when if any(span.start <= at < span.end for span in spans)]
    if (named and _SETS_APART.search(inquiry.standalone)) or len(inquiry.regions) > 1:
        return inquiry, when
    if len(meant) == 1:
        inquiry = replace(inquiry, reports=tuple(report.called for report in meant[0]))
    made = len(meant) == 1 and any(report.year == year for report in meant[0] for _, year in named)
    asked = [item for item in when if item not in named] or ([] if made else when)
    if made and (after := NEXT_YEAR.search(inquiry.own)):
        year = max(report.year or 0 for report in meant[0]) + 1
        planned = inquiry.statement if inquiry.statement is Statement.PROBLEM else Statement.TARGET
        standalone = inquiry.standalone.replace(after[0], f"{year}年")
        inquiry = replace(inquiry, standalone=standalone, statement=planned)
        asked = [(inquiry.standalone.index(f"{year}年"), year)]
    if asked != when:
        inquiry = replace(inquiry, years=tuple(dict.fromkeys(year for _, year in asked)))
    return inquiry, asked
