"""Evidence to verified answer sentences, one way for each kind of question.

Every way yields `Sentence`s, each with the passages that hold it, or ends with a `Refusal`.
Nothing is yielded that verification or the program's own quoting does not hold.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answers import computation
from qa.answers.computation import Operand, Operation
from qa.answers.generator import Generator
from qa.answers.prompts import answer_prompt, says_nothing
from qa.answers.verification import Support, WordWeigher, verify
from qa.answers.wording import lead_in, point, quote_answer, spans_years
from qa.datatypes import Hit, Inquiry, Intent, Passage, Reason, Statement
from qa.figures.matching import Wanted, best_figure, dimension, other_dimension, other_state, score_figure
from qa.figures.parsing import Figure, clauses, parse_figures, same_quantity
from qa.text import normalise, numeral, readable, sentences

_ENUMERATED = re.compile(r"[、；;,，]")
_NAMES = re.compile(r"、|和|《|“")
_ASKS_SEVERAL = re.compile(r"哪些|哪几|哪.{0,2}[两三四五六七八九十]|分别|名单|都有|列|名字都")
_ASKS_NAMES = re.compile(r"叫什么|名字|名称|哪[几两三四五六七八九十些]|分别是")

_ITEM = re.compile(r"\s*[一二三四五六七八九十]+(?:是|、)|\s*第[一二三四五六七八九十]")
_SEVERAL = re.compile(r"分别|各|、|多少.*(?:多少|几)|几.*(?:多少|几)|和|以及|还有|又")
_ASKS_WHEN = re.compile(r"哪一?年|哪天|什么时候|何时|几月|几号|日期|啥时候")
_TELLS_WHEN = re.compile(r"\d年|\d月|\d日|年底|年内|年初|今年|去年|“十[一二三四五]五”")
_YEARLY = re.compile(r"平均(?:下来)?(?:一年|每年)|年均(?:下来)?多少")
_SPAN = re.compile(r"([二两三四五六七八九十]|\d{1,2})年")
_ANNOUNCES = re.compile(
    r"(?:以下|[几二两三四五六七八九十]个方面|[几二两三四五六七八九十]项(?:重点)?(?:工作|任务))[^。]{0,6}[:：。]?$"
)
_MAX_POINTS = 10  # of an enumeration that the report itself makes
_USUAL_POINTS = 6
_POINT_SHARE = 0.25  # of the best score: what is below is about something else

SURE = 0.15  # from here the best sentence is the answer: right for 83 of the 91 answerable dev questions above it
POSSIBLE = 0.006  # below this nothing found is about the question
_CAUSE = re.compile(r"因(?!此|素质|地)|由于|原因|受.{1,16}影响|为了?(?:积极)?应对|得益于|源于|在于|凭借|通过|靠")
_OPERANDS_WORDS = 0.45  # share that their sentences must hold: a wrong result is worse than none
_OPERAND_WORDS = 0.1  # share of the question's words that each operand must have about it
_PROMPT_PASSAGES = 4  # each costs about a second of prefill with the 1.5B on two old cores
_QUOTED_ANYWAY = 0.5  # the sentence is so likely the right one that it is quoted though its figure is not plain
_DRAFTED_OWN = 0.25  # share of the question's words that a drafted figure must have about it in its own sentence
_BEHIND_BEST = 0.3  # a drafted figure may fit this much worse than the best figure of its sentence
_LEAD_WORDS = 0.25  # share of the question's words that the lead of a list must hold
_FIGURE_PLAIN = 0.12  # from here a figure's own words make it plainly the one asked for
_FIGURE_OWN = 0.05  # share of the question's words that a figure must have about it to be looked at
_NEAR_TOP = 0.1  # hits below this share of the best score are not looked at for a figure
_QUALITATIVE = re.compile(r"增长|增速|增幅|下降|提高|提升|稳步|持续|保持|改善|高于|低于|优于|达到|负增长")
COMPLETES = 0.22  # share of the question's words that a further sentence must add to be added


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
    """What an answer may be made of: the question, fitting hits best first, its telling words."""

    inquiry: Inquiry
    hits: tuple[Hit, ...]
    wanted: Wanted

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the hits, best first."""
        return tuple(hit.passage for hit in self.hits)

    @property
    def strength(self) -> float:
        """How likely the best hit answers, from 0 to 1."""
        return self.hits[0].score if self.hits else 0.0


Outcome = Sentence | Refusal
# Finds the material for a part of a question.
Finder = Callable[[Inquiry], Material]


class Answerer:
    """Words answers: by the program where the evidence is plain, with the model where it is not."""

    def __init__(
        self,
        generator: Callable[[], Generator],
        words: WordWeigher,
        passages_of: Callable[[str, int], Sequence[Passage]],
        *,
        max_tokens: int,
    ) -> None:
        """Take what gives the model when first needed, the word weigher of search, and the passages of paragraphs."""
        self._generator = generator
        self._passages_of = passages_of
        self._words = words
        self._max_tokens = max_tokens

    # -- one question, one answer ---------------------------------------------------------------

    def single(self, material: Material) -> Iterator[Outcome]:
        """Quote the sentence that answers where that is plain; else draft, verify, or refuse."""
        if material.strength < POSSIBLE:
            yield not_mentioned(material.inquiry)
            return
        if _wrong_premise(material):
            passage = material.passages[0]
            quoted = quote_answer(passage, material.wanted, material.inquiry)
            yield Sentence(f"问题的前提与报告不符，报告的原文是：{quoted}", (passage,))
        elif len(under := self._listed_under_lead(material)) > 1:
            for passage in under:
                yield Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,))
        elif material.inquiry.intent is Intent.FIGURE:
            yield from self._figure(material)
        elif material.strength < SURE:
            yield from self._worded(material)
        elif material.inquiry.intent is Intent.REASON:
            yield from self._reasons(material)
        else:
            yield from self._quotes(material)

    def _reasons(self, material: Material) -> Iterator[Outcome]:
        """The sentence that names a cause, or the best one with what follows it in its paragraph."""
        best = max(
            material.hits[:5],
            key=lambda hit: hit.score + 0.3 * material.strength * bool(_CAUSE.search(hit.passage.text)),
        )
        passage = best.passage
        yield Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,))
        if _CAUSE.search(passage.text):
            return
        following = [
            other for other in self._passages_of(passage.report_id, passage.paragraph) if other.start >= passage.end
        ]
        for other in following[:2]:
            yield Sentence(quote_answer(other, material.wanted, material.inquiry), (other,))

    def _figure(self, material: Material) -> Iterator[Outcome]:
        """The sentence with the figure asked for; a refusal when the evidence has only words."""
        chosen = pick_figure(material)
        if chosen is None:
            figures = [figure for hit in material.hits[:3] for figure in parse_figures(hit.passage.text)]
            of_kind = [figure for figure in figures if not other_dimension(figure, material.wanted)]
            unclear = bool(of_kind) and not any(other_state(figure, material.wanted) for figure in of_kind)
            yield from self._worded(material, quote=False) if unclear else iter([self._no_figure(material)])
            return
        hit, figure = chosen
        plain = material.wanted.coverage(normalise(figure.indicator + figure.aspect)) >= _FIGURE_PLAIN
        rest = tuple(other for other in material.hits if other is not hit)
        first = Material(material.inquiry, (hit, *rest), material.wanted)
        yield from (
            self._quotes(first)
            if plain and material.strength >= SURE
            else self._worded(first, quote=plain or material.strength >= _QUOTED_ANYWAY)
        )

    def _quotes(self, material: Material) -> Iterator[Outcome]:
        """The best sentence, then those that say what it leaves open."""
        if _ASKS_WHEN.search(material.inquiry.own) and not _TELLS_WHEN.search(material.passages[0].text):
            yield not_mentioned(material.inquiry)
            return
        if _lists_nothing(material):
            yield from self._worded(material, quote=False)
            return
        several = material.inquiry.intent is not Intent.FIGURE or _SEVERAL.search(material.inquiry.own)
        for passage in _completing(material) if several else material.passages[:1]:
            yield Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,))

    def _listed_under_lead(self, material: Material) -> list[Passage]:
        """The items of a list that one of the best hits belongs to, where its lead is what was asked about."""
        if material.inquiry.intent is not Intent.LIST or not _ASKS_SEVERAL.search(material.inquiry.own):
            return []
        for hit in material.hits[:3]:
            listed = self._same_lead(hit.passage)
            lead = normalise(hit.passage.header.rsplit(" ", 1)[-1])
            if len(listed) > 1 and material.wanted.coverage(lead) >= _LEAD_WORDS:
                return listed
        return []

    def _same_lead(self, passage: Passage) -> list[Passage]:
        """The sentence and those after it under its lead, where each names an item in quotes or by the same verb."""
        beside = [
            other
            for other in self._passages_of(passage.report_id, passage.paragraph)
            if other.header == passage.header and other.passage_id >= passage.passage_id - 4
        ]
        start = re.sub(r"^.*?。", "", passage.text) or passage.text
        opening = readable(start).strip()[:1]
        listed = [
            other for other in beside if readable(re.sub(r"^.{2,26}?。(?=.)", "", other.text)).strip()[:1] == opening
        ]
        return listed[:8] if len(listed) >= 3 and passage in listed else [passage]

    def _worded(self, material: Material, *, quote: bool = True) -> Iterator[Outcome]:
        """Draft with the model, verify sentence by sentence; where the draft does not hold, `quote` or refuse."""
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
        if given:
            return
        if denied or not quote or material.strength < SURE / 2:
            yield (
                self._no_figure(material)
                if material.inquiry.intent is Intent.FIGURE
                else not_mentioned(material.inquiry)
            )
        else:
            passage = material.passages[0]
            yield Sentence(quote_answer(passage, material.wanted, material.inquiry), (passage,))

    def _draft(self, material: Material) -> Iterator[str]:
        """The sentences of the model's draft, each as soon as it ends."""
        text = ""
        prompt = answer_prompt(material.inquiry, material.passages[:_PROMPT_PASSAGES])
        for piece in self._generator().generate(prompt, max_tokens=self._max_tokens):
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
        support = verify(
            text, material.passages[:_PROMPT_PASSAGES], question=material.inquiry.standalone, words=self._words
        )
        if support.failure or _contradicted(text, support.passages, material.wanted):
            return None
        if material.inquiry.intent is Intent.LIST and not _items_held(text, support.passages):
            return None
        if material.inquiry.intent is Intent.FIGURE and (
            self._lacks_figure(text, material) or not _picks_well(text, support.passages, material)
        ):
            return None
        if self._leaves_out(text, support, material):
            return Sentence(quote_answer(support.passages[0], material.wanted, material.inquiry), support.passages[:1])
        note = f"（{support.note}）" if support.note else ""
        return Sentence(f"{text.rstrip('。')}{note}。", support.passages)

    def _lacks_figure(self, text: str, material: Material) -> bool:
        """Whether a figure of some unit was asked for and the draft has none of that dimension."""
        if not material.wanted.units:
            return False
        return all(other_dimension(figure, material.wanted) for figure in parse_figures(text))

    def _leaves_out(self, text: str, support: Support, material: Material) -> bool:
        """Whether a list was asked for and the supporting sentence lists more than the draft does."""
        if material.inquiry.intent is not Intent.LIST:
            return False
        source = support.passages[0].text
        return len(_ENUMERATED.findall(source)) > len(_ENUMERATED.findall(text)) and len(source) <= 400

    def _no_figure(self, material: Material) -> Refusal:
        best = readable(material.passages[0].text).strip()
        if material.strength < SURE:
            return not_mentioned(material.inquiry)
        return Refusal(Reason.NO_FIGURE, f"报告中没有给出所问的数字。相近的原文是：“{best}”")

    # -- several parts ------------------------------------------------------------------------

    def comparison(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Answer each part by itself, then compare or compute by the program; refuse when a part is missing."""
        found: list[tuple[Operand, Sentence]] = []
        words: dict[str, float] = {}
        missing: list[str] = []
        for part in material.inquiry.parts:
            sought = find(part)
            if sought.wanted.new is None:
                sought = replace(sought, wanted=replace(sought.wanted, new=False))
            words |= sought.wanted.words
            outcome = next(iter(self.single(sought)))
            figure = _figure_of(outcome, sought.wanted) if isinstance(outcome, Sentence) else None
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
            yield from self.single(material)
            return
        if missing:
            told = "".join(f"只查到：{sentence.text}" for _, sentence in found)
            yield Refusal(Reason.NOT_MENTIONED, f"报告中没有找到{'、'.join(missing)}的相应数字，无法一并回答。{told}")
            return
        yield from dict.fromkeys(sentence for _, sentence in found)
        distinct = len({(operand.figure, sentence.passages) for operand, sentence in found}) == len(found)
        operands = [operand for operand, _ in found]
        if (
            distinct
            and not unlike
            and len(scopes) > 1
            and _same_indicator([operand.figure for operand in operands], words)
        ):
            passages = [sentence.passages[0] for _, sentence in found]
            yield from self._combined(material.inquiry.standalone, operands, passages)

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
        if (yearly := _per_year(material)) is not None or (yearly := _series(material, operation)) is not None:
            yield from yearly
            return
        chosen = (
            None if operation is Operation.SHARE and _share_is_told(material) else _two_figures(material, operation)
        )
        if chosen is None:
            yield from self.single(material)
            return
        (first, one), (second, other) = chosen
        yield Sentence(quote_answer(first, material.wanted, material.inquiry), (first,))
        if second.passage_id != first.passage_id:
            yield Sentence(quote_answer(second, material.wanted, material.inquiry), (second,))
        a, b = Operand(lead_in(first, material.inquiry), one), Operand(lead_in(second, material.inquiry), other)
        text = _computed(operation, a, b)
        if text:
            yield Sentence(text + "。", tuple(dict.fromkeys((first, second))))

    # -- summaries ----------------------------------------------------------------------------

    def summary(self, material: Material) -> Iterator[Outcome]:
        """Points from different paragraphs, each quoted and cited; an announced enumeration is given whole."""
        if material.strength < POSSIBLE:
            yield not_mentioned(material.inquiry)
            return
        for number, passage in enumerate(self._points(material), start=1):
            yield Sentence(f"{number}. {point(passage, material.wanted)}", (passage,))

    def _points(self, material: Material) -> list[Passage]:
        for rank, hit in enumerate(material.hits[:3]):
            listed = self._enumeration(hit.passage)
            problems = listed and listed[0].statement is Statement.PROBLEM
            wanted = material.inquiry.statement is Statement.PROBLEM or (rank == 0 and not problems)
            if len(listed) >= 3 and (wanted or _ANNOUNCES.search(hit.passage.text)):
                return listed[:_MAX_POINTS]
        first = material.passages[0]
        beside = [
            other
            for other in self._passages_of(first.report_id, first.paragraph)
            if abs(other.passage_id - first.passage_id) <= 2
        ]
        near = [hit.passage for hit in material.hits if hit.score >= _POINT_SHARE * material.strength]
        chosen = list(dict.fromkeys([first, *beside, *near]))[:_USUAL_POINTS]
        return sorted(chosen, key=lambda passage: passage.passage_id)

    def _enumeration(self, passage: Passage) -> list[Passage]:
        """The items 一是, 二是 … that the passage announces or belongs to, in its paragraph or the following ones."""
        inside = [other for other in self._passages_of(passage.report_id, passage.paragraph) if _ITEM.match(other.text)]
        if len(inside) >= 3:
            return inside
        number, items = passage.paragraph, []
        while number > 1 and _starts_item(self._passages_of(passage.report_id, number)):
            number -= 1
        for following in range(number + 1, number + 13):
            passages = self._passages_of(passage.report_id, following)
            if not _starts_item(passages):
                break
            items.append(passages[0])
        return items


def _starts_item(passages: Sequence[Passage]) -> bool:
    return bool(passages) and bool(_ITEM.match(passages[0].text))


def not_mentioned(inquiry: Inquiry) -> Refusal:
    """The refusal that says what was searched."""
    return Refusal(Reason.NOT_MENTIONED, f"报告中没有找到能回答这个问题的内容（已查：{inquiry.label()}）。")


def pick_figure(material: Material) -> tuple[Hit, Figure] | None:
    """The hit and the figure asked for; None when no figure near the top is of the kind asked for.

    A clause that is about the question but has no figure ("收入稳步增长") beats a figure about
    something else in the same sentence.
    """
    wanted = material.wanted
    best: tuple[float, Hit, Figure] | None = None
    best_of_state: tuple[float, Hit, Figure] | None = None
    top = material.strength
    for hit in material.hits:
        if hit.score < top * _NEAR_TOP:
            break
        for figure in parse_figures(hit.passage.text):
            if other_dimension(figure, wanted) or _own_share(figure, wanted) < _FIGURE_OWN:
                continue
            candidate = (score_figure(figure, wanted) + 1.5 * hit.score / top, hit, figure)
            if best is None or candidate[0] > best[0] + 1e-9:
                best = candidate
            of_state = not other_state(figure, wanted)
            if of_state and (best_of_state is None or candidate[0] > best_of_state[0] + 1e-9):
                best_of_state = candidate
    if best and best_of_state and _own_share(best_of_state[2], wanted) >= 0.8 * _own_share(best[2], wanted):
        best = best_of_state
    if best is None:
        return None
    _, hit, figure = best
    if other_state(figure, wanted) or _only_words(figure, hit.passage, wanted):
        return None
    return hit, figure


def _own_share(figure: Figure, wanted: Wanted) -> float:
    """Share of the question's words that a figure has about it."""
    return wanted.coverage(normalise(figure.indicator + figure.aspect))


def _only_words(figure: Figure, passage: Passage, wanted: Wanted) -> bool:
    """Whether another clause ("收入稳步增长"), without a figure of this dimension, is what was asked about."""
    own = wanted.coverage(normalise(figure.indicator + figure.aspect))
    for start, end in clauses(passage.text):
        clause = passage.text[start:end]
        figures = parse_figures(clause)
        says = _QUALITATIVE.search(clause) and all(other_dimension(other, wanted) for other in figures)
        if says and wanted.coverage(normalise(clause)) > max(2 * own, 0.3):
            return True
    return False


def _wrong_premise(material: Material) -> bool:
    """Whether the question takes a figure for granted that none of the near hits has."""
    if material.strength < SURE / 2 or material.passages[0].paragraph == 0:
        return False
    held = [figure for hit in material.hits[:5] for figure in parse_figures(hit.passage.text)]
    dimensions = {dimension(figure.unit) for figure in parse_figures(material.passages[0].text)}
    for claimed in parse_figures(material.inquiry.own):
        known = any(same_quantity(claimed, figure) for figure in held)
        if (
            not known
            and claimed.value > 10
            and (dimension(claimed.unit) in dimensions or dimension(claimed.unit) != "things")
        ):
            return True
    return False


def _completing(material: Material) -> list[Passage]:
    """The best passage, and up to two more that each hold enough of the question's words that are still open."""
    wanted, top = material.wanted, material.strength
    chosen = [material.passages[0]]
    for _ in range(2):
        held = normalise("".join(passage.header + passage.text for passage in chosen))
        open_words = {word: weight for word, weight in wanted.words.items() if word not in held}
        share = sum(open_words.values()) / max(sum(wanted.words.values()), 1e-9)
        if share < COMPLETES:
            break
        rest = Wanted(open_words)
        gains = [
            (share * rest.coverage(normalise(hit.passage.text)), -rank, hit.passage)
            for rank, hit in enumerate(material.hits[:8])
            if hit.passage not in chosen and hit.score >= max(SURE / 3, top * 0.2)
        ]
        if not gains or max(gains)[0] < COMPLETES:
            break
        chosen.append(max(gains)[2])
    return chosen


def _lists_nothing(material: Material) -> bool:
    """Whether names are asked for and the best sentence lists none."""
    if not _ASKS_SEVERAL.search(material.inquiry.own) or material.inquiry.intent is not Intent.LIST:
        return False
    text = material.passages[0].text
    return not (_NAMES if _ASKS_NAMES.search(material.inquiry.own) else _ENUMERATED).search(text)


def _items_held(text: str, passages: Sequence[Passage]) -> bool:
    """Whether each item that a draft enumerates stands in its evidence to the letter."""
    held = normalise("".join(passage.header + passage.text for passage in passages))
    items = [normalise(item).strip("。，,；;“”") for item in re.split(r"、|和|以及|及", text)]
    if len(items) < 2:
        return True
    first, *middle, last = (item for item in items)
    return first[-3:] in held and last[:3] in held and all(item in held for item in middle if len(item) >= 2)


def _picks_well(text: str, passages: Sequence[Passage], material: Material) -> bool:
    """Whether a draft's figures are those that fit the question best in their own sentences."""
    wanted = material.wanted
    for figure in parse_figures(text):
        for passage in passages:
            rivals = [other for other in parse_figures(passage.text) if not other_dimension(other, wanted)]
            same = [other for other in rivals if same_quantity(figure, other)]
            if not same:
                continue
            best = max(score_figure(other, wanted) for other in rivals)
            chosen = max(same, key=lambda other: score_figure(other, wanted))
            own = wanted.coverage(normalise(chosen.indicator + chosen.aspect))
            if score_figure(chosen, wanted) < best - _BEHIND_BEST or _only_words(chosen, passage, wanted):
                return False
            if own < _DRAFTED_OWN:
                return False
    return True


def _contradicted(text: str, passages: Sequence[Passage], wanted: Wanted) -> bool:
    """Whether every figure of a draft is, in its evidence, of another kind than the one asked for."""
    shown = parse_figures(text)
    held = [
        other
        for passage in passages
        for other in parse_figures(passage.text)
        if any(same_quantity(one, other) for one in shown)
    ]
    return bool(held) and all(other_dimension(figure, wanted) for figure in held)


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
    return any(figure.unit == "%" and "占" in figure.aspect for figure in parse_figures(material.passages[0].text))


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


def _same_indicator(figures: Sequence[Figure], words: Mapping[str, float]) -> bool:
    """Whether all figures count the same thing: each has a word of the question that all others have too."""
    shared = [
        {word for word in words if Wanted({word: 1.0}).coverage(normalise(figure.indicator + figure.aspect)) >= 0.25}
        for figure in figures
    ]
    return bool(set.intersection(*shared))


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
