"""What a table and a row of it are, whatever file they come from, and how nested records become one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field


class BadFileError(ValueError):
    """A file that cannot be read, or not on from here; the message is the reason that the user reads."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, or the problem that it could not be read for and its raw text."""

    number: int  # as an editor counts lines, Excel rows, and people records: from 1
    cells: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""
    raw: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)  # column → why its cell could not be read
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that share their columns; `rows` starts anew at each call, so that one may look ahead."""

    rows: Callable[[], Iterator[Row]]
    columns: tuple[str, ...] | None = None  # None when each row has its own, as in JSON
    name: str = ""  # of a sheet
    notes: dict[str, str] = field(default_factory=dict)


def named(header: Iterable[object]) -> tuple[str, ...]:
    """The columns' names, each once: an empty or second one gets its number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(header, 1):
        name = "" if cell is None else str(cell).strip()
        while not name or name in names:
            name = f"{name or 'column'} {number}"
        names[name] = None
    return tuple(names)


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
