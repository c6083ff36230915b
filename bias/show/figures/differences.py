"""The cards of differences: each outlet against one, over all articles or within shared events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import Card

Table = Callable[[pd.DataFrame], pd.DataFrame]  # differences as a reader's table
_LEGEND = "Bars: 95 % intervals; filled dots: clear differences (q < .05)"
_CLEAR = (
    "Filled dots are clear differences: q below .05 over all that are drawn, after Benjamini and Hochberg.  "
    "For the others the articles at hand do not tell."
)


def pooled(
    found: pd.DataFrame,
    table: Table,
    *,
    key: str,
    label: str,
    reference: str,
    colour: Mapping[str, str],
    unit: str = "share",
) -> Card:
    """Over all articles.  `found` is what the `…differences` of `views` give, `table` the reader's table."""
    formats = {"Value": "percent" if unit == "share" else "%.1f"}
    formats |= dict.fromkeys(("Ratio", "Ratio low", "Ratio high"), "%.2f")
    formats |= dict.fromkeys(("Difference (points)", "Difference", "Low", "High"), "%.1f")
    return Card(
        key=f"{key}-apart",
        title=f"{label}: difference from {reference}, over all articles",
        draw=partial(charts.forest, found, reference=reference, colour=colour, unit=unit),
        table=table(found) if len(found) else found,
        alt=charts.alt_forest(found, label=label, reference=reference, unit=unit),
        finding=words.apart(found, reference, unit),
        legend=_LEGEND,
        notes=f"Outlets may differ because they cover other events.  {_CLEAR}",
        formula="value of the outlet − value of the reference",
        source="interval of the difference from both intervals: Newcombe 1998; Donner & Zou 2012",
        counted=f"{found['n'].sum():,} counted in {len(found)} outlets" if len(found) else "",
        formats=formats,
        asked={"reference": reference},
    )


def matched(
    found: pd.DataFrame,
    *,
    key: str,
    label: str,
    reference: str,
    colour: Mapping[str, str],
    unit: str = "share",
) -> Card:
    """Within the events that both tell.  `found` is what the `matched_…` of `views` give."""
    return Card(
        key=f"{key}-matched",
        title=f"{label}: difference from {reference}, within the events that both tell",
        draw=partial(charts.forest, found, reference=reference, colour=colour, unit=unit),
        table=views.matched_table(found, unit),
        alt=charts.alt_forest(found, label=f"{label} within shared events", reference=reference, unit=unit),
        finding=words.apart(found, reference, unit),
        legend=_LEGEND,
        notes=f"Each outlet is compared with {reference} event by event, so what is left is how they tell "
        f"the same ones; n counts events, and the interval leaves out one after the other.  {_CLEAR}",
        formula="mean over shared stories of (ratio of the outlet − ratio of the reference), weighed by "
        "n·m / (n + m)",
        source="Greenland & Robins 1985, after Mantel & Haenszel; jackknife over stories",
        counted=f"{found['articles'].sum():,} articles of shared events",
        formats=dict.fromkeys(("Value", "Of the other", "Difference", "Low", "High"), "%.1f"),
        asked={"reference": reference, "matched": "true"},
    )


def ways(found: views.Ways) -> Card:
    """One outlet against another, counted in several ways: a row a way."""
    one, name = views.outlet_label(found.one), views.outlet_label(found.other)
    drawn, unit = found.drawn, found.contest.unit
    label = f"{found.contest.label}, {one}, in several ways of counting"
    return Card(
        key=f"ways-{found.contest.key}",
        title=f"{found.contest.label}: {one} and {name}, counted in several ways",
        draw=partial(charts.forest, drawn, reference=name, colour={}, unit=unit),
        table=views.ways_table(found),
        alt=charts.alt_forest(drawn, label=label, reference=name, unit=unit),
        finding="  ".join(views.conclusion(found)),
        legend="Bars: 95 % intervals; filled dots: clear by themselves (p < .05)",
        notes="Differences with their 95 % intervals, over all articles that the filters let through; filled "
        "dots are clear by themselves (p below .05).  The ways share their articles, so seven that agree are "
        "not seven proofs.",
        formula="value of the first outlet − value of the second, in each way of counting",
        counted=f"{len(found.rows)} ways of counting",
        asked={"contest": found.contest.key, "one": found.one, "other": found.other},
    )
