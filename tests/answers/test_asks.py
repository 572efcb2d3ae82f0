"""Questions that ask several things, over made sentences and a model of fixed opinion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answers.asks import with_each_ask
from qa.answers.material import Material, Outcome, Refusal, Sentence, not_mentioned
from qa.answers.probe import Reading
from qa.datatypes import Inquiry, Passage
from tests.answers.made import ask, material_for
from tests.fakes import make_passage

SEATS = make_passage("新增学位1200个。", number=1)
BEDS = make_passage("新增养老床位350张。", number=2)
HEAD = make_passage("云河大桥由青禾公司承建。", number=3)


class Reader:
    """Reads a sentence as telling what is asked where a word of `knows` stands in both."""

    def __init__(self, *knows: str, can_read: bool = True) -> None:
        self._knows = knows
        self._can_read = can_read

    def judges(self) -> bool:
        return self._can_read

    def reading(self, question: str, passage: Passage) -> Reading | None:
        asked = question.rpartition("；")[2]
        return Reading(0.9 if any(word in asked and word in passage.text for word in self._knows) else 0.0, 0.0)

    def vouched(self, material: Material, least: float) -> tuple[Passage, Reading] | None:
        readings = [(one, self.reading(material.inquiry.standalone, one)) for one in material.passages]
        return next(((one, reading) for one, reading in readings if reading and reading.tells >= least), None)


def told(
    question: str, given: Sequence[Outcome], *held: Passage, reader: Reader | None = None
) -> list[tuple[str, tuple[Passage, ...]]]:
    def find(part: Inquiry) -> Material:
        return material_for(part, *held)

    reads = reader or Reader("学位", "床位", "承建")
    outcomes = with_each_ask(given, ask(question).asks, find, reads)
    return [(one.text, one.passages) if isinstance(one, Sentence) else ("refused", ()) for one in outcomes]


def test_what_the_first_answer_leaves_untold_follows_it() -> None:
    first = Sentence(SEATS.text, (SEATS,))
    found = told("云河区新增学位多少个，养老床位多少张，云河大桥由谁承建？", [first], BEDS, HEAD, SEATS)
    assert [passages for _, passages in found] == [(SEATS,), (BEDS,), (HEAD,)]


def test_what_nothing_tells_is_said_by_name_once() -> None:
    first = Sentence(SEATS.text, (SEATS,))
    question = "云河区新增学位多少个，公租房多少套？"
    assert told(question, [first], BEDS)[1:] == [("报告中没有找到“公租房多少套”的相应内容。", ())]
    said = Sentence("报告中没有找到“公租房”的相应数字。", ())
    assert told(question, [first, said], BEDS) == [(first.text, (SEATS,)), (said.text, ())]


def test_what_may_be_told_by_its_words_is_not_said_to_be_missing() -> None:
    first = Sentence(SEATS.text, (SEATS,))
    assert len(told("云河区养老床位多少张，新增学位多少个？", [first], BEDS, reader=Reader("床位"))) == 2


@pytest.mark.parametrize(("asked", "named"), [("区长是谁", True), ("一共多少个", False)])
def test_a_bare_ask_is_said_to_be_missing_where_no_figure_may_tell_it(asked: str, *, named: bool) -> None:
    first = Sentence(SEATS.text, (SEATS,))
    found = told(f"云河区新增学位多少个，{asked}？", [first], BEDS, reader=Reader("新增学位"))
    assert [text for text, passages in found if not passages] == [f"报告中没有找到“{asked}”的相应内容。"] * named


@pytest.mark.parametrize(("held", "refused"), [((SEATS, BEDS), False), ((BEDS,), False), ((HEAD,), True)])
def test_a_refusal_stands_where_less_than_half_is_told(held: Sequence[Passage], *, refused: bool) -> None:
    question = "云河区新增学位多少个，养老床位多少张？"
    found = told(question, [not_mentioned(ask(question))], *held)
    assert (found[0][0] == "refused") is refused
    assert refused or [passages for _, passages in found if passages] == [(one,) for one in held]


def test_nothing_is_added_where_nothing_can_read_or_only_one_thing_is_asked() -> None:
    first, question = Sentence(SEATS.text, (SEATS,)), "云河区新增学位多少个，养老床位多少张？"
    assert len(told(question, [first], BEDS, reader=Reader("床位", can_read=False))) == 1
    refusal = not_mentioned(ask("云河区养老床位多少张？"))
    assert isinstance(refusal, Refusal)
    assert told("云河区养老床位多少张？", [refusal], BEDS) == [("refused", ())]
