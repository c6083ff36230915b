"""What the views share: names of outlets and codes as a reader sees them, and frames as records."""

from __future__ import annotations

import math
from typing import Any, cast

import pandas as pd

from bias.compare.cards.highlights import Mark
from bias.compare.measures import LEAST, LEAST_ARTICLES
from bias.compare.statistics.differences import differences, within_stories
from bias.compare.statistics.net_tone import TONES
from bias.compare.statistics.rates import hide_few
from bias.model import Span
from bias.reading import RoleCodebook as Codebook

NO_OUTLET = "no outlet given"
MOST_COLUMNS = 12  # outlets of a grid, those with most
SEPARATOR = "\x1f"  # between outlet and story, as `store.conditions` has it
Interval = tuple[float, float, float]  # value, low, high
NO_INTERVAL: Interval = (math.nan, math.nan, math.nan)
UNKNOWN = {
    "source": "no source named",
    "cue": "no reporting word",
    "role": "Role unknown",
    "role_group": "Role unknown",
    "alignment": "Side unknown",
}


def outlet_label(outlet: str) -> str:
    """An outlet as it is shown: on one line, and said when it is not known."""
    return " ".join(outlet.split()) or NO_OUTLET


def labels(outlets: pd.Series[str]) -> pd.Series[str]:
    return outlets.map(outlet_label)


def code_label(book: Codebook, what: str, key: str) -> str:
    """A role, a group of roles or an alignment as the codebook calls it; the key where it has none such."""
    if not key:
        return UNKNOWN[what]
    if what == "role_group":
        return book.groups.get(key, key)
    codes = book.roles if what == "role" else book.alignments
    return codes[key].label if key in codes else key


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def unique(names: pd.Series[str]) -> list[str]:
    """Names that differ: two outlets may differ by blanks only."""
    count = names.groupby(names).cumcount()
    return [f"{name} ({n + 1})" if n else str(name) for name, n in zip(names, count, strict=True)]


def hidden(rows: pd.DataFrame, *, least: int = LEAST, n: str = "n") -> pd.DataFrame:
    """Without numbers of too few, or that have no interval; a note says so."""
    out = hide_few(rows, least=least, least_articles=LEAST_ARTICLES, n=n)
    bare = out["low"].isna() & (out["note"] == "")
    out.loc[bare, "value"] = math.nan
    out.loc[bare, "note"] = [f"too few (n = {size:,.0f})" for size in out.loc[bare, n]]
    return out


def apart(rows: pd.DataFrame, *, reference: str, most: float = 1.0) -> pd.DataFrame:
    """Each outlet against a reference, the largest difference first; outlets with too little are left out.

    The columns of `compare.differences` with a label.
    """
    known = rows[rows["value"].notna() & rows["low"].notna()]
    if reference not in set(known["outlet"]):
        return pd.DataFrame()
    found = differences(known, by="outlet", reference=reference, most=most)
    found["label"] = labels(found["outlet"])
    return found.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def matched(found: pd.DataFrame, *, reference: str) -> pd.DataFrame:
    """Each outlet against a reference within the stories that both tell, the largest difference first: the
    columns of `compare.matched` with outlet, label and n, the number of stories.

    `found` has a row for `articles` that are alike: by (outlet and story), above, below.
    """
    parts = found["by"].str.split(SEPARATOR, n=1, expand=True).reindex(columns=[0, 1])
    rows = within_stories(
        found.assign(outlet=parts[0], story=parts[1]),
        by="outlet",
        story="story",
        numerator="above",
        denominator="below",
        reference=reference,
        times="articles",
    )
    rows = rows.assign(label=labels(rows["outlet"]), n=rows["stories"])
    return rows.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def matched_table(found: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Differences within stories as a reader's table: shares in percentage points, rates as they are."""
    scale = 100 if unit == "share" else 1
    columns = ["value", "reference", "difference", "low", "high"]
    shown = found.assign(**{name: found[name] * scale for name in columns})
    names = {"label": "Outlet", "value": "Value", "reference": "Of the other", "difference": "Difference"}
    names |= {"low": "Low", "high": "High", "p": "p", "q": "q", "stories": "Stories", "articles": "Articles"}
    return shown[list(names)].rename(columns=names)


def tone_mark(row: dict[str, Any], hint: str = "") -> Mark:
    return Mark(Span(int(row["start"]), int(row["end"])), row["label"], int(row["number"]), hint)


def tone_words(row: dict[str, Any]) -> str:
    """ "toward Ilse Marrant: negative (.81 negative, .15 neutral, .04 positive)"."""
    shares = ", ".join(f"{row[tone]:.2f} {tone}" for tone in TONES)
    return f"toward {row['target_label']}: {row['label']} ({shares})"
