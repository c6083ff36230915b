"""What a user wrote into a corpus folder, checked before any article is read.  Knows no readings.

people.csv says what is known of people: role, side, country, gender in a time.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bias.corpus.store import Corpus
from bias.corpus.topics import dictionary
from bias.corpus.topics.target_words import TARGETS, TARGETS_FILE
from bias.errors import BadInputError
from bias.reading import RoleCodebook

COLUMNS = ("name", "role", "alignment", "polity", "from", "to", "gender")
GENDERS = {"f": "a woman", "m": "a man", "x": "neither", "unknown": "not to be counted"}


def check(corpus: Corpus) -> None:
    """Raises BadInputError for what is wrong in corpus.toml, roles.yaml, people.csv, outlets.csv,
    topics.toml, targets.toml or codebooks/*.yaml: the file, the entry, the trouble and the way out."""
    corpus.settings()
    people(corpus)
    corpus.outlet_table()
    dictionary.read_topics(corpus.path / "topics.toml")
    TARGETS.read(corpus.path / TARGETS_FILE)
    corpus.own_books()


def people(corpus: Corpus) -> tuple[Known, ...]:
    """The rows of people.csv; a role may be one that roles.yaml adds."""
    return read_people(corpus.path / "people.csv", corpus.codebook())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person from one day to another; empty means: not said, or no limit."""

    name: str
    role: str = ""
    alignment: str = ""
    polity: str = ""
    since: str = ""  # ISO date, inclusive
    until: str = ""
    gender: str = ""  # of GENDERS

    def holds(self, published: str) -> bool:
        """Whether it holds for an article; one without a date has every time."""
        day = published[:10]
        return not day or ((not self.since or self.since <= day) and (not self.until or day <= self.until))


def read_people(path: Path, book: RoleCodebook) -> tuple[Known, ...]:
    """The rows of a people.csv, whose roles are those of a corpus's codebook; none where there is no file.

    Raises BadInputError that names the file, the row, what is wrong with it, and the way out.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    named = reader.fieldnames or ()
    if "name" not in named or set(named) - set(COLUMNS):
        found = ", ".join(named) or "nothing"
        raise BadInputError(
            f"{path}: found the columns {found}; write {', '.join(COLUMNS)} (all but name may be left out), "
            "with commas between"
        )
    return tuple(_known(f"{path}, row {reader.line_num}", row, book) for row in reader)


def _known(where: str, row: Mapping[str | None, Any], book: RoleCodebook) -> Known:
    if None in row:
        raise BadInputError(f"{where}: more cells than columns; put a cell that holds a comma in quotes")
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not cells["name"]:
        raise BadInputError(f"{where}: no name; write one, or remove the row")
    _check(where, "role", cells["role"], {**book.roles, **book.merged})
    _check(where, "alignment", cells["alignment"], book.alignments)
    _check(where, "gender", cells["gender"], GENDERS)
    days = {name: _day(where, name, cells[name]) for name in ("from", "to")}
    if all(days.values()) and days["from"] > days["to"]:
        raise BadInputError(f"{where}: from {days['from']} is after to {days['to']}; exchange them")
    return Known(
        cells["name"], cells["role"], cells["alignment"], cells["polity"], days["from"], days["to"],
        cells["gender"],
    )  # fmt: skip


def _check(where: str, what: str, key: str, codes: Mapping[str, object]) -> None:
    if key and key not in codes:
        added = ", or add it in roles.yaml" if what == "role" else ""
        raise BadInputError(f"{where}: no {what} {key!r}; write one of {', '.join(codes)}{added}")


def _day(where: str, what: str, day: str) -> str:
    """A day as 2026-02-09, in which it is compared."""
    try:
        return datetime.date.fromisoformat(day).isoformat() if day else ""
    except ValueError as error:
        raise BadInputError(f"{where}: {what} is {day!r}; write a day as 2026-02-09") from error
