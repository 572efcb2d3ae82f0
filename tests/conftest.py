"""What several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.config import Config
from qa.search.index import Index
from tests.fakes import TODAY, LetterEncoder, ScriptedGenerator, make_index, write_reports


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of the two made reports."""
    return write_reports(tmp_path / "报告")


@pytest.fixture(scope="session")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the two made districts; read only."""
    index = make_index(Path(tmp_path_factory.mktemp("made")), LetterEncoder())
    yield index
    index.library.close()


@pytest.fixture(scope="session")
def made_assistant(made_index: Index) -> Assistant:
    """An assistant over `made_index` whose model has nothing to say."""
    return Assistant(made_index, LetterEncoder(), ScriptedGenerator, Config(), today=lambda: TODAY)
