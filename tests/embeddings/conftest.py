"""What the tests of fetching share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_local_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENBAO_WEIGHTS", raising=False)
