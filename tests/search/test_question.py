"""What is asked, read from made questions about two made districts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from qa.datatypes import Inquiry, Intent, Statement, Turn
from qa.search.question import find_intent, find_statement, find_years, searchable, topic, understand

HELD = ("云河区", "松岭区", "石桥县")
TODAY = dt.date(2024, 3, 1)
BEFORE = Turn("云河区2022年新设企业多少户？", "三万户。")


def read(question: str, *history: Turn, regions: Sequence[str] = (), years: Sequence[int] = ()) -> Inquiry:
    return understand(question, history, held=HELD, today=TODAY, regions=regions, years=years)


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


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("2022年学位多少？", [2022], id="year"),
        pytest.param("2021—2023年学位多少？", [2021, 2022, 2023], id="span"),
        pytest.param("2019至2021年学位多少？", [2019, 2020, 2021], id="span in words"),
        pytest.param("22年学位多少？", [2022], id="short year"),
        pytest.param("十四五末学位目标多少？", [2025], id="end of the plan"),
        pytest.param("“十四五”末学位目标多少？", [2025], id="end of the quoted plan"),
        pytest.param("十三五期间植树多少？", [2016, 2017, 2018, 2019, 2020], id="five-year plan"),
        pytest.param("十四五前两年半植树多少？", [2021, 2022, 2023], id="first half of the plan"),
        pytest.param("“十四五”规划头两年植树多少？", [2021, 2022], id="first two years of the plan"),
        pytest.param("十四五后半程植树多少？", [2023, 2024, 2025], id="second half of the plan"),
        pytest.param("十五五开局植树多少？", [2026], id="opening of the plan"),
        pytest.param("2017年起的五年植树多少？", [2017, 2018, 2019, 2020, 2021], id="years from one on"),
        pytest.param("2020年以前的三年植树多少？", [2018, 2019, 2020], id="years up to one"),
        pytest.param("今年的目标是什么？", [2024], id="this year"),
        pytest.param("去年的成绩如何？", [2023], id="last year"),
        pytest.param("2022年比去年如何？", [2022], id="a named year goes first"),
        pytest.param("2023年的报告里说2022年学位多少？", [2022], id="year of a report"),
        pytest.param("学位有2023个吗？", [2023], id="digits like a year"),
        pytest.param("3年前有多少？", [], id="years ago"),
        pytest.param("12345热线接了多少？", [], id="hotline"),
    ],
)
def test_find_years_gives_absolute_years(text: str, years: list[int]) -> None:
    assert [year for _, year in find_years(text, TODAY)] == years


def test_understand_folds_widths_and_keeps_the_question_as_typed() -> None:
    inquiry = read("云河区２０２２年　学位多少？")
    assert (inquiry.years, inquiry.standalone) == ((2022,), "云河区2022年学位多少?")
    assert inquiry.question == "云河区２０２２年　学位多少？"


def test_understand_takes_what_the_person_chose() -> None:
    inquiry = read("云河区2022年学位多少？", regions=["松岭区"], years=[2021])
    assert (inquiry.regions, inquiry.years) == (("松岭区",), (2021,))


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        pytest.param("学位目标是多少？", Statement.TARGET, id="target"),
        pytest.param("打算建多少公园？", Statement.TARGET, id="intended"),
        pytest.param("建了多少公园？", Statement.OUTCOME, id="done"),
        pytest.param("公园完成了吗？", Statement.OUTCOME, id="whether done"),
        pytest.param("承诺的公园后来实现没有？", Statement.OUTCOME, id="came of it"),
        pytest.param("工作中还存在哪些问题？", Statement.PROBLEM, id="problem"),
        pytest.param("有什么短板？", Statement.PROBLEM, id="shortcoming"),
        pytest.param("学位多少个？", None, id="open"),
        pytest.param("实际利用外资多少美元？", None, id="name of an indicator"),
    ],
)
def test_find_statement_tells_plans_from_results(question: str, statement: Statement | None) -> None:
    assert find_statement(question) is statement


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("云河区学位多少个？", Intent.FIGURE),
        ("云河区财政收入的增速？", Intent.FIGURE),
        ("云河区有哪些文化场馆？", Intent.LIST),
        ("公园为什么推迟开放？", Intent.REASON),
        ("云河区区长是谁？", Intent.PERSON),
        ("这份报告是哪天作的？", Intent.META),
        ("概括一下云河区的教育工作", Intent.SUMMARY),
        ("是否建成了博物馆？", Intent.YES_NO),
        ("云河和松岭哪个更高？", Intent.COMPARE),
        ("两区学位相差多少？", Intent.COMPUTE),
        ("学校和医院加起来多少？", Intent.COMPUTE),
        ("图书馆在哪里？", Intent.FACT),
        pytest.param("新增了多少学位？", Intent.FIGURE,),
        pytest.param("计划新增多少个学位？", Intent.FIGURE,),
    ],
    ids=lambda value: str(value) if isinstance(value, Intent) else None,
)  # fmt: skip
def test_find_intent_tells_the_kind_of_answer(question: str, intent: Intent) -> None:
    assert find_intent(question) is intent


@pytest.mark.parametrize(
    ("question", "regions", "years"),
    [
        pytest.param("那松岭区呢？", ("松岭区",), (2022,), id="other region, same year"),
        pytest.param("2023年呢？", ("云河区",), (2023,), id="other year, same region"),
        pytest.param("同比增长多少？", ("云河区",), (2022,), id="both kept"),
        pytest.param("来年的目标是多少？", ("云河区",), (2023,), id="the year after"),
        pytest.param("松岭区2021年新增养老床位多少张？", ("松岭区",), (2021,), id="stands alone"),
    ],
)
def test_follow_up_keeps_what_it_does_not_name(question: str, regions: tuple[str, ...], years: tuple[int, ...]) -> None:
    inquiry = read(question, BEFORE)
    assert (inquiry.regions, inquiry.years) == (regions, years)


@pytest.mark.parametrize(
    ("question", "regions", "years"),
    [
        pytest.param("石桥县的呢？", ("石桥县",), (2022,), id="third region, first year"),
        pytest.param("2023年呢？", ("松岭区",), (2023,), id="second region, third year"),
        pytest.param("同比增长多少？", ("松岭区",), (2022,), id="second region, first year"),
    ],
)
def test_follow_ups_follow_each_other(question: str, regions: tuple[str, ...], years: tuple[int, ...]) -> None:
    inquiry = read(question, BEFORE, Turn("那松岭区呢？", "两万户。"))
    assert (inquiry.regions, inquiry.years, inquiry.intent, inquiry.parts) == (regions, years, Intent.FIGURE, ())
    assert "新设企业多少户" in inquiry.carried


@pytest.mark.parametrize(
    ("question", "carried"),
    [
        pytest.param("那书店呢？", "云河区2022年新增多少", id="another subject"),
        pytest.param("书店怎么样？", "云河区2022年新增多少", id="another subject without a word before it"),
        pytest.param("那外资的呢？", "云河区2022年新增剧场多少家", id="the same of another kind"),
        pytest.param("那书店比剧场多多少？", "云河区2022年新增剧场多少家", id="compared with the one before"),
        pytest.param("那松岭区呢？", "松岭区2022年新增剧场多少家", id="another region"),
    ],
)
def test_another_subject_takes_the_place_of_the_one_before(question: str, carried: str) -> None:
    assert read(question, Turn("云河区2022年新增剧场多少家？", "六家。")).carried == carried


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


def test_follow_up_carries_the_indicator() -> None:
    inquiry = read("那松岭区呢？", BEFORE)
    assert inquiry.carried == "松岭区2022年新设企业多少户"
    assert (inquiry.own, inquiry.intent) == ("那松岭区呢?", Intent.FIGURE)


def test_a_full_question_carries_nothing() -> None:
    inquiry = read("松岭区2021年新增养老床位多少张？", BEFORE)
    assert (inquiry.carried, inquiry.own) == ("", inquiry.standalone)


def test_follow_up_on_a_place_that_is_not_held_does_not_keep_the_old_one() -> None:
    assert read("天津呢？", BEFORE).regions == ()


def test_follow_up_that_compares_keeps_both_regions() -> None:
    inquiry = read("比松岭区多多少？", BEFORE)
    assert [part.regions for part in inquiry.parts] == [("云河区",), ("松岭区",)]


def test_two_turns_are_compared() -> None:
    inquiry = read("这两个哪个高？", BEFORE, Turn("那松岭区呢？", "两万户。"))
    assert [(part.regions, part.years) for part in inquiry.parts] == [(("云河区",), (2022,)), (("松岭区",), (2022,))]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param("云河区和松岭区2022年哪个学位更多？",
                     [(("云河区",), (2022,)), (("松岭区",), (2022,))], id="two regions"),
        pytest.param("云河区2022年和2023年学位相差多少？",
                     [(("云河区",), (2022,)), (("云河区",), (2023,))], id="two years"),
        pytest.param("云河区2022年的学位比松岭区2023年多吗？",
                     [(("云河区",), (2022,)), (("松岭区",), (2023,))], id="paired as they stand"),
        pytest.param("云河区2021—2023年学位各多少？",
                     [(("云河区",), (2021,)), (("云河区",), (2022,)), (("云河区",), (2023,))], id="each year"),
        pytest.param("云河区2022年学位多少？", [], id="plain"),
        pytest.param("云河区十三五期间植树多少？", [], id="a plan is one period"),
        pytest.param("云河区十四五头两年植树多少？", [], id="a stretch of a plan is one period"),
        pytest.param("云河区2021—2022年植树多少？", [], id="a span is one period"),
        pytest.param("云河区2017年起的五年植树多少？", [], id="years from one on are one period"),
        pytest.param("云河区2022年植树，云河区2022年植了多少棵？", [], id="the same named twice"),
    ],
)  # fmt: skip
def test_understand_parts_a_comparison(question: str, parts: list[tuple[tuple[str, ...], tuple[int, ...]]]) -> None:
    assert [(part.regions, part.years) for part in read(question).parts] == parts


def test_understand_parts_several_subjects() -> None:
    inquiry = read("云河区2022年新增学位、养老床位和公共停车位各是多少？")
    assert [part.own for part in inquiry.parts] == ["新增学位多少", "养老床位多少", "公共停车位多少"]
    assert {part.regions for part in inquiry.parts} == {("云河区",)}


def test_parts_are_plain_figures() -> None:
    parts = read("云河区和松岭区2022年哪个学位更多？").parts
    assert {(part.intent, part.parts) for part in parts} == {(Intent.FIGURE, ())}


@pytest.mark.parametrize(
    ("question", "left"),
    [
        pytest.param("云河区2022年新增学位多少个？", "新增学位", id="place, year, asking word"),
        pytest.param("“十四五”前半段云河区植树多少棵？", "植树", id="stretch of a plan"),
        pytest.param("云河区2017年起的五年植树多少棵？", "植树", id="years from one on"),
        pytest.param("请问云河财政收入是多少？", "财政收入是", id="short name"),
        pytest.param("云河区工作报告里养老床位多少？", "养老床位", id="the report"),
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
