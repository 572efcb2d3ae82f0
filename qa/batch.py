"""The batch format: questions, one JSON object a line, and the records that answer them. Knows no files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from qa.datatypes import Answer, Turn
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.assistant import Assistant


_EXAMPLE = '{"id": "q1", "question": "海淀区2022年新设企业多少户？"}'


def read_questions(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One record a line that is not blank; a line without "id" gets its number, one that cannot be used "error"."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            yield {"id": None, "question": None, "line": number, "error": f"第{number}行不是有效的 JSON。"}
            continue
        if not isinstance(record, dict):
            yield {"id": None, "question": None, "line": number, "error": f"第{number}行不是一个对象。"}
        elif not isinstance(record.get("question"), str):
            error = f"第{number}行没有 question（问题文字）。每行如：{_EXAMPLE}"
            yield {"id": record.get("id"), "question": None, "line": number, "error": error}
        elif record.get("id") in (None, ""):
            yield record | {"id": str(number)}
        else:
            yield record


def answer_question(assistant: Assistant, record: dict[str, Any]) -> dict[str, Any]:
    """The record of the answer to one record of `read_questions`, with "error" where there is none."""
    if "error" in record:
        return {key: record[key] for key in ("id", "question", "error")}
    try:
        history = [Turn(str(turn["question"]), str(turn.get("answer", ""))) for turn in record.get("history") or []]
        return answer_record(assistant.ask(record["question"], history=history), str(record["id"]))
    except (QAError, KeyError, TypeError, AttributeError) as error:
        reason = str(error) if isinstance(error, QAError) else "history 的格式不对。"
        return {"id": record["id"], "question": record["question"], "error": reason}


def answer_record(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """An answer in the form of batch answers; with "id" where there is one."""
    citations = []
    for citation in answer.citations:
        record = dataclasses.asdict(citation)
        record["report"] = record.pop("source")
        record["date"] = citation.date.isoformat() if citation.date else None
        citations.append(record)
    record = {"id": question_id} if question_id is not None else {}
    return record | {
        "question": answer.question,
        "text": answer.text,
        "refused": answer.refused,
        "reason": answer.reason.value if answer.reason else None,
        "understood": answer.inquiry.label() if answer.inquiry else None,
        "citations": citations,
        "seconds": answer.timings.get("total_s"),
        "first_token_seconds": answer.timings.get("first_text_s"),
    }
