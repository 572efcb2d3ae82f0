"""What several tests of the page start from."""

from __future__ import annotations

import pytest

from qa.page.shelves import Shelves
from tests.page.fakes import FakeAssistant


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def shelves(assistant: FakeAssistant) -> Shelves:
    return Shelves(assistant)
