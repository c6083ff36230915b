"""Charts as data → Plotly figures.  Knows no store and no Streamlit."""

from collections.abc import Callable, Sequence

from plotly.graph_objects import Figure

from bias.compare import Chart, outlet_label
from bias.show.charts.base import INK, PALE, SIDES, colours, emphasise
from bias.show.charts.dots import dots, forest
from bias.show.charts.grids import bars, cells, grid_width, heads_on_top, months, timeline, turned
from bias.show.charts.keyness import key_terms
from bias.show.charts.names import above
from bias.show.charts.small import over_time
from bias.show.charts.stacked import stacked
from bias.show.charts.tone import HARSHER, KINDER, tone_cells, tone_dots

__all__ = ["GRIDS", "HARSHER", "INK", "KINDER", "PALE", "SIDES", "Figure", "colours", "draw", "grid_width"]

LINES = ("dots", "forest", "tone_dots", "stacked")  # a line a name
GRIDS = ("cells", "tone_cells")  # a row and a column a name
OUTLETS, MARKS = "colour", "chosen"  # what a kind of chart shows beside its rows: colours, the chosen mark
KINDS: dict[str, tuple[Callable[..., Figure], tuple[str, ...]]] = {
    "dots": (dots, (OUTLETS, MARKS)),
    "forest": (forest, (OUTLETS,)),
    "bars": (bars, (OUTLETS, MARKS)),
    "stacked": (stacked, (MARKS,)),
    "cells": (cells, (MARKS,)),
    "timeline": (timeline, ()),
    "months": (months, ()),
    "over_time": (over_time, (MARKS,)),
    "key_terms": (key_terms, (MARKS,)),
    "tone_dots": (tone_dots, (MARKS,)),
    "tone_cells": (tone_cells, (MARKS,)),
}


def draw(
    chart: Chart,
    *,
    dark: bool = False,
    chosen: str = "",
    screen: bool = False,
    highlighted: Sequence[str] = (),
) -> Figure:
    """The figure for a light or a dark ground; `chosen` is the id of the mark to be outlined.  On a `screen`,
    which may be narrow, names stand above their marks.  Outlets that are `highlighted` stand out."""
    kind, shows = KINDS[chart.kind]
    look = {OUTLETS: colours(chart.outlets, highlighted), MARKS: chosen}
    figure = kind(chart.rows, **chart.options, **{name: look[name] for name in shows}, dark=dark)
    if highlighted:
        emphasise(figure, map(outlet_label, highlighted), dark)
    if screen and chart.kind in LINES:
        labels = {*chart.rows["label"], *chart.rows.get("outlet_label", ())}
        above(figure, labels, dark, two="series" in chart.rows and chart.rows["series"].nunique() > 1)
    if screen and chart.kind in GRIDS and turned(chart.rows):
        heads_on_top(figure)
    return figure
