"""The points of a summary: sentences of different stretches of the reports, in reading order."""

from __future__ import annotations

from collections import Counter

from qa.answers.material import Material
from qa.datatypes import Passage

_MAX_POINTS = 6
_POINT_SHARE = 0.12  # of the best score: what is below is about something else
_AGAIN = 0.75  # how much less a further sentence under the same lead weighs
_BESIDE = 0.6  # weight of a sentence right beside the best hit, of the best hit's
_RIGHT_BESIDE = 2  # sentences before and after


def points(material: Material, beside: list[Passage]) -> list[Passage]:
    """The passages of a summary, in reading order.

    Args:
        material: the hits that fit what is asked.
        beside: further passages of the best hit's paragraph.
    """
    scores = {hit.passage: hit.score for hit in material.hits}
    best = material.passages[0]
    for passage in beside:
        if abs(passage.passage_id - best.passage_id) <= _RIGHT_BESIDE:
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


def _stretch(passage: Passage) -> tuple[str, str]:
    """What stands together: the report, and the innermost heading or lead."""
    return passage.report_id, passage.header.rsplit(" ", 1)[-1]
