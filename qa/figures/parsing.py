"""From a sentence to its figures: indicator, value, unit, qualifier, period, statement.

A figure is a number with a unit of measure. Years, dates, ordinals, enumerators and names with
digits in them (5G, 14号线, 12345) are not figures. Offsets mean the text as given.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.datatypes import Period, Statement
from qa.text import fold, numeral

_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
           "千亿": 1e11, "万亿": 1e12}  # fmt: skip
# Units of one meaning written in several ways.
SAME_UNIT = {"人次": "人次", "百分点": "个百分点", "微克每立方米": "微克/立方米", "微克/每立方米": "微克/立方米", "平米": "平方米",
              "名": "人", "日": "天", "个工作日": "工作日", "位": "人", "平方千米": "平方公里", "千米": "公里", "趟": "车次", "μg/m³": "微克/立方米", "μg/m3": "微克/立方米",
              "吨标煤": "吨标准煤", "千米/平方千米": "公里/平方公里"}  # fmt: skip
_UNIT_WORDS = """
% ‰ 个百分点 百分点 个千分点 微克 微克/立方米 微克每立方米 微克/每立方米 μg/m³ μg/m3 毫克/立方米 公里/平方公里 千米/平方千米 人/百亿元
元/平方米 元/月 元 美元 欧元 港元 平方米 平米 平方公里 平方千米 立方米 公顷 亩 公里 千米 米 吨标准煤 吨标煤 吨 千克 公斤 斤 克
千瓦时 千瓦 兆瓦 度 人次 车次 班次 趟次 趟 人 名 位 户次 户 家次 家 个 所 间 张 床 部 台 辆 套 件次 件 项次 项 宗 条 段 处 座 栋 幢 棵 株 盏 场次 场
期 次 起 届 个工作日 工作日 天 小时 分钟 秒 个月 倍 支 只 头 批 站 里 册 本 首 篇 村 乡 镇 类 种 级 岁 份 枚 块 片 笔 单 班 轮 对 节 门 款 管 艘 架 列
组 层 颗 轮次 万人次 学位 团队 家庭 企业 机构 项目 园区 年
"""
_UNITS = sorted(_UNIT_WORDS.split(), key=len, reverse=True)
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千](?:[一二两三四五六七八九十百千零]*[万亿]*)*(?:点[零一二三四五六七八九]+)?"
_CHINESE_NUMBER = rf"{_HAN_NUMBER}|半"
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千(?![分米瓦克])|百(?!分)"
_DAYS_END = r"办[结成完好]|内[办完出送答回]"  # "5日办结" tells how long, "5日" when
_UNIT = "|".join(map(re.escape, _UNITS)) + f"|日(?={_DAYS_END})"
_FIGURE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<low_unit>%|万|亿)?\s*(?:[-—–~至]+|到)\s*(?=\d)"
    rf"(?P<high>{_NUMBER})\s*(?P<high_scale>{_SCALE})?[余多来]?\s*(?P<high_tail>{_UNIT})"
    rf"|百分之(?P<percent>[零一二三四五六七八九十百点\d.]+)"
    rf"|(?P<fraction>[一二三四五六七八九十百千万]+分之[一二三四五六七八九十]+)"
    rf"|(?<![\d/.×(（-])(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\d/.]|月|日|号|{_UNIT})"
    rf"|翻(?:了|近)*(?P<doubled>[一两二三四])?番"
    rf"|(?P<sign>(?<=[长速幅率为至到])[-−])?(?P<number>{_NUMBER})\s*(?P<more>[余多来])?\s*(?P<scale>{_SCALE})?(?P<more2>[余多来])?\s*(?P<unit>{_UNIT})?"
    rf"|(?P<low_han>{_HAN_NUMBER})[至到](?P<high_han>{_HAN_NUMBER})(?P<han_scale>万亿|亿|万)?(?P<han_tail>{_UNIT})"
    rf"|(?P<chinese>{_CHINESE_NUMBER})(?P<chinese_more>[余多来])?(?P<chinese_scale>万亿|亿|万)?(?P<chinese_unit>{_UNIT})"
)
_HAN_NAMES = frozenset(["年", "级", "届", "期", "里", "乡", "村", "镇", "度"])  # with Chinese digits they name or rank
_DURATION = re.compile(r"[一二两三四五六七八九]?十[一二三四五六七八九]?")  # 二十年; 五年 says mostly when, not how long
_SAYINGS = re.compile(
    r"规定|原则|意识|自信|确立|维护|代表|方面|必须|坚持|务必|文明|大局|基本点|全面|(?:全体)?会议"
)  # 八项规定, 四个意识
_YEAR_AFTER = re.compile(r"\s*年(?![均级度])|\s*[-—–~至]\s*(?:19|20)\d\d\s*年")
_DATE_AFTER = re.compile(rf"\s*(?:[-—–~至]\s*\d+\s*)?(?:月(?!份?均)|日(?!均|{_DAYS_END})|号)")
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
_GROWTH = re.compile(
    r"同比|环比|年均|增长|增加|增速|提高|提升|下降|减少|降低|上升|扩大|压减|较|比|上年|去年|五年|两年|累计|预计|达到|达|实现|完成|为|约|近|超过?|突破|"
    r"占|全市|的|分别|共|总数|总量|至|到|了|约为|由|从|将|力争|其中|并|已|以上|左右|高于|低于|均|,|\s|\d|[.%％年月日末底前初]"
)


# Words that name two things, as "分别" takes them apart.
_PAIRS = (("城乡居民", "城镇居民", "农村居民"), ("存贷款", "存款", "贷款"), ("供排水", "供水", "排水"))
_SHORT_ITEM_CHARS = 3
_NEAR_CHARS = 16  # what stands further before a number says nothing about its form
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


def clause_span(figure: Figure, sentence: str) -> tuple[int, int]:
    """Offsets of the clause that a figure of the sentence stands in."""
    return next(span for span in clauses(sentence) if span[0] <= figure.start < span[1])


def _is_label(folded: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a name, an ordinal, a date or a list mark instead of a count."""
    before, after = folded[max(0, match.start() - _NEAR_CHARS) : match.start()], folded[match.end() :]
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
    if match["unit"] == "日" and before.endswith("月"):
        return True
    if match["unit"] in ("名", "位") and before.endswith(("前", "后")):  # 前10名 is a rank
        return True
    if match["chinese"] and _is_han_label(match, before, after):
        return True
    is_mark = (
        not match["unit"]
        and not match["scale"]
        and number
        and re.match(r"\s*[.)）、]", after)
        and re.search(r"(?:^|[(（。;；\s])$", before)
    )
    return bool(is_mark)


def _is_han_label(match: re.Match[str], before: str, after: str) -> bool:
    """Whether Chinese digits are an ordinal, a name or a figure of speech: 二期, 三级医院, 三里屯, 百家争鸣, 三位一体."""
    number, unit, more = match["chinese"], match["chinese_unit"], bool(match["chinese_more"])
    lasts = unit == "年" and number and _DURATION.fullmatch(number)
    if (unit in _HAN_NAMES and not lasts) or after.startswith("一体") or re.search(r"[“\"第其之统唯万单数几]$", before):
        return True
    if re.fullmatch(r"一|二|[一二两三四五六七八九]{2,}", number):  # who counts says 两; 三四家 is no number
        return True
    if _SAYINGS.match(after):
        return True
    if unit == "位" and after.startswith("数"):  # 两位数增长
        return True
    return not re.search(r"[一二两三四五六七八九十半]", number) and not (more or re.search(r"[近上超约过]$", before))


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
    if match["fraction"]:
        value = numeral(match["fraction"])
        return None if value is None else (value * 100, None, "%")
    if match["over"]:
        return round(100 * int(match["over"]) / int(match["under"]), 4), None, "%"
    if match["doubled"] or match.group().startswith("翻"):
        return 2.0 ** (numeral(match["doubled"] or "一") or 1) - 1, None, "倍"  # doubled is once more
    if match["low_han"]:
        scale = _SCALES.get(match["han_scale"] or "", 1.0)
        first, last = numeral(match["low_han"]), numeral(match["high_han"])
        return None if first is None or last is None else (first * scale, last * scale, match["han_tail"])
    if match["number"]:
        scale = _SCALES.get(match["scale"] or "", 1.0) * (-1 if match["sign"] else 1)
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
    if hedge := _HEDGE.search(before):
        found.append(hedge[1])
    found += [word for word in _AFTER if after.startswith(word)]
    return (*found, "余") if more else tuple(found)


def _change(text: str, before: str, unit: str) -> str:
    """The word that makes a figure a change, or ""; "改造提升12处" is none."""
    if text.startswith("翻"):
        return "翻番"
    change = _CHANGE.search(before[-_NEAR_CHARS:])
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
                    unit="位次"
                    if unit == "位" and _RANK.search(folded, first, match.start())
                    else SAME_UNIT.get(unit, unit),
                    start=match.start(),
                    end=match.end(),
                    indicator=f"{lead}{subject}".strip(),
                    aspect=(before + after).strip(),
                    upper=upper,
                    change=_change(match.group(), before, unit),
                    qualifiers=_qualifiers(before, after, more),
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
