"""Builds that stop half way, and two at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qa.errors import QAError
from qa.search.building import build_index
from qa.search.index import Manifest
from tests.fakes import LetterEncoder
from tests.search.indexes import FailingEncoder, check_rows, many, regions

ROOT = Path(__file__).resolve().parents[2]


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path: Path, index: Path) -> None:
    folder = many(tmp_path / "多", 10)
    first = FailingEncoder(chunks=1, error=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build_index([folder], index, encoder=first)
    second = LetterEncoder()
    stages: list[str] = []
    summary = build_index([folder], index, encoder=second, progress=lambda stage, *_: stages.append(stage))
    assert "读取报告" not in stages
    assert first.passages and not set(first.passages) & set(second.passages)
    assert len(first.passages) + summary.embedded == summary.passages
    check_rows(index)


def test_a_build_that_was_killed_goes_on(tmp_path: Path, index: Path) -> None:
    folder = many(tmp_path / "多", 10)
    code = (
        "import os, signal, sys; from pathlib import Path; from qa.search.building import build_index\n"
        "from tests.fakes import LetterEncoder\n"
        "class Killed(LetterEncoder):\n"
        "    def encode_passages(self, texts, progress=None):\n"
        "        if self.passages: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return super().encode_passages(texts, progress)\n"
        "build_index([Path(sys.argv[1])], Path(sys.argv[2]), encoder=Killed())\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder), str(index)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not index.exists()
    second = LetterEncoder()
    summary = build_index([folder], index, encoder=second)
    assert 0 < summary.embedded == len(second.passages) < summary.passages
    check_rows(index)


@pytest.mark.parametrize("kept", [0, 0.5, 0.99])
def test_a_damaged_staging_folder_is_survived(kept: float, reports: Path, index: Path) -> None:
    with pytest.raises(QAError):
        build_index([reports], index, encoder=FailingEncoder())
    stages = index.with_name(".index.staging")
    files = [file for file in stages.iterdir() if file.suffix == ".sqlite"]
    assert len(files) == 2
    for file in files:
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * kept)])
    assert len(build_index([reports], index, encoder=LetterEncoder()).reports) == 2
    check_rows(index)


def test_an_index_lost_between_two_renames_comes_back(reports: Path, index: Path) -> None:
    build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    stages = index.with_name(".index.staging")
    stages.mkdir()
    index.rename(stages / "old")
    summary = build_index([reports / "松岭区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区", "松岭区"}


def test_files_of_an_unfinished_build_that_are_not_asked_for_again_stay_out(reports: Path, index: Path) -> None:
    with pytest.raises(QAError):
        build_index([reports], index, encoder=FailingEncoder())
    summary = build_index([reports / "云河区.txt"], index, encoder=LetterEncoder())
    assert regions(summary) == {"云河区"}


def test_two_builds_of_one_index_wait_for_each_other(reports: Path, index: Path) -> None:
    errors: list[BaseException] = []

    def build(name: str) -> None:
        try:
            build_index([reports / name], index, encoder=LetterEncoder())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=build, args=(name,)) for name in ("云河区.txt", "松岭区.txt")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(Manifest.read(index).files) == 2
    check_rows(index)
