"""Which figures of an answer stand in the paragraphs it cites, or follow from them by a computation it shows.

A figure is a numeral in digits with its scale (万, 亿, %, 百分点). Numerals in Chinese characters
are not looked at, but for a paragraph's "百分之二十一点一". This module knows no gold set.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from qa.evaluation.matching import answer_text
from qa.search.years import find_years
from qa.text import numeral

_SCALES = {
    "": Fraction(1),
    "万": Fraction(10**4),
    "亿": Fraction(10**8),
    "万亿": Fraction(10**12),
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "百分点": Fraction(1, 100),
}
_RATIOS = {"%", "‰", "百分点"}
_FIGURE = re.compile(r"(百分之)?(\d+(?:\.\d+)?)[^\S\n]*(?:(万亿|[万亿%‰])|个?[^\S\n]*(百分点))?")
_CHINESE_PERCENT = re.compile("百分之[〇零一二三四五六七八九十百点]+")
_RANGE = re.compile(r"\s*(?:[-—–~～至到]|——)\s*")
_YEAR_BEFORE = re.compile("头一年|上一年|前一年|上年|去年")
_YEAR_AFTER = re.compile("今年|明年|第二年|下一年|后一年|来年|次年|转年")
_SPAN = re.compile(r"([一二三四五六七八九十]+)年")
_OPERATOR = re.compile(r"[+\-−–×*÷/()]")
_FREE = ("1", "15", "100", "100%", "1000", "10000")  # of shares, and of one unit brought to another (15亩 in 1公顷)
_MINUS = ("-", "−", "–")
_RESULT = re.compile(r"\s*约?\s*([-−–]?)\s*(?=[\d百])")
# A remark behind an operand, "477.1亿元(2022年) − …", is no part of the expression.
_REMARK = re.compile(r"(?<=[\d%\u4e00-\u9fff])[^\S\n]*\([^()+\-−–×*÷/=]*\)")
_CLAUSE_ENDS = ",;。:!?=≈\n"


class Figure(NamedTuple):
    """A numeral as it stands in a text: `text[start:end]`, its value without scale, and its scale."""

    start: int
    end: int
    numeral: Fraction
    decimals: int
    scale: str

    @property
    def value(self) -> Fraction:
        """The numeral times its scale: 21万 is 210000, 5% is 1/20."""
        return self.numeral * _SCALES[self.scale]


class Computation(NamedTuple):
    """An expression with its stated result, e.g. "477.1 − 164.3 = 312.8"."""

    tokens: tuple[Figure | str, ...]
    result: Figure
    negative: bool

    @property
    def operands(self) -> tuple[Figure, ...]:
        """The figures of the expression, left to right."""
        return tuple(token for token in self.tokens if isinstance(token, Figure))


def unsupported_figures(text: str, paragraphs: Iterable[str], asked: Iterable[str] = ()) -> tuple[str, ...]:
    """The figures of an answer that nothing shown supports, as written, in their order, repeats included.

    A figure with a scale needs the same value in a paragraph (21万 is 210000, but not 21亿, and
    5% is not 5个百分点); one without a scale needs the same numeral. The result of a shown
    computation counts when the arithmetic holds, up to the rounding of the result, and its
    operands are supported themselves; 1, 15, 100, 1000, 10000 and the number of terms averaged need no source.

    Args:
        text: the answer, with its citation marks.
        paragraphs: whole texts of the cited paragraphs.
        asked: the questions of the conversation; the years and spans of years that they name are supported.
    """
    plain, paragraphs, asked = answer_text(text), tuple(paragraphs), tuple(asked)
    known = _Known()
    for paragraph in paragraphs:
        known.add_text(answer_text(paragraph))
    asked = tuple(map(answer_text, asked))
    years = [year for question in asked for _, year in find_years(question, dt.date.today())]
    before = [year - 1 for year in years] if any(map(_YEAR_BEFORE.search, asked)) else []
    after = [year + 1 for year in years] if any(map(_YEAR_AFTER.search, asked)) else []
    known.numerals.update(map(Fraction, (*years, *before, *after)))
    for span in (match[1] for text in (*paragraphs, *asked) for match in _SPAN.finditer(answer_text(text))):
        known.numerals.add(Fraction(numeral(span) or 0))  # "五年" holds the 5 of a yearly average
    constants: set[int] = set()
    for computation in _computations(plain):
        free = _constants(computation)
        sourced = [operand for operand in computation.operands if operand.start not in free]
        if sourced and all(map(known.holds, sourced)) and _adds_up(computation):
            known.add_result(computation.result)
            constants |= free
    return tuple(
        plain[figure.start : figure.end].strip()
        for figure in _figures(plain)
        if figure.start not in constants and not known.holds(figure)
    )


class _Known:
    """The figures that are supported so far."""

    def __init__(self) -> None:
        self.numerals: set[Fraction] = set()
        self._values: set[tuple[str, Fraction]] = set()
        self._bare_results: set[Fraction] = set()

    def add_text(self, text: str) -> None:
        figures = list(_figures(text))
        for figure in figures:
            self._add(figure)
        for figure, following in pairwise(figures):
            if not figure.scale and _RANGE.fullmatch(text[figure.end : following.start]):
                self._add(figure._replace(scale=following.scale))  # "5—6%" tells 5% and 6%
        for share in map(numeral, _CHINESE_PERCENT.findall(text)):
            if share is not None:
                percent = Fraction(share * 100).limit_denominator(10**4)
                self._add(Figure(0, 0, percent, 0, "%"))

    def add_result(self, result: Figure) -> None:
        self._add(result)
        if not result.scale:
            self._bare_results.add(result.numeral)  # "= 312.8", worded as "多312.8亿元"

    def holds(self, figure: Figure) -> bool:
        if figure.numeral in self._bare_results:
            return True
        return (_kind(figure), figure.value) in self._values or (not figure.scale and figure.numeral in self.numerals)

    def _add(self, figure: Figure) -> None:
        self.numerals.add(figure.numeral)
        self._values.add((_kind(figure), figure.value))


def _kind(figure: Figure) -> str:
    return figure.scale if figure.scale in _RATIOS else "number"


def _figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        prefix, digits, scale, points = match.groups()
        decimals = len(digits.partition(".")[2])
        yield Figure(*match.span(), Fraction(digits), decimals, "%" if prefix else scale or points or "")


def _computations(text: str) -> Iterator[Computation]:
    remarkless = _REMARK.sub(lambda match: " " * len(match[0]), text)
    figures = list(_figures(remarkless))
    starts = {figure.start: figure for figure in figures}
    for sign in re.finditer("[=≈]", text):
        opening = _RESULT.match(remarkless, sign.end())
        result = starts.get(opening.end()) if opening else None
        start = _expression_start(remarkless, sign.start())
        tokens = _tokens(remarkless, start, sign.start(), figures)
        if opening and result and sum(isinstance(token, Figure) for token in tokens) > 1:
            yield Computation(tokens, result, bool(opening[1]))


def _expression_start(text: str, end: int) -> int:
    """Where the expression before `end` begins: behind a clause end or behind a bracket that stays open."""
    depth = 0
    for position in range(end - 1, -1, -1):
        character = text[position]
        depth += (character == ")") - (character == "(")
        if depth < 0 or character in _CLAUSE_ENDS:
            return position + 1
    return 0


def _tokens(text: str, start: int, end: int, figures: Sequence[Figure]) -> tuple[Figure | str, ...]:
    """Operators and, between two of them, the last figure: words such as "2022年的" before it are labels."""
    tokens: list[Figure | str] = []
    bounds = [match.start() for match in _OPERATOR.finditer(text, start, end)]
    left = start
    for bound in [*bounds, end]:
        between = [figure for figure in figures if left <= figure.start < bound]
        tokens += between[-1:]
        if bound < end:
            tokens.append(text[bound])
        left = bound + 1
    return tuple(tokens)


def _constants(computation: Computation) -> set[int]:
    """Starts of the operands that need no source: those of `_FREE`, and a divisor that counts the other operands."""
    free = {operand.start for operand in computation.operands if f"{operand.numeral}{operand.scale}" in _FREE}
    *_, before, last = computation.tokens
    if before in ("÷", "/") and isinstance(last, Figure) and last.value == len(computation.operands) - 1 > 1:
        free.add(last.start)
    return free


def _adds_up(computation: Computation) -> bool:
    """Whether the arithmetic holds, by values or, where at most one scale besides ratios is used, by numerals."""
    scales = {figure.scale for figure in (*computation.operands, computation.result)}
    readings: list[Callable[[Figure], Fraction]] = [lambda figure: figure.value]
    if len(scales - _RATIOS - {""}) <= 1:
        readings.append(lambda figure: figure.numeral)
    return any(_holds_by(read, computation) for read in readings)


def _holds_by(read: Callable[[Figure], Fraction], computation: Computation) -> bool:
    result = computation.result
    rounding = read(result._replace(numeral=Fraction(1, 2 * 10**result.decimals)))
    stated = -read(result) if computation.negative else read(result)
    tokens = [read(token) if isinstance(token, Figure) else token for token in computation.tokens]
    try:
        computed = _sum(tokens)
    except (_NotArithmeticError, ZeroDivisionError):
        return False
    return not tokens and abs(computed - stated) <= rounding


class _NotArithmeticError(Exception):
    """The tokens are no expression."""


def _sum(tokens: list[Fraction | str]) -> Fraction:
    """Value of the longest sum at the head of `tokens`, which is taken off the list."""
    total = _product(tokens)
    while tokens and tokens[0] in ("+", *_MINUS):
        sign = -1 if tokens.pop(0) in _MINUS else 1
        total += sign * _product(tokens)
    return total


def _product(tokens: list[Fraction | str]) -> Fraction:
    product = _factor(tokens)
    while tokens and tokens[0] in ("×", "*", "÷", "/"):
        times = tokens.pop(0) in ("×", "*")
        factor = _factor(tokens)
        product = product * factor if times else product / factor
    return product


def _factor(tokens: list[Fraction | str]) -> Fraction:
    token = tokens.pop(0) if tokens else ")"
    if isinstance(token, Fraction):
        return token
    if token in _MINUS:
        return -_factor(tokens)
    if token != "(":
        raise _NotArithmeticError
    value = _sum(tokens)
    if not tokens or tokens.pop(0) != ")":
        raise _NotArithmeticError
    return value
