from __future__ import annotations

import io
import zipfile

import docx
import pytest
from lxml import etree

from qa.page.conversation import Conversation, Exchange, Status
from qa.page.exports import markdown, word
from tests.page.fakes import DONGHE, LIME, NASTY, QUOTE, make_citation, make_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CITATIONS = (
    make_citation(make_report("栎木区", 2022, LIME), QUOTE, 1),
    make_citation(make_report("东河区", 2022, DONGHE), DONGHE[1][2], 2),
)
TALK = Conversation(
    "a",
    (
        Exchange(
            "新设企业多少户？",
            status=Status.ANSWERED,
            text="栎木区3.2万户[1]。\n东河区2.4万户[2]。",
            citations=CITATIONS,
        ),
        Exchange("栎木区再说一次？", status=Status.ANSWERED, text="3.2万户[1]。另见[9]。", citations=CITATIONS[:1]),
        Exchange("断了的", status=Status.FAILED, error="本地模型没有响应，请稍后重试。"),
    ),
)


def footnotes(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = etree.fromstring(file.read("word/footnotes.xml"))
    return {note.get(f"{W}id"): "".join(note.itertext()) for note in root}


def test_word_file_has_the_conversation_and_one_footnote_a_citation() -> None:
    content = word(TALK)
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"] == [
        "新设企业多少户？", "栎木区再说一次？", "断了的",
    ]  # fmt: skip
    assert "栎木区3.2万户。" in texts
    assert "本地模型没有响应，请稍后重试。" in texts
    notes = footnotes(content)
    assert sorted(notes) == ["-1", "0", "1", "2", "3"]
    assert notes["1"] == f" 《2023年栎木区政府工作报告》，栎木区人民政府，2023-01-10，第二部分第3段。原文：“{QUOTE}”"
    references = document.element.findall(f".//{W}footnoteReference")
    assert [reference.get(f"{W}id") for reference in references] == ["1", "2", "3"]


def test_word_file_survives_text_that_xml_cannot_hold() -> None:
    odd = Conversation("a", (Exchange("问\x00题\x0b<b>", status=Status.ANSWERED, text=f"{NASTY}\ud800"),))
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(word(odd))).paragraphs]
    assert "问题<b>" in texts
    assert NASTY in texts


def test_markdown_has_numbered_notes() -> None:
    text = markdown(TALK)
    assert "栎木区3.2万户[^1]。" in text
    assert "3.2万户[^3]。另见\\[9\\]。" in text
    assert (
        "\n[^2]: 《2023年东河区政府工作报告》，东河区人民政府，2023-01-10，第二部分第2段。原文：“新设市场主体" in text
    )


@pytest.mark.parametrize("mark", ["<script>", "![图](", "[点我](", "\n#"])
def test_markdown_of_a_report_is_never_read_as_markdown(mark: str) -> None:
    talk = Conversation("a", (Exchange(NASTY, status=Status.ANSWERED, text=f"{NASTY}# 标题"),))
    body = markdown(talk).split("\n", 1)[1]
    assert mark not in body.replace("\n##", "")
