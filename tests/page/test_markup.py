from __future__ import annotations

import pytest

from qa.page.markup import Markup, escape, figure_keys, join, marked_text, tag
from tests.page.fakes import NASTY
from tests.page.markup import shown


@pytest.mark.parametrize("text", [NASTY, "a < b & c > d", "\"'", "&lt;", "", "一行\n两行", "<" * 1000])
def test_escape_shows_the_text_itself(text: str) -> None:
    assert shown(escape(text)) == (text, [])


def test_escape_replaces_half_surrogates() -> None:
    assert escape("a\ud800b") == "a?b"


def test_tag_escapes_children_and_attributes() -> None:
    element = tag("p", "<b>", title='"><script>', data_quote="a&b")
    assert element == '<p title="&quot;&gt;&lt;script&gt;" data-quote="a&amp;b">&lt;b&gt;</p>'


def test_tag_keeps_markup_children() -> None:
    assert tag("p", tag("b", "<")) == "<p><b>&lt;</b></p>"


def test_tag_writes_true_bare_and_leaves_none_out() -> None:
    assert tag("details", open=True, class_=None, hidden=False) == "<details open></details>"


def test_join_escapes_plain_strings_only() -> None:
    assert join(["<", Markup("<br>")]) == "&lt;<br>"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("新设企业3.2万户，同比增长12.5％", {"3.2万户", "12.5%"}),
        ("总值４９４２亿元", {"4942亿元"}),
        ("完成1,234.5亿元，减税86亿元", {"1234.5亿元", "86亿元"}),
        ("提高1.2个百分点", {"1.2个百分点"}),
        ("占比百分之三十五", {"百分之三十五"}),
        ("2022年12月22日，“十四五”", set()),
        ("2012—2016年，2016-2020年", set()),
        ("服务5 000人次", {"000人次"}),
        ("第1项", {"1项"}),
        ("a = 1", set()),
    ],
)
def test_figure_keys_are_values_with_units(text: str, keys: set[str]) -> None:
    assert figure_keys(text) == keys


def test_marked_text_marks_equal_figures_whatever_their_writing() -> None:
    keys = figure_keys("增长12.5%")
    assert marked_text("增长１２.５％，共9户", keys) == '增长<b class="figure">１２.５％</b>，共9户'


@pytest.mark.parametrize("text", [NASTY, "<3.2万户>", "3.2万户&9.8万元"])
def test_marked_text_shows_the_text_itself(text: str) -> None:
    content, elements = shown(marked_text(text, figure_keys(text)))
    assert content == text
    assert set(elements) <= {"b"}
