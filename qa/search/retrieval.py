"""From an inquiry to ranked hits: lexical and dense search fused, scoped and reranked.

Candidates are the best of both searches within the regions and reports asked for. Their order is
a weighted sum of few features; the weights were fitted on the dev questions by
`benchmarks/retrieval.py --fit` and are printed by it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Hit, Inquiry, Intent, Passage, Statement
from qa.figures.matching import Wanted
from qa.figures.parsing import clauses
from qa.reports.library import Span
from qa.search.index import Encoder, Index, search_text
from qa.search.lexical import LexicalIndex
from qa.search.topics import searchable, topic
from qa.synonyms import official_words
from qa.text import normalise

CANDIDATES = 120  # of each search; on the seeds hardly a needed sentence lies deeper in both

READ = 40  # candidates whose text is looked at; on the dev questions they held the best one always, of ten 99.8%

# First what the searches and the passage's period and kind tell at once, then what its text must be read for.
FEATURES = (
    "dense", "dense_topic", "lexical", "dense_rise", "topic_rise", "lexical_share", "dense_gap", "topic_gap",
    "lexical_gap", "year", "statement", "coverage", "clause", "figure", "unit", "front",
)  # fmt: skip
_AT_ONCE = FEATURES.index("coverage")
# Fitted by `benchmarks/retrieval.py --fit` on the dev questions.
WEIGHTS = np.array(
    [0.30, 0.51, 0.59, 1.48, 0.63, 2.19, 0.80, 0.61, 1.40, 1.67, 1.70, 0.54, 1.22, -0.04, 0.28, 0.09], dtype=np.float32
)
BIAS = -8.50
CARRIED = 0.6  # weight of words from the turn before, against 1 for the question's own
_LEXICAL_FULL = 20.0  # a BM25 score that no more words would improve; scales the feature to about [0, 1]


_BESIDE = ThreadPoolExecutor(thread_name_prefix="vectors")  # searches vectors while words are looked up


class HybridRetriever:
    """Dense and lexical search over one index."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        weights: NDArray[np.float32] = WEIGHTS,
        *,
        words_of: LexicalIndex | None = None,
    ) -> None:
        """Take an open index and the encoder that it was made with; `weights` has shape (len(FEATURES),).

        `words_of` is the lexical index that tells how rare a word is; by default that of `index`.
        """
        self._index = index
        self._encoder = encoder
        self._weights = weights
        self._words_of = words_of or index.lexical

    def search(self, inquiry: Inquiry, k: int, *, reports: Sequence[str] = ()) -> list[Hit]:
        """The best `k` passages for `inquiry`, at most one hit a passage, ties by passage_id.

        A score is between 0 and 1: how likely the passage answers, by the fitted model.
        """
        passages, features = self.candidates(inquiry, reports=reports)
        if not passages:
            return []
        scores = 1.0 / (1.0 + np.exp(-(features @ self._weights + BIAS)))
        order = sorted(range(len(passages)), key=lambda row: (-round(float(scores[row]), 6), passages[row].passage_id))
        return [Hit(passages[row], round(float(scores[row]), 6)) for row in order[:k]]

    def candidates(self, inquiry: Inquiry, *, reports: Sequence[str] = ()) -> tuple[list[Passage], NDArray[np.float32]]:
        """At most `READ` passages and their features, shape (n, len(FEATURES)), each in about [0, 1]."""
        official = itertools.chain.from_iterable(official_words(inquiry.standalone).values())
        query = " ".join([searchable(inquiry.standalone), *dict.fromkeys(official)])
        subject = topic(query, inquiry.regions) or query
        whole, core = self._encoder.encode_queries([query, subject])
        scope = self._scope(inquiry, reports)
        near = _BESIDE.submit(self._near_rows, whole, scope)
        lexical = self._lexical(query)
        worded = best_rows(lexical, CANDIDATES, scope)
        measure = _Measure(inquiry, self._words_of)
        rows = np.union1d(worded, near.result())
        passages = self._index.library.passages([int(row) + 1 for row in rows])
        if not passages:
            return [], np.zeros((0, len(FEATURES)), dtype=np.float32)
        vectors = self._index.vectors.vectors(rows + 1)
        cosines = np.stack([_products(vectors, whole), vectors @ core], axis=1)
        searched = np.column_stack([_spread(cosines), lexical[rows] / _LEXICAL_FULL])
        about = [measure.about(passage) for passage in passages]
        quick = np.column_stack([searched, _relative(searched), about]).astype(np.float32)
        best = np.sort(np.argsort(-(quick @ self._weights[:_AT_ONCE]), kind="stable")[:READ])
        passages = [passages[at] for at in best]
        read = np.array([measure.text(passage) for passage in passages], dtype=np.float32)
        return passages, np.concatenate([quick[best], read], axis=1)

    def _lexical(self, query: str) -> NDArray[np.float32]:
        own = self._index.lexical
        return own.scores(query) if self._words_of is own else own.scores_as_in(self._words_of, query)

    def _near_rows(self, query: NDArray[np.float32], scope: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Rows of the best candidates by vector within `scope`; rows scored 0 or less are out."""
        found = self._index.vectors.search(query[None, :], CANDIDATES, None if scope is None else scope + 1)
        near: NDArray[np.int64] = found.ids[0][found.scores[0] > 0] - 1
        return near

    def _scope(self, inquiry: Inquiry, reports: Sequence[str]) -> NDArray[np.int64] | None:
        """The rows of the regions and reports asked for, rising; None for all rows.

        `reports`, chosen by the person, stand for those that the question refers to.
        """
        reports = reports or [report.report_id for report in inquiry.reports]
        if not inquiry.regions and not reports:
            return None
        rows = [
            np.arange(span.first - 1, span.last)
            for span in self._spans
            if (not inquiry.regions or span.region in inquiry.regions) and (not reports or span.report_id in reports)
        ]
        return np.concatenate([np.empty(0, dtype=np.int64), *rows])

    @functools.cached_property
    def _spans(self) -> list[Span]:
        return self._index.library.spans()


def best_rows(scores: NDArray[np.float32], k: int, scope: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """The `k` rows of highest score within `scope`, in no order, ties by row; rows scored 0 or less are out."""
    rows = np.flatnonzero(scores > 0) if scope is None else scope[scores[scope] > 0]
    if len(rows) <= k:
        return rows
    held = scores[rows]
    least = np.partition(held, -k)[-k]
    above = rows[held > least]
    return np.concatenate([above, rows[held == least][: k - len(above)]])


def _products(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Inner products as `VectorIndex.search` gives them, summed in float64."""
    products: NDArray[np.float64] = (vectors.astype(np.float64) * query).sum(axis=1)
    return products.astype(np.float32)


def _relative(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How each candidate stands among the others, shape (n, 6), from its three search scores, shape (n, 3).

    Cosines and BM25 scores mean little across questions: a long question in everyday words scores low everywhere.
    """
    rise = (scores[:, :2] - np.median(scores[:, :2], axis=0)) / (4 * scores[:, :2].std(axis=0) + 1e-6)
    share = scores[:, 2:] / (scores[:, 2:].max(axis=0) + 1e-6)
    return np.concatenate([rise, share, scores - scores.max(axis=0)], axis=1)


def _spread(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines of this encoder, which hardly go below 0.7, spread over about [0, 1]."""
    return (cosines - np.float32(0.70)) / np.float32(0.25)


def wanted_of(inquiry: Inquiry, lexical: LexicalIndex) -> Wanted:
    """What an inquiry wants; what a follow-up takes over from the turn before weighs less than its own words."""
    own_text, carried_text = inquiry.own, inquiry.carried
    words = {word: weight * CARRIED for word, weight in lexical.weigh(topic(carried_text, inquiry.regions)).items()}
    words.update(lexical.weigh(topic(own_text, inquiry.regions)))
    own = Wanted.of(own_text, words, inquiry.excluded)
    if not carried_text:
        return own
    before = Wanted.of(carried_text, words)
    return Wanted(
        words,
        units=own.units or before.units,
        change=own.change if own.change is not None or own.units else before.change,
        new=before.new if own.new is None else own.new,
        state=before.state if own.state is None else own.state,
        rate=own.rate or before.rate,
        per_unit=own.per_unit or before.per_unit,
        excluded=own.excluded,
    )


@functools.lru_cache(maxsize=50_000)
def _read(whole: str, text: str) -> tuple[str, tuple[str, ...]]:
    """A passage as its words are looked for: normalised with header, and its normalised clauses."""
    return normalise(whole), tuple(normalise(text[start:end]) for start, end in clauses(text))


_NUMBER = re.compile(r"\d")


def _counted_in(units: Sequence[str]) -> re.Pattern[str]:
    """A number in one of these units: nearly what reading all figures of a passage tells, and a hundredfold faster."""
    return re.compile(
        rf"[\d一二两三四五六七八九十百千][^\d，。,;；]{{0,3}}?(?:{'|'.join(map(re.escape, units)) or '(?!)'})"
    )


class _Measure:
    """Features of one passage for one inquiry, beyond the two searches."""

    def __init__(self, inquiry: Inquiry, words_of: LexicalIndex) -> None:
        self._inquiry = inquiry
        self._wanted = wanted_of(inquiry, words_of)
        self._wants_figure = inquiry.intent in (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE)
        self._counted = _counted_in(self._wanted.units)

    def about(self, passage: Passage) -> list[float]:
        """How well period and kind of statement fit."""
        return [self._year(passage), self._statement(passage)]

    def text(self, passage: Passage) -> list[float]:
        """What the words and figures tell, and whether the passage is front matter that was not asked for."""
        whole, parts = _read(search_text(passage), passage.text)
        return [
            *self._wanted.coverages(whole, parts),
            float(self._wants_figure and bool(_NUMBER.search(passage.text))),
            float(self._wants_figure and bool(self._counted.search(passage.text))),
            float(passage.paragraph == 0) * float(self._inquiry.intent not in (Intent.META, Intent.PERSON)),
        ]

    def _year(self, passage: Passage) -> float:
        years = self._inquiry.years
        if not years:
            return 0.5
        if any(f"{year}年" in passage.text for year in years):
            return 1.0
        if passage.period is None:
            return 0.4
        width = passage.period.last - passage.period.first
        return float(any(passage.period.covers(year) for year in years)) * (
            1.0 if width == 0 else 0.2 if "累计" in passage.text else 0.4
        )

    def _statement(self, passage: Passage) -> float:
        wanted = self._inquiry.statement
        if wanted is None:  # what is asked without a word of plans is mostly what was done
            return 0.5 if passage.statement.ahead else 0.8
        if wanted is Statement.PROBLEM:
            return float(passage.statement is wanted)
        return float(passage.statement.ahead == wanted.ahead)
