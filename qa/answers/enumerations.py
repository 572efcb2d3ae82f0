"""Whole enumerations: the items under a lead, and those that a paragraph announces (一是, 二是 ...)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.material import Material, Neighbours
from qa.datatypes import Intent, Passage, Statement
from qa.text import normalise, readable

ASKS_SEVERAL = re.compile(r"哪些|哪几|哪.{0,2}[两三四五六七八九十]|分别|名单|都有|列|名字都")
_ITEM = re.compile(r"\s*[一二三四五六七八九十]+(?:是|、)|\s*第[一二三四五六七八九十]")
_ANNOUNCES = re.compile(
    r"(?:以下|[几二两三四五六七八九十]个方面|[几二两三四五六七八九十]项(?:重点)?(?:工作|任务))[^。]{0,6}[:：。]?$"
)
_MAX_POINTS = 10  # of an enumeration that the report itself makes
_USUAL_POINTS = 6
_POINT_SHARE = 0.25  # of the best score: what is below is about something else
_LEAD_WORDS = 0.25  # share of the question's words that the lead of a list must hold


def listed_under_lead(material: Material, passages_of: Neighbours) -> list[Passage]:
    """The items of a list that one of the best hits belongs to, where its lead is what was asked about."""
    if material.inquiry.intent is not Intent.LIST or not ASKS_SEVERAL.search(material.inquiry.own):
        return []
    for hit in material.hits[:3]:
        listed = _same_lead(hit.passage, passages_of)
        lead = normalise(hit.passage.header.rsplit(" ", 1)[-1])
        if len(listed) > 1 and material.wanted.coverage(lead) >= _LEAD_WORDS:
            return listed
    return []


def _same_lead(passage: Passage, passages_of: Neighbours) -> list[Passage]:
    """The sentence and those after it under its lead, where each names an item in quotes or by the same verb."""
    beside = [
        other
        for other in passages_of(passage.report_id, passage.paragraph)
        if other.header == passage.header and other.passage_id >= passage.passage_id - 4
    ]
    start = re.sub(r"^.*?。", "", passage.text) or passage.text
    opening = readable(start).strip()[:1]
    listed = [other for other in beside if readable(re.sub(r"^.{2,26}?。(?=.)", "", other.text)).strip()[:1] == opening]
    return listed[:8] if len(listed) >= 3 and passage in listed else [passage]


def points(material: Material, passages_of: Neighbours) -> list[Passage]:
    """The passages of a summary, in reading order; an announced enumeration whole."""
    for rank, hit in enumerate(material.hits[:3]):
        listed = _enumeration(hit.passage, passages_of)
        problems = listed and listed[0].statement is Statement.PROBLEM
        wanted = material.inquiry.statement is Statement.PROBLEM or (rank == 0 and not problems)
        if len(listed) >= 3 and (wanted or _ANNOUNCES.search(hit.passage.text)):
            return listed[:_MAX_POINTS]
    first = material.passages[0]
    beside = [
        other
        for other in passages_of(first.report_id, first.paragraph)
        if abs(other.passage_id - first.passage_id) <= 2
    ]
    near = [hit.passage for hit in material.hits if hit.score >= _POINT_SHARE * material.strength]
    chosen = list(dict.fromkeys([first, *beside, *near]))[:_USUAL_POINTS]
    return sorted(chosen, key=lambda passage: passage.passage_id)


def _enumeration(passage: Passage, passages_of: Neighbours) -> list[Passage]:
    """The items 一是, 二是 … that the passage announces or belongs to, in its paragraph or the following ones."""
    inside = [other for other in passages_of(passage.report_id, passage.paragraph) if _ITEM.match(other.text)]
    if len(inside) >= 3:
        return inside
    number, items = passage.paragraph, []
    while number > 1 and _starts_item(passages_of(passage.report_id, number)):
        number -= 1
    for following in range(number + 1, number + 13):
        passages = passages_of(passage.report_id, following)
        if not _starts_item(passages):
            break
        items.append(passages[0])
    return items


def _starts_item(passages: Sequence[Passage]) -> bool:
    return bool(passages) and bool(_ITEM.match(passages[0].text))
