"""Where the tests of building have their index."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"
