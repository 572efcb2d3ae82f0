from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from qa.errors import ReportError
from qa.reports.formats import MAX_FILE_BYTES, read_text
from qa.reports.reader import read_report
from tests.reports import made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_decoded_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(made.TEXT.encode(encoding))
    assert read_text(path) == made.TEXT


def test_big5_text_is_decoded(tmp_path: Path) -> None:
    text = (
        "各位代表：\n我代表人民政府向大會報告工作，請予審議。\n"
        + "過去一年，經濟社會發展取得新成績，人民生活明顯改善。\n" * 20
    )
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode("big5"))
    assert read_text(path) == text


def test_escapes_of_page_dumps_are_resolved(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text(made.TEXT.replace("\n", r"\r\n").replace("　", "<U+00A0>") + "&nbsp;", encoding="utf-8")
    assert read_text(path) == made.TEXT.replace("　", "\u00a0") + "\u00a0"


def test_windows_line_ends_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(made.TEXT.replace("\n", "\r\n— 3 —\r\n", 1).replace("\n", "\r\n").encode())
    assert "\r" not in read_text(path)
    assert "— 3 —" not in read_text(path)


def test_html_keeps_the_report_and_its_table_without_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(made.html_page(), encoding="utf-8")
    texts = [paragraph.text for paragraph in read_report(path).paragraphs]
    assert texts[: len(made.BODY)] == made.BODY
    assert texts[len(made.BODY) :] == [
        made.TABLE_ROW,
        made.TABLE_ROW.replace("地区生产总值", "常住人口")
        .replace("亿元", "万人")
        .replace("464.2", "39.5")
        .replace("6.9", "0.2"),
    ]


def test_word_keeps_numbers_and_tables_and_drops_footnote_marks(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    made.write_word(path)
    report = read_report(path)
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts[:-3] == made.BODY[:-1]
    assert texts[-3] == "全面推进依法行政，建设人民满意的服务型政府。"
    assert texts[-2] == made.TABLE_ROW
    assert report.paragraphs[-3].section[-1] == "一、切实加强政府自身建设"


def test_the_notes_of_a_word_file_are_paragraphs_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    made.write_word_with_notes(
        path,
        ("footnote", "粮食总产量", "旅游接待人数：指一日游和过夜游客之和，含重复计算"),
        ("endnote", "乡村振兴", "2024年起列入省级试点。"),
        ("footnote", "新增城镇就业", "就业：指签订一年以上合同"),
    )
    report = read_report(path)
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts == [
        *made.BODY,
        "（1）旅游接待人数：指一日游和过夜游客之和，含重复计算",
        "（2）就业：指签订一年以上合同",
        "（3）2024年起列入省级试点。",
    ]
    assert {paragraph.section for paragraph in report.paragraphs[-3:]} == {("注释",)}
    assert "办公室" not in report.text


def test_a_word_file_without_notes_has_no_heading_for_them(tmp_path: Path) -> None:
    made.write_word_with_notes(tmp_path / "report.docx")
    assert "注释" not in read_report(tmp_path / "report.docx").text


def test_a_list_numbered_by_its_style_is_read_with_its_numbers(tmp_path: Path) -> None:
    document = Document()
    for line in made.LINES:
        document.add_paragraph(line)
    for item in ("建设云山科技城，完成投资15亿元", "新增托育位1100个", "创建绿美村庄20个"):
        document.add_paragraph(item, style="List Number")
    document.add_paragraph("各位代表，请予审议。")
    document.save(str(tmp_path / "report.docx"))
    texts = [paragraph.text for paragraph in read_report(tmp_path / "report.docx").paragraphs]
    assert [text for text in texts if text[0] in "123"] == [
        "1.建设云山科技城，完成投资15亿元",
        "2.新增托育位1100个",
        "3.创建绿美村庄20个",
    ]


def test_pdf_text_layer_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(made.pdf(made.LINES))
    assert [paragraph.text for paragraph in read_report(path).paragraphs] == made.BODY


@pytest.mark.parametrize("width", [24, 30, 36])
def test_the_rows_of_a_pdf_are_joined_to_paragraphs_without_breaks(width: int, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    lines = [*made.HEAD, *(f"　　{line}" for line in made.LINES[len(made.HEAD) :])]
    path.write_bytes(made.pdf([line[at : at + width] for line in lines for at in range(0, len(line), width)]))
    report = read_report(path)
    assert [paragraph.text for paragraph in report.paragraphs] == made.BODY
    assert all(report.text[one.start : one.end] == one.text for one in report.paragraphs)


SHORT = {
    "一段": "2023年，云山县地区生产总值达到152.3亿元，增长6.1%。新增学位300个。",
    "小结": "云山县2023年工作总结\n全年造林320亩。\n新增学位120个，改造危房15户。\n",
    "少见的字": "一、农桥\n修缮蓝溪、枫桥、柳湾三座桥梁，惠及村民。\n二、渔港\n渔港码头清淤，泊船38艘。",
}


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("kind", ["txt", "html", "docx", "pdf"])
def test_a_short_text_in_sentences_is_read(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"短.{kind}"
    lines = SHORT[name].splitlines()
    if kind == "docx":
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif kind == "pdf":
        path.write_bytes(made.pdf(lines))
    else:
        marked = "".join(f"<p>{line}</p>" for line in lines)
        path.write_text(marked if kind == "html" else SHORT[name], encoding="utf-8")
    texts = [paragraph.text for paragraph in read_report(path).paragraphs]
    assert texts == [line for line in lines if line.endswith("。")]


def test_radicals_of_pdf_fonts_are_read_as_characters(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    odd = str.maketrans({"人": "⼈", "民": "⺠", "长": "⻓", "工": "⼯", "户": "⼾"})
    path.write_bytes(made.pdf([line.translate(odd).replace("——", "⸺") for line in made.LINES]))
    report = read_report(path)
    assert [paragraph.text for paragraph in report.paragraphs] == made.BODY
    assert (report.speaker, report.post) == ("李明", "云山县人民政府县长")


def _encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(made.pdf(made.LINES))))
    writer.encrypt("secret", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def _corrupted_word(folder: Path) -> bytes:
    made.write_word(folder / "whole.docx")
    data = bytearray((folder / "whole.docx").read_bytes())
    with zipfile.ZipFile(folder / "whole.docx") as archive:
        entry = archive.getinfo("word/document.xml")
    middle = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    data[middle : middle + 60] = b"\xa5" * 60
    return bytes(data)


def test_word_file_corrupted_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrupted.docx"
    path.write_bytes(_corrupted_word(tmp_path))
    with pytest.raises(ReportError, match="损坏"):
        read_report(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("zeros.txt", lambda: bytes(5000), "没有内容"),
        ("empty.txt", lambda: b"", "没有内容"),
        ("english.txt", lambda: b"The government reported steady growth. " * 50, "中文"),
        ("noise.txt", lambda: bytes(range(128, 256)) * 200, "乱码|中文"),
        ("damaged.docx", lambda: b"PK\x03\x04" + bytes(500), "损坏"),
        ("encrypted.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"1" * 600, "加密"),
        ("scan.pdf", lambda: made.pdf([]), "OCR"),
        ("damaged.pdf", lambda: made.pdf(made.LINES)[:200], "损坏|OCR"),
        ("encrypted.pdf", _encrypted_pdf, "加密"),
        ("renamed.pdf", lambda: made.TEXT.encode(), "不是有效的 PDF"),
        ("report.xls", lambda: made.TEXT.encode(), "不支持"),
        ("huge.html", lambda: b"<p>" + "工作".encode() * (2 * 2**20) + b"</p>", "网页过大"),
        ("huge.txt", lambda: b"1" * (MAX_FILE_BYTES + 1), "文件过大"),
        ("title.txt", lambda: "云山县2024年政府工作报告\n".encode(), "^(?!.*OCR).*没有读到成句的正文"),
        ("title.pdf", lambda: made.pdf(["云山县2024年政府工作报告"]), "没有读到成句的正文.*OCR"),
        ("list.txt", lambda: "新增学位\n新增床位\n改造危房\n扩建道路".encode(), "^(?!.*OCR).*没有读到成句的正文"),
        ("blank.txt", lambda: b" \n\n", "没有内容"),
        ("short.txt", lambda: b"Growth was 6 percent.", "^(?!.*OCR).*中文"),
        ("menu.txt", lambda: ("首页\n政务公开\n" * 60).encode(), "正文"),
    ],
)
def test_bad_files_are_refused_in_one_line(
    tmp_path: Path, name: str, content: Callable[[], bytes], reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(ReportError, match=reason) as refusal:
        read_report(path)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith(name)


def test_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    made.write_bomb(path)
    with pytest.raises(ReportError, match="异常庞大"):
        read_report(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"none\.txt：无法打开"):
        read_report(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("name", "clutter"),
    [
        ("wrapped.html", lambda: "<div>" * 200 + "<p>建成便民服务站。</p>" * 2000 + "</div>" * 200),
        ("open.txt", lambda: "<!--" * 50_000),
        ("spans.html", lambda: "<table>" + "<tr><td colspan=50 rowspan=50>一</td></tr>" * 300 + "</table>"),
    ],
)
def test_a_file_made_to_take_long_does_not(tmp_path: Path, name: str, clutter: Callable[[], str]) -> None:
    path = tmp_path / name
    whole = made.html_page() if name.endswith("html") else made.TEXT
    path.write_text(whole.replace("</body>", clutter() + "</body>") if "</body>" in whole else whole + clutter())
    before = time.process_time()
    read_text(path)
    assert time.process_time() - before < 8  # of the processor; each took a minute and more, or grew with the square
