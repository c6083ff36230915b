"""Dots with their intervals, by outlet; differences from one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bias.compare import (
    CLEAR,
    PART,
    SCALE,
    clearness,
    counted,
    counted_as,
    difference_text,
    difference_unit,
    interval_text,
    part_text,
    records,
    value_text,
)
from bias.show.charts.base import (
    GROUND,
    INK,
    MARK,
    MOST_ROWS,
    PALE,
    TALL,
    TALLER,
    VALUE,
    WIDEST,
    counted_only,
    layout,
    plain,
    ticks,
    wrapped,
)

APART = 0.19  # of two marks on one line, in rows


def dots(  # noqa: PLR0913
    rows: pd.DataFrame,
    *,
    unit: str,
    axis: str,
    colour: Mapping[str, str],
    overall: tuple[float, float, float] = (math.nan, math.nan, math.nan),
    chosen: str = "",
    grouped: bool = False,
    noun: str = "statements",
    dark: bool = False,
) -> go.Figure:
    """A dot and its 95 % interval a row, highest first, each with its value; `grouped` by outlet.

    Takes id, outlet, label, outlet_label, value, low, high, n, base, articles, note; with `series` the rows
    of an outlet share a line, the first one filled.  Rows beyond the sixtieth are left to the table.  `noun`
    is what base counts; `overall` is value, low and high of all outlets together.
    """
    lines = _lines(rows.head(MOST_ROWS), grouped, unit, noun)
    marks = [row for line in lines for row in line["rows"]]
    figure = go.Figure()
    figure.add_trace(_intervals(marks))
    figure.add_trace(_points(marks, colour, unit, chosen, dark, grouped, noun))
    figure.add_trace(counted_only(marks))
    top = _top(marks, unit)
    layout(figure, len(lines), dark, row=TALL if grouped or len(marks) == len(lines) else TALLER)
    figure.update_layout(margin={"r": VALUE})  # pixels, so that a narrow screen cuts no value
    figure.update_yaxes(**ticks(lines, dark), range=[len(lines) - 0.4, -0.6])
    figure.update_xaxes(range=[0, top], **_value_axis(axis, unit, top))
    words = [_words(row, unit, dark) for row in marks]
    figure.update_layout(annotations=words)  # at once: each that is added alone makes all others anew
    if not math.isnan(overall[0]):
        figure.update_layout(margin={"t": 30}, height=figure.layout.height + 22)
        _overall(figure, overall, unit, dark)
    return figure


def forest(
    found: pd.DataFrame,
    *,
    reference: str,
    colour: Mapping[str, str],
    unit: str,
    noun: str = "",
    dark: bool = False,
) -> go.Figure:
    """Differences from a reference around zero, of shares in percentage points; filled where q is below .05.

    Takes outlet, label, difference, low, high, q, n, articles; `noun` is what n counts, where
    the rows do not say it.
    """
    scale = SCALE.get(unit, 1)
    shown = records(found.head(MOST_ROWS))
    figure = go.Figure([_reaches(shown, scale), _differences(shown, colour, unit, dark)])
    layout(figure, len(shown), dark, row=TALL)
    lines = [{"label": row["label"], "counted": counted_as(row["n"], row.get("noun", noun))} for row in shown]
    figure.update_yaxes(**ticks(lines, dark), range=[len(shown) - 0.4, -0.6])
    reach = max((abs(row[end]) * scale for row in shown for end in ("low", "high")), default=10.0) * 1.08
    title = f"{difference_unit(unit)} more or less than {plain(reference, WIDEST)}".strip()
    figure.update_xaxes(
        range=[-reach, reach],
        title={"text": wrapped(title), "font": {"size": 13}, "standoff": 8},
        zeroline=False,
    )
    figure.add_vline(x=0, line={"color": PALE[dark], "width": 1.5}, layer="below")
    return figure


def _lines(rows: pd.DataFrame, grouped: bool, unit: str, noun: str) -> list[dict[str, Any]]:
    """The lines from above to below, each with its rows: one, or those of the series of an outlet; with
    `grouped`, a heading before the rows of each outlet.  Each row gets its place `y`."""
    out: list[dict[str, Any]] = []
    outlet, series = None, list(dict.fromkeys(rows["series"])) if "series" in rows else [""]
    for row in records(rows):
        if grouped and row["outlet"] != outlet:
            outlet = row["outlet"]
            out.append({"label": row["outlet_label"], "heading": True, "rows": []})
        place = series.index(row.get("series", ""))
        if not place:
            out.append({"label": row["label"], "rows": []})
        row |= {"y": len(out) - 1 + APART * (2 * place - len(series) + 1), "open": place > 0}
        out[-1]["rows"].append(row)
        out[-1]["counted"] = counted_of_line(out[-1]["rows"], unit, noun)
    return out


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if not math.isnan(row["value"])]


def _intervals(rows: list[dict[str, Any]]) -> go.Scatter:
    """The intervals, in one trace that takes no clicks: the dots do."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row in _shown(rows):
        if not math.isnan(row["low"]):
            xs += [row["low"], row["high"], None]
            ys += [row["y"], row["y"], None]
    return go.Scatter(
        x=xs, y=ys, mode="lines", line={"color": "rgba(128,132,149,.75)", "width": 3}, hoverinfo="skip"
    )


def _reaches(rows: list[dict[str, Any]], scale: int) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for position, row in enumerate(rows):
        xs += [row["low"] * scale, row["high"] * scale, None]
        ys += [position, position, None]
    line = {"color": "rgba(128,132,149,.75)", "width": 3}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _differences(rows: list[dict[str, Any]], colour: Mapping[str, str], unit: str, dark: bool) -> go.Scatter:
    clear = [row["q"] < CLEAR for row in rows]
    colours = [colour.get(row["outlet"], MARK) for row in rows]
    edges = [INK[dark] if sure else own for sure, own in zip(clear, colours, strict=True)]
    return go.Scatter(
        x=[row["difference"] * SCALE.get(unit, 1) for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "size": 13,
            "symbol": ["circle" if sure else "circle-open" for sure in clear],
            "color": colours,
            "line": {"color": edges, "width": [1 if sure else 2.5 for sure in clear]},
        },
        hovertext=[
            f"<b>{plain(row['label'])}</b><br>{difference_text(row, unit)}, {clearness(row['q'])}"
            for row in rows
        ],
        hoverinfo="text",
    )


def _points(
    rows: list[dict[str, Any]],
    colour: Mapping[str, str],
    unit: str,
    chosen: str,
    dark: bool,
    grouped: bool,
    noun: str,
) -> go.Scatter:
    shown = _shown(rows)
    own = [colour.get(row["outlet"], MARK) for row in shown]
    return go.Scatter(
        x=[row["value"] for row in shown],
        y=[row["y"] for row in shown],
        mode="markers",
        cliponaxis=False,  # a dot at zero is a whole dot
        customdata=[row["id"] for row in shown],
        marker={
            "size": [17 if row["id"] == chosen else 13 for row in shown],
            "symbol": ["diamond-open" if row["open"] else "circle" for row in shown],
            "color": own,
            "line": {
                "color": [one if row["open"] else INK[dark] for row, one in zip(shown, own, strict=True)],
                "width": [2.5 if row["open"] or row["id"] == chosen else 1 for row in shown],
            },
            "opacity": 1,
        },
        hovertext=[_hover(row, unit, grouped, noun) for row in shown],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _hover(row: Mapping[str, Any], unit: str, grouped: bool, noun: str) -> str:
    names = [row["label"], row["outlet_label"] if grouped else row.get("series", "")]
    name = plain(" · ".join(filter(None, names)))
    value = f"{value_text(row['value'], unit)} (95 % interval {interval_text(row['low'], row['high'], unit)})"
    where = part_text(row, unit, noun)
    if noun != "articles":
        where += f", in {counted(row['articles'], 'article')}"
    return f"<b>{name}</b><br>{value}<br>{where}<br>Click for the sentences"


def counted_of_line(rows: Sequence[Mapping[str, Any]], unit: str, noun: str) -> str:
    """What the marks of a line were counted from, each for itself: "73 of 155 statements"; of two marks "15
    and 59 in 12,345 own words", "40 and 12 mentions"."""
    firsts = [f"{row['n']:,}" if unit in PART else f"{row['base']:,}" for row in rows[:-1]]
    return " and ".join([*firsts, part_text(rows[-1], unit, noun)])


def _words(row: Mapping[str, Any], unit: str, dark: bool) -> dict[str, Any]:
    """The value beside its interval; where there is none, why."""
    common = {"y": row["y"], "showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left"}
    if math.isnan(row["value"]):
        return {"x": 0, "text": f"<i>{row['note']}</i>", "font": {"color": PALE[dark]}, "xshift": 4, **common}
    end = row["value"] if math.isnan(row["high"]) else row["high"]
    text = f"<b>{value_text(row['value'], unit)}</b>"
    look = {"font": {"color": INK[dark]}, "xshift": 10, "bgcolor": GROUND[dark], "borderpad": 1}
    return {"x": end, "text": text, **look, **common}


def _overall(figure: go.Figure, overall: tuple[float, float, float], unit: str, dark: bool) -> None:
    value, low, high = overall
    figure.add_vline(x=value, line={"color": PALE[dark], "width": 1.5, "dash": "dot"}, layer="below")
    end = figure.layout.xaxis.range[1]
    figure.add_annotation(
        xanchor="left" if value < 0.15 * end else "right" if value > 0.85 * end else "center",
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=f"all outlets {value_text(value, unit)} ({interval_text(low, high, unit)})",
        showarrow=False,
        font={"color": PALE[dark], "size": 12},
    )


def _top(rows: list[dict[str, Any]], unit: str) -> float:
    """The end of the axis, just behind the longest interval: the words after it stand in the margin."""
    ends = [row["value"] if math.isnan(row["high"]) else row["high"] for row in _shown(rows)]
    return max(ends, default=1.0 if unit == "share" else 10.0) * 1.03


def _value_axis(axis: str, unit: str, top: float) -> dict[str, Any]:
    title = {"text": wrapped(axis), "font": {"size": 13}, "standoff": 8}
    if unit != "share":
        return {"title": title}
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if top / step <= 5 or step == 0.5)
    ticks = [round(n * step, 2) for n in range(int(min(top, 1.0) / step + 1e-9) + 1)]
    return {"title": title, "tickvals": ticks, "ticktext": [value_text(tick, "share") for tick in ticks]}
