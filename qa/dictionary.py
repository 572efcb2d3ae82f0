"""jieba's dictionary: which words it has, how common each is, its part of speech, and where they stand in a text.

It is loaded when it is first asked, which takes half a second.
"""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Iterator, Mapping
from typing import Any

_BINDING = "cdfmrtpuy"  # as jieba marks them
_reading = threading.Lock()


@functools.cache
def _jieba() -> Any:  # noqa: ANN401 - jieba is untyped
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def frequency(word: str) -> int:
    """How often jieba's corpus has a word; 0 for what is no word."""
    return int(_jieba().dt.FREQ.get(word, 0))


def cut(text: str, *, made: bool) -> Iterator[tuple[str, int, int]]:
    """The words of a text, each with start and end; with `made` also words that only look like one to jieba."""
    found: Iterator[tuple[str, int, int]] = _jieba().tokenize(text, HMM=made)
    return found


def cut_finely(text: str) -> Iterator[str]:
    """The words of a text, those in a longer word before it: "自来水", "水厂" before "自来水厂"."""
    found: Iterator[str] = _jieba().cut_for_search(text)
    return found


def parts_of_speech() -> Mapping[str, str]:
    """The part of speech of each word, as jieba marks it: "ns" is a place."""
    with _reading:
        return _read_parts_of_speech()


def binds(word: str) -> bool:
    """Whether a word names nothing: conjunctions, adverbs, pronouns, numerals, words of time and direction."""
    return parts_of_speech().get(word, "n")[0] in _BINDING


def is_verb(word: str) -> bool:
    """Whether a word only tells what is done, and is not also the name of the doing ("建设")."""
    return parts_of_speech().get(word) == "v"


@functools.cache
def _read_parts_of_speech() -> Mapping[str, str]:
    import jieba.posseg

    _jieba()
    jieba.posseg.dt.initialize()  # fills its table in place, so no other thread may look at it meanwhile
    tags: dict[str, str] = jieba.posseg.dt.word_tag_tab
    return tags
