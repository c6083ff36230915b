"""The name of a party, the country and the day → which party it is, and whether it governed.

Parties of different countries share names.  The countries that an article speaks of decide; a name that
they leave open is a party whose side is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from bias import resources
from bias.reading.roles.role_words import LexiconMatch, phrase_words

# of many names: a party of its own only where its country is spoken of
ADJECTIVES = frozenset(("Democratic", "Conservative", "Liberal"))
PARLIAMENT = "Congress"  # of the United States, and a party where India is spoken of first
Row = Mapping[str, str]


def party_of(name: str, polities: Sequence[str]) -> Row | None:
    """The party of this name in the first of the countries that has one, else the only well-known one.

    Parties that only ParlGov has need their country.
    """
    rows = _rows().get(name, ())
    for polity in polities:
        for row in rows:
            if row["polity"] == polity:
                return row
    own = [row for row in rows if not row["known_to"] and not (row["short"] and is_short(name))]
    return own[0] if len(own) == 1 else None


def homes_of(name: str) -> set[str]:
    """The countries that have a party of this name."""
    return {row["polity"] for row in _rows().get(name, ())}


def at_home(found: Sequence[LexiconMatch], polities: Sequence[str]) -> list[LexiconMatch]:
    """The entries of a phrase that can be meant where these are the countries spoken of.

    Short names of parties and of a country's bodies need their country: "PS", "EFF".  Of a body and a party
    of one name that one stays whose country is spoken of first.
    """
    kept = [one for one in found if _is_at_home(one, polities)]
    return [one for one in kept if not any(_is_displaced(one, other, polities) for other in kept)]


def _is_at_home(one: LexiconMatch, polities: Sequence[str]) -> bool:
    name = one.entry.words
    if name == PARLIAMENT and one.entry.kind == "party":
        return bool(homes_of(name) & set(polities[:1]))
    if name in ADJECTIVES:
        return any(row["polity"] in polities for row in _rows().get(name, ()))
    if not is_short(name):
        return True
    if one.entry.kind == "party":
        return party_of(name, polities) is not None
    return one.entry.kind != "body" or not one.entry.polity or not polities or one.entry.polity in polities


def _is_displaced(one: LexiconMatch, other: LexiconMatch, polities: Sequence[str]) -> bool:
    """Whether another entry covers it, or has the same words and is of a country that is spoken of more."""
    if one.entry.words in ADJECTIVES and other is not one:
        covers = other.first <= one.first and one.last < other.last
        return covers and other.entry.kind in ("party", "body")
    if one is other or {one.entry.kind, other.entry.kind} != {"body", "party"} or one.span != other.span:
        return False
    mine, others = _rank(one, polities), _rank(other, polities)
    return mine > others or mine == others == len(polities)


def _rank(one: LexiconMatch, polities: Sequence[str]) -> int:
    rows = _rows().get(one.entry.words, ()) if one.entry.kind == "party" else ()
    own = {row["polity"] for row in rows} or {one.entry.polity}
    return next((n for n, polity in enumerate(polities) if polity in own), len(polities))


def side_of(row: Row, date: str) -> str:
    """Whether a party was incumbent or opposition at a date; "" without one, unless it has never governed.

    After the day up to which its source knows it, nothing is said.
    """
    periods = [period for period in row["governs"].split("|") if period]
    day = date[:10]
    if row["known_to"] and (not day or day > row["known_to"]):
        return ""
    if not periods:
        return "opposition"
    if not day:
        return ""
    for period in periods:
        start, _, end = period.partition("..")
        if start <= day and (not end or day <= end):
            return "incumbent"
    return "opposition"


@cache
def _rows() -> dict[str, tuple[Row, ...]]:
    out: dict[str, list[Row]] = defaultdict(list)
    for row in party_rows():
        for name in {row["name"], *row["aliases"].split("|")}:
            if name:
                out[" ".join(word.text for word in phrase_words(name))].append(row)
    return {name: tuple(rows) for name, rows in out.items()}


@cache
def party_rows() -> tuple[Row, ...]:
    """The parties written for this project, then those of ParlGov."""
    written = [{**row, "known_to": ""} for row in resources.lexicon("parties")]
    return (*written, *({**row, "short": ""} for row in resources.lexicon("parties_parlgov")))


def is_short(name: str) -> bool:
    return len(name) <= 4 and " " not in name
