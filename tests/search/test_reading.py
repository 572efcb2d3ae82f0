"""Reading many files, and files that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa.search.building import build_index
from qa.search.index import is_current
from qa.search.outcomes import Outcome
from tests.fakes import LetterEncoder
from tests.reports import made
from tests.search.indexes import check_rows, many, names, regions

ROOT = Path(__file__).resolve().parents[2]
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


def test_reports_of_many_years_read_in_several_processes_stay_apart(tmp_path: Path, index: Path) -> None:
    summary = build_index([many(tmp_path / "多", 12)], index, encoder=LetterEncoder())
    assert len(summary.reports) == 12
    check_rows(index)


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
