"""Sentences with known figures; the sentences are ours."""

from __future__ import annotations

import itertools

import pytest

from qa.datatypes import Period, Statement
from qa.figures.parsing import Figure, clauses, parse_figures, same_quantity

SENTENCES = [
    "全年新增市场主体２.６４万个，总量突破１９万个。",
    "一般公共预算收入完成52亿元，同比下降3.5%，降幅收窄1.2个百分点。",
    "新增学位1,200个、养老床位350张、托位80个；建成公园12处，其中新建5处。",
    "失业率控制在4%—5%之间，新建停车场10—15处，惠及居民300余万人次。",
    "今年　计划投资 3—5 亿元，细颗粒物年均浓度降至32微克/立方米。",
    "地區生產總值增長百分之五點二，建成三所學校。",
]


def only(sentence: str) -> Figure:
    (figure,) = parse_figures(sentence)
    return figure


@pytest.mark.parametrize("sentence", SENTENCES)
def test_figures_give_their_text_back(sentence: str) -> None:
    figures = parse_figures(sentence)
    assert figures
    assert all(sentence[figure.start : figure.end] == figure.text for figure in figures)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_figures_come_in_order_and_do_not_overlap(sentence: str) -> None:
    figures = parse_figures(sentence)
    assert all(one.end <= other.start for one, other in itertools.pairwise(figures))


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        pytest.param("新增市场主体2.64万个。", 26400, "个", id="万"),
        pytest.param("拨付奖励资金1.8亿元。", 1.8e8, "元", id="亿"),
        pytest.param("项目总投资2.5万亿元。", 2.5e12, "元", id="万亿"),
        pytest.param("改造供热管线３２公里。", 32, "公里", id="full width"),
        pytest.param("许可联办，5日办结。", 5, "天", id="days in which something is done"),
        pytest.param("许可5个工作日办结。", 5, "工作日", id="working days"),
        pytest.param("新增学位1,200个。", 1200, "个", id="thousands separator"),
        pytest.param("绿化覆盖率为百分之五。", 5, "%", id="百分之"),
        pytest.param("绿化覆盖率为百分之五点二。", 5.2, "%", id="百分之 with a point"),
        pytest.param("出生率为8.5‰。", 8.5, "‰", id="per mille"),
        pytest.param("财政收入占比提高1.2个百分点。", 1.2, "个百分点", id="points"),
        pytest.param(
            "财政收入占比提高1.2百分点。",
            1.2,
            "个百分点",
            id="points without 个",
        ),
        pytest.param("细颗粒物浓度为32微克/立方米。", 32, "微克/立方米", id="air"),
        pytest.param("细颗粒物浓度为32微克每立方米。", 32, "微克/立方米", id="air in words"),
        pytest.param("惠及居民300余万人次。", 3e6, "人次", id="余 inside"),
        pytest.param("建筑面积达50多万平方米。", 5e5, "平方米", id="多 inside"),
        pytest.param("引进专家35名。", 35, "人", id="名 is 人"),
        pytest.param("建成三所学校。", 3, "所", id="Chinese digit"),
        pytest.param("接待游客一百二十万人次。", 1.2e6, "人次", id="Chinese 万"),
        pytest.param("总投资三亿五千万元。", 3.5e8, "元", id="Chinese 亿 and 万"),
        pytest.param("人口占全市三分之一。", 100 / 3, "%", id="fraction"),
        pytest.param("企业数量占全市1/4。", 25.0, "%", id="fraction in digits"),
        pytest.param("调解纠纷320起。", 320.0, "起", id="cases"),
        pytest.param("居民收入翻一番。", 1, "倍", id="doubled"),
        pytest.param("居民收入翻了两番。", 3, "倍", id="doubled twice"),
        pytest.param("财政收入增长-2.3%。", -2.3, "%", id="minus"),
        pytest.param("路网密度达1.9千米/平方千米。", 1.9, "公里/平方公里", id="千米 is no 千"),
        pytest.param("粮食产量280.5亿斤。", 2.805e10, "斤", id="斤"),
        pytest.param("近百家企业入驻。", 100, "家", id="近百"),
        pytest.param("综合考评排名前进11位。", 11, "位次", id="rank"),
        pytest.param("日均派发接驳车90余车次。", 90, "车次", id="trips of cars"),
        pytest.param("困扰居民三十年的积水问题解决。", 30, "年", id="how long"),
    ],
)
def test_value_and_unit_are_multiplied_out(sentence: str, value: float, unit: str) -> None:
    figure = only(sentence)
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("sentence", "low", "high", "unit"),
    [
        pytest.param("失业率控制在4%—5%之间。", 4, 5, "%", id="percent twice"),
        pytest.param("增速保持在5-6%。", 5, 6, "%", id="percent once"),
        pytest.param("新建停车场10—15处。", 10, 15, "处", id="count"),
        pytest.param("投资3—5亿元。", 3e8, 5e8, "元", id="scale for both"),
        pytest.param("投资8000万至1亿元。", 8e7, 1e8, "元", id="two scales"),
        pytest.param("服务2～3万人。", 2e4, 3e4, "人", id="full-width tilde"),
        pytest.param("引进企业10至15家。", 10, 15, "家", id="至"),
        pytest.param("培育品牌三到五个。", 3, 5, "个", id="Chinese digits"),
    ],
)
def test_ranges_have_both_ends(sentence: str, low: float, high: float, unit: str) -> None:
    figure = only(sentence)
    assert (figure.value, figure.upper, figure.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("2023年是开局之年。", id="year"),
        pytest.param("２０２３年是开局之年。", id="full-width year"),
        pytest.param("2021—2025年持续推进。", id="span of years",),
        pytest.param("二〇二三年是开局之年。", id="year in Chinese digits"),
        pytest.param("工程于2023年3月15日开工。", id="date"),
        pytest.param("力争10月底前完工。", id="month"),
        pytest.param("议案于3月5日办结。", id="date on which something was done"),
        pytest.param("第17届大会审议第3号议案。", id="ordinal"),
        pytest.param("第三季度全面完成。", id="ordinal in words"),
        pytest.param("推广5G应用，办好12345热线。", id="names"),
        pytest.param("开通地铁14号线。", id="line"),
        pytest.param("落实“十四五”规划。", id="five-year plan"),
        pytest.param("1、加快发展。", id="list mark"),
        pytest.param("（3）加强监管。", id="list mark in brackets"),
        pytest.param("2.改善民生。", id="list mark with a point"),
        pytest.param("一批项目陆续落地。", id="一 as article"),
        pytest.param("这是唯一一家企业。", id="only one"),
        pytest.param("云河公园二期开工。", id="二 ranks"),
        pytest.param("争创三级医院。", id="grade"),
        pytest.param("三里桥商圈开业。", id="place"),
        pytest.param("区九届人大四次会议召开。", id="meeting"),
        pytest.param("落实八项规定精神。", id="saying"),
        pytest.param("形成百家争鸣的局面。", id="figure of speech"),
        pytest.param("保持两位数增长。", id="two digits"),
        pytest.param("综合实力进入全省前10名。", id="rank"),
        pytest.param("今后五年的奋斗目标。", id="period"),
        pytest.param("实现第一个一百年目标。", id="centenary"),
    ],
)  # fmt: skip
def test_no_figure_is_read_where_none_stands(sentence: str) -> None:
    assert parse_figures(sentence) == []


def test_a_vague_number_is_not_a_plain_one() -> None:
    assert not any(figure.value == 100 and not figure.qualifiers for figure in parse_figures("数百户居民受益。"))


def test_enumerated_items_share_their_verb() -> None:
    figures = parse_figures("新增养老床位350张、托位80个、停车位600个。")
    assert [figure.indicator for figure in figures] == ["新增养老床位", "新增托位", "新增停车位"]


def test_a_growth_clause_inherits_its_subject() -> None:
    level, growth = parse_figures("社会消费品零售额达到820.5亿元，增长6.1%。")
    assert "社会消费品零售额" in growth.indicator
    assert (level.is_growth, growth.is_growth, growth.change) == (False, True, "增长")


def test_a_new_subject_is_not_mixed_with_the_one_before() -> None:
    _, books = parse_figures("建成社区公园12处，图书馆藏书30万册。")
    assert "公园" not in books.indicator
    assert "图书馆藏书" in books.indicator


def test_a_clause_of_another_sentence_half_keeps_its_own_words() -> None:
    begun, finished = parse_figures("老旧小区改造开工18个、完工11个。")
    assert ("开工" in begun.aspect, "完工" in finished.aspect, "完工" in begun.aspect) == (True, True, False)


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        pytest.param("财政收入下降3.5%。", "下降", id="fall"),
        pytest.param("财政收入同比增长约6%。", "增长", id="hedged"),
        pytest.param("森林覆盖率提高了2个百分点。", "提高", id="了"),
        pytest.param("森林覆盖率达到45%。", "", id="level"),
        pytest.param("财政收入完成52亿元。", "", id="sum"),
    ],
)
def test_change_is_told_from_level(sentence: str, change: str) -> None:
    assert only(sentence).change == change


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        pytest.param("财政收入预计达到52亿元。", "预计", id="expected"),
        pytest.param("粮食产量约30万吨。", "约", id="about"),
        pytest.param("粮食产量30万吨以上。", "以上", id="at least"),
        pytest.param("累计建成公园120处。", "累计", id="running total"),
        pytest.param("服务居民120余万人。", "余", id="余"),
        pytest.param("十余家企业入驻。", "余", id="Chinese 余"),
    ],
)
def test_qualifiers_are_kept(sentence: str, qualifier: str) -> None:
    assert qualifier in only(sentence).qualifiers


def test_a_qualifier_is_no_part_of_another_word() -> None:
    assert only("一般公共预算收入52亿元。").qualifiers == ()


def test_period_and_statement_of_the_sentence_are_handed_on() -> None:
    (figure,) = parse_figures("新建学校6所。", period=Period(2024, 2024), statement=Statement.TARGET)
    assert (figure.period, figure.statement) == (Period(2024, 2024), Statement.TARGET)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        pytest.param("收入52亿元，增长6%；支出60亿元。", ["收入52亿元", "增长6%", "支出60亿元"], id="marks"),
        pytest.param("学位1,200个，床位350张", ["学位1,200个", "床位350张"], id="thousands"),
        pytest.param("大会于8:30开始，历时2小时", ["大会于8:30开始", "历时2小时"], id="clock"),
        pytest.param("目标是:收入增长６％。", ["目标是", "收入增长６％"], id="colon"),
        pytest.param("", [], id="empty"),
    ],
)
def test_clauses_lie_between_the_marks(sentence: str, parts: list[str]) -> None:
    assert [sentence[start:end] for start, end in clauses(sentence)] == parts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("新增2.64万个。", "新增26400个。", True, id="scale"),
        pytest.param("新增２６４００个。", "新增26,400个。", True, id="width and separator"),
        pytest.param("增长百分之五。", "增长5%。", True, id="percent"),
        pytest.param("引进35名。", "引进35人。", True, id="unit name"),
        pytest.param("提高5%。", "提高5个百分点。", False, id="percent and points"),
        pytest.param("拨付5万元。", "服务5万人。", False, id="unit"),
        pytest.param("新增3.5万户。", "新增3.6万户。", False, id="value"),
        pytest.param("新建10—15处。", "新建10处。", False, id="range"),
    ],
)
def test_same_quantity_compares_value_and_unit(one: str, other: str, same: bool) -> None:
    assert same_quantity(only(one), only(other)) is same


def test_enumerated_figures_share_unit_and_direction() -> None:
    satisfied, solved = parse_figures("满意率、解决率分别提高6.9个、3.6个百分点。")
    assert (satisfied.indicator, satisfied.unit, satisfied.change) == ("满意率", "个百分点", "提高")
    assert (solved.indicator, solved.unit, solved.change) == ("解决率", "个百分点", "提高")


def test_short_items_share_the_head_of_the_last() -> None:
    figures = parse_figures("城镇、农村居民人均可支配收入分别增长5%、7%。")
    assert [figure.indicator for figure in figures] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


@pytest.mark.parametrize(
    "sentence", ["新增学位500个。", "新建停车位至少300个。", "失业率低于4%。", "改造提升公园12处。"]
)
def test_what_is_new_or_bounded_is_no_change(sentence: str) -> None:
    assert only(sentence).change == ""


@pytest.mark.parametrize("again", ["分别同比增长", "同比分别增长", "增长"])
def test_a_word_for_two_things_is_taken_apart_by_respectively(again: str) -> None:
    figures = parse_figures(f"城乡居民人均收入分别达到4.2万元和2.1万元，{again}5%、4%。")
    assert [figure.indicator for figure in figures] == ["城镇居民人均收入", "农村居民人均收入"] * 2


def test_respectively_takes_up_the_figures_of_the_clause_before() -> None:
    figures = parse_figures("保障房开工6万套、竣工8万套，分别占全市12%和20%。")
    assert [figure.indicator for figure in figures] == ["保障房开工", "竣工"] * 2
