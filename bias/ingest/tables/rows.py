"""What one row of any table is, and how nested records become one.  Knows nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, or the problem that it could not be read for and its raw text."""

    number: int  # as an editor counts lines, Excel rows, and people records: from 1
    cells: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""
    raw: str = ""


_DEPTH = 4  # of nested records whose members are named by their path


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """The record with the members of nested ones beside it, named by their paths: `fields.bodyText`."""
    found = dict(record)
    inner = [(key, value) for key, value in record.items() if isinstance(value, Mapping)]
    for _ in range(_DEPTH):
        below = []
        for path, member in inner:
            for key, value in member.items():
                if isinstance(value, Mapping):
                    below.append((f"{path}.{key}", value))
                found.setdefault(f"{path}.{key}", value)
        inner = below
    return found
