"""Comparing an answer and a paragraph with the strings of the gold set. It knows no question and no score."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC would turn "①21" into "121": an enclosed numeral becomes a separator first.
_ENCLOSED = re.compile("[①-⒛]")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")
_MARK = re.compile(r"[\[【]\s*\d{1,3}(?:\s*[,、\-–]\s*\d{1,3})*\s*[\]】]")
_ORDINAL = r"(?:1\d|20|\d)"  # a list of an answer has at most 20 items
_NUMBERING = re.compile(
    rf"(?:^|(?<=[;。:!?]))[^\S\n]*{_ORDINAL}[.、)](?=[^\d\n]|(?:19|20)\d\d年)"
    rf"|(?:^|(?<=[;。:!?,、\s]))\({_ORDINAL}\)",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[^\S\n]*[-*•][^\S\n]+|\*\*", re.MULTILINE)  # and the marks of bold type
_NUMERALS = "〇零一二三四五六七八九十百千两"


def normalise(text: str) -> str:
    """`text` in NFKC, without blanks and without thousands separators."""
    return _BLANKS.sub("", _fold(text))


def answer_text(text: str) -> str:
    """An answer as `mentions` wants it: NFKC, no thousands separators, no citation marks, no list numbering or bullets.

    Blanks stay, because one between two digits tells where a number ends.
    """
    unmarked = _BULLET.sub("", _MARK.sub(" ", _fold(text)))
    return _NUMBERING.sub(" ", unmarked)


def mentions(plain: str, wanted: str) -> bool:
    """Whether `wanted` stands in `plain`, whatever the blanks, and not as a part of a longer number.

    "21张" does not stand in "1021张", nor "5.9" in "15.9", "4" in "4.5%", "三个" in "十三个".

    Args:
        plain: what `answer_text` gives.
        wanted: a string as written in the gold set; one without any visible character is never mentioned.
    """
    pattern = _pattern(wanted)
    return pattern is not None and pattern.search(plain) is not None


def held_in(paragraph: str, quote: str) -> bool:
    """Whether a quote that was cut from the raw text stands in a paragraph, whatever widths, blanks and commas."""
    return _quote_key(quote) in _quote_key(paragraph)


@lru_cache(maxsize=4096)
def _pattern(wanted: str) -> re.Pattern[str] | None:
    characters = normalise(wanted)
    if not characters:
        return None
    before = after = ""
    if characters[0].isdecimal():
        before = r"(?<!\d)(?<!\d\.)"
    elif characters[0] in _NUMERALS:
        before = f"(?<![{_NUMERALS}万亿])"
    if characters[-1].isdecimal():
        after = r"(?!\d|\.\d)"
    elif characters[-1] in _NUMERALS:
        after = f"(?![{_NUMERALS}])"
    return re.compile(before + r"[\s\u200b\u2060\ufeff]*".join(map(re.escape, characters)) + after)


@lru_cache(maxsize=4096)
def _quote_key(text: str) -> str:
    # A quote can be cut inside "1,234,567", where grouping is no longer to be seen: all commas go.
    return normalise(text).replace(",", "")


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", _ENCLOSED.sub(";", text))
    return _THOUSANDS.sub(lambda match: match[0].replace(",", ""), folded)
