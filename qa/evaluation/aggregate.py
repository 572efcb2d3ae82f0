"""Scores of many questions: means with bootstrap intervals, and two runs compared question by question."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.gold import TYPE_LABELS
from qa.evaluation.metrics import DEPTHS
from qa.evaluation.runner import Row, Run

RESAMPLES = 2000  # the ends of a 95% interval then move by about half a point between seeds
SEED = 20221216


class Metric(NamedTuple):
    """A score of a row; None where the row's question does not ask for it."""

    name: str
    label: str
    english: str
    value: Callable[[Row], float | None]


class Estimate(NamedTuple):
    """A mean over so many questions with its 95% bootstrap interval."""

    mean: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of the questions of one type, or of all.

    `estimates` has the metrics that at least one question asks for. `unsupported_count` is the
    number of figures without support, `seconds` and `first_text_s` are (p50, p95) or None.
    """

    label: str
    count: int
    errors: int
    estimates: dict[str, Estimate]
    unsupported_count: int
    seconds: tuple[float, float] | None
    first_text_s: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, a and b, over the questions that both hold.

    `p_value` is McNemar's exact one on right and wrong; a difference is b minus a with its 95%
    bootstrap interval. `only_in_one` lists the ids that could not be compared.
    """

    count: int
    a_only_right: int
    b_only_right: int
    p_value: float
    differences: dict[str, Estimate]
    flips: tuple[tuple[Row, Row], ...]
    only_in_one: tuple[str, ...]


def _of_answerable(row: Row) -> float | None:
    return float(row.scores.right) if row.answerable else None


def _of_unanswerable(row: Row) -> float | None:
    return None if row.answerable else float(row.scores.right)


def _recall_at(position: int) -> Callable[[Row], float | None]:
    return lambda row: row.scores.retrieval_recall[position] if row.scores.retrieval_recall else None


def _all_within(position: int) -> Callable[[Row], float | None]:
    return lambda row: float(row.scores.retrieval_recall[position] == 1) if row.scores.retrieval_recall else None


def _optional(value: bool | None) -> float | None:
    return None if value is None else float(value)


METRICS = (
    Metric("right", "全部题正确率", "right", lambda row: float(row.scores.right)),
    Metric("accuracy", "可答题正确率", "accuracy", _of_answerable),
    Metric("refusal_recall", "无答案题拒答率", "refusal recall", _of_unanswerable),
    Metric("false_refusals", "误拒率", "false refusals", lambda row: float(row.refused) if row.answerable else None),
    Metric("evidence_recall", "证据召回", "evidence recall", lambda row: row.scores.evidence_recall),
    Metric("citation_precision", "引用准确", "citation precision", lambda row: row.scores.citation_precision),
    Metric("right_and_cited", "答对且引全", "right and cited", lambda row: _optional(row.scores.right_and_cited)),
    Metric(
        "unsupported",
        "含无据数字",
        "with unsupported figures",
        lambda row: None if row.scores.unsupported is None else float(bool(row.scores.unsupported)),
    ),
    *(Metric(f"recall_{k}", f"检索召回@{k}", f"recall@{k}", _recall_at(i)) for i, k in enumerate(DEPTHS)),
    *(Metric(f"all_{k}", f"前{k}段含全部证据", f"all within {k}", _all_within(i)) for i, k in enumerate(DEPTHS)),
)


def group_all(run: Run) -> Group:
    """The scores of all rows."""
    return _group("全部", run.rows)


def group_types(run: Run) -> dict[str, Group]:
    """The scores of each question type, in the order of `TYPE_LABELS`, types without questions left out."""
    by_type = {name: [row for row in run.rows if row.type == name] for name in TYPE_LABELS}
    return {name: _group(TYPE_LABELS[name], rows) for name, rows in by_type.items() if rows}


def bootstrap(values: Sequence[float], *, seed: int = SEED) -> Estimate:
    """The mean and its 95% interval by the percentile bootstrap over questions; the same for the same values and seed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values to resample")
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    means: NDArray[np.float64] = sample[picks].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))


def mcnemar(a_only: int, b_only: int) -> float:
    """Two-sided exact p-value that the discordant pairs fall to either side by a fair coin; 1 when there are none."""
    pairs = a_only + b_only
    tail = sum(math.comb(pairs, count) for count in range(min(a_only, b_only) + 1))
    return min(1.0, 2 * tail / (1 << pairs))


def compare_runs(a: Run, b: Run) -> Comparison:
    """Compare two runs over the questions that both hold, matched by id and wording.

    Raises:
        ValueError: they share no question.
    """
    rows_b = {(row.id, row.question): row for row in b.rows}
    pairs = [(row, rows_b[row.id, row.question]) for row in a.rows if (row.id, row.question) in rows_b]
    if not pairs:
        raise ValueError("the runs share no question")
    shared = {left.id for left, _ in pairs}
    flips = tuple((left, right) for left, right in pairs if left.scores.right != right.scores.right)
    a_only = sum(left.scores.right for left, _ in flips)
    return Comparison(
        count=len(pairs),
        a_only_right=a_only,
        b_only_right=len(flips) - a_only,
        p_value=mcnemar(a_only, len(flips) - a_only),
        differences=_differences(pairs),
        flips=flips,
        only_in_one=tuple(sorted({row.id for row in (*a.rows, *b.rows)} - shared)),
    )


def _differences(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Estimate]:
    """Of each metric over the pairs in which both rows have it."""
    differences = {}
    for metric in METRICS:
        both = [(metric.value(left), metric.value(right)) for left, right in pairs]
        values = [right - left for left, right in both if left is not None and right is not None]
        if values:
            differences[metric.name] = bootstrap(values)
    return differences


def _group(label: str, rows: Sequence[Row]) -> Group:
    estimates = {}
    for metric in METRICS:
        values = [value for row in rows if (value := metric.value(row)) is not None]
        if values:
            estimates[metric.name] = bootstrap(values)
    answered = [row for row in rows if row.error is None]
    return Group(
        label=label,
        count=len(rows),
        errors=len(rows) - len(answered),
        estimates=estimates,
        unsupported_count=sum(len(row.scores.unsupported or ()) for row in rows),
        seconds=_percentiles([row.seconds for row in answered]),
        first_text_s=_percentiles([row.first_text_s for row in answered]),
    )


def _percentiles(seconds: Sequence[float | None]) -> tuple[float, float] | None:
    known = [value for value in seconds if value is not None]
    if not known:
        return None
    median, high = np.quantile(known, [0.5, 0.95])
    return float(median), float(high)
