"""What questions take for granted, against made sentences."""

from __future__ import annotations

import pytest

from qa.answers.premises import against_direction, against_premise, tells_no_sequel
from qa.datatypes import Passage
from tests.answers.made import HOPELESS, SCHOOL, material, planned
from tests.fakes import make_passage

AIR = make_passage("细颗粒物平均浓度30微克/立方米，同比下降4.1%。")
PEOPLE = make_passage("2023年，常住人口首次负增长，实现由增到减的拐点。")
TRADE = make_passage("外贸进出口总额80亿元，同比增长3.2%，其中出口下降1%。")
GOALS = make_passage("12项主要指标中，11项指标符合预期，1项指标慢于预期（研发投入强度）。")
SLOWER = make_passage("研发投入年均增长9%，低于全市0.8个百分点。")
AIM = planned("努力实现研发投入年均增速高于全市平均水平。")
LONGER = make_passage("急救平均反应时间略高于全市平均水平。")
MERGED = make_passage("社区数量由168个优化调整为163个。")
TEA = make_passage("茶叶产量增长7%，居全市第一。")
GARDEN = make_passage("茶园连续5年丰收。")
TEAM = make_passage("云河议案成立由常务副区长担任组长的工作专班。")
REACHED = make_passage("12项主要指标均符合预期。")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("云河区2023年细颗粒物平均浓度又上升了，升到多少？", AIR, id="rose again"),
        pytest.param("云河区2023年细颗粒物平均浓度为什么反而上升？", AIR, id="why it rose"),
        pytest.param("云河区2023年常住人口又涨了，涨了多少万？", PEOPLE, id="told without a figure"),
        pytest.param("云河区2023年外贸进出口总额下降了多少？", TRADE, id="fell"),
        pytest.param("云河区主要指标没有一个掉队的，是全部按预期完成的，对吧？", GOALS, id="none behind"),
        pytest.param("云河区主要指标全都达到预期了，是不是？", GOALS, id="all reached"),
        pytest.param("云河区茶叶产量全市垫底，是不是因为茶园老了？", TEA, id="last"),
        pytest.param("云河区研发投入比全市快0.8个百分点，有什么经验？", SLOWER, id="below what it is said to be above"),
        pytest.param("云河区2023年细颗粒物平均浓度怎么越治越高？", AIR, id="the more, the more"),
        pytest.param("云河区2023年外贸进出口总额怎么一年比一年少？", TRADE, id="less year by year"),
        pytest.param("云河区2023年细颗粒物平均浓度往上窜，窜到多少？", AIR, id="upwards"),
        pytest.param("云河区社区变多了，设在哪儿？", MERGED, id="fewer, told by two figures"),
        pytest.param("云河区主要指标全部跟上预期了，还要抓什么？", GOALS, id="none behind, in a clause before"),
        pytest.param("云河区社区怎么从163个扩到168个了？", MERGED, id="the other way round"),
        pytest.param("云河区茶叶产量才排到全市中游，差在哪里？", TEA, id="in the middle"),
        pytest.param("云河区茶叶产量全市第三，增长了多少？", TEA, id="another rank"),
        pytest.param("云河区茶园连着三年丰收，是哪种茶？", GARDEN, id="a longer run"),
        pytest.param("云河区外贸进出口总额没能突破70亿元，原因是什么？", TRADE, id="short of"),
        pytest.param("云河区新增学位9900个，是怎么分配的？", SCHOOL, id="figure"),
        pytest.param("云河区新增的9900个学位里有几个是给外来务工人员子女的？", SCHOOL, id="figure that is a whole"),
        pytest.param("云河议案的工作专班是区长担任组长吧？有多少单位？", TEAM, id="the deputy"),
    ],
)
def test_what_the_report_tells_otherwise_is_told_with_its_words(question: str, passage: Passage) -> None:
    (told,) = against_premise(material(question, passage))
    assert told.text.startswith("问题的前提与报告不符")
    assert told.passages == (passage,)


CLINIC = make_passage("在云河体育馆开设云河医院夜间儿科门诊,新增床位80张。")
CLINICS = make_passage("协和医院新院区开诊,在云河体育馆开设云河医院夜间儿科门诊。")


def test_what_another_body_did_is_told() -> None:
    (told,) = against_premise(material("协和医院在云河体育馆开设夜间儿科门诊，新增床位多少张？", CLINIC))
    assert "云河医院夜间儿科门诊" in told.text


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("云河医院在云河体育馆开设夜间儿科门诊，新增床位多少张？", CLINIC, id="this body"),
        pytest.param("协和医院有没有在云河体育馆开设夜间儿科门诊？", CLINIC, id="whether"),
        pytest.param("协和医院新增床位多少张？", CLINIC, id="another deed"),
        pytest.param("协和医院在云河体育馆开设夜间儿科门诊，几张床？", CLINICS, id="both told"),
    ],
)
def test_a_body_that_is_told_of_or_another_deed_is_left(question: str, passage: Passage) -> None:
    assert against_premise(material(question, passage)) == []


def test_an_exception_is_quoted_whole() -> None:
    (told,) = against_premise(material("云河区主要指标全部按预期完成了，对吧？", GOALS))
    assert "慢于预期（研发投入强度）" in told.text


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("云河区2023年细颗粒物平均浓度下降了多少？", AIR, id="same direction"),
        pytest.param("云河区2023年细颗粒物平均浓度是上升了还是下降了？", AIR, id="which direction"),
        pytest.param("云河区2023年细颗粒物平均浓度有没有上升？", AIR, id="whether"),
        pytest.param("云河区2023年细颗粒物平均浓度多少？", AIR, id="level"),
        pytest.param("云河区2023年外贸进出口总额增长了多少？", TRADE, id="another part fell"),
        pytest.param("云河区2023年游客上升了多少？", AIR, id="another subject"),
        pytest.param("云河区主要指标全部符合预期了，对吧？", REACHED, id="no exception"),
        pytest.param("云河区全部指标里有多少项符合预期？", GOALS, id="how many of all"),
        pytest.param("云河区12个主要指标进展如何？", GOALS, id="another measure word"),
        pytest.param("云河区每万人新增学位多少个？", SCHOOL, id="base of a rate"),
        pytest.param("云河区一万人里新增学位多少个？", SCHOOL, id="base of a rate in everyday words"),
        pytest.param("云河区研发投入比全市低多少，有什么原因？", SLOWER, id="below something, as told"),
        pytest.param("云河区研发投入比去年高了多少？", SLOWER, id="compared with something else"),
        pytest.param("云河区研发投入比全市低多少？", AIM, id="a plan is no result"),
        pytest.param("云河区急救比全市慢几分钟？", LONGER, id="a longer time is slower"),
        pytest.param("云河区社区怎么从168个减到163个了？", MERGED, id="the same way"),
        pytest.param("云河区茶叶产量是不是全市前列？", TEA, id="among the first"),
        pytest.param("云河区茶园连着五年丰收，是哪种茶？", GARDEN, id="the same run in other words"),
        pytest.param("云河区滑雪场连着三年满座，门票多少？", GARDEN, id="a run of another thing"),
        pytest.param("云河区茶叶产量排在首位，增长了多少？", TEA, id="the same rank in other words"),
        pytest.param("云河区滑雪场门票9900个，收入多少？", SCHOOL, id="figure of another thing"),
        pytest.param("云河区新增学位5000多个，是怎么分配的？", SCHOOL, id="rounded"),
        pytest.param("云河区学位不到9900个吧，怎么分配的？", SCHOOL, id="below, as told"),
        pytest.param("云河区粮食单产倒数，是因为什么？", TEA, id="last in another thing"),
        pytest.param("云河区外贸进出口总额没能突破90亿元，原因是什么？", TRADE, id="short of more"),
        pytest.param("云河区100个学生里新增学位的有几个？", SCHOOL, id="hundred as a base"),
        pytest.param("云河区细颗粒物平均浓度到底是28还是30微克/立方米？", AIR, id="either or"),
        pytest.param("云河区新增学位是5100个还是5300个？", SCHOOL, id="either or, neither right"),
    ],
)
def test_what_agrees_or_takes_nothing_for_granted_is_left(question: str, passage: Passage) -> None:
    assert against_premise(material(question, passage)) == []


def test_what_falls_for_each_unit_of_a_thing_says_nothing_of_the_thing() -> None:
    saved = make_passage("单位地区生产总值能耗下降3%。")
    assert against_premise(material("云河区2023年地区生产总值涨了百分之几？", saved)) == []


MARKET = "腾退云河石材市场，疏解经验在全市推广。"
PARK = "云河石材市场腾退后建成滨河公园。"


@pytest.mark.parametrize(
    ("question", "text", "nothing"),
    [
        pytest.param("云河石材市场腾退以后建成了什么？", MARKET, True, id="only what came before"),
        pytest.param("云河石材市场后来改成了什么？", MARKET, True, id="turned into"),
        pytest.param("云河石材市场腾退之后拿来做什么？", MARKET, True, id="used for"),
        pytest.param("云河石材市场腾退以后建成了什么？", PARK, False, id="what came of it"),
        pytest.param("云河石材市场腾退后商户后来搬去哪儿了？", MARKET, True, id="moved to"),
        pytest.param("云河区腾退了什么市场？", MARKET, False, id="nothing later asked for"),
    ],
)
def test_what_something_later_became_is_told_or_left_open(question: str, text: str, *, nothing: bool) -> None:
    assert tells_no_sequel(material(question, make_passage(text))) is nothing


def test_what_is_hardly_about_the_question_says_nothing_against_it() -> None:
    given = material("云河区2023年细颗粒物平均浓度又上升了，升到多少？", AIR, score=HOPELESS)
    assert against_premise(given) == []
    assert against_direction(given) is None


def test_a_rise_since_the_year_before_is_checked_before_it_is_computed() -> None:
    given = material("云河区2023年细颗粒物平均浓度比上一年又上升了，升到多少？", AIR)
    assert given.inquiry.parts
    told = against_direction(given)
    assert told is not None
    assert "同比下降4.1%" in told.text


def test_what_another_district_is_told_of_says_nothing_against_the_one_asked_about_first() -> None:
    song = make_passage("营商环境考核连续三年全市第一。", region="松岭区")
    own = make_passage("营商环境考核连续三年全市第一。")
    asked = "云河区营商环境考核连续四年全市第一，松岭区呢？"
    assert against_premise(material(asked, own))
    assert not against_premise(material(asked, song))
