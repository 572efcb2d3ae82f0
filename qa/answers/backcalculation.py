"""The level before a change, from a level and what a report says it changed by or what came new."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qa.answers import computation
from qa.answers.computation import BEFOREHAND, without_method
from qa.answers.material import Material, Sentence
from qa.answers.operands import LIKE, Held, held_in, levels_in, likeness, own_letters, shared
from qa.answers.results import quoted, told
from qa.datatypes import Passage
from qa.figures.matching import likeliest
from qa.figures.parsing import clause_span
from qa.text import normalise, whole_number

_SPAN_BEFORE = re.compile(
    r"([二两三四五六七八九十]|(?<!\d)\d{1,2})年(?:以)?前|([二两三四五六七八九十]|(?<!\d)\d{1,2})年(?:来|间)?(?:的)?(?:增|涨|多|新增)"
)
_AMOUNT_BACK = re.compile(r"增量|增加额|增加值|增加的|涨的|多出的")
_SEVERAL_YEARS = re.compile(r"年均|[两二三四五六七八九十]年|(?<!\d)\d{1,2}年")
_PLAN_END = re.compile(r"(十[二三四五]五)[”\"]?(?:规划)?(?:期)?(?:末|结束|收官|最后)")
_MINUS_NEW = re.compile(
    r"总[数量]?(?:里|中)?(?:减|扣|去掉|刨)|新[增建设](?:数|的|之前|以前)|当年新|累计数|新[一-鿿]{1,3}的[^,，]{0,6}(?:去掉|减|扣|刨|除)|"
    r"(?:去掉|减去?|减掉|扣[掉除去]|刨[去掉除]|除[去掉])[^,，]{0,6}新"
)
_SINCE_THEN = re.compile(
    r"[比较跟和](?:[一两三四五六七八九十]年前|上年|去年|前一年|头一年|上一年|[“\"]?十[二三四五]五[”\"]?(?:规划)?末)[^,，]{0,4}(?:多|少|高|低|增|涨|降|减)"
)
_EACH = re.compile(r"分别|各(?:自|是|有|多少)")
_SINCE_MOMENT = re.compile(r"[较比](?:上年|去年)?(\d{1,2}月份?末?|年初|上月|上季度?)|(环比)")
_ENOUGH_WORDS = 0.3  # share of the question's words that the sentence of a back-calculation must hold


def level_before(material: Material) -> list[Sentence]:
    """The level before a change, from the level and the change or what came new that one sentence gives."""
    if _MINUS_NEW.search(material.inquiry.own):
        return _before_new(material)
    pairs = _changed_levels(material)
    best = likeliest(pairs)
    if best is None:
        return _before_new(material)
    asked = [pair for _, pair in pairs if pair == best or _also_asked(material, pair, best)]
    results = [f"{_label(level) if len(asked) > 1 else ''}{_level_before(level, change)}" for level, change in asked]
    return told(material, [one for pair in asked for one in pair], "，".join(results))


def _changed_levels(material: Material) -> list[tuple[float, tuple[Held, Held]]]:
    """Each level with the change that the question goes back over, and how well it fits the question."""
    phrase = without_method(material.inquiry.own)
    units = [unit for unit in material.wanted.units if unit != "%"]
    scored = []
    for level, changes in levels_in(material):
        change = _change(material, level, changes)
        other_unit = units and not material.wanted.unit_fits(level.figure)
        if change is None or other_unit or not _of_asked_year(material, level.passage):
            continue
        like, covered = likeness(phrase, level), material.coverage(level.passage)
        if covered + like >= _ENOUGH_WORDS:
            scored.append((like + covered - 0.15 * level.rank, (level, change)))
    return scored


def _also_asked(material: Material, pair: tuple[Held, Held], best: tuple[Held, Held]) -> bool:
    """Whether a level beside the best one is named in the question too ("解决率和满意率")."""
    (level, change), (first, since) = pair, best
    if level.passage is not first.passage or level.figure.unit != first.figure.unit or change is since:
        return False
    own = own_letters(_label(level), [_label(first)])
    return bool(own) and (own <= set(material.inquiry.own) or bool(_EACH.search(material.inquiry.own)))


def _label(held: Held) -> str:
    """What a figure counts, without the month of its own value."""
    return re.sub(r"^\d{1,2}月份?末?|(?:分别|达到?|为)+$", "", held.figure.indicator)


def _level_before(level: Held, change: Held) -> str:
    rose = not re.search(r"降|减|低|少|压", change.figure.change)
    return computation.before(level.figure, change.figure, rose=rose)


def _of_asked_year(material: Material, passage: Passage) -> bool:
    """Whether a passage tells of a year that the question names, or of the time after the one that it asks for."""
    years, period = material.inquiry.years, passage.period
    if not years or period is None or _PLAN_END.search(material.inquiry.own):
        return True
    return any(period.covers(year) or period.last - 1 == year for year in years) or any(
        str(year) in passage.text for year in years
    )


def told_change(material: Material) -> list[Sentence]:
    """The change since a time that the question names ("比五年前多了多少"), as the report itself gives it."""
    if not _SINCE_THEN.search(material.inquiry.own):
        return []
    for level, changes in levels_in(material):
        covered = material.coverage(level.passage)
        change = _change(material, level, changes)
        if change and covered >= _ENOUGH_WORDS and _of_asked_year(material, level.passage):
            return [Sentence(quoted(material, level.passage, [level.figure, change.figure]), (level.passage,))]
    return []


def _change(material: Material, level: Held, changes: Sequence[Held]) -> Held | None:
    """The change over the time that the question goes back: of five years where it says so, else of one."""
    question = material.inquiry.own
    span = _SPAN_BEFORE.search(question)
    changed = [(one, _said_with(one)) for one in changes if one.figure.is_growth and _changes(level, one)]
    if span:
        years = span[1] or span[2]
        same = [one for one, near in changed if re.search(rf"{years}年|{whole_number(years)}年", near)]
        return next((one for one in same if one.figure.unit == level.figure.unit), None)
    if plan := _PLAN_END.search(question):
        return next((one for one, near in changed if plan[1] in near), None)
    yearly = [one for one, near in changed if not _of_other_time(near, question)]
    rates = [one for one in yearly if one.figure.unit == "%"]
    amounts = [one for one in yearly if one not in rates]
    return next(iter(amounts if _AMOUNT_BACK.search(question) else [*rates, *amounts]), None)


def _changes(level: Held, change: Held) -> bool:
    """Whether a change can be undone: an amount in the level's unit, a rate of an amount, points of a percentage."""
    units = {"%": ("个百分点",)}.get(level.figure.unit, ("%", level.figure.unit))
    return change.figure.unit in units


def _said_with(change: Held) -> str:
    """The words that tell since when a change is; of the later ones of a list, those of their clause."""
    if change.figure.change in change.near:
        return change.near
    start, end = clause_span(change.figure, change.passage.text)
    return change.passage.text[start:end]


def _of_other_time(near: str, question: str) -> bool:
    """Whether a change is over several years, or since a month or another moment that the question does not name."""
    since = _SINCE_MOMENT.search(near)
    if since and since[1].removesuffix("份").removesuffix("末") not in question:
        return True
    return bool(_SEVERAL_YEARS.search(near) or _PLAN_END.search(near))


def _before_new(material: Material) -> list[Sentence]:
    """The total before what came new, from a sentence that gives both ("新增5家，总数达40家")."""
    asked = material.inquiry.own
    phrase = without_method(asked)
    scored = []
    held = held_in(material.hits)
    for one, other in itertools.pairwise(held):
        new, level = (one, other) if one.is_new else (other, one)
        both = one.passage is other.passage and one.figure.unit == other.figure.unit and one.figure.unit != "%"
        totals = level.is_total and new.is_new and not level.is_new
        if not both or not totals or new.figure.value >= level.figure.value or not _goes_back(material, level.passage):
            continue
        covered = material.coverage(level.passage)
        fit = likeness(phrase, level) + covered - 0.15 * level.rank
        named = covered >= _ENOUGH_WORDS or shared(new.noun, normalise(asked)) >= 2 * LIKE
        if named:
            scored.append((fit, (level, new)))
    best = likeliest(scored)
    if best is None:
        return []
    level, new = best
    return told(material, [level, new], computation.before(level.figure, new.figure, rose=True))


def _goes_back(material: Material, passage: Passage) -> bool:
    """Whether what a passage calls new came in the time between the asked year and its own."""
    span = _SPAN_BEFORE.search(material.inquiry.own)
    period, years = passage.period, material.inquiry.years
    if period is None or passage.statement.ahead:
        return False
    if span and period.last - period.first + 1 != whole_number(span[1] or span[2]):
        return False
    new = re.search(rf"{period.last}年(?:(?:度|里|当年)?新|(?![底末初]).*{BEFOREHAND})", material.inquiry.own)
    return not years or period.first - 1 in years or (years[-1] == period.last and (len(years) > 1 or bool(new)))
