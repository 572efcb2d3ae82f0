"""The batch format: what each line of questions is answered with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qa.assistant import Assistant
from qa.batch import answer_question, read_questions

QUESTION = "云河区2023年新增养老床位多少张？"


def answered(assistant: Assistant, *lines: object) -> list[dict[str, Any]]:
    """What a batch file of these lines comes to."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return [answer_question(assistant, question) for question in read_questions(texts)]


def test_a_batch_answer_has_all_fields(made_assistant: Assistant) -> None:
    (record,) = answered(made_assistant, {"id": "q1", "question": QUESTION})
    assert {"id", "question", "text", "refused", "reason", "citations", "seconds", "first_token_seconds"} <= set(record)
    assert (record["id"], record["question"], record["refused"], record["reason"]) == ("q1", QUESTION, False, None)
    assert "350张" in record["text"]


def test_a_batch_citation_names_its_file_and_quotes_it(made_assistant: Assistant) -> None:
    (record,) = answered(made_assistant, {"id": "q1", "question": QUESTION})
    (citation,) = record["citations"]
    assert (citation["report"], citation["marker"], citation["date"]) == ("云河区.txt", 1, "2024-01-09")
    assert citation["quote"] in citation["text"]


def test_a_batch_record_is_written_as_json(made_assistant: Assistant) -> None:
    records = answered(made_assistant, {"id": "q1", "question": QUESTION}, {"id": "q2", "question": "你好"})
    first, second = (json.loads(json.dumps(record)) for record in records)
    assert first["citations"][0]["section"] == ["一、2023年工作回顾", "（二）民生保障更加有力"]
    assert (second["refused"], second["reason"], second["citations"]) == (True, "not_a_question", [])


def test_blank_lines_of_a_batch_are_passed_over(made_assistant: Assistant) -> None:
    records = answered(
        made_assistant, "", {"id": "q1", "question": QUESTION}, "  ", {"id": "q2", "question": QUESTION}, ""
    )
    assert [record["id"] for record in records] == ["q1", "q2"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        pytest.param("{坏", "第2行不是有效的 JSON", id="broken"),
        pytest.param("[1]", "第2行不是一个对象", id="no object"),
        pytest.param({"id": "q2"}, '第2行没有 question（问题文字）。每行如：{"id": "q1"', id="missing question"),
        pytest.param({"id": "q2", "question": 7}, "第2行没有 question", id="question as number"),
        pytest.param({"id": "q2", "question": ""}, "问题是空的", id="empty question"),
        pytest.param({"id": "q2", "question": "学" * 5000}, "问题太长（5000字）", id="5,000 characters"),
        pytest.param({"id": "q2", "question": QUESTION, "history": [1]}, "history", id="history of numbers"),
        pytest.param({"id": "q2", "question": QUESTION, "history": [{"answer": "好"}]}, "history", id="no question"),
    ],
)
def test_a_line_that_cannot_be_answered_carries_its_error(line: object, error: str, made_assistant: Assistant) -> None:
    good = {"id": "q1", "question": QUESTION}
    first, second, third = answered(made_assistant, good, line, good)
    assert error in second["error"]
    assert "text" not in second
    assert "error" not in first | third


def test_a_line_without_id_is_answered_under_its_number(made_assistant: Assistant) -> None:
    records = answered(made_assistant, {"question": QUESTION}, "", {"id": "", "question": QUESTION})
    assert [(record["id"], "350张" in record["text"]) for record in records] == [("1", True), ("3", True)]


def test_the_history_of_a_batch_line_is_used(made_assistant: Assistant) -> None:
    line = {"id": 7, "question": "那松岭区呢？", "history": [{"question": QUESTION, "answer": "350张。"}]}
    (record,) = answered(made_assistant, line)
    assert (record["id"], "260张" in record["text"]) == ("7", True)
