"""Files and folders as a person gives them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import ConfigError
from qa.reports.files import digests_of, find_files, scan
from tests.fakes import SONG, write_reports


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder of two reports and a subfolder and a file that this process has no right to read."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    write_reports(place)
    write_reports(place / "内部", 秘密=SONG)
    root = os.geteuid() == 0
    (place / "内部").chmod(0)
    (place / "松岭区.txt").chmod(0)
    if root:
        os.seteuid(65534)  # nobody: root may read everything
    try:
        yield place
    finally:
        if root:
            os.seteuid(0)
        (place / "内部").chmod(0o700)
        shutil.rmtree(place)


def test_files_are_found_below_folders_in_order(tmp_path: Path) -> None:
    write_reports(tmp_path / "b", 二="", 一="")
    write_reports(tmp_path / "a" / "深", 三="")
    (tmp_path / "a" / "图.png").write_bytes(b"")
    found = find_files([tmp_path / "b", tmp_path / "a", tmp_path / "b" / "一.txt"])
    assert found == sorted([tmp_path / "a" / "深" / "三.txt", tmp_path / "b" / "一.txt", tmp_path / "b" / "二.txt"])


def test_a_file_of_a_format_that_is_not_read_is_named(reports: Path) -> None:
    (reports / "旧.doc").write_bytes(b"1")
    assert "旧.doc" in [file.name for file in find_files([reports])]


def test_what_programs_keep_beside_a_document_is_passed_over(reports: Path) -> None:
    for name in ("~$报告.docx", "._报告.docx", ".报告.txt"):
        (reports / name).write_bytes(b"1")
    assert [file.name for file in find_files([reports])] == ["云河区.txt", "松岭区.txt"]


def test_a_link_out_of_the_folder_is_named_and_not_followed(reports: Path, tmp_path: Path) -> None:
    outside = write_reports(tmp_path / "外", 秘密=SONG)
    (reports / "链.txt").symlink_to(outside / "秘密.txt")
    (reports / "夹").symlink_to(outside)
    (reports / "断.txt").symlink_to(outside / "没有.txt")
    found = scan([reports])
    assert [file.name for file in found.files] == ["云河区.txt", "松岭区.txt"]
    assert [Path(path).name for path, _ in found.passed_over] == ["夹", "断.txt", "链.txt"]
    assert all("未跟随" in reason for _, reason in found.passed_over)


def test_a_link_within_the_folder_is_the_file_it_leads_to(reports: Path) -> None:
    (reports / "链.txt").symlink_to(reports / "云河区.txt")
    found = scan([reports])
    assert ([file.name for file in found.files], found.passed_over) == (["云河区.txt", "松岭区.txt"], ())


def test_a_link_that_is_given_itself_is_followed(reports: Path, tmp_path: Path) -> None:
    link = tmp_path / "链.txt"
    link.symlink_to(reports / "云河区.txt")
    assert find_files([link]) == [reports / "云河区.txt"]


def test_a_folder_without_right_to_read_is_named(shut: Path) -> None:
    found = scan([shut])
    assert [file.name for file in found.files] == ["云河区.txt", "松岭区.txt"]
    ((path, reason),) = found.passed_over
    assert (Path(path).name, "没有读取权限" in reason) == ("内部", True)


def test_a_file_without_right_to_read_is_told_and_the_others_are_digested(shut: Path) -> None:
    digests, refused = digests_of(find_files([shut]))
    assert [Path(path).name for path in digests] == ["云河区.txt"]
    (reason,) = refused.values()
    assert reason.startswith("松岭区.txt：没有读取权限")


@pytest.mark.parametrize("there", [True, False], ids=["empty folder", "no such path"])
def test_paths_without_reports_are_refused(there: bool, tmp_path: Path) -> None:
    path = tmp_path / "空"
    if there:
        path.mkdir()
    with pytest.raises(ConfigError, match="没有找到报告文件" if there else "路径不存在"):
        find_files([path])


def test_a_scan_covers_what_lies_under_its_paths(reports: Path, tmp_path: Path) -> None:
    found = scan([reports])
    assert found.covers(str(reports / "早已不在.txt"))
    assert not found.covers(str(tmp_path / "别处.txt"))


def test_what_is_no_ordinary_file_is_named_and_not_opened(reports: Path) -> None:
    os.mkfifo(reports / "管道.txt")
    found = scan([reports])
    assert reports / "管道.txt" not in found.files
    assert [(Path(path).name, "不是普通文件" in reason) for path, reason in found.passed_over] == [("管道.txt", True)]


def test_a_name_that_is_not_utf_8_costs_the_others_nothing(reports: Path) -> None:
    before = find_files([reports])
    name = os.fsencode(reports) + "/乱码.txt".encode("gbk")
    try:
        Path(os.fsdecode(name)).write_text(SONG, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    found = scan([reports])
    assert list(found.files) == before
    ((path, reason),) = found.passed_over
    assert path.encode("utf-8")  # can be printed and kept
    assert "请改名" in reason
