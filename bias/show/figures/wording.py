"""The cards of the Wording page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.compare.measures import LEAST_ARTICLES
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import RESAMPLED, Card, dots_of


def wording(board: views.WordBoard, *, colour: Mapping[str, str]) -> Card:
    """One measure of wording, by outlet."""
    measure, rows = board.measure, board.rows
    notes = f"{RESAMPLED}; n counts {measure.noun}.  {measure.caveat}"
    if not board.shown:
        notes = f"A number needs some {measure.noun} in {LEAST_ARTICLES} articles.  {measure.caveat}"
    return Card(
        key=f"wording-{measure.key}",
        title=f"{measure.label}, by outlet",
        draw=dots_of(board, colour=colour, noun=measure.noun),
        table=views.word_table(board),
        alt=charts.alt_text(rows, label=measure.label, unit=measure.unit),
        finding=words.extremes(rows, measure.unit),
        reading=measure.reading,
        notes=notes,
        formula=measure.formula,
        source=measure.source,
        counted=f"{rows['n'].sum():,} {measure.noun} of {rows['outlet'].nunique():,} outlets",
        formats=dict.fromkeys(("Value", "Low", "High"), "percent" if measure.unit == "share" else "%.2f"),
        asked={"measure": measure.key},
        marks=rows[rows["hits"] > 0],
        evidence="places",
    )


def keyness(rows: pd.DataFrame, outlet: str, *, asked: Mapping[str, str]) -> Card:
    """Words and phrases of one outlet against all others; `rows` are those of `views.key_terms`."""
    drawn, label = views.key_chart(rows, outlet=outlet), views.outlet_label(outlet)
    return Card(
        key="keyness",
        title=f"Words that set {label} apart",
        draw=partial(charts.key_terms, drawn, outlet=label),
        table=views.key_table(rows, outlet=outlet),
        alt=charts.alt_key_terms(drawn, outlet=label),
        finding=charts.alt_key_terms(drawn, outlet=label),
        reading="The words that an outlet uses more, or less, than the others do.  What differs may be the "
        "event and not the telling: look at the places before you call it framing.",
        notes="95 % intervals that count the uses in one article as alike.  Drawn are terms with q below .05 "
        "over all terms of the outlet (Benjamini and Hochberg).  Terms in fewer than three of its articles "
        "are left out, so a word that it never uses is not seen here.",
        formula="log-odds of a term in the outlet against all others, with a prior from all texts together",
        source="Monroe, Colaresi & Quinn 2008, “Fightin' Words”",
        counted=f"{len(rows[rows['group'] == outlet]):,} terms in three of its articles or more",
        formats=dict.fromkeys(("Log-odds", "Low", "High", "z"), "%.2f"),
        asked={"outlet": outlet, **asked},
        marks=drawn.assign(behind=None),
        evidence="places",
    )
