"""From evidence to words without a model: whole sentences, or the clauses that answer.

A right quoted sentence beats a wrong fluent one; this is what is shown when a draft does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answers.asserted import asserts
from qa.answers.material import Material, Outcome, Sentence
from qa.datatypes import Inquiry, Intent, Passage, Statement
from qa.figures.matching import Wanted, best_figure, likeliest
from qa.figures.parsing import clauses
from qa.text import HOW_MANY, in_quotes, normalise, readable

AGAINST = "问题的前提与报告不符"  # how every correction begins
ENUMERATED = re.compile(r"[、；;,，]")  # what parts the items of an enumeration in one sentence
_THING_ASKED = re.compile(rf"{HOW_MANY}|占比|比例|率(?!先)|第几|老几|和|还有|以及")
_LONG_CHARS = 80  # a longer sentence is shown by the clauses that answer
_LONG_WITH_SEVERAL = 240  # the same where several things are asked in one breath, or years are set side by side
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_ADDED_UP = re.compile(r"累计|五年|三年|两年|以来|先后|新[增建设开引添]")
_OF_ONE_YEAR = re.compile(r"同比|[比较]上年|分别|连续[一二两三四五]年")  # each figure is of one year, or holds in each
# What only the whole sentence tells: whether something is so, or reached.
_WHETHER = re.compile(
    r"目标(?:是|有|都)+(?:什么|哪)|吗[?？。]?$|是否|有没有|是不是|达标|合格|符合|(?:达到|完成)(?:了?没|目标|预期)"
)
# After these words a clause cannot end, before those it cannot begin; and a figure is not told without its judgement.
_LEADS_ON = re.compile(r"(?:其中|包括|包含|分别为?|(?<!总)和|[与及]|如下|即)[)）\s]*$")
_FOLLOWS = re.compile(r"^\s*(?:其中|分别)")
_JUDGES = re.compile(r"低于|高于|[快慢优好]于|落后|不及|未[达能完]|没有?达|超[出过]|排名|位[居列]|^\s*(?:但|然而|不过)")
_PLANS = re.compile(
    r"目标|力争|争取|计划|预计|预期|确保|规划|任务|要求|将|要|到(?:20)?\d\d年|20\d\d年底?前|建议|不低于|年内|今后|未来|全年"
)
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"))
_LONG_POINT_CHARS = 140  # the same for a point of a summary
_MARK = re.compile(r"^—+|^[（(]?\d{1,2}[)）.、]\s*|^[一二三四五六七八九十]+是")


def lead_in(passage: Passage) -> str:
    """Whose and when, as far as the sentence does not tell it: "朝阳区2022年", "朝阳区2012—2016年"."""
    return f"{where_of(passage)}{when_of(passage)}"


def where_of(passage: Passage) -> str:
    """The region that a passage is of, where its words do not name it."""
    return passage.region if passage.region and passage.region not in passage.text else ""


def when_of(passage: Passage) -> str:
    """The years that a passage is of, where its words name neither the first nor the last of them."""
    period = passage.period
    return "" if period is None or any(str(year) in passage.text for year in period) else period.label()


def spans_years(passage: Passage, years: Sequence[int], about: str) -> bool:
    """Whether one year is asked for, and what is said `about` a figure of the passage adds up several."""
    if not _ADDED_UP.search(about) or _OF_ONE_YEAR.search(about):
        return False
    if len(years) != 1 or passage.period is None or str(years[0]) in passage.text:
        return False
    return passage.period.last > passage.period.first


def quote_answer(passage: Passage, wanted: Wanted, inquiry: Inquiry, *, uncut: bool = False) -> str:
    """The passage as an answer sentence; where it is long and not to be `uncut`, the clauses around what was asked."""
    text = _MARK.sub("", readable(passage.text)).strip()
    several_things = len(_THING_ASKED.findall(inquiry.own)) > 1
    limit = _LONG_WITH_SEVERAL if several_things or _sets_beside(text, inquiry.years) else _LONG_CHARS
    whole = uncut or inquiry.intent is Intent.LIST or _WHETHER.search(inquiry.own) or asserts(inquiry.own)
    if len(text) > limit and not whole:
        text = _answering_clauses(text, wanted)
    head = lead_in(passage)
    body = text.rstrip("。；;，,. ")
    several = re.search(r"\d", body) and spans_years(passage, inquiry.years, _about_figure(body, wanted))
    note = plan_note(passage, body, inquiry) or ("（这是报告所述整个时段的数字，不是单独一年的）" if several else "")
    return f"{head}：{body}{note}。" if head else f"{body}{note}。"


def plan_note(passage: Passage, said: str, inquiry: Inquiry) -> str:
    """What is to be said beside the words of a target, so that nobody takes them for a result."""
    if passage.statement is not Statement.TARGET:
        return ""
    if not inquiry.ahead:
        return "（这是目标，不是完成情况）"
    return "" if _PLANS.search(said) or not re.search(r"\d", said) else "（这是目标）"


def _sets_beside(text: str, years: Sequence[int]) -> bool:
    """Whether a text names a year asked for beside another: its clauses are not of one year."""
    named = set(map(int, _YEAR.findall(text)))
    return len(named) > 1 and not named.isdisjoint(years)


def _about_figure(text: str, wanted: Wanted) -> str:
    """What a text says about its likeliest figure: the clause of it, and a change since the year before right after."""
    best = best_figure([text], wanted)
    spans = clauses(text)
    at = next((at for at, (start, end) in enumerate(spans) if best and start <= best[1].start < end), None)
    if at is None:
        return text
    following = text[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
    clause = text[slice(*spans[at])]
    return clause + following if _OF_ONE_YEAR.match(following) else clause


def in_words(passage: Passage) -> str:
    """The whole passage between quotation marks, as a refusal shows what stands nearest."""
    return in_quotes(readable(passage.text).strip())


def quote(material: Material, passage: Passage, *, uncut: bool = False) -> Sentence:
    """The passage as a sentence of the answer to the material's question, held by itself."""
    return Sentence(quote_answer(passage, material.wanted, material.inquiry, uncut=uncut), (passage,))


def corrects(outcome: Outcome) -> bool:
    """Whether an outcome says that the question takes something wrong for granted."""
    return isinstance(outcome, Sentence) and outcome.text.startswith(AGAINST)


def maybe_otherwise(quoted: Sentence) -> Sentence:
    """A quoted sentence that may tell otherwise what the question takes for granted."""
    return replace(quoted, text=f"报告的说法可能与问题不同，原文是：{quoted.text}")


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
    start, end = _in_full(text, start, end)
    return text[start:end]


def _in_full(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened by whole clauses until none is left out that its sense hangs on.

    That is what "其中" announces or counts from, what judges a figure right after, and the rest of what is quoted.
    """
    spans = clauses(text)
    for first, _ in reversed([span for span in spans if span[0] < start]):
        part = text[start:end]
        if not _FOLLOWS.match(part) and not any(part.count(close) > part.count(mark) for mark, close in _PAIRS):
            break
        start = first
    for first, last in [span for span in spans if span[0] >= end]:
        part = text[start:end]
        judged = re.search(r"\d", part) and _JUDGES.search(text[first:last])
        left_open = any(part.count(mark) > part.count(close) for mark, close in _PAIRS)
        if not (judged or left_open or _LEADS_ON.search(part)):
            break
        end = last
    return start, end


def point(passage: Passage, wanted: Wanted) -> str:
    """The passage as one point of a summary: whole, or its first and its answering clauses."""
    text = _MARK.sub("", readable(passage.text)).strip()
    if len(text) > _LONG_POINT_CHARS:
        text = _answering_clauses(text, wanted)
    return text.rstrip("。；;，,：: ") + "。"
