"""Lexical search: BM25 over jieba words and character bigrams.

Bigrams find what the word cutter cuts otherwise in question and report; words carry the meaning
of longer terms. Both go into one index (bm25s, Lù 2024). Knows token lists and row numbers only.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from qa.synonyms import official_words
from qa.text import normalise

_CHINESE = re.compile(r"[一-鿿]+")
_COUNTED = re.compile(r"[一二两三四五六七八九十几]+[个件条项家类样点位]")  # says how many, not what
_WORDY = re.compile(r"[一-鿿a-z0-9]")

# Words that ask or bind and never say what a sentence is about.
STOP_WORDS = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "在",
        "是",
        "有",
        "为",
        "对",
        "等",
        "也",
        "都",
        "就",
        "把",
        "被",
        "让",
        "从",
        "到",
        "由",
        "以",
        "于",
        "并",
        "而",
        "其",
        "该",
        "这",
        "那",
        "哪",
        "哪些",
        "哪个",
        "哪家",
        "什么",
        "怎么",
        "怎样",
        "如何",
        "为什么",
        "为何",
        "多少",
        "几",
        "几个",
        "吗",
        "呢",
        "吧",
        "啊",
        "请",
        "请问",
        "我",
        "你",
        "我们",
        "一下",
        "情况",
        "方面",
        "具体",
        "分别",
        "报告",
        "里",
        "中",
        "上",
        "下",
        "年",
        "个",
        "是否",
        "有没有",
        "有无",
        "一共",
        "总共",
        "告诉",
        "说说",
        "介绍",
        "关于",
        "提到",
    ]
)


def words(text: str) -> list[str]:
    """The jieba words of a text in search mode, normalised, without stop words and punctuation."""
    import jieba  # loads its dictionary, half a second

    jieba.setLogLevel(logging.WARNING)
    cut = jieba.cut_for_search(normalise(text))
    return [word for word in cut if _WORDY.search(word) and word not in STOP_WORDS]


def tokens(text: str) -> list[str]:
    """Words and character bigrams of a text, in the order of the text, repeats kept."""
    bigrams = [run[at : at + 2] for run in _CHINESE.findall(normalise(text)) for at in range(len(run) - 1)]
    return words(text) + [bigram for bigram in bigrams if bigram not in STOP_WORDS]


class LexicalIndex:
    """BM25 scores of all rows for a query; row numbers are those of the texts it was built from."""

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - bm25s is untyped
        """Take a bm25s engine that holds an index."""
        self._engine = engine

    @classmethod
    def build(cls, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Self:
        """Index `texts`; `progress` is told how many are cut so far."""
        import bm25s

        corpus = []
        for done, text in enumerate(texts, start=1):
            corpus.append(tokens(text))
            if progress:
                progress(done)
        engine = bm25s.BM25(k1=1.2, b=0.6)
        engine.index(corpus, show_progress=False)
        return cls(engine)

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays under `folder`."""
        self._engine.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a saved index, memory-mapped."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=True))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every row, shape (rows,); zeros when no token of the query is known."""
        known = [token for token in tokens(query) if token in self._engine.vocab_dict]
        if not known:
            return np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)

    def scores_as_in(self, other: LexicalIndex, query: str) -> NDArray[np.float32]:
        """The scores that the rows would have among those of `other`, shape (rows,).

        In an index of a few pages no word is rare, so its own scores are too low to stand beside
        those of a large one: each token counts by its idf there.
        """
        held = self._engine.scores
        scores = np.zeros(held["num_docs"], dtype=np.float32)
        for token in tokens(query):
            at = self._engine.vocab_dict.get(token)
            if at is not None:
                rows = slice(int(held["indptr"][at]), int(held["indptr"][at + 1]))
                scores[held["indices"][rows]] += held["data"][rows] * (other.idf(token) / self.idf(token))
        return scores

    def idf(self, token: str) -> float:
        """How telling a token is: ln(1 + (N - df + 0.5) / (df + 0.5)), Robertson's BM25 form."""
        rows = int(self._engine.scores["num_docs"])
        token_id = self._engine.vocab_dict.get(token)
        count = 0
        if token_id is not None:
            pointers = self._engine.scores["indptr"]
            count = int(pointers[token_id + 1] - pointers[token_id])
        return float(np.log(1 + (rows - count + 0.5) / (count + 0.5)))

    def weigh(self, question: str) -> dict[str, float]:
        """The telling words of a question with their idf; an everyday word and its official word are one.

        A word that no report has counts half: it may be another way to say what the report says.
        """
        official = official_words(question)
        rest = question
        weights: dict[str, float] = {}
        for everyday, word in official.items():
            rest = rest.replace(everyday, " ")
            key = "|".join(dict.fromkeys((normalise(everyday), normalise(word))))
            weights[key] = max((self.idf(part) for part in words(word)), default=1.0)
        for word in (word for chunk in rest.split() for word in words(chunk)):
            if (len(word) > 1 or word.isascii()) and not _COUNTED.fullmatch(word):
                known = word in self._engine.vocab_dict
                weights.setdefault(word, self.idf(word) * (1.0 if known else 0.5))
        return weights
