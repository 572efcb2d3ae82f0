"""Computations over figures of the evidence: which operands a question means, and the result with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answers import computation
from qa.answers.backcalculation import told_change
from qa.answers.computation import Operand
from qa.answers.deriving import DERIVED, changed_by
from qa.answers.formulas import Formula, adds_up, read_formula
from qa.answers.material import POSSIBLE, Finder, Material, Outcome, Refusal, Sentence
from qa.answers.operands import (
    GENERAL,
    LIKE,
    NAMED,
    Held,
    assign,
    figures_of,
    held_in,
    last_year,
    likeness,
    shared,
    shared_any,
)
from qa.answers.operations import OF_ANOTHER_YEAR, Operation
from qa.answers.reported import told_share, told_sum
from qa.answers.results import is_open, told
from qa.answers.wording import lead_in
from qa.datatypes import Intent, Reason
from qa.dictionary import parts_of_speech
from qa.figures.matching import dimension, is_finished, likeliest, without_state
from qa.figures.numbers import common_unit
from qa.synonyms import official_words
from qa.text import in_quotes, normalise

_SEVERAL = re.compile(r"[一-鿿](?:和|与|及|、)[一-鿿]")
_PER_ONE = re.compile(r"每[百千万亿]?[一-鿿]|[人户]均|平均")  # said of an average already
_COUNTED_BY = {  # what a general measure word counts, where an average is asked for each of another one
    "户": re.compile(r"家庭|户"),
    "家": re.compile(r"家庭|户|企业|公司|单位|机构|商[家店]|[书门]店"),
    "人": re.compile(r"[学考]生|老人|职工|居民|人员|人才|劳动力"),
}


def calculate(material: Material, operation: Operation, find: Finder | None = None) -> list[Sentence]:
    """The operands quoted, then the result; empty where the evidence does not plainly hold the operands.

    Args:
        material: the question with its evidence.
        operation: what is to be computed.
        find: looks for an operand by its own words where the evidence for the whole question lacks it.
    """
    if derive := DERIVED.get(operation):
        return derive(material) or (_from_other_years(material, operation, find) if find else [])
    if operation is Operation.DIFFERENCE and (changed := changed_by(material) or told_change(material)):
        return changed
    formula = read_formula(operation, material.inquiry.own, material.inquiry.regions)
    if formula is None or material.strength < POSSIBLE:
        return []
    if formula.operation is Operation.SHARE and (given := told_share(material, formula)):
        best = replace(material, hits=material.hits[:1])
        told_there = given[0].passages[0] is material.passages[0]
        return given if told_there else _of_phrases(best, formula, None) or given
    if formula.operation is Operation.SHARE and len(formula.parts) == 1 and adds_up(material.inquiry.own):
        return _share_of_series(material, formula)
    if series := _sum_of_series(material, formula):
        return series
    return _of_phrases(material, formula, find) or told_sum(material, formula)


def not_computed(material: Material, operation: Operation, sentences: Sequence[Outcome]) -> Refusal:
    """The refusal that names what is missing for a computation, with the nearest sentence."""
    formula = read_formula(operation, material.inquiry.own, material.inquiry.regions)
    phrases = (*formula.parts, formula.whole) if formula and operation is not Operation.AVERAGE else ()
    held = held_in(material.hits)
    lacking = [phrase for phrase in phrases if phrase and all(likeness(phrase, one) < LIKE for one in held)]
    what = "、".join(f"“{phrase}”" for phrase in lacking) + "的相应数字" if lacking else "足够的数字"
    near = "".join(one.text for one in sentences if isinstance(one, Sentence))
    return Refusal(
        Reason.NO_FIGURE, f"报告中没有给出{what}，无法计算。" + (f"相近的原文是：{in_quotes(near)}" if near else "")
    )


def _from_other_years(material: Material, operation: Operation, find: Finder) -> list[Sentence]:
    """What is derived from figures of other years than the question names, which is the year of the result."""
    if operation not in OF_ANOTHER_YEAR or not (material.inquiry.years or material.inquiry.statement):
        return []
    anywhen = find(replace(material.inquiry, years=(), statement=None, parts=()))
    return DERIVED[operation](replace(anywhen, inquiry=material.inquiry))


def _of_phrases(material: Material, formula: Formula, find: Finder | None) -> list[Sentence]:
    average = formula.operation is Operation.AVERAGE
    phrases = [*formula.parts, *([formula.whole] if formula.whole and not average else [])]
    if average:
        chosen = _averaged(material, formula)
    elif len(phrases) < 2 or (formula.operation in (Operation.SHARE, Operation.REMAINDER) and not formula.whole):
        chosen = None  # of what is not told
    elif formula.operation is Operation.REMAINDER and any(map(_SEVERAL.search, formula.parts)):
        chosen = None  # not of one part alone
    else:
        chosen = _chosen(material, formula, phrases, held_in(material.hits))
        if chosen is None and formula.whole:
            named = [*(_with_noun(part, formula.whole) for part in formula.parts), formula.whole]
            chosen = _chosen(material, formula, named, held_in(material.hits))
        if chosen is None and find:
            chosen = _chosen(material, formula, phrases, list(_sought(material, phrases, find)))
    return told(material, chosen, _expression(formula, material, chosen)) if chosen else []


def _with_noun(part: str, whole: str) -> str:
    """The part with the noun of its whole where the two have an official name: 幼儿园 of 新增的学位 is 幼儿园学位."""
    noun = whole[-2:]
    named = official_words(f"{part}{noun}")
    return f"{part}{noun}" if any(word not in part and word not in noun for word in named) else part


def _chosen(
    material: Material, formula: Formula, phrases: Sequence[str], held: Sequence[Held]
) -> tuple[Held, ...] | None:
    points = formula.operation is Operation.DIFFERENCE
    held = [one for one in held if one.is_level or (points and one.figure.unit == "%" and not one.figure.is_growth)]
    held = _of_subject(formula.subject, held)
    if formula.operation in (Operation.SUM, Operation.REMAINDER, Operation.DIFFERENCE):
        held = [one for one in held if _in_asked_unit(one, material.wanted.units)]
    return assign(phrases, held, lambda choice: _combinable(formula, choice), ahead=material.inquiry.ahead)


def _of_subject(subject: str, held: Sequence[Held]) -> Sequence[Held]:
    """The figures of a subject told as part of several ("入库800个(外资170个),落地400个(外资90个)"); else all."""
    parts = [one for one in held if one.within and one.near and subject and shared(one.near, normalise(subject)) == 1]
    return parts if len({(one.passage, one.near) for one in parts}) == 1 < len(parts) else held


def _in_asked_unit(held: Held, units: Sequence[str]) -> bool:
    """Whether a figure can be part of a result in the unit asked for; general measure words stand for any."""
    unit = held.figure.unit
    if not units or unit in units:
        return True
    general = unit in GENERAL or GENERAL.intersection(units)
    return any(dimension(unit) == dimension(one) and (dimension(one) != "things" or general) for one in units)


def _sought(material: Material, phrases: Sequence[str], find: Finder) -> Iterator[Held]:
    """Figures of what is found for each operand's own words, beside those of the evidence."""
    yield from held_in(material.hits)
    seen = {hit.passage.passage_id for hit in material.hits[:8]}
    inquiry = material.inquiry
    place = "".join(inquiry.regions) + "".join(f"{year}年" for year in inquiry.years[:1])
    for phrase in phrases:
        part = replace(inquiry, standalone=f"{place}{phrase}", carried="", intent=Intent.FIGURE, parts=())
        for rank, hit in enumerate(find(part).hits[:3]):
            if hit.passage.passage_id not in seen:
                yield from figures_of(hit.passage, rank)


def _combinable(formula: Formula, held: Sequence[Held]) -> bool:
    """Whether figures can be combined at all: like units, levels only, one region, one time; parts within the whole.

    What is told as part of one figure is no part of another, and is not added to it; what is left is no whole.
    """
    figures = computation.alike([one.figure for one in held])
    if figures is None or not figures[0].unit or any(one.is_growth for one in figures):
        return False
    if formula.subject and not _are_said_of(formula.subject, held):
        return False
    if len({one.passage.region for one in held}) > 1 or len({last_year(one.passage) for one in held}) > 1:
        return False
    if formula.operation in (Operation.SHARE, Operation.REMAINDER):
        apart = any(one.passage != held[-1].passage for one in held)
        if held[-1].is_rest or (apart and is_finished(held[-1].near)):  # what is done holds no part told elsewhere
            return False
        *parts, whole = figures
        of_another = held[0].within and held[0].within != held[-1].figure and held[0].near != held[-1].near
        if len(parts) == 1 and of_another and held[0].passage is held[-1].passage:
            return False
        return whole.unit != "%" and 0 < sum(one.value for one in parts) < whole.value
    if formula.operation is Operation.SUM and any(part.within == one.figure for part in held for one in held):
        return False
    return figures[0].unit != "%" or formula.operation is Operation.DIFFERENCE


def _are_said_of(subject: str, held: Sequence[Held]) -> bool:
    """Whether the words before each figure name the subject, or the headings where no figure has its own."""
    own = any(len(normalise(without_state(one.figure.indicator))) > 1 for one in held)
    before = (one.passage.text[: one.figure.start] for one in held)
    headings = ("" if own else one.passage.header for one in held)
    return all(shared_any(subject, heading + text) >= NAMED for heading, text in zip(headings, before, strict=True))


def _expression(formula: Formula, material: Material, held: Sequence[Held]) -> str:
    if formula.operation is Operation.AVERAGE:
        return computation.average(held[0].figure, held[1].figure, common_unit(formula.whole))
    figures = computation.alike([one.figure for one in held]) or []
    if formula.operation is Operation.SHARE:
        return computation.share(figures[:-1], figures[-1])
    if formula.operation in (Operation.REMAINDER, Operation.DIFFERENCE) and any(map(is_open, figures)):
        return "无法算出准确的差"
    if formula.operation is Operation.REMAINDER:
        return computation.remainder(figures[-1], figures[0])
    if formula.operation is Operation.SUM:
        return computation.total(figures, material.wanted.units)
    first, second = (Operand(_name(one, held, material), figure) for one, figure in zip(held, figures, strict=True))
    if formula.operation is Operation.RATIO:
        return computation.ratio(first, second)
    return computation.difference(first, second)


def _name(one: Held, held: Sequence[Held], material: Material) -> str:
    """Whose and when where that tells the operands apart, else what is counted."""
    leads = {lead_in(other.passage) for other in held}
    lead = lead_in(one.passage)
    return (
        lead if len(leads) == len(held) else re.sub(r"^(?:其中|已|共)|(?:达到?|共计|为|预计|完成|实现)+$", "", one.near)
    )


def _sum_of_series(material: Material, formula: Formula) -> list[Sentence]:
    """The sum of a series of figures."""
    if formula.operation is not Operation.SUM:
        return []
    asked = _series(material, formula)
    return (
        told(material, asked, computation.total([one.figure for one in asked], material.wanted.units)) if asked else []
    )


def _share_of_series(material: Material, formula: Formula) -> list[Sentence]:
    """A sum of figures that are said alike, and its share of what their passage gives as the whole."""
    asked = _series(material, formula)
    if not asked:
        return []
    figures = [one.figure for one in asked]
    rest = [one for one in figures_of(asked[0].passage) if one not in asked]
    ahead = material.inquiry.ahead
    whole = assign([formula.whole], rest, lambda chosen: _combinable(formula, [*asked, *chosen]), ahead=ahead)
    if not whole:
        return []
    return told(
        material, [*whole, *asked], f"{computation.total(figures)}，{computation.share(figures, whole[0].figure)}"
    )


def _series(material: Material, formula: Formula) -> list[Held]:
    """The figures of an enumeration that stands together (甲68家、乙99家、丙6家), or all that are said alike."""
    for rank, hit in enumerate(material.hits[:3]):
        held = list(figures_of(hit.passage, rank))
        asked = _said_alike(formula.parts[0], held) if len(formula.parts) == 1 else _run(formula, held)
        if len(asked) >= 2 and hit.score >= material.strength / 2:
            return asked
    return []


def _said_alike(phrase: str, held: Sequence[Held]) -> list[Held]:
    """The figures of one sentence that the same words count ("其中7项指标符合预期……其中15项指标符合预期")."""
    fitting = [one for one in held if likeness(phrase, one) >= 2 * LIKE and one.near]
    if not fitting:
        return []
    best = max(fitting, key=lambda one: likeness(phrase, one))
    return [one for one in fitting if one.near == best.near and one.figure.unit == best.figure.unit]


def _run(formula: Formula, held: Sequence[Held]) -> list[Held]:
    """As many neighbouring figures in one unit as there are items asked for, most of them named by the question."""
    count = len(formula.parts)
    for at in range(len(held) - count + 1) if count > 2 else ():
        run = held[at : at + count]
        neighbours = [held[other] for other in (at - 1, at + count) if 0 <= other < len(held)]
        alone = not any(other.figure.unit == run[0].figure.unit for other in neighbours)
        if alone and len({one.figure.unit for one in run}) == 1 and _stand_for(formula.parts, run):
            return list(run)
    return []


def _stand_for(parts: Sequence[str], run: Sequence[Held]) -> bool:
    """Whether the figures of a run are the items: each named, but for one that only has another name."""
    free = list(run)
    unnamed = []
    for part in parts:
        best = max(free, key=lambda one: likeness(part, one))
        if likeness(part, best) >= LIKE / 2:
            free.remove(best)
        else:
            unnamed.append(part)
    return len(unnamed) <= 1 and all(not shared(part, one.near) for part in unnamed for one in free)


def _averaged(material: Material, formula: Formula) -> tuple[Held, ...] | None:
    """A total and the count that it is divided by: units as asked for, both in one sentence."""
    per = common_unit(formula.whole)
    scored = []
    held = [one for one in held_in(material.hits) if not _PER_ONE.search(one.near)]
    for total in held:
        if (
            total.figure.is_growth
            or total.figure.unit in ("%", per)
            or not _of_units(total, material.wanted.units, per)
        ):
            continue
        for count in held:
            if count.passage is not total.passage or not _counts(count, per, formula.subject) or not count.figure.value:
                continue
            covered = 0.5 * material.wanted.coverage(normalise(total.passage.text))
            fit = likeness(formula.parts[0], total) + likeness(formula.parts[0], count) + covered - 0.1 * total.rank
            scored.append((fit, (total, count)))
    return likeliest(scored, at_least=LIKE)


def _counts(held: Held, per: str, noun: str) -> bool:
    """Whether a figure counts what has a measure word: in it, or by name ("2000个家庭" are 2000户 and 2000家)."""
    unit = held.figure.unit
    if noun and per in GENERAL and dimension(unit) in ("things", "people") and shared(noun, held.near) == 1:
        return True
    named = not _is_thing(noun) or shared(noun[:2], held.near) == 1
    return (unit == per and named) or (
        unit in GENERAL and per in _COUNTED_BY and bool(_COUNTED_BY[per].search(held.near))
    )


def _is_thing(noun: str) -> bool:
    """Whether what stands behind "平均每个" begins with the name of a thing ("街道新增")."""
    return noun[:2] != "计划" and parts_of_speech().get(noun[:2], "").startswith("n")


def _of_units(held: Held, units: Sequence[str], per: str) -> bool:
    asked = [unit for unit in units if unit != per]
    return not asked or held.figure.unit in asked
