"""What a chart shows, in one sentence that its intervals carry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from bias.compare import views
from bias.compare.statistics.differences import pairs
from bias.show.charts import CLEAR, difference_text, interval_text, value_text

MOST_NAMED = 3
TOO_FEW = "Too few to say anything."
UNITS = {"net": " of 100 mentions", "per 100": " per 100 sentences", "per article": " per article"}
MOST = {"share": 1.0, "net": 2.0}  # that two values of a unit can differ by


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def shown(row: Mapping[str, Any], unit: str) -> str:
    """ "34 % (28–40 %)"."""
    return f"{value_text(row['value'], unit)} ({interval_text(row['low'], row['high'], unit)})"


def extremes(rows: pd.DataFrame, unit: str, place: str = "in") -> str:
    """The highest and the lowest row, and whether they differ clearly among all pairs.

    Takes label, value, low, high, n, articles.
    """
    known = rows[rows["value"].notna() & rows["low"].notna()].reset_index(drop=True)
    each = records(known)
    if not each:
        return TOO_FEW
    if len(each) == 1:
        return f"{each[0]['label']}: {shown(each[0], unit)}."
    values = [row["value"] for row in each]
    top, bottom = values.index(max(values)), values.index(min(values))
    if top == bottom:
        return f"All at {shown(each[0], unit)}: no clear difference."
    found = pairs(known.assign(place=known.index), by="place", most=MOST.get(unit, math.inf))
    ends = found[found["place"].isin((top, bottom)) & found["reference"].isin((top, bottom))]
    said = (
        f"Highest {place} {each[top]['label']}, {shown(each[top], unit)}{UNITS.get(unit, '')}; "
        f"lowest {place} "
        f"{each[bottom]['label']}, {shown(each[bottom], unit)}"
    )
    clear, of = int((found["q"] < CLEAR).sum()), len(found)
    if ends["q"].iloc[0] < CLEAR:
        return f"{said}: a clear difference{f', as in {clear:,} of {of:,} pairs' if of > 1 else ''}."
    others = f" between these two, but in {clear:,} of {of:,} pairs" if clear else ""
    return f"{said}: no clear difference{others}."


def apart(found: pd.DataFrame, reference: str, unit: str) -> str:
    """Who differs clearly from a reference, the farthest first.  Takes label, difference, low, high, q."""
    if found.empty:
        return TOO_FEW
    clear = found[found["q"] < CLEAR].sort_values("difference", key=abs, ascending=False)
    if clear.empty:
        return f"None of {counted(len(found), 'outlet')} differs clearly from {reference}."
    named = "; ".join(
        f"{row['label']} {difference_text(row, unit).split(', clear')[0]}"
        for row in records(clear.head(MOST_NAMED))
    )
    rest = f"; {len(clear) - MOST_NAMED} more" if len(clear) > MOST_NAMED else ""
    return f"{len(clear)} of {counted(len(found), 'outlet')} differ clearly from {reference}: {named}{rest}."


def first_of_each(rows: pd.DataFrame, unit: str, group: str, label: str) -> str:
    """The highest row of each group, for the groups of which most is counted."""
    known = rows[rows["value"].notna() & rows["low"].notna()]
    if known.empty:
        return TOO_FEW
    best = known.loc[known.groupby(group, sort=False)["value"].idxmax()]
    size = best[group].map(known.groupby(group)["n"].sum())
    best = best.loc[size.sort_values(ascending=False, kind="stable").index]
    named = "; ".join(
        f"in {row[group]}, {row[label]} with {shown(row, unit)}" for row in records(best.head(MOST_NAMED))
    )
    rest = f"; {len(best) - MOST_NAMED} more in the table" if len(best) > MOST_NAMED else ""
    return f"Highest {named}{rest}."


def columns(outlets: int) -> str:
    """Which outlets a grid shows, where it may not show all."""
    if outlets < views.MOST_COLUMNS:
        return ""
    return f"The {views.MOST_COLUMNS} outlets with most are shown; choose others in the filter."


def counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
