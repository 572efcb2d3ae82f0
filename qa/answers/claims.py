"""What a question asserts, against the sentence about that very thing, of whichever year the reports tell it.

Looked at where there is no answer else: the question may ask when the line that has not opened yet was opened.
What is corrected is the stage that a thing has reached, a figure's part, state or year, a bound, and "always".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answers.asserted import ALWAYS, NOT_YET, ONE_YEAR, SCALES, SHORT_OF, Claim, claims_of
from qa.answers.material import Finder, Material, Sentence
from qa.answers.picking import pick_figure
from qa.answers.premises import against_direction, asked_besides, correction
from qa.answers.wording import quote
from qa.datatypes import Intent, Passage
from qa.figures.contrasts import contrary, steps
from qa.figures.matching import Wanted
from qa.figures.parsing import Figure, clauses, parse_figures, same_quantity
from qa.text import in_quotes

_FOUND = 0.1  # a sentence found with less is about something else,
_NEAR_BEST = 0.3  # and so is one with less than this share of the best one's score
_VERY_THING = 0.7  # share of the asserted subject that a clause must hold to be of that very thing,
_BY_FIGURE = 0.5  # and the same where it has the asserted figure besides
_UNUSUAL = 10  # a figure above this says by itself what it is of

_AHEAD = re.compile(r"预计|计划|拟(?!建)|力争|争取|将(?!台)|推动|推进|加快|尽快|确保|尚未|未能|没有")
_ALREADY = re.compile(r"已经?|就|早|都|了|不是")
_STILL = re.compile(r"还[在开]")
_FIRST = re.compile(r"首次|第一次|首度")
_OF_ALL = re.compile(r"均|都|皆")  # opens a clause that is said of the clauses before it


def against_claims(found: Material, find: Finder) -> list[Sentence]:
    """What the reports tell otherwise than the question asserts, of that very thing; empty where nothing is plain.

    Args:
        found: the question with what is found for it of any year and kind of statement.
        find: finds the material for another question.
    """
    if against := _moved_otherwise(found):
        return [against]
    least = max(_FOUND, _NEAR_BEST * found.strength)
    near = [hit.passage for hit in found.hits if hit.score >= least and hit.passage.paragraph]
    for claim, passage in itertools.product(claims_of(found), near):
        if wrong := _wrong(claim, passage, found.inquiry.years):
            return [correction(found, passage, wrong), *asked_besides(found, passage)]
        if figure := _of_other_years(claim, passage, found):
            return _for_the_year(figure, passage, found, find)
    return []


def _moved_otherwise(found: Material) -> Sentence | None:
    """The best sentence where it is of a year compared, and the question only takes the other direction for granted."""
    period, years = found.passages[0].period if found.hits else None, found.inquiry.years
    if period is None or len(years) < 2 or not any(map(period.covers, years)):
        return None
    return against_direction(replace(found, inquiry=replace(found.inquiry, years=(), parts=())))


def _wrong(claim: Claim, passage: Passage, years: Sequence[int]) -> str | None:
    """What a passage about the very thing tells otherwise.

    What is told of a later time says nothing against "not yet", and what is told of an earlier one nothing
    against "already".
    """
    period = passage.period
    by_then = period is None or not years or period.first <= max(years)
    since_then = period is None or not years or period.last >= min(years)
    for clause in _statements(passage.text):
        if claim.about(clause) < _VERY_THING or not steps(claim.text) <= steps(clause):
            continue
        if by_then and (_reached_by_now(claim, clause, passage) or _amounts_to(claim, clause, passage)):
            return f"报告写的是{in_quotes(clause)}"
        if since_then and _not_reached(claim, clause, passage):
            return f"报告没有说已经做到，写的是{in_quotes(clause)}"
        if by_then and since_then and claim.ranked_otherwise(clause):
            return f"报告写的是{in_quotes(clause)}"
        if ALWAYS.search(claim.text) and _FIRST.search(clause) and not ALWAYS.search(clause):
            return "报告写的是首次，不是一直如此"
    return _other_part(claim, passage)


def _statements(text: str) -> Iterator[str]:
    """The clauses of a text, one that is said of those before it together with them ("甲达到3%，乙达到5%，均达标")."""
    for start, end in clauses(text):
        if _OF_ALL.match(text[start:end]):
            start = text.rfind("。", 0, start) + 1
        yield text[start:end].strip()


def _stages(claim: Claim, clause: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The stage that a claim names and the one that a clause tells to be reached, on each scale that both are on."""
    ahead = passage.statement.ahead or bool(_AHEAD.search(clause))
    for scale in SCALES:
        said, told = scale.last(claim.text), scale.last(clause)
        if said is not None and told is not None:
            yield said, told - ahead


def _reached_by_now(claim: Claim, clause: str, passage: Passage) -> bool:
    """Whether a stage that is said not to be reached is, or one that is said to last is over."""
    lasts = bool(_STILL.search(claim.text))
    waits = bool(NOT_YET.search(claim.text))
    return waits and any(told >= said + lasts for said, told in _stages(claim, clause, passage))


def _not_reached(claim: Claim, clause: str, passage: Passage) -> bool:
    """Whether a stage that is said to be reached is not."""
    already = bool(_ALREADY.search(claim.text)) and not NOT_YET.search(claim.text)
    return already and any(told < said for said, told in _stages(claim, clause, passage))


def _amounts_to(claim: Claim, clause: str, passage: Passage) -> bool:
    """Whether a figure that is said not to be reached is."""
    missed = [one for one in parse_figures(claim.text) if SHORT_OF.search(claim.text[: one.start])]
    levels = [one for one in parse_figures(clause) if not (one.is_growth or passage.statement.ahead)]
    return any(told.unit in (said.unit, "个") and told.value >= said.value for said in missed for told in levels[:1])


def _other_part(claim: Claim, passage: Passage) -> str | None:
    """A figure that the report gives for a counterpart or another state of what it is said of."""
    for said, told, clause in _same_figures(claim, passage):
        own = next(part for part in clause.split("、") if told.text in part).strip()
        state, other = Wanted.of(claim.text, {}).state, Wanted.of(own, {}).state
        if contrary(claim.text, own) or (None not in (state, other) and state != other):
            return f"报告里的{said.text}说的是{in_quotes(own)}"
    return None


def _same_figures(claim: Claim, passage: Passage) -> Iterator[tuple[Figure, Figure, str]]:
    """The asserted figures that a passage has for something much like it: as said, as told, and its clause."""
    spans = clauses(passage.text)
    said = [one for one in parse_figures(claim.text) if one.value > _UNUSUAL]
    for told in parse_figures(passage.text):
        at = next((at for at, (start, end) in enumerate(spans) if start <= told.start < end), None)
        if at is None or claim.about(passage.text[spans[max(at - 1, 0)][0] : spans[at][1]]) < _BY_FIGURE:
            continue
        for one in said:
            if same_quantity(one, told):
                yield one, told, passage.text[slice(*spans[at])]


def _of_other_years(claim: Claim, passage: Passage, material: Material) -> Figure | None:
    """An asserted figure that the report gives for another year than the one asked about, or for several together."""
    period, years = passage.period, material.inquiry.years
    if period is None or len(years) != 1 or str(years[0]) in passage.text:
        return None
    several = period.last > period.first and bool(ONE_YEAR.search(claim.text))
    if period.covers(years[0]) and not several:
        return None
    same = _same_figures(claim, passage)
    return next((told for _, told, clause in same if claim.about(clause) >= _VERY_THING), None)


def _for_the_year(figure: Figure, passage: Passage, found: Material, find: Finder) -> list[Sentence]:
    """Of which years a figure is, and what the reports plainly give for the year asked; empty where they agree."""
    inquiry, period = found.inquiry, passage.period
    year = inquiry.years[0]
    asked = f"{''.join(inquiry.regions)}{year}年{figure.indicator}多少{figure.unit}"
    own = find(replace(inquiry, standalone=asked, carried="", intent=Intent.FIGURE, statement=None))
    if any(same_quantity(figure, one) for each in own.passages for one in parse_figures(each.text)):
        return []
    when = period.label() if period and period.first == period.last else "多年合计"
    told = correction(found, passage, f"报告里的{figure.text}是{when}的数，不是{year}年一年的")
    picked = pick_figure(own) if own.hits else None
    return [told, quote(own, picked.hit.passage)] if picked and picked.plain else [told]
