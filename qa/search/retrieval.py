"""From an inquiry to ranked hits: lexical and dense search fused, scoped and reranked.

Candidates are the best of both searches within the regions and reports asked for. Their order is
a weighted sum of few features; the weights were fitted on the dev questions by
`benchmarks/retrieval.py --fit` and are printed by it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Hit, Inquiry, Intent, Passage, Statement
from qa.figures.parsing import Figure, clauses, parse_figures
from qa.search.index import Encoder, Index, search_text
from qa.search.lexical import words
from qa.search.question import topic
from qa.text import normalise

CANDIDATES = 120  # of each search; the needed sentence was below rank 120 in neither on any dev question


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: empty means all."""

    regions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


class Retriever(Protocol):
    """Any search: hits for an inquiry, best first."""

    def search(self, inquiry: Inquiry, k: int, *, reports: Sequence[str] = ()) -> list[Hit]: ...


FEATURES = ("dense", "lexical", "coverage", "clause", "year", "statement", "figure", "unit", "front")
WEIGHTS = np.array([1.0, 0.8, 1.0, 0.6, 0.5, 0.3, 0.2, 0.3, -0.3], dtype=np.float32)

_ASKED_UNITS = re.compile(
    r"(?:多少|几|第几)\s*(?:万|亿)?\s*(平方米|平方公里|公里|公顷|个百分点|亿美元|美元|[个家所张部件项人名位户套处座栋条辆公米亩吨元次场天间站支倍级类批村])"
)
_PERCENT_ASKED = re.compile(r"百分之|增速|增长率|增幅|降幅|比例|占比|覆盖率|合格率|[一-鿿]率|几个点|涨了?多少|几成")


class HybridRetriever:
    """Dense and lexical search over one index."""

    def __init__(self, index: Index, encoder: Encoder, weights: NDArray[np.float32] = WEIGHTS) -> None:
        """Take an open index and the encoder that it was made with; `weights` has shape (len(FEATURES),)."""
        self._index = index
        self._encoder = encoder
        self._weights = weights

    def search(self, inquiry: Inquiry, k: int, *, reports: Sequence[str] = ()) -> list[Hit]:
        """The best `k` passages for `inquiry`, at most one hit a passage, ties by passage_id."""
        passages, features = self.candidates(inquiry, reports=reports)
        if not passages:
            return []
        scores = features @ self._weights
        order = sorted(range(len(passages)), key=lambda row: (-round(float(scores[row]), 6), passages[row].passage_id))
        return [Hit(passages[row], float(scores[row])) for row in order[:k]]

    def candidates(
        self, inquiry: Inquiry, *, reports: Sequence[str] = ()
    ) -> tuple[list[Passage], NDArray[np.float32]]:
        """Candidate passages and their features, shape (n, len(FEATURES)), each in about [0, 1]."""
        query = inquiry.standalone
        lexical = self._index.lexical.scores(query)
        dense = self._dense(query, lexical.shape[0])
        allowed = self._allowed(inquiry, reports)
        rows = _best(np.where(allowed, lexical, -1.0), dense, np.where(allowed, dense, -1.0))
        rows = rows[allowed[rows]]
        passages = self._index.library.passages([int(row) + 1 for row in rows])
        if not passages:
            return [], np.zeros((0, len(FEATURES)), dtype=np.float32)
        top = max(float(lexical[rows].max()), 1e-6)
        measure = _Measure(inquiry, self._index)
        features = np.array(
            [
                [max(0.0, (float(dense[row]) - 0.70) / 0.25), float(lexical[row]) / top, *measure.features(passage)]
                for row, passage in zip(rows, passages, strict=True)
            ],
            dtype=np.float32,
        )
        return passages, features

    def _dense(self, query: str, count: int) -> NDArray[np.float32]:
        found = self._index.vectors.search(self._encoder.encode_queries([query]), min(count, 4096))
        scores = np.zeros(count, dtype=np.float32)
        valid = found.ids[0] >= 0
        scores[found.ids[0][valid] - 1] = found.scores[0][valid]
        return scores

    def _allowed(self, inquiry: Inquiry, reports: Sequence[str]) -> NDArray[np.bool_]:
        keys = self._row_keys()
        allowed = np.ones(len(keys), dtype=bool)
        if inquiry.regions:
            allowed &= np.array([region in inquiry.regions for region, _ in keys])
        if reports:
            allowed &= np.array([report_id in reports for _, report_id in keys])
        return allowed

    @functools.cache  # noqa: B019 - one retriever lives as long as its index
    def _row_keys(self) -> list[tuple[str | None, str]]:
        return [(passage.region, passage.report_id) for passage in self._index.library.all_passages()]


def _best(lexical: NDArray[np.float32], _: NDArray[np.float32], dense: NDArray[np.float32]) -> NDArray[np.int64]:
    """Rows of the best candidates of either search, ascending."""
    chosen = {
        int(row)
        for scores in (lexical, dense)
        for row in np.argsort(-scores, kind="stable")[:CANDIDATES]
        if scores[row] > 0
    }
    return np.array(sorted(chosen), dtype=np.int64)


class _Measure:
    """Features of one passage for one inquiry, beyond the two searches."""

    def __init__(self, inquiry: Inquiry, index: Index) -> None:
        self._inquiry = inquiry
        asked = dict.fromkeys(words(topic(inquiry.standalone, inquiry.regions)))
        self._idf = {word: index.lexical.idf(word) for word in asked if len(word) > 1 or word.isascii()}
        unit = _ASKED_UNITS.search(inquiry.standalone)
        self._unit = unit[1] if unit else ("%" if _PERCENT_ASKED.search(inquiry.standalone) else "")
        self._wants_figure = inquiry.intent in (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE)

    def features(self, passage: Passage) -> list[float]:
        text = normalise(search_text(passage))
        figures = parse_figures(passage.text) if self._wants_figure else []
        return [
            self._coverage(text),
            max((self._coverage(normalise(passage.text[a:b])) for a, b in clauses(passage.text)), default=0.0),
            self._year(passage),
            self._statement(passage),
            float(bool(figures)),
            self._unit_match(figures),
            float(passage.paragraph == 0) * float(self._inquiry.intent not in (Intent.META, Intent.PERSON)),
        ]

    def _coverage(self, text: str) -> float:
        """Share of the question's words, weighed by idf, that stand in the text."""
        total = sum(self._idf.values())
        return sum(idf for word, idf in self._idf.items() if word in text) / total if total else 0.0

    def _year(self, passage: Passage) -> float:
        years = self._inquiry.years
        if not years:
            return 0.5
        if any(f"{year}年" in passage.text for year in years):
            return 1.0
        if passage.period is None:
            return 0.4
        width = passage.period.last - passage.period.first
        return float(any(passage.period.covers(year) for year in years)) * (1.0 if width == 0 else 0.8)

    def _statement(self, passage: Passage) -> float:
        wanted = self._inquiry.statement
        if wanted is None:
            return 0.5
        ahead = (Statement.TARGET, Statement.MEASURE)
        return float((passage.statement in ahead) == (wanted in ahead))

    def _unit_match(self, figures: Sequence[Figure]) -> float:
        if not self._unit or not figures:
            return 0.0
        return float(any(self._unit in figure.unit or figure.unit in self._unit for figure in figures if figure.unit))
