"""Net tone around zero: blue kinder, orange harsher, and always the number beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bias.compare import counted, interval_text, records, value_text
from bias.show.charts.base import (
    GROUND,
    INK,
    MOST_ROWS,
    PALE,
    VALUE,
    counted_only,
    layout,
    plain,
    ticks,
    wrapped,
)
from bias.show.charts.dots import APART, counted_of_line
from bias.show.charts.grids import grid

KINDER, HARSHER, NEITHER = "#3f90da", "#d35400", "#94a4a2"


def tone_colour(low: float, high: float) -> str:
    """The colour of an interval: of neither where it holds zero, or is not known."""
    return KINDER if low > 0 else HARSHER if high < 0 else NEITHER


def tone_dots(
    rows: pd.DataFrame,
    *,
    unit: str,
    axis: str,
    noun: str = "mentions",
    chosen: str = "",
    dark: bool = False,
) -> go.Figure:
    """A row an outlet with a dot for each series (filled, then open) around zero, each with its interval.

    Takes id, label, series, value, low, high, n, base, uncertain, articles, note; `noun` is what base counts.
    """
    names = list(dict.fromkeys(rows["label"]))[:MOST_ROWS]
    series = list(dict.fromkeys(rows["series"]))
    marks = [row for row in records(rows) if row["label"] in set(names)]
    for row in marks:
        step = series.index(row["series"]) - (len(series) - 1) / 2
        row["y"] = names.index(row["label"]) + 2 * APART * step
        row["open"] = series.index(row["series"]) > 0
    shown = [row for row in marks if not math.isnan(row["value"])]
    scale = 100 if unit in ("net", "stance") else 1
    figure = go.Figure([_reaches(shown, scale), _dots(shown, unit, scale, chosen, dark), counted_only(marks)])
    layout(figure, len(names), dark, row=64 if len(series) > 1 else 42)
    each = [[row for row in marks if row["label"] == name] for name in names]
    told = [counted_of_line(of, unit, noun) for of in each]
    lines = [{"label": name, "counted": said} for name, said in zip(names, told, strict=True)]
    figure.update_yaxes(**ticks(lines, dark), range=[len(names) - 0.4, -0.6])
    reach = max((abs(row[end]) * scale for row in shown for end in ("low", "high")), default=10.0) * 1.05
    reach = 100.0 if unit == "stance" else reach  # one axis for everybody of whom outlets write
    title = {"text": wrapped(axis), "font": {"size": 13}, "standoff": 8}
    figure.update_xaxes(range=[-reach, reach], title=title, zeroline=False)
    figure.add_vline(x=0, line={"color": PALE[dark], "width": 1.5}, layer="below")
    figure.update_layout(margin={"r": VALUE})
    figure.update_layout(annotations=[_words(row, unit, scale, dark) for row in marks])
    return figure


def tone_cells(rows: pd.DataFrame, *, unit: str = "net", chosen: str = "", dark: bool = False) -> go.Figure:
    """Net tone or stance as a grid: a row a target, a column an outlet.  Takes what `tone_dots` takes, and
    topic; of stances the rows are in the order of the targets."""
    zero, faint = "rgba(127,127,127,.10)", ("rgba(211,84,0,.08)", "rgba(63,144,218,.08)")
    scale = [[0, HARSHER], [0.499, faint[0]], [0.5, zero], [0.501, faint[1]], [1, KINDER]]
    cells = records(rows)
    texts = [_word(row) for row in cells]
    hovers = [_hover({**row, "series": row["topic"]}, unit) for row in cells]
    colours = {"zmin": -1, "zmax": 1, "colorscale": scale}
    order = list(dict.fromkeys(rows["label"])) if unit == "stance" else ()
    return grid(rows, texts, hovers, colours, chosen=chosen, dark=dark, order=order)


# -- parts -------------------------------------------------------------------------------------------


def _word(row: Mapping[str, Any]) -> str:
    """The value of a cell; a dot where there are too few mentions, nothing where there is none."""
    if math.isnan(row["value"]):
        return "·" if row["n"] else ""
    return value_text(row["value"], "net")


def _reaches(rows: Sequence[Mapping[str, Any]], scale: float) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row in rows:
        xs += [row["low"] * scale, row["high"] * scale, None]
        ys += [row["y"], row["y"], None]
    line = {"color": "rgba(128,132,149,.75)", "width": 3}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _dots(rows: Sequence[Mapping[str, Any]], unit: str, scale: float, chosen: str, dark: bool) -> go.Scatter:
    colours = [tone_colour(row["low"], row["high"]) for row in rows]
    return go.Scatter(
        x=[row["value"] * scale for row in rows],
        y=[row["y"] for row in rows],
        mode="markers",
        customdata=[row["id"] for row in rows],
        marker={
            "size": [17 if row["id"] == chosen else 13 for row in rows],
            "symbol": ["diamond-open" if row["open"] else "circle" for row in rows],
            "color": colours,
            "line": {
                "color": [own if row["open"] else INK[dark] for row, own in zip(rows, colours, strict=True)],
                "width": [2.5 if row["open"] or row["id"] == chosen else 1 for row in rows],
            },
            "opacity": 1,
        },
        hovertext=[_hover(row, unit) for row in rows],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _hover(row: Mapping[str, Any], unit: str) -> str:
    name = plain(" · ".join(part for part in (row["label"], row["series"]) if part))
    if row["note"]:
        return f"<b>{name}</b><br>{row['note']}"
    value = f"{value_text(row['value'], unit)} (95 % interval {interval_text(row['low'], row['high'], unit)})"
    return f"<b>{name}</b><br>{value}<br>{_counted(row, unit)}<br>Click for the sentences"


def _counted(row: Mapping[str, Any], unit: str) -> str:
    """What a value was counted from: mentions, or articles by their stance."""
    if unit == "stance":
        kinds = ", ".join(f"{row[kind]:,} {kind}" for kind in ("unfavourable", "favourable", "uncertain"))
        where = f"{counted(row['mentions'], 'mention')} in its own voice"
        return f"of {counted(row['n'], 'article')} {kinds}<br>{where}"
    unsure = f", {row['uncertain']:,} uncertain" if row["uncertain"] else ""
    return f"{counted(row['n'], 'mention')}{unsure}, in {counted(row['articles'], 'article')}"


def _words(row: Mapping[str, Any], unit: str, scale: float, dark: bool) -> dict[str, Any]:
    """The value beside its interval; where there is none, why."""
    common = {"y": row["y"], "showarrow": False, "yanchor": "middle", "xanchor": "left"}
    if math.isnan(row["value"]):
        text = f"<i>{row['note']}</i>"
        return {"x": 0, "text": text, "font": {"color": PALE[dark], "size": 12}, "xshift": 6, **common}
    text = f"<b>{value_text(row['value'], unit)}</b>"
    place = {"x": row["high"] * scale, "xshift": 10, "bgcolor": GROUND[dark], "borderpad": 1}
    return {"text": text, "font": {"color": INK[dark]}, **place, **common}
