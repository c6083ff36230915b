"""What every measure says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the catalogue: what is measured, how, and what a reader has to know beside the number."""

    key: str  # in links
    label: str
    unit: str  # share, ratio, per article, per 100, net, number, index
    reading: str
    caveat: str
    axis: str
    formula: str
    source: str = ""


E = TypeVar("E", bound=Entry)


def named(entries: Sequence[E], key: str) -> E:
    """The entry that a link names; the first one where it names none."""
    return next((found for found in entries if found.key == key), entries[0])
