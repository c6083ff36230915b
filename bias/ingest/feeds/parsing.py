"""Bytes of a feed → its title and entries, in the sandbox: what hangs, crashes or eats memory is killed.

RSS and Atom through feedparser, which reads broken ones too; JSON Feed; sitemaps, of news above all; OPML;
web pages that name their feeds.  Titles come out as plain words.  Opens no address.
"""

from __future__ import annotations

import calendar
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from bias.ingest.files.sandbox import Sandbox, SandboxError

SECONDS = 10.0
MOST_ENTRIES = 1_000  # of a feed; a news sitemap has as many at most
MOST_FEEDS = 500
_TITLE = 300  # code points
_UNPACKED = 20_000_000  # bytes of a packed sitemap
_sandbox = Sandbox("bias.ingest.feeds.parsing", "read")
KINDS = (
    (
        "RSS",
        "0.9 to 2.0",
        "addresses of articles; title, date and author where the page is silent",
        "`<rss`, `<rdf:RDF`",
    ),
    ("Atom", "0.3 and 1.0", "likewise", "`<feed`"),
    ("JSON Feed", "1.0 and 1.1", "likewise", "`{` with `items`"),
    (
        "sitemap",
        "of news, or any; .gz too",
        "likewise; of news where it tells news from other pages",
        "`<urlset`",
    ),
    ("index of sitemaps", "", "those with news in their address, else the ten newest", "`<sitemapindex`"),
    ("OPML", "a file or an address", "its feeds", "`<opml`"),
    ("web page", "", "the first feed that its head names", "`<html`"),
)  # kind, which, what is read, how it is told
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class BadFeedError(ValueError):
    """What came is no feed; the message is the reason that the user reads."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; an article of a sitemap."""

    url: str
    title: str = ""
    published: str = ""  # ISO 8601; empty where the feed does not tell
    author: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a feed says; `feeds` are addresses of other feeds, of a list or a page that names some."""

    title: str
    entries: tuple[Entry, ...]
    feeds: tuple[str, ...]
    more: int = 0  # entries beyond those that are taken


def feed(body: bytes, *, url: str, type_: str = "") -> Parsed:
    """What a feed says.  Raises BadFeedError."""
    if not body.strip():
        raise BadFeedError("an empty answer")
    try:
        found = _sandbox.call(body, json.dumps({"url": url, "type": type_}), seconds=SECONDS)
    except SandboxError as error:
        why = _UNSEEN.sub(" ", str(error))
        raise BadFeedError(f"no feed that can be read: {why}") from error
    entries = tuple(Entry(**one) for one in found["entries"])
    if not entries and not found["feeds"] and not found["known"]:
        raise BadFeedError("no feed, no sitemap, and no page that names a feed")
    return Parsed(found["title"], entries[:MOST_ENTRIES], tuple(found["feeds"][:MOST_FEEDS]), found["more"])


def robots(rules: bytes, agent: str, url: str) -> tuple[bool, float]:
    """Whether a robots.txt allows an address, and the delay that it asks for, in seconds.

    One that cannot be read within the time allows nothing.
    """
    try:
        allowed, delay = _sandbox.call(rules, json.dumps({"robots": agent, "url": url}), seconds=SECONDS)
    except SandboxError:
        return False, 0.0
    return bool(allowed), float(delay)


# -- in the sandbox's process only --------------------------------------------------------------------


def read(body: bytes, argument: str) -> Any:
    told = json.loads(argument)
    if "robots" in told:
        return _robots(body, told["robots"], told["url"])
    if body.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(body)) as packed:
            body = packed.read(_UNPACKED + 1)
        if len(body) > _UNPACKED:
            raise ValueError("unpacked it is longer than 20 MB")
    found = _parsed(body, told["url"], told["type"])
    entries = [one for one in found["entries"] if one["url"]]
    return found | {"entries": entries[:MOST_ENTRIES], "more": max(0, len(entries) - MOST_ENTRIES)}


def _robots(body: bytes, agent: str, url: str) -> tuple[bool, float]:
    from protego import Protego

    rules = Protego.parse(body.decode("utf-8", "replace").lstrip("\ufeff"))
    return bool(rules.can_fetch(url, agent)), float(rules.crawl_delay(agent) or 0.0)


def _parsed(body: bytes, url: str, type_: str) -> dict[str, Any]:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:4_000]
    if start.startswith((b"{", b"[")):
        return _json_feed(body, url)
    if b"<!ENTITY" in body[:1_000_000]:
        raise ValueError("it declares entities, as no feed needs to")
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex|opml)\b", start, re.I):
        return _listed(body, url)
    if re.search(rb"<!doctype html|<html", start, re.I) and not re.search(rb"<(rss|feed|rdf:RDF)\b", start):
        return _page(body, url)
    return _feedparser(body, url, type_)


def _feedparser(body: bytes, url: str, type_: str) -> dict[str, Any]:
    import feedparser

    # as a file: bytes that are an address or a path feedparser would open
    headers = {"content-type": type_ or "application/xml", "content-location": url}
    found = feedparser.parse(io.BytesIO(body), response_headers=headers)
    entries = [
        _entry(urljoin(url, one.get("link") or ""), one.get("title"), _day(one), one.get("author"))
        for one in found.entries
    ]
    return {
        "title": _plain(found.feed.get("title")),
        "entries": entries,
        "feeds": [],
        "known": bool(found.version),
    }


def _day(entry: Mapping[str, Any]) -> str:
    when = entry.get("published_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(when), UTC).isoformat() if when else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _json_feed(body: bytes, url: str) -> dict[str, Any]:
    found = json.loads(body.decode("utf-8-sig", "replace"))
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise ValueError("JSON without items")
    entries = []
    for one in found["items"]:
        if isinstance(one, dict):
            authors = one.get("authors") or [one.get("author")]
            first = authors[0] if isinstance(authors, list) and authors else None
            author = first.get("name") if isinstance(first, dict) else None
            link = one.get("url") or (one.get("id") if str(one.get("id")).startswith("http") else "")
            day = str(one.get("date_published") or "")[:40]
            entries.append(_entry(urljoin(url, str(link or "")), one.get("title"), day, author))
    return {"title": _plain(found.get("title")), "entries": entries, "feeds": [], "known": True}


def _listed(body: bytes, url: str) -> dict[str, Any]:
    """A sitemap, an index of sitemaps, or OPML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(body, parser)
    if root is None:
        raise ValueError("no XML")
    name = etree.QName(root).localname.lower()
    if name == "opml":
        feeds = [urljoin(url, one.get("xmlUrl")) for one in root.iter("{*}outline") if one.get("xmlUrl")]
        return {"title": "", "entries": [], "feeds": feeds, "known": True}
    told = [_told(one) for one in root if isinstance(one.tag, str)]
    told.sort(key=lambda one: one.get("lastmod", ""), reverse=True)  # a stable sort: undated keep their order
    if name == "sitemapindex":
        named = [one for one in told if "news" in one.get("loc", "").lower()] or told
        return {"title": "", "entries": [], "feeds": [urljoin(url, one.get("loc", "")) for one in named[:10]],
                "known": True}  # fmt: skip
    news = [one for one in told if "publication_date" in one] or told
    entries = [
        _entry(urljoin(url, one.get("loc", "")), one.get("title"), one.get("publication_date", ""), "")
        for one in news
    ]
    names = {one["name"] for one in news if "name" in one}
    return {"title": _plain(names.pop()) if len(names) == 1 else "", "entries": entries, "feeds": [],
            "known": True}  # fmt: skip


def _told(node: Any) -> dict[str, str]:
    """The leaves of one entry of a sitemap, by their names."""
    from lxml import etree

    found: dict[str, str] = {}
    for one in node.iter(etree.Element):
        if not len(one) and one.text and one.text.strip():
            found.setdefault(etree.QName(one).localname.lower(), one.text.strip())
    return found


def _page(body: bytes, url: str) -> dict[str, Any]:
    """The feeds that a web page names in its head."""
    from lxml import html

    root = html.document_fromstring(body)
    links = [
        urljoin(url, one.get("href"))
        for one in root.iter("link")
        if "alternate" in (one.get("rel") or "").lower().split()
        and re.search(r"rss|atom|feed\+json", (one.get("type") or "").lower())
        and one.get("href")
        and "comment" not in (one.get("title") or "").lower() + one.get("href").lower()
    ]
    return {"title": "", "entries": [], "feeds": list(dict.fromkeys(links))[:1], "known": False}


def _entry(url: str, title: object, published: str, author: object) -> dict[str, str]:
    url = _UNSEEN.sub("", url.strip())[:4_000]
    return {"url": url, "title": _plain(title), "published": published[:40], "author": _plain(author)}


def _plain(value: object) -> str:
    """Words without markup, scripts and unseen signs."""
    if not isinstance(value, str):
        return ""
    value = value[:20_000]
    for _ in range(2):  # markup that was escaped twice
        if "<" in value or "&" in value:
            value = "".join(_words(value))
    return " ".join(_UNSEEN.sub(" ", value).split())[:_TITLE]


def _words(value: str) -> Iterator[str]:
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(value, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        yield re.sub(r"<[^>]*>", " ", value)
        return
    for unseen in [*root.iter("script", "style", "template", "noscript")]:
        unseen.drop_tree()
    yield from root.itertext()
