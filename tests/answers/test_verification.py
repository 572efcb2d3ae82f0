"""Each guard of verification with a sentence that passes and one that fails."""

from __future__ import annotations

import pytest

from qa.answers.verification import Support, verify
from qa.datatypes import Passage, Period, Statement
from tests.fakes import make_passage, weigh

YUN = make_passage("全年新增市场主体2.64万个，财政收入完成52.4亿元，增长3%。")
SONG = make_passage("全年新增市场主体1.87万个，财政收入完成38.9亿元，下降1.5%。", number=2, region="松岭区")
PARK = make_passage("滨河公园尚未开放，建成“青禾书院”和《云河志》展厅。", number=3)
PLAN = make_passage(
    "新建停车位1200个，建设口袋公园15处。", number=4, period=Period(2024, 2024), statement=Statement.TARGET
)
GUESS = make_passage("居民人均可支配收入预计达到5.2万元。", number=5)
STEP = make_passage(
    "建设滨河步道，健全便民服务网络。", number=6, period=Period(2024, 2024), statement=Statement.MEASURE
)
EVIDENCE = (YUN, SONG, PARK, PLAN, GUESS, STEP)


def check(sentence: str, *evidence: Passage, question: str = "云河区2023年怎样？") -> Support:
    return verify(sentence, evidence or EVIDENCE, question=question, words=weigh)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("云河区新增市场主体2.64万个。", id="as written"),
        pytest.param("云河区新增市场主体26400个。", id="scale written out"),
        pytest.param("云河区新增市场主体２.６４万个。", id="full width"),
        pytest.param("云河区财政收入增长百分之三。", id="percent in words"),
        pytest.param("云河区2023年新增市场主体2.64万个。", id="year of its period, as asked"),
        pytest.param("松岭区财政收入下降1.5%。", id="direction"),
        pytest.param("滨河公园尚未开放。", id="negation"),
        pytest.param("建成“青禾书院”。", id="quoted name"),
        pytest.param("建成《云河志》展厅。", id="book"),
        pytest.param("计划新建停车位1200个。", id="target called a target"),
    ],
)  # fmt: skip
def test_verify_holds_what_the_evidence_says(sentence: str) -> None:
    support = check(sentence)
    assert (support.failure, support.note) == ("", "")
    assert support.passages


@pytest.mark.parametrize(
    ("sentence", "failure"),
    [
        pytest.param("云河区新增市场主体2.65万个。", "数字没有依据", id="value"),
        pytest.param("云河区新增市场主体2.64亿个。", "数字没有依据", id="scale"),
        pytest.param("云河区新增市场主体2.64万家。", "数字没有依据", id="unit"),
        pytest.param("云河区财政收入增长3个百分点。", "数字没有依据", id="percent and points"),
        pytest.param("云河区财政收入下降3%。", "数字没有依据", id="direction"),
        pytest.param("云河区2021年新增市场主体2.64万个。", "2021年", id="year"),
        pytest.param("滨河公园没有第8号馆。", "8", id="loose digits"),
        pytest.param("云河区没有新增市场主体。", "否定", id="negation"),
        pytest.param("建成“白鹭书院”。", "白鹭书院", id="quoted name"),
        pytest.param("建成《松岭志》展厅。", "松岭志", id="book"),
        pytest.param("松岭区新增市场主体2.64万个。", "松岭区", id="region"),
        pytest.param("云河区新增市场主体2.64万个，跨国贸易枢纽蓬勃兴起，航空物流版图持续扩张。", "用词", id="words"),
    ],
)
def test_verify_names_what_has_no_evidence(sentence: str, failure: str) -> None:
    support = check(sentence)
    assert failure in support.failure
    assert support.passages == ()


def test_a_figure_about_another_thing_does_not_hold() -> None:
    assert check("云河区养老床位2.64万个。", YUN).failure


def test_the_year_of_the_question_holds_only_for_evidence_of_that_year() -> None:
    question = "云河区2022年怎样？"
    assert "2022年" in check("2022年新增市场主体2.64万个。", YUN, question=question).failure


def test_nothing_is_held_without_evidence() -> None:
    assert verify("云河区新增学位9个。", (), question="", words=weigh).failure == "没有依据"


def test_support_is_the_fewest_passages_that_hold_all_figures() -> None:
    support = check("云河区新增市场主体2.64万个，松岭区新增市场主体1.87万个。")
    assert support.passages == (YUN, SONG)


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        pytest.param("新建停车位1200个。", "这是2024年的目标或安排，不是完成情况", id="target"),
        pytest.param("建设滨河步道，健全便民服务网络。", "这是2024年的工作安排", id="measure"),
        pytest.param("居民人均可支配收入达到5.2万元。", "报告中为预计数", id="estimate"),
        pytest.param("居民人均可支配收入预计达到5.2万元。", "", id="called an estimate"),
        pytest.param("力争建设口袋公园15处。", "", id="called a target"),
    ],
)
def test_verify_notes_what_must_be_said(sentence: str, note: str) -> None:
    support = check(sentence)
    assert (support.failure, support.note) == ("", note)


def test_verify_gives_the_same_support_in_any_order_of_evidence() -> None:
    sentence = "云河区新增市场主体2.64万个，松岭区新增市场主体1.87万个。"
    assert set(check(sentence, *EVIDENCE).passages) == set(check(sentence, *reversed(EVIDENCE)).passages)
