"""What jieba's dictionary tells of words."""

from __future__ import annotations

import pytest

from qa.dictionary import binds, cut, frequency, parts_of_speech


def test_what_is_no_word_was_never_seen() -> None:
    assert frequency("学校") > frequency("注宅") == 0


def test_the_words_of_a_text_are_its_spans_in_order() -> None:
    text = "云河区新建学校6所"
    for made in (True, False):
        found = list(cut(text, made=made))
        assert "".join(word for word, _, _ in found) == text
        assert all(text[start:end] == word for word, start, end in found)


def test_words_that_the_dictionary_lacks_are_made_only_where_asked_for() -> None:
    made, known = ([word for word, _, _ in cut("李小福参观青禾馆", made=made)] for made in (True, False))
    assert "李小福" in made and not frequency("李小福")
    assert "李小福" not in known and all(map(frequency, known))


def test_places_are_marked() -> None:
    assert parts_of_speech()["上海"] == "ns"


@pytest.mark.parametrize("word", ["既然", "那年", "以后", "亲自", "半截"])
def test_words_that_only_bind_or_point_name_nothing(word: str) -> None:
    assert binds(word)


@pytest.mark.parametrize("word", ["学校", "建设", "栖霞书院"])
def test_words_that_name_or_tell_are_kept(word: str) -> None:
    assert not binds(word)
