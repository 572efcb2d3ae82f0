"""Levels derived from other figures: a plan carried out, a year's average, the whole of a share, another unit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping

from qa.answers import computation
from qa.answers.backcalculation import SPAN, level_before
from qa.answers.material import SURE, Material, Sentence
from qa.answers.operands import LIKE, Held, figures_of, held_in, levels_in, likeness, shared
from qa.answers.operations import Operation, without_method
from qa.answers.picking import own_share
from qa.answers.results import is_rough, told
from qa.datatypes import Passage
from qa.figures.matching import Wanted, asking_clause, likeliest
from qa.figures.numbers import common_unit
from qa.figures.parsing import clause_span, parse_figures
from qa.text import normalise, whole_number

_A_LEVEL = re.compile(r"总数|现有|保有|达到?$|稳定在")
_HEAD_NOUN = re.compile(
    r"(?:多少|几)(?:个|万|亿)?(?:平方米|公里|公顷|[家所张间部件项人名位户处套座栋条辆个亩支棵元次米吨份台场])(?P<noun>[^,，。？?]{2,})"
)
_UNIT_ASKED = re.compile(
    r"(?:成|为|到|合|算|多少|几)个?(?P<scale>[万亿])?(?P<unit>元|平方米|平米|平方公里|公顷|亩|公里|千米|里|米|吨|公斤|千克|个|人|户|套)"
)
_ASKS_CHANGE = re.compile(r"(?:增|减|提|降|压|缩|升|扩|少|多|高|低|快|慢)[一-鿿]{0,2}了?(?:多少|几)(?!倍)")
_FROM = re.compile(r"[由从][^,，;；。]{0,12}$")  # before the first of the two ends of a change, and between them
_TO = re.compile(r"[^,，;；。、\d]{0,8}[为到至成]")
_PLAINLY_OF = 0.4  # share of the question's words that the first end has about it
_CONVERTED = re.compile(r"(?:换算|折[合算]|相当于|等于|也就是|那是)+$")


def _per_year(material: Material) -> list[Sentence]:
    """The yearly average of a total over several years."""
    own = material.inquiry.own
    span = SPAN.search(own)
    years_named = material.inquiry.years
    asked = whole_number(span[1]) if span else max(years_named) - min(years_named) + 1 if len(years_named) > 1 else 0
    noun = _HEAD_NOUN.search(own)
    phrase = noun["noun"] if noun else without_method(own)
    scored = []
    for held in held_in(material.hits):
        years = _years_of(held, asked)
        risen = held.figure.is_growth and not SPAN.search(held.near)  # "五年增加20840元" can be divided
        if years < 2 or risen or held.figure.unit in ("%", "", "个百分点") or not _unit_fits(material, held):
            continue
        fit = likeness(phrase, held) + 0.5 * likeness(without_method(own), held) - 0.1 * held.rank
        scored.append((fit, (held, years)))
    best = likeliest(scored, at_least=LIKE)
    if best is None:
        return []
    total, years = best
    return told(material, [total], computation.per_year(total.figure, years))


def changed_by(material: Material) -> list[Sentence]:
    """By how much something changed whose two ends the best sentence tells ("由168个调整为163个"), as is asked."""
    if not _ASKS_CHANGE.search(asking_clause(material.inquiry.own)) or material.strength < SURE:
        return []
    passage = material.passages[0]
    held = [one for one in figures_of(passage) if one.figure.unit and not one.figure.is_growth]
    for old, new in itertools.pairwise(held):
        text = passage.text
        ends = _FROM.search(text[: old.figure.start]) and _TO.fullmatch(text[old.figure.end : new.figure.start])
        if not ends or old.figure.unit != new.figure.unit or is_rough(old.figure) or is_rough(new.figure):
            continue
        if _unit_fits(material, old) and own_share(old.figure, material.wanted) >= _PLAINLY_OF:
            low, high = sorted((old.figure, new.figure), key=lambda figure: figure.value)
            way = "增加" if new.figure.value > old.figure.value else "减少"
            return told(material, [old, new], f"{way}{computation.gap(high, low)}")
    return []


def _unit_fits(material: Material, held: Held) -> bool:
    return not material.wanted.units or material.wanted.unit_fits(held.figure)


def _years_of(held: Held, asked: int) -> int:
    """Over how many years a figure adds up; 0 where that is not told or not what was asked."""
    if _A_LEVEL.search(held.near):
        return 0
    period, text = held.passage.period, held.passage.text
    long = period.last - period.first + 1 if period else 0
    said = [whole_number(match) for match in SPAN.findall(text)]
    if asked:
        return asked if asked in said or asked == long else 0
    return long if long in said else 0


def _whole(material: Material) -> list[Sentence]:
    """The whole ("全市") from a part and its share of it, given in one sentence."""
    phrase = material.inquiry.own.partition("占")[0] or material.inquiry.own
    for region in material.inquiry.regions:
        phrase = phrase.replace(region, "").replace(region[:-1], "")
    scored = []
    for level, following in levels_in(material):
        share = next((one for one in following if one.figure.unit == "%" and _is_share(one)), None)
        like = likeness(without_method(phrase), level)
        if share and level.is_level and like >= LIKE / 2:
            scored.append((like - 0.1 * level.rank, (level, share)))
    best = likeliest(scored)
    if best is None:
        return []
    level, share = best
    return told(material, [level, share], computation.whole_of(level.figure, share.figure))


def _is_share(held: Held) -> bool:
    """Whether a percentage is told as a share: by the words at it, or by those of its clause in a list of several."""
    start, _ = clause_span(held.figure, held.passage.text)
    return "占" in held.near or "占" in held.passage.text[start : held.figure.start]


def _grown(material: Material) -> list[Sentence]:
    """The base after growth by a planned rate."""
    held = held_in(material.hits)
    phrase = without_method(material.inquiry.own)
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
    phrase = without_method(material.inquiry.own)
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
    units = material.wanted.units
    level = _level(
        material,
        re.split(r"的(?:百分之|\d|[一二三四五六七八九]成)", own)[0],
        lambda one: any(computation.in_unit(one.figure, unit) for unit in units),
    )
    if percent is None or level is None:
        return []
    return told(material, [level], computation.fraction(level.figure, percent))


def _conversion(material: Material) -> list[Sentence]:
    """A level in another unit, or by another scale, than it is told in ("换算成万元")."""
    asked = list(_UNIT_ASKED.finditer(material.inquiry.own))
    if not asked:
        return []
    unit = common_unit(asked[-1]["unit"])
    scale = asked[-1]["scale"] or ""
    phrase = _CONVERTED.sub("", material.inquiry.own[: asked[-1].start()])
    level = _level(material, phrase, lambda one: computation.converted(one.figure, scale, unit) != "")
    return told(material, [level], computation.converted(level.figure, scale, unit)) if level else []


def _level(material: Material, phrase: str, fits: Callable[[Held], bool]) -> Held | None:
    """The level that a phrase means, of those that fit."""
    scored = []
    head = _last_word(phrase, material.wanted)
    for one in held_in(material.hits):
        if not one.is_level or not fits(one):
            continue
        planned = one.passage.statement.ahead and not material.inquiry.ahead
        against = 0.1 * one.rank + 0.3 * planned + 0.3 * _adds_up_other_years(material, one.passage)
        scored.append((likeness(phrase, one) + 0.3 * any(form in one.near for form in head) - against, one))
    return likeliest(scored, at_least=LIKE)


def _last_word(phrase: str, wanted: Wanted) -> tuple[str, ...]:
    """The last telling word of a phrase, in all its forms."""
    places = {forms: max(map(phrase.rfind, forms)) for word in wanted.words if (forms := tuple(word.split("|")))}
    last = max(places, key=lambda forms: places[forms], default=())
    return last if last and places[last] >= 0 else ()


def _adds_up_other_years(material: Material, passage: Passage) -> bool:
    """Whether a passage tells of more years than the one that is asked about."""
    years, period = material.inquiry.years, passage.period
    return len(years) == 1 and period is not None and period.first < period.last


DERIVED: Mapping[Operation, Callable[[Material], list[Sentence]]] = {
    Operation.PER_YEAR: _per_year,
    Operation.BEFORE: level_before,
    Operation.WHOLE: _whole,
    Operation.GROWN: _grown,
    Operation.FRACTION: _fraction,
    Operation.CONVERSION: _conversion,
}
