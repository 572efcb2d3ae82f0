"""The ledger over two made districts, and what it looks at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest

from qa.datatypes import Passage
from qa.figures.entries import Entry
from qa.figures.ledger import Ledger
from qa.reports.library import Library
from tests.fakes import LetterEncoder, make_index, make_passage
from tests.figures.made import ledger_of, other


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    index = make_index(tmp_path_factory.mktemp("ledger"), LetterEncoder())
    yield index.library
    index.library.close()


@pytest.fixture(scope="module")
def ledger(library: Library) -> Ledger:
    return Ledger.of(library)


def shown(entries: Sequence[Entry]) -> list[tuple[str | None, int | None, str, str]]:
    return [(entry.region, entry.year, entry.statement.value, entry.text) for entry in entries]


def test_values_come_by_region_year_and_statement(ledger: Ledger) -> None:
    assert shown(ledger.values("地区生产总值")) == [
        ("云河区", 2023, "outcome", "820.5亿元"),
        ("云河区", 2023, "outcome", "增长6.1%"),
        ("云河区", 2024, "target", "增长6.5%左右"),
        ("松岭区", 2023, "outcome", "640.2亿元"),
        ("松岭区", 2023, "outcome", "增长4.8%"),
        ("松岭区", 2024, "target", "增长5%左右"),
    ]


@pytest.mark.parametrize("name", ["GDP", "gdp", "生产总值", "ＧＤＰ", "全区地区生产总值"])
def test_another_name_of_an_indicator_gives_the_same(name: str, ledger: Ledger) -> None:
    assert ledger.values(name, regions=["云河区"]) == ledger.values("地区生产总值", regions=["云河区"]) != ()


def test_pm25_is_fine_particles(ledger: Ledger) -> None:
    (entry,) = ledger.values("PM2.5")
    assert (entry.indicator, entry.value, entry.unit, entry.region) == ("细颗粒物年均浓度", 32, "微克/立方米", "松岭区")


def test_every_entry_stands_in_its_passage(ledger: Ledger) -> None:
    entries = list(itertools.chain(*(ledger.values(name) for name in ("GDP", "新增学位", "一般公共预算收入"))))
    assert entries
    assert all(entry.passage.text[entry.figure.start : entry.figure.end] == entry.figure.text for entry in entries)


def test_regions_years_and_reports_narrow(ledger: Ledger) -> None:
    everything = ledger.values("学位")
    yun = [entry for entry in everything if entry.region == "云河区"]
    assert list(ledger.values("学位", regions=["云河区"])) == yun
    assert list(ledger.values("学位", years=[2024])) == [entry for entry in everything if entry.year == 2024]
    assert list(ledger.values("学位", reports=[yun[0].passage.report_id])) == yun


def test_two_libraries_with_one_report_tell_it_once(library: Library, ledger: Ledger) -> None:
    assert Ledger.of(library, library).values("学位") == ledger.values("学位")


@pytest.mark.parametrize("name", ["", "　", "亩", "不存在的指标"])
def test_what_no_report_tells_gives_nothing(name: str, ledger: Ledger) -> None:
    assert ledger.values(name) == ()


def test_only_passages_with_the_words_are_read() -> None:
    asked: list[Sequence[str]] = []

    def holding(words: Sequence[str]) -> list[Passage]:
        asked.append(words)
        return []

    Ledger(holding, lambda report_id: None).values("GDP")
    assert len(asked) == 1
    written = ("GDP增长5%", "ＧＤＰ增长5%", "地区生产总值增长5%", "全年生产总值增长5%")
    assert all(any(word in text for word in asked[0]) for text in written)


def test_names_are_those_told_for_several_years_or_regions(ledger: Ledger) -> None:
    names = ledger.names()
    assert names[0] == "地区生产总值"
    assert {"一般公共预算收入", "学位", "市场主体", "养老床位"} <= set(names)
    assert "细颗粒物年均浓度" not in names
    assert ledger.names(limit=2) == names[:2]
    assert all(ledger.values(name) for name in names)


def test_names_can_be_those_of_some_regions(ledger: Ledger) -> None:
    assert "市场主体" not in ledger.names(regions=["云河区"])
    assert "学位" in ledger.names(regions=["云河区"])


def test_the_nearest_names_are_offered(ledger: Ledger) -> None:
    assert ledger.nearest("公共预算")[0] == "一般公共预算收入"
    assert ledger.nearest("龘") == ()


def test_a_ledger_within_passages_knows_no_others() -> None:
    near = make_passage("PM2.5平均浓度32微克/立方米。")
    ledger = ledger_of(near, other("PM2.5年均浓度降至31微克/立方米。"))
    assert [entry.value for entry in ledger.within([near]).values("PM2.5")] == [32]
    assert len(ledger.values("PM2.5")) == 2
