"""Several files of one report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.search.building import build_index
from qa.search.index import Index
from qa.search.outcomes import Outcome
from qa.search.planning import Keep
from tests.fakes import YUN, LetterEncoder, write_reports, yearly_report
from tests.search.indexes import check_rows, names

YUN_DUMP = f"首页 > 信息公开\n{YUN}打印 关闭\n"  # the same body: the same report_id
YUN_SLIPS = YUN.replace("青禾图书馆", "青和图书馆").replace("。同时", "。\n同时")  # nearly the same body


@pytest.mark.parametrize("copy", [YUN_DUMP, YUN_SLIPS], ids=["same body", "nearly the same"])
@pytest.mark.parametrize("steps", [1, 2])
def test_two_files_of_one_report_are_one_report_that_names_both(
    copy: str, steps: int, reports: Path, index: Path
) -> None:
    if steps == 2:
        build_index([reports], index, encoder=LetterEncoder())
    (reports / "网页.txt").write_bytes(copy.encode("gb18030"))
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert len(summary.reports) == 2
    (yun,) = [report for report in summary.reports if report.region == "云河区"]
    assert sorted(file.name for file in yun.files) == ["云河区.txt", "网页.txt"]
    assert len(names(summary, Outcome.MERGED)) == 1
    held = Index.open(index, encoder=LetterEncoder())
    assert held.library.report(yun.report_id).files == yun.files  # type: ignore[union-attr]
    held.library.close()
    check_rows(index)


def test_a_copy_that_changes_into_another_report_leaves_its_twin(reports: Path, index: Path) -> None:
    (reports / "网页.txt").write_text(YUN_DUMP, encoding="utf-8")
    summary = build_index([reports], index, encoder=LetterEncoder())
    (main,) = [report.files[0].name for report in summary.reports if len(report.files) == 2]
    other = {"云河区.txt": "网页.txt", "网页.txt": "云河区.txt"}[main]
    for changed in (other, main):  # whichever the text was taken from
        (reports / changed).write_text(yearly_report(2020), encoding="utf-8")
        summary = build_index([reports], index, encoder=LetterEncoder())
        assert len(summary.reports) == 3
        assert all(len(report.files) == 1 for report in summary.reports)
        (reports / changed).write_text(YUN_DUMP, encoding="utf-8")
        assert len(build_index([reports], index, encoder=LetterEncoder()).reports) == 2
    check_rows(index)


def test_the_twin_takes_over_when_the_main_file_is_pruned(reports: Path, index: Path) -> None:
    (reports / "网页.txt").write_text(YUN_SLIPS, encoding="utf-8")
    summary = build_index([reports], index, encoder=LetterEncoder())
    (twins,) = [report.files for report in summary.reports if len(report.files) == 2]
    Path(twins[0].path).unlink()
    summary = build_index([reports], index, encoder=LetterEncoder(), keep=Keep.EXISTING)
    assert [file.path for report in summary.reports for file in report.files if report.region == "云河区"] == [
        twins[1].path
    ]
    check_rows(index)


def test_a_corrected_copy_is_held_and_what_it_changed_is_told(reports: Path, index: Path) -> None:
    corrected = YUN.replace("820.5亿元", "1825.5亿元").replace("新建学校6所", "新建学校7所").replace("因暴雨频发，", "")
    os.utime(reports / "云河区.txt", (100, 100))
    build_index([reports], index, encoder=LetterEncoder())
    (reports / "更正.txt").write_text(corrected, encoding="utf-8")
    summary = build_index([reports], index, encoder=LetterEncoder())
    (yun,) = [report for report in summary.reports if report.region == "云河区"]
    assert [file.name for file in yun.files] == ["更正.txt", "云河区.txt"]
    ((path, _, report_id, note),) = summary.of(Outcome.MERGED)
    assert (Path(path).name, report_id) == ("云河区.txt", yun.report_id)
    assert "与索引采用的 更正.txt 有3处不同（2处是数字）" in note
    assert "索引为“地区生产总值达到1825.5亿元”，这一份为“地区生产总值达到820.5亿元”" in note
    held = Index.open(index, encoder=LetterEncoder())
    texts = "".join(passage.text for passage in held.library.all_passages())
    held.library.close()
    assert "1825.5亿元" in texts and "820.5亿元" not in texts
    check_rows(index)


def test_the_copy_that_is_not_held_takes_over_when_the_other_is_pruned(reports: Path, index: Path) -> None:
    (reports / "副本.txt").write_text(YUN.replace("820.5亿元", "825.5亿元"), encoding="utf-8")
    os.utime(reports / "副本.txt", (100, 100))
    summary = build_index([reports], index, encoder=LetterEncoder())
    ((path, _, _, note),) = summary.of(Outcome.MERGED)
    assert Path(path).name == "副本.txt" and "与索引采用的 云河区.txt 有1处不同" in note
    (reports / "云河区.txt").unlink()
    summary = build_index([reports], index, encoder=LetterEncoder(), keep=Keep.EXISTING)
    assert "副本.txt" in [report.files[0].name for report in summary.reports]


def test_a_correction_of_the_held_file_is_told_for_the_copy_that_stays_as_it_was(reports: Path, index: Path) -> None:
    (reports / "副本.txt").write_text(YUN_DUMP, encoding="utf-8")
    assert [file.note for file in build_index([reports], index, encoder=LetterEncoder()).of(Outcome.MERGED)] == [""]
    for name in ("云河区", "副本"):
        os.utime(reports / f"{name}.txt", (100, 100))
    (reports / "云河区.txt").write_text(YUN.replace("新建学校6所，", ""), encoding="utf-8")
    (told,) = build_index([reports], index, encoder=LetterEncoder()).of(Outcome.MERGED)
    assert (Path(told.path).name, "有1处不同，例如" in told.note) == ("副本.txt", True)
    assert build_index([reports], index, encoder=LetterEncoder()).of(Outcome.MERGED) == []


def test_a_copy_of_a_few_lines_is_told_too(tmp_path: Path, index: Path) -> None:
    text = "云河区2024年政府工作报告\n一、2023年工作回顾\n新增学位5200个，改造危房15户。预算收入52.4亿元，增长3%。\n"
    folder = write_reports(tmp_path / "短", 原=text, 改=text.replace("52.4", "63.4"))
    os.utime(folder / "原.txt", (100, 100))
    summary = build_index([folder], index, encoder=LetterEncoder())
    ((path, _, _, note),) = summary.of(Outcome.MERGED)
    assert (Path(path).name, "索引为“预算收入63.4亿元”" in note) == ("原.txt", True)


def test_a_partial_copy_is_told_with_what_it_lacks(reports: Path, index: Path) -> None:
    (reports / "残.txt").write_text("\n".join(YUN.splitlines()[:-1]), encoding="utf-8")
    (told,) = build_index([reports], index, encoder=LetterEncoder()).of(Outcome.MERGED)
    assert Path(told.path).name == "残.txt"
    assert "有1处不同，例如：这一份缺少“加快推进滨河步道建设，健全便民服务网络" in told.note
