"""Where ticks stand and what they say: Plotly's own rules, so that paper and screen show the same numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bias.errors import BadInputError
from bias.show.images.axes import DAY, Axis
from bias.show.images.plot import array, numbers

ROUND = (2, 5, 10)
MONTHS, DAYS, HOURS, MINUTES = (1, 2, 3, 6, 12), (1, 2, 3, 7, 14), (1, 2, 3, 6, 12), (1, 2, 5, 10, 15, 30)
YEAR, MONTH, HOUR, MINUTE = 365.25 * DAY, 365.25 * DAY / 12, DAY / 24, DAY / 1440
SUNDAY = 10958 * DAY  # 2 January 2000, from which weeks are counted
SUFFIX = {3: "k", 6: "M", 9: "B"}
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December")  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEAR = 1e-4  # of the axis: a tick on its end is on it


@dataclass(frozen=True, slots=True)
class Tick:
    value: float
    text: str  # Plotly's little HTML


def ticks(axis: Axis) -> list[Tick]:
    if axis.spec.get("tickvals") is not None:
        return list(_said(axis))
    if axis.dates:
        return list(_dated(axis))
    return list(_counted(axis))


def _said(axis: Axis) -> Iterator[Tick]:
    values = numbers(axis.spec["tickvals"])
    texts = axis.spec.get("ticktext")
    words = [f"{value:g}" for value in values] if texts is None else [str(one) for one in array(texts)]
    low, high = _ends(axis)
    for value, text in zip(values, words, strict=False):
        if low < value < high:
            yield Tick(float(value), text)


def _ends(axis: Axis) -> tuple[float, float]:
    low, high = sorted((axis.low, axis.high))
    return low - NEAR * (high - low), high + NEAR * (high - low)


def _rough(axis: Axis) -> float:
    """About how far ticks are apart."""
    near = 40 if axis.name[0] == "y" else 80
    count = axis.spec.get("nticks") or min(9.0, max(4.0, axis.length / near)) + 1
    return abs(axis.high - axis.low) / count


def _up(value: float, unit: float, allowed: tuple[int, ...]) -> float:
    """The first allowed number of units that is enough, or the last one."""
    return unit * next((one for one in allowed if one >= value / unit), allowed[-1])


# -- numbers -----------------------------------------------------------------------------------------


def _counted(axis: Axis) -> Iterator[Tick]:
    rough = _rough(axis)
    step = float(axis.spec.get("dtick") or _up(rough, 10.0 ** math.floor(math.log10(rough)), ROUND))
    for value in _every(axis, step, 0.0):
        yield Tick(value, _number(value, step, max(abs(axis.low), abs(axis.high)), axis.spec))


def _number(value: float, step: float, largest: float, spec: dict[str, object]) -> str:
    pattern = str(spec.get("tickformat") or "")
    if pattern:
        return _formatted(value, pattern)
    exponent = 0
    if largest >= 1e4:
        exponent = min(9, 3 * round((math.floor(math.log10(largest) + 0.01) - 1) / 3))
    digits = max(0, 2 - math.floor(math.log10(step / 10**exponent) + 0.01))
    text = f"{value / 10**exponent:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text).replace("-", "−") + (SUFFIX.get(exponent, "") if value else "")


def _formatted(value: float, pattern: str) -> str:
    found = re.fullmatch(r"\.(\d)([%f])", pattern)
    if not found:
        raise BadInputError(f"ticks as {pattern!r}: cannot be written; use .0% or .2f")
    return f"{value:.{found[1]}{found[2]}}".replace("-", "−")


# -- dates -------------------------------------------------------------------------------------------


def _dated(axis: Axis) -> Iterator[Tick]:
    rough, said = _rough(axis), str(axis.spec.get("dtick") or "")
    if said.startswith("M"):
        yield from _written(axis, _by_month(axis, int(said[1:])), "%b %Y")
    elif 2 * rough > YEAR:
        step = 12 * _up(rough / YEAR, 10.0 ** math.floor(math.log10(rough / YEAR)), ROUND)
        yield from _written(axis, _by_month(axis, max(12, round(step))), "%Y")
    elif 2 * rough > MONTH:
        step = _up(rough / MONTH, 1, MONTHS)
        yield from _written(axis, _by_month(axis, round(step)), "%Y" if step == 12 else "%b %Y")
    else:
        step = _by_time(rough)
        pattern = "%b %-d\n%Y" if step >= DAY else "%H:%M\n%b %-d, %Y"
        yield from _written(axis, _every(axis, step, SUNDAY), pattern)


def _by_time(rough: float) -> float:
    if 2 * rough > DAY:
        return _up(rough, DAY, DAYS)
    return _up(rough, HOUR, HOURS) if 2 * rough > HOUR else _up(rough, MINUTE, MINUTES)


def _every(axis: Axis, step: float, start: float) -> Iterator[float]:
    low, high = _ends(axis)
    for count in range(math.ceil((low - start) / step), math.floor((high - start) / step) + 1):
        yield start + count * step


def _by_month(axis: Axis, step: int) -> Iterator[float]:
    """The first of every so many months, counted from January 2000."""
    low, high = _ends(axis)
    first, last = ((_date(end).year - 2000) * 12 + _date(end).month - 1 for end in (low, high))
    for count in range(math.floor(first / step), math.ceil(last / step) + 1):
        year, month = divmod(count * step, 12)
        value = (datetime(2000 + year, month + 1, 1, tzinfo=UTC) - EPOCH) / timedelta(milliseconds=1)
        if low <= value <= high:
            yield value


def _written(axis: Axis, values: Iterator[float], pattern: str) -> Iterator[Tick]:
    """Dates as words; a tick that would say what the one before says is left out, and so is a year."""
    above, _, below = str(axis.spec.get("tickformat") or pattern).partition("\n")
    before = ("", "")
    for value in values:
        text, head = _in_words(value, above), _in_words(value, below)
        if (text, head) != before:
            yield Tick(value, text if not head or head == before[1] else f"{text}<br>{head}")
        before = text, head


def _in_words(value: float, pattern: str) -> str:
    """Written without the machine's locale: the words are English wherever the picture is made."""
    day = _date(value)
    known = {
        "%Y": str(day.year), "%b": NAMES[day.month - 1][:3], "%B": NAMES[day.month - 1],
        "%m": f"{day.month:02}", "%d": f"{day.day:02}", "%-d": str(day.day),
        "%H": f"{day.hour:02}", "%M": f"{day.minute:02}",
    }  # fmt: skip
    missing = set(re.findall(r"%-?\w", pattern)) - known.keys()
    if missing:
        raise BadInputError(f"dates as {pattern!r}: cannot be written; use {', '.join(known)}")
    return re.sub(r"%-?\w", lambda found: known[found[0]], pattern)


def _date(value: float) -> datetime:
    return EPOCH + timedelta(milliseconds=value)
