"""Europresse (.html): an <article> each, its fields in elements of known classes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from bias.ingest.exports.records import Record

_HOW = "Europresse: {}"
_DAY = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?:\d{1,2}(?:er)? [^\W\d]+\.? \d{4}|[^\W\d]+ \d{1,2}, \d{4})(?:,? \d{1,2}:\d\d)?"
)


def tells(page: bytes) -> bool:
    return b"DocPublicationName" in page and b"<article" in page


def records(page: bytes) -> Iterator[Record]:
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return
    for article in root.iter("article"):
        yield _record(article)


def _record(article: etree._Element) -> Record:
    told: dict[str, tuple[str, str]] = {}
    for field, name in (
        ("outlet", "DocPublicationName"),
        ("title", "titreArticle"),
        ("author", "docAuthors"),
    ):
        if value := _words(article, name):
            told[field] = (value, _HOW.format(name))
    if "author" not in told and (by := _words(article, "sm-margin-bottomNews")):
        told["author"] = (by, _HOW.format("sm-margin-bottomNews"))
    if number := _words(article, "publiC-lblNodoc"):
        told["id"] = (number, _HOW.format("publiC-lblNodoc"))
    told |= _header(_words(article, "DocHeader"), told.get("id", ("", ""))[0])
    if "outlet" in told:  # the name, without country and edition behind it
        told["outlet"] = (
            re.split(r"\s{2,}|\s+-\s+|\s*\((?:site web|france)\)", told["outlet"][0])[0].strip(" ,;"),
            told["outlet"][1],
        )
    lines: list[str] = []
    for name in ("docOcurrContainer", "DocText"):
        for element in _of_class(article, name)[:1]:
            found = [" ".join("".join(p.itertext()).split()) for p in element.iter("p")]
            lines = [line for one in found if one for line in (one, "")] or [
                " ".join("".join(element.itertext()).split())
            ]
        if lines:
            break
    return Record(told, tuple(lines))


def _header(header: str, number: str) -> dict[str, tuple[str, str]]:
    """Section, day, words and page of `Politique, lundi 4 mars 2019 1234 mots, p. 8`."""
    told: dict[str, tuple[str, str]] = {}
    how = _HOW.format("DocHeader")
    day = _DAY.search(header)
    rest = header[day.end() :] if day else header
    if words := re.search(r"\b(\d[\d\u202f\xa0 ]*) (?:mots|words|palabras|Wörter)\b", rest):
        told["length"] = (re.sub(r"\D", "", words[1]), how)
    if page := re.search(r"\b(?:p\.|page|pp\.)\s*([\w-]+)", rest):
        told["page"] = (page[1], how)
    if day:
        told["published"] = (day[0], how)
        section = header[: day.start()].strip(" ,;")
        if section:
            told["section"] = (section, how)
    elif found := re.search(r"(\d{4})(\d\d)(\d\d)", number):
        told["published"] = (f"{found[1]}-{found[2]}-{found[3]}", _HOW.format("publiC-lblNodoc"))
    return told


def _of_class(article: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in article.iter() if isinstance(one.tag, str) and name in (one.get("class") or "")]


def _words(article: etree._Element, name: str) -> str:
    return next(
        (words for one in _of_class(article, name) if (words := " ".join("".join(one.itertext()).split()))),
        "",
    )
