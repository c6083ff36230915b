"""people.csv → what a user knows of people: role, alignment and polity in a time.  Knows no corpus."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bias.errors import BadInputError
from bias.reading import role_codebook

COLUMNS = ("name", "role", "alignment", "polity", "from", "to")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person from one day to another; empty means: not said, or no limit."""

    name: str
    role: str = ""
    alignment: str = ""
    polity: str = ""
    since: str = ""  # ISO date, inclusive
    until: str = ""

    def holds(self, published: str) -> bool:
        """Whether it holds for an article; one without a date has every time."""
        day = published[:10]
        return not day or ((not self.since or self.since <= day) and (not self.until or day <= self.until))


def read_people(path: Path) -> tuple[Known, ...]:
    """The rows of a people.csv; none where there is no file.

    Raises BadInputError that names the file, the row, and what is wrong with it.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error
    reader = csv.DictReader(text.splitlines())
    missing = {"name"} - set(reader.fieldnames or ())
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    if missing or unknown:
        found = ", ".join(reader.fieldnames or ()) or "nothing"
        raise BadInputError(f"{path}: the columns are {', '.join(COLUMNS)}; found {found}")
    return tuple(_known(path, reader))


def _known(path: Path, reader: csv.DictReader[str]) -> Iterator[Known]:
    book = role_codebook()
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        where = f"{path}, row {reader.line_num}"
        if not cells["name"]:
            raise BadInputError(f"{where}: no name")
        _check(where, "role", cells["role"], book.roles)
        _check(where, "alignment", cells["alignment"], book.alignments)
        for name in ("from", "to"):
            _check_day(where, name, cells[name])
        yield Known(*(cells[name] for name in COLUMNS))


def _check(where: str, what: str, key: str, codes: Mapping[str, object]) -> None:
    if key and key not in codes:
        raise BadInputError(f"{where}: no {what} {key!r}; there are {', '.join(codes)}")


def _check_day(where: str, what: str, day: str) -> None:
    try:
        if day:
            datetime.date.fromisoformat(day)
    except ValueError as error:
        raise BadInputError(f"{where}: {what} is {day!r}; write a day as 2026-02-09") from error
