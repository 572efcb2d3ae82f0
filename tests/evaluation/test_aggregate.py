from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qa.evaluation.aggregate import bootstrap, compare_runs, group_all, group_types, mcnemar
from qa.evaluation.runner import Row, Run
from tests.evaluation.fakes import gold, row


def rows(pattern: str) -> Run:
    """A row a character: 1 right, 0 wrong."""
    return Run(tuple(row(gold(id=f"q{i}"), right=mark == "1") for i, mark in enumerate(pattern)))


def scored(base: Row, **scores: object) -> Row:
    return replace(base, scores=replace(base.scores, **scores))  # type: ignore[arg-type]


def test_bootstrap_is_the_same_for_the_same_seed() -> None:
    values = [number / 97 for number in range(97)]
    assert bootstrap(values) == bootstrap(values)
    assert bootstrap(values, seed=1) != bootstrap(values, seed=2)


def test_bootstrap_agrees_with_the_normal_interval_of_many_values() -> None:
    estimate = bootstrap([1.0] * 240 + [0.0] * 160)
    half_width = 1.96 * (0.6 * 0.4 / 400) ** 0.5
    assert estimate.mean == pytest.approx(0.6)
    np.testing.assert_allclose([estimate.low, estimate.high], [0.6 - half_width, 0.6 + half_width], atol=0.01)


def test_bootstrap_refuses_no_values() -> None:
    with pytest.raises(ValueError, match="no values"):
        bootstrap([])


@pytest.mark.parametrize(
    ("a_only", "b_only", "p_value"),
    [
        (0, 0, 1.0),
        (5, 0, 2 / 32),
        (1, 5, 2 * (1 + 6) / 64),
        (3, 3, 1.0),
        (600, 600, 1.0),
    ],
)
def test_mcnemar_is_the_exact_binomial(a_only: int, b_only: int, p_value: float) -> None:
    assert mcnemar(a_only, b_only) == mcnemar(b_only, a_only) == pytest.approx(p_value)


def test_group_all_separates_answerable_and_unanswerable() -> None:
    run = Run(
        (
            row(gold(id="a"), right=True),
            replace(row(gold(id="b"), right=False), refused=True),
            row(gold(id="c", answerable=False), right=False),
            row(gold(id="d", answerable=False), right=True),
        )
    )
    means = {name: estimate.mean for name, estimate in group_all(run).estimates.items()}
    assert (means["right"], means["accuracy"], means["refusal_recall"], means["false_refusals"]) == (0.5, 0.5, 0.5, 0.5)


def test_group_all_leaves_out_what_no_question_asks_for() -> None:
    group = group_all(Run((row(gold(answerable=False), right=True),)))
    assert "accuracy" not in group.estimates
    assert "recall_1" not in group.estimates


def test_group_all_counts_figures_and_depths() -> None:
    first = scored(row(gold(id="a"), right=True), unsupported=("5", "6"), retrieval_recall=(0.5, 0.5, 1.0))
    second = scored(row(gold(id="b"), right=True), unsupported=(), retrieval_recall=(0.0, 1.0, 1.0))
    group = group_all(Run((first, second)))
    means = {name: estimate.mean for name, estimate in group.estimates.items()}
    assert (group.unsupported_count, means["unsupported"]) == (2, 0.5)
    assert [means[f"recall_{k}"] for k in (1, 5, 10)] == [0.25, 0.75, 1.0]
    assert [means[f"all_{k}"] for k in (1, 5, 10)] == [0.0, 0.5, 1.0]


def test_group_all_takes_latency_of_answers_only() -> None:
    run = Run(tuple(replace(row(gold(), right=True), seconds=float(second)) for second in range(1, 102)))
    failed = replace(run.rows[0], error="失败", seconds=900.0)
    group = group_all(Run((*run.rows, failed)))
    assert (group.seconds, group.first_text_s, group.errors) == ((51.0, 96.0), None, 1)


def test_group_types_keeps_the_order_of_the_labels() -> None:
    run = Run((row(gold(id="a", type="calc"), right=True), row(gold(id="b", type="fact"), right=False)))
    groups = group_types(run)
    assert [(name, group.label, group.estimates["right"].mean) for name, group in groups.items()] == [
        ("fact", "事实", 0.0),
        ("calc", "计算", 1.0),
    ]


def test_compare_runs_pairs_by_question() -> None:
    comparison = compare_runs(rows("11100"), rows("10011"))
    assert (comparison.a_only_right, comparison.b_only_right, comparison.p_value) == (2, 2, 1.0)
    assert [left.id for left, _ in comparison.flips] == ["q1", "q2", "q3", "q4"]
    assert comparison.differences["right"].mean == 0


def test_compare_runs_bootstraps_the_paired_difference() -> None:
    difference = compare_runs(rows("0" * 20), rows("1" * 20)).differences["right"]
    assert (difference.mean, difference.low, difference.high) == (1.0, 1.0, 1.0)


def test_compare_runs_names_what_only_one_holds() -> None:
    comparison = compare_runs(rows("111"), rows("11"))
    assert (comparison.count, comparison.only_in_one) == (2, ("q2",))


def test_compare_runs_refuses_runs_without_a_common_question() -> None:
    with pytest.raises(ValueError, match="no question"):
        compare_runs(rows("1"), Run(()))
