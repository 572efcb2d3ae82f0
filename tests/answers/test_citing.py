"""Citations of a made report: one number a paragraph, and quotes that stand in it."""

from __future__ import annotations

from dataclasses import replace

from qa.answers.citing import Composer, cite
from qa.answers.material import Sentence
from qa.datatypes import Period
from tests.answers.made import make_report

REPORT, PASSAGES = make_report(("民生", "新增学位5200个。新增床位350张。办成实事30件。"), ("生态", "种树4000棵。"))
SEATS, BEDS, DEEDS, TREES = PASSAGES


def composed(*sentences: Sentence) -> Composer:
    composer = Composer({REPORT.report_id: REPORT})
    for sentence in sentences:
        composer.add(sentence)
    return composer


def test_what_is_added_is_given_back_and_makes_up_the_text() -> None:
    composer = composed()
    added = [composer.add(Sentence(one.text, (one,))) for one in PASSAGES]
    assert composer.text == "".join(added)


def test_a_paragraph_has_one_number_in_the_order_of_the_answer() -> None:
    composer = composed(*(Sentence(one.text, (one,)) for one in (TREES, SEATS, BEDS)))
    assert composer.text == "种树4000棵。[1]\n新增学位5200个。[2]\n新增床位350张。[2]"
    assert [(one.marker, one.paragraph) for one in composer.citations] == [(1, 2), (2, 1)]


def test_a_sentence_held_twice_by_one_paragraph_has_one_mark() -> None:
    assert composed(Sentence("床位、学位和树都有增加。", (SEATS, BEDS, TREES))).text.endswith("。[1][2]")


def test_a_quote_grows_to_the_stretch_that_holds_all_that_is_cited() -> None:
    (citation,) = composed(Sentence(DEEDS.text, (DEEDS,)), Sentence(SEATS.text, (SEATS,))).citations
    assert citation.quote == citation.text == REPORT.paragraphs[0].text


def test_a_citation_is_of_the_years_of_all_that_it_quotes() -> None:
    planned = replace(BEDS, period=Period(2024, 2025))
    (citation,) = composed(Sentence(SEATS.text, (SEATS,)), Sentence(BEDS.text, (planned,))).citations
    assert citation.period == (2023, 2025)


def test_a_citation_tells_where_the_passage_stands() -> None:
    citation = cite(REPORT, BEDS, 3)
    assert (citation.marker, citation.section, citation.paragraph) == (3, ("民生",), 1)
    assert citation.quote == BEDS.text
    assert citation.quote in citation.text
