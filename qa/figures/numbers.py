"""Numbers with their units as reports write them: where they stand in a text, and their values.

Years, dates, ordinals, enumerators and names with digits in them (5G, 14号线, 12345) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa.text import numeral

_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
           "千亿": 1e11, "万亿": 1e12}  # fmt: skip
# Units of one meaning written in several ways.
_SAME_UNIT = {"百分点": "个百分点", "微克每立方米": "微克/立方米", "微克/每立方米": "微克/立方米", "平米": "平方米",
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
_FORMS = (  # of a number with its unit
    # 3—5万人, 30%至40%
    rf"(?P<low>{_NUMBER})\s*(?P<low_unit>%|万|亿)?\s*(?:[-—–~至]+|到)\s*(?=\d)"
    rf"(?P<high>{_NUMBER})\s*(?P<high_scale>{_SCALE})?[余多来]?\s*(?P<high_tail>{_UNIT})",
    # 百分之五, 三分之二, 3/4
    r"百分之(?P<percent>[零一二三四五六七八九十百点\d.]+)",
    r"(?P<fraction>[一二三四五六七八九十百千万]+分之[一二三四五六七八九十]+)",
    rf"(?<![\d/.×(（-])(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\d/.]|月|日|号|{_UNIT})",
    r"翻(?:了|近)*(?P<doubled>[一两二三四])?番",
    # 1,230万余人, -3.2%
    rf"(?P<sign>(?<=[长速幅率为至到])[-−])?(?P<number>{_NUMBER})\s*(?P<more>[余多来])?\s*(?P<scale>{_SCALE})?(?P<more2>[余多来])?\s*(?P<unit>{_UNIT})?",
    # 三至五个
    rf"(?P<low_han>{_HAN_NUMBER})[至到](?P<high_han>{_HAN_NUMBER})(?P<han_scale>万亿|亿|万)?(?P<han_tail>{_UNIT})",
    # 二十余项, 半年
    rf"(?P<chinese>{_CHINESE_NUMBER})(?P<chinese_more>[余多来])?(?P<chinese_scale>万亿|亿|万)?(?P<chinese_unit>{_UNIT})",
)
_FIGURE = re.compile("|".join(_FORMS))
_HAN_NAMES = frozenset(["年", "级", "届", "期", "里", "乡", "村", "镇", "度"])  # with Chinese digits they name or rank
_DURATION = re.compile(r"[一二两三四五六七八九]?十[一二三四五六七八九]?")  # 二十年; 五年 says mostly when, not how long
_SAYINGS = re.compile(
    r"规定|原则|意识|自信|确立|维护|代表|方面|必须|坚持|务必|文明|大局|基本点|全面|(?:全体)?会议"
)  # 八项规定, 四个意识
_YEAR_AFTER = re.compile(r"\s*年(?![均级度])|\s*[-—–~至]\s*(?:19|20)\d\d\s*年")
_DATE_AFTER = re.compile(rf"\s*(?:[-—–~至]\s*\d+\s*)?(?:月(?!份?均)|日(?!均|{_DAYS_END})|号)")
NEAR_CHARS = 16  # what stands further before a number says nothing about its form


def common_unit(unit: str) -> str:
    """The unit by the name that its ways of writing share: 平方米 for 平米."""
    return _SAME_UNIT.get(unit, unit)


class Number(NamedTuple):
    """A number with its unit, as written, between two offsets of a folded text.

    `value` has 万 and 亿 multiplied out; percentages keep their number (5.0, "%"). `upper` is the other end of a
    range; `more` whether a 余 says that it is somewhat more.
    """

    start: int
    end: int
    value: float
    upper: float | None
    unit: str
    more: bool


def numbers_in(folded: str, first: int = 0, last: int | None = None) -> Iterator[Number]:
    """The numbers with units between two offsets of a folded text, in order."""
    for match in _FIGURE.finditer(folded, first, len(folded) if last is None else last):
        value = None if _is_label(folded, match) else _value(match)
        if value is not None:
            more = any(match[name] for name in ("more", "more2", "chinese_more"))
            yield Number(match.start(), match.end(), *value, more)


def _is_label(folded: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a name, an ordinal, a date or a list mark instead of a count."""
    before, after = folded[max(0, match.start() - NEAR_CHARS) : match.start()], folded[match.end() :]
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
