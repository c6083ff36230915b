"""Genres in words: what an outlet's articles are, and whether outlets differ in it."""

from __future__ import annotations

import pandas as pd

from bias.compare.statistics.differences import pairs
from bias.compare.statistics.rates import hide_few, pooled
from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import CLEAR, value_with_interval

GENRE_LABELS = {  # key → one, several; in the order of a list
    "report": ("report", "reports"),
    "analysis": ("analysis", "analyses"),
    "opinion": ("opinion piece", "opinion pieces"),
    "interview": ("interview", "interviews"),
    "live": ("live page", "live pages"),
    "feature": ("feature", "features"),
    "unknown": ("unknown", "unknown"),
}


def genre_name(key: str) -> str:
    """A genre as it is shown alone: "Opinion piece"."""
    one = GENRE_LABELS[key or "unknown"][0]
    return one[0].upper() + one[1:]


def mix_text(counts: pd.DataFrame) -> str:
    """ "212 reports, 41 opinion pieces, 19 unknown".  Takes genre (empty: unknown), n."""
    sums = counts.assign(genre=counts["genre"].replace("", "unknown")).groupby("genre")["n"].sum()
    found = [(int(sums[key]), names) for key, names in GENRE_LABELS.items() if key in sums.index]
    ordered = sorted(found, key=lambda one: (one[1][0] == "unknown", -one[0]))
    return ", ".join(f"{n:,} {names[0] if n == 1 else names[1]}" for n, names in ordered)


def report_shares(counts: pd.DataFrame, least: int) -> pd.DataFrame:
    """The share of reports among each outlet's articles whose genre is known: by, value, low, high, n,
    articles; no interval below `least` articles.  Takes outlet, genre, n."""
    known = counts[counts["genre"] != ""]
    rows = pd.DataFrame(
        {"by": known["outlet"], "above": (known["genre"] == "report") * 1, "below": 1, "articles": known["n"]}
    )
    return hide_few(pooled(rows, times="articles"), least=least, least_articles=least)


def genre_caution(counts: pd.DataFrame, *, least: int) -> str:
    """What to know before comparing outlets whose genres differ clearly; empty where none do so."""
    rows = report_shares(counts, least)
    rows = rows[rows["value"].notna() & rows["low"].notna()].reset_index(drop=True)
    if len(rows) < 2 or not (pairs(rows, by="by")["q"] < CLEAR).any():
        return ""
    ordered = records(rows.sort_values("value", kind="stable"))
    low, high = (
        (outlet_label(row["by"]), value_with_interval(row, "share")) for row in (ordered[0], ordered[-1])
    )
    return (
        f"Outlets differ in genre: of {high[0]}'s articles {high[1]} are reports, of {low[0]}'s {low[1]}.  "
        "What looks like a habit of an outlet may be one of opinion pieces: compare reports only."
    )
