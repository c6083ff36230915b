"""A name and a day → the office that its bearer held then, by the tables of `lexicons/`.  Knows no text.

A period that is over gives nothing: who held an office is what the text says now.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bias import resources
from bias.model import Span
from bias.reading.roles.parties import party_of, side_of
from bias.reading.roles.role_evidence import Evidence, fold

MIDDLE = re.compile(r"(?<=\w) (?:[A-Z]\.? )+(?=\w)")  # "Paul D. Ryan"
SUFFIX = re.compile(r",? (?:Jr|Sr|II|III)\.?$")  # of a name of the tables; a text's "Jr" is the son
LATER = 180  # days after which who is called by an office that he took later was so called by a later text
TABLES = ("offices_leaders", "offices_factbook", "offices_congress")
Row = Mapping[str, str]
FULL, SURNAME, UNDATED = 0.93, 0.85, 0.05  # strengths, and what a missing day takes


def holder(
    name: str, span: Span, *, date: str = "", alone: bool = False, places: Sequence[str] = ()
) -> Evidence:
    """The office of a full name, or of a surname that only one of them has (`alone`), on a day.

    `places` are the countries that the article speaks of.  If there are any, a surname counts only where its
    bearer's country is among them; so does a full name that several people of the tables bear.  Without a day
    a role counts only where all periods agree and one of them is open.
    """
    keys = _surnames().get(fold(name), frozenset()) if alone else {fold(name)}
    rows = [row for key in sorted(keys) for row in _holders().get(key, ())]
    if not rows and not alone:
        rows = list(_holders().get(fold(MIDDLE.sub(" ", name).strip()), ()))
    if alone or len(_people(rows)) > 1:
        rows = [row for row in rows if not places or row["polity"] in places or row["role"] == "intl_org"]
    day = date[:10]
    valid = [row for row in rows if not day or (row["from"] <= day and (not row["to"] or day <= row["to"]))]
    if not valid or (not day and all(row["to"] for row in valid)):
        return Evidence(span)
    roles = {row["role"] for row in valid}
    if len(_people(valid)) > 1 or len(roles) > 1:
        return Evidence(span)
    sides = {_side(row, day) for row in valid}
    side = sides.pop() if len(sides) == 1 else ""
    strength = (SURNAME if alone else FULL) - (0.0 if day else UNDATED)
    return Evidence(span, roles.pop(), strength, side, valid[0]["polity"], False, "office holder")


def taken_later(name: str, role: str, date: str) -> str:
    """The day after somebody of this full name took an office of this role, long after a date; else ""."""
    rows = [row for row in _holders().get(fold(name), ()) if row["role"] == role and row["from"]]
    if not rows or not date or any(row["from"] <= date[:10] for row in rows):
        return ""
    first = datetime.date.fromisoformat(min(row["from"] for row in rows))
    far = (first - datetime.date.fromisoformat(date[:10])).days
    return str(first + datetime.timedelta(days=1)) if far > LATER else ""


def polity_of(name: str) -> str:
    """The country of a full name, where all that the tables say of it agrees, whatever the day."""
    polities = {row["polity"] for row in _holders().get(fold(name), ())}
    return polities.pop() if len(polities) == 1 else ""


@cache
def first_days_in_government(polity: str) -> tuple[str, ...]:
    """The days from which people of a country govern who had been in its opposition, by the tables."""
    opposed: set[str] = set()
    days: set[str] = set()
    of_country = [row for row in _rows() if row["polity"] == polity and row["alignment"] and row["from"]]
    for row in sorted(of_country, key=lambda row: row["from"]):
        if row["alignment"] == "opposition":
            opposed.add(row["name"])
        elif row["name"] in opposed:
            days.add(row["from"])
            opposed.discard(row["name"])
    return tuple(sorted(days))


@cache
def is_holder(word: str) -> bool:
    """Whether a single capitalised word is the surname of an office holder."""
    return fold(word) in _surnames()


def _people(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Who is meant; one name in two countries is two people."""
    return {(row["name"], row["polity"] if row["role"] != "intl_org" else "") for row in rows}


def _side(row: Row, day: str) -> str:
    if row["alignment"] or not row["party"]:
        return row["alignment"]
    party = party_of(row["party"], [row["polity"]])
    return side_of(party, day) if party else ""


@cache
def _rows() -> tuple[Row, ...]:
    """Rows written for this project; then the leaders and members of tables whom they do not know."""
    written = [{**row, "party": ""} for row in resources.lexicon("offices")]
    known = {fold(name) for row in written for name in (row["name"], *row["aliases"].split("|")) if name}
    more = [row for table in TABLES for row in resources.lexicon(table)]
    return (*written, *(row for row in more if not known & {fold(name) for name in _names(row)}))


def _names(row: Row) -> Iterator[str]:
    """Names as written, and of long ones the first word with the last: "Tedros Ghebreyesus"."""
    yield row["name"]
    if (plain := SUFFIX.sub("", row["name"])) != row["name"]:
        yield plain
        yield from (f"{alias.strip()} Jr" for alias in row["aliases"].split("|") if " " in alias)
    first, *middle, last = row["name"].split(" ") if row["name"].count(" ") > 1 else (row["name"], "")
    if middle and middle[0][0].isupper():
        yield f"{first} {last}"
    yield from (alias.strip() for alias in row["aliases"].split("|") if alias.strip())


@cache
def _holders() -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in _rows():
        for name in {fold(name) for name in _names(row) if " " in name or name == row["name"]}:
            rows[name].append(row)
    return {name: tuple(found) for name, found in rows.items()}


@cache
def _surnames() -> dict[str, frozenset[str]]:
    """Folded surname or one-word alias → folded full names."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in _rows():
        full = fold(row["name"])
        for short in {full.split(" ")[-1], *(fold(name) for name in _names(row) if " " not in name)}:
            out[short].add(full)
    return {short: frozenset(names) for short, names in out.items()}
