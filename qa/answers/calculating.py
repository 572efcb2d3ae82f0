"""Computations over figures of the evidence: which operands a question means, and the result with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from qa.answers import computation
from qa.answers.computation import Operand, Operation
from qa.answers.formulas import Formula, read_formula
from qa.answers.material import POSSIBLE, Finder, Material, Sentence
from qa.answers.operands import LIKE, Held, asks_ahead, assign, figures_of, held_in, likeness, shared
from qa.answers.wording import lead_in, quote_answer
from qa.datatypes import Intent, Passage, Statement
from qa.figures.parsing import SAME_UNIT, Figure, clauses
from qa.synonyms import official_words
from qa.text import normalise, numeral

_AHEAD = (Statement.TARGET, Statement.MEASURE)
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
_ROUGH = frozenset(("余", "多", "约", "近", "左右"))
_WIDE = re.compile(r"全(?:市|国|省|球|区|北京)|北京")
_ENOUGH_WORDS = 0.3  # share of the question's words that the sentence of a back-calculation must hold


def calculate(material: Material, operation: Operation, find: Finder | None = None) -> list[Sentence]:
    """The operands quoted, then the result; empty where the evidence does not plainly hold the operands.

    Args:
        material: the question with its evidence.
        operation: what is to be computed.
        find: looks for an operand by its own words where the evidence for the whole question lacks it.
    """
    if material.strength < POSSIBLE:
        return []
    if alone := _ALONE.get(operation):
        return alone(material)
    formula = read_formula(operation, material.inquiry.own, material.inquiry.regions)
    if formula is None:
        return []
    if formula.operation is Operation.SHARE and (told := _told_share(material, formula)):
        return told
    if formula.operation is Operation.SUM and (series := _series(material, formula)):
        return series
    return _of_phrases(material, formula, find)


def _of_phrases(material: Material, formula: Formula, find: Finder | None) -> list[Sentence]:
    average = formula.operation is Operation.AVERAGE
    phrases = [*formula.parts, *([formula.whole] if formula.whole and not average else [])]
    if average:
        chosen = _averaged(material, formula)
    elif len(phrases) < 2:
        chosen = None
    else:
        chosen = _chosen(material, formula, phrases, held_in(material.hits))
        if chosen is None and formula.whole:
            named = [*(_with_noun(part, formula.whole) for part in formula.parts), formula.whole]
            chosen = _chosen(material, formula, named, held_in(material.hits))
        if chosen is None and find:
            chosen = _chosen(material, formula, phrases, list(_sought(material, phrases, find)))
    return _told(material, chosen, _expression(formula, material, chosen)) if chosen else []


def _with_noun(part: str, whole: str) -> str:
    """The part with the noun of its whole where the two have an official name: 幼儿园 of 新增的学位 is 幼儿园学位."""
    noun = whole[-2:]
    named = official_words(f"{part}{noun}")
    return f"{part}{noun}" if any(word not in part and word not in noun for word in named) else part


def _chosen(
    material: Material, formula: Formula, phrases: Sequence[str], held: Sequence[Held]
) -> tuple[Held, ...] | None:
    return assign(phrases, held, lambda choice: _combinable(formula, choice), ahead=asks_ahead(material))


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
    """Whether figures can be combined at all: like units, levels only, one region, one time; parts within the whole."""
    figures = computation.alike([one.figure for one in held])
    if figures is None or not figures[0].unit or any(one.is_growth for one in figures):
        return False
    if len({one.passage.region for one in held}) > 1 or len({_last_year(one.passage) for one in held}) > 1:
        return False
    if formula.operation in (Operation.SHARE, Operation.REMAINDER):
        *parts, whole = figures
        return whole.unit != "%" and 0 < sum(one.value for one in parts) < whole.value
    return figures[0].unit != "%" or formula.operation is Operation.DIFFERENCE


def _last_year(passage: Passage) -> int | None:
    return passage.period.last if passage.period else None


def _expression(formula: Formula, material: Material, held: Sequence[Held]) -> str:
    operands = [Operand(_name(one, held, material), one.figure) for one in held]
    if formula.operation is Operation.AVERAGE:
        return computation.ratio(operands[0], operands[1], average=True)
    like = computation.alike([one.figure for one in held]) or []
    operands = [replace(operand, figure=figure) for operand, figure in zip(operands, like, strict=True)]
    if formula.operation is Operation.SHARE:
        return computation.share(operands[:-1], operands[-1])
    if formula.operation is Operation.REMAINDER:
        return computation.remainder(operands[-1], operands[0])
    if formula.operation is Operation.RATIO:
        return computation.ratio(operands[0], operands[1])
    if formula.operation is Operation.SUM:
        return computation.total(operands, material.wanted.units)
    return computation.difference(operands[0], operands[1])


def _name(one: Held, held: Sequence[Held], material: Material) -> str:
    """Whose and when where that tells the operands apart, else what is counted."""
    leads = {lead_in(other.passage, material.inquiry) for other in held}
    lead = lead_in(one.passage, material.inquiry)
    return (
        lead if len(leads) == len(held) else re.sub(r"^(?:其中|已|共)|(?:达到?|共计|为|预计|完成|实现)+$", "", one.near)
    )


def _told(material: Material, held: Sequence[Held], result: str) -> list[Sentence]:
    """The sentences of the operands, then the result; nothing where there is no result."""
    passages = tuple(dict.fromkeys(one.passage for one in held))
    quoted = [
        Sentence(_quoted(material, passage, [one.figure for one in held if one.passage is passage]), (passage,))
        for passage in passages
    ]
    rough = "，其中有约数" if any(_ROUGH.intersection(one.figure.qualifiers) for one in held) else ""
    return [*quoted, Sentence(f"{result}{rough}。", passages)] if result else []


def _quoted(material: Material, passage: Passage, figures: Sequence[Figure]) -> str:
    """The clauses of a passage from its first to its last operand, as an answer sentence."""
    spans = clauses(passage.text)
    first = max((start for start, _ in spans if start <= figures[0].start), default=0)
    first = min(first, *(max(start for start, _ in spans if start <= one.start) for one in figures))
    last = max(end for end in (_clause_end(spans, one) for one in figures))
    whole = len(passage.text) <= _WHOLE_CHARS
    shown = passage if whole else replace(passage, text=passage.text[first:last])
    return quote_answer(shown, material.wanted, replace(material.inquiry, intent=Intent.LIST))


_WHOLE_CHARS = 60  # a passage up to this long is quoted whole


def _clause_end(spans: Sequence[tuple[int, int]], figure: Figure) -> int:
    return next((end for start, end in spans if start <= figure.start < end), figure.end)


def _told_share(material: Material, formula: Formula) -> list[Sentence]:
    """The share as the report itself gives it ("占全市65%", "落地率达到43%"), with what it is the share of."""
    for rank, hit in enumerate(material.hits[:3]):
        if hit.score < material.strength / 3:
            break
        level: Held | None = None
        for one in figures_of(hit.passage, rank):
            if one.figure.unit != "%":
                level = one
            elif _tells_share(one, level, formula):
                both = [other for other in (level, one) if other and _one_thing(other, one)]
                return [Sentence(_quoted(material, hit.passage, [other.figure for other in both]), (hit.passage,))]
    return []


def _one_thing(level: Held, share: Held) -> bool:
    return level.figure.indicator == share.figure.indicator


def _tells_share(share: Held, level: Held | None, formula: Formula) -> bool:
    about = share.about
    part = formula.parts[0] if formula.parts else ""
    if f"{part}率" in about:
        return True
    if "占" not in about or share.figure.is_growth:
        return False
    same = [other for other in (level, share) if other and _one_thing(other, share)]
    wide, asked = _WIDE.search(about), _WIDE.search(formula.whole)
    whole_fits = bool(wide) if asked else bool(formula.whole) and likeness(formula.whole, share) >= LIKE
    return whole_fits and max(likeness(part, other) for other in same) >= LIKE


def _series(material: Material, formula: Formula) -> list[Sentence]:
    """The sum of an enumeration that stands together (甲68家、乙99家、丙6家), or of all that is said alike."""
    for rank, hit in enumerate(material.hits[:3]):
        held = list(figures_of(hit.passage, rank))
        asked = _said_alike(formula.parts[0], held) if len(formula.parts) == 1 else _run(formula, held)
        if len(asked) >= 2 and hit.score >= material.strength / 2:
            operands = [Operand("", one.figure) for one in asked]
            return _told(material, asked, computation.total(operands, material.wanted.units))
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
    for at in range(len(held) - count + 1):
        run = held[at : at + count]
        neighbours = [held[other] for other in (at - 1, at + count) if 0 <= other < len(held)]
        alone = not any(other.figure.unit == run[0].figure.unit for other in neighbours)
        if count > 2 and alone and len({one.figure.unit for one in run}) == 1 and _stand_for(formula.parts, run):
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
    per = SAME_UNIT.get(formula.whole, formula.whole)
    best: tuple[float, tuple[Held, ...]] | None = None
    held = held_in(material.hits)
    for total in held:
        if (
            total.figure.is_growth
            or total.figure.unit in ("%", per)
            or not _of_units(total, material.wanted.units, per)
        ):
            continue
        for count in held:
            if count.passage is not total.passage or count.figure.unit != per or not count.figure.value:
                continue
            fit = likeness(formula.parts[0], total) + likeness(formula.parts[0], count) - 0.1 * total.rank
            if fit >= LIKE and (best is None or fit > best[0] + 1e-9):
                best = (fit, (total, count))
    return best and best[1]


def _of_units(held: Held, units: Sequence[str], per: str) -> bool:
    asked = [unit for unit in units if unit != per]
    return not asked or held.figure.unit in asked


def _per_year(material: Material) -> list[Sentence]:
    """The yearly average of a total over several years."""
    own = material.inquiry.own
    span = _SPAN.search(own)
    asked = int(numeral(span[1].replace("两", "二")) or 0) if span else 0
    noun = _HEAD_NOUN.search(own)
    phrase = noun["noun"] if noun else _HOW.sub("", own)
    best: tuple[float, Held, int] | None = None
    for held in held_in(material.hits):
        years = _years_of(held, asked)
        risen = held.figure.is_growth and not _SPAN.search(held.near)  # "五年增加20840元" can be divided
        if years < 2 or risen or held.figure.unit in ("%", "", "个百分点") or not _unit_fits(material, held):
            continue
        fit = likeness(phrase, held) + 0.5 * likeness(_HOW.sub("", own), held) - 0.1 * held.rank
        if best is None or fit > best[0] + 1e-9:
            best = (fit, held, years)
    if best is None or best[0] < LIKE:
        return []
    return _told(material, [best[1]], computation.per_year(best[1].figure, best[2]))


def _unit_fits(material: Material, held: Held) -> bool:
    return not material.wanted.units or material.wanted.unit_fits(held.figure)


def _years_of(held: Held, asked: int) -> int:
    """Over how many years a figure adds up; 0 where that is not told or not what was asked."""
    if _A_LEVEL.search(held.near):
        return 0
    period, text = held.passage.period, held.passage.text
    long = period.last - period.first + 1 if period else 0
    said = [int(numeral(match.replace("两", "二")) or 0) for match in _SPAN.findall(text)]
    if asked:
        return asked if asked in said or asked == long else 0
    return long if long in said else 0


def _before(material: Material) -> list[Sentence]:
    """The level before a change, from the level and the change that one sentence gives."""
    own = material.inquiry.own
    phrase = _HOW.sub("", own)
    best: tuple[float, Held, Held] | None = None
    for level, changes in _levels(material):
        change = _change(own, level, changes)
        if change is None:
            continue
        covered = material.wanted.coverage(normalise(level.passage.header + level.passage.text))
        fit = likeness(phrase, level) + covered - 0.15 * level.rank
        if covered + likeness(phrase, level) >= _ENOUGH_WORDS and (best is None or fit > best[0] + 1e-9):
            best = (fit, level, change)
    if best is None:
        return []
    _, level, change = best
    rose = not re.search(r"降|减|低|少|压", change.figure.change)
    lead = lead_in(level.passage, material.inquiry)
    result = computation.before(Operand(lead, level.figure), Operand(lead, change.figure), rose=rose)
    return _told(material, [level, change], result)


def _levels(material: Material) -> Iterator[tuple[Held, list[Held]]]:
    """Each level of the evidence with the changes and shares said of it; levels that are only planned are left out."""
    held = held_in(material.hits)
    for at, level in enumerate(held):
        planned = level.passage.statement in _AHEAD and not asks_ahead(material)
        if level.figure.is_growth or level.figure.unit in ("", "%") or planned:
            continue
        following = []
        for other in held[at + 1 :]:
            if other.passage is not level.passage or other.figure.indicator != level.figure.indicator:
                break
            following.append(other)
        yield level, following


def _change(question: str, level: Held, changes: Sequence[Held]) -> Held | None:
    """The change over the time that the question goes back: of five years where it says so, else of one."""
    span = _SPAN_BEFORE.search(question)
    changed = [one for one in changes if one.figure.is_growth]
    if span:
        years = span[1] or span[2]
        same = [one for one in changed if re.search(rf"{years}年|{int(numeral(years) or 0)}年", one.near)]
        return next((one for one in same if one.figure.unit == level.figure.unit), None)
    yearly = [one for one in changed if not _SEVERAL_YEARS.search(one.near)]
    amounts = [one for one in yearly if one.figure.unit == level.figure.unit]
    rates = [one for one in yearly if one.figure.unit == "%"]
    return next(iter(amounts if _AMOUNT_BACK.search(question) else [*rates, *amounts]), None)


def _whole(material: Material) -> list[Sentence]:
    """The whole ("全市") from a part and its share of it, given in one sentence."""
    phrase = _HOW.sub("", material.inquiry.own)
    best: tuple[float, Held, Held] | None = None
    for level, following in _levels(material):
        share = next((one for one in following if one.figure.unit == "%" and "占" in one.near), None)
        fit = likeness(phrase, level) - 0.1 * level.rank
        if share and fit >= 0 and (best is None or fit > best[0] + 1e-9):
            best = (fit, level, share)
    if best is None:
        return []
    _, level, share = best
    return _told(material, [level, share], computation.whole_of(Operand("", level.figure), share.figure))


def _grown(material: Material) -> list[Sentence]:
    """The base after growth by a planned rate."""
    held = held_in(material.hits)
    phrase = _HOW.sub("", material.inquiry.own)
    best: tuple[float, Held, Held] | None = None
    for rate in held:
        if rate.figure.unit != "%" or not rate.figure.is_growth:
            continue
        for base in held:
            if base.figure.is_growth or base.figure.unit in ("", "%") or not _follows(base, rate):
                continue
            fit = likeness(phrase, base) + likeness(base.figure.indicator, rate) - 0.05 * (base.rank + rate.rank)
            if likeness(base.figure.indicator, rate) >= LIKE and (best is None or fit > best[0] + 1e-9):
                best = (fit, base, rate)
    if best is None or best[0] < 2 * LIKE:
        return []
    _, base, rate = best
    return _told(material, [base, rate], computation.grown(Operand("", base.figure), Operand("", rate.figure)))


def _follows(base: Held, rate: Held) -> bool:
    """Whether a rate is that of the year after the base, in one region."""
    if base.passage.region != rate.passage.region or base.passage.statement in _AHEAD:
        return False
    return rate.passage.statement in _AHEAD and base.passage is not rate.passage


_ALONE: Mapping[Operation, Callable[[Material], list[Sentence]]] = {
    Operation.PER_YEAR: _per_year,
    Operation.BEFORE: _before,
    Operation.WHOLE: _whole,
    Operation.GROWN: _grown,
}
