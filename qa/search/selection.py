"""Which reports the next index holds: those that stay and those read anew, each once though it has several files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from qa.datatypes import Report, SourceFile
from qa.reports.duplicates import Difference, differences, group
from qa.reports.library import Library


class Kept(NamedTuple):
    """A report that the next index holds, and the library that it is taken from.

    `unlike` has by path the copies that were compared and whose text is not quite that of the main file.
    """

    source: Library
    report_id: str
    files: tuple[SourceFile, ...]  # the main one first
    unlike: Mapping[str, Sequence[Difference]] = MappingProxyType({})

    @property
    def path(self) -> str:
        """The main file, which names the report among all."""
        return self.files[0].path


def all_of(library: Library) -> list[Kept]:
    """All reports of a library with their files."""
    return [Kept(library, report.report_id, report.files) for report in library.listing()]


def merged(standing: Library | None, read: Library, leaving: Collection[str]) -> list[Kept]:
    """The reports read anew and those that stay, each once."""
    staying = _without_files(all_of(standing), {*leaving, *read.files()}) if standing else ()
    return _without_twins([*staying, *all_of(read)])


def _without_files(reports: Iterable[Kept], gone: Collection[str]) -> Iterator[Kept]:
    """The reports whose main file is not gone, with those of their files that are not."""
    for report in reports:
        if report.path not in gone:
            yield report._replace(files=tuple(file for file in report.files if file.path not in gone))


def _without_twins(reports: Iterable[Kept]) -> list[Kept]:
    """The reports, each once: a twin's files become further files, and where its text differs is noted."""
    by_path = {report.path: report for report in reports}
    libraries = dict.fromkeys(report.source for report in by_path.values())
    outlines = [
        outline
        for library in libraries
        for outline in library.outlines()
        if outline.path in by_path and by_path[outline.path].source is library
    ]

    def load(path: str) -> Report:
        report = by_path[path].source.report(by_path[path].report_id)
        assert report is not None
        return report

    kept = []
    for path, twins in group(outlines, load).items():
        others = sorted(file for one in (path, *twins) for file in by_path[one].files if file.path != path)
        found = ((twin, differences(load(path), load(twin))) for twin in twins)
        unlike = {twin: places for twin, places in found if places}
        kept.append(by_path[path]._replace(files=(by_path[path].files[0], *others), unlike=unlike))
    return kept
