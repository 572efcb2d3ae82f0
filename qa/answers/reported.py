"""Results that the report gives itself: the share or the sum asked for, and whether quoted sentences hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answers.formulas import Formula, read_formula
from qa.answers.material import SURE, Material, Outcome, Refusal, Sentence
from qa.answers.operands import LIKE, NAMED, Held, figures_of, likeness, shared
from qa.answers.operations import Operation
from qa.answers.results import quoted
from qa.figures.contrasts import leaves_out
from qa.figures.matching import asking_clause
from qa.text import HOW_MANY, normalise

_HOW_MANY = re.compile(rf"(?!几个区){HOW_MANY}")
_COMPARED = re.compile(r"[比较差减除扣刨剩没]|未(?!来|成年)")
# What a sentence says that gives a result itself.
_TELLING = {
    Operation.SHARE: re.compile(r"[一二三四五六七八九]成|[二三四五]分之"),
    Operation.PER_YEAR: re.compile(r"年均|平均|每年"),
    Operation.AVERAGE: re.compile(r"均|每"),
    Operation.RATIO: re.compile(r"倍|翻"),
    Operation.SUM: re.compile(r"共|累计|总|合计"),
    Operation.DIFFERENCE: re.compile(
        r"(?:[增降减涨]|[上提]升|提高)[^,，;；。]{0,8}\d|多于|高于|低于|少于|其余|剩|超额"
    ),
    Operation.REMAINDER: re.compile(r"其[余他]|剩|尚|未"),
    Operation.CONVERSION: re.compile(r"万|亿"),
}
_RATE = re.compile(r"(?:其中)?([一-鿿]{2})率")
_PEOPLE = re.compile(r"人口|居民|人数$")
_WIDE = re.compile(r"全(?:市|国|省|球|区|北京)|北京")


def tells_result(material: Material, operation: Operation, sentences: Sequence[Outcome]) -> bool:
    """Whether quoted sentences hold what was to be computed ("占全市65%" for a share), not a bare operand."""
    own = material.inquiry.own
    several = len(_HOW_MANY.findall(own)) > 1
    if several or any(isinstance(one, Refusal) for one in sentences):
        return True
    text = "".join(one.text for one in sentences if isinstance(one, Sentence))
    if operation is Operation.DIFFERENCE and not _COMPARED.search(own):
        return True
    formula = read_formula(operation, own, material.inquiry.regions)
    if operation is Operation.SUM and (formula is None or len(formula.parts) < 2):
        return True
    operation = formula.operation if formula else operation
    told = operation in _TELLING and bool(_TELLING[operation].search(text))
    told = told or (operation is Operation.SHARE and _shows_share(formula, sentences))
    return told and not leaves_out(asking_clause(own), text)


def _shows_share(formula: Formula | None, sentences: Sequence[Outcome]) -> bool:
    """Whether some sentences give a percentage, no growth, of what is asked for in what is asked for."""
    given = (replace(one.passages[0], text=one.text) for one in sentences if isinstance(one, Sentence) and one.passages)
    held = (one for text in given for one in figures_of(text))
    shares = [one for one in held if one.figure.unit == "%" and not one.figure.is_growth]
    return any(formula is None or _is_asked_share(one, formula) for one in shares)


def _is_asked_share(share: Held, formula: Formula) -> bool:
    """Whether a share is of the part in the whole ("书店占全市65%"); "全市40%的订单" is told by either."""
    of_part = likeness("".join(formula.parts), share) >= LIKE
    if "占" in share.about:
        return of_part and _of_whole(share, formula)
    return of_part or likeness(formula.whole, share) >= LIKE


def told_share(material: Material, formula: Formula) -> list[Sentence]:
    """The share as the report itself gives it ("占全市65%", "落地率达到43%"), with what it is the share of."""
    for rank, hit in enumerate(material.hits[:3]):
        if hit.score < material.strength / 3:
            break
        level: Held | None = None
        for one in figures_of(hit.passage, rank):
            if one.figure.unit != "%":
                level = one
            elif _tells_share(one, level, formula):
                both = [other for other in (level, one) if other and _one_thing(other, one)]
                return [Sentence(quoted(material, hit.passage, [other.figure for other in both]), (hit.passage,))]
    return []


def told_sum(material: Material, formula: Formula) -> list[Sentence]:
    """What the items of a sum come to together, as the report gives it: the one figure in the unit asked for."""
    if formula.operation is not Operation.SUM or len(formula.parts) < 2 or material.strength < SURE:
        return []
    passage = material.passages[0]
    fitting = [one for one in figures_of(passage) if material.wanted.unit_fits(one.figure)]
    named = all(shared(part.rpartition("的")[2], normalise(passage.text)) >= NAMED for part in formula.parts)
    if len(fitting) != 1 or not named or fitting[0].figure.is_growth:
        return []
    return [Sentence(quoted(material, passage, [fitting[0].figure]), (passage,))]


def _one_thing(level: Held, share: Held) -> bool:
    return level.figure.indicator == share.figure.indicator or _is_rate_of(share, level)


def _is_rate_of(share: Held, level: Held) -> bool:
    """Whether a rate has its name from the level before it ("注册志愿者6万人,注册率达18%")."""
    rate = _RATE.match(share.near)
    return bool(rate and rate[1] in level.near)


def _tells_share(share: Held, level: Held | None, formula: Formula) -> bool:
    about = share.about
    part = formula.parts[0] if formula.parts else ""
    if f"{part}率" in about:
        return True
    if share.figure.is_growth:
        return False
    if level and _is_rate_of(share, level):
        return bool(_PEOPLE.search(formula.whole)) and likeness(part, level) >= LIKE
    if "占" not in about:
        return False
    same = [other for other in (level, share) if other and _one_thing(other, share)]
    of_whole = bool(formula.whole) and _of_whole(share, formula)
    return of_whole and max(likeness(part, other) for other in same) >= LIKE


def _of_whole(share: Held, formula: Formula) -> bool:
    """Whether a share is of the whole that is asked for; of any where none is."""
    if _WIDE.search(formula.whole):
        return bool(_WIDE.search(share.about))
    return not formula.whole or likeness(formula.whole, share) >= LIKE
