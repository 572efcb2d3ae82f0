"""Levels derived from other figures: before a change, once a plan is carried out, a year's average, in another unit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from qa.answers import computation
from qa.answers.computation import BEFOREHAND, Operation
from qa.answers.material import Material, Sentence
from qa.answers.operands import LIKE, Held, held_in, likeness, own_letters, shared
from qa.answers.wording import quote_answer
from qa.datatypes import Intent, Passage
from qa.figures.matching import likeliest
from qa.figures.parsing import SAME_UNIT, Figure, clauses, parse_figures
from qa.text import normalise, numeral

_SPAN = re.compile(r"([二两三四五六七八九十]|(?<!\d)\d{1,2})年")
_SPAN_BEFORE = re.compile(
    r"([二两三四五六七八九十]|(?<!\d)\d{1,2})年(?:以)?前|([二两三四五六七八九十]|(?<!\d)\d{1,2})年(?:来|间)?(?:的)?(?:增|涨|多|新增)"
)
_AMOUNT_BACK = re.compile(r"增量|增加额|增加值|增加的|涨的|多出的")
_A_LEVEL = re.compile(r"总数|现有|保有|达到?$|稳定在")
_SEVERAL_YEARS = re.compile(r"年均|[两二三四五六七八九十]年|(?<!\d)\d{1,2}年")
_HEAD_NOUN = re.compile(
    r"(?:多少|几)(?:个|万|亿)?(?:平方米|公里|公顷|[家所张间部件项人名位户处套座栋条辆个亩支棵元次米吨份台场])(?P<noun>[^,，。？?]{2,})"
)
# Words of a question that tell how to compute, not of what.
_HOW = re.compile(
    r"倒推|往回推|推算|推回|反推|倒着算|倒算|往前推|往回算|还原|平均(?:下来)?(?:每年|一年)?|往前数|照着?|按照?|根据|报告|大概|大约|多少|涨幅|降幅|增幅|增速|增量|涨的钱|"
    r"(?:[二两三四五六七八九十]|\d{1,2})年(?:以?前|来)?|上年|同期|去年|知道|能不能|目标|刚好|完成|如果|会是|增长了?"
)
_PLAN_END = re.compile(r"(十[二三四五]五)[”\"]?(?:规划)?(?:期)?(?:末|结束|收官|最后)")
_MINUS_NEW = re.compile(
    r"总[数量]?(?:里|中)?(?:减|扣|去掉|刨)|新[增建设](?:数|的|之前|以前)|当年新|累计数|新[一-鿿]{1,3}的[^,，]{0,6}(?:去掉|减|扣|刨|除)|"
    r"(?:去掉|减去?|减掉|扣[掉除去]|刨[去掉除]|除[去掉])[^,，]{0,6}新"
)
_SINCE_THEN = re.compile(
    r"[比较跟和](?:[一两三四五六七八九十]年前|上年|去年|前一年|头一年|上一年|[“\"]?十[二三四五]五[”\"]?(?:规划)?末)[^,，]{0,4}(?:多|少|高|低|增|涨|降|减)"
)
_EACH = re.compile(r"分别|各(?:自|是|有|多少)")
_IN_ONE_BREATH = re.compile(r"[、和与及]")
_SINCE = re.compile(r"[较比]|同比|环比")
_SINCE_MOMENT = re.compile(r"[较比](?:上年|去年)?(\d{1,2}月份?末?|年初|上月|上季度?)|(环比)")
_ROUGH = frozenset(("余", "多", "约", "近", "左右", "超过", "超", "突破", "逾", "不足"))
_UNIT_ASKED = re.compile(
    r"(?:成|为|到|合|算|多少|几)个?(?P<scale>[万亿])?(?P<unit>元|平方米|平米|平方公里|公顷|公里|千米|里|米|吨|公斤|千克|个|人|户|套)"
)
_WHOLE_CHARS = 60  # a passage up to this long is quoted whole
_ENOUGH_WORDS = 0.3  # share of the question's words that the sentence of a back-calculation must hold


def told(material: Material, held: Sequence[Held], result: str) -> list[Sentence]:
    """The sentences of the operands, then the result; nothing where there is no result."""
    passages = tuple(dict.fromkeys(one.passage for one in held))
    given = [
        Sentence(quoted(material, passage, [one.figure for one in held if one.passage is passage]), (passage,))
        for passage in passages
    ]
    rough = "，其中有约数" if any(is_rough(one.figure) for one in held) else ""
    return [*given, Sentence(f"{result}{rough}。", passages)] if result else []


def is_rough(figure: Figure) -> bool:
    """Whether a figure is told as a rounded one ("1000余套", "超过300家")."""
    return not _ROUGH.isdisjoint(figure.qualifiers)


def quoted(material: Material, passage: Passage, figures: Sequence[Figure]) -> str:
    """The clauses of a passage from its first to its last operand, as an answer sentence."""
    spans = clauses(passage.text)
    first = min(max((start for start, _ in spans if start <= one.start), default=0) for one in figures)
    last = max(_clause_end(spans, one) for one in figures)
    whole = len(passage.text) <= _WHOLE_CHARS
    shown = passage if whole else replace(passage, text=passage.text[first:last])
    return quote_answer(shown, material.wanted, replace(material.inquiry, intent=Intent.LIST))


def _clause_end(spans: Sequence[tuple[int, int]], figure: Figure) -> int:
    return next((end for start, end in spans if start <= figure.start < end), figure.end)


def _per_year(material: Material) -> list[Sentence]:
    """The yearly average of a total over several years."""
    own = material.inquiry.own
    span = _SPAN.search(own)
    asked = int(numeral(span[1]) or 0) if span else 0
    noun = _HEAD_NOUN.search(own)
    phrase = noun["noun"] if noun else _HOW.sub("", own)
    scored = []
    for held in held_in(material.hits):
        years = _years_of(held, asked)
        risen = held.figure.is_growth and not _SPAN.search(held.near)  # "五年增加20840元" can be divided
        if years < 2 or risen or held.figure.unit in ("%", "", "个百分点") or not _unit_fits(material, held):
            continue
        fit = likeness(phrase, held) + 0.5 * likeness(_HOW.sub("", own), held) - 0.1 * held.rank
        scored.append((fit, (held, years)))
    best = likeliest(scored, at_least=LIKE)
    if best is None:
        return []
    total, years = best
    return told(material, [total], computation.per_year(total.figure, years))


def _unit_fits(material: Material, held: Held) -> bool:
    return not material.wanted.units or material.wanted.unit_fits(held.figure)


def _years_of(held: Held, asked: int) -> int:
    """Over how many years a figure adds up; 0 where that is not told or not what was asked."""
    if _A_LEVEL.search(held.near):
        return 0
    period, text = held.passage.period, held.passage.text
    long = period.last - period.first + 1 if period else 0
    said = [int(numeral(match) or 0) for match in _SPAN.findall(text)]
    if asked:
        return asked if asked in said or asked == long else 0
    return long if long in said else 0


def _before(material: Material) -> list[Sentence]:
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
    phrase = _HOW.sub("", material.inquiry.own)
    units = [unit for unit in material.wanted.units if unit != "%"]
    scored = []
    for level, changes in _levels(material):
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


def _levels(material: Material) -> Iterator[tuple[Held, list[Held]]]:
    """Each level of the evidence with the changes and shares said of it; levels that are only planned are left out."""
    held = held_in(material.hits)
    for at, level in enumerate(held):
        counted = level.is_level or (level.figure.unit == "%" and not level.figure.is_growth)
        if not counted or (level.is_planned and not material.inquiry.ahead) or _one_of_several(level, held):
            continue
        yield level, list(_said_of(level, held[at + 1 :]))


def _one_of_several(level: Held, held: Sequence[Held]) -> bool:
    """Whether another level is told in one breath with this one and in the same words, so that none is told apart."""
    return any(
        one.passage is level.passage
        and one.figure.start != level.figure.start
        and (one.figure.unit, one.figure.indicator) == (level.figure.unit, level.figure.indicator)
        and bool(_IN_ONE_BREATH.fullmatch(_between(one.figure, level.figure, level.passage.text)))
        for one in held
    )


def _between(one: Figure, other: Figure, text: str) -> str:
    first, second = sorted((one, other), key=lambda figure: figure.start)
    return text[first.end : second.start]


def _said_of(level: Held, following: Sequence[Held]) -> Iterator[Held]:
    """What a passage says of a level after it: the figures right behind it, and others that count the same."""
    beside = True
    for other in following:
        if other.passage is not level.passage:
            return
        same = other.figure.indicator == level.figure.indicator
        beside = beside and (same or bool(_SINCE.match(other.figure.indicator)))
        if same or beside:
            yield other


def told_change(material: Material) -> list[Sentence]:
    """The change since a time that the question names ("比五年前多了多少"), as the report itself gives it."""
    if not _SINCE_THEN.search(material.inquiry.own):
        return []
    for level, changes in _levels(material):
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
        same = [one for one, near in changed if re.search(rf"{years}年|{int(numeral(years) or 0)}年", near)]
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
    spans, text = clauses(change.passage.text), change.passage.text
    return next((text[start:end] for start, end in spans if start <= change.figure.start < end), change.near)


def _of_other_time(near: str, question: str) -> bool:
    """Whether a change is over several years, or since a month or another moment that the question does not name."""
    since = _SINCE_MOMENT.search(near)
    if since and since[1].removesuffix("份").removesuffix("末") not in question:
        return True
    return bool(_SEVERAL_YEARS.search(near) or _PLAN_END.search(near))


def _before_new(material: Material) -> list[Sentence]:
    """The total before what came new, from a sentence that gives both ("新增5家，总数达40家")."""
    asked = material.inquiry.own
    phrase = _HOW.sub("", asked)
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
    if span and period.last - period.first + 1 != int(numeral(span[1] or span[2]) or 0):
        return False
    new = re.search(rf"{period.last}年(?:(?:度|里|当年)?新|(?![底末初]).*{BEFOREHAND})", material.inquiry.own)
    return not years or period.first - 1 in years or (years[-1] == period.last and (len(years) > 1 or bool(new)))


def _whole(material: Material) -> list[Sentence]:
    """The whole ("全市") from a part and its share of it, given in one sentence."""
    phrase = _HOW.sub("", material.inquiry.own)
    scored = []
    for level, following in _levels(material):
        share = next((one for one in following if one.figure.unit == "%" and "占" in one.near), None)
        if share and level.is_level:
            scored.append((likeness(phrase, level) - 0.1 * level.rank, (level, share)))
    best = likeliest(scored, at_least=0)
    if best is None:
        return []
    level, share = best
    return told(material, [level, share], computation.whole_of(level.figure, share.figure))


def _grown(material: Material) -> list[Sentence]:
    """The base after growth by a planned rate."""
    held = held_in(material.hits)
    phrase = _HOW.sub("", material.inquiry.own)
    scored = []
    for rate in held:
        if rate.figure.unit != "%" or not rate.figure.is_growth:
            continue
        for base in held:
            if not base.is_level or not _follows(base, rate):
                continue
            fit = likeness(phrase, base) + likeness(base.figure.indicator, rate) - 0.05 * (base.rank + rate.rank)
            if likeness(base.figure.indicator, rate) >= LIKE:
                scored.append((fit, (base, rate)))
    best = likeliest(scored, at_least=2 * LIKE)
    if best is None:
        return _with_planned(material)
    base, rate = best
    return told(material, [base, rate], computation.grown(base.figure, rate.figure))


def _with_planned(material: Material) -> list[Sentence]:
    """The total once what is planned has come to it."""
    phrase = _HOW.sub("", material.inquiry.own)
    scored = []
    held = held_in(material.hits)
    for level, new in itertools.product(held, held):
        both = level.figure.unit == new.figure.unit and level.figure.unit not in ("", "%") and _follows(level, new)
        kinds = level.is_total and new.is_new and not level.is_new
        if not both or not kinds or not _planned_for(material, new.passage):
            continue
        fit = likeness(phrase, level) + likeness(phrase, new) - 0.1 * (level.rank + new.rank)
        named = max(likeness(phrase, new), 0.5 * shared(new.noun, normalise(material.inquiry.own)))
        alike = min(named, 0.5 * shared(new.noun, level.about))
        if alike >= LIKE:
            scored.append((fit, (level, new)))
    best = likeliest(scored)
    if best is None:
        return []
    level, new = best
    return told(material, [level, new], computation.total([level.figure, new.figure]))


def _planned_for(material: Material, passage: Passage) -> bool:
    years = material.inquiry.years
    return not years or (passage.period is not None and any(passage.period.covers(year) for year in years))


def _follows(base: Held, rate: Held) -> bool:
    """Whether a rate is that of the year after the base, in one region."""
    if base.passage.region != rate.passage.region or base.passage.statement.ahead:
        return False
    if "年均" in rate.near or "年均" in rate.figure.aspect:
        return False
    return rate.passage.statement.ahead and base.passage is not rate.passage


def _fraction(material: Material) -> list[Sentence]:
    """So many percent of a level ("总量的百分之五是多少")."""
    own = material.inquiry.own
    percent = next((figure for figure in parse_figures(own) if figure.unit == "%"), None)
    level = _level(material, re.split(r"的(?:百分之|\d|[一二三四五六七八九]成)", own)[0])
    if percent is None or level is None:
        return []
    return told(material, [level], computation.fraction(level.figure, percent))


def _conversion(material: Material) -> list[Sentence]:
    """A level in another unit ("换算成万元")."""
    asked = list(_UNIT_ASKED.finditer(material.inquiry.own))
    if not asked:
        return []
    unit = SAME_UNIT.get(asked[-1]["unit"], asked[-1]["unit"])
    level = _level(material, material.inquiry.own[: asked[-1].start()], unit)
    return told(material, [level], computation.converted(level.figure, asked[-1]["scale"] or "", unit)) if level else []


def _level(material: Material, phrase: str, unit: str = "") -> Held | None:
    """The level that a phrase means, in a unit that can be brought to the asked one."""
    scored = []
    units = [unit] if unit else material.wanted.units
    for one in held_in(material.hits):
        fits = any(computation.in_unit(one.figure, asked) for asked in units)
        if not one.is_level or not fits:
            continue
        planned = one.passage.statement.ahead and not material.inquiry.ahead
        scored.append((likeness(phrase, one) - 0.1 * one.rank - 0.3 * planned, one))
    return likeliest(scored, at_least=LIKE)


DERIVED: Mapping[Operation, Callable[[Material], list[Sentence]]] = {
    Operation.PER_YEAR: _per_year,
    Operation.BEFORE: _before,
    Operation.WHOLE: _whole,
    Operation.GROWN: _grown,
    Operation.FRACTION: _fraction,
    Operation.CONVERSION: _conversion,
}
