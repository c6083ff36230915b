"""The columns of a table before it is imported: what they hold, and which field each would be taken for.

A column that is named in no usual way can be guessed by what it holds.  A guess is for a person to confirm;
an import takes none by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from bias.ingest.fields import dates, find_columns, has_value, may_tell, words
from bias.ingest.files.opening import UNREADABLE, open_text
from bias.ingest.reader import kind_of
from bias.ingest.tables.rows import BadFileError, Table
from bias.ingest.tables.tables import looks_like_table, tables

_ROWS = 50  # that are looked at
_LEAST_TEXT, _MOST_TITLE = 40, 30  # words
_SAMPLE = 64_000  # code points of a text file that may be a table
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of one table, its first rows, and field → column: by usual names, and as guessed."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    found: Mapping[str, str]
    guessed: Mapping[str, str]

    def example(self, column: str) -> str:
        """What the first row that fills a column holds in it."""
        return next((words(row[column])[:80] for row in self.rows if has_value(row.get(column))), "")


def head(path: Path) -> Head | None:
    """The head of the first table of a file that has texts, else of the first; None for what is no table."""
    try:
        found = [one for one in map(_head, tables(path, kind)) if one] if (kind := _table_kind(path)) else []
    except (BadFileError, *UNREADABLE):
        return None  # what is wrong with it is told when it is read
    return next((one for one in found if "text" in one.found), found[0] if found else None)


def _table_kind(path: Path) -> str:
    """By what a file is read as a table; empty where it is none."""
    kind = kind_of(path)
    if kind is None:
        return ""
    if kind.family == "table":
        return kind.key
    if kind.key == "text":
        with open_text(path)[0] as stream:
            return "csv" if looks_like_table(stream.read(_SAMPLE)) else ""
    return ""


def _head(table: Table) -> Head | None:
    rows = tuple(row.cells for row in islice((row for row in table.rows() if not row.problem), _ROWS))
    columns = table.columns or tuple(dict.fromkeys(name for row in rows for name in row))
    columns = tuple(name for name in columns if _is_one_value(name, rows))[:_MOST_COLUMNS]
    found = {
        field: column
        for field, column in find_columns(columns).items()
        if not rows or any(may_tell(field, column, words(row.get(column))) for row in rows)
    }
    return Head(columns, rows, found, guess(columns, rows, found)) if columns else None


def _is_one_value(column: str, rows: Sequence[Mapping[str, object]]) -> bool:
    """Whether its cells are values or have one, as a `source` its `title`; other records have own columns."""
    return not any(isinstance(row.get(column), Mapping) and not words(row[column]) for row in rows)


def guess(
    columns: Iterable[str], rows: Sequence[Mapping[str, object]], found: Mapping[str, str]
) -> dict[str, str]:
    """Field → column of text, day and title where no name tells them: by how long and varied cells are."""
    held = {
        name: [row[name] for row in rows if has_value(row.get(name))]
        for name in columns
        if name not in found.values()
    }
    held = {name: cells for name, cells in held.items() if cells}
    lengths = {name: median(len(str(cell).split()) for cell in cells) for name, cells in held.items()}
    guessed: dict[str, str] = {}
    longest = max(lengths, key=lengths.__getitem__, default="")
    if "text" not in found and longest and lengths[longest] >= _LEAST_TEXT:
        guessed["text"] = longest
    days = [name for name, cells in held.items() if all(map(_is_day, cells))]
    if "published" not in found and len(days) == 1:
        guessed["published"] = days[0]
    varied = {name for name, cells in held.items() if 2 * len(set(map(str, cells))) > len(cells)}
    titles = [name for name in varied - set(guessed.values()) if 2 < lengths[name] <= _MOST_TITLE]
    if "title" not in found and len(titles) == 1:
        guessed["title"] = titles[0]
    return guessed


def _is_day(value: object) -> bool:
    """Whether a cell can only be a day: a bare number may be a count of anything."""
    if isinstance(value, (date, datetime)):
        return True
    if not isinstance(value, str) or value.strip().isdigit() or len(value) > 40:
        return False
    try:
        dates.iso(value, "day")
    except dates.UnreadableDateError:
        return False
    return True
