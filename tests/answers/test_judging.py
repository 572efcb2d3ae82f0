"""The second look: which evidence is judged, and what the judgement does to it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from qa.answers.generator import Message
from qa.answers.judging import Judge
from qa.answers.material import VOUCHED, Material
from qa.answers.probe import Probe
from qa.answers.states import State
from qa.datatypes import Passage
from qa.figures.parsing import parse_figures
from tests.answers.made import BEDS, DOUBTFUL, HALLS, HOPELESS, MOOD, RAIN, SCHOOL, SURE, material
from tests.fakes import ScriptedGenerator, make_passage


class Opinion(ScriptedGenerator):
    """A model that judges by what stands in the prompt."""

    def __init__(self, told: dict[str, float | None], name: str = "generator-large") -> None:
        super().__init__()
        self.name = name
        self.told = told
        self.asked: list[Sequence[Message]] = []

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        assert layer == PROBE.layer
        self.asked.append(messages)
        told = next(told for words, told in self.told.items() if words in messages[-1].content)
        return None if told is None else np.array([math.log(told / (1 - told))], np.float32)


# Reads the only number of a state as the log odds of an answer.
PROBE = Probe(3, np.array([[0], [1], [0]], np.float32), np.array([0, 0, -50], np.float32))


def judge_of(model: Opinion) -> Judge:
    return Judge(lambda: model, {"generator-large": PROBE}.get)


def judged(model: Opinion, given: Material) -> Material:
    return judge_of(model).look_again(given)


def test_what_the_model_denies_is_no_evidence() -> None:
    model = Opinion({"学位": 0.12, "床位": 0.98})
    seen = judged(model, material("云河区养老床位是谁负责的？", SCHOOL, BEDS, MOOD, score=DOUBTFUL))
    assert seen.passages == (BEDS, MOOD)
    assert seen.strength > DOUBTFUL
    assert len(model.asked) == 2


def test_where_a_figure_is_asked_what_was_not_looked_at_is_left_out() -> None:
    model = Opinion({"床位": 0.98})
    assert judged(model, material("云河区养老床位花了多少钱？", BEDS, SCHOOL, score=DOUBTFUL)).passages == (BEDS,)


def test_nothing_is_left_where_the_best_are_denied() -> None:
    model = Opinion({"": 0.12})
    assert judged(model, material("云河区养老床位是谁负责的？", SCHOOL, BEDS, MOOD, score=SURE)).hits == ()


def test_another_paragraph_does_not_tell_of_things_known_by_a_figure() -> None:
    projects = make_passage("新增签约项目54个。", number=7, paragraph=7)
    others = make_passage("推荐5个项目落地，2个建成。", number=8, paragraph=8)
    model = Opinion({"签约": 0.12, "落地": 0.98})
    assert judged(model, material("云河区那54个项目有几个建成投产？", projects, others, score=SURE)).hits == ()
    assert judged(model, material("云河区的项目有几个建成投产？", projects, others, score=SURE)).passages == (others,)


def test_the_first_that_holds_ends_the_look() -> None:
    model = Opinion({"床位": 0.98})
    seen = judged(model, material("云河区养老床位是谁负责的？", BEDS, SCHOOL, score=0.39))
    assert seen.passages == (BEDS, SCHOOL)
    assert len(model.asked) == 1


@pytest.mark.parametrize("question", ["滨河公园为什么延期开放？", "滨河公园延期开放了，对不对？"])
def test_reasons_and_claims_are_answered_in_their_own_way(question: str) -> None:
    given = material(question, RAIN, score=DOUBTFUL)
    assert judged(Opinion({}), given) == given


def test_a_sentence_is_vouched_for_only_with_a_figure_in_the_unit_asked_for() -> None:
    judge = judge_of(Opinion({"": 0.99}))
    assert judge.vouches(material("云河区养老床位多少张？", BEDS))
    assert not judge.vouches(material("云河区养老床位花了多少万元？", BEDS))


def test_what_is_about_something_else_is_not_judged() -> None:
    model = Opinion({})
    given = material("云河区养老床位多少张？", BEDS, SCHOOL, score=HOPELESS)
    assert judged(model, given) == given


def test_a_model_of_unknown_judgement_is_not_asked() -> None:
    model = Opinion({}, name="another")
    given = material("云河区养老床位多少张？", BEDS, SCHOOL, score=DOUBTFUL)
    assert judged(model, given) == given


def test_a_model_that_says_neither_leaves_the_score_of_search() -> None:
    likely = material("云河区养老床位花了多少钱？", BEDS, SCHOOL, score=SURE)
    assert judged(Opinion({"": None}), likely) == likely


@pytest.mark.parametrize(
    ("question", "passage", "doubted"),
    [
        ("云河区新增养老床位多少张？", BEDS, False),
        ("云河区新增养老床位花了多少钱？", BEDS, True),  # no money in it
        ("云河区新增养老床位总投资多少？", BEDS, True),  # no money either
        ("云河区新增养老床位占比多少？", BEDS, True),  # no share
        ("云河区养老床位是谁负责的？", BEDS, True),  # no form tells a name
        ("云河区养老床位是哪一年新增的？", BEDS, True),
        ("云河区建成了哪些文化场馆？", HALLS, False),
        ("云河区清退了多少家市场？", BEDS, True),  # a figure, but of something else
        ("云河区新增养老床位的是哪家单位？", BEDS, True),  # which one: a name
        ("云河区新增养老床位住进多少老人？", BEDS, True),  # what is counted is not named
        ("云河区新增养老床位涉及多少户？", BEDS, True),  # counted in another measure
        ("云河区新增养老床位，几月几号启用？", BEDS, True),
        ("云河区新增养老床位是真的吗？", BEDS, False),  # a claim
    ],
)
def test_likely_evidence_is_doubted_only_where_it_lacks_what_is_asked(
    question: str, passage: Passage, doubted: bool
) -> None:
    left = judged(Opinion({"": 0.12}), material(question, passage, score=SURE))
    assert bool(left.hits) is not doubted


def test_a_figure_that_the_question_tells_is_no_answer() -> None:
    model = Opinion({"": 0.12})
    figure = parse_figures(BEDS.text)[0]
    asked = f"云河区新增养老床位{figure.text}，新增养老床位多少？"
    assert judged(model, material(asked, BEDS, score=SURE)).hits == ()


def test_growth_is_not_told_by_what_names_no_change() -> None:
    model = Opinion({"": 0.99})
    sales = make_passage("社会消费品零售额900亿元，全市占比12%。")
    question = "云河区社会消费品零售额同比是涨了还是跌了，百分之几？"
    assert judged(model, material(question, sales, score=SURE)).hits == ()
    growing = make_passage("社会消费品零售额900亿元，同比下降2%。")
    assert judged(model, material(question, growing, score=DOUBTFUL)).passages == (growing,)


@pytest.mark.parametrize(
    ("question", "text", "tells"),
    [
        pytest.param("云影店在哪条路上？", "云影店开业，商业网点布局持续优化。", False, id="no place"),
        pytest.param("云影店在哪条路上？", "云影店在青禾路开业。", True, id="place"),
        pytest.param("云影店在哪条街上？", "云影店开业，另有街乡店12家。", False, id="a level of places"),
        pytest.param("云影店在哪个位置？", "云影店规划获批。", False, id="position"),
        pytest.param("云影店的生意差在哪里？", "云影店开业较晚，客流不足。", True, id="what is wrong"),
        pytest.param("入选品牌榜的13家企业，把名字都列一下？", "13家企业入选品牌榜。", False, id="no names"),
        pytest.param("入选品牌榜的企业，把名字都列一下？", "“青禾”“栖霞”入选品牌榜。", True, id="quoted names"),
        pytest.param("入选品牌榜的企业都叫什么？", "青禾、栖霞、云影入选品牌榜。", True, id="names in a row"),
    ],
)
def test_places_and_names_are_not_told_by_what_has_none_whatever_the_model_says(
    question: str, text: str, *, tells: bool
) -> None:
    given = material(question, make_passage(text), score=SURE)
    assert bool(judged(Opinion({"": 0.99}), given).hits) is tells


def test_what_is_vouched_for_is_one_of_the_best_and_measures_what_is_asked() -> None:
    judge = judge_of(Opinion({"学位": 0.5, "床位": 0.95}))
    passage, reading = judge.vouched(material("云河区养老床位多少张？", SCHOOL, BEDS), VOUCHED) or (None, None)
    assert passage == BEDS
    assert reading is not None
    assert reading.answers == pytest.approx(0.95)
    assert judge.vouched(material("云河区养老床位花了多少万元？", SCHOOL, BEDS), VOUCHED) is None
    assert judge.vouched(material("云河区养老床位多少张？", SCHOOL), VOUCHED) is None
    assert judge.vouched(material("云河区养老床位多少张？", BEDS, score=HOPELESS), VOUCHED) is None


@pytest.mark.parametrize(("score", "leaning", "held"), [(0.6, 0.05, False), (0.6, 0.12, True), (0.9, 0.05, False)])
def test_plain_evidence_is_denied_only_where_the_model_wholly_denies_it(
    score: float, leaning: float, held: bool
) -> None:
    given = material("云河区新增养老床位多少张？", BEDS, score=score)
    assert bool(judged(Opinion({"": leaning}), given).hits) is held


def test_what_the_model_wholly_denies_of_all_it_looks_at_is_denied() -> None:
    judge = judge_of(Opinion({"学位": 0.02, "床位": 0.5, "": 0.02}))
    assert judge.denies("云河区的茶园怎么样？", [SCHOOL, MOOD])
    assert not judge.denies("云河区的茶园怎么样？", [SCHOOL, BEDS])
    assert judge_of(Opinion({}, name="another")).telling("云河区的茶园怎么样？") is None
    assert not judge_of(Opinion({}, name="another")).denies("云河区的茶园怎么样？", [SCHOOL])


@pytest.mark.parametrize(("score", "told"), [(0.35, True), (0.03, False)])
def test_a_sentence_that_search_thinks_little_of_must_be_read_as_the_more_likely(score: float, *, told: bool) -> None:
    given = material("云河区养老床位是谁负责的？", BEDS, score=score)
    assert bool(judged(Opinion({"": 0.5}), given).hits) is told
