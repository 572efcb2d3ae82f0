"""Whether a goal was reached: the goal of one sentence beside the result of another, each cited."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answers import computation
from qa.answers.material import POSSIBLE, Finder, Material, Outcome, Refusal
from qa.answers.operands import LIKE, Held, held_in, last_year, likeness, shared
from qa.answers.results import told
from qa.answers.wording import quote
from qa.datatypes import Hit, Intent, Passage, Reason, Statement
from qa.figures.matching import dimension, likeliest
from qa.text import in_quotes, normalise

_VERBS = r"达到|达成|完成|实现|够到|够得?着|兑现|建成|建好|做到|做成|落实|办成|到位|开工|开建|建"
_GOALS = r"目标|任务|计划|承诺|指标|规划"
_ASKS = re.compile(
    rf"(?:{_VERBS})了?[^,，。?？]{{0,14}}(?:吗|没有?|了没有?|呢)[?？。]?$|(?:后来|最后|最终)[^,，。]{{0,12}}(?:{_VERBS})了?|"
    rf"(?:离|距离?)[^,，。]{{0,30}}还?(?:差|缺|有)(?:多少|几|多远)|有没有(?:{_VERBS})|"
    rf"(?:{_GOALS}|(?:要|[得该])(?:{_VERBS}|弄|搞|修|改)).*还(?:差|缺|剩下?|有)(?:多少|几)"
)
_GOAL_NAMED = re.compile(
    rf"{_GOALS}|[底末前内](?:就|才)?[要得该]|后来|最后|最终|定的|说[是过]?要|说的|提出|打算|准备|承诺"
)
# The words of such a question that say nothing of its subject.
_WORDS = re.compile(
    rf"(?:后来|最后|最终|到底|有没有|是否|实际上)|(?:{_VERBS})了?没?(?:[吗呢]|没有)?[?？]?$|(?:{_VERBS})(?=[^,，。]{{0,8}}(?:{_GOALS}))|(?:{_GOALS})的?|"
    r"(?:离|距离?)(?:它|目标|任务)?还?(?:差|缺)|还差|定的|(?:这个?|那个?)数?|没有?[?？]?$|(?:报告|会上)(?:里|中)?(?:说|提出|提到|承诺)|说[是过]?要|中期评估时?|[吗呢没]"
)
# The report itself says that a goal was reached.
_REPORTED = re.compile(
    rf"(?:提前|超额|全面|全部|均|已|如期|圆满|顺利)(?:完成|实现|达到|达成|兑现|超过|优于)[^,，。;；]{{0,10}}(?:{_GOALS}|要求)|(?:提前|超额|均已?|全部)(?:完成|达标)"
)
_PLANNED = re.compile(r"目标|力争|预计|确保|计划|规划值|底可|将(?:达|完)|年底?前")
_AT_MOST = re.compile(r"以内|以下|不超过|低于|控制|不高于")
# Words at a figure that say how it is told, not what it counts.
_TOLD_AS = re.compile(r"累计|完成|确保|力争|预计|达到?|实现|到|期间")
_OF_SEVERAL_YEARS = re.compile(r"[“\"]?十[二三四五]五|五年|三年|末")
_ENOUGH_WORDS = 0.4  # share of the subject's words that a sentence must hold to be about it
_YEARS_BACK = 5  # a goal for the end of a plan is that of this many years


def asks_fulfilment(question: str) -> bool:
    """Whether a question wants to know if a goal was reached, or how far it still is."""
    return bool(_ASKS.search(question) and _GOAL_NAMED.search(question))


def fulfil(material: Material, find: Finder) -> Iterator[Outcome]:
    """The goal and the result with a verdict, or what the reports lack; nothing where they tell it themselves.

    Args:
        material: the question with its evidence.
        find: searches for the goal and for the result, of whatever year.
    """
    subject = re.sub(r"[；;]", " ", _WORDS.sub(" ", material.inquiry.standalone))
    anywhere = replace(material.inquiry, years=(), parts=(), reports=())
    asked = replace(anywhere, standalone=subject, carried="", intent=Intent.FIGURE)
    results = find(replace(asked, statement=Statement.OUTCOME))
    goals = find(replace(asked, statement=Statement.TARGET))
    if any(_REPORTED.search(hit.passage.text) and _is_about(hit, results) for hit in results.hits[:3]):
        return
    goals = replace(goals, hits=tuple(hit for hit in goals.hits if _of_time(hit.passage, material.inquiry.years)))
    if pair := _pair(material, goals, results):
        goal, result = pair
        yield from told(material, [result, goal], _verdict(goal, result))
        return
    goal_hit = next((hit for hit in goals.hits[:3] if hit.passage.statement.ahead and _is_about(hit, goals)), None)
    if goal_hit is None:
        return
    goals = replace(goals, inquiry=replace(asked, statement=Statement.TARGET))
    later = [hit for hit in results.hits[:3] if _is_about(hit, results) and _follows(goal_hit.passage, hit.passage)]
    if later and "差" not in material.inquiry.own and not _counts(material):
        yield from (quote(goals, passage) for passage in (goal_hit.passage, later[0].passage))
    else:
        told_goal = quote(goals, goal_hit.passage).text
        yield Refusal(Reason.NOT_MENTIONED, f"报告中只有目标，没有给出完成情况。目标的原文是：{in_quotes(told_goal)}")


def _counts(material: Material) -> bool:
    """Whether the goal that is asked about is a number, which only another number can reach."""
    return bool(re.search(r"多少|百分之|增速|率", material.inquiry.standalone))


def _is_about(hit: Hit, material: Material) -> bool:
    return hit.score >= POSSIBLE and material.coverage(hit.passage) >= _ENOUGH_WORDS


def _of_time(passage: Passage, years: Sequence[int]) -> bool:
    """Whether a goal is for a time that the question names, or for a later one."""
    period = passage.period
    return not years or period is None or (period.last >= min(years) and period.first <= max(years))


def _follows(goal: Passage, result: Passage) -> bool:
    """Whether a result is of the goal's region and not of the time before it."""
    if goal.region != result.region or goal is result:
        return False
    return bool(goal.period and result.period and result.period.last >= goal.period.first)


def _pair(material: Material, goals: Material, results: Material) -> tuple[Held, Held] | None:
    """The goal and the result in one unit that are likest to what is asked about."""
    found = [*held_in(goals.hits[:4]), *held_in(results.hits[:4])]
    wanted = {dimension(unit) for unit in material.wanted.units}
    asked = (one for one in found if not wanted or dimension(one.figure.unit) in wanted)
    held = list({(one.passage.passage_id, one.figure.start): one for one in asked}.values())
    phrase = _WORDS.sub("", material.inquiry.standalone)
    scored = []
    for goal, result in itertools.product(held, held):
        if not _is_goal(goal) or _is_goal(result) or not _comparable(goal, result):
            continue
        year_named = any(str(year) in goal.near for year in material.inquiry.years)
        fit = likeness(phrase, goal) + likeness(phrase, result) + 0.3 * ("目标" in goal.near) + 0.3 * year_named
        fit += 0.01 * (last_year(result.passage) - 2000) - 0.05 * (goal.rank + result.rank)
        told_of = max(goals.wanted.coverage(normalise(one.passage.text)) for one in (goal, result))
        if told_of >= _ENOUGH_WORDS:
            scored.append((fit, (goal, result)))
    return likeliest(scored, at_least=LIKE)


def _is_goal(held: Held) -> bool:
    """Whether a figure is a goal: by the words at it, or as one of a plan that adds up nothing so far."""
    return bool(_PLANNED.search(held.near)) or (held.is_planned and "累计" not in held.near)


def _comparable(goal: Held, result: Held) -> bool:
    """Whether a result can be set beside a goal: one thing in one unit, of the goal's own time."""
    one, other = goal.figure, result.figure
    if not one.unit or one.unit != other.unit or one.is_growth != other.is_growth:
        return False
    if goal.passage.region != result.passage.region or ("年均" in goal.near) != ("年均" in result.near):
        return False
    if goal.passage is result.passage:
        return result.figure.start < goal.figure.start
    if max(shared(_noun(result), goal.about), shared(_noun(goal), result.about)) < 2 * LIKE:
        return False
    return _in_time(goal, result)


def _noun(held: Held) -> str:
    """What a figure counts, whether it is told as a goal or as a result."""
    return _TOLD_AS.sub("", held.noun)


def _in_time(goal: Held, result: Held) -> bool:
    """Whether a result is of the goal's time; one of a part of the time must add up what came until then."""
    planned, reached = goal.passage.period, result.passage.period
    if planned is None or reached is None or reached.last > planned.last:
        return False
    if reached == planned:
        return True
    several = planned.last > planned.first or bool(_OF_SEVERAL_YEARS.search(goal.passage.text))
    since = planned.first if planned.last > planned.first else planned.last - _YEARS_BACK + 1
    return several and (result.is_total or not result.is_new) and since <= reached.last


def _verdict(goal: Held, result: Held) -> str:
    """Whether the goal is reached, with what is left as a shown expression."""
    a, b = goal.figure, result.figure
    at_most = bool(_AT_MOST.search(goal.near + "".join(goal.figure.qualifiers)))
    reached = b.value <= a.value if at_most else b.value >= a.value
    if reached:
        return f"已达到目标：目标{a.text}，实际{b.text}"
    return f"还没有达到目标，{f'高出{computation.gap(b, a)}' if at_most else f'还差{computation.gap(a, b)}'}"
