"""What is searched: a shared index and, beside it, perhaps one of a person's own. Neither is copied.

Both are searched with the shared index's word weights, so that their scores can be compared.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Hit, Inquiry, Passage, Report
from qa.search.index import Encoder, Index
from qa.search.lexical import LexicalIndex
from qa.search.retrieval import HybridRetriever

_OWN = 1 << 40  # added to the passage ids of the own index: more than a shared index will ever have


class Stock:
    """The reports of one index, or of two, as one."""

    def __init__(self, index: Index, encoder: Encoder, own: Index | None = None) -> None:
        """Take an open index, the encoder of both, and the index of a person's own reports.

        A report that both hold counts as one of the shared index.
        """
        self._index = index
        self._own = own
        self._encoder = encoder
        self._retriever = HybridRetriever(index, encoder)
        self._own_retriever = HybridRetriever(own, encoder, words_of=index.lexical) if own else None

    def beside(self, own: Index) -> Stock:
        """The same shared index with another index of a person's own."""
        return Stock(self._index, self._encoder, own)

    @property
    def encoder(self) -> Encoder:
        """The encoder that both indexes were made with."""
        return self._encoder

    @property
    def words(self) -> LexicalIndex:
        """What tells how telling a word is."""
        return self._index.lexical

    @functools.cached_property
    def own_ids(self) -> frozenset[str]:
        """Ids of the reports that only the own index holds."""
        if self._own is None:
            return frozenset()
        shared = {report.report_id for report in self._index.library.reports()}
        return frozenset(report.report_id for report in self._own.library.reports()) - shared

    def reports(self) -> list[Report]:
        """All reports, the person's own first."""
        own = [report for report in self._own.library.reports() if report.report_id in self.own_ids] if self._own else []
        return own + self._index.library.reports()

    def passages_of(self, report_id: str, paragraph: int | None = None) -> list[Passage]:
        """The passages of a report, or of one of its paragraphs, in reading order."""
        if self._own is not None and report_id in self.own_ids:
            return [_shifted(passage) for passage in self._own.library.passages_of(report_id, paragraph)]
        return self._index.library.passages_of(report_id, paragraph)

    def search(self, inquiry: Inquiry, k: int, *, reports: Sequence[str] = ()) -> list[Hit]:
        """The best `k` passages for `inquiry` of both indexes; see `HybridRetriever.search`."""
        hits = self._retriever.search(inquiry, k, reports=reports)
        if self._own_retriever is None:
            return hits
        own = self._own_retriever.search(inquiry, k, reports=[*reports] if reports else [*self.own_ids])
        hits += [Hit(_shifted(hit.passage), hit.score) for hit in own if hit.passage.report_id in self.own_ids]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.passage_id))[:k]


def _shifted(passage: Passage) -> Passage:
    return replace(passage, passage_id=passage.passage_id + _OWN)
