"""Where the tests of building have their reports and their index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import write_reports


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "报告")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"
