"""What is embedded anew and what is not, counted by an encoder that keeps its texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qa.search.building import build_index
from qa.search.index import Index, search_text
from tests.fakes import YUN, LetterEncoder, write_reports


def test_unchanged_passages_are_not_embedded_again(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    again = LetterEncoder()
    assert build_index([reports], tmp_path / "index", encoder=again).embedded == 0
    assert again.passages == []


def test_texts_of_like_length_are_embedded_together(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    build_index([reports], tmp_path / "index", encoder=encoder)
    lengths = list(map(len, encoder.passages))
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 1


def test_only_the_changed_sentence_is_embedded(reports: Path, tmp_path: Path) -> None:
    build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    write_reports(reports, 云河区=YUN.replace("全年接待游客300余万人次。", "全年接待游客310余万人次。"))
    encoder = LetterEncoder()
    assert build_index([reports], tmp_path / "index", encoder=encoder).embedded == 1
    assert [text[-14:] for text in encoder.passages] == ["全年接待游客310余万人次。"[-14:]]


def test_another_encoder_embeds_everything_again(reports: Path, tmp_path: Path) -> None:
    first = build_index([reports], tmp_path / "index", encoder=LetterEncoder())
    second = build_index([reports], tmp_path / "index", encoder=LetterEncoder("2" * 64))
    assert second.embedded == first.passages


def test_vectors_kept_from_before_are_those_of_their_passages(reports: Path, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    build_index([reports / "松岭区.txt"], tmp_path / "index", encoder=encoder)
    build_index([reports], tmp_path / "index", encoder=encoder)
    index = Index.open(tmp_path / "index", encoder=encoder)
    texts = [search_text(passage) for passage in index.library.all_passages()]
    rows = index.vectors.vectors(list(range(1, len(texts) + 1)))
    np.testing.assert_allclose(rows, encoder.encode_passages(texts), atol=1e-6)
    index.library.close()
