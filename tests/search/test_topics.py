"""What is left of a question for search, and what it is about."""

from __future__ import annotations

import pytest

from qa.search.topics import as_read, searchable, topic


@pytest.mark.parametrize(
    ("question", "left"),
    [
        pytest.param("云河区2022年新增学位多少个？", "新增学位", id="place, year, asking word"),
        pytest.param("“十四五”前半段云河区植树多少棵？", "植树", id="stretch of a plan"),
        pytest.param("云河区2022年年底已经植树多少棵？", "植树", id="end of a year"),
        pytest.param("云河区植树有什么安排,简单说说", "植树", id="asked for in short"),
        pytest.param("云河区植树取得了哪些成绩？", "植树", id="achievements"),
        pytest.param("云河区植树准备做点什么？", "植树", id="what to do"),
        pytest.param("云河区报告自己承认植树慢？", "植树慢", id="admitted"),
        pytest.param("云河区2022年书店有多大规模？", "书店有 规模", id="how large"),
        pytest.param("云河区2017年起的五年植树多少棵？", "植树", id="years from one on"),
        pytest.param("云河区一下新增5个托位", "一下新增5个 托位", id="a thing counted"),
        pytest.param("请问云河财政收入是多少？", "财政收入是", id="short name"),
        pytest.param("云河区工作报告里养老床位多少？", "养老床位", id="the report"),
        pytest.param("云河区这几项里,养老床位多少？", "里 养老床位", id="pointing back"),
        pytest.param("云河区工作报告,养老床位多少？", "养老床位", id="the report first"),
        pytest.param("帮忙总结下云河区植树的成绩", "植树", id="to be summed up"),
        pytest.param("云河区植树概况，来个要点", "植树", id="in points"),
    ],
)
def test_topic_is_what_is_asked_about(question: str, left: str) -> None:
    assert topic(question, ("云河区",)) == left


def test_spoken_question_words_are_read_as_written() -> None:
    assert as_read("云河为啥种树,从啥时候起,咋种的？") == "云河为什么种树,从什么时候起,怎么种的?"


def test_a_tag_before_a_further_question_asserts() -> None:
    assert as_read("云河种树涨了6%,对吧?占多少") == "云河种树涨了6%吧?占多少"


@pytest.mark.parametrize(
    ("tag", "left"),
    [
        ("我这么说没毛病吧", "吧"),
        ("我没记错吧", "吧"),
        ("是这样吧", "吧"),
        ("这话没错吧", "吧"),
        ("是真的吗", "吗"),
        ("这个说法对吗", "吗"),
        ("茶价也对吗", ",茶价也对吗"),
    ],
)
def test_a_tag_that_ends_a_question_is_read_as_its_particle(tag: str, left: str) -> None:
    assert as_read(f"云河种树涨了6%，{tag}？") == f"云河种树涨了6%{left}?"


def test_a_set_with_its_measure_word_is_read_as_its_name() -> None:
    assert as_read("那四条“巷”怎么样了，三个“云河”呢") == "那“四巷”怎么样了,三个“云河”呢"


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


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("云河 零售总额 2023 亿元", "云河零售总额2023年多少亿元"),
        ("云河 学位 2022", "云河学位2022年"),
        ("云河新增学位2020个", "云河新增学位2020个"),
    ],
)
def test_a_year_that_stands_alone_is_read_as_one(typed: str, read_as: str) -> None:
    assert as_read(typed) == read_as


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [("云河落了地的项目", "云河落地了的项目"), ("云河签了约吗", "云河签约了吗"), ("云河开了工厂", "云河开了工厂")],
)
def test_a_verb_that_is_split_is_read_as_one(typed: str, read_as: str) -> None:
    assert as_read(typed) == read_as
