"""Kinds of questions by their characters: what the fitted weights hold, and how they are used."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from qa.datatypes import Intent
from qa.search import kinds
from qa.search.intents import find_intent
from qa.search.kinds import KINDS, leaning, pieces, written


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("茶农增收慢，病根到底出在哪儿？", Intent.REASON),
        ("县里建这座茶博馆打的什么算盘？", Intent.PURPOSE),
        ("2022年治水交出了怎样的答卷", Intent.SUMMARY),
    ],
)
def test_ways_of_asking_that_no_rule_lists_are_told(question: str, kind: Intent) -> None:
    assert leaning(question)[kind] > 0.6


def test_what_wants_a_figure_leans_to_none_of_them() -> None:
    assert sum(leaning("2022年新修乡道多少公里?").values()) < 0.1


def test_pieces_are_the_runs_of_a_question_with_its_ends() -> None:
    assert pieces("茶3.5吨") == {
        "^",
        "茶",
        "0",
        "吨",
        "$",
        "^茶",
        "茶0",
        "0吨",
        "吨$",
        "^茶0",
        "茶0吨",
        "0吨$",
        "^茶0吨",
        "茶0吨$",
    }


def fitted(text: str, *scores: float) -> dict[Intent, float]:
    """What a text leans to where the weights are those of its pieces `scores`."""
    with patch.object(kinds, "_fitted", lambda: ((-5.0,) * len(KINDS), dict.fromkeys(pieces(text), scores))):
        return leaning(text)


def test_weights_are_of_the_length_of_a_question_whatever_it_is() -> None:
    short, long = fitted("茶价", 2.0, 0.0, 0.0), fitted("茶价" * 9, 2.0, 0.0, 0.0)
    assert 0 < short[Intent.REASON] < long[Intent.REASON] < 1
    assert short[Intent.PURPOSE] == short[Intent.SUMMARY]


def test_a_question_of_unknown_characters_leans_by_the_weights_of_no_piece() -> None:
    with patch.object(kinds, "_fitted", lambda: ((0.0,) * len(KINDS), {})):
        assert set(leaning("茶").values()) == {0.25}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    bias, weights = (0.5, -1.0, 2.0), {"茶": (1.0, 0.25, -3.5)}
    lines = written(bias, weights)
    assert lines == "\t0.50\t-1.00\t2.00\n茶\t1.00\t0.25\t-3.50\n"
    file = tmp_path / "kinds.txt"
    file.write_text(lines, encoding="utf-8")
    with patch.object(kinds, "FITTED", file):
        assert kinds._fitted.__wrapped__() == (bias, weights)


@pytest.mark.parametrize(
    ("leans", "question", "intent"),
    [
        pytest.param({Intent.REASON: 0.7}, "茶价走低了", Intent.REASON, id="where no rule fits"),
        pytest.param({Intent.REASON: 0.5}, "茶价走低了", Intent.FACT, id="not likely enough"),
        pytest.param({Intent.REASON: 0.4, Intent.PURPOSE: 0.3}, "茶价走低了", Intent.REASON, id="likely one of them"),
        pytest.param({Intent.SUMMARY: 0.7}, "茶馆是谁开的", Intent.PERSON, id="a rule has a plain word"),
        pytest.param({Intent.SUMMARY: 0.95}, "茶馆是谁开的", Intent.SUMMARY, id="surely, for all the plain word"),
        pytest.param({Intent.SUMMARY: 0.7}, "有哪些茶馆", Intent.SUMMARY, id="a list of a whole field"),
        pytest.param({Intent.SUMMARY: 0.5}, "有哪些茶馆", Intent.LIST, id="a list"),
        pytest.param({Intent.REASON: 0.7}, "茶价走势", Intent.REASON, id="a bare topic that wants a cause"),
        pytest.param({Intent.PURPOSE: 0.7}, "概括一下茶价", Intent.SUMMARY, id="a rule sees another of them"),
        pytest.param({Intent.SUMMARY: 0.05}, "茶价变化多少", Intent.FIGURE, id="no overview at all"),
        pytest.param({Intent.SUMMARY: 0.2}, "茶价变化多少", Intent.SUMMARY, id="perhaps an overview"),
    ],
)
def test_rules_and_leaning_make_the_intent(leans: dict[Intent, float], question: str, intent: Intent) -> None:
    with patch.object(kinds, "leaning", lambda text: dict.fromkeys(KINDS, 0.0) | leans):
        assert find_intent(question) is intent
