"""Expressions worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers import computation
from qa.answers.computation import Operand
from qa.figures.parsing import Figure, parse_figures


def figure(text: str) -> Figure:
    (found,) = parse_figures(text)
    return found


def operand(name: str, text: str) -> Operand:
    return Operand(name, figure(text))


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
        pytest.param(
            "哪个定得最严？", ("失业率4%", "失业率3%", "失业率4.5%"), "乙最严（乙3%、甲4%、丙4.5%）", id="limits"
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


def test_the_word_of_degree_tells_what_is_compared() -> None:
    operands = [operand("甲", "人才800名"), operand("乙", "人才900名")]
    assert computation.ranking(operands, "引进的高层次人才哪个区最少？") == "甲更少"


def test_a_gap_to_less_than_nothing_is_shown_as_such() -> None:
    fall = Operand("乙", replace(figure("增长1.5%"), value=-1.5))
    assert computation.difference(operand("甲", "增长3%"), fall) == "甲比乙多4.5个百分点（3 − (-1.5) = 4.5）"
