"""Title and authors of a page: what its own data says of them, and what does not belong to either.

A page tells them several times: in JSON-LD, in its head, in its headings.  The title is the heading that the
others confirm, without the name of the site; an author is a person or an agency, no outlet, day or role.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_ARTICLE = re.compile(
    r"(?:news|opinion|live|blog|report|review|analysis|background|tech|scholarly)?\w*(?:article|posting|report)",
    re.I,
)
_BAR = re.compile(r"\s+[|–—\-·•»:]\s+|\s*\|\s*|:\s+")
_NO_PERSON = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)(?: \d+)?|admin\w*|\w*admin|editor(?:ial)?|staff|author|published|"
    r"updated|posted|"
    r"guest|contributor|webmaster|redaktion|redacción|rédaction|\d+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|published|updated|posted|special to\b.*|"
    r"for the\b.*)\.?$",
    re.I,
)
_LEAD = re.compile(
    r"^(?:by|von|par|por|di|da|text|texte|texto|testo|текст|автор|words)[:\s]+(?=[^\W\d_])", re.IGNORECASE
)
_SEVERAL = re.compile(r"\s*[;|]\s*|,\s+|\s+(?:and|&|und|et|y)\s+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|columnists?|producers?|staff|desk|team|bureau|services?|media|"
    r"news|com|newspapers?|international|magazine|network)\b",
    re.IGNORECASE,
)
_AGENCIES = re.compile(
    r"(?:the )?(?:associated press|reuters|afp|agence france-presse|ap|dpa|ansa|efe|upi|pti|tass|bloomberg)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself beside its text."""

    headlines: tuple[str, ...] = ()  # of JSON-LD, then of the head
    headings: tuple[str, ...] = ()  # h1 to h3, in their order
    document: str = ""  # <title>
    people: tuple[str, ...] = ()  # authors of JSON-LD that are persons
    bodies: tuple[str, ...] = ()  # names of the site, its publisher and its authors that are none
    is_article: bool = False


def head_of(root: Any) -> Head:
    nodes = [node for node in _json_ld(root) if _is_article(node)]
    authors = [one for node in nodes for one in _listed(node.get("author"))]
    people = [_name(one) for one in authors if isinstance(one, dict) and "person" in _kind(one)]
    bodies = [_name(one) for one in authors if isinstance(one, dict) and "organi" in _kind(one)]
    bodies += [_name(one) for node in nodes for one in _listed(node.get("publisher"))]
    bodies += _meta(root, "og:site_name", "application-name", "publisher", "dc.publisher", "twitter:site")
    headlines = [_squeezed(str(node.get("headline") or "")) for node in nodes]
    headlines += _meta(root, "og:title", "twitter:title", "dc.title")
    kinds = _meta(root, "og:type")
    return Head(
        tuple(one for one in headlines if one),
        tuple(text for one in root.iter("h1", "h2", "h3") if (text := _squeezed("".join(one.itertext())))),
        _squeezed("".join(next((one.itertext() for one in root.iter("title")), ()))),
        tuple(dict.fromkeys(one for one in people if one)),
        tuple(dict.fromkeys(one.lstrip("@") for one in bodies if one)),
        bool(nodes) or "article" in " ".join(kinds) or bool(_meta(root, "article:published_time")),
    )


def title(found: str, head: Head, host: str = "") -> str:
    """The title without the name of the site, a section or a rubric before or behind it."""
    headings = [one for one in head.headings if len(one.split()) >= 3]
    for heading in headings:
        if heading != found and _holds(found, heading):
            return heading
    if len(found.split()) < 3 and head.document:  # the name of the site or of the author, as a heading
        parts = [part for part in _BAR.split(head.document) if part]
        longest = max(parts, key=len)
        if found in parts and longest != found and (longest in head.headings or len(longest.split()) > 3):
            return longest
    for body in head.bodies:
        found = re.sub(
            rf"\s*[|–—-]\s+{re.escape(body)}\s*$|^{re.escape(body)}\s+[|–—:-]\s+", "", found, flags=re.I
        )
    parts = re.split(r"\s+[|–—-]\s+", found)
    if len(parts) > 1 and host and _letters(parts[-1]) == _letters(host.rsplit(".", 1)[0]):
        return found[: found.rindex(parts[-1])].rstrip(" |–—-")
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _holds(found: str, heading: str) -> bool:
    """Whether the title is this heading with something before or behind it, parted by a bar."""
    at = found.find(heading)
    if at < 0 or 2 * len(heading) < len(found):
        return False
    before, behind = found[:at], found[at + len(heading) :]
    return (
        not before
        or bool(
            _BAR.fullmatch(before[-3:].lstrip("abcdefghijklmnopqrstuvwxyz"))
            or before.rstrip().endswith(("|", "–", "—", "-", ":"))
        )
    ) and (not behind or bool(re.match(r"\s*[|–—-]\s|\s*\|", behind)))


def authors(found: str, head: Head, *sites: str) -> str:
    """The authors, each once, without what is none; the persons of the page's own data where it names any.

    A desk or an agency is the author where nobody else is.
    """
    names = [*head.bodies, *sites, *(re.split(r"\.|\s+\|", site)[0] for site in sites)]
    others = {one.strip().casefold() for one in names if one}
    return "; ".join(_names(head.people, others) or _names((found,), others))


def _names(listed: Iterable[str], others: set[str]) -> list[str]:
    parts = [part for one in listed for part in _SEVERAL.split(one)]
    names = [_TAIL.sub("", _LEAD.sub("", _squeezed(one))).strip(" ,;|–-") for one in parts]
    names = [one for one in names if one and one.casefold() not in others and not _NO_PERSON.fullmatch(one)]
    people = [one for one in names if _AGENCIES.fullmatch(one) or not (_ROLE.search(one) or "http" in one)]
    kept: list[str] = []
    for name in people or names:
        if len(name.split()) <= 6 and not any(_same(name, other) for other in kept):
            kept.append(name.title() if name.isupper() and " " in name else name)
    return kept


def checked_day(page: str, day: str) -> tuple[str, str]:
    """The day, and "" or the `03/04/2019` that it was read from where nothing in the page tells its order."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not match or match[2] == match[3] or int(match[3]) > 12:
        return day, ""
    year, month, number = (int(part) for part in match.groups())
    written = (
        rf"(?<!\d)(?:0?{number}[/-]0?{month}|0?{month}[/-]0?{number})[/-](?:{year}|{year % 100:02})(?!\d)"
    )
    found = re.search(written, page)
    if not found or _is_clear(page, year, month, number):
        return day, ""
    if _is_clear(page, year, number, month):
        return f"{year}-{number:02}-{month:02}", ""
    return "", found[0]


def _is_clear(page: str, year: int, month: int, day: int) -> bool:
    """Whether a page writes this day in a way that could be no other."""
    name = f"{_MONTHS[month - 1]}[a-z]*"
    clear = (
        rf"{year}[-/.]?0?{month}[-/.]?0?{day}(?!\d)|\b0?{day}(?:st|nd|rd|th|\.)?(?: of)? {name}|"
        rf"{name}\.? 0?{day}\b"
    )
    return re.search(clear, page, re.IGNORECASE) is not None


def _same(one: str, other: str) -> bool:
    """Whether the words of one name are among those of the other: Troy Smith, Troy L. Smith."""
    ours, theirs = ({word.strip(".").casefold() for word in name.split()} for name in (one, other))
    return ours <= theirs or theirs <= ours


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            try:
                told = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue  # broken data of a page says nothing
            waiting = [told]
            while waiting:
                one = waiting.pop(0)
                if isinstance(one, list):
                    waiting += one
                elif isinstance(one, dict):
                    yield one
                    waiting += [one[key] for key in ("@graph", "mainEntity") if key in one]


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.fullmatch(str(one)) for one in _listed(node.get("@type")))


def _kind(node: dict[str, Any]) -> str:
    return " ".join(map(str, _listed(node.get("@type")))).lower()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(node: Any) -> str:
    name = node.get("name") if isinstance(node, dict) else node
    return _squeezed(name) if isinstance(name, str) else ""


def _meta(root: Any, *names: str) -> list[str]:
    found = [
        _squeezed(one.get("content") or "")
        for one in root.iter("meta")
        if (one.get("property") or one.get("name") or "").lower() in names
    ]
    return [one for one in found if one]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
