"""Comparisons and lists, taken apart into single questions."""

from __future__ import annotations

import pytest

from qa.datatypes import Intent, Statement
from tests.search.made import read


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
        pytest.param("云河区2019年定的学位跟十四五头两年的比哪个多？",
                     [(("云河区",), (2019,)), (("云河区",), (2021, 2022))], id="a year and a stretch"),
        pytest.param("云河区2011—2015年和2021—2023年植树各多少棵？",
                     [(("云河区",), (2011, 2012, 2013, 2014, 2015)), (("云河区",), (2021, 2022, 2023))],
                     id="two stretches"),
        pytest.param("哪个区学位多？云河2022、松岭十四五头两年",
                     [(("云河区",), (2022,)), (("松岭区",), (2021, 2022))], id="a region with its own stretch"),
        pytest.param("云河区2022年学位比上年多了几个？",
                     [(("云河区",), (2022,)), (("云河区",), (2021,))], id="the year before"),
        pytest.param("云河区2022年学位比上年多了百分之几？", [], id="a change that the year itself tells"),
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


def test_the_word_of_the_goal_stays_with_the_part_that_asks_for_it() -> None:
    result, goal = read("云河区2022年学位增加多少，2023年目标是多少？").parts
    assert (result.statement, goal.statement) == (Statement.OUTCOME, Statement.TARGET)
    assert "目标" not in result.standalone
    assert "目标" in goal.standalone


def test_what_only_compares_is_no_word_of_a_part() -> None:
    parts = read("云河区居民收入，2021那年和2022那年哪年涨得快？").parts
    assert [part.standalone for part in parts] == ["云河区2021年居民收入 增长", "云河区2022年居民收入 增长"]


def test_what_stands_before_a_colon_is_what_the_parts_are_about() -> None:
    parts = read("我想看云河区学位:2022年建了多少、2023年要建多少,中学、小学都要").parts
    assert len(parts) == 2
    assert all("学位" in part.standalone for part in parts)


def test_a_goal_asked_of_two_regions_is_one_of_both() -> None:
    parts = read("松岭区2022年和云河区2023年的学位目标哪个高？").parts
    assert [part.statement for part in parts] == [Statement.TARGET, Statement.TARGET]


def test_parts_are_plain_figures() -> None:
    parts = read("云河区和松岭区2022年哪个学位更多？").parts
    assert {(part.intent, part.parts) for part in parts} == {(Intent.FIGURE, ())}


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("云河区2022年新增学位完成多少，目标是多少？", [Statement.OUTCOME, Statement.TARGET]),
        ("云河区2022年新增学位目标多少个，实际完成多少？", [Statement.TARGET, Statement.OUTCOME]),
    ],
)
def test_goal_and_result_of_one_thing_are_two_questions(question: str, kinds: list[Statement]) -> None:
    parts = read(question).parts
    assert [part.statement for part in parts] == kinds
    assert all(part.years == (2022,) and "新增学位" in part.standalone for part in parts)


def test_what_is_to_be_above_the_year_before_is_a_goal() -> None:
    later, earlier = read("云河区开工的保障房2023年要比2022年多几套？").parts
    assert (later.years, later.statement) == ((2023,), Statement.TARGET)
    assert (earlier.years, earlier.statement) == ((2022,), Statement.OUTCOME)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param("概括云河区和松岭区下一步的植树计划",
                     [(("云河区",), (), Statement.TARGET), (("松岭区",), (), Statement.TARGET)], id="of regions"),
        pytest.param("云河区植树都干了什么，接着要干哪些？",
                     [(("云河区",), (), Statement.OUTCOME), (("云河区",), (), Statement.TARGET)],
                     id="done and planned"),
        pytest.param("云河区植树：上年做了什么，2023年又要做什么？概括下",
                     [(("云河区",), (2022,), Statement.OUTCOME), (("云河区",), (2023,), Statement.TARGET)],
                     id="the year before and that year"),
        pytest.param("说说云河区2022年植树都干了什么，往后还打算怎么干",
                     [(("云河区",), (2022,), Statement.OUTCOME), (("云河区",), (), Statement.TARGET)],
                     id="from then on"),
        pytest.param("云河区2022年植树工作怎么样，2023年接着要做什么？",
                     [(("云河区",), (2022,), Statement.OUTCOME), (("云河区",), (2023,), Statement.TARGET)],
                     id="each year its own kind"),
        pytest.param("概括云河区2022年植树都干了什么", [], id="done alone"),
    ],
)  # fmt: skip
def test_understand_parts_an_overview(
    question: str, parts: list[tuple[tuple[str, ...], tuple[int, ...], Statement]]
) -> None:
    told = read(question).parts
    assert [(part.regions, part.years, part.statement) for part in told] == parts
    assert all(part.intent is Intent.SUMMARY for part in told)
