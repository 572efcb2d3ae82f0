"""Series in a report: what is told in numbered or parallel items, with the words that announce it.

A series is the headings under a heading, the items "一是 … 二是 …" of one or several paragraphs, the
sentences under one lead that open alike, or the items of one sentence. Found by form alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.datatypes import Passage, Report
from qa.text import normalise, readable, whole_number

_ORDINAL = re.compile(r"(?:^|(?<=[:：;；。,，\s]))([一二三四五六七八九十]+)是(?=[^否的])")
_BRACKETED = re.compile(r"(?:^|(?<=。))\s*[（(]([一二三四五六七八九十\d]{1,2})[）)]")
_HEADING_MARK = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]+[、章节部分]+|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])\s*"
)
_SIDE = re.compile(r"从.{1,5}看[,，]")  # "从全国看，…", "从全市看，…"
_ITEM_END = re.compile(r"[。;；]")
_LEAD = re.compile(r"^.{2,26}?。(?=.)")
_AND = "(?:、|和|以及|及|与)"
_SIDE_BY_SIDE = re.compile(r"(?<=[^”])[”’][“‘](?=[^“])")  # names in quotation marks need no mark between them
_WORD = "[^、，,。；;：:]"  # a letter of an enumerated item


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a series: its opening words, and the passage that it stands in or that follows it."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Series:
    """Items in reading order under what announces them.

    `title` holds the headings and the announcing words, `announced` the passage with these words where there is one.
    """

    title: str
    items: tuple[Item, ...]
    announced: Passage | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A report as lists are looked for in it: its series, and all its passages in reading order."""

    series: tuple[Series, ...]
    passages: tuple[Passage, ...]


# The outline of a report, by its id.
Outlines = Callable[[str], Outline]


def lead_of(passage: Passage) -> str:
    """The last part of the header: the lead of the sentence, or its innermost heading."""
    return passage.header.rsplit(" ", 1)[-1]


def section_of(passage: Passage) -> str:
    """The rest of the header, as search compares it: the headings above the lead."""
    return normalise(passage.header.rpartition(" ")[0])


def series_of(report: Report, passages: Sequence[Passage]) -> list[Series]:
    """All series of a report with at least two items, outer before inner.

    Args:
        report: the report; its paragraphs tell the headings.
        passages: all its passages in reading order.
    """
    by_paragraph: dict[int, list[Passage]] = {}
    for passage in passages:
        by_paragraph.setdefault(passage.paragraph, []).append(passage)
    found = [
        *_of_headings(report, by_paragraph),
        *_of_ordinals(report, [told[0] for told in by_paragraph.values()], inside=False),
        *_of_ordinals(report, passages),
        *_of_openings(report, by_paragraph),
    ]
    return [series for series in dict.fromkeys(found) if len(series.items) >= 2 and not _broken_off(series, found)]


def _broken_off(series: Series, others: Sequence[Series]) -> bool:
    """Whether another series goes on where this one stops."""
    count = len(series.items)
    return any(len(other.items) > count and other.items[:count] == series.items for other in others)


def _of_headings(report: Report, by_paragraph: dict[int, list[Passage]]) -> Iterator[Series]:
    """The headings right under each heading; a sentence just before them that ends in a colon announces them."""
    under: dict[tuple[str, ...], dict[str, Passage]] = {}
    announced: dict[tuple[str, ...], Passage] = {}
    before: Passage | None = None
    for paragraph in report.paragraphs:
        told = by_paragraph.get(paragraph.number, [])
        if not told:
            continue
        for depth in range(len(paragraph.section)):
            path = paragraph.section[:depth]
            if path not in under and before is not None and before.text.endswith(("：", ":")):
                announced[path] = before
            under.setdefault(path, {}).setdefault(paragraph.section[depth], told[0])
        before = told[-1]
    for path, headings in under.items():
        if path:
            yield Series(
                " ".join(path[-2:]),
                tuple(Item(_HEADING_MARK.sub("", heading), first) for heading, first in headings.items()),
                announced.get(path),
            )


def _of_ordinals(report: Report, passages: Sequence[Passage], *, inside: bool = True) -> Iterator[Series]:
    """Runs of "一是 … 二是 …" or "(1) … (2) …", within a section; what stands before the first announces them.

    Without `inside` only those that open a passage count, so that an inner run breaks no outer one.
    """
    sections = {paragraph.number: paragraph.section for paragraph in report.paragraphs}
    for pattern in (_ORDINAL, _BRACKETED):
        title, where = "", None
        items: list[Item] = []
        announcing: Passage | None = None
        before: Passage | None = None
        for passage in passages:
            section = sections.get(passage.paragraph, ())
            for match in pattern.finditer(passage.text) if inside else filter(None, [pattern.match(passage.text)]):
                number = whole_number(match[1])
                if number == 1 or number != len(items) + 1 or where != section:
                    if len(items) >= 2:
                        yield Series(title, tuple(items), announcing)
                    items, where = [], section
                    announced, announcing = passage.text[: match.start()].strip(), passage
                    if not announced and pattern is _ORDINAL and before is not None:
                        announced, announcing = before.text, before
                    title = " ".join((*section[-2:], announced))
                if number == len(items) + 1:
                    own = pattern.split(passage.text[match.end() :], maxsplit=1)[0]  # up to the next number
                    items.append(Item(_opening(own), passage))
            before = passage
        if len(items) >= 2:
            yield Series(title, tuple(items), announcing)


def _of_openings(report: Report, by_paragraph: dict[int, list[Passage]]) -> Iterator[Series]:
    """Sentences under one lead that open with the same letters ("聚焦治气 …", "聚焦治水 …")."""
    sections = {paragraph.number: paragraph.section for paragraph in report.paragraphs}
    for number, passages in by_paragraph.items():
        groups: dict[tuple[str, str], list[Item]] = {}
        for passage in passages:
            sentence = readable(_LEAD.sub("", passage.text)).strip()
            opening = "从…看" if _SIDE.match(sentence) else sentence[: 1 if sentence[:1] in "“《" else 3]
            groups.setdefault((lead_of(passage), opening), []).append(Item(_opening(sentence), passage))
        for (lead, _), items in groups.items():
            if len(items) >= 3:
                yield Series(" ".join((*sections.get(number, ())[-2:], lead)), tuple(items))


def _opening(text: str) -> str:
    """The words of an item up to the end of its first clause of full weight."""
    match = _ITEM_END.search(text)
    return readable(text[: match.start()] if match else text).strip().strip("，,、")


def members_of(sentence: str, count: int, letter: str) -> bool:
    """Whether a sentence enumerates just `count` things that all end, or all begin, with `letter` (治脏、治气)."""
    plain = re.sub(r"[“”\"‘’]", "", _SIDE_BY_SIDE.sub("、", readable(sentence)))
    ending = (
        rf"{_WORD}{{1,14}}{letter}{_AND}(?=[^、]{{2}})",
        rf"{_WORD}{{1,14}}?{letter}",
        rf"{_AND}{_WORD}{{1,14}}{letter}",
    )
    beginning = (
        rf"{letter}(?:(?!{letter}){_WORD}){{1,8}}{_AND}",
        rf"{letter}(?!{letter}){_WORD}",
        rf"{_WORD}{{0,7}}{_AND}{letter}",
    )
    for member, last, another in (ending, beginning):
        match = re.search(f"(?:{member}){{{count - 1}}}{last}", plain)
        if match and not re.match(another, plain[match.end() :]):
            return True
    return False


def items_of(sentence: str) -> list[list[str]]:
    """The enumerations of one sentence (甲、乙和丙), each as its items."""
    found = []
    for clause in re.split(r"[,，;；。:：]", _SIDE_BY_SIDE.sub("”、“", readable(sentence))):
        parts = re.split(r"、|(?<=[^\d])(?:和|以及|及|与)(?=[^\d])", clause)
        if len(parts) >= 2 and "、" in clause:
            found.append([part.strip('“”"‘’ 等') for part in parts])
    return found
