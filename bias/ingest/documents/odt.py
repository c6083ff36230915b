"""OpenDocument texts (.odt) → their lines: headings and paragraphs in their order."""

from __future__ import annotations

import io
import zipfile
from typing import Any

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST = 300_000_000


def extract(content: bytes, kind: str) -> dict[str, Any]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if packed.getinfo("content.xml").file_size > _MOST:
            return {"refused": "unpacks to more than 300 MB; save its text as .txt"}
        tree = etree.fromstring(packed.read("content.xml"), etree.XMLParser(resolve_entities=False))
    lines: list[str] = []
    title = ""
    for element in tree.iter(f"{_TEXT}h", f"{_TEXT}p"):
        line = "".join(_words(element)).strip()
        lines += line.split("\n")
        style = element.get(f"{_TEXT}style-name", "")
        if element.tag == f"{_TEXT}h" or style == "Title":
            title = title or line
            lines.append("")
    return {"parts": [{"lines": lines, "title": title}]}


def _words(element: Any) -> list[str]:
    found = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "line-break":
            found.append("\n")
        elif name in ("tab", "s"):
            found.append(" ")
        elif name not in ("note", "annotation", "p", "h"):
            found += _words(child)
        found.append(child.tail or "")
    return found
