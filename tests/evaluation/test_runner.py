from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Period, Turn
from qa.errors import ConfigError
from qa.evaluation.runner import (
    ROWS_FILE,
    CitedParagraph,
    HitParagraph,
    complete,
    load_info,
    load_run,
    row_line,
    run,
    save_info,
)
from tests.evaluation.fakes import HAI, INFO, SHAN, PlayedBack, Reports, answer, citation, gold, refusal

RIGHT = gold(id="right")
FAILING = gold(id="failing")
ABSENT = gold(id="absent", type="unanswerable", answerable=False)
QUESTIONS = (RIGHT, FAILING, ABSENT)


def played_back() -> PlayedBack:
    found = [("shan", 1), ("hai", 1), ("hai", 1)]
    return PlayedBack(
        {RIGHT.question: answer("21万户[1]。", citation(1, "hai", 1), found=found), ABSENT.question: refusal()}
    )


def test_run_keeps_answers_citations_and_hit_paragraphs() -> None:
    row = run(played_back(), Reports(), QUESTIONS).rows[0]
    assert row.citations == (CitedParagraph(1, HAI, 1, "全年新设企业21"),)
    assert row.hits == (HitParagraph(SHAN, 1), HitParagraph(HAI, 1))
    assert row.scores.right_and_cited
    assert row.scores.retrieval_recall == (0.0, 1.0, 1.0)
    assert row.first_text_s == 0.2


@pytest.mark.parametrize(("period", "unsupported"), [(Period(2019, 2019), ()), (None, ("2019",))])
def test_the_years_of_a_citation_support_the_year_told(period: Period | None, unsupported: tuple[str, ...]) -> None:
    cited = replace(citation(1, "hai", 1), period=period)
    told = PlayedBack({RIGHT.question: answer("2019年：21万户[1]。", cited)})
    assert run(told, Reports(), [RIGHT]).rows[0].scores.unsupported == unsupported


def test_run_turns_a_failure_into_a_wrong_row_and_goes_on() -> None:
    rows = run(played_back(), Reports(), QUESTIONS).rows
    assert [row.error for row in rows] == [None, "模型没有响应，请重试", None]
    assert [row.scores.right for row in rows] == [True, False, True]


def test_run_keeps_the_reason_of_a_refusal() -> None:
    assert run(played_back(), Reports(), [ABSENT]).rows[0].reason == "not_mentioned"


def test_run_hands_the_history_down() -> None:
    assistant = played_back()
    turn = Turn("海河区怎么样", "很好")
    run(assistant, Reports(), [replace(RIGHT, history=(turn,))])
    assert assistant.histories == [(turn,)]


def test_run_tells_its_progress() -> None:
    seen: list[tuple[int, int]] = []
    run(played_back(), Reports(), QUESTIONS, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_complete_counts_a_missing_question_as_wrong() -> None:
    rows = run(played_back(), Reports(), [RIGHT]).rows
    completed = complete(rows, [ABSENT, RIGHT]).rows
    assert [(row.id, row.scores.right, row.error) for row in completed] == [
        ("absent", False, "没有结果"),
        ("right", True, None),
    ]


def test_load_run_gives_the_rows_back(tmp_path: Path) -> None:
    made = run(played_back(), Reports(), QUESTIONS)
    odd = replace(made.rows[0], text="一行\n二行\u2028“引号”", id="odd")
    lines = [row_line(row) for row in (*made.rows, odd)]
    (tmp_path / ROWS_FILE).write_text("".join(lines), encoding="utf-8")
    assert load_run(tmp_path).rows == (*made.rows, odd)


@pytest.mark.parametrize("line", ["{}", "nonsense", "[1]"])
def test_load_run_names_the_line_of_a_fault(tmp_path: Path, line: str) -> None:
    (tmp_path / ROWS_FILE).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="第 1 行"):
        load_run(tmp_path)


def test_load_run_refuses_a_folder_without_rows(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wenbao evaluate"):
        load_run(tmp_path)


def test_load_info_gives_the_info_back(tmp_path: Path) -> None:
    save_info(INFO, tmp_path)
    assert load_info(tmp_path) == INFO
