"""Causes: which sentence names one for just what was asked, and what is said where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.answers.material import Material, Outcome, Refusal, Sentence
from qa.answers.reasons import reasons
from qa.datatypes import Passage, Reason, Statement
from tests.answers.made import DOUBTFUL, make_report, material, no_outline, outlines_of, text_of
from tests.fakes import make_passage


def told(given: Material, beside: Sequence[Passage] = ()) -> list[Outcome]:
    return list(reasons(given, lambda report_id, paragraph: beside, no_outline))


def problem(text: str, number: int = 1, paragraph: int = 1) -> Passage:
    return make_passage(text, number=number, paragraph=paragraph, statement=Statement.PROBLEM)


HARBOUR = "云河区港口吞吐量为什么回落？"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("受台风频发影响，港口吞吐量回落。", id="受…影响"),
        pytest.param("由于航道施工，港口吞吐量回落。", id="由于"),
        pytest.param("台风频发，港口吞吐量受到较大影响。", id="受到影响"),
        pytest.param("港口吞吐量回落，主要是由于台风频发。", id="behind the effect"),
    ],
)
def test_a_named_cause_is_told_with_its_effect(text: str) -> None:
    passage = make_passage(text)
    (sentence,) = told(material(HARBOUR, passage))
    assert isinstance(sentence, Sentence)
    assert sentence.text.endswith(text)
    assert sentence.passages == (passage,)


def test_the_sentence_with_the_cause_goes_before_a_better_hit_without_one() -> None:
    bare = make_passage("港口吞吐量回落3%。")
    caused = make_passage("受台风频发影响，港口吞吐量回落。", number=2, paragraph=2)
    assert text_of(told(material(HARBOUR, bare, caused))) == "云河区2023年：受台风频发影响，港口吞吐量回落。"


def test_a_weakness_before_the_effect_is_the_cause_of_a_problem() -> None:
    text = "泊位等级较低，疏港铁路尚未建成，港口吞吐量增速低于全省。"
    given = material("云河区港口吞吐量增速为什么低于全省？", problem(text))
    assert text_of(told(given)) == f"云河区2023年：{text}"


def test_a_weakness_before_a_result_is_no_cause() -> None:
    given = material(HARBOUR, make_passage("泊位压力有所缓解，港口吞吐量回落。", statement=Statement.OUTCOME))
    assert text_of(told(given)).startswith("报告没有直接说明原因")


COUNTED = make_passage("有三项指标慢于预期（港口货物年均吞吐量增速等）。", number=2, paragraph=2)
SLOW = "云河区港口货物吞吐涨得慢于预期，报告认为原因出在哪？"


def test_the_weakness_told_elsewhere_for_the_very_measure_that_falls_short_is_the_cause() -> None:
    weak = problem("泊位等级较低，港口货物年均吞吐量增速为2%，有待提高。", number=3, paragraph=3)
    assert text_of(told(material(SLOW, COUNTED, weak))) == f"云河区2023年：{weak.text}"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            problem("泊位等级较低，港口客流增速为2%，有待提高。", number=3, paragraph=3), id="another measure"
        ),
        pytest.param(problem("港口货物年均吞吐量增速为2%，有待提高。", number=3, paragraph=3), id="no weakness"),
        pytest.param(
            make_passage("泊位等级较低，港口货物年均吞吐量增速为2%。", number=3, paragraph=3), id="no problem"
        ),
    ],
)
def test_a_weakness_of_something_else_is_not(other: Passage) -> None:
    assert text_of(told(material(SLOW, COUNTED, other))).startswith("报告没有直接说明原因")


def test_only_the_part_of_a_sentence_with_the_effect_is_told() -> None:
    whole = problem("因山路狭窄，校车线路难以加密；因航道施工，港口吞吐量回落；因缺少医师，夜间门诊尚未开设。")
    assert text_of(told(material(HARBOUR, whole))) == "云河区2023年：因航道施工，港口吞吐量回落。"


def test_the_cause_of_another_effect_is_not_told() -> None:
    other = make_passage("港口吞吐量回落，渔业受台风频发影响减产。")
    assert text_of(told(material(HARBOUR, other))).startswith("报告没有直接说明原因")


def test_causes_in_two_paragraphs_are_both_told() -> None:
    first = make_passage("受台风频发影响，港口吞吐量回落。")
    second = make_passage("由于航道施工，港口吞吐量回落。", number=2, paragraph=2)
    assert [one.passages for one in told(material(HARBOUR, first, second)) if isinstance(one, Sentence)] == [
        (first,),
        (second,),
    ]


def test_the_other_side_of_a_cause_in_two_parts_is_told_too() -> None:
    one_side = problem("一方面，航道水深不够。", number=1)
    other = replace(problem("另一方面，疏港铁路缺乏，港口吞吐量回落。", number=2), start=len(one_side.text))
    assert text_of(told(material(HARBOUR, other), [one_side, other])) == (
        "云河区2023年：一方面，航道水深不够。\n云河区2023年：另一方面，疏港铁路缺乏，港口吞吐量回落。"
    )


def test_a_result_is_told_with_the_parallel_means_beside_it() -> None:
    report, passages = make_report(
        "治水成效明显。坚持以管治水，改造雨污管网。坚持以林治水，种植护岸林。坚持以规治水，关停排污口。一年来，河水水质首次达到优良。"
    )
    best = passages[-1]
    given = material("云河区河水水质首次达到优良靠的是什么办法？", best)
    found = list(reasons(given, lambda report_id, paragraph: passages, outlines_of(report, passages)))
    assert [one.passages[0] for one in found if isinstance(one, Sentence)] == passages


def test_without_a_cause_the_nearest_sentence_is_said_to_name_none() -> None:
    bare = make_passage("港口吞吐量回落3%。")
    (sentence,) = told(material(HARBOUR, bare))
    assert sentence == Sentence("报告没有直接说明原因，有关的原文是：云河区2023年：港口吞吐量回落3%。", (bare,))


def test_without_a_cause_a_sentence_with_little_of_what_is_asked_is_refused_with() -> None:
    near = make_passage("港口开建二期。")
    (refusal,) = told(material("云河区港口为什么重新选址，原来的地方为何不行？", near))
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.message) == (
        Reason.NOT_MENTIONED,
        "报告没有说明原因。相近的原文是：“港口开建二期。”",
    )


ENDEAVOURS = make_passage("坚持旬调度，加强航道疏浚，港口吞吐量再创新高。")


def test_what_was_done_before_a_result_is_what_it_was_reached_by() -> None:
    given = material("云河区港口吞吐量再创新高靠的是什么？", ENDEAVOURS)
    assert text_of(told(given)) == f"云河区2023年：{ENDEAVOURS.text}"


def test_what_was_done_before_a_result_is_not_why() -> None:
    assert text_of(told(material("云河区港口吞吐量为什么再创新高？", ENDEAVOURS))).startswith("报告没有直接说明原因")


@pytest.mark.parametrize(
    ("question", "text", "told_as_cause"),
    [
        pytest.param("云河区停车怎么不难了？", "挖潜新增泊位千个，停车难有效缓解。", True, id="done, then better"),
        pytest.param("云河区停车怎么不难了？", "雨季较长，停车难有效缓解。", False, id="nothing done"),
        pytest.param("云河区停车怎么不难了？", "新增泊位千个，停车收费两元。", False, id="nothing came of it"),
        pytest.param("云河区学位多了主要靠哪项改革？", "学区改革深入推进，教师增加百名，学位多了三成。", True,
                     id="by what, further before"),
    ],
)  # fmt: skip
def test_what_was_done_right_before_what_came_of_it_is_its_cause(
    question: str, text: str, *, told_as_cause: bool
) -> None:
    assert (text_of(told(material(question, make_passage(text)))) == f"云河区2023年：{text}") is told_as_cause


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param("云河区渡口夜里开行是出于什么考虑？", "推动渡口夜里开行，两岸商业连成一片。", id="what follows"),
        pytest.param("云河区山村通水奔着解决什么去的？", "加快山村通水，彻底告别挑水。", id="in other words"),
    ],
)
def test_what_something_is_done_for_is_quoted(question: str, text: str) -> None:
    assert text_of(told(material(question, make_passage(text)))) == f"云河区2023年：{text}"


def test_where_it_lacks_is_told_by_the_problem_itself() -> None:
    text = "山区公路与平原相比还有差距。"
    assert text_of(told(material("云河区山区公路差在什么地方？", problem(text)))) == f"云河区2023年：{text}"


def test_the_two_sides_that_follow_a_problem_are_told_with_it() -> None:
    head = problem("三是财政收支仍紧。")
    sides = [
        replace(problem("一方面，茶价下跌。", number=2), start=20, end=30),
        replace(problem("另一方面，修渠花费大。", number=3), start=30, end=40),
        replace(problem("需要过紧日子。", number=4), start=40, end=50),
    ]
    outcomes = told(material("云河区财政收支怎么还紧？", replace(head, end=10)), [head, *sides])
    assert [one.text for one in outcomes if isinstance(one, Sentence)] == [
        "云河区2023年：财政收支仍紧。",
        "云河区2023年：一方面，茶价下跌。",
        "云河区2023年：另一方面，修渠花费大。",
    ]


def test_a_purpose_asked_for_is_quoted_as_it_stands() -> None:
    given = material("云河区发行专项债券是为了干什么？", make_passage("发行专项债券支持港口建设。"))
    assert text_of(told(given)) == "云河区2023年：发行专项债券支持港口建设。"


def test_where_little_is_found_no_unrelated_cause_is_told() -> None:
    other = make_passage("受寒潮影响，蔬菜价格上涨。")
    (refusal,) = told(material(HARBOUR, other, score=DOUBTFUL))
    assert isinstance(refusal, Refusal)
    assert "寒潮" not in refusal.message


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        pytest.param("云河区招商项目落地率43%，没落地的卡在哪？", True, id="the rest"),
        pytest.param("云河区招商项目落地率为什么才43%？", False, id="those told of"),
    ],
)
def test_why_the_rest_is_not_done_is_not_told_by_what_is(question: str, *, refused: bool) -> None:
    (outcome,) = told(material(question, make_passage("招商项目落地278个，落地率达到43%。")))
    assert isinstance(outcome, Refusal) is refused
