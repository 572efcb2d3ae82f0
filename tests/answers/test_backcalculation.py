"""Levels that are told only by how far another level is above or below them."""

from __future__ import annotations

import pytest

from qa.answers.backcalculation import measured_from
from qa.datatypes import Passage, Period
from tests.answers.made import material
from tests.fakes import make_passage

YEAR = Period(2023, 2023)
WEALTH = make_passage("2023年,地区生产总值达到820亿元,同比增长6%,五年增加270亿元。", period=YEAR)
PEOPLE = make_passage("常住人口50.2万人,较“十三五”末减少0.8万人。", period=YEAR)
CRECHES = make_passage("新建托位300个,累计达到900个。", period=YEAR)
CALLS = make_passage("11月热线接通率、办结率分别为94.5%、92.5%,较3月提高4.5个、2.5个百分点。", period=YEAR)
DIGITAL = make_passage("数字经济增加值年均增速为9%,低于全市0.8个百分点。", period=YEAR)
GREEN = make_passage("公园500米服务半径覆盖率91.5%,较“十三五”末提高3.5个百分点。", period=YEAR)
HOTELS = make_passage("三年来,酒店收入增加20亿元,酒店收入达到90亿元。", period=Period(2021, 2023))


@pytest.mark.parametrize(
    ("question", "passage", "result"),
    [
        pytest.param(
            "云河区2018年的地区生产总值是多少亿元?", WEALTH, "往回推算为550亿元（820 − 270 = 550）。", id="span"
        ),
        pytest.param("云河区2020年底有多少常住人口?", PEOPLE, "往回推算为51万人（50.2 + 0.8 = 51）。", id="plan's end"),
        pytest.param(
            "云河区的托位2022年底有多少个?", CRECHES, "往回推算为600个（900 − 300 = 600）。", id="new of total"
        ),
        pytest.param(
            "云河区2022年底有多少个托位？2023年新建后累计达到多个",
            CRECHES,
            "往回推算为600个（900 − 300 = 600）。",
            id="year of what is told beside it",
        ),
    ],
)
def test_a_year_that_no_report_tells_follows_from_a_later_one(question: str, passage: Passage, result: str) -> None:
    *quoted, last = measured_from(material(question, passage), named=False)
    assert [one.passages for one in quoted] == [(passage,)]
    assert last.text == result


@pytest.mark.parametrize(
    ("question", "passage", "result"),
    [
        pytest.param(
            "云河区2023年3月热线的接通率、办结率是多少?",
            CALLS,
            "接通率往回推算为90%（94.5 − 4.5 = 90），办结率往回推算为90%（92.5 − 2.5 = 90）。",
            id="month",
        ),
        pytest.param(
            "云河区2023年3月热线的接通率是多少？（11月是后来的）",
            CALLS,
            "往回推算为90%（94.5 − 4.5 = 90）。",
            id="month that the question's own clause asks",
        ),
        pytest.param(
            "2023年全市数字经济增速是多少?", DIGITAL, "由此推算全市为9.8%（9 + 0.8 = 9.8）。", id="whole area"
        ),
        pytest.param("十三五末公园500米覆盖率是多少?", GREEN, "往回推算为88%（91.5 − 3.5 = 88）。", id="plan's end"),
    ],
)
def test_what_a_change_is_measured_from_is_worked_out(question: str, passage: Passage, result: str) -> None:
    assert measured_from(material(question, passage), named=True)[-1].text.endswith(result)


@pytest.mark.parametrize(
    ("question", "passage", "named"),
    [
        pytest.param("云河区2019年的地区生产总值是多少亿元?", WEALTH, False, id="another span"),
        pytest.param("云河区2022年的地区生产总值是多少亿元?", WEALTH, False, id="a rate of growth is not undone"),
        pytest.param("云河区2018年的财政收入是多少亿元?", WEALTH, False, id="another thing"),
        pytest.param("云河区2020年底有多少户籍老人?", PEOPLE, False, id="other people"),
        pytest.param("云河区2019年底有多少常住人口?", PEOPLE, False, id="another year than the plan's end"),
        pytest.param("云河区2022年新增多少个托位?", CRECHES, False, id="what came new is no stock"),
        pytest.param("云河区2021年底有多少个托位?", CRECHES, False, id="before the year before"),
        pytest.param("云河区2022年的酒店收入是多少亿元?", HOTELS, False, id="of how many years is not told"),
        pytest.param("云河区2023年2月热线的接通率是多少?", CALLS, True, id="another month"),
        pytest.param("云河区2023年3月热线的响应率是多少?", CALLS, True, id="another rate"),
        pytest.param("云河区数字经济增速占全市多少?", DIGITAL, True, id="a share of the area"),
        pytest.param("十三五末公园1000米覆盖率是多少?", GREEN, True, id="another number in the name"),
    ],
)
def test_what_does_not_plainly_follow_is_not_worked_out(question: str, passage: Passage, named: bool) -> None:
    assert measured_from(material(question, passage), named=named) == []
