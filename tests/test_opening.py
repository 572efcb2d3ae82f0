"""Ways in that need no weights."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa
from qa.errors import ConfigError, QAError, StaleIndexError, WeightsError
from qa.opening import default_gold, index_reports, open_assistant, open_library
from qa.search.building import build_index
from tests.fakes import LetterEncoder, write_reports


def test_a_library_opens_without_a_model(tmp_path: Path) -> None:
    build_index([write_reports(tmp_path / "reports")], tmp_path / "index", encoder=LetterEncoder())
    library = open_library(tmp_path / "index")
    assert {report.region for report in library.reports()} == {"云河区", "松岭区"}
    library.close()


def test_a_library_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError, match="没有找到索引"):
        open_library(tmp_path / "无")


def test_the_questions_of_the_product_are_there() -> None:
    assert default_gold().is_file()


def test_an_assistant_names_the_command_where_weights_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    with pytest.raises(WeightsError, match="wenbao weights fetch encoder"):
        open_assistant(tmp_path / "index")


def test_indexing_names_the_command_where_weights_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    with pytest.raises(WeightsError, match="wenbao weights fetch encoder"):
        index_reports([tmp_path], tmp_path / "index")


def test_all_errors_that_a_person_can_mend_are_one_family() -> None:
    assert all(issubclass(error, qa.QAError) for error in (ConfigError, StaleIndexError, WeightsError))
    assert qa.QAError is QAError


def test_reports_are_removed_from_python_by_id(tmp_path: Path) -> None:
    build_index([write_reports(tmp_path / "reports")], tmp_path / "index", encoder=LetterEncoder())
    library = open_library(tmp_path / "index")
    (yun,) = [report.report_id for report in library.listing() if report.region == "云河区"]
    library.close()
    assert [report.region for report in qa.remove_reports([yun], tmp_path / "index")] == ["云河区"]
    library = open_library(tmp_path / "index")
    assert [report.region for report in library.listing()] == ["松岭区"]
    library.close()
