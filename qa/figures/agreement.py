"""Entries about the same figure: one where they tell the same, a conflict where reports differ."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.figures.entries import YEAR_BEFORE, Entry, order
from qa.figures.indicators import core_name, says_enough
from qa.figures.matching import dimension
from qa.figures.naming import Kind, split_verb
from qa.figures.parsing import Figure, same_quantity
from qa.text import fold


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with those that tell the same value of the same thing as one, citing all passages."""
    kept: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        same = kept[_about(entry)]
        for at, other in enumerate(same):
            if same_quantity(entry.figure, other.figure) and entry.value == other.value:
                passages = dict.fromkeys((*other.passages, *entry.passages))
                same[at] = replace(other, passages=tuple(passages))
                break
        else:
            same.append(entry)
    return list(itertools.chain.from_iterable(kept.values()))


def conflicting(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Groups of entries of different reports that give one figure differently, beyond rounding and hedges."""
    groups: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.period and entry.region and not _is_vague(entry) and _is_definite(entry):
            groups[_about(entry)].append(entry)
    found = [tuple(sorted(group, key=order)) for group in groups.values() if _disagree(group)]
    return tuple(sorted(found, key=lambda group: order(group[0])))


def compatible(one: Entry, other: Entry) -> bool:
    """Whether two values can be one figure, told with its rounding and hedges."""
    if "预计" in {*one.figure.qualifiers, *other.figure.qualifiers}:
        return True
    return overlap(allowed(one.figure, one.value), allowed(other.figure, other.value))


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two spans of values, both ends included, have a value in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def can_be_one(claimed: Figure, held: Figure) -> bool:
    """Whether two figures can be one quantity as written, whichever measure word counts the things (24个, 24项)."""
    alike = claimed.unit in ("", held.unit) or dimension(claimed.unit) == dimension(held.unit) == "things"
    return alike and overlap(allowed(claimed, claimed.value), allowed(held, held.value))


def _about(entry: Entry) -> tuple[object, ...]:
    """What two entries must share to be about the same figure."""
    name = core_name(entry.indicator, entry.region)
    return (
        name, entry.region, entry.period, entry.statement, entry.kind, entry.unit, entry.base, entry.months,
    )  # fmt: skip


def _is_vague(entry: Entry) -> bool:
    """Whether the entry is a change, but not by how many percent of the year before."""
    plain = entry.unit == "%" and (YEAR_BEFORE.search(entry.base) or not entry.base)
    return entry.kind is Kind.CHANGE and not plain


def _is_definite(entry: Entry) -> bool:
    """Whether the entry says enough to tell one thing from another of its kind.

    "安排109亿元资金支持…" does not: what is counted goes on behind the number.
    """
    if not says_enough(entry.indicator):
        return False
    behind = fold(entry.passage.text)[entry.figure.end :]
    goes_on = re.match(r"(?!以上|以下|以内|左右|的?目标)[一-鿿]", behind)
    return not goes_on or split_verb(entry.indicator)[1] in behind


def _disagree(group: Sequence[Entry]) -> bool:
    """Whether different reports, each of which tells one value, tell different ones."""
    by_report: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        for passage in entry.passages:
            by_report[passage.report_id].append(entry)
    if len(by_report) < 2 or any(len(told) > 1 for told in by_report.values()):
        return False
    return any(not compatible(one, other) for (one,), (other,) in itertools.combinations(by_report.values(), 2))


def allowed(figure: Figure, value: float) -> tuple[float, float]:
    """The values, about `value`, that a figure as written allows: half a unit of its last digit, a tenth where hedged."""
    digits = re.search(r"\d+(?:,\d{3})*(?:\.(\d+))?", fold(figure.text))
    written = float(digits.group().replace(",", "")) if digits else 0.0
    scale = abs(value) / written if written else 1.0
    slack = 0.499 * 10 ** -len(digits[1] or "") * scale if digits else 0.0
    low, high = value - slack, (figure.upper or value) + slack
    words = set(figure.qualifiers)
    tenth = 0.1 * abs(value)
    if words & {"约", "左右"}:
        low, high = low - tenth, high + tenth
    if words & {"超过", "超", "突破", "逾", "以上", "余", "多", "不低于", "不少于", "至少", "高于"}:
        high = float("inf") if words & {"以上", "不低于", "不少于", "至少", "高于"} else high + tenth
    if words & {"近", "不足", "以内", "以下", "低于", "不超过"}:
        low = float("-inf") if words & {"以内", "以下", "低于", "不超过"} else low - tenth
    return low, high
