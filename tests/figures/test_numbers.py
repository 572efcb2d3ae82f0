"""Numbers with units as they are written, and digits that are none."""

from __future__ import annotations

import pytest

from qa.figures.numbers import common_unit, numbers_in


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "more"),
    [
        pytest.param("种树1,230万余棵", 12_300_000, None, "棵", True, id="scale and more"),
        pytest.param("服务3—5万人", 30_000, 50_000, "人", False, id="range"),
        pytest.param("达到百分之十五", 15, None, "%", False, id="percent in words"),
        pytest.param("约占3/4", 75, None, "%", False, id="fraction"),
        pytest.param("收入翻两番", 3, None, "倍", False, id="doubled twice"),
        pytest.param("建成二十余座", 20, None, "座", True, id="in words"),
        pytest.param("开设三至五个", 3, 5, "个", False, id="range in words"),
    ],
)
def test_a_number_has_its_value_and_unit(text: str, value: float, upper: float | None, unit: str, more: bool) -> None:
    (found,) = numbers_in(text)
    assert (found.value, found.upper, found.unit, found.more) == (pytest.approx(value), upper, unit, more)


@pytest.mark.parametrize("text", ["2023年5月8日", "第3批", "12345热线", "5G网络", "三级医院", "1.加强绿化"])
def test_names_dates_and_marks_are_no_numbers(text: str) -> None:
    assert list(numbers_in(text)) == []


def test_only_what_lies_between_the_offsets_is_read() -> None:
    text = "种树30棵，修路12公里"
    (found,) = numbers_in(text, text.index("，"))
    assert text[found.start : found.end] == "12公里"


def test_ways_of_writing_a_unit_have_one_name() -> None:
    assert {common_unit(unit) for unit in ("平米", "平方米")} == {"平方米"}
