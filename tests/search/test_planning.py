"""What an update keeps, reads anew and lets go."""

from __future__ import annotations

from pathlib import Path

from qa.search.building import build_index
from qa.search.index import Index, is_current
from qa.search.outcomes import Outcome
from qa.search.planning import Keep
from tests.fakes import YUN, LetterEncoder, write_reports
from tests.search.indexes import check_rows, many, names, regions


def test_adding_keeps_the_other_reports_and_reads_only_what_is_new(reports: Path, index: Path) -> None:
    build_index([reports / "松岭区.txt"], index, encoder=LetterEncoder())
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}
    assert (names(summary, Outcome.NEW), names(summary, Outcome.UNCHANGED)) == (["云河区.txt"], ["松岭区.txt"])
    check_rows(index)


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


def test_a_file_that_was_only_skipped_and_goes_was_never_removed(reports: Path, index: Path) -> None:
    (reports / "空.txt").write_bytes(b"")
    assert names(build_index([reports], index, encoder=LetterEncoder()), Outcome.SKIPPED) == ["空.txt"]
    (reports / "空.txt").unlink()
    for keep in (Keep.ALL, Keep.ALL, Keep.EXISTING):
        summary = build_index([reports], index, encoder=LetterEncoder(), keep=keep)
        assert [file.outcome for file in summary.files] == [Outcome.UNCHANGED] * 2
    assert is_current(index, sorted(reports.iterdir()), LetterEncoder())


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


def test_an_index_of_another_form_is_made_anew_with_its_files_and_vectors(reports: Path, index: Path) -> None:
    build_index([reports], index, encoder=LetterEncoder())
    manifest = (index / "manifest.json").read_text(encoding="utf-8")
    (index / "manifest.json").write_text(manifest.replace('"format": ', '"format": 9'), encoding="utf-8")
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert (regions(summary), summary.embedded) == ({"云河区", "松岭区"}, 0)
    check_rows(index)
