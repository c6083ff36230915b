"""One HTML page → Article, through trafilatura and htmldate, both behind the sandbox.  Opens no URL.

The options were chosen by measuring: precision favoured, with trafilatura's own second opinion, has
the best F1 on the benchmark's pages, and the fast mode costs a point of it.
"""

from __future__ import annotations

import codecs
import re

from bias.ingest import fields
from bias.ingest.fields import dates
from bias.ingest.files.sandbox import Sandbox, SandboxError
from bias.ingest.pages import bodies, heads
from bias.ingest.pages.clean import kind_of

SECONDS = 10.0
MOST_BYTES = 10_000_000  # of a page without what is embedded in it
MOST_SAVED = 200_000_000

_EMBEDDED = re.compile(rb"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%._~-]{200,}")
_SAVED = re.compile(
    rb"<!--[^>]{0,200}?(?:Page saved with SingleFile\s+url:|saved from url=\(\d+\))\s*(https?://[^\s>]+)"
)
_sandbox = Sandbox("bias.ingest.pages.page", "extract")


class BadPageError(ValueError):
    """A page that gives no article; the message is the reason that the user reads."""


def read(html: str | bytes, *, url: str = "", seconds: float = SECONDS) -> fields.Found:
    """What a page tells, read in a process that is killed after `seconds`.  Raises BadPageError."""
    page = fields.storable(html).encode() if isinstance(html, str) else _as_utf8(html)
    if len(page) > MOST_BYTES // 10:
        page = _EMBEDDED.sub(b"", page)  # SingleFile writes pictures and fonts into the page
    if len(page) > MOST_BYTES:
        raise BadPageError(f"page of more than {MOST_BYTES // 1_000_000} MB; save the article's text as .txt")
    if not page.strip():
        raise BadPageError("empty page")
    try:
        told = _sandbox.call(page, url, seconds=seconds)
    except SandboxError as error:
        raise BadPageError(f"{error}; save the article's text as .txt") from error
    if told.get("refused"):
        raise BadPageError(told["refused"])
    if not told.get("text", "").strip():
        raise BadPageError("no article text found in the page")
    return _found(told, url or _saved_from(page))


def _saved_from(page: bytes) -> str:
    """The address that a browser wrote into the page that it saved."""
    match = _SAVED.search(page[:20_000])
    return match[1].decode("ascii", "replace") if match else ""


def extract(page: bytes, url: str) -> dict[str, str]:
    """What trafilatura and htmldate find; runs in the sandbox's process only."""
    import trafilatura  # 0.7 s and 80 MB that the parent need not spend

    document = trafilatura.bare_extraction(
        page,
        url=url or None,
        with_metadata=True,
        favor_precision=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if document is None or isinstance(document, dict):
        return {}
    names = ("title", "author", "url", "sitename", "date", "text")
    told = {name: getattr(document, name) or "" for name in names}
    return told | _amended(page, told)


def _amended(page: bytes, told: dict[str, str]) -> dict[str, str]:
    """What the page's own data and shape say against what was found; runs in the sandbox's process only."""
    from lxml import etree, html
    from trafilatura.utils import decode_file

    try:
        source = decode_file(page)
        root = html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return {}  # trafilatura mends what lxml alone does not read
    head = heads.head_of(root)
    for unseen in [*root.iter("script", "style", "noscript", "template")]:
        unseen.drop_tree()
    host = fields.domain(fields.original(told["url"]))
    day, numeric = heads.checked_day(source, told["date"])
    amended = {
        "heading": told["title"],
        "title": heads.title(told["title"], head, host),
        "author": heads.authors(told["author"], head, told["sitename"], host),
        "date": day,
        "numeric": numeric,
    }
    if not head.is_article and bodies.is_front(root, told["text"]):
        amended["refused"] = "no article but a front: a list of headings that lead to articles"
    if live := bodies.live(root):
        amended |= {"text": live, "how": "entries of a live page, with their times"}
    elif fuller := bodies.fuller(root, told["text"]):
        amended |= {"text": fuller, "how": "trafilatura and the boxes beside those that it took"}
    return amended


def _found(told: dict[str, str], url: str) -> fields.Found:
    told["title"] = _without_site(told["title"], told["sitename"])
    live = told.get("how", "").startswith("entries")
    text = (
        told["text"].replace("\n", "\n\n")
        if live
        else _parted(told["text"], {told["title"], told.get("heading", "")})
    )
    found: fields.Found = {"text": (text, told.get("how") or "trafilatura and paste rules")}
    for field in ("title", "author", "sitename"):
        if told[field]:
            found[field] = (" ".join(told[field].split()), "trafilatura")
    if url or told["url"]:
        found["url"] = (url, "given") if url else (told["url"], "canonical link")
    if told.get("numeric"):
        order = dates.order_in(fields.domain(url or told["url"]))
        found["published"] = fields.published(
            told["numeric"], "htmldate; order of the outlet's country", order
        )
    elif told["date"]:
        found["published"] = fields.published(told["date"], "htmldate")
    return found


def _parted(text: str, titles: set[str]) -> str:
    """Paragraphs parted by a blank line, as in every other text of ours; list marks taken off.

    The rules for pasted pages that hold anywhere drop what trafilatura left of links and credits; those
    of the edges would cost more of the article than they clean.
    """
    lines = [line.strip().removeprefix("- ") for line in text.splitlines()]
    kept = [line for line in lines if line and not kind_of(line)]
    if len(kept) > 1 and kept[0] in titles:
        del kept[0]
    return "\n\n".join(kept or lines)


def _without_site(title: str, site: str) -> str:
    """The title without the " | Site Name" that the head of a page adds."""
    return re.sub(rf"\s+[|–—-]\s+{re.escape(site)}\s*$", "", title) if site else title


def _as_utf8(page: bytes) -> bytes:
    """UTF-16 with its mark as UTF-8; the parser finds out any other encoding from the page."""
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page.decode("utf-16", "replace").encode()
    return page
