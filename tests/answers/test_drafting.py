"""What of a model's draft is let through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from qa.answers.drafting import Drafter
from qa.answers.generator import Message
from qa.answers.material import Sentence
from qa.datatypes import Passage
from tests.answers.made import BEDS, DOUBTFUL, HALLS, PLAN, SCHOOL, SONG_BEDS, make_passage, material
from tests.fakes import ScriptedGenerator, weigh

ASKED = "云河区的学位情况？"


def drafted(draft: str, question: str, *passages: Passage) -> list[str]:
    """The texts let through."""
    drafter = Drafter(lambda: ScriptedGenerator(draft), weigh, max_tokens=100)
    given = material(question, *passages, score=DOUBTFUL)
    return [sentence.text for sentence in drafter.sentences(given)]


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        pytest.param("云河区新增学位5200个。", ["云河区新增学位5200个。"], id="held"),
        pytest.param("云河区新增学位5200个", ["云河区新增学位5200个。"], id="without its stop"),
        pytest.param("1. 云河区新增学位5200个[1]。", ["云河区新增学位5200个。"], id="list mark and made-up citation"),
        pytest.param("- 云河区新增学位5200个（资料2）。", ["云河区新增学位5200个。"], id="dash and named source"),
        pytest.param(
            "云河区新增学位5200个。云河区新增养老床位350张。",
            ["云河区新增学位5200个。", "云河区新增养老床位350张。"],
            id="two held",
        ),
        pytest.param(
            "云河区新增学位9900个。云河区新增养老床位350张。", ["云河区新增养老床位350张。"], id="the second held"
        ),
        pytest.param("云河区新增学位5200个。云河区新增学位5200个。", ["云河区新增学位5200个。"], id="one twice"),
        pytest.param("资料未提及。", [], id="denial"),
        pytest.param("云河区新增学位5200个。资料未提及。", ["云河区新增学位5200个。"], id="held and denial"),
        pytest.param("", [], id="nothing"),
        pytest.param("[1]。", [], id="marks alone"),
    ],
)
def test_what_holds_is_let_through_tidied(draft: str, shown: list[str]) -> None:
    assert drafted(draft, ASKED, SCHOOL, BEDS) == shown


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param("云河区新增学位5300个。", id="value"),
        pytest.param("云河区新增学位5200所。", id="unit"),
        pytest.param("云河区2021年新增学位5200个。", id="year"),
        pytest.param("松岭区新增学位5200个。", id="region"),
        pytest.param("云河区没有新增学位5200个。", id="denial"),
        pytest.param("云河区“远航计划”新增学位5200个。", id="name"),
    ],
)
def test_what_does_not_hold_is_not(draft: str) -> None:
    assert drafted(draft, ASKED, SCHOOL, SONG_BEDS) == []


def test_a_target_is_marked_as_one() -> None:
    (text,) = drafted("云河区新增学位6000个。", ASKED, PLAN)
    assert text is not None
    assert text.endswith("（这是2024年的目标或安排，不是完成情况）。")


@pytest.mark.parametrize(
    ("question", "draft", "shown"),
    [
        pytest.param("云河区新增托位多少个？", "云河区新增托位80个。", ["云河区新增托位80个。"], id="figure asked for"),
        pytest.param("云河区新增托位多少个？", "云河区新增学位5200个。", [], id="figure of another thing"),
        pytest.param("云河区新增托位多少个？", "云河区新增托位。", [], id="no figure"),
        pytest.param("云河区新增托位多少个？", "云河区投入2亿元。", [], id="figure of another dimension"),
    ],
)
def test_a_drafted_figure_is_the_one_asked_for(question: str, draft: str, shown: list[str]) -> None:
    assert drafted(draft, question, make_passage("新增学位5200个，新增托位80个，投入2亿元。")) == shown


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        pytest.param(
            "云河区建成文化场馆青禾图书馆、栖霞书院、云影剧场。",
            ["云河区建成文化场馆青禾图书馆、栖霞书院、云影剧场。"],
            id="all items",
        ),
        pytest.param("云河区建成文化场馆青禾图书馆、白鹭美术馆、云影剧场。", [], id="one made up"),
        pytest.param("云河区建成文化场馆青禾图书馆、云影剧场。", [f"云河区2023年：{HALLS.text}"], id="one left out"),
    ],
)
def test_a_drafted_list_is_that_of_the_evidence(draft: str, shown: list[str]) -> None:
    assert drafted(draft, "云河区建成了哪些文化场馆？", HALLS) == shown


def test_a_sentence_is_let_through_as_soon_as_it_ends() -> None:
    class Slow(ScriptedGenerator):
        """Tells how much it has said."""

        def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
            for letter in "云河区新增学位5200个。云河区新增养老床位350张。":
                said.append(letter)
                yield letter

    said: list[str] = []
    drafter = Drafter(Slow, weigh, max_tokens=100)
    first = next(drafter.sentences(material(ASKED, SCHOOL, BEDS, score=DOUBTFUL)))
    assert first == Sentence("云河区新增学位5200个。", (SCHOOL,))
    assert "".join(said) == "云河区新增学位5200个。"


def test_no_more_than_the_best_three_passages_are_shown_to_the_model() -> None:
    model = ScriptedGenerator("资料未提及")
    passages = [make_passage(f"第{number}件事办成了。", number=number, paragraph=number) for number in range(1, 7)]
    list(Drafter(lambda: model, weigh, max_tokens=100).sentences(material(ASKED, *passages, score=DOUBTFUL)))
    ((_, user),) = model.prompts
    assert [f"第{number}件事" in user.content for number in range(1, 7)] == [True] * 3 + [False] * 3
