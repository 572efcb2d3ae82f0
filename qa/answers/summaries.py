"""The points of a summary: sentences of different stretches of the reports, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from qa.answers.material import SURE, Finder, Material
from qa.answers.series import lead_of, section_of
from qa.datatypes import Passage
from qa.figures.matching import is_named
from qa.figures.parsing import parse_figures
from qa.text import normalise, readable

_MAX_POINTS = 6
_MAX_OF_FIELD = 8  # the same where one field of a paragraph is told whole
_POINT_SHARE = 0.12  # of the best score: what is below is about something else
_AGAIN = 0.75  # how much less a further sentence under the same lead weighs
_BESIDE = 0.6  # weight of a sentence told for where it stands, of the best hit's
_RIGHT_BESIDE = 2  # sentences before and after
_NAMED = 0.6  # share of the question's words from which a heading names what is asked
_FIRST = 5  # so many hits tell where it stands what is asked:
_MOST = 4  # from so many in one paragraph it is all about it,
_SEVERAL = 3  # if they are under so many leads; from so many in one field, that field is
_ENUMERATOR_CHARS = 4  # what may stand before a lead: "(1)", "一是"
_OF_AREA = 2  # sentences that are added for an area named and not told of
_LIKE_BEST = 0.5  # share of the best score from which another sentence may be told for its figure
_LISTED = re.compile(r"[^,，。;；:：?？!！]*、[^,，。;；:：?？!！]*")
_BETWEEN = re.compile(r"、|和|以及|还有|与|及")
_QUOTED = re.compile(r"[“\"《][^”\"》]*[”\"》]")
_OPENS_ITEM = re.compile(r"(?:^|。)[（(]\d{1,2}[)）]|^[一二三四五六七八九十]+是")


def points(material: Material, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of a summary, in reading order.

    Args:
        material: the hits that fit what is asked.
        passages: those of the best hit's report; what stands beside the hit in its field is told too, the whole
            field where several of the best hits stand in it, and what opens each lead of its paragraph where most
            of them stand under several, or of a section named for what is asked.
    """
    best = material.passages[0]
    field = _field_of(best, passages)
    whole = sum(one in field for one in material.passages[:_FIRST]) >= _SEVERAL
    if whole:
        field = _as_far_as_hits(field, material, passages)
    near = field if whole else [one for one in field if abs(one.passage_id - best.passage_id) <= _RIGHT_BESIDE]
    scores = {hit.passage: hit.score for hit in material.hits}
    for passage in (*near, *(one for one in passages if _opens_part(one, material))):
        scores[passage] = max(scores.get(passage, 0.0), _BESIDE * material.strength)
    chosen: list[Passage] = []
    taken: Counter[tuple[str, str]] = Counter()
    while len(chosen) < (_MAX_OF_FIELD if whole else _MAX_POINTS):
        open_ = [
            (score * _AGAIN ** taken[_stretch(one)], -one.passage_id, one)
            for one, score in scores.items()
            if one not in chosen
        ]
        if not open_ or max(open_)[0] < _POINT_SHARE * material.strength:
            break
        passage = max(open_)[2]
        chosen.append(passage)
        if not (whole and passage in field):
            taken[_stretch(passage)] += 1
    return sorted(chosen, key=lambda passage: (passage.report_id, passage.passage_id))


def with_areas(chosen: Sequence[Passage], material: Material, find: Finder) -> list[Passage]:
    """The points in reading order, and the best that a search finds for each area that is named and not told of.

    Areas are what a question enumerates ("看病、上学、养老这些事"); what a search is unsure of is left out.
    """
    told = list(chosen)
    for area in areas_of(material):
        if any(is_named(area, normalise(one.text)) for one in told):
            continue
        inquiry = material.inquiry
        place = f"{''.join(inquiry.regions)}{''.join(f'{year}年' for year in inquiry.years[:1])}"
        found = find(replace(inquiry, standalone=f"{place}{area.split('|')[0]}", carried="", parts=()))
        told += [passage for passage in _best_of(found) if passage not in told]
    return sorted(told, key=lambda passage: (passage.report_id, passage.passage_id))


def _best_of(found: Material) -> list[Passage]:
    """The best hits of the best one's paragraph, those with figures first."""
    least = max(SURE / 2, _LIKE_BEST * found.strength)
    near = [hit.passage for hit in found.hits if hit.score >= least and _together(hit.passage, found.passages[0])]
    return sorted(near, key=lambda passage: not parse_figures(passage.text))[:_OF_AREA]


def areas_of(material: Material) -> list[str]:
    """The telling words, with their official ones, of what a question enumerates; none where it names one thing."""
    listed = _LISTED.search(_QUOTED.sub("", material.inquiry.own))
    if listed is None:
        return []
    first, *others = (_areas_in(normalise(item), material) for item in _BETWEEN.split(listed.group()))
    areas = [*first[-1:], *(area for words in others for area in words[:1])]
    return areas if len(areas) >= 2 else []


def _areas_in(item: str, material: Material) -> list[str]:
    """The telling words that stand in an item, in its order."""
    placed = [(item.find(word.split("|")[0]), word) for word in material.wanted.words]
    return [word for at, word in sorted(placed) if at >= 0]


def _field_of(best: Passage, passages: Sequence[Passage]) -> Sequence[Passage]:
    """What stands with the best hit under one lead of its paragraph, or in one numbered item."""
    told = sorted({best, *(one for one in passages if _together(one, best))}, key=lambda one: one.passage_id)
    openings = [at for at, one in enumerate(told) if at and (_opens_lead(one) or _OPENS_ITEM.search(one.text))]
    at = told.index(best)
    first = max((opening for opening in openings if opening <= at), default=0)
    last = min((opening for opening in openings if opening > at), default=len(told))
    return told[first:last]


def _as_far_as_hits(field: Sequence[Passage], material: Material, passages: Sequence[Passage]) -> Sequence[Passage]:
    """The field with what lies between it and the further near hits of its paragraph."""
    near = [hit.passage for hit in material.hits if hit.score >= _POINT_SHARE * material.strength]
    numbers = [one.passage_id for one in (*field, *near) if _together(one, field[0])]
    within = (one for one in passages if _together(one, field[0]) and min(numbers) <= one.passage_id <= max(numbers))
    return list(dict.fromkeys((*field, *within)))


def _together(one: Passage, other: Passage) -> bool:
    return (one.report_id, one.paragraph) == (other.report_id, other.paragraph)


def _opens_lead(passage: Passage) -> bool:
    lead = lead_of(passage)
    return lead in readable(passage.text)[: len(lead) + _ENUMERATOR_CHARS]


def _opens_part(passage: Passage, material: Material) -> bool:
    """Whether a passage opens a lead in the paragraph of most of the best hits, or in a section named for the topic."""
    best = material.passages[0]
    if not _opens_lead(passage) or passage.statement.ahead != best.statement.ahead:
        return False
    if passage.paragraph == best.paragraph:
        beside = [one for one in material.passages[:_FIRST] if _together(one, best)]
        return len(beside) >= _MOST and len(set(map(_stretch, beside))) >= _SEVERAL
    return material.wanted.coverage(section_of(passage)) >= _NAMED


def _stretch(passage: Passage) -> tuple[str, str]:
    """What stands together: the report, and the innermost heading or lead."""
    return passage.report_id, lead_of(passage)
