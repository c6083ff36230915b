"""What every layout gives: records; and the labels (`LENGTH: 111 words`) that most are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from bias.resources import lexicon


@dataclass(frozen=True, slots=True)
class Record:
    """One article of an export: field → value and the place that told it; its text in lines."""

    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    problem: str = ""  # why it is no article


@dataclass(frozen=True, slots=True)
class Label:
    """What a label at the start of a line says."""

    field: str
    place: str  # head: above the text, tail: below
    name: str  # as written
    value: str


@cache
def _labels(layout: str) -> dict[str, tuple[str, str]]:
    rows = [row for row in lexicon("export_labels") if row["layout"] == layout]
    return {label: (row["field"], row["place"]) for row in rows for label in row["labels"].split(" | ")}


def label(line: str, layout: str) -> Label | None:
    """The label that a line opens with; None for any other line."""
    match = re.match(r"\s*([^\W\d][\w /.’'-]{1,38}?)\s*:(?!//)\s*(.*)", line.replace("\xa0", " "))
    found = _labels(layout).get(match[1].lower()) if match else None
    return Label(*found, match[1], match[2].strip()) if match and found else None


def split_before(lines: Sequence[str], pattern: str) -> list[list[str]]:
    """Chunks that each begin at a line of the pattern; what stands before the first is left out."""
    starts = [i for i, line in enumerate(lines) if re.fullmatch(pattern, line.strip(), re.IGNORECASE)]
    ends = [*starts[1:], len(lines)]
    return [list(lines[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]


def split_after(lines: Sequence[str], pattern: str) -> list[list[str]]:
    """Chunks that each end at a line of the pattern, which the last need not."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        if re.fullmatch(pattern, line.strip(), re.IGNORECASE):
            chunks.append([])
        else:
            chunks[-1].append(line)
    return [chunk for chunk in chunks if any(line.strip() for line in chunk)]


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines between blank ones."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def squeezed(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


def place_of(section: str) -> tuple[str, str]:
    """Section and page of `LOCAL; Pg. 4` or `News; A1`."""
    match = re.search(
        r"(?:^|[;,]\s*)(?:pg?s?\.?|page|seite|s\.|p[áa]g\.?)\s*([A-Z]{0,3}\s?\d+[A-Z]?(?:[-,]\s?\d+)*)",
        section,
        re.I,
    )
    if not match:
        return section.strip(" ;,"), ""
    return (section[: match.start()] + section[match.end() :]).strip(" ;,"), match[1].strip()


def count(lines: Iterable[str], pattern: str) -> int:
    shape = re.compile(pattern, re.IGNORECASE)
    return sum(shape.fullmatch(line.strip()) is not None for line in lines)
