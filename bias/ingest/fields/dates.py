"""Reads dates that people and machines write.  Knows no columns; never guesses which of two is the month."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal

from dateutil import parser, tz  # type: ignore[import-untyped]

from bias.resources import lexicon

Order = Literal["day", "month"]  # which comes first in 03/04/2020

_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_LONGEST = 200  # code points of a date
_AHEAD = timedelta(days=2)  # a paper of tomorrow, in the time zone that is furthest ahead
_NUMERIC = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)", re.S)
_DIGITS = re.compile(r"\d+(\.\d+)?(e[+]?\d+)?", re.IGNORECASE)
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONES |= {"BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}
_TZINFOS = {name: tz.tzoffset(name, hours * 3600) for name, hours in _ZONES.items()}
# two days that differ in all their parts: what the parser had to fill in shows in the difference
_FILLS = (datetime(2000, 1, 1), datetime(2003, 2, 2))
_LABEL = re.compile(
    r"^\s*(?:(?:date of publication|publication date|publish(?:ed)?(?: on| at)?|first published|"
    r"posted(?: on)?|"
    r"updated(?: on| at)?|last (?:updated|modified)|load[- ]?date|created|issued|date|datum|am|le|"
    r"erschienen(?: am)?|veröffentlicht(?: am)?|stand|publié(?: le)?|mis à jour(?: le)?|fecha|"
    r"publicado(?: el)?|data|"
    r"pubblicato(?: il)?)\b\s*[:.]?\s+)+",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?<=\d{4})\s*:\s*[A-Z]?\d*\.?\s*$")  # ProQuest: 4 Mar 2019: A4.
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|°|-го)(?!\w)|(?<=\d)\.(?=\s*[^\W\d])", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:de|del|den|der|of|à|um|kl|года|году|року|г|р|uhr|du|il|el)\b\.?", re.IGNORECASE)
_CJK = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HOURS = re.compile(r"\b(\d{1,2})\s?[hH](\d{2})\b")  # 10h12
_SERIALS = (15_000, 80_000)  # days since 30 December 1899, as Excel counts: 1941 to 2119
# hosts whose country writes the day first, or the month; a generic ending tells nothing
_DAY_FIRST = frozenset(
    (
        "uk", "ie", "de", "at", "ch", "fr", "be", "nl", "lu", "it", "es", "pt", "gr", "dk", "se", "no", "fi",
        "is", "pl", "cz", "sk", "hu", "ro", "bg", "hr", "si", "rs", "ee", "lv", "lt", "ua", "ru", "by", "tr",
        "il", "in", "pk", "bd", "lk", "au", "nz", "za", "ke", "ng", "gh", "br", "ar", "cl", "co", "mx", "pe",
        "uy", "ec", "ve", "eu", "scot", "wales",
    )
)  # fmt: skip
_MONTH_FIRST = frozenset({"us", "ph"})


class UnreadableDateError(ValueError):
    """Not a whole date, or one that could be two."""


def iso(value: object, order: Order | None = None) -> str:
    """ISO 8601: the date, with the time of day where one is told; midnight counts as none.

    03/04/2020 needs an order, 03.04.2020 does not (dots are written day first).  Numbers are Unix
    seconds or milliseconds, YYYYMMDD, or days as Excel counts them.  Months may be named in English, German,
    French, Spanish, Italian, Portuguese, Dutch, Russian and Ukrainian.  Raises UnreadableDateError.
    """
    moment = _moment(value, order)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UnreadableDateError(f"unreadable: {str(value)!r}")
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def order_of(values: Iterable[object]) -> Order | None:
    """Which comes first in a column of dates, by the values that leave no choice; None when they disagree."""
    seen: set[Order] = set()
    for value in values:
        match = _NUMERIC.match(value) if isinstance(value, str) else None
        if match and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                seen.add("day")
            elif second > 12 >= first:
                seen.add("month")
    return seen.pop() if len(seen) == 1 else None


def order_in(host: str) -> Order | None:
    """Which comes first where a host is at home, as its last part tells; None for .com and the like."""
    ending = host.rstrip(".").rpartition(".")[2].lower()
    return "day" if ending in _DAY_FIRST else "month" if ending in _MONTH_FIRST else None


def is_numeric(value: object) -> bool:
    """Whether the value is written like 03/04/2020, so that its order matters."""
    return isinstance(value, str) and _NUMERIC.match(value) is not None


def is_future(told: str) -> bool:
    """Whether an ISO date lies ahead of today."""
    try:
        return datetime.fromisoformat(told).date() > date.today() + _AHEAD
    except ValueError:
        return False


def _moment(value: object, order: Order | None) -> datetime:
    if isinstance(value, Mapping):  # as MongoDB exports dates
        inner = value.get("$date", value.get("$numberLong", ""))
        return _moment(inner, order)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = str(value).strip()
    if len(text) > _LONGEST:
        raise UnreadableDateError(f"unreadable: {text[:40]!r}…")
    if _DIGITS.fullmatch(text):
        return _from_number(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass  # not ISO: the looser readings follow
    text = _tidy(text)
    numeric = _NUMERIC.match(text)
    return _from_numeric(numeric, order) if numeric else _from_words(text)


def _tidy(text: str) -> str:
    """The date without its label, and as English has it."""
    text = _PAGE.sub("", _LABEL.sub("", " ".join(text.split())))
    text = _CJK.sub(r"\1-\2-\3", text)
    return _HOURS.sub(r"\1:\2", _in_english(text))


def _in_english(text: str) -> str:
    months, days = _month_names()
    found = False

    def word(match: re.Match[str]) -> str:
        nonlocal found
        name = match[0].lower()
        if name in months:
            found = True
            return months[name]
        if name in days:
            found = True
            return ""
        return match[0]

    changed = re.sub(r"[^\W\d_]+(?:[-ʼ'][^\W\d_]+)?", word, text)
    if not found:
        return text
    changed = _SMALL.sub(" ", _ORDINAL.sub("", changed))
    return re.sub(r"(?<=[A-Za-z])\.", " ", changed).strip(" ,.")


@cache
def _month_names() -> tuple[dict[str, str], frozenset[str]]:
    """Month names beside the English ones → those, and the names of days."""
    english = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
    own = {name.lower() for name in english} | {name[:3].lower() for name in english}
    months: dict[str, str] = {}
    days: set[str] = set()
    for row in lexicon("months"):
        names = set(row["names"].split()) - own
        if row["number"]:
            months |= dict.fromkeys(names, english[int(row["number"]) - 1])
        else:
            days |= names
    return months, frozenset(days)


def _from_number(text: str) -> datetime:
    try:
        if re.fullmatch(r"\d{8}", text):
            return datetime.strptime(text, "%Y%m%d")
        number = float(text)
        if _SERIALS[0] <= number < _SERIALS[1]:
            moment = datetime(1899, 12, 30) + timedelta(days=number)
            return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
        if 1e8 <= number < 1e10:
            return datetime.fromtimestamp(number, UTC)
        for unit in (1e3, 1e6, 1e9):  # milliseconds, microseconds, nanoseconds
            if 1e8 * unit <= number < 1e10 * unit:
                return datetime.fromtimestamp(number / unit, UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableDateError(f"unreadable: {text!r}") from error
    raise UnreadableDateError(f"unreadable: {text!r}")


def _from_numeric(match: re.Match[str], order: Order | None) -> datetime:
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or first > 12 or first == second:
        order = "day"
    elif second > 12:
        order = "month"
    if order is None:
        raise UnreadableDateError(f"ambiguous, day or month first: {match.string.strip()!r}")
    return _parsed(match.string, dayfirst=order == "day")


def _from_words(text: str) -> datetime:
    tidy = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", text, flags=re.I)
    tidy = re.sub(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:[ap]m|[A-Z]{2,4})?$)", r"\1:\2", tidy)  # 10.12 BST
    return _parsed(re.sub(r"\s(?:ET|CT|MT|PT)$", "", tidy), dayfirst=False)


def _parsed(text: str, *, dayfirst: bool) -> datetime:
    first, second = (_filled(text, fill, dayfirst) for fill in _FILLS)
    if first.date() != second.date():
        raise UnreadableDateError(f"unreadable, not a whole date: {text.strip()!r}")
    return first


def _filled(text: str, fill: datetime, dayfirst: bool) -> datetime:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)  # the time then has no zone
            moment: datetime = parser.parse(text, default=fill, dayfirst=dayfirst, tzinfos=_TZINFOS)
    except (ValueError, OverflowError) as error:
        raise UnreadableDateError(f"unreadable: {text.strip()!r}") from error
    return moment
