"""Evidence to verified answer sentences, one way for each kind of question.

Every way yields `Sentence`s, each with the passages that hold it, or ends with a `Refusal`.
Nothing is yielded that verification or the program's own quoting does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.answers import computation
from qa.answers.computation import Operand, Operation
from qa.answers.generator import Generator
from qa.answers.prompts import answer_prompt, says_nothing
from qa.answers.verification import Support, WordCutter, verify
from qa.answers.wording import lead_in, points, quote_answer
from qa.datatypes import Inquiry, Intent, Passage, Reason
from qa.figures.matching import Wanted, best_figure
from qa.figures.parsing import Figure, parse_figures, same_quantity
from qa.text import normalise, readable, sentences

_ENUMERATED = re.compile(r"[、；;]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A verified piece of the answer and the passages that hold it, the weightiest first."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing can be said, with one sentence for the person."""

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer may be made of: the question, its evidence best first, and its telling words.

    `strength` in about [0, 1] says how much of the question the best evidence covers.
    """

    inquiry: Inquiry
    evidence: tuple[Passage, ...]
    wanted: Wanted
    strength: float


Outcome = Sentence | Refusal
# Finds the material for a part of a question.
Finder = Callable[[Inquiry], Material]

QUOTE_STRENGTH = 0.62  # from here a quote answers when the model's draft does not hold
DOUBT_STRENGTH = 0.30  # below this a draft is not believed even when its words hold


class Answerer:
    """Words answers with a generator and checks them."""

    def __init__(self, generator: Generator, words: WordCutter, *, max_tokens: int) -> None:
        """Take the model and the word cutter that search uses."""
        self._generator = generator
        self._words = words
        self._max_tokens = max_tokens

    # -- one question, one answer ---------------------------------------------------------------

    def single(self, material: Material) -> Iterator[Outcome]:
        """Draft, verify sentence by sentence, and quote where the draft does not hold."""
        if not material.evidence or material.strength < DOUBT_STRENGTH:
            yield self._not_mentioned(material)
            return
        if refusal := self._no_figure(material):
            yield refusal
            return
        given: list[Sentence] = []
        denied = False
        for draft in self._draft(material):
            if says_nothing(draft):
                denied = True
                continue
            sentence = self._checked(draft, material)
            if sentence and not any(sentence.text == other.text for other in given):
                given.append(sentence)
                yield sentence
        if not given:
            yield from self._fallback(material, denied=denied)

    def _draft(self, material: Material) -> Iterator[str]:
        """The sentences of the model's draft, each as soon as it ends."""
        text = ""
        prompt = answer_prompt(material.inquiry, material.evidence)
        for piece in self._generator.generate(prompt, max_tokens=self._max_tokens):
            text += piece
            *done, rest = _split(text)
            yield from done
            text = rest
        if text.strip():
            yield text

    def _checked(self, draft: str, material: Material) -> Sentence | None:
        """The draft sentence as it may be shown: itself, completed, or None."""
        text = _tidy(draft)
        if not text:
            return None
        support = verify(text, material.evidence, question=material.inquiry.standalone, words=self._words)
        if support.failure:
            return None
        if self._leaves_out(text, support, material):
            return Sentence(quote_answer(support.passages[0], material.wanted), support.passages[:1])
        note = f"（{support.note}）" if support.note else ""
        return Sentence(f"{text.rstrip('。')}{note}。", support.passages)

    def _leaves_out(self, text: str, support: Support, material: Material) -> bool:
        """Whether a list was asked for and the supporting sentence lists more than the draft does."""
        if material.inquiry.intent is not Intent.LIST:
            return False
        source = support.passages[0].text
        return len(_ENUMERATED.findall(source)) > len(_ENUMERATED.findall(text)) and len(source) <= 400

    def _fallback(self, material: Material, *, denied: bool) -> Iterator[Outcome]:
        """What is shown when no draft sentence holds: the best evidence as a quote, or a refusal."""
        needed = QUOTE_STRENGTH + (0.1 if denied else 0.0)
        if material.strength >= needed:
            yield self._quote(material)
        else:
            yield self._not_mentioned(material)

    def _quote(self, material: Material) -> Sentence:
        best = max(material.evidence[:3], key=lambda passage: material.wanted.coverage(normalise(passage.header + passage.text)))
        return Sentence(quote_answer(best, material.wanted), (best,))

    # -- refusals -----------------------------------------------------------------------------

    def _not_mentioned(self, material: Material) -> Refusal:
        where = material.inquiry.label()
        return Refusal(Reason.NOT_MENTIONED, f"报告中没有找到能回答这个问题的内容（已查：{where}）。")

    def _no_figure(self, material: Material) -> Refusal | None:
        """A refusal when a figure is asked for and none of the evidence about it has one."""
        if material.inquiry.intent is not Intent.FIGURE or not material.wanted.unit:
            return None
        if any(parse_figures(passage.text) for passage in material.evidence):
            return None
        best = readable(material.evidence[0].text).strip()
        return Refusal(Reason.NO_FIGURE, f"报告中只有文字表述，没有给出数字。相近的原文是：“{best}”")

    # -- several parts ------------------------------------------------------------------------

    def comparison(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Answer each part by itself, then compare or compute by the program."""
        question = material.inquiry.standalone
        operands: list[Operand] = []
        passages: list[Passage] = []
        missing: list[str] = []
        for part in material.inquiry.parts:
            name = part.label().replace(" · ", "").replace(part.statement.label if part.statement else "\0", "")
            found = find(part)
            outcome = next(iter(self.single(found)))
            if isinstance(outcome, Refusal):
                missing.append(name)
                continue
            yield outcome
            if figure := _figure_of(outcome, found.wanted):
                operands.append(Operand(name, figure))
                passages.append(outcome.passages[0])
        if missing:
            said = "、".join(missing)
            if not operands:
                yield Refusal(Reason.NOT_MENTIONED, f"报告中没有找到{said}的有关数据，无法比较。")
            else:
                yield Sentence(f"报告中没有找到{said}的相应数据，无法比较。", tuple(passages))
            return
        if len(operands) >= 2:
            yield from self._combined(question, operands, passages)

    def _combined(self, question: str, operands: Sequence[Operand], passages: Sequence[Passage]) -> Iterator[Sentence]:
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

    def calculation(self, material: Material, operation: Operation) -> Iterator[Outcome]:
        """Compute from figures of one sentence, or of neighbouring evidence."""
        chosen = _two_figures(material)
        if chosen is None:
            yield from self.single(material)
            return
        (first, one), (second, other) = chosen
        yield Sentence(quote_answer(first, material.wanted), (first,))
        if second.passage_id != first.passage_id:
            yield Sentence(quote_answer(second, material.wanted), (second,))
        a, b = Operand(lead_in(first), one), Operand(lead_in(second), other)
        text = _computed(operation, a, b)
        if text:
            yield Sentence(text + "。", tuple(dict.fromkeys((first, second))))

    # -- summaries ----------------------------------------------------------------------------

    def summary(self, material: Material) -> Iterator[Outcome]:
        """Three to six points from different paragraphs, each quoted and cited."""
        if not material.evidence or material.strength < DOUBT_STRENGTH:
            yield self._not_mentioned(material)
            return
        for number, (text, passage) in enumerate(points(material.evidence[:6], material.wanted), start=1):
            yield Sentence(f"{number}. {text}", (passage,))


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
    if computation.compatible([one.figure, other.figure]):
        return ""
    if operation is Operation.BEFORE:
        level, change = (other, one) if one.figure.is_growth else (one, other)
        rose = not re.search(r"降|减|低|少", change.figure.change)
        return computation.before(level, change, rose=rose)
    if operation is Operation.SUM:
        return computation.total([one, other])
    return computation.difference(one, other)


def _two_figures(material: Material) -> tuple[tuple[Passage, Figure], tuple[Passage, Figure]] | None:
    """The two figures that the question is about: the best one, and the best other one beside or below it."""
    texts = [passage.text for passage in material.evidence]
    first = best_figure(texts, material.wanted)
    if first is None:
        return None
    position, figure, _ = first
    rest: Mapping[str, float] = {
        word: weight for word, weight in material.wanted.words.items() if word not in normalise(figure.indicator + figure.aspect)
    }
    wanted = Wanted(rest or material.wanted.words)
    best: tuple[float, int, Figure] | None = None
    for at, text in enumerate(texts[:4]):
        for other in parse_figures(text):
            if at == position and other.start == figure.start:
                continue
            near = wanted.coverage(normalise(other.indicator + other.aspect))
            score = near + 0.5 * (at == position) - 0.1 * at
            if best is None or score > best[0] + 1e-9:
                best = (score, at, other)
    if best is None:
        return None
    return (material.evidence[position], figure), (material.evidence[best[1]], best[2])


def _figure_of(sentence: Sentence, wanted: Wanted) -> Figure | None:
    """The figure that an answer sentence gives: its best one that its passages hold."""
    held = [figure for passage in sentence.passages for figure in parse_figures(passage.text)]
    shown = [figure for figure in parse_figures(sentence.text) if any(same_quantity(figure, other) for other in held)]
    if not shown:
        return None
    best = best_figure([sentence.text], wanted)
    return best[1] if best and any(same_quantity(best[1], figure) for figure in shown) else shown[0]


def _split(text: str) -> list[str]:
    """Finished sentences of a growing text, and the unfinished rest last (maybe empty)."""
    spans = sentences(text)
    finished = [text[start:end] for start, end in spans]
    if finished and re.search(r"[。！？!?\n]\s*$", text):
        return [*finished, ""]
    return finished or [""]


def _tidy(draft: str) -> str:
    """A draft sentence without list marks, line ends and made-up citation marks."""
    text = re.sub(r"\[\d+\]|【\d+】|（?资料\s*\d+）?", "", draft)
    return re.sub(r"^\s*(?:\d{1,2}[.、)）]|[-*•])\s*", "", text).strip(" \n。") + "。" if text.strip(" \n。") else ""
