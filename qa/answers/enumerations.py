"""Whole lists: the series of a report that a question is about, and the items of one sentence that it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.material import POSSIBLE, SURE, Material, Sentence
from qa.answers.means import means_of
from qa.answers.problems import about_one_problem, problems_told, tells_problems
from qa.answers.series import Item, Outlines, Series, items_of, members_of
from qa.answers.wording import quote
from qa.datatypes import Intent, Passage, Statement
from qa.figures.matching import Wanted, clauses_of, is_named, likeliest
from qa.text import normalise, readable, whole_number

ASKS_SEVERAL = re.compile(r"哪些|哪几|哪.{0,2}[两三四五六七八九十]|分别|名单|都有|列|名字都")
_COUNT = re.compile(
    r"(?:哪|[分归列讲说有]成?了?)?([两三四五六七八九十])(?:个|大|条|项|类|点|件|样|家|块|方面|处|种|座|所|位|张){1,2}(?!月|多)"
)
# A set named by its number and what its members share: "五治", "四个“区”", "哪三个区".
# Not "两个商场": what is counted has a longer name there.
_SET = re.compile(
    r"([两三四五六七八九十])(?:(?:个|条|张|种|大)?[“\"]|(?:个|条|张|种|大)(?=[一-鿿](?![一-鿿])|[一-鿿][是都分叫各指有]))?([一-鿿])"
)
# A set named by what its members' names share alone: "带“巷”字的", "拿“巷”字起名的".
_LETTERED = re.compile(r"[带含有叫用拿以](?:个|着)?[“\"]?(?![数名汉文])([一-鿿])[”\"]?字")
_MEMBERS = range(8, 2, -1)  # how many names a set may have where the question does not count them
_PHRASE = re.compile(r"([两三四五六七八九十])个[“\"]([^”\"]{2,8})[”\"]")
_MEASURES = frozenset("个项条类种方点部份大件家所位处座样块年月日次人有主新重分更是要")
_STRUCTURAL = re.compile(
    r"[些几个大两三四五六七八九十]方面|部分|板块|大块|几块|条件|问题|困难|挑战|特点|任务|措施|举措|工作|目标|原则|形势|角度|类|点|注重|标题"
)
# How many parts something is told in, which the list itself shows.
_ASKS_PARTS = re.compile(
    r"几(?:个|大)?(?:方面|板块|大?块|大项|点|条(?!线|路))|几[项个大]?(?:重点|主要)?(?:任务|工作|措施|问题|困难|挑战)"
)
_SAID_OF_PARTS = re.compile(r"重点|主要|总体|部署")  # in such a question these name no part
_WHICH = re.compile(r"哪([两三四五六七八九十])[个项条处家种类件]")
# Share of the question's words that the title of a series must hold, by how many items the question counts.
_NAMED = {2: 0.35, 3: 0.3, 4: 0.2}
_NAMED_OF_MANY = 0.12  # the same where it counts more
_NAMED_ALONE = 0.55  # the same where it does not say how many
_NEAR = 0.2  # of the best score: further hits are not looked at for a counted list
_COLON = re.compile("[:：]")
_MAY_BE_ANNOUNCED = range(3, 9)  # items
_PAIR_NAMED = 0.8  # share of the question's words that the clause of a pair must hold
_LISTED_THING = 0.4  # share of the words of one list's clause that its sentence must hold
_LOOKED_AT = 4  # reports, those of the best hits
_MAX_ITEMS = 12
_MAX_SENTENCE = 160  # characters
_LISTED = (Intent.LIST, Intent.SUMMARY, Intent.META, Intent.FACT)


def whole_list(material: Material, outlines: Outlines) -> list[Sentence]:
    """The complete list that a question asks for, each item cited; empty where none is plainly meant."""
    if not (material.inquiry.intent in _LISTED or _asks_parts(material)):
        return []
    if material.inquiry.intent is not Intent.SUMMARY and (of_set := _named_set(material, outlines)):
        return of_set
    series = _series_meant(material, outlines) or _series_of_best(material, outlines)
    if series is not None:
        return _told_of(series, material)
    return (
        _counted_in_sentence(material)
        or _lists_told(material)
        or problems_told(material, outlines)
        or means_of(material, outlines)
    )


def _told_of(series: Series, material: Material) -> list[Sentence]:
    """The items of a series, numbered; in a summary the whole sentences where each has one of its own."""
    items = series.items[:_MAX_ITEMS]
    whole = material.inquiry.intent is Intent.SUMMARY and len({item.passage for item in items}) == len(items)
    told = ((_sentence_of(item) if whole else item.text, item.passage) for item in items)
    return [Sentence(f"{n}. {text}。", (passage,)) for n, (text, passage) in enumerate(told, start=1)]


def _sentence_of(item: Item) -> str:
    """The item's words with what its sentence says after them; the words alone where that is long or another."""
    text = readable(item.passage.text).strip(" 。;；")
    at = text.find(item.text)
    return text[at:] if at >= 0 and len(text) - at <= _MAX_SENTENCE else item.text


def _asks_parts(material: Material) -> bool:
    """Whether it is asked in how many parts something is told, and the best sentence does not say so."""
    if material.wanted.change:  # "涨几个点"
        return False
    asked = material.inquiry.intent is Intent.FIGURE and _ASKS_PARTS.search(material.inquiry.own)
    return bool(asked and material.hits) and not _COUNT.search(material.passages[0].text)


def count_asked(question: str) -> int | None:
    """How many items a question says that there are; None where it does not say, or says several numbers."""
    counts = {whole_number(match[1]) for match in _COUNT.finditer(question)}
    return counts.pop() if len(counts) == 1 else None


def _reports(material: Material) -> list[str]:
    return list(dict.fromkeys(hit.passage.report_id for hit in material.hits))[:_LOOKED_AT]


def _series_meant(material: Material, outlines: Outlines) -> Series | None:
    """The series whose title holds what was asked, and whose length is the one asked for."""
    question, count = material.inquiry.own, count_asked(material.inquiry.own)
    problems = material.inquiry.statement is Statement.PROBLEM and not about_one_problem(material)
    if count is None and not problems and (not _STRUCTURAL.search(question) or material.inquiry.intent is Intent.FACT):
        return None
    scores = {hit.passage.passage_id: hit.score for hit in material.hits}
    scored = []
    for report_id in _reports(material):
        for series in outlines(report_id).series:
            if count is not None and len(series.items) != count:
                continue
            if problems and not tells_problems(series):
                continue
            named = material.wanted.coverage(normalise(series.title))
            if material.inquiry.intent is Intent.FIGURE:
                meant = problems or _of_parts(series, material)
            else:
                meant = problems or _told_by_hits(series, material, count) or named >= _enough(count)
            if not meant:
                continue
            near = max(scores.get(passage.passage_id, 0.0) for passage in _told_in(series))
            scored.append((named + near / max(material.strength, 0.1), series))
    return likeliest(scored)


def _of_parts(series: Series, material: Material) -> bool:
    """Whether all that is asked of the parts is named by what announces them, or stands right above them.

    What is told part by part under a heading has a paragraph of its own for each.
    """
    wanted = material.wanted.keeping(lambda word: not _SAID_OF_PARTS.search(word))
    if series.announced is not None and series.announced == material.passages[0]:
        return wanted.coverage(normalise(series.announced.text)) == 1
    paragraphs = {item.passage.paragraph for item in series.items}
    above = series.title.rsplit(" ", 1)[-1]
    return len(paragraphs) == len(series.items) and wanted.coverage(normalise(above)) == 1


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
    """For a summary: the series that the best hit announces, before its first item or in one sentence with it."""
    inquiry = material.inquiry
    if inquiry.intent is not Intent.SUMMARY or inquiry.statement is Statement.PROBLEM or not material.hits:
        return None
    best = material.passages[0]
    for series in outlines(best.report_id).series:
        told = [item.passage for item in series.items]
        announced = series.announced == best and (best not in told or _COLON.search(best.text))
        if announced and len(told) in _MAY_BE_ANNOUNCED:
            return series
    return None


def _named_set(material: Material, outlines: Outlines) -> list[Sentence]:
    """The members of a set named by its number ("五治") or by what their names share ("带“巷”字的")."""
    found: list[Sentence] = []
    for count, letter in _sets_in(material.inquiry.own):
        passage = _holding_set(material, outlines, count, letter)
        if passage is not None:
            found.append(quote(material, passage))
            continue
        for series in (one for report_id in _reports(material) for one in outlines(report_id).series):
            items = series.items
            if len(items) in _counts(count) and all(letter in item.text[:6] for item in items):
                found += [quote(material, item.passage) for item in items]
                break
    return list(dict.fromkeys(found)) or _repeated(material, outlines)


def _sets_in(question: str) -> list[tuple[int | None, str]]:
    """How many members each set named in a question has, None where it is not said, and what they share."""
    if lettered := _LETTERED.search(question):
        return [(count_asked(question), lettered[1])]
    counted = [(whole_number(number), letter) for number, letter in _SET.findall(question)]
    return [one for one in dict.fromkeys(counted) if one[1] not in _MEASURES]


def _counts(count: int | None) -> Sequence[int]:
    return _MEMBERS if count is None else (count,)


def _repeated(material: Material, outlines: Outlines) -> list[Sentence]:
    """The sentences of one paragraph that say a quoted phrase as often as the question counts (三个“更加注重”)."""
    match = _PHRASE.search(material.inquiry.own)
    if not match:
        return []
    count, phrase = whole_number(match[1]), normalise(match[2])
    for report_id in _reports(material):
        by_paragraph: dict[int, list[Passage]] = {}
        for passage in outlines(report_id).passages:
            if phrase in normalise(passage.text):
                by_paragraph.setdefault(passage.paragraph, []).append(passage)
        for told in by_paragraph.values():
            if sum(normalise(passage.text).count(phrase) for passage in told) == count:
                return [quote(material, passage) for passage in told]
    return []


def _holding_set(material: Material, outlines: Outlines, count: int | None, letter: str) -> Passage | None:
    """The passage that enumerates the set: among the hits, then, where its members are counted, in their reports."""
    reports = _reports(material) if count else []
    anywhere = (passage for report_id in reports for passage in outlines(report_id).passages)
    return next(
        (
            one
            for one in (*material.passages, *anywhere)
            if any(members_of(one.text, number, letter) for number in _counts(count))
        ),
        None,
    )


def _counted_in_sentence(material: Material) -> list[Sentence]:
    """The sentence near the top that enumerates just as many items as the question counts."""
    asked = material.inquiry.own
    count = count_asked(asked)
    if count is None or _PHRASE.search(asked) or not ASKS_SEVERAL.search(asked):
        return []
    words = material.wanted.keeping(lambda word: not _COUNT.search(word))
    for hit in material.hits[:6]:
        if hit.score < max(POSSIBLE, _NEAR * material.strength):
            break
        if any(len(items) == count and (count > 2 or _named_in(items, words)) for items in items_of(hit.passage.text)):
            return [quote(material, hit.passage)]
    return []


def _named_in(items: Sequence[str], wanted: Wanted) -> bool:
    """Whether the clause of two items holds most of what is asked: a pair is soon found by chance."""
    return bool(wanted.words) and wanted.coverage(normalise("".join(items))) >= _PAIR_NAMED


def _lists_told(material: Material) -> list[Sentence]:
    """Of a question for several lists, the best sentence, and those beside it that enumerate just one of them."""
    clauses = list(filter(_WHICH.search, clauses_of(material.inquiry.own)))
    if len(clauses) < 2 or material.strength < SURE / 2:
        return []
    best = material.passages[0]
    told = {best: None} | dict.fromkeys(filter(None, (_listing(clause, material) for clause in clauses)))
    return [quote(material, passage) for passage in told] if len(told) > 1 else []


def _listing(clause: str, material: Material) -> Passage | None:
    """The hit of the best one's paragraph that has as many items as a clause counts, and most of its words."""
    match = _WHICH.search(clause)
    count, folded = whole_number(match[1]) if match else 0, normalise(clause)
    wanted = material.wanted.keeping(lambda word: is_named(word, folded))
    best = material.passages[0]
    return likeliest(
        (
            (wanted.coverage(normalise(one.text)), one)
            for one in material.passages
            if (one.report_id, one.paragraph) == (best.report_id, best.paragraph)
            and any(len(items) == count for items in items_of(one.text))
        ),
        _LISTED_THING,
    )
