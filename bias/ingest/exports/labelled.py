"""ProQuest and WISO/GENIOS: records of labels; and what PressReader writes below an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.ingest.exports.records import Label, Record, count, label, split_before, squeezed

_LINE = r"_{20,}|-{40,}|={40,}"
_OF = r"(?:document|dokument) \d+ (?:of|von|de) \d+"


def tells_proquest(lines: Sequence[str]) -> bool:
    names = {found.name.lower() for line in lines if (found := label(line, "proquest"))}
    known = {"proquest document id", "publication info", "publication title", "document url", "source type"}
    return len(names & known) >= 2 and bool(
        names & {"full text", "volltext", "texte intégral", "texto completo", "abstract"}
    )


def proquest(lines: Sequence[str]) -> Iterator[Record]:
    pattern = _OF if count(lines, _OF) else _LINE
    for chunk in split_before(["_" * 20, *lines] if pattern == _LINE else lines, pattern):
        chunk = [line for line in chunk if not re.fullmatch(_LINE, line.strip())]
        record = _labelled(chunk, "proquest", "ProQuest")
        if record.lines or len(record.told) > 3:
            yield record


def _labelled(lines: Sequence[str], layout: str, name: str) -> Record:
    """Label by label; the text goes on to the next label that stands below a text."""
    told: dict[str, tuple[str, str]] = {}
    body: list[str] = []
    current: Label | None = None
    above: list[str] = []
    for line in lines:
        found = label(line, layout)
        if found and not (current and current.field == "text" and found.place == "head"):
            current = found
            body += [found.value] if found.field == "text" else []
            if found.field not in ("text", "other") and found.value:
                told.setdefault(found.field, (found.value, f"{name}: {found.name}"))
        elif current and current.field == "text":
            body.append(line)
        elif current is None and line.strip():
            above.append(line)
    if "title" not in told and above:
        told["title"] = (squeezed(above), f"{name}: first line")
    _tidy(told)
    if not any(line.strip() for line in body):
        return Record(told, problem=f"no full text: {name} has only data on it, or an abstract")
    return Record(told, tuple(body))


def _tidy(told: dict[str, tuple[str, str]]) -> None:
    if "outlet" in told:  # Harbour Gazette; Carrow [Carrow]
        value, how = told["outlet"]
        told["outlet"] = (re.sub(r"\s*;.*| \[[^\]]*\]$", "", value), how)


_GENIOS = re.compile(
    r".*(?:GBI-Genios|wiso-net|genios\.de|Dauerhafte Adresse des Dokuments).*", re.IGNORECASE
)
_SOURCE = re.compile(
    r"(?P<outlet>.+?)(?:,? (?:vom|Nr\. ?\S+ vom)|,) (?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|"
    r"\w+)\s?\d{4})(?P<rest>.*)"
)


def tells_wiso(lines: Sequence[str]) -> bool:
    sources = [found for line in lines if (found := label(line, "wiso")) and found.name.lower() == "quelle"]
    return bool(sources) and any(
        _GENIOS.fullmatch(line) or re.match(r"\s*Dokumentnummer:", line) for line in lines
    )


def wiso(lines: Sequence[str]) -> Iterator[Record]:
    """An article ends with the block of its source, which the rights close."""
    text: list[str] = []
    tail: list[str] = []
    for line in lines:
        found = label(line, "wiso")
        if (
            tail
            and line.strip()
            and not found
            and not _GENIOS.fullmatch(line)
            and not line.strip().startswith("©")
            and not re.fullmatch(_LINE, line.strip())
        ):
            if line[:1].isspace():
                continue  # goes on with the value above it
            yield _wiso(text, tail)
            text, tail = [], []
        if found or tail:
            tail.append(line)
        else:
            text.append(line)
    if tail:
        yield _wiso(text, tail)


def _wiso(text: list[str], tail: list[str]) -> Record:
    told: dict[str, tuple[str, str]] = {}
    for line in tail:
        found = label(line, "wiso")
        if found and found.field != "other" and found.value:
            told.setdefault(found.field, (found.value, f"WISO: {found.name}"))
    _source(told)
    lines = [
        line
        for line in text
        if not re.fullmatch(_OF, line.strip(), re.IGNORECASE) and not re.fullmatch(_LINE, line.strip())
    ]
    while lines and not lines[0].strip():
        lines.pop(0)
    head = next((i for i, line in enumerate(lines) if not line.strip()), 0)
    if head:
        title = re.sub(r"^\d+\.\s+", "", squeezed(lines[:head]))
        told["title"] = (title, "WISO: first line")
        lines = lines[head:]
    return Record(told, tuple(lines))


def _source(told: dict[str, tuple[str, str]]) -> None:
    """Outlet, day and page of `Harbour Gazette vom 04.03.2019, S. 4`."""
    value, how = told.get("outlet", ("", ""))
    match = _SOURCE.match(value)
    if match:
        told["outlet"] = (re.sub(r",? (?:Nr|Heft)\.? ?\S+$", "", match["outlet"]), how)
        told.setdefault("published", (match["date"], how))
        page = re.search(r"\bS(?:eite|\.)\s*([\w-]+)", match["rest"])
        if page:
            told.setdefault("page", (page[1], how))


_ADDRESS = re.compile(
    r"https?://(?:www\.)?pressreader\.com/([\w-]+)/([\w-]+)/(\d{8})/(?:page/)?(\d+)\S*", re.I
)
_NAMED = re.compile(
    r"(?:article from )?pressreader(?:\.com)?\s*[-–:|]\s*(.+?)(?:\s*[-–:|]\s*(\d{4}-\d\d-\d\d|"
    r".*\b\d{4}\b.*?))?(?:\s+-\s+(.+))?",
    re.I,
)


def tells_pressreader(lines: Sequence[str]) -> bool:
    return any(_ADDRESS.search(line) for line in lines) or any(
        line.strip().lower().startswith(("pressreader - ", "pressreader: ", "article from pressreader"))
        for line in lines[:5]
    )


def pressreader(lines: Sequence[str]) -> Iterator[Record]:
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if _ADDRESS.search(line):
            yield _pressreader(chunk)
            chunk = []
    if sum(len(line.split()) for line in chunk) > 30:
        yield _pressreader(chunk)


def _pressreader(lines: list[str]) -> Record:
    told: dict[str, tuple[str, str]] = {}
    body: list[str] = []
    for line in lines:
        address = _ADDRESS.search(line)
        named = _NAMED.fullmatch(line.strip())
        if address:
            day = address[3]
            told["url"] = (address[0], "PressReader: address")
            told.setdefault("published", (f"{day[:4]}-{day[4:6]}-{day[6:]}", "PressReader: address"))
            told.setdefault("outlet", (address[2].replace("-", " ").title(), "PressReader: address"))
        elif named and named[2]:
            told["outlet"], told["published"] = (
                (one, "PressReader: first line") for one in (named[1], named[2])
            )
        elif not named:
            body.append(line)
    while body and not body[0].strip():
        body.pop(0)
    told |= _heads(body, told)
    _outlet_alone(body, told)
    return Record(told, tuple(body))


def _outlet_alone(body: list[str], told: dict[str, tuple[str, str]]) -> None:
    """The outlet's name leaves the head of the text where it is a line of its own."""
    outlet = told.get("outlet", ("", ""))[0].casefold()
    for line in [one for one in body[:6] if one.strip()][:2]:
        if outlet and line.strip().casefold().removeprefix("the ") == outlet.removeprefix("the "):
            body.remove(line)
            told["outlet"] = (line.strip(), "PressReader: line of the outlet")


def _heads(body: list[str], told: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Title, outlet, date and author of the first lines, which leave the body."""
    found: dict[str, tuple[str, str]] = {}
    if body and len(body[0].split()) <= 30 and not body[0].rstrip().endswith("."):
        found["title"] = (squeezed([body.pop(0)]), "PressReader: first line")
    for line in [one.strip() for one in body[:6] if one.strip()]:
        parts = [part.strip() for part in re.split(r"\s+[·|•]\s+|\s+-\s+|(?<=\d{4}),\s", line)]
        dated = [part for part in parts if re.search(r"\b(?:19|20)\d\d\b", part) and len(part) <= 40]
        by = re.fullmatch(r"(?:by|von|par|por)\s+(.{3,60})", parts[-1], re.IGNORECASE)
        if (not dated and not by) or len(line) > 120:
            continue
        if dated:
            found["published"] = (dated[0], "PressReader: line of the date")
            if parts[0] not in (dated[0], parts[-1] if by else ""):
                found["outlet"] = (parts[0], "PressReader: line of the date")
        if by:
            found["author"] = (by[1], "PressReader: byline")
        body.remove(next(one for one in body if one.strip() == line))
    return found
