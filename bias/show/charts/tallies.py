"""Counts in parts: a bar an outlet, a part of it for each side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bias.compare import counted_as, records
from bias.show.charts.base import INK, MOST_ROWS, SIDES, layout, plain, ticks

UNKNOWN = {"pattern": {"shape": "/", "fgcolor": "#94a4a2", "bgcolor": "rgba(0,0,0,0)", "size": 6}}
DEEP = ("incumbent", "allied")  # dark parts on a light ground, and light ones on a dark ground
NARROW = 0.04  # of the longest bar, below which a part holds no number


def tallies(rows: pd.DataFrame, *, noun: str, chosen: str = "", dark: bool = False) -> go.Figure:
    """A row an outlet, with the number in each part and all of them behind the name; parts are in the order
    of the rows, and have the colour of their `key` on every page."""
    outlets = list(dict.fromkeys(rows["outlet"]))[:MOST_ROWS]
    shown = rows[rows["outlet"].isin(outlets)]
    most = int(shown["base"].max()) if len(shown) else 1
    parts = shown.groupby("key", sort=False)
    order = sorted(parts, key=lambda part: list(SIDES[dark]).index(str(part[0])))
    figure = go.Figure([_part(part, str(key), outlets, most, chosen, dark) for key, part in order])
    layout(figure, len(outlets), dark, foot=44)
    named = shown.drop_duplicates("outlet").set_index("outlet").loc[outlets]
    labels = [
        {"label": row["outlet_label"], "counted": counted_as(int(row["base"]), noun)}
        for row in records(named)
    ]
    figure.update_yaxes(**ticks(labels, dark), range=[len(outlets) - 0.4, -0.6])
    figure.update_xaxes(visible=False, range=[0, most])
    figure.update_layout(
        barmode="stack", bargap=0.35, showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "itemclick": False, "traceorder": "normal"},
        height=len(outlets) * 42 + 64,
    )  # fmt: skip
    return figure


def _part(
    part: pd.DataFrame, key: str, outlets: list[str], most: int, chosen: str, dark: bool
) -> go.Bar:  # fmt: skip
    """One side, over all outlets that cite it."""
    look: dict[str, Any] = {"color": SIDES[dark][key]} if key else UNKNOWN
    ids = list(part["id"])
    return go.Bar(
        name=plain(str(part["label"].iloc[0])),
        x=part["n"],
        y=[outlets.index(outlet) for outlet in part["outlet"]],
        orientation="h",
        customdata=ids,
        text=[str(n) if n >= most * NARROW else "" for n in part["n"]],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": INK[(key in DEEP) != dark if key else dark]},
        marker=look | {"line": {"color": INK[dark], "width": [2 if one == chosen else 0 for one in ids]}},
        hovertext=[_hover(row) for row in records(part)],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _hover(row: Mapping[str, Any]) -> str:
    return (
        f"<b>{plain(row['outlet_label'])}</b><br>{plain(row['label'])}: {int(row['n'])} of {int(row['base'])}"
        "<br>Click for what is behind"
    )
