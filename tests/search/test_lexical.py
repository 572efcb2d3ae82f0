"""BM25 against a run worked by hand."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
import pytest

from qa.search.lexical import STOP_WORDS, LexicalIndex, tokens, words
from qa.search.postings import Postings, count
from qa.text import normalise

TEXTS = [
    "新增学位800个，新增学位多。",
    "新增养老床位350张。",
    "老旧小区改造完工11个，惠及居民4300户。",
    "财政收入完成52亿元。",
]
K1, B = 1.2, 0.6


def bm25(query: str, texts: list[str]) -> list[float]:
    """Robertson's BM25 with the idf of Lucene, over the same tokens."""
    cut = [tokens(text) for text in texts]
    average = sum(map(len, cut)) / len(cut)
    found = []
    for row in cut:
        counts, score = Counter(row), 0.0
        for token in tokens(query):
            holding = sum(token in other for other in cut)
            if holding:
                idf = math.log(1 + (len(cut) - holding + 0.5) / (holding + 0.5))
                score += idf * counts[token] / (counts[token] + K1 * (1 - B + B * len(row) / average))
        found.append(score)
    return found


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize("query", ["新增学位多少个？", "养老床位", "居民改造", "学位学位", "２０２３年财政收入"])
def test_scores_agree_with_a_plain_loop(index: LexicalIndex, query: str) -> None:
    np.testing.assert_allclose(index.scores(query), bm25(query, TEXTS), rtol=1e-5)


def test_unknown_words_score_nothing(index: LexicalIndex) -> None:
    scores = index.scores("核电站")
    assert scores.tolist() == [0.0] * len(TEXTS)


@pytest.mark.parametrize(("token", "holding"), [("学位", 1), ("新增", 2), ("核电站", 0)])
def test_idf_counts_the_rows_that_hold_a_token(index: LexicalIndex, token: str, holding: int) -> None:
    assert index.idf(token) == pytest.approx(math.log(1 + (4 - holding + 0.5) / (holding + 0.5)))


def test_saved_index_gives_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    np.testing.assert_array_equal(again.scores("新增养老床位"), index.scores("新增养老床位"))
    assert again.idf("学位") == index.idf("学位")


def test_progress_ends_with_all_texts() -> None:
    seen: list[int] = []
    LexicalIndex.build(iter(TEXTS * 600), progress=seen.append)
    assert seen == [2000, 2400]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")  # Python 3.12 and later
def test_many_texts_give_the_index_of_their_blocks(index: LexicalIndex) -> None:
    many = LexicalIndex.build(TEXTS * 2600)  # enough for several processes
    alone = LexicalIndex(Postings.build([count([tokens(text) for text in TEXTS])] * 2600))
    for query in ("新增学位", "养老床位", "财政收入52亿元"):
        np.testing.assert_array_equal(many.scores(query), alone.scores(query))
        assert (many.scores(query).reshape(-1, 4) > 0).all(axis=0).tolist() == (index.scores(query) > 0).tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [("２０２３年学位", "2023年学位"), ("學位", "学位"), ("ＧＤＰ", "gdp"), ("学 位", "学位"), ("1,200个", "1200个")],
    ids=["width", "traditional", "case", "blank", "separator"],
)
def test_writings_of_one_text_give_the_same_tokens(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


def test_words_are_those_that_jieba_cuts_from_the_whole_text() -> None:
    text = "云河区2023年：新增养老床位350张(其中护理型120张)、ＰＭ2.5下降3%；“一刻钟”便民生活圈建成12个。"
    cut = jieba.cut_for_search(normalise(text))
    assert words(text) == [word for word in cut if re.search(r"[一-鿿a-z0-9]", word) and word not in STOP_WORDS]


def test_words_leave_out_asking_words_and_marks() -> None:
    assert not {"多少", "的", "？", "，"} & set(words("云河的学位，是多少？"))


def test_tokens_are_words_and_pairs() -> None:
    assert set(tokens("养老床位")) >= {"养老", "床位", "老床"}


def test_weigh_joins_everyday_and_official_word() -> None:
    index = LexicalIndex.build(["一般公共预算收入完成52亿元。", "学位增加。"])
    weights = index.weigh("财政收入多少？")
    assert "财政收入|一般公共预算收入" in weights


def test_weigh_takes_several_official_words_as_one_as_telling_as_the_commonest() -> None:
    index = LexicalIndex.build(
        ["空气质量优良。", "优良天数增加。", "学位增加。", "停车泊位增加。", "新增停车位。", "停车位。"]
    )
    weights = index.weigh("车位多少？")
    assert weights["车位|停车位|停车泊位"] == index.idf("车位") < index.idf("泊位")


def test_weigh_halves_words_that_no_report_has(index: LexicalIndex) -> None:
    weights = index.weigh("养老核电站")
    assert weights["核电站"] == pytest.approx(index.idf("核电站") / 2)
