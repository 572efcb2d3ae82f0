"""When something is to be done, or was: told by the year whose tasks or results a sentence stands among.

A report that plans for one year lists what is to be done in it, mostly without saying the year again. That
year answers "哪年能用上" only where the clause tells just that stage of just that thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from qa.answers.material import Material, Sentence
from qa.answers.wording import quote_answer
from qa.datatypes import Passage, Statement
from qa.figures.matching import clauses_of
from qa.figures.parsing import clauses
from qa.text import ASKS_WHEN, normalise

_DATED = re.compile(r"(?<![\d.])\d{2,4}年|\d月|\d日|年底|年初|年末|今年|去年|明年|“十[一二三四五]五”")
_ASKS_DAY = re.compile(r"哪一?天|几月|几号|日期")  # a year is no answer
_COMING = re.compile(r"能|会|才|打算|准备|计划|安排|力争|争取|要|预计|得等|最晚|最快")
_NEAR_TOP = 0.03  # hits below this share of the best score are not looked at
_SAME_THING = 0.5  # share of the question's words for the thing that the clause must hold

_USED = (
    r"投用|投入使用|投入运[行营]|启用|开[街业放馆张园]|开学(?!校)|通车|通水|通航|(?<!试)运营|交付|入住|搬[进入]|开通|"
    r"用[上得]|[坐住]上"
)
_DONE = rf"竣工|完工|建成|落成|完成|实现|收官|[建修弄做干办盖][好完成]|做到|达到|{_USED}"
_STARTED = r"开工|启动|动工|开建|动土|破土|动手|开始"
# How a stage of work is asked for, and how it is told; what is in use is done.
_STAGES = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in ((_STARTED, _STARTED), (_USED, _USED), (_DONE, _DONE), ("实施", "实施"))
)
# Done or begun may be a part of the work only.
_PARTIAL = re.compile(
    r"主体|封顶|空载|试运|一期|首期|先期|规划|方案|研究|论证|选址|签约|腾退|征收|拆迁|搬迁|验收|招标|设计|前期|手续|审[批查]|立项|试点"
)
_STAGE_OF_ONE = re.compile(rf"(?:{_STARTED}|{_DONE})、")
_CODE = re.compile(r"\d+|[A-Za-z]+")


def tells_when(text: str) -> bool:
    """Whether a text tells a time by itself."""
    return bool(_DATED.search(text)) or "年内" in text


def told_by_year(material: Material) -> Sentence | None:
    """The sentence that lists what is asked for among the tasks, or the results, of one year.

    None where no time is asked for, where the best sentence has a date itself, and where no clause near the top
    tells just what is asked.
    """
    asked = next(filter(ASKS_WHEN.search, clauses_of(material.inquiry.own)), "")
    stage = next((told for asks, told in _STAGES if asks.search(asked)), None)
    if stage is None or not material.hits or _ASKS_DAY.search(asked):
        return None
    coming = material.inquiry.ahead or bool(_COMING.search(asked))
    for passage, clause in _telling(material, stage):
        if _DATED.search(clause):
            return None if passage is material.passages[0] else _quoted(material, passage, "")
        if passage.period is None or passage.period.first != passage.period.last:
            continue
        if passage.statement.ahead:
            said = passage.period.label() in passage.text  # "到2025年，…" in the clause before
            return _quoted(material, passage, "" if said else f"（列入{passage.period.label()}的任务）")
        if passage.statement is Statement.OUTCOME and not coming:
            return _quoted(material, passage, f"（列入{passage.period.label()}的完成情况）")
    return None


def _telling(material: Material, stage: re.Pattern[str]) -> Iterator[tuple[Passage, str]]:
    """The clauses near the top that tell the stage of the thing asked for, with their passages."""
    question = material.inquiry.own
    thing = material.wanted.keeping(lambda word: not any(asks.search(word) for asks, _ in _STAGES))
    codes = set(_CODE.findall(re.sub(r"(?:19|20)\d\d年", "", question)))
    for hit in material.hits:
        if hit.score < _NEAR_TOP * material.strength:
            return
        for clause in _parts(hit.passage.text):
            partial = {match.group() for match in _PARTIAL.finditer(clause)}
            if (
                thing.words
                and stage.search(clause)
                and all(part in question for part in partial)
                and codes <= set(_CODE.findall(clause))
                and thing.coverage(normalise(clause)) >= _SAME_THING
            ):
                yield hit.passage, clause


def _parts(text: str) -> Iterator[str]:
    """The clauses of a text; one that tells the stages of several things ("甲竣工、乙复建") cut after each."""
    for start, end in clauses(text):
        cuts = [match.end() for match in _STAGE_OF_ONE.finditer(text, start, end)]
        yield from (text[one:other] for one, other in pairwise([start, *cuts, end]))


def _quoted(material: Material, passage: Passage, note: str) -> Sentence:
    inquiry = replace(material.inquiry, statement=Statement.TARGET)  # that it is planned is said by the note
    text = quote_answer(passage, material.wanted, inquiry)
    return Sentence(f"{text.rstrip('。')}{note}。", (passage,))
