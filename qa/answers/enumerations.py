"""Whole lists: the series of a report that a question is about, and the items of one sentence that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.answers.material import Material, Sentence
from qa.answers.series import Series, items_of, members_of
from qa.answers.wording import quote
from qa.datatypes import Intent, Passage, Statement
from qa.figures.matching import likeliest
from qa.text import normalise, numeral


@dataclass(frozen=True, slots=True)
class Outline:
    """A report as lists are looked for in it: its series, and all its passages in reading order."""

    series: tuple[Series, ...]
    passages: tuple[Passage, ...]


# The outline of a report, by its id.
Outlines = Callable[[str], Outline]

ASKS_SEVERAL = re.compile(r"哪些|哪几|哪.{0,2}[两三四五六七八九十]|分别|名单|都有|列|名字都")
_COUNT = re.compile(
    r"(?:哪|[分归列讲说有]成?了?)?([两三四五六七八九十])(?:个|大|条|项|类|点|件|样|家|块|方面|处|种|座|所|位){1,2}(?!月|多)"
)
# A set named by its number and what its members share: "五治", "四个“区”", "哪三个区".
_SET = re.compile(r"([两三四五六七八九十])(?:个|条|张|种|大)?[“\"]?([一-鿿])")
_PHRASE = re.compile(r"([两三四五六七八九十])个[“\"]([^”\"]{2,8})[”\"]")
_MEASURES = frozenset("个项条类种方点部份大件家所位处座样块年月日次人有主新重分更是要")
_STRUCTURAL = re.compile(
    r"方面|部分|板块|大块|几块|条件|问题|困难|挑战|特点|任务|措施|举措|工作|目标|原则|形势|角度|类|点|注重|标题"
)
# Share of the question's words that the title of a series must hold, by how many items the question counts.
_NAMED = {2: 0.35, 3: 0.3, 4: 0.2}
_NAMED_OF_MANY = 0.12  # the same where it counts more
_NAMED_ALONE = 0.55  # the same where it does not say how many
_ONE_PROBLEM = 0.45  # share of the question's words from which one problem is what is asked about
_ANNOUNCES_PROBLEMS = re.compile(r"问题|困难|挑战|不足|短板")
_NEAR = 0.2  # of the best score: further hits are not looked at for a counted list
_LOOKED_AT = 4  # reports, those of the best hits
_MAX_ITEMS = 12


def whole_list(material: Material, outlines: Outlines) -> list[Sentence]:
    """The complete list that a question asks for, each item cited; empty where none is plainly meant."""
    if material.inquiry.intent not in (Intent.LIST, Intent.SUMMARY, Intent.META, Intent.FACT):
        return []
    if material.inquiry.intent is not Intent.SUMMARY and (of_set := _named_set(material, outlines)):
        return of_set
    series = _series_meant(material, outlines) or _series_of_best(material, outlines)
    if series is not None:
        return [
            Sentence(f"{n}. {item.text}。", (item.passage,))
            for n, item in enumerate(series.items[:_MAX_ITEMS], start=1)
        ]
    return _counted_in_sentence(material)


def count_asked(question: str) -> int | None:
    """How many items a question says that there are; None where it does not say, or says several numbers."""
    counts = {int(numeral(match[1]) or 0) for match in _COUNT.finditer(question)}
    return counts.pop() if len(counts) == 1 else None


def _reports(material: Material) -> list[str]:
    return list(dict.fromkeys(hit.passage.report_id for hit in material.hits))[:_LOOKED_AT]


def _series_meant(material: Material, outlines: Outlines) -> Series | None:
    """The series whose title holds what was asked, and whose length is the one asked for."""
    question, count = material.inquiry.own, count_asked(material.inquiry.own)
    problems = material.inquiry.statement is Statement.PROBLEM and not _about_one_problem(material)
    if count is None and not problems and (not _STRUCTURAL.search(question) or material.inquiry.intent is Intent.FACT):
        return None
    scores = {hit.passage.passage_id: hit.score for hit in material.hits}
    scored = []
    for report_id in _reports(material):
        for series in outlines(report_id).series:
            if count is not None and len(series.items) != count:
                continue
            if problems and not _tells_problems(series):
                continue
            named = material.wanted.coverage(normalise(series.title))
            if not (problems or _told_by_hits(series, material, count) or named >= _enough(count)):
                continue
            near = max(scores.get(passage.passage_id, 0.0) for passage in _told_in(series))
            scored.append((named + near / max(material.strength, 0.1), series))
    return likeliest(scored)


def _enough(count: int | None) -> float:
    """Share of the question's words that a series' title must hold, where nothing else speaks for the series."""
    return _NAMED.get(count, _NAMED_OF_MANY) if count else _NAMED_ALONE


def _told_by_hits(series: Series, material: Material, count: int | None) -> bool:
    """Whether the best hit announces a series as long as counted, or two of the best hits are its items."""
    if count is None:
        return False
    best = {hit.passage for hit in material.hits[:5]}
    return series.announced == material.passages[0] or len(best & {item.passage for item in series.items}) >= 2


def _told_in(series: Series) -> list[Passage]:
    told = [item.passage for item in series.items]
    return told if series.announced is None else [series.announced, *told]


def _series_of_best(material: Material, outlines: Outlines) -> Series | None:
    """For a summary: the series within a paragraph or section that the best hit and half the items' hits belong to."""
    if material.inquiry.intent is not Intent.SUMMARY or not material.hits:
        return None
    near = {hit.passage for hit in material.hits if hit.score >= _NEAR * material.strength}
    for series in outlines(material.passages[0].report_id).series:
        passages = [item.passage for item in series.items]
        beside = {hit.passage.paragraph for hit in material.hits[:3]} & {passage.paragraph for passage in passages}
        if 3 <= len(passages) <= 8 and beside and 2 * len(near & set(passages)) >= len(passages):
            return series
    return None


def _tells_problems(series: Series) -> bool:
    told = sum(item.passage.statement is Statement.PROBLEM for item in series.items)
    return 2 * told >= len(series.items) >= 2 and bool(_ANNOUNCES_PROBLEMS.search(series.title))


def _about_one_problem(material: Material) -> bool:
    """Whether a problem that the report names holds most of what was asked, so that not all of them are wanted."""
    return any(
        material.wanted.coverage(normalise(hit.passage.text)) >= _ONE_PROBLEM
        for hit in material.hits
        if hit.passage.statement is Statement.PROBLEM
    )


def _named_set(material: Material, outlines: Outlines) -> list[Sentence]:
    """The members of a set named by its number ("五治"), where as many items share what names it."""
    sets = [(int(numeral(number) or 0), letter) for number, letter in _SET.findall(material.inquiry.own)]
    found: list[Sentence] = []
    for count, letter in dict.fromkeys(sets):
        if letter in _MEASURES:
            continue
        passage = _holding_set(material, outlines, count, letter)
        if passage is not None:
            found.append(quote(material, passage))
            continue
        for series in (one for report_id in _reports(material) for one in outlines(report_id).series):
            items = series.items
            if len(items) == count and all(letter in item.text[:6] for item in items):
                found += [quote(material, item.passage) for item in items]
                break
    return list(dict.fromkeys(found)) or _repeated(material, outlines)


def _repeated(material: Material, outlines: Outlines) -> list[Sentence]:
    """The sentences of one paragraph that say a quoted phrase as often as the question counts (三个“更加注重”)."""
    match = _PHRASE.search(material.inquiry.own)
    if not match:
        return []
    count, phrase = int(numeral(match[1]) or 0), normalise(match[2])
    for report_id in _reports(material):
        by_paragraph: dict[int, list[Passage]] = {}
        for passage in outlines(report_id).passages:
            if phrase in normalise(passage.text):
                by_paragraph.setdefault(passage.paragraph, []).append(passage)
        for told in by_paragraph.values():
            if sum(normalise(passage.text).count(phrase) for passage in told) == count:
                return [quote(material, passage) for passage in told]
    return []


def _holding_set(material: Material, outlines: Outlines, count: int, letter: str) -> Passage | None:
    """The passage that enumerates the set: among the hits, then anywhere in their reports."""
    anywhere = (passage for report_id in _reports(material) for passage in outlines(report_id).passages)
    return next((one for one in (*material.passages, *anywhere) if members_of(one.text, count, letter)), None)


def _counted_in_sentence(material: Material) -> list[Sentence]:
    """The sentence near the top that enumerates just as many items as the question counts."""
    asked = material.inquiry.own
    count = count_asked(asked)
    if count is None or count < 3 or _PHRASE.search(asked) or not ASKS_SEVERAL.search(asked):
        return []
    for hit in material.hits[:6]:
        if hit.score < _NEAR * material.strength:
            break
        if any(len(items) == count for items in items_of(hit.passage.text)):
            return [quote(material, hit.passage)]
    return []
