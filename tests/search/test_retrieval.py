"""Ranked hits over the two made districts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qa.datatypes import Hit, Inquiry, Intent, Turn
from qa.search.index import Index, search_text
from qa.search.question import understand
from qa.search.retrieval import FEATURES, HybridRetriever, _relative, best_rows, wanted_of
from tests.fakes import TODAY, LetterEncoder

HELD = ("云河区", "松岭区")


def read(question: str, *history: Turn) -> Inquiry:
    return understand(question, history, held=HELD, today=TODAY)


@pytest.fixture(scope="module")
def retriever(made_index: Index) -> HybridRetriever:
    return HybridRetriever(made_index, LetterEncoder())


def search(retriever: HybridRetriever, question: str, k: int = 5, reports: Sequence[str] = ()) -> list[Hit]:
    return retriever.search(read(question), k, reports=reports)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("云河区2023年新增养老床位多少张？", "养老床位350张"),
        ("松岭区2023年新增养老床位多少张？", "养老床位260张"),
        ("云河区2023年财政收入多少亿元？", "52.4亿元"),
        ("云河区2024年新增学位的目标是多少？", "力争新增学位6000个"),
        ("云河区2023年新增了多少学位？", "新增学位5200个"),
        ("松岭区PM2.5是多少微克？", "32微克/立方米"),
        ("滨河公园为什么延期开放？", "因暴雨频发"),
    ],
    ids=["indicator", "region", "everyday word", "target", "result", "another name", "reason"],
)
def test_the_sentence_that_answers_comes_first(retriever: HybridRetriever, question: str, words: str) -> None:
    assert words in search(retriever, question)[0].passage.text


def test_dense_feature_agrees_with_a_plain_loop(retriever: HybridRetriever) -> None:
    inquiry = read("云河区新增学位多少个？")
    passages, features = retriever.candidates(inquiry)
    encoder = LetterEncoder()
    query = encoder.encode_queries([inquiry.standalone])[0]
    for passage, row in zip(passages, features, strict=True):
        vector = encoder.encode_passages([search_text(passage)])[0]
        cosine = sum(float(a) * float(b) for a, b in zip(query, vector, strict=True))
        assert row[FEATURES.index("dense")] == pytest.approx((cosine - 0.70) / 0.25, abs=1e-4)


def test_lexical_feature_is_the_score_of_the_lexical_index(retriever: HybridRetriever, made_index: Index) -> None:
    question = "云河区新增学位多少个？"
    passages, features = retriever.candidates(read(question))
    scores = made_index.lexical.scores(question)
    expected = [float(scores[passage.passage_id - 1]) / 20 for passage in passages]
    np.testing.assert_allclose(features[:, FEATURES.index("lexical")], expected, atol=1e-6)


def test_scores_fall_and_ties_follow_the_passage_number(retriever: HybridRetriever) -> None:
    found = search(retriever, "新增学位多少个？", k=50)
    keys = [(-hit.score, hit.passage.passage_id) for hit in found]
    assert keys == sorted(keys)
    assert len({hit.passage.passage_id for hit in found}) == len(found)
    assert all(0 <= hit.score <= 1 for hit in found)


def test_a_smaller_k_gives_the_head_of_the_same_list(retriever: HybridRetriever) -> None:
    question = "云河区新增学位多少个？"
    assert search(retriever, question, k=3) == search(retriever, question, k=12)[:3]


def test_hits_are_of_the_region_asked_about(retriever: HybridRetriever) -> None:
    assert {hit.passage.region for hit in search(retriever, "松岭区学位多少个？", k=50)} == {"松岭区"}


def test_hits_are_of_the_reports_chosen(retriever: HybridRetriever, made_index: Index) -> None:
    (chosen,) = [report.report_id for report in made_index.library.reports() if report.region == "松岭区"]
    found = search(retriever, "学位多少个？", k=50, reports=[chosen])
    assert {hit.passage.report_id for hit in found} == {chosen}


def test_only_the_best_candidates_are_read_and_the_others_keep_their_features(
    retriever: HybridRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = read("云河区新增学位多少个？")
    passages, features = retriever.candidates(inquiry)
    monkeypatch.setattr("qa.search.retrieval.READ", 3)
    few, of_few = retriever.candidates(inquiry)
    assert len(few) == 3 < len(passages)
    np.testing.assert_array_equal(of_few, features[[passages.index(passage) for passage in few]])
    assert search(retriever, inquiry.question)[0].passage in few


def test_relative_features_compare_a_candidate_with_the_others(retriever: HybridRetriever) -> None:
    _, features = retriever.candidates(read("云河区新增学位多少个？"))
    column = {name: features[:, at] for at, name in enumerate(FEATURES)}
    for name, rise, gap in (("dense", "dense_rise", "dense_gap"), ("dense_topic", "topic_rise", "topic_gap")):
        best = int(column[name].argmax())
        assert column[gap][best] == 0
        np.testing.assert_allclose(column[gap], column[name] - column[name][best], atol=1e-6)
        middle = np.median(column[name])
        np.testing.assert_allclose(column[rise], (column[name] - middle) / (4 * column[name].std()), atol=1e-3)
    assert column["lexical_share"].max() == pytest.approx(1.0, abs=1e-4)
    np.testing.assert_allclose(column["lexical_share"], column["lexical"] / column["lexical"].max(), atol=1e-4)


def test_relative_features_of_equal_candidates_are_finite() -> None:
    features = _relative(np.full((3, 3), 0.5, dtype=np.float32))
    np.testing.assert_allclose(features, [[0, 0, 1, 0, 0, 0]] * 3, atol=1e-4)
    assert not _relative(np.zeros((2, 3), dtype=np.float32)).any()


@pytest.mark.parametrize("scope", [None, list(range(3, 400, 2)), [7], []], ids=["all", "half", "one", "none"])
@pytest.mark.parametrize("k", [1, 20, 1000])
def test_best_rows_agree_with_a_plain_sort(k: int, scope: list[int] | None) -> None:
    scores = np.random.default_rng(5).integers(-2, 9, 400).astype(np.float32)  # many ties
    among = range(400) if scope is None else scope
    expected = sorted((row for row in among if scores[row] > 0), key=lambda row: (-scores[row], row))[:k]
    found = best_rows(scores, k, None if scope is None else np.array(scope, dtype=np.int64))
    assert sorted(found.tolist()) == sorted(expected)


def test_an_unknown_report_gives_no_hits(retriever: HybridRetriever) -> None:
    assert search(retriever, "学位多少个？", reports=["nowhere"]) == []


def test_year_decides_between_result_and_plan(retriever: HybridRetriever) -> None:
    done, planned = (search(retriever, f"云河区{year}年新增学位多少个？")[0] for year in (2023, 2024))
    assert ("5200" in done.passage.text, "6000" in planned.passage.text) == (True, True)


def test_a_follow_up_weighs_its_own_words_more(made_index: Index) -> None:
    inquiry = read("养老床位有多少？", Turn("云河区2023年新增学位多少个？", "5200个。"))
    words = wanted_of(inquiry, made_index.lexical).words
    assert words["学位"] == pytest.approx(0.6 * made_index.lexical.weigh("学位")["学位"])
    assert words["床位"] == pytest.approx(made_index.lexical.weigh("床位")["床位"])


def test_another_subject_leaves_nothing_of_the_one_before(made_index: Index) -> None:
    inquiry = read("那养老床位呢？", Turn("云河区2023年新增学位多少个？", "5200个。"))
    words = wanted_of(inquiry, made_index.lexical).words
    assert ("床位" in words, "学位" in words) == (True, False)


def test_a_follow_up_keeps_the_unit_until_it_names_its_own(made_index: Index) -> None:
    before = Turn("云河区2023年新增学位多少个？", "5200个。")
    assert wanted_of(read("那松岭区呢？", before), made_index.lexical).units == ("个",)
    assert wanted_of(read("增速是多少？", before), made_index.lexical).units == ("%",)


def test_a_follow_up_keeps_what_its_figure_must_not_be(made_index: Index) -> None:
    before = Turn("云河区2023年地区生产总值增长多少？", "6%。")
    assert not wanted_of(read("那松岭区呢？", before), made_index.lexical).per_unit
    assert wanted_of(read("那松岭区呢？", Turn("云河区登记失业率是多少？", "3%。")), made_index.lexical).rate == "失业"


def test_figure_features_count_only_where_a_figure_is_asked(retriever: HybridRetriever) -> None:
    inquiry = read("滨河公园为什么延期开放？")
    _, features = retriever.candidates(inquiry)
    assert inquiry.intent is Intent.REASON
    assert not features[:, [FEATURES.index("figure"), FEATURES.index("unit")]].any()
