"""Which figure of the evidence is the one asked for, and whether a draft has picked it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.answers.asserted import RUN
from qa.answers.cells import measures_otherwise
from qa.answers.material import SURE, Material, Sentence
from qa.answers.wording import spans_years
from qa.datatypes import Hit, Inquiry, Passage, Statement
from qa.figures.contrasts import contrary, lacks_each, lacks_goal, leaves_out, of_part_of_year
from qa.figures.matching import (
    Wanted,
    asking_clause,
    best_figure,
    dimension,
    is_new,
    likeliest,
    only_state,
    other_dimension,
    other_state,
    score_figure,
    stands_in,
)
from qa.figures.parsing import Figure, clause_span, clauses, parse_figures, same_quantity
from qa.text import normalise

_DRAFTED_OWN = 0.25  # share of the question's words that a drafted figure must have about it in its own sentence
_BEHIND_BEST = 0.3  # a drafted figure may fit this much worse than the best figure of its sentence
FIGURE_PLAIN = 0.2  # from here a figure's own words make it plainly the one asked for
_FIGURE_OWN = 0.08  # share of the question's words that a figure must have about it to be looked at
_TELLING_HITS = 5  # a word that none of so many hits has cannot tell one of their figures from another
_OF_SEVERAL_YEARS = 0.8  # what a figure that adds up several years is worth less where one year is asked for
_NEAR_TOP = 0.1  # hits below this share of the best score are not looked at for a figure
_NONE_ABOUT = 0.3  # share of the question's words that a clause must hold to say that none of it is left
_ASKS_LEFT = re.compile(r"还?剩(?:下|余)?(?:了|有)?(?:多少|几)|还有(?:多少|几)[^,，。]{0,16}(?:没|未)")
_NONE_LEFT = re.compile(r"全部|全都|全面(?:完成|解决|消除)|清零|归零|彻底(?:解决|消除)")
_ASKS_RUN = re.compile(r"连[续着]?了?(?:多少|几)个?(年|届|月|季度)")
_MOVED = re.compile(r"(?:涨|升|降|跌|增长|提高|下降)了?(?:多少|几|百分之)")
_ALL_THERE_IS = re.compile(r"总数|总量|[总一]共(?!新)|现有|保有|存量")
_FIRST_PART = re.compile(r"首批|第一批|[一首]期(?!间)")
_ONLY_CHANGE = re.compile(r"^(?:同比|环比|[增减升降涨跌]|提高|下降|上年|去年|比上年)")  # a word that names no thing
_OF_THINGS = 0.5  # share of what the best hits have of the things asked for that a figure of a further one needs
_ASKS_GAIN = re.compile(r"(?:多|少|增加|减少)(?:了|出来?)(?:多少|几)(?!倍)")
_REACHED = re.compile(r"[增升扩减降]至|总数|现有")
# What is asked of a year alone, not of the time since or until then.
_OF_THE_YEAR = re.compile(
    r"(?!.*(?:以来|至今|累计|总数|[总一]共|截[至止]|[到至从自]\S{0,6}年|[两三四五]年|届|\d年.*\d年|报告|评估|那时|那会|当时|有(?:多少|几)))"
    r".*\d年?(?![年底末初中至到—-]|[上下]半|\d).*"
)
_OF_A_DATE = re.compile(
    r"达|总数|总量|[共现拥保占]有|现存|累计(?:建成|开通|设立|拥有|建有)|[增升扩减降压缩][至到]|同比|分别|规模|密度"
)
_NEARLY_SAME = 0.6  # share of the words about a sum that the figure of the year alone must have about it
_IN_DOUBT = re.compile(r"还是|是不是|是否|有没有|[吗吧]|[对是]不[对是]")
_OF_LAST_YEAR = re.compile(r"同比|[比较]上年|现有|目前")  # of a sentence that tells of several
_QUALITATIVE = re.compile(r"增长|增速|增幅|下降|提高|提升|稳步|持续|保持|改善|高于|低于|优于|达到|负增长")


class Picked(NamedTuple):
    """The figure asked for with its hit; `plain` where its own words make it surely the one."""

    hit: Hit
    figure: Figure
    plain: bool


def pick_figure(material: Material, *, vouched: bool = False) -> Picked | None:
    """The figure asked for; None when no figure near the top is of the kind asked for, or the question tells it itself.

    A clause that is about the question but has no figure ("收入稳步增长") beats a figure about
    something else in the same sentence. In a sentence that is vouched for, a figure needs no word of the question.
    """
    wanted = told_words(material)
    chosen = _chosen(material, wanted, 0.0 if vouched else _FIGURE_OWN)
    if chosen is None or _is_given(chosen[1], material):
        return None
    return Picked(*chosen, own_share(chosen[1], wanted) >= FIGURE_PLAIN)


def _chosen(material: Material, wanted: Wanted, least: float) -> tuple[Hit, Figure] | None:
    """The hit and the figure that fits best; `wanted` has only the words that the best hits have."""
    scored = list(_scored(material, wanted, least))
    best = likeliest(scored)
    of_state = likeliest(one for one in scored if not other_state(one[1][1], wanted))
    if best and of_state and own_share(of_state[1], wanted) >= 0.8 * own_share(best[1], wanted):
        best = of_state
    if best is None:
        return _only_one(material)
    hit, chosen = _of_the_year_alone(best, scored, material.inquiry, wanted)
    counted = _counterpart(chosen, hit.passage, wanted) if other_state(chosen, wanted) else chosen
    return None if counted is None or _only_words(counted, hit.passage, wanted) else (hit, counted)


def _of_the_year_alone(
    best: tuple[Hit, Figure], scored: Sequence[tuple[float, tuple[Hit, Figure]]], inquiry: Inquiry, wanted: Wanted
) -> tuple[Hit, Figure]:
    """Instead of a sum over several years, the figure of nearly the same thing that is of the year asked for alone."""
    hit, chosen = best
    if not of_several_years(chosen, hit.passage, inquiry):
        return best
    enough = _NEARLY_SAME * own_share(chosen, wanted)
    alone = likeliest(
        (fit, (other, figure))
        for fit, (other, figure) in scored
        if other.passage.period == (inquiry.years[0], inquiry.years[0])
        and dimension(figure.unit) == dimension(chosen.unit)
        and figure.is_growth == chosen.is_growth
        and own_share(figure, wanted) >= enough
    )
    return alone or best


def of_several_years(figure: Figure, passage: Passage, inquiry: Inquiry) -> bool:
    """Whether one year is asked for and a figure adds up several, or counts what was done in several."""
    about, period = figure.indicator + figure.aspect, passage.period
    if spans_years(passage, inquiry.years, about):
        return True
    if not asks_year_alone(inquiry) or period is None or period.last == period.first:
        return False
    counted = not figure.is_growth and dimension(figure.unit) not in ("share", "air")
    return counted and str(inquiry.years[0]) not in passage.text and not _OF_A_DATE.search(about)


def asks_year_alone(inquiry: Inquiry) -> bool:
    """Whether a question asks for one year alone, not for the time since or until then, nor for a report of it."""
    return len(inquiry.years) == 1 and not inquiry.ahead and bool(_OF_THE_YEAR.fullmatch(inquiry.question))


def _is_given(figure: Figure, material: Material) -> bool:
    """Whether the question tells a figure itself, and does not ask whether it is so."""
    doubted = _IN_DOUBT.search(material.inquiry.question)
    return not doubted and any(same_quantity(figure, one) for one in parse_figures(material.inquiry.own))


def measures_another(passage: Passage, wanted: Wanted) -> bool:
    """Whether a passage has figures, and all measure something else, or something for each unit of what is asked."""
    figures = parse_figures(passage.text)
    return bool(figures) and all(
        other_dimension(figure, wanted) or wanted.told_per_unit(clause_of(figure, passage)) for figure in figures
    )


def tells_none_left(material: Material) -> bool:
    """Whether the likely sentence tells that all is done ("违建动态清零") where the question asks how many are left."""
    if material.strength < SURE or not _ASKS_LEFT.search(material.inquiry.own):
        return False
    passage = material.passages[0]
    told = (passage.text[start:end] for start, end in clauses(passage.text))
    about = [one for one in told if material.wanted.coverage(normalise(one)) >= _NONE_ABOUT]
    return not passage.statement.ahead and any(_NONE_LEFT.search(one) for one in about)


def tells_run(material: Material) -> bool:
    """Whether it is asked how long something goes on ("连续几年"), and the likely sentence tells it in that unit."""
    question = material.inquiry.own
    asked = None if RUN.search(question) else _ASKS_RUN.search(question)  # what it says itself is first checked
    told = RUN.search(material.passages[0].text) if asked and material.strength >= SURE else None
    return bool(asked and told and asked[1] == told[2])


def tells_no_gain(material: Material) -> bool:
    """Whether it is asked how many more there are, and the likeliest figure only tells how many there are now."""
    passage = material.passages[0]
    best = best_figure([passage.text], material.wanted) if _ASKS_GAIN.search(material.inquiry.own) else None
    if best is None or best[1].is_growth or is_new(best[1]):
        return False
    return bool(_REACHED.search(clause_of(best[1], passage)))


def told_words(material: Material) -> Wanted:
    """The wish with only those words that the best hits have; what people say beside them tells no figure apart."""
    held = normalise("".join(one.header + one.text for one in material.passages[:_TELLING_HITS]))
    return material.wanted.keeping(lambda word: stands_in(word, held))


def _scored(material: Material, wanted: Wanted, least: float) -> Iterator[tuple[float, tuple[Hit, Figure]]]:
    """The figures near the top that may be asked for, each with how well it fits.

    Each has at least the share `least` of the question's words about it.
    """
    top, things = material.strength, wanted.keeping(lambda word: not _ONLY_CHANGE.search(word))
    best = max((things.coverage(normalise(hit.passage.text)) for hit in material.hits[:_TELLING_HITS]), default=0.0)
    for hit in material.hits:
        if hit.score < top * _NEAR_TOP:
            break
        if is_of_another_year(hit.passage, material):
            continue
        for figure in parse_figures(hit.passage.text):
            if other_dimension(figure, wanted) or own_share(figure, wanted) < least:
                continue
            if _is_another(figure, hit.passage, material):
                continue
            if hit is not material.hits[0] and things.coverage(_said_of(figure, hit.passage)) < _OF_THINGS * best:
                continue
            several = of_several_years(figure, hit.passage, material.inquiry)
            fit = score_figure(figure, wanted) + 1.5 * hit.score / top - _OF_SEVERAL_YEARS * several
            yield fit, (hit, figure)


def _said_of(figure: Figure, passage: Passage) -> str:
    """The header of a passage with all that it says of a figure."""
    return normalise(passage.header + clause_of(figure, passage))


def _counterpart(figure: Figure, passage: Passage, wanted: Wanted) -> Figure | None:
    """Right after a figure of the other state, the one of the state asked for ("改造开工18个、竣工11个")."""
    after = next((other for other in parse_figures(passage.text) if other.start >= figure.end), None)
    return after if after and after.unit == figure.unit and only_state(after, wanted) else None


def _is_another(figure: Figure, passage: Passage, material: Material) -> bool:
    """Whether a figure is plainly of something else than was asked for: another rate, part of the year, counterpart."""
    wanted, clause = material.wanted, clause_of(figure, passage)
    if wanted.excludes(figure) or (wanted.rate and wanted.rate not in clause):
        return True
    if measures_otherwise(figure, passage, wanted):
        return True
    asked = asking_clause(material.inquiry.own)
    if dimension(figure.unit) == "money" and lacks_each(asked, clause):
        return True
    if not passage.statement.ahead and lacks_goal(asked, passage.text):
        return True
    if wanted.change and figure.unit == "%" and not figure.is_growth and _MOVED.search(asked):
        return True
    if len(material.inquiry.years) > 1 and of_part_of_year(clause):
        return True
    if wanted.new is False and (_FIRST_PART.search(clause) or (is_new(figure) and _ALL_THERE_IS.search(asked))):
        return True
    return contrary(asked, clause) or leaves_out(asked, passage.header + passage.text)


def is_of_another_year(passage: Passage, material: Material) -> bool:
    """Whether one year is asked for and the figure of a passage that fits the question best is plainly of another."""
    best = best_figure([passage.text], material.wanted)
    return best is not None and _of_another_year(best[1], passage, material.inquiry)


def _of_another_year(figure: Figure, passage: Passage, inquiry: Inquiry) -> bool:
    """Whether a figure is plainly of another year than the one asked for.

    It is where the passage tells of other years, and where it tells of several and the figure is that of
    their last, set beside the year before.
    """
    period, of_report = passage.period, inquiry.reports or inquiry.ahead or inquiry.statement is Statement.PROBLEM
    if len(inquiry.years) != 1 or period is None or of_report or str(inquiry.years[0]) in passage.text:
        return False
    if not period.covers(inquiry.years[0]):
        return not figure.is_growth
    spans = clauses(passage.text)
    at = next((at for at, (start, end) in enumerate(spans) if start <= figure.start < end), 0)
    near = "".join(passage.text[start:end] for start, end in spans[at : at + 2])
    return bool(_OF_LAST_YEAR.search(near)) and inquiry.years[0] < period.last


def clause_of(figure: Figure, passage: Passage) -> str:
    """The clause that a figure stands in, and what it is said about."""
    start, end = clause_span(figure, passage.text)
    return passage.text[start:end] + figure.indicator + figure.aspect


def _only_one(material: Material) -> tuple[Hit, Figure] | None:
    """The one figure, in the unit asked for where one is, of a sentence that is likely the right one."""
    hit = material.hits[0] if material.hits else None
    if hit is None or hit.score < SURE or is_of_another_year(hit.passage, material):
        return None
    wanted = material.wanted
    if wanted.rate:
        return None
    figures = parse_figures(hit.passage.text)
    fitting = [figure for figure in figures if wanted.unit_fits(figure)] if wanted.units else figures
    if len(fitting) != 1 or other_state(fitting[0], wanted) or _is_another(fitting[0], hit.passage, material):
        return None
    return None if _only_words(fitting[0], hit.passage, wanted) else (hit, fitting[0])


def own_share(figure: Figure, wanted: Wanted) -> float:
    """Share of the question's words that a figure has about it."""
    return wanted.coverage(normalise(figure.indicator + figure.aspect))


def _only_words(figure: Figure, passage: Passage, wanted: Wanted) -> bool:
    """Whether another clause ("收入稳步增长"), without a figure of this dimension, is what was asked about."""
    own = own_share(figure, wanted)
    for start, end in clauses(passage.text):
        clause = passage.text[start:end]
        figures = parse_figures(clause)
        says = (figures or _QUALITATIVE.search(clause)) and all(other_dimension(other, wanted) for other in figures)
        if says and wanted.coverage(normalise(clause)) > max(2 * own, 0.25):
            return True
    return False


def picks_well(text: str, passages: Sequence[Passage], material: Material) -> bool:
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
            if score_figure(chosen, wanted) < best - _BEHIND_BEST or _only_words(chosen, passage, wanted):
                return False
            if own_share(chosen, wanted) < _DRAFTED_OWN:
                return False
    return True


def contradicted(text: str, passages: Sequence[Passage], wanted: Wanted) -> bool:
    """Whether every figure of a draft is, in its evidence, of another kind than the one asked for."""
    shown = parse_figures(text)
    held = [
        other
        for passage in passages
        for other in parse_figures(passage.text)
        if any(same_quantity(one, other) for one in shown)
    ]
    return bool(held) and all(other_dimension(figure, wanted) for figure in held)


def figure_of(sentence: Sentence, wanted: Wanted) -> Figure | None:
    """The figure that an answer sentence gives: its best one that its passages hold."""
    held = [figure for passage in sentence.passages for figure in parse_figures(passage.text)]
    shown = [figure for figure in parse_figures(sentence.text) if any(same_quantity(figure, other) for other in held)]
    if not shown:
        return None
    best = best_figure([sentence.text], wanted)
    return best[1] if best and any(same_quantity(best[1], figure) for figure in shown) else shown[0]
