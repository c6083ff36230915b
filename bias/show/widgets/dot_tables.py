"""Outlets by headline measures, and one outlet beside another, as tables of dots; what stands out as a list.

Drawn as HTML, all of whose numbers are links.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from bias import compare
from bias.compare import Finding, Findings, Headline, Headlines, Pair
from bias.markup import fragment
from bias.show.widgets import links, parts, session

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
LONGEST_HEAD = 32
MANY = 12  # outlets, above which one looks for a name
CAPTION = (
    "Dots with 95 % intervals; the dashed line is all articles together.  A number leads to its "
    "chart and sentences, a name to the outlet, a head sorts."
)

BESIDE = "● {one}, ○ {other}, with 95 % intervals."
VERDICTS = {True: "clear difference", False: "no clear difference", None: ""}


def findings(found: Findings) -> None:
    """What stands out, each with the way to its chart; then what is not clear, or why there is nothing."""
    if found.found:
        links.linked(fragment("overview", "findings", _rows(found.found)), key="findings")
    if found.said:
        st.markdown(parts.md(found.said))
    if found.less_sure:
        with st.expander(f"Less sure: {len(found.less_sure)}"):
            links.linked(fragment("overview", "findings", _rows(found.less_sure)), key="findings-less-sure")


def _rows(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {"sentence": one.sentence, "numbers": one.numbers, "caution": one.caution, "label": one.label,
         "href": links.href(one.page, one.query)}
        for one in found
    ]  # fmt: skip


def who(said: Sequence[tuple[str, str]]) -> None:
    """A sentence on each of some outlets."""
    rows = [(compare.outlet_label(name), outlet_href(name), about) for name, about in said]
    links.linked(fragment("overview", "who", rows), key="who")


def board(found: Headlines) -> None:
    """The table, by the measure that is chosen; of many outlets those whose name is looked for."""
    key = st.query_params.get("sort", "")
    order, columns = looked_for(found, key), [column(one, one.key == key) for one in found.measures]
    measured = [cells_of(one, axis(one)) for one in found.measures]
    rows = [(found.outlets[one], outlet_href(one), [cells[one] for cells in measured]) for one in order]
    if rows:
        links.linked(
            fragment("overview", "board", CAPTION, compare.what(session.corpus()), columns, rows), key="board"
        )
    else:
        st.info("No outlet has such a name.")


def looked_for(found: Headlines, key: str) -> list[str]:
    """The outlets in the order of a measure; of many those with a name that the reader looks for."""
    words = st.text_input("Find an outlet", key="find", width=300) if len(found.outlets) > MANY else ""
    return [one for one in found.ordered(key) if words.strip().casefold() in found.outlets[one].casefold()]


def outlet_href(outlet: str) -> str:
    return links.href("outlets", {"of": outlet})


# -- what is drawn -----------------------------------------------------------------------------------


def scale(unit: str, highs: Iterable[float]) -> tuple[float, float]:
    """The ends of an axis: of a stance fixed, else from zero to the highest interval."""
    if unit == "stance":
        return -1.0, 1.0
    highest = max((high for high in highs if not math.isnan(high)), default=0.0)
    if highest <= 0:
        return 0.0, 1.0
    whole = 10 ** max(0, math.floor(math.log10(highest)))
    return 0.0, next((step * whole for step in NICE if step * whole >= highest), highest)


def axis(one: Headline) -> tuple[float, float]:
    return scale(one.card.board.unit, one.rows["high"])


def column(one: Headline, chosen: bool) -> dict[str, Any]:
    low, high = axis(one)
    board = one.card.board
    middle = board.overall[0]
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
        text = of if row.get("base", 1) else "nothing"
        return {"at": None, "text": text, "says": f"{about}: {row['note'] or 'nothing to count'}"}
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


# -- one outlet beside another ------------------------------------------------------------------------


def pairs(found: Sequence[Pair], names: tuple[str, str], *, key: str, alike: bool = True) -> None:
    """The rows of some pairs; where they are alike on one axis, else each on its own."""
    if not any(row and not math.isnan(row["value"]) for one in found for row in (one.one, one.other)):
        st.caption("Too little for numbers here.")
    if not found:
        return
    shared = scale(found[0].unit, [high for one in found for high in highs(one)]) if alike else None
    rows = [row_of(one, shared or scale(one.unit, highs(one)), ends_shown=not alike) for one in found]
    caption = BESIDE.format(one=names[0], other=names[1])
    if shared:
        low, high = (compare.value_text(end, found[0].unit) for end in shared)
        caption = f"{caption}  The axis is {low} to {high}."
    heads = [parts.shortened(name, LONGEST_HEAD) for name in names]  # the caption has them whole
    links.linked(fragment("overview", "pairs", caption, heads, rows), key=f"pairs-{key}")


def highs(one: Pair) -> list[float]:
    return [float(row["high"]) for row in (one.one, one.other) if row]


def row_of(one: Pair, ends: tuple[float, float], *, ends_shown: bool) -> dict[str, Any]:
    low, high = ends
    any_mark = any(row and not math.isnan(row["value"]) for row in (one.one, one.other))
    ends_shown &= any_mark
    return {
        "label": one.label,
        "about": one.about,
        "verdict": VERDICTS[one.clear],
        "href": links.href(one.page, one.query or {}),
        "low": compare.value_text(low, one.unit) if ends_shown else "",
        "high": compare.value_text(high, one.unit) if ends_shown else "",
        "zero": percent(0, low, high) if low < 0 and any_mark else None,
        "marks": [mark(one, one.one, ends, other=False), mark(one, one.other, ends, other=True)],
    }


def mark(
    one: Pair, row: Mapping[str, Any] | None, ends: tuple[float, float], *, other: bool
) -> dict[str, Any]:
    if row is None:
        return {"at": None, "text": "–", "of": "nothing", "says": "Nothing to count", "other": other}
    of = compare.part_text(row, one.unit, one.noun)
    if math.isnan(row["value"]):
        return {"at": None, "text": "–", "of": of, "says": row["note"], "other": other}
    at, low, high = (percent(row[name], *ends) for name in ("value", "low", "high"))
    interval = compare.interval_text(row["low"], row["high"], one.unit)
    text = compare.value_text(row["value"], one.unit)
    return {"at": at, "low": low, "high": high, "text": text, "of": of, "says": interval, "other": other}
