"""Which figure of a sentence is the one asked for: by indicator, unit, level or change, new or total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.figures.parsing import Figure, parse_figures
from qa.text import normalise

_UNIT_ASKED = re.compile(
    r"(?:多少|几)\s*(?:万|亿)?\s*(平方米|平米|平方公里|公里|公顷|个百分点|亿美元|美元|人次|微克|小时|分钟|[个家所张间部件项人名位户套处座栋条辆公米亩吨元次场天站支倍类批村部棵根])"
)
_PERCENT_ASKED = re.compile(r"百分之|百分比|增速|增长率|增幅|降幅|比例|占比|成数|[覆合就签解满失绿]\S{0,6}率|几个点|涨了?多少|几成|%")
_CHANGE_ASKED = re.compile(r"增速|增长|增幅|降幅|涨|下降|提高|上升|减少了?多少|变化|同比|翻")
_NEW_ASKED = re.compile(r"新增|新建|新开|新设|新添|再添|新引|又|添了|当年|这一年|增加了多少|新来")
_TOTAL_ASKED = re.compile(r"累计|总数|总共有|一共有|加起来|现有|目前|总量|总计|达到多少|存量|全部|到.{0,8}(?:底|末)")
_NEW = re.compile(r"新增|新建|新开|新设|新引|新添|年内|当年|增加|新")
_TOTAL = re.compile(r"累计|总数|总量|总计|达到?|共有|共计|现有|保有")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question says about the figure that it wants; None and "" where it does not say.

    `words` are the question's own words with their weight.
    """

    words: Mapping[str, float]
    unit: str = ""
    change: bool | None = None
    new: bool | None = None

    @classmethod
    def of(cls, question: str, words: Mapping[str, float]) -> Wanted:
        """Read the wish from a question; `words` gives its content words and how telling each is."""
        unit = _UNIT_ASKED.search(question)
        percent = bool(_PERCENT_ASKED.search(question))
        new, total = bool(_NEW_ASKED.search(question)), bool(_TOTAL_ASKED.search(question))
        return cls(
            words=words,
            unit=unit[1] if unit else ("%" if percent else ""),
            change=True if _CHANGE_ASKED.search(question) else None,
            new=None if new == total else new,
        )

    def coverage(self, text: str) -> float:
        """Weighed share of the question's words that stand in normalised `text`; parts of a word count half."""
        total = sum(self.words.values())
        if not total:
            return 0.0
        return sum(weight * _presence(word, text) for word, weight in self.words.items()) / total

    def unit_fits(self, figure: Figure) -> bool:
        """Whether the figure's unit answers the unit asked for."""
        return bool(self.unit) and (self.unit in figure.unit or figure.unit in self.unit) and bool(figure.unit)


def _presence(word: str, text: str) -> float:
    if word in text:
        return 1.0
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    if not pairs or word.isascii():
        return 0.0
    found = sum(pair in text for pair in pairs) / len(pairs)
    letters = sum(letter in text for letter in word) / len(word)
    return 0.5 * max(found, 0.6 * letters if letters == 1 else 0.0)


def score_figure(figure: Figure, wanted: Wanted) -> float:
    """How well a figure fits the wish; only differences between figures mean something."""
    near = wanted.coverage(normalise(figure.indicator + figure.aspect))
    score = 2.0 * near
    if wanted.unit:
        score += 0.8 if wanted.unit_fits(figure) else -0.8
    if wanted.change is not None:
        score += 0.5 if figure.is_growth == wanted.change else -0.3
    elif figure.is_growth:
        score -= 0.3
    if wanted.new is not None:
        context = figure.indicator + figure.aspect
        new, total = bool(_NEW.search(context)), bool(_TOTAL.search(context))
        if new != total:
            score += 0.6 if new == wanted.new else -0.6
    return score


def best_figure(sentences: Sequence[str], wanted: Wanted) -> tuple[int, Figure, float] | None:
    """(sentence position, figure, score) of the figure that fits best; earlier wins ties."""
    best: tuple[int, Figure, float] | None = None
    for position, sentence in enumerate(sentences):
        whole = wanted.coverage(normalise(sentence))
        for figure in parse_figures(sentence):
            score = score_figure(figure, wanted) + whole - 0.12 * position
            if best is None or score > best[2] + 1e-9:
                best = (position, figure, score)
    return best
