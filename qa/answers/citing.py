"""Verified sentences to the text of an answer and its numbered citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qa.answers.material import Sentence
from qa.datatypes import Citation, Passage, Report
from qa.reports.periods import union


class Composer:
    """Puts sentences together and numbers their citations, one number a paragraph."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        """Take the reports that passages may come from, by report_id."""
        self._reports = reports
        self._markers: dict[tuple[str, int], int] = {}
        self.citations: list[Citation] = []
        self.text = ""

    def add(self, sentence: Sentence) -> str:
        """Append a sentence with its marks; gives what was appended."""
        marks = "".join(f"[{marker}]" for marker in dict.fromkeys(map(self._marker, sentence.passages)))
        separator = "\n" if self.text else ""
        piece = f"{separator}{sentence.text}{marks}"
        self.text += piece
        return piece

    def _marker(self, passage: Passage) -> int:
        key = (passage.report_id, passage.paragraph)
        if key not in self._markers:
            self._markers[key] = len(self._markers) + 1
            self.citations.append(cite(self._reports[passage.report_id], passage, self._markers[key]))
        else:
            at = self._markers[key] - 1
            held = self.citations[at]
            quote = held.quote if passage.text in held.quote else _wider_quote(held, passage)
            period = union(filter(None, (held.period, passage.period)))
            self.citations[at] = replace(held, quote=quote, period=period)
        return self._markers[key]


def _wider_quote(citation: Citation, passage: Passage) -> str:
    """The stretch of the paragraph that holds both the citation's quote and the passage."""
    first = citation.text.index(citation.quote)
    start, end = min(first, passage.start), max(first + len(citation.quote), passage.end)
    return citation.text[start:end]


def cite(report: Report, passage: Passage, marker: int) -> Citation:
    """The citation of a passage: report, section, paragraph, and the passage as quote."""
    paragraph = next((p for p in report.paragraphs if p.number == passage.paragraph), None)
    return Citation(
        marker=marker,
        report_id=report.report_id,
        source=report.files[0].name,
        title=report.title,
        region=report.region,
        date=report.date,
        section=paragraph.section if paragraph else (),
        paragraph=passage.paragraph,
        text=paragraph.text if paragraph else passage.text,
        quote=passage.text,
        period=passage.period,
    )
