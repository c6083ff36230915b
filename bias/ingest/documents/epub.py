"""E-books (.epub) → a part for each chapter, with the book's publisher and day."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from bias.ingest.documents.webtext import lines_of_html

_MOST = 20_000_000  # bytes of one chapter


def extract(content: bytes, kind: str) -> dict[str, Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, recover=True)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "META-INF/encryption.xml" in packed.namelist() and b"fonts" not in packed.read(
            "META-INF/encryption.xml"
        ):
            return {"refused": "locked by its seller (DRM)"}
        container = etree.fromstring(packed.read("META-INF/container.xml"), parser)
        path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        book = etree.fromstring(packed.read(path), parser)
        told = {
            "outlet": book.xpath("string(//*[local-name()='publisher'])")
            or book.xpath("string(//*[local-name()='title'])"),
            "published": book.xpath("string(//*[local-name()='date'])"),
            "language": book.xpath("string(//*[local-name()='language'])"),
        }
        parts = [_chapter(packed.read(name), told) for name in _spine(book, path, packed)]
    return {"parts": [part for part in parts if part["lines"]]}


def _spine(book: Any, path: str, packed: zipfile.ZipFile) -> list[str]:
    folder = posixpath.dirname(path)
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        for item in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")
        if "nav" not in item.get("properties", "").split()
    }
    order = [items.get(ref.get("idref"), "") for ref in book.xpath("//*[local-name()='itemref']")]
    sizes = {member.filename: member.file_size for member in packed.infolist()}
    return [name for name in order if 0 < sizes.get(name, 0) <= _MOST]


def _chapter(page: bytes, told: dict[str, str]) -> dict[str, Any]:
    from lxml import html

    lines = lines_of_html(page)
    heads = html.document_fromstring(page).xpath("//body//h1|//body//h2") if lines else []
    title = " ".join(heads[0].text_content().split()) if heads else ""
    # a list of contents, a cover: short lines, no prose
    prose = sum(len(line.split()) >= 12 for line in lines)
    return {"lines": lines if prose else [], "title": title, "told": {k: v for k, v in told.items() if v}}
