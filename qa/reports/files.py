"""Which files are meant by the paths that a person gives, and what their bytes are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import ConfigError
from qa.reports.formats import SUFFIXES, UNREADABLE_SUFFIXES

_NAMED = frozenset(SUFFIXES) | UNREADABLE_SUFFIXES
_TEMPORARY = (".", "~$")  # what Word and the Mac keep beside an open document
_LINK = "链接指向文件夹之外或已失效，未跟随。如需索引，请直接写出它指向的路径"
_NAME = "文件名或文件夹名不是 UTF-8 编码，请改名后再试"
_NO_FILE = "不是普通文件（例如管道），已跳过"


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands under the given paths: files that may be reports, sorted, and places passed over with the reason.

    `roots` are the given paths, resolved.
    """

    files: tuple[Path, ...]
    passed_over: tuple[tuple[str, str], ...]
    roots: tuple[Path, ...]

    def covers(self, path: str) -> bool:
        """Whether `path` is one of the given paths or lies below one."""
        return any(Path(path).is_relative_to(root) for root in self.roots)


def scan(paths: Iterable[Path]) -> Scan:
    """Look through files and folders; links that lead out of a given folder are named, not followed.

    A folder's files count when their names say that they may hold a report, readable or not.

    Raises:
        ConfigError: a path does not exist, or nothing among them may be a report.
    """
    given = list(paths)
    files: set[Path] = set()
    passed_over: dict[str, str] = {}
    for path in given:
        if not path.exists():
            raise ConfigError(f"路径不存在：{shown(path)}")
        below = _below(path.resolve()) if path.is_dir() else [(path, _objection(path))]
        for found, reason in below:
            if reason is None:
                files.add(found.resolve())
            else:
                passed_over[shown(found)] = reason
    if not files:
        kinds = " ".join(sorted(SUFFIXES))
        raise ConfigError(f"没有找到报告文件：{'、'.join(map(shown, given))}（可读的格式：{kinds}）")
    roots = sorted({path.resolve() for path in given})
    return Scan(tuple(sorted(files)), tuple(sorted(passed_over.items())), tuple(roots))


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files of `scan`."""
    return list(scan(paths).files)


def _below(root: Path) -> Iterator[tuple[Path, str | None]]:
    """Each file below `root` that may be a report, and what is not entered, with the reason."""
    denied: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=denied.append):
        for name in sorted(folders):
            path = Path(folder, name)
            if path.is_symlink() and not _leads_inside(path, root):
                yield path, _LINK
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in _NAMED and not name.startswith(_TEMPORARY):
                inside = not path.is_symlink() or _leads_inside(path, root)
                yield path, _objection(path) if inside else _LINK
    for error in denied:
        yield Path(error.filename), "文件夹没有读取权限。请修改权限后再试"


def _objection(path: Path) -> str | None:
    """Why what is called like a report is not looked into; None where it is."""
    if not path.is_file():
        return _NO_FILE
    return None if shown(path) == str(path) else _NAME


def shown(path: Path) -> str:
    """A path as it can be printed and kept: bytes that are not UTF-8 become marks."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _leads_inside(link: Path, root: Path) -> bool:
    return link.exists() and link.resolve().is_relative_to(root)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digests_of(files: Sequence[Path]) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-256 of each file by path; and by path the reason why a file cannot be opened."""
    known: dict[str, str] = {}
    refused: dict[str, str] = {}
    for file in files:
        try:
            known[str(file)] = file_digest(file)
        except OSError as error:
            reason = "没有读取权限" if isinstance(error, PermissionError) else f"无法打开（{error.strerror}）"
            refused[str(file)] = f"{file.name}：{reason}。请检查路径和读取权限。"
    return known, refused
