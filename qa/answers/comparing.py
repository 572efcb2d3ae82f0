"""Questions in parts: each answered by itself, then compared or computed by the program."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answers import computation
from qa.answers.computation import Operand, Operation, find_operation
from qa.answers.material import Finder, Material, Outcome, Refusal, Sentence
from qa.answers.operands import CAME_NEW, Held, figures_of, last_year, likeness, shared
from qa.answers.picking import FIGURE_PLAIN, figure_of, own_share
from qa.answers.results import is_rough
from qa.answers.wording import spans_years
from qa.datatypes import Inquiry, Intent, Passage, Reason, Statement
from qa.figures.matching import Wanted, likeliest, other_state, score_figure
from qa.figures.parsing import Figure
from qa.text import normalise, readable

_COMPARES = re.compile(
    r"比|相差|差[多了几得距别]|差多少|哪|谁|更|最|排|倍|合计|总和|占|够得上|超过|不如|变化|多[了出]|少了"
)
_GOAL_NAMED = re.compile(r"目标|任务|计划|规划|打算|准备|安排|定[的下]|提出|承诺|说[是过]?要|预期|力争|预计")
_OF_RATES = re.compile(r"增速|增幅|增长率|涨幅|降幅|快|慢")
_SINCE_YEAR_BEFORE = re.compile(r"同比[^,，。;；]{0,8}\d|[比较](?:上年|去年|上一年)[^,，。;；]{0,8}\d")
_LATEST = re.compile(r"最新|最近|眼下|目前|现在|如今")
_LATEST_NEAR = 0.3  # share of the best score from which the latest report goes first
_ALONE_NEAR = 0.05  # share of the best score from which what tells of the asked year alone goes first
_TOGETHER = re.compile(r"一共|总共|共计|合计")
_EACH = re.compile(r"各|分别|哪|谁|更|最|比")
_OF_RESULTS = ("倍", "%")  # units that a result may have and its operands not
_NO_EXACT_GAP = "以上数字有的是约数，无法算出准确的差。"
_TRIED = 6  # figures of one sentence that are tried in a comparison
# A running total at a date, which can be set beside that of another date whatever years the report spans.
_AT_A_DATE = re.compile(r"达|总数|总量|共有|现有|保有|累计(?:建成|开通|设立|拥有|建有)|增至|升至|扩至|扩展至|扩增至")
_YES_NO = re.compile(r"吗|是不是|是否|有没有|够不够|没有[?？]?$")
_EITHER = re.compile(r"([多高大快]了?)还是([少低小慢]了?)")
_NOT_LESS = re.compile(r"够得上|赶得上|比得上|跟得上|够不够|不低于|不少于")
_LESS = re.compile(r"少于|低于|不如|不及|小于|比.*(?:少|低|小|慢)")
_MORE = re.compile(r"超过|高于|多于|大于|超了|比.*(?:多|高|大|快)")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the question and what was found for it; `figure` is None where the sentence has none."""

    inquiry: Inquiry
    sentence: Sentence | None
    figure: Figure | None
    wanted: Wanted

    @property
    def found(self) -> bool:
        """Whether the part is answered: by a figure where one is asked for."""
        return self.sentence is not None and (self.figure is not None or self.inquiry.intent is not Intent.FIGURE)

    @property
    def passage(self) -> Passage | None:
        return self.sentence.passages[0] if self.sentence else None

    @property
    def is_target(self) -> bool:
        return self.passage is not None and self.passage.statement.ahead

    @property
    def of_other_year(self) -> bool:
        """Whether its passage tells of another time than the one asked year, and does not name that year."""
        period = self.passage.period if self.passage else None
        if self.passage is None or period is None or len(self.inquiry.years) != 1:
            return False
        return not period.covers(self.inquiry.years[0]) and str(self.inquiry.years[0]) not in self.passage.text


def compare(material: Material, find: Finder, single: Callable[[Material], Iterator[Outcome]]) -> Iterator[Outcome]:
    """Answer each part by itself, then compare or compute by the program.

    What is missing is said by name; where a comparison is left with one part or none it is refused,
    with what was found in the refusal.
    """

    def answer(part: Inquiry) -> _Part:
        return _answered(part, _sought(part, find, material), single, material.inquiry.years)

    parts = [answer(part) for part in material.inquiry.parts]
    words = {word: weight for part in parts for word, weight in part.wanted.words.items()}
    if len(_scopes(material)) == 1:
        yield from _severally(material, parts, single)
        return
    parts = [_in_other_words(part, parts, answer) for part in parts]
    if _mixes_targets(material.inquiry.standalone, parts):
        parts = [_reached(part, answer) for part in parts]
    if change := _told_change(parts, lambda: next(iter(single(material)), None)):
        yield change
        return
    names = _names(parts)
    found = [(name, part) for name, part in zip(names, parts, strict=True) if part.found]
    missing = [name for name, part in zip(names, parts, strict=True) if not part.found]
    question = material.inquiry.standalone
    summed = find_operation(question) is Operation.SUM or bool(
        _TOGETHER.search(question) and not _EACH.search(question)
    )
    if missing and (len(found) < 2 or summed):
        shown = "".join(part.sentence.text for _, part in found if part.sentence)
        told = f"只查到：{shown}" if shown else ""
        what = "数字" if any(part.inquiry.intent is Intent.FIGURE for part in parts) else "内容"
        yield Refusal(Reason.NOT_MENTIONED, f"报告中没有找到{'、'.join(missing)}的相应{what}，无法一并回答。{told}")
        return
    yield from dict.fromkeys(part.sentence for _, part in found if part.sentence)
    if missing:
        yield Sentence(f"报告中没有找到{'、'.join(missing)}的相应数字。", ())
    yield from _compared(material.inquiry.standalone, found, words)


def _answered(
    part: Inquiry, sought: Material, single: Callable[[Material], Iterator[Outcome]], years: Sequence[int]
) -> _Part:
    """A part with its answer: from what tells of the asked year alone where that has a figure, else from all."""
    year = part.years[0] if len(part.years) == 1 else None
    alone = tuple(hit for hit in sought.hits if hit.passage.period == (year, year))
    near = bool(alone) and _ALONE_NEAR * sought.strength <= alone[0].score and len(alone) < len(sought.hits)
    choices = [replace(sought, hits=alone), sought] if year and near else [sought]
    answered = _Part(part, None, None, sought.wanted)
    for choice in choices:
        outcome = next(iter(single(choice)), None)
        sentence = outcome if isinstance(outcome, Sentence) else None
        figure = figure_of(sentence, sought.wanted) if sentence and _is_of(sentence.passages[0], year, years) else None
        answered = _Part(part, sentence, figure, sought.wanted)
        if figure and (choice is sought or own_share(figure, sought.wanted) >= FIGURE_PLAIN):
            break
    return answered


def _in_other_words(part: _Part, parts: Sequence[_Part], answer: Callable[[Inquiry], _Part]) -> _Part:
    """A part that lacks its figure, looked for again in the words that another part's report has for it."""
    model = next((other for other in parts if other.found and other.figure), None)
    if part.found or model is None or model.figure is None or model.figure.is_growth:
        return part
    when = "".join(f"{year}年" for year in part.inquiry.years)
    asked = f"{''.join(part.inquiry.regions)}{when}{model.figure.indicator}多少{model.figure.unit}"
    again = answer(replace(part.inquiry, standalone=asked))
    return again if again.figure and again.figure.unit == model.figure.unit else part


def _reached(part: _Part, answer: Callable[[Inquiry], _Part]) -> _Part:
    """A part that is told as a target beside another's result, looked for again among results."""
    if not part.is_target:
        return part
    again = answer(replace(part.inquiry, statement=Statement.OUTCOME))
    return again if again.figure and not again.is_target else part


def _mixes_targets(question: str, parts: Sequence[_Part]) -> bool:
    """Whether some parts are told as targets and others as results, though the question asks for neither."""
    if _GOAL_NAMED.search(question) or any(part.inquiry.statement or part.inquiry.reports for part in parts):
        return False
    return len({part.is_target for part in parts if part.figure}) > 1


def _told_change(parts: Sequence[_Part], whole: Callable[[], Outcome | None]) -> Sentence | None:
    """What tells the change since the year before ("同比下降5%") where that year itself has no figure.

    `whole` answers the question undivided, which may take the model: it is asked only where the part is silent.
    """
    years = [part.inquiry.years for part in parts]
    after = len(parts) == 2 and all(len(one) == 1 for one in years) and years[0][0] - 1 == years[1][0]
    if after and _OF_RATES.search(parts[0].inquiry.standalone):  # how fast it grew is not how much faster it grew
        return None
    if not after or parts[0].inquiry.regions != parts[1].inquiry.regions or parts[1].found:
        return None
    for told in (lambda: parts[0].sentence, whole):
        if isinstance(sentence := told(), Sentence) and _SINCE_YEAR_BEFORE.search(sentence.text):
            return sentence
    return None


def _is_of(passage: Passage, year: int | None, years: Sequence[int]) -> bool:
    """Whether what a passage tells of several years may stand for one: for their last, or one that it names.

    A plan stands for each of its years; so does what is told of the time from the first to the last of `years`.
    """
    period = passage.period
    if year is None or period is None or period.first == period.last or passage.statement.ahead:
        return True
    return year == period.last or period == (min(years), max(years)) or str(year) in passage.text


def _severally(
    material: Material, parts: Sequence[_Part], single: Callable[[Material], Iterator[Outcome]]
) -> Iterator[Outcome]:
    """Several things asked of one report: each answered; what is missing is looked for in the question as a whole."""
    told = list(dict.fromkeys(part.sentence for part in parts if part.sentence and part.found))
    missing = [part.inquiry.own.removesuffix("多少") for part in parts if not part.found]
    if not missing:
        yield from told
        yield from _combined(material.inquiry.own, parts)
        return
    whole = list(single(material))
    if not told or _covered(whole, material.wanted) >= _covered(told, material.wanted):
        yield from whole
        return
    yield from told
    yield Sentence(f"报告中没有找到{'、'.join(missing)}的相应数字。", ())


def _combined(question: str, parts: Sequence[_Part]) -> Iterator[Sentence]:
    """The sum or difference of several things of one report; nothing where none is asked for, or of unlike things."""
    operation = find_operation(question)
    figures = [part.figure for part in parts if part.figure and not part.figure.is_growth]
    passages = tuple(part.passage for part in parts if part.passage)
    like = computation.alike(figures) if len(figures) == len(parts) > 1 else None
    distinct = {(figure.start, passage) for figure, passage in zip(figures, passages, strict=False)}
    if operation not in (Operation.SUM, Operation.DIFFERENCE) or like is None or len(distinct) < len(parts):
        return
    if operation is Operation.DIFFERENCE and any(map(is_rough, like)):
        yield Sentence(_NO_EXACT_GAP, tuple(dict.fromkeys(passages)))
        return
    operands = [Operand(figure.indicator, figure) for figure in like]
    result = computation.total(like) if operation is Operation.SUM else computation.difference(*operands[:2])
    yield Sentence(f"{result}。", tuple(dict.fromkeys(passages)))


def _covered(outcomes: Sequence[Outcome], wanted: Wanted) -> float:
    """Share of the question's words that the passages of some sentences hold."""
    passages = dict.fromkeys(p for one in outcomes if isinstance(one, Sentence) for p in one.passages)
    return wanted.coverage(normalise("".join(passage.text for passage in passages)))


def _sought(part: Inquiry, find: Finder, material: Material) -> Material:
    """The material for a part: units as the whole question asks, totals rather than what came new.

    Where the latest report is asked for, it is the only one.
    """
    sought = find(part)
    wanted, whole = sought.wanted, material.wanted
    units = tuple(unit for unit in whole.units if unit not in _OF_RESULTS) if len(_scopes(material)) > 1 else ()
    wanted = replace(wanted, new=bool(wanted.new), units=wanted.units or units)
    sought = replace(sought, wanted=wanted)
    if part.years or not _LATEST.search(material.inquiry.standalone):
        return sought
    near = [hit for hit in sought.hits if hit.score >= _LATEST_NEAR * sought.strength]
    latest = max((last_year(hit.passage) for hit in near), default=0)
    return replace(sought, hits=tuple(hit for hit in near if last_year(hit.passage) == latest))


def _scopes(material: Material) -> set[tuple[tuple[str, ...], tuple[int, ...]]]:
    return {(part.regions, part.years) for part in material.inquiry.parts}


def _names(parts: Sequence[_Part]) -> list[str]:
    """Whose each part is, as short as tells them apart: the region, the report where they differ, or else the year."""
    reports = ["、".join(re.sub(r"\d+月", "", report.name) for report in part.inquiry.reports) for part in parts]
    if all(reports) and len(set(reports)) == len(parts):
        return reports
    years_differ = len({part.inquiry.years for part in parts}) > 1
    told_of = [last_year(part.passage) if part.passage and not part.inquiry.years else 0 for part in parts]
    of_own_times = all(told_of) and len(set(told_of)) > 1
    named = []
    for part, last in zip(parts, told_of, strict=True):
        region = "、".join(part.inquiry.regions)
        year = replace(part.inquiry, regions=(), statement=None, reports=()).label() if part.inquiry.years else ""
        year = f"{last}年" if of_own_times else year
        named.append(f"{region}{year}" if years_differ or of_own_times or not region else region)
    return named


def _compared(question: str, found: Sequence[tuple[str, _Part]], words: Mapping[str, float]) -> Iterator[Sentence]:
    """The comparison in one sentence, or why there is none; nothing where none was asked for."""
    wishes = (_COMPARES.search(question), find_operation(question), _TOGETHER.search(question))
    if not any(wishes) and not computation.asks_rank(question):
        return
    if len(found) < 2 or any(part.figure is None for _, part in found):
        return
    figures = _matched([part for _, part in found])
    passages = tuple(dict.fromkeys(part.passage for _, part in found if part.passage))
    distinct = {(figure.start, part.passage) for figure, (_, part) in zip(figures, found, strict=True)}
    if len(distinct) < len(found):
        return
    if against := _why_not(question, figures, [part for _, part in found], words):
        yield Sentence(against, passages)
        return
    like = computation.alike(figures)
    if like is None:
        yield Sentence(f"{computation.compatible(figures)}。", passages)
        return
    operands = [Operand(name, figure) for (name, _), figure in zip(found, like, strict=True)]
    yield Sentence(_result(question, operands) + "。", passages)


def _why_not(question: str, figures: Sequence[Figure], parts: Sequence[_Part], words: Mapping[str, float]) -> str:
    """Why figures cannot be set side by side; empty where they can."""
    state = Wanted.of(question, {})
    if _unlike(figures, parts):
        return "以上数字有的是几年合计，不是单独一年的，不能直接相比或相加。"
    if _mixes_targets(question, parts):
        return "以上数字有的是目标，有的是完成情况，不能直接相比或相加。"
    if any(part.of_other_year for part in parts):
        return "以上数字有的不是所问年份的，不能直接相比或相加。"
    if any(other_state(figure, state) for figure in figures) or not _same_indicator(figures, words):
        return "以上数字口径不同，不能直接相比。"
    if find_operation(question) is Operation.DIFFERENCE and any(map(is_rough, figures)):
        return _NO_EXACT_GAP
    return ""


def _result(question: str, operands: Sequence[Operand]) -> str:
    operation = find_operation(question)
    if operation is Operation.SUM or (operation is None and _TOGETHER.search(question) and not _EACH.search(question)):
        return computation.total([operand.figure for operand in operands])
    if operation is Operation.RATIO and operands[1].figure.value:
        return computation.ratio(operands[0], operands[1])
    if operation is Operation.SHARE and 0 < operands[0].figure.value < operands[1].figure.value:
        return computation.share([operands[0].figure], operands[1].figure)
    if computation.asks_rank(question):
        asked = [operand.name for operand in operands if _place_asked(question, operand.name)]
        return computation.places(operands, question, asked)
    if len(operands) > 2:
        return computation.ranking(operands, question)
    difference = computation.difference(operands[0], operands[1])
    if not re.search(r"哪|谁", question):
        return f"{_verdict(question, operands)}{difference}"
    return f"{computation.ranking(operands, question)}：{difference}"


def _place_asked(question: str, name: str) -> bool:
    """Whether a question asks for the place of one operand by its region ("海淀排第几")."""
    region = re.match(r"[^\d]{2,}?(?=[区县市旗]|\d|$)", name)
    return bool(region and re.search(rf"{region.group()}[^,，、]{{0,8}}(?:排|第几|老几|名次)", question))


def _verdict(question: str, operands: Sequence[Operand]) -> str:
    """ "是的，" or "不是，" where the question is answered so by which of two figures is larger."""
    one, other = (operand.figure.value for operand in operands)
    if choice := _EITHER.search(question):
        return f"{choice[1] if one > other else choice[2]}，" if one != other else ""
    if not _YES_NO.search(question):
        return ""
    for pattern, holds in ((_NOT_LESS, one >= other), (_LESS, one < other), (_MORE, one > other)):
        if pattern.search(question):
            return "是的，" if holds else "不是，"
    return ""


def _matched(parts: Sequence[_Part]) -> list[Figure]:
    """The figure of each part's sentence that is compared: in like units, each fitting the question and the others."""
    choices = [_shown(part) for part in parts]
    scored = []
    for choice in itertools.product(*choices):
        figures = [held.figure for held in choice]
        if computation.alike(figures) is None or len({figure.is_growth for figure in figures}) > 1:
            continue
        fit = sum(
            score_figure(held.figure, part.wanted) + 0.5 * likeness(part.inquiry.own, held)
            for held, part in zip(choice, parts, strict=True)
        )
        fit += sum(shared(one.near, other.near) for one, other in itertools.combinations(choice, 2))
        scored.append((fit, figures))
    return likeliest(scored) or [part.figure for part in parts if part.figure]


def _shown(part: _Part) -> list[Held]:
    """The first figures of a part's passage that its sentence shows."""
    if part.sentence is None or part.passage is None:
        return []
    return [held for held in figures_of(part.passage) if readable(held.figure.text) in part.sentence.text][:_TRIED]


def _unlike(figures: Sequence[Figure], parts: Sequence[_Part]) -> bool:
    """Whether one figure adds up several years where a single one was asked for and is no total at a date."""
    if all(_at_a_date(figure) for figure in figures):
        return False
    return any(
        part.passage and spans_years(part.passage, part.inquiry.years, figure.aspect)
        for figure, part in zip(figures, parts, strict=True)
    )


def _at_a_date(figure: Figure) -> bool:
    return bool(_AT_A_DATE.search(figure.aspect)) and not CAME_NEW.search(figure.aspect)


def _same_indicator(figures: Sequence[Figure], words: Mapping[str, float]) -> bool:
    """Whether all figures count the same thing: each has a word of the question that all others have too."""
    held = [
        {word for word in words if Wanted({word: 1.0}).coverage(normalise(figure.indicator + figure.aspect)) >= 0.25}
        for figure in figures
    ]
    return bool(set.intersection(*held))
