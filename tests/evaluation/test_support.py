from __future__ import annotations

import pytest

from qa.evaluation.support import unsupported_figures

PARAGRAPHS = (
    "2022年一般公共预算收入477.1亿元，增长5.9%，新设企业21万户。",
    "一般公共预算收入164.3亿元，占比提高1.2个百分点，增速5—6%。",
    "面积为1,200平方米，下降百分之二十一点一。",
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("收入477.1亿元[1]，增长5.9％。", id="as written"),
        pytest.param("收入４７７．１亿元。", id="widths"),
        pytest.param("新设21万户[12]。", id="mark is no figure"),
        pytest.param("1. 新设21万户；\n2. 增长5.9%。", id="numbering is no figure"),
        pytest.param("新设210000户，即21万户。", id="same value"),
        pytest.param("增速5%至6%。", id="range shares its scale"),
        pytest.param("下降21.1%。", id="Chinese percent"),
        pytest.param("面积1200平方米。", id="thousands"),
        pytest.param("477.1 − 164.3 = 312.8", id="difference"),
        pytest.param("多312.8亿元（477.1−164.3＝312.8）[1][2]。", id="worded before it is shown"),
        pytest.param("477.1亿元 - 164.3亿元 = 312.8亿元", id="units"),
        pytest.param("477.1亿元（2022年）－ 164.3亿元 = 约313亿元", id="remark and rounding"),
        pytest.param("增长率：(477.1 − 164.3) ÷ 164.3 × 100% = 190.4%", id="percentage"),
        pytest.param("占比为164.3÷477.1=34.44%", id="share"),
        pytest.param("477.1[1] + 164.3[2] = 641.4；641.4 − 477.1 = 164.3", id="chain with marks"),
        pytest.param("（477.1 + 164.3 + 5.9）÷ 3 = 215.77", id="average over so many terms"),
        pytest.param("164.3 − 477.1 = −312.8", id="negative result"),
        pytest.param("- 477.1 − 164.3 = 312.8", id="bullet is no minus"),
        pytest.param("100% − 5.9% = 94.1%", id="complement"),
        pytest.param("477.1亿元 ÷ 21万户 = 22.7万元", id="across scales"),
        pytest.param("稳中有进。", id="no figures"),
    ],
)
def test_unsupported_figures_accepts(text: str) -> None:
    assert unsupported_figures(text, PARAGRAPHS) == ()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("收入477.2亿元，增长5.9%。", ("477.2亿",), id="other number"),
        pytest.param("收入77.1亿元。", ("77.1亿",), id="part of a number"),
        pytest.param("新设21亿户。", ("21亿",), id="other scale"),
        pytest.param("提高1.2%。", ("1.2%",), id="percent for points"),
        pytest.param("提高5.9个百分点。", ("5.9个百分点",), id="points for percent"),
        pytest.param("477.1 − 164.3 = 313.8", ("313.8",), id="wrong arithmetic"),
        pytest.param("477.1 − 164.4 = 312.7", ("164.4", "312.7"), id="operand without support"),
        pytest.param("477.1 − 164.3 约312.8", ("312.8",), id="not shown as an equation"),
        pytest.param("100 − 1 = 99", ("100", "1", "99"), id="constants alone"),
        pytest.param("477.1 ÷ 0 = 5.5", ("0", "5.5"), id="division by zero"),
        pytest.param("477.1 − = 5.5", ("5.5",), id="no expression"),
        pytest.param("增速 = 7.7%", ("7.7%",), id="equals sign alone"),
        pytest.param("2021年", ("2021",), id="year"),
        pytest.param("3家、3家", ("3", "3"), id="repeats"),
        pytest.param("(477.1 + 164.3 = 641.4", (), id="open bracket is cut off"),
    ],
)
def test_unsupported_figures_reports(text: str, figures: tuple[str, ...]) -> None:
    assert unsupported_figures(text, PARAGRAPHS) == figures


def test_unsupported_figures_accepts_years_of_the_question() -> None:
    asked = ("２０２１年和2019年比？",)
    assert unsupported_figures("2021年与2019年、2018年", (), asked) == ("2018",)


def test_unsupported_figures_takes_a_paragraph_without_figures() -> None:
    assert unsupported_figures("21户", ("稳中有进。",)) == ("21",)


def test_unsupported_figures_accepts_only_years_of_the_question() -> None:
    assert unsupported_figures("床位1021张", (), ("有1021张吗",)) == ("1021",)
