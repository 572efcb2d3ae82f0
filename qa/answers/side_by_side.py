"""The figures of a question's parts side by side: compared or computed by the program, or why they cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answers import computation
from qa.answers.computation import Operand
from qa.answers.material import Sentence
from qa.answers.operands import CAME_NEW, Held, figures_of, likeness, shared
from qa.answers.operations import Operation, asks_rank, find_operation
from qa.answers.results import is_least_gap, is_open, rough_note
from qa.answers.wording import spans_years
from qa.datatypes import Inquiry, Intent, Passage
from qa.figures.matching import Wanted, likeliest, other_state, score_figure
from qa.figures.parsing import Figure
from qa.text import normalise, readable

_COMPARES = re.compile(
    r"比|相差|差[多了几得距别]|差多少|哪|谁|更|最|(?<!安)排|倍|合计|总和|占|够得上|超过|不如|变化|多[了出]|少了|从[^,，。;；?？]{2,14}[到至]"
)
_GOAL_NAMED = re.compile(r"目标|任务|计划|规划|打算|准备|安排|定[的下]|提出|承诺|说[是过]?要|预期|力争|预计")
_TOGETHER = re.compile(r"一共|总共|共计|合计")
_EACH = re.compile(r"各|分别|哪|谁|更|最|比")
_NO_EXACT_GAP = "以上数字有的是约数，无法算出准确的差。"
_TRIED = 6  # figures of one sentence that are tried in a comparison
# A running total at a date, which can be set beside that of another date whatever years the report spans.
_AT_A_DATE = re.compile(r"达|总数|总量|共有|现有|保有|累计(?:建成|开通|设立|拥有|建有)|增至|升至|扩至|扩展至|扩增至")
# What each year adds to, and leaves nothing standing that could be counted at a date.
_DONE_BY_AND_BY = re.compile(
    r"拆[除迁]|腾退|清[理退]|关停|疏解|办理|办结|举办|发放|投入(?!使用|运营)|整治|治理|培训|救助"
)
_UPPER_BOUND = frozenset(("以内", "以下", "不超过", "低于", "不高于"))
_ASKS_BOUND = re.compile(r"目标|计划|任务|红线|上限|控制|要求|底线|以内|不超过")
# What a figure of less than a year begins with: "1-11月", "前三季度", "上半年", "11月".
_PART_OF_YEAR = re.compile(
    r"(?<![\d年])1(?:[-—–~至到]|月[-—–~至到])(?P<month>\d+)月|前(?P<count>[一二三四五六七八九十\d]+)个?(?P<unit>月|季度)|(?P<half>[上下]半年)"
    r"|(?<![\d年月至到截])(?P<one>\d{1,2})月(?![底末初起前以])"
)
_YES_NO = re.compile(r"吗|是不是|是否|有没有|够不够|没有[?？]?$")
_EITHER = re.compile(r"([多高大快]了?)还是([少低小慢]了?)")
_RISE = re.compile(r"^(?!.*[降跌减缩]).*[增涨升速快慢]")  # asks how far something rose, not "哪个区降得快"
_NOT_LESS = re.compile(r"够得上|赶得上|比得上|跟得上|够不够|不低于|不少于")
_LESS = re.compile(r"少于|低于|不如|不及|小于|比.*(?:少|低|小|慢)")
_MORE = re.compile(r"超过|高于|多于|大于|超了|比.*(?:多|高|大|快)")


@dataclass(frozen=True, slots=True)
class Part:
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
        """The passage of its sentence."""
        return self.sentence.passages[0] if self.sentence else None

    @property
    def is_target(self) -> bool:
        """Whether its passage tells what is planned."""
        return self.passage is not None and self.passage.statement.ahead

    @property
    def of_other_year(self) -> bool:
        """Whether its passage tells of another time than the one asked year, and does not name that year."""
        period = self.passage.period if self.passage else None
        if self.passage is None or period is None or len(self.inquiry.years) != 1:
            return False
        return not period.covers(self.inquiry.years[0]) and str(self.inquiry.years[0]) not in self.passage.text


def names_goal(question: str) -> bool:
    """Whether a question speaks of what was planned."""
    return bool(_GOAL_NAMED.search(question))


def mixes_targets(question: str, parts: Sequence[Part]) -> bool:
    """Whether some parts are told as targets and others as results, though the question asks for neither."""
    if names_goal(question) or any(part.inquiry.statement or part.inquiry.reports for part in parts):
        return False
    return len({part.is_target for part in parts if part.figure}) > 1


def asks_together(question: str) -> bool:
    """Whether a question asks for several things in one number ("一共多少"), not for each."""
    return bool(_TOGETHER.search(question)) and not _EACH.search(question)


def combined(question: str, parts: Sequence[Part]) -> Iterator[Sentence]:
    """The sum or difference of several things of one report; nothing where none is asked for, or of unlike things."""
    operation = find_operation(question)
    figures = [part.figure for part in parts if part.figure and not part.figure.is_growth]
    passages = tuple(part.passage for part in parts if part.passage)
    like = computation.alike(figures) if len(figures) == len(parts) > 1 else None
    distinct = {(figure.start, passage) for figure, passage in zip(figures, passages, strict=False)}
    if operation not in (Operation.SUM, Operation.DIFFERENCE) or like is None or len(distinct) < len(parts):
        return
    if operation is Operation.DIFFERENCE and any(map(is_open, like)):
        yield Sentence(_NO_EXACT_GAP, tuple(dict.fromkeys(passages)))
        return
    operands = [Operand(figure.indicator, figure) for figure in like]
    result = computation.total(like) if operation is Operation.SUM else computation.difference(*operands[:2])
    yield Sentence(f"{result}{rough_note(like)}。", tuple(dict.fromkeys(passages)))


def compared(question: str, found: Sequence[tuple[str, Part]], words: Mapping[str, float]) -> Iterator[Sentence]:
    """The comparison in one sentence, or why there is none; nothing where none was asked for."""
    wishes = (_COMPARES.search(question), find_operation(question), _TOGETHER.search(question))
    if not any(wishes) and not asks_rank(question):
        return
    if len(found) < 2 or any(part.figure is None for _, part in found):
        return
    if _TOGETHER.search(question) and not asks_together(question):  # of each a sum, which is no figure of its own
        return
    figures = _matched([part for _, part in found])
    passages = tuple(dict.fromkeys(part.passage for _, part in found if part.passage))
    distinct = {(figure.start, part.passage) for figure, (_, part) in zip(figures, found, strict=True)}
    if len(distinct) < len(found):
        return
    if against := _why_not(question, figures, [part for _, part in found], words):
        yield Sentence(against, passages)
        return
    like = computation.alike(_signed(question, figures))
    if like is None:
        yield Sentence(f"{computation.compatible(figures)}。", passages)
        return
    names, parts = [name for name, _ in found], [part for _, part in found]
    also = list(_also_asked(figures, parts, words))
    if not also:
        told = _result(question, list(map(Operand, names, like)))
        yield Sentence(f"{told}{_note(like)}。", passages)
        return
    for group in (figures, *also):  # each indicator by itself
        operands = list(map(Operand, names, computation.alike(_signed(question, group)) or group))
        told = _why_not(question, group, parts, words).rstrip("。") or f"{_result(question, operands)}{_note(group)}"
        yield Sentence(f"{group[0].indicator}：{told}。", passages)


def _also_asked(figures: Sequence[Figure], parts: Sequence[Part], words: Mapping[str, float]) -> Iterator[list[Figure]]:
    """The figures of each further indicator that the question names and all parts show in like units."""
    told = [_named_words(figures[0], words)]
    for first in (held.figure for held in _shown(parts[0])):
        named = _named_words(first, words)
        if not named or any(named <= other for other in told) or not computation.alike([first, figures[0]]):
            continue
        others = [
            [held.figure for held in _shown(part) if _counts_the_same(held.figure, first, words)] for part in parts[1:]
        ]
        if all(len(same) == 1 for same in others):
            told.append(named)
            yield [first, *(same[0] for same in others)]


def _counts_the_same(one: Figure, other: Figure, words: Mapping[str, float]) -> bool:
    alike = computation.alike([one, other]) is not None and one.is_growth == other.is_growth
    return alike and _named_words(one, words) == _named_words(other, words)


def _named_words(figure: Figure, words: Mapping[str, float]) -> set[str]:
    """The words of the question that the words of a figure have."""
    return {word for word in words if Wanted({word: 1.0}).coverage(normalise(figure.indicator)) >= 0.25}


def _why_not(question: str, figures: Sequence[Figure], parts: Sequence[Part], words: Mapping[str, float]) -> str:
    """Why figures cannot be set side by side; empty where they can."""
    state = Wanted.of(question, {})
    if not _RISE.search(question) and len({figure.falls for figure in figures if figure.is_growth}) > 1:
        return "以上数字有增有减，不能直接相比。"
    if _unlike(figures, parts):
        return "以上数字有的是几年合计，不是单独一年的，不能直接相比或相加。"
    if len({_of_part_of_year(figure, part) for figure, part in zip(figures, parts, strict=True)}) > 1:
        return "以上数字有的只是一年中几个月的，不能直接相比或相加。"
    if not _ASKS_BOUND.search(question) and any(not _UPPER_BOUND.isdisjoint(one.qualifiers) for one in figures):
        return "以上数字有的只说不超过多少，不是实际的数，不能直接相比或相加。"
    if _mixes_new(figures, parts):
        return "以上数字有的是新增的，有的是总数，不能直接相比或相加。"
    if mixes_targets(question, parts):
        return "以上数字有的是目标，有的是完成情况，不能直接相比或相加。"
    if any(part.of_other_year for part in parts):
        return "以上数字有的不是所问年份的，不能直接相比或相加。"
    unlike = len({figure.is_growth for figure in figures if figure.unit == "%"}) > 1  # how fast it grew, and a share
    if unlike or any(other_state(figure, state) for figure in figures) or not _same_indicator(figures, words):
        return "以上数字口径不同，不能直接相比。"
    if find_operation(question) is Operation.DIFFERENCE and any(map(is_open, figures)) and not is_least_gap(figures):
        return _NO_EXACT_GAP
    return ""


def _mixes_new(figures: Sequence[Figure], parts: Sequence[Part]) -> bool:
    """Whether one figure counts what came new and another all there is."""
    held = [
        next((one for one in figures_of(part.passage) if one.figure.start == figure.start), None)
        for figure, part in zip(figures, parts, strict=True)
        if part.passage
    ]
    new = [one.is_new and not one.is_total for one in held if one]
    totals = [one.is_total and not one.is_new for one in held if one]
    return any(new) and any(totals)


def _signed(question: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those that tell a fall below zero where it is asked how far something rose."""
    if not _RISE.search(question):
        return list(figures)
    return [replace(one, value=-one.value, text=f"下降{one.text}") if one.falls else one for one in figures]


def _result(question: str, operands: Sequence[Operand]) -> str:
    operation = find_operation(question)
    if operation is Operation.SUM or (operation is None and asks_together(question)):
        return computation.total([operand.figure for operand in operands])
    if operation is Operation.RATIO and operands[1].figure.value:
        return computation.ratio(operands[0], operands[1])
    rates = all(operand.figure.unit == "%" for operand in operands)
    if operation is Operation.SHARE and not rates and 0 < operands[0].figure.value < operands[1].figure.value:
        return computation.share([operands[0].figure], operands[1].figure)
    if asks_rank(question):
        asked = [operand.name for operand in operands if _place_asked(question, operand.name)]
        return computation.places(operands, question, asked)
    if len(operands) > 2:
        return computation.ranking(operands, question)
    at_least = is_least_gap([operand.figure for operand in operands])
    difference = computation.difference(operands[0], operands[1], at_least=at_least)
    if not re.search(r"哪|谁", question):
        return f"{_verdict(question, operands)}{difference}"
    return f"{computation.ranking(operands, question)}：{difference}"


def _note(figures: Sequence[Figure]) -> str:
    """What is said behind a result of rounded figures; a bound says it itself."""
    return "" if is_least_gap(figures) else rough_note(figures)


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


def _matched(parts: Sequence[Part]) -> list[Figure]:
    """The figure of each part's sentence that is compared: in like units, each fitting the question and the others."""
    choices = [_shown(part) for part in parts]
    dated = [[held for held in choice if _is_stock(held)] for choice in choices]
    if all(dated) and not any(CAME_NEW.search(part.inquiry.own) for part in parts):
        choices = dated  # how many more there were by then, not how many more came
    first, *others = zip(parts, choices, strict=True)
    scored = []
    for held in first[1]:
        fitting = [_fitting(held, *other) for other in others]
        found = [one for one in fitting if one]
        if len(found) == len(others):
            fit = _fit(held, first[0]) + sum(score for score, _ in found)
            scored.append((fit, [held.figure, *(one.figure for _, one in found)]))
    return likeliest(scored) or [part.figure for part in parts if part.figure]


def _fitting(first: Held, part: Part, choice: Sequence[Held]) -> tuple[float, Held] | None:
    """The figure of a part that fits its question and the first part's figure best, with its score; None of no like."""
    like = [
        one
        for one in choice
        if computation.alike([first.figure, one.figure]) and one.figure.is_growth == first.figure.is_growth
    ]
    scored = [(_fit(one, part) + shared(first.near, one.near), one) for one in like]
    return likeliest((score, (score, one)) for score, one in scored)


def _fit(held: Held, part: Part) -> float:
    """How well a figure fits the question of its part."""
    return score_figure(held.figure, part.wanted) + 0.5 * likeness(part.inquiry.own, held)


def _shown(part: Part) -> list[Held]:
    """The first figures of a part's passage that its sentence shows."""
    if part.sentence is None or part.passage is None:
        return []
    return [held for held in figures_of(part.passage) if readable(held.figure.text) in part.sentence.text][:_TRIED]


def _unlike(figures: Sequence[Figure], parts: Sequence[Part]) -> bool:
    """Whether one figure adds up several years where a single one was asked for and is no total at a date."""
    if all(_at_a_date(figure) for figure in figures):
        return False
    long = [_of_long_time(figure, part) for figure, part in zip(figures, parts, strict=True)]
    return (any(long) and not all(long)) or any(
        part.passage and spans_years(part.passage, part.inquiry.years, figure.aspect)
        for figure, part in zip(figures, parts, strict=True)
    )


def _of_long_time(figure: Figure, part: Part) -> bool:
    """Whether a figure counts what was done in several years, one of which was asked for."""
    years, period = part.inquiry.years, part.passage and part.passage.period
    if part.passage is None or not period or period.last == period.first or not years:
        return False
    done = _DONE_BY_AND_BY.search(figure.indicator + figure.aspect)
    named = str(years[0]) in part.passage.text
    return len(years) == 1 and not named and bool(done) and not (figure.is_growth or _at_a_date(figure))


def _of_part_of_year(figure: Figure, part: Part) -> str:
    """The months that a figure counts or grew in, as its sentence writes them; empty where it is of whole years."""
    if part.passage is None or _at_a_date(figure):
        return ""
    before = part.passage.text[: figure.start]
    told = _PART_OF_YEAR.search(before, max(before.rfind(mark) for mark in "。；;") + 1)
    return "".join(filter(None, told.groups())) if told else ""


def _is_stock(held: Held) -> bool:
    """Whether a figure tells how many there are at a date, beside those that came new in its passage."""
    return held.is_level and _at_a_date(held.figure) and CAME_NEW.search(held.passage.text) is not None


def _at_a_date(figure: Figure) -> bool:
    return bool(_AT_A_DATE.search(figure.aspect)) and not CAME_NEW.search(figure.aspect)


def _same_indicator(figures: Sequence[Figure], words: Mapping[str, float]) -> bool:
    """Whether all figures count the same thing: each has a word of the question that all others have too."""
    held = [
        {word for word in words if Wanted({word: 1.0}).coverage(normalise(figure.indicator + figure.aspect)) >= 0.25}
        for figure in figures
    ]
    return bool(set.intersection(*held))
