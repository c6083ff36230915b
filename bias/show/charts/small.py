"""Small multiples over time: a panel an outlet or topic, all with the same axes; lines with bands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from bias.compare import SCALE, counted, interval_text, part_text, records, value_text
from bias.show.charts.base import INK, LINE, MARK, PALE, layout, plain, time_axis

ACROSS, HEIGHT, WIDEST = 3, 150, 34
SIGNED = ("net", "stance")  # units around zero
BANDS = ("rgba(63,144,218,.20)", "rgba(148,164,162,.18)")  # of the first line of a panel, and of the second


def over_time(
    rows: pd.DataFrame, *, unit: str, axis: str, noun: str, chosen: str = "", dark: bool = False
) -> go.Figure:
    """A panel for each `panel`, a line for each `series` with its 95 % interval as a band.

    Takes panel, period, start, series, id, value, low, high, n, base, articles, note; `noun` is what base
    counts.  A period without a value is a ring on the lower edge: it breaks the line, and can be clicked for
    what there is.
    """
    panels = list(dict.fromkeys(rows["panel"]))
    down, across = max(1, math.ceil(len(panels) / ACROSS)), max(1, min(ACROSS, len(panels)))
    figure = make_subplots(
        rows=down,
        cols=across,
        subplot_titles=[plain(panel, WIDEST) for panel in panels],
        shared_xaxes=True,
        shared_yaxes=True,
        vertical_spacing=0.5 / (down + 1),
        horizontal_spacing=0.04,
    )
    low, high = _range(rows, unit)
    for place, panel in enumerate(panels):
        where = {"row": place // across + 1, "col": place % across + 1}
        mine = rows[rows["panel"] == panel]
        for number, (series, part) in enumerate(mine.groupby("series", sort=False)):
            colour = (MARK, PALE[dark])[number > 0]
            for trace in _line(records(part.sort_values("start")), unit, noun, low, chosen, colour, number):
                trace.name = str(series)
                figure.add_trace(trace, **where)
    layout(figure, 1, dark)
    figure.update_layout(height=down * HEIGHT + 70, margin={"t": 30, "b": 40})
    figure.update_xaxes(tickangle=0, showgrid=False, **time_axis(pd.to_datetime(rows["start"]), most=4))
    percent = ".0%" if unit == "share" else None
    figure.update_yaxes(range=[low, high], tickformat=percent, nticks=4, showgrid=True, gridcolor=LINE[dark])
    if unit in SIGNED:
        figure.update_yaxes(zeroline=True, zerolinecolor=PALE[dark])
    figure.update_annotations(font={"size": 13, "color": INK[dark]})
    if axis and panels:
        figure.update_yaxes(
            title={"text": plain(axis, WIDEST), "font": {"size": 12}}, row=(down + 1) // 2, col=1
        )
    return figure


def _scale(unit: str) -> int:
    return SCALE[unit] if unit in SIGNED else 1


def _range(rows: pd.DataFrame, unit: str) -> tuple[float, float]:
    """The ends of the value axis, the same in all panels."""
    known = rows[rows["value"].notna()]
    high = float(known["high"].fillna(known["value"]).max()) if len(known) else 1.0
    high = high if high > 0 else 1.0
    if unit not in SIGNED:
        return 0.0, 1.05 * high
    low = float(known["low"].fillna(known["value"]).min()) if len(known) else -1.0
    reach = 1.05 * max(abs(low), abs(high)) * _scale(unit)
    return -reach, reach


def _line(
    part: list[dict[str, Any]], unit: str, noun: str, low: float, chosen: str, colour: str, number: int
) -> list[go.Scatter]:
    """Bands of what has an interval, a piece for each run of periods, and the line with its marks."""
    scale, known = _scale(unit), [row for row in part if not math.isnan(row["value"])]
    ends: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    filled = {"fill": "tonexty", "fillcolor": BANDS[number > 0]}
    traces = []
    for run in _runs(part):
        xs = [row["start"] for row in run]
        traces += [
            go.Scatter(x=xs, y=[row["high"] * scale for row in run], **ends),
            go.Scatter(x=xs, y=[row["low"] * scale for row in run], **filled, **ends),
        ]  # fmt: skip
    shown = [not math.isnan(row["value"]) for row in part]
    size = 8 if len(known) < 30 else 6
    line = go.Scatter(
        x=[row["start"] for row in part],
        y=[row["value"] * scale if held else None for row, held in zip(part, shown, strict=True)],
        mode="lines",
        line={"color": colour, "width": 2, "dash": "dot" if number else "solid"},
        connectgaps=False,
        hoverinfo="skip",
    )
    marks = go.Scatter(
        x=[row["start"] for row in part],
        y=[row["value"] * scale if held else low for row, held in zip(part, shown, strict=True)],
        mode="markers",
        cliponaxis=False,
        marker={
            "size": [size + 5 if row["id"] == chosen else size for row in part],
            "color": colour,
            "symbol": [("diamond" if number else "circle") if held else "circle-open" for held in shown],
            "opacity": 1,
        },
        customdata=[row["id"] for row in part],
        hovertext=[_hover(row, unit, noun) for row in part],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    return [*traces, line, marks]


def _runs(part: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Periods with an interval that follow each other; a gap ends a band."""
    runs: list[list[dict[str, Any]]] = [[]]
    for row in part:
        if math.isnan(row["low"]):
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _hover(row: Mapping[str, Any], unit: str, noun: str) -> str:
    name = plain(" · ".join(one for one in (row["panel"], row["series"], row["period"]) if one))
    part = part_text(row, unit, noun)
    if noun != "articles":
        part += f", in {counted(row['articles'], 'article')}"
    if row["note"]:
        return f"<b>{name}</b><br>{row['note']}<br>{part}"
    reach = interval_text(row["low"], row["high"], unit)
    return f"<b>{name}</b><br>{value_text(row['value'], unit)} ({reach})<br>{part}"
