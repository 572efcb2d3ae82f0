"""Computations over figures of the evidence: which operands a question means, and the result with them."""

from __future__ import annotations

import itertools
import re

from qa.answers import computation
from qa.answers.computation import Operand, Operation
from qa.answers.material import Material, Sentence
from qa.answers.picking import pick_figure
from qa.answers.wording import lead_in, quote_answer
from qa.datatypes import Passage
from qa.figures.parsing import Figure, clauses, parse_figures
from qa.text import normalise, numeral

_YEARLY = re.compile(r"平均(?:下来)?(?:一年|每年)|年均(?:下来)?多少")
_SPAN = re.compile(r"([二两三四五六七八九十]|\d{1,2})年")
_OPERANDS_WORDS = 0.45  # share that their sentences must hold: a wrong result is worse than none
_OPERAND_WORDS = 0.1  # share of the question's words that each operand must have about it


def calculate(material: Material, operation: Operation) -> list[Sentence]:
    """The operands quoted, then the result; empty where the evidence does not plainly hold the operands."""
    told = _per_year(material) or _series(material, operation)
    if told:
        return told
    if operation is Operation.SHARE and _share_is_told(material):
        return []
    chosen = _two_figures(material, operation)
    if chosen is None:
        return []
    passages = tuple(dict.fromkeys(passage for passage, _ in chosen))
    quoted = [Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,)) for passage in passages]
    one, other = (Operand(lead_in(passage, material.inquiry), figure) for passage, figure in chosen)
    text = _computed(operation, one, other)
    return [*quoted, Sentence(text + "。", passages)] if text else quoted


def _computed(operation: Operation, one: Operand, other: Operand) -> str:
    high, low = sorted((one, other), key=lambda operand: -operand.figure.value)
    if operation is Operation.SHARE and low.figure.unit == high.figure.unit and high.figure.value:
        return computation.share(low, high)
    if operation is Operation.AVERAGE and low.figure.value:
        return computation.ratio(high, low, average=True)
    if operation is Operation.RATIO and low.figure.value:
        return computation.ratio(high, low)
    if operation is Operation.GROWN:
        rate, base = (one, other) if one.figure.unit == "%" else (other, one)
        return computation.grown(base, rate) if rate.figure.unit == "%" and base.figure.unit != "%" else ""
    if operation is Operation.BEFORE:
        level, change = (other, one) if one.figure.is_growth else (one, other)
        rose = not re.search(r"降|减|低|少", change.figure.change)
        return computation.before(level, change, rose=rose)
    if computation.compatible([one.figure, other.figure]):
        return ""
    if operation is Operation.SUM:
        return computation.total([one, other])
    return computation.difference(one, other)


def _two_figures(
    material: Material, operation: Operation
) -> tuple[tuple[Passage, Figure], tuple[Passage, Figure]] | None:
    """The two figures that the question is about: together they hold most of its words, best in one sentence."""
    found = [
        (rank, hit.passage, figure)
        for rank, hit in enumerate(material.hits[:5])
        for figure in parse_figures(hit.passage.text)
    ]
    best: tuple[float, tuple[Passage, Figure], tuple[Passage, Figure]] | None = None
    for (rank_a, passage_a, a), (rank_b, passage_b, b) in itertools.combinations(found, 2):
        if not _combinable(operation, a, b):
            continue
        of_a, of_b = (
            material.wanted.coverage(normalise(one.indicator + one.aspect))
            + _OPERAND_WORDS * material.wanted.unit_fits(one)
            for one in (a, b)
        )
        if min(of_a, of_b) < _OPERAND_WORDS:
            continue
        fits = material.wanted.unit_fits(a) + material.wanted.unit_fits(b)
        around = "".join(dict.fromkeys((passage_a.header + passage_a.text, passage_b.header + passage_b.text)))
        if material.wanted.coverage(normalise(around)) < _OPERANDS_WORDS:
            continue
        together = material.wanted.coverage(normalise(a.indicator + a.aspect + b.indicator + b.aspect))
        alike = 2 * min(of_a, of_b) if operation is Operation.SUM else together
        score = alike + 0.15 * fits + 0.25 * (rank_a == rank_b) - 0.12 * (rank_a + rank_b)
        if best is None or score > best[0] + 1e-9:
            best = (score, (passage_a, a), (passage_b, b))
    return best and best[1:]


def _share_is_told(material: Material) -> bool:
    """Whether the best sentence gives a share itself ("占全市65%")."""
    return any(
        figure.unit == "%" and "占" in figure.aspect
        for passage in material.passages[:1]
        for figure in parse_figures(passage.text)
    )


def _per_year(material: Material) -> list[Sentence] | None:
    """The yearly average of a total over several years; None when the question asks for none."""
    match = _YEARLY.search(material.inquiry.own)
    picked = pick_figure(material) if match else None
    span = _SPAN.search(material.inquiry.own)
    if picked is None or span is None:
        return None
    hit, figure = picked
    years = int(numeral(span[1]) or 0)
    if years < 2 or not re.search(rf"{span[1]}年|{years}年", hit.passage.text):
        return None
    quoted = Sentence(quote_answer(hit.passage, material.wanted, material.inquiry), (hit.passage,))
    return [quoted, Sentence(computation.per_year(figure, years) + "。", (hit.passage,))]


def _series(material: Material, operation: Operation) -> list[Sentence] | None:
    """The sum of an enumeration in one clause (甲68家、乙99家、丙6家); None when the question is not about one."""
    if operation is not Operation.SUM:
        return None
    for hit in material.hits[:3]:
        for start, end in clauses(hit.passage.text):
            figures = parse_figures(hit.passage.text[start:end])
            asked = [
                one
                for one in figures
                if material.wanted.coverage(normalise(one.indicator + one.aspect)) >= _OPERAND_WORDS / 2
            ]
            if len(figures) >= 3 and 2 * len(asked) >= len(figures) and len({one.unit for one in figures}) == 1:
                quoted = Sentence(quote_answer(hit.passage, material.wanted, material.inquiry), (hit.passage,))
                return [
                    quoted,
                    Sentence(computation.total([Operand("", one) for one in figures]) + "。", (hit.passage,)),
                ]
    return None


def _combinable(operation: Operation, a: Figure, b: Figure) -> bool:
    """Whether an operation makes sense of two figures: like with like, a level with its growth."""
    if operation is Operation.GROWN:
        return (a.unit == "%") != (b.unit == "%")
    if operation is Operation.AVERAGE:
        return a.unit != b.unit and "%" not in (a.unit, b.unit)
    if operation is Operation.BEFORE:
        level, change = (b, a) if a.is_growth else (a, b)
        same = a.indicator == b.indicator
        return (
            same and a.is_growth != b.is_growth and (change.unit == "%" or not computation.compatible([level, change]))
        )
    return a.unit == b.unit and a.unit != "" and a.value != b.value
