"""What is printed of an answer and of indexed files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.config import Config
from qa.console import show_answer, show_counts, show_files, show_listing
from qa.search.building import build_index
from qa.search.index import Index
from tests.fakes import TODAY, YUN, LetterEncoder, ScriptedGenerator, write_reports

NAMELESS = """水库加固工程按期完工，灌溉渠道衬砌三十八公里，沿线村庄饮水条件明显改善。
特色果园扩种到4200亩，冷库新增库容1.6万立方米，农户人均增收860元。
乡村公路硬化97公里，危桥改造12座，客运班线覆盖到每个行政村。
卫生院新添彩超机6台，签约家庭医生服务惠及居民2.3万人。
中小学操场翻修15处，寄宿学生食堂全部通上了天然气，图书角配到了每间教室。
夜市街区亮灯开业，摊位登记480个，带动青年就业1100人，治安巡逻天天不断。
污水管网延伸到镇郊，处理率提高到百分之九十一，河道保洁员上岗260名。
"""


def test_an_answer_is_shown_with_its_sources(made_assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(made_assistant.stream("云河区2023年新增养老床位多少张？"))
    shown = capsys.readouterr().out
    assert shown.startswith("按：云河区 · 2023年\n")
    assert "350张、托位80个。[1]" in shown
    assert "[1] 《政府工作报告》（云河区，2024-01-09） 一、2023年工作回顾 > （二）民生保障更加有力 第4段" in shown
    assert "“新增养老床位350张、托位80个。”\n      文件：云河区.txt\n" in shown


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


def test_what_is_not_known_of_a_report_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    encoder = LetterEncoder()
    folder = write_reports(tmp_path / "reports", 云河区=YUN, 手记=NAMELESS)
    summary = build_index([folder], tmp_path / "index", encoder=encoder)
    show_counts(summary, tmp_path / "index")
    told = capsys.readouterr().out.splitlines()[-1]
    assert told.startswith("未识别地区、年份：手记.txt。") and "加一行标题" in told
    show_listing(summary.reports)
    assert capsys.readouterr().out.splitlines()[-1] == told
    index = Index.open(tmp_path / "index", encoder=encoder)
    assistant = Assistant(index, encoder, ScriptedGenerator, Config(), today=lambda: TODAY)
    answer = assistant.ask("乡村公路硬化多少公里？")
    assert ("97公里" in answer.text, answer.citations[0].source) == (True, "手记.txt")


def test_copies_that_differ_are_told_with_the_rule_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copies = {name: YUN.replace("新增学位5200个", f"新增学位{5300 + at}个") for at, name in enumerate(("副本", "抄件"))}
    folder = write_reports(tmp_path / "reports", 云河区=YUN, **copies)
    for name in copies:
        os.utime(folder / f"{name}.txt", (100, 100))
    summary = build_index([folder], tmp_path / "index", encoder=LetterEncoder())
    show_files(summary)
    show_counts(summary, tmp_path / "index")
    shown = capsys.readouterr().out
    assert shown.count("例如：索引为“新增学位5200个”，这一份为“新增学位530") == 2
    assert shown.count("采用最全的一份") == 1 and "再加 --prune 重新索引" in shown
    (folder / "副本.txt").unlink()
    (folder / "抄件.txt").write_text(f"首页\n{YUN}", encoding="utf-8")
    show_counts(build_index([folder], tmp_path / "index", encoder=LetterEncoder()), tmp_path / "index")
    assert "采用最全的一份" not in capsys.readouterr().out


def test_a_title_line_tells_what_was_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_reports(tmp_path / "reports", 手记=f"2024年云河区政府工作报告\n{NAMELESS}")
    show_listing(build_index([folder], tmp_path / "index", encoder=LetterEncoder()).reports)
    shown = capsys.readouterr().out
    assert "云河区" in shown and "未识别" not in shown


def test_a_file_name_moves_no_cursor_and_breaks_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_reports(tmp_path / "reports", **{"云\x1b[31m河\n区": YUN, "空\r\u202e白": ""})
    encoder = LetterEncoder()
    summary = build_index([folder], tmp_path / "index", encoder=encoder)
    show_files(summary)
    show_listing(summary.reports)
    index = Index.open(tmp_path / "index", encoder=encoder)
    show_answer(Assistant(index, encoder, ScriptedGenerator, Config(), today=lambda: TODAY).stream("新增学位多少个？"))
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\r\u202e")
    assert all(
        any(name in line for line in shown.splitlines()) for name in (r"云\x1b[31m河\n区.txt", r"空\r\u202e白.txt")
    )
    assert r"文件：云\x1b[31m河\n区.txt" in shown


def test_a_skipped_file_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_reports(tmp_path / "reports", 云河区=YUN, 空="")
    show_files(build_index([folder], tmp_path / "index", encoder=LetterEncoder()))
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("跳过")]
    assert line.count("空.txt") == 1
