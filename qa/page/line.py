"""One answer is worded at a time; who asks meanwhile stands in line, in the order of asking.

The local model is one engine, and two answers on two cores are each half as quick. Finding
is not held up: everyone sees the found paragraphs at once, and then how many are before them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Unpack

from qa.assistant import Options
from qa.datatypes import Event, Report
from qa.figures.entries import Entry
from qa.page.conversation import Waiting
from qa.page.shelves import Assistant
from qa.search.index import Progress

_TELL_S = 1.0  # between two words on how many are before; quoted answers are through sooner


class Line:
    """Who is next."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._places: list[object] = []
        self._moved = threading.Condition()

    def join(self) -> object:
        """Give a place at the end."""
        place = object()
        with self._moved:
            self._places.append(place)
        return place

    def leave(self, place: object) -> None:
        """Give the place up, from wherever it is."""
        with self._moved:
            self._places.remove(place)
            self._moved.notify_all()

    def ahead(self, place: object) -> int:
        """Give how many are before this place: 0 as soon as it is first, another number after a second."""
        with self._moved:
            self._moved.wait_for(lambda: self._places[0] is place, timeout=_TELL_S)
            return self._places.index(place)


class TakingTurns:
    """An assistant for many people; speaks the same protocol."""

    def __init__(self, assistant: Assistant, line: Line | None = None) -> None:
        """Take the assistant that is shared, and the line that its users stand in."""
        self._assistant = assistant
        self._line = line or Line()

    def stream(self, question: str, **options: Unpack[Options]) -> Iterator[Event | Waiting]:
        """Give what was found at once, `Waiting` while others are before, then the rest."""
        events = self._assistant.stream(question, **options)
        yield next(events)
        place = self._line.join()
        try:
            while ahead := self._line.ahead(place):
                yield Waiting(ahead)
            yield from events
        finally:  # also when the person stops or goes away, which closes this generator
            self._line.leave(place)

    def reports(self) -> list[Report]:
        """Give all reports of the index, in the order in which they are listed."""
        return self._assistant.reports()

    def report(self, report_id: str) -> Report:
        """Give one report; raises QAError where there is none."""
        return self._assistant.report(report_id)

    def with_files(self, files: Sequence[Path], folder: Path, *, progress: Progress) -> Assistant:
        """Give an assistant that also searches these files, and stands in the same line; raises QAError."""
        return TakingTurns(self._assistant.with_files(files, folder, progress=progress), self._line)

    def indicator(self, name: str, *, regions: Sequence[str] = ()) -> tuple[Entry, ...]:
        """Give the values of an indicator, of all kinds."""
        return self._assistant.indicator(name, regions=regions)

    def indicator_names(self, *, regions: Sequence[str] = (), limit: int = 60) -> tuple[str, ...]:
        """Give the names of the indicators that reports give most often."""
        return self._assistant.indicator_names(regions=regions, limit=limit)
