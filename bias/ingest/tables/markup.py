"""XML → records: the element that repeats and holds a text, its members named by their local names.

One mechanism for feeds, Factiva, trafilatura, TEI, NITF, NewsML and what a newsroom exports.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

_FORMATS = {
    "rss": "RSS", "feed": "Atom", "RDF": "RSS 1.0", "nitf": "NITF", "newsItem": "NewsML-G2", "TEI": "TEI",
    "teiCorpus": "TEI", "doc": "trafilatura XML",
}  # fmt: skip
_ITEMS = (
    "item",
    "entry",
    "article",
    "archiveDoc",
    "doc",
    "document",
    "story",
    "record",
    "row",
    "nitf",
    "newsItem",
    "TEI",
    "news",
    "text",
)
_TEXTS = (
    "encoded",
    "fulltext",
    "fullText",
    "body.content",
    "inlineXML",
    "body",
    "main",
    "bodyText",
    "text",
    "content",
    "articleBody",
    "leadParagraph",
    "description",
    "summary",
)
_NAMES = {
    "headline": "title", "hedline": "title", "hl1": "title", "publicationDate": "published",
    "pubDate": "published",
    "updated": "published", "sourceName": "outlet", "publisherName": "outlet", "sitename": "outlet",
    "distributor": "outlet",
    "creator": "author", "byline": "author", "link": "url", "webURL": "url", "sectionName": "section",
    "columnName": "section", "wordCount": "length", "baseLanguage": "language", "page": "page",
}  # fmt: skip
_HEADLINES = ("hl1", "headline", "hedline")  # tell more than the title of a head
_BLOCKS = frozenset(
    (
        "p", "paragraph", "para", "head", "hl2", "li", "item", "ab", "lg", "quote", "leadParagraph",
        "tailParagraphs",
    )
)  # fmt: skip


def records(content: bytes) -> dict[str, Any]:
    """`format` and `records`; {} where no element is an article."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root is None:
        return {}
    items = _items(root)
    found = [record for item in items if (record := _record(item)).get("text")]
    hosts = {record.get("url", "").split("/")[2:3][0] for record in found if "://" in record.get("url", "")}
    above = _channel(root) if len(hosts) < 2 else {}  # a feed of many outlets names none of them
    called = _FORMATS.get(_local(root), "XML")
    return {"format": called, "records": [above | record for record in found]} if found else {}


def _items(root: Any) -> list[Any]:
    counts = Counter(_local(one) for one in root.iter() if isinstance(one.tag, str))
    for name in _ITEMS:
        items = [one for one in root.iter() if isinstance(one.tag, str) and _local(one) == name]
        if items and any(_text(one) for one in items):
            return [one for one in items if not any(_local(up) == name for up in one.iterancestors())]
    usual = [name for name, n in counts.most_common() if n > 1]
    for name in usual:
        items = [one for one in root.iter() if isinstance(one.tag, str) and _local(one) == name]
        if all(len(one) > 1 for one in items) and any(_text(one) for one in items):
            return items
    return [root] if _text(root) else []


def _record(item: Any) -> dict[str, str]:
    told = {_NAMES.get(key, key): value for key, value in item.attrib.items() if "}" not in key}
    members = sorted(item.iterdescendants(), key=lambda one: _local(one) not in _HEADLINES)
    for one in members:
        name = _local(one)
        value = (
            " ".join("".join(one.itertext()).split())
            or one.get("href", "")
            or one.get("norm", "")
            or one.get("when", "")
        )
        value = one.get("value", value) if name == "meta" else value
        key = _NAMES.get(name, name)
        if value and key not in told and len(value) < 2000 and name not in _TEXTS:
            told[key] = value
    return told | {"text": _text(item)}


def _text(item: Any) -> str:
    """The longest of its texts, paragraphs parted by a blank line; a lead above its tail."""
    best = ""
    for name in _TEXTS:
        for one in item.iter():
            if isinstance(one.tag, str) and _local(one) == name:
                text = _paragraphs(one)
                if name == "leadParagraph":
                    tail = [_paragraphs(t) for t in item.iter() if _local(t) == "tailParagraphs"]
                    text = "\n\n".join([text, *tail])
                best = max(best, text, key=len)
    return best


def _paragraphs(element: Any) -> str:
    blocks = [
        one for one in element.iter() if _local(one) in _BLOCKS and not any(_local(c) in _BLOCKS for c in one)
    ]
    words = [" ".join("".join(one.itertext()).split()) for one in blocks]
    joined = "\n\n".join(word for word in words if word)
    return joined or "".join(element.itertext()).strip()


def _channel(root: Any) -> dict[str, str]:
    """What a feed tells of itself: its title is the outlet."""
    for name in ("channel", "feed"):
        for one in root.iter():
            if isinstance(one.tag, str) and _local(one) == name:
                title = next((child for child in one if _local(child) == "title"), None)
                return {"outlet": " ".join((title.text or "").split())} if title is not None else {}
    return {}


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
