"""Codebooks → files of programs for coding texts, and tables.

The format is the codebook of the REFI-QDA standard 1.0 (qdasoftware.org), which ATLAS.ti, MAXQDA, NVivo, QDA
Miner, QualCoder and others read.  Keys of codes make their ids: the same codebook gives the same file.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

from bias import __version__
from bias.reading import Frame, FrameCodebook, RoleCode, RoleCodebook

NAMESPACE = "urn:QDA-XML:codebook:1.0"
COLOURS = ("#3F90DA", "#FFA90E", "#BD1F01", "#94A4A2", "#832DB6", "#A96B59", "#E76300", "#B9AC70")


@dataclass(frozen=True, slots=True)
class QdaCode:
    """One code, with those below it; `codable` where texts are coded with it, and not only grouped."""

    key: str
    name: str
    description: str = ""
    codable: bool = True
    below: tuple[QdaCode, ...] = ()


def of_frames(book: FrameCodebook) -> QdaCode:
    """A codebook of frames: a code a frame, below the codebook's name."""
    below = tuple(QdaCode(f"{book.name}/{key}", one.label, _frame(one)) for key, one in book.frames.items())
    return QdaCode(book.name, book.title, f"{book.score}  {book.source}".strip(), False, below)


def of_roles(book: RoleCodebook) -> QdaCode:
    """Roles by their groups, and sides."""
    groups = tuple(
        QdaCode(f"roles/group/{key}", label, "", False, tuple(_roles(book, key)))
        for key, label in book.groups.items()
    )
    loose = tuple(_roles(book, ""))
    sides = tuple(QdaCode(f"sides/{key}", one.label, _code(one)) for key, one in book.alignments.items())
    parts = (
        QdaCode("roles", "Role of the source", "", False, (*groups, *loose)),
        QdaCode(
            "sides", "Side of the source", "To the government of the speaker's own country.", False, sides
        ),
    )
    return QdaCode("sources", "Sources", "Who speaks, and on which side.", False, parts)


def qdc(root: QdaCode) -> bytes:
    """A codebook exchange file (.qdc)."""
    ElementTree.register_namespace("", NAMESPACE)
    book = ElementTree.Element(f"{{{NAMESPACE}}}CodeBook", {"origin": f"bias {__version__}"})
    _add(ElementTree.SubElement(book, f"{{{NAMESPACE}}}Codes"), root, 0)
    ElementTree.indent(book)
    return bytes(ElementTree.tostring(book, encoding="utf-8", xml_declaration=True))


def table(root: QdaCode) -> pd.DataFrame:
    """The codes that texts are coded with: key, code, within, description."""
    return pd.DataFrame(list(_rows(root, ())), columns=["key", "code", "within", "description"])


def _add(parent: ElementTree.Element, code: QdaCode, place: int) -> None:
    names = {
        "guid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"bias:{code.key}")).upper(),
        "name": code.name,
        "isCodable": str(code.codable).lower(),
        "color": COLOURS[place % len(COLOURS)],
    }
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}Code", names)
    if code.description:
        ElementTree.SubElement(element, f"{{{NAMESPACE}}}Description").text = code.description
    for number, one in enumerate(code.below):
        _add(element, one, number)


def _rows(code: QdaCode, above: Sequence[str]) -> list[tuple[str, str, str, str]]:
    own = [(code.key, code.name, " / ".join(above), code.description)] if code.codable else []
    return own + [row for one in code.below for row in _rows(one, (*above, code.name))]


def _roles(book: RoleCodebook, group: str) -> list[QdaCode]:
    return [
        QdaCode(f"roles/{key}", one.label, _code(one))
        for key, one in book.roles.items()
        if (one.group if one.group in book.groups else "") == group
    ]


def _code(code: RoleCode) -> str:
    examples = f"\nExamples: {'; '.join(code.examples)}" if code.examples else ""
    return f"{code.definition}{examples}"


def _frame(frame: Frame) -> str:
    parts = [frame.definition]
    parts += [f"Question: {question}" for question in frame.questions]
    parts += [f"Example: {example}" for example in frame.examples]
    parts += [f"Seed words: {', '.join(frame.words)}"] if frame.words else []
    return "\n".join(parts)
