"""What is told of a long command where there is no terminal; a bar is drawn by rich."""

from __future__ import annotations

import pytest

from qa.progress import ProgressBar


def test_each_stage_is_told_once_in_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as show:
        for done in range(4):
            show("读取报告", done, 3)
        show("计算向量", 16, 48)
    shown = capsys.readouterr()
    assert shown.err.splitlines() == ["读取报告 0/3 …", "计算向量 16/48 …"]
    assert shown.out == ""
