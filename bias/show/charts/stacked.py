"""One bar an outlet, parted by what its statements are: each part is a share with its interval, or a count,
and opens what it was counted from."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bias.compare import counted, counted_as, interval_text, part_text, records, value_text
from bias.show.charts.base import INK, MOST_ROWS, PALE, PARTS, SIDES, TALL, layout, plain, ticks, wrapped

NARROWEST = {False: 0.08, True: 0.04}  # of the longest bar: below it a part has no share, or no count, in it
THICK = 0.56  # of a row: by itself a bar would be as thick as the rows between two of its parts let it
WIDE = 0.22  # of a bar: from here on a share has its interval beside it
LEGEND = 46  # letters of a line of the legend
LINE = 19  # pixels of such a line
UNKNOWN = {False: "#e5e5e8", True: "#3a3a40"}  # and hatched
HATCH = {False: "#c2c2c9", True: "#5d5d66"}
EDGE = {False: "#ffffff", True: "#14171c"}  # between two parts


def stacked(
    rows: pd.DataFrame,
    *,
    order: Sequence[str],
    axis: str = "",
    noun: str = "statements",
    counts: bool = False,
    chosen: str = "",
    dark: bool = False,
) -> go.Figure:
    """Takes id, outlet, outlet_label, label, key, value, low, high, n, base, articles, note; the parts of a
    bar stand in `order`, and bars by their first part.  An outlet with too few has its counts, and no bar.

    With `counts` a part is as long as its n, and bars stand in the order of the rows.
    """
    shown = records(rows[rows["label"].isin(order)])
    lines = _lines(shown, order, noun, counts)[:MOST_ROWS]
    whole = max((line["length"] for line in lines), default=1.0) if counts else 1.0
    place = {line["outlet"]: number for number, line in enumerate(lines)}
    colours = _colours(shown, order, dark)
    figure = go.Figure()
    annotations: list[dict[str, Any]] = []
    for label in order:
        own = [row for row in shown if row["label"] == label and row["outlet"] in place and row["bar"]]
        said = [_hover(row, noun, counts) for row in own]
        figure.add_trace(_parts(own, said, place, colours[label], chosen, dark))
        annotations += [_word(row, place[row["outlet"]], colours[label], whole, counts) for row in own]
    annotations += [_few(line, number, dark) for number, line in enumerate(lines) if line["note"]]
    legend = _legend(order, colours)
    layout(figure, len(lines), dark, row=TALL, foot=8 if counts else 44)
    head = legend.count("<br>") * LINE + LINE + 10
    figure.update_layout(
        barmode="overlay", bargap=1 - THICK, margin={"t": head}, height=figure.layout.height + head - 8
    )
    figure.update_yaxes(**ticks(lines, dark), range=[len(lines) - 0.4, -0.6])
    figure.update_xaxes(
        range=[0, 1.001 * whole], tickvals=[0, 0.25, 0.5, 0.75, 1], tickangle=0, showgrid=False,
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"], visible=not counts,
        title={"text": wrapped(axis), "font": {"size": 13}, "standoff": 8},
    )  # fmt: skip
    place_of_legend = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yshift": 4}
    look = {
        "showarrow": False,
        "yanchor": "bottom",
        "align": "left",
        "font": {"size": 13, "color": INK[dark]},
    }
    annotations.append({"text": legend, **place_of_legend, **look})
    figure.update_layout(annotations=annotations)
    return figure


def _colours(rows: list[dict[str, Any]], order: Sequence[str], dark: bool) -> dict[str, str]:
    """Those of sides, by their key; of other values the same in order; one for what is unknown."""
    keys = {row["label"]: row["key"] for row in rows}
    sides = set(keys.values()) <= set(SIDES[dark])
    found = {}
    for number, label in enumerate(order):
        known = SIDES[dark][keys[label]] if sides else PARTS[dark][min(number, len(PARTS[dark]) - 1)]
        found[label] = UNKNOWN[dark] if not keys[label] else known
    return found


def _lines(rows: list[dict[str, Any]], order: Sequence[str], noun: str, counts: bool) -> list[dict[str, Any]]:
    """A line an outlet, of shares by its first part and those without bars last; each row gets where its part
    begins."""
    named = list(dict.fromkeys(row["outlet"] for row in rows))
    by: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: order.index(row["label"])):
        by.setdefault(row["outlet"], []).append(row)
    lines = []
    for outlet, own in by.items():
        bar = not any(row["note"] for row in own)
        begins = 0.0
        for row in own:
            share = row["n"] if counts else row["value"]
            row |= {"bar": bar, "share": share if bar else 0.0, "begins": begins}
            begins += row["share"]
        first = next((row["share"] for row in own if row["label"] == order[0]), 0.0)
        said = ", ".join(f"{row['n']:,} {row['label']}" for row in own)
        line = {"outlet": outlet, "label": own[0]["outlet_label"], "note": "" if bar else said}
        line |= {"counted": counted_as(int(own[0]["base"]), noun), "first": first if bar else -1.0}
        lines.append(line | {"length": begins})
    if counts:
        return sorted(lines, key=lambda line: named.index(line["outlet"]))
    return sorted(lines, key=lambda line: (-line["first"], line["label"]))


def _parts(
    rows: list[dict[str, Any]],
    said: list[str],
    place: dict[str, int],
    colour: str,
    chosen: str,
    dark: bool,
) -> go.Bar:
    """The parts of all bars that have one label, each with what is said on pointing."""
    return go.Bar(
        x=[row["share"] for row in rows],
        base=[row["begins"] for row in rows],
        y=[place[row["outlet"]] for row in rows],
        orientation="h",
        width=THICK,
        customdata=[row["id"] for row in rows],
        marker={
            "color": colour,
            "pattern": {
                "shape": "/" if colour == UNKNOWN[dark] else "",
                "fgcolor": HATCH[dark],
                "size": 7,
            },
            "line": {
                "color": [INK[dark] if row["id"] == chosen else EDGE[dark] for row in rows],
                "width": [2.5 if row["id"] == chosen else 1 for row in rows],
            },
        },
        hovertext=said,
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _word(row: dict[str, Any], line: int, colour: str, whole: float, counts: bool) -> dict[str, Any]:
    """The share, or the count, within its part where there is room; of a wide one with its interval."""
    wide = row["share"] / whole
    text = f"{row['n']:,}" if counts else value_text(row["share"], "share")
    if not counts and wide >= WIDE and row["low"] == row["low"]:
        text += f" <span style='font-size:11px'>{interval_text(row['low'], row['high'], 'share')}</span>"
    look = {"font": {"size": 13, "color": _on(colour)}, "showarrow": False}
    text = text if wide >= NARROWEST[counts] else ""
    return {"x": row["begins"] + row["share"] / 2, "y": line, "text": text, **look}


def _on(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _few(line: dict[str, Any], number: int, dark: bool) -> dict[str, Any]:
    look = {"xanchor": "left", "align": "left", "font": {"color": PALE[dark], "size": 12}, "showarrow": False}
    return {"x": 0, "y": number, "text": f"<i>too few for shares: {plain(line['note'], 60)}</i>", **look}


def _legend(order: Sequence[str], colours: dict[str, str]) -> str:
    """The names of the parts in their colours, in lines that a narrow screen does not cut."""
    kept = [label.replace(" ", "\u00a0") for label in order]
    lines = textwrap.wrap("   ".join(f"■\u00a0{label}" for label in kept), LEGEND, break_long_words=False)
    said = "<br>".join(html.escape(line, quote=False) for line in lines)
    for label, name in zip(order, kept, strict=True):
        written = html.escape(f"■\u00a0{name}", quote=False)
        said = said.replace(written, f"<span style='color:{colours[label]}'>■</span>{written[1:]}", 1)
    return said


def _hover(row: dict[str, Any], noun: str, counts: bool) -> str:
    name = f"<b>{plain(row['outlet_label'])} · {plain(row['label'])}</b>"
    where = part_text(row, "share", noun)
    if counts:
        return f"{name}<br>{where}<br>Click for what is behind"
    share = value_text(row["share"], "share")
    if row["low"] == row["low"]:  # a part that nobody has has no interval
        share += f" (95 % interval {interval_text(row['low'], row['high'], 'share')})"
    where = f"{where}, in {counted(row['articles'], 'article')}"
    return f"{name}<br>{share}<br>{where}<br>Click for the sentences"
