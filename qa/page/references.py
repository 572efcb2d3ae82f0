"""A citation as a reference to paste elsewhere: 《标题》，朝阳区人民政府，2016-12-20，第三部分第(二)节第12段."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Citation

_NUMERAL = "[一二三四五六七八九十百]+"
_HEADING_FORMS = (
    (re.compile(rf"({_NUMERAL})[、.．]"), "第{}部分"),
    (re.compile(rf"第({_NUMERAL})部分"), "第{}部分"),
    (re.compile(rf"第({_NUMERAL})章"), "第{}章"),
    (re.compile(rf"[（(]({_NUMERAL})[）)]"), "第({})节"),
    (re.compile(r"(\d{1,2})[、.．](?!\d)"), "第{}点"),
)


def place(section: Sequence[str], paragraph: int) -> str:
    """Give the place in a report: numbered headings by their numbers, others in their words."""
    return "".join(_heading_place(heading) for heading in section) + f"第{paragraph}段"


def _heading_place(heading: str) -> str:
    for pattern, form in _HEADING_FORMS:
        if match := pattern.match(heading.strip()):
            return form.format(match[1])
    return f"“{heading.strip()}”"


def publisher(region: str | None) -> str:
    """Give who speaks in a report of this region; empty where the region is not known."""
    return f"{region}人民政府" if region else ""


def reference(citation: Citation) -> str:
    """Give a citation in the form used in Chinese official writing."""
    date = citation.date.isoformat() if citation.date else ""
    parts = [f"《{citation.title}》", publisher(citation.region), date, place(citation.section, citation.paragraph)]
    return "，".join(part for part in parts if part)


def gbt_reference(citation: Citation) -> str:
    """Give a citation in the form of GB/T 7714, as a report (R)."""
    date = f"({citation.date.isoformat()})" if citation.date else ""
    title = f"{citation.title}[R]"
    parts = [publisher(citation.region), title, date, place(citation.section, citation.paragraph)]
    return ". ".join(part for part in parts if part) + "."
