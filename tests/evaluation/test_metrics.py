from __future__ import annotations

import pytest

from qa.evaluation.gold import Evidence
from qa.evaluation.metrics import (
    answered_right,
    citation_precision,
    evidence_recall,
    retrieval_recall,
    score,
    score_of_no_answer,
)
from tests.evaluation.fakes import HAI, SHAN, gold, paragraph

BUDGET = Evidence(HAI, "一般公共预算收入完成477.1亿元")
BEDS = Evidence(HAI, "新增养老床位1,021张")
OTHER = Evidence(SHAN, "比上年下降４．５％")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("新设企业 21 万户，增长百分之5.9", True),
        ("新设21万家，增长5.9％", True),
        ("新设21万户", False),
        ("新设121万户，增长5.9%", False),
        ("新设21万户，增长5.9%，上年为18万户", False),
        ("新设21万户，增长5.9%，上年为218万户", True),
    ],
)
def test_answered_right_wants_every_group_and_no_wrong_pick(text: str, right: bool) -> None:
    question = gold(must_include=(("21万户", "21万家"), ("5.9%", "百分之5.9")), must_not_include=("18万户",))
    assert answered_right(text, question) is right


def test_evidence_recall_counts_needed_quotes() -> None:
    question = gold(evidence=(BUDGET, BEDS, OTHER))
    assert evidence_recall(question, [paragraph("hai", 1), paragraph("hai", 1), paragraph("shan", 1)]) == pytest.approx(
        2 / 3
    )


def test_evidence_recall_wants_the_right_report() -> None:
    question = gold(evidence=(Evidence(SHAN, BEDS.quote),))
    assert evidence_recall(question, [paragraph("hai", 2)]) == 0


@pytest.mark.parametrize(
    ("cited", "recall"),
    [
        ([("shan", 1)], 1.0),
        ([("hai", 1), ("shan", 1)], 1.0),
        ([("hai", 2)], 0.0),
    ],
)
def test_evidence_recall_takes_an_alternative(cited: list[tuple[str, int]], recall: float) -> None:
    question = gold(evidence=(BUDGET,), evidence_alt=(OTHER,))
    assert evidence_recall(question, [paragraph(*place) for place in cited]) == recall


def test_evidence_recall_counts_one_alternative_for_one_missing_quote() -> None:
    question = gold(evidence=(BUDGET, BEDS), evidence_alt=(OTHER, Evidence(SHAN, "一般公共预算收入164.3亿元")))
    assert evidence_recall(question, [paragraph("shan", 1)]) == 0.5


def test_evidence_recall_does_not_count_a_needed_paragraph_twice() -> None:
    question = gold(evidence=(BUDGET, BEDS), evidence_alt=(Evidence(HAI, "同比增长5.9%"),))
    assert evidence_recall(question, [paragraph("hai", 1)]) == 0.5


def test_citation_precision_is_over_distinct_paragraphs() -> None:
    question = gold(evidence=(BUDGET,), evidence_alt=(OTHER,))
    cited = [paragraph("hai", 1), paragraph("hai", 1), paragraph("hai", 2), paragraph("shan", 1)]
    assert citation_precision(question, cited) == pytest.approx(2 / 3)


def test_citation_precision_is_undefined_without_citations() -> None:
    assert citation_precision(gold(), []) is None


def test_retrieval_recall_looks_at_distinct_paragraphs() -> None:
    question = gold(evidence=(BUDGET, OTHER))
    found = [paragraph("hai", 1)] * 6 + [paragraph("hai", 2), paragraph("shan", 1)]
    assert retrieval_recall(question, found) == (0.5, 1.0, 1.0)


def test_score_of_a_right_and_cited_answer() -> None:
    scores = score(gold(), text="21万户[1]", refused=False, cited=[paragraph("hai", 1)], retrieved=[])
    assert (scores.right, scores.right_and_cited, scores.unsupported) == (True, True, ())


def test_score_of_a_right_answer_with_the_wrong_citation() -> None:
    scores = score(gold(), text="21万户[1]", refused=False, cited=[paragraph("hai", 2)], retrieved=[])
    assert (scores.right, scores.right_and_cited, scores.citation_precision) == (True, False, 0.0)
    assert scores.unsupported == ("21万",)


def test_score_of_a_false_refusal_is_wrong_whatever_it_says() -> None:
    scores = score(gold(), text="报告没有说是不是21万。", refused=True, cited=[], retrieved=[])
    assert (scores.right, scores.unsupported) == (False, None)


@pytest.mark.parametrize("refused", [True, False])
def test_score_of_an_unanswerable_question_is_its_refusal(refused: bool) -> None:
    scores = score(gold(answerable=False), text="21万户", refused=refused, cited=[paragraph("hai", 1)], retrieved=[])
    assert scores.right is refused
    assert (scores.evidence_recall, scores.citation_precision, scores.right_and_cited) == (None, None, None)
    assert scores.retrieval_recall is None


def test_score_of_no_answer_is_wrong() -> None:
    scores = score_of_no_answer(gold())
    assert (scores.right, scores.evidence_recall, scores.right_and_cited) == (False, 0.0, False)
    assert scores.retrieval_recall == (0.0, 0.0, 0.0)


def test_score_of_no_answer_is_wrong_for_an_unanswerable_question() -> None:
    assert not score_of_no_answer(gold(answerable=False)).right
