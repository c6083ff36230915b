"""The layouts of exports: how each is told by its lines, and what reads it; docs/formats.md lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bias.ingest.exports import factiva, labelled, nexis, tagged
from bias.ingest.exports.records import Record

Lines = Sequence[str]
_FIRST = 4_000  # lines that tell a layout: the first of a file


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout that lines have, whatever file they stand in."""

    name: str
    who: str  # which files it comes in
    read: str
    told: str
    tells: Callable[[Lines], bool]
    records: Callable[[Lines], Iterator[Record]]


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "Factiva, with codes", ".txt, .rtf, .html, .docx",
        "all; HD, BY, WC, PD, ET, SN, SE, PG, ED, LA, LP, TD, AN",
        "lines that open with HD, PD and two of SN, LP, TD, AN, WC", factiva.tells_codes, factiva.coded,
    ),
    Layout(
        "Factiva", ".rtf, .html, .docx, .pdf, .txt",
        "title, byline, words, date, outlet, page, edition, language, text",
        "“Document” with a number at the end of each article, and a line with the number of words",
        factiva.tells, factiva.records,
    ),
    Layout(
        "ProQuest", ".txt, .html, .rtf, .docx, .pdf",
        "title, author, outlet, date, section, page, address, text",
        "labels: Full text, Publication title, ProQuest document ID …", labelled.tells_proquest,
        labelled.proquest,
    ),
    Layout(
        "Nexis", ".docx, .rtf, .txt, .html, .pdf",
        "title, outlet, date, byline, section, page, edition, words, text",
        "“1 of 3 DOCUMENTS” or “End of Document”, and labels: Byline, Section, Length, Load-Date …",
        nexis.tells, nexis.records,
    ),
    Layout(
        "WISO / GENIOS", ".txt, .html, .rtf, .pdf", "title, outlet, date, section, page, address, text",
        "labels below each article: Quelle, Ressort, Dokumentnummer, Dauerhafte Adresse …",
        labelled.tells_wiso, labelled.wiso,
    ),
    Layout(
        "PressReader", ".txt, .pdf, .docx, .eml", "title, outlet, date, author, address, text",
        "an address of pressreader.com with outlet and day, or “PressReader - outlet: date”",
        labelled.tells_pressreader, labelled.pressreader,
    ),
    Layout(
        "RIS", ".ris, .txt", "title, outlet, date, author, page; refused where it has no full text",
        "`TY  - ` and `ER  - `", tagged.tells, tagged.records,
    ),
)  # fmt: skip


def layout_of(lines: Lines) -> Layout | None:
    """The layout of some lines; None for any other text."""
    first = lines[:_FIRST]
    return next((layout for layout in LAYOUTS if layout.tells(first)), None)
