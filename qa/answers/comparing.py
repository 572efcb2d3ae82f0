"""Questions in parts: each answered by itself, then compared or computed by the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from qa.answers import computation
from qa.answers.computation import Operand, Operation
from qa.answers.material import Finder, Material, Outcome, Refusal, Sentence
from qa.answers.picking import figure_of
from qa.answers.wording import spans_years
from qa.datatypes import Passage, Reason
from qa.figures.matching import Wanted
from qa.figures.parsing import Figure
from qa.text import normalise


def compare(material: Material, find: Finder, single: Callable[[Material], Iterator[Outcome]]) -> Iterator[Outcome]:
    """Answer each part by itself, then compare or compute by the program; refuse when a part is missing."""
    found: list[tuple[Operand, Sentence]] = []
    words: dict[str, float] = {}
    missing: list[str] = []
    for part in material.inquiry.parts:
        sought = find(part)
        if sought.wanted.new is None:
            sought = replace(sought, wanted=replace(sought.wanted, new=False))
        words |= sought.wanted.words
        outcome = next(iter(single(sought)))
        figure = figure_of(outcome, sought.wanted) if isinstance(outcome, Sentence) else None
        name = replace(part, statement=None).label().replace(" · ", "")
        if figure is None or isinstance(outcome, Refusal):
            missing.append(name)
        else:
            found.append((Operand(name, figure), outcome))
    scopes = {(part.regions, part.years) for part in material.inquiry.parts}
    unlike = any(
        spans_years(sentence.passages[0], part.years, operand.figure.aspect)
        for part, (operand, sentence) in zip(material.inquiry.parts, found, strict=False)
    )
    if missing and len(scopes) == 1:  # several things asked of one report: look at the question as a whole
        yield from single(material)
        return
    if missing:
        told = "".join(f"只查到：{sentence.text}" for _, sentence in found)
        yield Refusal(Reason.NOT_MENTIONED, f"报告中没有找到{'、'.join(missing)}的相应数字，无法一并回答。{told}")
        return
    yield from dict.fromkeys(sentence for _, sentence in found)
    distinct = len({(operand.figure, sentence.passages) for operand, sentence in found}) == len(found)
    operands = [operand for operand, _ in found]
    if distinct and not unlike and len(scopes) > 1 and _same_indicator([operand.figure for operand in operands], words):
        passages = [sentence.passages[0] for _, sentence in found]
        yield from _combined(material.inquiry.standalone, operands, passages)


def _combined(question: str, operands: Sequence[Operand], passages: Sequence[Passage]) -> Iterator[Sentence]:
    reason = computation.compatible([operand.figure for operand in operands])
    if reason:
        yield Sentence(f"{reason}。", tuple(passages))
        return
    operation = computation.find_operation(question)
    if operation is Operation.SUM:
        yield Sentence(computation.total(operands) + "。", tuple(passages))
    elif operation is Operation.RATIO:
        yield Sentence(computation.ratio(operands[0], operands[1]) + "。", tuple(passages))
    elif len(operands) == 2:
        yield Sentence(computation.difference(operands[0], operands[1]) + "。", tuple(passages))
    else:
        yield Sentence(computation.ranking(operands, question) + "。", tuple(passages))


def _same_indicator(figures: Sequence[Figure], words: Mapping[str, float]) -> bool:
    """Whether all figures count the same thing: each has a word of the question that all others have too."""
    shared = [
        {word for word in words if Wanted({word: 1.0}).coverage(normalise(figure.indicator + figure.aspect)) >= 0.25}
        for figure in figures
    ]
    return bool(set.intersection(*shared))
