from __future__ import annotations

import pytest

from qa.datatypes import Citation
from qa.page.marks import lines, pieces, without_marks
from tests.page.fakes import LIME, QUOTE, make_citation, make_report

ONE = make_citation(make_report("栎木区", 2022, LIME), QUOTE, 1)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        pytest.param("新设3.2万户[1]。", ["新设3.2万户", ONE, "。"], id="mark"),
        pytest.param("甲[1][1]", ["甲", ONE, "", ONE, ""], id="twice running"),
        pytest.param("见附件[7]和[注]", ["见附件[7]和[注]"], id="no citation's number"),
        pytest.param("", [""], id="empty"),
    ],
)
def test_pieces_are_text_and_citations_in_order(line: str, given: list[str | Citation]) -> None:
    assert list(pieces(line, [ONE])) == given


def test_lines_are_those_that_say_something() -> None:
    assert lines("甲[1]\n \n\n乙") == ["甲[1]", "乙"]


def test_without_marks_leaves_the_words() -> None:
    assert without_marks("甲[1][12]，乙[注]") == "甲，乙[注]"
