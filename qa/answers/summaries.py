"""The points of a summary: sentences of different stretches of the reports, in reading order."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from qa.answers.material import SURE, Finder, Material
from qa.answers.series import lead_of
from qa.datatypes import Hit, Intent, Passage, Statement
from qa.figures.parsing import parse_figures
from qa.text import normalise, readable

# How likely the model holds a passage to tell of what is asked.
Telling = Callable[[Passage], float]

MAX_POINTS = 8
_LEAST = 0.2  # of the best hit's weight: what is below is about something else
_COUNTS = 0.05  # of the best score: hits below do not tell where it stands what is asked
# What a sentence gains for where it stands, of the best hit's weight: by the share of what was found that stands
_IN_FIELD = 0.5  # in its field,
_IN_PARAGRAPH = 0.25  # and in its paragraph, half of it where it does not open a field;
_OPENS_NAMED = 0.5  # and where it opens a field of a section named for what is asked
_NAMED = 0.6  # share of the question's words from which a heading names what is asked
_AGAIN = 0.75  # how much less a further sentence of a field weighs, less so the more was found in it,
_ALL_OF_IT = 0.6  # and no less from this share
_READING = 0.6  # the log odds of what the model reads count so much beside the log of the weight,
_RARELY = 0.005  # less than this likelihood counts no further,
_SLIGHT = 0.05  # nor less than this weight,
_BEHIND = 3.5  # what is so far behind the best is left out,
_OF_IT = 0.1  # as is what has no word of the question, nor anything above it, and is read as less likely,
_MANY = 4  # and of more than so many the last
_ENUMERATOR_CHARS = 4  # what may stand before a lead: "(1)", "一是"
_OF_AREA = 2  # sentences for each area that is named
_LIKE_BEST = 0.5  # share of the best score from which another sentence may be told for its figure
_LISTED = re.compile(r"[^,，。;；:：?？!！]*、[^,，。;；:：?？!！]*")
_BETWEEN = re.compile(r"、|和|以及|还有|与|及")
_QUOTED = re.compile(r"[“\"《][^”\"》]*[”\"》]")
_OPENS_ITEM = re.compile(r"(?:^|。)[（(]\d{1,2}[)）]|^[一二三四五六七八九十]+是")
_AND_AFTER = re.compile(r"往后|今后|[以之]后|起")  # "从2017年往后" is no year alone
# What a report says to those who hear it.
_CEREMONY = re.compile(
    r"请(?:予|大会|各位)|提请.{0,12}审[议查]|受.{1,20}委托|坚强领导|监督支持|得益于|表示.{0,8}感谢|审查批准|现将.{2,40}报告"
)
# What only announces, and tells nothing itself.
_ANNOUNCES = re.compile(r"[:：]\s*$|(?:表现在|特点|如下|包括|(?:以下|下列)[^,，。]{0,12})[。:：]?\s*$")


def points(
    material: Material, passages: Sequence[Passage], count: int = MAX_POINTS, tells: Telling | None = None
) -> list[Passage]:
    """The passages of a summary, in reading order.

    Args:
        material: the hits that fit what is asked.
        passages: those of the best hit's report. What stands where much was found counts beside the hits
            themselves: in their field, which is what stands together under one lead, in their paragraph, and in a
            section named for what is asked.
        count: at most so many.
        tells: how likely a passage tells of what is asked, as the model reads it; None where no model can. The
            weightiest are read, and both count.
    """
    fields = _fields(passages)
    material = _without_asides(_without_other_plans(_without_ceremony(material)))
    share = _shares(material.hits)
    weights = {hit.passage: hit.score / material.strength for hit in material.hits}
    for passage, gain in _gains(material, passages, fields, share).items():
        weights[passage] = weights.get(passage, 0.0) + gain
    telling = [one for one in weights if not (_ANNOUNCES.search(readable(one.text)) or _CEREMONY.search(one.text))]
    if tells:
        return sorted(_as_read(telling, material, weights, count, tells), key=_order)
    left = _about_it([passage for passage in telling if weights[passage] >= _LEAST], material)
    return sorted(_spread(left, weights, fields, share, count), key=_order)


def _as_read(
    passages: Sequence[Passage], material: Material, weights: Mapping[Passage, float], count: int, tells: Telling
) -> list[Passage]:
    """The weightiest passages without those far behind by weight and by what the model reads, and of many the last."""
    weightiest = sorted(passages, key=lambda one: -weights[one])[:count]
    readings = {one: tells(one) for one in weightiest}
    about = _about_it(weightiest, material)
    kept = [one for one in weightiest if one in about or readings[one] >= _OF_IT]
    worth = {one: math.log(weights[one] + _SLIGHT) + _READING * _log_odds(readings[one]) for one in kept}
    best = max(worth.values(), default=0.0)
    near = [one for one in worth if worth[one] >= best - _BEHIND]
    return sorted(near, key=lambda one: -worth[one])[: count - (count > _MANY)]


def _log_odds(likelihood: float) -> float:
    return math.log((likelihood + _RARELY) / (1 - likelihood + _RARELY))


def _spread(
    left: set[Passage],
    weights: Mapping[Passage, float],
    fields: Sequence[Sequence[Passage]],
    share: Callable[[Iterable[Passage]], float],
    count: int,
) -> list[Passage]:
    """The weightiest, a further one of a field counting less."""
    field_of = {passage: number for number, field in enumerate(fields) for passage in field}
    again = [_AGAIN + (1 - _AGAIN) * min(1.0, share(field) / _ALL_OF_IT) for field in fields]
    chosen: list[Passage] = []
    taken: Counter[Hashable] = Counter()
    while left and len(chosen) < count:
        worth = {
            passage: weights[passage]
            * (again[field_of[passage]] if passage in field_of else _AGAIN) ** taken[_place(passage, field_of)]
            for passage in left
        }
        best = max(left, key=lambda passage: (worth[passage], -passage.passage_id))
        if worth[best] < _LEAST:
            break
        chosen.append(best)
        left.remove(best)
        taken[_place(best, field_of)] += 1
    return chosen


def with_areas(chosen: Sequence[Passage], material: Material, find: Finder) -> list[Passage]:
    """The points in reading order, with what a search finds for each area that a question enumerates.

    Areas are such as "看病、上学、养老这些事"; what a search is unsure of is left out.
    """
    inquiry = material.inquiry
    place = f"{''.join(inquiry.regions)}{''.join(f'{year}年' for year in inquiry.years[:1])}"
    told: dict[Passage, None] = {}
    for area in areas_of(material):
        found = find(replace(inquiry, standalone=f"{place}{area}", carried="", parts=()))
        told |= dict.fromkeys(_best_of(found))
    ranks = {passage: rank for rank, passage in enumerate(material.passages)}
    rest = sorted((one for one in chosen if one not in told), key=lambda one: ranks.get(one, len(ranks)))
    told |= dict.fromkeys(rest[: max(0, MAX_POINTS - len(told))])
    return sorted(told, key=_order)


def areas_of(material: Material) -> list[str]:
    """What an overview enumerates, each item by its telling words; none where it is of one thing, or is none."""
    if material.inquiry.intent is not Intent.SUMMARY:
        return []
    listed = _LISTED.search(_QUOTED.sub("", material.inquiry.own))
    if listed is None:
        return []
    first, *others = (_named_in(normalise(item), material) for item in _BETWEEN.split(listed.group()))
    areas = [*first[-1:], *(named[0] for named in others if named)]
    return areas if len(areas) >= 2 else []


def _named_in(item: str, material: Material) -> list[str]:
    """The stretches of an item that telling words make up, in its order: "农村城市化"."""
    spans = sorted(
        (match.start(), match.end())
        for word in material.wanted.words
        for form in word.split("|")
        for match in re.finditer(re.escape(form), item)
    )
    stretches: list[tuple[int, int]] = []
    for start, end in spans:
        if stretches and start <= stretches[-1][1]:
            start, end = stretches[-1][0], max(end, stretches[-1][1])
            stretches.pop()
        stretches.append((start, end))
    return [item[start:end] for start, end in stretches]


def _best_of(found: Material) -> list[Passage]:
    """The best hits of the best one's paragraph, those with figures first."""
    least = max(SURE / 2, _LIKE_BEST * found.strength)
    near = [hit.passage for hit in found.hits if hit.score >= least and _together(hit.passage, found.passages[0])]
    return sorted(near, key=lambda passage: not parse_figures(passage.text))[:_OF_AREA]


def _shares(hits: Sequence[Hit]) -> Callable[[Iterable[Passage]], float]:
    """What tells the share of what was found that stands in a stretch; a score counts by its root."""
    found = {hit.passage: math.sqrt(hit.score) for hit in hits if hit.score >= _COUNTS * hits[0].score}
    total = sum(found.values())
    return lambda stretch: sum(found.get(passage, 0.0) for passage in stretch) / total


def _gains(
    material: Material,
    passages: Sequence[Passage],
    fields: Sequence[Sequence[Passage]],
    share: Callable[[Iterable[Passage]], float],
) -> dict[Passage, float]:
    """What each passage like the best hit gains for where it stands."""
    openings = {field[0] for field in fields}
    gains = {passage: _IN_FIELD * share(field) for field in fields for passage in field}
    for _, paragraph in itertools.groupby(passages, lambda passage: passage.paragraph):
        told = list(paragraph)
        gain = _IN_PARAGRAPH * share(told)
        for passage in told:
            gains[passage] += gain * (1.0 if passage in openings else 0.5)
    for passage in openings:
        named = sum(material.wanted.coverage(normalise(heading)) >= _NAMED for heading in _headings(passage))
        gains[passage] += _OPENS_NAMED * named
    is_like = _like_the_best(material)
    return {passage: gain for passage, gain in gains.items() if is_like(passage)}


def _headings(passage: Passage) -> list[str]:
    """The headings above a passage, without its lead."""
    when = passage.period.label() if passage.period else ""
    return [part for part in passage.header.split(" ")[:-1] if part not in (passage.region, when)]


def _fields(passages: Sequence[Passage]) -> list[list[Passage]]:
    """What stands together under one lead of a paragraph, or in one numbered item."""
    fields: list[list[Passage]] = []
    for passage in passages:
        if not fields or not _together(passage, fields[-1][0]) or _opens_field(passage):
            fields.append([])
        fields[-1].append(passage)
    return fields


def _opens_field(passage: Passage) -> bool:
    lead = lead_of(passage)
    return lead in readable(passage.text)[: len(lead) + _ENUMERATOR_CHARS] or bool(_OPENS_ITEM.search(passage.text))


def _without_other_plans(material: Material) -> Material:
    """The material without what is planned for several years, where the best hit is planned for the one asked for."""
    year = _planned_for(material)
    return replace(material, hits=tuple(hit for hit in material.hits if year is None or _is_of(hit.passage, year)))


def _without_asides(material: Material) -> Material:
    """The material without what is still wrong, and what is no work at all, where the best hit is neither."""
    best = material.passages[0].statement
    aside = {Statement.PROBLEM, Statement.OTHER} - {best}
    return replace(material, hits=tuple(hit for hit in material.hits if hit.passage.statement not in aside))


def _without_ceremony(material: Material) -> Material:
    """The material without the courtesies of a report, if anything is left."""
    hits = tuple(hit for hit in material.hits if not _CEREMONY.search(hit.passage.text))
    return replace(material, hits=hits) if hits else material


def _planned_for(material: Material) -> int | None:
    """The one year asked for, where the best hit is planned for just that."""
    best, years = material.passages[0], material.inquiry.years
    if len(years) != 1 or _AND_AFTER.search(material.inquiry.own):
        return None
    return years[0] if best.statement.ahead and best.period == (years[0], years[0]) else None


def _is_of(passage: Passage, year: int) -> bool:
    return passage.period in (None, (year, year)) or str(year) in passage.text


def _about_it(passages: Sequence[Passage], material: Material) -> set[Passage]:
    """Those that have a telling word of the question, or one above them, if the best one has."""
    if material.coverage(material.passages[0]) == 0:
        return set(passages)
    return {passage for passage in passages if material.coverage(passage) > 0}


def _like_the_best(material: Material) -> Callable[[Passage], bool]:
    """What tells whether a passage is of the years asked for, or of the best hit's, and of plans where that one is."""
    best, years, year = material.passages[0], material.inquiry.years, _planned_for(material)

    def of_years(passage: Passage) -> bool:
        if year is not None:
            return _is_of(passage, year)
        when = passage.period
        return not years or when is None or when == best.period or any(map(when.covers, years))

    def of_kind(passage: Passage) -> bool:
        one, other = passage.statement, best.statement
        return one.ahead == other.ahead and (one is Statement.PROBLEM) == (other is Statement.PROBLEM)

    return lambda passage: of_kind(passage) and of_years(passage)


def _place(passage: Passage, field_of: dict[Passage, int]) -> Hashable:
    """Where a passage stands: its field; in another report its paragraph."""
    return field_of.get(passage, (passage.report_id, passage.paragraph))


def _together(one: Passage, other: Passage) -> bool:
    return (one.report_id, one.paragraph) == (other.report_id, other.paragraph)


def _order(passage: Passage) -> tuple[str, int]:
    return passage.report_id, passage.passage_id
