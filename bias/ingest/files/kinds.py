"""What kind of file a file is, by its content and its ending.  Knows no layouts of exports and no columns.

The table is what docs/formats.md lists of files; what they hold is told further in.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bias.ingest.files.opening import UNREADABLE, open_bytes
from bias.ingest.files.unpacking import BROKEN

Family = Literal["text", "page", "table", "document", "mail", "archive", "web archive", "refused"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how it is told, who has it, and what is read of it."""

    key: str
    family: Family
    endings: tuple[str, ...]
    who: str
    read: str
    told: str = "ending"
    start: bytes = b""  # of the file, which tells it whatever its ending says


KINDS: tuple[Kind, ...] = (
    Kind("text", "text", (".txt", ".text"), "texts copied by hand, quanteda, readtext",
         "one article, or as many as its parts, headings or an export's layout tell"),
    Kind("markdown", "text", (".md", ".markdown"), "Obsidian, web clippers",
         "one article; front matter in YAML gives its fields"),
    Kind("page", "page", (".html", ".htm", ".xhtml", ".shtml"), "browsers, SingleFile, wget, Zotero",
         "the article without menus; or an export's layout", "ending, <html"),
    Kind("csv", "table", (".csv", ".tsv", ".tab"), "Excel, R, quanteda, Media Cloud, Kaggle",
         "a row an article"),
    Kind("json", "table", (".json",), "NewsAPI, Guardian, Event Registry, Label Studio, Elasticsearch",
         "a record an article, at any depth", "ending, { or ["),
    Kind("jsonl", "table", (".jsonl", ".ndjson"), "MongoDB, news-please, Hugging Face",
         "a line an article"),
    Kind("ris", "text", (".ris", ".enw"), "Zotero, ProQuest", "a record an article, where it has the text"),
    Kind("xml", "table", (".xml", ".rss", ".atom", ".rdf",
         ".tei"), "feeds, Factiva, trafilatura, NITF, NewsML",
         "an element an article", "ending, <?xml"),
    Kind("parquet", "table", (".parquet",), "Hugging Face, Spark", "a row an article", start=b"PAR1"),
    Kind("arrow", "table", (".arrow", ".feather"), "Hugging Face datasets, R arrow", "a row an article",
         start=b"ARROW1"),
    Kind("xlsx", "table", (".xlsx", ".xlsm"), "Excel, ProQuest", "a row an article, of each sheet",
         "content"),
    Kind("xls", "table", (".xls",), "Excel 97–2003, ProQuest", "a row an article, of each sheet",
         "content"),
    Kind("ods", "table", (".ods",), "LibreOffice", "a row an article, of each sheet", "content"),
    Kind("spss", "table", (".sav", ".zsav"), "SPSS", "a row an article", start=b"$FL2"),
    Kind("stata", "table", (".dta",), "Stata", "a row an article"),
    Kind("r", "table", (".rds", ".rdata", ".rda"), "R, quanteda corpora",
         "a row an article, of each data frame"),
    Kind("docx", "document", (".docx", ".docm"), "Nexis Uni, Word", "one article, or an export's layout",
         "content"),
    Kind("odt", "document", (".odt",), "LibreOffice", "one article, or an export's layout", "content"),
    Kind("rtf", "document", (".rtf",), "Factiva, LexisNexis", "one article, or an export's layout",
         start=b"{\\rtf"),
    Kind("pdf", "document", (".pdf",), "clippings, Nexis Uni, PressReader",
         "the text layer, columns and hyphens undone; scans are refused", start=b"%PDF-"),
    Kind("epub", "document", (".epub",), "Calibre news, e-papers", "an article a chapter", "content"),
    Kind("eml", "mail", (".eml",), "newsletters", "one article; the sender is the outlet", "ending, header"),
    Kind("mbox", "mail", (".mbox",), "newsletters from a mail program", "an article a message"),
    Kind("mhtml", "mail", (".mhtml", ".mht"), "Chrome, Edge", "the page, with its address",
         "ending, header"),
    Kind("warc", "web archive", (".warc",), "CC-NEWS, Heritrix, wget", "an article a page that holds one",
         start=b"WARC/"),
    Kind("wacz", "web archive", (".wacz",), "Browsertrix, ArchiveWeb.page",
         "an article a page that holds one", "content"),
    Kind("zip", "archive", (".zip",), "any of these, packed", "every file in it", "content"),
    Kind("tar", "archive", (".tar", ".tgz", ".tbz2", ".txz"), "any of these, packed", "every file in it",
         "content"),
    Kind("packed", "archive", (".gz", ".bz2", ".xz"), "any of these, packed", "the file in it", "content"),
    Kind("doc", "refused", (".doc",), "Word 97–2003", "refused: save it as .docx", "content"),
    Kind("7z", "refused", (".7z", ".rar"), "packed files", "refused: unpack it, or pack it as .zip"),
    Kind("msg", "refused", (".msg",), "Outlook", "refused: save the message as .eml"),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
SAMPLE = 64 * 1024  # bytes that tell a kind
# What stands beside articles in folders and holds none.
PASSED = re.compile(
    r"(?:readme|licen[cs]e|changelog|thumbs\.db|desktop\.ini|dataset_(?:infos?|dict)\.json|state\.json|"
    r"_success|\.gitattributes)(?:\.\w+)?|metadata\.ya?ml|rejected\.jsonl",
    re.IGNORECASE,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = ("text", "markdown", "page", "csv", "json", "jsonl", "xml", "eml", "mhtml", "mbox")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_BINARY = (b"PK\x03\x04", *_PACKED, _OLE, *[kind.start for kind in KINDS if kind.start])
_HEADER = re.compile(rb"^(?:From|Return-Path|Received|MIME-Version|Message-ID|Delivered-To):", re.I)


def ending(name: str) -> str:
    """The ending of a name in lower case; "" for what is none, as in "St. Varn votes"."""
    found = Path(name.lower()).suffix
    return found if re.fullmatch(r"\.[a-z0-9_]{1,8}", found) and not found[1:].isdigit() else ""


def by_name(name: str) -> Kind | None:
    """The kind that a name alone tells, `.gz` taken off; None where it tells none."""
    name = name.lower()
    inner = ending(name.removesuffix(".gz"))
    if name.endswith(".gz") and inner == ".tar":
        return BY_KEY["tar"]
    if name.endswith(".gz") and inner in BY_ENDING and BY_ENDING[inner].key in (*_TEXTS, "warc"):
        return BY_ENDING[inner]
    return BY_ENDING.get(ending(name))


def of(path: Path, sample: bytes) -> Kind | None:
    """The kind of a file by its first bytes and its name; None for what is not read."""
    named = by_name(path.name)
    packed = sample.startswith(_PACKED)
    if packed:  # read through by those that can, where it holds what its name says
        through = named and (named.family == "archive" or path.suffix.lower() == ".gz" or named.key == "r")
        return named if named and through and not (named.key in _TEXTS and _hides(path)) else _packed(named)
    if named and named.key == "packed":  # by its name alone
        named = by_name(path.stem)
    if sample.startswith(b"PK\x03\x04"):
        return _zipped(path) or named
    if sample.startswith(_OLE):
        return named if named and named.key in ("doc", "xls", "msg") else BY_KEY["doc"]
    for kind in KINDS:
        if kind.start and sample.startswith(kind.start):
            return kind
    if named and named.key in ("xls", "doc"):
        named = None  # many programs write HTML or tab-separated text under these names
    if sample[257:262] == b"ustar":
        return BY_KEY["tar"]
    if named and named.key != "text":
        return named
    return (
        _by_text(sample)
        or named
        or (
            BY_KEY["text"] if not ending(path.name) or ending(path.name) in (".xls", ".doc", ".asc") else None
        )
    )


def _hides(path: Path) -> bool:
    """Whether a gzip that is named for a text holds a kind that its first bytes tell."""
    try:
        with open_bytes(path) as stream:
            return stream.read(8).startswith(_BINARY)
    except UNREADABLE:
        return False  # the reader says what is broken


def _packed(named: Kind | None) -> Kind:
    return named if named and named.key == "wacz" else BY_KEY["packed"]


def _by_text(sample: bytes) -> Kind | None:
    """A kind by how its text begins; None for plain text."""
    start = sample.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return BY_KEY["page"]
    if start.startswith(b"<?xml"):
        return BY_KEY["xml"]
    if re.match(rb'\{\s*"|\[\s*\{', start):
        return BY_KEY["jsonl"] if b"}\n{" in sample else BY_KEY["json"]
    if _HEADER.match(start) and b"\ncontent-type:" in sample[:SAMPLE].lower():
        return BY_KEY["mhtml" if b"multipart/related" in sample[:4000].lower() else "eml"]
    return None


def _zipped(path: Path) -> Kind | None:
    """Which of the many kinds that are a ZIP within; None for one that is broken."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist()[:2000])
            mime = packed.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except BROKEN:
        return None
    for mark, key in (("opendocument.text", "odt"), ("opendocument.spreadsheet", "ods"), ("epub", "epub")):
        if mark in mime:
            return BY_KEY[key]
    if "[Content_Types].xml" in names:
        return BY_KEY["xlsx" if any(name.startswith("xl/") for name in names) else "docx"]
    warcs = any(name.startswith("archive/") and ".warc" in name for name in names)
    return BY_KEY["wacz" if warcs else "zip"]
