"""The command line as far as it goes without weights; with them in test_real.py."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa import cli
from qa.assistant import Assistant
from qa.config import Config
from qa.search.index import Index, build_index
from tests.fakes import TODAY, LetterEncoder, ScriptedGenerator, write_reports

pytestmark = pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning")  # faiss's SWIG

QUESTION = "云河区2023年新增养老床位多少张？"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder made by an encoder that the command line does not know."""
    place: Path = tmp_path_factory.mktemp("cli")
    build_index([write_reports(place / "reports")], place / "index", encoder=LetterEncoder())
    return place / "index"


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Iterator[Assistant]:
    encoder = LetterEncoder()
    index = Index.open(folder, encoder=encoder)
    yield Assistant(index, encoder, ScriptedGenerator, Config(), today=lambda: TODAY)
    index.library.close()


def answered(assistant: Assistant, *lines: object) -> list[dict[str, Any]]:
    """What a batch file of these lines comes to."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return [cli._batch_answer(assistant, job) for job in cli._batch_questions(texts)]


# -- batches -----------------------------------------------------------------------------------------


def test_a_batch_answer_has_all_fields(assistant: Assistant) -> None:
    (record,) = answered(assistant, {"id": "q1", "question": QUESTION})
    assert {"id", "question", "text", "refused", "reason", "citations", "seconds", "first_token_seconds"} <= set(record)
    assert (record["id"], record["question"], record["refused"], record["reason"]) == ("q1", QUESTION, False, None)
    assert "350张" in record["text"]


def test_a_batch_citation_names_its_file_and_quotes_it(assistant: Assistant) -> None:
    (record,) = answered(assistant, {"id": "q1", "question": QUESTION})
    (citation,) = record["citations"]
    assert (citation["report"], citation["marker"], citation["date"]) == ("云河区.txt", 1, "2024-01-09")
    assert citation["quote"] in citation["text"]


def test_a_batch_record_is_written_as_json(assistant: Assistant) -> None:
    records = answered(assistant, {"id": "q1", "question": QUESTION}, {"id": "q2", "question": "你好"})
    first, second = (json.loads(json.dumps(record)) for record in records)
    assert first["citations"][0]["section"] == ["一、2023年工作回顾", "（二）民生保障更加有力"]
    assert (second["refused"], second["reason"], second["citations"]) == (True, "not_a_question", [])


def test_blank_lines_of_a_batch_are_passed_over(assistant: Assistant) -> None:
    records = answered(assistant, "", {"id": "q1", "question": QUESTION}, "  ", {"id": "q2", "question": QUESTION}, "")
    assert [record["id"] for record in records] == ["q1", "q2"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        pytest.param("{坏", "第2行不是有效的 JSON", id="broken"),
        pytest.param("[1]", "第2行不是一个对象", id="no object"),
        pytest.param({"question": QUESTION}, "第2行没有 id", id="missing id"),
        pytest.param({"id": "", "question": QUESTION}, "第2行没有 id", id="empty id"),
        pytest.param({"id": "q2"}, "第2行没有 question", id="missing question"),
        pytest.param({"id": "q2", "question": 7}, "第2行没有 question", id="question as number"),
        pytest.param({"id": "q2", "question": ""}, "问题是空的", id="empty question"),
        pytest.param({"id": "q2", "question": "学" * 5000}, "问题太长（5000字）", id="5,000 characters"),
        pytest.param({"id": "q2", "question": QUESTION, "history": [1]}, "history", id="history of numbers"),
        pytest.param({"id": "q2", "question": QUESTION, "history": [{"answer": "好"}]}, "history", id="no question"),
    ],
)
def test_a_line_that_cannot_be_answered_carries_its_error(line: object, error: str, assistant: Assistant) -> None:
    good = {"id": "q1", "question": QUESTION}
    first, second, third = answered(assistant, good, line, good)
    assert error in second["error"]
    assert "text" not in second
    assert "error" not in first | third


def test_the_history_of_a_batch_line_is_used(assistant: Assistant) -> None:
    line = {"id": 7, "question": "那松岭区呢？", "history": [{"question": QUESTION, "answer": "350张。"}]}
    (record,) = answered(assistant, line)
    assert (record["id"], "260张" in record["text"]) == ("7", True)


# -- showing one answer ------------------------------------------------------------------------------


def test_an_answer_is_shown_with_its_sources(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    cli._show_answer(assistant, QUESTION, as_json=False)
    shown = capsys.readouterr().out
    assert shown.startswith("按：云河区 · 2023年\n")
    assert "350张、托位80个。[1]" in shown
    assert "[1] 《政府工作报告》（云河区，2024-01-09） 一、2023年工作回顾 > （二）民生保障更加有力 第4段" in shown
    assert "“新增养老床位350张、托位80个。”" in shown


def test_a_refusal_is_shown_with_what_is_near(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    cli._show_answer(assistant, "云河区2018年新增学位多少个？", as_json=False)
    shown = capsys.readouterr().out
    assert "索引中没有云河区2018年的报告" in shown
    assert "相近的段落" in shown
    assert "[1]" not in shown


def test_json_output_is_one_record(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    cli._show_answer(assistant, QUESTION, as_json=True)
    record = json.loads(capsys.readouterr().out)
    assert (record["question"], record["understood"]) == (QUESTION, "云河区 · 2023年")


# -- the reports of an index -------------------------------------------------------------------------


def test_reports_are_listed_one_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reports", "--index", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "云河区  2024-01-09  10段  《政府工作报告》" in "\n".join(lines)


def test_one_report_is_shown_with_headings_and_numbered_paragraphs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["reports", "list", "--index", str(folder)])
    (number,) = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "云河区" in line]
    assert cli.main(["reports", "show", number, "--index", str(folder)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if line.startswith("#")][:3] == [
        "# 一、2023年工作回顾", "## （一）产业发展提质增效", "## （二）民生保障更加有力",
    ]  # fmt: skip
    assert [line[: line.index("]") + 1] for line in shown if line.startswith("[")] == [f"[{n}]" for n in range(1, 11)]
    assert any(line.startswith("[9]（2024年，目标）力争新增学位6000个") for line in shown)


# -- what the user can mend --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["reports", "--index", "{tmp}/无"], "没有找到索引", id="unknown index"),
        pytest.param(["reports", "show", "--index", "{index}"], "请写编号", id="no number"),
        pytest.param(["reports", "show", "abc", "--index", "{index}"], "没有编号为 abc", id="unknown number"),
        pytest.param(["ask", "--batch", "{tmp}/无.jsonl"], "--out", id="batch without out"),
        pytest.param(["ask", "--batch", "{tmp}/无.jsonl", "--out", "{tmp}/a"], "文件不能读写", id="no batch file"),
        pytest.param(["weights", "verify", "大模型"], "没有名为 大模型", id="unknown weights"),
        pytest.param(["ask", QUESTION], "wenbao weights fetch encoder", id="weights not fetched"),
        pytest.param(["index", "{tmp}", "--index", "{tmp}/x"], "wenbao weights fetch encoder", id="index unfetched"),
        pytest.param(["ask", QUESTION, "--encoder", "{tmp}/无"], "无", id="no encoder folder"),
    ],
)
def test_what_the_user_can_mend_is_one_chinese_line_and_exit_2(
    arguments: list[str],
    message: str,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path / "home"))
    assert cli.main([argument.format(tmp=tmp_path, index=folder) for argument in arguments]) == cli.USER_ERROR == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("错误：")
    assert message in line


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("ask", "index", "reports", "evaluate", "weights", "serve"))


def test_weights_are_listed_with_the_command_that_fetches_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    assert cli.main(["weights", "list"]) == 0
    assert "未下载（wenbao weights fetch encoder）" in capsys.readouterr().out


def test_the_command_ends_with_its_exit_code_and_no_traceback(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "qa.cli", "reports", "--index", str(tmp_path / "无")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：没有找到索引") and done.stderr.count("\n") == 1
