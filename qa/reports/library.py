"""The reports of one index folder, in SQLite: add, remove, look up.

Knows reports, paragraphs and passages as records. It does not read files, and does not know
how passages are made or searched.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from qa.datatypes import Paragraph, Passage, Period, Report, SourceFile, Statement, called_year, full_place
from qa.errors import StaleIndexError
from qa.reports.duplicates import Outline, outline_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    report_id TEXT PRIMARY KEY, title TEXT NOT NULL, region TEXT, province TEXT, city TEXT, kind TEXT, date TEXT,
    speaker TEXT, post TEXT, meeting TEXT, first_year INTEGER, last_year INTEGER, first_plan_year INTEGER,
    last_plan_year INTEGER, path TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    worth REAL NOT NULL, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS other_files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, report_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS paragraphs (
    report_id TEXT NOT NULL, number INTEGER NOT NULL, section TEXT NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, first_year INTEGER, last_year INTEGER, statement TEXT NOT NULL,
    PRIMARY KEY (report_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    passage_id INTEGER PRIMARY KEY, report_id TEXT NOT NULL, paragraph INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, text TEXT NOT NULL, header TEXT NOT NULL, region TEXT, first_year INTEGER,
    last_year INTEGER, statement TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS files_of_report ON other_files (report_id);
CREATE INDEX IF NOT EXISTS passages_of_paragraph ON passages (report_id, paragraph);
"""
_REPORT_FIELDS = (
    "report_id, title, region, province, city, kind, date, speaker, post, meeting,"
    " first_year, last_year, first_plan_year, last_plan_year, path, sha256, text"
)
# Mapped, scattered passages of a large library are read ten times as fast as page by page.
_MAPPED_BYTES = 1 << 40  # SQLite maps no more than it was compiled for, mostly 2 GB
_PASSAGE_FIELDS = "passage_id, report_id, paragraph, start, end, text, header, region, first_year, last_year, statement"


def _period(first: int | None, last: int | None) -> Period | None:
    return None if first is None or last is None else Period(first, last)


@functools.lru_cache(maxsize=4096)  # the paragraphs of one section share it, in memory too
def _section(names: str) -> tuple[str, ...]:
    return tuple(json.loads(names))


def _years(period: Period | None) -> tuple[int | None, int | None]:
    return (None, None) if period is None else (period.first, period.last)


def _judged(part: Paragraph | Passage) -> tuple[int | None, int | None, str]:
    """Period and statement as the last three columns of a row."""
    return (*_years(part.period), part.statement.value)


def _told_apart(connection: sqlite3.Connection) -> dict[str, str]:
    """Region by report_id for reports whose region shares its name with another's: the city before the name."""
    rows = connection.execute(
        "SELECT report_id, region, COALESCE(city, province, '') FROM reports WHERE region IN (SELECT region FROM"
        " reports GROUP BY region HAVING COUNT(DISTINCT COALESCE(province, '') || COALESCE(city, '')) > 1)"
    )
    return {report_id: above + region for report_id, region, above in rows}


def _passage(row: Sequence[Any], told_apart: Mapping[str, str]) -> Passage:
    passage_id, report_id, paragraph, start, end, text, header, region, first, last, statement = row
    region, period = told_apart.get(report_id, region), _period(first, last)
    return Passage(passage_id, report_id, paragraph, start, end, text, header, region, period, Statement(statement))


class Holding(NamedTuple):
    """Which report a file belongs to, the SHA-256 it was read with, and whether the report's text is this file's."""

    report_id: str
    sha256: str
    main: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A report in a list: what it is called and which files it was read from, the one of its text first.

    `place` and `year` are those of `Report`.
    """

    report_id: str
    title: str
    region: str | None
    place: str
    date: str | None
    year: int | None
    paragraphs: int
    files: tuple[SourceFile, ...]


class Span(NamedTuple):
    """The passages of one report: all ids from `first` to `last`."""

    report_id: str
    region: str | None
    first: int
    last: int


class Library:
    """Reports and passages of one index; open it with `open`, or with `create` for a new file.

    Where an opened library holds two regions of one name, they are given as 北京市朝阳区 and 长春市朝阳区.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open connection whose schema exists."""
        self._connection = connection
        self._told_apart = _told_apart(connection)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Open the library at `path` for writing, a new one where there is none.

        Raises:
            sqlite3.DatabaseError: what stands there is no library.
        """
        connection = sqlite3.connect(path)
        connection.executescript(_SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing library for reading, from any thread.

        Raises:
            StaleIndexError: there is no library at `path`, it is damaged, or of an older form.
        """
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            return cls(connection)
        except sqlite3.Error as error:
            raise StaleIndexError(
                f"索引中的报告库无法打开：{path}（{error}）。请运行 wenbao index 重建索引。"
            ) from error

    def close(self) -> None:
        """Commit and let go of the file."""
        self._connection.commit()
        self._connection.close()

    def add(self, report: Report, passages: Iterable[Passage]) -> None:
        """Store a report with its passages, in one transaction; the report must not be held yet."""
        outline = outline_of(report)
        with self._connection:
            self._connection.execute(
                f"INSERT INTO reports ({_REPORT_FIELDS}, worth, sketch) VALUES ({','.join('?' * 19)})",
                (
                    report.report_id,
                    report.title,
                    report.region,
                    report.province,
                    report.city,
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
                    outline.worth,
                    np.array(outline.sketch, dtype=np.uint64).tobytes(),
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
            self._add_files(report.report_id, report.other_files)

    def _add_files(self, report_id: str, files: Iterable[SourceFile]) -> None:
        rows = ((file.path, file.sha256, report_id) for file in files)
        self._connection.executemany("INSERT INTO other_files VALUES (?,?,?)", rows)

    def add_file(self, report_id: str, file: SourceFile) -> None:
        """Note one more file that holds a report."""
        with self._connection:
            self._add_files(report_id, [file])

    def take(self, source: Library, report_id: str, other_files: Iterable[SourceFile]) -> None:
        """Copy a report of another library with its passages, which follow the last one held.

        The further files are `other_files`, not those of the source. Stored when the library is closed.
        """
        last_id = self.last_passage_id()
        for table, order in (("reports", "report_id"), ("paragraphs", "number"), ("passages", "passage_id")):
            query = f"SELECT * FROM {table} WHERE report_id = ? ORDER BY {order}"
            rows: Iterable[Sequence[Any]] = source._connection.execute(query, (report_id,))
            if table == "passages":
                rows = ((last_id + place, *row[1:]) for place, row in enumerate(rows, start=1))
            self._copy(table, rows)
        self._add_files(report_id, other_files)

    def _copy(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        (columns,) = self._connection.execute("SELECT COUNT(*) FROM pragma_table_info(?)", (table,)).fetchone()
        self._connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * columns)})", rows)

    def remove(self, report_id: str) -> None:
        """Take a report and its passages out; one that is not held is passed over."""
        with self._connection:
            for table in ("reports", "paragraphs", "passages", "other_files"):
                self._connection.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))

    def files(self) -> dict[str, Holding]:
        """Every file that a report was read from, by path."""
        rows = self._connection.execute(
            "SELECT path, report_id, sha256, 1 FROM reports UNION ALL"
            " SELECT path, report_id, sha256, 0 FROM other_files ORDER BY path"
        )
        return {path: Holding(report_id, sha256, bool(main)) for path, report_id, sha256, main in rows}

    def listing(self) -> list[Listing]:
        """All reports without their text, by region, date and title."""
        others: dict[str, list[SourceFile]] = {}
        for report_id, *file in self._connection.execute(
            "SELECT report_id, path, sha256 FROM other_files ORDER BY path"
        ):
            others.setdefault(report_id, []).append(SourceFile(*file))
        rows = self._connection.execute(
            "SELECT report_id, title, region, province, city, kind, date, first_year, last_year, first_plan_year,"
            " last_plan_year, path, sha256, (SELECT COUNT(*) FROM paragraphs"
            " WHERE paragraphs.report_id = reports.report_id) FROM reports ORDER BY region, date, title, report_id"
        )
        return [self._listed(row, others.get(row[0], [])) for row in rows]

    def _listed(self, row: Sequence[Any], others: Sequence[SourceFile]) -> Listing:
        report_id, title, region, province, city, kind, date, *years, path, sha256, paragraphs = row
        told = self._told_apart.get(report_id, region)
        day = dt.date.fromisoformat(date) if date else None
        year = called_year(kind, day, _period(*years[:2]), _period(*years[2:]))
        place = full_place(told, province, city)
        files = (SourceFile(path, sha256), *others)
        return Listing(report_id, title, told, place, date, year, paragraphs, files)

    def outlines(self) -> list[Outline]:
        """What tells for each report whether another is the same."""
        rows = self._connection.execute("SELECT path, worth, sketch FROM reports ORDER BY path")
        return [
            Outline(path, worth, tuple(np.frombuffer(sketch, dtype=np.uint64).tolist())) for path, worth, sketch in rows
        ]

    def last_passage_id(self) -> int:
        """The highest passage_id, 0 where there are none."""
        return int(self._connection.execute("SELECT COALESCE(MAX(passage_id), 0) FROM passages").fetchone()[0])

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
        facts["region"] = self._told_apart.get(row[0], facts["region"])
        first, last = facts.pop("first_year"), facts.pop("last_year")
        first_plan, last_plan = facts.pop("first_plan_year"), facts.pop("last_plan_year")
        date, text = facts.pop("date"), facts["text"]
        others = self._connection.execute(
            "SELECT path, sha256 FROM other_files WHERE report_id = ? ORDER BY path", (row[0],)
        )
        paragraphs = self._connection.execute(
            "SELECT number, section, start, end, first_year, last_year, statement FROM paragraphs"
            " WHERE report_id = ? ORDER BY number",
            (row[0],),
        )
        return Report(
            **facts,
            other_files=tuple(SourceFile(*other) for other in others),
            date=dt.date.fromisoformat(date) if date else None,
            period=_period(first, last),
            plan_period=_period(first_plan, last_plan),
            paragraphs=tuple(
                Paragraph(
                    row[0],
                    number,
                    _section(section),
                    text[start:end],
                    start,
                    end,
                    _period(since, until),
                    Statement(statement),
                )
                for number, section, start, end, since, until, statement in paragraphs
            ),
        )

    def spans(self) -> list[Span]:
        """The passages of each report, by passage_id; reports without passages are left out."""
        rows = self._connection.execute(
            "SELECT report_id, reports.region, MIN(passage_id) AS first, MAX(passage_id)"
            " FROM reports JOIN passages USING (report_id) GROUP BY report_id ORDER BY first"
        )
        return [Span(name, self._told_apart.get(name, region), first, last) for name, region, first, last in rows]

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in the order asked for; unknown ids are left out."""
        found: dict[int, Passage] = {}
        for at in range(0, len(passage_ids), 500):  # SQLite's limit of variables in one statement
            chunk = list(passage_ids[at : at + 500])
            rows = self._connection.execute(
                f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE passage_id IN ({','.join('?' * len(chunk))})", chunk
            )
            found.update((row[0], _passage(row, self._told_apart)) for row in rows)
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def passages_of(self, report_id: str, paragraph: int | None = None) -> list[Passage]:
        """The passages of a report, or of one of its paragraphs, in reading order."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE report_id = ? AND (? IS NULL OR paragraph = ?)"
            " ORDER BY passage_id",
            (report_id, paragraph, paragraph),
        )
        return [_passage(row, self._told_apart) for row in rows]

    def all_passages(self, *, holding: Sequence[str] = ()) -> Iterator[Passage]:
        """Every passage, by passage_id; with `holding`, those whose text holds one of these words, any letter case.

        A word may reach from the row of a table into its column.
        """
        holds = " OR ".join(["replace(text, ' | ', '') LIKE '%' || ? || '%'"] * len(holding)) or "1"
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE {holds} ORDER BY passage_id", list(holding)
        )
        for row in rows:
            yield _passage(row, self._told_apart)


def read_passage_texts(path: Path) -> Iterator[tuple[int, str, str]]:
    """Give passage_id, header and text of every passage of a library of this or an earlier form.

    Raises:
        sqlite3.Error: there is no library at `path`, or it is damaged.
    """
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        yield from connection.execute("SELECT passage_id, header, text FROM passages ORDER BY passage_id")
    finally:
        connection.close()
