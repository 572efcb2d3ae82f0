"""Index folders of two made reports, built with an encoder that counts characters."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa.errors import StaleIndexError
from qa.reports.files import find_files
from qa.search.building import build_index
from qa.search.index import FORMAT, Index, Manifest, is_current, search_text
from tests.fakes import YUN, LetterEncoder, write_reports


def test_build_holds_every_report_and_passage(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    summary = build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    passages = list(index.library.all_passages())
    assert {report.region for report in summary.reports} == {"云河区", "松岭区"}
    assert len(passages) == summary.passages == summary.embedded == len(index.vectors)
    assert [passage.passage_id for passage in passages] == list(range(1, len(passages) + 1))
    index.library.close()


def test_rows_of_all_parts_belong_together(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    for passage in index.library.all_passages():
        text = search_text(passage)
        row = index.vectors.vectors([passage.passage_id])[0]
        np.testing.assert_allclose(row, encoder.encode_passages([text])[0], atol=1e-6)
        assert int(index.lexical.scores(text).argmax()) + 1 == passage.passage_id
    index.library.close()


def test_open_refuses_another_encoder(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    with pytest.raises(StaleIndexError, match=r"另一个编码模型.*wenbao index"):
        Index.open(tmp_path / "index", encoder=LetterEncoder("2" * 64))


def test_open_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError, match=r"没有找到索引.*wenbao index"):
        Index.open(tmp_path / "nowhere", encoder=LetterEncoder())


@pytest.mark.parametrize("file", ["manifest.json", "library.sqlite", "vectors.faiss", "lexical"])
@pytest.mark.parametrize("harm", ["cut", "missing"])
def test_open_refuses_a_damaged_index(file: str, harm: str, reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    path = tmp_path / "index" / file
    for victim in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if harm == "missing":
            victim.unlink()
        else:
            victim.write_bytes(victim.read_bytes()[:7])
    with pytest.raises(StaleIndexError, match="wenbao index"):
        Index.open(tmp_path / "index", encoder=LetterEncoder())


def test_open_refuses_another_format(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    path = tmp_path / "index" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(StaleIndexError, match="索引格式"):
        Index.open(tmp_path / "index", encoder=LetterEncoder())


def test_is_current_sees_what_changed(reports: Path, tmp_path: Path) -> None:
    encoder, index = LetterEncoder(), tmp_path / "index"
    assert not is_current(index, find_files([reports]), encoder)
    build_index([reports], index, encoder=encoder)
    assert is_current(index, find_files([reports]), encoder)
    assert not is_current(index, find_files([reports]), LetterEncoder("2" * 64))
    write_reports(reports, 云河区=YUN + "新增一句。")
    assert not is_current(index, find_files([reports]), encoder)


def test_manifest_names_each_file_and_its_digest(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    manifest = Manifest.read(tmp_path / "index")
    assert sorted(Path(file).name for file in manifest.files) == ["云河区.txt", "松岭区.txt"]
    assert all(len(digest) == 64 for digest in manifest.files.values())
