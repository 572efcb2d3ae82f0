"""Report files made for the tests: their words are ours."""

from __future__ import annotations

import zipfile
from pathlib import Path

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from qa.datatypes import Report
from qa.reports.reader import read_report

HEAD = [
    "政 府 工 作 报 告",
    "——2024年1月9日在云山县第十七届人民代表大会第四次会议上",
    "云山县人民政府县长　李　明",
    "各位代表：",
]
OPENING = "现在，我代表云山县人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。"
REVIEW = [
    "一、2023年工作回顾",
    "过去一年，全县上下团结一心，经济社会发展取得新成效。地区生产总值达到152.3亿元，增长6.1%。",
    "（一）产业发展提质增效",
    "新增规模以上工业企业12家，粮食总产量稳定在30万吨以上。旅游接待人数突破200万人次，增长15%。",
    "（二）民生保障更加有力",
    "新增城镇就业5600人，新建幼儿园3所。居民人均可支配收入预计达到3.2万元。",
    "同时，我们也清醒地认识到，发展中还存在不少困难和问题：一是产业结构不够优化；二是公共服务仍有短板。",
]
PLAN = [
    "二、2024年工作安排",
    "今年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，城镇登记失业率控制在4%以内。",
    "（一）着力推进乡村振兴",
    "加快建设高标准农田，完善乡村基础设施，健全便民服务网络，持续改善农村人居环境。",
    "力争到2025年，全县森林覆盖率达到45%。",
    "各位代表！让我们更加紧密地团结起来，为建设美好云山而努力奋斗！",
]
LINES = [*HEAD, OPENING, *REVIEW, *PLAN]
BODY = [line for line in [OPENING, *REVIEW, *PLAN] if not line.startswith(("一、", "二、", "（"))]
TEXT = "\n".join(LINES)
TABLE = [
    ["指标", "单位", "2015年", "增长%"],
    ["地区生产总值", "亿元", "464.2", "6.9"],
    ["常住人口", "万人", "39.5", "0.2"],
]
TABLE_ROW = "指标：地区生产总值 | 单位：亿元。地区生产总值 | 2015年为464.2亿元。地区生产总值 | 增长%为6.9%。"


def read(folder: Path, text: str, name: str = "report.txt") -> Report:
    """The report that a file of this text is read as."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def html_page() -> str:
    """A saved page: menu and footer around the report, a data table in it."""
    paragraphs = "".join(f"<p>　　{line}</p>" for line in LINES)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "政务公开", "办事服务", "互动交流"))
    return (
        "<html><head><title>云山县政府工作报告_云山县人民政府</title><style>p{color:red}</style></head><body>"
        f"<div id=top><ul>{menu}</ul></div><div>您当前的位置：首页 &gt; 政府工作报告</div>"
        f"<div class=content>{paragraphs}<table>{rows}</table></div>"
        "<div>【打印】 【关闭】</div><div>版权所有：云山县人民政府 ICP备00000000号</div></body></html>"
    )


def write_word(path: Path) -> None:
    """A docx with plain paragraphs, an automatic number, a footnote mark and a table."""
    document = Document()
    for line in LINES[:-1]:
        document.add_paragraph(line)
    _number_by_word(document, document.add_paragraph("切实加强政府自身建设"))
    marked = document.add_paragraph("全面推进依法行政，建设人民满意的服务型政府")
    marked.add_run("[12]").font.superscript = True
    marked.add_run("。")
    table = document.add_table(rows=0, cols=4)
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def write_word_with_notes(path: Path, *notes: tuple[str, str, str]) -> None:
    """The plain report as a docx; a note is "footnote" or "endnote", what of the text it is called beside, its text."""
    document = Document()
    paragraphs = {line: document.add_paragraph(line) for line in LINES}
    for kind in ("footnote", "endnote"):
        rows = [f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>']
        for number, (which, place, text) in enumerate(notes, start=1):
            if which != kind:
                continue
            rows.append(
                f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t>'
                f"</w:r></w:p></w:{kind}>"
            )
            paragraph = next(paragraphs[line] for line in LINES if place in line)
            reference = OxmlElement(f"w:{kind}Reference")
            reference.set(qn("w:id"), str(number))
            paragraph.add_run()._r.append(reference)
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        blob = f'<w:{kind}s xmlns:w="{space}">{"".join(rows)}</w:{kind}s>'.encode()
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        part = Part(PackURI(f"/word/{kind}s.xml"), content, blob, document.part.package)
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        document.part.relate_to(part, f"{relations}/{kind}s")
    document.sections[0].footer.paragraphs[0].text = "云山县人民政府办公室印"
    document.save(str(path))


def _number_by_word(document: object, paragraph: object) -> None:
    """Give a paragraph a number 三、 that only Word draws."""
    numbering = document.part.numbering_part.element  # type: ignore[attr-defined]
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "%1、")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    numbering.append(number)
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    listed = properties.get_or_add_numPr()
    listed.get_or_add_numId().val = 77
    listed.get_or_add_ilvl().val = 0


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page whose text layer holds the lines, by a font that every reader knows."""
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines)
    content = f"BT /F1 12 Tf 40 800 Td\n{shown}\nET".encode()
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 900] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font,
        descendant,
    ]
    return _pdf_file(objects)


def _pdf_file(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def write_bomb(path: Path) -> None:
    """A zip that unpacks to 300 MB, in docx clothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as entry:
            for _ in range(300):
                entry.write(b"0" * 2**20)
