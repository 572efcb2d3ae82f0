"""Computations that no rule reads from a question: the model words the expression, the program proves and computes it.

Chen et al. 2022 ("Program of Thoughts") let a model write what a program then computes. Here it may only name figures
of one sentence; which kinds of figures stand in which places, and in which unit the result is, the program checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.answers import computation
from qa.answers.computation import Operand
from qa.answers.generator import Generator
from qa.answers.judging import names_counted
from qa.answers.material import Material, Sentence
from qa.answers.operands import GENERAL, Held, figures_of
from qa.answers.prompts import expression_prompt
from qa.answers.results import is_open, told
from qa.datatypes import Passage
from qa.figures.matching import dimension
from qa.figures.parsing import Figure

_LOOKED_AT = 2  # hits
_MAX_TOKENS = 32
_GENERAL = GENERAL | {"件"}  # measure words that stand for one another in a result
_COVERED = 0.25  # share of the question's words that the sentence must hold
_LIKELY = 0.3  # unless it is so likely the one
_NEAR_TOP = 0.5  # of the best hit's score

_NUMBER = r"(\d+(?:\.\d+)?)[百千万亿]*[^\d+\-*/().%]*(%?)"


# Words of a question that may want something computed, though no rule reads what.
_MAY_COMPUTE = re.compile(
    r"平均|[户人]均(?!可|收|G|地|预)|拢共|总共|一共|合计|合起来|加[上起]|算上|全算|一块|推算|估算|[倒反]推|[还仅]剩|还有(?:多少|几)|余量|净增|"
    r"除[了去开]|没.{1,8}(?:还?[剩有是])|同期|之前|占.{0,12}(?:几|多)|几成|差[多几]|多出|[多少]了?(?:多少|几)|大[约概]|折合"
)


# And those that no quoted sentence answers, unless it tells the result itself.
_WANTS_RESULT = re.compile(
    r"平均|[户人]均(?!可|收|G|地|预)|合起来|加[上起]|算上|全算|合计|一块|一共|总共|拢共|推算|估算|[倒反]推|[还仅]?剩[下几多]|净增|"
    r"没[^,，。]{1,10}[的还].{0,3}(?:剩|[有是](?:多少|几))|比[^,，。]{1,14}[多少高低](?:了|出)?(?:多少|几)|之前.{0,12}(?:多少|几)|(?:19|20)\d\d年同期"
)


class _Form(StrEnum):
    SUM = "sum"
    DIFFERENCE = "difference"
    QUOTIENT = "quotient"
    SUM_OF_WHOLE = "sum of whole"
    BEFORE = "before"
    WHOLE = "whole"


# What the model may write, without blanks; the first that fits.
_FORMS: Mapping[_Form, re.Pattern[str]] = {
    _Form.SUM: re.compile(rf"{_NUMBER}(?:\+{_NUMBER})+"),
    _Form.DIFFERENCE: re.compile(rf"{_NUMBER}(?:-{_NUMBER})+"),
    _Form.BEFORE: re.compile(rf"{_NUMBER}/\(1[+-]{_NUMBER}\)"),
    _Form.SUM_OF_WHOLE: re.compile(rf"\({_NUMBER}(?:\+{_NUMBER})+\)/{_NUMBER}(?:\*100%?)?"),
    _Form.WHOLE: re.compile(r"(\d+(?:\.\d+)?)[百千万亿]*[^\d+\-*/().%]*/\(?(\d+(?:\.\d+)?)%\)?"),
    _Form.QUOTIENT: re.compile(rf"{_NUMBER}/{_NUMBER}(?:\*100%?)?"),
}
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "－": "-", "（": "(", "）": ")", "＋": "+", "／": "/", "％": "%"})
_OPERAND = re.compile(r"\d+(?:\.\d+)?")

# What a question must say for each kind of result.
_ASKS_SUM = re.compile(r"加|共|合|总[数和计量]|算上|全算|一[块起]|都算")
_ASKS_REST = re.compile(
    r"比(?![重例率])|差|多[出了几]|[剩余欠]|除[了去开]|[减扣刨]|还有|[没未]|不(?:是|算|属)|原[来先有]|之前|以前|离"
)
_ASKS_SHARE = re.compile(r"占|比[例重]|几成")
_ASKS_TIMES = re.compile(r"倍")
_ASKS_EACH = re.compile(r"平均|均|每|摊|[一各](?:[家户所个场条人张项套处座栋间台辆宗次])")
_ASKS_BEFORE = re.compile(r"[上去前头]一?年|同期|之前|以前|原[来先]")
_ASKS_WHOLE = re.compile(r"全[市国省区]|全北京|整个|北京市?(?:一?共|总|全)|全世界|全球")
_ADDS = re.compile(r"合计|加|一共|总共|一块|一起")
_YEARLY = re.compile(r"年均|累计|十[二三四五]五|[二三四五]年")
_SHARE_OF = re.compile(r"占|比重|全[市国省区]")


@dataclass(frozen=True, slots=True)
class _Written:
    """An expression with the figures of a sentence that it names, in order."""

    form: _Form
    held: tuple[Held, ...]


def may_compute(question: str) -> bool:
    """Whether a question may want something computed."""
    return bool(_MAY_COMPUTE.search(question))


def wants_result(question: str) -> bool:
    """Whether a question plainly wants a result, which a quoted sentence may lack."""
    return bool(_WANTS_RESULT.search(question))


class Expressions:
    """Computes what a question asks from one sentence, by the expression that the model writes for it."""

    def __init__(self, generator: Callable[[], Generator]) -> None:
        """Take what gives the model when first needed."""
        self._generator = generator

    def computed(self, material: Material, among: Sequence[Passage] = ()) -> list[Sentence]:
        """The sentence with the operands, then the result; empty where no expression is written that holds.

        Computed from one of the best hits; from one `among` those given, where any are.
        """
        for passage in _with_figures(material):
            if among and passage not in among:
                continue
            text = "".join(
                self._generator().generate(
                    expression_prompt(material.inquiry.standalone, passage), max_tokens=_MAX_TOKENS
                )
            )
            written = _read(text, passage)
            if written and (result := _result(written, material)):
                return told(material, written.held, result)
        return []


def _with_figures(material: Material) -> list[Passage]:
    """The best hits that hold figures to compute with."""
    return [
        hit.passage
        for hit in material.hits[:_LOOKED_AT]
        if hit.score >= _NEAR_TOP * material.strength
        and (hit.score >= _LIKELY or material.coverage(hit.passage) >= _COVERED)
        and len(list(figures_of(hit.passage))) > 1
    ]


def _read(text: str, passage: Passage) -> _Written | None:
    """What the model wrote, with each of its numbers as a figure of the passage; None where it is no such thing."""
    plain = re.sub(r"\s", "", text.strip().split("\n")[0]).translate(_SIGNS).partition("=")[0]
    form = next((form for form, pattern in _FORMS.items() if pattern.fullmatch(plain)), None)
    if form is None:
        return None
    numbers = _OPERAND.findall(re.sub(r"\*100%?$", "", plain))
    if form is _Form.BEFORE:
        numbers.remove("1")
    held = list(figures_of(passage))
    found = [next((one for one in held if _OPERAND.findall(one.figure.text) == [number]), None) for number in numbers]
    named = tuple(one for one in found if one)
    distinct = len({one.figure.start for one in named}) == len(numbers)
    return _Written(form, named) if distinct and not any(is_open(one.figure) for one in named) else None


def _result(written: _Written, material: Material) -> str:
    """The result as a shown expression; empty where the figures cannot stand so, or the question asks for another."""
    first, *others = written.held
    own = material.inquiry.own
    wanted = [unit for unit in material.wanted.units if unit not in ("%", "倍")]
    levels = [one.figure for one in written.held]
    like = computation.alike(levels) if all(one.is_level for one in written.held) else None
    in_asked_unit = (
        names_counted(material) if not wanted else material.wanted.unit_fits(first.figure) or _general(wanted, first)
    )
    apart = not any(one.within or one.is_total for one in written.held)  # none is part of another, or all of them
    if written.form is _Form.SUM and like and apart and in_asked_unit and _ASKS_SUM.search(own):
        return computation.total(like, material.wanted.units)
    if written.form is _Form.DIFFERENCE and like and not first.is_rest and in_asked_unit and _ASKS_REST.search(own):
        return _difference(like)
    if written.form is _Form.SUM_OF_WHOLE and like and _ASKS_SHARE.search(own) and _is_part(like[:-1], like[-1]):
        return computation.share(like[:-1], like[-1])
    if written.form is _Form.BEFORE and in_asked_unit and _asks_before(material, first) and _is_yearly(others[0]):
        return computation.before(first.figure, others[0].figure, rose=not others[0].figure.falls)
    if written.form is _Form.WHOLE and first.is_level and in_asked_unit and _ASKS_WHOLE.search(own):
        of_share = others[0].figure.unit == "%" and _SHARE_OF.search(others[0].near + others[0].figure.aspect)
        return computation.whole_of(first.figure, others[0].figure) if of_share else ""
    return _quotient(written, material, like) if written.form is _Form.QUOTIENT else ""


def _quotient(written: _Written, material: Material, like: Sequence[Figure] | None) -> str:
    """One figure divided by another: a share, a ratio, or so much for each."""
    one, other = written.held
    own = material.inquiry.own
    if like:
        if _ASKS_SHARE.search(own) and not _ADDS.search(own) and _is_part(like[:1], like[1]):
            return computation.share(like[:1], like[1])
        if _ASKS_TIMES.search(own):
            return computation.ratio(Operand(one.near, like[0]), Operand(other.near, like[1]))
        return ""
    units = [unit for unit in material.wanted.units if unit != other.figure.unit]
    both = one.is_level and other.is_level and other.figure.value
    asked = not units or any(computation.in_unit(one.figure, unit) for unit in units)
    counted = other.figure.unit in own or dimension(other.figure.unit) == "things"
    if both and asked and counted and _ASKS_EACH.search(own):
        return computation.average(one.figure, other.figure, other.figure.unit)
    return ""


def _difference(figures: Sequence[Figure]) -> str:
    """The first figure without all others."""
    whole, *parts = figures
    left = whole.value - sum(part.value for part in parts)
    return f"相差{computation.gap(whole, *parts)}" if left >= 0 else ""


def _is_part(parts: Sequence[Figure], whole: Figure) -> bool:
    together = sum(part.value for part in parts)
    return bool(0 < together < whole.value)


def _is_yearly(change: Held) -> bool:
    """Whether a rate tells how far something grew or fell in one year."""
    figure = change.figure
    return bool(figure.unit == "%" and figure.is_growth) and not _YEARLY.search(change.near + figure.aspect)


def _asks_before(material: Material, level: Held) -> bool:
    """Whether the level of the year before is asked for: by the year itself, or in words."""
    years, period = material.inquiry.years, level.passage.period
    told = bool(years and period and years[-1] == period.last - 1)
    return told or bool(_ASKS_BEFORE.search(material.inquiry.own))


def _general(wanted: Sequence[str], held: Held) -> bool:
    """Whether things are asked for by a measure word that stands for the one they are counted in."""
    return held.figure.unit in _GENERAL and _GENERAL.issuperset(wanted)
