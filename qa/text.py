"""Chinese text as pure functions: folding, sentences, numerals, display.

It knows no report and no question. Two foldings exist: `fold` changes characters one for one,
so that offsets stay; `normalise` serves search and may change the length.
"""

from __future__ import annotations

import bisect
import functools
import importlib.resources
import re
import unicodedata

_CHINESE = r"\u3400-\u9fff\uf900-\ufaff"
_BLANKS = " \t\n\r\f\v\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff"

# Blanks inside one number; not before a year or a time, nor after a date.
_SET_APART = re.compile(
    rf"(?<=[\d.])(?<![-:/]\d)(?<![-:/]\d\d)[{_BLANKS}]+(?=\d)(?!(?:19|20)\d\d(?!\d)|\d+[-:/])|(?<=\d)[{_BLANKS}]+(?=\.\d)"
)
_STRIPPED = " \t\n\r\f\v\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff"

_LONG_SENTENCE_CHARS = 160  # beyond this a sentence may be cut at its semicolons
_LONGEST_SENTENCE_CHARS = 1000  # nobody writes such; what reads a sentence may take time by the square of its length
_PROTECTED = re.compile(
    r"《[^《》]{0,100}》|“[^“”]{0,150}”|‘[^‘’]{0,150}’|（[^（）()]{0,150}[）)]|\([^()（）]{0,150}[)）]"
)  # the bounds keep a mark that is never closed from swallowing the rest
_TERMINATOR = re.compile(r"[。！？!?]+[。！？!?”’」』）)》】]*")
_QUOTED_END = re.compile(r"[。！？!?]”(?![，、；：。！？,;:!?）)的等和与及是为这])")
_SEMICOLON = re.compile(r"[；;]")
# Control characters, line ends, marks that turn the direction of writing, and bytes of names that are not UTF-8.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@functools.cache
def _fold_table() -> dict[int, str]:
    """Full width to half width, blanks to one blank, Traditional to Simplified; all one for one."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for blank in "\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\ufeff\t":
        table[ord(blank)] = " "
    characters = importlib.resources.files("opencc").joinpath("dictionary/TSCharacters.txt")
    for line in characters.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and first != traditional:
            table[ord(traditional)] = first
    return table


def fold(text: str) -> str:
    """The text with widths and Traditional characters folded, of the same length: offsets stay."""
    return text.translate(_fold_table())


def printable(text: str) -> str:
    """The text as one line that no terminal takes for orders: what is not to be seen is written as an escape."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def normalise(text: str) -> str:
    """The text as search compares it: NFKC, half width, Simplified, lower case, no blanks,
    no thousands separators.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_fold_table()).lower()
    folded = re.sub(rf"[{_BLANKS}]+", "", folded)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)


def readable(text: str) -> str:
    """The text as it is shown: blanks kept only between Latin words and numbers; digits set apart are one number.

    The marks between the cells of a table become commas.
    """
    joined = _SET_APART.sub("", text.replace(" | ", "，"))
    joined = re.sub(rf"(?<![A-Za-z0-9.,;:])[{_BLANKS}]+|[{_BLANKS}]+(?![A-Za-z0-9])", "", joined)
    return re.sub(rf"[{_BLANKS}]+", " ", joined)


def in_quotes(text: str) -> str:
    """The text between quotation marks; those that stand in it become single ones."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences in order; only blanks lie between them.

    Cuts stand after 。！？ outside quotes and brackets, closing marks staying with their
    sentence. A sentence of more than 160 characters is also cut at its semicolons, and one of
    more than 1000 wherever it must be, at a comma or a blank if there is one.
    """
    protected = [match.span() for match in _PROTECTED.finditer(text)]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*_sentence_ends(text, protected), len(text)]:
        if end > start:
            spans.extend(_pieces(text, start, end, protected))
            start = end
    return spans


def _sentence_ends(text: str, protected: list[tuple[int, int]]) -> list[int]:
    ends = {match.end() for match in _TERMINATOR.finditer(text) if not _inside(match.start(), protected)}
    ends |= {match.end() for match in _QUOTED_END.finditer(text)}
    return sorted(ends)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a position lies in one of the spans, which are in order and apart."""
    before = bisect.bisect_right(spans, position, key=lambda span: span[0])
    return before > 0 and position < spans[before - 1][1]


def _pieces(text: str, start: int, end: int, protected: list[tuple[int, int]]) -> list[tuple[int, int]]:
    cuts = [end]
    if end - start > _LONG_SENTENCE_CHARS:
        found = (match.end() for match in _SEMICOLON.finditer(text, start, end))
        cuts = [cut for cut in found if not _inside(cut - 1, protected) and cut < end] + [end]
    spans = []
    for cut in cuts:
        while start < cut:
            stop = _stop(text, start, cut)
            span = stripped(text, start, stop)
            if span[0] < span[1]:
                spans.append(span)
            start = stop
    return spans


def _stop(text: str, start: int, end: int) -> int:
    """Where a piece ends that would be too long."""
    limit = start + _LONGEST_SENTENCE_CHARS
    if end <= limit:
        return end
    return max(text.rfind(mark, start, limit) for mark in "，,、 \u3000") + 1 or limit


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks around it, full-width and no-break ones included."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip(_STRIPPED))
    right = len(inner.rstrip(_STRIPPED))
    return (start + left, start + right) if left < right else (start, start)


_DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG_UNITS = {"万": 10**4, "亿": 10**8}
_HEDGES = re.compile(r"^(?:近|约|超过?|逾|达到?|大约|将近|不足|第|共|上)+|(?:多|余|左右|以上|以下|以内|几)+$")
# In patterns: what asks for a number in a question; no 几 of 几乎, 几经 and 前几年.
HOW_MANY = r"(?:多少|(?<![前近头这那好])几(?!乎|经|时))"
ASKS_WHEN = re.compile(r"哪一?[年天]|什么时候|啥时候|何时|几时|几月|几号|日期")
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]*)")
_FRACTION = re.compile(r"(.+)分之(.+)")


def numeral(text: str) -> float | None:
    """The value of one numeral ("二十三", "2.64万", "三分之一", "百分之五", "近百"); None when it is none.

    Percentages and fractions are shares: "百分之五" is 0.05. Hedges (近, 约, 余, 左右) are left out.
    """
    bare = _HEDGES.sub("", normalise(text))
    for scale, marks in ((0.01, "%"), (0.001, "‰")):
        if bare.endswith(tuple(marks)):
            value = numeral(bare[:-1])
            return None if value is None else value * scale
    if fraction := _FRACTION.fullmatch(bare):
        below, above = numeral(fraction[1]), numeral(fraction[2])
        return above / below if below and above is not None else None
    if arabic := _ARABIC.fullmatch(bare):
        return _scaled(float(arabic[1]), arabic[2])
    return _chinese_numeral(bare)


def whole_number(text: str) -> int:
    """The value of a numeral that counts things or years, cut to a whole number; 0 where the text is none."""
    return int(numeral(text) or 0)


def _scaled(value: float, units: str) -> float:
    for unit in units:
        value *= {**_SMALL_UNITS, **_BIG_UNITS}[unit]
    return value


def _chinese_numeral(text: str) -> float | None:
    if text == "半":
        return 0.5
    if not text or not set(text) <= {*_DIGITS, *_SMALL_UNITS, *_BIG_UNITS, "点"}:
        return None
    whole, point, decimals = text.partition("点")
    if point:
        trailing = re.search(r"[万亿]+$", decimals)
        digits = decimals[: trailing.start()] if trailing else decimals
        value = _whole(whole)
        if value is None or not digits or not set(digits) <= set(_DIGITS):
            return None
        value += sum(_DIGITS[digit] / 10 ** (place + 1) for place, digit in enumerate(digits))
        return _scaled(round(value, len(digits)), trailing.group() if trailing else "")
    return _whole(whole)


def _whole(text: str) -> float | None:
    if not text:
        return None
    if set(text) <= set(_DIGITS):  # digit by digit, as in 二〇二三
        return float("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0.0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL_UNITS:
            section += (digit or 1) * _SMALL_UNITS[character]
            digit = 0
        else:
            unit, section = _BIG_UNITS[character], section + digit
            whole_so_far = character == "亿"  # 三万亿: 亿 counts what stands before it, 万 only its own section
            total = (total + section or 1) * unit if whole_so_far else total + (section or 1) * unit
            section = digit = 0
    return total + section + digit
