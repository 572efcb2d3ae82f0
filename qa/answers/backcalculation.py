"""The level that a told change is measured from: at an earlier time, of the whole area, or as it was planned.

"820亿元,五年增加270亿元" tells the level of five years before; "94.5%,较3月提高4.5个百分点" that of 3月;
"9%,低于全市0.8个百分点" that of 全市; "新建300个,累计达到900个" that before the new ones came.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qa.answers import computation
from qa.answers.material import Material, Sentence
from qa.answers.operands import LIKE, Held, held_in, levels_in, likeness, shared
from qa.answers.operations import BEFOREHAND, without_method
from qa.answers.picking import own_share
from qa.answers.results import quoted, told
from qa.datatypes import Inquiry, Intent, Passage, Statement
from qa.figures.matching import asking_clause, likeliest
from qa.figures.parsing import clause_span
from qa.text import normalise, whole_number

SPAN = re.compile(r"([二两三四五六七八九十]|(?<!\d)\d{1,2})年")  # "五年", "10年"
# "五年前", "十年间的新增"; "22年以前" names a year.
_SPAN_BEFORE = re.compile(
    r"([二两三四五六七八九十]|(?<!\d)(?!(?!10)\d\d年以前)\d{1,2})年(?:以?前|(?:来|间)?的?(?:新?增|涨|多))"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:20)?(\d\d)年[以之]前")
_AMOUNT_BACK = re.compile(r"增量|增加额|增加值|增加的|涨的|多出的")
_PLAN_END = re.compile(r"(十[二三四五]五)[”\"]?(?:规划)?(?:期)?(?:末|结束|收官|最后)")
_MINUS_NEW = re.compile(
    r"总[数量]?(?:里|中)?(?:减|扣|去掉|刨)|新[增建设](?:数|的|之前|以前)|当年新|累计数|新[一-鿿]{1,3}的[^,，]{0,6}(?:去掉|减|扣|刨|除)|"
    r"(?:去掉|减去?|减掉|扣[掉除去]|刨[去掉除]|除[去掉])[^,，]{0,6}新"
)
_SINCE_THEN = re.compile(
    r"[比较跟和](?:[一两三四五六七八九十]年前|上年|去年|前一年|头一年|上一年|[“\"]?十[二三四五]五[”\"]?(?:规划)?末)[^,，]{0,4}(?:多|少|高|低|增|涨|降|减)"
)
_TIMES_ASKED = re.compile(r"(?:几|多少)倍")
_SINCE_LAST_YEAR = re.compile(r"同比|上年|去年")
_PLAN_ENDS = {"十二五": 2015, "十三五": 2020, "十四五": 2025}  # the last year of each plan
_EACH = re.compile(r"分别|各(?:自|是|有|多少)")
_SINCE_MOMENT = re.compile(r"[较比](?:上年|去年)?(\d{1,2}月份?末?|年初|上月|上季度?)|(环比)")
_MONTH_ASKED = re.compile(r"(?<!\d)(\d{1,2}月)(?!\d)")
_ABOVE_OR_BELOW = re.compile(r"(?:[高低快慢多少优大小]于|[较比]|超[过出]|领先|落后)(?P<named>[^,，、]*)")
_ALL_AREA = re.compile(r"全[市国省区]")
_ALL_AREA_ASKED = re.compile(r"(?<![占比较于居列在为至到])全[市国省区][^,，。？?]*(?:多少|几)")
_A_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]|[年月])")  # "500米服务半径": part of a name
_A_RATE = re.compile(r"[一-鿿]{2}率")
_GOAL = re.compile(r"目标|规划值|计划")
_FALLEN = re.compile(r"降|减|低|少|压|慢|落后|小于")
_STOCK_ASKED = re.compile(r"[底末]|有(?:多少|几)|总[数量共]|累计|达到")
_FLOW_ASKED = re.compile(r"新[增建设开]|增加|减少|建了|建成|完成|[增涨降]了")
_ENOUGH_WORDS = 0.3  # share of the question's words that the sentence of a back-calculation must hold
_NAMED_OF = 0.2  # share of them that a level has about it beside a change from what the question names
_PLAINLY_OF = 0.6  # share of them that a level has about it which is worked out though nobody asked to compute


def level_before(material: Material) -> list[Sentence]:
    """The level before a change, from the level and the change or what came new that one sentence gives."""
    if _MINUS_NEW.search(material.inquiry.own):
        return _before_new(material)
    pairs = _changed_levels(material)
    best = likeliest(pairs)
    if best is None:
        return _before_new(material)
    return _worked_out(material, [pair for _, pair in pairs if pair == best or _also_asked(material, pair, best)])


def measured_from(material: Material, *, named: bool) -> list[Sentence]:
    """The level that a question asks for and that the evidence tells only by how far another is above or below it.

    Nobody asked to compute: the level must plainly be of what is asked, and no growth rate is undone.

    Args:
        material: the question with evidence of whatever time.
        named: whether to look only for what is named beside the change (a month, the whole area, the goal),
            not for a year that follows from it.
    """
    inquiry = material.inquiry
    if inquiry.intent is not Intent.FIGURE or (material.wanted.new and not named):
        return []
    scored = []
    for level, changes in levels_in(material):
        if not _plainly_of(material, level, _NAMED_OF if named else _PLAINLY_OF):
            continue
        for change in changes:
            since = _since(change)
            exact = change.figure.unit == level.figure.unit or change.figure.unit == "个百分点"
            if exact and since and _changes(level, change) and _asks_for(inquiry, since, level.passage, named=named):
                scored.append((likeness(inquiry.own, level) - 0.15 * level.rank, (level, change)))
                break
    best = likeliest(scored)
    if best is None:
        return [] if named else _before_new(material, plainly=True)
    return _worked_out(material, [pair for _, pair in scored if pair == best or _also_asked(material, pair, best)])


def _plainly_of(material: Material, level: Held, share: float) -> bool:
    """Whether a level is of what is asked: in its unit, of its kind of rate, and with a share of its words about it."""
    wanted = material.wanted
    other_rate = wanted.rate and not any(rate in material.inquiry.own for rate in _A_RATE.findall(level.about))
    other_number = any(number not in level.passage.text for number in _A_NUMBER.findall(material.inquiry.own))
    if other_rate or other_number or (wanted.units and not wanted.unit_fits(level.figure)):
        return False
    return own_share(level.figure, wanted) >= share and material.coverage(level.passage) >= _ENOUGH_WORDS


def _since(change: Held) -> str:
    """What a change is measured from, in one word: 全市, 目标, 3月, 十三五, or so many years ("5年")."""
    words = _said_with(change)
    named = _ABOVE_OR_BELOW.search(words)
    if named and (area := _ALL_AREA.search(named["named"])):
        return area.group()
    if named and _GOAL.search(named["named"]):
        return "目标"
    if moment := _SINCE_MOMENT.search(words):
        return (moment[1] or "").removesuffix("末").removesuffix("份")
    if plan := _PLAN_END.search(words):
        return plan[1]
    if "年均" in words or not change.figure.change:
        return ""
    if span := SPAN.search(words):
        return f"{whole_number(span[1])}年"
    period = change.passage.period
    return "1年" if _SINCE_LAST_YEAR.search(words) or (period and period.first == period.last) else ""


def _asks_for(inquiry: Inquiry, since: str, passage: Passage, *, named: bool) -> bool:
    """Whether a question asks for the level that a change told in a passage is measured from."""
    own, years, period = asking_clause(inquiry.own), _years_asked(inquiry), passage.period
    of_years = not years or bool(period and any(period.covers(year) for year in years))
    if _ALL_AREA.fullmatch(since):
        return of_years and any(since in asked.group() for asked in _ALL_AREA_ASKED.finditer(own))
    if since == "目标":
        return of_years and inquiry.statement is Statement.TARGET and bool(_GOAL.search(own))
    if since.endswith("月"):
        return of_years and bool(years) and _MONTH_ASKED.findall(own) == [since]
    if since in _PLAN_ENDS:
        return years == (_PLAN_ENDS[since],) if not named else f"{since}末" in own
    if named or period is None or not since.endswith("年") or inquiry.statement is Statement.TARGET:
        return False
    return years == (period.last - whole_number(since.removesuffix("年")),)


def _years_asked(inquiry: Inquiry) -> tuple[int, ...]:
    """The years of the clause that asks; another may only name the year that is told ("用2016年的数减去五年增加的")."""
    clause = asking_clause(inquiry.own)
    return tuple(year for year in inquiry.years if str(year) in clause) or inquiry.years


def _worked_out(material: Material, pairs: Sequence[tuple[Held, Held]]) -> list[Sentence]:
    """The quoted sentences of levels and changes, and the levels that the changes are measured from."""
    results = [f"{_label(level) if len(pairs) > 1 else ''}{_level_before(level, change)}" for level, change in pairs]
    (level, change), times = pairs[0], _TIMES_ASKED.search(material.inquiry.own)
    if times and len(pairs) == 1:
        results.append(computation.times_before(level.figure, change.figure, rose=_rose(change)))
    return told(material, [one for pair in pairs for one in pair], "，".join(results))


def _changed_levels(material: Material) -> list[tuple[float, tuple[Held, Held]]]:
    """Each level with the change that the question goes back over, and how well it fits the question."""
    phrase = without_method(material.inquiry.own)
    units = [unit for unit in material.wanted.units if unit not in ("%", "倍")]
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
    own = set(_label(level)) - set(_label(first))
    return bool(own) and (own <= set(material.inquiry.own) or bool(_EACH.search(material.inquiry.own)))


def _label(held: Held) -> str:
    """What a figure counts, without the month of its own value."""
    return re.sub(r"^\d{1,2}月份?末?|(?:分别|达到?|为)+$", "", held.figure.indicator)


def _level_before(level: Held, change: Held) -> str:
    named = _since(change)
    whose = named if _ALL_AREA.fullmatch(named) or named == "目标" else ""
    return computation.before(level.figure, change.figure, rose=_rose(change), whose=whose)


def _rose(change: Held) -> bool:
    """Whether a change goes up from what it is measured from."""
    return not _FALLEN.search(change.figure.change or _said_with(change))


def _of_asked_year(material: Material, passage: Passage) -> bool:
    """Whether a passage tells of a year that the question names, or of the time after the one that it asks for."""
    years, period = material.inquiry.years, passage.period
    if not years or period is None or _PLAN_END.search(material.inquiry.own):
        return True
    if (span := _SPAN_BEFORE.search(material.inquiry.own)) and years == (period.last - whole_number(span[1]),):
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
    period, years = level.passage.period, material.inquiry.years
    back = period.last - min(years) if period and years and not span else 0
    changed = [(one, _said_with(one)) for one in changes if one.figure.is_growth and _changes(level, one)]
    if back > 1 and not _PLAN_END.search(question):
        over = (one for one, near in changed if any(whole_number(told) == back for told in SPAN.findall(near)))
        return next((one for one in over if one.figure.unit == level.figure.unit), None)
    if span:
        same = [one for one, near in changed if re.search(rf"{span[1]}年|{whole_number(span[1])}年", near)]
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
    return bool("年均" in near or SPAN.search(near) or _PLAN_END.search(near))


def _before_new(material: Material, *, plainly: bool = False) -> list[Sentence]:
    """The total before what came new, from a sentence that gives both ("新增5家，总数达40家").

    Where nobody asked to compute, how much there was at the end of a year must be asked for `plainly`.
    """
    asked = asking_clause(material.inquiry.own) if plainly else material.inquiry.own
    if plainly and (not material.inquiry.years or not _STOCK_ASKED.search(asked) or _FLOW_ASKED.search(asked)):
        return []
    phrase = without_method(asked)
    scored = []
    held = held_in(material.hits)
    for one, other in itertools.pairwise(held):
        new, level = (one, other) if one.is_new else (other, one)
        both = one.passage is other.passage and one.figure.unit == other.figure.unit and one.figure.unit != "%"
        totals = level.is_total and new.is_new and not level.is_new
        if not both or not totals or new.figure.value >= level.figure.value or not _goes_back(material, level.passage):
            continue
        if plainly and not _plainly_of(material, level, _PLAINLY_OF):
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
    if span and period.last - period.first + 1 != whole_number(span[1]):
        return False
    if start := _YEAR_BEFORE.search(material.inquiry.own):
        return period.first % 100 == whole_number(start[1])
    new = re.search(rf"{period.last}年(?:(?:度|里|当年)?新|(?![底末初]).*{BEFOREHAND})", material.inquiry.own)
    return not years or period.first - 1 in years or (years[-1] == period.last and (len(years) > 1 or bool(new)))
