"""Differences, sums, shares, ratios and ranks, by the program, shown as expressions with their operands.

Operands are figures of cited sentences; only like is combined with like, in one unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.figures.parsing import Figure


class Operation(StrEnum):
    """What a question wants computed."""

    DIFFERENCE = "difference"
    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"
    GROWN = "grown"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the words that tell whose it is ("海淀区2022年")."""

    name: str
    figure: Figure


_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    (Operation.BEFORE, re.compile(r"倒推|往回推|推算|推回|反推|倒着算|往前推|[一二两三四五六七八九十]年前.{0,6}(?:是|有|到底)?.{0,4}多少")),
    (Operation.GROWN, re.compile(r"(?:目标|增长).{0,12}(?:刚好|如果|完成|实现).{0,20}(?:会是|是多少|达到多少)|会是多少")),
    (Operation.AVERAGE, re.compile(r"平均(?:下来)?每|平均一")),
    (Operation.SHARE, re.compile(r"占(?:了|到)?.{0,20}(?:百分之|几成|比例|多少|比重|百分比)|占几成|落地率|完成率|百分之几的")),
    (Operation.RATIO, re.compile(r"几倍|多少倍|倍数")),
    (Operation.SUM, re.compile(r"加在一起|加起来|加一块|加到一块|拢共|加总|之和|合计|总和|共计多少|相加")),
    (Operation.DIFFERENCE, re.compile(r"(?:多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?(?:多少|几)|相差|差了?多少|多出来?多少|减一减|差了|除去|除了.{0,10}还有|剩")),
)  # fmt: skip
_COMPARISON = re.compile(r"(?:更|最|比较)?(?P<less>少|低|小|慢)|(?P<more>多|高|大|快)")


def find_operation(question: str) -> Operation | None:
    """The one computation that a question asks for; None when it asks for none, or for several in one."""
    found = [operation for operation, pattern in _OPERATIONS if pattern.search(question)]
    if Operation.SUM in found and len(found) > 1:
        return None
    return found[0] if found else None


def plain(value: float, digits: int = 4) -> str:
    """A number without needless zeros: 34, 210.525, 49.1."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def amount(value: float, unit: str) -> str:
    """A value with 万 or 亿 where that is how people write it: "2.64万个", "4942亿元"."""
    for scale, name in ((1e8, "亿"), (1e4, "万")):
        if unit not in ("%", "个百分点") and abs(value) >= scale:
            return f"{plain(value / scale)}{name}{unit}"
    return f"{plain(value)}{unit}"


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


def difference(first: Operand, second: Operand) -> str:
    """Which is larger and by how much, as a shown expression."""
    high, low = sorted((first, second), key=lambda operand: -operand.figure.value)
    unit = first.figure.unit
    scale, name = _scale([first.figure, second.figure])
    a, b = high.figure.value / scale, low.figure.value / scale
    shown_unit = "个百分点" if unit == "%" else f"{name}{unit}"
    if a == b:
        return f"两者相同，都是{amount(high.figure.value, unit)}"
    return f"{high.name}比{low.name}多{plain(a - b)}{shown_unit}（{plain(a)} − {plain(b)} = {plain(a - b)}）"


def total(operands: Sequence[Operand]) -> str:
    """The sum of like figures, as a shown expression."""
    scale, name = _scale([operand.figure for operand in operands])
    values = [operand.figure.value / scale for operand in operands]
    result = plain(sum(values))
    return f"合计{result}{name}{operands[0].figure.unit}（{' + '.join(map(plain, values))} = {result}）"


def share(part: Operand, whole: Operand) -> str:
    """The part's share of the whole in percent, as a shown expression."""
    scale, _ = _scale([part.figure, whole.figure])
    a, b = part.figure.value / scale, whole.figure.value / scale
    result = plain(100 * a / b, 1)
    return f"约占{result}%（{plain(a)} ÷ {plain(b)} = {result}%）"


def ratio(first: Operand, second: Operand, *, average: bool = False) -> str:
    """How many times the second the first is, or the first per one of the second."""
    a, b = first.figure.value, second.figure.value
    result = plain(a / b, 2)
    if average:
        return f"平均每{second.figure.unit}{result}{first.figure.unit}（{plain(a)} ÷ {plain(b)} = {result}）"
    return f"{first.name}是{second.name}的{result}倍（{plain(a)} ÷ {plain(b)} = {result}）"


def grown(base: Operand, rate: Operand) -> str:
    """The base after growth by the rate, as a shown expression."""
    scale, name = _scale([base.figure])
    a, percent = base.figure.value / scale, rate.figure.value
    result = plain(a * (1 + percent / 100), 3)
    return f"按此推算为{result}{name}{base.figure.unit}（{plain(a)} × (1 + {plain(percent)}%) = {result}）"


def before(level: Operand, change: Operand, *, rose: bool) -> str:
    """The level before a change of so many units or percentage points, as a shown expression."""
    if change.figure.unit == "%" and level.figure.unit != "%":
        return _before_rate(level, change, rose=rose)
    scale, name = _scale([level.figure, change.figure])
    a, b = level.figure.value / scale, change.figure.value / scale
    result, sign = (a - b, "−") if rose else (a + b, "+")
    return f"往回推算为{plain(result)}{name}{level.figure.unit}（{plain(a)} {sign} {plain(b)} = {plain(result)}）"


def _before_rate(level: Operand, change: Operand, *, rose: bool) -> str:
    scale, name = _scale([level.figure])
    a, percent = level.figure.value / scale, change.figure.value
    sign = "+" if rose else "-"
    result = plain(a / (1 + (percent if rose else -percent) / 100), 1)
    return f"往回推算约为{result}{name}{level.figure.unit}（{plain(a)} ÷ (1 {sign} {plain(percent)}%) = {result}）"


def per_year(figure: Figure, years: int) -> str:
    """The yearly average of a total, as a shown expression."""
    scale, name = _scale([figure])
    result = plain(figure.value / scale / years, 2)
    return f"平均每年{result}{name}{figure.unit}（{plain(figure.value / scale)} ÷ {years} = {result}）"


def ranking(operands: Sequence[Operand], question: str) -> str:
    """Who is highest, or lowest where the question asks so; ties are named together."""
    match = _COMPARISON.search(question)
    lowest = bool(match and match["less"])
    best = (min if lowest else max)(operand.figure.value for operand in operands)
    winners = [operand.name for operand in operands if operand.figure.value == best]
    if len(winners) == len(operands):
        return "相同"
    word = "低" if lowest else "高"
    return f"{'、'.join(winners)}{'最' if len(operands) > 2 else '更'}{word}"
