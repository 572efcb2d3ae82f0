"""Questions about made reports themselves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answers.about import about_reports, is_about_reports, meant
from qa.datatypes import Passage, Report
from qa.search.index import Index
from qa.search.question import understand
from tests.fakes import TODAY

pytestmark = pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning")  # faiss's SWIG


@pytest.fixture(scope="module")
def reports(made_index: Index) -> Sequence[Report]:
    return made_index.library.reports()


def told(question: str, index: Index) -> list[tuple[str, tuple[Passage, ...]]]:
    reports = index.library.reports()
    fronts = {report.report_id: index.library.passages_of(report.report_id, 0)[0] for report in reports}
    inquiry = understand(question, (), held=("云河区", "松岭区"), today=TODAY)
    return [(s.text, s.passages) for s in about_reports(inquiry, reports, fronts, index.library.passages_of)]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        pytest.param("云河区的报告是哪天作的？", True, id="day"),
        pytest.param("这份报告在哪次会议上作的？", True, id="meeting"),
        pytest.param("云河区区长是谁？", True, id="who holds the post"),
        pytest.param("何书远是干什么的？", True, id="what a speaker does"),
        pytest.param("林知远是谁？", True, id="who a speaker is"),
        pytest.param("云河区的报告分成几个部分？", True, id="parts"),
        pytest.param("云河区的报告分了几块？", True, id="parts in everyday words"),
        pytest.param("作云河区和松岭区报告的是哪两位？", True, id="two speakers"),
        pytest.param("云河区的哪两位老师获奖？", False, id="two persons that the report tells of"),
        pytest.param("云河区新增学位多少个？", False, id="figure"),
        pytest.param("云河区公安局长是谁？", False, id="another post"),
        pytest.param("云河区副区长是谁？", False, id="deputy",),
    ],
)  # fmt: skip
def test_is_about_reports_tells_metadata_from_content(question: str, about: bool, reports: Sequence[Report]) -> None:
    inquiry = understand(question, (), held=("云河区", "松岭区"), today=TODAY)
    assert is_about_reports(inquiry, reports) is about


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        pytest.param("松岭区的报告是谁作的？", ["松岭区"], id="region"),
        pytest.param("何书远作的报告是哪天？", ["松岭区"], id="speaker"),
        pytest.param("政府工作报告是哪天作的？", ["云河区", "松岭区"], id="kind of both"),
    ],
)
def test_meant_narrows_as_far_as_the_question_does(
    question: str, regions: list[str], reports: Sequence[Report]
) -> None:
    inquiry = understand(question, (), held=("云河区", "松岭区"), today=TODAY)
    assert [report.region for report in meant(inquiry, reports)] == regions


def test_day_speaker_and_meeting_are_told_and_cited_to_the_front_matter(made_index: Index) -> None:
    ((text, passages),) = told("松岭区的报告是谁在哪天作的？", made_index)
    assert all(fact in text for fact in ("何书远", "2024年1月11日", "松岭区第八届人民代表大会第三次会议"))
    assert [passage.paragraph for passage in passages] == [0]
    assert "何书远" in passages[0].text


def test_both_speakers_are_told(made_index: Index) -> None:
    found = told("作云河区和松岭区报告的是哪两位？", made_index)
    assert [name in text for name, (text, _) in zip(("林知远", "何书远"), found, strict=True)] == [True, True]


@pytest.mark.parametrize("question", ["云河区的报告分成哪几部分？", "云河区的报告分了几块？"])
def test_parts_are_the_top_headings_each_with_its_first_paragraph(question: str, made_index: Index) -> None:
    ((text, passages),) = told(question, made_index)
    assert text.endswith("分为：一、2023年工作回顾；二、2024年工作安排。")
    assert [passage.paragraph for passage in passages] == [2, 8]
