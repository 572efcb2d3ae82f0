"""The reports of one index folder, in SQLite: add, remove, look up.

Knows reports, paragraphs and passages as records. It does not read files, and does not know
how passages are made or searched.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from qa.datatypes import Paragraph, Passage, Period, Report, Statement
from qa.errors import StaleIndexError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    report_id TEXT PRIMARY KEY, title TEXT NOT NULL, region TEXT, kind TEXT, date TEXT, speaker TEXT, post TEXT,
    meeting TEXT, first_year INTEGER, last_year INTEGER, first_plan_year INTEGER, last_plan_year INTEGER,
    path TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS paragraphs (
    report_id TEXT NOT NULL, number INTEGER NOT NULL, section TEXT NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, first_year INTEGER, last_year INTEGER, statement TEXT NOT NULL,
    PRIMARY KEY (report_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    passage_id INTEGER PRIMARY KEY, report_id TEXT NOT NULL, paragraph INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, text TEXT NOT NULL, header TEXT NOT NULL, region TEXT, first_year INTEGER,
    last_year INTEGER, statement TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of_paragraph ON passages (report_id, paragraph);
"""
_REPORT_FIELDS = (
    "report_id, title, region, kind, date, speaker, post, meeting,"
    " first_year, last_year, first_plan_year, last_plan_year, path, sha256, text"
)
_PASSAGE_COLUMNS = ("passage_id", "report_id", "paragraph", "start", "end", "text", "header", "region")
_PASSAGE_FIELDS = "passage_id, report_id, paragraph, start, end, text, header, region, first_year, last_year, statement"


def _period(first: int | None, last: int | None) -> Period | None:
    return None if first is None or last is None else Period(first, last)


def _years(period: Period | None) -> tuple[int | None, int | None]:
    return (None, None) if period is None else (period.first, period.last)


def _judged(part: Paragraph | Passage) -> tuple[int | None, int | None, str]:
    """Period and statement as the last three columns of a row."""
    return (*_years(part.period), part.statement.value)


def _passage(row: Sequence[Any]) -> Passage:
    facts = dict(zip(_PASSAGE_COLUMNS, row[:8], strict=True))
    return Passage(**facts, period=_period(row[8], row[9]), statement=Statement(row[10]))


class Library:
    """Reports and passages of one index; open it with `open`, or with `create` for a new file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open connection whose schema exists."""
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """Open a new, empty library at `path`."""
        connection = sqlite3.connect(path)
        connection.executescript(_SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing library for reading, from any thread.

        Raises:
            StaleIndexError: there is no library at `path`, or it is damaged.
        """
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            connection.execute("SELECT COUNT(*) FROM reports").fetchone()
        except sqlite3.Error as error:
            raise StaleIndexError(
                f"索引中的报告库无法打开：{path}（{error}）。请运行 wenbao index 重建索引。"
            ) from error
        return cls(connection)

    def close(self) -> None:
        """Commit and let go of the file."""
        self._connection.commit()
        self._connection.close()

    def add(self, report: Report, passages: Iterable[Passage]) -> None:
        """Store a report with its passages, in one transaction; the report must not be held yet."""
        with self._connection:
            self._connection.execute(
                f"INSERT INTO reports ({_REPORT_FIELDS}) VALUES ({','.join('?' * 15)})",
                (
                    report.report_id,
                    report.title,
                    report.region,
                    report.kind,
                    report.date.isoformat() if report.date else None,
                    report.speaker,
                    report.post,
                    report.meeting,
                    *_years(report.period),
                    *_years(report.plan_period),
                    report.path,
                    report.sha256,
                    report.text,
                ),
            )
            self._connection.executemany(
                "INSERT INTO paragraphs VALUES (?,?,?,?,?,?,?,?)",
                (
                    (p.report_id, p.number, json.dumps(p.section, ensure_ascii=False), p.start, p.end, *_judged(p))
                    for p in report.paragraphs
                ),
            )
            self._connection.executemany(
                f"INSERT INTO passages ({_PASSAGE_FIELDS}) VALUES ({','.join('?' * 11)})",
                (
                    (p.passage_id, p.report_id, p.paragraph, p.start, p.end, p.text, p.header, p.region, *_judged(p))
                    for p in passages
                ),
            )

    def reports(self) -> list[Report]:
        """All reports with their paragraphs, by region, date and title."""
        rows = self._connection.execute(
            f"SELECT {_REPORT_FIELDS} FROM reports ORDER BY region, date, title, report_id"
        ).fetchall()
        return [self._report(row) for row in rows]

    def report(self, report_id: str) -> Report | None:
        """The report with this id, or None when it is not held."""
        row = self._connection.execute(
            f"SELECT {_REPORT_FIELDS} FROM reports WHERE report_id = ?", (report_id,)
        ).fetchone()
        return self._report(row) if row else None

    def _report(self, row: Sequence[Any]) -> Report:
        facts = dict(zip(_REPORT_FIELDS.replace(" ", "").split(","), row, strict=True))
        first, last = facts.pop("first_year"), facts.pop("last_year")
        first_plan, last_plan = facts.pop("first_plan_year"), facts.pop("last_plan_year")
        date, text = facts.pop("date"), facts["text"]
        paragraphs = self._connection.execute(
            "SELECT number, section, start, end, first_year, last_year, statement FROM paragraphs"
            " WHERE report_id = ? ORDER BY number",
            (row[0],),
        )
        return Report(
            **facts,
            date=dt.date.fromisoformat(date) if date else None,
            period=_period(first, last),
            plan_period=_period(first_plan, last_plan),
            paragraphs=tuple(
                Paragraph(
                    row[0],
                    number,
                    tuple(json.loads(section)),
                    text[start:end],
                    start,
                    end,
                    _period(since, until),
                    Statement(statement),
                )
                for number, section, start, end, since, until, statement in paragraphs
            ),
        )

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in the order asked for; unknown ids are left out."""
        found: dict[int, Passage] = {}
        for at in range(0, len(passage_ids), 500):  # SQLite's limit of variables in one statement
            chunk = list(passage_ids[at : at + 500])
            rows = self._connection.execute(
                f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE passage_id IN ({','.join('?' * len(chunk))})", chunk
            )
            found.update((row[0], _passage(row)) for row in rows)
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def passages_of(self, report_id: str, paragraph: int | None = None) -> list[Passage]:
        """The passages of a report, or of one of its paragraphs, in reading order."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE report_id = ? AND (? IS NULL OR paragraph = ?)"
            " ORDER BY passage_id",
            (report_id, paragraph, paragraph),
        )
        return [_passage(row) for row in rows]

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, by passage_id."""
        for row in self._connection.execute(f"SELECT {_PASSAGE_FIELDS} FROM passages ORDER BY passage_id"):
            yield _passage(row)
