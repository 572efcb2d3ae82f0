"""Differences, sums, shares, ratios and ranks, by the program, shown as expressions with their operands.

Operands are figures of cited sentences; only like is combined with like, in one unit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.figures.parsing import Figure


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the words that tell whose it is ("海淀区2022年")."""

    name: str
    figure: Figure


_ORDINALS = "一二三四五六七八九十"
_ADJECTIVE = (
    r"(?:(?P<less>(?<!多)少(?![年儿数])|低(?![收保碳])|小(?![学区微企时镇组型])|慢|严(?![厉格重寒]))|"
    r"(?P<more>多(?![少元样])|高(?![校中新铁速技龄标质精等])|大(?![学概约型病院道街厦会])|快(?!递)))"
)
_COMPARISONS = (re.compile(f"[更最]{_ADJECTIVE}"), re.compile(_ADJECTIVE))


def plain(value: float, digits: int = 4) -> str:
    """A number without needless zeros: 34, 210.525, 49.1."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def amount(value: float, unit: str, digits: int = 4) -> str:
    """A value with 万 or 亿 where that is how people write it: "2.64万个", "4942亿元"."""
    for scale, name in ((1e8, "亿"), (1e4, "万")):
        if unit not in ("%", "个百分点") and abs(value) >= scale:
            return f"{plain(value / scale, digits)}{name}{unit}"
    return f"{plain(value, digits)}{unit}"


def _scale(figures: Sequence[Figure]) -> tuple[float, str]:
    """The common scale to write an expression in, from the figures as the reports write them."""
    for scale, name in ((1e8, "亿"), (1e4, "万")):
        if all(name in figure.text for figure in figures):
            return scale, name
    return 1.0, ""


def compatible(figures: Sequence[Figure]) -> str:
    """Empty when the figures can be combined; else why not, in Chinese."""
    units = {figure.unit for figure in figures}
    if len(units) > 1 and not units <= {"%", "个百分点"}:
        return "单位不同（" + "、".join(sorted(units)) + "），不能相加减"
    return ""


# Units of one dimension in their smallest: an area in 公顷 can be set beside one in 平方米.
_IN_SMALLEST = {
    "平方米": ("平方米", 1.0), "亩": ("平方米", 1e4 / 15), "公顷": ("平方米", 1e4), "平方公里": ("平方米", 1e6),
    "米": ("米", 1.0), "公里": ("米", 1e3), "里": ("米", 500.0),
    "千克": ("千克", 1.0), "公斤": ("千克", 1.0), "吨": ("千克", 1e3),
}  # fmt: skip


def in_unit(figure: Figure, unit: str) -> Figure | None:
    """The figure in another unit of the same dimension; itself where it has that unit; None where it cannot be."""
    if figure.unit == unit:
        return figure
    own, other = _IN_SMALLEST.get(figure.unit), _IN_SMALLEST.get(unit)
    if own is None or other is None or own[0] != other[0]:
        return None
    value = round(figure.value * own[1] / other[1], 6)
    return replace(figure, value=value, unit=unit, text=f"{plain(value)}{unit}")


def alike(figures: Sequence[Figure]) -> list[Figure] | None:
    """The figures in the unit of the first one; None where they cannot be brought to one unit."""
    found = [in_unit(figure, figures[0].unit) for figure in figures]
    return [figure for figure in found if figure] if all(found) else None


def difference(first: Operand, second: Operand, *, at_least: bool = False) -> str:
    """Which is larger and by how much, or by how much at least, as a shown expression."""
    high, low = sorted((first, second), key=lambda operand: -operand.figure.value)
    if high.figure.value == low.figure.value:
        return f"两者相同，都是{amount(high.figure.value, first.figure.unit)}"
    return f"{high.name}比{low.name}{'至少' if at_least else ''}多{gap(high.figure, low.figure)}"


def gap(high: Figure, *lows: Figure) -> str:
    """By how much one figure is above another, or above several together, as a shown expression."""
    scale, name = _scale([high, *lows])
    a, *others = (figure.value / scale for figure in (high, *lows))
    unit = "个百分点" if high.unit == "%" else f"{name}{high.unit}"
    taken = " − ".join(plain(b) if b >= 0 else f"({plain(b)})" for b in others)
    result = plain(a - sum(others))
    return f"{result}{unit}（{plain(a)} − {taken} = {result}）"


def total(figures: Sequence[Figure], asked: Sequence[str] = ()) -> str:
    """The sum of like figures, as a shown expression; also in a unit `asked` for, where it is another."""
    scale, name = _scale(figures)
    values = [figure.value / scale for figure in figures]
    result, unit = plain(sum(values)), figures[0].unit
    shown = f"合计{result}{name}{unit}（{' + '.join(map(plain, values))} = {result}）"
    summed = replace(figures[0], value=sum(values) * scale)
    other = next((figure for one in asked if one != unit and (figure := in_unit(summed, one))), None)
    if other is None or not summed.value:
        return shown
    by = _conversion(summed.value, other.value)
    return f"{shown}，即{other.text}（{result}{name} {by} = {plain(other.value)}）"


def _conversion(value: float, other: float) -> str:
    """What makes one value the other: "× 1000", "÷ 10"."""
    return f"× {plain(other / value, 2)}" if other >= value else f"÷ {plain(value / other, 2)}"


def share(parts: Sequence[Figure], whole: Figure) -> str:
    """The share of the whole that the parts make up, in percent, as a shown expression."""
    scale, _ = _scale([whole, *parts])
    values, b = [part.value / scale for part in parts], whole.value / scale
    result = plain(100 * sum(values) / b, 1)
    shown = " + ".join(map(plain, values))
    above = f"({shown})" if len(values) > 1 else shown
    return f"约占{result}%（{above} ÷ {plain(b)} = {result}%）"


def remainder(whole: Figure, part: Figure) -> str:
    """What is left of the whole without the part, as a shown expression."""
    return f"其余为{gap(whole, part)}"


def whole_of(part: Figure, percent: Figure) -> str:
    """The whole of which the part is so many percent, as a shown expression."""
    scale, name = _scale([part])
    a = part.value / scale
    result = plain(a / (percent.value / 100), 1)
    return f"总量推算约为{result}{name}{part.unit}（{plain(a)} ÷ {plain(percent.value)}% = {result}）"


def ratio(first: Operand, second: Operand) -> str:
    """How many times the second the first is, as a shown expression."""
    scale, _ = _scale([first.figure, second.figure])
    a, b = first.figure.value / scale, second.figure.value / scale
    result = plain(a / b, 2)
    return f"{first.name}是{second.name}的{result}倍（{plain(a)} ÷ {plain(b)} = {result}）"


def average(whole: Figure, count: Figure, per: str) -> str:
    """The whole `per` one of the count ("户"), as a shown expression, each number in its own scale of 万 or 亿."""
    result = amount(whole.value / count.value, "", digits=2)
    shown = f"{amount(whole.value, '')} ÷ {amount(count.value, '')} = {result}"
    return f"平均每{per}{result}{whole.unit}（{shown}）"


def grown(base: Figure, rate: Figure) -> str:
    """The base after growth by the rate, as a shown expression."""
    scale, name = _scale([base])
    a, percent = base.value / scale, rate.value
    result = plain(a * (1 + percent / 100), 3)
    return f"按此推算为{result}{name}{base.unit}（{plain(a)} × (1 + {plain(percent)}%) = {result}）"


def before(level: Figure, change: Figure, *, rose: bool, whose: str = "") -> str:
    """The level before a change of so many units or percentage points, or `whose` it is, as a shown expression."""
    if change.unit == "%" and level.unit != "%":
        return _before_rate(level, change, rose=rose)
    scale, name = _scale([level, change])
    a, b = level.value / scale, change.value / scale
    sign = "−" if rose else "+"
    result = plain(a - b if rose else a + b)
    told = f"由此推算{whose}" if whose else "往回推算"
    return f"{told}为{result}{name}{level.unit}（{plain(a)} {sign} {plain(b)} = {result}）"


def _before_rate(level: Figure, change: Figure, *, rose: bool) -> str:
    scale, name = _scale([level])
    a, percent = level.value / scale, change.value
    sign = "+" if rose else "-"
    result = plain(a / (1 + (percent if rose else -percent) / 100), 1 if a >= 10 else 2)
    return f"往回推算约为{result}{name}{level.unit}（{plain(a)} ÷ (1 {sign} {plain(percent)}%) = {result}）"


def times_before(level: Figure, change: Figure, *, rose: bool) -> str:
    """How many times what it was before a change a level is, as a shown expression."""
    scale, _ = _scale([level])
    signed = change.value if rose else -change.value
    of_rate = change.unit == "%" and level.unit != "%"
    a, b = level.value / scale, (level.value / (1 + signed / 100) if of_rate else level.value - signed) / scale
    result = plain(a / b, 2)
    return f"约是那时的{result}倍（{plain(a)} ÷ {plain(b, 2)} = {result}）"


def fraction(whole: Figure, percent: Figure) -> str:
    """So many percent of the whole, as a shown expression."""
    scale, name = _scale([whole])
    a = whole.value / scale
    result = plain(a * percent.value / 100)
    return f"{percent.text}约为{result}{name}{whole.unit}（{plain(a)} × {plain(percent.value)}% = {result}）"


def converted(figure: Figure, scale: str, unit: str) -> str:
    """The figure in the asked scale ("万") and unit, as a shown expression; empty where it cannot be or is already."""
    other = in_unit(figure, unit)
    own = _scale([figure])
    if other is None or not figure.value:
        return ""
    if (own[1], figure.unit) == (scale, unit):
        return ""
    asked = {"万": 1e4, "亿": 1e8}.get(scale, 1.0)
    a, b = figure.value / own[0], other.value / asked
    exact = "亩" not in (unit, figure.unit)  # 15亩 are one 公顷
    result = plain(b, 8 if exact else 2)
    return f"换算为{result}{scale}{unit}（{plain(a)} {_conversion(a, b)} = {result}）"


def per_year(figure: Figure, years: int) -> str:
    """The yearly average of a total, as a shown expression."""
    scale, name = _scale([figure])
    result = plain(figure.value / scale / years, 2)
    return f"平均每年{result}{name}{figure.unit}（{plain(figure.value / scale)} ÷ {years} = {result}）"


def _comparison(question: str) -> re.Match[str] | None:
    """The word that says what is compared: "最少" of "高层次人才最少"."""
    return next((match for pattern in _COMPARISONS if (match := pattern.search(question))), None)


def places(operands: Sequence[Operand], question: str, asked: Sequence[str]) -> str:
    """The operands in order with their values, then the place of those `asked` for by name; ties share a place."""
    match = _comparison(question)
    lowest = bool(match and match["less"]) and not re.search(r"从[多高大]到", question)
    ordered = sorted(operands, key=lambda operand: operand.figure.value, reverse=not lowest)
    values = [operand.figure.value for operand in ordered]
    shown = f"{ordered[0].name}{ordered[0].figure.text}"
    for before_it, one in itertools.pairwise(ordered):
        sign = "=" if before_it.figure.value == one.figure.value else "<" if lowest else ">"
        shown += f" {sign} {one.name}{one.figure.text}"
    told = [f"{one.name}排第{_ORDINALS[values.index(one.figure.value)]}" for one in ordered if one.name in asked]
    return f"{'，'.join(told)}：{shown}" if told else f"从{'低到高' if lowest else '高到低'}依次为：{shown}"


def ranking(operands: Sequence[Operand], question: str) -> str:
    """Who has most, or least where the question asks so, with the values of three and more; ties are named together."""
    match = _comparison(question)
    lowest = bool(match and match["less"])
    ordered = sorted(operands, key=lambda operand: operand.figure.value, reverse=not lowest)
    best = ordered[0].figure.value
    winners = [operand.name for operand in operands if operand.figure.value == best]
    if len(winners) == len(operands):
        return "相同"
    word = match["less"] or match["more"] if match else "高"
    told = f"{'、'.join(winners)}{'最' if len(operands) > 2 else '更'}{word}"
    if len(operands) == 2:
        return told
    return f"{told}（{'、'.join(operand.name + operand.figure.text for operand in ordered)}）"
