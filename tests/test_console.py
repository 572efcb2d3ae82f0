"""What is printed of an answer and of indexed files."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.console import show_answer, show_files
from qa.search.building import build_index
from tests.fakes import LetterEncoder, write_reports


def test_an_answer_is_shown_with_its_sources(made_assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(made_assistant.stream("云河区2023年新增养老床位多少张？"))
    shown = capsys.readouterr().out
    assert shown.startswith("按：云河区 · 2023年\n")
    assert "350张、托位80个。[1]" in shown
    assert "[1] 《政府工作报告》（云河区，2024-01-09） 一、2023年工作回顾 > （二）民生保障更加有力 第4段" in shown
    assert "“新增养老床位350张、托位80个。”" in shown


def test_a_refusal_is_shown_with_what_is_near(made_assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(made_assistant.stream("云河区2018年新增学位多少个？"))
    shown = capsys.readouterr().out
    assert "索引中没有云河区2018年的报告" in shown
    assert "相近的段落" in shown
    assert "[1]" not in shown


def test_every_file_has_its_line_but_the_unchanged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_reports(tmp_path / "reports")
    build_index([folder / "松岭区.txt"], tmp_path / "index", encoder=LetterEncoder())
    (folder / "空.txt").write_bytes(b"")
    show_files(build_index([folder], tmp_path / "index", encoder=LetterEncoder()))
    new, skipped = capsys.readouterr().out.splitlines()
    assert new.startswith(f"新读入  {folder / '云河区.txt'}") and "云河区  2024-01-09" in new
    assert skipped.startswith(f"跳过  {folder / '空.txt'}") and "没有内容" in skipped
