"""What an indicator's name asks for, over single made sentences."""

from __future__ import annotations

from qa.figures.naming import Kind
from tests.figures.made import told


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
