"""What another district's report tells of the very thing, without search."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answers.asserted import claims_of
from qa.answers.elsewhere import rare_words, told_elsewhere
from qa.answers.material import Outcome, Refusal, Sentence
from qa.datatypes import Hit, Passage
from tests.answers.made import SURE, material
from tests.fakes import make_passage

RAREST = 5.0  # what every made word weighs
HERE = make_passage("养老服务平台建成投用，新增床位350张。")
THERE = make_passage("搭建栖霞政企对接平台，助力1.43万家企业借贷405亿元。", number=2, region="松岭区")
FAINT = 0.15


def told(question: str, *here: Passage, score: float = FAINT) -> Sequence[Outcome]:
    given = material(question, *here)
    return told_elsewhere(given, rare_words(given, RAREST), given.hits, [Hit(THERE, score)], RAREST)


def test_what_is_taken_for_granted_of_the_wrong_district_is_corrected() -> None:
    (one,) = told("云河区搭建的那个栖霞政企平台，帮企业借到405亿，叫什么？", HERE)
    assert isinstance(one, Sentence)
    assert one.text.startswith("云河区的报告没有提到，这是松岭区报告中的内容。")
    assert one.passages == (THERE,)


def test_who_only_asks_for_a_figure_is_refused_with_it() -> None:
    (one,) = told("云河区栖霞政企对接平台有多少家企业？", HERE, score=SURE)
    assert isinstance(one, Refusal)
    assert "松岭区" in one.message


@pytest.mark.parametrize(
    ("question", "here"),
    [
        pytest.param("云河区搭建的那个青禾无人机平台叫什么？", HERE, id="another thing"),
        pytest.param("云河区的平台怎么样？", HERE, id="a common word alone"),
        pytest.param(
            "云河区搭建的那个栖霞政企对接平台叫什么？", make_passage("搭建栖霞政企对接平台。"), id="told here"
        ),
    ],
)
def test_what_is_another_thing_or_told_here_is_left(question: str, here: Passage) -> None:
    assert told(question, here) == []


def test_the_one_among_the_found_that_tells_the_very_thing_is_taken() -> None:
    given = material("云河区搭建的那个栖霞政企平台，帮企业借到405亿，叫什么？", HERE)
    other = make_passage("松岭区企业稳步增长。", number=3, region="松岭区")
    (one,) = told_elsewhere(
        given, rare_words(given, RAREST), given.hits, [Hit(other, FAINT), Hit(THERE, FAINT)], RAREST
    )
    assert isinstance(one, Sentence)
    assert one.passages == (THERE,)


@pytest.mark.parametrize(("here", "corrected"), [(HERE, True), (make_passage("青禾集市开市。"), False)])
def test_a_short_claim_is_corrected_only_where_a_name_in_it_is_not_known_here(
    here: Passage, *, corrected: bool
) -> None:
    given = material("云河区办了青禾论坛，谁来了？", here)
    (claim,) = claims_of(given)
    rarest = sum(claim.subject.words.values()) / 1.4
    there = make_passage("举办青禾论坛。", number=2, region="松岭区")
    assert bool(told_elsewhere(given, {"青禾": rarest}, given.hits, [Hit(there, FAINT)], rarest)) is corrected


def test_what_is_done_with_a_thing_need_not_be_told_there() -> None:
    (one,) = told("云河区牵头搭建的栖霞政企对接平台，助力1.43万家企业，都在哪？", HERE)
    assert isinstance(one, Sentence)


def test_a_name_that_is_quoted_and_not_known_here_is_told() -> None:
    there = make_passage("深入实施“青禾计划”，134家企业获得认定。", number=2, region="松岭区")
    given = material("云河区“青禾计划”里有多少家企业？", HERE)
    (one,) = told_elsewhere(given, {}, given.hits, [Hit(there, FAINT)], RAREST)
    assert isinstance(one, Refusal)
    known = material("云河区“青禾计划”里有多少家企业？", make_passage("“青禾计划”起步。"))
    assert told_elsewhere(known, {}, known.hits, [Hit(there, FAINT)], RAREST) == []


def test_what_is_granted_in_one_clause_and_asked_on_in_another_is_corrected() -> None:
    (one,) = told("云河区搭建栖霞政企对接平台，助力1.43万家企业，还有哪个平台？", HERE)
    assert isinstance(one, Sentence)
    assert one.passages == (THERE,)


def test_what_an_overview_enumerates_is_not_taken_for_a_claim() -> None:
    there = make_passage("养蜂、种茶、修渠全面推进。", number=2, region="松岭区")
    given = material("云河区有哪些举措？养蜂、种茶、修渠等都说说", make_passage("修渠十条。"))
    assert not told_elsewhere(given, {"养蜂": 0.9 * RAREST}, given.hits, [Hit(there, SURE)], RAREST)


LIFTS_HERE = make_passage("老楼加装电梯开工304部、完工227部。")
LIFTS_THERE = make_passage("老楼加装电梯开工416部。", number=2, region="松岭区")


def of_lifts(question: str, here: Passage = LIFTS_HERE) -> Sequence[Outcome]:
    given = material(question, here)
    return told_elsewhere(given, {"416": RAREST}, given.hits, [Hit(LIFTS_THERE, SURE)], RAREST)


def test_where_only_the_figure_is_of_another_region_what_is_told_here_follows() -> None:
    first, second = of_lifts("云河区老楼加装电梯开工416部，完工几部？")
    assert isinstance(first, Sentence)
    assert isinstance(second, Sentence)
    assert first.text.startswith("问题的前提与报告不符：416部是松岭区报告中的数字。")
    assert (first.passages, second.passages) == ((LIFTS_THERE,), (LIFTS_HERE,))


@pytest.mark.parametrize(
    "here",
    [
        pytest.param(HERE, id="another thing"),
        pytest.param(make_passage("老楼加装电梯投入304万元。"), id="another unit"),
    ],
)
def test_what_is_told_here_of_another_thing_does_not_follow(here: Passage) -> None:
    assert not any(
        here in one.passages
        for one in of_lifts("云河区老楼加装电梯开工416部，完工几部？", here)
        if isinstance(one, Sentence)
    )
