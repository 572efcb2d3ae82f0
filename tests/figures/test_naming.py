"""What figures of made-up sentences count, and as what."""

from __future__ import annotations

import pytest

from qa.figures.naming import Kind, Naming, name_figures, split_verb, without_verbs
from qa.figures.parsing import parse_figures


def named(sentence: str) -> list[tuple[str, Kind]]:
    return [(naming.indicator, naming.kind) for naming in name_figures(sentence, parse_figures(sentence))]


def only(sentence: str) -> Naming:
    (naming,) = name_figures(sentence, parse_figures(sentence))
    return naming


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        pytest.param("2023年，全年粮食总产量稳定在30万吨以上。", "粮食总产量", id="before the number"),
        pytest.param("新增7家外资研发中心。", "外资研发中心", id="after the number"),
        pytest.param("一般公共预算收入预计完成52亿元。", "一般公共预算收入", id="hedges and verbs of having"),
        pytest.param("细颗粒物（PM2.5）年均浓度降至32微克/立方米。", "细颗粒物年均浓度", id="brackets"),
        pytest.param("拆除违法建设12万平方米。", "拆除违法建设", id="a telling verb belongs to it"),
        pytest.param("改造20个老旧小区。", "改造老旧小区", id="telling verb before the number"),
        pytest.param("引入云帆科技等42家金融机构。", "引入金融机构", id="named examples before"),
        pytest.param("完成望湖公园、青石公园等4处老牌公园改造。", "老牌公园改造", id="listed examples before"),
        pytest.param("对园区内300余家餐饮企业进行了检查。", "餐饮企业", id="preposition before"),
        pytest.param("第二批5个试点村全面启动。", "试点村", id="ordinal before"),
        pytest.param("我区城镇登记失业率始终控制在4%以内。", "城镇登记失业率", id="adverbs behind"),
        pytest.param("工作人员24小时值守。", "", id="a duration counts nothing"),
        pytest.param("引进投资2亿元的厂房。", "", id="a figure that tells which one"),
    ],
)
def test_the_thing_is_named_without_what_stands_around_it(sentence: str, indicator: str) -> None:
    assert only(sentence).indicator == indicator


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        pytest.param("市场主体19万个。", Kind.LEVEL, id="level"),
        pytest.param("新增市场主体2.6万个。", Kind.NEW, id="new"),
        pytest.param("市场主体总量突破19万个。", Kind.TOTAL, id="total"),
        pytest.param("市场主体增长6%。", Kind.CHANGE, id="change"),
        pytest.param("市场主体增速达6%。", Kind.CHANGE, id="rate of change"),
        pytest.param("市场主体占全市12%。", Kind.SHARE, id="share"),
        pytest.param("创新联合基金规模达7000万元。", Kind.LEVEL, id="创新 is not new"),
        pytest.param("城镇登记失业率低于4%。", Kind.LEVEL, id="bound of a level"),
        pytest.param("改造提升口袋公园12处。", Kind.LEVEL, id="提升 as a work"),
    ],
)
def test_kinds_are_told_apart(sentence: str, kind: Kind) -> None:
    assert only(sentence).kind is kind


def test_later_clauses_take_the_thing_told_before() -> None:
    sentence = "新增外资研发中心7家，总数达145家，占全市70%以上，同比增长5%。"
    assert named(sentence) == [
        ("外资研发中心", Kind.NEW),
        ("外资研发中心", Kind.TOTAL),
        ("外资研发中心", Kind.SHARE),
        ("外资研发中心", Kind.CHANGE),
    ]


def test_listed_things_share_the_verb_of_their_list() -> None:
    assert [name for name, _ in named("拆除围挡56处、岗亭8个，新建步道2公里。")] == ["拆除围挡", "拆除岗亭", "步道"]


def test_what_is_begun_is_not_what_is_finished() -> None:
    assert [name for name, _ in named("加装电梯开工304部、完工227部。")] == ["加装电梯开工", "加装电梯完工"]


def test_respective_figures_have_their_own_things() -> None:
    sentence = "解决率、满意率分别为94.6%、94.2%，较1月提高6.9个、3.6个百分点。"
    assert [name for name, _ in named(sentence)] == ["解决率", "满意率"] * 2


@pytest.mark.parametrize(
    ("sentence", "base"),
    [
        pytest.param("粮食产量同比增长5%。", "同比", id="year before"),
        pytest.param("粮食产量比2015年增长5%。", "比2015年", id="named year"),
        pytest.param("粮食产量年均增长5%。", "年均", id="yearly"),
        pytest.param("粮食产量占全市12%。", "占全市", id="of what"),
        pytest.param("细颗粒物年均浓度32微克/立方米。", "", id="a level has none"),
    ],
)
def test_the_base_of_a_comparison_is_kept(sentence: str, base: str) -> None:
    assert only(sentence).base == base


def test_the_verb_and_the_thing_of_a_name_can_be_parted() -> None:
    assert split_verb("拆除违法建设") == ("拆除", "违法建设")
    assert split_verb("养老床位") == ("", "养老床位")
    assert without_verbs("改造老旧小区") == without_verbs("老旧小区改造") == "老旧小区"


@pytest.mark.parametrize(
    ("sentence", "indicator", "kind"),
    [
        pytest.param("茶业产值 | 2022年实际为8亿元。", "茶业产值", Kind.LEVEL, id="result of a year"),
        pytest.param("茶业产值 | 2023年预期目标为9亿元。", "茶业产值", Kind.LEVEL, id="target of a year"),
        pytest.param("2021年 | 粮食产量为21万吨。", "粮食产量", Kind.LEVEL, id="years as rows"),
        pytest.param("柳岸街道 | 常住人口为8.6万人。", "柳岸街道常住人口", Kind.LEVEL, id="row and column"),
        pytest.param("茶业 | 比上年增长%为-2.4%。", "茶业", Kind.CHANGE, id="growth beside a level"),
        pytest.param("茶业 | 占比为12.5%。", "茶业", Kind.SHARE, id="share"),
        pytest.param("新增养老床位 | 2023年完成为350张。", "新增养老床位", Kind.NEW, id="new"),
        pytest.param("茶业 | 目标完成率为110%。", "茶业目标完成率", Kind.LEVEL, id="rate of fulfilment"),
        pytest.param("合计 | 产值为30亿元。", "合计产值", Kind.LEVEL, id="total row"),
    ],
)
def test_a_cell_counts_its_row_and_what_its_column_says(sentence: str, indicator: str, kind: Kind) -> None:
    naming = only(sentence)
    assert (naming.indicator, naming.kind) == (indicator, kind)


def test_a_number_in_the_name_of_a_row_is_not_its_cell() -> None:
    assert named("养护公路120公里 | 投资为3亿元。")[-1] == ("养护公路120公里投资", Kind.LEVEL)
    assert named("养护公路120公里 | 投资为3亿元。")[0] == ("", Kind.LEVEL)
