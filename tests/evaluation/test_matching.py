from __future__ import annotations

import random
import re

import pytest

from qa.evaluation.matching import answer_text, held_in, mentions, normalise


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("２１ 张，", "21张,"),
        ("1,021张", "1021张"),
        ("1，234，567元", "1234567元"),
        ("2021,2022年", "2021,2022年"),
        ("增长\u20095.9％\u200b", "增长5.9%"),
        ("①21张", ";21张"),
        ("12,34", "12,34"),
    ],
)
def test_normalise_folds_widths_blanks_and_thousands(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("床位21张", "21张", id="plain"),
        pytest.param("床位２１ 张", "21张", id="widths and blanks"),
        pytest.param("床位1,021张", "1021张", id="thousands in the answer"),
        pytest.param("床位1021张", "1，021张", id="thousands in the gold"),
        pytest.param("2022年", "2022", id="year beside 年"),
        pytest.param("增长5.9%。", "5.9", id="numeral alone"),
        pytest.param("共4个。", "4", id="before a full stop"),
        pytest.param("总数为4.", "4", id="before a Latin full stop"),
        pytest.param("①21张②5张", "21张", id="behind an enclosed number"),
        pytest.param("1. 21张床位", "21张", id="behind list numbering"),
        pytest.param("1.2022年新设", "2022年", id="numbering that touches a year"),
        pytest.param("2022\n5.9%", "5.9%", id="behind a line break"),
        pytest.param("优化 营商环境", "营商环境", id="word"),
        pytest.param("**21**张", "21张", id="bold"),
        pytest.param("达到21[1]张", "21张", id="mark between"),
        pytest.param("建成十三个", "十三个", id="Chinese numeral"),
        pytest.param("3—5年", "5年", id="end of a range"),
        pytest.param("21万户", "21", id="numeral before its scale"),
    ],
)
def test_mentions_finds(text: str, wanted: str) -> None:
    assert mentions(answer_text(text), wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("床位1021张", "21张", id="end of a longer number"),
        pytest.param("床位1,021张", "021张", id="behind a thousands separator"),
        pytest.param("床位1，021张", "21张", id="full-width separator"),
        pytest.param("增长15.9%", "5.9", id="decimal behind a digit"),
        pytest.param("增长4.5%", "4", id="whole part"),
        pytest.param("增长4.5%", "5%", id="decimal part"),
        pytest.param("增长5.95%", "5.9", id="more decimals"),
        pytest.param("２０２２０户", "2022", id="full-width longer number"),
        pytest.param("建成十三个", "三个", id="part of a Chinese numeral"),
        pytest.param("建成二十三个", "二十", id="head of a Chinese numeral"),
        pytest.param("营商 环境", "营商环节", id="other word"),
        pytest.param("建成驿站[12]", "12", id="citation mark"),
        pytest.param("3. 建成驿站", "3", id="list numbering"),
        pytest.param("包括：（1）建成驿站", "1", id="numbering in brackets"),
        pytest.param("任何话", " ", id="nothing wanted"),
    ],
)
def test_mentions_does_not_find(text: str, wanted: str) -> None:
    assert not mentions(answer_text(text), wanted)


@pytest.mark.parametrize(
    ("paragraph", "quote"),
    [
        pytest.param("收入164.3亿元，下降４．５％。", "下降4.5%", id="widths"),
        pytest.param("面积 1,234,567 平方米", "567平方米", id="cut inside grouping"),
        pytest.param("面积 1,234,567 平方米", "1,234", id="grouping cut off"),
        pytest.param("一是 强化　服务", "一是强化服务", id="blanks"),
    ],
)
def test_held_in_compares_normalised(paragraph: str, quote: str) -> None:
    assert held_in(paragraph, quote)


def test_held_in_refuses_another_text() -> None:
    assert not held_in("全年新设企业21万户", "全年新设企业22万户")


def test_mentions_agrees_with_splitting_into_numbers() -> None:
    draw = random.Random(7)
    for _ in range(3000):
        numbers = [draw.choice(["{}", "{}.{}"]).format(draw.randrange(130), draw.randrange(20)) for _ in range(4)]
        text = "".join(draw.choice(["增", "%，", " 至", "年", "-"]) + number for number in numbers)
        wanted = draw.choice([str(draw.randrange(30)), draw.choice(numbers), draw.choice(numbers)[:-1] or "0"])
        if not wanted.endswith("."):
            assert mentions(answer_text(text), wanted) == (wanted in re.findall(r"\d+(?:\.\d+)?", text)), (text, wanted)
