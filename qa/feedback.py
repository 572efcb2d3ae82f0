"""What people said of answers, one JSON line each, and the gold candidates that are made of it.

The file stays on this machine. A later line on the same answer stands for the earlier one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from qa.datatypes import Citation, Intent, Turn
from qa.errors import ConfigError
from qa.figures.parsing import parse_figures, same_quantity

FILE = "feedback.jsonl"
_NOTE_CHARS = 2000
_MARKS = re.compile(r"\[\d{1,3}\]")
_QUOTE_CHARS = (8, 40)  # what GOLD asks of a piece of evidence
_TYPES = {
    Intent.FIGURE: "fact", Intent.FACT: "fact", Intent.YES_NO: "fact", Intent.LIST: "list", Intent.REASON: "why",
    Intent.PURPOSE: "why", Intent.SUMMARY: "summary", Intent.PERSON: "person", Intent.META: "meta",
    Intent.COMPARE: "compare", Intent.COMPUTE: "calc", Intent.OTHER: "fact",
}  # fmt: skip
_writing = threading.Lock()


class Verdict(StrEnum):
    """What a person says of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    WRONG_SOURCE = "wrong_source"

    @property
    def label(self) -> str:
        """The verdict in the words of the page."""
        return {"right": "回答正确", "wrong": "回答有误", "wrong_source": "出处不对"}[self.value]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it was shown, and the turns before it."""

    question: str
    answer: str
    refused: bool = False
    intent: Intent = Intent.OTHER
    citations: tuple[Citation, ...] = ()
    history: tuple[Turn, ...] = ()

    @property
    def answer_id(self) -> str:
        """The same for the same question, turns before it and answer."""
        told = [(turn.question, turn.answer) for turn in self.history]
        return hashlib.sha256(repr((told, self.question, self.answer)).encode()).hexdigest()[:16]


def keep(judged: Judged, verdict: Verdict, note: str, folder: Path) -> None:
    """Append what a person says of an answer to the file in `folder`.

    Raises:
        ConfigError: the file cannot be written.
    """
    record = {
        "id": judged.answer_id,
        "time": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "verdict": verdict.value,
        "note": note.strip()[:_NOTE_CHARS],
        "question": judged.question,
        "history": [{"question": turn.question, "answer": turn.answer} for turn in judged.history],
        "intent": judged.intent.value,
        "answer": judged.answer,
        "refused": judged.refused,
        "citations": [{"report": citation.source, "quote": citation.quote} for citation in judged.citations],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _writing, (folder / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise ConfigError(f"评价没有存下来：{folder / FILE} 写不进去（{error}）。请检查磁盘空间和权限。") from error


def candidates(folder: Path) -> list[dict[str, Any]]:
    """The gold candidates of all that was said, in the order of the answers; the form is that of gold questions.

    An answer that was called right becomes a question with its answer, figures and evidence. Of one
    that was called wrong only the question stands; "todo" says what a person has to write.

    Raises:
        ConfigError: there is no feedback yet, or a line of it is damaged.
    """
    path = folder / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ConfigError(f"还没有人评价过回答：{path} 不存在。在网页上评价回答后再运行。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了评价文件 {path}：{error}") from error
    latest: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            latest[record["id"]] = _candidate(record)
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"评价文件 {path} 第 {number} 行已损坏，请删去这一行后再运行。") from error
    return list(latest.values())


def _candidate(record: Mapping[str, Any]) -> dict[str, Any]:
    verdict = Verdict(record["verdict"])
    answer = _MARKS.sub("", record["answer"]) if verdict is not Verdict.WRONG and not record["refused"] else ""
    cited = record["citations"] if verdict is Verdict.RIGHT else []
    quotes = [item["quote"] for item in record["citations"]]
    answerable = bool(answer) or (verdict is not Verdict.RIGHT)
    candidate = {
        "id": f"feedback-{record['id']}",
        "question": record["question"],
        "type": "followup" if record["history"] else _type(record, answerable),
        "history": record["history"],
        "answerable": answerable,
        "answer": answer,
        "must_include": _told_figures(answer, quotes),
        "evidence": [{"report": item["report"], "quote": _piece(item["quote"], answer)} for item in cited],
        "split": "dev",
        "verdict": verdict.value,
        "note": record["note"],
        "todo": _todo(verdict, answerable, answer, quotes),
    }
    return {key: value for key, value in candidate.items() if value not in ([], "")}


def _type(record: Mapping[str, Any], answerable: bool) -> str:
    return _TYPES[Intent(record["intent"])] if answerable else "unanswerable"


def _todo(verdict: Verdict, answerable: bool, answer: str, quotes: Iterable[str]) -> str:
    if verdict is Verdict.WRONG:
        return "写出正确的 answer、must_include 和 evidence；报告里没有的，answerable 改为 false"
    if verdict is Verdict.WRONG_SOURCE:
        return "核对 must_include，写出正确的 evidence"
    if answerable and not _told_figures(answer, quotes):
        return "写出 must_include"
    return ""


def _told_figures(answer: str, quotes: Iterable[str]) -> list[list[str]]:
    """The figures of the answer that a quote holds, each as the answer and as the quote writes it."""
    held = [figure for quote in quotes for figure in parse_figures(quote)]
    groups: dict[str, list[str]] = {}
    for figure in parse_figures(answer):
        same = [other.text for other in held if same_quantity(figure, other)]
        if same:
            groups.setdefault(figure.text, list(dict.fromkeys([figure.text, *same])))
    return list(groups.values())


def _piece(quote: str, answer: str) -> str:
    """At most forty characters of a quote, about the first figure that the answer takes from it."""
    shortest, longest = _QUOTE_CHARS
    line = max(quote.split("\n"), key=len).strip()
    if len(line) <= longest:
        return line
    told = parse_figures(answer)
    at = next((figure.start for figure in parse_figures(line) if _among(figure.text, told)), 0)
    start = max(0, min(at - longest + shortest + 4, len(line) - longest))
    return line[start : start + longest].strip()


def _among(text: str, figures: Sequence[Any]) -> bool:
    return any(text == figure.text for figure in figures)
