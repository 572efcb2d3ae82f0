"""When another report's value is shown beside the one that answers, without search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers.differing import with_differing
from qa.answers.material import Outcome, Refusal, Sentence
from qa.datatypes import Passage, Period, Reason
from qa.figures.ledger import Ledger
from tests.answers.made import ask, make_report, material_for
from tests.fakes import make_passage

OURS = make_passage("PM2.5平均浓度32微克/立方米，同比下降5.9%。")
THEIRS = replace(make_passage("PM2.5年均浓度降至31微克/立方米。", number=2), report_id="另一份报告")
LEDGER = Ledger(lambda words: (), lambda report_id: None)
REPORT = replace(make_report(OURS.text)[0], report_id=OURS.report_id, plan_period=Period(2024, 2024))
PLAIN = "云河区2023年PM2.5年均浓度是多少？"


def told(question: str, *passages: Passage, outcome: Outcome | None = None) -> list[Outcome]:
    answer = outcome or Sentence(passages[0].text, passages[:1])
    asked = material_for(ask(question, REPORT), *passages)
    return list(with_differing([answer], asked, lambda part: replace(asked, inquiry=part), LEDGER.within))


def test_the_other_reports_value_follows_with_its_passage() -> None:
    first, second = told(PLAIN, OURS, THEIRS)
    assert first == Sentence(OURS.text, (OURS,))
    assert isinstance(second, Sentence)
    assert second.text.startswith("另一份报告给出的数字不同，为31微克/立方米。")
    assert second.passages == (THEIRS,)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云河区2023年PM2.5同比下降百分之多少？", id="another figure of the sentence"),
        pytest.param("云河区PM2.5年均浓度是多少？", id="no year"),
        pytest.param("2023年PM2.5年均浓度是多少？", id="no region"),
        pytest.param("2024年的报告里云河区2023年PM2.5年均浓度是多少？", id="report named by its year"),
        pytest.param("云河区2023年PM2.5年均浓度为什么下降？", id="no figure asked for"),
    ],
)
def test_nothing_is_added_where_not_just_this_figure_is_asked_for(question: str) -> None:
    assert len(told(question, OURS, THEIRS)) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(THEIRS, report_id=OURS.report_id), id="same report"),
        pytest.param(replace(THEIRS, region="松岭区"), id="other region"),
        pytest.param(replace(THEIRS, text="PM2.5年均浓度降至32微克/立方米。"), id="same value"),
        pytest.param(replace(THEIRS, text="PM2.5年均浓度约为31微克/立方米。"), id="hedged"),
        pytest.param(replace(THEIRS, text="PM10年均浓度降至51微克/立方米。"), id="other indicator"),
    ],
)
def test_what_can_both_be_true_is_not_set_against_each_other(other: Passage) -> None:
    assert len(told(PLAIN, OURS, other)) == 1


def test_a_refusal_stays_alone() -> None:
    refusal = Refusal(Reason.NO_FIGURE, "报告中没有给出所问的数字。")
    assert told(PLAIN, OURS, THEIRS, outcome=refusal) == [refusal]


def test_the_other_value_of_one_of_the_places_compared_follows_it_once() -> None:
    other = replace(make_passage("PM2.5年均浓度30微克/立方米。", number=3), region="松岭区", report_id="松岭报告")
    passages = (OURS, THEIRS, other)
    parts = tuple(ask(f"{region}2023年PM2.5年均浓度是多少？", REPORT) for region in ("云河区", "松岭区"))
    whole = replace(ask("云河区和松岭区2023年PM2.5年均浓度各是多少？", REPORT), parts=parts)
    given = [Sentence(one.text, (one,)) for one in (OURS, other)]
    asked = material_for(whole, *passages)
    told = list(with_differing(given, asked, lambda part: replace(asked, inquiry=part), LEDGER.within))
    assert [one.passages for one in told if isinstance(one, Sentence)] == [(OURS,), (THEIRS,), (other,)]
