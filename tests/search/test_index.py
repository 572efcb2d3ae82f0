"""Index folders of two made reports, built with an encoder that counts characters."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.errors import ConfigError, QAError, StaleIndexError
from qa.search.index import FORMAT, Index, Manifest, build_index, find_files, is_current, search_text
from tests.fakes import SONG, YUN, LetterEncoder, write_reports

pytestmark = pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning")  # faiss's SWIG


class FailingEncoder(LetterEncoder):
    """Gives no vectors."""

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[str, int, int], None] | None = None
    ) -> NDArray[np.float32]:
        raise QAError("编码失败")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "报告")


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_build_holds_every_report_and_passage(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    summary = build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    passages = list(index.library.all_passages())
    assert {report.region for report in summary.reports} == {"云河区", "松岭区"}
    assert len(passages) == summary.passages == summary.embedded == len(index.vectors)
    assert [passage.passage_id for passage in passages] == list(range(1, len(passages) + 1))
    index.library.close()


def test_rows_of_all_parts_belong_together(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    for passage in index.library.all_passages():
        text = search_text(passage)
        row = index.vectors.vectors([passage.passage_id])[0]
        np.testing.assert_allclose(row, encoder.encode_passages([text])[0], atol=1e-6)
        assert int(index.lexical.scores(text).argmax()) + 1 == passage.passage_id
    index.library.close()


def test_building_twice_gives_the_same_index(reports: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_index([reports], tmp_path / name, encoder=LetterEncoder())
    one, other = content(tmp_path / "a"), content(tmp_path / "b")
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_unchanged_passages_are_not_embedded_again(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    again = LetterEncoder()
    assert build_index([reports], tmp_path / "index", encoder=again).embedded == 0
    assert again.passages == []


def test_only_the_changed_sentence_is_embedded(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    write_reports(reports, 云河区=YUN.replace("全年接待游客300余万人次。", "全年接待游客310余万人次。"))
    encoder = LetterEncoder()
    assert build_index([reports], tmp_path / "index", encoder=encoder).embedded == 1
    assert [text[-14:] for text in encoder.passages] == ["全年接待游客310余万人次。"[-14:]]


def test_another_encoder_embeds_everything_again(reports: Path, tmp_path: Path) -> None:
    first = build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    second = build_index([reports], tmp_path / "index", encoder=LetterEncoder("2" * 64))
    assert second.embedded == first.passages


def test_vectors_kept_from_before_are_those_of_their_passages(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    build_index([reports / "松岭区.txt"], tmp_path / "index", encoder=encoder)
    build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    texts = [search_text(passage) for passage in index.library.all_passages()]
    rows = index.vectors.vectors(list(range(1, len(texts) + 1)))
    np.testing.assert_allclose(rows, encoder.encode_passages(texts), atol=1e-6)
    index.library.close()


def test_a_report_that_is_gone_leaves_the_index(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    (reports / "松岭区.txt").unlink()
    summary = build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    assert [report.region for report in summary.reports] == ["云河区"]


def test_a_failing_encoder_leaves_the_old_index(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    before = content(tmp_path / "index")
    with pytest.raises(QAError, match="编码失败"):
        build_index([reports], tmp_path / "index", encoder=FailingEncoder("3" * 64))
    assert content(tmp_path / "index") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "报告"]


def test_a_failing_write_leaves_the_old_index(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    before = content(tmp_path / "index")

    def full_disk(stage: str, done: int, total: int) -> None:
        if stage == "建立词索引":  # the library and the vectors are written by now
            raise OSError(28, "No space left on device")

    with pytest.raises(QAError, match=r"写入索引失败.*原有索引未改动"):
        build_index([reports], tmp_path / "index", encoder=LetterEncoder(), progress=full_disk)
    assert content(tmp_path / "index") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "报告"]


def test_an_interrupted_build_leaves_nothing_behind(reports: Path, tmp_path: Path) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "建立词索引":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index([reports], tmp_path / "index", encoder=LetterEncoder(), progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["报告"]


def test_an_unreadable_file_is_skipped_and_told(reports: Path, tmp_path: Path) -> None:
    (reports / "空.txt").write_text("", encoding="utf-8")
    (reports / "坏.pdf").write_bytes(b"no pdf")
    summary = build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    assert len(summary.reports) == 2
    assert sorted(Path(file).name for file, _ in summary.skipped) == ["坏.pdf", "空.txt"]
    assert all(reason for _, reason in summary.skipped)


def test_nothing_readable_is_refused(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "报告", 空="")
    with pytest.raises(ConfigError, match="没有一份报告可以读取"):
        build_index([folder], tmp_path / "index", encoder=LetterEncoder())
    assert not (tmp_path / "index").exists()


def test_the_same_report_twice_is_held_once_and_told(reports: Path, tmp_path: Path) -> None:
    (reports / "松岭区副本.txt").write_text(f"首页\n{SONG}", encoding="utf-8")
    summary = build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    assert len(summary.reports) == 2
    assert [tuple(sorted(Path(file).name for file in pair)) for pair in summary.duplicates] == [
        ("松岭区.txt", "松岭区副本.txt")
    ]


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


def test_open_refuses_another_encoder(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    with pytest.raises(StaleIndexError, match=r"另一个编码模型.*wenbao index"):
        Index.open(tmp_path / "index", encoder=LetterEncoder("2" * 64))


def test_open_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError, match=r"没有找到索引.*wenbao index"):
        Index.open(tmp_path / "nowhere", encoder=LetterEncoder())


@pytest.mark.parametrize("file", ["manifest.json", "library.sqlite", "vectors.faiss", "lexical"])
@pytest.mark.parametrize("harm", ["cut", "missing"])
def test_open_refuses_a_damaged_index(file: str, harm: str, reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    path = tmp_path / "index" / file
    for victim in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if harm == "missing":
            victim.unlink()
        else:
            victim.write_bytes(victim.read_bytes()[:7])
    with pytest.raises(StaleIndexError, match="wenbao index"):
        Index.open(tmp_path / "index", encoder=LetterEncoder())


def test_open_refuses_another_format(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    path = tmp_path / "index" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(StaleIndexError, match="索引格式"):
        Index.open(tmp_path / "index", encoder=LetterEncoder())


def test_is_current_sees_what_changed(reports: Path, tmp_path: Path) -> None:
    encoder, index = LetterEncoder(), tmp_path / "index"
    assert not is_current(index, find_files([reports]), encoder)
    build_index([reports], index, encoder=encoder)
    assert is_current(index, find_files([reports]), encoder)
    assert not is_current(index, find_files([reports]), LetterEncoder("2" * 64))
    write_reports(reports, 云河区=YUN + "新增一句。")
    assert not is_current(index, find_files([reports]), encoder)


def test_manifest_names_each_file_and_its_digest(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    manifest = Manifest.read(tmp_path / "index")
    assert sorted(Path(file).name for file in manifest.files) == ["云河区.txt", "松岭区.txt"]
    assert all(len(digest) == 64 for digest in manifest.files.values())


def test_files_are_found_below_folders_in_order(tmp_path: Path) -> None:
    write_reports(tmp_path / "b", 二="", 一="")
    write_reports(tmp_path / "a" / "深", 三="")
    (tmp_path / "a" / "图.png").write_bytes(b"")
    found = find_files([tmp_path / "b", tmp_path / "a", tmp_path / "b" / "一.txt"])
    assert found == sorted([tmp_path / "a" / "深" / "三.txt", tmp_path / "b" / "一.txt", tmp_path / "b" / "二.txt"])


def test_a_link_out_of_the_folder_is_not_followed(reports: Path, tmp_path: Path) -> None:
    outside = write_reports(tmp_path / "外", 秘密=SONG)
    (reports / "链.txt").symlink_to(outside / "秘密.txt")
    (reports / "夹").symlink_to(outside)
    assert [file.name for file in find_files([reports])] == ["云河区.txt", "松岭区.txt"]


@pytest.mark.parametrize("there", [True, False], ids=["empty folder", "no such path"])
def test_paths_without_reports_are_refused(there: bool, tmp_path: Path) -> None:
    path = tmp_path / "空"
    if there:
        path.mkdir()
    with pytest.raises(ConfigError, match="没有找到报告文件" if there else "路径不存在"):
        find_files([path])
