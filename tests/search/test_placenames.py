"""Where names of places begin and end."""

from __future__ import annotations

import pytest

from qa.search.placenames import is_named, may_be_place, place_spans, spans_of


@pytest.mark.parametrize(
    ("text", "named"),
    [("高唐县2023年 新增学位9个", False), ("与唐县合作", True), ("高唐县与唐县合作", True), ("保定市唐县", True)],
)
def test_a_text_names_a_place_by_its_whole_name(text: str, named: bool) -> None:
    assert is_named("唐县", text) is named


def test_a_name_is_found_wherever_it_stands() -> None:
    assert spans_of("云县", "云县和白云县") == [(0, 2), (4, 6)]
    assert spans_of("云县", "青禾区") == []


def test_words_of_place_are_found_with_the_name_that_they_are_part_of() -> None:
    text = "请问上海和新云阳县各有多少学位"
    assert [text[start:end] for start, end in place_spans(text)] == ["上海", "新云阳县"]


@pytest.mark.parametrize(
    ("name", "may"),
    [("云梦区", True), ("哪个区", False), ("在哪个区", False), ("各区", False), ("几个县", False), ("三个区", False)],
)
def test_what_asks_for_a_place_is_none(name: str, may: bool) -> None:
    assert may_be_place(name) is may
