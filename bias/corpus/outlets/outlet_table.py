"""outlets.csv → which names are one outlet, and the groups that it belongs to.  Knows no corpus."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bias.errors import BadInputError

OUTLETS_FILE = "outlets.csv"
OUTLET_NAMES = ("name", "other_names", "domains")  # columns that say what an outlet is called
GROUPS = ("country", "kind", "owner")  # columns that every table has; any other column is a group as well
OUTLET = "outlet"  # what is compared where no group is chosen
UNKNOWN_GROUP = "{} not given"  # of a column: unknown is an answer
BETWEEN = ";"  # the names, and the domains, of one cell
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?([^\s/]+\.[^\s/]+)/?$")


@dataclass(frozen=True, slots=True)
class Outlet:
    """What a user says of an outlet; a group that is not said is left out."""

    name: str
    other_names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)  # column → value

    @property
    def written(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.name, *self.other_names, *self.domains)


@dataclass(frozen=True, slots=True)
class OutletTable:
    """The rows of an outlets.csv; `columns` are the groups, those of GROUPS first."""

    outlets: tuple[Outlet, ...] = ()
    columns: tuple[str, ...] = GROUPS

    def renamed(self, written: Iterable[str]) -> dict[str, str]:
        """The names of outlets, as articles have them, that the table gives another one: old → new."""
        known = {key(one): outlet.name for outlet in self.outlets for one in outlet.written}
        found = {one: known.get(key(one), one) for one in written}
        return {one: name for one, name in found.items() if name != one}

    def said(self, by: str) -> dict[str, str]:
        """The group of each outlet that has one: outlet → value."""
        return {one.name: one.groups[by] for one in self.outlets if by in one.groups}

    def said_of(self, written: Iterable[str], by: str) -> dict[str, str]:
        """The same of outlets as articles call them."""
        known = {
            key(name): one.groups[by] for one in self.outlets if by in one.groups for name in one.written
        }
        return {one: known[key(one)] for one in written if key(one) in known}

    def compared(self) -> tuple[str, ...]:
        """The columns by which outlets can be compared: those in which something is said."""
        return tuple(by for by in self.columns if self.said(by))


def key(written: str) -> str:
    """What two names of one outlet share: no case, no doubled blank; an address has no `https://www.`."""
    folded = " ".join(written.casefold().split())
    found = _ADDRESS.match(folded)
    return found[1] if found else folded


def read_outlets(path: Path) -> OutletTable:
    """The table of an outlets.csv; an empty one where there is no file.

    A column that is none of OUTLET_NAMES is a group: country, kind, owner, or one of the user's own.  Raises
    BadInputError that names the file, the row, what is wrong with it, and the way out.
    """
    if not path.is_file():
        return OutletTable()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    heads = _heads(path, next(reader, []))
    rows = [
        (f"{path}, row {reader.line_num}", cells) for cells in reader if any(cell.strip() for cell in cells)
    ]
    outlets = [(where, _outlet(where, heads, cells)) for where, cells in rows]
    _check_claims(outlets)
    own = tuple(head for head in heads if head not in OUTLET_NAMES + GROUPS)
    return OutletTable(tuple(outlet for _, outlet in outlets), GROUPS + own)


def write_outlets(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Put an outlets.csv in place, whole or not at all, from rows of OUTLET_NAMES and `columns`.

    What cannot be read back is a BadInputError, and the file stays as it was.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    heads = [*OUTLET_NAMES, *columns]
    with scratch.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([[str(row.get(head) or "").strip() for head in heads] for row in rows])
    try:
        read_outlets(scratch)
    except BadInputError as error:
        scratch.unlink()
        raise BadInputError(str(error).replace(str(scratch), OUTLETS_FILE)) from error
    os.replace(scratch, path)


def as_row(outlet: Outlet) -> dict[str, str]:
    """An outlet as a row of the file."""
    joined = {"other_names": outlet.other_names, "domains": outlet.domains}
    return {
        "name": outlet.name,
        **{head: f"{BETWEEN} ".join(cell) for head, cell in joined.items()},
        **outlet.groups,
    }


def merged(rows: Sequence[Mapping[str, str]], one: str, other: str) -> list[dict[str, str]]:
    """The rows of a file where `other` is another name of `one`; what is said of `other` goes along where
    nothing is said of `one`."""
    into, gone = ({"name": name} | dict(_row_of(rows, name)) for name in (one, other))
    where = "domains" if _ADDRESS.match(other.casefold()) else "other_names"
    for head in OUTLET_NAMES[1:]:
        extra = [other] if head == where else []
        cells = [*_cut(into.get(head, "")), *_cut(gone.get(head, "")), *extra]
        into[head] = f"{BETWEEN} ".join(dict.fromkeys(cells))
    into = gone | {head: cell for head, cell in into.items() if cell}
    return [*(dict(row) for row in rows if row["name"] not in (one, other)), into]


def _row_of(rows: Sequence[Mapping[str, str]], name: str) -> Mapping[str, str]:
    return next((row for row in rows if row["name"] == name), {})


def _cut(cell: str) -> tuple[str, ...]:
    """The names of one cell."""
    return tuple(dict.fromkeys(part for one in cell.split(BETWEEN) if (part := " ".join(one.split()))))


def _heads(path: Path, cells: Sequence[str]) -> list[str]:
    """The columns of a file: those that we know by our names, all others as they are written."""
    heads = []
    for cell in cells:
        head = " ".join(cell.split())
        plain = head.casefold().replace(" ", "_")
        heads.append(plain if plain in OUTLET_NAMES + GROUPS else head)
    counts = Counter(head.casefold() for head in heads)
    if "name" not in heads:
        found = ", ".join(heads) or "nothing"
        raise BadInputError(
            f"{path}: found the columns {found}; write name, and as you like other_names, domains, country, "
            "kind, owner and groups of your own, with commas between"
        )
    if twice := [head for head in heads if counts[head.casefold()] > 1]:
        raise BadInputError(f"{path}: the column {twice[0]!r} is there twice; give one of them another name")
    if "" in heads:
        raise BadInputError(f"{path}: column {heads.index('') + 1} has no name; write one, or remove it")
    if taken := {OUTLET, f"{OUTLET}s"} & counts.keys():
        raise BadInputError(f"{path}: no group can be called {taken.pop()!r}; give the column another name")
    return heads


def _outlet(where: str, heads: Sequence[str], cells: Sequence[str]) -> Outlet:
    if len(cells) > len(heads):
        raise BadInputError(f"{where}: more cells than columns; put a cell that holds a comma in quotes")
    row = {head: " ".join(cell.split()) for head, cell in zip(heads, cells, strict=False)}
    if not row.get("name"):
        raise BadInputError(f"{where}: no name; write one, or remove the row")
    groups = {head: cell for head, cell in row.items() if cell and head not in OUTLET_NAMES}
    return Outlet(row["name"], _cut(row.get("other_names", "")), _cut(row.get("domains", "")), groups)


def _check_claims(outlets: Iterable[tuple[str, Outlet]]) -> None:
    """No name, in whatever column, belongs to two rows."""
    claimed: dict[str, tuple[str, Outlet]] = {}
    for where, outlet in outlets:
        for written in outlet.written:
            row, other = claimed.setdefault(key(written), (where, outlet))
            if row != where:
                raise BadInputError(
                    f"{where}: {written!r} is a name of {other.name!r} in {row.rpartition(', ')[2]} too; "
                    "leave it in one of the two rows"
                )
