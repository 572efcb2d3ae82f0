"""What is searched: a shared index and, beside it, perhaps one of a person's own. Neither is copied.

Both are searched with the shared index's word weights, so that their scores can be compared.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.datatypes import Hit, Inquiry, Passage, Report
from qa.reports.library import Library
from qa.search.index import Encoder, Index
from qa.search.retrieval import HybridRetriever

_OWN = 1 << 40  # added to the passage ids of the own index: more than a shared index will ever have


@dataclass(frozen=True)
class _Own:
    """A person's own reports; `reports` are those that the shared index does not hold."""

    index: Index
    retriever: HybridRetriever
    reports: dict[str, Report]


class Stock:
    """The reports of one index, or of a shared and a person's own one, as one."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        """Take an open index and the encoder that it was made with."""
        self.encoder = encoder
        self.words = index.lexical  # tells how telling a word is
        self._index = index
        self._retriever = HybridRetriever(index, encoder)
        self._reports = index.library.reports()
        self._own: _Own | None = None

    def beside(self, own: Index) -> Stock:
        """The same shared index with `own` beside it; a report that both hold is the shared one's."""
        held = {report.report_id for report in self._reports}
        reports = {report.report_id: report for report in own.library.reports() if report.report_id not in held}
        stock = copy.copy(self)
        stock._own = _Own(own, HybridRetriever(own, self.encoder, words_of=self.words), reports)
        return stock

    @property
    def libraries(self) -> tuple[Library, ...]:
        """The libraries of both indexes, the shared one first."""
        own = (self._own.index.library,) if self._own else ()
        return (self._index.library, *own)

    def reports(self) -> list[Report]:
        """All reports, the person's own first."""
        return [*self._own.reports.values(), *self._reports] if self._own else list(self._reports)

    def passages_of(self, report_id: str, paragraph: int | None = None) -> list[Passage]:
        """The passages of a report, or of one of its paragraphs, in reading order."""
        if self._own and report_id in self._own.reports:
            return [_shifted(passage) for passage in self._own.index.library.passages_of(report_id, paragraph)]
        return self._index.library.passages_of(report_id, paragraph)

    def search(self, inquiry: Inquiry, k: int, *, reports: Sequence[str] = ()) -> list[Hit]:
        """The best `k` passages of both indexes; see `HybridRetriever.search`."""
        hits = self._retriever.search(inquiry, k, reports=reports)
        if not self._own:
            return hits
        own = self._own.retriever.search(inquiry, k, reports=reports)
        hits += [Hit(_shifted(hit.passage), hit.score) for hit in own if hit.passage.report_id in self._own.reports]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.passage_id))[:k]


def _shifted(passage: Passage) -> Passage:
    return replace(passage, passage_id=passage.passage_id + _OWN)
