"""Expressions that a model writes: which are proved and computed, and which are not believed."""

from __future__ import annotations

import pytest

from qa.answers.expressions import Expressions, may_compute, wants_result
from qa.datatypes import Passage
from tests.answers.made import SURE, material
from tests.fakes import ScriptedGenerator, make_passage

TRADE = make_passage("出口额达到560亿元,同比增长12%,占全市的35%。")
FALLEN = make_passage("细颗粒物平均浓度32微克/立方米,同比下降20%。")
HOMES = make_passage("老旧小区改造完工54个,在施98个。")
FAIRS = make_passage("组织9场招聘会,提供就业岗位2700个。")
CASES = make_passage("形成57个改革案例,其中9个获全国推广,3个获全市推广。")
GROWN = make_passage("财政收入480亿元,年均增长7%。")
PARTS = make_passage("新增学位共计5700个,其中学前学位2780个。")
TREES = make_passage("植树近300亩,种草200亩。")


def computed(question: str, passage: Passage, written: str) -> list[str]:
    model = ScriptedGenerator(written)
    return [one.text for one in Expressions(lambda: model).computed(material(question, passage, score=SURE))]


@pytest.mark.parametrize(
    ("question", "passage", "written", "result"),
    [
        pytest.param(
            "完工的加上在施的，拢共多少个？", HOMES, "54+98", "合计152个（54 + 98 = 152）。", id="sum"
        ),
        pytest.param(
            "除去获全国和全市推广的，还有多少个？", CASES, "57 - 9 - 3 = 45", "相差45个（57 − 9 − 3 = 45）。", id="rest"
        ),
        pytest.param(
            "一场招聘会平均多少个岗位？", FAIRS, "2700÷9", "平均每场300个（2700 ÷ 9 = 300）。", id="for each"
        ),
        pytest.param(
            "完工的占在施的百分之几？", HOMES, "54/98*100%", "约占55.1%（54 ÷ 98 = 55.1%）。", id="share"
        ),
        pytest.param(
            "2022年同期的出口额大约多少亿元？", TRADE, "560/(1+12%)",
            "往回推算约为500亿元（560 ÷ (1 + 12%) = 500）。", id="before a rise",
        ),
        pytest.param(
            "前一年的细颗粒物大约多少？", FALLEN, "32/(1-20%)",
            "往回推算约为40微克/立方米（32 ÷ (1 - 20%) = 40）。", id="before a fall",
        ),
        pytest.param(
            "照这个份额，全市的出口额约多少亿元？", TRADE, "560/35%",
            "总量推算约为1600亿元（560 ÷ 35% = 1600）。", id="whole",
        ),
    ],
)  # fmt: skip
def test_an_expression_of_fitting_figures_is_computed(
    question: str, passage: Passage, written: str, result: str
) -> None:
    assert computed(question, passage, written)[-1] == result


@pytest.mark.parametrize(
    ("question", "passage", "written"),
    [
        pytest.param("完工的加上在施的，拢共多少个？", HOMES, "无", id="nothing to compute"),
        pytest.param("完工的加上在施的，拢共多少个？", HOMES, "54+99", id="a number that is not told"),
        pytest.param("完工的加上在施的，拢共多少个？", HOMES, "54+54", id="one figure twice"),
        pytest.param("完工的加上在施的，拢共多少个？", HOMES, "152", id="no expression"),
        pytest.param("拢共涉及多少户？", HOMES, "54+98", id="counted in another measure"),
        pytest.param("2023年的出口额大约多少亿元？", TRADE, "560/(1+12%)", id="the year that is told"),
        pytest.param(
            "贷款的平均利率是百分之几？", make_passage("贷款34亿元,降低成本5000万元。"), "5000万/34亿", id="a rate"
        ),
        pytest.param("完工了多少个？", HOMES, "54+98", id="no sum is asked for"),
        pytest.param("完工的加上在施的，拢共多少户？", FAIRS, "9+2700", id="unlike units"),
        pytest.param("学位加起来多少个？", PARTS, "5700+2780", id="a part added to its whole"),
        pytest.param("前一年的财政收入大约多少？", GROWN, "480/(1+7%)", id="a yearly mean is not undone"),
        pytest.param("前一年的出口额大约多少？", TRADE, "560/(1+35%)", id="a share is no growth"),
        pytest.param("照这个份额，全市的出口额约多少亿元？", TRADE, "560/12%", id="growth is no share"),
        pytest.param("植树比种草多多少亩？", make_passage("植树300余亩,种草200亩。"), "300-200", id="an open figure"),
        pytest.param("一场招聘会平均花多少元？", FAIRS, "2700/9", id="another unit is asked for"),
        pytest.param(
            "剩余的农民扣掉转居的还剩多少人？",
            make_passage("完成4701人转居,剩余7800人尚未转居。"),
            "7800-4701",
            id="taken off already",
        ),
        pytest.param("合计占百分之几？", HOMES, "54/98", id="a sum's share is asked for"),
    ],
)
def test_an_expression_that_does_not_hold_is_not_believed(question: str, passage: Passage, written: str) -> None:
    assert computed(question, passage, written) == []


def test_operands_that_are_rounded_are_said_to_be() -> None:
    assert computed("植树加上种草一共多少亩？", TREES, "300+200")[-1] == "合计500亩（300 + 200 = 500），其中有约数。"


def test_without_figures_nothing_is_asked_of_the_model() -> None:
    model = ScriptedGenerator("1+1")
    asked = material("学校加上医院一共多少所？", make_passage("新建学校6所。"))
    assert Expressions(lambda: model).computed(asked) == []
    assert model.prompts == []


@pytest.mark.parametrize(
    ("question", "may", "wants"),
    [
        ("平均每家多少？", True, True),
        ("2021年同期大约多少？", True, True),
        ("还有多少没完工？", True, False),
        ("新增学位多少个？", False, False),
    ],
)
def test_the_words_of_a_question_tell_whether_something_is_computed(question: str, may: bool, wants: bool) -> None:
    assert (may_compute(question), wants_result(question)) == (may, wants)
