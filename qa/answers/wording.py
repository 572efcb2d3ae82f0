"""From evidence to words without a model: whole sentences, or the clauses that answer.

A right quoted sentence beats a wrong fluent one; this is what is shown when a draft does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answers.material import Material, Sentence
from qa.datatypes import Inquiry, Intent, Passage, Statement
from qa.figures.matching import Wanted, likeliest
from qa.figures.parsing import clauses
from qa.text import normalise, readable

ENUMERATED = re.compile(r"[、；;,，]")  # what parts the items of an enumeration in one sentence
_THING_ASKED = re.compile(r"多少|几(?!乎|经)|占比|比例|率(?!先)|第几|老几|和|还有|以及")
_LONG_CHARS = 80  # a longer sentence is shown by the clauses that answer
_LONG_WITH_SEVERAL = 240  # the same where several things are asked in one breath
_ADDED_UP = re.compile(r"累计|五年|三年|两年|以来|先后")
_LONG_POINT_CHARS = 140  # the same for a point of a summary
_MARK = re.compile(r"^[（(]?\d{1,2}[)）.、]\s*|^[一二三四五六七八九十]+是")


def lead_in(passage: Passage, inquiry: Inquiry) -> str:
    """Whose and when, as far as the question names it and the sentence does not: "朝阳区2022年"."""
    where = passage.region if passage.region and passage.region not in passage.text else ""
    held = [year for year in inquiry.years if passage.period == (year, year) and str(year) in inquiry.standalone]
    when = f"{held[0]}年" if len(held) == 1 and str(held[0]) not in passage.text else ""
    return f"{where}{when}"


def spans_years(passage: Passage, years: Sequence[int], about: str) -> bool:
    """Whether one year is asked for, and what is said `about` a figure of the passage adds up several."""
    if not _ADDED_UP.search(about):
        return False
    if len(years) != 1 or passage.period is None or str(years[0]) in passage.text:
        return False
    return passage.period.last > passage.period.first


def quote_answer(passage: Passage, wanted: Wanted, inquiry: Inquiry) -> str:
    """The passage as an answer sentence, cut to the clauses around what was asked where it is long."""
    text = _MARK.sub("", readable(passage.text)).strip()
    limit = _LONG_WITH_SEVERAL if len(_THING_ASKED.findall(inquiry.own)) > 1 else _LONG_CHARS
    if len(text) > limit and inquiry.intent is not Intent.LIST:
        text = _answering_clauses(text, wanted)
    head = lead_in(passage, inquiry)
    body = text.rstrip("。；;，,. ")
    ahead = passage.statement is Statement.TARGET and not inquiry.ahead
    several = spans_years(passage, inquiry.years, passage.text) and re.search(r"\d", body)
    note = (
        "（这是目标，不是完成情况）" if ahead else "（这是报告所述整个时段的数字，不是单独一年的）" if several else ""
    )
    return f"{head}：{body}{note}。" if head else f"{body}{note}。"


def quote(material: Material, passage: Passage) -> Sentence:
    """The passage as a sentence of the answer to the material's question, held by itself."""
    return Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,))


def shortened(passage: Passage, wanted: Wanted, limit: int) -> Passage:
    """The passage with its text cut to the clauses around what was asked, at most about `limit` characters."""
    if len(passage.text) <= limit:
        return passage
    return replace(passage, text=_answering_clauses(readable(passage.text).strip(), wanted, limit))


def _answering_clauses(text: str, wanted: Wanted, limit: int = _LONG_CHARS) -> str:
    """The run of clauses, at most `limit` characters long, that holds most of the question's words."""
    spans = clauses(text)
    scores = [
        wanted.coverage(normalise(text[start:end])) + 0.3 * bool(re.search(r"\d", text[start:end]))
        for start, end in spans
    ]
    runs = []
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            start, end = spans[first][0], spans[last][1]
            if end - start > limit and last > first:
                break
            covered = wanted.coverage(normalise(text[start:end])) + 0.1 * max(scores[first : last + 1])
            runs.append((covered, (start, end)))
    start, end = likeliest(runs) or (0, len(text))
    while end < len(text) and end - start < limit * 0.6:
        following = [span for span in spans if span[0] >= end]
        if not following or following[0][1] - start > limit:
            break
        end = following[0][1]
    return text[start:end]


def point(passage: Passage, wanted: Wanted) -> str:
    """The passage as one point of a summary: whole, or its first and its answering clauses."""
    text = _MARK.sub("", readable(passage.text)).strip()
    if len(text) > _LONG_POINT_CHARS:
        text = _answering_clauses(text, wanted)
    return text.rstrip("。；;，,：: ") + "。"
