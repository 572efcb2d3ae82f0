"""Which hits may make an answer: by region, year, kind of statement and report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from qa.answers.evidence import fits, select
from qa.datatypes import Hit, Inquiry, Intent, Passage, Period, Report, Statement
from tests.answers.made import ask, make_passage, make_report

REPORT = replace(
    make_report("新增学位5200个。")[0],
    report_id="云河区-报告",
    date=dt.date(2024, 1, 9),
    plan_period=Period(2024, 2024),
)
EVALUATION = replace(REPORT, report_id="评估", kind="规划中期评估报告", title="规划中期评估报告")


def told(
    text: str = "新增学位5200个。",
    years: tuple[int, int] | None = (2023, 2023),
    statement: Statement = Statement.OUTCOME,
    region: str = "云河区",
) -> Passage:
    return make_passage(text, period=Period(*years) if years else None, statement=statement, region=region)


@pytest.mark.parametrize(
    ("question", "passage", "fit"),
    [
        pytest.param("云河区学位多少个？", told(), True, id="region"),
        pytest.param("松岭区学位多少个？", told(), False, id="another region"),
        pytest.param("学位多少个？", told(), True, id="no region asked"),
        pytest.param("2023年学位多少个？", told(), True, id="year"),
        pytest.param("2022年学位多少个？", told(), False, id="another year"),
        pytest.param("2022年学位多少个？", told("2022年新增学位5200个。"), True, id="year named in the text"),
        pytest.param("2022年学位多少个？", told(years=None), True, id="no year known"),
        pytest.param("2022年学位多少个？", told(years=(2021, 2023)), True, id="within a stretch"),
        pytest.param("2022年底学位多少个？", told(years=(2021, 2023)), False, id="an earlier end"),
        pytest.param("2022年年末学位多少个？", told(years=(2021, 2023)), False, id="an earlier end, said so"),
        pytest.param("2022年底学位多少个？", told("2022年末学位9个。", (2021, 2023)), True, id="the end named"),
        pytest.param("2023年底学位多少个？", told(years=(2021, 2023)), True, id="the end of a stretch"),
        pytest.param("2022年学位多少个？", told(years=(2021, 2025), statement=Statement.TARGET), False,
                     id="a plan for several years"),
        pytest.param("2021年和2022年学位多少个？", told(years=(2021, 2025), statement=Statement.TARGET), True,
                     id="a plan for the years asked"),
        pytest.param("2024年报告里学位多少个？", told(years=(2022, 2022)), True, id="year of the report"),
        pytest.param("学位的目标是多少？", told(statement=Statement.TARGET), True, id="target"),
        pytest.param("学位的目标是多少？", told(), False, id="outcome for a target"),
        pytest.param("新增了多少学位？", told(), True, id="outcome"),
        pytest.param("新增了多少学位？", told(years=(2024, 2024), statement=Statement.TARGET), False,
                     id="target for an outcome"),
        pytest.param("新增了多少学位？", told(statement=Statement.TARGET), True, id="bound kept in the years reviewed"),
        pytest.param("存在哪些问题？", told(statement=Statement.PROBLEM), True, id="problem"),
        pytest.param("存在哪些问题？", told(), False, id="outcome for a problem"),
        pytest.param("概括学位工作做了些什么？", told(statement=Statement.PROBLEM), False,
                     id="problem for a summary of what was done"),
    ],
)  # fmt: skip
def test_a_passage_fits_what_is_asked(question: str, passage: Passage, fit: bool) -> None:
    assert fits(passage, ask(question, REPORT), REPORT) is fit


@pytest.mark.parametrize(
    ("year", "text", "fit"),
    [
        pytest.param(2020, "“十三五”末学位达到9000个。", True, id="end of the plan"),
        pytest.param(2020, "十三五规划期末学位达到9000个。", True, id="end of the plan's term"),
        pytest.param(2025, "“十四五”末学位达到9000个。", True, id="end of the next plan"),
        pytest.param(2025, "“十三五”末学位达到9000个。", False, id="end of another plan"),
        pytest.param(2024, "“十四五”末学位达到9000个。", False, id="year before the end"),
        pytest.param(2025, "“十四五”期间学位达到9000个。", False, id="no end"),
        pytest.param(2055, "“十四五”末学位达到9000个。", False, id="year of no plan"),
    ],
)
def test_the_end_of_a_plan_is_its_last_year(year: int, text: str, fit: bool) -> None:
    assert fits(told(text), Inquiry("学位？", "学位？", years=(year,)), REPORT) is fit


def chosen(question: str, *hits: tuple[Passage, float], count: int = 5) -> list[str]:
    found = [Hit(replace(passage, passage_id=number), score) for number, (passage, score) in enumerate(hits, start=1)]
    reports: dict[str, Report] = {"云河区-报告": REPORT, "评估": EVALUATION}
    return [hit.passage.text for hit in select(ask(question, *reports.values()), found, reports, count=count)]


def test_hits_that_fit_stay_in_order_up_to_the_count() -> None:
    hits = [(told("甲。"), 0.9), (told("乙。", region="松岭区"), 0.8), (told("丙。"), 0.7), (told("丁。"), 0.6)]
    assert chosen("云河区学位多少个？", *hits, count=2) == ["甲。", "丙。"]


def test_where_no_target_is_found_the_outcome_is_given() -> None:
    assert chosen("云河区学位的目标是多少？", (told("甲。"), 0.9)) == ["甲。"]


def test_a_target_is_never_given_for_an_outcome() -> None:
    plan = told("力争新增学位6000个。", (2024, 2024), Statement.TARGET)
    assert chosen("云河区新增了多少学位？", (plan, 0.9)) == []


@pytest.mark.parametrize(
    ("question", "score", "texts"),
    [
        pytest.param("云河区中期评估里学位多少个？", 0.5, ["乙。"], id="named"),
        pytest.param("云河区学位多少个？", 0.5, ["甲。", "乙。"], id="not named"),
        pytest.param("云河区中期评估里学位多少个？", 0.05, ["乙。"], id="named, though far below the best"),
        pytest.param("云河区审议意见里学位多少个？", 0.5, ["甲。", "乙。"], id="named, but none held"),
    ],
)
def test_a_report_that_is_named_by_its_kind_is_the_only_one(question: str, score: float, texts: list[str]) -> None:
    evaluated = replace(told("乙。"), report_id="评估")
    assert chosen(question, (told("甲。"), 0.9), (evaluated, score)) == texts


def test_one_problem_fits_whatever_its_kind_where_a_plain_fact_is_asked() -> None:
    inquiry = replace(ask("存在哪些问题？"), intent=Intent.FACT)
    assert fits(told(), inquiry, REPORT)
