"""What a question asserts, against the sentence about that very thing, of whichever year the reports tell it.

Looked at where there is no answer else: the question may ask when the line that has not opened yet was opened.
What is corrected is the stage that a thing has reached, a rank, a bound, "always", of what and when a figure is,
and when a thing was done; whoever asserts something else and asks on gets what is told of the thing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answers.asserted import ALWAYS, FIRST, NOT_YET, ONE_YEAR, ONLY, SCALES, SHORT_OF, Claim, asserts, claims_of
from qa.answers.material import Finder, Material, Sentence
from qa.answers.picking import pick_figure
from qa.answers.premises import against_direction, asked_besides, correction, says_of_another
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Intent, Passage, Statement
from qa.dictionary import is_verb
from qa.figures.agreement import can_be_one
from qa.figures.contrasts import contrary, steps
from qa.figures.matching import Wanted, dimension, is_named, is_new
from qa.figures.parsing import Figure, clauses, parse_figures, same_quantity
from qa.text import in_quotes, normalise

_FOUND = 0.05  # a sentence found with less is about something else,
_NEAR_BEST = 0.3  # and so is one with less than this share of the best one's score
_VERY_THING = 0.7  # share of the asserted subject that a clause must hold to be of that very thing,
_BY_FIGURE = 0.5  # and the same where it has the asserted figure besides
_PRECISE_DIGITS = 3  # hardly anything else has a figure with so many: it needs no words
_ALL_OF_IT = 0.85  # and the same that a sentence of another year must hold
_NAME = 5.0  # weight of a word that few sentences have
_MEASURING = (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE)
_UNUSUAL = 10  # a number of things above this says by itself what it is of

_AHEAD = re.compile(r"预计|计划|拟(?!建)|力争|争取|将(?!台)|推动|推进|加快|尽快|确保|尚未|未能|没有")
_ALREADY = re.compile(r"已经?|就|早|都|了|不是|(?:[以之]?后|以来|[时天]|[那首头一]年|首日)(?=[,，]|$)")
_STILL = re.compile(r"还[在开]|有的|一半|部分")  # what is so as long as nothing later is told
_NAMES_YEAR = re.compile(r"(?:19|20)\d\d")  # against an overview of another year, which asserts less
_SEVERAL_YEARS = re.compile(r"[两三四五六七八九十\d]+年(?:来|间|共|累计)?(?=[增减累共新])|累计|以来")
_DONE = re.compile(r"已经?|早就?|了|[掉完好成]的|的?[那这]\d")  # takes for granted that something is done
_PLANNED = re.compile(r"计划|打算|准备|安排|目标|力争|争取|预计|拟|将|(?<![重主需])要(?!求|点|素)")
_BECOMES = re.compile(
    r"(?:转型|改造?|改建|变|转变|翻建|建设|打造|[建盖修])(?:成|为)了?(?P<what>[^,，。;；?？]{2,16}?)"
    r"(?:[以之]?后(?=[,，]|$)|[了的,，。;；?？]|$)"
)
# Says of when something is: "2024年才…", "首次是在2013年".
_SAYS_WHEN = re.compile(
    rf"\d{{4}}年?[^,，。\d]{{0,4}}?(?:才|就(?!业)|便)|(?:{FIRST.pattern}).*\d{{4}}|\d{{4}}.*(?:{FIRST.pattern})"
)
_DOUBTED = re.compile(r"是不是|是否")
_STRETCH = re.compile(r"[^。;；]+")
_OF_ALL = re.compile(r"均|都|皆|提前|超额|(?:基本)?实现")  # opens a clause that is said of the clauses before it


def against_claims(found: Material, find: Finder) -> list[Sentence]:
    """What the reports tell otherwise than the question asserts, of that very thing; empty where nothing is plain.

    Args:
        found: the question with what is found for it of any year and kind of statement.
        find: finds the material for another question.
    """
    if against := _moved_otherwise(found):
        return [against]
    least = max(_FOUND, _NEAR_BEST * found.strength)
    claims = list(claims_of(found))
    near = [
        hit.passage
        for hit in found.hits
        if hit.passage.paragraph
        and not says_of_another(found, hit.passage)
        and (hit.score >= least or any(_has_all(claim, hit.passage) for claim in claims))
    ]
    for claim, passage in itertools.product(claims, near):
        if wrong := _wrong(claim, passage, near, claim.years(found.inquiry.years)):
            return [correction(found, passage, wrong), *asked_besides(found, passage)]
        if aim := _only_aimed_at(claim, passage, near):
            return [correction(found, passage, aim)]
        if figure := _of_other_years(claim, passage, found):
            return _for_the_year(claim.years(found.inquiry.years)[0], figure, passage, found, find)
        dated = found.inquiry.intent is not Intent.SUMMARY or _NAMES_YEAR.search(passage.text)
        if dated and (when := _in_another_year(claim, passage, found)):
            return [correction(found, passage, when)]
    return _about_it(found, near)


def says_when(inquiry: Inquiry) -> bool:
    """Whether a question says of something in which year it came about."""
    return bool(inquiry.years and _SAYS_WHEN.search(inquiry.own))


def against_time(found: Material) -> list[Sentence]:
    """The year of what the question says to have come about in another, which the reports do not tell of that one.

    Args:
        found: as for `against_claims`.
    """
    near = [hit.passage for hit in found.hits if hit.score >= _FOUND and hit.passage.paragraph]
    found = replace(found, inquiry=replace(found.inquiry, standalone=_DOUBTED.sub("", found.inquiry.standalone)))
    for claim in claims_of(found, doubted=True):
        deed = replace(claim, subject=claim.subject.keeping(lambda word: not is_verb(word)))
        if any(_came_about(deed, passage, found) for passage in near if _is_of(passage, claim, found)):
            continue
        for passage in near:
            if when := _in_another_year(deed, passage, found):
                return [correction(found, passage, when)]
    return []


def _is_of(passage: Passage, claim: Claim, found: Material) -> bool:
    """Whether a passage is of a year of which something is asserted."""
    return passage.period is not None and any(map(passage.period.covers, claim.years(found.inquiry.years)))


def _has_all(claim: Claim, passage: Passage) -> bool:
    """Whether a passage has an asserted figure and nearly all that it is said of, however little it answers."""
    return claim.about(passage.text) >= _ALL_OF_IT and any(_same_figures(claim, passage))


def _moved_otherwise(found: Material) -> Sentence | None:
    """The best sentence where it is of a year compared, and the question only takes the other direction for granted."""
    period, years = found.passages[0].period if found.hits else None, found.inquiry.years
    if period is None or len(years) < 2 or not any(map(period.covers, years)):
        return None
    return against_direction(replace(found, inquiry=replace(found.inquiry, years=(), parts=())))


def _wrong(claim: Claim, passage: Passage, near: Sequence[Passage], years: Sequence[int]) -> str | None:
    """What a passage about the very thing tells otherwise; not that a stage is not reached which one `near` tells of.

    What is told of a later time says nothing against "not yet", and what is told of an earlier one nothing
    against "already".
    """
    period = passage.period
    by_then = period is None or not years or period.first <= max(years)
    since_then = period is None or not years or period.last >= min(years)
    for clause in sorted(_statements(passage.text), key=claim.about, reverse=True):
        if claim.about(clause) < _VERY_THING:
            break
        if not steps(claim.text) <= steps(clause):
            continue
        if by_then and (_reached_by_now(claim, clause, passage) or _amounts_to(claim, clause, passage)):
            return f"报告写的是{in_quotes(clause)}"
        if since_then and _not_reached(claim, clause, passage) and not _reached_by(claim, near, years):
            return f"报告没有说已经做到，写的是{in_quotes(clause)}"
        if by_then and since_then and claim.ranked_otherwise(clause):
            return f"报告写的是{in_quotes(clause)}"
        if ALWAYS.search(claim.text) and FIRST.search(clause) and not ALWAYS.search(clause):
            return "报告写的是首次，不是一直如此"
    return _other_part(claim, passage) or _becomes_otherwise(claim, passage)


def _statements(text: str) -> Iterator[str]:
    """The clauses of a text, one that is said of those before it together with them ("甲达到3%，乙达到5%，均达标")."""
    for start, end in clauses(text):
        if _OF_ALL.match(text[start:end]):
            start = _stretch_start(text, start)
        yield text[start:end].strip()


def _stretch_start(text: str, at: int) -> int:
    """Where the stretch between full stops and semicolons begins that a place of a text lies in."""
    return max(text.rfind(mark, 0, at) for mark in "。；;") + 1


def _stretch_up_to(span: tuple[int, int], text: str) -> str:
    """What stands from the last full stop or semicolon to the end of a clause."""
    return text[_stretch_start(text, span[0]) : span[1]]


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
    waits = NOT_YET.search(claim.text) or ONLY.search(claim.text)
    return bool(waits) and any(told >= said + lasts for said, told in _stages(claim, clause, passage))


def _not_reached(claim: Claim, clause: str, passage: Passage) -> bool:
    """Whether a stage that is said to be reached is not."""
    taken = _ALREADY.search(claim.text) or (claim.granted and not _PLANNED.search(claim.text))
    already = bool(taken) and not NOT_YET.search(claim.text)
    return already and any(told < said for said, told in _stages(claim, clause, passage))


def _reached_by(claim: Claim, near: Sequence[Passage], years: Sequence[int]) -> bool:
    """Whether some passage, of no later time than the years, tells of the very thing that the stage is reached."""
    told = [one for one in near if one.period is None or not years or one.period.first <= max(years)]
    return any(
        claim.about(clause) >= _VERY_THING and any(reached >= said for said, reached in _stages(claim, clause, one))
        for one in told
        for clause in _statements(one.text)
    )


def _amounts_to(claim: Claim, clause: str, passage: Passage) -> bool:
    """Whether a figure that is said not to be reached is."""
    missed = [one for one in parse_figures(claim.text) if SHORT_OF.search(claim.text[: one.start])]
    levels = [one for one in parse_figures(clause) if not (one.is_growth or passage.statement.ahead)]
    return any(told.unit in (said.unit, "个") and told.value >= said.value for said in missed for told in levels[:1])


def _other_part(claim: Claim, passage: Passage) -> str | None:
    """A figure that the report gives for a counterpart or another state of what it is said of."""
    for _, told, clause in _same_figures(claim, passage):
        own = next(part for part in clause.split("、") if told.text in part).strip()
        meant = Wanted.of(claim.text, {})
        states, news = (meant.state, Wanted.of(own, {}).state), (meant.new, is_new(told))
        of_several = ONE_YEAR.search(claim.text) and _SEVERAL_YEARS.search(own)
        if contrary(claim.text, own) or of_several or _opposed(*states) or _opposed(*news):
            return f"报告里的{told.text}说的是{in_quotes(own)}"
    return None


def _becomes_otherwise(claim: Claim, passage: Passage) -> str | None:
    """The clause that tells of the very thing that it becomes something else than is said."""
    said = _BECOMES.search(claim.text)
    if said is None:
        return None
    words = {word: weight for word, weight in claim.subject.words.items() if not is_named(word, said[0])}
    thing = replace(claim, subject=Wanted(words))
    for clause in _statements(passage.text):
        told = _BECOMES.search(clause)
        if told and thing.about(clause) >= _VERY_THING and not _shares(said["what"], told["what"]):
            return f"报告写的是{in_quotes(clause)}"
    return None


def _shares(one: str, other: str) -> bool:
    """Whether two phrases have two neighbouring characters in common."""
    return any("".join(pair) in other for pair in itertools.pairwise(one))


def _only_aimed_at(claim: Claim, passage: Passage, near: Sequence[Passage]) -> str | None:
    """The target whose figure a question takes for what was done, and that no passage near tells to be done."""
    if not passage.statement.ahead or not _DONE.search(claim.text) or _PLANNED.search(claim.text):
        return None
    if any(_just_as_said(claim, one) for one in near if not one.statement.ahead):
        return None
    for told, clause in _just_as_said(claim, passage):
        if claim.about(clause) >= _VERY_THING:
            when = f"{passage.period.label()}的" if passage.period else ""
            return f"报告里的{told.text}是{when}目标，不是完成情况"
    return None


def _just_as_said(claim: Claim, passage: Passage) -> list[tuple[Figure, str]]:
    """The figures of a passage that are just those asserted, not only rounded alike, each with its clause."""
    return [(told, clause) for said, told, clause in _same_figures(claim, passage) if same_quantity(said, told)]


def _opposed(one: int | None, other: int | None) -> bool:
    return None not in (one, other) and one != other


def _in_another_year(claim: Claim, passage: Passage, found: Material) -> str | None:
    """The year of what is asserted of another year, where it is no level that every year has: a first time, a deed."""
    period = passage.period
    if period is None or not claim.years(found.inquiry.years) or _is_of(passage, claim, found):
        return None
    if parse_figures(claim.text) or NOT_YET.search(claim.text):
        return None
    if any(_is_of(one, claim, found) and _came_about(claim, one, found) for one in found.passages):
        return None  # told of that year as well
    return f"报告写的是{period.label()}" if _came_about(claim, passage, found) else None


def _came_about(claim: Claim, passage: Passage, found: Material) -> bool:
    """Whether a passage tells, whenever that was, the first time or the deed that is asserted."""
    if FIRST.search(claim.text):
        clauses_told = _statements(passage.text)
        return any(FIRST.search(clause) and claim.about(clause) >= _VERY_THING for clause in clauses_told)
    measured = found.inquiry.intent in _MEASURING
    if claim.asks or measured or max(claim.subject.words.values(), default=0.0) < _NAME:
        return False
    said = normalise(claim.text)
    whole = found.wanted.keeping(lambda word: is_named(word, said) and not is_verb(word))
    return any(
        claim.about(told) >= _ALL_OF_IT and whole.coverage(normalise(told)) >= _VERY_THING
        for told in _STRETCH.findall(passage.text)
    )


def _about_it(found: Material, near: Sequence[Passage]) -> list[Sentence]:
    """What is told of the thing that a question asserts something of; empty where it only asks."""
    if not asserts(found.inquiry.own):
        return []
    years = found.inquiry.years
    claims = list(claims_of(found, doubted=True))
    of_then = [one for one in near if not years or (one.period and any(map(one.period.covers, years)))]
    told = next((one for one in of_then if any(claim.about(one.text) >= _BY_FIGURE for claim in claims)), None)
    if told is None or any(_agrees(claim, told) for claim in claims):
        return []
    quoted = quote(found, told, uncut=True)
    return [replace(quoted, text=f"报告没有直接说明所问的内容，有关的原文是：{quoted.text}")]


def _agrees(claim: Claim, passage: Passage) -> bool:
    """Whether a passage has the stage or the figures asserted; what is said to lack does, unless told otherwise."""
    short_of = any(SHORT_OF.search(claim.text[: one.start]) for one in parse_figures(claim.text))
    stages = (pair for clause in _statements(passage.text) for pair in _stages(claim, clause, passage))
    lacks = short_of or bool(NOT_YET.search(claim.text))
    return lacks or any(said == told for said, told in stages) or any(_same_figures(claim, passage))


def _same_figures(claim: Claim, passage: Passage) -> Iterator[tuple[Figure, Figure, str]]:
    """The asserted figures that a passage has for something much like it: as said, as told, and its clause."""
    spans = clauses(passage.text)
    said = [one for one in parse_figures(claim.text) if one.value > _UNUSUAL or dimension(one.unit) != "things"]
    for told in parse_figures(passage.text):
        span = next(((start, end) for start, end in spans if start <= told.start < end), None)
        if span and (_is_precise(told) or claim.about(_stretch_up_to(span, passage.text)) >= _BY_FIGURE):
            yield from ((one, told, passage.text[slice(*span)]) for one in said if can_be_one(one, told))


def _of_other_years(claim: Claim, passage: Passage, material: Material) -> Figure | None:
    """An asserted figure that the report gives for another year than the one asked about, or for several together."""
    period, years = passage.period, claim.years(material.inquiry.years)
    if period is None or len(years) != 1 or str(years[0]) in passage.text:
        return None
    several = period.last > period.first and bool(ONE_YEAR.search(claim.text))
    if period.covers(years[0]) and not several:
        return None
    same = _same_figures(claim, passage)
    return next((told for _, told, clause in same if claim.about(clause) >= _least_about(told)), None)


def _least_about(figure: Figure) -> float:
    """The share of the subject that a clause must hold: less beside a figure that hardly anything else has."""
    return _BY_FIGURE if _is_precise(figure) else _VERY_THING


def _is_precise(figure: Figure) -> bool:
    """Whether a figure has so many digits that hardly two things share it."""
    return len(f"{figure.value:g}".replace(".", "").strip("0")) >= _PRECISE_DIGITS


def _for_the_year(year: int, figure: Figure, passage: Passage, found: Material, find: Finder) -> list[Sentence]:
    """Of which years a figure is, and what the reports plainly give for `year`; empty where they agree."""
    inquiry, period = found.inquiry, passage.period
    asked = f"{''.join(inquiry.regions)}{year}年{figure.indicator}多少{figure.unit}"
    own = find(
        replace(inquiry, standalone=asked, carried="", years=(year,), parts=(), intent=Intent.FIGURE, statement=None)
    )
    if any(can_be_one(figure, one) for each in own.passages for one in parse_figures(each.text)):
        return []
    when = period.label() if period and period.first == period.last else "多年合计"
    what = "目标" if passage.statement is Statement.TARGET else "数"
    told = correction(found, passage, f"报告里的{figure.text}是{when}的{what}，不是{year}年一年的")
    picked = pick_figure(own) if own.hits else None
    return [told, quote(own, picked.hit.passage)] if picked and picked.plain else [told]
