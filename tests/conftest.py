"""What several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.search.index import Index
from tests.fakes import LetterEncoder, make_index


@pytest.fixture(scope="session")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the two made districts; read only."""
    index = make_index(Path(tmp_path_factory.mktemp("made")), LetterEncoder())
    yield index
    index.library.close()
