"""Questions that ask several things, over made sentences and a model of fixed opinion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answers.asks import asks_apart, with_each_ask
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
    outcomes = with_each_ask(given, asks_apart(ask(question)), find, reads)
    return [(one.text, one.passages) if isinstance(one, Sentence) else ("refused", ()) for one in outcomes]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        pytest.param("新增学位多少个？", "", id="one"),
        pytest.param("新增学位多少个,养老床位几张？", "新增学位多少个 养老床位几张", id="clauses"),
        pytest.param("新增学位几个、养老床位几张？", "新增学位几个 养老床位几张", id="a row of asks"),
        pytest.param("城乡、工农各增长多少?税收多少亿元?", "城乡、工农各增长多少 税收多少亿元", id="a row of names"),
        pytest.param("查几个数:学位数、毛入学率", "学位数是多少 毛入学率是多少", id="listed"),
        pytest.param("学位多少个,谁建的?", "学位多少个 学位多少个;谁建的", id="of what was asked before"),
        pytest.param(
            "老楼没有证,动了几个项目,收了几条意见?", "老楼没有证;动了几个项目 收了几条意见", id="of what is said"
        ),
        pytest.param("为什么学位增加多少、床位减少多少?", "", id="a reason"),
    ],
)
def test_the_single_questions_are_told_apart(question: str, asks: str) -> None:
    found = asks_apart(ask(f"云河区2023年：{question}"))
    plain = [one.standalone.replace("；", ";").removeprefix("云河区2023年:") for one in found]
    assert plain == asks.split()
    assert all(one.regions == ("云河区",) and one.years == (2023,) for one in found)


def test_an_ask_is_of_the_place_and_year_that_it_names() -> None:
    yun, song = asks_apart(ask("云河区2023年新增学位多少个？松岭区2022年养老床位多少张？"))
    assert (yun.regions, yun.years) == (("云河区",), (2023,))
    assert (song.regions, song.years) == (("松岭区",), (2022,))


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
