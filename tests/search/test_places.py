from __future__ import annotations

import pytest

from qa.search.places import find_other_places, find_regions, named_elsewhere, short_name, without_regions

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
        pytest.param("科学城北区有多少学位？", [], id="a word cut into a place"),
        pytest.param("向上海学习了什么？", ["上海"], id="after a word that its first letter would prolong"),
        pytest.param("上海和上海相比？", ["上海"], id="once"),
    ],
)
def test_other_places_are_those_not_held(text: str, places: list[str]) -> None:
    assert find_other_places(text, HELD) == places


MANY = (
    "北京市朝阳区", "长春市朝阳区", "朝阳市", "吉林省", "吉林市", "南通市", "江苏省", "满城区", "保定市", "易县",
    "长治市", "阿坝藏族羌族自治州", "清苑区", "清苑县", "河北省", "国务院",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        pytest.param("江苏的南通开工了几个项目？", ["南通市"], id="province before its city"),
        pytest.param("江苏和南通哪个高？", ["江苏省", "南通市"], id="province beside its city"),
        pytest.param("保定满城区修了多少路？", ["满城区"], id="city before its district"),
        pytest.param("北京朝阳区新设多少企业？", ["北京市朝阳区"], id="namesake by its municipality"),
        pytest.param("吉林长春的朝阳区呢？", ["长春市朝阳区"], id="namesake by a city that is not held"),
        pytest.param("长春市朝阳区和北京朝阳区哪个多？", ["长春市朝阳区", "北京市朝阳区"], id="both namesakes"),
        pytest.param("朝阳区有多少学位？", ["北京市朝阳区", "长春市朝阳区"], id="namesakes not told apart"),
        pytest.param("朝阳有多少学位？", ["朝阳市"], id="the higher of one short name"),
        pytest.param("吉林2024年怎样？", ["吉林省"], id="province by its short name"),
        pytest.param("吉林省吉林市怎样？", ["吉林市"], id="city of the province of its name"),
        pytest.param("阿坝州2023年怎样？", ["阿坝藏族羌族自治州"], id="folk name"),
        pytest.param("米易县修了多少路？", [], id="part of a longer name"),
        pytest.param("怎样实现长治久安？", [], id="part of a set phrase"),
        pytest.param("清苑区2005年怎样？", ["清苑区", "清苑县"], id="renamed district"),
        pytest.param("2016年全国新增就业多少？", ["国务院"], id="the nation"),
        pytest.param("南通的全国文明城市是哪年评上的？", ["南通市"], id="a national title is no region"),
    ],
)
def test_held_regions_are_found_by_every_name(text: str, regions: list[str]) -> None:
    assert [name for _, name in find_regions(text, MANY)] == regions


def test_a_region_goes_with_the_places_above_it() -> None:
    assert without_regions("北京市朝阳区的学位", ["朝阳区"]).strip() == "的学位"


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("长春朝阳区的学位", "长春市朝阳区"),
        ("长春市的朝阳区", "长春市朝阳区"),
        ("请问江南市朝阳区的学位", "江南市朝阳区"),
        ("2023年江南市的朝阳区的学位", "江南市朝阳区"),
        ("北京朝阳区的学位", ""),
        ("请问北京市朝阳区的学位", ""),
        ("全市朝阳区的学位", ""),
        ("朝阳区的学位", ""),
    ],
)
def test_another_place_above_means_another_region(text: str, elsewhere: str) -> None:
    assert named_elsewhere(text, "朝阳区", ["北京市"]) == elsewhere


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("云雾区2022年新设企业多少户？", ["云雾区"]),
        ("请问云雾县2022年新设企业多少户？", ["云雾县"]),
        ("示范区2022年新设企业多少户？", []),
        ("全区2022年新设企业多少户？", []),
        ("碧海全市2022年新设企业多少户？", []),
        ("青禾区2022年新设企业多少户？", []),
    ],
)
def test_a_name_that_no_list_has_is_a_place_before_a_year(question: str, places: list[str]) -> None:
    assert find_other_places(question, ("青禾区",)) == places


@pytest.mark.parametrize(
    ("text", "regions", "places"),
    [
        pytest.param("唐县修了多少路？", [], ["唐县"], id="a held name ends like it"),
        pytest.param("高唐县修了多少路？", ["高唐县"], [], id="the held name itself"),
        pytest.param("白云县修了多少路？", [], ["白云县"], id="a made name ends like a held one"),
        pytest.param("去年新云县修了多少路？", [], ["新云县"], id="with one character before it"),
        pytest.param("白沙市修了多少路？", [], ["白沙市"], id="like the short name of a held one"),
        pytest.param("东青禾区修了多少路？", [], ["东青禾区"], id="with a direction before it"),
        pytest.param("云河区2022年修了多少路？", [], ["云河区"], id="a made name, before a year"),
        pytest.param("2022年云县和青禾区哪个路多？", ["云县", "青禾区"], [], id="held ones"),
        pytest.param("全云县修了几条路？", ["云县"], [], id="the whole county"),
        pytest.param("那云县呢？修了多少路云县？", ["云县", "云县"], [], id="after other words"),
        pytest.param("朝阳市修了多少路？", [], ["朝阳市"], id="a city that shares the short name"),
        pytest.param("朝阳市场有几处？", ["朝阳区"], [], id="no city"),
    ],
)
def test_a_held_name_inside_another_name_is_not_asked_for(text: str, regions: list[str], places: list[str]) -> None:
    held = ("云县", "高唐县", "沙市区", "青禾区", "朝阳区", "碧云河区")
    assert [name for _, name in find_regions(text, held)] == regions
    assert find_other_places(text, held) == places


def test_a_street_or_gate_that_the_dictionary_has_names_no_region() -> None:
    assert find_regions("朝阳门内大街哪年修好", HELD) == []
    assert find_regions("朝阳群众和朝阳区", HELD) == [(0, "朝阳区"), (5, "朝阳区")]


def test_a_made_name_that_ends_like_a_held_county_is_another_place() -> None:
    assert find_regions("南和平县2023年修了多少路？", ("和平县",)) == []
    assert find_other_places("南和平县2023年修了多少路？", ("和平县",)) == ["南和平县"]
    assert [name for _, name in find_regions("广东和平县修了多少路？", ("和平县",))] == ["和平县"]
