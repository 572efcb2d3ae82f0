from __future__ import annotations

import pytest

from qa.search.places import find_other_places, find_regions, short_name

HELD = ("海淀区", "朝阳区")


@pytest.mark.parametrize(
    ("region", "short"),
    [("海淀区", "海淀"), ("浦东新区", "浦东"), ("忻州市", "忻州"),
     ("内蒙古自治区", "内蒙古"), ("沛县", "沛县"), ("云河", "云河")],
)  # fmt: skip
def test_short_name_keeps_two_characters(region: str, short: str) -> None:
    assert short_name(region) == short


def test_regions_come_with_their_places() -> None:
    text = "海淀和朝阳区相比，海淀人更多"
    found = find_regions(text, HELD)
    assert [name for _, name in found] == ["海淀区", "朝阳区", "海淀区"]
    assert all(text[at : at + 2] == name[:2] for at, name in found)


def test_a_full_name_is_found_once() -> None:
    assert find_regions("海淀区的学位", HELD) == [(0, "海淀区")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("上海有多少学位？", ["上海"], id="city"),
        pytest.param("天津市和海淀区哪个大？", ["天津市"], id="beside a held one"),
        pytest.param("丰台区去年怎样？", ["丰台区"], id="district"),
        pytest.param("海淀去年怎样？", [], id="held by short name"),
        pytest.param("社区、园区和老旧小区改造了多少？", [], id="words that end like a district"),
        pytest.param("全市的学位有多少？", [], id="the whole city"),
        pytest.param("上海和上海相比？", ["上海"], id="once"),
    ],
)
def test_other_places_are_those_not_held(text: str, places: list[str]) -> None:
    assert find_other_places(text, HELD) == places
