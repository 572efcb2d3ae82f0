"""What a question in parts leaves open is looked for, and added only where it is plainly told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answers.completing import asks_of, completed, completing
from qa.answers.material import Material, Outcome, Refusal, Sentence
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Passage, Period, Reason, Statement
from tests.answers.made import BEDS, HOPELESS, LIKELY, SCHOOL, SURE, material, material_for
from tests.fakes import make_passage

HOUSES = make_passage("建设保障性住房，开工1200套，竣工1700套。", number=21, paragraph=21)
LEASED = make_passage("做好公租房配租，配租公租房830套，发放补贴2亿元。", number=22, paragraph=21)
PLANNED = make_passage(
    "配租公租房900套。", number=23, paragraph=21, period=Period(2024, 2024), statement=Statement.TARGET
)
ROADS = make_passage("整修乡道12条。", number=24, paragraph=24)
BOTH = "云河区2023年保障性住房开工多少套？公租房配租多少套？"


def told(
    question: str,
    first: Passage,
    *hits: Passage,
    beside: Sequence[Passage] = (),
    elsewhere: Sequence[Passage] = (),
    sure: float = SURE,
) -> list[Passage]:
    """The passages of the answer to a question whose best sentence is `first`."""
    given = material(question, first, *hits)

    def find(part: Inquiry) -> Material:
        return material_for(part, *elsewhere, score=sure)

    outcomes = completed([quote(given, first)], given, lambda report_id, paragraph: beside, find)
    return [passage for one in outcomes if not isinstance(one, Refusal) for passage in one.passages]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        pytest.param("修了多少条路？", ["修了多少条路"], id="one"),
        pytest.param("修了多少条路、架了几座桥？", ["修了多少条路", "架了几座桥"], id="two clauses"),
        pytest.param("到年底,修了多少条路？", ["修了多少条路"], id="a clause that asks nothing"),
        pytest.param("修了多少条路和多少座桥？", ["修了多少条路", "和多少座桥"], id="joined"),
        pytest.param("要修多少条路？架桥呢？", ["要修多少条路", "架桥多少"], id="the same of another thing"),
        pytest.param("绿道有多长，游船能走多远？", ["绿道有多长", "游船能走多远"], id="lengths"),
        pytest.param("完成几个项目多少套？", ["完成几个项目", "多少套"], id="in one breath"),
        pytest.param("开工、竣工各多少套？", ["开工多少套", "竣工各多少套"], id="each of two"),
        pytest.param("抽检次数+合格率", ["抽检次数多少次", "合格率"], id="bare names"),
        pytest.param("排放达不达标，修了多少条路？", ["排放达不达标", "修了多少条路"], id="whether it is up to a mark"),
        pytest.param("你能不能把路名分成几条，好不好？", [], id="manners of asking"),
        pytest.param("有哪几座桥，桥名叫什么？", [], id="names"),
    ],
)
def test_asks_are_the_clauses_that_want_a_figure(question: str, asks: list[str]) -> None:
    assert [ask.text for ask in asks_of(material(question))] == asks


@pytest.mark.parametrize(
    "question", ["概括一下修路和架桥的成绩，道路数量、桥梁数量都说说", "修路、架桥花了多少钱，为什么要修？"]
)
def test_summaries_and_reasons_are_not_taken_apart(question: str) -> None:
    assert asks_of(material(question)) == []


def test_what_is_left_open_is_found_among_the_hits() -> None:
    assert told(BOTH, HOUSES, ROADS, LEASED) == [HOUSES, LEASED]


def test_what_is_left_open_is_found_in_the_paragraph() -> None:
    assert told(BOTH, HOUSES, beside=[HOUSES, LEASED]) == [HOUSES, LEASED]


def test_the_paragraph_tells_nothing_of_another_time() -> None:
    assert told(BOTH, HOUSES, beside=[HOUSES, PLANNED]) == [HOUSES]


def test_what_is_left_open_is_found_by_a_search_of_its_own() -> None:
    assert told(BOTH, HOUSES, ROADS, elsewhere=[LEASED]) == [HOUSES, LEASED]


def test_what_a_search_finds_doubtful_is_not_added() -> None:
    assert told(BOTH, HOUSES, elsewhere=[LEASED], sure=HOPELESS) == [HOUSES]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("云河区2023年保障性住房开工多少套，竣工多少套？", HOUSES, id="all is told"),
        pytest.param("云河区2023年保障性住房开工多少套，一共多少套？", HOUSES, id="nothing of its own to look for"),
        pytest.param("云河区2023年公租房配租多少套？", HOUSES, id="one thing"),
        pytest.param("云河区2023年保障性住房开工多少套，公租房补贴多少人？", HOUSES, id="another unit"),
        pytest.param("云河区2023年保障性住房开工多少套，建成公园多少座？", HOUSES, id="another thing"),
    ],
)
def test_nothing_is_added_that_is_not_plainly_open_and_told(question: str, first: Passage) -> None:
    assert told(question, first, LEASED, ROADS) == [first]


def test_bare_names_are_looked_for_one_by_one() -> None:
    food = make_passage("食品抽检4100次，合格率98.7%。", number=31, paragraph=31)
    drugs = make_passage("药品抽检620件，合格率99%。", number=32, paragraph=31)
    assert told("云河区食品抽检次数+合格率，药品抽检件数+合格率", food, drugs) == [food, drugs]


def test_of_a_stretch_of_years_the_sentence_of_one_year_gives_way() -> None:
    one = make_passage("道路整修完工12条。", number=41, paragraph=41, period=Period(2022, 2022))
    all_of_it = make_passage("道路整修完工31条，绿道整修5公里。", number=42, paragraph=42, period=Period(2021, 2023))
    question = "云河区2021到2023年道路整修完工多少条，绿道整修多少公里？"
    assert told(question, one, all_of_it) == [all_of_it]


def test_a_sentence_of_one_year_stays_where_it_alone_tells_its_part() -> None:
    one = make_passage("道路整修完工12条。", number=41, paragraph=41, period=Period(2022, 2022))
    all_of_it = make_passage("绿道整修5公里。", number=42, paragraph=42, period=Period(2021, 2023))
    question = "云河区2021到2023年道路整修完工多少条，绿道整修多少公里？"
    assert told(question, one, all_of_it) == [one, all_of_it]


REFUSED: list[Outcome] = [Refusal(Reason.NOT_MENTIONED, "没有找到。")]


def completed_by(*elsewhere: Passage, outcomes: Sequence[Outcome] = REFUSED, question: str = BOTH) -> list[Outcome]:
    """The completed outcomes where each search for a part finds `elsewhere`."""

    def find(part: Inquiry) -> Material:
        return material_for(part, *elsewhere, score=SURE if elsewhere else HOPELESS)

    return list(completed(outcomes, material(question, ROADS), lambda report_id, paragraph: [], find))


def test_a_refusal_stays_where_no_part_is_found() -> None:
    assert completed_by(ROADS) == REFUSED


def test_a_refused_question_is_answered_part_by_part() -> None:
    given = completed_by(HOUSES, LEASED)
    assert [one.passages for one in given if isinstance(one, Sentence)] == [(HOUSES,), (LEASED,)]


def test_what_is_found_nowhere_is_named() -> None:
    question = "云河区2023年整修乡道多少条，公租房配租多少套？"
    roads = quote(material(question, ROADS), ROADS)
    assert completed_by(outcomes=[roads], question=question) == [
        roads,
        Sentence("报告中没有找到“公租房配租多少套”的相应数字。", ()),
    ]


def test_a_second_figure_of_what_is_answered_does_not_answer_the_rest() -> None:
    question = "云河区2023年乡道整修多少条，托位多少个？"
    roads = quote(material(question, both := make_passage("整修乡道12条，累计80条。", number=51, paragraph=51)), both)
    assert completed_by(outcomes=[roads], question=question) == [
        roads,
        Sentence("报告中没有找到“托位多少个”的相应数字。", ()),
    ]


def test_what_a_figure_of_the_answer_may_tell_is_not_called_missing() -> None:
    question = "云河区2023年保障性住房开工多少套，盖好的房子多少套？"
    houses = quote(material(question, HOUSES), HOUSES)
    assert completed_by(outcomes=[houses], question=question) == [houses]


def test_of_one_thing_over_a_stretch_of_years_the_whole_is_told() -> None:
    one = make_passage("道路整修完工12条。", number=41, paragraph=41, period=Period(2022, 2022))
    all_of_it = make_passage("道路整修完工31条。", number=42, paragraph=42, period=Period(2021, 2023))
    assert told("云河区2021到2023年道路整修一共完工多少条？", one, all_of_it) == [all_of_it]


def test_further_sentences_hold_the_words_still_open() -> None:
    assert completing(material("云河区的学位和养老床位情况", SCHOOL, BEDS)) == [SCHOOL, BEDS]


def test_a_sentence_that_adds_nothing_is_not_told() -> None:
    assert completing(material("云河区的学位情况", SCHOOL, BEDS)) == [SCHOOL]


def test_hits_far_below_the_best_do_not_complete() -> None:
    far = material("云河区的学位和养老床位情况", SCHOOL, *[ROADS] * 6, BEDS, score=LIKELY)
    assert completing(far) == [SCHOOL]


def test_where_all_is_asked_for_a_stretch_is_not_taken_for_it() -> None:
    boats = make_passage("云水河通航6公里，8公里滨水绿道贯通。", number=25, paragraph=25)
    greenways = make_passage("累计建成绿道总长度90公里。", number=26, paragraph=26)
    question = "云河区的绿道加起来有多长？云水河通航多少公里？"
    assert told(question, boats, elsewhere=[greenways]) == [boats, greenways]


def test_a_bare_price_is_of_what_was_asked_before() -> None:
    aid = make_passage("支出救助资金1.8亿元。", number=31, paragraph=31)
    halls = make_passage("建成养老服务中心5家。", number=32, paragraph=32)
    question = "云河区2023年建了几家养老服务中心，花了多少钱？"
    assert told(question, halls, elsewhere=[aid]) == [halls]
    assert told(question.replace("花了", "救助资金花了"), halls, elsewhere=[aid]) == [halls, aid]
