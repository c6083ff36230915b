"""What the figures share: colours, words for values, names on axes, the layout.

Figures are transparent and take `dark` for their text, so that both themes work.  Each mark carries the
id of its row in `customdata`: a page learns from it what was clicked.
"""

from __future__ import annotations

import html
import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

# No blue and no orange, which are signs around zero, and no colour of a side; after Tol, “muted”.
OUTLET_COLOURS = (
    "#117733", "#cc6677", "#44aa99", "#882255", "#999933",
    "#d687c0", "#717581", "#ddcc77", "#6b3a1e", "#8fd3b6",
)  # fmt: skip
FAINT = "#a9adb6"  # of outlets beside those that are highlighted
MARK = "#5b6475"  # of what is no outlet, and of outlets that are too many for colours
# Of sides, by theme, told apart in small bars and by the colour-blind; who is unknown is hatched.
SIDES = {
    False: {
        "incumbent": "#45277d", "allied": "#8b6bc7", "opposition": "#f2b701", "independent": "#86cfe3",
        "foreign": "#33617a", "elsewhere": "#d5d2db", "untold": "#eceaf0", "": "transparent",
    },
    True: {
        "incumbent": "#7a50d0", "allied": "#b39be4", "opposition": "#f2b701", "independent": "#90d8ea",
        "foreign": "#306070", "elsewhere": "#4b4753", "untold": "#2c2a33", "": "transparent",
    },
}  # fmt: skip
PARTS = {  # of other values, in order: one hue, which is no outlet's
    False: ("#3f2468", "#6f4fa0", "#9c82c4", "#c3b2de", "#e0d6ee", "#d5d2db"),
    True: ("#d9c9f5", "#af95dc", "#8668b8", "#634893", "#48346c", "#4b4753"),
}
FONT = "Source Sans, Source Sans Pro, sans-serif"  # the app's
MOST_POINTS = 10_000
MOST_ROWS = 60
INK = {False: "#31333f", True: "#e8e6e3"}
PALE = {False: "#6b7280", True: "#a3a8b4"}
GROUND = {False: "rgba(255,255,255,.85)", True: "rgba(20,23,28,.85)"}  # under words that a line crosses
LINE = {False: "rgba(49,51,63,.14)", True: "rgba(250,250,250,.16)"}
EMPTY = {False: "rgba(49,51,63,.05)", True: "rgba(250,250,250,.06)"}
ROW, TALL, TALLER = 30, 42, 64  # pixels; tall where n stands under the name, taller with two marks
VALUE = 60  # pixels of the longest value beside its interval
TAG = re.compile(r"<[^<>]*>")
WIDEST, LONGEST = 30, 40  # letters of a label on the axis, and of one above its mark
TITLE = 30  # letters of a line of an axis title
SHORT = 1.5  # months, below which an axis of time tells days


def colours(outlets: Iterable[str], highlighted: Sequence[str] = ()) -> dict[str, str]:
    """A colour for each of ten outlets or fewer; beyond that one for all, as more cannot be told apart.

    Where some are `highlighted` the others are faint.
    """
    names = sorted(outlets)
    shown = names if len(names) <= len(OUTLET_COLOURS) else sorted(highlighted)[: len(OUTLET_COLOURS)]
    own = dict.fromkeys(names, MARK) | dict(zip(shown, OUTLET_COLOURS, strict=False))
    return {name: FAINT if highlighted and name not in highlighted else own[name] for name in names}


def plain(label: str, widest: int = 0) -> str:
    """A label that Plotly shows as it is: its little HTML is taken for text, and too long loses its middle.

    The middle, because names that begin alike ("The Gazette of …") differ at their end.
    """
    one_line = " ".join(label.split())
    if widest and len(one_line) > widest:
        tail = widest // 3
        one_line = f"{one_line[: widest - tail - 1].rstrip()}…{one_line[-tail:].lstrip()}"
    return html.escape(one_line, quote=False)


def counted_only(rows: Iterable[Mapping[str, Any]]) -> go.Scatter:
    """Unseen points on zero where a row (id, label, value, n, note, y) has counts and no value: a click opens
    what was counted."""
    few = [row for row in rows if math.isnan(row["value"]) and row.get("n")]
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=[0] * len(few),
        y=[row["y"] for row in few],
        mode="markers",
        customdata=[row["id"] for row in few],
        marker={"size": 20, "opacity": 0},
        hovertext=[
            f"<b>{plain(row['label'])}</b><br>{row['note']}<br>Click for what is behind" for row in few
        ],
        hoverinfo="text",
        selected=unseen,
        unselected=unseen,
    )


def wrapped(title: str) -> str:
    """A title in lines that a narrow screen does not cut."""
    return "<br>".join(textwrap.wrap(title, TITLE, break_long_words=False))


def ticks(lines: Sequence[Mapping[str, Any]], dark: bool) -> dict[str, Any]:
    """Names on the axis; under each, small, what it was `counted` from: beside the value a narrow screen
    would cut it."""
    text = []
    for row in lines:
        label = plain(row["label"], WIDEST)
        if row.get("heading"):
            label = f"<b>{label}</b>"
        elif counted := row.get("counted"):
            label += f"<br><span style='font-size:11px;color:{PALE[dark]}'>{plain(counted)}</span>"
        text.append(label)
    return {"tickvals": list(range(len(lines))), "ticktext": text}


def emphasise(figure: go.Figure, names: Iterable[str], dark: bool) -> None:
    """Outlets that are highlighted in bold, wherever a chart names them, and the other names pale."""
    bold = {one for name in names for one in (plain(name, WIDEST), plain(name))}

    def told(text: str) -> str:
        name, rest = [*text.split("<br>", 1), ""][:2] if "<span" in text else (text, "")
        rest = f"<br>{rest}" if rest else ""
        if name.replace("<b>", "").replace("</b>", "").replace("<br>", " ") in bold:
            return f"<b>{name}</b>{rest}"
        return f"<span style='color:{PALE[dark]}'>{name}</span>{rest}"

    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        if axis.ticktext and any(found != one for one in axis.ticktext if (found := told(one))[:3] == "<b>"):
            axis.ticktext = [told(one) for one in axis.ticktext]
    for one in figure.layout.annotations:
        if one.text in bold:  # the head of a panel
            one.text = told(one.text)


def time_axis(dates: Iterable[pd.Timestamp], *, most: int = 7) -> dict[str, Any]:
    """Ticks that never say a month twice: every so many months, or days where there are but a few weeks."""
    known = sorted(dates)
    months = (known[-1] - known[0]).days / 30.4 if known else 0
    if months < SHORT:
        return {"tickformat": "%d %b\n%Y", "nticks": most}
    return {"tickformat": "%b\n%Y", "dtick": f"M{max(1, math.ceil(months / most))}"}


def layout(figure: go.Figure, rows: int, dark: bool, *, foot: int = 56, row: int = ROW) -> None:
    figure.update_layout(
        height=max(120, rows * row + 12 + foot),
        margin={"l": 8, "r": 8, "t": 8, "b": foot},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 14, "color": INK[dark]},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        clickmode="event+select",
        hoverlabel={"align": "left", "font": {"family": FONT, "size": 14}},
    )
    figure.update_xaxes(
        gridcolor=LINE[dark],
        zeroline=False,
        tickfont={"color": PALE[dark]},
        fixedrange=True,
        automargin=True,
    )
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True, automargin=True)
    figure.update_yaxes(ticks="outside", ticklen=6, tickcolor="rgba(0,0,0,0)")
