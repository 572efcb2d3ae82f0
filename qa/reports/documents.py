"""Blocks of text out of html, docx and pdf; what a line of a table says is `qa.reports.tables`'s."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from pdfminer.high_level import extract_text
from pdfminer.psexceptions import PSException
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from qa.errors import ReportError
from qa.reports.tables import spanned, table_lines, units_told

_BLOCK = re.compile(
    r"p|div|section|article|li|dd|dt|h[1-6]|br|blockquote|pre|ul|ol|dl|center|body|table|tbody|tr|td|th",
)
_SKIPPED = re.compile(r"script|style|noscript|nav|footer|header|select|button|form|iframe|svg|textarea")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTES_HEADING = "注释"
_NOTE_MARK = re.compile(r"[\[［〔(（]?\d+[\])］〕）]?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SURE_SHARE, _LIKELY_SHARE = 0.5, 0.3  # Chinese among the letters: no second reading is needed; still a Chinese text
_MIN_CHINESE_CHARS = 10
# what the libraries raise on damaged files, beside their own errors
_DAMAGE = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError, AssertionError),
    *(NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, struct.error),
)
_WORD_ERRORS = (PackageNotFoundError, zipfile.BadZipFile, lxml.etree.LxmlError, *_DAMAGE)
_PDF_ERRORS = (PyPdfError, PSException, *_DAMAGE)
_ABOVE_PIECES = 40  # of the text before a table, among which its caption is
_MAX_COLUMNS = 100  # of a table: spans can claim any number
_PROSE_CHARS = 30  # a text block of this length with a full stop counts as prose
_MAIN_SHARE = 0.8  # the main element is the deepest one holding this share of the prose


def html_text(page: str) -> str:
    """The main text of a saved web page, tables as rows."""
    try:
        root = lxml.html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ReportError("网页无法解析。请重新保存网页，或另存为 txt。") from error
    title = root.findtext(".//title") or ""
    lines = [" ".join(title.split()), *_html_lines(_main_element(root))]
    return "\n".join(lines)


def _main_element(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The deepest element that still holds most of the page's prose (text density by tree)."""
    total = _prose_chars(root)
    element = root
    while total:
        best = _sole_child(element)
        if best is None:  # measured, which a wrapper need not be: pages nest them by the dozen
            best = max(element, key=_prose_chars, default=None)
            if best is None or _prose_chars(best) < _MAIN_SHARE * total:
                break
        if best.tag == "p":
            break
        element = best
    return element


def _sole_child(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The child that all text of the element lies in, where it is its only one."""
    if (
        len(element) == 1
        and isinstance(element[0].tag, str)
        and not ((element.text or "") + (element[0].tail or "")).strip()
    ):
        return element[0]
    return None


def _prose_chars(element: lxml.html.HtmlElement) -> int:
    if not isinstance(element.tag, str) or _SKIPPED.fullmatch(element.tag):
        return 0
    return sum(len(line) for line in _html_lines(element) if len(line) >= _PROSE_CHARS and re.search(r"[。；|]", line))


def _html_lines(element: lxml.html.HtmlElement) -> list[str]:
    buffer: list[str] = []
    _collect(element, buffer)
    lines = (" ".join(line.split(" ")).strip() for line in "".join(buffer).split("\n"))
    return [line for line in lines if line]


def _collect(element: lxml.html.HtmlElement, buffer: list[str]) -> None:
    if not isinstance(element.tag, str) or _SKIPPED.fullmatch(element.tag):
        return
    if element.tag == "table" and not element.xpath(".//table") and _is_data(element):
        above = "".join(buffer[-_ABOVE_PIECES:]).rstrip().rpartition("\n")[2]
        buffer.extend("\n" + line for line in table_lines(_html_rows(element), units_told(above)))
        buffer.append("\n")
        return
    block = _BLOCK.fullmatch(element.tag)
    if block:
        buffer.append("\n")
    buffer.append(re.sub(r"[\r\n]+", "", element.text or ""))
    for child in element:
        _collect(child, buffer)
        buffer.append(re.sub(r"[\r\n]+", "", child.tail or ""))
    if block:
        buffer.append("\n")


def _is_data(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds data, not the layout of the page: two columns, short cells."""
    rows = _html_rows(table)
    cells = [cell for row in rows for cell in row]
    return max((len(row) for row in rows), default=0) > 1 and max(map(len, cells), default=0) < 300


def _html_rows(table: lxml.html.HtmlElement) -> list[list[str]]:
    """The cells of a table as a grid; spanned cells are repeated, a span ends with its part of the table."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # by column: for how many rows more a cell stands there, and its text
    part = None
    for row in table.iter("tr"):
        if row.getparent() is not part:
            part, hanging = row.getparent(), {}
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            text = " ".join(cell.text_content().split())
            depth, width = _span(cell.get("rowspan")), _span(cell.get("colspan"))
            text = spanned(text) if depth > 1 or width > 1 else text
            for _ in range(width):
                _take_hanging(hanging, cells)
                if len(cells) < _MAX_COLUMNS:
                    hanging[len(cells)] = (depth, text)
                    _take_hanging(hanging, cells)
        _take_hanging(hanging, cells)
        grid.append(cells)
    return grid


def _take_hanging(hanging: dict[int, tuple[int, str]], cells: list[str]) -> None:
    """Append the cells that stand in the next columns already."""
    while len(cells) in hanging:
        depth, text = hanging.pop(len(cells))
        if depth > 1:
            hanging[len(cells)] = (depth - 1, text)
        cells.append(text)


def _span(value: str | None) -> int:
    """How far a cell spans; 0 means to the end of its part of the table."""
    return min(50, int(value) or 50) if value and value.strip().isdigit() else 1


def word_text(data: bytes) -> str:
    """The paragraphs, numbered lists and tables of a docx in order, then its foot- and endnotes without their marks."""
    try:
        document = Document(io.BytesIO(data))
        labels = _ListLabels(document)
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                above = next((line for line in reversed(lines) if line.strip()), "")
                lines.extend(table_lines(_word_rows(block), units_told(above)))
            else:
                lines.append(labels.label(block) + _word_line(block))
        lines.extend(_word_notes(document))
    except _WORD_ERRORS as error:
        raise ReportError("Word 文件已损坏。请用 Word 或 WPS 打开后重新另存为 docx。") from error
    return "\n".join(lines)


def _word_rows(table: Table) -> list[list[str]]:
    """The cells of a table as a grid; merged cells are repeated, those that a row leaves out are empty."""
    rows = [list(row.cells) for row in table.rows]
    times = Counter(id(cell._tc) for row in rows for cell in row)
    return [
        [""] * row.grid_cols_before + [spanned(cell.text) if times[id(cell._tc)] > 1 else cell.text for cell in cells]
        for row, cells in zip(table.rows, rows, strict=True)
    ]


def _word_line(paragraph: WordParagraph) -> str:
    for run in paragraph.runs:
        if run.font.superscript and _NOTE_MARK.fullmatch(run.text):
            run.text = ""
    return str(paragraph.text)


def _word_notes(document: WordDocument) -> list[str]:
    """The notes that the text refers to, numbered in its order under a heading; empty where there are none."""
    texts: dict[tuple[str, str | None], str] = {}
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            for note in root.iterchildren(f"{_W}footnote", f"{_W}endnote"):
                texts[note.tag, note.get(f"{_W}id")] = " ".join("".join(note.itertext(f"{_W}t")).split())
    references = document.element.body.iter(f"{_W}footnoteReference", f"{_W}endnoteReference")
    called = ((reference.tag.removesuffix("Reference"), reference.get(f"{_W}id")) for reference in references)
    notes = [texts[key] for key in dict.fromkeys(called) if texts.get(key)]
    return [_NOTES_HEADING, *(f"（{number}）{note}" for number, note in enumerate(notes, start=1))] if notes else []


class _ListLabels:
    """The numbers that Word draws itself: "一、", "（二）", "3." from numbering.xml."""

    def __init__(self, document: object) -> None:
        self._counts: dict[str, list[int]] = {}
        self._levels: dict[str, list[tuple[str, str]]] = {}
        part = getattr(document, "part", None)
        relations = part.rels.values() if part is not None else ()
        for relation in relations:
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part._element)

    def _read(self, root: lxml.etree._Element) -> None:
        abstract: dict[str, list[tuple[str, str]]] = {}
        for item in root.findall(f"{_W}abstractNum"):
            levels = item.findall(f"{_W}lvl")
            forms = [(self._value(level, "numFmt"), self._value(level, "lvlText")) for level in levels]
            abstract[item.get(f"{_W}abstractNumId", "")] = forms
        for item in root.findall(f"{_W}num"):
            self._levels[item.get(f"{_W}numId", "")] = abstract.get(self._value(item, "abstractNumId"), [])

    def _value(self, element: lxml.etree._Element, name: str) -> str:
        child = element.find(f"{_W}{name}")
        return "" if child is None else child.get(f"{_W}val", "")

    def label(self, paragraph: WordParagraph) -> str:
        """What Word shows before the paragraph, empty for none and for bullets."""
        held = (element.pPr.numPr for element in _styled(paragraph) if element.pPr is not None)
        numbering = next((one for one in held if one is not None), None)
        if numbering is None or numbering.numId is None or not paragraph.text.strip():
            return ""
        number, level = str(numbering.numId.val), 0 if numbering.ilvl is None else numbering.ilvl.val
        levels = self._levels.get(number, [])
        if level >= len(levels) or levels[level][0] in ("bullet", "none", ""):
            return ""
        counts = self._counts.setdefault(number, [0] * 9)
        counts[level] += 1
        counts[level + 1 :] = [0] * (8 - level)
        places = ((place, _numbered(counts[place - 1], levels[place - 1][0])) for place in range(1, level + 2))
        shown = levels[level][1]
        for place, number_text in places:
            shown = shown.replace(f"%{place}", number_text)
        return shown


def _styled(paragraph: WordParagraph) -> Iterator[Any]:
    """The element of a paragraph, then those of its style and of what that is based on."""
    yield paragraph._p
    style: Any = paragraph.style
    while style is not None:
        yield style.element
        style = style.base_style


def _numbered(value: int, form: str) -> str:
    if "chinese" not in form.lower() and form not in ("ideographDigital", "japaneseCounting", "taiwaneseCounting"):
        return str(value)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens % 10]) + "十" + (digits[ones] if ones else "")


def pdf_text(data: bytes) -> str:
    """The text layer of a PDF, by the library that reads more Chinese out of it."""
    with _quiet("pypdf", "pdfminer"):
        text, cause = _first_reading(data)
        if _chinese_share(text) < _SURE_SHARE:
            readings = [text, *_second_reading(data)]
            text = max(readings, key=lambda reading: (_chinese_share(reading) > _LIKELY_SHARE, len(reading)))
    if cause is not None and not text.strip():
        raise ReportError("PDF 已损坏。请重新下载，或另存为 docx、txt。") from cause
    if len(_CHINESE.findall(text)) < _MIN_CHINESE_CHARS:
        raise ReportError("PDF 里没有文字层，应是扫描件。请先做文字识别（OCR），再添加识别后的文件。")
    return text


@contextlib.contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Keep the libraries from logging hundreds of lines on a damaged file; the refusal says it in one."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _first_reading(data: bytes) -> tuple[str, Exception | None]:
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [_without_page_number(page.extract_text() or "") for page in reader.pages]
    except _PDF_ERRORS as error:
        return "", error
    if locked:
        raise ReportError("PDF 已加密。请去掉密码后再添加。")
    return "\n".join(pages), None


def _without_page_number(page: str) -> str:
    return re.sub(r"^\s*\d{1,3}\s*\n|\n\s*\d{1,3}\s*$", "\n", page)


def _second_reading(data: bytes) -> Iterator[str]:
    try:
        yield extract_text(io.BytesIO(data))
    except _PDF_ERRORS:
        return


def _chinese_share(text: str) -> float:
    letters = re.findall(r"[^\s\d\W]", text)
    return len(_CHINESE.findall(text)) / max(1, len(letters))
