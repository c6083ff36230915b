"""Frame → Plotly figure, and the words that say the same.  Knows no store and no Streamlit.

Figures are transparent and take `dark` for their text, so that both themes work.  Each mark carries the
id of its row in `customdata`: a page learns from it what was clicked.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd
import plotly.graph_objects as go
from plotly.graph_objects import Figure as Figure  # for the annotations of those who know no Plotly

PETROFF_6 = ("#5790fc", "#f89c20", "#e42536", "#964a8b", "#9c9ca1", "#7a21dd")  # roles and kinds
PETROFF_10 = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
    "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
MOST_POINTS = 10_000
MOST_ROWS = 60
CLEAR = 0.05  # q below it is called clear
SAID_ALOUD = 12  # values that an alt text lists before it points to the table
_INK = {False: "#31333f", True: "#e8e6e3"}
_PALE = {False: "#6b7280", True: "#a3a8b4"}
_GROUND = {False: "rgba(255,255,255,.85)", True: "rgba(20,23,28,.85)"}  # under words that a line crosses
_LINE = {False: "rgba(49,51,63,.14)", True: "rgba(250,250,250,.16)"}
_EMPTY = {False: "rgba(49,51,63,.05)", True: "rgba(250,250,250,.06)"}
_DIGITS = {"per article": 1, "number": 1, "ratio": 2, "index": 3}
_ROW, _TALL = 30, 42  # pixels; tall where n stands under the name
_VALUE = 60  # pixels of the longest value beside its interval
_WIDEST = 28  # letters of a label on the axis
_TITLE = 30  # letters of a line of an axis title


def colours(outlets: Iterable[str]) -> dict[str, str]:
    """A colour for each of ten outlets or fewer; beyond that one for all, as more cannot be told apart."""
    names = sorted(outlets)
    if len(names) > len(PETROFF_10):
        return dict.fromkeys(names, PETROFF_10[0])
    return dict(zip(names, PETROFF_10, strict=False))


def value_text(value: float, unit: str) -> str:
    """A value as charts and sentences write it; a dash where there is none."""
    if math.isnan(value):
        return "–"
    if unit == "share":
        return f"{value:.0%}".replace("%", " %")
    return f"{value:.{_DIGITS[unit]}f}"


def interval_text(low: float, high: float, unit: str) -> str:
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    if unit == "share":
        return f"{low * 100:.0f}–{high * 100:.0f} %"
    return f"{low:.{_DIGITS[unit]}f}–{high:.{_DIGITS[unit]}f}"


def dots(  # noqa: PLR0913
    rows: pd.DataFrame,
    *,
    unit: str,
    axis: str,
    colour: Mapping[str, str],
    overall: tuple[float, float, float] = (math.nan, math.nan, math.nan),
    chosen: str = "",
    grouped: bool = False,
    dark: bool = False,
) -> go.Figure:
    """A dot and its 95 % interval a row, highest first, each with its value; `grouped` by outlet.

    Takes id, outlet, label, outlet_label, value, low, high, n, base, articles, note.  Rows beyond the
    sixtieth are left to the table.  `overall` is value, low and high of all outlets together.
    """
    lines = _lines(rows.head(MOST_ROWS), grouped)
    figure = go.Figure()
    figure.add_trace(_intervals(lines))
    figure.add_trace(_points(lines, colour, unit, chosen, dark, grouped))
    top = _top(lines, unit)
    _layout(figure, len(lines), dark, row=_TALL)
    figure.update_layout(margin={"r": _VALUE})  # pixels, so that a narrow screen cuts no value
    figure.update_yaxes(**_ticks(lines, dark), range=[len(lines) - 0.4, -0.6])
    figure.update_xaxes(range=[0, top], **_value_axis(axis, unit, top))
    for position, row in enumerate(lines):
        _annotate(figure, position, row, unit, dark)
    if not math.isnan(overall[0]):
        figure.update_layout(margin={"t": 30}, height=figure.layout.height + 22)
        _overall(figure, overall, unit, dark)
    return figure


def forest(
    found: pd.DataFrame, *, reference: str, colour: Mapping[str, str], dark: bool = False
) -> go.Figure:
    """Differences from a reference in percentage points, around zero; filled where q is below .05.

    Takes outlet, label, difference, low, high, q, n, articles.
    """
    shown = _records(found.head(MOST_ROWS))
    figure = go.Figure([_reaches(shown), _differences(shown, colour, dark)])
    _layout(figure, len(shown), dark, row=_TALL)
    lines = [{"label": row["label"], "n": row["n"], "base": row["n"]} for row in shown]
    figure.update_yaxes(**_ticks(lines, dark), range=[len(shown) - 0.4, -0.6])
    reach = max((abs(row[end]) * 100 for row in shown for end in ("low", "high")), default=10.0) * 1.08
    title = f"points more or less than {plain(reference, _WIDEST)}"
    figure.update_xaxes(
        range=[-reach, reach],
        title={"text": _wrapped(title), "font": {"size": 13}, "standoff": 8},
        zeroline=False,
    )
    figure.add_vline(x=0, line={"color": _PALE[dark], "width": 1.5}, layer="below")
    return figure


def difference_text(row: Mapping[str, Any]) -> str:
    """A difference in words: its size, its interval, and whether it is clear."""
    size = f"{row['difference'] * 100:+.0f} points ({row['low'] * 100:+.0f} to {row['high'] * 100:+.0f})"
    return f"{size}, {'clear' if row['q'] < CLEAR else 'no clear difference'} (q = {row['q']:.2g})"


def alt_forest(found: pd.DataFrame, *, label: str, reference: str) -> str:
    """What a figure of differences shows, in words."""
    said = "; ".join(f"{row['label']} {difference_text(row)}" for row in _records(found.head(SAID_ALOUD)))
    return f"{label}, difference from {reference}: {said}."


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
            textfont={"color": _INK[dark]},
            marker={
                "color": [colour.get(outlet, PETROFF_10[0]) for outlet in shown["outlet"]],
                "line": {"color": _INK[dark], "width": [2 if label == chosen else 0 for label in ids]},
            },
            hovertext=[_bar_hover(row) for row in _records(shown)],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    _layout(figure, len(shown), dark)
    labels = [{"label": label} for label in shown["label"]]
    figure.update_yaxes(**_ticks(labels, dark), range=[len(shown) - 0.4, -0.6])
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
    _layout(figure, len(outlets), dark, foot=44)
    rows = _ticks([{"label": label} for label in labels], dark)
    figure.update_yaxes(**rows, range=[len(outlets) - 0.4, -0.6])
    figure.update_xaxes(
        showgrid=False, nticks=7, tickangle=0, tickformat="%Y" if period == "year" else "%b\n%Y"
    )
    return figure


def cells(rows: pd.DataFrame, *, chosen: str = "", dark: bool = False) -> go.Figure:
    """Shares as a grid: a row a label (the most heard first), a column a topic; the words say the value.

    Takes id, topic, label, value, low, high, n, base, articles, note.
    """
    order = list(rows.groupby("label")["n"].sum().sort_values(ascending=False, kind="stable").index)
    topics = list(dict.fromkeys(rows["topic"]))
    values = rows.pivot(index="label", columns="topic", values="value").reindex(index=order, columns=topics)
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(topics))),
            y=list(range(len(order))),
            z=values.to_numpy(),
            text=[[value_text(value, "share") for value in row] for row in values.to_numpy()],
            texttemplate="%{text}",
            textfont={"color": _INK[dark]},
            hoverinfo="skip",
            zmin=0,
            colorscale=[[0, _EMPTY[dark]], [1e-6, "rgba(63,144,218,.10)"], [1, "rgba(63,144,218,.85)"]],
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    shown = _records(rows)
    unseen = {"marker": {"opacity": 0}}
    figure.add_trace(
        go.Scatter(  # a heat map takes no clicks in Streamlit
            x=[topics.index(row["topic"]) for row in shown],
            y=[order.index(row["label"]) for row in shown],
            mode="markers",
            marker={"size": 18, "opacity": 0},
            customdata=[row["id"] for row in shown],
            hovertext=[_cell_text(row) for row in shown],
            hoverinfo="text",
            selected=unseen,
            unselected=unseen,
        )
    )
    _layout(figure, len(order), dark, foot=110)
    figure.update_yaxes(**_ticks([{"label": label} for label in order], dark), range=[len(order) - 0.5, -0.5])
    figure.update_xaxes(
        tickvals=list(range(len(topics))),
        ticktext=[plain(topic, 20) for topic in topics],
        tickangle=-35,
        range=[-0.5, len(topics) - 0.5],
        showgrid=False,
    )
    for row in shown:
        if row["id"] == chosen:
            x, y = topics.index(row["topic"]), order.index(row["label"])
            box = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
            figure.add_shape(type="rect", line={"color": _INK[dark], "width": 2}, **box)
    return figure


def _cell_text(row: Mapping[str, Any]) -> str:
    counted = f"{row['n']:,} of {row['base']:,} attributions in {row['articles']:,} articles"
    if row["note"]:
        return f"<b>{plain(row['label'])} · {plain(row['topic'])}</b><br>{row['note']}<br>{counted}"
    interval = interval_text(row["low"], row["high"], "share")
    value = f"{value_text(row['value'], 'share')} (95 % interval {interval})"
    return f"<b>{plain(row['label'])} · {plain(row['topic'])}</b><br>{value}<br>{counted}"


def alt_cells(rows: pd.DataFrame) -> str:
    """The highest cell of each topic, in words."""
    known = rows.dropna(subset=["value"])
    best = _records(known.sort_values("value", ascending=False).drop_duplicates("topic").head(SAID_ALOUD))
    said = "; ".join(f"{row['topic']}: most of {_said(row, 'share', grouped=False)}" for row in best)
    return f"Share of each role by topic: {said or 'too few to show'}."


def months(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Attributions by month (value, as 2026-02) as columns."""
    figure = go.Figure(
        go.Bar(
            x=pd.to_datetime(frame["value"]),
            y=frame["n"],
            marker={"color": PETROFF_10[0]},
            hovertext=[f"{row['value']}: {row['n']:,} attributions" for row in _records(frame)],
            hoverinfo="text",
        )
    )
    _layout(figure, 6, dark)
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(showgrid=True, gridcolor=_LINE[dark], rangemode="tozero", title="attributions")
    return figure


def alt_months(frame: pd.DataFrame, *, label: str) -> str:
    most = _records(frame.sort_values("n", ascending=False))[0]
    return (
        f"Attributions to {label} by month, {frame['value'].min()} to {frame['value'].max()}: "
        f"{frame['n'].sum():,} in all, most in {most['value']} with {most['n']:,}."
    )


def alt_text(rows: pd.DataFrame, *, label: str, unit: str, grouped: bool = False) -> str:
    """What a figure of dots shows, in words, with the values of its first rows."""
    if rows.empty:
        return f"{label}: nothing to show."
    said = "; ".join(_said(row, unit, grouped) for row in _records(rows.head(SAID_ALOUD)))
    rest = f"; {len(rows) - SAID_ALOUD} more in the table" if len(rows) > SAID_ALOUD else ""
    return f"{label}, each with its 95 % interval: {said}{rest}."


def alt_bars(outlets: pd.DataFrame) -> str:
    said = "; ".join(f"{row['label']} {row['articles']:,}" for row in _records(outlets.head(SAID_ALOUD)))
    rest = f"; {len(outlets) - SAID_ALOUD} more in the table" if len(outlets) > SAID_ALOUD else ""
    return f"Articles by outlet, most first: {said}{rest}."


def alt_timeline(frame: pd.DataFrame, *, period: str) -> str:
    """How many articles there are by period, and which outlets have most periods without one."""
    if frame.empty:
        return "No article has a date."
    total = frame.groupby("start")["articles"].sum()
    gaps = (frame["articles"] == 0).groupby(frame["label"]).sum()
    first, last = frame["start"].min(), frame["start"].max()
    most = total.idxmax()
    gap = f"; most gaps: {gaps.idxmax()}, {gaps.max()} without an article" if gaps.max() else "; no gaps"
    return (
        f"Articles by outlet and {period}, {first:%d %B %Y} to {last:%d %B %Y}: "
        f"{total.sum():,} in {len(total)} {period}s, most in the {period} of {most:%d %B %Y} "
        f"with {total.max():,}{gap}."
    )


def plain(label: str, widest: int = 0) -> str:
    """A label that Plotly shows as it is: its little HTML is taken for text, and too long loses its middle.

    The middle, because names that begin alike ("The Gazette of …") differ at their end.
    """
    one_line = " ".join(label.split())
    if widest and len(one_line) > widest:
        tail = widest // 3
        one_line = f"{one_line[: widest - tail - 1].rstrip()}…{one_line[-tail:].lstrip()}"
    return html.escape(one_line, quote=False)


# -- parts -------------------------------------------------------------------------------------------


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def _lines(rows: pd.DataFrame, grouped: bool) -> list[dict[str, Any]]:
    """The rows from above to below; with `grouped`, a heading before the rows of each outlet."""
    out: list[dict[str, Any]] = []
    outlet = None
    for row in _records(rows):
        if grouped and row["outlet"] != outlet:
            outlet = row["outlet"]
            out.append({"label": row["outlet_label"], "heading": True, "value": math.nan, "note": ""})
        out.append({**row, "heading": False})
    return out


def _shown(lines: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return [(position, row) for position, row in enumerate(lines) if not math.isnan(row["value"])]


def _intervals(lines: list[dict[str, Any]]) -> go.Scatter:
    """The intervals, in one trace that takes no clicks: the dots do."""
    xs: list[float | None] = []
    ys: list[int | None] = []
    for position, row in _shown(lines):
        if not math.isnan(row["low"]):
            xs += [row["low"], row["high"], None]
            ys += [position, position, None]
    return go.Scatter(
        x=xs, y=ys, mode="lines", line={"color": "rgba(128,132,149,.75)", "width": 3}, hoverinfo="skip"
    )


def _reaches(rows: list[dict[str, Any]]) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for position, row in enumerate(rows):
        xs += [row["low"] * 100, row["high"] * 100, None]
        ys += [position, position, None]
    line = {"color": "rgba(128,132,149,.75)", "width": 3}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _differences(rows: list[dict[str, Any]], colour: Mapping[str, str], dark: bool) -> go.Scatter:
    clear = [row["q"] < CLEAR for row in rows]
    colours = [colour.get(row["outlet"], PETROFF_10[0]) for row in rows]
    edges = [_INK[dark] if sure else own for sure, own in zip(clear, colours, strict=True)]
    return go.Scatter(
        x=[row["difference"] * 100 for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "size": 13,
            "symbol": ["circle" if sure else "circle-open" for sure in clear],
            "color": colours,
            "line": {"color": edges, "width": [1 if sure else 2.5 for sure in clear]},
        },
        hovertext=[f"<b>{plain(row['label'])}</b><br>{difference_text(row)}" for row in rows],
        hoverinfo="text",
    )


def _points(
    lines: list[dict[str, Any]], colour: Mapping[str, str], unit: str, chosen: str, dark: bool, grouped: bool
) -> go.Scatter:
    shown = _shown(lines)
    return go.Scatter(
        x=[row["value"] for _, row in shown],
        y=[position for position, _ in shown],
        mode="markers",
        customdata=[row["id"] for _, row in shown],
        marker={
            "size": [17 if row["id"] == chosen else 13 for _, row in shown],
            "color": [colour.get(row["outlet"], PETROFF_10[0]) for _, row in shown],
            "line": {"color": _INK[dark], "width": [2.5 if row["id"] == chosen else 1 for _, row in shown]},
            "opacity": 1,
        },
        hovertext=[_hover(row, unit, grouped) for _, row in shown],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _hover(row: Mapping[str, Any], unit: str, grouped: bool) -> str:
    name = plain(f"{row['label']} · {row['outlet_label']}" if grouped else row["label"])
    value = f"{value_text(row['value'], unit)} (95 % interval {interval_text(row['low'], row['high'], unit)})"
    counted = f"{row['n']:,} of {row['base']:,}" if grouped else f"n = {row['n']:,}"
    where = f"{counted} attributions in {row['articles']:,} articles"
    return f"<b>{name}</b><br>{value}<br>{where}<br>Click for the sentences"


def _bar_hover(row: Mapping[str, Any]) -> str:
    dates = f"{row['first']} to {row['last']}" if row["first"] else "no dates"
    counted = f"{row['articles']:,} articles, {row['read']:,} read"
    return f"<b>{plain(row['label'])}</b><br>{counted}<br>{dates}<br>Click for the list"


def _said(row: Mapping[str, Any], unit: str, grouped: bool) -> str:
    name = f"{row['outlet_label']}, {row['label']}" if grouped else str(row["label"])
    if math.isnan(row["value"]):
        return f"{name} {row['note']}"
    interval = interval_text(row["low"], row["high"], unit)
    return f"{name} {value_text(row['value'], unit)} ({interval}, n = {row['n']:,})"


def _annotate(figure: go.Figure, position: int, row: Mapping[str, Any], unit: str, dark: bool) -> None:
    """The value beside its interval; where there is none, why."""
    if row["heading"]:
        return
    common = {"y": position, "showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left"}
    if math.isnan(row["value"]):
        figure.add_annotation(
            x=0, text=f"<i>{row['note']}</i>", font={"color": _PALE[dark]}, xshift=4, **common
        )
        return
    end = row["value"] if math.isnan(row["high"]) else row["high"]
    text = f"<b>{value_text(row['value'], unit)}</b>"
    font = {"color": _INK[dark]}
    figure.add_annotation(
        x=end, text=text, font=font, xshift=10, bgcolor=_GROUND[dark], borderpad=1, **common
    )


def _overall(figure: go.Figure, overall: tuple[float, float, float], unit: str, dark: bool) -> None:
    value, low, high = overall
    figure.add_vline(x=value, line={"color": _PALE[dark], "width": 1.5, "dash": "dot"}, layer="below")
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=f"all outlets {value_text(value, unit)} ({interval_text(low, high, unit)})",
        showarrow=False,
        font={"color": _PALE[dark], "size": 12},
    )


def _top(lines: list[dict[str, Any]], unit: str) -> float:
    """The end of the axis, just behind the longest interval: the words after it stand in the margin."""
    ends = [row["value"] if math.isnan(row["high"]) else row["high"] for _, row in _shown(lines)]
    return max(ends, default=1.0 if unit == "share" else 10.0) * 1.03


def _wrapped(title: str) -> str:
    """A title in lines that a narrow screen does not cut."""
    return "<br>".join(textwrap.wrap(title, _TITLE, break_long_words=False))


def _value_axis(axis: str, unit: str, top: float) -> dict[str, Any]:
    title = {"text": _wrapped(axis), "font": {"size": 13}, "standoff": 8}
    if unit != "share":
        return {"title": title}
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if top / step <= 5 or step == 0.5)
    ticks = [round(n * step, 2) for n in range(int(min(top, 1.0) / step + 1e-9) + 1)]
    return {"title": title, "tickvals": ticks, "ticktext": [value_text(tick, "share") for tick in ticks]}


def _ticks(lines: Sequence[Mapping[str, Any]], dark: bool) -> dict[str, Any]:
    """Names on the axis; under each, small, its n: beside the value a narrow screen would cut it."""
    text = []
    for row in lines:
        label = plain(row["label"], _WIDEST)
        if row.get("heading"):
            label = f"<b>{label}</b>"
        elif "base" in row:
            of = f" of {row['base']:,}" if row["base"] != row["n"] else ""
            label += f"<br><span style='font-size:11px;color:{_PALE[dark]}'>n = {row['n']:,}{of}</span>"
        text.append(label)
    return {"tickvals": list(range(len(lines))), "ticktext": text}


def _cells(counts: pd.DataFrame, dark: bool) -> go.Heatmap:
    """The cells; a heat map takes no clicks in Streamlit, see `_hits`."""
    return go.Heatmap(
        x=list(counts.columns),
        y=list(range(len(counts))),
        z=counts.to_numpy(),
        text=[[f"{n:,}" if n else "" for n in row] for row in counts.to_numpy()],
        texttemplate="%{text}",
        textfont={"color": _INK[dark]},
        hoverinfo="skip",
        zmin=0,
        colorscale=[[0, _EMPTY[dark]], [1e-6, "rgba(63,144,218,.28)"], [1, "rgba(63,144,218,1)"]],
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
    counted = f"{articles:,} article{'' if articles == 1 else 's'}" if articles else "no article"
    return f"<b>{plain(label)}</b><br>{period} of {start:%d %B %Y}<br>{counted}"


def _layout(figure: go.Figure, rows: int, dark: bool, *, foot: int = 56, row: int = _ROW) -> None:
    figure.update_layout(
        height=max(120, rows * row + 12 + foot),
        margin={"l": 8, "r": 8, "t": 8, "b": foot},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Source Sans, Source Sans Pro, sans-serif", "size": 14, "color": _INK[dark]},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        clickmode="event+select",
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(
        gridcolor=_LINE[dark],
        zeroline=False,
        tickfont={"color": _PALE[dark]},
        fixedrange=True,
        automargin=True,
    )
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True, automargin=True)
    figure.update_yaxes(ticks="outside", ticklen=6, tickcolor="rgba(0,0,0,0)")
