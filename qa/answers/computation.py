"""Differences, sums, shares, ratios and ranks, by the program, shown as expressions with their operands.

Operands are figures of cited sentences; only like is combined with like, in one unit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.figures.parsing import Figure
from qa.text import HOW_MANY


class Operation(StrEnum):
    """What a question wants computed."""

    DIFFERENCE = "difference"
    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"
    PER_YEAR = "per_year"
    REMAINDER = "remainder"
    WHOLE = "whole"
    GROWN = "grown"
    BEFORE = "before"
    FRACTION = "fraction"
    CONVERSION = "conversion"


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the words that tell whose it is ("海淀区2022年")."""

    name: str
    figure: Figure


# What became of things, of which a question may ask the share ("项目落地的比例").
STATE = r"(?:落地|签约|[开完]工|竣工|建成|投[产运用]|入住|办结|达标|转化|完成)"
_BACK = (
    r"倒推|往回推|推算|推回|反推|倒着算|倒算|(?<![正还]在)往前推(?![进动的])|往回算|算回去|还原|"
    r"(?:根据|按照?|用|拿)[^,，。]{0,6}(?:[涨增降]幅|增速|增量|减少的)[^,，。]{0,6}[算推]"
)
_CHANGED = r"增长|增速|增幅|涨|降|增加|减少|提高|少[掉了]|多[了出]"
_TAKEN = r"(?:去掉|减[去掉]|扣[掉除去]|刨[去掉除]|除[去掉])"
BEFOREHAND = r"(?:原[来先本]|本来|此前|先前|之前|以前|当初)"
# "项目里不是外资的有多少个": what of a whole is not of a kind.
NOT_OF_KIND = rf"(?:不是|不属于|非)(?P<part>[^,，。？?]{{1,12}}?)的?(?:一共|总共|共)?[有是]?(?={HOW_MANY})"
# "住宅加非住宅": a joining 加, which is no part of a verb (增加, 加装).
PLUS = r"(?<=[一-鿿])(?<![增添参追附施更叠新再要又还])加上?(?![一在起到总装大强快入工班速固密盟气油盖])"
_SUMMED = rf"(?:一共|总共|合共|共|得|是|有|了)[^,，。？?]{{0,4}}?{HOW_MANY}"
_MOMENT = r"(?:那会儿?|那时候?|那个时候|当时|的?时候)"
_THEN = rf"(?:{_MOMENT}|{BEFOREHAND}|末|结束时?|年初|\d{{1,2}}月份?)"
_ROUGHLY = r"(?:大概|大约|应该|该|差不多|估计|原来|约|到底|究竟)?"
_HOW_MANY = r"(?:是|有)?(?:百分之)?(?:多少|几)"
_CARRIED_OUT = r"(?:建成|建好|建完|完成|做[完成]|办成|落[实地]|实现|兑现|到位|加上去)"
_SCALED = r"(?:元|平方米|平米|平方公里|公顷|亩|公里|千米|里|米|吨|公斤|千克|个|人|户|套)"
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    (Operation.WHOLE, re.compile(rf"(?:占比|比重|占全|占了?整个|份额).*(?:{_BACK}|算出).{{0,12}}(?:全[市国省区球]|整个|北京|总)|"
                                 r"占[^,，。]{0,8}(?:%|百分之|[一二三四五六七八九]成)[^,，。]{0,6}[,，].*(?:全[一-鿿]|整个|总)[^,，。占]*(?:多少|几)(?!成)")),
    (Operation.GROWN, re.compile(r"(?:目标|增长|增速|幅度).{0,12}(?:刚好|如果|完成|实现|算|来看).{0,20}(?:会是|能到|将是|应该是|该是|是多少|达到多少|到多少)|会是多少|"
                                  rf"{_CARRIED_OUT}.{{0,16}}(?:总共|一共|总[数量]|共)(?:就|可以)?[会能将该](?:有|是|达到?|到)?|"
                                  r"(?:要是|如果|假如|假设|[倘要]?若).*(?:目标|增长|增速|增幅)[^。？?]*[能会将该可][^,，。]{0,6}(?:多少|几)|"
                                  r"加上.{0,16}(?:计划|打算|准备|安排|目标).{0,20}(?:总|共)")),
    (Operation.FRACTION, re.compile(r"的(?:百分之[一二三四五六七八九十\d][一二三四五六七八九十\d.]*|\d+(?:\.\d+)?%|[一二三四五六七八九]成)(?:大概|大约|约|应该)?[是有为合](?:多少|几)")),
    (Operation.BEFORE, re.compile(rf"{_BACK}|从(?:多少|几|哪个数)[^,，。]{{0,6}}[升降涨跌增减提高压加少]+[到至]了?\d|总[数量]?(?:里|中)?{_TAKEN}(?:新|当年|今年|这)|总[数量]?(?:里|中)?(?:减|扣)(?:新|当年|今年|这)|"
                                  rf"比.*(?:{_CHANGED}).*{_THEN}{_ROUGHLY}{_HOW_MANY}|{_TAKEN}.*{_THEN}{_ROUGHLY}{_HOW_MANY}|(?:新增|{_CHANGED}).*{BEFOREHAND}{_ROUGHLY}{_HOW_MANY}|(?:(?<!\d)\d\d|\d{{4}})年(?:以前|之前)[^,，。]{{0,6}}{_HOW_MANY}|"
                                  rf"(?<![比较跟和一二三四五六七八九零〇])[一两三四五六七八九十]年(?:以)?前(?!的?[一两三四五六七八九十几\d]+年).{{0,6}}(?:是|有|到底)?.{{0,4}}(?:多少|几)|(?:{_CHANGED}).*(?:19|20)\d\d年(?:的时候|时)?{_ROUGHLY}{_HOW_MANY}|"
                                  r"(?:19|20)\d\d年.*(?:19|20)\d\d年(?:大概|大约|估计|差不多)(?:是|有)?(?:多少|几)|"
                                  rf"(?:{_CHANGED}).*(?:上年|上一年|头一年|前一年|去年|上年同期)(?:的时候|时)?{_ROUGHLY}(?:是|有)(?:百分之)?(?:多少|几)")),
    (Operation.PER_YEAR, re.compile(r"平均(?:下来)?(?:一年|每年|年)|(?:一年|每年)平均|年均(?:下来)?(?:是|有)?(?:多少(?!个?百分)|几)")),
    (Operation.CONVERSION, re.compile(rf"(?:换算|折合|折算)|(?<!符)合(?:多少|几)[万亿]?{_SCALED}|(?:等于|相当于|也就是|那是)(?:多少|几)个?[百十千]?[万亿]{_SCALED}")),
    (Operation.AVERAGE, re.compile(r"平均(?:下来)?[每一]|平摊|分摊|摊(?:到|给|在|下来)|人均摊|[每一][家户人位个]人?(?:能|可|会)?(?:分|摊)|(?:每|一)[家所张间部件项名人位户处座栋条辆个](?:大概|大约)?平均|人均(?:下来)?(?:是|有|能)?(?:多少|几)")),
    (Operation.SHARE, re.compile(rf"占(?![压道])(?:了|到)?.{{0,20}}(?:百分之|几成|比例|多少|比重|百分比)|占几成|{STATE}率(?!先)|{STATE}的?(?:比例|比重|占比)|百分之几的|有(?:百分之几|几成).{{0,4}}是|是.{{1,16}}的(?:百分之几|百分之多少|几成)")),
    (Operation.RATIO, re.compile(r"几倍|多少倍|倍数")),
    (Operation.SUM, re.compile(rf"加在一起|加一起|加起来|加一块|加到一块|合起来|合在?一[起块]|合到一[起块]|加上.{{2,30}}?(?:一共|总共|共|得|是|有)(?:多少|几)|{PLUS}[^,，。？?]{{2,16}}?{_SUMMED}|拢共|加总|之和|合计|总和|共计多少|相加|[两三四五]个?[样笔项类种者块]一共|[和与跟、](?:(?!一[块起道]儿?[^,，。？?、]+的)[^,，。？?、]){{2,12}}(?:一共|总共)(?:是|有|[一-鿿]{{2}}了?)?(?:多少|几)")),
    (Operation.DIFFERENCE, re.compile(r"(?:(?<!差不)多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?(?:多少|几)|相差|差了?多少|[比较跟和与].*多出来多少|减一减|差了|除了.{0,10}还有|除了.{0,14}其[余他它]|不算.{0,14}还有"
                                      rf"|[里中内]头?面?[,，]?{NOT_OF_KIND}|{_TAKEN}|剩|[还尚仍][差有欠缺](?:多少|几).{{0,4}}(?:[没未]|不是)")),
)  # fmt: skip
_ADDING = next(pattern for operation, pattern in _OPERATIONS if operation is Operation.SUM)
_ASKING = re.compile(rf"{HOW_MANY}|多[长远大高]")
_ITEM_ENDS = re.compile(r"[,，、;；。？?]")
_NO_SUBJECT = re.compile(r"(?:(?:这|那)?[两二三四五六七八九十几]?个?[样笔项类种者块数]?|一共|总共|全部?|都)*")
# Words of a question that tell how to compute, not of what.
_METHOD = re.compile(
    r"倒推|往回推|推算|推回|反推|倒着算|倒算|往前推|往回算|还原|平均(?:下来)?(?:每年|一年)?|往前数|照着?|按照?|根据|报告|大概|大约|多少|涨幅|降幅|增幅|增速|增量|涨的钱|"
    r"(?:[二两三四五六七八九十]|\d{1,2})年(?:以?前|来)?|上年|同期|去年|知道|能不能|目标|刚好|完成|如果|会是|增长了?"
)
_ORDINALS = "一二三四五六七八九十"
_RANK = re.compile(
    r"排(?:在|到|了)?第?[几多]|第几|老几|名次|排名|从[多高大]到[少低小]|从[少低小]到[多高大]|排个?[序队]"
)
_COMPARISON = re.compile(
    r"(?:更|最|比较)?(?:(?P<less>(?<!多)少(?![年儿数])|低(?![收保碳])|小(?![学区微企时镇组型])|慢)|(?P<more>多(?![少元样])|高(?![校中新铁速技龄标质精等])|大(?![学概约型病院道街厦会])|快(?!递)))"
)
# Computed from one report's words, though the question names a second year ("2021年" of a back-calculation,
# "2023年" of a growth): it is not taken apart by year.
UNDIVIDED = (Operation.BEFORE, Operation.WHOLE, Operation.GROWN, Operation.PER_YEAR)
# The year that the question names is that of the result, not of the figures that it is computed from.
OF_ANOTHER_YEAR = (Operation.BEFORE, Operation.GROWN)
# What has a sum in it but is computed as a whole: the share of two things together.
_OF_SUMS = (Operation.SHARE, Operation.BEFORE, Operation.WHOLE)


def asks_rank(question: str) -> bool:
    """Whether a question wants an order or someone's place in it."""
    return bool(_RANK.search(question))


def find_operation(question: str) -> Operation | None:
    """The one computation that a question asks for; None when it asks for none, or for several in one."""
    found = [operation for operation, pattern in _OPERATIONS if pattern.search(question)]
    if len(found) > 1 and Operation.CONVERSION in found:
        found.remove(Operation.CONVERSION)  # the unit of what is computed
    if Operation.SUM in found and len(found) > 1 and found[0] not in _OF_SUMS:
        together = found == [Operation.SUM, Operation.DIFFERENCE] and "比" not in question  # 加起来一共多出多少
        return Operation.SUM if together else None
    if found == [Operation.SUM] and _adds_one_of_several(question):
        return None
    return found[0] if found else None


def without_method(question: str) -> str:
    """The question without the words that tell how to compute: what it is about."""
    return _METHOD.sub("", question)


def _adds_one_of_several(question: str) -> bool:
    """Whether what is to be added up is one thing ("支援的钱物加起来有多少") of several that are each asked for."""
    asking = [item for item in _ITEM_ENDS.split(question) if _ASKING.search(item)]
    adding = [match for item in asking if (match := _ADDING.search(item))]
    subjects = [match.string[: match.start()] for match in adding]
    return 0 < len(adding) < len(asking) and not any(map(_NO_SUBJECT.fullmatch, subjects))


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


def gap(high: Figure, low: Figure) -> str:
    """By how much one figure is above another, as a shown expression."""
    scale, name = _scale([high, low])
    a, b = high.value / scale, low.value / scale
    unit = "个百分点" if high.unit == "%" else f"{name}{high.unit}"
    return f"{plain(a - b)}{unit}（{plain(a)} − {plain(b)} = {plain(a - b)}）"


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
    scale, name = _scale([whole, part])
    a, b = whole.value / scale, part.value / scale
    return f"其余为{plain(a - b)}{name}{whole.unit}（{plain(a)} − {plain(b)} = {plain(a - b)}）"


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
    """The whole `per` one of the count ("户"), as a shown expression: in 万 or 亿 where it is large, each number in its own scale."""
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
    """The figure in the asked scale ("万") and unit, as a shown expression; empty where it cannot be or is so already."""
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


def places(operands: Sequence[Operand], question: str, asked: Sequence[str]) -> str:
    """The operands in order with their values, then the place of those `asked` for by name; ties share a place."""
    match = _COMPARISON.search(question)
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
    match = _COMPARISON.search(question)
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
