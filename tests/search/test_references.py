"""The reports that a question refers to, among those of two made districts."""

from __future__ import annotations

import pytest

from qa.datatypes import Report, Statement, Turn
from qa.search.references import find_references, without_references
from tests.search.made import FOLLOWED_UP, OTHER, REVIEW, WORK, read

BEFORE = Turn("云河区在外地开了几家书店？", "2022年开了五家。")


@pytest.mark.parametrize(
    ("question", "meant", "years"),
    [
        pytest.param("2022年12月云河那份汇报里植树多少？", FOLLOWED_UP, (), id="month and year"),
        pytest.param("云河区2022年底的报告,植树多少？", FOLLOWED_UP, (), id="end of the year"),
        pytest.param("截至2022年末那份落实报告,云河植树多少？", FOLLOWED_UP, (), id="year and kind"),
        pytest.param("云河2023年说接下来要开几家书店？", REVIEW, (), id="the year in which it was said"),
        pytest.param("云河区中期评估里植树多少？", REVIEW, (), id="kind"),
        pytest.param("23年评估给云河书店的解释是什么？", REVIEW, (), id="short year"),
        pytest.param("2023年中期评估说云河2022年植树多少？", REVIEW, (2022,), id="another year asked about"),
        pytest.param("云河区2021年初的政府工作报告里植树多少？", WORK, (), id="beginning of the year"),
        pytest.param(
            "云河区2022年底的报告给第二年排了几项工作？", FOLLOWED_UP, (2023,), id="the year after the report's"
        ),
        pytest.param("松岭区2022年底那份报告里植树多少？", OTHER, (2022,), id="told of the year, made after it"),
        pytest.param("林远山做的报告里植树多少？", WORK, (), id="speaker"),
        pytest.param("云河林远山区长在人代会上说2021年要植树多少？", WORK, (2021,), id="speaker by name and post"),
        pytest.param("林远山2021年初作的政府工作报告里植树多少？", WORK, (), id="speaker and year"),
        pytest.param("十四五规划中期评估 云河 收回问卷多少份？", REVIEW, (), id="review of a plan"),
        pytest.param("云河“十四五”规划实施情况中期评估访问了多少户？", REVIEW, (), id="review of a quoted plan"),
        pytest.param("云河十四五中期评估里说十四五末要植树多少？", REVIEW, (2025,), id="time within the plan reviewed"),
    ],
)
def test_a_question_is_kept_to_the_report_that_it_refers_to(
    question: str, meant: Report, years: tuple[int, ...]
) -> None:
    inquiry = read(question)
    assert (inquiry.reports, inquiry.years, inquiry.parts) == ((meant.called,), years, ())


@pytest.mark.parametrize(
    ("question", "years"),
    [
        pytest.param("云河区2022年植树多少？", (2022,), id="none named"),
        pytest.param("云河区报告里植树多少？", (), id="any report"),
        pytest.param("云河区2019年底那份报告里植树多少？", (2019,), id="none of that year held"),
        pytest.param("云河区2022年中期评估里植树多少？", (2022,), id="none of that kind in the year"),
        pytest.param("2019年的报告里说云河2022年植树多少？", (2022,), id="none held, another year asked about"),
        pytest.param("云河区2022年开展环境评估多少次？", (2022,), id="a thing that is reported"),
        pytest.param("云河十二五中期评估收回问卷多少份？", (2011, 2012, 2013, 2014, 2015), id="review of another plan"),
        pytest.param("林远山路植树多少？", (), id="a name that tells nothing"),
        pytest.param("云河区2022年代表提出建议多少件？", (2022,), id="a deed that is reported"),
    ],
)
def test_words_that_mean_no_held_report_keep_to_none(question: str, years: tuple[int, ...]) -> None:
    inquiry = read(question)
    assert (inquiry.reports, inquiry.years) == ((), years)


def test_two_references_make_the_parts_of_a_comparison() -> None:
    inquiry = read("云河区路灯,22年底汇报的和23年10月中期评估汇报的,各是多少,多了没有？")
    assert [(part.reports, part.years) for part in inquiry.parts] == [
        ((FOLLOWED_UP.called,), (2022,)),
        ((REVIEW.called,), (2023,)),
    ]
    assert [part.standalone for part in inquiry.parts] == ["云河区2022年路灯", "云河区2023年路灯"]


@pytest.mark.parametrize(
    "question", ["云河区路灯从2021年到中期评估多了几盏？", "云河区路灯，中期评估里比2021年多了几盏？"]
)
def test_a_year_beside_a_report_is_a_part_of_its_own(question: str) -> None:
    parts = read(question).parts
    assert sorted((part.years, part.reports) for part in parts) == [((2021,), ()), ((2023,), (REVIEW.called,))]


def test_a_year_that_a_report_tells_of_is_no_part() -> None:
    assert read("中期评估说云河区2021年有几盏路灯？").parts == ()


def test_years_that_share_a_noun_mean_a_report_each() -> None:
    inquiry = read("云河的路灯,2022年和2023年报告里各是多少？")
    assert [part.reports for part in inquiry.parts] == [(FOLLOWED_UP.called,), (REVIEW.called,)]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        pytest.param("不对,我问的是后一年那份报告", REVIEW, id="after"),
        pytest.param("我说的是前一份报告", WORK, id="before"),
        pytest.param("那中期评估里呢？", REVIEW, id="by kind"),
    ],
)
def test_a_follow_up_may_mean_another_report(question: str, meant: Report) -> None:
    assert read(question, BEFORE).reports == (meant.called,)


def test_what_a_follow_up_takes_over_refers_too() -> None:
    inquiry = read("书店呢？", Turn("云河2022年12月那份报告里路灯多少盏？", "九盏。"))
    assert inquiry.reports == (FOLLOWED_UP.called,)


def test_the_understanding_names_the_report() -> None:
    assert read("云河区中期评估里植树多少？").label() == "云河区 · 2023年10月规划中期评估报告"


def test_the_year_after_a_report_is_planned_in_it() -> None:
    inquiry = read("云河区2022年底那份报告里,第二年一共列了几项工作？")
    assert (inquiry.years, inquiry.statement) == ((2023,), Statement.TARGET)


def test_a_speaker_is_no_word_to_search_for() -> None:
    assert read("林远山做的报告里植树多少？").standalone == " 做的报告里植树多少?"
    assert read("林远山做报告是哪天？").standalone == "林远山做报告是哪天?"


def test_words_that_only_name_a_report_are_left_out() -> None:
    assert without_references("2022年12月那份报告里植树多少") == " 植树多少"
    assert without_references("中期评估的范围是什么") == "中期评估的范围是什么"
    assert without_references("这次评估报告里说植树多少") == " 植树多少"


def test_references_stand_in_order_with_their_spans() -> None:
    text = "云河2022年底说的路灯数,跟2023年10月评估里的比"
    assert [text[one.start : one.end] for one in find_references(text, ("云河区",))] == [
        "2022年底说",
        "2023年10月评估里",
    ]
