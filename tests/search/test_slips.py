"""Slips of the keyboard, and words that only look like one."""

from __future__ import annotations

import pytest

from qa.search.slips import mend, mended

# How many passages of a made index have each pair of characters.
HELD = {"路灯": 6, "住宅": 4, "牢房": 5, "回落": 5}


def holders(pair: str) -> int:
    return HELD.get(pair, 0)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        pytest.param("新装鹿灯多少盏?", {"鹿灯": "路灯"}, id="first character"),
        pytest.param("新建住债多少套?", {"住债": "住宅"}, id="second character"),
        pytest.param("新装鹿灯多少盏,新建注宅多少套?", {"鹿灯": "路灯", "注宅": "住宅"}, id="two, in their order"),
    ],
)
def test_a_pair_that_no_report_has_is_read_as_what_sounds_like_it(question: str, meant: dict[str, str]) -> None:
    assert mend(question, holders) == meant


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("新装路灯多少盏?", id="a word that reports have"),
        pytest.param("新添床位多少张?", id="a word that no report has"),
        pytest.param("全区老房改造多少套?", id="old is no half of a slip"),
        pytest.param("修筑绿到多长?", id="nor is a word of grammar"),
        pytest.param("绿道怎么会落后?", id="nor does it end where one begins"),
        pytest.param("种植梨束多少棵?", id="nothing that sounds like it is held"),
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert mend(question, holders) == {}


def test_a_pair_that_reports_have_is_no_slip() -> None:
    assert mend("新装鹿灯多少盏?", lambda pair: 1 if pair == "鹿灯" else holders(pair)) == {}


@pytest.mark.parametrize(("street", "traffic", "meant"), [(6, 2, "路灯"), (2, 6, "绿灯")])
def test_of_two_that_sound_alike_the_one_that_more_passages_have_is_meant(
    street: int, traffic: int, meant: str
) -> None:
    assert mend("新装鹿灯多少盏?", lambda pair: {"路灯": street, "绿灯": traffic}.get(pair, 0)) == {"鹿灯": meant}


def test_a_mended_question_has_each_slip_replaced() -> None:
    assert mended("鹿灯多少盏,鹿灯几条街?", {"鹿灯": "路灯"}) == "路灯多少盏,路灯几条街?"
