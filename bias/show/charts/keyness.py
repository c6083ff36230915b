"""Keyness: terms that an outlet uses more, then those that it uses less, with their intervals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from bias.compare import records
from bias.show.charts.base import INK, PALE, WIDEST, layout, plain, wrapped

MORE, LESS = "#3f90da", "#d35400"
ROW = 22


def key_terms(rows: pd.DataFrame, *, outlet: str, chosen: str = "", dark: bool = False) -> go.Figure:
    """A dot and its interval a term, around zero.  Takes id, term, log_odds, low, high, n, others, texts."""
    shown = records(rows)
    xs: list[float | None] = []
    ys: list[int | None] = []
    for place, row in enumerate(shown):
        xs += [row["low"], row["high"], None]
        ys += [place, place, None]
    line = {"color": "rgba(128,132,149,.75)", "width": 2}
    figure = go.Figure(go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip"))
    figure.add_trace(
        go.Scatter(
            x=[row["log_odds"] for row in shown],
            y=list(range(len(shown))),
            mode="markers",
            customdata=[row["id"] for row in shown],
            marker={
                "size": [14 if row["id"] == chosen else 10 for row in shown],
                "color": [MORE if row["log_odds"] > 0 else LESS for row in shown],
                "symbol": ["circle" if row["log_odds"] > 0 else "diamond" for row in shown],
                "line": {"color": INK[dark], "width": [2 if row["id"] == chosen else 0.5 for row in shown]},
                "opacity": 1,
            },
            hovertext=[
                f"<b>{plain(row['term'])}</b><br>{row['n']:,} uses in {row['texts']:,} articles; "
                f"{row['others']:,} elsewhere<br>log-odds {row['log_odds']:+.2f} "
                f"({row['low']:+.2f} to {row['high']:+.2f}), z {row['z']:+.1f}<br>Click for the places"
                for row in shown
            ],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    layout(figure, len(shown), dark, row=ROW)
    figure.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[plain(row["term"], WIDEST) for row in shown],
        tickfont={"size": 12},
        range=[len(shown) - 0.4, -0.6],
    )
    title = wrapped(f"log-odds of the word in {plain(outlet, WIDEST)} against all others")
    figure.update_xaxes(title={"text": title, "font": {"size": 13}, "standoff": 8})
    figure.add_vline(x=0, line={"color": PALE[dark], "width": 1.5}, layer="below")
    return figure
