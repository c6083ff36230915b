"""Lines that tell who wrote an article and when.  Knows single lines, not where on a page they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bias.ingest.fields import dates

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?,? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
_NUMERIC = r"(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{4})"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\b\.?)?(?: ?(?:GMT|UTC|[ECMP][SD]?T|BST|CES?T|EES?T|MSK)\b)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
_DATE = re.compile(
    rf"(?:\b{_WEEKDAY})?\b({_DAY}|{_NUMERIC})(?:T|,? ?(?:at |- |– |\| |• )?)?(\b{_CLOCK})?", re.IGNORECASE
)
_FILLER = re.compile(
    "|".join(
        (
            r"\b(?:first |last )?(?:published|updated|posted|modified|edited|created|issued|released)\b:?",
            r"\b(?:publication date|date|on|at)\b:?",
            r"\b\d+ (?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) (?:ago|read)\b",
            r"\b\d+[ -]min(?:ute)?s? read\b",
            r"\b(?:reading|read) time:? \d+ ?min(?:ute)?s?\b",
            r"\b(?:an|a) (?:minute|hour|day|week|month|year) ago\b",
            _CLOCK,
        )
    ),
    re.IGNORECASE,
)
_STALE = re.compile(r"\b(?:updated|modified|edited)\b", re.IGNORECASE)
_BLANK = " \t\u00a0,;:|/·•–—-()."
_CAPITAL = "".join(
    letter for letter in map(chr, range(0x1F00)) if letter.isupper()
)  # Łukasz, Željko, Đỗ, Ольга
_NAME_WORD = rf"(?:(?:de|del|della|di|da|van|von|der|den|bin|ibn|al|el|la|le)\s+)*[{_CAPITAL}][\w.’'-]*"
_NAME = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:,\s+{_NAME}){{0,4}},?\s+(?:and|&)\s+{_NAME})?"  # without "and" a comma opens a role
_ROLE = (
    r"(?:staff|senior|chief|political|foreign|special|world|business|science|sports|news|contributing|our|the)?\s*"
    r"(?:[\w-]+\s+){0,2}(?:writers?|reporters?|correspondents?|editors?|columnists?|contributors?|desk|staff|author)"
)
_BY = re.compile(
    rf"(?:byline|by|written by|words by|author|story by)\s*:?\s+(?P<name>{_NAMES}|[a-z][\w.-]*)"
    rf"(?:\s*(?:[,|/·•–—-]|\bin\b|\bfor\b|\bat\b)\s*(?P<role>.*))?"
)
_TITLE_CASE = re.compile(r"(?:The|A|An|Any|All|Far|Numbers|Now|Then|Its|Their|His|Her|My|Our|No|Way)\b")
_AGENCIES = re.compile(r"The (?:Associated Press|Editorial Board|Editors?|New York Times)\b")
_ANY_ROLE = f"(?i:{_ROLE})"
_PLACE_OR_ROLE = re.compile(
    rf"{_ANY_ROLE}|{_NAMES}|{_NAME},?\s+{_ANY_ROLE}|{_ANY_ROLE},?\s+(?:at |for |in )?{_NAME}"
)
_PLACED = re.compile(rf"(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,3}})(?:\s+in\s+{_NAME}|,\s+{_ANY_ROLE})?")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line tells of author and date; "" for what it does not tell."""

    author: str = ""
    published: str = ""


def read(line: str) -> Byline | None:
    """The byline or dateline that the line is as a whole, None for any other line."""
    if len(line) > 200:
        return None
    rest, when, dated = _take_date(line)
    if not rest:
        return Byline(published=when) if dated else None
    author = _author(rest)
    return Byline(author, when) if author else None


def name_above_date(line: str, following: Sequence[str]) -> Byline | None:
    """A bare name, such as "Jane Doe in London", counts as a byline only right above a dateline."""
    match = _PLACED.fullmatch(line)
    below = read(following[0]) if following else None
    return Byline(author=match["name"]) if match and below and not below.author else None


def is_outlet(line: str) -> bool:
    """Whether a name above a dateline cannot be a person's: The Quillford Courier."""
    return _TITLE_CASE.match(line) is not None


def _take_date(line: str) -> tuple[str, str, bool]:
    """The line without its dates, the date of publication in ISO 8601, and whether a date was there."""
    when = ""
    for match in _DATE.finditer(line):
        if not when and not _STALE.search(line, max(0, match.start() - 20), match.start()):
            when = _iso(match)
    bare, day = _DATE.subn(" ", line)
    bare, filler = _FILLER.subn(" ", bare)
    rest = re.sub(r"\s+", " ", bare).strip(_BLANK)
    told = bool(day) or bool(filler and (re.search(r"\d", line) or _STALE.search(line)))
    return rest, when, told


def _iso(match: re.Match[str]) -> str:
    day = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match[1], flags=re.IGNORECASE)
    clock = re.sub(r"^(\d{1,2})\.(\d\d)", r"\1:\2", match[2] or "")
    try:
        return dates.iso(f"{day} {clock}".strip())
    except dates.UnreadableDateError:
        return ""  # such as 3/4/2020: the line is still a dateline


def _author(rest: str) -> str:
    start = re.match(r"(?:byline|by|written by|words by|author|story by)\b", rest, re.IGNORECASE)
    if not start or len(rest.split()) > 20:
        return ""
    match = _BY.fullmatch(start[0].lower() + rest[start.end() :])
    if not match or not _is_name(match["name"]) or not _is_role(match["role"] or ""):
        return ""
    return re.sub(r"\s+", " ", match["name"]).strip(_BLANK)


def _is_name(name: str) -> bool:
    return _AGENCIES.match(name) is not None or _TITLE_CASE.match(name) is None


def _is_role(rest: str) -> bool:
    """What follows a name may be a role, a place or an outlet, never a sentence."""
    rest = rest.strip(_BLANK)
    return not rest or (len(rest.split()) <= 8 and _PLACE_OR_ROLE.fullmatch(rest) is not None)
