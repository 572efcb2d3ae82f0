from __future__ import annotations

import pytest

from qa.page.checks import Computation, check_sentence
from tests.page.fakes import DONGHE, LIME, QUOTE, make_citation, make_report

FIRST = make_citation(make_report("栎木区", 2022, LIME), QUOTE, 1)
SECOND = make_citation(make_report("东河区", 2022, DONGHE), DONGHE[1][2], 2)
TARGET = make_citation(make_report("栎木区", 2022, LIME), LIME[5][2], 3)


def test_figures_are_found_again_with_value_and_unit() -> None:
    checks = check_sentence("2022年，栎木区新设企业3.2万户，同比增长12.5%。", [FIRST])
    assert [(check.figure, check.quoted, check.marker) for check in checks.figures] == [
        ("3.2万户", "3.2万户", 1),
        ("12.5%", "12.5％", 1),
    ]
    assert "新设企业" in checks.lines()[0]


@pytest.mark.parametrize("sentence", ["新设企业3.3万户。", "新设企业3.2万家次。", "新设企业32万户。"])
def test_a_figure_that_no_quote_holds_is_not_claimed(sentence: str) -> None:
    assert check_sentence(sentence, [FIRST]).figures == ()


def test_only_years_that_a_quote_writes_out_are_claimed() -> None:
    assert check_sentence("2022年新设企业3.2万户。", [FIRST]).years == ()
    assert check_sentence("2023年新设企业3万户以上。", [TARGET]).years == ((2023, 3),)


@pytest.mark.parametrize(
    ("expression", "operands"),
    [
        ("3.2 − 2.4 = 0.8", (("3.2", 1), ("2.4", 2))),
        ("3.2 + 2.4 = 5.6", (("3.2", 1), ("2.4", 2))),
        ("3.2 ÷ 2.4 = 1.33", (("3.2", 1), ("2.4", 2))),
        ("2.4 ÷ 3.2 = 75%", (("2.4", 2), ("3.2", 1))),
        ("3.2 × (1 + 12.5%) = 3.6", (("3.2", 1), ("1", None), ("12.5%", 1))),
        ("3.2 ÷ 4 = 0.8", (("3.2", 1), ("4", None))),
    ],
)
def test_computation_is_done_again_and_shows_its_operands(expression: str, operands: object) -> None:
    checks = check_sentence(f"结果如下（{expression}）。", [FIRST, SECOND])
    assert checks.computation == Computation(expression, operands)  # type: ignore[arg-type]


@pytest.mark.parametrize("expression", ["3.2 − 2.4 = 0.9", "3.2 ÷ 0 = 1", "3.2 − = 3.2", "(3.2 = 3.2", "÷ 2 = 1"])
def test_a_wrong_or_broken_computation_is_not_claimed(expression: str) -> None:
    assert check_sentence(f"结果（{expression}）。", [FIRST, SECOND]).computation is None
