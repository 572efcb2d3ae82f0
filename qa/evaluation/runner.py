"""Asking an assistant every gold question and keeping what came back: one row a question."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from qa.datatypes import Answer, Citation, Hit, Turn
from qa.errors import ConfigError, QAError
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.metrics import DEPTHS, FoundParagraph, Scores, score, score_of_no_answer

Progress = Callable[[int, int], None]
"""Called after each question with how many are done and how many there are."""

ROWS_FILE = "rows.jsonl"
INFO_FILE = "run.json"


class Assistant(Protocol):
    """What is evaluated."""

    def ask(self, question: str, *, history: Sequence[Turn]) -> Answer:
        """Answer a question after the earlier turns; raises QAError when it cannot."""
        ...


class Corpus(Protocol):
    """The reports that the assistant answers from."""

    @property
    def sources(self) -> Mapping[str, str]:
        """report_id to the file name of the report."""
        ...

    def paragraph_text(self, report_id: str, number: int) -> str:
        """The whole text of a body paragraph."""
        ...


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """A citation as kept in a row."""

    marker: int
    source: str
    paragraph: int
    quote: str


@dataclass(frozen=True, slots=True)
class HitParagraph:
    """A retrieved paragraph as kept in a row."""

    source: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Where a run comes from, all in words. `settings` adds what else shaped it, e.g. the refusal threshold."""

    machine: str
    date: str
    commit: str
    command: str
    generator: str
    index: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer and scores. `error` is the message of a failure, else None.

    `seconds` is measured by the clock around the call; `first_text_s` is what the assistant says.
    """

    id: str
    type: str
    answerable: bool
    question: str
    expected: str
    text: str
    refused: bool
    reason: str | None
    citations: tuple[CitedParagraph, ...]
    hits: tuple[HitParagraph, ...]
    scores: Scores
    seconds: float | None
    first_text_s: float | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of one run, in the order of the questions."""

    rows: tuple[Row, ...]


def run(
    assistant: Assistant, corpus: Corpus, questions: Sequence[GoldQuestion], progress: Progress | None = None
) -> Run:
    """Ask every question in order; one that fails with a QAError becomes an error row."""
    return Run(tuple(answer_rows(assistant, corpus, questions, progress)))


def answer_rows(
    assistant: Assistant, corpus: Corpus, questions: Sequence[GoldQuestion], progress: Progress | None = None
) -> Iterator[Row]:
    """The rows of `run` one by one, as they are made."""
    for done, question in enumerate(questions, start=1):
        start_s = time.perf_counter()
        try:
            answer = assistant.ask(question.question, history=question.history)
        except QAError as error:
            yield error_row(question, str(error), seconds=time.perf_counter() - start_s)
        else:
            yield _answer_row(question, answer, corpus, time.perf_counter() - start_s)
        if progress is not None:
            progress(done, len(questions))


def error_row(question: GoldQuestion, error: str, *, seconds: float | None = None) -> Row:
    """The row of a question without an answer, which counts as wrong."""
    return Row(
        id=question.id,
        type=question.type,
        answerable=question.answerable,
        question=question.question,
        expected=question.answer,
        text="",
        refused=False,
        reason=None,
        citations=(),
        hits=(),
        scores=score_of_no_answer(question),
        seconds=seconds,
        first_text_s=None,
        error=error,
    )


def complete(rows: Sequence[Row], questions: Sequence[GoldQuestion]) -> Run:
    """The rows in the order of the questions; a missing one counts as wrong, one that was not asked for is dropped."""
    by_id = {row.id: row for row in rows}
    return Run(tuple(by_id.get(question.id) or error_row(question, "没有结果") for question in questions))


def row_line(row: Row) -> str:
    """A row as one JSON line, line end included."""
    return json.dumps(asdict(row), ensure_ascii=False) + "\n"


def save_info(info: RunInfo, run_dir: Path) -> None:
    """Write what a run comes from beside its rows."""
    text = json.dumps(asdict(info), ensure_ascii=False, indent=2) + "\n"
    (run_dir / INFO_FILE).write_text(text, encoding="utf-8")


def load_run(run_dir: Path | str) -> Run:
    """Read the rows of a run folder.

    Raises:
        ConfigError: there are none, or a line is not a row of this version.
    """
    path = Path(run_dir) / ROWS_FILE
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了评测结果 {path}：{error}。请先运行 wenbao evaluate") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(_row(json.loads(line)))
        except (ValueError, TypeError, KeyError) as error:
            raise ConfigError(f"评测结果 {path} 第 {number} 行有误：{error}。请重新运行 wenbao evaluate") from error
    return Run(tuple(rows))


def load_info(run_dir: Path | str) -> RunInfo:
    """Read what a run comes from; raises ConfigError when that is not to be read."""
    path = Path(run_dir) / INFO_FILE
    try:
        return RunInfo(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(f"读不了评测说明 {path}：{error}。请重新运行 wenbao evaluate") from error


def _answer_row(question: GoldQuestion, answer: Answer, corpus: Corpus, seconds: float) -> Row:
    retrieved = _first_paragraphs(answer.hits, corpus)
    cited = [
        FoundParagraph(item.source, item.paragraph, item.text, "：".join((*_above(item), "")))
        for item in answer.citations
    ]
    return Row(
        id=question.id,
        type=question.type,
        answerable=question.answerable,
        question=question.question,
        expected=question.answer,
        text=answer.text,
        refused=answer.refused,
        reason=answer.reason.value if answer.reason else None,
        citations=tuple(
            CitedParagraph(item.marker, item.source, item.paragraph, item.quote) for item in answer.citations
        ),
        hits=tuple(HitParagraph(item.source, item.number) for item in retrieved),
        scores=score(question, text=answer.text, refused=answer.refused, cited=cited, retrieved=retrieved),
        seconds=seconds,
        first_text_s=answer.timings.get("first_text_s"),
        error=None,
    )


def _above(citation: Citation) -> list[str]:
    """What an answer may tell of a paragraph beside its words: the years it is of, the headings above it."""
    years = range(citation.period.first, citation.period.last + 1) if citation.period else ()
    return [*(f"{year}年" for year in years), *citation.section]


def _first_paragraphs(hits: Sequence[Hit], corpus: Corpus) -> list[FoundParagraph]:
    """The first distinct paragraphs of the hits, best first, as many as the deepest recall looks at."""
    places = list(dict.fromkeys((hit.passage.report_id, hit.passage.paragraph) for hit in hits))
    return [
        FoundParagraph(corpus.sources[report_id], number, corpus.paragraph_text(report_id, number))
        for report_id, number in places[: max(DEPTHS)]
    ]


def _row(fields: dict[str, Any]) -> Row:
    scores: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields["scores"].items()
    }
    parts = {
        "citations": tuple(CitedParagraph(**item) for item in fields["citations"]),
        "hits": tuple(HitParagraph(**item) for item in fields["hits"]),
        "scores": Scores(**scores),
    }
    return Row(**(fields | parts))
