"""From a sentence to its figures: indicator, value, unit, qualifier, period, statement.

A figure is a number with a unit of measure. Years, dates, ordinals, enumerators and names with
digits in them (5G, 14号线, 12345) are not figures. Offsets mean the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.datatypes import Period, Statement
from qa.text import fold, numeral

_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
           "千亿": 1e11, "万亿": 1e12}  # fmt: skip
# Units of one meaning written in several ways.
SAME_UNIT = {"人次": "人次", "百分点": "个百分点", "微克每立方米": "微克/立方米", "微克/每立方米": "微克/立方米", "平米": "平方米",
              "名": "人", "位": "人", "平方千米": "平方公里", "千米": "公里", "μg/m³": "微克/立方米", "μg/m3": "微克/立方米",
              "吨标煤": "吨标准煤"}  # fmt: skip
_UNIT_WORDS = """
% ‰ 个百分点 百分点 个千分点 微克 微克/立方米 微克每立方米 微克/每立方米 μg/m³ μg/m3 毫克/立方米 公里/平方公里 人/百亿元
元/平方米 元/月 元 美元 欧元 港元 平方米 平米 平方公里 平方千米 立方米 公顷 亩 公里 千米 米 吨标准煤 吨标煤 吨 千克 公斤 斤 克
千瓦时 千瓦 兆瓦 度 人次 人 名 位 户次 户 家次 家 个 所 间 张 床 部 台 辆 套 件次 件 项次 项 宗 条 段 处 座 栋 幢 棵 株 盏 场次 场
期 次 届 天 小时 分钟 秒 个月 倍 支 只 头 批 站 里 册 本 首 篇 村 乡 镇 类 种 级 岁 份 枚 块 片 笔 单 班 轮 对 节 门 款 管 艘 架 列
组 层 颗 轮次 万人次 学位 团队 家庭 企业 机构 项目 园区 年
"""
_UNITS = sorted(_UNIT_WORDS.split(), key=len, reverse=True)
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?"
_CHINESE_NUMBER = rf"{_HAN_NUMBER}|半"
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千(?!分)|百(?!分)"
_UNIT = "|".join(map(re.escape, _UNITS))
_FIGURE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<low_unit>%|万|亿)?\s*(?:[-—–~至]+|到)\s*(?=\d)"
    rf"(?P<high>{_NUMBER})\s*(?P<high_scale>{_SCALE})?[余多来]?\s*(?P<high_tail>{_UNIT})"
    rf"|百分之(?P<percent>[零一二三四五六七八九十百点\d.]+)"
    rf"|(?P<fraction>[一二三四五六七八九十]+分之[一二三四五六七八九十]+)"
    rf"|翻(?:了|近|一番以上)?(?P<doubled>[一两二三四])?番"
    rf"|(?P<sign>(?<=[长速幅率为至到])[-−])?(?P<number>{_NUMBER})\s*(?P<more>[余多来])?\s*(?P<scale>{_SCALE})?(?P<more2>[余多来])?\s*(?P<unit>{_UNIT})?"
    rf"|(?P<low_han>{_HAN_NUMBER})[至到](?P<high_han>{_HAN_NUMBER})(?P<han_scale>万亿|亿|万)?(?P<han_tail>{_UNIT})"
    rf"|(?P<chinese>{_CHINESE_NUMBER})(?P<chinese_more>[余多来])?(?P<chinese_scale>万亿|亿|万)?(?P<chinese_unit>{_UNIT})"
)
_YEAR_AFTER = re.compile(r"\s*年(?![均级度])|\s*[-—–~至]\s*(?:19|20)\d\d\s*年")
_DATE_AFTER = re.compile(r"\s*(?:[-—–~至]\s*\d+\s*)?(?:月(?!份?均)|日(?!均)|号)")
_QUALIFIERS = (
    "预计",
    "约",
    "近",
    "超过",
    "超",
    "突破",
    "累计",
    "新增",
    "同比",
    "共",
    "达到",
    "不足",
    "至少",
    "不低于",
    "不超过",
    "力争",
)
_AFTER = ("以上", "以内", "左右", "以下", "余", "多")
_CLAUSE_END = re.compile(r"[,，;；。!！?？:：]")
_CHANGE = re.compile(
    r"(增长|增加|增速|增幅|提高|提升|上升|扩大|下降|减少|降低|降幅|压缩|下调|上调|高于?|低于?|多|少|增|升|降)(?:了|约|近|超过?|幅度?|率|为|达|[a-z\s])*$"
)
_GROWTH = re.compile(
    r"同比|环比|年均|增长|增加|增速|提高|提升|下降|减少|降低|上升|扩大|压减|较|比|上年|去年|五年|两年|累计|预计|达到|达|实现|完成|为|约|近|超过?|突破|"
    r"占|全市|的|分别|共|总数|总量|至|到|了|约为|由|从|将|力争|其中|并|已|以上|左右|高于|低于|均|,|\s|\d|[.%％年月日末底前初]"
)


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


def _is_label(folded: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a name, an ordinal, a date or a list mark instead of a count."""
    before, after = folded[: match.start()], folded[match.end() :]
    number_end = match.end("number") if match["number"] else match.end()
    rest = folded[number_end:]
    if re.search(r"(?:第|[A-Za-z_.\-—·#&])$", before) or re.match(r"[A-Za-z]", rest):
        return True
    if match["low"] and re.fullmatch(r"(?:19|20)\d\d", match["low"]) and match["high_tail"] == "年":
        return True
    number = match["number"] or ""
    if re.fullmatch(r"(?:19|20)\d\d", number) and (_YEAR_AFTER.match(rest) or not match["unit"]):
        return True
    if number and (_DATE_AFTER.match(rest) or re.match(r"年(?:\d|[初中末底以]|至)", rest)):
        return True
    if match["chinese"] and (
        match["chinese_unit"] == "年" or re.fullmatch(r"[一二两三四五六七八九]{2,}", match["chinese"])
    ):
        return True
    if match["chinese"] and (re.search(r"[“\"第其之统唯万单数几]$", before) or match["chinese"] == "一"):
        return True
    is_mark = (
        not match["unit"]
        and not match["scale"]
        and number
        and re.match(r"\s*[.)）、]", after)
        and re.search(r"(?:^|[(（。;；\s])$", before)
    )
    return bool(is_mark)


def _value(match: re.Match[str]) -> tuple[float, float | None, str] | None:
    """(value, upper, unit) of a match, or None where the digits are no number with a unit."""
    if match["low"]:
        scale = _SCALES.get(match["high_scale"] or "", 1.0)
        low = float(match["low"].replace(",", "")) * (
            scale if not match["low_unit"] else _SCALES.get(match["low_unit"], 1.0)
        )
        return low, float(match["high"].replace(",", "")) * scale, match["high_tail"]
    if match["percent"]:
        value = numeral(match["percent"])
        return None if value is None else (value, None, "%")
    if match["number"]:
        scale = _SCALES.get(match["scale"] or "", 1.0)
        unit = match["unit"] or ""
        if not unit and not match["scale"]:
            return None
        return round(float(match["number"].replace(",", "")) * scale, 4), None, unit
    value = numeral(match["chinese"])
    scale = _SCALES.get(match["chinese_scale"] or "", 1.0)
    return None if value is None else (value * scale, None, match["chinese_unit"])


def _qualifiers(before: str, after: str, more: bool) -> tuple[str, ...]:
    near = before[-8:].replace("公共", "")
    found = [word for word in _QUALIFIERS if word in near]
    found += [word for word in _AFTER if after.startswith(word)]
    return (*found, "余") if more else tuple(found)


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
    match = next(
        (found for found in _FIGURE.finditer(segment) if not _is_label(segment, found) and _value(found)), None
    )
    if not match:
        return segment.strip()
    before = segment[: match.start()].strip()
    if len(_VERBS.sub("", _GROWTH.sub("", before))) >= 2:
        return before
    return (before + segment[match.end() :]).strip()


def parse_figures(
    sentence: str, *, period: Period | None = None, statement: Statement = Statement.OTHER
) -> list[Figure]:
    """All figures of a sentence, in order; `period` and `statement` are those of the sentence."""
    folded = fold(sentence)
    figures: list[Figure] = []
    for first, last, subject, lead in _subjects(folded):
        at = first
        while match := _FIGURE.search(folded, at, last):
            at = match.end()
            value = None if _is_label(folded, match) else _value(match)
            if value is None:
                continue
            number, upper, unit = value
            before, after = folded[first : match.start()], folded[match.end() : last]
            more = any(match[name] for name in ("more", "more2", "chinese_more"))
            figures.append(
                Figure(
                    text=sentence[match.start() : match.end()],
                    value=number,
                    unit=SAME_UNIT.get(unit, unit),
                    start=match.start(),
                    end=match.end(),
                    indicator=f"{lead}{subject}".strip(),
                    aspect=(before + after).strip(),
                    upper=upper,
                    change=change[1] if (change := _CHANGE.search(before)) else "",
                    qualifiers=_qualifiers(before, after, more),
                    period=period,
                    statement=statement,
                )
            )
    return figures


def same_quantity(one: Figure, other: Figure) -> bool:
    """Whether two figures have the same value in the same unit (within rounding of the digits)."""
    if one.unit != other.unit and one.unit and other.unit:
        return False
    close = abs(one.value - other.value) <= 1e-9 * max(1.0, abs(one.value))
    return close and one.upper == other.upper
