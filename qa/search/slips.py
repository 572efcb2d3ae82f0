"""Slips of the keyboard: a word that no report has, and that sounds like one that reports have (注宅 for 住宅).

Who types by sound picks the wrong character. Only pairs of characters that are no word and stand in
no report are looked at, so that a right word is never changed.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator

from qa.dictionary import cut, frequency

_GRAMMAR = (  # characters that stand alone often, and so are no half of a slip
    "的了是有在里说几都要各那哪约到得能上下以出给中为比它他她这与和及不也就还人去听对家大做个项年月日多少干事拿算涨跌降花占请"
    "问讲让把被由从向跟同或等并而其该会吗呢吧啊呀嘛谁一二三四五六七八九十零百千万亿半疫字减啥咋怎么样两第每再又只才刚共总全区市县老"
)
_LONE = re.compile(rf"[一-鿿](?<![{_GRAMMAR}])")
_COMMON_WORD = 20  # how often jieba's corpus has a word that a slip is mended to
_COMMON_CHARACTER = 200  # the same for the characters that are tried

# How many passages have a token.
Holders = Callable[[str], int]


def mend(question: str, holders: Holders) -> dict[str, str]:
    """What is probably meant by each slip in the question, in the order of the question; mostly nothing.

    Args:
        question: as typed, widths, digits and characters folded.
        holders: how many passages of the index have a pair of characters.
    """
    found: dict[str, str] = {}
    for pair in _loose_pairs(question):
        if not holders(pair):
            meant = [(holders(other), other) for other in _alike(pair) if frequency(other) >= _COMMON_WORD]
            best = max(meant, default=(0, ""))
            if best[0]:
                found[pair] = best[1]
    return found


def mended(question: str, slips: dict[str, str]) -> str:
    """The question with each slip replaced."""
    for slip, meant in slips.items():
        question = question.replace(slip, meant)
    return question


def _loose_pairs(question: str) -> Iterator[str]:
    """Neighbouring characters that are part of no word, and that are not words of grammar themselves."""
    words = (word for word, _, _ in cut(question, made=False))
    for one, other in itertools.pairwise(words):
        if _LONE.fullmatch(one) and _LONE.fullmatch(other):
            yield one + other


def _alike(pair: str) -> Iterator[str]:
    """Pairs in which one character is another of the same sound, tones aside."""
    for character in _same_sound(pair[0]):
        yield character + pair[1]
    for character in _same_sound(pair[1]):
        yield pair[0] + character


def _same_sound(character: str) -> frozenset[str]:
    by_sound = _by_sound()
    return frozenset().union(*(by_sound.get(sound, frozenset()) for sound in _sounds(character))) - {character}


@functools.cache
def _sounds(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@functools.cache
def _by_sound() -> dict[str, frozenset[str]]:
    """Common characters by their sound without tone."""
    found: dict[str, set[str]] = {}
    for word in map(chr, range(0x4E00, 0x9FFF + 1)):
        if frequency(word) >= _COMMON_CHARACTER:
            for sound in _sounds(word):
                found.setdefault(sound, set()).add(word)
    return {sound: frozenset(characters) for sound, characters in found.items()}
