"""Names of places in a text, and where each begins and ends: by the list of divisions and by jieba's dictionary.

So a district whose reports are not held is seen as such, and 云县 is not seen in 白云县. Knows names only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from qa.dictionary import cut, frequency, parts_of_speech
from qa.reports.regions import is_current, name_at, provinces, stem

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|省|市|区|县|旗|州|盟)$")
_LONGEST_NAME = 8
_UNITS = "省市区县旗州盟"
# Parts of speech, in jieba's dictionary, of characters that before "云县" make another name ("新云县"); of these
# characters some do so before longer names too ("新云河区"), and some before none ("全云县", "今年内云县").
_NAMING = frozenset(["a", "ag", "b", "f", "g", "j", "n", "ng", "nr", "nrt", "ns", "nz", "s"])
_DIRECTIONS = "东南西北新"
_NOT_NAMING = frozenset("全多少连时内里外后前末初底问话人路钱事车书国省市区县旗州盟")
_ASKING = re.compile(r"哪|[几每各某这那一两二三四五六七八九十]个|^[各每]")  # "请问哪个区2023年"
_CONTINENT = re.compile(r"亚洲|欧洲|非洲|[南北]?美洲|大洋洲|南极洲")  # no region that a report is of
_UNIT_WORDS = frozenset(
    ["市区", "城区", "地区", "全市", "全区", "本区", "我区", "各区", "社区", "园区", "郊区", "县区", "省市", "区县",
     "街区", "校区", "小区", "城市", "老城区"]
)  # fmt: skip


def spans_of(name: str, text: str) -> list[tuple[int, int]]:
    """Where a name stands in a text."""
    if name not in text:  # of the hundreds that are held: most, and each pattern takes long to make
        return []
    return [match.span() for match in re.finditer(re.escape(name), text)]


def is_named(place: str, text: str) -> bool:
    """Whether `text` names the place, not only another whose name ends like it, as 高唐县 does like 唐县."""
    return any(whole_name(text, *span)[0] == span[0] for span in spans_of(place, text))


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
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
    lone = len(before) == 1 and before not in _NOT_NAMING and parts_of_speech().get(before) in _NAMING
    named = lone and (cut_through or stop - start == 2 or before in _DIRECTIONS)
    return (first, stop) if named or (cut_through and len(before) > 1) else (start, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether a word of `text` goes on at a position, as 市场 in 朝阳市场 after 朝阳市."""
    return any(start < at < end for start, end in _dictionary_words(text))


@functools.lru_cache(maxsize=64)
def _dictionary_words(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the words of `text`, only those that jieba's dictionary has: no made name is taken for a word."""
    return tuple((start, end) for _, start, end in cut(text, made=False))


def in_idiom(text: str, start: int, end: int) -> bool:
    """Whether the span is part of a set phrase, as 长治 in 长治久安."""
    tags = parts_of_speech()
    if tags.get(text[start : end + 1]) == "ns" and text[end : end + 1] not in _UNITS:  # 朝阳门
        return True
    return any(tags.get(text[before : before + 4], "") in ("i", "l") for before in range(max(0, end - 4), start + 1))


def place_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of place stand that jieba's dictionary has, each with the name that it is part of."""
    places, before = _place_words(), ""
    for word, start, end in cut(text, made=True):
        inside = len(before) > 1 and frequency(before + word[0]) > 0  # 科学城|北区 cut as 科学|城北区
        if word in places and not inside:
            yield _unlisted_name(text, start, end)
        before = word


@functools.cache
def _place_words() -> frozenset[str]:
    """Words that jieba's dictionary marks as places and that look like an administrative region."""
    tags = parts_of_speech()
    full = {word for word, tag in tags.items() if tag == "ns" and len(word) >= 2 and _SUFFIX.search(word)}
    full = {word for word in full if is_current(word) or not word.endswith("城市")}  # 文明城市 is no place
    short = {_without_suffix(word) for word in full if word[-1] in "省市区县"}
    known = {word for word in short if tags.get(word, "ns") in ("ns", "nr")}
    words = full | known | set(map(stem, provinces()))
    return frozenset(word for word in words if word not in _UNIT_WORDS and not _CONTINENT.match(word))


def _without_suffix(word: str) -> str:
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 2 else word


def may_be_place(name: str) -> bool:
    """Whether a name like 云梦区, which no list has, is taken for a place: it is no other word, and asks for none."""
    if _ASKING.search(name) and not is_current(name):
        return False
    return _UNIT_WORDS.isdisjoint((name, name[-2:])) and parts_of_speech().get(name, "ns") == "ns"
