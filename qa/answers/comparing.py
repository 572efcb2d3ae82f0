"""Questions in parts: each answered by itself, then set side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa.answers.material import Finder, Material, Outcome, Refusal, Sentence
from qa.answers.operands import last_year
from qa.answers.operations import Operation, find_operation
from qa.answers.picking import FIGURE_PLAIN, figure_of, own_share
from qa.answers.side_by_side import Part, asks_together, combined, compared, mixes_targets, names_goal
from qa.datatypes import Inquiry, Intent, Passage, Reason, Statement
from qa.figures.matching import Wanted
from qa.text import normalise, whole_number

_OF_RATES = re.compile(r"增速|增幅|增长率|涨幅|降幅|快|慢")
_SINCE_YEAR_BEFORE = re.compile(r"同比[^,，。;；]{0,8}\d|[比较](?:上年|去年|上一年)[^,，。;；]{0,8}\d")
_OF_YEARS = re.compile(r"([二两三四五六七八九十]|(?<!\d)\d)年(?:来|间|累计)?[增减提下升降压]")
_WHICH_WAY = re.compile(
    r"([多高涨升增快大])了?(?:加|长)?(?:还是|了?没有?[,，]?是).{0,4}[少低降减跌慢小]|是[增涨升多]是[减降跌少]|有增有减|[增涨升]还是[减降跌]"
)
_TELLS_WAY = re.compile(r"增|减|升|降|涨|跌|提高|回落|持平|扩大|收窄")
_LIMIT = re.compile(r"上限|红线|底线")
_LATEST = re.compile(r"最新|最近|眼下|目前|现在|如今")
_LATEST_NEAR = 0.3  # share of the best score from which the latest report goes first
_ALONE_NEAR = 0.05  # share of the best score from which what tells of the asked year alone goes first
_OF_RESULTS = ("倍", "%")  # units that a result may have and its operands not


def compare(material: Material, find: Finder, single: Callable[[Material], Iterator[Outcome]]) -> Iterator[Outcome]:
    """Answer each part by itself, then compare or compute by the program.

    What is missing is said by name; where a comparison is left with one part or none it is refused,
    with what was found in the refusal.
    """

    def answer(part: Inquiry) -> Part:
        return _answered(part, _sought(part, find, material), single, material.inquiry.years)

    parts = [answer(part) for part in material.inquiry.parts]
    words = {word: weight for part in parts for word, weight in part.wanted.words.items()}
    if len(_scopes(material)) == 1:
        yield from _severally(material, parts, single)
        return
    parts = [_in_other_words(part, parts, answer) for part in parts]
    parts = [_of_other_kind(part, material.inquiry.standalone, answer) for part in parts]
    if mixes_targets(material.inquiry.standalone, parts):
        parts = [_reached(part, answer) for part in parts]
    if change := _told_change(parts, lambda: next(iter(single(material)), None)):
        yield change
        return
    names = _names(parts)
    found = [(name, part) for name, part in zip(names, parts, strict=True) if part.found]
    missing = [name for name, part in zip(names, parts, strict=True) if not part.found]
    question = material.inquiry.standalone
    summed = find_operation(question) is Operation.SUM or asks_together(question)
    if missing and (len(found) < 2 or summed):
        shown = "".join(part.sentence.text for _, part in found if part.sentence)
        told = f"只查到：{shown}" if shown else ""
        what = "数字" if any(part.inquiry.intent is Intent.FIGURE for part in parts) else "内容"
        yield Refusal(Reason.NOT_MENTIONED, f"报告中没有找到{'、'.join(missing)}的相应{what}，无法一并回答。{told}")
        return
    yield from dict.fromkeys(part.sentence for _, part in found if part.sentence)
    if missing:
        yield Sentence(f"报告中没有找到{'、'.join(missing)}的相应数字。", ())
    if unheld := [one for one in material.inquiry.regions if all(one not in part.inquiry.regions for part in parts)]:
        years = "".join(f"{year}年" for year in material.inquiry.years)
        yield Sentence(f"没有{'、'.join(unheld)}{years}的报告，没有参加比较。", ())
    yield from compared(material.inquiry.standalone, found, words)


def _answered(
    part: Inquiry, sought: Material, single: Callable[[Material], Iterator[Outcome]], years: Sequence[int]
) -> Part:
    """A part with its answer: from what tells of the asked year alone where that has a figure, else from all."""
    year = part.years[0] if len(part.years) == 1 else None
    alone = tuple(hit for hit in sought.hits if hit.passage.period == (year, year))
    near = bool(alone) and _ALONE_NEAR * sought.strength <= alone[0].score and len(alone) < len(sought.hits)
    choices = [replace(sought, hits=alone), sought] if year and near else [sought]
    answered = Part(part, None, None, sought.wanted)
    for choice in choices:
        outcome = next(iter(single(choice)), None)
        sentence = outcome if isinstance(outcome, Sentence) else None
        figure = figure_of(sentence, sought.wanted) if sentence and _is_of(sentence.passages[0], year, years) else None
        answered = Part(part, sentence, figure, sought.wanted)
        if figure and (choice is sought or own_share(figure, sought.wanted) >= FIGURE_PLAIN):
            break
    return answered


def _in_other_words(part: Part, parts: Sequence[Part], answer: Callable[[Inquiry], Part]) -> Part:
    """A part that lacks its figure, looked for again in the words that another part's report has for it."""
    model = next((other for other in parts if other.found and other.figure), None)
    if part.found or model is None or model.figure is None or model.figure.is_growth:
        return part
    when = "".join(f"{year}年" for year in part.inquiry.years)
    asked = f"{''.join(part.inquiry.regions)}{when}{model.figure.indicator}多少{model.figure.unit}"
    again = answer(replace(part.inquiry, standalone=asked))
    return again if again.figure and again.figure.unit == model.figure.unit else part


def _reached(part: Part, answer: Callable[[Inquiry], Part]) -> Part:
    """A part that is told as a target beside another's result, looked for again among results."""
    if not part.is_target:
        return part
    again = answer(replace(part.inquiry, statement=Statement.OUTCOME))
    return again if again.figure and not again.is_target else part


def _of_other_kind(part: Part, question: str, answer: Callable[[Inquiry], Part]) -> Part:
    """A part that has no result, looked for again among targets where a goal is spoken of, or the other way round.

    "2024年定的比2023年做到的" asks for one of each; what something stays below is told as either.
    """
    kind = part.inquiry.statement
    if part.found or not (names_goal(question) if kind is Statement.OUTCOME else kind and _LIMIT.search(question)):
        return part
    other = Statement.TARGET if kind is Statement.OUTCOME else Statement.OUTCOME
    again = answer(replace(part.inquiry, statement=other))
    return again if again.found else part


def _told_change(parts: Sequence[Part], whole: Callable[[], Outcome | None]) -> Sentence | None:
    """What tells the change since an earlier year ("同比下降5%") where that year itself has no figure.

    `whole` answers the question undivided, which may take the model: it is asked only where the part is silent.
    """
    years = [part.inquiry.years for part in parts]
    after = len(parts) == 2 and all(len(one) == 1 for one in years) and years[0][0] > years[1][0]
    if after and _OF_RATES.search(parts[0].inquiry.standalone):  # how fast it grew is not how much faster it grew
        return None
    if not after or parts[0].inquiry.regions != parts[1].inquiry.regions or parts[1].found:
        return None
    for told in (lambda: parts[0].sentence, whole):
        if isinstance(sentence := told(), Sentence) and _tells_change(sentence, parts[0].inquiry, years[1][0]):
            return sentence
    return None


def _tells_change(sentence: Sentence, asked: Inquiry, since: int) -> bool:
    """Whether a sentence tells the change since a year: by how much, or which way where only that is asked.

    Since the year before it is told as such, since an earlier one as that of so many years ("五年增加270亿元").
    """
    span = asked.years[0] - since
    if span > 1:
        return any(whole_number(match[1]) == span for match in _OF_YEARS.finditer(sentence.text))
    if _SINCE_YEAR_BEFORE.search(sentence.text):
        return True
    period = sentence.passages[0].period
    of_year = period == (asked.years[0], asked.years[0])
    return of_year and bool(_WHICH_WAY.search(asked.standalone) and _TELLS_WAY.search(sentence.text))


def _is_of(passage: Passage, year: int | None, years: Sequence[int]) -> bool:
    """Whether what a passage tells of several years may stand for one: for their last, or one that it names.

    A plan stands for each of its years; so does what is told of the time from the first to the last of `years`.
    """
    period = passage.period
    if year is None or period is None or period.first == period.last or passage.statement.ahead:
        return True
    return year == period.last or period == (min(years), max(years)) or str(year) in passage.text


def _severally(
    material: Material, parts: Sequence[Part], single: Callable[[Material], Iterator[Outcome]]
) -> Iterator[Outcome]:
    """Several things asked of one report: each answered; what is missing is looked for in the question as a whole."""
    told = list(dict.fromkeys(part.sentence for part in parts if part.sentence and part.found))
    missing = [part.inquiry.own.removesuffix("多少") for part in parts if not part.found]
    if not missing:
        yield from told
        yield from combined(material.inquiry.own, parts)
        return
    whole = list(single(material))
    if not told or _covered(whole, material.wanted) >= _covered(told, material.wanted):
        yield from whole
        return
    yield from told
    yield Sentence(f"报告中没有找到{'、'.join(missing)}的相应数字。", ())


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


def _names(parts: Sequence[Part]) -> list[str]:
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
