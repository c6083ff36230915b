"""What one article leaves open about a speaker → what other articles of about the same time say of it.

A window of dates moves over the articles of one speaker and keeps counts: each article joins it once and
leaves it once, so the work grows with the number of articles and not with the number of their pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from bias.corpus.events.clustering import UNDATED, day_of

DAYS = 180  # articles further apart say nothing of each other's roles
AGREE = 0.7  # share of the articles that know a code, from which on they agree
ELSEWHERE = "elsewhere in the corpus"
CODES = ("role", "alignment", "polity")
_CERTAINTY = 0.9  # confidence of a role that all the other articles give


class Row(Protocol):
    """A row by the names of its columns."""

    def __getitem__(self, name: str, /) -> Any: ...


def impute(rows: Sequence[Row], counts: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """For each row of one speaker the cells that other articles fill, where it is silent and they agree.

    A role brings its confidence, why and reason.  An article without a date is near all others.  `counts`
    says for how many articles of one day that say the same a row stands.
    """
    out: list[dict[str, Any]] = [{} for _ in rows]
    for window, places in _windows(rows, counts or [1] * len(rows)):
        filled: dict[tuple[str, ...], dict[str, Any]] = {}  # rows of one day that know the same get the same
        for place in places:
            codes = tuple(rows[place][code] for code in CODES)
            if codes not in filled:
                filled[codes] = window.fill(dict(zip(CODES, codes, strict=True)))
            out[place] = filled[codes]
    return out


def _windows(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[tuple[_Window, list[int]]]:
    """For each day the articles near it, counted, with the places of the rows of that day."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[day_of(row["published"])].append(place)
    undated = places.pop(UNDATED, [])
    days = sorted(places)
    window = _Window()

    def count(some: Iterable[int], step: int) -> None:
        window.count((rows[place], step * counts[place]) for place in some)

    count(undated, 1)
    first = last = 0  # the window holds days[first:last]
    for day in days:
        while last < len(days) and days[last] <= day + DAYS:
            count(places[days[last]], 1)
            last += 1
        while days[first] < day - DAYS:
            count(places[days[first]], -1)
            first += 1
        yield window, places[day]
    if undated:
        for day in days[:first]:
            count(places[day], 1)
        yield window, undated


class _Window:
    """How many of some articles give a speaker which code, and by which words."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Counter[str]]] = {code: defaultdict(Counter) for code in CODES}
        self.reasons: dict[str, Counter[str]] = defaultdict(Counter)  # of a role

    def count(self, rows: Iterable[tuple[Row, int]]) -> None:
        """Take articles in, or out where their number is below zero."""
        for row, step in rows:
            for code in CODES:
                _count(self.codes[code][row["role"]], row[code], step)
            if row["role"]:
                _count(self.reasons[row["role"]], row["reason"], step)

    def fill(self, row: Row) -> dict[str, Any]:
        """The cells that a row lacks.  It is not counted among the others: what it lacks it does not give."""
        out: dict[str, Any] = {}
        for code in CODES:
            value, share = ("", 0.0) if row[code] else self._agreed(code, row["role"])
            if value and share >= AGREE:
                out[code] = value
                if code == "role":
                    reason = _most(self.reasons[value])
                    out |= {"confidence": round(_CERTAINTY * share, 3), "why": ELSEWHERE, "reason": reason}
        return out

    def _agreed(self, code: str, role: str) -> tuple[str, float]:
        """The code most often given, and its share.

        A side or a polity is taken only from articles that give the same role, or where either gives none.
        """
        given = self.codes[code]
        said: Counter[str] = Counter()
        for by_role in (role, "") if role else list(given):
            said.update(given[by_role])
        value = _most(said)
        return value, said[value] / (said.total() or 1)


def _count(counts: Counter[str], value: str, step: int) -> None:
    """Count what is said; what nobody says any longer is gone: a window is no larger than its articles."""
    if value:
        counts[value] += step
        if not counts[value]:
            del counts[value]


def _most(counts: Counter[str]) -> str:
    """What was counted most often, of equals the first of the alphabet; empty for nothing."""
    return min(counts, key=lambda value: (-counts[value], value), default="")
