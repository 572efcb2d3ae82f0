"""The question set that comes with the product, against the reports that come with it."""

from __future__ import annotations

from collections import Counter

import pytest

from qa.datatypes import Report
from qa.evaluation.gold import SPLITS, TYPE_LABELS, GoldQuestion, check_gold, load_gold
from qa.evaluation.matching import held_in
from qa.opening import default_gold
from qa.reports.files import find_files
from qa.reports.formats import read_text
from qa.reports.reader import read_report
from qa.search.index import SEEDS


@pytest.fixture(scope="module")
def questions() -> tuple[GoldQuestion, ...]:
    return load_gold(default_gold())


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {path.name: read_report(path) for path in find_files([SEEDS])}


def test_the_set_is_large_and_of_all_types_and_splits(questions: tuple[GoldQuestion, ...]) -> None:
    assert len(questions) >= 120
    assert {question.type for question in questions} == set(TYPE_LABELS)
    assert {question.split for question in questions} == set(SPLITS)


def test_each_split_has_every_type(questions: tuple[GoldQuestion, ...]) -> None:
    assert {(question.type, question.split) for question in questions} == {(t, s) for t in TYPE_LABELS for s in SPLITS}


def test_no_question_is_asked_twice(questions: tuple[GoldQuestion, ...]) -> None:
    asked = Counter((question.question, question.history) for question in questions)
    assert [question for (question, _), count in asked.items() if count > 1] == []


def test_the_set_has_no_faults(questions: tuple[GoldQuestion, ...]) -> None:
    texts = {path.name: read_text(path) for path in find_files([SEEDS])}
    assert check_gold(questions, texts) == ()


def test_every_evidence_stands_in_one_paragraph_heading_or_head(
    questions: tuple[GoldQuestion, ...], reports: dict[str, Report]
) -> None:
    lost = [
        (question.id, evidence.quote)
        for question in questions
        for evidence in (*question.evidence, *question.evidence_alt)
        if not any(held_in(text, evidence.quote) for text in _places(reports[evidence.report]))
    ]
    assert lost == []


def _places(report: Report) -> list[str]:
    first = report.paragraphs[0].start
    headings = [heading for paragraph in report.paragraphs for heading in paragraph.section]
    return [report.text[:first], *headings, *(paragraph.text for paragraph in report.paragraphs)]


def test_answerable_questions_have_evidence_and_the_others_none(questions: tuple[GoldQuestion, ...]) -> None:
    wrong = [question.id for question in questions if question.answerable != bool(question.evidence)]
    assert [one for one in wrong if next(q for q in questions if q.id == one).type != "falsepremise"] == []


def test_every_report_is_asked_about(questions: tuple[GoldQuestion, ...], reports: dict[str, Report]) -> None:
    assert {evidence.report for question in questions for evidence in question.evidence} == set(reports)
