"""Several files of one report."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.search.building import build_index
from qa.search.index import Index
from qa.search.outcomes import Outcome
from qa.search.planning import Keep
from tests.fakes import YUN, LetterEncoder, yearly_report
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
