"""What a benchmark patches is there to be patched; the figures are its own business."""

from __future__ import annotations

import runpy
from contextlib import ExitStack
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def _neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_every_technique_can_be_switched_off() -> None:
    arms = runpy.run_path(str(BENCHMARKS / "ablation.py"))["arms"](model=True)
    for arm in arms:
        with ExitStack() as switched:
            for each in arm.patches:
                switched.enter_context(each)
    assert len({arm.name for arm in arms}) == len(arms)


@pytest.mark.parametrize("script", sorted(BENCHMARKS.glob("*.py")), ids=lambda path: path.name)
def test_a_benchmark_loads(script: Path) -> None:
    assert runpy.run_path(str(script))["__doc__"]
