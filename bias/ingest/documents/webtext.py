"""HTML → its lines, a block each, as a reader sees them.  Knows no articles: menus are lines, too."""

from __future__ import annotations

import re

from lxml import etree, html

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th",
        "thead", "title", "tr", "ul",
    )
)  # fmt: skip
_PARAGRAPHS = frozenset(
    (
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "hr", "article",
        "section", "pre",
    )
)  # fmt: skip
_UNSEEN = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "head", "iframe",
    )
)  # fmt: skip


def lines_of_html(page: bytes | str) -> list[str]:
    """The lines, an empty one between paragraphs; [] for what is no HTML.

    Cells of one row share a line, parted by two blanks.
    """
    parser = html.HTMLParser(encoding=None if isinstance(page, str) else _encoding(page), huge_tree=False)
    try:
        root = html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    lines: list[str] = [""]
    _walk(root, lines)
    return tidy(lines)


def tidy(lines: list[str]) -> list[str]:
    """Lines without outer blanks, at most one empty one in a row."""
    found: list[str] = []
    for line in lines:
        line = " ".join(line.replace("\xa0", " ").split(" ")).strip()
        line = re.sub(r"[ \t\n\r]{3,}", "  ", line)
        if line or (found and found[-1]):
            found.append(line)
    while found and not found[-1]:
        found.pop()
    return found


def _encoding(page: bytes) -> str | None:
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return None  # as the page says
    return "utf-8"


def _walk(root: etree._Element, lines: list[str]) -> None:
    """Depth first, without recursion: pages nest deeply."""
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if done:
            _break(lines, tag, cell=tag in ("td", "th"))
            _add(lines, element.tail)
            continue
        if not tag or tag in _UNSEEN:
            _add(lines, element.tail)
            continue
        if tag == "br":
            lines.append("")
            _add(lines, element.tail)
            continue
        if tag not in ("td", "th"):
            _break(lines, tag)
        _add(lines, element.text)
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]


def _break(lines: list[str], tag: str, *, cell: bool = False) -> None:
    if cell:
        lines[-1] += "  " if lines[-1] else ""
    elif tag in _BLOCKS:
        if lines[-1]:
            lines.append("")
        if tag in _PARAGRAPHS and len(lines) > 1 and lines[-2]:
            lines.append("")


def _add(lines: list[str], text: str | None) -> None:
    if text:
        lines[-1] += re.sub(r"\s+", " ", text) if text.strip() or lines[-1] else ""
