"""From a sentence to its figures: indicator, value, unit, qualifier, period, statement.

A figure is a number with a unit of measure, as `numbers` finds it. Offsets mean the text as given.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.datatypes import Period, Statement
from qa.figures.numbers import NEAR_CHARS, common_unit, numbers_in
from qa.text import fold

_QUALIFIERS = ("预计", "累计", "新增", "同比", "共", "达到", "力争")
_HEDGE = re.compile(r"(约|近|超过|超|突破|逾|不足|至少|不低于|不少于|低于|高于|不超过|上)(?:为|达到?|了|完成|实现)?$")
_THINGS = frozenset(["个", "处", "条", "家", "座", "项", "所", "部", "间", "公里", "平方米", "公顷", "亩"])
_RANK = re.compile(r"前进|上升|跃升|提升|升至|进位|位次|排名|位居|位列")
_AFTER = ("以上", "以内", "左右", "以下", "余", "多")
_CLAUSE_END = re.compile(r"[,，;；。!！?？:：]")
# "新增7家" is new, not a change; "至少", "不少于", "不低于", "低于" are bounds of a level.
_CHANGE = re.compile(
    r"(增长|增加|增速|增幅|涨幅|提高|提升|上升|上涨|扩大|下降|减少|降低|降幅|压缩|下调|上调|压减|缩减|收窄|回落|递增|高(?!于)|低(?!于)|(?<!不)多|(?<![至不减])少|(?<!新)增|升|降|[同环]比|增减)"
    r"(?:了|约|近|超过?|不?低于|以上|幅度?|率|为|达到?|[a-z\s%()])*$"
)
_FALLS = re.compile(r"降|(?<!增)减|压缩|缩减|下调|低|少|收窄|回落")
_GROWTH = re.compile(
    r"同比|环比|年均|增长|增加|增速|提高|提升|下降|减少|降低|上升|扩大|压减|较|比|上年|去年|五年|两年|累计|预计|达到|达|实现|完成|为|约|近|超过?|突破|"
    r"占|全市|的|分别|共|总数|总量|至|到|了|约为|由|从|将|力争|其中|并|已|以上|左右|高于|低于|均|,|\s|\d|[.%％年月日末底前初]"
)
# Words that name two things, as "分别" takes them apart.
_PAIRS = (("城乡居民", "城镇居民", "农村居民"), ("存贷款", "存款", "贷款"), ("供排水", "供水", "排水"))
_SHORT_ITEM_CHARS = 3
_VERBS = re.compile(
    r"新增|新建|新开工|新引入|新设|完成|建成|竣工|开工|拆除|腾退|引入|引进|提供|促进|组织|举办|落地|发放|实施|成立|办理|支持|培育|认定|打造|设立|推出|开展|聚集|有|形成"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a sentence; `text == sentence[start:end]`, number, scale and unit as written.

    `value` is in `unit` with 万 and 亿 multiplied out; percentages keep their number (5.0, "%").
    `upper` is the other end of a range. `indicator` is what is counted, in the sentence's words;
    `aspect` the words of this clause around it (同比增长, 五年增加, 占全市); `change` the word
    that makes the figure a change (增长, 下降), empty for a level.
    """

    text: str
    value: float
    unit: str
    start: int
    end: int
    indicator: str
    aspect: str
    upper: float | None = None
    change: str = ""
    qualifiers: tuple[str, ...] = ()
    period: Period | None = None
    statement: Statement = Statement.OTHER

    @property
    def is_growth(self) -> bool:
        """Whether the figure is a change of the indicator, not its level."""
        return bool(self.change)

    @property
    def falls(self) -> bool:
        """Whether the figure tells how far the indicator fell."""
        return bool(_FALLS.search(self.change))


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Offsets of the clauses between commas, semicolons, colons and stops; marks not included."""
    spans, start = [], 0
    folded = fold(sentence)
    for match in _CLAUSE_END.finditer(folded):
        thousands = (
            match.group() == ","
            and re.match(r"\d{3}(?!\d)", folded[match.end() :])
            and folded[match.start() - 1 : match.start()].isdigit()
        )
        clock = match.group() == ":" and folded[match.end() : match.end() + 1].isdigit()
        if thousands or clock:
            continue
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(sentence):
        spans.append((start, len(sentence)))
    return spans


def clause_span(figure: Figure, sentence: str) -> tuple[int, int]:
    """Offsets of the clause that a figure of the sentence stands in."""
    return next(span for span in clauses(sentence) if span[0] <= figure.start < span[1])


def _qualifiers(before: str, after: str, more: bool) -> tuple[str, ...]:
    near = before[-8:].replace("公共", "")
    found = [word for word in _QUALIFIERS if word in near]
    if hedge := _HEDGE.search(before):
        found.append(hedge[1])
    found += [word for word in _AFTER if after.startswith(word)]
    return (*found, "余") if more else tuple(found)


def _change(text: str, before: str, unit: str) -> str:
    """The word that makes a figure a change, or ""; "改造提升12处" is none."""
    if text.startswith("翻"):
        return "翻番"
    change = _CHANGE.search(before[-NEAR_CHARS:])
    if change is None or (change[1] == "提升" and unit in _THINGS):
        return ""
    return change[1]


def _subjects(folded: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, indicator, lead) of each segment; a segment without a noun of its own takes the last one.

    `lead` is the clause's verb (新增, 压减) that its later items share.
    """
    subject, clause_lead = "", ""
    for start, end in clauses(folded):
        for index, segment in enumerate(re.finditer(r"[^、]+", folded[start:end])):
            first, last = start + segment.start(), start + segment.end()
            own = _own_words(folded[first:last])
            if index == 0:
                lead = re.match(
                    r"(?:累计|共|已|年内|全年)?(?:新增|新建|新开工|新|压减|完成|建成|竣工|开工|拆除|腾退|引入|引进|提供|促进)+",
                    own,
                )
                clause_lead = lead.group() if lead else ""
            if len(_GROWTH.sub("", own)) >= 2:
                subject = own
            yield first, last, subject, clause_lead if index else ""


def _own_words(segment: str) -> str:
    """The segment's words before its first number, or after it where nothing stands before."""
    number = next(numbers_in(segment), None)
    if number is None:
        return segment.strip()
    before = segment[: number.start].strip()
    if len(_VERBS.sub("", _GROWTH.sub("", before))) >= 2:
        return before
    return (before + segment[number.end :]).strip()


def parse_figures(
    sentence: str, *, period: Period | None = None, statement: Statement = Statement.OTHER
) -> list[Figure]:
    """All figures of a sentence, in order; `period` and `statement` are those of the sentence."""
    folded = fold(sentence)
    figures: list[Figure] = []
    for first, last, subject, lead in _subjects(folded):
        for number in numbers_in(folded, first, last):
            before, after = folded[first : number.start], folded[number.end : last]
            ranked = number.unit == "位" and _RANK.search(folded, first, number.start)
            figures.append(
                Figure(
                    text=sentence[number.start : number.end],
                    value=number.value,
                    unit="位次" if ranked else common_unit(number.unit),
                    start=number.start,
                    end=number.end,
                    indicator=f"{lead}{subject}".strip(),
                    aspect=(before + after).strip(),
                    upper=number.upper,
                    change=_change(folded[number.start : number.end], before, number.unit),
                    qualifiers=_qualifiers(before, after, number.more),
                    period=period,
                    statement=statement,
                )
            )
    return _respectively(folded, _enumerated(folded, figures))


def _enumerated(folded: str, figures: Sequence[Figure]) -> list[Figure]:
    """Figures told in one breath share what only one of them says: "提高6.9个、3.6个百分点", "下降2%和3%"."""
    told = list(figures)
    joined = [re.fullmatch(r"[、和与及]", folded[one.end : other.start]) for one, other in itertools.pairwise(figures)]
    for at, follows in enumerate(joined, start=1):
        if follows and not told[at].change:
            told[at] = replace(told[at], change=told[at - 1].change)
    for at, follows in reversed(list(enumerate(joined))):
        unit, full = told[at].unit, told[at + 1].unit
        if follows and unit in ("", "个") and full.startswith(unit) and full:
            told[at] = replace(told[at], unit=full)
    return told


def _respectively(folded: str, figures: Sequence[Figure]) -> list[Figure]:
    """Give each figure of "A、B分别为1、2，比上年提高3、4" the thing that it counts."""
    told: list[Figure] = []
    things: list[str] = []
    earlier: list[Figure] = []
    for start, end in clauses(folded):
        here = [figure for figure in figures if start <= figure.start < end]
        clause = folded[start:end]
        before = clause[: here[0].start - start] if here else clause
        listed = before.partition("分别")[0]
        if not here or len(_GROWTH.sub("", listed)) >= 2:
            things = _things(listed) if here and "分别" in before else []
        elif "分别" in before and not things:  # "开工6套、建成7套,分别占11%和18%"
            things = [figure.indicator for figure in earlier]
        if len(things) == len(here) > 1:
            here = [
                replace(
                    figure, indicator=thing, aspect=_without(figure.aspect, [one for one in things if one != thing])
                )
                for figure, thing in zip(here, things, strict=True)
            ]
        told += here
        earlier = here
    return told


def _without(text: str, things: Sequence[str]) -> str:
    """A text without the things that other figures of its list count."""
    for thing in things:
        text = text.replace(thing, "")
    return text


def _things(listed: str) -> list[str]:
    """The items of "A、B和C", or of a word for two; a short item takes its head from the last: "城镇、农村居民收入"."""
    for pair, one, other in _PAIRS:
        if pair in listed and not re.search(r"[、和与及]", listed):
            return [listed.replace(pair, one).strip(), listed.replace(pair, other).strip()]
    items = [item.strip() for item in re.split(r"[、和与及]", listed) if item.strip()]
    if len(items) > 1 and all(len(item) <= _SHORT_ITEM_CHARS for item in items[:-1]):
        head = items[-1][len(items[0]) :]
        items[:-1] = [item + head for item in items[:-1]]
    return items


def same_quantity(one: Figure, other: Figure) -> bool:
    """Whether two figures have the same value in the same unit (within rounding of the digits)."""
    if one.unit != other.unit and one.unit and other.unit:
        return False
    close = abs(one.value - other.value) <= 1e-9 * max(1.0, abs(one.value))
    return close and one.upper == other.upper
