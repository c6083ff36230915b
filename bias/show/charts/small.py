"""Small multiples: one little line a topic, all with the same axes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from bias.compare import part_text, records, value_text
from bias.show.charts.base import INK, PETROFF_10, layout, plain, time_axis

ACROSS, HEIGHT, WIDEST = 3, 120, 34


def small_multiples(rows: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Shares by month: topic, month, value, low, high, n, base.  A dot a month, its interval as a bar."""
    topics = list(dict.fromkeys(rows["topic"]))
    down = max(1, math.ceil(len(topics) / ACROSS))
    figure = make_subplots(
        rows=down,
        cols=ACROSS,
        subplot_titles=[plain(topic, WIDEST) for topic in topics],
        shared_xaxes=True,
        shared_yaxes=True,
        vertical_spacing=0.5 / (down + 1),
        horizontal_spacing=0.04,
    )
    for place, topic in enumerate(topics):
        part = records(rows[(rows["topic"] == topic) & rows["value"].notna()])
        where = {"row": place // ACROSS + 1, "col": place % ACROSS + 1}
        figure.add_trace(_line(part), **where)
    layout(figure, 1, dark)
    figure.update_layout(height=down * HEIGHT + 60, margin={"t": 30, "b": 40})
    dates = pd.to_datetime(rows["month"])
    figure.update_xaxes(tickangle=0, showgrid=False, **time_axis(dates, most=4))
    top = rows["high"].max()
    figure.update_yaxes(range=[0, 1.05 * (top if top > 0 else 1)], tickformat=".0%", nticks=3)
    figure.update_annotations(font={"size": 13, "color": INK[dark]})
    return figure


def _line(part: list[dict[str, Any]]) -> go.Scatter:
    up = [row["high"] - row["value"] for row in part]
    down = [row["value"] - row["low"] for row in part]
    return go.Scatter(
        x=[f"{row['month']}-15" for row in part],
        y=[row["value"] for row in part],
        mode="lines+markers",
        cliponaxis=False,
        line={"color": PETROFF_10[0], "width": 2},
        marker={"size": 6},
        error_y={"type": "data", "array": up, "arrayminus": down, "width": 0, "thickness": 1.2,
                 "color": "rgba(128,132,149,.6)"},
        hovertext=[_hover(row) for row in part],
        hoverinfo="text",
    )  # fmt: skip


def _hover(row: Mapping[str, Any]) -> str:
    reach = f"{value_text(row['low'], 'share')} to {value_text(row['high'], 'share')}"
    part = part_text(row, "share", "articles")
    return f"{row['month']}: {value_text(row['value'], 'share')} ({reach}), {part}"
