"""The points of a summary: sentences of different stretches of the reports, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.answers.material import Material
from qa.datatypes import Passage
from qa.text import normalise, readable

_MAX_POINTS = 6
_POINT_SHARE = 0.12  # of the best score: what is below is about something else
_AGAIN = 0.75  # how much less a further sentence under the same lead weighs
_BESIDE = 0.6  # weight of a sentence right beside the best hit, of the best hit's
_RIGHT_BESIDE = 2  # sentences before and after
_NAMED = 0.6  # share of the question's words from which a heading names what is asked
_FIRST, _MOST = 5, 4  # from so many of the first hits in one paragraph it is all about what is asked
_ENUMERATOR_CHARS = 4  # what may stand before a lead: "(1)", "一是"


def points(material: Material, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of a summary, in reading order.

    Args:
        material: the hits that fit what is asked.
        passages: those of the best hit's report; what stands beside the hit is told too, and what opens
            each lead of its paragraph where most of the best hits stand, or of a section named for what is asked.
    """
    scores = {hit.passage: hit.score for hit in material.hits}
    for passage in passages:
        if _right_beside(passage, material.passages[0]) or _opens_part(passage, material):
            scores[passage] = max(scores.get(passage, 0.0), _BESIDE * material.strength)
    chosen: list[Passage] = []
    taken: Counter[tuple[str, str]] = Counter()
    while len(chosen) < _MAX_POINTS:
        open_ = [
            (score * _AGAIN ** taken[_stretch(one)], -one.passage_id, one)
            for one, score in scores.items()
            if one not in chosen
        ]
        if not open_ or max(open_)[0] < _POINT_SHARE * material.strength:
            break
        passage = max(open_)[2]
        chosen.append(passage)
        taken[_stretch(passage)] += 1
    return sorted(chosen, key=lambda passage: (passage.report_id, passage.passage_id))


def _right_beside(passage: Passage, best: Passage) -> bool:
    return _together(passage, best) and abs(passage.passage_id - best.passage_id) <= _RIGHT_BESIDE


def _together(one: Passage, other: Passage) -> bool:
    return (one.report_id, one.paragraph) == (other.report_id, other.paragraph)


def _opens_part(passage: Passage, material: Material) -> bool:
    """Whether a passage opens a lead in the paragraph of most of the best hits, or in a section named for the topic."""
    headings, _, lead = passage.header.rpartition(" ")
    best = material.passages[0]
    opens = lead in readable(passage.text)[: len(lead) + _ENUMERATOR_CHARS]
    if not opens or passage.statement.ahead != best.statement.ahead:
        return False
    if passage.paragraph == best.paragraph:
        return sum(_together(one, best) for one in material.passages[:_FIRST]) >= _MOST
    return material.wanted.coverage(normalise(headings)) >= _NAMED


def _stretch(passage: Passage) -> tuple[str, str]:
    """What stands together: the report, and the innermost heading or lead."""
    return passage.report_id, passage.header.rsplit(" ", 1)[-1]
