"""Operands found for a question's own words, and the result shown with them."""

from __future__ import annotations

import pytest

from qa.answers.calculating import calculate, not_computed
from qa.answers.deriving import changed_by
from qa.answers.material import Material, Sentence
from qa.answers.operations import find_operation
from qa.answers.reported import tells_result
from qa.datatypes import Inquiry, Passage, Period
from tests.answers.made import material, planned
from tests.fakes import make_passage

FIVE_YEARS = Period(2019, 2023)
PROJECTS = make_passage("全区新增入库项目1600个(外资240个),已落地项目800个(外资170个)。")
HOSPITALS = make_passage("全区200家机构开设发热门诊,其中,三级医院20家、二级医院30家、一级医院90家。")
INNS = make_passage("完成20家旅馆整治,压减房间900间、床位1470张。")
FISHERS = make_passage("完成320名渔民转岗,全区剩余4500名渔民转岗方案已上报。")
LIFTS = make_passage("加装电梯开工300部、完工240部。")
ESTATES = make_passage("老旧小区整治开工43个、完工20个，加装电梯开工416部。")
TRADE = make_passage("出口额150亿元,增长25%,占全市20%。")
WEALTH = make_passage("地区生产总值达到820亿元,同比增长6%,五年增加270亿元,年均增长7%。", period=FIVE_YEARS)
WEALTH_PLAN = planned("地区生产总值达到900亿元,增长7%。")
AIR = make_passage("细颗粒物平均浓度32微克/立方米,同比下降20%。")
PROPOSALS = make_passage("五年共办理议案9件、代表建议1203件,办理提案1355件。", period=FIVE_YEARS)
AID = make_passage("支出困难群体救助资金1.8亿元。", number=3, paragraph=3)
RENT = make_passage("发放租房补贴2.2亿元。", number=4, paragraph=4)
SEATS = make_passage("新增各类学位共计5700个,其中学前学位新增2780个。")
RENTERS = make_passage("配租住房800套,为20000个租房家庭发放租房补贴2.2亿元。")
SHOPS = make_passage("书店达到312家,占全市65%。")
FENCES = make_passage("拆除围栏1.5万米、绿篱2.5万米。")


def told(question: str, *passages: Passage) -> list[Sentence]:
    operation = find_operation(question)
    assert operation is not None
    return calculate(material(question, *passages), operation)


@pytest.mark.parametrize(
    ("question", "passage", "result"),
    [
        pytest.param("入库项目里头，外资的占几成？", PROJECTS, "约占15%（240 ÷ 1600 = 15%）。", id="share"),
        pytest.param(
            "入库项目的落地率是百分之几？按入库数和落地数算", PROJECTS, "约占50%（800 ÷ 1600 = 50%）。", id="rate"
        ),
        pytest.param(
            "开了发热门诊的机构里，二级和三级医院加一块儿占百分之几？",
            HOSPITALS,
            "约占25%（(30 + 20) ÷ 200 = 25%）。",
            id="share of a sum",
        ),
        pytest.param("动了工的电梯里，装完的占百分之多少？", LIFTS, "约占80%（240 ÷ 300 = 80%）。", id="states"),
        pytest.param("旅馆整治平均每家砍了多少张床？", INNS, "平均每家73.5张（1470 ÷ 20 = 73.5）。", id="average"),
        pytest.param(
            "2023年往前数五年，平均一年办多少件代表提的建议？",
            PROPOSALS,
            "平均每年240.6件（1203 ÷ 5 = 240.6）。",
            id="per year",
        ),
        pytest.param(
            "云河区2023年出口额增长了25%，那2022年大概是多少亿元？",
            TRADE,
            "往回推算约为120亿元（150 ÷ (1 + 25%) = 120）。",
            id="year before",
        ),
        pytest.param(
            "照细颗粒物的数和降幅倒着算，上年同期是多少微克？",
            AIR,
            "往回推算约为40微克/立方米（32 ÷ (1 - 20%) = 40）。",
            id="year before a fall",
        ),
        pytest.param(
            "云河区地区生产总值五年前到底是多少亿？",
            WEALTH,
            "往回推算为550亿元（820 − 270 = 550）。",
            id="five years ago",
        ),
        pytest.param(
            "知道出口额和它占全市的比重，能不能倒算出全市大约多少亿？",
            TRADE,
            "总量推算约为750亿元（150 ÷ 20% = 750）。",
            id="whole",
        ),
        pytest.param(
            "新增入库项目里不是外资的有多少个？", PROJECTS, "其余为1360个（1600 − 240 = 1360）。", id="not of a kind"
        ),
        pytest.param(
            "加装的电梯，完工的比开工的少几部？", LIFTS, "加装电梯开工比完工多60部（300 − 240 = 60）。", id="two states"
        ),
        pytest.param(
            "到2023年的五年，办的议案、代表建议再加提案，合起来多少件？",
            PROPOSALS,
            "合计2567件（9 + 1203 + 1355 = 2567）。",
            id="three counts",
        ),
        pytest.param(
            "新增的学位里面，除去学前的还有多少个？", SEATS, "其余为2920个（5700 − 2780 = 2920）。", id="remainder"
        ),
        pytest.param(
            "滨河路沿线，围栏加绿篱一共要拆多少米？", FENCES, "合计4万米（1.5 + 2.5 = 4）。", id="one plus another"
        ),
        pytest.param("开工的电梯最后完工的比例是多少？", LIFTS, "约占80%（240 ÷ 300 = 80%）。", id="share of a state"),
        pytest.param(
            "发的租房补贴，平均下来一家拿多少钱？",
            RENTERS,
            "平均每家1.1万元（2.2亿 ÷ 2万 = 1.1万）。",
            id="average of what is counted by another word",
        ),
        pytest.param(
            "拆的围栏和绿篱，加起来合多少公里？",
            FENCES,
            "合计4万米（1.5 + 2.5 = 4），即40公里（4万 ÷ 1000 = 40）。",
            id="unit asked for",
        ),
    ],
)
def test_the_operands_are_quoted_and_the_result_is_shown(question: str, passage: Passage, result: str) -> None:
    *quoted, last = told(question, passage)
    assert [one.passages for one in quoted] == [(passage,)]
    assert last == Sentence(result, (passage,))


def test_a_sum_over_two_sentences_cites_both() -> None:
    *quoted, last = told("给困难群体的救助钱，跟发出去的租房补贴，两笔拢共几个亿？", AID, RENT)
    assert [one.passages for one in quoted] == [(AID,), (RENT,)]
    assert last == Sentence("合计4亿元（1.8 + 2.2 = 4）。", (AID, RENT))


def test_an_operand_that_the_evidence_lacks_is_looked_for_by_its_own_words() -> None:
    question = "给困难群体的救助钱，跟发出去的租房补贴，两笔拢共几个亿？"
    operation = find_operation(question)
    assert operation is not None
    sought: list[str] = []

    def find(part: Inquiry) -> Material:
        sought.append(part.standalone)
        return material(part.standalone, RENT if "租房" in part.standalone else AID)

    *_, last = calculate(material(question, AID), operation, find)
    assert (last.text, sought) == ("合计4亿元（1.8 + 2.2 = 4）。", ["给困难群体的救助钱", "发出去的租房补贴"])


def test_a_plan_is_not_the_level_of_a_back_calculation() -> None:
    *_, last = told("云河区地区生产总值五年前是多少亿？", WEALTH_PLAN, WEALTH)
    assert last == Sentence("往回推算为550亿元（820 − 270 = 550）。", (WEALTH,))


def test_a_share_that_the_report_tells_is_quoted_with_its_level() -> None:
    (sentence,) = told("书店有多少家，占全市的几成？", SHOPS)
    assert sentence.text.endswith("书店达到312家,占全市65%。")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("入库项目里头，文旅的占几成？", PROJECTS, id="no such part"),
        pytest.param("二级医院和三级医院、民办医院三样加起来多少家？", HOSPITALS, id="an item is missing"),
        pytest.param("完工的电梯里，开工的占百分之几？", LIFTS, id="part above the whole"),
        pytest.param("出口额和旅馆床位加起来多少？", TRADE, id="other units"),
        pytest.param("云河区出口额三年前是多少亿？", TRADE, id="no such span"),
        pytest.param("电梯装好的比开工的少几部？", ESTATES, id="states of another thing"),
        pytest.param("完工的厂房占开工的百分之几？", LIFTS, id="share of states of another thing"),
        pytest.param("开工的厂房完工的比例是多少？", LIFTS, id="share of a state of another thing"),
        pytest.param("发的租房补贴，平均下来一人拿多少钱？", RENTERS, id="average of what is not counted"),
        pytest.param("云河区的渔民还有多少没转岗？", FISHERS, id="what is left is no whole"),
    ],
)
def test_operands_that_are_not_plainly_held_are_not_computed(question: str, passage: Passage) -> None:
    assert told(question, passage) == []


def test_the_level_of_years_before_is_not_reached_by_the_growth_of_one() -> None:
    *_, last = told("从2023年的数往回推，云河区2018年的地区生产总值大概多少亿元？", WEALTH)
    assert last.text == "往回推算为550亿元（820 − 270 = 550）。"
    assert told("从2023年的数往回推，云河区2020年的地区生产总值大概多少亿元？", WEALTH) == []


@pytest.mark.parametrize(
    ("question", "text", "result"),
    [
        ("社区调整后少了几个？", "社区由168个调整为163个。", "减少5个（168 − 163 = 5）。"),
        ("绿地率提高了多少？", "绿地率从40%提高到42.5%。", "增加2.5个百分点（42.5 − 40 = 2.5）。"),
    ],
)
def test_a_change_is_taken_from_its_two_ends(question: str, text: str, result: str) -> None:
    *_, last = changed_by(material(question, make_passage(text)))
    assert last.text == result


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("社区有几个？", "社区由168个调整为163个。"),
        ("学校少了几个？", "社区由168个调整为163个。"),
        ("社区少了几个？", "社区由160余个调整为163个。"),
        ("社区增加了几个？", "社区168个、村163个。"),
    ],
)
def test_no_change_is_taken_from_other_figures(question: str, text: str) -> None:
    assert changed_by(material(question, make_passage(text))) == []


def test_what_is_left_without_several_is_not_the_rest_of_one() -> None:
    cases = make_passage("形成57个改革案例,其中9个案例获全国推广,3个案例获全市推广。")
    assert told("改革案例除去获全国和全市推广的，还有多少个？", cases) == []


def test_a_share_is_computed_from_the_best_sentence_rather_than_quoted_from_a_later_one() -> None:
    rate = make_passage("新增招商项目400个,落地率达到43%。", number=3, paragraph=3)
    *_, last = told("全区入库项目真正落地的占比是多少？", PROJECTS, rate)
    assert last.text == "约占50%（800 ÷ 1600 = 50%）。"


def test_rough_operands_are_said_to_be_rough() -> None:
    *_, last = told("配租和筹集的房源合计多少套？", make_passage("筹集房源4300余套,配租公租房1000余套。"))
    assert last.text == "合计5300套（1000 + 4300 = 5300），其中有约数。"


def test_a_gap_to_a_rough_figure_is_not_computed() -> None:
    *_, last = told("筹集的房源比配租的多多少套？", make_passage("筹集房源4356套,配租公租房1000余套。"))
    assert last.text == "无法算出准确的差，其中有约数。"


def test_a_share_of_states_is_computed_of_the_subject_asked() -> None:
    *_, last = told("完工的电梯占开工的百分之几？", LIFTS)
    assert last.text == "约占80%（240 ÷ 300 = 80%）。"


CRECHES = make_passage("新建托位300个，累计达到900个。", period=Period(2023, 2023))
CRECHES_PLAN = planned("新增托位200个。")
FAIRS = make_passage("组织8场招聘会，提供就业岗位2000个，发放补贴1.6亿元，惠及4万人。")
ROADS = make_passage("路网密度达到2.1公里/平方公里，较“十三五”末增长5%。", period=Period(2021, 2023))
INVESTED = make_passage("固定资产投资实现262.5亿元。")


@pytest.mark.parametrize(
    ("question", "passages", "result"),
    [
        pytest.param(
            "云河区的托位，用总数减去新增的，原来是几个？",
            [CRECHES],
            "往回推算为600个（900 − 300 = 600）。",
            id="before what came new",
        ),
        pytest.param(
            "云河区2022年底的托位有多少个？倒推",
            [CRECHES],
            "往回推算为600个（900 − 300 = 600）。",
            id="year of the result",
        ),
        pytest.param(
            "要是2024年的托位都建成，云河区总共会有多少个托位？",
            [CRECHES, CRECHES_PLAN],
            "合计1100个（900 + 200 = 1100）。",
            id="level and plan",
        ),
        pytest.param("招聘会平均一场拿出多少个岗位？", [FAIRS], "平均每场250个（2000 ÷ 8 = 250）。", id="per event"),
        pytest.param(
            "发放的补贴平摊到每个人头上，差不多多少元？",
            [FAIRS],
            "平均每人4000元（1.6亿 ÷ 4万 = 4000）。",
            id="per head",
        ),
        pytest.param(
            "路网密度比“十三五”末涨了5%，“十三五”末那会儿是多少？",
            [ROADS],
            "往回推算约为2公里/平方公里（2.1 ÷ (1 + 5%) = 2）。",
            id="before a plan's growth",
        ),
        pytest.param(
            "固定资产投资换算成万元是多少？",
            [INVESTED],
            "换算为2625000万元（262.5 × 10000 = 2625000）。",
            id="conversion",
        ),
        pytest.param(
            "固定资产投资的百分之十是多少亿元？",
            [INVESTED],
            "百分之十约为26.25亿元（262.5 × 10% = 26.25）。",
            id="fraction",
        ),
    ],
)
def test_levels_are_derived_from_other_figures(question: str, passages: list[Passage], result: str) -> None:
    sentences = told(question, *passages)
    assert sentences and sentences[-1].text.removesuffix("。").split("，其中")[0] + "。" == result


CALLS = make_passage("11月接通率、办结率分别为94.5%、92.5%,较3月提高4.5个、2.5个百分点。")
PARKS = make_passage("公园300米覆盖率91.5%,较“十三五”末提高3.5个百分点。", period=FIVE_YEARS)
PEOPLE = make_passage("常住人口50.2万人,较“十三五”末减少0.8万人,占全市比例由5.1%下降至5.0%。", period=FIVE_YEARS)
INCOMES = make_passage("城乡居民人均收入分别达到4.2万元和2.1万元,同比分别增长5%和4%。")
LINES = make_passage("规模以上企业分别达到30家、20家,比上年增长20%、25%。")
LABELS = make_passage("新增市级绿色工厂40家,累计90家。")
CHARGERS = make_passage("累计建成充电桩3200个,当年新建800个,其中快充500个。")
CASES = make_passage("受理案件520件,办结480件。")
GOALS = make_passage("24项指标中,有8项约束性指标,其中7项符合预期;有16项预期性指标,其中14项符合预期。")
SUPPLIES = make_passage("确定商场等50家商业企业及30家应急网点为保障点,日配送能力达600吨。")
VOLUNTEERS = make_passage("实名注册志愿者超过6万人,注册率达15%。")
FUNDS = make_passage("签约项目300个、计划投入资金660亿元。")


@pytest.mark.parametrize(
    ("question", "passage", "result"),
    [
        pytest.param(
            "云河区11月的接通率和办结率都说比3月提高了,那3月份到底是多少?帮我减一下",
            CALLS,
            "接通率往回推算为90%（94.5 − 4.5 = 90），办结率往回推算为90%（92.5 − 2.5 = 90）。",
            id="two percentages before their points",
        ),
        pytest.param(
            "云河区11月的办结率比3月提高了,3月份是百分之几?",
            CALLS,
            "往回推算为90%（92.5 − 2.5 = 90）。",
            id="the second of two",
        ),
        pytest.param(
            "公园覆盖率减去提高的那几个点,十三五结束时是百分之多少",
            PARKS,
            "往回推算为88%（91.5 − 3.5 = 88）。",
            id="at a plan's end",
        ),
        pytest.param(
            "常住人口比十三五末少掉的人数加回去,十三五末有多少万人",
            PEOPLE,
            "往回推算为51万人（50.2 + 0.8 = 51）。",
            id="before a fall",
        ),
        pytest.param(
            "农村居民收入比上年涨了,上年是多少?",
            INCOMES,
            "往回推算约为2.02万元（2.1 ÷ (1 + 4%) = 2.02）。",
            id="one of two told by one word",
        ),
        pytest.param(
            "云河区市级绿色工厂,把2023年新评的去掉,原来有几家",
            LABELS,
            "往回推算为50家（90 − 40 = 50）。",
            id="without the year's new ones",
        ),
        pytest.param(
            "新建的充电桩去掉快充那部分还剩几个",
            CHARGERS,
            "其余为300个（800 − 500 = 300）。",
            id="left of its own whole",
        ),
        pytest.param("受理的案件还有多少件没办结？", CASES, "其余为40件（520 − 480 = 40）。", id="not yet"),
        pytest.param(
            "落地的项目当中,外资项目占几成", PROJECTS, "约占21.2%（170 ÷ 800 = 21.2%）。", id="part in brackets"
        ),
        pytest.param(
            "24项指标,合乎预期的加起来几项,占总数百分之多少",
            GOALS,
            "合计21项（7 + 14 = 21），约占87.5%（(7 + 14) ÷ 24 = 87.5%）。",
            id="share of a sum said twice",
        ),
        pytest.param(
            "签约的项目,平均一个计划投多少亿?", FUNDS, "平均每个2.2亿元（660亿 ÷ 300 = 2.2亿）。", id="average in 亿"
        ),
    ],
)
def test_results_are_computed_of_the_figures_that_belong_together(question: str, passage: Passage, result: str) -> None:
    sentences = told(question, passage)
    assert sentences and sentences[-1].text == result


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("接通率比上月提高了,上月那时候是多少?", CALLS, id="change since another month"),
        pytest.param("规模以上企业比上年增长了,上年是多少?", LINES, id="levels that nothing tells apart"),
        pytest.param("新增的学位和学前学位加起来多少个?", SEATS, id="a part added to its whole"),
        pytest.param("学校和应急网点加起来一天能送多少吨?", SUPPLIES, id="an item that the sentence lacks"),
        pytest.param("24项指标,慢于预期的加起来几项,占总数百分之多少", GOALS, id="share of a sum of nothing"),
        pytest.param("党员志愿者占志愿者的百分之几?", VOLUNTEERS, id="rate of something else"),
    ],
)
def test_figures_that_do_not_belong_together_are_not_computed(question: str, passage: Passage) -> None:
    assert told(question, passage) == []


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        pytest.param("实名注册的志愿者占人口的百分之几?", VOLUNTEERS, "注册率达15%", id="share told as a rate"),
        pytest.param(
            "疫情那会儿,商业企业和应急网点加起来一天能送多少吨?",
            SUPPLIES,
            "日配送能力达600吨",
            id="sum told as a whole",
        ),
    ],
)
def test_a_result_that_the_report_gives_is_quoted(question: str, passage: Passage, words: str) -> None:
    (sentence,) = told(question, passage)
    assert words in sentence.text and sentence.passages == (passage,)


def test_a_change_since_a_named_time_is_quoted_not_computed() -> None:
    (sentence,) = told("地区生产总值比五年前多了多少？", WEALTH)
    assert "五年增加270亿元" in sentence.text


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        pytest.param("拆的围栏占全市的百分之几？", "拆除围栏1.5万米。", False, id="no share"),
        pytest.param("书店占全市的百分之几？", "书店312家，占全市65%。", True, id="share told"),
        pytest.param("书店占全市的百分之几？", "书店收入2亿元，增长15%。", False, id="growth for a share"),
        pytest.param("书店占全市的百分之几？", "外贸企业占全市12%。", False, id="share of another thing"),
        pytest.param("投资没达标，差了多少亿元？", "投资超额完成任务。", True, id="not short at all"),
        pytest.param("书店比影院多几家？", "东升书店开业。", False, id="no change in a name"),
        pytest.param("总投资的百分之五是多少亿元？", "地区生产总值增长5%。", False, id="no level"),
        pytest.param("书店平均每年新开几家？", "书店达到312家。", False, id="no average"),
    ],
)
def test_a_bare_operand_is_no_result(question: str, text: str, held: bool) -> None:
    operation = find_operation(question)
    assert operation is not None
    asked = material(question, FENCES)
    sentences = [Sentence(text, (FENCES,))]
    assert tells_result(asked, operation, sentences) is held
    assert "无法计算" in not_computed(asked, operation, sentences).message


HOUSES = make_passage("保障性住房开工6万套、竣工8万套,分别占全市12%和20%。")
POCKETS = make_passage("新增山地造林3000亩、街头绿化45公顷。", period=Period(2023, 2023))
POCKETS_SUM = make_passage("街头绿化累计180公顷。", number=2, paragraph=2, period=Period(2021, 2023))
DEEDS = make_passage("疏通6个小区9000套登记通道,发证7500套。")
MEALS = make_passage("建成100个助餐点,新增养老床位2000张。")
STIPENDS = make_passage("累计支出助学金3亿元,资助困难学生2万人。")
PLOTS = make_passage("上市土地20宗,建设用地面积90公顷。")
REVENUE = make_passage("财政收入实现200亿元。", period=Period(2023, 2023))
REVENUE_PLAN = planned("财政收入增长5%。")


@pytest.mark.parametrize(
    ("question", "passages", "result"),
    [
        pytest.param(
            "竣工的保障房占全市20%,那全市一共竣工了多少万套?",
            [HOUSES],
            "总量推算约为40万套（8 ÷ 20% = 40）。",
            id="whole of the second of a list",
        ),
        pytest.param(
            "书店占全市65%,照这么算全市大概有多少家?",
            [SHOPS],
            "总量推算约为480家（312 ÷ 65% = 480）。",
            id="whole without a word for computing",
        ),
        pytest.param(
            "地区生产总值2023年是五年前的几倍?",
            [WEALTH],
            "往回推算为550亿元（820 − 270 = 550），约是那时的1.49倍（820 ÷ 550 = 1.49）。",
            id="times what it was",
        ),
        pytest.param(
            "云河区市级绿色工厂在23年以前有多少家?",
            [LABELS],
            "往回推算为50家（90 − 40 = 50）。",
            id="before the year",
        ),
        pytest.param(
            "山地造林换算成公顷是多少?",
            [POCKETS],
            "换算为200公顷（3000 ÷ 15 = 200）。",
            id="the figure that is in another unit",
        ),
        pytest.param(
            "2023年街头绿化折合多少亩?",
            [POCKETS_SUM, POCKETS],
            "换算为675亩（45 × 15 = 675）。",
            id="the year's own figure",
        ),
        pytest.param(
            "疏通了通道还没发证的剩几套?", [DEEDS], "其余为1500套（9000 − 7500 = 1500）。", id="left without the second"
        ),
        pytest.param(
            "发的助学金,平均每个困难学生摊到多少元?",
            [STIPENDS],
            "平均每个1.5万元（3亿 ÷ 2万 = 1.5万）。",
            id="average of people named",
        ),
        pytest.param(
            "助学金花的钱,摊到每个受助的人头上是多少元?",
            [STIPENDS],
            "平均每人1.5万元（3亿 ÷ 2万 = 1.5万）。",
            id="average of those who got it",
        ),
        pytest.param("上市的土地平均每宗多少公顷?", [PLOTS], "平均每宗4.5公顷（90 ÷ 20 = 4.5）。", id="per plot"),
        pytest.param(
            "外资项目的落地比例是多少?",
            [PROJECTS],
            "约占70.8%（170 ÷ 240 = 70.8%）。",
            id="states of a part",
        ),
        pytest.param(
            "云河区2024年要是完成了财政收入的增长目标,能收多少亿?",
            [REVENUE, REVENUE_PLAN],
            "按此推算为210亿元（200 × (1 + 5%) = 210）。",
            id="if the goal is reached",
        ),
        pytest.param(
            "2019-2023年的代表建议平均每年多少件?",
            [PROPOSALS],
            "平均每年240.6件（1203 ÷ 5 = 240.6）。",
            id="years named by their ends",
        ),
    ],
)
def test_what_people_ask_without_naming_the_computation(question: str, passages: list[Passage], result: str) -> None:
    sentences = told(question, *passages)
    assert sentences and sentences[-1].text == result


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        pytest.param("公园占全市65%,那全市有多少座公园?", SHOPS, id="whole of another thing"),
        pytest.param("街头绿化换算成公顷是多少?", POCKETS_SUM, id="already in the unit"),
        pytest.param("云河区市级绿色工厂在22年以前有多少家?", LABELS, id="before another year"),
        pytest.param("文旅项目的落地比例是多少?", PROJECTS, id="states of what is not told"),
        pytest.param("疏通了通道还没装修的剩几套?", DEEDS, id="left without what is not told"),
        pytest.param("平均每个街道新增多少养老床位?", MEALS, id="divided among what is not counted"),
        pytest.param("发的助学金,平均每个老师摊到多少元?", STIPENDS, id="average of others"),
        pytest.param("地区生产总值2023年是三年前的几倍?", WEALTH, id="times of another span"),
        pytest.param("2020-2023年的代表建议平均每年多少件?", PROPOSALS, id="years of another span"),
    ],
)
def test_near_misses_of_these_are_not_computed(question: str, passage: Passage) -> None:
    assert told(question, passage) == []


def test_what_is_left_is_not_counted_from_what_was_finished_elsewhere() -> None:
    done = make_passage("老旧小区更新改造已完工54个，在施98个。")
    begun = make_passage("青禾里等17个老旧小区供热管网改造全部开工。", number=2, paragraph=2)
    assert told("老旧小区还剩多少个没改？", done, begun) == []
