"""Questions after others, about two made districts."""

from __future__ import annotations

import pytest

from qa.datatypes import Intent, Statement, Turn
from qa.search.topics import topic
from tests.search.made import BEFORE, read


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
        pytest.param("松岭区同一年呢？", "松岭区2022年新增剧场多少家", id="another region, same year"),
        pytest.param("换成书店,多少家？", "云河区2022年新增多少", id="another subject put in its place"),
        pytest.param("那书店又是为什么新增的？", "云河区2022年新增多少", id="another subject, of the same deed"),
    ],
)
def test_another_subject_takes_the_place_of_the_one_before(question: str, carried: str) -> None:
    assert read(question, Turn("云河区2022年新增剧场多少家？", "六家。")).carried == carried


@pytest.mark.parametrize(
    ("question", "years"),
    [
        pytest.param("那到了23年年中呢？", (2023,), id="spoken year"),
        pytest.param("那2023年打算新增多少呢？", (2023,), id="another year and kind"),
        pytest.param("那转过年来准备新增几家呢？", (2023,), id="the year after"),
        pytest.param("那前一年做到多少了？", (2021,), id="the year before"),
    ],
)
def test_another_time_keeps_the_indicator_and_adds_no_part(question: str, years: tuple[int, ...]) -> None:
    inquiry = read(question, Turn("云河区2022年新增剧场多少家？", "六家。"))
    assert (inquiry.years, inquiry.parts) == (years, ())
    assert "剧场" in inquiry.carried


def test_follow_up_carries_the_indicator() -> None:
    inquiry = read("那松岭区呢？", BEFORE)
    assert inquiry.carried == "松岭区2022年新设企业多少户"
    assert (inquiry.own, inquiry.intent) == ("那松岭区呢?", Intent.FIGURE)


def test_a_full_question_carries_nothing() -> None:
    inquiry = read("松岭区2021年新增养老床位多少张？", BEFORE)
    assert (inquiry.carried, inquiry.own) == ("", inquiry.standalone)


@pytest.mark.parametrize("question", ["这几项各是多少？", "这几项里哪个最多？", "云河区这几项中学位多少个？"])
def test_what_points_back_at_several_things_carries_them(question: str) -> None:
    before = Turn("云河区2022年学位、床位和托位情况？", "都有新增。")
    inquiry = read(question, before)
    assert (inquiry.regions, inquiry.years) == (("云河区",), (2022,))
    assert inquiry.carried == "云河区2022年学位、床位和托位情况"
    assert "这几项" not in topic(inquiry.standalone, inquiry.regions)


def test_follow_up_on_a_place_that_is_not_held_does_not_keep_the_old_one() -> None:
    assert read("天津呢？", BEFORE).regions == ()


def test_a_continent_is_no_region_to_put_in_place() -> None:
    assert read("亚洲范围里排第几？", Turn("云河区书店在世界排多少名？", "第七。")).regions == ("云河区",)


def test_follow_up_that_compares_keeps_both_regions() -> None:
    inquiry = read("比松岭区多多少？", BEFORE)
    assert [part.regions for part in inquiry.parts] == [("云河区",), ("松岭区",)]


def test_two_turns_are_compared() -> None:
    inquiry = read("这两个哪个高？", BEFORE, Turn("那松岭区呢？", "两万户。"))
    assert [(part.regions, part.years) for part in inquiry.parts] == [(("云河区",), (2022,)), (("松岭区",), (2022,))]


def test_another_thing_is_set_beside_what_was_asked_before() -> None:
    before = Turn("云河区2022年办了多少件建议？", "197件。")
    own, other = read("提案多少件？跟刚才那个数加起来一共呢", before).parts
    assert (own.own, other.own) == ("云河区2022年提案多少件?", "云河区2022年办了多少件建议?")
    assert read("跟刚才那个加起来呢", before).parts == ()


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        pytest.param("书店的呢？", Statement.TARGET, id="another thing"),
        pytest.param("松岭区呢？", Statement.TARGET, id="another region"),
        pytest.param("书店新开了几家？", Statement.OUTCOME, id="told anew"),
        pytest.param("占多大比例？", None, id="something else asked"),
        pytest.param("2022年呢？", None, id="another year"),
        pytest.param("去年的呢？", None, id="another relative year"),
    ],
)
def test_what_only_names_another_thing_asks_for_the_same_kind(question: str, statement: Statement | None) -> None:
    assert read(question, Turn("云河区2023年要新增多少家剧场？", "六家。")).statement is statement


@pytest.mark.parametrize(
    ("question", "year"),
    [
        pytest.param("今年呢？", 2023, id="after the year told of"),
        pytest.param("那去年呢？", 2021, id="before it"),
        pytest.param("前年呢？", 2020, id="two before it"),
        pytest.param("明年呢？", 2023, id="next"),
        pytest.param("今年的目标呢？", 2023, id="target"),
        pytest.param("今年新设了多少户？", 2022, id="result of the year told of"),
    ],
)
def test_a_relative_year_counts_from_the_year_asked_about_before(question: str, year: int) -> None:
    assert read(question, BEFORE).years == (year,)
