"""Probes: what they read from a state, and that they come back from their file as they were."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from qa.answers import probe
from qa.answers.probe import Probe, probe_of, save

UPWARD = Probe(7, np.array([[0, 0], [1, 0], [0, 1]], np.float32), np.zeros(3, np.float32))


def test_a_state_is_read_as_likelihoods() -> None:
    told = UPWARD.read(np.array([np.log(2), np.log(5)], np.float32))
    assert told.answers == pytest.approx(2 / 8)
    assert told.contradicts == pytest.approx(5 / 8)
    assert told.tells == pytest.approx(7 / 8)


def test_a_great_state_is_read_without_overflow() -> None:
    assert UPWARD.read(np.array([2000, 0], np.float32)).answers == pytest.approx(1)


def test_a_model_without_a_probe_has_none() -> None:
    assert probe_of("another") is None
    large = probe_of("generator-large")
    assert large is not None
    assert large.weights.shape == (3, 3 * 1536)


def test_what_is_saved_is_read_back_beside_what_was_there(tmp_path: Path) -> None:
    with patch.object(probe, "PROBES", tmp_path / "probes.npz"):
        np.savez(probe.PROBES)
        save("one", UPWARD)
        save("other", Probe(2, UPWARD.weights, UPWARD.biases))
        probe_of.cache_clear()
        try:
            told = [probe_of(name) for name in ("one", "other")]
        finally:
            probe_of.cache_clear()
    assert [one.layer for one in told if one] == [7, 2]
    assert all(one and np.array_equal(one.weights, UPWARD.weights) for one in told)
