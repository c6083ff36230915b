"""Numbers, plurals and dates as a reader sees them.  Knows no frame and no chart."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

PLURAL = re.compile(r"ies\b|s\b")
CLEAR = 0.05  # q below it is called clear
DIGITS = {"per article": 1, "per 1,000": 2, "number": 1, "index": 3}
UNITS = {"net": " of 100 mentions", "per 1,000": " per 1,000 words", "per article": " per article"}
PART = {"share": "of", "per 1,000": "in", "per article": "in"}  # between n and its whole
SIGNED = ("net", "stance")  # units around zero, of a hundred
SCALE = {"share": 100, "net": 100, "stance": 100}  # of a value, where it is written in points
MOST_APART = {"share": 1.0, "net": 2.0, "stance": 2.0}  # how far two values of a unit can lie apart


def value_text(value: float, unit: str) -> str:
    """A value as charts and sentences write it; a dash where there is none."""
    if math.isnan(value):
        return "–"
    if unit == "share":
        return f"{value:.0%}".replace("%", " %")
    if unit in SIGNED:
        return f"{round(value * 100) + 0:+d}".replace("-", "−").replace("+0", "0")
    return f"{value:.{DIGITS[unit]}f}".replace("-", "−")


def interval_text(low: float, high: float, unit: str) -> str:
    """ "28–40 %", "+3 to +12"."""
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    if unit == "share":
        return f"{low * 100:.0f}–{high * 100:.0f} %"
    joined = " to " if unit in SIGNED or low < 0 else "–"
    return f"{value_text(low, unit)}{joined}{value_text(high, unit)}"


def value_with_interval(row: Mapping[str, Any], unit: str) -> str:
    """ "34 % (28–40 %)"."""
    return f"{value_text(row['value'], unit)} ({interval_text(row['low'], row['high'], unit)})"


def difference_text(row: Mapping[str, Any], unit: str) -> str:
    """ "+12 points (+3 to +21)": a difference with its interval; of what is no share, in its own unit."""
    scale = SCALE.get(unit, 1)
    size, low, high = (_signed(row[name] * scale, digits(unit)) for name in ("difference", "low", "high"))
    return f"{size}{difference_unit(unit)} ({low} to {high})".replace("-", "−")


def _signed(value: float, places: int) -> str:
    """ "+12", "−3", and 0 without a sign."""
    rounded = round(value, places)
    return f"{rounded:+.{places}f}" if rounded else f"{0:.{places}f}"


def digits(unit: str) -> int:
    """Digits behind the point: none of what is counted in a hundred."""
    return 0 if unit in SCALE else DIGITS[unit]


def difference_unit(unit: str) -> str:
    """What a difference of two values is counted in."""
    return " points" if unit in SCALE else UNITS.get(unit, "")


def clearness(q: float) -> str:
    """ "clear"; q is in the table."""
    return "clear" if q < CLEAR else "not clear"


def counted(n: int, noun: str) -> str:
    """ "1 article", "1,200 articles"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def counted_as(n: int, nouns: str) -> str:
    """ "1 own word", "1,200 own words": a number of what is named in the plural."""
    return f"{n:,} {PLURAL.sub(_singular, nouns) if n == 1 else nouns}".strip()


def _singular(plural: re.Match[str]) -> str:
    return "y" if plural.group() == "ies" else ""


def part_text(row: Mapping[str, Any], unit: str, nouns: str) -> str:
    """What a number was counted from: "73 of 155 statements", "15 in 12,345 own words", "12 to 40
    statements"; of means, and of what is no part of anything, "12 articles".  Takes n and base."""
    whole = counted_as(int(row["base"]), nouns)
    return f"{int(row['n']):,} {PART[unit]} {whole}" if unit in PART else whole


def period_text(first: str, last: str, *, joined: str = " to ") -> str:
    """ "2026-01-14 to 2026-06-16"; one day once, nothing where there is none."""
    return joined.join(dict.fromkeys(day[:10] for day in (first, last) if day))
