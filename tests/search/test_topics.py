"""What is left of a question for search, and what it is about."""

from __future__ import annotations

import pytest

from qa.search.topics import searchable, topic


@pytest.mark.parametrize(
    ("question", "left"),
    [
        pytest.param("云河区2022年新增学位多少个？", "新增学位", id="place, year, asking word"),
        pytest.param("“十四五”前半段云河区植树多少棵？", "植树", id="stretch of a plan"),
        pytest.param("云河区2017年起的五年植树多少棵？", "植树", id="years from one on"),
        pytest.param("请问云河财政收入是多少？", "财政收入是", id="short name"),
        pytest.param("云河区工作报告里养老床位多少？", "养老床位", id="the report"),
        pytest.param("云河区这几项里,养老床位多少？", "里 养老床位", id="pointing back"),
        pytest.param("云河区工作报告,养老床位多少？", "养老床位", id="the report first"),
    ],
)
def test_topic_is_what_is_asked_about(question: str, left: str) -> None:
    assert topic(question, ("云河区",)) == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        pytest.param("“十四五”规划前半段学位多少？", "学位多少？", id="stretch of a plan"),
        pytest.param("十四五期间学位多少？", "学位多少？", id="plan"),
        pytest.param("工作报告里学位多少？", "学位多少？", id="report"),
        pytest.param("2022年学位多少？", "2022年学位多少？", id="years stay"),
    ],
)
def test_searchable_leaves_out_what_no_sentence_says(question: str, left: str) -> None:
    assert searchable(question).strip() == left
