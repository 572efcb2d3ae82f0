"""Evidence to verified answer sentences, one way for each kind of question.

Every way yields `Sentence`s, each with the passages that hold it, or ends with a `Refusal`.
Nothing is yielded that verification or the program's own quoting does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from qa.answers.calculating import calculate, not_computed, tells_result
from qa.answers.comparing import compare
from qa.answers.computation import Operation
from qa.answers.drafting import Drafter
from qa.answers.enumerations import ASKS_SEVERAL, Outlines, count_asked, whole_list
from qa.answers.fulfilment import fulfil
from qa.answers.generator import Generator
from qa.answers.material import POSSIBLE, SURE, Finder, Material, Neighbours, Outcome, Refusal, Sentence, not_mentioned
from qa.answers.picking import FIGURE_PLAIN, own_share, pick_figure
from qa.answers.series import items_of
from qa.answers.summaries import points
from qa.answers.verification import WordWeigher
from qa.answers.wording import ENUMERATED, point, quote
from qa.datatypes import Intent, Passage, Reason, Statement
from qa.figures.matching import Wanted, dimension
from qa.figures.parsing import parse_figures, same_quantity
from qa.text import normalise, readable

_NAMES = re.compile(r"、|和|《|“")
_ASKS_NAMES = re.compile(r"叫什么|名字|名称|哪[几两三四五六七八九十些]|分别是")
_ASKS_PLACE = re.compile(
    r"(?:全[市国省区]|第几|老几|排名|位居).{0,6}(?:最[多高大好快少低]|第一|第几|老几|首位|名次)|排(?:在)?(?:第几|老几)"
)
_TELLS_PLACE = re.compile(
    r"第[一二三四五六七八九十\d]|首[位个]|[领位]居|最[多高大好快]|前[一二三四五六七八九十\d]|排名|领先|唯一"
)
_NAMED_BY_NUMBER = re.compile(r"[“\"][两三四五六七八九十]个?.{1,4}[”\"]")  # "四个密度": a set that has its members
_SEVERAL = re.compile(r"分别|各|、|多少.*(?:多少|几)|几.*(?:多少|几)|和|以及|还有|又")
_ASKS_WHEN = re.compile(r"哪一?年|哪天|什么时候|何时|几月|几号|日期|啥时候")
_TELLS_WHEN = re.compile(r"\d年|\d月|\d日|年底|年内|年初|今年|去年|“十[一二三四五]五”")
_CAUSE = re.compile(r"因(?!此|素质|地)|由于|原因|受.{1,16}影响|为了?(?:积极)?应对|得益于|源于|在于|凭借|通过|靠")
_QUOTED_ANYWAY = 0.5  # the sentence is so likely the right one that it is quoted though its figure is not plain
COMPLETES = 0.22  # share of the question's words that a further sentence must add to be added


class Answerer:
    """Words answers: by the program where the evidence is plain, with the model where it is not."""

    def __init__(
        self,
        generator: Callable[[], Generator],
        words: WordWeigher,
        neighbours: Neighbours,
        outlines: Outlines,
        *,
        max_tokens: int,
    ) -> None:
        """Take what gives the model when first needed, the word weigher of search, and what stands around a passage.

        `neighbours` gives the passages of a paragraph, `outlines` the series of a report.
        """
        self._drafter = Drafter(generator, words, max_tokens=max_tokens)
        self._neighbours = neighbours
        self._outlines = outlines

    def single(self, material: Material) -> Iterator[Outcome]:
        """Quote the sentence that answers where that is plain; else draft, verify, or refuse."""
        listed = whole_list(material, self._outlines)
        if _wrong_premise(material):
            quoted = quote(material, material.passages[0])
            yield replace(quoted, text=f"问题的前提与报告不符，报告的原文是：{quoted.text}")
        elif listed:
            yield from listed
        elif material.strength < POSSIBLE:
            yield not_mentioned(material.inquiry)
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
        yield quote(material, passage)
        if _CAUSE.search(passage.text):
            return
        following = [
            other for other in self._neighbours(passage.report_id, passage.paragraph) if other.start >= passage.end
        ]
        yield from (quote(material, other) for other in following[:2])

    def _figure(self, material: Material) -> Iterator[Outcome]:
        """The sentence with the figure asked for; a refusal when no figure is plainly the one."""
        chosen = pick_figure(material)
        if chosen is None:
            yield _no_figure(material)
            return
        hit, figure = chosen
        if material.inquiry.statement is Statement.TARGET and not hit.passage.statement.ahead:
            quoted = quote(material, hit.passage).text
            yield Refusal(Reason.NO_FIGURE, f"报告中没有给出所问的目标数字，只写了完成情况：{quoted}")
            return
        plain = own_share(figure, material.wanted) >= FIGURE_PLAIN
        rest = tuple(other for other in material.hits if other is not hit)
        first = Material(material.inquiry, (hit, *rest), material.wanted)
        if plain and material.strength >= SURE:
            yield from self._quotes(first)
        elif plain or material.strength >= _QUOTED_ANYWAY:
            yield from self._worded(first)
        else:  # a draft would have to pick the same figure
            yield _no_figure(first)

    def _quotes(self, material: Material) -> Iterator[Outcome]:
        """The best sentence, then those that say what it leaves open."""
        if _ASKS_WHEN.search(material.inquiry.own) and not _TELLS_WHEN.search(material.passages[0].text):
            yield not_mentioned(material.inquiry)
            return
        if _ASKS_PLACE.search(material.inquiry.own) and not any(
            _TELLS_PLACE.search(one.text) for one in material.passages[:3]
        ):
            yield not_mentioned(material.inquiry)
            return
        if _lists_nothing(material):
            yield from self._drafted(material)
            return
        several = material.inquiry.intent is not Intent.FIGURE or _SEVERAL.search(material.inquiry.own)
        told = _completing(material) if several else material.passages[:1]
        yield from (quote(material, passage) for passage in told)

    def _worded(self, material: Material) -> Iterator[Outcome]:
        """Quote what is likely enough at once, else draft.

        Where a sentence may be quoted, drafts gave no answer more on the dev questions, and seconds to wait.
        """
        if material.strength >= SURE / 2:
            yield quote(material, material.passages[0])
        else:
            yield from self._drafted(material)

    def _drafted(self, material: Material) -> Iterator[Outcome]:
        """Draft with the model and verify sentence by sentence, or refuse."""
        drafted = False
        for sentence in self._drafter.sentences(material):
            drafted = True
            yield sentence
        if not drafted:
            figure = material.inquiry.intent is Intent.FIGURE
            yield _no_figure(material) if figure else not_mentioned(material.inquiry)

    def comparison(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Answer each part by itself, then compare or compute by the program."""
        return compare(material, find, self.single)

    def calculation(self, material: Material, operation: Operation, find: Finder) -> Iterator[Outcome]:
        """Compute from figures of the evidence; where they are not plain, quote the result or refuse."""
        if told := calculate(material, operation, find):
            yield from told
            return
        outcomes = list(self.comparison(material, find) if material.inquiry.parts else self.single(material))
        yield from (
            outcomes
            if material.inquiry.parts or tells_result(material, operation, outcomes)
            else [not_computed(material, operation, outcomes)]
        )

    def fulfilment(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Whether a goal was reached, from goal and result; where the report itself tells it, as any question."""
        outcomes = list(fulfil(material, find))
        yield from outcomes or self.single(material)

    def summary(self, material: Material) -> Iterator[Outcome]:
        """Points from different paragraphs, each quoted and cited; an announced enumeration is given whole."""
        if listed := whole_list(material, self._outlines):
            yield from listed
            return
        if material.strength < POSSIBLE:
            yield not_mentioned(material.inquiry)
            return
        first = material.passages[0]
        beside = [*self._neighbours(first.report_id, first.paragraph)]
        for number, passage in enumerate(points(material, beside), start=1):
            yield Sentence(f"{number}. {point(passage, material.wanted)}", (passage,))


def _no_figure(material: Material) -> Refusal:
    if material.strength < SURE:
        return not_mentioned(material.inquiry)
    best = readable(material.passages[0].text).strip()
    return Refusal(Reason.NO_FIGURE, f"报告中没有给出所问的数字。相近的原文是：“{best}”")


def _wrong_premise(material: Material) -> bool:
    """Whether the question takes a figure for granted that none of the near hits has."""
    if material.strength < SURE / 2 or material.passages[0].paragraph == 0:
        return False
    held = [figure for hit in material.hits[:5] for figure in parse_figures(hit.passage.text)]
    dimensions = {dimension(figure.unit) for figure in parse_figures(material.passages[0].text)}
    for claimed in parse_figures(material.inquiry.own):
        kind = dimension(claimed.unit)
        of_kind = kind != "time" and (kind in dimensions or kind != "things")
        if claimed.value > 10 and of_kind and not any(same_quantity(claimed, figure) for figure in held):
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
    if not ASKS_SEVERAL.search(material.inquiry.own) or material.inquiry.intent is not Intent.LIST:
        return False
    text = material.passages[0].text
    if _NAMED_BY_NUMBER.search(material.inquiry.own) and re.search(r"哪|是什么|指", material.inquiry.own):
        return True  # its members would have been found
    count = count_asked(material.inquiry.own) or 0
    if count > 2 and all(len(items) < count for items in items_of(text)):
        return len(ENUMERATED.findall(text)) < count - 1
    return not (_NAMES if _ASKS_NAMES.search(material.inquiry.own) else ENUMERATED).search(text)
