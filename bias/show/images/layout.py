"""Where everything of a picture goes: margins as wide as their words, rows as high as their labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bias.show.images.axes import Area, Axis, Frame, framed
from bias.show.images.notes import note_label
from bias.show.images.plot import Plot, Spec, array, axes_of, numbers
from bias.show.images.ticks import Tick, ticks
from bias.show.images.words import Label, Line, Run, line_height, lines_of, one_line, wrapped

EDGE = 8.0  # pixels of the screen between anything and the edge of the picture
GAP = 4.0  # between an axis and its labels
NEAR = 0.5  # less is not cut
APART = 4.0  # between two labels side by side
OUTSIDE = 3.0  # between a bar and its words
WIDEST = 0.42  # of the picture, for labels of rows
LEAST = 40.0  # height of what is drawn
TITLE, NOTE = 16.0, 11.0  # type
LARGER = 1.2  # than other words: the title of an axis
LEADING = 4.0  # above and below the letters of a line
PALE = "#6b7280"
ROUNDS = 20  # of making margins wider, until nothing is cut
TURN = 30.0  # degrees, of labels that are too long to stand level
TIGHT = 0.7  # height of a turned label that must be free


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture in pixels of the screen; `lacking` is by how much it is too low for its rows."""

    width: float
    height: float
    frame: Frame
    ticks: dict[str, list[Tick]]
    labels: tuple[Label, ...]
    lacking: float


@dataclass(frozen=True, slots=True)
class Margins:
    left: float = EDGE
    top: float = EDGE
    right: float = EDGE
    bottom: float = EDGE


def arrange(
    plot: Plot, width: float, height: float | None, *, title: str, note: str, larger: float = 1.0
) -> Layout:
    """Lay out a plot of that width, and of that height or of the one that its rows need.

    The words above and below it are `larger` than its own: they need not shrink with its rows.
    """
    above = _block(Run(one_line(title), TITLE * larger, plot.ink, bold=True), width)
    below = _block(Run(one_line(note), NOTE * larger, PALE), width)
    top = sum(map(line_height, above)) + EDGE * bool(above)
    foot = sum(map(line_height, below)) + EDGE * bool(below)
    margins, tall = Margins(), _tall(plot)
    for _ in range(ROUNDS):
        if height is not None:
            tall = max(LEAST, height - top - foot - margins.top - margins.bottom)
        frame = framed(plot, _inner(margins, width, top, tall))
        found = {name: ticks(axis) for name, axis in frame.axes.items() if axis.shown}
        labels = list(_labels(plot, frame, found, width))
        needed = _needed(labels, tall)
        wider = _wider(margins, labels, frame.area, width, top)
        if wider == margins and (height is not None or needed <= tall):
            break
        margins, tall = wider, max(tall, needed)
    end = frame.area.bottom + margins.bottom
    whole = end + foot if height is None else height
    words = [Label(above, EDGE, EDGE, down="top")] if above else []
    words += [Label(below, EDGE, whole - EDGE, down="bottom")] if below else []
    lacking = max(needed - (frame.area.bottom - frame.area.top), end + foot - whole)
    return Layout(width, whole, frame, found, (*labels, *words), lacking)


# -- margins -----------------------------------------------------------------------------------------


def _block(run: Run, width: float) -> tuple[Line, ...]:
    return tuple(wrapped((run,), width - 2 * EDGE)) if run.text.strip() else ()


def _tall(plot: Plot) -> float:
    """The height of what is drawn, as the figure has it on screen."""
    margin = plot.layout.get("margin", {})
    whole = float(plot.layout.get("height") or 450)
    return max(LEAST, whole - float(margin.get("t", 100)) - float(margin.get("b", 80)))


def _inner(margins: Margins, width: float, top: float, tall: float) -> Area:
    above = top + margins.top
    return Area(margins.left, above, width - margins.right, above + tall)


def _needed(labels: Sequence[Label], tall: float) -> float:
    """The height in which no two labels of rows touch."""
    needed = 0.0
    for axis in {label.axis for label in labels if label.axis.startswith("y")}:
        rows = sorted((label for label in labels if label.axis == axis), key=lambda one: one.y)
        for one, other in pairwise(rows):
            needed = max(needed, tall * (one.height + other.height) / 2 / max(other.y - one.y, 1e-6))
    return needed


def _wider(margins: Margins, labels: Sequence[Label], area: Area, width: float, top: float) -> Margins:
    """Margins in which each label is whole, to the pixel; they never become narrower."""
    if not labels:
        return margins
    left, above, right, below = zip(*(label.box for label in labels), strict=True)
    return Margins(
        margins.left + _short(EDGE - min(left)),
        margins.top + _short(top + EDGE - min(above)),
        margins.right + _short(max(right) - (width - EDGE)),
        margins.bottom + _short(max(below) + EDGE - (area.bottom + margins.bottom)),
    )


def _short(pixels: float) -> int:
    return max(0, math.ceil(pixels - NEAR))


# -- words -------------------------------------------------------------------------------------------


def _labels(plot: Plot, frame: Frame, found: dict[str, list[Tick]], width: float) -> Iterator[Label]:
    for axis in frame.axes.values():
        if axis.shown:
            own = _tick_labels(plot, axis, frame, found[axis.name], width)
            yield from own
            yield from _title(plot, axis, frame, own)
    for trace in plot.traces:
        if trace["type"] == "bar":
            yield from _ends(plot, trace, frame)
    for note in plot.layout.get("annotations") or ():
        yield _inside(_annotation(plot, note, frame), width)


def _side(axis: Axis, frame: Frame) -> float:
    """Where the labels of an axis begin, beside the axis that it is anchored to."""
    out = GAP
    if axis.spec.get("ticks") == "outside":
        out += float(axis.spec.get("ticklen", 5))
    return frame.beside(axis).start + (out if axis.name[0] == "x" else -out)


def _tick_labels(plot: Plot, axis: Axis, frame: Frame, found: list[Tick], width: float) -> list[Label]:
    if not axis.spec.get("showticklabels", True):
        return []
    font = axis.spec.get("tickfont", {})
    size, colour = float(font.get("size", plot.font)), str(font.get("color", plot.ink))
    side = _side(axis, frame)
    said = [(axis.at(tick.value), lines_of(tick.text, size, colour)) for tick in found]
    if axis.name[0] == "x":
        angle = axis.spec.get("tickangle", "auto")
        labels = [_below(axis, lines, x, side, 0.0 if angle == "auto" else float(angle)) for x, lines in said]
        return _free(labels, axis)
    return [
        Label(_within(lines, WIDEST * width), side, y, across="right", axis=axis.name) for y, lines in said
    ]


def _within(lines: tuple[Line, ...], limit: float) -> tuple[Line, ...]:
    return tuple(part for line in lines for part in wrapped(line, limit))


def _below(axis: Axis, lines: tuple[Line, ...], x: float, y: float, angle: float) -> Label:
    """A label under an axis; one that is turned ends, or begins, at its tick."""
    if not angle:
        return Label(lines, x, y, across="center", down="top", axis=axis.name)
    label = Label(lines, x, y, across="right" if angle < 0 else "left", angle=angle, axis=axis.name)
    return replace(label, y=y + y - label.box[1])


def _free(labels: list[Label], axis: Axis) -> list[Label]:
    """Labels that do not run into each other: names are turned, of numbers and dates some are left out."""
    if len(labels) < 2:
        return labels
    apart = max(1.0, min(abs(other.x - one.x) for one, other in pairwise(labels)))
    wide = max(label.width for label in labels) + APART
    angle, side = labels[0].angle, min(label.box[1] for label in labels)
    if not angle and wide > apart and axis.spec.get("ticktext") is None:
        return labels[:: math.ceil(wide / apart)]
    if not angle and wide > apart:
        angle = TURN
    if apart * abs(math.sin(math.radians(angle))) < TIGHT * labels[0].height and angle:
        angle = math.copysign(90.0, angle)
    return [_below(axis, label.lines, label.x, side, angle) for label in labels]


def _title(plot: Plot, axis: Axis, frame: Frame, own: Sequence[Label]) -> Iterator[Label]:
    title = axis.spec.get("title", {})
    title = {"text": title} if isinstance(title, str) else title
    if not title.get("text"):
        return
    font = title.get("font", {})
    size, colour = float(font.get("size", LARGER * plot.font)), str(font.get("color", plot.ink))
    lines = lines_of(str(title["text"]), size, colour)
    middle, away = (axis.start + axis.end) / 2, float(title.get("standoff", GAP)) - LEADING
    side = _side(axis, frame)
    if axis.name[0] == "x":
        below = max((label.box[3] for label in own), default=side)
        yield Label(lines, middle, below + away, across="center", down="top")
    else:
        left = min((label.box[0] for label in own), default=side)
        yield Label(lines, left - away, middle, across="center", down="bottom", angle=-90)


def _ends(plot: Plot, trace: Spec, frame: Frame) -> Iterator[Label]:
    """The words at the end of each bar."""
    if trace.get("text") is None or trace.get("textposition") != "outside":
        return
    font = {**plot.layout.get("font", {}), **trace.get("textfont", {})}
    size, colour = float(font.get("size", plot.font)), str(font.get("color", plot.ink))
    across, up = (frame.axes[name] for name in axes_of(trace))
    for text, x, y in zip(array(trace["text"]), numbers(trace["x"]), numbers(trace["y"]), strict=True):
        lines = lines_of(str(text), size, colour)
        if trace.get("orientation") == "h":
            yield Label(lines, across.at(x) + OUTSIDE, up.at(y))
        else:
            yield Label(lines, across.at(x), up.at(y) - OUTSIDE, across="center", down="bottom")


def _annotation(plot: Plot, note: Spec, frame: Frame) -> Label:
    label = note_label(plot, note)
    x, y = (frame.place(note.get(end), str(note.get(f"{end}ref", end)), end) for end in "xy")
    return replace(label, x=label.x + x, y=label.y + y)


def _inside(label: Label, width: float) -> Label:
    """A centred label that would be cut is moved to where it is whole."""
    left, _, right, _ = label.box
    if label.across != "center" or right - left > width - 2 * EDGE:
        return label
    return replace(label, x=label.x + max(0.0, EDGE - left) - max(0.0, right - (width - EDGE)))
