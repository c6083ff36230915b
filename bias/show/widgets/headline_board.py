"""Outlets × headline measures as a table of dots, and what stands out as a list: drawn by HTML, all links."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from bias import compare
from bias.compare import Finding, Headline, Headlines
from bias.markup import fragment
from bias.show.widgets import links, parts

NICE = (
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.25,
    0.4,
    0.5,
    0.6,
    0.8,
    1,
    2,
    4,
    5,
    6,
    8,
)  # times a power of ten above 1
MANY = 12  # outlets, above which one looks for a name
CAPTION = (
    "Dots with 95 % intervals; the line is all articles together, of a stance zero.  A number leads to its "
    "chart and sentences, a name to the outlet, a head sorts."
)


def findings(found: tuple[Finding, ...]) -> None:
    rows = [
        {"sentence": one.sentence, "clear": one.clear, "numbers": one.numbers, "caution": one.caution,
         "label": one.label, "href": links.href(one.page, one.query)}
        for one in found
    ]  # fmt: skip
    links.linked(fragment("overview", "findings", rows), key="findings")


def who(said: Sequence[tuple[str, str]]) -> None:
    """A sentence on each of some outlets."""
    rows = [(compare.outlet_label(name), outlet_href(name), about) for name, about in said]
    links.linked(fragment("overview", "who", rows), key="who")


def board(found: Headlines) -> None:
    """The table, by the measure that is chosen; of many outlets those whose name is looked for."""
    order = controls(found)
    columns = [column(one, one.key == st.session_state.get("sort")) for one in found.measures]
    measured = [cells_of(one, scale(one)) for one in found.measures]
    rows = [(found.outlets[one], outlet_href(one), [cells[one] for cells in measured]) for one in order]
    if rows:
        links.linked(fragment("overview", "board", CAPTION, columns, rows), key="board")
    else:
        st.info("No outlet has such a name.")


def controls(found: Headlines) -> list[str]:
    """What sorts the table, and a name to look for where there are many; the outlets in their order."""
    known = {"": "Name"} | {one.key: f"{one.label} {one.about}" for one in found.measures}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = parts.choose("Sort by", "sort", known)
        words = st.text_input("Find an outlet", key="find") if len(found.outlets) > MANY else ""
    return [one for one in found.ordered(key) if words.strip().casefold() in found.outlets[one].casefold()]


def outlet_href(outlet: str) -> str:
    return links.href("outlets", {"of": outlet})


# -- what is drawn -----------------------------------------------------------------------------------


def scale(one: Headline) -> tuple[float, float]:
    """The ends of a measure's axis: of a stance fixed, else from zero to the highest interval."""
    unit = one.card.board.unit
    if unit == "stance":
        return -1.0, 1.0
    highest = one.rows["high"].max()
    if math.isnan(highest) or highest <= 0:
        return 0.0, 1.0
    whole = 10 ** max(0, math.floor(math.log10(highest)))
    return 0.0, next((step * whole for step in NICE if step * whole >= highest), highest)


def column(one: Headline, chosen: bool) -> dict[str, Any]:
    low, high = scale(one)
    board = one.card.board
    middle = 0.0 if board.unit == "stance" else board.overall[0]
    return {
        "label": one.label,
        "about": one.about,
        "low": compare.value_text(low, board.unit),
        "high": compare.value_text(high, board.unit),
        "sort": f"?sort={one.key}",
        "sorted": chosen,
        "line": None if math.isnan(middle) else percent(middle, low, high),
    }


def cells_of(one: Headline, ends: tuple[float, float]) -> Mapping[str, dict[str, Any]]:
    """A cell for each outlet."""
    found = {row["outlet"]: cell(one, row, ends) for row in compare.records(one.rows)}
    return Cells(found)


class Cells(dict[str, dict[str, Any]]):
    """An outlet that a measure has no row for has nothing to count there."""

    def __missing__(self, outlet: str) -> dict[str, Any]:
        return {"at": None, "text": "nothing", "says": "Nothing to count"}


def cell(one: Headline, row: Mapping[str, Any], ends: tuple[float, float]) -> dict[str, Any]:
    board, about = one.card.board, f"{row['outlet_label']}, {one.label} {one.about}"
    of = compare.part_text(row, board.unit, board.noun)
    if math.isnan(row["value"]):
        return {"at": None, "text": of, "says": f"{about}: {row['note']}"}
    value = compare.value_text(row["value"], board.unit)
    interval = compare.interval_text(row["low"], row["high"], board.unit)
    at, low, high = (percent(row[name], *ends) for name in ("value", "low", "high"))
    return {
        "at": at, "low": low, "high": high, "text": value,
        "says": f"{about}: {value} ({interval}), {of}",
        "href": links.href(one.page, one.query_of(row["id"])),
    }  # fmt: skip


def percent(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / (high - low), 2)
