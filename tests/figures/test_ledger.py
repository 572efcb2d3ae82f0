"""The ledger over two made districts and over single made sentences."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from qa.datatypes import Passage, Period, Statement
from qa.figures.ledger import Entry, Kind, Ledger
from qa.reports.library import Library
from tests.fakes import LetterEncoder, make_index, make_passage

Y2023, Y2024 = Period(2023, 2023), Period(2024, 2024)


def ledger_of(*passages: Passage) -> Ledger:
    """A ledger of sentences without reports that looks only where the words stand."""

    def holding(words: Sequence[str]) -> list[Passage]:
        return [each for each in passages if not words or any(word in each.text for word in words)]

    return Ledger(holding, lambda report_id: None)


def told(*texts: str, **facts: object) -> Ledger:
    return ledger_of(*(make_passage(text, number=number, **facts) for number, text in enumerate(texts, start=1)))  # type: ignore[arg-type]


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


def test_a_sentence_that_only_mentions_the_indicator_does_not_count() -> None:
    ledger = told("围绕养老床位建设，培训护理员300人。", "单位地区生产总值能耗下降3%。", "人均地区生产总值8万元。")
    assert ledger.values("养老床位") == ledger.values("GDP") == ()


def test_only_what_the_city_has_is_not_what_the_district_has() -> None:
    (entry,) = told("全市地区生产总值4万亿元。", "全区地区生产总值820亿元。").values("GDP")
    assert entry.value == 820e8


def test_kinds_can_be_asked_for() -> None:
    ledger = told("新增养老床位350张，总数达2100张。", "养老床位增长5%。")
    assert [entry.kind for entry in ledger.values("养老床位")] == [Kind.NEW, Kind.TOTAL, Kind.CHANGE]
    assert [entry.text for entry in ledger.values("新增养老床位")] == ["350张"]
    assert [entry.text for entry in ledger.values("养老床位增速")] == ["增长5%"]


def test_special_kinds_count_where_nothing_is_called_so() -> None:
    special, general = "新增普惠性学位300个。", "新增学位900个。"
    assert [entry.text for entry in told(special).values("学位")] == ["300个"]
    assert [entry.text for entry in told(special, general).values("学位")] == ["900个"]


def test_word_order_of_verb_and_thing_does_not_matter() -> None:
    (entry,) = told("改造老旧小区20个。").values("老旧小区改造")
    assert entry.indicator == "改造老旧小区"


def test_a_fall_is_negative_and_reads_as_one() -> None:
    (entry,) = told("财政收入同比下降约3.5%。").values("财政收入")
    assert (entry.value, entry.text, entry.base) == (-3.5, "下降约3.5%", "同比")


def test_the_same_told_twice_is_one_entry_with_both_passages() -> None:
    (entry,) = told("新增学位5200个。", "全年新增学位0.52万个。").values("学位")
    assert [passage.passage_id for passage in entry.passages] == [1, 2]


def test_a_clause_that_names_its_year_decides() -> None:
    text = "2019年底公园绿地面积达到30公顷，2023年底达到45公顷。"
    entries = told(text, period=Period(2019, 2023)).values("公园绿地面积")
    assert [(entry.year, entry.value) for entry in entries] == [(2019, 30), (2023, 45)]


def test_the_year_of_a_comparison_is_that_of_the_figure_it_stands_at() -> None:
    entries = told("公园绿地面积由2015年的30公顷增至45公顷。").values("公园绿地面积")
    assert [(entry.year, entry.value) for entry in entries] == [(2015, 30), (2023, 45)]


def test_what_is_compared_with_the_year_before_is_the_last_year_of_an_account() -> None:
    entries = told("财政收入完成52亿元，同比增长6%，五年增加12亿元。", period=Period(2019, 2023)).values("财政收入")
    assert [(entry.period, entry.text) for entry in entries] == [
        (Y2023, "52亿元"),
        (Period(2019, 2023), "增加12亿元"),
        (Y2023, "增长6%"),
    ]


def test_a_part_of_the_year_is_told() -> None:
    (entry,) = told("1-10月，财政收入完成43亿元。").values("财政收入")
    assert entry.months == "1-10月"


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


def other(text: str, **facts: object) -> Passage:
    """A sentence of a second report of the same region."""
    return replace(make_passage(text, number=2, **facts), report_id="另一份报告")  # type: ignore[arg-type]


def test_two_reports_that_disagree_are_told_with_both_sources() -> None:
    (group,) = ledger_of(
        make_passage("PM2.5平均浓度32微克/立方米。"), other("PM2.5年均浓度降至31微克/立方米。")
    ).conflicts()
    assert [(entry.value, entry.passage.report_id) for entry in group] == [(32, "云河区-报告"), (31, "另一份报告")]


@pytest.mark.parametrize(
    ("one", "second"),
    [
        pytest.param("财政收入52.4亿元。", "财政收入52亿元。", id="rounded"),
        pytest.param("接待游客300余万人次。", "接待游客312万人次。", id="hedged"),
        pytest.param("财政收入预计52亿元。", "财政收入49亿元。", id="expected"),
        pytest.param("新增养老床位350张。", "养老床位2100张。", id="new and all"),
        pytest.param("财政收入增长5%。", "财政收入52亿元。", id="change and level"),
        pytest.param("1-10月财政收入43亿元。", "财政收入52亿元。", id="part of the year"),
        pytest.param("引进企业12家。", "引进企业15家。", id="a name that says little"),
        pytest.param("安排109亿元资金支持就业。", "安排219亿元资金支持养老。", id="what is counted goes on"),
    ],
)
def test_what_can_both_be_true_is_no_conflict(one: str, second: str) -> None:
    assert ledger_of(make_passage(one), other(second)).conflicts() == ()


def test_other_years_statements_and_regions_do_not_conflict() -> None:
    plain = make_passage("财政收入52亿元。")
    others = (
        other("财政收入49亿元。", period=Y2024),
        other("财政收入49亿元。", statement=Statement.TARGET),
        other("财政收入49亿元。", region="松岭区"),
    )
    assert all(ledger_of(plain, each).conflicts() == () for each in others)


def test_a_report_that_gives_several_values_is_no_conflict() -> None:
    same = make_passage("财政收入52亿元。"), make_passage("财政收入49亿元。", number=3)
    assert ledger_of(*same, other("财政收入47亿元。")).conflicts() == ()


def test_a_ledger_within_passages_knows_no_others() -> None:
    near = make_passage("PM2.5平均浓度32微克/立方米。")
    ledger = ledger_of(near, other("PM2.5年均浓度降至31微克/立方米。"))
    assert [entry.value for entry in ledger.within([near]).values("PM2.5")] == [32]
    assert len(ledger.values("PM2.5")) == 2
