"""What a chart shows, in one sentence that its intervals carry."""

from __future__ import annotations

import math

import pandas as pd

from bias.compare.statistics.differences import pairs
from bias.compare.words.labels import records
from bias.compare.words.numbers import (
    CLEAR,
    MOST_APART,
    UNITS,
    counted,
    difference_text,
    value_with_interval,
)

MOST_NAMED = 3
TOO_LITTLE = "Too little to say anything."


def extremes(rows: pd.DataFrame, unit: str, place: str = "in") -> str:
    """The highest and the lowest row, and whether they differ clearly among all pairs.

    Takes label, value, low, high, n, articles.
    """
    known = rows[rows["value"].notna() & rows["low"].notna()].reset_index(drop=True)
    each = records(known)
    if not each:
        return TOO_LITTLE
    if len(each) == 1:
        return f"{each[0]['label']}: {value_with_interval(each[0], unit)}{UNITS.get(unit, '')}."
    values = [row["value"] for row in each]
    top, bottom = values.index(max(values)), values.index(min(values))
    if top == bottom:
        return f"All at {value_with_interval(each[0], unit)}: no clear difference."
    found = pairs(known.assign(place=known.index), by="place", most=MOST_APART.get(unit, math.inf))
    ends = found[found["place"].isin((top, bottom)) & found["reference"].isin((top, bottom))]
    said = (
        f"Highest {place} {each[top]['label']}, {value_with_interval(each[top], unit)}{UNITS.get(unit, '')}; "
        f"lowest {place} {each[bottom]['label']}, {value_with_interval(each[bottom], unit)}"
    )
    clear, of = int((found["q"] < CLEAR).sum()), len(found)
    if ends["q"].iloc[0] < CLEAR:
        return f"{said}: a clear difference{f', as in {clear:,} of {of:,} pairs' if of > 1 else ''}."
    others = f" between these two, but in {clear:,} of {of:,} pairs" if clear else ""
    return f"{said}: no clear difference{others}."


def apart(found: pd.DataFrame, reference: str, unit: str) -> str:
    """Who differs clearly from a reference, the farthest first.  Takes label, difference, low, high, q."""
    if found.empty:
        return TOO_LITTLE
    clear = found[found["q"] < CLEAR].sort_values("difference", key=abs, ascending=False)
    if clear.empty:
        return f"None of {counted(len(found), 'outlet')} differs clearly from {reference}."
    named = "; ".join(
        f"{row['label']} {difference_text(row, unit)}" for row in records(clear.head(MOST_NAMED))
    )
    rest = f"; {len(clear) - MOST_NAMED} more" if len(clear) > MOST_NAMED else ""
    verb = "differs" if len(clear) == 1 else "differ"
    return f"{len(clear)} of {counted(len(found), 'outlet')} {verb} clearly from {reference}: {named}{rest}."


def first_of_each(rows: pd.DataFrame, unit: str, group: str, label: str) -> str:
    """The highest row of each group, for the groups of which most is counted."""
    known = rows[rows["value"].notna() & rows["low"].notna()]
    if known.empty:
        return TOO_LITTLE
    best = known.loc[known.groupby(group, sort=False)["value"].idxmax()]
    size = best[group].map(known.groupby(group)["n"].sum())
    best = best.loc[size.sort_values(ascending=False, kind="stable").index]
    named = "; ".join(
        f"in {row[group]}, {row[label]} with {value_with_interval(row, unit)}"
        for row in records(best.head(MOST_NAMED))
    )
    rest = f"; {len(best) - MOST_NAMED} more in the table" if len(best) > MOST_NAMED else ""
    return f"Highest {named}{rest}."


def led(lead: str, finding: str) -> str:
    """A finding behind some words: one that begins with a name keeps it as it is written."""
    ours = finding.startswith(("Highest ", "All at ", "Too little "))
    return f"{lead} {finding[0].lower()}{finding[1:]}" if ours else f"{lead} {finding}"
