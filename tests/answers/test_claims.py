"""What questions assert, against made sentences about the very thing, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers.claims import against_claims, against_time, says_when
from qa.datatypes import Hit, Passage, Period, Statement
from tests.answers.made import HOPELESS, SURE, material, material_for, planned
from tests.fakes import make_passage

LINE = make_passage("9号线青禾至栖霞段预计2024年底通车运行。")
OPEN = make_passage("9号线青禾至栖霞段通车运行。")
MARKET = make_passage("率先腾退规模最大的青禾建材市场。")
PLAN = make_passage("栖霞镇改造方案已报市级部门审批。")
CLINICS = make_passage("建成卫生站点30个，乡镇卫生站点实现全覆盖。")
TEAM = make_passage("云河龙舟代表团首次登上运动会奖牌榜首位。")
HALLS = make_passage("文化馆达到74家，提前完成目标。")
SEATS = make_passage("新增中学学位5200个。")
LIFTS = make_passage("老楼加装电梯开工304部、完工227部。")
FLATS = make_passage("青禾里两栋危旧楼回迁入住，栖霞楼改建项目实现结构封顶。")
RATES = make_passage("生态指标稳步提升。青禾绿地率达到41%，供水合格率达到99%，均提前完成规划目标。")
PRAISED = make_passage("青禾双创基地建设连续6年获栖霞院通报表扬。")
FIRST = make_passage("营商环境考核连续三年全市第一。", number=2, paragraph=2)
WATERWORKS = make_passage("青禾自来水厂、栖霞输变电工程开工建设。")
TOWERS = planned("力争青禾、栖霞等项目主体结构封顶。")
FIRMS = make_passage("新设企业3.5万户，增长58.5%，现有企业达25.3万户。")
GREW = make_passage("2023年，青禾园产值达到4942亿元，同比增长6.5%，五年增加1670亿元。")
AWARD = make_passage("青禾园评上2023年栖霞案例。")
FEWER = make_passage("2023年，常住人口首次减少。")
LAMPS = make_passage("青禾村路灯整修已全面完成，村民满意。")
UNION = make_passage("支持栖霞公司牵头组建青禾创新联合体。")
ABOUT_MARKETS = planned("年内疏解批发市场68家。")
CARS = make_passage("挖潜新增停车位6579个。")
REVENUE = make_passage("公共预算收入实现200.5亿元。")
TEA = planned("茶叶产量增长7%。")
WARD = make_passage("青禾医院改扩建工程加快实施。")
YARD = make_passage("青禾旧厂转型为数字产业园，引入栖霞公司。")
SETTLED = make_passage("青禾论坛盛大开幕，升格并永久落户云河。")
CLEARED = make_passage("拆除违法建设1340多万平方米。", period=Period(2018, 2022))


def found_for(question: str, *passages: Passage, score: float = SURE) -> list[str]:
    return [one.text for one in against_claims(material(question, *passages, score=score), material_for)]


@pytest.mark.parametrize(
    ("question", "passage", "wrong"),
    [
        pytest.param(
            "9号线青禾到栖霞段2023年就通车了，开了几站？", LINE, "报告没有说已经做到，写的是", id="not open yet"
        ),
        pytest.param("青禾建材市场还开着吧，准备哪年关？", MARKET, "报告写的是“率先腾退", id="closed"),
        pytest.param(
            "栖霞镇改造方案不是已经批了嘛，哪年完工？", PLAN, "写的是“栖霞镇改造方案已报", id="only handed in"
        ),
        pytest.param("还有一半乡镇没有卫生站点吧，什么时候补齐？", CLINICS, "实现全覆盖”", id="all have it"),
        pytest.param("乡镇卫生站点只覆盖了12个乡镇，剩下的哪年补？", CLINICS, "实现全覆盖”", id="said of some only"),
        pytest.param("乡镇卫生站点还差好多乡镇没有，哪些是空白？", CLINICS, "实现全覆盖”", id="said to lack"),
        pytest.param("云河龙舟代表团在运动会上一直是奖牌榜首位，为什么？", TEAM, "是首次，不是一直", id="first time"),
        pytest.param("文化馆还不到五十家吧，差多少？", HALLS, "“文化馆达到74家”", id="more than said"),
        pytest.param(
            "新增5200个小学学位，是哪几所学校？", SEATS, "5200个说的是“新增中学学位5200个”", id="other school"
        ),
        pytest.param("老楼加装电梯完工304部，还要装几部？", LIFTS, "304部说的是“老楼加装电梯开工304部”", id="begun"),
        pytest.param("青禾里那两栋危旧楼，说是还在翻建，居民何时能回来？", FLATS, "入住”", id="told a clause before"),
        pytest.param(
            "青禾绿地率离规划定的目标还差几个百分点？", RATES, "青禾绿地率达到41%，供水合格率", id="reached early"
        ),
        pytest.param("供水合格率距离规划任务还有多远？", RATES, "均提前完成规划目标”", id="all of them reached"),
        pytest.param("青禾村路灯整修还没弄利索，卡在哪？", LAMPS, "已全面完成”", id="done, whatever it is"),
        pytest.param("青禾双创基地连着三年被栖霞院表扬，表扬什么？", PRAISED, "连续6年", id="run"),
        pytest.param("2023年一年要拆违法建设1340万平方米，拆得完吗？", CLEARED, "多年合计的数", id="sum of years"),
        pytest.param("青禾自来水厂2023年投产以后，一天能供多少水？", WATERWORKS, "没有说已经做到", id="taken as done"),
        pytest.param("既然青禾、栖霞那几栋楼都封顶了，谁最高？", TOWERS, "没有说已经做到", id="only a goal"),
        pytest.param("一年里新注册了25万多户企业，都是哪些行业的？", FIRMS, "25.3万户说的是", id="all there are"),
        pytest.param("青禾园产值一年里就多出1670亿元，哪来的劲头？", GREW, "1670亿元说的是", id="of five years"),
        pytest.param("青禾园凭什么在2020年就评上栖霞案例？", AWARD, "报告写的是2023年", id="deed of another year"),
        pytest.param(
            "常住人口不是2014年就第一次减少了吗，走了多少人？", FEWER, "写的是2023年", id="first time in another year"
        ),
        pytest.param("2024年疏解掉的那68家批发市场，商户去哪了？", ABOUT_MARKETS, "68家是2024年的目标", id="aimed at"),
        pytest.param(
            "2022年新挖出6579个车位，怎么办到的？", CARS, "6579个是2023年的数", id="a figure nothing else has"
        ),
        pytest.param(
            "2024年定的200.5亿元收入目标，谁来完成？", REVENUE, "200.5亿元是2023年的数", id="a result, no goal"
        ),
        pytest.param("2024年云河区茶叶产量最后涨了7%，靠的什么？", TEA, "7%是2024年的目标", id="a rate aimed at"),
        pytest.param("文化馆不是要到2030年才完成目标吗，还差几家？", HALLS, "提前完成目标”", id="sooner than said"),
        pytest.param("青禾医院改扩建2023年就完工了，多了几张床？", WARD, "加快实施", id="still going on"),
        pytest.param(
            "青禾旧厂改成服装城以后，引进了谁？", YARD, "“青禾旧厂转型为数字产业园”", id="became another thing"
        ),
        pytest.param(
            "青禾自来水厂2023年投产后一天能供多少水？", WATERWORKS, "“青禾自来水厂、栖霞", id="asked on of its use"
        ),
        pytest.param(
            "青禾自来水厂2023年竣工那年供了多少水？", WATERWORKS, "没有说已经做到", id="of the year it was done"
        ),
        pytest.param(
            "青禾自来水厂2023年建成启用，头一年供了多少水？", WATERWORKS, "没有说已经", id="said before asking"
        ),
        pytest.param("青禾医院改扩建做完了以后，多了几张床？", WARD, "加快实施", id="finished in everyday words"),
        pytest.param("青禾论坛2021年就永久落户云河了，贺信是谁发的？", SETTLED, "写的是2023年", id="told over clauses"),
    ],
)
def test_what_is_told_otherwise_of_the_very_thing_is_corrected(question: str, passage: Passage, wrong: str) -> None:
    (told,) = found_for(question, passage)
    assert told.startswith("问题的前提与报告不符：")
    assert wrong in told
    assert "报告的原文是：" in told


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("9号线青禾到栖霞段2024年通车了吗？", LINE, id="whether"),
        pytest.param("9号线青禾到栖霞段已经通车了，开了几站？", OPEN, id="open"),
        pytest.param("9号线青禾到栖霞段还没通车吧，哪年通？", LINE, id="not open, as told"),
        pytest.param("9号线青禾到栖霞段二期已经通车了，开了几站？", LINE, id="another part of it"),
        pytest.param("松风动物馆还没开门吧，门票多少？", OPEN, id="another thing"),
        pytest.param("2021年9号线青禾到栖霞段还没通车吧，为什么？", OPEN, id="opened later"),
        pytest.param("松风马拉松有5200人报名吧，完赛多少人？", SEATS, id="figure of another thing"),
        pytest.param("新增5200个中学学位，是哪几所学校？", SEATS, id="just as told"),
        pytest.param("老楼加装电梯开工304部，还要装几部？", LIFTS, id="state as told"),
        pytest.param("老楼加装电梯，已经装好能用的有几部？不是开工的数", LIFTS, id="asked a clause later"),
        pytest.param("栖霞楼，说是还在改建，居民何时能回来？", FLATS, id="topped out is not done"),
        pytest.param("松风里那两栋平房，说是还在翻建，居民何时能回来？", FLATS, id="another thing a clause before"),
        pytest.param("青禾绿化面积离规划定的目标还差多少？", RATES, id="another goal"),
        pytest.param("青禾绿地率达到多少？", RATES, id="only the level"),
        pytest.param("青禾双创基地连着六年被栖霞院表扬，表扬什么？", PRAISED, id="run in other words"),
        pytest.param("青禾双创基地连续6个月被栖霞院表扬，表扬什么？", PRAISED, id="run in another unit"),
        pytest.param("2022年拆违法建设1340万平方米，是哪些地方？", CLEARED, id="year within"),
        pytest.param("文化馆还不到八十家吧，差多少？", HALLS, id="fewer indeed"),
        pytest.param("青禾园2020年评上了哪些栖霞案例？", AWARD, id="asks what was done in another year"),
        pytest.param("2020年青禾园产值增长多少？", GREW, id="level of another year"),
        pytest.param("常住人口2014年减少了吗，走了多少人？", FEWER, id="not said to be the first time"),
        pytest.param("青禾创新联合体是谁牵头的？", UNION, id="only asks"),
        pytest.param("云河龙舟代表团首次登上奖牌榜首位，是哪年？", TEAM, id="first time as told"),
        pytest.param("2024年要疏解的那68家批发市场，商户去哪？", ABOUT_MARKETS, id="known to be aimed at"),
        pytest.param("青禾旧厂改成产业园以后，引进了谁？", YARD, id="became just that"),
        pytest.param("2023年年中常住人口多少？", FEWER, id="mid-year"),
        pytest.param("青禾自来水厂建成以后一天能供多少水？", WATERWORKS, id="once it will be done"),
        pytest.param("青禾自来水厂2023年花了多少钱，开工、竣工都要", WATERWORKS, id="what the answer is to hold"),
        pytest.param("青禾自来水厂计划2025年投产，总投资多少？", WATERWORKS, id="known to be planned"),
    ],
)
def test_what_agrees_or_is_of_another_thing_is_left(question: str, passage: Passage) -> None:
    assert found_for(question, passage) == []


def test_a_deed_told_of_the_year_asked_about_too_is_not_corrected() -> None:
    later = make_passage("继续推进青禾园“栖霞”行动。", number=71, period=Period(2024, 2024), statement=Statement.TARGET)
    earlier = make_passage("推进青禾园“栖霞”行动，空气好转。", number=70)
    question = "青禾园2024年为什么推进栖霞行动？"
    assert "报告写的是2023年" in "".join(found_for(question, earlier))
    assert found_for(question, earlier, later) == []


def test_what_is_told_of_an_assertion_is_quoted_though_it_does_not_tell_what_is_asked() -> None:
    (told,) = found_for("青禾创新联合体不是松风公司牵头的吗，成员都有谁？", UNION)
    assert told.startswith("报告没有直接说明所问的内容，有关的原文是：")
    assert "支持栖霞公司牵头组建青禾创新联合体" in told
    assert found_for("既然松风动物馆开放了，门票多少？", UNION) == []


@pytest.mark.parametrize(
    ("question", "asserts"),
    [
        pytest.param("青禾创新联合体是松风公司牵头的吧？", True, id="by its tone"),
        pytest.param("青禾创新联合体归松风公司牵头？", True, id="no word that asks"),
        pytest.param("青禾创新联合体都是松风公司牵头的", True, id="no mark that asks"),
        pytest.param("青禾创新联合体是松风公司牵头的吗？", False, id="whether it is so"),
        pytest.param("青禾创新联合体牵头公司", False, id="keywords"),
    ],
)
def test_who_asserts_without_asking_is_told_of_the_thing(question: str, *, asserts: bool) -> None:
    assert any("支持栖霞公司牵头" in one for one in found_for(question, UNION)) is asserts


def test_what_was_only_begun_years_before_says_nothing_against_done() -> None:
    begun = make_passage("青禾图书馆开工建设。", period=Period(2018, 2018))
    assert found_for("青禾图书馆2023年已经开放了，藏书多少？", begun) == []
    assert found_for("青禾图书馆2018年已经开放了，藏书多少？", begun)


def test_what_is_planned_is_not_reached() -> None:
    planned = make_passage("青禾图书馆建成开放。", statement=Statement.TARGET)
    assert found_for("青禾图书馆已经开放了，藏书多少？", planned)


def test_a_stage_that_another_sentence_tells_to_be_reached_is_left() -> None:
    built = make_passage("青禾自来水厂建成投产。", number=72, paragraph=72)
    assert found_for("青禾自来水厂2023年投产后一天能供多少水？", WATERWORKS, built) == []
    of_later = replace(built, period=Period(2024, 2024))
    assert found_for("青禾自来水厂2023年投产后一天能供多少水？", WATERWORKS, of_later)


@pytest.mark.parametrize(
    ("question", "year"),
    [
        pytest.param("云河区常住人口是不是2022年才头一回往下掉？", True, id="whether"),
        pytest.param("青禾论坛到2024年才永久落户云河，之前在哪办？", True, id="only then"),
        pytest.param("云河区2023年常住人口头一回往下掉吧？", False, id="as told"),
        pytest.param("云河区2022年常住人口减少了多少？", False, id="nothing said of when"),
    ],
)
def test_when_something_came_about_is_checked_first(question: str, *, year: bool) -> None:
    given = material(question, FEWER, SETTLED)
    told = against_time(given) if says_when(given.inquiry) else []
    assert ["报告写的是2023年" in one.text for one in told] == [True] * year


def test_a_target_that_was_reached_too_is_left() -> None:
    done = make_passage("疏解批发市场68家。", number=3, paragraph=3, period=Period(2024, 2024))
    assert found_for("2024年疏解掉的那68家批发市场，商户去哪了？", ABOUT_MARKETS, done) == []


def test_what_has_the_very_figure_is_looked_at_however_little_it_answers() -> None:
    given = material("2024年疏解掉的那68家批发市场，商户去哪了？", MARKET, ABOUT_MARKETS, score=0.2)
    faint = replace(given, hits=(given.hits[0], Hit(ABOUT_MARKETS, HOPELESS)))
    (told,) = against_claims(faint, material_for)
    assert told.passages == (ABOUT_MARKETS,)


def test_what_is_hardly_found_says_nothing() -> None:
    assert found_for("青禾建材市场还开着吧，准备哪年关？", MARKET, score=HOPELESS) == []


def test_the_figure_of_the_year_follows() -> None:
    own = make_passage("拆除违法建设400万平方米。", number=2, paragraph=2)
    given = material("2023年一年要拆违法建设1340万平方米，拆得完吗？", CLEARED)
    first, second = against_claims(given, lambda part: material_for(part, own))
    assert first.passages == (CLEARED,)
    assert second.passages == (own,)
    assert "400万平方米" in second.text


def test_a_figure_that_the_year_has_too_is_left() -> None:
    own = make_passage("拆除违法建设1340多万平方米。", number=2, paragraph=2)
    given = material("2023年一年要拆违法建设1340万平方米，拆得完吗？", CLEARED)
    assert against_claims(given, lambda part: material_for(part, own)) == []


def test_a_rise_between_two_years_that_was_a_fall_is_told() -> None:
    people = make_passage("截至2023年底，常住人口为344万人，较2020年底减少0.9万人。")
    (told,) = found_for("2023年底常住人口比2020年多了一万人，都住在哪里了？", people)
    assert "减少0.9万人" in told


def test_what_is_asked_of_another_thing_follows_the_correction() -> None:
    question = "青禾双创基地连着三年被栖霞院表扬，营商环境考核又是连续几年全市第一？"
    told, besides = against_claims(material(question, PRAISED, FIRST), material_for)
    assert told.passages == (PRAISED,)
    assert besides.passages == (FIRST,)
    assert "连续三年全市第一" in besides.text
