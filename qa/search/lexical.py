"""Lexical search: BM25 over jieba words and character bigrams.

Bigrams find what the word cutter cuts otherwise in question and report; words carry the meaning
of longer terms. Both go into one index of postings. Knows texts, tokens and row numbers only.
"""

from __future__ import annotations

import functools
import gc
import itertools
import multiprocessing
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa import dictionary
from qa.search.postings import Block, Postings, count
from qa.synonyms import official_words
from qa.text import normalise

_CHINESE = re.compile(r"[一-鿿]+")
_COUNTED = re.compile(r"[一二两三四五六七八九十几]+[个件条项家类样点位]")  # says how many, not what
_WORDY = re.compile(r"[一-鿿a-z0-9]")
_RUN = re.compile(r"[一-鿕a-zA-Z0-9+#&._%-]+|[^一-鿕a-zA-Z0-9+#&._%-]+")  # what jieba cuts as one, what lies between
_BLOCK = 2000  # texts that are cut and counted together
_PARALLEL = 5  # blocks from which on more processes gain more than starting them costs

# Words that ask or bind and never say what a sentence is about.
_STOP_WORDS = """
的 了 和 与 及 或 在 是 有 为 对 等 也 都 就 把 被 让 从 到 由 以 于 并 而 其 该 这 那 哪 哪些 哪个 哪家
什么 怎么 怎样 如何 为什么 为何 多少 几 几个 吗 呢 吧 啊 请 请问 我 你 我们 一下 情况 方面 具体 分别 报告
里 中 上 下 年 个 是否 有没有 有无 一共 总共 告诉 说说 介绍 关于 提到
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def words(text: str) -> list[str]:
    """The jieba words of a text in search mode, normalised, without stop words and punctuation."""
    return _words(normalise(text))


def tokens(text: str) -> list[str]:
    """Words and character bigrams of a text, each in the order of the text, repeats kept."""
    normal = normalise(text)
    bigrams = [run[at : at + 2] for run in _CHINESE.findall(normal) for at in range(len(run) - 1)]
    return _words(normal) + [bigram for bigram in bigrams if bigram not in STOP_WORDS]


def _words(normal: str) -> list[str]:
    return [word for run in _RUN.findall(normal) for word in _searched(run)]


@functools.lru_cache(maxsize=20_000)  # headers and set phrases come again and again in a report
def _searched(run: str) -> tuple[str, ...]:
    """The words of one run and the words in them: jieba cuts at every mark anyway, so run by run changes nothing."""
    return _telling_words(dictionary.cut_finely(run))


def _cut(normal: str) -> tuple[str, ...]:
    """The words of a text, none within another."""
    return _telling_words(word for word, _, _ in dictionary.cut(normal, made=True))


def _telling_words(cut: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in cut if _WORDY.search(word) and word not in STOP_WORDS)


class LexicalIndex:
    """BM25 scores of all rows for a query; row numbers are those of the texts it was built from."""

    def __init__(self, postings: Postings) -> None:
        """Take the postings of all texts; `build` and `load` make them."""
        self._postings = postings

    @classmethod
    def build(cls, texts: Iterable[str], *, progress: Callable[[int], None] | None = None) -> Self:
        """Index `texts`, which are read once and not kept; `progress` is told how many are cut so far.

        From `_PARALLEL` texts on, they are cut in as many processes as there are cores, where the
        system can fork; the index is the same.
        """
        return cls(Postings.build(_blocks(texts, progress or (lambda done: None))))

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays under `folder`."""
        self._postings.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a saved index, memory-mapped.

        Raises:
            OSError, ValueError, KeyError: a file is missing or damaged.
        """
        return cls(Postings.load(folder))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every row, shape (rows,); zeros when no token of the query is known."""
        scores = np.zeros(self._postings.row_count, dtype=np.float32)
        for token in tokens(query):
            self._postings.add(token, scores)
        return scores

    def scores_as_in(self, other: LexicalIndex, query: str) -> NDArray[np.float32]:
        """The scores that the rows would have among those of `other`, shape (rows,).

        In an index of a few pages no word is rare, so its own scores are too low to stand beside
        those of a large one: each token counts by its idf there.
        """
        scores = np.zeros(self._postings.row_count, dtype=np.float32)
        for token in tokens(query):
            self._postings.add(token, scores, weight=other.idf(token) / self.idf(token))
        return scores

    def holders(self, token: str) -> int:
        """How many rows have a token."""
        return int(self._postings.holders(token))

    def idf(self, token: str) -> float:
        """How telling a token is: ln(1 + (N - df + 0.5) / (df + 0.5)), Robertson's BM25 form."""
        rows, holders = self._postings.row_count, self._postings.holders(token)
        return float(np.log(1 + (rows - holders + 0.5) / (holders + 0.5)))

    @property
    def rarest(self) -> float:
        """From this weight on a word stands in two rows at most; a word that no row has weighs less."""
        return float(np.log(1 + (self._postings.row_count - 1.5) / 2.5))

    def _telling(self, form: str) -> float:
        """How telling a word is that jieba may cut: as its most telling part."""
        return max(map(self.idf, words(form)), default=0.0)

    def weigh(self, question: str) -> dict[str, float]:
        """The telling words of a question with their idf; an everyday word and its official words are one.

        They tell as much as the commonest of them, since a sentence may have any of them.
        A word that no report has counts half: it may be another way to say what the report says.
        """
        rest = question
        weights: dict[str, float] = {}
        for everyday, official in official_words(question).items():
            rest = rest.replace(everyday, " ")
            forms = dict.fromkeys(map(normalise, (everyday, *official)))
            weights["|".join(forms)] = min((self._telling(form) for form in forms if words(form)), default=1.0)
        cut = (word for chunk in rest.split() for word in _cut(normalise(chunk)))
        for word in itertools.chain.from_iterable(map(self._known, cut)):
            if (len(word) > 1 or word.isascii()) and not _COUNTED.fullmatch(word):
                weights.setdefault(word, self.idf(word) * (1.0 if word in self._postings else 0.5))
        return weights

    def _known(self, word: str) -> Sequence[str]:
        """A word, or those of its parts that rows have where none has the whole."""
        parts = [word] if word in self._postings else [part for part in _searched(word) if part in self._postings]
        return parts or [word]


def _blocks(texts: Iterable[str], progress: Callable[[int], None]) -> Iterator[Block]:
    """The counted tokens of all texts, block by block, in order."""
    parts = _parts(iter(texts))
    first = list(itertools.islice(parts, _PARALLEL))
    several = len(first) == _PARALLEL and _cores() > 1 and "fork" in multiprocessing.get_all_start_methods()
    counted = (_count_in_processes if several else _count_here)(itertools.chain(first, parts))
    done = 0
    for block in counted:
        done += len(block.lengths)
        progress(done)
        yield block


def _parts(texts: Iterator[str]) -> Iterator[list[str]]:
    while part := list(itertools.islice(texts, _BLOCK)):
        yield part


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count_part(texts: Sequence[str]) -> Block:
    return count([tokens(text) for text in texts])


def _count_here(parts: Iterable[Sequence[str]]) -> Iterator[Block]:
    return map(_count_part, parts)


def _count_in_processes(parts: Iterable[Sequence[str]]) -> Iterator[Block]:
    """Blocks of the parts, in their order; a few parts ahead of what is taken, so that memory stays bounded."""
    words("问报")  # loads the dictionary, which the processes then share
    cores = _cores()
    waiting: deque[Future[Block]] = deque()
    # What is alive now is left alone by the collector of a process: to look at a page would be to copy it.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=context, initializer=gc.freeze) as pool:
        for part in parts:
            waiting.append(pool.submit(_count_part, part))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
