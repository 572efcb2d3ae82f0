"""The figures of a library by indicator, region and year.

Nothing is kept on disk: a question about one indicator looks only at the sentences that hold its words.
"""

from __future__ import annotations

import copy
import difflib
import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Self

from qa.datatypes import Passage, Report
from qa.figures.agreement import conflicting, merged
from qa.figures.entries import Entry, entries_of, order
from qa.figures.indicators import Asked, core_name, says_enough, short
from qa.reports.library import Library
from qa.reports.periods import Calendar
from qa.text import normalise

# All passages, or those that hold one of the words literally; and the report with an id.
Passages = Callable[[Sequence[str]], Iterable[Passage]]
Reports = Callable[[str], Report | None]

_NAMES_FROM = 60_000  # passages read for the list of names; of a bigger library, evenly spread ones


class Ledger:
    """Figures of a library, found when asked for; the same question gives the same entries in the same order."""

    def __init__(self, passages: Passages, report: Reports) -> None:
        """Take the two ways into a library: its passages that hold one of some words, and its reports."""
        self._passages = passages
        self._report = report
        self._calendars: dict[str, Calendar] = {}

    @classmethod
    def of(cls, *libraries: Library) -> Self:
        """The ledger of one or more libraries; a report that several hold is the first one's."""

        held = functools.cache(lambda at: {report.report_id for report in libraries[at].listing()})

        def passages(words: Sequence[str]) -> Iterator[Passage]:
            for at, library in enumerate(libraries):
                for passage in library.all_passages(holding=words):
                    if not any(passage.report_id in held(earlier) for earlier in range(at)):
                        yield passage

        def report(report_id: str) -> Report | None:
            return next((found for library in libraries if (found := library.report(report_id))), None)

        return cls(passages, report)

    def within(self, passages: Sequence[Passage]) -> Self:
        """The ledger of these passages of the library alone."""
        alone = copy.copy(self)
        alone._passages = lambda words: passages
        return alone

    def values(
        self,
        indicator: str,
        *,
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        reports: Sequence[str] = (),
    ) -> tuple[Entry, ...]:
        """All figures of an indicator, by region, year, statement and kind; the same told twice is one entry.

        A figure counts when what it counts means the indicator, not when its sentence mentions it. Where
        nothing is called so, its special kinds count ("普惠性学位" for "学位"). A name such as "GDP增速" or
        "新增学位" asks for one kind only. Without `regions`, `years` (any year of an entry's period) or
        `reports` (ids), all count.
        """
        asked = Asked.of(indicator)
        if not asked.words:
            return ()
        held = [
            entry
            for entry in self._told(asked.words, regions, reports)
            if asked.kind in (None, entry.kind) and (asked.kind_of(entry) or asked.exactly(entry))
        ]
        exact = [entry for entry in held if asked.exactly(entry)]
        wanted = (entry for entry in exact or held if entry.is_of(years))
        return tuple(sorted(merged(wanted), key=order))

    def names(self, *, regions: Sequence[str] = (), limit: int | None = 60) -> tuple[str, ...]:
        """Indicators worth asking for: told for several years or regions, the most told first, ties by name."""
        names = self._names(tuple(sorted(set(regions))))
        return names[:limit]

    def nearest(self, indicator: str, *, limit: int = 5) -> tuple[str, ...]:
        """Names that are like `indicator`, the likest first."""
        asked = normalise(indicator)
        pairs = {asked[at : at + 2] for at in range(len(asked) - 1)} or {asked}
        scored = [
            (sum(pair in normalise(name) for pair in pairs) + difflib.SequenceMatcher(None, asked, name).ratio(), name)
            for name in self.names(limit=None)
        ]
        best = sorted((-round(score, 6), name) for score, name in scored if score >= 0.6)
        return tuple(name for _, name in best[:limit])

    def conflicts(
        self, indicator: str = "", *, regions: Sequence[str] = (), years: Sequence[int] = ()
    ) -> tuple[tuple[Entry, ...], ...]:
        """Groups of entries of different reports that give one figure differently, beyond rounding and hedges.

        A group has one indicator, region, period, statement, kind, unit and base. Without `indicator`
        all figures are looked at, which reads the whole library.
        """
        if indicator:
            return conflicting(self.values(indicator, regions=regions, years=years))
        return conflicting(merged(entry for entry in self._told((), regions) if entry.is_of(years)))

    def _told(self, words: Sequence[str], regions: Sequence[str], reports: Sequence[str] = ()) -> Iterator[Entry]:
        """The entries of the passages that hold one of the words, of these regions and reports, or of all."""
        for passage in self._passages(words):
            if (not regions or passage.region in regions) and (not reports or passage.report_id in reports):
                yield from entries_of(passage, self._calendar)

    @functools.cache  # noqa: B019 - one ledger lives as long as its library, and few regions are asked for
    def _names(self, regions: tuple[str, ...]) -> tuple[str, ...]:
        told: dict[str, set[tuple[str | None, int | None]]] = defaultdict(set)
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for passage in self._sample(regions):
            for entry in entries_of(passage, self._calendar):
                if says_enough(entry.indicator) and len(core := core_name(entry.indicator, entry.region)) >= 2:
                    told[core].add((entry.region, entry.year))
                    written[core][short(entry.indicator, entry.region)] += 1
        cores = sorted(told, key=lambda core: (-len(told[core]), -written[core].total(), core))
        names = (
            min(written[core], key=lambda name: (-written[core][name], name)) for core in cores if len(told[core]) > 1
        )
        return tuple(names)

    def _sample(self, regions: Sequence[str]) -> Iterator[Passage]:
        """Passages with digits, all of them or, in a big library, evenly spread ones."""
        count = sum(1 for _ in self._passages(()))
        for passage in itertools.islice(self._passages(()), 0, None, max(1, count // _NAMES_FROM)):
            if (not regions or passage.region in regions) and re.search(r"\d", passage.text):
                yield passage

    def _calendar(self, report_id: str) -> Calendar:
        if report_id not in self._calendars:
            report = self._report(report_id)
            self._calendars[report_id] = Calendar.of(report) if report else Calendar(None, None, None)
        return self._calendars[report_id]
