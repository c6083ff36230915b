"""A measure over time: every outlet by week, month or quarter.

One mechanism for every question: the same numbers as on a card by outlet, counted by outlet and period.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from bias.compare.cards.card import (
    Board,
    Card,
    Chart,
    compared,
    conditions,
    count_columns,
    hidden,
    reader_table,
    what,
)
from bias.compare.measures import LEAST
from bias.compare.words import findings
from bias.compare.words.alternatives import alt_over_time
from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import SCALE, counted, counted_as
from bias.corpus import OUTLETS, PERIODS, SEPARATOR, Corpus, Filter, of_outlets

UNITS = {"week": "Week", "month": "Month", "quarter": "Quarter"}
assert set(UNITS) == set(PERIODS)
WEEKS, MONTHS = 100, 900  # days of articles up to which weeks, and months, are the default
MOST_OUTLETS = 11  # beside all together: those with most
TOGETHER = "All outlets together"
ALL = "\x1e"  # in the place of an outlet
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "panel", "period", "start", "series", "value", "low", "high",
    "n", "base", "articles", "note", "behind",
]  # fmt: skip
Counting = Callable[
    [str], pd.DataFrame
]  # a group of articles → by, value, low, high, n, base, articles, series


def default_unit(corpus: Corpus, where: Filter) -> str:
    """Weeks, months or quarters: by how many days lie between the first article and the last."""
    first, last = corpus.dates(where)
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days if first else 0
    return "week" if days <= WEEKS else "month" if days <= MONTHS else "quarter"


def over_time(  # noqa: PLR0913
    card: Card, corpus: Corpus, where: Filter, counting: Counting, *, unit: str, least: int = LEAST,
    enough: str = "base", opened: str = "base",
) -> Card:  # fmt: skip
    """A card's measure by outlet and `unit` of time, and over all outlets together.

    `counting` gives the numbers of articles by a group of the store: "month", "outlet month".  Points with
    too little have their counts, and no value: `least` is how much a value needs of the column `enough`.
    Points open something where the column `opened` counts anything.
    """
    unit = unit if unit in UNITS else default_unit(corpus, where)
    rows, undated = _rows(card, corpus, counting, unit, least, enough)
    title, noun, value = card.title.rpartition(", by ")[0] or card.title, card.board.noun, card.board.unit
    drawn = {"unit": value, "axis": card.chart.options.get("axis", ""), "noun": noun}
    series = [one for one in dict.fromkeys(rows["series"]) if one]
    said_of = [
        findings.led(f"{one[0].upper()}{one[1:]}:", findings.changes(rows[rows["series"] == one], value))
        for one in series
    ]
    lines = f"Solid: {series[0]}; dotted: {series[1]}; b" if series[1:] else "B"
    said = [
        "Lines with bands of 95 % intervals, the same axes for all.",
        f"A ring: too few for a number in that {unit}.",
        f"The {MOST_OUTLETS} outlets with most; choose others in the filter." if _full(rows) else "",
        f"{counted_as(undated, noun)} in articles without a date are not shown." if undated else "",
        card.notes,
    ]
    return replace(
        card,
        key=f"{card.key}-by-{unit}",
        title=f"{title}, by {corpus.by or 'outlet'} and {unit}",
        board=Board(rows, value, noun, card.board.coverage),
        chart=Chart("over_time", rows, drawn),
        table=_table(rows, value, noun, what(corpus)),
        alt=alt_over_time(rows, label=title, unit=value),
        finding="  ".join(said_of) or findings.changes(rows, value),
        legend=f"{lines}ands: 95 % intervals; rings: too few for a number",
        notes="  ".join(one for one in said if one),
        hint=f"A click on a point opens what was counted in that {unit}.",
        tested="",
        counted=_counted(rows, value, noun, unit, what(corpus)),
        asked={**card.asked, "over": unit},
        marks=rows[rows[opened] > 0] if card.opens and len(card.marks) else rows.head(0),
    )


def start(period: str) -> pd.Timestamp:
    """The first day of a period as the store writes it: 2026-01-05 (a week), 2026-01, 2026-Q1."""
    return pd.Period(period, "Q").start_time if "Q" in period else pd.Timestamp(period)


def _rows(
    card: Card, corpus: Corpus, counting: Counting, unit: str, least: int, enough: str
) -> tuple[pd.DataFrame, int]:
    """COLUMNS, all outlets together first, then those, or groups, with most; and how much has no date."""
    found = _with_series(counting(f"outlet {unit}"))
    parts = (
        found["by"]
        .astype(str)
        .str.split(SEPARATOR, n=1, expand=True)
        .reindex(columns=[0, 1])
        .fillna("")
        .astype(object)
    )
    found = found.assign(outlet=parts[0], period=parts[1])
    if "series" not in found:
        found = found.assign(series="")
    found = compared(hidden(found, least=least, n=enough), corpus, per=["period", "series"])
    outlets = (
        found.groupby("outlet")[enough].sum().sort_values(ascending=False, kind="stable").index[:MOST_OUTLETS]
    )
    chosen = found[found["outlet"].isin(outlets)]
    if found["outlet"].nunique() > 1:
        together = _with_series(counting(unit)).assign(outlet=ALL)
        together = hidden(together.assign(period=together["by"]), least=least, n=enough)
        chosen = pd.concat([together, chosen], ignore_index=True)
    place = {outlet: number for number, outlet in enumerate((ALL, *outlets))}
    without = found[(found["period"] == "") & (found["series"] == found["series"].min())]
    undated = int(without["base"].sum())
    rows = chosen[(chosen["period"] != "") & (chosen["base"] + chosen["n"] > 0)]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS), undated
    rows = rows.assign(place=rows["outlet"].map(place)).sort_values(
        ["place", "series", "period"], kind="stable", ignore_index=True
    )
    return _named(rows, card, unit)[COLUMNS], undated


def _with_series(rows: pd.DataFrame) -> pd.DataFrame:
    return rows if "series" in rows else rows.assign(series="")


def _named(rows: pd.DataFrame, card: Card, unit: str) -> pd.DataFrame:
    """Rows with their names, and with the conditions of what they were counted from."""
    own = card.board.rows.assign(series=card.board.rows.get("series", "")).drop_duplicates("series")
    counted_by = {
        row["series"]: tuple(one for one in row["behind"] or () if one[0] not in ("outlet", OUTLETS))
        for row in records(own)
    }
    together = rows["outlet"] == ALL
    behind = conditions(
        ((*(() if row["outlet"] == ALL else (of_outlets(row["members"]),)),
          *counted_by.get(row["series"], ()),
          (unit, row["period"])))
        for row in records(rows)
    )  # fmt: skip
    panel = rows["outlet"].map(outlet_label).where(~together, TOGETHER)
    ids = panel + " · " + rows["period"] + rows["series"].map(lambda one: f", {one}" if one else "")
    return rows.assign(
        id=ids, panel=panel, outlet_label=panel, label=panel + ", " + rows["period"],
        start=rows["period"].map(start), behind=behind, outlet=rows["outlet"].where(~together, ""),
    )  # fmt: skip


def _full(rows: pd.DataFrame) -> bool:
    """Whether there may be more outlets than are shown."""
    return len(set(rows["outlet"]) - {""}) == MOST_OUTLETS


def _counted(rows: pd.DataFrame, value: str, noun: str, unit: str, each: str) -> str:
    """ "8,349 statements of 10 outlets in 26 months": without the panel of all together."""
    own = rows[rows["panel"] != TOGETHER] if rows["panel"].nunique() > 1 else rows
    own = own[own["series"] == own["series"].iloc[0]] if len(own) else own
    outlets = counted(own["panel"].nunique(), each)
    whole = counted_as(int(own["base"].sum()), noun)
    return f"{whole} of {outlets} in {counted(own['period'].nunique(), unit)}"


def _table(rows: pd.DataFrame, unit: str, noun: str, each: str) -> pd.DataFrame:
    """Rows as a reader's table; net tones and stances of 100."""
    scale = 1 if unit == "share" else SCALE.get(unit, 1)
    names = {"panel": each.capitalize(), "period": "Period"}
    if rows["series"].ne("").any():
        names["series"] = "Counted"
    names |= {"value": "Value", "low": "Low", "high": "High"} | count_columns(unit, noun)
    scaled = {name: rows[name] * scale for name in ("value", "low", "high")}
    return reader_table(rows.assign(**scaled), names)
