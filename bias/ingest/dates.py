"""Reads dates that people and machines write.  Knows no columns; never guesses which of two is the month."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Literal

from dateutil import parser, tz  # type: ignore[import-untyped]

Order = Literal["day", "month"]  # which comes first in 03/04/2020

_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_NUMERIC = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)", re.S)
_DIGITS = re.compile(r"\d+(\.\d+)?")
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONES |= {"BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}
_TZINFOS = {name: tz.tzoffset(name, hours * 3600) for name, hours in _ZONES.items()}
# two days that differ in all their parts: what the parser had to fill in shows in the difference
_FILLS = (datetime(2000, 1, 1), datetime(2003, 2, 2))


class UnreadableDateError(ValueError):
    """Not a whole date, or one that could be two."""


def iso(value: object, order: Order | None = None) -> str:
    """ISO 8601: the date, with the time of day where one is told; midnight counts as none.

    03/04/2020 needs an order, 03.04.2020 does not (dots are written day first).  Numbers are Unix
    seconds or milliseconds, or YYYYMMDD.  Raises UnreadableDateError.
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


def is_numeric(value: object) -> bool:
    """Whether the value is written like 03/04/2020, so that its order matters."""
    return isinstance(value, str) and _NUMERIC.match(value) is not None


def _moment(value: object, order: Order | None) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = str(value).strip()
    if _DIGITS.fullmatch(text):
        return _from_number(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass  # not ISO: the looser readings follow
    numeric = _NUMERIC.match(text)
    return _from_numeric(numeric, order) if numeric else _from_words(text)


def _from_number(text: str) -> datetime:
    try:
        if re.fullmatch(r"\d{8}", text):
            return datetime.strptime(text, "%Y%m%d")
        number = float(text)
        if 1e8 <= number < 1e10:
            return datetime.fromtimestamp(number, UTC)
        if 1e11 <= number < 1e13:
            return datetime.fromtimestamp(number / 1000, UTC)
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
