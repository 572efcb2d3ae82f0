"""Building and changing an index folder of made reports, with an encoder that counts characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import ConfigError, QAError, StaleIndexError
from qa.search.building import build_index, remove_reports
from qa.search.index import Manifest
from qa.search.outcomes import Outcome
from tests.fakes import YUN, LetterEncoder, write_reports
from tests.search.indexes import FailingEncoder, check_rows, content, names


def test_building_twice_gives_the_same_index(reports: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_index([reports], tmp_path / name, encoder=LetterEncoder())
    one, other = content(tmp_path / "a"), content(tmp_path / "b")
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_nothing_readable_is_refused(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "报告", 空="")
    with pytest.raises(ConfigError, match="没有一份报告可以读取"):
        build_index([folder], tmp_path / "index", encoder=LetterEncoder())
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_folder_of_something_else_is_refused_and_untouched(kind: str, reports: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "照片"
    if kind == "folder":
        foreign.mkdir()
    note = foreign / "note.txt" if kind == "folder" else foreign
    note.write_text("别删我", encoding="utf-8")
    with pytest.raises(ConfigError, match="不是索引文件夹"):
        build_index([reports], foreign, encoder=LetterEncoder())
    assert note.read_text(encoding="utf-8") == "别删我"


def test_an_empty_folder_may_become_an_index(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    assert build_index([reports], tmp_path / "index", encoder=LetterEncoder()).passages


def test_an_index_does_not_depend_on_the_steps_it_was_made_in(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "a", encoder=LetterEncoder())
    build_index([reports / "松岭区.txt"], tmp_path / "b", encoder=LetterEncoder())
    build_index([reports], tmp_path / "b", encoder=LetterEncoder())
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_nothing_is_written_where_nothing_changed(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    before = index.stat().st_ino
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert index.stat().st_ino == before
    assert names(summary, Outcome.UNCHANGED) == ["云河区.txt", "松岭区.txt"]


def test_a_removed_report_is_gone_and_the_rest_still_fits(reports: Path, index: Path) -> None:
    summary = build_index([reports], index, encoder=LetterEncoder())
    (yun,) = [report.report_id for report in summary.reports if report.region == "云河区"]
    (removed,) = remove_reports([yun], index)
    assert (removed.report_id, Path(removed.files[0].path).name) == (yun, "云河区.txt")
    check_rows(index)
    assert [Path(path).name for path in Manifest.read(index).files] == ["松岭区.txt"]
    assert (reports / "云河区.txt").is_file()


def test_what_cannot_be_removed_is_said_and_nothing_changes(reports: Path, index: Path) -> None:
    summary = build_index([reports], index, encoder=LetterEncoder())
    before = content(index)
    with pytest.raises(ConfigError, match="没有编号为 无 的报告"):
        remove_reports(["无", summary.reports[0].report_id], index)
    with pytest.raises(ConfigError, match="没有报告了"):
        remove_reports([report.report_id for report in summary.reports], index)
    assert content(index) == before
    with pytest.raises(StaleIndexError, match="没有找到索引"):
        remove_reports(["无"], index.with_name("无"))


def test_a_failing_encoder_leaves_the_old_index(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    before = content(index)
    with pytest.raises(QAError, match="编码失败"):
        build_index([reports], index, encoder=FailingEncoder("3" * 64))
    assert content(index) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failing_write_leaves_the_old_index(error: BaseException, reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    before = content(index)
    write_reports(reports, 云河区=YUN.replace("820.5亿元", "825.5亿元"))

    def fail(stage: str, done: int, total: int) -> None:
        if stage == "建立词索引":  # the library and the vectors are written by now
            raise error

    with pytest.raises((QAError, KeyboardInterrupt)) as told:
        build_index([reports], index, encoder=LetterEncoder(), progress=fail)
    assert isinstance(told.value, KeyboardInterrupt) or "原有索引未改动" in str(told.value)
    assert content(index) == before
    again = FailingEncoder()  # what was computed is not computed again
    assert names(build_index([reports], index, encoder=again), Outcome.CHANGED) == ["云河区.txt"]
    assert not index.with_name(".index.staging").exists()
