from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.errors import ConfigError
from qa.page.shelves import KEPT_S, Desk, Shelves, Upload
from tests.page.fakes import FakeAssistant, write_own_report


def add(shelves: Shelves, owner: str, *files: Path) -> list[Upload]:
    return list(shelves.add(owner, files))


def titles(desk: Desk) -> list[str]:
    return [source.title for source in desk.sources.values()]


def test_an_upload_is_on_its_owner_s_desk_and_on_no_other(shelves: Shelves, tmp_path: Path) -> None:
    *stages, last = add(shelves, "甲", write_own_report(tmp_path, "青溪区"))
    assert stages[0].stage == "读取第 1/1 个文件：青溪区.docx"
    assert any(stage.stage.startswith("计算向量") for stage in stages)
    assert (len(last.added), last.failed, last.stage) == (1, (), "")
    mine = shelves.desk("甲")
    assert [mine.sources[report].region for report in mine.own] == ["青溪区"]
    for other in ("乙", "", None):
        assert shelves.desk(other) is shelves.shared
    assert "青溪区" not in "".join(titles(shelves.shared))


def test_uploaded_file_is_moved_away_and_gone_when_removed(shelves: Shelves, tmp_path: Path) -> None:
    file = write_own_report(tmp_path, "青溪区")
    add(shelves, "甲", file)
    assert not file.exists()
    [report_id] = shelves.desk("甲").own
    kept = Path(shelves.desk("甲").assistant.report(report_id).path)
    assert kept.exists()
    shelves.remove("甲", report_id)
    assert not kept.parents[2].exists()
    assert shelves.desk("甲") is shelves.shared


def test_one_of_several_is_removed_and_the_rest_stay(shelves: Shelves, tmp_path: Path) -> None:
    add(shelves, "甲", write_own_report(tmp_path, "青溪区"), write_own_report(tmp_path, "白塔区"))
    desk = shelves.desk("甲")
    [gone] = [report for report in desk.own if desk.sources[report].region == "青溪区"]
    shelves.remove("甲", gone)
    assert [shelves.desk("甲").sources[report].region for report in shelves.desk("甲").own] == ["白塔区"]


@pytest.mark.parametrize("owner", ["甲", "乙"])
def test_nobody_removes_what_is_not_theirs(shelves: Shelves, tmp_path: Path, owner: str) -> None:
    add(shelves, "甲", write_own_report(tmp_path, "青溪区"))
    for report_id in ("栎木区-2022", *(shelves.desk("甲").own if owner == "乙" else ())):
        with pytest.raises(ConfigError, match="不是您上传的"):
            shelves.remove(owner, report_id)


def test_each_file_that_fails_has_its_line_and_the_others_are_taken(shelves: Shelves, tmp_path: Path) -> None:
    empty, odd = tmp_path / "空.txt", tmp_path / "图.png"
    empty.write_bytes(b"")
    odd.write_bytes(b"\x89PNG\r\n")
    again = write_own_report(tmp_path / "又", "青溪区")
    last = add(shelves, "甲", empty, write_own_report(tmp_path, "青溪区"), odd, again, tmp_path / "没有.txt")[-1]
    assert len(last.added) == 1
    assert [line.split("：")[0] for line in last.failed] == ["空.txt", "图.png", "青溪区.docx", "没有.txt"]
    assert "已经上传过" in last.failed[2]
    assert all("\n" not in line for line in last.failed)


def test_when_nothing_can_be_read_nothing_is_kept(shelves: Shelves, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    add(shelves, "甲", tmp_path / "空.txt")
    assert shelves.desk("甲") is shelves.shared


class Failing(FakeAssistant):
    def with_files(self, files: Sequence[Path], folder: Path, *, progress: object) -> FakeAssistant:
        raise ConfigError("磁盘满了，请清理后再试。")


def test_an_index_that_fails_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    shelves = Shelves(Failing())
    last = add(shelves, "甲", write_own_report(tmp_path, "青溪区"))[-1]
    assert last == Upload("", (), ("磁盘满了，请清理后再试。",))
    assert shelves.desk("甲") is shelves.shared


def test_a_shelf_that_nobody_uses_is_forgotten(tmp_path: Path) -> None:
    now = [0.0]
    shelves = Shelves(FakeAssistant(), clock=lambda: now[0])
    add(shelves, "甲", write_own_report(tmp_path, "青溪区"))
    kept = Path(shelves.desk("甲").assistant.reports()[0].path)
    now[0] = KEPT_S - 1
    assert shelves.desk("甲").own
    now[0] = 2 * KEPT_S
    assert shelves.desk("乙") is shelves.shared
    assert not kept.exists()
    assert shelves.desk("甲") is shelves.shared


def test_a_common_shelf_is_everybody_s_and_is_there_again_after_a_restart(tmp_path: Path) -> None:
    shelves = Shelves(FakeAssistant(), common=tmp_path / "common")
    add(shelves, "甲", write_own_report(tmp_path, "青溪区"))
    [report_id] = shelves.desk("乙").own
    assert not shelves.private
    again = Shelves(FakeAssistant(), common=tmp_path / "common")
    assert again.desk("丙").own == {report_id}
    again.remove("丙", report_id)
    assert not again.desk("甲").own
    assert Shelves(FakeAssistant(), common=tmp_path / "common").desk("甲").own == frozenset()
