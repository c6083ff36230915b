"""Factiva, with codes (HD, SN, PD …) or as an article without them; in RTF, HTML, Word, PDF and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.ingest.exports.records import Record, count, squeezed

_CODES = {
    "HD": "title", "BY": "author", "WC": "length", "PD": "published", "SN": "outlet", "SE": "section",
    "PG": "page", "ED": "edition", "LA": "language", "AN": "id", "LP": "text", "TD": "text",
}  # fmt: skip
_OTHERS = (
    "CLM", "CR", "ET", "SC", "VOL", "CY", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "ART",
    "NGC", "GC", "DE", "DLN", "RST",
)  # fmt: skip
_CODE = re.compile(rf"\s*({'|'.join([*_CODES, *_OTHERS])})(?:[ \t]{{2,}}|\t|\s*$)(.*)")
_DOCUMENT = r"(?:document|dokument|documento) [A-Z]{2,8}[A-Z0-9]{8,}"
_WORDS = re.compile(
    r"([\d.,  ]+)\s*(?:words?|mots|wörter|palabras|parole|woorden|palavras|слов\w*)", re.IGNORECASE
)
_COPYRIGHT = re.compile(
    r"\s*(?:\(c\)|©|copyright\b|all rights reserved|tous droits|alle rechte).*", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"(?:english|german|deutsch|french|français|spanish|español|italian|italiano|dutch|nederlands|portuguese|"
    r"russian|ukrainian|polish|chinese.*|japanese|arabic)",
    re.IGNORECASE,
)
_BY = re.compile(r"\s*(?:by|par|von|por|di|door)\s+(.*)", re.IGNORECASE)
_CHROME = re.compile(
    r"page \d+ of \d+.*|seite \d+ von \d+.*|.*© \d{4} factiva.*|search summary.*|"
    r"(?:text|date|source|author|company|subject|industry|region|language|results found|"
    r"timestamp)(?:\s{2,}.*)?",
    re.IGNORECASE,
)


def tells_codes(lines: Sequence[str]) -> bool:
    codes = [match[1] for line in lines if (match := _CODE.fullmatch(line))]
    return {"HD", "PD"} <= set(codes) and len(set(codes) & {"SN", "LP", "TD", "AN", "WC"}) >= 2


def coded(lines: Sequence[str]) -> Iterator[Record]:
    """Records of codes; one ends at AN, or where HD comes again."""
    current: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.fullmatch(line)
        if match and (code == "AN" or (match[1] == "HD" and "HD" in current)) and current:
            yield _coded(current)
            current = {}
        if match:
            code = match[1]
            current.setdefault(code, []).append(match[2])
        elif code:
            current[code].append(line)
    if current.keys() & {"HD", "LP", "TD"}:
        yield _coded(current)


def _coded(found: dict[str, list[str]]) -> Record:
    told: dict[str, tuple[str, str]] = {}
    body: list[str] = []
    for code, lines in found.items():
        field = _CODES.get(code, "")
        if field == "text":
            body += ["", *(line for text in lines for line in (text, ""))]
        elif field:
            value = squeezed(lines)
            value = _BY.sub(r"\1", value) if field == "author" else value
            value = re.sub(r"^Document ", "", value) if field == "id" else value
            told[field] = (value, f"Factiva: {code}")
    if "ET" in found and "published" in told and ":" in squeezed(found["ET"]):
        told["published"] = (f"{told['published'][0]} {squeezed(found['ET'])}", "Factiva: PD and ET")
    return Record({field: one for field, one in told.items() if one[0]}, tuple(body))


def tells(lines: Sequence[str]) -> bool:
    return bool(count(lines, _DOCUMENT)) and any(_WORDS.fullmatch(line.strip()) for line in lines)


def records(lines: Sequence[str]) -> Iterator[Record]:
    """Articles without codes: each ends with the number of its document."""
    chunk: list[str] = []
    for line in lines:
        if re.fullmatch(_DOCUMENT, line.strip(), re.IGNORECASE):
            record = _record(chunk)
            record.told["id"] = (line.split()[-1], "Factiva: Document")
            yield record
            chunk = []
        elif not _CHROME.fullmatch(line.strip()):
            chunk.append(line)
    if any(_WORDS.fullmatch(line.strip()) for line in chunk):
        yield _record(chunk)


def _record(lines: Sequence[str]) -> Record:
    at = next((i for i, line in enumerate(lines) if _WORDS.fullmatch(line.strip())), None)
    if at is None:
        return Record(lines=tuple(lines), problem="no line with the number of words, as Factiva writes it")
    head = [line.strip() for line in lines[:at] if line.strip()]
    told = _from_head(head)
    told["length"] = (lines[at].strip(), "Factiva: line of words")
    end = _end_of_fields(lines, at)
    told |= _from_fields([line.strip() for line in lines[at + 1 : end] if line.strip()])
    return Record(told, tuple(lines[end:]))


def _end_of_fields(lines: Sequence[str], at: int) -> int:
    """The line below the copyright, or where it is not told below the language."""
    near = range(at + 1, min(at + 25, len(lines)))
    found = [i for i in near if _COPYRIGHT.fullmatch(lines[i])]
    if found:
        end = found[0] + 1
        while end < len(lines) and lines[end].strip() and _COPYRIGHT.fullmatch(lines[end]):
            end += 1
        return end
    spoken = [i for i in near if _LANGUAGE.fullmatch(lines[i].strip())]
    return spoken[0] + 1 if spoken else at + 3


def _from_head(head: list[str]) -> dict[str, tuple[str, str]]:
    told: dict[str, tuple[str, str]] = {}
    if len(head) > 1 and (by := _BY.fullmatch(head[-1])):
        told["author"] = (by[1], "Factiva: line above the words")
        head = head[:-1]
    elif len(head) > 1 and _is_name(head[-1]) and not _is_name(head[-2]):
        told["author"] = (head[-1], "Factiva: line above the words")
        head = head[:-1]
    if len(head) > 1 and len(head[0].split()) <= 4:
        told["section"] = (head[0], "Factiva: line above the title")
        head = head[1:]
    if head:
        told["title"] = (squeezed(head), "Factiva: first line")
    return told


def _is_name(line: str) -> bool:
    words = line.split()
    return (
        2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not re.search(r"\d|[:?!]", line)
    )


def _from_fields(lines: list[str]) -> dict[str, tuple[str, str]]:
    """Date, time, outlet, code, page, edition, language: each in a line of its own, in this order."""
    told: dict[str, tuple[str, str]] = {}
    if lines:
        told["published"] = (lines.pop(0), "Factiva: line of the date")
    if lines and re.fullmatch(r"\d{1,2}:\d{2}(?: ?GMT)?", lines[0]):
        told["published"] = (f"{told['published'][0]} {lines.pop(0)}", "Factiva: lines of date and time")
    if lines:
        told["outlet"] = (lines.pop(0), "Factiva: line below the date")
    for line in lines:
        if _COPYRIGHT.fullmatch(line):
            break
        if _LANGUAGE.fullmatch(line):
            told["language"] = (line, "Factiva: line of the language")
        elif re.fullmatch(r"[A-Z]{0,2}\s?\d{1,3}[A-Z]?", line):
            told["page"] = (line, "Factiva: line of the page")
        elif not re.fullmatch(r"[A-Z0-9]{2,8}", line):
            told.setdefault("edition", (line, "Factiva: line below the outlet"))
    return told
