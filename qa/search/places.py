"""Places in a question: regions whose reports are held, and places that are not.

Short names count ("海淀" for 海淀区, "阿坝州" for 阿坝藏族羌族自治州), and a place named above a region
only tells which is meant ("江苏的南通", "北京朝阳区"). Words of place come from jieba's dictionary, so
that a district whose reports are not held is seen as such. Knows names only, no report.
"""

from __future__ import annotations

import functools
import logging
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qa.reports.regions import NATION, Area, above, areas_of, is_current, name_at, own_name, stem

_reading = threading.Lock()
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|省|市|区|县|旗|州|盟)$")
_JOINTS = ("", "的", "省", "市", "州", "地区")  # between a place and one that lies in it
_NATION_WORDS = re.compile(
    r"全国(?!文明|卫生|百强|先进|优秀|首|第一|示范|人大|政协|重点|一流|试点|劳|模范|双拥)|我国|中央政府"
)
_LONGEST_NAME = 8
_UNITS = "省市区县旗州盟"
# Parts of speech, in jieba's dictionary, of characters that before "云县" make another name ("新云县"); of these
# characters some do so before longer names too ("新云河区"), and some before none ("全云县", "今年内云县").
_NAMING = frozenset(["a", "ag", "b", "f", "g", "j", "n", "ng", "nr", "nrt", "ns", "nz", "s"])
_DIRECTIONS = "东南西北新"
_NOT_NAMING = frozenset("全多少连时内里外后前末初底问话人路钱事车书国省市区县旗州盟")
# At the very beginning and followed by a year, "某某区" names whose report is asked for, whatever the name.
_OPENING_PLACE = re.compile(r"(?:请问|想问|问一下)?([一-鿿]{2,4}?[区县旗市])(?=(?:19|20)\d\d|今年|去年|前年|明年)")
_CONTINENT = re.compile(r"亚洲|欧洲|非洲|[南北]?美洲|大洋洲|南极洲")  # no region that a report is of
_UNIT_WORDS = frozenset(
    [
        "市区",
        "城区",
        "地区",
        "全市",
        "全区",
        "本区",
        "我区",
        "各区",
        "社区",
        "园区",
        "郊区",
        "县区",
        "省市",
        "区县",
        "街区",
        "校区",
        "小区",
        "城市",
        "老城区",
    ]
)
_PROVINCES = frozenset(
    [
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
        "新疆",
        "香港",
        "澳门",
    ]
)


class Mention(NamedTuple):
    """A span of a question that names one held region, or several that share the name."""

    start: int
    end: int
    regions: tuple[str, ...]


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


def _highest(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Of regions that share a short name those of the highest level."""
    depths = {region: min(map(_depth, areas_of(own_name(region))), default=2) for region in regions}
    return tuple(region for region in regions if depths[region] == min(depths.values()))


def _depth(area: Area) -> int:
    """0 for a province, 1 for what lies in a province alone, 2 for a district or a county."""
    if area.city or (area.province or "").endswith("市"):
        return 2
    return 1 if area.province else 0


def _word_tags() -> dict[str, str]:
    """The words of jieba's dictionary with their parts of speech; read once, whoever asks first."""
    with _reading:
        return _read_word_tags()


def _jieba() -> Any:  # noqa: ANN401 - jieba is untyped
    import jieba.posseg  # loads its dictionary, half a second

    jieba.setLogLevel(logging.WARNING)
    return jieba


@functools.cache
def _read_word_tags() -> dict[str, str]:
    jieba = _jieba()
    jieba.initialize()
    jieba.posseg.dt.initialize()  # fills its table in place, so no other thread may look at it meanwhile
    tags: dict[str, str] = jieba.posseg.dt.word_tag_tab
    return tags


def _without_suffix(word: str) -> str:
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 2 else word


@functools.cache
def _place_words() -> frozenset[str]:
    """Words that jieba's dictionary marks as places and that look like an administrative region."""
    tags = _word_tags()
    full = {word for word, tag in tags.items() if tag == "ns" and len(word) >= 2 and _SUFFIX.search(word)}
    full = {word for word in full if is_current(word) or not word.endswith("城市")}  # 文明城市 is no place
    short = {_without_suffix(word) for word in full if word[-1] in "省市区县"}
    known = {word for word in short if len(word) >= 2 and tags.get(word, "ns") in ("ns", "nr")}
    return frozenset(
        word for word in full | known | _PROVINCES if word not in _UNIT_WORDS and not _CONTINENT.match(word)
    )


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
        for match in re.finditer(re.escape(name), text):
            start, end = match.span()
            free = all(end <= other.start or other.end <= start for other in found)
            if free and _whole_name(text, start, end) == (start, end) and not _in_idiom(text, start, end):
                found.append(Mention(start, end, regions))
    return sorted(found)


def _whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the division's name that a span is part of, or the span itself.

    易县 stands in 米易县 and 河北 in 河北区, which a list knows; 云县 in 白云县, which none does.
    """
    for before in range(max(0, start - _LONGEST_NAME), start + 1):
        known = name_at(text, before)
        stop = before + len(known or "")
        if stop >= end and (before, stop) != (start, end) and (stop == end or not _inside_word(text, stop)):
            return before, stop
    return _unlisted_name(text, start, end)


def _unlisted_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the word that it begins in or the character before it, where these make one name of a division."""
    words = _dictionary_words(text)
    unit_follows = (end, end + 1) in words and text[end] in _UNITS
    stop = end if text[end - 1] in _UNITS else end + 1 if unit_follows else None
    if stop is None:
        return start, end
    first, last = next(word for word in words if word[1] >= start)
    before, cut_through = text[first:start], first < start < last
    lone = len(before) == 1 and before not in _NOT_NAMING and _word_tags().get(before) in _NAMING
    named = lone and (cut_through or stop - start == 2 or before in _DIRECTIONS)
    return (first, stop) if named or (cut_through and len(before) > 1) else (start, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether a word of `text` goes on at a position, as 市场 in 朝阳市场 after 朝阳市."""
    return any(start < at < end for start, end in _dictionary_words(text))


@functools.lru_cache(maxsize=64)
def _dictionary_words(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the words of `text`, only those that jieba's dictionary has: no made name is taken for a word."""
    return tuple((start, end) for _, start, end in _jieba().tokenize(text, HMM=False))


def _in_idiom(text: str, start: int, end: int) -> bool:
    """Whether the span is part of a set phrase, as 长治 in 长治久安."""
    tags = _word_tags()
    if tags.get(text[start : end + 1]) == "ns" and text[end : end + 1] not in _UNITS:  # 朝阳门
        return True
    return any(tags.get(text[before : before + 4], "") in ("i", "l") for before in range(max(0, end - 4), start + 1))


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
    for region in regions:
        upper = "|".join(re.escape(form) for name in above(region) for form in (name, short_name(name)))
        names = "|".join(re.escape(name) for name in sorted(names_of(region), key=len, reverse=True))
        text = re.sub(f"(?:(?:{upper})的?)*(?:{names})" if upper else names, " ", text)
    return text


def lies_elsewhere(text: str, region: str, areas: Sequence[str]) -> bool:
    """Whether `text` names another place above `region` than those that its reports lie in.

    "长春朝阳区" does not ask for the 朝阳区 of 北京市.

    Args:
        areas: provinces and cities of the region's reports.
    """
    if not areas:
        return False
    rivals = [name for area in areas_of(own_name(region)) for name in area if name and name not in areas]
    return any(_ends_in(text[: match.start()], rivals) for match in re.finditer(re.escape(short_name(region)), text))


def find_other_places(text: str, held: Sequence[str]) -> list[str]:
    """Administrative places in `text` whose reports are not held, in order, each once.

    A place above a held region (北京 over 朝阳区) is found too; who asks decides what it means.
    """
    names = _by_name(tuple(held))
    mentioned = [(mention.start, mention.end) for mention in _mentions(text, names)]
    spans = [*_place_spans(text), *_wrongly_held(text, names)]
    if opening := _OPENING_PLACE.match(text):
        spans += [opening.span(1)] if _may_be_place(opening[1]) else []
    found = {span for span in spans if not any(_overlap(span, other) for other in mentioned)}
    widest = sorted(span for span in found if not any(_inside(span, other) for other in found))
    return list(dict.fromkeys(text[start:end] for start, end in widest))


def _place_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of place stand that jieba's dictionary has, each with the name that it is part of."""
    jieba, places = _jieba(), _place_words()
    before = ""
    for word, start, end in jieba.tokenize(text):
        inside = len(before) > 1 and jieba.dt.FREQ.get(before + word[0], 0) > 0  # 科学城|北区 cut as 科学|城北区
        if word in places and not inside:
            yield _unlisted_name(text, start, end)
        before = word


def _wrongly_held(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The made names that the names of held regions are part of: 白云县 where 云县 is held."""
    for name in names:
        for match in re.finditer(re.escape(name), text):
            span = _whole_name(text, *match.span())
            if span != match.span():
                yield span


def _overlap(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _may_be_place(name: str) -> bool:
    """Whether a name like 云梦区, which no list has, is taken for a place: it is no other word."""
    return _UNIT_WORDS.isdisjoint((name, name[-2:])) and _word_tags().get(name, "ns") == "ns"


def is_named(place: str, text: str) -> bool:
    """Whether `text` names the place, not only another whose name ends like it, as 高唐县 does like 唐县."""
    return any(_whole_name(text, *match.span())[0] == match.start() for match in re.finditer(re.escape(place), text))
