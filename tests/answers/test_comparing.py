"""Questions in parts: each found by itself, compared where like stands beside like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from qa.answers.comparing import compare
from qa.answers.material import Material, Outcome, Refusal, Sentence, not_mentioned
from qa.answers.wording import quote_answer
from qa.datatypes import Inquiry, Passage, Period, Statement, Turn
from tests.answers.made import SONG_BEDS, ask, material, material_for, planned
from tests.fakes import make_passage

YUN_BEDS = make_passage("新增养老床位350张、托位80个。")
TA_BEDS = make_passage("新增养老床位410张。", number=13, paragraph=3, region="白塔区")


def told(
    text: str, number: int, first: int, last: int | None = None, *, statement: Statement = Statement.OUTCOME
) -> Passage:
    """What 云河区 tells of a year, or of the years from one to another."""
    period = Period(first, last or first)
    return replace(YUN_BEDS, passage_id=number, period=period, statement=statement, text=text)


def first_quoted(sought: Material) -> Iterator[Outcome]:
    if sought.hits:
        passage = sought.passages[0]
        yield Sentence(quote_answer(passage, sought.wanted, sought.inquiry), (passage,))
    else:
        yield not_mentioned(sought.inquiry)


def compared(question: str, *passages: Passage) -> list[Outcome]:
    def find(part: Inquiry) -> Material:
        fitting = [
            one
            for one in passages
            if one.region in part.regions
            and (not part.years or one.period is None or one.period.last in part.years)
            and (part.statement is not Statement.TARGET or one.statement is Statement.TARGET)
            and (part.statement is not Statement.OUTCOME or one.statement is not Statement.TARGET)
        ]
        return material_for(part, *fitting)

    return list(compare(material(question, *passages), find, first_quoted))


def last(outcomes: Sequence[Outcome]) -> str:
    outcome = outcomes[-1]
    return outcome.text if isinstance(outcome, Sentence) else outcome.message


@pytest.mark.parametrize(
    ("question", "result"),
    [
        pytest.param(
            "云河区和松岭区2023年新增养老床位差多少张？", "云河区比松岭区多90张（350 − 260 = 90）。", id="difference"
        ),
        pytest.param(
            "云河区和松岭区2023年新增养老床位哪个少？",
            "松岭区更少：云河区比松岭区多90张（350 − 260 = 90）。",
            id="which",
        ),
        pytest.param(
            "云河区2023年新增养老床位超过松岭区了吗？", "是的，云河区比松岭区多90张（350 − 260 = 90）。", id="yes"
        ),
        pytest.param(
            "松岭区2023年新增养老床位够得上云河区吗？", "不是，云河区比松岭区多90张（350 − 260 = 90）。", id="no"
        ),
        pytest.param(
            "松岭区2023年新增养老床位比云河区多了还是少了？",
            "少了，云河区比松岭区多90张（350 − 260 = 90）。",
            id="either",
        ),
        pytest.param("云河区和松岭区2023年新增养老床位加起来多少张？", "合计610张（350 + 260 = 610）。", id="sum"),
    ],
)
def test_two_districts_are_compared(question: str, result: str) -> None:
    *quoted, final = compared(question, YUN_BEDS, SONG_BEDS)
    assert {one.passages for one in quoted if isinstance(one, Sentence)} == {(YUN_BEDS,), (SONG_BEDS,)}
    assert isinstance(final, Sentence)
    assert (final.text, set(final.passages)) == (result, {YUN_BEDS, SONG_BEDS})


def test_a_comparison_that_is_not_asked_for_is_not_added() -> None:
    outcomes = compared("云河区和松岭区2023年新增养老床位各多少张？", YUN_BEDS, SONG_BEDS)
    assert [one.passages for one in outcomes if isinstance(one, Sentence)] == [(YUN_BEDS,), (SONG_BEDS,)]


def test_three_districts_are_ranked_with_their_values() -> None:
    outcomes = compared("云河区、松岭区、白塔区2023年新增养老床位谁最多？", YUN_BEDS, SONG_BEDS, TA_BEDS)
    assert last(outcomes) == "白塔区最多（白塔区410张、云河区350张、松岭区260张）。"


def test_a_third_district_that_is_missing_is_said_by_name() -> None:
    outcomes = compared("云河区、松岭区、白塔区2023年新增养老床位谁最多？", YUN_BEDS, SONG_BEDS)
    texts = [one.text for one in outcomes if isinstance(one, Sentence)]
    assert texts[-2] == "报告中没有找到白塔区的相应数字。"
    assert texts[-1].startswith("云河区更多")


def test_one_district_alone_is_refused_with_what_was_found() -> None:
    (found,) = compared("云河区和松岭区2023年新增养老床位差多少张？", YUN_BEDS)
    assert isinstance(found, Refusal)
    assert "松岭区" in found.message
    assert "350张" in found.message


def test_the_figures_in_like_units_are_compared() -> None:
    yun = make_passage("为98个家庭发放租房补贴1.5亿元。")
    song = make_passage("配租公租房400套,发放租房补贴1.2亿元。", number=12, region="松岭区")
    outcomes = compared("云河区和松岭区2023年租房补贴谁发得多？", yun, song)
    assert last(outcomes) == "云河区更多：云河区比松岭区多0.3亿元（1.5 − 1.2 = 0.3）。"


def test_unlike_units_are_not_compared() -> None:
    dollars = make_passage("实际利用外资2.3亿美元。")
    yuan = make_passage("实际利用外资3.8亿元。", number=12, region="松岭区")
    shown = last(compared("云河区和松岭区2023年实际利用外资相差多少？", dollars, yuan))
    assert "单位不同" in shown


def test_only_the_half_that_speaks_of_plans_is_a_target() -> None:
    done = make_passage("开工住房500套。")
    outcomes = compared("云河区2024年计划开工住房比2023年实际开工多多少套？", done, planned("开工住房800套。"))
    assert last(outcomes) == "云河区2024年比云河区2023年多300套（800 − 500 = 300）。"


def beds(text: str, year: int, statement: Statement = Statement.OUTCOME, number: int = 12) -> Passage:
    return make_passage(
        text, number=number, paragraph=number, region="松岭区", period=Period(year, year), statement=statement
    )


def test_a_result_is_not_set_beside_a_target() -> None:
    goal = beds("新增养老床位900张。", 2024, Statement.TARGET)
    question = "云河区和松岭区新增养老床位哪个多，多多少张？"
    assert last(compared(question, YUN_BEDS, goal)) == "以上数字有的是目标，有的是完成情况，不能直接相比或相加。"
    done = beds("新增养老床位200张。", 2023, number=13)
    assert last(compared(question, YUN_BEDS, goal, done)).endswith("云河区比松岭区多150张（350 − 200 = 150）。")


def test_results_of_different_years_are_named_with_their_years() -> None:
    shown = last(compared("云河区和松岭区新增养老床位差多少张？", YUN_BEDS, beds("新增养老床位200张。", 2022)))
    assert shown == "云河区2023年比松岭区2022年多150张（350 − 200 = 150）。"


def test_what_was_begun_is_not_set_beside_what_was_finished() -> None:
    yun, song = make_passage("加装电梯开工410部。"), beds("加装电梯开工300部、完工220部。", 2023)
    assert last(compared("云河区2023年加装电梯和松岭区完工的电梯差多少部？", yun, song)).startswith("以上数字口径不同")


def test_a_gap_to_a_rough_figure_is_not_computed() -> None:
    rough = beds("新增养老床位200余张。", 2023)
    shown = last(compared("云河区和松岭区2023年新增养老床位差多少张？", YUN_BEDS, rough))
    assert shown == "以上数字有的是约数，无法算出准确的差。"


def test_a_figure_of_another_year_does_not_stand_for_the_asked_one() -> None:
    def find(part: Inquiry) -> Material:
        return material_for(part, YUN_BEDS if part.years == (2023,) else beds("新增养老床位200张。", 2017))

    asked = material("云河区2023年新增养老床位比松岭区2016年多多少张？", YUN_BEDS)
    shown = last(list(compare(asked, find, first_quoted)))
    assert shown == "以上数字有的不是所问年份的，不能直接相比或相加。"


def test_the_year_before_is_a_part() -> None:
    before = told("新增养老床位300张。", 8, 2022)
    outcomes = compared("云河区2023年新增养老床位比头一年多多少张？", YUN_BEDS, before)
    assert last(outcomes) == "云河区2023年比云河区2022年多50张（350 − 300 = 50）。"


def test_running_totals_of_two_reports_are_compared_whatever_years_they_span() -> None:
    before = told("充电桩总数达500个。", 8, 2022)
    now = told("累计建成充电桩620个。", 9, 2021, 2023)
    outcomes = compared("云河区2023年充电桩比2022年多多少个？", now, before)
    assert last(outcomes) == "云河区2023年比云河区2022年多120个（620 − 500 = 120）。"


def test_what_came_new_in_several_years_is_not_set_against_one_year() -> None:
    before = told("新增充电桩500个。", 8, 2022)
    now = told("累计新增充电桩620个。", 9, 2021, 2023)
    outcomes = compared("云河区2023年新增充电桩比2022年多多少个？", now, before)
    assert all("−" not in one.text for one in outcomes if isinstance(one, Sentence))


def test_the_latest_report_is_taken_where_it_is_asked_for() -> None:
    old = told("现有养老床位900张。", 8, 2020)
    new = told("现有养老床位1200张。", 9, 2023)
    song = replace(SONG_BEDS, text="现有养老床位700张。")
    outcomes = compared("云河区和松岭区现有养老床位差多少张？用最新的报告", old, new, song)
    assert last(outcomes) == "云河区比松岭区多500张（1200 − 700 = 500）。"


def test_several_things_of_one_report_are_each_answered() -> None:
    wealth = make_passage("地区生产总值达到820亿元。", number=3, paragraph=3)
    income = make_passage("居民人均可支配收入达到6万元。", number=4, paragraph=4)
    asked = material("云河区2023年地区生产总值、居民人均可支配收入各是多少？", income, wealth)

    def find(part: Inquiry) -> Material:
        return material_for(part, wealth if part.own.startswith("地区生产总值") else income)

    outcomes = list(compare(asked, find, first_quoted))
    assert [one.passages for one in outcomes if isinstance(one, Sentence)] == [(wealth,), (income,)]


def test_districts_are_told_apart_by_the_sum_that_is_asked_for() -> None:
    song = replace(SONG_BEDS, passage_id=8, period=Period(2023, 2023), text="新增养老床位260张。")
    yun = told("新增养老床位340张。", 9, 2023)
    outcomes = compared("云河区和松岭区2023年养老床位一共新增多少张？", yun, song)
    assert last(outcomes) == "合计600张（340 + 260 = 600）。"


def test_the_place_of_a_district_is_told_with_all_values() -> None:
    song = replace(SONG_BEDS, passage_id=8, period=Period(2023, 2023), text="新增养老床位260张。")
    yun = told("新增养老床位340张。", 9, 2023)
    outcomes = compared("2023年新增养老床位，云河区、松岭区从多到少排，松岭区排第几？", yun, song)
    assert last(outcomes) == "松岭区排第二：云河区340张 > 松岭区260张。"


def test_a_sum_with_a_year_that_is_missing_is_refused() -> None:
    one = told("新增充电桩500个。", 8, 2022)
    (refusal,) = compared("云河区2022年和2023年新增充电桩加起来多少个？", one)
    assert isinstance(refusal, Refusal) and "2023年" in refusal.message


def test_a_total_at_the_end_of_several_years_is_not_that_of_an_earlier_one() -> None:
    now = told("累计建成充电桩800个。", 8, 2023)
    long = told("累计建成充电桩900个。", 9, 2021, 2024)
    outcomes = compared("云河区2023年充电桩比2022年多多少个？", now, long)
    assert not any("900" in one.text for one in outcomes if isinstance(one, Sentence))


def test_the_change_that_a_year_itself_tells_needs_no_figure_of_the_year_before() -> None:
    air = make_passage("细颗粒物浓度32微克/立方米,同比下降5%。")
    (sentence,) = compared("云河区2023年细颗粒物浓度比上年高了还是低了？", air)
    assert isinstance(sentence, Sentence)
    assert (sentence.passages, "同比下降5%" in sentence.text) == ((air,), True)


def test_a_missing_part_is_looked_for_in_the_words_of_the_other() -> None:
    yun = make_passage("清运建筑垃圾350吨。")
    song = make_passage("清运建筑垃圾260吨。", number=12, region="松岭区")
    asked = material("云河区和松岭区2023年垃圾谁清得多？", yun, song)

    def find(part: Inquiry) -> Material:
        known = yun if "云河区" in part.regions else song if "清运建筑垃圾" in part.standalone else None
        return material_for(part, *([known] if known else []))

    outcomes = list(compare(asked, find, first_quoted))
    assert last(outcomes) == "云河区更多：云河区比松岭区多90吨（350 − 260 = 90）。"


def test_two_things_of_one_report_are_added_after_the_first_was_told() -> None:
    bills = make_passage("办理代表建议197件、委员提案257件。")
    before = Turn("云河区2023年办了多少件代表建议?", "197件。")
    asked = ask("委员提案多少件?跟刚才那个数加起来一共呢", history=[before])
    outcomes = list(compare(material_for(asked, bills), lambda part: material_for(part, bills), first_quoted))
    assert last(outcomes) == "合计454件（257 + 197 = 454）。"


def test_which_way_a_year_went_needs_no_figure() -> None:
    people = make_passage("全区常住人口首次负增长。", period=Period(2023, 2023))
    (sentence,) = compared("云河区2023年的常住人口比上年是多了还是少了？", people)
    assert isinstance(sentence, Sentence)
    assert sentence.passages == (people,)


def test_a_goal_and_a_result_are_set_side_by_side_where_both_are_asked_for() -> None:
    done = make_passage("新增中小学学位900个。", period=Period(2023, 2023))
    plan = planned("增加中小学学位500个。")
    question = "云河区中小学学位，2023年实际增加的跟2024年打算增加的比哪年多？"
    result = "云河区2023年更多：云河区2023年比云河区2024年多400个（900 − 500 = 400）。"
    assert last(compared(question, done, plan)) == result


def test_a_part_without_a_result_is_looked_for_among_targets_where_a_goal_is_spoken_of() -> None:
    done = told("完成绿化50公顷。", 8, 2023)
    plan = told("完成绿化40公顷。", 9, 2024, statement=Statement.TARGET)
    outcomes = compared("云河区绿化，2024年定的面积跟2023年做到的比差多少？", plan, done)
    assert last(outcomes) == "云河区2023年比云河区2024年多10公顷（50 − 40 = 10）。"


def test_what_something_stays_below_is_told_as_a_result_or_a_goal() -> None:
    goal = told("失业率控制在4%以内。", 8, 2023)
    done = told("失业率控制在3%以内。", 9, 2022)
    outcomes = compared("云河区失业率上限，2023年目标比2022年高几个百分点？", goal, done)
    assert last(outcomes) == "云河区2023年比云河区2022年多1个百分点（4 − 3 = 1）。"


def test_sums_that_are_compared_are_not_told_by_one_of_their_parts() -> None:
    song = make_passage("新增学前学位500个。", number=11, paragraph=2, region="松岭区")
    yun = make_passage("新增学前学位300个、小学学位900个。")
    outcomes = compared("云河区2023年新增的学前学位和小学学位合计比松岭区多多少个？", yun, song)
    assert "−" not in "".join(one.text for one in outcomes if isinstance(one, Sentence))


def test_each_indicator_is_compared_where_two_are_asked_for() -> None:
    yun = make_passage("新增中小学学位900个、学前学位300个。")
    song = make_passage("新增中小学学位700个、学前学位500个。", number=11, paragraph=2, region="松岭区")
    *_, first, second = compared("云河区和松岭区2023年新增的中小学学位和学前学位哪个多？", yun, song)
    assert {outcome.text.split("：")[1] for outcome in (first, second) if isinstance(outcome, Sentence)} == {
        "云河区更多", "松岭区更多",
    }  # fmt: skip


def test_a_gap_to_about_so_many_is_said_to_be_rough() -> None:
    about = beds("新增养老床位约200张。", 2023)
    shown = last(compared("云河区和松岭区2023年新增养老床位差多少张？", YUN_BEDS, about))
    assert shown == "云河区比松岭区多150张（350 − 200 = 150），其中有约数。"


def test_two_percentages_are_no_share_of_each_other() -> None:
    yun, song = make_passage("绿化面积占比达到40%。"), beds("绿化面积占比达到30%。", 2023)
    shown = last(compared("绿化面积占辖区的比重，云河区和松岭区2023年谁领先，领先几个百分点？", yun, song))
    assert shown == "云河区更高：云河区比松岭区多10个百分点（40 − 30 = 10）。"


def test_how_many_more_there_were_is_the_gap_of_totals_not_of_what_came_new() -> None:
    before = told("新增充电站7座,总数达145座。", 8, 2022)
    now = told("累计新增充电站23座,总数达151座。", 9, 2021, 2023)
    outcomes = compared("云河区充电站2023年年中比2022年底又多了几座？", now, before)
    assert last(outcomes) == "云河区2023年比云河区2022年多6座（151 − 145 = 6）。"


def test_a_goal_that_is_a_lower_bound_is_above_a_result_by_so_many_at_least() -> None:
    before = told("财政收入达到480亿元。", 8, 2022)
    goal = told("财政收入超过500亿元。", 9, 2023, statement=Statement.TARGET)
    outcomes = compared("云河区2023年财政收入目标比2022年至少多多少亿元？", goal, before)
    assert last(outcomes) == "云河区2023年比云河区2022年至少多20亿元（500 − 480 = 20）。"


def test_a_figure_told_of_one_year_is_no_wrong_premise_of_the_other() -> None:
    before = told("地区总部达到111家。", 8, 2016)
    now = told("地区总部达到145家。", 9, 2022)
    outcomes = compared("云河区2022年地区总部145家，比2016年多出几家？", now, before)
    assert last(outcomes) == "云河区2022年比云河区2016年多34家（145 − 111 = 34）。"
    assert not any("前提" in one.text for one in outcomes if isinstance(one, Sentence))


def test_a_task_of_one_year_is_a_goal_beside_a_result() -> None:
    before = told("保障房开工4000套。", 8, 2022)
    goal = told("保障房开工7000套。", 9, 2023, statement=Statement.TARGET)
    outcomes = compared("云河区2023年保障房开工任务比2022年实际开工的多几套？", goal, before)
    assert last(outcomes) == "云河区2023年比云河区2022年多3000套（7000 − 4000 = 3000）。"


def test_what_came_new_is_not_set_beside_all_there_is() -> None:
    all_there_is = make_passage("现有上市企业268家。")
    new = make_passage("新增33家上市企业。", number=11, paragraph=2, region="松岭区")
    shown = last(compared("云河区和松岭区的上市企业哪个多，多几家？", all_there_is, new))
    assert shown == "以上数字有的是新增的，有的是总数，不能直接相比或相加。"


def test_the_change_over_years_that_a_year_tells_needs_no_figure_of_the_first() -> None:
    now = told("财政收入达到480亿元,五年增加170亿元。", 8, 2023)
    (sentence,) = compared("云河区2023年财政收入多少，比2018年多了多少？", now)
    assert isinstance(sentence, Sentence)
    assert "五年增加170亿元" in sentence.text
    assert isinstance(compared("云河区2023年财政收入多少，比2019年多了多少？", now)[0], Refusal)


def test_how_fast_something_grew_is_not_set_against_a_share() -> None:
    yun = told("社会消费品零售总额同比增长7.7%。", 1, 2023)
    song = replace(told("社会消费品零售额占比19.6%。", 2, 2023), region="松岭区")
    assert last(compared("云河区和松岭区谁的社会消费品零售增速高？", yun, song)).startswith("以上数字口径不同")


def test_places_without_a_report_of_the_year_are_named() -> None:
    asked = material("云河区和松岭区2023年新增养老床位哪个多？", YUN_BEDS, SONG_BEDS)
    wider = replace(asked, inquiry=replace(asked.inquiry, regions=("云河区", "松岭区", "白塔区")))
    found = {"云河区": YUN_BEDS, "松岭区": SONG_BEDS}
    outcomes = list(compare(wider, lambda part: material_for(part, found[part.regions[0]]), first_quoted))
    assert any("没有白塔区2023年的报告" in one.text for one in outcomes if isinstance(one, Sentence))
    assert last(outcomes).startswith("云河区更多")


RISE = make_passage("一般公共预算收入增长3%。")
FALL = make_passage("一般公共预算收入下降1.5%。", number=12, paragraph=2, region="松岭区")
STEEP = make_passage("一般公共预算收入增长9%。", number=13, paragraph=3, region="白塔区")


@pytest.mark.parametrize(
    ("question", "result"),
    [
        pytest.param(
            "云河区和松岭区2023年一般公共预算收入增速相差多少？",
            "云河区比松岭区多4.5个百分点（3 − (-1.5) = 4.5）。",
            id="apart",
        ),
        pytest.param(
            "云河区、松岭区和白塔区2023年一般公共预算收入谁增长最快？",
            "白塔区最快（白塔区9%、云河区3%、松岭区下降1.5%）。",
            id="fastest",
        ),
        pytest.param(
            "云河区、松岭区和白塔区2023年一般公共预算收入谁增长最慢？",
            "松岭区最慢（松岭区下降1.5%、云河区3%、白塔区9%）。",
            id="slowest",
        ),
        pytest.param(
            "云河区和松岭区2023年一般公共预算收入谁降得多？", "以上数字有增有减，不能直接相比。", id="one fell"
        ),
    ],
)
def test_a_fall_is_below_any_rise(question: str, result: str) -> None:
    assert last(compared(question, RISE, FALL, STEEP)) == result


@pytest.mark.parametrize("asked", ["谁降得快", "哪个变化更大"])
def test_of_falls_the_farthest_is_the_largest(asked: str) -> None:
    farther = replace(FALL, text="一般公共预算收入下降4.5%。", region="云河区", passage_id=1)
    outcome = last(compared(f"云河区和松岭区2023年一般公共预算收入{asked}？", farther, FALL))
    assert outcome.startswith("云河区更")


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        pytest.param("拆除违法建设1340万平方米。", False, id="done year by year"),
        pytest.param("违法建设拆除面积达到1340万平方米。", True, id="reached by then"),
        pytest.param("2022年拆除违法建设1340万平方米。", True, id="of the year itself"),
    ],
)
def test_what_was_done_in_years_is_not_set_beside_what_was_done_in_one(text: str, *, compares: bool) -> None:
    outcomes = compared(
        "云河区拆除违法建设面积2023年比2022年少吗？",
        told("拆除违法建设137万平方米。", 41, 2023),
        told(text, 42, 2018, 2022),
    )
    assert ("不能直接相比" in last(outcomes)) is not compares


@pytest.mark.parametrize(
    ("since", "compares"),
    [
        pytest.param("1-11月，", False, id="by month"),
        pytest.param("前三季度，", False, id="quarters"),
        pytest.param("上半年，", False, id="half a year"),
        pytest.param("11月", False, id="one month"),
        pytest.param("2023年12月，", True, id="a date of the report"),
        pytest.param("1-11月，用电量增长2%；全年", True, id="another figure's months"),
        pytest.param("", True, id="whole year"),
    ],
)
def test_some_months_of_a_year_are_not_set_beside_a_whole_year(since: str, *, compares: bool) -> None:
    yun = replace(YUN_BEDS, text=f"{since}一般公共预算收入增长4%。")
    song = replace(SONG_BEDS, text="一般公共预算收入增长3%。")
    outcome = last(compared("云河区和松岭区2023年一般公共预算收入增速差几个百分点？", yun, song))
    assert ("几个月" in outcome) is not compares
    assert ("4 − 3 = 1" in outcome) is compares


@pytest.mark.parametrize(("asked", "compares"), [("城镇登记失业率", False), ("城镇登记失业率控制线", True)])
def test_what_something_stays_below_is_no_level(asked: str, *, compares: bool) -> None:
    yun = replace(YUN_BEDS, text="城镇登记失业率控制在3%以内。")
    song = replace(SONG_BEDS, text="城镇登记失业率控制在4%以内。")
    outcome = last(compared(f"云河区和松岭区2023年{asked}差几个百分点？", yun, song))
    assert ("不超过多少" in outcome) is not compares
    assert ("4 − 3 = 1" in outcome) is compares
