"""Answer sentence -> the evidence sentences that support it, or the reason why none does.

A sentence stands when each of its figures has the same value, unit and direction in a supporting
sentence and counts the same thing there, each year, region, name and quoted term is that of the
evidence, a target is called a target, and most of its words are the evidence's or the question's.
The check is by the program alone; nothing is asked of a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.datatypes import Passage, Statement
from qa.figures.matching import Wanted
from qa.figures.parsing import Figure, clause_span, parse_figures, same_quantity
from qa.text import fold, normalise

# Gives the telling words of a text with their weights; given by the caller, so that answers and search share one.
WordWeigher = Callable[[str], Mapping[str, float]]

_LEFT_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_NUMBERS = re.compile(r"[\d.%％]+|百分之[零一二三四五六七八九十百点]+")
_NAMED = re.compile(r"《([^《》]+)》|“([^“”]+)”")
_UP = re.compile(r"增长|增加|提高|提升|上升|上涨|扩大|高于|新增|增至|升至|涨")
_DOWN = re.compile(r"下降|减少|降低|压减|缩小|下调|低于|减至|降至|缩减")
_AHEAD_WORDS = re.compile(r"目标|计划|将|力争|预期|拟|争取|打算|安排|确保|要|预计|规划|准备|推动|建议|控制")
_NOT = re.compile(r"未|没有?|无法|不(?!断|仅|但|少|同|同程度|低于|高于|超过|足)|并非")

WORDS_SUPPORTED = 0.7  # weighed share of a sentence's words that evidence or question must hold
WORDS_OF_EVIDENCE = 0.4  # share that the evidence alone must hold
FIGURE_WORDS = 0.15  # share of the words about a figure that the clause of the same figure in the evidence must hold


@dataclass(frozen=True, slots=True)
class Support:
    """What holds an answer sentence up: the passages in order of weight, or why there are none.

    `failure` is empty when the sentence is supported. `note` is what the program must add so
    that the sentence is not misread (a target, an estimate).
    """

    passages: tuple[Passage, ...] = ()
    failure: str = ""
    note: str = ""


def _surroundings(passage: Passage) -> str:
    period = passage.period.label() if passage.period else ""
    return normalise(f"{passage.header} {passage.region or ''} {period} {passage.text}")


def _share(words: Mapping[str, float], text: str) -> float:
    return Wanted(words).coverage(text) if words else 1.0


def _near(figure: Figure, sentence: str) -> str:
    """The clause of a sentence that a figure stands in, without numbers."""
    start, end = clause_span(figure, sentence)
    return re.sub(r"[\d.%％万亿]+", " ", fold(sentence[start:end]))


def _holds_figure(figure: Figure, sentence: str, passage: Passage, words: WordWeigher) -> bool:
    """Whether the passage has this figure, about the same thing, in the same direction."""
    said = words(_near(figure, sentence))
    for other in parse_figures(passage.text):
        if not same_quantity(figure, other):
            continue
        up, down = _direction(figure, sentence), _direction(other, passage.text)
        if up and down and up != down:
            continue
        own = f"{passage.region or ''}{passage.header}{other.indicator}{other.aspect}"
        if _share(said, normalise(own)) >= FIGURE_WORDS:
            return True
    return False


def _direction(figure: Figure, sentence: str) -> str:
    """ "up", "down", or "" from the words right before a figure."""
    before = sentence[max(0, figure.start - 8) : figure.start]
    up, down = bool(_UP.search(before)), bool(_DOWN.search(before))
    return "" if up == down else ("up" if up else "down")


def _loose_digits(sentence: str, figures: Sequence[Figure]) -> list[str]:
    """Digits of a sentence outside its figures: years, dates, ordinals, names."""
    rest = list(fold(sentence))
    for figure in figures:
        rest[figure.start : figure.end] = " " * (figure.end - figure.start)
    return _LEFT_DIGITS.findall("".join(rest))


def _period_of(passage: Passage, year: int) -> bool:
    return str(year) in normalise(passage.text) or (passage.period is not None and passage.period.covers(year))


def _candidates(sentence: str, evidence: Sequence[Passage], words: WordWeigher) -> list[Passage]:
    """Evidence by how much of the sentence each holds, most first; evidence order breaks ties."""
    cut = words(sentence)
    figures = parse_figures(sentence)
    held = [
        (
            sum(_holds_figure(figure, sentence, passage, words) for figure in figures),
            _share(cut, _surroundings(passage)),
        )
        for passage in evidence
    ]
    order = sorted(range(len(evidence)), key=lambda row: (-held[row][0], -round(held[row][1], 6), row))
    return [evidence[row] for row in order]


def verify(sentence: str, evidence: Sequence[Passage], *, question: str, words: WordWeigher) -> Support:
    """Find what supports one answer sentence among the evidence.

    Args:
        sentence: one sentence of a draft, as the model wrote it.
        evidence: passages that the model was shown, best first.
        question: the standalone question; its words and its years need no support.
        words: the word cutter.
    """
    ranked = _candidates(sentence, evidence, words)
    if not ranked:
        return Support(failure="没有依据")
    figures = parse_figures(sentence)
    chosen = _cover(sentence, figures, ranked, words)
    if chosen is None:
        return Support(failure="数字没有依据")
    together = "".join(_surroundings(passage) for passage in chosen)
    failure = (
        _digits_failure(sentence, figures, chosen, together, question)
        or _names_failure(sentence, together, question)
        or _region_failure(sentence, chosen, evidence, together)
        or _negation_failure(sentence, together)
        or _words_failure(words(_NUMBERS.sub(" ", sentence)), together, normalise(question))
    )
    if failure:
        return Support(failure=failure)
    return Support(tuple(chosen), note=_note(sentence, chosen[0], figures))


def _cover(
    sentence: str, figures: Sequence[Figure], ranked: Sequence[Passage], words: WordWeigher
) -> list[Passage] | None:
    """The fewest passages, in rank order, that hold all figures; at least one; None when a figure is held by none."""
    chosen: list[Passage] = []
    missing = list(figures)
    for passage in ranked:
        held = [figure for figure in missing if _holds_figure(figure, sentence, passage, words)]
        if held or (not chosen and not figures):
            chosen.append(passage)
            missing = [figure for figure in missing if figure not in held]
        if chosen and not missing:
            return chosen
    return None if missing else chosen


def _digits_failure(
    sentence: str, figures: Sequence[Figure], chosen: Sequence[Passage], together: str, question: str
) -> str:
    for digits in _loose_digits(sentence, figures):
        if _YEAR.fullmatch(digits):
            said = any(digits in normalise(passage.text) for passage in chosen)
            if not said and not (digits in question and any(_period_of(passage, int(digits)) for passage in chosen)):
                return f"依据不是{digits}年的"
        elif not re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d]|\.\d)", together):
            return f"数字{digits}没有依据"
    return ""


def _negation_failure(sentence: str, together: str) -> str:
    """A draft that denies what the evidence does not deny turns its meaning round."""
    return "否定没有依据" if _NOT.search(sentence) and not _NOT.search(together) else ""


def _names_failure(sentence: str, together: str, question: str) -> str:
    for match in _NAMED.finditer(sentence):
        name = normalise(match[1] or match[2])
        if name not in together and name not in normalise(question):
            return f"名称“{name}”没有依据"
    return ""


def _region_failure(sentence: str, chosen: Sequence[Passage], evidence: Sequence[Passage], together: str) -> str:
    for region in {passage.region for passage in evidence if passage.region}:
        if region in sentence and region not in {passage.region for passage in chosen} and region not in together:
            return f"依据不是{region}的"
    return ""


def _words_failure(cut: Mapping[str, float], together: str, question: str) -> str:
    if not cut:
        return "没有内容"
    if _share(cut, together) < WORDS_OF_EVIDENCE or _share(cut, together + question) < WORDS_SUPPORTED:
        return "用词没有依据"
    return ""


def _note(sentence: str, main: Passage, figures: Sequence[Figure]) -> str:
    if main.statement.ahead and not _AHEAD_WORDS.search(sentence):
        when = main.period.label() if main.period else ""
        return (
            f"这是{when}的目标或安排，不是完成情况" if main.statement is Statement.TARGET else f"这是{when}的工作安排"
        )
    for figure in figures:
        estimated = any(
            same_quantity(figure, other) and "预计" in other.qualifiers for other in parse_figures(main.text)
        )
        if estimated and "预计" not in sentence:
            return "报告中为预计数"
    return ""
