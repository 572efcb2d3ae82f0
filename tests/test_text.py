from __future__ import annotations

import pytest

from qa.text import fold, in_quotes, normalise, numeral, printable, readable, sentences, whole_number


def parted(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二十三", 23),
        ("２．６４万", 26400),
        ("1.8亿", 1.8e8),
        ("1.2万亿", 1.2e12),
        ("三亿五千万", 3.5e8),
        ("二万亿", 2e12),
        ("一万二千", 12000),
        ("12,345", 12345),
        ("三分之一", 1 / 3),
        ("百分之五", 0.05),
        ("5.5%", 0.055),
        ("近百", 100),
        ("十多", 10),
        ("约3.5万", 35000),
        ("二〇二三", 2023),
        ("一九九○", 1990),
        ("一点五亿", 1.5e8),
        ("两", 2),
        ("半", 0.5),
        ("十", 10),
        ("一百零五", 105),
    ],
)
def test_numeral_reads_chinese_and_arabic_forms(text: str, expected: float) -> None:
    assert numeral(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "朝阳区", "abc", "第", "2023年", "亿元"])
def test_numeral_is_none_for_what_is_no_numeral(text: str) -> None:
    assert numeral(text) is None
    assert whole_number(text) == 0


@pytest.mark.parametrize(("text", "expected"), [("十二", 12), ("两", 2), ("3", 3), ("一九九○", 1990), ("半", 0)])
def test_a_whole_number_is_cut_from_its_numeral(text: str, expected: int) -> None:
    assert whole_number(text) == expected


def test_sentences_end_at_full_stops_and_keep_closing_quotes() -> None:
    assert parted("增长6.5%。他说：“好！”大家鼓掌？是。") == ["增长6.5%。", "他说：“好！”", "大家鼓掌？", "是。"]


def test_sentences_are_whole_inside_titles_quotes_and_brackets() -> None:
    text = "落实《关于。工作的意见》和“一是稳。二是进”（详见附件。）各项要求。"
    assert parted(text) == [text]


def test_sentences_do_not_end_in_decimals_or_numbers() -> None:
    assert parted("1.“两区”建设推进。GDP达4942.5亿元。") == ["1.“两区”建设推进。", "GDP达4942.5亿元。"]


def test_sentences_of_great_length_end_at_semicolons() -> None:
    clause = "推进重点项目建设" * 12
    assert parted(f"{clause}；{clause}。") == [f"{clause}；", f"{clause}。"]
    assert parted("居民收入增长6%；就业稳定。") == ["居民收入增长6%；就业稳定。"]


def test_sentences_lose_only_blanks() -> None:
    text = "　　第一句。 第二句！\n\u00a0第三句没有句号 "
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == ["第一句。", "第二句！", "第三句没有句号"]
    rest = "".join(
        text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)
    )
    assert rest.strip() == ""


def test_normalise_folds_width_script_case_blanks_and_separators() -> None:
    assert normalise("ＧＤＰ　達 1,357.4 億元") == "gdp达1357.4亿元"


def test_fold_keeps_every_offset() -> None:
    text = "（一）國務院　１９９０年：“發展”"
    assert len(fold(text)) == len(text)
    assert fold(text) == "(一)国务院 1990年:“发展”"


def test_readable_drops_blanks_between_chinese_characters_only() -> None:
    assert readable("形成两批 36 项，B&R RCEP 中心 落地") == "形成两批36项，B&R RCEP中心落地"


def test_readable_joins_the_digits_of_one_number() -> None:
    assert readable("完成 36.5 9亿元，投资 2 3亿元，占4 3 .5%") == "完成36.59亿元，投资23亿元，占43.5%"
    assert readable("日期：2024-03-26 17:00，表1 2016年") == "日期：2024-03-26 17:00，表1 2016年"


def test_marks_within_quotation_marks_become_single_ones() -> None:
    assert in_quotes("“样板田”连片成景，共9处。") == "“‘样板田’连片成景，共9处。”"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert printable("云\x1b[31m河\n区\u202e\udcff　：。😀") == r"云\x1b[31m河\n区\u202e\udcff" + "　：。😀"
