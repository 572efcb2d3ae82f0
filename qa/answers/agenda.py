"""The work of a year as a whole: the headings of a report's plan or review, where a question names no field of it."""

from __future__ import annotations

import re

from qa.answers.enumerations import count_asked
from qa.answers.material import Material, Sentence
from qa.answers.series import Outlines, Series
from qa.datatypes import Inquiry, Intent, Period, Statement
from qa.figures.matching import likeliest

_ASKS = re.compile(
    r"(?:哪|几|什么|[三四五六七八九十]).{0,4}(?:大事|要事|任务|工作|方面|方向|举措|措施|安排|板块|重点)"
    r"|(?:大事|要事|任务|工作|重点)[^,，。;；?？]{0,4}(?:哪|几|什么)"
)
# What a question may say of all the work there is; any other word names a field of it.
_SAID_OF_ALL = re.compile(
    r"(?:重点|主要|工作|政府|任务|大事|要事|准备|打算|安排|部署|布置|方面|方向|举措|措施|板块|计划|全年|下一步|接下来|一年|"
    r"总共|一共|分别|推进|抓好|落实|开展|提出|确定|[几\d一二三四五六七八九十]?[大项件个块]+|部分|分成|报告|事|[区市县]长|主任|采取|[前后上下]半[程段期场年]|规划|[抓做干])+"
)
_OTHERWISE = (Intent.META, Intent.PERSON, Intent.COMPARE, Intent.COMPUTE)
_ASKS_WHY = re.compile(r"为什么|为何|原因|怎么会")
_FEWEST = 3  # headings


def agenda(material: Material, outlines: Outlines) -> list[Sentence]:
    """The headings of the plan or the review of the asked years, numbered; empty where a field of it is asked about."""
    if not _asks_all(material):
        return []
    reports = dict.fromkeys(hit.passage.report_id for hit in material.hits)
    series = likeliest(
        (stretch, one)
        for report_id in reports
        for one in outlines(report_id).series
        if (stretch := _stretch(one, material.inquiry))
    )
    if series is None:
        return []
    return [Sentence(f"{n}. {item.text}。", (item.passage,)) for n, item in enumerate(series.items, start=1)]


def _asks_all(material: Material) -> bool:
    """Whether a question asks for the work of one place and time, and names no field of it."""
    inquiry = material.inquiry
    of_one = len(inquiry.regions) < 2 and not inquiry.parts and bool(inquiry.years or inquiry.reports)
    if not of_one or inquiry.intent in _OTHERWISE or inquiry.statement is Statement.PROBLEM:
        return False
    words = (word.split("|")[0] for word in material.wanted.words)
    return (
        bool(_ASKS.search(inquiry.own))
        and not _ASKS_WHY.search(inquiry.own)
        and all(map(_SAID_OF_ALL.fullmatch, words))
    )


def _stretch(series: Series, inquiry: Inquiry) -> float:
    """Over how many paragraphs a series goes; 0 where it is no list of headings of the asked time and kind."""
    paragraphs = [item.passage.paragraph for item in series.items]
    count = count_asked(inquiry.own)
    if len(set(paragraphs)) < max(_FEWEST, len(paragraphs)) or count not in (None, len(paragraphs)):
        return 0.0
    of_kind = sum(item.passage.statement.ahead == inquiry.ahead for item in series.items)
    if inquiry.statement is not None and 2 * of_kind <= len(paragraphs):
        return 0.0
    of_then = not inquiry.years or all(
        item.passage.period == Period(min(inquiry.years), max(inquiry.years)) for item in series.items
    )
    return float(paragraphs[-1] - paragraphs[0]) if of_then else 0.0
