"""The problems that a report names, told one by one, and whether a question is about one of them only."""

from __future__ import annotations

import re

from qa.answers.material import Material, Sentence
from qa.answers.series import Outlines, Series
from qa.datatypes import Statement
from qa.text import normalise, readable

_ONE_PROBLEM = 0.45  # share of the question's words from which one problem is what is asked about
_ANNOUNCES_PROBLEMS = re.compile(r"问题|困难|挑战|不足|短板")
_SAID_OF_PROBLEMS = re.compile(
    r"存在|面临|主要|问题|困难|挑战|不足|短板|难处|薄弱|当前|目前"
)  # in a question these name no problem
_RESOLVES = re.compile(r"我们(?:一定|将|要|必须|会)|对此|为此")  # what closes a list of problems
_HEADS_PROBLEMS = re.compile(r"(?:存在|面临|主要|有)的?.{0,6}(?:问题|困难|挑战|不足)(?:和.{2,4})?$")  # "存在的主要问题"
_MAX_TOLD = 12


def tells_problems(series: Series) -> bool:
    """Whether a series is announced as problems, and half its items are such, none a mere heading of them."""
    told = sum(item.passage.statement is Statement.PROBLEM for item in series.items)
    headings = any(_HEADS_PROBLEMS.search(item.text) for item in series.items)
    return 2 * told >= len(series.items) >= 2 and not headings and bool(_ANNOUNCES_PROBLEMS.search(series.title))


def problems_told(material: Material, outlines: Outlines) -> list[Sentence]:
    """The sentences that follow the announcement of the problems, where they are told one after the other."""
    if material.inquiry.statement is not Statement.PROBLEM or not material.hits or about_one_problem(material):
        return []
    best = material.passages[0]
    if best.statement is not Statement.PROBLEM or not _ANNOUNCES_PROBLEMS.search(best.text):
        return []
    told = [
        one
        for one in outlines(best.report_id).passages
        if one.paragraph == best.paragraph
        and one.start > best.start
        and one.statement is Statement.PROBLEM
        and not _RESOLVES.search(one.text)
    ]
    texts = [readable(one.text).strip("。;； ") for one in told[:_MAX_TOLD]]
    return [Sentence(f"{n}. {text}。", (one,)) for n, (text, one) in enumerate(zip(texts, told, strict=False), start=1)]


def about_one_problem(material: Material) -> bool:
    """Whether a problem that the report names holds most of what was asked, so that not all of them are wanted."""
    wanted = material.wanted.keeping(lambda word: not _SAID_OF_PROBLEMS.search(word))
    return bool(wanted.words) and any(
        wanted.coverage(normalise(hit.passage.text)) >= _ONE_PROBLEM
        for hit in material.hits
        if hit.passage.statement is Statement.PROBLEM
    )
