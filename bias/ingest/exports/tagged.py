"""RIS and EndNote (.ris, .enw), as ProQuest, WISO and Zotero export them: `TY  - NEWS`, `%T Title`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.ingest.exports.records import Record, squeezed

_RIS = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_ENW = re.compile(r"%([0A-Z@~+])\s(.*)")
_FIELDS = {
    "TI": "title", "T1": "title", "AU": "author", "A1": "author", "JO": "outlet", "JF": "outlet",
    "T2": "outlet",
    "JA": "outlet", "DA": "published", "Y1": "published", "PY": "published", "UR": "url", "SP": "page",
    "LA": "language", "SE": "section", "ET": "edition", "AN": "id", "N1": "text", "FT": "text",
    "T": "title", "A": "author", "J": "outlet", "B": "outlet", "8": "published", "D": "published", "U": "url",
    "P": "page", "G": "language",
}  # fmt: skip


def tells(lines: Sequence[str]) -> bool:
    return sum(line.startswith("TY  - ") for line in lines) > 0 and any(
        line.startswith("ER  -") for line in lines
    )


def records(lines: Sequence[str]) -> Iterator[Record]:
    current: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        match = _RIS.fullmatch(line.rstrip())
        if match and match[1] == "ER":
            yield _record(current)
            current, tag = {}, ""
        elif match:
            tag = match[1]
            current.setdefault(tag, []).append(match[2])
        elif tag:
            current[tag].append(line)
    if current:
        yield _record(current)


def _record(found: dict[str, list[str]]) -> Record:
    told: dict[str, tuple[str, str]] = {}
    for tag, lines in found.items():
        field = _FIELDS.get(tag, "")
        if field == "author":
            before = told[field][0] + "; " if field in told else ""
            told[field] = (before + "; ".join(line.strip() for line in lines if line.strip()), f"RIS: {tag}")
        elif field and field != "text" and squeezed(lines):
            told.setdefault(field, (squeezed(lines), f"RIS: {tag}"))
    if "published" in told:  # 2019/03/04/ and 2019/Mar/04
        value, how = told["published"]
        told["published"] = (re.sub(r"^(\d{4})/(\w+)/(\w+)/?.*$", r"\1-\2-\3", value.strip("/ ")), how)
    body = [line for tag in ("FT", "N1") for line in found.get(tag, [])]
    text = max((squeezed(found.get(tag, [])) for tag in ("FT", "N1", "N2", "AB")), key=len, default="")
    if len(text.split()) < 100 and not found.get("FT"):
        return Record(told, problem="no full text: RIS holds an abstract at most; export the full texts")
    return Record(told, tuple(body or found.get("N2", []) or found.get("AB", [])))
