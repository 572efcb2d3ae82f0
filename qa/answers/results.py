"""A computed result as it is shown: the sentences of its operands, then the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answers.material import Material, Sentence
from qa.answers.operands import Held
from qa.answers.wording import quote_answer
from qa.datatypes import Passage
from qa.figures.parsing import Figure, clause_span

_ROUGH = frozenset(("余", "多", "约", "近", "左右", "超过", "超", "突破", "逾", "不足"))
_ABOUT = frozenset(("约", "近", "左右"))  # a gap to it is about as far off as itself
_LOWER_BOUND = frozenset(("超过", "超", "突破", "逾", "至少", "不低于", "不少于"))
_WHOLE_CHARS = 60  # a passage up to this long is quoted whole


def told(material: Material, held: Sequence[Held], result: str) -> list[Sentence]:
    """The sentences of the operands, then the result; nothing where there is no result."""
    passages = tuple(dict.fromkeys(one.passage for one in held))
    given = [
        Sentence(quoted(material, passage, [one.figure for one in held if one.passage is passage]), (passage,))
        for passage in passages
    ]
    return [*given, Sentence(f"{result}{rough_note([one.figure for one in held])}。", passages)] if result else []


def rough_note(figures: Sequence[Figure]) -> str:
    """What is said behind a result of which some operands are rounded."""
    return "，其中有约数" if any(map(is_rough, figures)) else ""


def is_rough(figure: Figure) -> bool:
    """Whether a figure is told as a rounded one ("1000余套", "超过300家")."""
    return not _ROUGH.isdisjoint(figure.qualifiers)


def is_open(figure: Figure) -> bool:
    """Whether a figure is rounded so that nothing can be taken from it ("1000余套", not "约1000套")."""
    return is_rough(figure) and not set(figure.qualifiers) & _ROUGH <= _ABOUT


def is_least_gap(figures: Sequence[Figure]) -> bool:
    """Whether the larger of two figures is a lower bound and the other is exact, so that their gap is a bound too."""
    low, high = sorted(figures[:2], key=lambda figure: figure.value)
    return len(figures) == 2 and not is_rough(low) and not _LOWER_BOUND.isdisjoint(high.qualifiers)


def quoted(material: Material, passage: Passage, figures: Sequence[Figure]) -> str:
    """The clauses of a passage from its first to its last operand, as an answer sentence."""
    spans = [clause_span(one, passage.text) for one in figures]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    whole = len(passage.text) <= _WHOLE_CHARS
    shown = passage if whole else replace(passage, text=passage.text[first:last])
    return quote_answer(shown, material.wanted, material.inquiry, uncut=True)
