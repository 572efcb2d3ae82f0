"""Building and changing an index folder of made reports, with an encoder that counts characters."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.errors import ConfigError, QAError, StaleIndexError
from qa.search.building import IndexSummary, Keep, Outcome, build_index, remove_reports
from qa.search.index import Index, Manifest, is_current, search_text
from tests.fakes import YUN, LetterEncoder, write_reports, yearly_report
from tests.reports import made

pytestmark = pytest.mark.filterwarnings("ignore:builtin type .* has no __module__:DeprecationWarning")  # faiss's SWIG

ROOT = Path(__file__).resolve().parents[2]
YUN_DUMP = f"首页 > 信息公开\n{YUN}打印 关闭\n"  # the same body: the same report_id
YUN_SLIPS = YUN.replace("青禾图书馆", "青和图书馆").replace("。同时", "。\n同时")  # nearly the same body


class FailingEncoder(LetterEncoder):
    """Gives vectors of `chunks` calls, then none."""

    def __init__(self, digest: str = "1" * 64, *, chunks: int = 0, error: BaseException | None = None) -> None:
        super().__init__(digest)
        self._left = chunks
        self._error = error or QAError("编码失败")

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[str, int, int], None] | None = None
    ) -> NDArray[np.float32]:
        if not self._left:
            raise self._error
        self._left -= 1
        return super().encode_passages(texts, progress)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "报告")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def names(summary: IndexSummary, outcome: Outcome) -> list[str]:
    return [Path(file.path).name for file in summary.of(outcome)]


def regions(summary: IndexSummary) -> set[str | None]:
    return {report.region for report in summary.reports}


def check_rows(folder: Path) -> None:
    """Ids are dense, and each has its own vector."""
    encoder = LetterEncoder()
    held = Index.open(folder, encoder=encoder)
    passages = list(held.library.all_passages())
    assert [passage.passage_id for passage in passages] == list(range(1, len(passages) + 1))
    rows = held.vectors.vectors(list(range(1, len(passages) + 1)))
    np.testing.assert_allclose(rows, encoder.encode_passages([search_text(one) for one in passages]), atol=1e-6)
    held.library.close()


def many(folder: Path, count: int) -> Path:
    """A folder of reports of `count` years in one form."""
    return write_reports(folder, **{f"年{year}": yearly_report(year) for year in range(2000, 2000 + count)})


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


# -- adding, changing, removing ----------------------------------------------------------------------


def test_adding_keeps_the_other_reports_and_reads_only_what_is_new(reports: Path, index: Path) -> None:
    build_index([reports / "松岭区.txt"], index, encoder=LetterEncoder())
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}
    assert (names(summary, Outcome.NEW), names(summary, Outcome.UNCHANGED)) == (["云河区.txt"], ["松岭区.txt"])
    check_rows(index)


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


def test_a_changed_file_replaces_its_old_version(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    write_reports(reports, 云河区=YUN.replace("820.5亿元", "825.5亿元"))
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert (names(summary, Outcome.CHANGED), len(summary.reports)) == (["云河区.txt"], 2)
    held = Index.open(index, encoder=LetterEncoder())
    texts = "".join(passage.text for passage in held.library.all_passages())
    held.library.close()
    assert ("825.5亿元" in texts, "820.5亿元" in texts) == (True, False)
    check_rows(index)


def test_a_changed_file_that_cannot_be_read_leaves_its_old_version(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    (reports / "云河区.txt").write_bytes(bytes(500))
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}
    ((_, _, report_id, note),) = summary.of(Outcome.SKIPPED)
    assert report_id in {report.report_id for report in summary.reports}
    assert "没有内容" in note and "原来的版本" in note


def test_a_missing_file_is_told_and_its_report_stays(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    (reports / "松岭区.txt").unlink()
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert (names(summary, Outcome.MISSING), len(summary.reports)) == (["松岭区.txt"], 2)


def test_pruning_removes_what_is_gone_from_the_given_folder_only(reports: Path, index: Path, tmp_path: Path) -> None:
    other = write_reports(
        tmp_path / "别处", **{path.stem: path.read_text() for path in many(tmp_path / "m", 1).iterdir()}
    )
    build_index([reports, other], index, encoder=LetterEncoder())
    for file in (reports / "松岭区.txt", other / "年2000.txt"):
        file.unlink()
    summary = build_index([reports], index, encoder=LetterEncoder(), keep=Keep.EXISTING)
    assert (names(summary, Outcome.REMOVED), len(summary.reports)) == (["松岭区.txt"], 2)
    check_rows(index)


def test_only_the_given_reports_stay_where_that_is_asked(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder(), keep=Keep.GIVEN)
    assert regions(summary) == {"云河区"}
    assert is_current(index, [reports / "云河区.txt"], LetterEncoder())


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


def test_an_index_of_another_form_is_made_anew_with_its_files_and_vectors(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    manifest = (index / "manifest.json").read_text(encoding="utf-8")
    (index / "manifest.json").write_text(manifest.replace('"format": ', '"format": 9'), encoding="utf-8")
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert (regions(summary), summary.embedded) == ({"云河区", "松岭区"}, 0)
    check_rows(index)


# -- several files of one report ---------------------------------------------------------------------


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


def test_reports_of_many_years_read_in_several_processes_stay_apart(tmp_path: Path, index: Path) -> None:
    summary = build_index([many(tmp_path / "多", 12)], index, encoder=LetterEncoder())
    assert len(summary.reports) == 12
    check_rows(index)


# -- failing and going on ----------------------------------------------------------------------------


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


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path: Path, index: Path) -> None:
    folder = many(tmp_path / "多", 10)
    first = FailingEncoder(chunks=1, error=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build_index([folder], index, encoder=first)
    second = LetterEncoder()
    stages: list[str] = []
    summary = build_index([folder], index, encoder=second, progress=lambda stage, *_: stages.append(stage))
    assert "读取报告" not in stages
    assert first.passages and not set(first.passages) & set(second.passages)
    assert len(first.passages) + summary.embedded == summary.passages
    check_rows(index)


def test_a_build_that_was_killed_goes_on(tmp_path: Path, index: Path) -> None:
    folder = many(tmp_path / "多", 10)
    code = (
        "import os, signal, sys; from pathlib import Path; from qa.search.building import build_index\n"
        "from tests.fakes import LetterEncoder\n"
        "class Killed(LetterEncoder):\n"
        "    def encode_passages(self, texts, progress=None):\n"
        "        if self.passages: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return super().encode_passages(texts, progress)\n"
        "build_index([Path(sys.argv[1])], Path(sys.argv[2]), encoder=Killed())\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder), str(index)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not index.exists()
    second = LetterEncoder()
    summary = build_index([folder], index, encoder=second)
    assert 0 < summary.embedded == len(second.passages) < summary.passages
    check_rows(index)


@pytest.mark.parametrize("kept", [0, 0.5, 0.99])
def test_a_damaged_staging_folder_is_survived(kept: float, reports: Path, index: Path) -> None:
    with pytest.raises(QAError):
        build_index([reports], index, encoder=FailingEncoder())
    stages = index.with_name(".index.staging")
    files = [file for file in stages.iterdir() if file.suffix == ".sqlite"]
    assert len(files) == 2
    for file in files:
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * kept)])
    assert len(build_index([reports], index, encoder=LetterEncoder()).reports) == 2
    check_rows(index)


def test_an_index_lost_between_two_renames_comes_back(reports: Path, index: Path) -> None:
    build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    stages = index.with_name(".index.staging")
    stages.mkdir()
    index.rename(stages / "old")
    summary = build_index([reports / "松岭区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}


def test_files_of_an_unfinished_build_that_are_not_asked_for_again_stay_out(reports: Path, index: Path) -> None:
    with pytest.raises(QAError):
        build_index([reports], index, encoder=FailingEncoder())
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区"}


def test_two_builds_of_one_index_wait_for_each_other(reports: Path, index: Path) -> None:
    errors: list[BaseException] = []

    def build(name: str) -> None:
        try:
            build_index([reports / name], index, encoder=LetterEncoder())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=build, args=(name,)) for name in ("云河区.txt", "松岭区.txt")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(Manifest.read(index).files) == 2
    check_rows(index)


# -- bad input ---------------------------------------------------------------------------------------


BAD: dict[str, Callable[[Path], object]] = {
    "零.txt": lambda path: path.write_bytes(bytes(5000)),
    "空.txt": lambda path: path.write_bytes(b""),
    "英文.txt": lambda path: path.write_text("The government reported steady growth. " * 60),
    "网页.html": lambda path: path.write_bytes(b"<p>" + b"0" * (50 * 2**20) + b"</p>"),
    "炸弹.docx": made.write_bomb,
    "坏.docx": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(500)),
    "加密.docx": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"1" * 600),
    "坏.pdf": lambda path: path.write_bytes(made.pdf(made.LINES)[:200]),
    "旧.doc": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"1" * 600),
    "链.txt": lambda path: path.symlink_to(ROOT / "README.md"),
}


def test_every_bad_file_is_one_line_and_the_rest_is_indexed(reports: Path, index: Path) -> None:
    for name, write in BAD.items():
        write(reports / name)
    summary = build_index([reports], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}
    assert sorted(names(summary, Outcome.SKIPPED)) == sorted(BAD)
    for _, _, _, note in summary.of(Outcome.SKIPPED):
        assert note and "\n" not in note
        assert any("\u4e00" <= character <= "\u9fff" for character in note)
    assert is_current(index, sorted(path for path in reports.iterdir() if not path.is_symlink()), LetterEncoder())
