"""Ways to an answer, with a model that drafts what the test says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from qa.answers.answering import Answerer
from qa.answers.generator import Message
from qa.answers.judging import Judge
from qa.answers.material import VOUCHED, Material, Outcome, Refusal, Sentence
from qa.answers.operations import Operation
from qa.answers.probe import Probe
from qa.answers.states import State
from qa.datatypes import Hit, Inquiry, Passage, Period, Reason, Statement
from qa.figures.matching import Wanted
from tests.answers.made import (
    ALL,
    BEDS,
    DOUBTFUL,
    FAINT,
    HALLS,
    HOPELESS,
    LIKELY,
    MOOD,
    PLAN,
    RAIN,
    SCHOOL,
    SONG_BEDS,
    SURE,
    ask,
    beside,
    make_report,
    material,
    material_for,
    no_outline,
    outlines_of,
    refusal,
    text_of,
)
from tests.fakes import ScriptedGenerator, make_passage, weigh


def answerer(*drafts: str) -> tuple[Answerer, ScriptedGenerator]:
    model = ScriptedGenerator(*drafts)
    return Answerer(lambda: model, weigh, beside, no_outline, max_tokens=100), model


def never(part: Inquiry) -> Material:
    raise AssertionError(f"nothing is left to look for: {part.standalone}")


def single(given: Material, *drafts: str) -> list[Outcome]:
    return list(answerer(*drafts)[0].single(given))


def test_a_plain_figure_is_quoted_without_the_model() -> None:
    ready, model = answerer("云河区新增学位9999个。")
    (sentence,) = ready.single(material("云河区2023年新增养老床位多少张？", BEDS))
    assert sentence == Sentence("云河区2023年：新增养老床位350张、托位80个。", (BEDS,))
    assert model.prompts == []


def test_what_is_likely_is_quoted_without_the_model() -> None:
    ready, model = answerer("云河区新增学位5300个。")
    given = material("云河区的学位情况？", SCHOOL, SONG_BEDS, score=LIKELY)
    assert list(ready.single(given)) == [Sentence("云河区2023年：新建学校6所，新增学位5200个。", (SCHOOL,))]
    assert model.prompts == []


def test_where_neither_draft_nor_evidence_is_likely_the_answer_is_refused() -> None:
    given = material("云河区的学位情况？", SCHOOL, SONG_BEDS, score=FAINT)
    assert refusal(single(given, "云河区新增学位5300个。")).reason is Reason.NOT_MENTIONED


def test_a_figure_with_the_words_asked_for_is_quoted_from_a_doubtful_sentence() -> None:
    ready, model = answerer("云河区新增学位9999个。")
    (sentence,) = ready.single(material("云河区新增养老床位多少张？", BEDS, score=FAINT))
    assert sentence == Sentence("云河区2023年：新增养老床位350张、托位80个。", (BEDS,))
    assert model.prompts == []


def test_how_long_something_goes_on_is_quoted_though_it_is_no_figure() -> None:
    first = make_passage("营商环境考核连续三年全市第一。")
    told = [Sentence("云河区2023年：营商环境考核连续三年全市第一。", (first,))]
    assert single(material("云河区营商环境连续几年全市第一？", first)) == told
    assert isinstance(single(material("云河区营商环境连续几个月全市第一？", first))[0], Refusal)


def test_that_all_is_done_answers_how_many_are_left() -> None:
    cleared = make_passage("存量违建全部拆除。")
    question = "云河区还剩多少处违建没拆完？"
    told = [Sentence("云河区2023年：存量违建全部拆除。", (cleared,))]
    assert single(material(question, cleared)) == told
    assert calculated(question, Operation.REMAINDER, cleared) == told


def test_a_right_draft_is_shown_and_held_by_its_passage() -> None:
    given = material("云河区的学位情况？", BEDS, SCHOOL, score=DOUBTFUL)
    assert single(given, "云河区新增学位5200个。") == [Sentence("云河区新增学位5200个。", (SCHOOL,))]


def test_the_right_sentences_of_a_draft_are_kept() -> None:
    given = material("云河区的学位情况？", SCHOOL, BEDS, score=DOUBTFUL)
    outcomes = single(given, "云河区新增学位5200个。云河区新增学位9900个。云河区新增养老床位350张。")
    assert text_of(outcomes) == "云河区新增学位5200个。\n云河区新增养老床位350张。"


def test_a_drafted_figure_of_another_thing_is_not_shown() -> None:
    given = material("云河区2023年新增托位多少个？", make_passage("新增学位5200个，新增托位80个。"), score=DOUBTFUL)
    assert "云河区新增学位5200个" not in text_of(single(given, "云河区新增学位5200个。"))
    assert "新增托位80个" in text_of(single(given, "云河区新增托位80个。"))


@pytest.mark.parametrize("draft", ["资料未提及", "资料未提及。", "资料中没有提到该信息。", "无法确定。"])
def test_a_denial_refuses(draft: str) -> None:
    given = material("云河区的夜市经营情况？", MOOD, score=DOUBTFUL)
    assert refusal(single(given, draft)).reason is Reason.NOT_MENTIONED


def test_a_denial_refuses_also_where_quoting_is_possible() -> None:
    given = material("云河区的学位情况？", SCHOOL, score=DOUBTFUL)
    assert refusal(single(given, "资料未提及")).reason is Reason.NOT_MENTIONED


def test_nothing_near_refuses_without_the_model() -> None:
    ready, model = answerer("云河区有核电站3座。")
    found = refusal(list(ready.single(material("云河区有几座核电站？", MOOD, score=HOPELESS))))
    assert (found.reason, model.prompts) == (Reason.NOT_MENTIONED, [])
    assert "云河区" in found.message


def test_no_hits_at_all_refuse() -> None:
    assert refusal(single(material("云河区有几座核电站？"))).reason is Reason.NOT_MENTIONED


def test_words_without_a_number_are_told_as_such() -> None:
    found = refusal(single(material("云河区群众满意度是百分之几？", MOOD), "群众满意度为98%。"))
    assert found.reason is Reason.NO_FIGURE
    assert MOOD.text in found.message
    assert "98" not in found.message


def test_a_figure_of_another_dimension_does_not_answer() -> None:
    paid = make_passage("投入养老床位建设资金2亿元。")
    assert refusal(single(material("云河区新增养老床位多少张？", paid))).reason is Reason.NO_FIGURE


def test_a_doubtful_figure_of_something_else_of_the_kind_is_not_given() -> None:
    tea = make_passage("茶叶产量5万吨。")
    found = refusal(single(material("云河区2022年新能源汽车零部件产量是多少？", tea, score=LIKELY)))
    assert found.reason is Reason.NOT_MENTIONED


def test_a_list_is_quoted_whole() -> None:
    (sentence,) = single(material("云河区建成了哪些文化场馆？", HALLS))
    assert isinstance(sentence, Sentence)
    assert all(name in sentence.text for name in ("青禾图书馆", "栖霞书院", "云影剧场"))


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param("云河区建成文化场馆青禾图书馆、白鹭美术馆、云影剧场。", id="one item made up"),
        pytest.param("云河区建成文化场馆青禾图书馆、云影剧场。", id="one item left out"),
    ],
)
def test_a_drafted_list_is_that_of_the_evidence(draft: str) -> None:
    outcomes = single(material("云河区建成了哪些文化场馆？", HALLS, score=DOUBTFUL), draft)
    shown = text_of(outcomes)
    assert "白鹭" not in shown
    whole = all(name in shown for name in ("青禾图书馆", "栖霞书院", "云影剧场"))
    assert whole or isinstance(outcomes[0], Refusal)


def test_a_likely_sentence_that_lists_nothing_is_not_quoted_for_a_list() -> None:
    named = make_passage("着力推进“三项行动”，持续改善人居环境。")
    outcomes = single(material("云河区的“三项行动”是哪三项行动？", named, score=LIKELY), "资料未提及")
    assert refusal(outcomes).reason is Reason.NOT_MENTIONED


def test_a_reason_is_quoted_from_the_sentence_that_names_it() -> None:
    (sentence,) = single(material("云河区滨河公园为什么延期开放？", RAIN, MOOD))
    assert isinstance(sentence, Sentence)
    assert ("因暴雨频发" in sentence.text, sentence.passages) == (True, (RAIN,))


def test_a_wrong_premise_is_told_with_the_original() -> None:
    given = material("云河区新增学位9900个，是怎么分配的？", SCHOOL)
    shown = text_of(single(given))
    assert "前提与报告不符" in shown
    assert "新增学位5200个" in shown


@pytest.mark.parametrize("way", ["comparison", "calculation"])
def test_a_wrong_direction_is_told_before_anything_is_computed(way: str) -> None:
    air = make_passage("细颗粒物平均浓度30微克/立方米，同比下降4.1%。")
    given = material("云河区2023年细颗粒物平均浓度比上一年又上升了，升到多少？", air)
    ready = answerer()[0]
    computing = way == "calculation"
    outcomes = ready.calculation(given, Operation.DIFFERENCE, never) if computing else ready.comparison(given, never)
    assert "前提与报告不符" in text_of(list(outcomes))


def test_the_model_sees_the_evidence_and_the_question() -> None:
    ready, model = answerer("资料未提及")
    list(ready.single(material("云河区的学位情况？", SCHOOL, BEDS, score=DOUBTFUL)))
    ((system, user),) = model.prompts
    assert (system.role, user.role) == ("system", "user")
    assert all(words in user.content for words in (SCHOOL.text, BEDS.text, "云河区的学位情况?", "云河区，2023年"))


# -- several parts ---------------------------------------------------------------------------------


def compared(question: str, *places: Passage) -> list[Outcome]:
    given = material(question, *ALL)

    def find(part: Inquiry) -> Material:
        held = [one for one in places if one.region in part.regions and one.period and one.period.first in part.years]
        return material_for(part, *held)

    return list(answerer()[0].comparison(given, find))


def test_a_comparison_computes_and_cites_both() -> None:
    *quotes, result = compared("云河区和松岭区2023年新增养老床位相差多少张？", BEDS, SONG_BEDS)
    assert [one.passages for one in quotes if isinstance(one, Sentence)] == [(BEDS,), (SONG_BEDS,)]
    assert result == Sentence("云河区比松岭区多90张（350 − 260 = 90）。", (BEDS, SONG_BEDS))


def test_a_sum_over_two_regions_is_computed() -> None:
    *_, result = compared("云河区和松岭区2023年新增养老床位加起来多少张？", BEDS, SONG_BEDS)
    assert isinstance(result, Sentence)
    assert result.text == "合计610张（350 + 260 = 610）。"


def test_a_comparison_over_two_years_is_computed() -> None:
    before = replace(BEDS, passage_id=8, period=Period(2022, 2022), text="新增养老床位300张。")
    *_, result = compared("云河区2022年和2023年新增养老床位相差多少张？", before, BEDS)
    assert isinstance(result, Sentence)
    assert result.text == "云河区2023年比云河区2022年多50张（350 − 300 = 50）。"


def test_a_missing_part_refuses_and_tells_the_other() -> None:
    found = refusal(compared("云河区和松岭区2023年新增养老床位相差多少张？", BEDS))
    assert found.reason is Reason.NOT_MENTIONED
    assert "松岭区" in found.message
    assert "350张" in found.message


def test_incompatible_units_are_not_subtracted() -> None:
    dollars = make_passage("实际利用外资2.3亿美元。", number=9)
    yuan = make_passage("实际利用外资3.8亿元。", number=10, region="松岭区")
    shown = text_of(compared("云河区和松岭区2023年实际利用外资相差多少？", dollars, yuan))
    assert "单位不同" in shown
    assert "−" not in shown


# -- calculations and summaries --------------------------------------------------------------------


def calculated(question: str, operation: Operation, *passages: Passage) -> list[Outcome]:
    given = material(question, *passages)
    return list(answerer()[0].calculation(given, operation, lambda part: replace(given, inquiry=part)))


def test_what_is_asked_beside_a_computation_is_told_by_itself() -> None:
    roads = make_passage("整修乡道12条。", number=51, paragraph=51)
    outcomes = calculated("云河区整修乡道多少条，一共新建学校多少所？", Operation.SUM, roads, SCHOOL)
    assert [one.passages for one in outcomes if isinstance(one, Sentence)] == [(roads,), (SCHOOL,)]


def test_an_average_is_not_divided_again() -> None:
    beds = make_passage("每万人全科医生数为4.3人，每千人养老床位数为6.89张。")
    shown = text_of(calculated("云河区每人平均几张养老床位？", Operation.AVERAGE, beds))
    assert "÷" not in shown


def test_an_enumeration_is_added_up() -> None:
    shops = make_passage("新开便利店68家、菜市场99家、早餐店6家。")
    *_, result = calculated("云河区便利店、菜市场、早餐店加起来多少家？", Operation.SUM, shops)
    assert result == Sentence("合计173家（68 + 99 + 6 = 173）。", (shops,))


def test_a_yearly_average_is_computed() -> None:
    spent = make_passage("三年投入教育资金9.6亿元。")
    *_, result = calculated("云河区三年教育资金平均每年投入多少亿元？", Operation.PER_YEAR, spent)
    assert isinstance(result, Sentence)
    assert result.text == "平均每年3.2亿元（9.6 ÷ 3 = 3.2）。"


def test_what_cannot_be_computed_is_quoted() -> None:
    outcomes = calculated("云河区新增养老床位多少张？", Operation.DIFFERENCE, make_passage("新增养老床位350张。"))
    assert "350张" in text_of(outcomes)
    assert "=" not in text_of(outcomes)


def test_nothing_is_quoted_for_a_result_where_all_figures_measure_something_else() -> None:
    saved = make_passage("单位地区生产总值能耗年均降低3%。")
    outcomes = calculated("云河区地区生产总值平均每年百分之几？", Operation.PER_YEAR, saved)
    assert refusal(outcomes).reason is Reason.NOT_MENTIONED


def test_a_summary_gives_numbered_points_each_with_its_passage() -> None:
    outcomes = list(answerer()[0].summary(material("概括云河区2023年的民生工作", SCHOOL, BEDS, HALLS), never))
    points = [one for one in outcomes if isinstance(one, Sentence)]
    assert [one.text[:2] for one in points] == ["1.", "2.", "3."]
    assert [one.passages for one in points] == [(SCHOOL,), (BEDS,), (HALLS,)]


def overviews(question: str, *parts: Inquiry) -> list[str]:
    """The texts of an answer to an overview of several parts, each of which finds what fits it."""
    whole = replace(ask(question), parts=parts)

    def find(part: Inquiry) -> Material:
        fitting = [
            one for one in (BEDS, SONG_BEDS, PLAN) if one.region in part.regions and one.statement.ahead == part.ahead
        ]
        return Material(part, tuple(Hit(one, 0.9) for one in fitting), Wanted({}))

    return [text_of([one]) for one in answerer()[0].summary(Material(whole, (Hit(BEDS, 0.9),), Wanted({})), find)]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        pytest.param("概括云河区2023年的民生工作", ("", "2022年："), id="district and year named"),
        pytest.param("概括2023年的民生工作", ("云河区：", "云河区2022年："), id="year named"),
        pytest.param("概括云河区的民生工作", ("2023年：", "2022年："), id="district named"),
        pytest.param("概括民生工作", ("云河区2023年：", "云河区2022年："), id="neither"),
    ],
)
def test_an_overview_tells_whose_and_when_a_point_is_where_the_question_does_not(
    question: str, labels: Sequence[str]
) -> None:
    older = replace(HALLS, period=Period(2022, 2022))
    told = answerer()[0].summary(material(question, SCHOOL, older), never)
    assert [text_of([one])[3:] for one in told] == [
        f"{label}{one.text}" for label, one in zip(labels, (SCHOOL, older), strict=True)
    ]


def test_an_overview_of_several_regions_names_each_and_says_where_nothing_was_found() -> None:
    asked = ask("概括三地的养老工作")
    parts = [replace(asked, regions=(region,)) for region in ("云河区", "松岭区", "临川区")]
    assert overviews(asked.question, *parts) == [
        "1. 云河区2023年：新增养老床位350张、托位80个。",
        "2. 松岭区2023年：新增养老床位260张。",
        "报告中没有找到有关内容（已查：临川区）。",
    ]


def test_an_overview_of_what_was_done_and_is_planned_tells_them_apart() -> None:
    asked = ask("说说云河区都干了什么，还打算干什么")
    parts = [replace(asked, statement=kind) for kind in (Statement.OUTCOME, Statement.TARGET)]
    assert overviews(asked.question, *parts) == [
        "1. 2023年已做：新增养老床位350张、托位80个。",
        "2. 2024年计划：力争新增学位6000个。",
    ]


def test_an_overview_none_of_whose_parts_is_told_is_refused() -> None:
    asked = ask("概括两地的养老工作")
    (text,) = overviews(asked.question, *(replace(asked, regions=(region,)) for region in ("临川区", "青石区")))
    assert text.startswith("报告中没有找到能回答这个问题的内容")


def test_a_summary_of_nothing_refuses() -> None:
    found = refusal(list(answerer()[0].summary(material("概括云河区的航天工作", MOOD, score=HOPELESS), never)))
    assert found.reason is Reason.NOT_MENTIONED


STEPS = make_report(
    "今年修渠工作分三步走，年底完工。", "一是清淤，人人出力。", "二是砌石护坡，防止坍塌。", "三是引水入田，灌溉万亩。"
)


@pytest.mark.parametrize("score", [SURE, HOPELESS], ids=["sure", "announced far down"])
@pytest.mark.parametrize(
    "question", ["云河区修渠工作分哪三个步骤？", "概括云河区修渠工作的三个步骤"], ids=["list", "summary"]
)
def test_a_series_that_is_meant_is_given_whole_without_the_model(question: str, score: float) -> None:
    model = ScriptedGenerator("云河区修渠用了铁锹。")
    ready = Answerer(lambda: model, weigh, beside, outlines_of(*STEPS), max_tokens=100)
    given = material(question, STEPS[1][0], score=score)
    told = ready.summary(given, never) if question.startswith("概括") else ready.single(given)
    assert text_of(list(told)) == "1. 清淤，人人出力。\n2. 砌石护坡，防止坍塌。\n3. 引水入田，灌溉万亩。"
    assert model.prompts == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("云河区的调解专班，副组长是谁？", "成立由区长担任组长的调解专班。", id="another post"),
        pytest.param("云河区青禾公园二期什么时候建成？", "青禾公园一期2022年底建成。", id="another stage of it"),
        pytest.param("云河区青禾公园二期绿地多少公顷？", "青禾公园一期新增绿地35公顷。", id="figure of another stage"),
        pytest.param("云河区要新建的变电站由哪家公司来建？", "推动新建变电站，扩建供热管线。", id="who builds"),
        pytest.param(
            "云河区的青禾广场和栖霞广场哪个更大，各多少平米？", "推动青禾广场和栖霞广场投入运营。", id="how large"
        ),
    ],
)
def test_what_the_best_sentence_does_not_tell_is_refused(question: str, sentence: str) -> None:
    (outcome,) = single(material(question, make_passage(sentence)))
    assert isinstance(outcome, Refusal)


def test_names_that_are_only_counted_are_refused_with_the_words() -> None:
    (refusal,) = single(material("云河区转公办的7所学校都叫什么？", make_passage("7所学校转为公办。")))
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.message) == (
        Reason.NOT_MENTIONED,
        "报告中没有列出所问的名称。相近的原文是：“7所学校转为公办。”",
    )
    assert refusal.unless > VOUCHED  # to find names where none stand takes more than to find what is asked


def test_the_best_of_unnamed_places_is_not_told_by_all_of_them() -> None:
    (refusal,) = single(material("云河区哪个街乡分得最好？", make_passage("43个街乡垃圾分类全覆盖。")))
    assert isinstance(refusal, Refusal)


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("云河区2022年新增首店多少家？", True),
        ("云河区2022年以来新增首店多少家？", False),
        ("云河区到2022年底总共新增首店多少家？", False),
    ],
)
def test_a_sum_over_years_is_not_given_for_one_of_them(question: str, *, refused: bool) -> None:
    told = make_passage("累计新增首店1148家。", period=Period(2021, 2023))
    (outcome,) = single(material(question, told))
    assert isinstance(outcome, Refusal) is refused
    if isinstance(outcome, Refusal):
        assert outcome.message == "报告中只有2021—2023年合计的数字，没有这一年单独的：“累计新增首店1148家。”"


def test_who_holds_the_post_asked_for_is_quoted() -> None:
    told = make_passage("成立由区长担任组长的调解专班。")
    (sentence,) = single(material("云河区的调解专班，组长是谁？", told))
    assert isinstance(sentence, Sentence)
    assert sentence.passages == (told,)


@pytest.mark.parametrize(("question", "whole"), [("云河区2023年主要指标", True), ("云河区2023年托位指标", False)])
def test_targets_asked_for_together_are_quoted_together(question: str, *, whole: bool) -> None:
    told = make_passage(
        "主要指标为：新增托位80个，学位增加5200个，养老床位增加350张，绿地增加30公顷，林木绿化率达到41%，供水合格率达到99%，"
        "道路新增12公里，绿道新增30公里，公园新增4个，安置房增加900套。"
    )
    assert ("900套" in text_of(single(material(question, told)))) is whole


class StateGiver(ScriptedGenerator):
    """A model with one number for a state."""

    def __init__(self, number: float) -> None:
        super().__init__()
        self.number = number

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        return np.array([self.number], np.float32)


def leaning_one(leaning: float) -> Answerer:
    """One with a model that reads every sentence alike: as an answer, or below 0 as a contradiction."""
    probe = Probe(0, np.array([[0], [1], [-1]], np.float32), np.array([0, 0, 0], np.float32))
    model = StateGiver(leaning)
    with patch("qa.answers.answering.Judge", lambda generator: Judge(generator, lambda name: probe)):
        return Answerer(lambda: model, weigh, beside, no_outline, max_tokens=100)


def reading(given: Material, leaning: float, least: float = VOUCHED) -> Sentence | None:
    """What is vouched for by a model that leans so."""
    return leaning_one(leaning).vouched(given, least)


@pytest.mark.parametrize(
    ("leaning", "opening"), [(5, "报告没有直接说明原因，有关的原文是："), (-5, "报告的说法可能与问题不同，原文是：")]
)
def test_a_reason_for_what_is_not_so_is_said_to_differ(leaning: float, opening: str) -> None:
    given = material("云河区青禾图书馆、栖霞书院为什么没有建成？", HALLS)
    (told,) = leaning_one(leaning).single(given)
    assert isinstance(told, Sentence)
    assert told.text.startswith(opening)


@pytest.mark.parametrize(
    ("question", "leaning", "otherwise"),
    [
        pytest.param("云河区2023年新增养老床位多少张？", 5, False, id="answers"),
        pytest.param("云河区2023年新增养老床位多少张？", -5, True, id="contradicts"),
        pytest.param("云河区2021年新增养老床位多少张？", 5, True, id="of another year"),
    ],
)
def test_what_is_vouched_for_is_said_to_differ_where_it_may(question: str, leaning: float, *, otherwise: bool) -> None:
    told = reading(material(question, BEDS), leaning)
    assert told is not None
    assert told.text.startswith("报告的说法可能与问题不同") is otherwise
    assert "养老床位350张" in told.text


def test_nothing_is_vouched_for_where_it_must_be_computed_or_is_unlikely() -> None:
    assert reading(material("云河区养老床位比学位少多少？", BEDS), leaning=5) is None
    assert reading(material("云河区新增养老床位多少张？", BEDS), leaning=0) is None  # 2 in 3 likely
    assert reading(material("云河区新增养老床位多少张？", BEDS), leaning=5, least=math.inf) is None
