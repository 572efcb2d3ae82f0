"""A conversation as a document to keep: Markdown and Word, with one footnote a citation."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.datatypes import Citation
from qa.page.conversation import Conversation, Exchange
from qa.page.marks import lines, pieces
from qa.page.references import reference

if TYPE_CHECKING:
    from docx.document import Document

_MARKDOWN_MARKS = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FOOTNOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FIRST_NOTE = 1  # -1 and 0 are Word's own: the lines that part notes from text
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold
_NOTE = "以上回答由问报根据所列报告生成，引文为报告原文。"


def markdown(conversation: Conversation) -> str:
    """The conversation in Markdown, with footnotes of the form [^1], numbered through."""
    parts = [f"# {_escaped(conversation.title)}"]
    notes: list[str] = []
    for exchange in conversation.exchanges:
        parts.append(f"## {_escaped(exchange.question)}")
        for line in lines(_told(exchange)):
            parts.append("".join(_markdown_piece(piece, notes) for piece in pieces(line, exchange.citations)))
    parts.append(f"*{_NOTE}*")
    parts += [f"[^{number}]: {note}" for number, note in enumerate(notes, start=1)]
    return "\n\n".join(parts) + "\n"


def word(conversation: Conversation) -> bytes:
    """The conversation as a .docx file with real footnotes, numbered through."""
    import docx

    document = docx.Document()
    _use_chinese_fonts(document)
    document.core_properties.title = _clean(conversation.title)
    document.core_properties.author = "问报"
    document.add_heading(_clean(conversation.title), level=1)
    notes: list[str] = []
    for exchange in conversation.exchanges:
        document.add_heading(_clean(exchange.question), level=2)
        for line in lines(_told(exchange)):
            paragraph = document.add_paragraph()
            for piece in pieces(line, exchange.citations):
                _add_piece(paragraph, piece, notes)
    document.add_paragraph().add_run(_NOTE).italic = True
    _add_footnotes(document, notes)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _told(exchange: Exchange) -> str:
    """The answer; of an exchange without one, what stands in its place."""
    return exchange.text or exchange.error or "（没有完成）"


def _note(citation: Citation) -> str:
    return f"{reference(citation)}。原文：“{citation.quote}”"


def _markdown_piece(piece: str | Citation, notes: list[str]) -> str:
    if isinstance(piece, str):
        return _escaped(piece)
    notes.append(_escaped(_note(piece)))
    return f"[^{len(notes)}]"


def _escaped(text: str) -> str:
    """Text in which neither Markdown nor HTML is left to be read."""
    return _MARKDOWN_MARKS.sub(r"\\\1", " ".join(text.replace("&", "&amp;").split()))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _use_chinese_fonts(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for style in document.styles:
        if style.type == 1 and style.font is not None:  # paragraph styles
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
            fonts.set(qn("w:eastAsia"), "宋体" if style.name == "Normal" else "黑体")
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    normal.font.size = Pt(12)
    normal.paragraph_format.line_spacing = 1.5


def _add_piece(paragraph: Any, piece: str | Citation, notes: list[str]) -> None:  # noqa: ANN401 - docx is untyped
    if isinstance(piece, str):
        paragraph.add_run(_clean(piece))
        return
    notes.append(_clean(_note(piece)))
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(_element("footnoteReference", id=len(notes) + _FIRST_NOTE - 1))


def _add_footnotes(document: Document, notes: Sequence[str]) -> None:
    """Write the part of the file that holds the notes; python-docx has no call for it."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    root = etree.Element(f"{{{_NAMESPACE}}}footnotes", nsmap={"w": _NAMESPACE})
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        line = _element("footnote", type=kind, id=number)
        line.append(_holding("p", _holding("r", _element(kind))))
        root.append(line)
    for number, note in enumerate(notes, start=_FIRST_NOTE):
        root.append(_footnote(number, note))
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, content, document.part.package)
    document.part.relate_to(part, _FOOTNOTES_RELATION)


def _footnote(number: int, note: str) -> Any:  # noqa: ANN401 - lxml is untyped
    raised = _holding("rPr", _element("vertAlign", val="superscript"))
    mark = _holding("r", raised, _element("footnoteRef"))
    words = _element("t")
    words.text = f" {note}"
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    size = _holding("rPr", _element("sz", val=18))
    footnote = _element("footnote", id=number)
    footnote.append(_holding("p", mark, _holding("r", size, words)))
    return footnote


def _element(name: str, **attributes: str | int) -> Any:  # noqa: ANN401 - lxml is untyped
    from lxml import etree

    element = etree.Element(f"{{{_NAMESPACE}}}{name}", nsmap={"w": _NAMESPACE})
    for key, value in attributes.items():
        element.set(f"{{{_NAMESPACE}}}{key}", str(value))
    return element


def _holding(name: str, *children: Any) -> Any:  # noqa: ANN401 - lxml is untyped
    element = _element(name)
    for child in children:
        element.append(copy.copy(child))
    return element
