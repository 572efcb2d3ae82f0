"""The marks in the text of an answer: "[1]" stands for the citation with that number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.datatypes import Citation

_MARK = re.compile(r"\[(\d{1,3})\]")


def lines(text: str) -> list[str]:
    """Give the lines of an answer that say something."""
    return [line for line in text.split("\n") if line.strip()]


def pieces(line: str, citations: Sequence[Citation]) -> Iterator[str | Citation]:
    """Give stretches of text, and citations where their marks stand; other brackets are the answer's own words."""
    by_number = {str(citation.marker): citation for citation in citations}
    end = 0
    for match in _MARK.finditer(line):
        if match[1] in by_number:
            yield line[end : match.start()]
            yield by_number[match[1]]
            end = match.end()
    yield line[end:]


def without_marks(text: str) -> str:
    """Give the text without its marks."""
    return _MARK.sub("", text)
