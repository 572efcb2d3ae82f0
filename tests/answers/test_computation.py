"""Expressions worked by hand."""

from __future__ import annotations

import pytest

from qa.answers import computation
from qa.answers.computation import Operand, Operation, find_operation
from qa.figures.parsing import Figure, parse_figures


def figure(text: str) -> Figure:
    (found,) = parse_figures(text)
    return found


def operand(name: str, text: str) -> Operand:
    return Operand(name, figure(text))


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("两区学位相差多少？", Operation.DIFFERENCE),
        ("云河比松岭多多少？", Operation.DIFFERENCE),
        ("学校和医院加起来多少所？", Operation.SUM),
        ("工业投资占总投资的比例是多少？", Operation.SHARE),
        ("云河的学位是松岭的几倍？", Operation.RATIO),
        ("平均每所学校多少个学位？", Operation.AVERAGE),
        ("照这个增速倒推，去年是多少？", Operation.BEFORE),
        ("如果目标刚好完成，收入会是多少？", Operation.GROWN),
        ("小学和中学加一块儿占全部学校的百分之几？", Operation.SHARE),
        ("小学跟中学加起来，一共多出多少个学位？", Operation.SUM),
        ("平均每年投入多少亿元？", Operation.PER_YEAR),
        ("2023年增长了6%，那2022年大概是多少亿元？", Operation.BEFORE),
        ("五年前到底是多少亿？", Operation.BEFORE),
        ("知道它占全市的比重，倒推全市是多少？", Operation.WHOLE),
        ("接通率比3月提高了，那3月份到底是多少？", Operation.BEFORE),
        ("覆盖率减去提高的点，十三五结束时是百分之多少？", Operation.BEFORE),
        ("把2023年新评的去掉，原来有几家？", Operation.BEFORE),
        ("要是计划全做成了，托位总数能到多少？", Operation.GROWN),
        ("去掉幼儿园那部分还剩几个？", Operation.DIFFERENCE),
        ("还有多少件没办结？", Operation.DIFFERENCE),
        ("入库项目里不是外资的有多少个？", Operation.DIFFERENCE),
        ("办了几场市集、来了多少家商户、捐的款物加起来有多少？", None),
        ("建了几座桥、修了几条路，加起来多少？", Operation.SUM),
        ("跟书院一块儿正在往前推的总共几个？", None),
        ("学校和医院加起来比公园多多少？", None),
        ("学位多少个？", None),
        ("云河区二三年前的五年里修了多少条路？", None),
        ("公办园加民办园一共多少所？", Operation.SUM),
        ("小区加装电梯一共多少部？", None),
        ("签约项目落地的比例是多少？", Operation.SHARE),
        ("绿道加起来有多长？河上能游多远？", None),
        pytest.param("新增多少学位？", None,),
    ],
    ids=["difference", "more than", "sum", "share", "ratio", "average", "before", "grown", "share of a sum",
         "sum with 多出", "per year", "year before", "years ago", "whole", "months ago", "plan's end",
         "without the new", "with the planned", "left", "not yet", "not of a kind",
         "one of several adds up", "several added up", "going forward", "several in one", "none", "before a year",
         "one plus another", "加 in a verb", "share of a state", "one length of two adds up", "newly added"],
)  # fmt: skip
def test_find_operation_reads_the_question(question: str, operation: Operation | None) -> None:
    assert find_operation(question) is operation


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        pytest.param("新增床位350张", "新增床位260张", "甲比乙多90张（350 − 260 = 90）", id="count"),
        pytest.param("新增床位260张", "新增床位350张", "乙比甲多90张（350 − 260 = 90）", id="larger second"),
        pytest.param("收入52.4亿元", "收入38.9亿元", "甲比乙多13.5亿元（52.4 − 38.9 = 13.5）", id="亿"),
        pytest.param("增长6.1%", "增长4.8%", "甲比乙多1.3个百分点（6.1 − 4.8 = 1.3）", id="percent"),
        pytest.param("新增床位350张", "新增床位350张", "两者相同，都是350张", id="equal"),
        pytest.param("收入0.3亿元", "收入0.1亿元", "甲比乙多0.2亿元（0.3 − 0.1 = 0.2）", id="no binary dust"),
    ],
)  # fmt: skip
def test_difference_is_shown(one: str, other: str, text: str) -> None:
    assert computation.difference(operand("甲", one), operand("乙", other)) == text


def test_total_is_shown() -> None:
    figures = [figure(text) for text in ("新建68家", "新建99家", "新建6家")]
    assert computation.total(figures) == "合计173家（68 + 99 + 6 = 173）"


def test_share_is_shown() -> None:
    text = computation.share([figure("工业投资12.5亿元")], figure("投资50亿元"))
    assert text == "约占25%（12.5 ÷ 50 = 25%）"


def test_share_of_several_parts_is_shown() -> None:
    parts = [figure(text) for text in ("小学24所", "中学37所")]
    assert computation.share(parts, figure("学校292所")) == "约占20.9%（(24 + 37) ÷ 292 = 20.9%）"


def test_remainder_is_shown() -> None:
    assert computation.remainder(figure("学位570个"), figure("学位278个")) == "其余为292个（570 − 278 = 292）"


def test_the_whole_of_a_share_is_shown() -> None:
    text = computation.whole_of(figure("零售额27.5亿元"), figure("占全市20%"))
    assert text == "总量推算约为137.5亿元（27.5 ÷ 20% = 137.5）"


def test_a_total_of_nothing_is_not_converted() -> None:
    assert computation.total([figure("护栏0米"), figure("绿篱0米")], ["公里"]) == "合计0米（0 + 0 = 0）"


def test_total_is_also_given_in_the_unit_asked_for() -> None:
    figures = [figure(text) for text in ("护栏1.5万米", "绿篱2.5万米")]
    assert computation.total(figures, ["公里"]) == "合计4万米（1.5 + 2.5 = 4），即40公里（4万 ÷ 1000 = 40）"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        pytest.param("绿地2公顷", "平方米", 20000.0, id="area"),
        pytest.param("道路3500米", "公里", 3.5, id="length"),
        pytest.param("床位350张", "张", 350.0, id="same"),
        pytest.param("收入2亿元", "美元", None, id="currencies"),
        pytest.param("绿地2公顷", "公里", None, id="other dimension"),
    ],
)
def test_in_unit_converts_within_a_dimension(text: str, unit: str, value: float | None) -> None:
    converted = computation.in_unit(figure(text), unit)
    assert (converted and converted.value) == value


def test_ratio_is_shown() -> None:
    text = computation.ratio(operand("云河区", "学位5200个"), operand("松岭区", "学位1300个"))
    assert text == "云河区是松岭区的4倍（5200 ÷ 1300 = 4）"


def test_average_is_shown() -> None:
    text = computation.average(figure("学位5200个"), figure("学校8所"), "所")
    assert text == "平均每所650个（5200 ÷ 8 = 650）"


def test_a_large_average_is_written_in_wan() -> None:
    text = computation.average(figure("贷款405亿元"), figure("企业1.5万家"), "家")
    assert text == "平均每家270万元（405亿 ÷ 1.5万 = 270万）"


def test_an_average_in_yi_is_written_so() -> None:
    text = computation.average(figure("投资705亿元"), figure("项目321个"), "个")
    assert text == "平均每个2.2亿元（705亿 ÷ 321 = 2.2亿）"


def test_growth_is_shown() -> None:
    text = computation.grown(figure("收入50亿元"), figure("增长6%"))
    assert text == "按此推算为53亿元（50 × (1 + 6%) = 53）"


@pytest.mark.parametrize(
    ("level", "change", "rose", "text"),
    [
        pytest.param("收入53亿元", "增长6%", True, "往回推算约为50亿元（53 ÷ (1 + 6%) = 50）", id="rate"),
        pytest.param("收入47亿元", "下降6%", False, "往回推算约为50亿元（47 ÷ (1 - 6%) = 50）", id="falling rate"),
        pytest.param("床位350张", "增加90张", True, "往回推算为260张（350 − 90 = 260）", id="amount"),
        pytest.param("床位350张", "减少90张", False, "往回推算为440张（350 + 90 = 440）", id="falling amount"),
    ],
)
def test_the_level_before_is_shown(level: str, change: str, rose: bool, text: str) -> None:
    assert computation.before(figure(level), figure(change), rose=rose) == text


def test_yearly_average_is_shown() -> None:
    assert computation.per_year(figure("五年投入12.5亿元"), 5) == "平均每年2.5亿元（12.5 ÷ 5 = 2.5）"


@pytest.mark.parametrize(
    ("question", "texts", "text"),
    [
        pytest.param("哪个多？", ("学位800个", "学位900个"), "乙更多", id="two"),
        pytest.param(
            "谁最多？", ("学位800个", "学位900个", "学位700个"), "乙最多（乙900个、甲800个、丙700个）", id="three"
        ),
        pytest.param(
            "谁最少？", ("学位800个", "学位900个", "学位700个"), "丙最少（丙700个、甲800个、乙900个）", id="least"
        ),
        pytest.param(
            "谁最多？", ("学位900个", "学位900个", "学位700个"), "甲、乙最多（甲900个、乙900个、丙700个）", id="tie"
        ),
        pytest.param("谁最多？", ("学位900个", "学位900个", "学位900个"), "相同", id="all equal"),
    ],
)
def test_ranking_names_the_winners(question: str, texts: tuple[str, ...], text: str) -> None:
    operands = [operand(name, words) for name, words in zip("甲乙丙", texts, strict=False)]
    assert computation.ranking(operands, question) == text


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        pytest.param("收入52亿元", "收入8000万元", True, id="scales"),
        pytest.param("增长5%", "提高2个百分点", True, id="percent and points"),
        pytest.param("收入52亿元", "外资2.3亿美元", False, id="currencies"),
        pytest.param("床位350张", "增长5%", False, id="count and rate"),
        pytest.param("服务300人", "服务300人次", False, id="people and visits"),
    ],
)
def test_only_like_is_combined(one: str, other: str, fits: bool) -> None:
    reason = computation.compatible([figure(one), figure(other)])
    assert (reason == "") is fits
    assert fits or "单位不同" in reason


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(26400, "个", "2.64万个"), (4.942e11, "元", "4942亿元"), (350, "张", "350张"),
     (6.10, "%", "6.1%"), (-0.0, "个", "0个")],
)  # fmt: skip
def test_amount_is_written_as_people_do(value: float, unit: str, text: str) -> None:
    assert computation.amount(value, unit) == text


@pytest.mark.parametrize("question", ["细颗粒物从哪个数降到了30？", "接通率从多少提高到95%的？"])
def test_from_what_a_told_level_came_is_what_was_before(question: str) -> None:
    assert find_operation(question) is Operation.BEFORE


def test_a_share_of_the_city_by_its_name_is_one_of_the_whole() -> None:
    assert find_operation("云河区零售额占全市20%，那全云州的零售额大约是多少亿？") is Operation.WHOLE
