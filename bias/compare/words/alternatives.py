"""What a chart shows, in words with its values: for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from bias.compare.words.labels import records
from bias.compare.words.numbers import (
    clearness,
    counted,
    difference_text,
    interval_text,
    part_text,
    value_text,
)

MOST_SAID = 12  # values, before it points to the table
MOST_TERMS = 10


def alt_rows(rows: pd.DataFrame, *, label: str, unit: str, grouped: bool = False, noun: str = "") -> str:
    """Values with their intervals, a row each; `grouped` names the outlet before each."""
    if rows.empty:
        return f"{label}: nothing to show."
    if rows.get("series", pd.Series(dtype=str)).ne("").any():
        rows = rows.assign(label=rows["label"] + rows["series"].map(lambda one: f" {one}" if one else ""))
    said = "; ".join(row_said(row, unit, noun, grouped) for row in records(rows.head(MOST_SAID)))
    return f"{label}, each with its 95 % interval: {said}{_rest(rows)}."


def row_said(row: Mapping[str, Any], unit: str, noun: str = "", grouped: bool = False) -> str:
    """ "Gazette 34 % (28–40 %, 41 of 120 statements)"."""
    name = f"{row['outlet_label']}, {row['label']}" if grouped else str(row["label"])
    if math.isnan(row["value"]):
        return f"{name} {row['note']}"
    interval = interval_text(row["low"], row["high"], unit)
    return f"{name} {value_text(row['value'], unit)} ({interval}, {part_text(row, unit, noun)})"


def alt_differences(found: pd.DataFrame, *, label: str, reference: str, unit: str) -> str:
    said = "; ".join(
        f"{row['label']} {difference_text(row, unit)}, {clearness(row['q'])}"
        for row in records(found.head(MOST_SAID))
    )
    return f"{label}, difference from {reference}: {said or 'too little to compare'}."


def alt_cells(rows: pd.DataFrame, *, label: str, noun: str = "") -> str:
    """The highest cell of each column."""
    known = rows.dropna(subset=["value"])
    best = records(known.sort_values("value", ascending=False).drop_duplicates("topic").head(MOST_SAID))
    said = "; ".join(f"{row['topic']}: most of {row_said(row, 'share', noun)}" for row in best)
    return f"{label}: {said or 'too little to show'}."


def alt_bars(outlets: pd.DataFrame) -> str:
    said = "; ".join(f"{row['label']} {row['articles']:,}" for row in records(outlets.head(MOST_SAID)))
    return f"Articles by outlet, most first: {said}{_rest(outlets)}."


def alt_months(frame: pd.DataFrame, *, label: str) -> str:
    most = records(frame.sort_values("n", ascending=False))[0]
    return (
        f"Statements of {label} by month, {frame['value'].min()} to {frame['value'].max()}: "
        f"{frame['n'].sum():,} in all, most in {most['value']} with {most['n']:,}."
    )


def alt_over_time(rows: pd.DataFrame, *, label: str, unit: str) -> str:
    """The first and the last value of each line."""
    lines = [
        (f"{panel} {series}".strip(), records(part)[0], records(part)[-1])
        for (panel, series), part in rows[rows["value"].notna()].groupby(["panel", "series"], sort=False)
    ]
    said = "; ".join(
        f"{name} {value_text(first['value'], unit)} in {first['period']}, "
        f"{value_text(last['value'], unit)} in {last['period']}"
        for name, first, last in lines[:MOST_SAID]
    )
    return f"{label} over time, the first and the last value of each line: {said or 'too little to show'}."


def alt_timeline(frame: pd.DataFrame, *, period: str) -> str:
    """How many articles there are by period, and which outlets have most periods without one."""
    if frame.empty:
        return "No article has a date."
    total = frame.groupby("start")["articles"].sum()
    gaps = (frame["articles"] == 0).groupby(frame["label"]).sum()
    first, last, most = frame["start"].min(), frame["start"].max(), total.idxmax()
    gap = f"; most gaps: {gaps.idxmax()}, {gaps.max()} without an article" if gaps.max() else "; no gaps"
    return (
        f"Articles by outlet and {period}, {first:%d %B %Y} to {last:%d %B %Y}: "
        f"{total.sum():,} in {counted(len(total), period)}, most in the {period} of {most:%d %B %Y} "
        f"with {total.max():,}{gap}."
    )


def alt_key_terms(rows: pd.DataFrame, *, outlet: str) -> str:
    more = [row["term"] for row in records(rows) if row["log_odds"] > 0][:MOST_TERMS]
    less = [row["term"] for row in records(rows) if row["log_odds"] < 0][-MOST_TERMS:]
    parts = [f"More often in {outlet} than elsewhere: {', '.join(more)}"] if more else []
    parts += [f"{'less' if more else 'Less'} often: {', '.join(less)}"] if less else []
    return ("; ".join(parts) or f"No word sets {outlet} apart") + "."


def _rest(rows: pd.DataFrame) -> str:
    return f"; {len(rows) - MOST_SAID} more in the table" if len(rows) > MOST_SAID else ""
