from __future__ import annotations

import json

import pytest

from qa.datatypes import Turn
from qa.errors import ConfigError, QAError
from qa.page import programs
from qa.page.conversation import Scope
from qa.page.records import to_record
from tests.page.fakes import LIME, QUOTE, FakeAssistant


def test_answer_is_written_as_json(assistant: FakeAssistant) -> None:
    record = json.loads(json.dumps(to_record(programs.answer(assistant, "甲？", (), Scope()))))
    assert record["citations"][0]["date"] == "2023-01-10"
    assert record["inquiry"]["statement"] == "outcome"
    assert record["refused"] is False


def test_scope_and_history_reach_the_assistant(assistant: FakeAssistant) -> None:
    turns, scope = (Turn("甲？", "甲。"),), Scope(("栎木区",), (2022,), ("栎木区-2022",))
    programs.answer(assistant, "乙？", turns, scope)
    asked = assistant.asked[-1]
    assert (asked["history"], asked["regions"], asked["years"]) == (turns, scope.regions, scope.years)
    assert asked["reports"] == scope.reports


def test_search_gives_each_paragraph_once_with_its_words_and_reference(assistant: FakeAssistant) -> None:
    found = programs.search(assistant, "企业", Scope())
    places = [(record["report_id"], record["paragraph"]) for record in found]
    assert len(places) == len(set(places)) == 4
    assert found[0]["quote"] == QUOTE
    assert found[0]["quote"] in found[0]["text"]
    assert found[0]["reference"].startswith("《2023年栎木区政府工作报告》")
    assert (found[0]["period"], found[0]["statement"]) == ("2022年", "完成情况")


def test_search_words_no_answer(assistant: FakeAssistant) -> None:
    programs.search(assistant, "企业", Scope())
    assert assistant.closed


def test_paragraph_is_read_by_its_number(assistant: FakeAssistant) -> None:
    record = programs.read(assistant, "栎木区-2022", 2)
    assert (record["paragraph"], record["text"]) == (2, LIME[1][2])


def test_front_is_read_as_paragraph_0(assistant: FakeAssistant) -> None:
    assert programs.read(assistant, "栎木区-2022", 0)["paragraph"] == 0


@pytest.mark.parametrize(("report", "number"), [("栎木区-2022", 99), ("栎木区-2022", -1), ("无", 1)])
def test_what_is_not_there_is_said(report: str, number: int, assistant: FakeAssistant) -> None:
    with pytest.raises(QAError):
        programs.read(assistant, report, number)


def test_report_that_is_not_there_is_no_scope(assistant: FakeAssistant) -> None:
    with pytest.raises(QAError, match="无"):
        programs.stream(assistant, "甲？", (), Scope(reports=("无",)))


@pytest.mark.parametrize(
    "scope", [("海淀区", None, None), ([1], None, None), (None, ["去年"], None), (None, 2022, None)], ids=str
)
def test_scope_of_another_form_is_refused(scope: tuple[object, object, object]) -> None:
    with pytest.raises(ConfigError):
        programs.read_scope(*scope)


@pytest.mark.parametrize("history", [["甲"], [{"question": "甲"}], [{"question": 1, "answer": ""}], 3], ids=str)
def test_history_of_another_form_is_refused(history: object) -> None:
    with pytest.raises(ConfigError):
        programs.read_history(history)


def test_nothing_sent_allows_all() -> None:
    assert programs.read_scope(None, [], None) == Scope()
    assert programs.read_history(None) == ()
