"""What holds each figure of a shown sentence, read again from its citations: the badge behind a sentence.

The answer was verified before it was shown. This repeats the part that a reader can follow: the
same value and unit in a quoted sentence, what the quote counts with it, the years, and of a
computation its operands and its result. What cannot be shown again is left out, never claimed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.datatypes import Citation
from qa.figures.parsing import Figure, parse_figures, same_quantity

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_EXPRESSION = re.compile(r"（([\d.\s+\-−×÷*/()%]+)=\s*([\d.]+)%?）")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[+\-−×÷()]")
_TOLERANCE = 0.006  # results are shown with one to four digits


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """A figure of the answer that stands in a quote: with these words, counting this."""

    figure: str
    quoted: str
    indicator: str
    marker: int


@dataclass(frozen=True, slots=True)
class Computation:
    """A shown expression: each operand with the mark of the citation that holds it (None: a plain number)."""

    expression: str
    operands: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """What was found again for one sentence. `years` are those that a quote writes out."""

    figures: tuple[FigureCheck, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    computation: Computation | None = None

    def lines(self) -> tuple[str, ...]:
        """The findings in words, one a line."""
        told = [
            f"数值和单位：{check.figure}，与[{check.marker}]中的“{check.indicator}{check.quoted}”一致"
            for check in self.figures
        ]
        told += [f"年份：{year}年，[{marker}]中写明" for year, marker in self.years]
        if self.computation:
            sources = [f"{operand}出自[{marker}]" for operand, marker in self.computation.operands if marker]
            told.append("，".join([f"算式：{self.computation.expression}，已复算", *sources]))
        return tuple(told)


def check_sentence(sentence: str, citations: Sequence[Citation]) -> Checks:
    """Find again what the citations of a sentence, written without its marks, hold of it."""
    return Checks(
        tuple(_figure_checks(parse_figures(_EXPRESSION.sub("", sentence)), citations)),
        tuple(_years(sentence, citations)),
        _computation(sentence, citations),
    )


def _figure_checks(figures: Iterable[Figure], citations: Sequence[Citation]) -> Iterator[FigureCheck]:
    held = [(citation.marker, other) for citation in citations for other in parse_figures(citation.quote)]
    for figure in figures:
        same = [(marker, other) for marker, other in held if same_quantity(figure, other)]
        if same:
            marker, other = max(same, key=lambda pair: _common(figure.indicator, pair[1].indicator))
            yield FigureCheck(figure.text, other.text, other.indicator, marker)


def _common(one: str, other: str) -> int:
    return len(set(one) & set(other))


def _years(sentence: str, citations: Sequence[Citation]) -> Iterator[tuple[int, int]]:
    for year in dict.fromkeys(_YEAR.findall(sentence)):
        marker = next((citation.marker for citation in citations if f"{year}年" in citation.quote), None)
        if marker:
            yield int(year), marker


def _computation(sentence: str, citations: Sequence[Citation]) -> Computation | None:
    match = _EXPRESSION.search(sentence)
    value = _evaluate(match[1]) if match else None
    if match is None or value is None:
        return None
    percent = 100 if match[0].endswith("%）") else 1
    if not math.isclose(value * percent, float(match[2]), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
        return None
    operands = tuple((operand, _holder(operand, citations)) for operand in _NUMBER.findall(match[1]))
    return Computation(match[0][1:-1], operands)


def _holder(operand: str, citations: Sequence[Citation]) -> int | None:
    """The mark of the citation in whose quote a number stands by itself, not as a part of another."""
    alone = re.compile(rf"(?<![\d.]){re.escape(operand.rstrip('%'))}(?![\d]|\.\d)")
    return next((citation.marker for citation in citations if alone.search(citation.quote.replace(",", ""))), None)


def _evaluate(expression: str) -> float | None:
    """The value of an expression of numbers, + − × ÷ and brackets; None where it is none."""
    tokens = _TOKEN.findall(expression)
    try:
        value, rest = _sum(tokens)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return value if not rest else None


def _sum(tokens: Sequence[str]) -> tuple[float, Sequence[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-−":
        term, after = _product(rest[1:])
        value, rest = (value + term if rest[0] == "+" else value - term), after
    return value, rest


def _product(tokens: Sequence[str]) -> tuple[float, Sequence[str]]:
    value, rest = _factor(tokens)
    while rest and rest[0] in "×÷":
        factor, after = _factor(rest[1:])
        value, rest = (value * factor if rest[0] == "×" else value / factor), after
    return value, rest


def _factor(tokens: Sequence[str]) -> tuple[float, Sequence[str]]:
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise ValueError("unbalanced brackets")
        return value, rest[1:]
    number = float(tokens[0].rstrip("%"))
    return number / 100 if tokens[0].endswith("%") else number, tokens[1:]
