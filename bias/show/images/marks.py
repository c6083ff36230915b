"""Traces, grids and shapes → marks on a canvas, in the order in which Plotly lays them over each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bias.errors import BadInputError
from bias.show.images.axes import Area, Axis, bar_width, edges, errors, places
from bias.show.images.canvas import Canvas, Point
from bias.show.images.colour import along
from bias.show.images.layout import Layout
from bias.show.images.plot import Numbers, Plot, Spec, axes_of, each, numbers, table
from bias.show.images.words import Label, lines_of

MARK, STROKE, SQUARE = 6.0, 2.0, "#444"  # what Plotly takes where a trace does not say
ROOM = 2.0  # pixels between the words of a cell and its edge
SMALLEST = 4.0  # type in a cell


def draw(canvas: Canvas, plot: Plot, layout: Layout) -> None:
    _shapes(canvas, plot, layout, below=True)
    _grids(canvas, layout)
    _traces(canvas, plot, layout)
    _shapes(canvas, plot, layout, below=False)
    for label in layout.labels:
        canvas.label(label)


# -- behind and around -------------------------------------------------------------------------------


def _shapes(canvas: Canvas, plot: Plot, layout: Layout, *, below: bool) -> None:
    for shape in plot.layout.get("shapes") or ():
        if (shape.get("layer", "above") == "below") != below:
            continue
        start, end = (_corner(shape, layout, number) for number in "01")
        if not (_holds(layout.frame.area, start) and _holds(layout.frame.area, end)):
            continue  # as on screen: it is beyond the axis
        line = shape.get("line", {})
        colour, width = str(line.get("color", SQUARE)), float(line.get("width", STROKE))
        if shape.get("type") == "line":
            canvas.line([start, end], colour, width, dash=str(line.get("dash", "solid")), name="rule")
        elif shape.get("type") == "rect":
            area = _between(start, end)
            canvas.box(area, str(shape.get("fillcolor", "")), edge=colour, width=width, name="frame")
        else:
            raise BadInputError(f"a shape {shape.get('type')!r} cannot be drawn; line and rect can")


def _corner(shape: Spec, layout: Layout, number: str) -> Point:
    x, y = (
        layout.frame.place(shape[f"{letter}{number}"], str(shape.get(f"{letter}ref", letter)), letter)
        for letter in "xy"
    )
    return x, y


def _between(one: Point, other: Point) -> Area:
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Area(left, top, right, bottom)


def _grids(canvas: Canvas, layout: Layout) -> None:
    for zero in (False, True):
        for axis in layout.frame.axes.values():
            for value in _ruled(axis, layout, zero=zero):
                _rule(canvas, axis, layout, value, zero=zero)


def _ruled(axis: Axis, layout: Layout, *, zero: bool) -> list[float]:
    """Where lines cross the whole area: at zero, or at ticks that are not zero."""
    own = bool(axis.spec.get("zeroline", True)) and not axis.dates
    if not axis.shown:
        return []
    if zero:
        low, high = sorted((axis.low, axis.high))
        return [0.0] if own and low < 0 < high else []
    if not axis.spec.get("showgrid", True):
        return []
    return [tick.value for tick in layout.ticks[axis.name] if tick.value or not own]


def _rule(canvas: Canvas, axis: Axis, layout: Layout, value: float, *, zero: bool) -> None:
    kind = "zeroline" if zero else "grid"
    colour, width = axis.spec.get(f"{kind}color", "#eee"), axis.spec.get(f"{kind}width", 1)
    other = layout.frame.beside(axis)
    at, ends = axis.at(value), (other.start, other.end)
    points = [(at, end) if axis.name[0] == "x" else (end, at) for end in ends]
    canvas.line(points, str(colour), float(width), name=kind)


# -- traces ------------------------------------------------------------------------------------------


def _traces(canvas: Canvas, plot: Plot, layout: Layout) -> None:
    before: dict[tuple[str, str], list[Point]] = {}
    for kind in ("heatmap", "bar", "scatter"):
        for trace in (one for one in plot.traces if one["type"] == kind):
            x, y = (layout.frame.axes[name] for name in axes_of(trace))
            if kind == "heatmap":
                _cells(canvas, plot, trace, x, y)
            elif kind == "bar":
                _bars(canvas, plot, trace, x, y)
            else:
                points = _points(trace, x, y)
                _scatter(canvas, trace, x, y, points, before.get(axes_of(trace), []))
                before[axes_of(trace)] = points


def _points(trace: Spec, x: Axis, y: Axis) -> list[Point]:
    """Where its points stand; NaN where there is a gap."""
    pairs = zip(numbers(trace.get("x")), numbers(trace.get("y")), strict=True)
    return [(x.at(float(one)), y.at(float(other))) for one, other in pairs]


def _scatter(
    canvas: Canvas, trace: Spec, x: Axis, y: Axis, points: list[Point], before: list[Point]
) -> None:  # fmt: skip
    inside = Area(x.start, y.end, x.end, y.start)
    mode, opacity = str(trace.get("mode", "lines")), float(trace.get("opacity", 1))
    if trace.get("fill", "none") == "tonexty":
        canvas.area([*before, *reversed(points)], str(trace["fillcolor"]), within=inside)
    elif trace.get("fill", "none") != "none":
        raise BadInputError(f"a trace filled {trace['fill']!r} cannot be drawn; 'tonexty' can")
    if "error_y" in trace:
        _errors(canvas, trace, points, y)
    if "lines" in mode:
        line = trace.get("line", {})
        for part in _unbroken(points):
            outside = not all(_holds(inside, point) for point in part)
            canvas.line(
                part, str(line.get("color", SQUARE)), float(line.get("width", STROKE)),
                dash=str(line.get("dash", "solid")), within=inside if outside else None, name="line",
            )  # fmt: skip
    if "markers" in mode:
        _dots(canvas, trace, points, opacity)


def _errors(canvas: Canvas, trace: Spec, points: Sequence[Point], y: Axis) -> None:
    bar = trace["error_y"]
    up, down = errors(trace)
    for (across, at), above, below in zip(points, up, down, strict=True):
        if not np.isnan([at, above, below]).any():
            pixels = abs(y.end - y.start) / abs(y.high - y.low)
            ends = [(across, at - above * pixels), (across, at + below * pixels)]
            canvas.line(ends, str(bar.get("color", SQUARE)), float(bar.get("thickness", 2)), name="interval")


def _dots(canvas: Canvas, trace: Spec, points: Sequence[Point], opacity: float) -> None:
    marker, count = trace.get("marker", {}), len(points)
    line = marker.get("line", {})
    looks = zip(
        points,
        each(marker.get("size"), count, MARK),
        each(marker.get("symbol"), count, "circle"),
        each(marker.get("color"), count, trace.get("line", {}).get("color", SQUARE)),
        each(line.get("color"), count, SQUARE),
        each(line.get("width"), count, 0.0),
        each(marker.get("opacity"), count, 1.0),
        strict=True,
    )
    for at, size, symbol, fill, edge, width, own in looks:
        if own * opacity > 0 and not np.isnan(at).any():
            shown = own * opacity
            canvas.dot(
                at, float(size), str(symbol), str(fill), edge=str(edge), width=float(width), opacity=shown
            )


def _unbroken(points: Sequence[Point]) -> Iterator[list[Point]]:
    part: list[Point] = []
    for point in points:
        if np.isnan(point).any():
            yield part
            part = []
        else:
            part.append(point)
    yield part


def _holds(area: Area, point: Point) -> bool:
    return area.left - 1 <= point[0] <= area.right + 1 and area.top - 1 <= point[1] <= area.bottom + 1


def _bars(canvas: Canvas, plot: Plot, trace: Spec, x: Axis, y: Axis) -> None:
    flat = trace.get("orientation") == "h"
    stands, grows = (y, x) if flat else (x, y)
    ends = numbers(trace.get("x" if flat else "y"))
    half = bar_width(plot, trace) / 2 if len(ends) else 0.0
    marker = trace.get("marker", {})
    line = marker.get("line", {})
    looks = zip(
        places(trace),
        ends,
        each(trace.get("base"), len(ends), 0.0),
        each(marker.get("color"), len(ends), SQUARE),
        each(line.get("color"), len(ends), SQUARE),
        each(line.get("width"), len(ends), 0.0),
        strict=True,
    )
    for middle, end, base, fill, edge, width in looks:
        side = stands.at(middle - half), stands.at(middle + half)
        reach = grows.at(float(base)), grows.at(float(base) + float(end))
        corners = zip(*((reach, side) if flat else (side, reach)), strict=True)
        canvas.box(_between(*corners), str(fill), edge=str(edge), width=float(width), name="bar")


# -- cells -------------------------------------------------------------------------------------------


def _cells(canvas: Canvas, plot: Plot, trace: Spec, x: Axis, y: Axis) -> None:
    values = table(trace.get("z"))
    if not values.size:
        return
    columns = edges(numbers(trace["x"]), dates=x.dates)
    rows = edges(numbers(trace["y"]), dates=y.dates)
    gap_x, gap_y = float(trace.get("xgap", 0)) / 2, float(trace.get("ygap", 0)) / 2
    known = np.array([numbers(row) for row in values])
    shades = _shades(trace, known)
    areas: dict[tuple[int, int], Area] = {}
    for down, across in np.ndindex(known.shape):
        start, end = ((x.at(float(columns[across + n])), y.at(float(rows[down + n]))) for n in (0, 1))
        cell = _between(start, end)
        areas[down, across] = Area(
            cell.left + gap_x, cell.top + gap_y, cell.right - gap_x, cell.bottom - gap_y
        )
        if not np.isnan(known[down, across]):
            colour = along(trace["colorscale"], float(shades[down, across]))
            canvas.box(areas[down, across], colour, name="cell")
    if trace.get("texttemplate") == "%{text}":
        _cell_words(canvas, plot, trace, areas)


def _shades(trace: Spec, known: Numbers) -> Numbers:
    """Where each value is on the scale; as in Plotly, one end that is given alone counts for nothing."""
    low, high = trace.get("zmin"), trace.get("zmax")
    if np.isnan(known).all():
        return known
    if low is None or high is None or low >= high:
        low, high = float(np.nanmin(known)), float(np.nanmax(known))
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.clip((known - low) / (high - low), 0, 1)


def _cell_words(canvas: Canvas, plot: Plot, trace: Spec, areas: dict[tuple[int, int], Area]) -> None:
    """The words of all cells in one size, in which the longest fits."""
    words = table(trace.get("text"))
    font = {**plot.layout.get("font", {}), **trace.get("textfont", {})}
    colour = str(font.get("color", plot.ink))
    labels = [_cell_word(words[cell], area, colour) for cell, area in areas.items()]
    written = [(label, area) for label, area in zip(labels, areas.values(), strict=True) if label.width]
    size = min((_fits(label, area) for label, area in written), default=0.0)
    size = max(SMALLEST, min(size, float(font.get("size", plot.font))))
    for label, _ in written:
        canvas.label(_sized(label, size))


def _cell_word(text: Any, area: Area, colour: str) -> Label:
    middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    return Label(lines_of(str(text), 1.0, colour), *middle, across="center")


def _fits(label: Label, area: Area) -> float:
    across = (area.right - area.left - 2 * ROOM) / label.width
    return min(across, (area.bottom - area.top) / label.height)


def _sized(label: Label, size: float) -> Label:
    lines = tuple(tuple(replace(run, size=size) for run in line) for line in label.lines)
    return replace(label, lines=lines)
