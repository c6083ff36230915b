"""Numbers over outlets, topics and months: bars, a grid of periods, a grid of shares, columns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bias.compare import counted, interval_text, part_text, period_text, records, value_text
from bias.show.charts.base import (
    EMPTY,
    INK,
    LINE,
    MARK,
    MOST_POINTS,
    MOST_ROWS,
    WIDEST,
    layout,
    plain,
    ticks,
    time_axis,
)

LETTERS = 12  # of a line of the head of a column
MOST_COLUMNS = 12  # that fit a screen
LETTER, COLUMN = 7, 72  # pixels of a letter of the name of a row, and of a column
HEAD, MOST_LINES = 15, 4  # pixels of a line of a head, and how many it has


def bars(
    outlets: pd.DataFrame, *, colour: Mapping[str, str], chosen: str = "", dark: bool = False
) -> go.Figure:
    """How many articles each outlet has, most first, with the number at the end of each bar."""
    shown = outlets.head(MOST_ROWS)
    ids = list(shown["label"])
    figure = go.Figure(
        go.Bar(
            x=shown["articles"],
            y=list(range(len(shown))),
            orientation="h",
            customdata=ids,
            text=[
                f"{n:,}" + (" · few" if note else "")
                for n, note in zip(shown["articles"], shown["note"], strict=True)
            ],
            textposition="outside",
            cliponaxis=False,
            textfont={"color": INK[dark]},
            marker={
                "color": [colour.get(outlet, MARK) for outlet in shown["outlet"]],
                "line": {"color": INK[dark], "width": [2 if label == chosen else 0 for label in ids]},
            },
            hovertext=[_bar_hover(row) for row in records(shown)],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    layout(figure, len(shown), dark)
    labels = [{"label": label} for label in shown["label"]]
    figure.update_yaxes(**ticks(labels, dark), range=[len(shown) - 0.4, -0.6])
    most = int(shown["articles"].max()) if len(shown) else 1
    figure.update_xaxes(range=[0, most * 1.22], visible=False)
    figure.update_layout(bargap=0.35, margin={"b": 8})
    return figure


def timeline(frame: pd.DataFrame, *, period: str, order: Sequence[str], dark: bool = False) -> go.Figure:
    """A row an outlet and a column a period, with the number of articles; an empty cell where there is none.

    Above the cap of points only the outlets that come first in `order` are drawn.  The id of a cell is
    the date of its period, a blank, and the label of its outlet.
    """
    periods = max(1, frame["start"].nunique())
    outlets = list(order)[: min(MOST_ROWS, max(1, MOST_POINTS // periods))]
    counts = frame.pivot(index="outlet", columns="start", values="articles").reindex(outlets)
    labels = list(frame.drop_duplicates("outlet").set_index("outlet")["label"].reindex(outlets))
    figure = go.Figure([_cells(counts, dark), _hits(counts, labels, period)])
    layout(figure, len(outlets), dark, foot=44)
    rows = ticks([{"label": label} for label in labels], dark)
    figure.update_yaxes(**rows, range=[len(outlets) - 0.4, -0.6])
    time = {"tickformat": "%Y", "nticks": 7} if period == "year" else time_axis(frame["start"])
    figure.update_xaxes(showgrid=False, tickangle=0, **time)
    figure.update_layout(dragmode="select", selectdirection="h")  # a box over columns chooses their dates
    return figure


def cells(rows: pd.DataFrame, *, noun: str = "statements", chosen: str = "", dark: bool = False) -> go.Figure:
    """Shares as a grid: a row a label (the most heard first), a column a topic; the words say the value.

    Takes id, topic, label, value, low, high, n, base, articles, note; `noun` is what base counts.
    """
    scale = [[0, EMPTY[dark]], [1e-6, "rgba(63,144,218,.10)"], [1, "rgba(63,144,218,.85)"]]
    texts = [_cell_word(row) for row in records(rows)]
    hovers = [_cell_text(row, noun) for row in records(rows)]
    colours = {"zmin": 0, "zmax": _top(rows["value"]), "colorscale": scale}
    return grid(rows, texts, hovers, colours, chosen=chosen, dark=dark)


def _top(values: pd.Series[float]) -> float:
    """The end of a colour scale that begins at zero: Plotly takes no lone beginning."""
    highest = values.max()
    return float(highest) if highest > 0 else 1.0


def grid(
    rows: pd.DataFrame,
    texts: Sequence[str],
    hovers: Sequence[str],
    colours: Mapping[str, Any],
    *,
    chosen: str = "",
    dark: bool = False,
    order: Sequence[str] = (),
) -> go.Figure:
    """A row a label (the largest n first, or in an `order`), a column a topic, or the other way round, each
    cell with its text and its words on pointing.  Takes id, topic, label, value, n; `colours` is what a heat
    map needs to colour values.
    """
    order = list(order) or list(
        rows.groupby("label")["n"].sum().sort_values(ascending=False, kind="stable").index
    )
    topics = list(dict.fromkeys(rows["topic"]))
    if turned(rows):
        rows, order, topics = rows.rename(columns={"label": "topic", "topic": "label"}), topics, order
    written = rows.assign(text=list(texts))
    values, words = (
        written.pivot(index="label", columns="topic", values=name).reindex(index=order, columns=topics)
        for name in ("value", "text")
    )
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(topics))),
            y=list(range(len(order))),
            z=values.to_numpy(),
            text=words.fillna("").to_numpy(),
            texttemplate="%{text}",
            textfont={"color": INK[dark]},
            hoverinfo="skip",
            showscale=False,
            xgap=2,
            ygap=2,
            **colours,
        )
    )
    shown = records(rows)
    unseen = {"marker": {"opacity": 0}}
    figure.add_trace(
        go.Scatter(  # a heat map takes no clicks in Streamlit
            x=[topics.index(row["topic"]) for row in shown],
            y=[order.index(row["label"]) for row in shown],
            mode="markers",
            marker={"size": 18, "opacity": 0},
            customdata=[row["id"] for row in shown],
            hovertext=list(hovers),
            hoverinfo="text",
            selected=unseen,
            unselected=unseen,
        )
    )
    heads = [_wrapped(topic) for topic in topics]
    layout(
        figure, len(order), dark, foot=24 + HEAD * max((head.count("<br>") + 1 for head in heads), default=1)
    )
    figure.update_yaxes(**ticks([{"label": label} for label in order], dark), range=[len(order) - 0.5, -0.5])
    figure.update_xaxes(
        tickvals=list(range(len(topics))),
        ticktext=heads,
        tickangle=0,
        tickfont={"size": 12},
        range=[-0.5, len(topics) - 0.5],
        showgrid=False,
    )
    for row in shown:
        if row["id"] == chosen:
            x, y = topics.index(row["topic"]), order.index(row["label"])
            box = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
            figure.add_shape(type="rect", line={"color": INK[dark], "width": 2}, **box)
    return figure


def turned(rows: pd.DataFrame) -> bool:
    """Whether the topics of a grid are its rows: of many a reader would lose the names of rows."""
    topics = rows["topic"].nunique()
    return bool(topics > MOST_COLUMNS and topics > rows["label"].nunique())


def heads_on_top(figure: go.Figure) -> None:
    """The heads of columns stand over them, where a reader of many rows begins."""
    foot, edge = figure.layout.margin.b, figure.layout.margin.t
    figure.update_xaxes(side="top")
    figure.update_layout(margin={"t": foot, "b": edge})


def grid_width(rows: pd.DataFrame) -> int:
    """Pixels that a grid needs for the names of its rows and for its columns."""
    of_rows, of_columns = ("topic", "label") if turned(rows) else ("label", "topic")
    longest = min(WIDEST, int(rows[of_rows].str.len().max()))
    return LETTER * longest + COLUMN * int(rows[of_columns].nunique())


def _wrapped(head: str) -> str:
    """The head of a column in lines that its column holds."""
    lines = textwrap.wrap(" ".join(head.split()), LETTERS, max_lines=MOST_LINES, placeholder="…")
    return "<br>".join(map(plain, lines))


def _cell_word(row: Mapping[str, Any]) -> str:
    """The share of a cell; where there are too few for one, the count in brackets."""
    if row["note"]:
        return f"({row['n']:,})" if row["n"] else ""
    return value_text(row["value"], "share")


def _cell_text(row: Mapping[str, Any], noun: str) -> str:
    part = part_text(row, "share", noun)
    if noun != "articles":
        part += f", in {counted(row['articles'], 'article')}"
    if row["note"]:
        return f"<b>{plain(row['label'])} · {plain(row['topic'])}</b><br>{row['note']}<br>{part}"
    value = value_text(row["value"], "share")
    if not math.isnan(row["low"]):  # of a count of what is there
        value += f" (95 % interval {interval_text(row['low'], row['high'], 'share')})"
    return f"<b>{plain(row['label'])} · {plain(row['topic'])}</b><br>{value}<br>{part}"


def months(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Attributions by month (value, as 2026-02) as columns."""
    figure = go.Figure(
        go.Bar(
            x=pd.to_datetime(frame["value"]),
            y=frame["n"],
            marker={"color": MARK},
            hovertext=[f"{row['value']}: {counted(row['n'], 'statement')}" for row in records(frame)],
            hoverinfo="text",
        )
    )
    layout(figure, 6, dark)
    figure.update_xaxes(showgrid=False, **time_axis(pd.to_datetime(frame["value"])))
    figure.update_yaxes(showgrid=True, gridcolor=LINE[dark], rangemode="tozero", title="statements")
    return figure


def _bar_hover(row: Mapping[str, Any]) -> str:
    if "hover" in row:
        return f"<b>{plain(row['label'])}</b><br>{plain(row['hover'])}"
    dates = period_text(row["first"], row["last"]) or "no dates"
    held = f"{counted(row['articles'], 'article')}, {row['read']:,} read"
    return f"<b>{plain(row['label'])}</b><br>{held}<br>{dates}<br>Click for the list"


def _cells(counts: pd.DataFrame, dark: bool) -> go.Heatmap:
    """The cells; a heat map takes no clicks in Streamlit, see `_hits`."""
    return go.Heatmap(
        x=list(counts.columns),
        y=list(range(len(counts))),
        z=counts.to_numpy(),
        text=[[f"{n:,}" if n else "" for n in row] for row in counts.to_numpy()],
        texttemplate="%{text}",
        textfont={"color": INK[dark]},
        hoverinfo="skip",
        zmin=0,
        zmax=_top(pd.Series(counts.to_numpy().ravel())),
        colorscale=[[0, EMPTY[dark]], [1e-6, "rgba(63,144,218,.28)"], [1, "rgba(63,144,218,1)"]],
        showscale=False,
        xgap=2,
        ygap=4,
    )


def _hits(counts: pd.DataFrame, labels: Sequence[str], period: str) -> go.Scatter:
    """Unseen points over the cells, which say what is there and take the clicks."""
    cells = [
        (start, position, label, int(articles))
        for position, (label, row) in enumerate(zip(labels, counts.to_numpy(), strict=True))
        for start, articles in zip(counts.columns, row, strict=True)
    ]
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=[cell[0] for cell in cells],
        y=[cell[1] for cell in cells],
        mode="markers",
        marker={"size": 16, "opacity": 0},
        customdata=[f"{start:%Y-%m-%d} {label}" for start, _, label, _ in cells],
        hovertext=[_cell_hover(label, period, start, articles) for start, _, label, articles in cells],
        hoverinfo="text",
        selected=unseen,
        unselected=unseen,
    )


def _cell_hover(label: str, period: str, start: Any, articles: int) -> str:
    held = counted(articles, "article") if articles else "no article"
    return f"<b>{plain(label)}</b><br>{period} of {start:%d %B %Y}<br>{held}"
