"""Evidence to verified answer sentences, one way for each kind of question.

Every way yields `Sentence`s, each with the passages that hold it, or ends with a `Refusal`.
Nothing is yielded that verification or the program's own quoting does not hold.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from qa.answers.agenda import agenda
from qa.answers.asks import with_each_ask
from qa.answers.calculating import calculate, not_computed
from qa.answers.comparing import compare
from qa.answers.completing import asks_of, completed, completing
from qa.answers.dates import tells_when, told_by_year
from qa.answers.deriving import changed_by
from qa.answers.drafting import Drafter
from qa.answers.enumerations import whole_list
from qa.answers.expressions import Expressions, may_compute, wants_result
from qa.answers.extremes import extreme
from qa.answers.fulfilment import fulfil
from qa.answers.generator import Generator
from qa.answers.judging import Judge
from qa.answers.material import POSSIBLE, SURE, Finder, Material, Neighbours, Outcome, Refusal, Sentence, not_mentioned
from qa.answers.names import lists_nothing, names_none_of
from qa.answers.operations import Operation
from qa.answers.picking import (
    asks_year_alone,
    is_of_another_year,
    measures_another,
    of_several_years,
    own_share,
    pick_figure,
    tells_no_gain,
    tells_none_left,
    tells_run,
)
from qa.answers.premises import against_direction, against_premise, tells_no_sequel
from qa.answers.reasons import reasons, without_reason
from qa.answers.reported import tells_result
from qa.answers.series import Outlines
from qa.answers.summaries import MAX_POINTS, points, with_areas
from qa.answers.verification import WordWeigher
from qa.answers.wording import corrects, in_words, maybe_otherwise, plan_note, point, quote, when_of, where_of
from qa.datatypes import Hit, Inquiry, Intent, Passage, Reason, Statement
from qa.figures.contrasts import leaves_out, other_step
from qa.figures.matching import asking_clause, other_dimension
from qa.figures.parsing import parse_figures
from qa.text import ASKS_WHEN, normalise

_ASKS_PLACE = re.compile(
    r"(?:全[市国省区]|第几|老几|排名|位居).{0,6}(?:最[多高大好快少低]|第一|第几|老几|首位|名次)|排(?:在)?(?:第几|老几)"
)
_ASKS_MOST = re.compile(
    r"哪[一-鿿]{0,3}?(?:街道|街乡|乡镇|镇|乡|村|社区|学校|医院|企业|公司|公园|小区|项目).{0,10}最[多高大好快少低差早]"
)
_TELLS_PLACE = re.compile(
    r"第[一二三四五六七八九十\d]|首[位个]|之首|榜首|[领位]居|最[多高大好快]|前[一二三四五六七八九十\d]|排名|领先|唯一"
)
_SEVERAL = re.compile(r"分别|各|、|多少.*(?:多少|几)|几.*(?:多少|几)|和|以及|还有|又")
_ASKS_COMPANY = re.compile(
    r"(?:哪[一几]?[家个]|什么)(?:公司|企业|单位|机构|集团)(?:来|负责|承[建担办包]|施工|运营|管理|投资)"
)
_TELLS_COMPANY = re.compile(r"公司|集团|企业|[院所校局委厂馆行社会办部店园]|中心|机构|[A-Za-z]{2}")
_ALL_TARGETS = re.compile(r"(?:主要|预期|发展|各项|全部|硬)(?:的?预期)?(?:指标|目标)")  # not one of them
_NAMED = 0.95  # likelihood from which a sentence without any name in it is taken to tell it
_HELD_IN_DOUBT = 0.25  # share of all words asked that a doubtful sentence must have for its figure to be given
_OWN_ENOUGH = 0.5  # share of them that a figure has about it, in the unit asked for, from which it is given anyway
_OFTEN_TOLD = (Operation.DIFFERENCE, Operation.SHARE)  # results that reports tell themselves ("由168个调整为163个")
_HELD_TO_CONTRADICT = 0.5  # likelihood from which a sentence is taken to tell otherwise than the question
_QUOTED_ANYWAY = 0.5  # the sentence is so likely the right one that it is quoted though its figure is not plain


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
        self._judge = Judge(generator)
        self._drafter = Drafter(generator, words, max_tokens=max_tokens)
        self._expressions = Expressions(generator)
        self._neighbours = neighbours
        self._outlines = outlines

    def warm_up(self) -> None:
        """Load what reads and let the model say a word, so that no question waits for either."""
        self._judge.warm_up()
        self._drafter.warm_up()

    def single(self, material: Material, *, deniable: bool = True) -> Iterator[Outcome]:
        """Quote the sentence that answers where that is plain; else draft, verify, or refuse.

        Where the question is not `deniable` (a part, worded by the program), it asserts nothing, and evidence counts
        although the second look leaves none.
        """
        listed = extreme(material, self._outlines) or self._enumerated(material)
        if deniable and (against := against_premise(material)):
            yield from against
        elif listed:
            yield from listed
        elif changed := changed_by(material):
            yield from changed
        elif told := told_by_year(material):
            yield told
        elif tells_none_left(material) or tells_run(material):
            yield quote(material, material.passages[0])
        elif (held := self._judge.look_again(material)).hits or not deniable:
            yield from self._held(held if held.hits else material)
        else:
            yield _no_figure(material) if material.inquiry.intent is Intent.FIGURE else not_mentioned(material.inquiry)

    def _enumerated(self, material: Material) -> list[Sentence]:
        """The enumeration asked for, whole; none where the model takes it to be of something else."""
        listed = whole_list(material, self._outlines)
        passages = [passage for one in listed for passage in one.passages]
        return [] if listed and self._judge.denies(material.inquiry.standalone, passages) else listed

    def _held(self, material: Material) -> Iterator[Outcome]:
        """What the evidence tells that stood the second look."""
        if material.strength < POSSIBLE:
            yield not_mentioned(material.inquiry)
        elif material.inquiry.intent.asks_why:
            yield from self._reasons(material)
        elif material.inquiry.intent is Intent.FIGURE:
            yield from self._figure(material)
        elif material.strength < SURE:
            yield from self._worded(material)
        else:
            yield from self._quotes(material)

    def _reasons(self, material: Material) -> Iterator[Outcome]:
        """The reasons; what is quoted for want of one is said to tell otherwise where the model reads it so."""
        for outcome in reasons(material, self._neighbours, self._outlines):
            if isinstance(outcome, Sentence) and without_reason(outcome):
                best = outcome.passages[0]
                reading = self._judge.reading(material.inquiry.standalone, best)
                if reading and reading.contradicts > max(reading.answers, _HELD_TO_CONTRADICT):
                    yield maybe_otherwise(quote(material, best, uncut=True))
                    continue
            yield outcome

    def _figure(self, material: Material) -> Iterator[Outcome]:
        """The sentence with the figure asked for; a refusal when no figure is plainly the one."""
        picked = pick_figure(material)
        if picked is None and self._judge.vouches(material):
            picked = pick_figure(material, vouched=True)
        if picked is None:
            yield _no_figure(material)
            return
        hit, figure, plain = picked
        if material.inquiry.statement is Statement.TARGET and not hit.passage.statement.ahead:
            quoted = quote(material, hit.passage).text
            yield Refusal(Reason.NO_FIGURE, f"报告中没有给出所问的目标数字，只写了完成情况：{quoted}", math.inf)
            return
        if asks_year_alone(material.inquiry) and of_several_years(figure, hit.passage, material.inquiry):
            when = hit.passage.period.label() if hit.passage.period else "几年"
            words = in_words(hit.passage)
            yield Refusal(Reason.NO_FIGURE, f"报告中只有{when}合计的数字，没有这一年单独的：{words}", math.inf)
            return
        rest = tuple(other for other in material.hits if other is not hit)
        first = Material(material.inquiry, (hit, *rest), material.wanted)
        own = own_share(figure, material.wanted)
        if (plain and material.strength >= SURE) or (own >= _OWN_ENOUGH and material.wanted.unit_fits(figure)):
            yield from self._quotes(first)
        elif (plain and _tells_of(hit, material)) or material.strength >= _QUOTED_ANYWAY:
            yield from self._worded(first)
        else:  # a draft would have to pick the same figure
            yield _no_figure(first)

    def _quotes(self, material: Material) -> Iterator[Outcome]:
        """The best sentence, then those that say what it leaves open."""
        if names_none_of(material):
            words = in_words(material.passages[0])
            yield Refusal(Reason.NOT_MENTIONED, f"报告中没有列出所问的名称。相近的原文是：{words}", _NAMED)
            return
        if _leaves_open(material):
            yield not_mentioned(material.inquiry)
            return
        if lists_nothing(material):
            yield from self._drafted(material)
            return
        several = material.inquiry.intent is not Intent.FIGURE or _SEVERAL.search(material.inquiry.own)
        told = completing(material) if several else material.passages[:1]
        uncut = bool(_ALL_TARGETS.search(material.inquiry.own))
        yield from (quote(material, passage, uncut=uncut) for passage in told)

    def _worded(self, material: Material) -> Iterator[Outcome]:
        """Quote what is likely enough at once, else draft.

        Where a sentence may be quoted, drafts gave no answer more on the dev questions, and seconds to wait.
        """
        if material.strength >= SURE / 2 and not (
            lists_nothing(material) or names_none_of(material) or _leaves_open(material)
        ):
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

    def vouched(self, material: Material, least: float) -> Sentence | None:
        """The sentence among the best that is at least so likely to tell what is asked; none of what is computed."""
        if material.inquiry.parts or material.inquiry.intent in (Intent.COMPUTE, Intent.COMPARE):
            return None
        found = self._judge.vouched(material, least)
        if found is None:
            return None
        passage, reading = found
        quoted, years = quote(material, passage), material.inquiry.years
        of_then = not years or passage.period is None or any(map(passage.period.covers, years))
        return quoted if of_then and reading.answers >= reading.contradicts else maybe_otherwise(quoted)

    def whole(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """What `single` gives, and what else a question asks for in several parts; of all work its headings."""
        if listed := agenda(material, self._outlines):
            yield from listed
            return
        told = completed(self.single(material), material, self._neighbours, find)
        yield from self._or_computed(with_each_ask(told, material.inquiry.asks, find, self._judge), material)

    def _or_computed(self, outcomes: Iterable[Outcome], material: Material) -> Iterator[Outcome]:
        """The outcomes; in place of a refusal, or of a quotation without the result, what can be computed after all."""
        of_figures = material.inquiry.intent in (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE)
        if not (of_figures and may_compute(material.inquiry.own)):
            yield from outcomes
            return
        given = list(outcomes)
        quoted = [one for one in given if isinstance(one, Sentence)]
        computed: list[Sentence] = []
        if not quoted:
            computed = self._expressions.computed(material)
        elif len(given) == 1 and wants_result(material.inquiry.own) and not corrects(given[0]):
            computed = self._expressions.computed(material, quoted[0].passages)
        yield from computed or given

    def besides(self, outcomes: Iterable[Outcome], inquiry: Inquiry, find: Finder) -> Iterator[Outcome]:
        """What is told of the reports themselves, and the figures that are asked for beside it."""
        figures = [ask for ask in inquiry.asks if ask.intent is Intent.FIGURE]
        yield from with_each_ask(outcomes, figures, find, self._judge)

    def comparison(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Answer each part by itself, then compare or compute by the program."""
        if against := against_direction(material):
            yield against
        else:
            # The questions of the parts are worded by the program: that the model denies one says little.
            yield from compare(material, find, functools.partial(self.single, deniable=False))

    def calculation(self, material: Material, operation: Operation, find: Finder) -> Iterator[Outcome]:
        """Compute from figures of the evidence; where they are not plain, quote the result or refuse."""
        if tells_none_left(material):
            yield from self.single(material)
            return
        against = against_direction(material)
        if told := [against] if against else calculate(material, operation, find):
            yield from told
            return
        if not material.inquiry.parts and max(len(asks_of(material)), len(material.inquiry.asks)) > 1:
            yield from self.whole(material, find)
            return
        if material.inquiry.parts:
            yield from self.comparison(material, find)
            return
        outcomes = list(self.single(material))
        if any(map(corrects, outcomes)) or tells_result(material, operation, outcomes):
            yield from self._or_computed(outcomes, material)
        elif computed := self._expressions.computed(material):
            yield from computed
        elif operation in _OFTEN_TOLD and self._judge.vouches(material):
            yield from outcomes
        else:
            yield not_computed(material, operation, outcomes)

    def fulfilment(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Whether a goal was reached, from goal and result; where the report itself tells it, as any question."""
        outcomes = list(fulfil(material, find))
        yield from outcomes or self.single(material)

    def summary(self, material: Material, find: Finder) -> Iterator[Outcome]:
        """Points from different paragraphs, each quoted and cited; an announced enumeration is given whole.

        An overview in parts (of regions, of years, of what was done and is planned) has points of each, as far as
        `find` finds any; of each area that the question enumerates, what it finds is told.
        """
        if not material.inquiry.parts and (listed := agenda(material, self._outlines) or self._enumerated(material)):
            yield from listed
            return
        parts = material.inquiry.parts or (material.inquiry,)
        told: list[Sentence] = []
        missing: list[Sentence] = []
        for part in parts:
            found = find(part) if material.inquiry.parts else material
            passages = self._points(found, find, sharing=len(parts))
            for number, passage in enumerate(passages, start=len(told) + 1):
                said = point(passage, material.wanted).removesuffix("。")
                whose = _whose(part, passage, parts)
                told.append(Sentence(f"{number}. {whose}{said}{plan_note(passage, said, part)}。", (passage,)))
            if not passages:
                missing.append(Sentence(f"报告中没有找到有关内容（已查：{part.label()}）。", ()))
        yield from (*told, *missing) if told else [not_mentioned(material.inquiry)]

    def _points(self, material: Material, find: Finder, sharing: int) -> Sequence[Passage]:
        """The points of one of so many overviews that share the answer."""
        if material.strength < POSSIBLE:
            return with_areas((), material, find)
        passages = self._outlines(material.passages[0].report_id).passages
        tells = self._judge.telling(material.inquiry.standalone)
        return with_areas(points(material, passages, MAX_POINTS // sharing, tells), material, find)


def _whose(part: Inquiry, passage: Passage, parts: Sequence[Inquiry]) -> str:
    """Whose and when a point is, and whether it is planned, as far as the overview is not of that alone."""
    regions, years, kinds = ({getattr(one, name) for one in parts} for name in ("regions", "years", "ahead"))
    of_one_year = any(years == {(year,)} and passage.period == (year, year) for year in part.years)
    where = "" if regions == {(passage.region,)} else where_of(passage)
    when = "" if of_one_year else when_of(passage)
    kind = ("计划" if part.ahead else "已做") if len(kinds) > 1 else ""
    label = f"{where}{when}{kind}"
    return f"{label}：" if label else ""


def _leaves_open(material: Material) -> bool:
    """Whether a part, a year, a date, who does it, a place in an order or a result is asked for and not told."""
    asked, best = material.inquiry.own, material.passages[0]
    if material.inquiry.intent is Intent.COMPUTE and (
        tells_no_gain(material)
        or measures_another(best, material.wanted)
        or (material.wanted.units and not any(map(material.wanted.unit_fits, parse_figures(best.text))))
    ):
        return True
    if material.inquiry.intent is Intent.FACT and is_of_another_year(best, material):
        return True
    if _ASKS_COMPANY.search(asked) and not _TELLS_COMPANY.search(best.text):
        return True
    measured = material.inquiry.intent is Intent.COMPARE and bool(material.wanted.units)
    if measured and all(other_dimension(figure, material.wanted) for figure in parse_figures(best.text)):
        return True
    if _ASKS_MOST.search(asked) and not _TELLS_PLACE.search(best.text):
        return True
    if other_step(asked, best.header + best.text):
        return True
    if leaves_out(asking_clause(asked), best.header + best.text) or tells_no_sequel(material):
        return True
    if ASKS_WHEN.search(asked) and not tells_when(best.text):
        return True
    return bool(_ASKS_PLACE.search(asked)) and not any(_TELLS_PLACE.search(one.text) for one in material.passages[:3])


def _tells_of(hit: Hit, material: Material) -> bool:
    """Whether a sentence has so much of what was asked that its figure is of it ("油料产量" is no "汽车产量")."""
    return material.wanted.coverage(normalise(hit.passage.text)) >= _HELD_IN_DOUBT


def _no_figure(material: Material) -> Refusal:
    if material.strength < SURE:
        return not_mentioned(material.inquiry)
    return Refusal(Reason.NO_FIGURE, f"报告中没有给出所问的数字。相近的原文是：{in_words(material.passages[0])}")
