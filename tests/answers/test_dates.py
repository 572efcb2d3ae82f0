"""When: the year whose tasks or results a sentence stands among, and what tells no such year."""

from __future__ import annotations

import pytest

from qa.answers.dates import tells_when, told_by_year
from qa.datatypes import Passage, Period, Statement
from tests.answers.made import material
from tests.fakes import make_passage


def task(text: str, *, years: tuple[int, int] = (2024, 2024), number: int = 1) -> Passage:
    return make_passage(text, number=number, paragraph=number, period=Period(*years), statement=Statement.MEASURE)


def done(text: str, *, number: int = 2) -> Passage:
    return make_passage(text, number=number, paragraph=number, period=Period(2023, 2023), statement=Statement.OUTCOME)


OPENS = task("确保滨河医院、栖霞书院等项目竣工投用，云影剧场主体结构完工。")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("云河区滨河医院哪年能投入使用？", OPENS, id="in use"),
        pytest.param("云河区栖霞书院啥时候能建好？", OPENS, id="what is in use is done"),
        pytest.param("云河区云影剧场主体哪年完工？", OPENS, id="a part that is asked for"),
        pytest.param("云河区青禾路几时开工？", task("力争青禾路开工建设。"), id="begun"),
        pytest.param("云河区2号桥什么时候通车？", task("推动2号桥建成通车。"), id="a number that is held"),
    ],
)
def test_a_task_of_one_year_tells_that_year(question: str, passage: Passage) -> None:
    told = told_by_year(material(question, passage))
    assert told is not None
    assert told.text.endswith("（列入2024年的任务）。")
    assert told.passages == (passage,)


def test_a_result_tells_its_year_where_the_past_is_asked() -> None:
    told = told_by_year(material("云河区2号桥是哪年通车的？", done("2号桥实现通车。")))
    assert told is not None
    assert told.text.endswith("（列入2023年的完成情况）。")


def test_what_is_to_come_is_told_by_the_task_not_by_an_earlier_result() -> None:
    earlier = done("滨河医院一期投入使用。")
    told = told_by_year(material("云河区滨河医院哪年能用上？", earlier, OPENS))
    assert told is not None
    assert told.passages == (OPENS,)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("云河区云影剧场哪年能用上？", OPENS, id="only a part of it is done"),
        pytest.param("云河区2号桥什么时候通车？", task("推动3号桥建成通车。"), id="another number"),
        pytest.param("云河区1号厂房哪年投用？", task("2号厂房竣工投用、1号厂房加快复建。"), id="the stage of another"),
        pytest.param("云河区青禾路哪年通车？", task("加快青禾路建设。"), id="no stage told"),
        pytest.param("云河区湿地农场哪年启动？", task("启动湿地农场规划研究。"), id="only planning begins"),
        pytest.param("云河区栖霞书院哪年建好？", task("建成栖霞书院。", years=(2024, 2028)), id="tasks of five years"),
        pytest.param("云河区青禾码头哪年能用上？", OPENS, id="another thing"),
        pytest.param("云河区滨河医院哪年能用上？", task("滨河医院2025年竣工投用。"), id="a date of its own"),
        pytest.param("云河区滨河医院哪一天投入使用？", OPENS, id="a day is asked"),
        pytest.param("云河区2号线哪年开通运营？", task("2号线完成空载试运行。"), id="a trial"),
        pytest.param("云河区滨河医院花了多少钱？", OPENS, id="no time asked"),
    ],
)
def test_what_tells_no_year_gives_none(question: str, passage: Passage) -> None:
    assert told_by_year(material(question, passage)) is None


@pytest.mark.parametrize(
    ("text", "tells"),
    [("2024年开园", True), ("9月开学", True), ("年内开园", True), ("PM2.5年均浓度下降", False), ("推进建设", False)],
)
def test_tells_when(text: str, tells: bool) -> None:
    assert tells_when(text) is tells


def test_a_year_that_the_sentence_says_itself_is_not_said_again() -> None:
    told = told_by_year(material("云河区栖霞渠哪年能建成？", task("加大投入，到2024年，栖霞渠建成通水。")))
    assert told is not None
    assert "列入" not in told.text
