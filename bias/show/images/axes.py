"""Axes: where a value stands, and from where to where an axis goes, which is what Plotly would choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bias.show.images.notes import note_label
from bias.show.images.plot import Numbers, Plot, Spec, are_dates, array, each, numbers

SHARE = 0.05  # of the axis, left free beside points
DAY = 86_400_000.0  # milliseconds
ALONE = {False: 0.5, True: 15 * DAY}  # to either side of a single value, of a single date


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the picture, in pixels of the screen from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis between two places of the picture: from left to right, or from below to above."""

    name: str
    spec: Spec
    dates: bool
    low: float
    high: float
    start: float
    end: float
    empty: bool = False  # nothing stands on it, so that any number there would be invented

    @property
    def length(self) -> float:
        return abs(self.end - self.start)

    @property
    def shown(self) -> bool:
        return bool(self.spec.get("visible", True)) and not self.empty

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Frame:
    """The area that a figure fills, and all of its axes by their names."""

    area: Area
    axes: dict[str, Axis]

    def beside(self, axis: Axis) -> Axis:
        """The axis that another is anchored to: it hangs below or left of where that one starts."""
        return self.axes[str(axis.spec.get("anchor") or ("y" if axis.name[0] == "x" else "x"))]

    def place(self, value: Any, ref: str, letter: str) -> float:
        """A value of an axis, or a share of an axis or of the whole area, as a place of the picture."""
        axis = self.axes.get(ref.removesuffix(" domain"))
        if axis and not ref.endswith(" domain"):
            return axis.at(float(numbers([value])[0]))
        if axis:
            start, end = axis.start, axis.end
        elif letter == "x":
            start, end = self.area.left, self.area.right
        else:
            start, end = self.area.bottom, self.area.top
        return start + float(value) * (end - start)


@dataclass(frozen=True, slots=True)
class Extent:
    """Values that an axis must hold, with room around them: pixels before and after, a share of the axis."""

    low: float
    high: float
    before: float = 0.0
    after: float = 0.0
    share: float = 0.0
    to_zero: bool = False


def framed(plot: Plot, area: Area) -> Frame:
    """A plot that fills an area."""
    groups: dict[str, list[str]] = {}
    for name in plot.axes:
        groups.setdefault(_leader(plot, name), []).append(name)
    axes: dict[str, Axis] = {}
    for leader, names in groups.items():
        dates = any(_dated(plot, name) for name in names)
        start, end = _ends(leader, plot.axes[leader], area)
        held = [one for name in names for one in _held(plot, name) if not np.isnan(one.low)]
        low, high = _range(plot.axes[leader], held, abs(end - start), dates=dates)
        for name in names:
            spec = plot.axes[name]
            nothing = not held and spec.get("range") is None
            empty = nothing or (bool(plot.traces) and not any(plot.on(name)))
            axes[name] = Axis(name, spec, dates, low, high, *_ends(name, spec, area), empty)
    return Frame(area, axes)


def edges(centres: Numbers, *, dates: bool) -> Numbers:
    """Where cells begin and end: halfway between neighbours."""
    if len(centres) < 2:
        return np.concatenate([centres - ALONE[dates], centres + ALONE[dates]])
    between = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[2 * centres[0] - between[0]], between, [2 * centres[-1] - between[-1]]])


def bar_width(plot: Plot, trace: Spec) -> float:
    """How thick a bar is, in values of its axis."""
    if (width := trace.get("width")) is not None:
        return float(width)
    return _apart(trace) * (1 - float(plot.layout.get("bargap", 0.2)))


def places(trace: Spec) -> Numbers:
    """Where the bars stand."""
    return numbers(trace.get("y" if trace.get("orientation") == "h" else "x"))


# -- parts -------------------------------------------------------------------------------------------


def _leader(plot: Plot, name: str) -> str:
    """The axis that an axis goes with, over any number of steps."""
    seen = {name}
    while (after := plot.axes[name].get("matches")) in plot.axes and after not in seen:
        seen.add(after)
        name = after
    return name


def _ends(name: str, spec: Spec, area: Area) -> tuple[float, float]:
    first, last = (float(part) for part in spec.get("domain", (0, 1)))
    if name[0] == "x":
        across = area.right - area.left
        return area.left + first * across, area.left + last * across
    down = area.bottom - area.top
    return area.bottom - first * down, area.bottom - last * down


def _dated(plot: Plot, name: str) -> bool:
    return any(
        are_dates(array(trace.get(name[0]))) for trace in plot.on(name) if trace.get(name[0]) is not None
    )


def _range(spec: Spec, held: list[Extent], length: float, *, dates: bool) -> tuple[float, float]:
    """From where to where an axis goes: as it says, else so that all is on it."""
    if spec.get("range") is not None:
        low, high = (float(end) for end in numbers(spec["range"]))
        return (low, high) if low != high else (low - 1, high + 1)
    if not held:
        return 0.0, 1.0
    to_zero = spec.get("rangemode") == "tozero" or any(one.to_zero for one in held)
    found = [*held, Extent(0.0, 0.0)] if to_zero else held
    low, high = _fitting(found, length)
    if to_zero:
        low = max(low, 0.0) if min(one.low for one in found) >= 0 else low
        high = min(high, 0.0) if max(one.high for one in found) <= 0 else high
    if low == high:
        return low - 2 * ALONE[dates], high + 2 * ALONE[dates]
    return low, high


def _fitting(found: list[Extent], length: float) -> tuple[float, float]:
    """The ends that give each extent its room: the two that need most of it decide."""
    pixel = 0.0
    lowest = highest = found[0]
    for low in found:
        for high in found:
            free = max(1.0, length - low.before - high.after - (low.share + high.share) * length)
            if (high.high - low.low) / free > pixel:
                pixel, lowest, highest = (high.high - low.low) / free, low, high
    if not pixel:
        return found[0].low, found[0].high
    start = lowest.low - pixel * (lowest.before + lowest.share * length)
    return start, highest.high + pixel * (highest.after + highest.share * length)


def _held(plot: Plot, name: str) -> Iterator[Extent]:
    """All that stands on an axis: traces, shapes and annotations, which must not be cut."""
    letter = name[0]
    for trace in plot.on(name):
        yield from _extents(plot, trace, letter)
    for shape in plot.layout.get("shapes") or ():
        if shape.get(f"{letter}ref", letter) == name:
            ends = numbers([shape[f"{letter}0"], shape[f"{letter}1"]])
            half = float(shape.get("line", {}).get("width", 2)) / 2
            yield Extent(float(ends.min()), float(ends.max()), half, half)
    for note in plot.layout.get("annotations") or ():
        if note.get(f"{letter}ref", letter) == name:
            value = float(numbers([note[letter]])[0])
            left, top, right, bottom = note_label(plot, note).box
            before, after = (-left, right) if letter == "x" else (bottom, -top)
            yield Extent(value, value, max(0.0, before), max(0.0, after))


def _extents(plot: Plot, trace: Spec, letter: str) -> Iterator[Extent]:
    if trace["type"] == "bar":
        yield from _of_bars(plot, trace, letter)
    elif trace["type"] == "heatmap":
        centres = numbers(trace.get(letter))
        if len(centres):
            ends = edges(centres, dates=are_dates(array(trace.get(letter))))
            yield Extent(float(ends.min()), float(ends.max()))
    else:
        yield from _of_points(trace, letter)


def _of_bars(plot: Plot, trace: Spec, letter: str) -> Iterator[Extent]:
    stands = "y" if trace.get("orientation") == "h" else "x"
    found = numbers(trace.get(letter))
    if not len(found):
        return
    if letter == stands:
        half = _apart(trace) / 2
        yield Extent(float(found.min()) - half, float(found.max()) + half)
    else:
        yield Extent(float(np.nanmin(found)), float(np.nanmax(found)), share=SHARE, to_zero=True)


def _of_points(trace: Spec, letter: str) -> Iterator[Extent]:
    found = numbers(trace.get(letter))
    if not len(found) or np.isnan(found).all():
        return
    marked = "markers" in str(trace.get("mode", ""))
    sizes = each(trace.get("marker", {}).get("size"), len(found), 6) if marked else [0.0] * len(found)
    free = letter == "y" or (marked and trace.get("fill") != "tonexty") or "error_y" in trace
    for size in sorted(set(sizes)):
        part = found[[one == size for one in sizes]]
        part = part[~np.isnan(part)]
        if len(part):
            pixels = max(size / 1.6, 3.0) if marked and free else 0.0
            share = SHARE if free else 0.0
            yield Extent(float(part.min()), float(part.max()), pixels, pixels, share)
    if letter == "y" and "error_y" in trace:
        up, down = errors(trace)
        yield Extent(float(np.nanmin(found - down)), float(np.nanmax(found + up)), share=SHARE)


def errors(trace: Spec) -> tuple[Numbers, Numbers]:
    """How far the intervals reach up and down."""
    up = numbers(trace["error_y"].get("array"))
    down = trace["error_y"].get("arrayminus")
    return up, up if down is None else numbers(down)


def _apart(trace: Spec) -> float:
    """The least distance of two bars."""
    found = np.unique(places(trace))
    if len(found) > 1:
        return float(np.diff(found).min())
    return 2 * ALONE[are_dates(array(trace.get("x"))) and trace.get("orientation") != "h"]
