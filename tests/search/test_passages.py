"""Equations over the two made reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Paragraph, Passage, Period, Report, Statement
from qa.reports.reader import read_report
from qa.search.passages import front_matter, is_lead, passages_from_texts, passages_of
from tests.fakes import write_reports


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = write_reports(tmp_path_factory.mktemp("reports"))
    return read_report(folder / "云河区.txt")


@pytest.fixture(scope="module")
def passages(report: Report) -> list[Passage]:
    return list(passages_of(report, first_id=7))


def test_offsets_give_the_text_back(report: Report, passages: list[Passage]) -> None:
    texts = {paragraph.number: paragraph.text for paragraph in report.paragraphs}
    inside = [passage for passage in passages if passage.paragraph]
    assert inside
    assert all(texts[passage.paragraph][passage.start : passage.end] == passage.text for passage in inside)


def test_passages_cover_every_paragraph(report: Report, passages: list[Passage]) -> None:
    for paragraph in report.paragraphs:
        together = "".join(passage.text for passage in passages if passage.paragraph == paragraph.number)
        assert "".join(together.split()) == "".join(paragraph.text.split())


def test_passages_are_numbered_in_reading_order(passages: list[Passage]) -> None:
    assert [passage.passage_id for passage in passages] == list(range(7, 7 + len(passages)))
    places = [(passage.paragraph, passage.start) for passage in passages]
    assert places == sorted(places)


def test_cutting_twice_gives_the_same(report: Report, passages: list[Passage]) -> None:
    assert list(passages_of(report, first_id=7)) == passages


def test_front_matter_is_paragraph_0(report: Report, passages: list[Passage]) -> None:
    front = passages[0]
    start, end = front_matter(report)
    assert (front.paragraph, front.statement) == (0, Statement.OTHER)
    assert front.text == report.text[start:end]
    assert all(fact in front.text for fact in ("政府工作报告", "2024年1月9日", "林知远"))


def test_a_lead_is_joined_to_what_it_announces(passages: list[Passage]) -> None:
    (joined,) = [passage for passage in passages if "教育布局" in passage.text]
    assert joined.text == "教育布局更加均衡。新建学校6所，新增学位5200个。"
    assert joined.header.endswith("教育布局更加均衡")


def test_header_tells_region_period_and_section(passages: list[Passage]) -> None:
    (passage,) = [passage for passage in passages if "停车位1200个" in passage.text]
    assert passage.header == "云河区 2024年 二、2024年工作安排 （一）着力改善民生"


def test_period_and_kind_are_those_of_the_sentence(passages: list[Passage]) -> None:
    kinds = {passage.text[:6]: (passage.period, passage.statement) for passage in passages}
    assert kinds["力争新增学位"] == (Period(2024, 2024), Statement.TARGET)
    assert kinds["全年接待游客"] == (Period(2023, 2023), Statement.OUTCOME)
    assert kinds["同时，我们也"] == (Period(2023, 2023), Statement.PROBLEM)


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("医疗资源布局更加均衡。", True),
        ("（一）教育更加公平。", True),
        ("一是稳住增长。", True),
        ("新建学校6所。", False),
        ("教育更加公平，质量提升。", False),
        ("全区各项社会事业在过去一年当中都取得了新的明显进步和提高。", False),
        ("教育更加公平", False),
    ],
    ids=["announces", "enumerated", "item", "has a figure", "two clauses", "long", "no stop"],
)
def test_is_lead_tells_announcements(sentence: str, lead: bool) -> None:
    assert is_lead(sentence) is lead


def test_given_texts_become_paragraphs_from_1() -> None:
    texts = ["新增学位800个。新增床位35张。", "财政收入完成9亿元。"]
    report, passages = passages_from_texts(texts)
    assert [paragraph.text for paragraph in report.paragraphs] == texts
    assert [(passage.paragraph, passage.text) for passage in passages] == [
        (1, "新增学位800个。"),
        (1, "新增床位35张。"),
        (2, "财政收入完成9亿元。"),
    ]
    assert all(report.text[p.start : p.end] == p.text for p in report.paragraphs)


def test_what_follows_a_semicolon_is_of_the_year_that_the_sentence_begins_with(report: Report) -> None:
    many = "茶叶产量增长，" * 24
    text = f"2016年，{many}达到5万吨；居民收入增长6%；税收增长7%。茶园面积扩大。"
    paragraph = Paragraph(report.report_id, 1, (), text, 0, len(text), Period(2012, 2016), Statement.OUTCOME)
    told = [one for one in passages_of(replace(report, paragraphs=(paragraph,)), first_id=1) if one.paragraph]
    assert [one.period for one in told] == [Period(2016, 2016)] * 3 + [Period(2012, 2016)]
