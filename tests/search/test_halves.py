"""Questions in two halves, about a made district."""

from __future__ import annotations

import pytest

from qa.datatypes import Intent, Statement
from qa.search.halves import halves_of
from tests.fakes import TODAY
from tests.search.made import read

GOAL, RESULT = Statement.TARGET, Statement.OUTCOME


@pytest.mark.parametrize(
    ("question", "halves"),
    [
        pytest.param("云河区23年准备修几座桥？前一年修了几座？", [(2023, GOAL), (2022, RESULT)], id="year before"),
        pytest.param("云河区2022年修了几座桥，转过年来打算修几座", [(2022, RESULT), (2023, GOAL)], id="year after"),
        pytest.param("云河区2023年初给税收定了几个点，22年实际几个点", [(2023, GOAL), (2022, RESULT)], id="set"),
        pytest.param("云河区2023年做完了多少桥梁的改造，24年安排多少", [(2023, RESULT), (2024, GOAL)], id="done"),
        pytest.param("云河区停车位，22年弄了多少个，23年争取多少个", [(2022, RESULT), (2023, GOAL)], id="head"),
        pytest.param("云河区2023年底绿道多少公里？到2025年底呢？", [(2023, None), (2025, None)], id="no kind told"),
    ],
)  # fmt: skip
def test_each_half_has_its_own_year_and_kind(question: str, halves: list[tuple[int, Statement | None]]) -> None:
    parts = read(question).parts
    assert [(part.years, part.statement) for part in parts] == [((year,), kind) for year, kind in halves]
    assert {(part.intent, part.regions, part.parts) for part in parts} == {(Intent.FIGURE, ("云河区",), ())}


@pytest.mark.parametrize(
    "question",
    [
        "云河区23年准备修几座桥？前一年修了几座？",
        "云河区桥梁，22年修了几座，23年打算修几座",
        "云河区22年几座，23年打算修几座桥",
    ],
)
def test_what_one_half_leaves_out_comes_from_the_other(question: str) -> None:
    assert all("桥" in part.standalone for part in read(question).parts)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云河区2023年修了几座桥，花了多少钱？", id="one time"),
        pytest.param("云河区2023年修了几座桥，几条路，24年修几座？", id="three asked"),
        pytest.param("云河区修了几座桥，2023年打算修几座？", id="one half without a time"),
        pytest.param("云河区2022年开工的桥，2023年完工几座？", id="one asked"),
        pytest.param("云河区2022年修桥几座，2023年几座，哪年更多？", id="compared"),
    ],
)
def test_other_questions_have_no_halves(question: str) -> None:
    assert halves_of(read(question), TODAY) == ()
