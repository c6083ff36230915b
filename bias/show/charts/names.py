"""Names above marks, for a screen that may be narrow; many lines, and those without marks, stand close."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import plotly.graph_objects as go

from bias.show.charts.base import GROUND, LONGEST, PALE, TAG, TALL, TALLER, WIDEST, plain

HALF = 13  # pixels from the middle of a line to the name above its mark
MANY, CLOSER, CLOSE_HALF = 12, 0.75, 10  # lines, above which each takes but a part of its height; half of one
BARE = 22  # pixels of a line that has a name, and why it has no mark
MORE = 7  # pixels of a line, for its name
OVER = 8  # pixels more over the first name


def above(figure: go.Figure, labels: Iterable[str], dark: bool, *, two: bool) -> None:
    """Names above their marks, `two` on a line, so that a telephone leaves the marks its whole width.

    There is more room for `labels` than on an axis.
    """
    axis, rows = figure.layout.yaxis, len(figure.layout.yaxis.tickvals)
    close = rows > MANY
    row = (TALLER if two else TALL) + MORE
    figure.layout.height += rows * MORE - (rows * round((1 - CLOSER) * row) if close else 0)
    reasons = _bare(figure)
    texts = _longer(axis.ticktext, labels)
    _gather(figure, reasons, CLOSER * row if close else row)
    half = (CLOSE_HALF if close else HALF) * (2 if two else 1)
    names = [
        _name(text, place, half, reasons.get(number, ""), close, dark)
        for number, (text, place) in enumerate(zip(texts, axis.tickvals, strict=True))
    ]
    for one in figure.layout.annotations:
        if one.yref == "paper":  # what stands over the marks, and so over the name of the first
            one.yshift = (one.yshift or 0) + OVER
    figure.layout.annotations = [*names, *figure.layout.annotations]  # an update would mend them one by one
    figure.layout.margin.t += OVER
    figure.layout.height += OVER
    figure.update_yaxes(showticklabels=False, ticks="")


def _name(text: str, place: float, half: float, reason: str, close: bool, dark: bool) -> dict[str, Any]:
    """A name with what was counted, above its marks; or beside it why there are none."""
    look = {"xref": "paper", "x": 0, "xanchor": "left", "align": "left", "showarrow": False, "borderpad": 0}
    look |= {"y": place, "bgcolor": GROUND[dark]} | ({"font": {"size": 13}} if close else {})
    name, line, _ = text.partition("<br>")
    if reason:
        why = f"<span style='font-size:11px;color:{PALE[dark]}'>{reason}</span>"
        return look | {"text": f"{name}\u2002{why}", "yanchor": "middle"}
    text = text.replace("<br>", "\u2002")
    return look | {"text": text, "yanchor": "bottom" if line else "middle", "yshift": half if line else 0}


def _bare(figure: go.Figure) -> dict[int, str]:
    """The lines of a chart of dots that have no mark, each with the reason that stands in its place."""
    if any(trace.type != "scatter" for trace in figure.data):
        return {}
    seen = [trace.y for trace in figure.data if trace.mode == "markers" and trace.marker.opacity != 0]
    marked = {round(y) for of in seen for y in of}
    notes = {round(one.y): one.text for one in figure.layout.annotations if one.text.startswith("<i>")}
    return {line: said for line, said in notes.items() if line not in marked}


def _gather(figure: go.Figure, bare: Iterable[int], row: float) -> None:
    """Lines without a mark take the room of a name; what says why is taken away."""
    lines, layout = set(bare), figure.layout
    if not lines:
        return
    place = _places(len(layout.yaxis.tickvals), lines, BARE / row)
    layout.height -= round(len(lines) * (row - BARE))
    for trace in figure.data:
        trace.y = [None if y is None else place(y) for y in trace.y]
    kept = [one for one in layout.annotations if one.yref == "paper" or round(one.y) not in lines]
    for one in kept:
        if one.yref != "paper":
            one.y = place(one.y)
    layout.annotations = kept
    layout.yaxis.tickvals = [place(y) for y in layout.yaxis.tickvals]
    layout.yaxis.range = [place(y) for y in layout.yaxis.range]


def _places(rows: int, bare: set[int], height: float) -> Callable[[float], float]:
    """From places on evenly spaced lines to those where some are lower than the others."""
    heights = [height if line in bare else 1.0 for line in range(rows)]
    edges = [sum(heights[:line]) - 0.5 for line in range(rows)]

    def place(y: float) -> float:
        line = min(max(round(y), 0), rows - 1)
        return edges[line] + (y - (line - 0.5)) * heights[line]

    return place


def _longer(texts: Iterable[str], labels: Iterable[str]) -> list[str]:
    """Names of an axis with less of their middle left out."""
    longer = {plain(one, WIDEST): plain(one, LONGEST) for one in labels}
    found = []
    for text in texts:
        name, line, counted = text.partition("<br>")
        bare = TAG.sub("", name)
        found.append(name.replace(bare, longer.get(bare, bare)) + line + counted)
    return found
