"""Goals beside results: reached, not yet, told by the report itself, or left open."""

from __future__ import annotations

import pytest

from qa.answers.fulfilment import asks_fulfilment, fulfil
from qa.answers.material import Finder, Material, Outcome, Refusal, Sentence
from qa.datatypes import Inquiry, Passage, Period, Statement
from tests.answers.made import material, material_for, planned
from tests.fakes import make_passage

GOAL = planned("确保到2025年末完成3万个停车位新建改造。", year=2025)
RESULT = make_passage("累计新增停车位2.4万个。", period=Period(2021, 2023))
OLD = make_passage("累计新增停车位1.5万个。", number=3, paragraph=3, period=Period(2012, 2016))
ONE_YEAR = make_passage("新增停车位2000个。", number=4, paragraph=4, period=Period(2023, 2023))
ENOUGH = make_passage("累计新增停车位3.2万个。", number=5, paragraph=5, period=Period(2021, 2025))
TOLD = make_passage("停车位新建改造提前完成规划目标。", number=6, paragraph=6, period=Period(2021, 2023))
AIR_GOAL = planned("细颗粒物浓度控制在30微克/立方米以内。", number=7, year=2023)
AIR = make_passage("细颗粒物浓度为32微克/立方米。", number=8, paragraph=8, period=Period(2023, 2023))
QUESTION = "云河区停车位新建改造的目标完成了吗？"


def finder(*passages: Passage) -> Finder:
    def find(inquiry: Inquiry) -> Material:
        ahead = inquiry.statement is Statement.TARGET
        fitting = [one for one in passages if (one.statement is Statement.TARGET) == ahead]
        return material_for(inquiry, *fitting)

    return find


def told(question: str, *passages: Passage) -> list[Outcome]:
    return list(fulfil(material(question, *passages), finder(*passages)))


def verdict(question: str, *passages: Passage) -> Sentence:
    last = told(question, *passages)[-1]
    assert isinstance(last, Sentence)
    return last


@pytest.mark.parametrize(
    "question",
    [
        "这个目标完成了吗？",
        "够到2025年的目标没有？",
        "离目标还差多少？",
        "说要建图书馆，后来建成了吗？",
        "规划定的任务兑现了没有？",
        "充电站规划目标还剩几座没开工？",
    ],
)
def test_questions_for_fulfilment_are_known(question: str) -> None:
    assert asks_fulfilment(question)


@pytest.mark.parametrize("question", ["2023年的目标是多少？", "完成了多少套？", "学校建成了几所？"])
def test_questions_for_a_figure_are_not_for_fulfilment(question: str) -> None:
    assert not asks_fulfilment(question)


def test_what_is_left_is_shown_with_goal_and_result_cited() -> None:
    shown = verdict(QUESTION, GOAL, RESULT)
    assert shown.text == "还没有达到目标，还差0.6万个（3 − 2.4 = 0.6）。"
    assert set(shown.passages) == {GOAL, RESULT}
    assert len(told(QUESTION, GOAL, RESULT)) == 3


def test_a_reached_goal_is_said_with_both_values() -> None:
    assert verdict(QUESTION, GOAL, ENOUGH).text == "已达到目标：目标3万个，实际3.2万个。"


def test_a_goal_that_must_not_be_passed_is_reached_from_below() -> None:
    shown = verdict("云河区2023年细颗粒物浓度的目标达到了吗？", AIR_GOAL, AIR)
    assert shown.text == "还没有达到目标，高出2微克/立方米（32 − 30 = 2）。"


@pytest.mark.parametrize("result", [OLD, ONE_YEAR], ids=["before the goal's time", "of one year of several"])
def test_a_result_of_another_time_is_no_verdict(result: Passage) -> None:
    outcomes = told(QUESTION, GOAL, result)
    assert not any("达到目标" in one.text for one in outcomes if not isinstance(one, Refusal))


def test_without_a_result_the_goal_is_shown_in_the_refusal() -> None:
    (refusal,) = told("云河区停车位新建改造离目标还差多少个？", GOAL)
    assert isinstance(refusal, Refusal)
    assert "没有给出完成情况" in refusal.message and "3万个停车位" in refusal.message


def test_what_the_report_tells_itself_is_left_to_quoting() -> None:
    assert told(QUESTION, GOAL, TOLD) == []


def test_how_many_are_still_to_do_of_what_is_planned_needs_no_word_for_a_goal() -> None:
    question = "云河区到2025年底要弄3万个停车位，现在还差几个？"
    assert asks_fulfilment(question)
    assert verdict(question, GOAL, RESULT).text == "还没有达到目标，还差0.6万个（3 − 2.4 = 0.6）。"
    assert not any("−" in one.text for one in told(question, GOAL, OLD) if not isinstance(one, Refusal))


def test_a_figure_in_a_name_is_no_goal_where_a_share_is_asked_for() -> None:
    goal = planned("力争青禾绿地500米服务半径覆盖率提升。", year=2025)
    result = make_passage("青禾绿地500米服务半径覆盖率92%。", period=Period(2021, 2023))
    given = material("云河区青禾绿地500米服务半径覆盖率离目标还差几个百分点？", result)
    assert not any("500米，实际" in getattr(one, "text", "") for one in fulfil(given, finder(goal, result)))
