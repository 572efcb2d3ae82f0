"""Text into HTML: the one place where it is escaped.

`tag` escapes every child and attribute that is not `Markup` already, and only `tag`, `join`,
`alert` and `marked_text` make `Markup`. So a report or a model cannot bring markup onto the page: there
is no link, no image and no Markdown in it, whatever the text says.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable


class Markup(str):
    """A string that is HTML already."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """Give `text` as HTML that shows it as it is; half surrogates, which no browser can be sent, become "?"."""
    return Markup(html.escape(text.encode("utf-8", "replace").decode("utf-8")))


def join(children: Iterable[str]) -> Markup:
    """Put children side by side; what is not `Markup` is escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def tag(name: str, /, *children: str, **attributes: str | int | bool | None) -> Markup:
    """Give one element.

    Attribute names are written in Python's way: `class_`, `data_report`, `aria_label`. True gives
    a bare attribute, None and False give none.
    """
    written = []
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {attribute}")
        elif value is not None and value is not False:
            written.append(f' {attribute}="{escape(str(value))}"')
    return Markup(f"<{name}{''.join(written)}>{join(children)}</{name}>")


def alert(message: str) -> Markup:
    """Give the line that says what went wrong, which a screen reader tells at once."""
    return tag("p", message, class_="error", role="alert")


# A number with its unit. Possessive, so that "2022年" is not read as "202"; years and days are no figures here,
# since marking them would drown the ones that a reader compares.
_UNITS = (
    "个百分点|百分点|平方公里|平方千米|平方米|万平方米|公里|千米|公顷|亩|吨|美元|元|人次|户|家|人|名|位|个|项|所|张|套|"
    "辆|倍|件|处|条|座|微克|株|台|场|次|米|%|％|‰"
)
_FIGURE = re.compile(
    r"百分之[零〇一二两三四五六七八九十百点]+"
    r"|(?<![\d.．])\d++(?:,\d{3}(?!\d))*+(?:[.．]\d++)?+(?!\s*(?:年|月|日|号|[-—~～]\s*\d+\s*年))"
    rf"\s*(?:(?:万亿|千亿|百亿|亿|千万|百万|万|千|百)?[余多]?(?:{_UNITS})|万亿|千亿|百亿|亿|万)?"
)


def figure_key(figure: str) -> str:
    """Give a figure in the form in which two writings of it are equal: widths folded, commas and blanks gone."""
    return re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", figure))


def figure_keys(text: str) -> set[str]:
    """Give the keys of all figures in `text`; a single digit without a unit is none."""
    keys = {figure_key(match[0]) for match in _FIGURE.finditer(text)}
    return {key for key in keys if len(key) > 1}


def marked_text(text: str, figures: Collection[str]) -> Markup:
    """Give escaped text in which the figures with these keys are marked."""
    parts: list[str] = []
    end = 0
    for match in _FIGURE.finditer(text):
        if figure_key(match[0]) in figures:
            parts += [text[end : match.start()], tag("b", match[0].rstrip(), class_="figure")]
            end = match.start() + len(match[0].rstrip())
    return join([*parts, text[end:]])
