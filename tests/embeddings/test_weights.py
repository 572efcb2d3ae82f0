"""Where the default models are kept, and that the fetched ones are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import weights


def test_home_is_the_environments_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    assert weights.home() == tmp_path
    monkeypatch.delenv("WENBAO_HOME")
    assert weights.home().name == "wenbao"


@pytest.mark.weights
@pytest.mark.parametrize("name", sorted(weights.WEIGHTS))
def test_the_default_weights_are_whole(name: str) -> None:
    try:
        weights.locate(name)
    except weights.WeightsError:
        if name == "generator-large":
            pytest.skip("the large generator is fetched only where memory allows")
        raise
    weights.verify(name)
