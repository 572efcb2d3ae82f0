"""What a browser makes of markup."""

from __future__ import annotations

from html.parser import HTMLParser


def shown(markup: str) -> tuple[str, list[str]]:
    """The text that a browser shows, and the elements that it makes."""
    texts: list[str] = []
    elements: list[str] = []
    parser = HTMLParser()
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.handle_starttag = lambda name, attributes: elements.append(name)  # type: ignore[method-assign]
    parser.feed(markup)
    parser.close()
    return "".join(texts), elements
