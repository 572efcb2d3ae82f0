"""The command line as far as it goes without weights; with them in test_real.py."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa import cli, commands
from qa.assistant import Assistant
from qa.page.access import Users
from qa.search.building import build_index
from tests.fakes import YUN, LetterEncoder, write_reports

QUESTION = "云河区2023年新增养老床位多少张？"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder made by an encoder that the command line does not know."""
    place: Path = tmp_path_factory.mktemp("cli")
    build_index([write_reports(place / "reports")], place / "index", encoder=LetterEncoder())
    return place / "index"


# -- asking ------------------------------------------------------------------------------------------


def test_json_output_is_one_record(made_assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    commands._show_answer(made_assistant, QUESTION, as_json=True)
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


def test_a_report_is_listed_and_shown_with_all_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_reports(tmp_path / "reports", 原文=YUN, 网页=f"首页\n{YUN}")
    build_index([folder], tmp_path / "index", encoder=LetterEncoder())
    cli.main(["reports", "--index", str(tmp_path / "index")])
    (line,) = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[-1].split("、")) == ["原文.txt", "网页.txt"]
    cli.main(["reports", "show", line.split()[0], "--index", str(tmp_path / "index")])
    shown = capsys.readouterr().out
    assert all(str(folder / name) in shown for name in ("原文.txt", "网页.txt"))


def test_a_report_is_removed_without_any_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path / "home"))  # no weights there
    build_index([write_reports(tmp_path / "reports")], tmp_path / "index", encoder=LetterEncoder())
    cli.main(["reports", "--index", str(tmp_path / "index")])
    (number,) = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "云河区" in line]
    assert cli.main(["reports", "remove", number, "--index", str(tmp_path / "index")]) == 0
    assert "已移除" in capsys.readouterr().out
    cli.main(["reports", "--index", str(tmp_path / "index")])
    assert "云河区" not in capsys.readouterr().out
    assert (tmp_path / "reports" / "云河区.txt").is_file()


# -- indicators --------------------------------------------------------------------------------------


def test_an_indicator_is_shown_by_year_and_region_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["indicators", "GDP", "--region", "云河", "--index", str(folder)]) == 0
    shown = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines() if "│" in line]
    assert [row[:6] for row in rows] == [
        ["2023年", "云河区", "地区生产总值", "820.5亿元", "数值", "完成情况"],
        ["2023年", "云河区", "地区生产总值", "增长6.1%", "增减", "完成情况"],
        ["2024年", "云河区", "地区生产总值", "增长6.5%左右", "增减", "目标"],
    ]
    assert rows[0][-1] == "《政府工作报告》第一部分第2段"
    assert shown.splitlines()[-1] == "共3个数。"


def test_indicators_are_written_as_csv_for_excel(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "数据.csv"
    assert cli.main(["indicators", "新增学位", "--year", "2023", "--csv", str(file), "--index", str(folder)]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    assert [(row[head.index("地区")], row[head.index("数值")]) for row in rows] == [
        ("云河区", "5200.0"),
        ("松岭区", "4100.0"),
    ]


def test_a_region_that_tells_nothing_is_a_gap(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["indicators", "PM2.5", "--region", "松岭区", "云河区", "--index", str(folder)]) == 0
    (gap,) = [line for line in capsys.readouterr().out.splitlines() if "报告未提及" in line]
    assert "云河区" in gap and "2023年" in gap


def test_without_a_name_the_indicators_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["indicators", "--index", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("可查的指标：地区生产总值、")


# -- what the user can mend --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["reports", "--index", "{tmp}/无"], "没有找到索引", id="unknown index"),
        pytest.param(["reports", "show", "--index", "{index}"], "请写编号", id="no number"),
        pytest.param(["reports", "remove", "--index", "{index}"], "请写编号", id="nothing to remove"),
        pytest.param(["reports", "remove", "abc"], "--index DIR", id="remove without index"),
        pytest.param(["reports", "--index", "{tmp}/无\n\x1b[31m"], r"无\n\x1b[31m", id="control characters"),
        pytest.param(["reports", "remove", "abc", "--index", "{index}"], "没有编号为 abc", id="remove unknown"),
        pytest.param(["reports", "show", "abc", "--index", "{index}"], "没有编号为 abc", id="unknown number"),
        pytest.param(["ask", "--batch", "{tmp}/无.jsonl"], "--out", id="batch without out"),
        pytest.param(["ask", "--batch", "{tmp}/无.jsonl", "--out", "{tmp}/a"], "文件不能读写", id="no batch file"),
        pytest.param(["indicators", "公共预算", "--index", "{index}"], "一般公共预算收入", id="near indicator"),
        pytest.param(["indicators", "GDP", "--year", "2019", "--index", "{index}"], "2023、2024", id="other years"),
        pytest.param(["indicators", "GDP", "--region", "白鹭区", "--index", "{index}"], "云河区", id="unheld region"),
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


def test_a_password_becomes_a_line_that_serve_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("桃花源\n"))
    assert cli.main(["password", "wang"]) == 0
    (tmp_path / "users.txt").write_text(capsys.readouterr().out, encoding="utf-8")
    assert Users.read(tmp_path / "users.txt").check("wang", "桃花源")


def test_serve_refuses_a_file_without_users_before_it_loads_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "users.txt").touch()
    assert cli.main(["serve", "--auth", str(tmp_path / "users.txt")]) == 2
    assert "没有用户" in capsys.readouterr().err


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
