"""Numbers of one outlet beside those of another, as rows of two marks; each row leads to its full chart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from bias import compare
from bias.compare import Pair
from bias.markup import fragment
from bias.show.widgets import links
from bias.show.widgets.headline_board import percent, scale

CAPTION = "● {one}, ○ {other}, with 95 % intervals."
VERDICTS = {True: "clear difference", False: "no clear difference", None: ""}


def pairs(found: Sequence[Pair], names: tuple[str, str], *, key: str, alike: bool = True) -> None:
    """The rows of some pairs; where they are alike on one axis, else each on its own."""
    if not any(row and not math.isnan(row["value"]) for one in found for row in (one.one, one.other)):
        st.caption("Too little for numbers here.")
    if not found:
        return
    shared = scale(found[0].unit, [high for one in found for high in highs(one)]) if alike else None
    rows = [row_of(one, shared or scale(one.unit, highs(one)), ends_shown=not alike) for one in found]
    caption = CAPTION.format(one=names[0], other=names[1])
    if shared:
        low, high = (compare.value_text(end, found[0].unit) for end in shared)
        caption = f"{caption}  The axis is {low} to {high}."
    links.linked(fragment("overview", "pairs", caption, names, rows), key=f"pairs-{key}")


def highs(one: Pair) -> list[float]:
    return [float(row["high"]) for row in (one.one, one.other) if row]


def row_of(one: Pair, ends: tuple[float, float], *, ends_shown: bool) -> dict[str, Any]:
    low, high = ends
    return {
        "label": one.label,
        "about": one.about,
        "verdict": VERDICTS[one.clear],
        "href": links.href(one.page, one.query or {}),
        "low": compare.value_text(low, one.unit) if ends_shown else "",
        "high": compare.value_text(high, one.unit) if ends_shown else "",
        "zero": percent(0, low, high) if low < 0 else None,
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
