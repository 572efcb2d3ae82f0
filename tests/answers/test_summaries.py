"""Points of a summary: which passages, how many, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers.material import Material
from qa.answers.summaries import areas_of, points, with_areas
from qa.datatypes import Hit, Inquiry, Passage, Period, Statement
from qa.figures.matching import Wanted
from tests.answers.made import ask, material
from tests.fakes import make_passage

QUESTION = "概括云河区的农业工作"


def passage(number: int, lead: str) -> Passage:
    paragraph = 1 if number < 10 else 2
    return make_passage(f"第{number}件事办成。", number=number, paragraph=paragraph, header=f"云河区 2023年 {lead}")


def opening(number: int, lead: str, section: str = "农村", *, paragraph: int = 3) -> Passage:
    text = f"{lead}。第{number}件事办成。"
    return make_passage(text, number=number, paragraph=paragraph, header=f"云河区 2023年 {section} {lead}")


def given(*scored: tuple[Passage, float]) -> Material:
    empty = material(QUESTION)
    return Material(ask(QUESTION), tuple(Hit(one, score) for one, score in scored), empty.wanted)


def chosen(*scored: tuple[Passage, float], beside: list[Passage] | None = None) -> list[int]:
    return [one.passage_id for one in points(given(*scored), beside or [])]


TEA = [passage(number, "种茶") for number in range(1, 10)]
BEES = [passage(number, "养蜂") for number in range(11, 20)]


@pytest.mark.parametrize(
    ("scored", "numbers"),
    [
        pytest.param([(TEA[4], 0.9), (BEES[0], 0.8), (TEA[1], 0.7)], [2, 5, 11], id="in reading order"),
        pytest.param([(TEA[0], 0.9), (BEES[0], 0.17)], [1], id="far below the best"),
        pytest.param([(TEA[0], 0.9), (BEES[0], 0.19)], [1, 11], id="just above the bound"),
        pytest.param([(one, 0.9) for one in [*TEA[:6], *BEES[:6]]], [1, 2, 3, 4, 11, 12, 13, 14],
                     id="eight, of both paragraphs"),
        pytest.param([(TEA[0], 0.9), *[(one, 0.6) for one in TEA[1:7]], (BEES[0], 0.3)], [1, 2, 3, 4, 5, 11],
                     id="the less, the more of a paragraph is told"),
    ],
)  # fmt: skip
def test_points_are_the_best_of_different_stretches(scored: list[tuple[Passage, float]], numbers: list[int]) -> None:
    assert chosen(*scored) == sorted(numbers)


def test_no_more_points_are_given_than_counted() -> None:
    hits = given(*((one, 0.9) for one in (*TEA, *BEES)))
    assert [one.passage_id for one in points(hits, [], 3)] == [1, 2, 11]


def test_what_only_announces_is_no_point() -> None:
    announcing = make_passage("种茶的成效有以下特点:", number=9, header="云河区 2023年 种茶")
    assert chosen((announcing, 0.9), (TEA[0], 0.8)) == [1]


def test_what_the_model_reads_counts_beside_the_weight() -> None:
    hits = given(*((one, 0.9) for one in TEA[:4]), *((one, 0.4) for one in BEES[:4]))
    of_bees = points(hits, [], 8, lambda one: 0.9 if one in BEES else 0.2)
    assert [one.passage_id for one in of_bees] == [1, 2, 3, 11, 12, 13, 14]
    assert len(points(hits, [], 4, lambda one: 0.5)) == 4


def test_only_the_weightiest_are_read_and_what_is_something_else_is_left_out() -> None:
    read: list[int] = []

    def tells(one: Passage) -> float:
        read.append(one.passage_id)
        return 0.001 if one is TEA[0] else 0.9

    hits = given(*((one, 0.9) for one in TEA[:3]), *((one, 0.4) for one in BEES))
    assert [one.passage_id for one in points(hits, [], 6, tells)] == [2, 3, 11, 12, 13]
    assert sorted(read) == [1, 2, 3, 11, 12, 13]


def test_what_has_no_word_of_the_question_is_told_only_where_it_is_read_as_telling_of_it() -> None:
    farms = make_passage("农业产值增长。", number=1, header="云河区 2023年 种茶")
    hits = given((farms, 0.9), (BEES[0], 0.8), (BEES[1], 0.8))
    assert [one.passage_id for one in points(hits, [], 8, {BEES[0]: 0.05, BEES[1]: 0.3, farms: 0.05}.__getitem__)] == [
        1,
        12,
    ]


def test_courtesies_are_no_points() -> None:
    thanks = replace(TEA[0], text="成绩的取得，得益于茶农的辛勤劳动。")
    speaks = replace(TEA[2], text="受区政府委托，现将种茶工作报告如下。")
    assert chosen((thanks, 0.9), (TEA[1], 0.8), (speaks, 0.8)) == [2]


def test_what_is_no_work_is_no_point_beside_work() -> None:
    done, chance = replace(TEA[0], statement=Statement.OUTCOME), replace(TEA[1], statement=Statement.OTHER)
    assert chosen((done, 0.9), (chance, 0.8)) == [1]
    assert chosen((chance, 0.9)) == [2]


def test_a_shortcoming_is_no_point_of_what_was_done() -> None:
    lacking = replace(BEES[0], statement=Statement.PROBLEM)
    assert chosen((TEA[0], 0.9), (lacking, 0.8)) == [1]
    assert chosen((lacking, 0.9), (replace(BEES[1], statement=Statement.PROBLEM), 0.8)) == [11, 12]


def test_what_stands_in_the_field_of_the_only_hit_is_told_too() -> None:
    assert chosen((TEA[4], 0.9), beside=[*TEA, *BEES]) == list(range(1, 9))


def test_a_field_with_little_of_what_was_found_adds_nothing() -> None:
    scattered = [(make_passage("修渠一条。", number=number, paragraph=number), 0.8) for number in range(21, 28)]
    assert chosen((TEA[4], 0.9), *scattered, beside=[*TEA, *BEES]) == [5, *range(21, 28)]


SCHOOLS = [opening(51, "办好教育", paragraph=7)] + [
    make_passage(f"第{number}所学校开工。", number=number, paragraph=7, header="云河区 2023年 农村 办好教育")
    for number in range(52, 58)
]
CLINICS = [opening(58, "守护健康", paragraph=7)] + [
    make_passage(f"第{number}家医院开工。", number=number, paragraph=7, header="云河区 2023年 农村 守护健康")
    for number in range(59, 62)
]


def test_the_field_that_holds_most_of_what_was_found_is_told_whole_then_the_next_lead() -> None:
    hits = [(one, 0.9) for one in (*SCHOOLS[2:6], SCHOOLS[1])]
    assert chosen(*hits, beside=[*SCHOOLS, *CLINICS]) == list(range(51, 59))


def test_the_leads_of_a_section_named_for_what_is_asked_are_points() -> None:
    named = [opening(41, "种粮稳产", "农业工作", paragraph=5), opening(42, "养鱼扩面", "农业工作", paragraph=6)]
    assert chosen((BEES[0], 0.9), beside=named) == [11, 41, 42]


def test_what_stands_under_nothing_and_has_nothing_of_what_is_asked_is_no_point() -> None:
    bees = make_passage("养蜂500箱。", number=1, header="云河区 2023年 改善民生")
    roads = make_passage("道路通车。", number=2, header="云河区 2023年 改善民生")
    given = Material(ask("概括云河区的养蜂工作"), (Hit(bees, 0.9), Hit(roads, 0.8)), Wanted({"养蜂": 3.0}))
    assert points(given, [bees, roads]) == [bees]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        pytest.param("概括云河区2023年种茶的打算", [1], id="that year"),
        pytest.param("概括云河区2023年往后种茶的打算", [1, 2], id="from that year on"),
    ],
)
def test_what_is_planned_for_several_years_is_no_point_of_one(question: str, numbers: list[int]) -> None:
    year, years = (
        make_passage("种茶百亩。", number=number, paragraph=number, statement=Statement.TARGET, period=period)
        for number, period in ((1, Period(2023, 2023)), (2, Period(2023, 2027)))
    )
    given = Material(replace(ask(question), years=(2023,)), (Hit(year, 0.9), Hit(years, 0.8)), Wanted({}))
    assert [one.passage_id for one in points(given, [])] == numbers


def test_what_is_planned_is_no_point_beside_what_was_reached() -> None:
    plan = make_passage("明年种茶千亩。", number=8, statement=Statement.TARGET, header="云河区 2023年 种茶")
    assert chosen((TEA[4], 0.9), beside=[TEA[4], plan]) == [5]


def test_what_stands_beside_the_hit_in_another_numbered_item_weighs_less() -> None:
    items = [
        make_passage(text, number=number, paragraph=8, header="云河区 2024年 兜牢民生保障")
        for number, text in enumerate(("(1)促进就业。", "(2)新建驿站。", "推广餐桌。", "(3)发放救助金。"), start=61)
    ]
    scattered = [(one, 0.3) for one in TEA[:3]]
    told = chosen((items[1], 0.9), *scattered, beside=items)
    assert {62, 63} <= set(told)
    assert {61, 64}.isdisjoint(told)


@pytest.mark.parametrize(
    ("question", "areas"),
    [
        pytest.param("归纳云河区2023年在种茶、养蜂、修渠这些事上的成绩", ["种茶", "养蜂", "修渠"], id="three"),
        pytest.param("云河区2024年有什么打算？种茶、养蜂和修渠等都说说", ["种茶", "养蜂", "修渠"], id="in a clause"),
        pytest.param("云河区山区种茶、养蜂扩面两块怎么干", ["种茶", "养蜂"], id="beside what is no telling word"),
        pytest.param("云河区养蜂种茶、修渠两块怎么干", ["养蜂种茶", "修渠"], id="several words side by side"),
        pytest.param("概括云河区的种茶工作", [], id="one"),
        pytest.param("概括云河区“种茶、养蜂”行动", [], id="a name in quotation marks"),
    ],
)
def test_areas_are_what_a_question_enumerates(question: str, areas: list[str]) -> None:
    words = dict.fromkeys(["种茶", "养蜂", "修渠"], 1.0)
    assert areas_of(Material(ask(question), (), Wanted(words))) == areas


AREAS = "归纳云河区2023年种茶、养蜂两方面的工作"
TOLD = make_passage("种茶百亩。", number=1)
HIVES = make_passage("养蜂户增多。", number=12, paragraph=2)
COUNTED = make_passage("养蜂500箱。", number=13, paragraph=2)


def areas_told(*found: Passage, score: float) -> tuple[list[Passage], list[str]]:
    sought: list[str] = []

    def find(part: Inquiry) -> Material:
        sought.append(part.standalone)
        return material(part.standalone, *found, score=score)

    given = Material(ask(AREAS), (Hit(TOLD, 0.9),), Wanted({"种茶": 1.0, "养蜂": 1.0}))
    return with_areas([TOLD], given, find), sought


def test_an_area_that_is_named_and_not_told_of_is_looked_for() -> None:
    told, sought = areas_told(HIVES, COUNTED, score=0.9)
    assert told == [TOLD, HIVES, COUNTED]
    assert sought == ["云河区2023年种茶", "云河区2023年养蜂"]


def test_of_an_area_looked_for_figures_go_first_and_other_paragraphs_stay_out() -> None:
    more = make_passage("蜂农开讲。", number=14, paragraph=2)
    other = make_passage("养蜂9箱。", number=30, paragraph=7)
    told, _ = areas_told(HIVES, COUNTED, other, more, score=0.9)
    assert told == [TOLD, HIVES, COUNTED]


def test_what_a_search_for_an_area_is_unsure_of_is_left_out() -> None:
    told, _ = areas_told(HIVES, score=0.15)
    assert told == [TOLD]
