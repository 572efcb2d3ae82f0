"""What is asked, read from made questions about two made districts."""

from __future__ import annotations

import pytest

from qa.datatypes import Turn
from qa.search.question import understand
from tests.fakes import TODAY
from tests.search.made import BEFORE, read


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        pytest.param("云河区新设企业多少户？", ("云河区",), id="full name"),
        pytest.param("云河新设企业多少户？", ("云河区",), id="short name"),
        pytest.param("石桥的图书馆在哪里？", ("石桥县",), id="county"),
        pytest.param("松岭区和云河哪个更大？", ("松岭区", "云河区"), id="two in order"),
        pytest.param("云河区比云河以前好吗？", ("云河区",), id="named twice"),
        pytest.param("新设企业多少户？", (), id="none"),
    ],
)
def test_understand_finds_regions(question: str, regions: tuple[str, ...]) -> None:
    assert read(question).regions == regions


def test_understand_folds_widths_and_keeps_the_question_as_typed() -> None:
    inquiry = read("云河区２０２２年　学位多少？")
    assert (inquiry.years, inquiry.standalone) == ((2022,), "云河区2022年学位多少?")
    assert inquiry.question == "云河区２０２２年　学位多少？"


def test_understand_takes_what_the_person_chose() -> None:
    inquiry = read("云河区2022年学位多少？", regions=["松岭区"], years=[2021])
    assert (inquiry.regions, inquiry.years) == (("松岭区",), (2021,))


@pytest.mark.parametrize(
    ("question", "years"),
    [
        pytest.param("今年打算新设多少户？", (2023,), id="plan of the report's year"),
        pytest.param("明年计划新设多少户？", (2023,), id="plan for the next year"),
        pytest.param("今年新设了多少户？", (2022,), id="result"),
        pytest.param("2021年打算新设多少户？", (2021,), id="year named"),
    ],
)
def test_a_plan_asked_after_a_year_is_for_the_year_after(question: str, years: tuple[int, ...]) -> None:
    inquiry = read(question, BEFORE)
    assert (inquiry.years, inquiry.parts) == (years, ())


@pytest.mark.parametrize(
    ("question", "years"),
    [
        pytest.param("云河剧场22年封了顶，那哪年能用上？", (), id="year of what came before"),
        pytest.param("云河剧场2022年什么时候封的顶？", (2022,), id="year asked about"),
    ],
)
def test_a_question_for_a_time_is_not_kept_to_the_year_that_leads_up_to_it(
    question: str, years: tuple[int, ...]
) -> None:
    assert read(question).years == years


def test_a_question_that_leans_on_nothing_takes_over_no_kind() -> None:
    before = Turn("云河区2023年学位为什么减少？", "因为生源减少。")
    inquiry = understand("云河区和松岭区2023年谁新增的茶馆多", [before], held=["云河区", "松岭区"], today=TODAY)
    assert inquiry.carried == ""
    assert not inquiry.intent.asks_why
