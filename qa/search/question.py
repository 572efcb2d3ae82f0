"""Question and history -> Inquiry, by rules of language: places, years, result or target, kind of answer.

Nothing is asked of a model here, so that the understanding is there at once and always the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Statement, Turn
from qa.search.followups import against_previous, carried_over, last_two, standalone_of
from qa.search.intents import find_intent, find_statement
from qa.search.parts import parts_of
from qa.search.places import find_regions
from qa.search.slips import Holders, mend, mended
from qa.search.topics import as_read
from qa.search.years import NEXT_YEAR, YEAR, find_years

# Without a region named, all that are held are compared, where they are few.
_WHICH_REGION = re.compile(
    r"(?:哪个|哪一个|几个|各个?)[区县市](?:的)?[^,，。]{0,12}?(?:最|更)[多少高低大小快慢]|(?:几个|各)[区县市].{0,16}排"
)
_COMPARED_AT_MOST = 6


def understand(
    question: str,
    history: Sequence[Turn],
    *,
    held: Sequence[str],
    today: dt.date,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
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
        holders: tells how many passages have a pair of characters; slips of the keyboard are mended by it.
    """
    asked = as_read(question)
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
        statement=find_statement(asked),
        intent=_intent(asked, history, held),
        carried=carried,
        slips=tuple(slips.items()),
    )
    if year := _year_after(inquiry):
        inquiry, when = replace(inquiry, years=(year,)), [(0, year)]
    if _compares_all(inquiry, held):
        inquiry, where = replace(inquiry, regions=tuple(held)), list(enumerate(held))

    def read(turns: Sequence[Turn]) -> Inquiry:
        return understand(turns[-1].question, turns[:-1], held=held, today=today)

    parts = (
        last_two(inquiry, history, read)
        or against_previous(inquiry, history, read, held=held, today=today)
        or parts_of(inquiry, where, when)
    )
    return replace(inquiry, parts=parts)


def _intent(asked: str, history: Sequence[Turn], held: Sequence[str]) -> Intent:
    """The kind of answer asked for; that of the question before where this one tells none."""
    intent = find_intent(asked)
    return find_intent(standalone_of(history, held)) if intent is Intent.FACT and history else intent


def _year_after(inquiry: Inquiry) -> int | None:
    """The year after the one taken over, where the question asks for it ("来年", "今年打算"); else None."""
    if not inquiry.carried or not inquiry.years or YEAR.search(inquiry.own):
        return None
    planned = inquiry.statement is Statement.TARGET and re.search(r"今年|明年|新一年", inquiry.own)
    return inquiry.years[-1] + 1 if planned or NEXT_YEAR.search(inquiry.own) else None


def _compares_all(inquiry: Inquiry, held: Sequence[str]) -> bool:
    """Whether the question compares regions and names none."""
    return bool(_WHICH_REGION.search(inquiry.own)) and not inquiry.regions and len(held) <= _COMPARED_AT_MOST
