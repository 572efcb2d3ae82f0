from __future__ import annotations

from pathlib import Path

import pytest

from qa.search.question import understand
from qa.search.stock import Stock
from tests.fakes import SONG, TODAY, YUN, LetterEncoder, make_index


@pytest.fixture
def shared(tmp_path: Path) -> Stock:
    return Stock(make_index(tmp_path / "shared", LetterEncoder(), yun=YUN), LetterEncoder())


def regions(stock: Stock, question: str) -> list[str | None]:
    held = sorted({report.region for report in stock.reports() if report.region})
    inquiry = understand(question, (), held=held, today=TODAY)
    return [hit.passage.region for hit in stock.search(inquiry, 10)]


def test_own_reports_are_found_beside_the_shared_ones(shared: Stock, tmp_path: Path) -> None:
    both = shared.beside(make_index(tmp_path / "own", LetterEncoder(), song=SONG))
    assert [report.region for report in both.reports()] == ["松岭区", "云河区"]
    assert regions(both, "松岭区新增学位多少个？")[0] == "松岭区"
    assert set(regions(both, "新增学位多少个？")) == {"云河区", "松岭区"}


def test_the_shared_stock_knows_nothing_of_it(shared: Stock, tmp_path: Path) -> None:
    shared.beside(make_index(tmp_path / "own", LetterEncoder(), song=SONG))
    assert [report.region for report in shared.reports()] == ["云河区"]
    assert set(regions(shared, "新增学位多少个？")) == {"云河区"}


def test_hits_of_both_have_ids_of_their_own_and_fall_by_score(shared: Stock, tmp_path: Path) -> None:
    both = shared.beside(make_index(tmp_path / "own", LetterEncoder(), song=SONG))
    inquiry = understand("新增学位多少个？", (), held=(), today=TODAY)
    hits = both.search(inquiry, 30)
    assert len({hit.passage.passage_id for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_passages_of_an_own_report_are_those_that_were_found(shared: Stock, tmp_path: Path) -> None:
    both = shared.beside(make_index(tmp_path / "own", LetterEncoder(), song=SONG))
    inquiry = understand("松岭区新增学位多少个？", (), held=("松岭区",), today=TODAY)
    found = both.search(inquiry, 1)[0].passage
    assert found in both.passages_of(found.report_id, found.paragraph)
    assert found in both.passages_of(found.report_id)


def test_a_report_that_both_hold_is_found_once(shared: Stock, tmp_path: Path) -> None:
    both = shared.beside(make_index(tmp_path / "own", LetterEncoder(), yun=YUN, song=SONG))
    assert sorted(str(report.region) for report in both.reports()) == ["云河区", "松岭区"]
    inquiry = understand("新增学位多少个？", (), held=(), today=TODAY)
    texts = [(hit.passage.region, hit.passage.text) for hit in both.search(inquiry, 40)]
    assert len(texts) == len(set(texts))


def test_scores_of_a_small_index_stand_beside_those_of_a_large_one(shared: Stock, tmp_path: Path) -> None:
    alone = Stock(make_index(tmp_path / "own", LetterEncoder(), song=SONG), LetterEncoder())
    both = shared.beside(make_index(tmp_path / "again", LetterEncoder(), song=SONG))
    question = "松岭区新增学位多少个？"
    inquiry = understand(question, (), held=("松岭区",), today=TODAY)
    assert both.search(inquiry, 1)[0].passage.text == alone.search(inquiry, 1)[0].passage.text
    token = "新增"
    own = alone.words
    assert own.scores_as_in(shared.words, token) == pytest.approx(
        own.scores(token) * (shared.words.idf(token) / own.idf(token)), rel=1e-5
    )
