"""A report file in, a `Report` out: formats, cleaning, structure and metadata in order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from qa.datatypes import Paragraph, Report
from qa.errors import ReportError
from qa.reports.cleaning import PROSE_END, Line, split_report, unwrapped
from qa.reports.formats import read_text
from qa.reports.metadata import Head, Metadata, read_metadata
from qa.reports.statements import Calendar, judge
from qa.reports.structure import Block, blocks
from qa.text import fold

_ID_CHARS = 12
_OPENING_CHARS = 900  # where a report says who reports what to whom
_START_CHARS = 30
_MIN_BODY_CHARS = 200  # of a body without a whole sentence, as of a table
_MIN_PROSE_CHARS = 20


def read_report(path: Path | str) -> Report:
    """Read one report with its metadata and judged paragraphs.

    The same bytes give the same report. `report_id` depends on the body text only, so that the
    same report from two sources that differ in their furniture has one id.

    Raises:
        ReportError: the file cannot be read, or holds no report; one line with file, reason and remedy.
    """
    path = Path(path)
    text = read_text(path)
    text, parts = unwrapped(text, split_report(fold(text)))
    folded = fold(text)
    found = blocks(text, folded, parts.body)
    _check_body([folded[block.start : block.end] for block in found], path)
    metadata = read_metadata(_head(folded, parts.lead, parts.body, found, path))
    report_id = _identity(text, found)
    return Report(
        report_id=report_id,
        title=metadata.title,
        region=metadata.region,
        province=metadata.area.province,
        city=metadata.area.city,
        kind=metadata.kind,
        date=metadata.date,
        speaker=metadata.speaker,
        post=metadata.post,
        meeting=metadata.meeting,
        period=metadata.period,
        plan_period=metadata.plan_period,
        path=str(path),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        text=text,
        paragraphs=_paragraphs(report_id, text, found, metadata),
    )


def _check_body(paragraphs: Sequence[str], path: Path) -> None:
    """Refuse what is no report: a title alone, a menu, a page that says where the report is."""
    told = sum(map(len, paragraphs))
    if told >= _MIN_BODY_CHARS or (told >= _MIN_PROSE_CHARS and any(map(PROSE_END.search, paragraphs))):
        return
    remedy = "请确认文件完整，或只保留正文另存为 txt。"
    if path.suffix.lower() == ".pdf":
        remedy += "若是扫描件，请先做文字识别（OCR）。"
    raise ReportError(f"{path.name}：没有读到成句的正文，只有标题一类的短行。{remedy}")


def _paragraphs(report_id: str, text: str, found: list[Block], metadata: Metadata) -> tuple[Paragraph, ...]:
    calendar = Calendar(metadata.date.year if metadata.date else None, metadata.period, metadata.plan_period)
    texts = [text[block.start : block.end] for block in found]
    judged = judge(texts, [block.section for block in found], calendar)
    return tuple(
        Paragraph(report_id, number, block.section, body, block.start, block.end, period, statement)
        for number, (block, body, (period, statement)) in enumerate(zip(found, texts, judged, strict=True), start=1)
    )


def _identity(text: str, found: list[Block]) -> str:
    body = "".join(re.sub(r"\s+", "", fold(text[block.start : block.end])) for block in found)
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:_ID_CHARS]


def _head(folded: str, lead: tuple[Line, ...], body: tuple[Line, ...], found: list[Block], path: Path) -> Head:
    spaced = tuple(folded[line.start : line.end] for line in lead)
    opening = "".join(folded[line.start : line.end] for line in body[:8])[:_OPENING_CHARS]
    headings = dict.fromkeys(heading for block in found for heading in block.section[:2])
    return Head(
        lines=tuple(_bare(line) for line in spaced),
        spaced_lines=spaced,
        opening=_bare(opening),
        headings=tuple(_bare(fold(heading)) for heading in headings),
        paragraph_starts=tuple(_bare(folded[block.start : block.start + _START_CHARS]) for block in found),
        file_name=path.stem,
        text=folded,
    )


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
