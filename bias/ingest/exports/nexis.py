"""Nexis Uni and LexisNexis, of the same shape in Word, RTF, text, HTML and PDF.

An article has a head without labels (Uni: title, outlet, date; classic: outlet, date, title), labels, the
text, and labels again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.ingest.exports.records import (
    Label,
    Record,
    count,
    label,
    place_of,
    split_after,
    split_before,
    squeezed,
)
from bias.ingest.fields import dates

_OF = (
    r"(?:dokument\s+)?\d+ (?:of|von|de|sur) \d+ (?:documents?|dokumente?n?|documentos?|documenti)|"
    r"(?:dokument|document) \d+ (?:of|von|de) \d+"
)
_END = (
    r"end of document|ende des dokuments|fin du document|fin del documento|fine del documento|"
    r"einde van (?:het )?document"
)
_COVER = re.compile(
    r"\s*(?:user name|date and time|job number|client/matter|search terms|search type|narrowed by|"
    r"content type|"
    r"documents? ?\(\d+\)|about lexisnexis|\| about lexisnexis|privacy policy|terms & conditions|"
    r".*© \d{4} lexisnexis|"
    r"\d+\.\s.*|.*-none-.*|page \d+ of \d+|natural language|terms and connectors|download request|"
    r"time of request|"
    r"send to|terms:|source:|project id).*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"\s*(?:copyright\b|©|\(c\)\s*\d{4}|all rights reserved|alle rechte vorbehalten|tous droits).*", re.I
)
_EDITION = re.compile(r".*\b(?:edition|ausgabe|édition|edición|final|editie|edizione)\b.*", re.IGNORECASE)


def tells(lines: Sequence[str]) -> bool:
    if count(lines, _END) or count(lines, _OF):
        return any(label(line, "nexis") for line in lines)
    fields = {found.name.lower() for line in lines if (found := label(line, "nexis"))}
    dated = any(re.match(r"\s*load-date:\s", line, re.I) for line in lines)
    return dated and len(fields & {"length", "byline", "section", "publication-type", "language"}) >= 2


def records(lines: Sequence[str]) -> Iterator[Record]:
    chunks = split_before(lines, _OF) if count(lines, _OF) else split_after(lines, _END)
    for chunk in chunks:
        if any(label(line, "nexis") for line in chunk):
            yield _record(chunk)
        elif sum(len(line.split()) for line in chunk) > 60 and not any(map(_COVER.fullmatch, chunk)):
            yield Record(lines=tuple(chunk), problem="no fields of Nexis in this part")


def _record(lines: Sequence[str]) -> Record:
    told: dict[str, tuple[str, str]] = {}
    head, rest = _head(lines)
    told |= _from_head(head)
    body: list[str] = []
    current: Label | None = None
    in_text = done = False
    for i, line in enumerate(rest):
        found = label(line, "nexis") or _alone(line)
        if found and not (in_text and found.place == "head"):
            done = done or found.place == "tail"
            in_text = found.field == "text"
            current = found
            _tell(told, found)
            body += [found.value] if in_text and found.value else []
        elif _COPYRIGHT.fullmatch(line) and len(line.split()) < 20:
            done = done or in_text
            current = None
        elif in_text and not done:
            body.append(line)
        elif not line.strip():
            current = None
        elif not done and not (current and rest[i - 1].strip()):
            in_text = True  # a paragraph without a label below the labels is the text
            body.append(line)
    return Record(told, tuple(body))


def _head(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands above the first label, without the cover of the export, and the rest."""
    first = next((i for i, line in enumerate(lines) if label(line, "nexis") or _alone(line)), 0)
    while first < len(lines) and _COVER.fullmatch(lines[first]):  # the cover has labels of its own
        first = next((i for i in range(first + 1, len(lines)) if label(lines[i], "nexis")), len(lines))
    head = list(lines[:first])
    covers = [i for i, line in enumerate(head) if _COVER.fullmatch(line) and not _is_date(line)]
    return head[covers[-1] + 1 if covers else 0 :], list(lines[first:])


def _alone(line: str) -> Label | None:
    """Body, Classification, Graphic: labels of Nexis Uni that stand alone in their line."""
    word = line.strip()
    if word in ("Body", "Corps", "Cuerpo", "Corpo", "Volltext", "Body der Meldung"):
        return Label("text", "head", word, "")
    if word in ("Classification", "Graphic", "Klassifizierung", "Notes"):
        return Label("other", "tail", word, "")
    return None


def _tell(told: dict[str, tuple[str, str]], found: Label) -> None:
    if found.field in ("text", "other") or not found.value:
        return
    how = f"Nexis: {found.name}"
    value = found.value
    if found.field == "section":
        value, page = place_of(value)
        if page:
            told["page"] = (page, how)
    told.setdefault(found.field, (value, how))


def _from_head(head: Sequence[str]) -> dict[str, tuple[str, str]]:
    lines = [line for line in head if line.strip() and not _COPYRIGHT.fullmatch(line)]
    at = next((i for i, line in enumerate(lines) if _is_date(line)), None)
    if at is None:
        return {"title": (squeezed(lines[:1]), "Nexis: first line")} if lines else {}
    told = {"published": (squeezed([lines[at]]), "Nexis: line of the date")}
    before, after = lines[:at], lines[at + 1 :]
    if before:
        told["outlet"] = (squeezed(before[-1:]), "Nexis: line above the date")
    edition = [line for line in after if _EDITION.fullmatch(line) and len(line.split()) <= 8]
    if edition:
        told["edition"] = (squeezed(edition[:1]), "Nexis: line below the date")
    title = before[:-1] or [line for line in after if line not in edition[:1]]
    if title:
        told["title"] = (squeezed(title), "Nexis: head")
    return told


def _is_date(line: str) -> bool:
    if len(line.strip()) > 70 or not re.search(r"\b(?:1[6-9]|20|21)\d\d\b", line):
        return False
    try:
        dates.iso(re.sub(r"correction appended", "", line, flags=re.I).strip(), "day")
    except dates.UnreadableDateError:
        return False
    return True
