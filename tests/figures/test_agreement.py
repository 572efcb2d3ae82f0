"""Figures told twice, and reports that disagree."""

from __future__ import annotations

import pytest

from qa.datatypes import Statement
from qa.figures.agreement import can_be_one
from qa.figures.parsing import parse_figures
from tests.fakes import make_passage
from tests.figures.made import Y2024, ledger_of, other, told


def test_the_same_told_twice_is_one_entry_with_both_passages() -> None:
    (entry,) = told("新增学位5200个。", "全年新增学位0.52万个。").values("学位")
    assert [passage.passage_id for passage in entry.passages] == [1, 2]


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


@pytest.mark.parametrize(
    ("claimed", "held", "alike"),
    [
        ("25万多户", "25.3万户", True),
        ("24个", "24项", True),
        ("24个", "24公里", False),
        ("265家", "148家", False),
    ],
)
def test_figures_are_one_quantity_within_their_hedges(claimed: str, held: str, alike: bool) -> None:
    (one,), (other_one,) = parse_figures(f"新设{claimed}"), parse_figures(f"新设{held}")
    assert can_be_one(one, other_one) is alike
