"""Places in a question: regions whose reports are held, and places that are not.

Short names count ("海淀" for 海淀区, "阿坝州" for 阿坝藏族羌族自治州), and a place named above a region
only tells which is meant ("江苏的南通", "北京朝阳区"). Knows names only, no report.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qa.reports.regions import NATION, Area, above, areas_of, is_current, own_name, stem
from qa.search.placenames import in_idiom, may_be_place, place_spans, spans_of, whole_name

_JOINTS = ("", "的", "省", "市", "州", "地区")  # between a place and one that lies in it
_NATION_WORDS = re.compile(
    r"全国(?!文明|卫生|百强|先进|优秀|首|第一|示范|人大|政协|重点|一流|试点|劳|模范|双拥)|我国|中央政府"
)
# "江南市" before a district: a city, whether a list has it or not; but not "全市", "各地市", "请问城市".
_CITY_BEFORE = re.compile(
    r"(?:请问|想问|问一下|[^一-鿿]年?|^)([一-鿿]{2,4}(?<![全各本我该哪几城都夜])(?:市|自治州|州|盟))的?$"
)
# At the very beginning and followed by a year, "某某区" names whose report is asked for, whatever the name.
_OPENING_PLACE = re.compile(r"(?:请问|想问|问一下)?([一-鿿]{2,4}?[区县旗市])(?=(?:19|20)\d\d|今年|去年|前年|明年)")


class Mention(NamedTuple):
    """A span of a question that names one held region, or several that share the name."""

    start: int
    end: int
    regions: tuple[str, ...]


@functools.lru_cache(maxsize=4096)
def short_name(region: str) -> str:
    """The region without its suffix where at least two characters are left: "海淀区" gives "海淀"."""
    short = stem(own_name(region))
    return short if len(short) >= 2 else own_name(region)


@functools.lru_cache(maxsize=16)
def _by_name(held: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Held regions by every name that they go by, the longest names first.

    Of regions that share a name the highest is meant ("吉林" is 吉林省); several are left where they are
    of one level, and where a district was renamed (清苑县, later 清苑区).
    """
    found: dict[str, dict[str, None]] = {}
    for region in sorted(held):
        for name in names_of(region):
            found.setdefault(name, {}).setdefault(region)
    for region in held:
        if not is_current(own_name(region)):
            for other in held:
                if stem(other) == stem(region) and above(other) == above(region):
                    found[region].setdefault(other)
                    found[other].setdefault(region)
    names = sorted(found, key=lambda name: (-len(name), name))
    return {name: tuple(found[name]) if name in held else _highest(tuple(found[name])) for name in names}


def names_of(region: str) -> set[str]:
    """The names that a region goes by in a question."""
    own, short = own_name(region), short_name(region)
    folk = {short + own[-1]} if own[-1] in "州县旗" and len(own) > len(short) + 1 else set()
    return {region, own, short, *folk}


def named_among(regions: Iterable[str], text: str) -> list[str]:
    """The regions that `text` may name: every name of a region holds its short one."""
    return [region for region in regions if short_name(region) in text]


def _highest(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Of regions that share a short name those of the highest level."""
    depths = {region: min(map(_depth, areas_of(own_name(region))), default=2) for region in regions}
    return tuple(region for region in regions if depths[region] == min(depths.values()))


def _depth(area: Area) -> int:
    """0 for a province, 1 for what lies in a province alone, 2 for a district or a county."""
    if area.city or (area.province or "").endswith("市"):
        return 2
    return 1 if area.province else 0


def find_regions(text: str, held: Sequence[str]) -> list[tuple[int, str]]:
    """Positions and names of held regions in `text`, in order; a short name counts unless a longer word holds it.

    "朝阳" in "朝阳群众" counts too: it is the same district. Regions that share a name and are not told
    apart by what `text` names above them stand at one position. Where no region is named, 全国 means
    the nation's reports.
    """
    mentions = _mentions(text, _by_name(tuple(held)))
    following = [*mentions[1:], None][: len(mentions)]
    asked = [
        mention
        for mention, after in zip(mentions, following, strict=True)
        if after is None or not _qualifies(mention, after, text)
    ]
    found = [(mention.start, region) for mention in asked for region in _told_apart(mention, text)]
    if not found and NATION in held and (nation := _NATION_WORDS.search(text)):
        return [(nation.start(), NATION)]
    return found


def _mentions(text: str, names: Mapping[str, tuple[str, ...]]) -> list[Mention]:
    found: list[Mention] = []
    for name, regions in names.items():
        for start, end in spans_of(name, text):
            free = all(end <= other.start or other.end <= start for other in found)
            if free and whole_name(text, start, end) == (start, end) and not in_idiom(text, start, end):
                found.append(Mention(start, end, regions))
    return sorted(found)


def _qualifies(mention: Mention, after: Mention, text: str) -> bool:
    """Whether a mention only tells where the next one lies."""
    between = text[mention.end : after.start]
    for name in (form for inner in after.regions for area in above(inner) for form in (area, short_name(area))):
        between = between.replace(name, "")
    inside = any(own_name(region) in above(inner) for region in mention.regions for inner in after.regions)
    return inside and between in _JOINTS


def _told_apart(mention: Mention, text: str) -> tuple[str, ...]:
    """The regions of a mention that lie in a place named in the text; all where none is named."""
    before, rest = text[: mention.start], f"{text[: mention.start]} {text[mention.end :]}"
    near = tuple(region for region in mention.regions if _ends_in(before, above(region)))
    named = tuple(region for region in mention.regions if any(short_name(name) in rest for name in above(region)))
    return near or named or mention.regions


def _ends_in(text: str, names: Iterable[str]) -> bool:
    """Whether `text` ends in one of the places, as before a region that lies in it."""
    return any(text.endswith(form + joint) for name in names for form in (name, short_name(name)) for joint in _JOINTS)


def without_regions(text: str, regions: Sequence[str]) -> str:
    """The text with a blank for each of the regions, with the places above it that are named before it."""
    for region in named_among(regions, text):
        upper = "|".join(re.escape(form) for name in above(region) for form in (name, short_name(name)))
        names = "|".join(re.escape(name) for name in sorted(names_of(region), key=len, reverse=True))
        text = re.sub(f"(?:(?:{upper})的?)*(?:{names})" if upper else names, " ", text)
    return text


def named_elsewhere(text: str, region: str, areas: Sequence[str]) -> str:
    """The namesake of `region` that `text` names, which lies elsewhere than its reports; empty where it names none.

    "长春朝阳区" does not ask for the 朝阳区 of 北京市, nor does "江南市朝阳区", though no list has 江南市.

    Args:
        areas: provinces and cities of the region's reports.
    """
    own = own_name(region)
    rivals = [name for area in areas_of(own) for name in area if name and name not in areas]
    for start, end in spans_of(short_name(region), text) if areas else ():
        before, name = text[:start], own if text.startswith(own, start) else text[start:end]
        if rival := next((place for place in rivals if _ends_in(before, [place])), ""):
            return f"{rival}{name}"
        told = _CITY_BEFORE.search(before)
        if told and not _ends_in(before, [*areas, *above(region)]):
            return f"{told[1]}{name}"
    return ""


def find_other_places(text: str, held: Sequence[str]) -> list[str]:
    """Administrative places in `text` whose reports are not held, in order, each once.

    A place above a held region (北京 over 朝阳区) is found too; who asks decides what it means.
    """
    names = _by_name(tuple(held))
    mentioned = [(mention.start, mention.end) for mention in _mentions(text, names)]
    spans = [*place_spans(text), *_wrongly_held(text, names)]
    if (opening := _OPENING_PLACE.match(text)) and may_be_place(opening[1]):
        spans.append(opening.span(1))
    found = {span for span in spans if not any(_overlap(span, other) for other in mentioned)}
    widest = sorted(span for span in found if not any(_inside(span, other) for other in found))
    return list(dict.fromkeys(text[start:end] for start, end in widest))


def _wrongly_held(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The made names that the names of held regions are part of: 白云县 where 云县 is held."""
    for name in names:
        for held in spans_of(name, text):
            if (span := whole_name(text, *held)) != held:
                yield span


def _overlap(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
