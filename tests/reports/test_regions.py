"""Where regions lie, and how those that share a name are told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Report, full_place
from qa.reports.library import Library
from qa.reports.reader import read_report
from qa.reports.regions import (
    Area,
    above,
    areas_of,
    hinted_region,
    located,
    named_region,
    own_name,
    stem,
    told_above,
)
from qa.search.passages import passages_of
from tests.reports import made


@pytest.mark.parametrize(
    ("region", "short"),
    [
        ("广西壮族自治区", "广西"),
        ("阿坝藏族羌族自治州", "阿坝"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("吉林市", "吉林"),
        ("云山", "云山"),
    ],
)
def test_stem_leaves_suffix_and_peoples(region: str, short: str) -> None:
    assert stem(region) == short


@pytest.mark.parametrize(
    ("region", "area"),
    [
        pytest.param("江苏省", Area(), id="province"),
        pytest.param("南通市", Area("江苏省"), id="city"),
        pytest.param("高阳县", Area("河北省", "保定市"), id="county"),
        pytest.param("清苑县", Area("河北省", "保定市"), id="older name"),
        pytest.param("海淀区", Area("北京市"), id="district of a municipality"),
        pytest.param("云山县", Area(), id="no such place"),
        pytest.param("白沙市", Area(), id="no such place, though 白沙黎族自治县 is one"),
        pytest.param("白沙县", Area("海南省"), id="shortened name"),
        pytest.param(None, Area(), id="unknown"),
    ],
)
def test_a_region_lies_where_the_gazetteer_says(region: str | None, area: Area) -> None:
    assert located(region, "", "") == area


@pytest.mark.parametrize(
    ("told", "text", "area"),
    [
        pytest.param("长春市朝阳区第一届人民代表大会", "", Area("吉林省", "长春市"), id="by the head"),
        pytest.param("", "北京的工作。北京的发展。北京的项目。", Area("北京市"), id="by the body"),
        pytest.param("", "学习北京的经验。", Area(), id="one mention tells nothing"),
        pytest.param("北京和长春", "", Area(), id="both named"),
    ],
)
def test_namesakes_are_told_apart_by_the_text(told: str, text: str, area: Area) -> None:
    assert len(areas_of("朝阳区")) == 2
    assert located("朝阳区", told, text) == area


def test_names_above_a_region() -> None:
    assert own_name("长春市朝阳区") == own_name("朝阳区") == "朝阳区"
    assert above("长春市朝阳区") == {"长春市", "吉林省"}
    assert above("朝阳区") == {"北京市", "长春市", "吉林省"}
    assert own_name("南通市") == "南通市"


def test_a_report_tells_its_place(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(made.TEXT.replace("云山", "高阳"), encoding="utf-8")
    report = read_report(path)
    assert (report.region, report.province, report.city) == ("高阳县", "河北省", "保定市")
    assert (report.place, report.year) == ("河北省保定市高阳县", 2024)


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        (("长春市朝阳区", "吉林省", "长春市"), "吉林省长春市朝阳区"),
        (("重庆市", None, None), "重庆市"),
        ((None, None, None), ""),
    ],
)
def test_a_place_names_each_part_once(parts: tuple[str | None, str | None, str | None], place: str) -> None:
    assert full_place(*parts) == place


def _library(tmp_path: Path, reports: list[Report]) -> Library:
    new = Library.create(tmp_path / "library.sqlite")
    for number, report in enumerate(reports):
        new.add(report, list(passages_of(report, first_id=1 + 1000 * number)))
    new.close()
    return Library.open(tmp_path / "library.sqlite")


def test_an_index_tells_namesakes_apart(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(made.TEXT.replace("云山县", "朝阳区"), encoding="utf-8")
    one = replace(read_report(path), province="北京市")
    other = replace(one, report_id="other", province="吉林省", city="长春市", paragraphs=(), path="other.txt")
    library = _library(tmp_path, [one, other])
    assert {report.region for report in library.reports()} == {"北京市朝阳区", "长春市朝阳区"}
    assert {listed.place for listed in library.listing()} == {"北京市朝阳区", "吉林省长春市朝阳区"}
    assert {passage.region for passage in library.passages_of(one.report_id)} == {"北京市朝阳区"}


def test_a_lone_namesake_keeps_its_short_name(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(made.TEXT.replace("云山县", "朝阳区"), encoding="utf-8")
    library = _library(tmp_path, [replace(read_report(path), province="北京市")])
    assert [report.region for report in library.reports()] == ["朝阳区"]


@pytest.mark.parametrize(
    ("phrase", "region"),
    [("江临县2024年", "江临县"), ("临县2024年", "临县"), ("保定唐县", "唐县"), ("我市东城区", "东城区")],
)
def test_the_end_of_a_longer_name_is_no_place_of_its_own(phrase: str, region: str) -> None:
    assert named_region(phrase) == region


@pytest.mark.parametrize(
    ("phrase", "region"),
    [
        pytest.param("南和平县第三届人民代表大会", "南和平县", id="made name"),
        pytest.param("江临市南和平县", "南和平县", id="below a made city"),
        pytest.param("河源市南和平县", "南和平县", id="below the city of its namesake"),
        pytest.param("广东南和平县", "南和平县", id="below a short name"),
        pytest.param("广东和平县", "和平县", id="the county below a short name"),
        pytest.param("山东省和平县", "和平县", id="below a province that it does not lie in"),
        pytest.param("河源市和平县", "和平县", id="below its city"),
        pytest.param("现任和平县县长", "和平县", id="after words of office"),
        pytest.param("兼和平县县长", "和平县", id="after one such word"),
    ],
)
def test_a_place_is_a_whole_name(phrase: str, region: str) -> None:
    assert named_region(phrase) == region


def test_one_character_above_a_name_hints_at_no_region() -> None:
    assert (hinted_region("南和平县"), hinted_region("河源和平县")) == (None, "和平县")


@pytest.mark.parametrize(
    ("phrase", "region", "area"),
    [
        pytest.param("江临市云溪区人大", "云溪区", Area(None, "江临市"), id="made city"),
        pytest.param("湖北省江临市云溪区人大", "云溪区", Area("湖北省", "江临市"), id="made city of a province"),
        pytest.param("湖北江临市云溪区人大", "云溪区", Area("湖北省", "江临市"), id="of a short name"),
        pytest.param("长沙市云溪区人大", "云溪区", Area("湖南省", "长沙市"), id="another city"),
        pytest.param("岳阳市云溪区人大", "云溪区", Area("湖南省", "岳阳市"), id="its city"),
        pytest.param("云溪区人大", "云溪区", Area("湖南省", "岳阳市"), id="nothing above it"),
        pytest.param("江临市云河区人大", "云河区", Area(None, "江临市"), id="made district"),
        pytest.param("吉林省延边州敦化市人大", "敦化市", Area("吉林省", "延边朝鲜族自治州"), id="shortened"),
        pytest.param("长春市朝阳区人大", "朝阳区", Area("吉林省", "长春市"), id="one of two"),
        pytest.param("北京市朝阳区人大", "朝阳区", Area("北京市"), id="the other"),
    ],
)
def test_a_region_lies_where_its_report_says(phrase: str, region: str, area: Area) -> None:
    assert located(region, "", "", told_above(phrase, region)) == area


def test_a_city_that_no_list_has_tells_namesakes_apart() -> None:
    assert own_name("江临市云溪区") == "云溪区"
    assert above("江临市云溪区") == {"江临市"}
