"""What programs may ask and what they are given, whatever way they come; knows no Gradio.

Every paragraph that is handed out is a record of `Citation`, with "reference" to paste elsewhere
and "period" and "statement", the years it is about and what it does there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa.answers.citing import cite
from qa.datatypes import Answer, Citation, Event, Found, Period, Report, Statement, Turn
from qa.errors import ConfigError
from qa.page.conversation import Scope, Waiting
from qa.page.records import Json, to_record
from qa.page.references import reference
from qa.page.shelves import Assistant


def stream(assistant: Assistant, question: str, history: Sequence[Turn], scope: Scope) -> Iterator[Event | Waiting]:
    """Give the events of an answer within a scope.

    Raises:
        QAError: the scope names a report that is not there, or see `Assistant.stream`.
    """
    for report_id in scope.reports:
        assistant.report(report_id)
    return assistant.stream(question, history=history, regions=scope.regions, years=scope.years, reports=scope.reports)


def answer(assistant: Assistant, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
    """Give the whole answer; raises as `stream` does."""
    return next(event for event in stream(assistant, question, history, scope) if isinstance(event, Answer))


def search(assistant: Assistant, query: str, scope: Scope) -> list[Json]:
    """Give the found paragraphs, best first, each once; raises as `stream` does."""
    found = next(stream(assistant, query, (), scope))
    records: dict[tuple[str, int], Json] = {}
    for hit in found.hits if isinstance(found, Found) else ():
        key = (hit.passage.report_id, hit.passage.paragraph)
        if key not in records:
            citation = cite(assistant.report(key[0]), hit.passage, len(records) + 1)
            records[key] = paragraph_record(citation, hit.passage.period, hit.passage.statement)
    return list(records.values())


def read(assistant: Assistant, report_id: str, number: int) -> Json:
    """Give one paragraph; 0 is what stands before the first: title, date, meeting, speaker.

    Raises:
        QAError: there is no such report or paragraph.
    """
    report = assistant.report(report_id)
    count = len(report.paragraphs)
    if number == 0 and count:
        text = report.text[: report.paragraphs[0].start].strip()
        return paragraph_record(_citation(report, 0, (), text), report.period, Statement.OTHER)
    for paragraph in report.paragraphs:
        if paragraph.number == number:
            citation = _citation(report, number, paragraph.section, paragraph.text)
            return paragraph_record(citation, paragraph.period, paragraph.statement)
    raise ConfigError(f"这份报告没有第{number}段，它有{count}段，请给出 0 到 {count} 之间的段号（0 为题头）。")


def paragraph_record(citation: Citation, period: Period | None, statement: Statement) -> Json:
    """Give a paragraph as programs see it."""
    told = {"period": period.label() if period else None, "statement": statement.label}
    return to_record(citation) | told | {"reference": reference(citation)}


def _citation(report: Report, number: int, section: tuple[str, ...], text: str) -> Citation:
    whose = (report.report_id, report.files[0].name, report.title, report.region, report.date)
    return Citation(1, *whose, section, number, text, text)


def read_scope(regions: Json, years: Json, reports: Json) -> Scope:
    """Give the scope that a program sent; nothing, or an empty list, allows all.

    Raises:
        ConfigError: a part is no list, or a year no number.
    """
    try:
        return Scope(tuple(_strings(regions)), tuple(int(year) for year in years or ()), tuple(_strings(reports)))
    except (TypeError, ValueError) as error:
        raise ConfigError("regions、reports 要是字符串列表，years 要是年份列表，例如 [2022]。") from error


def read_history(history: Json) -> tuple[Turn, ...]:
    """Give the earlier exchanges that a program sent, each with "question" and "answer".

    Raises:
        ConfigError: they have another form.
    """
    try:
        return tuple(Turn(*_strings([turn["question"], turn["answer"]])) for turn in history or ())
    except (TypeError, KeyError) as error:
        raise ConfigError("history 要是列表，每一项都有 question 和 answer 两个字符串。") from error


def _strings(values: Iterable[Json] | None) -> list[str]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values or ()):
        raise TypeError("strings expected")
    return list(values or ())
