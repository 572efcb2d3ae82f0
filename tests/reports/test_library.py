"""Reports and passages in SQLite: what goes in comes out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Passage, Report
from qa.errors import StaleIndexError
from qa.reports.library import Library
from qa.reports.reader import read_report
from qa.search.passages import passages_of
from tests.fakes import write_reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    folder = write_reports(tmp_path_factory.mktemp("reports"))
    return [read_report(folder / name) for name in ("云河区.txt", "松岭区.txt")]


@pytest.fixture(scope="module")
def passages(reports: list[Report]) -> list[Passage]:
    found: list[Passage] = []
    for report in reports:
        found += passages_of(report, first_id=len(found) + 1)
    return found


@pytest.fixture
def library(tmp_path: Path, reports: list[Report], passages: list[Passage]) -> Iterator[Library]:
    new = Library.create(tmp_path / "library.sqlite")
    for report in reports:
        new.add(report, [passage for passage in passages if passage.report_id == report.report_id])
    new.close()
    held = Library.open(tmp_path / "library.sqlite")
    yield held
    held.close()


def test_reports_come_back_as_they_went_in(library: Library, reports: list[Report]) -> None:
    assert library.reports() == reports  # by region: 云 before 松
    assert [library.report(report.report_id) for report in reports] == reports


def test_passages_come_back_as_they_went_in(library: Library, passages: list[Passage]) -> None:
    assert list(library.all_passages()) == passages


def test_what_a_report_does_not_tell_stays_untold(tmp_path: Path, reports: list[Report]) -> None:
    bare = replace(reports[0], region=None, kind=None, date=None, speaker=None, post=None, meeting=None,
                   period=None, plan_period=None)  # fmt: skip
    held = Library.create(tmp_path / "library.sqlite")
    held.add(bare, [])
    assert held.report(bare.report_id) == bare
    held.close()


def test_an_unknown_report_is_none(library: Library) -> None:
    assert library.report("无") is None


def test_spans_tell_whose_each_passage_is(library: Library, passages: list[Passage]) -> None:
    told = [
        (passage_id, span.report_id, span.region)
        for span in library.spans()
        for passage_id in range(span.first, span.last + 1)
    ]
    assert told == [(passage.passage_id, passage.report_id, passage.region) for passage in passages]


def test_passages_come_in_the_order_asked_for(library: Library, passages: list[Passage]) -> None:
    assert library.passages([9, 3, 424242, 5]) == [passages[8], passages[2], passages[4]]


def test_many_passages_are_asked_for_at_once(library: Library, passages: list[Passage]) -> None:
    wanted = [1 + number % len(passages) for number in range(1700)]
    assert [passage.passage_id for passage in library.passages(wanted)] == wanted


def test_passages_of_one_paragraph_come_in_reading_order(library: Library, passages: list[Passage]) -> None:
    report_id = passages[0].report_id
    expected = [one for one in passages if (one.report_id, one.paragraph) == (report_id, 4)]
    assert len(expected) > 1
    assert library.passages_of(report_id, 4) == expected
    assert library.passages_of(report_id) == [one for one in passages if one.report_id == report_id]


def test_a_report_that_is_held_is_not_added_again(tmp_path: Path, reports: list[Report]) -> None:
    held = Library.create(tmp_path / "library.sqlite")
    held.add(reports[0], [])
    with pytest.raises(sqlite3.IntegrityError):
        held.add(reports[0], [])
    assert held.reports() == reports[:1]
    held.close()


def test_an_open_library_is_read_from_several_threads(library: Library, reports: list[Report]) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: library.reports(), range(8))) == [reports] * 8


def test_an_open_library_is_not_written(library: Library, reports: list[Report]) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        library.add(replace(reports[0], report_id="neu"), [])


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100], ids=["missing", "empty", "damaged"])
def test_open_refuses_what_is_no_library(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StaleIndexError, match=r"无法打开.*wenbao index"):
        Library.open(path)
