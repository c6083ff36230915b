"""The cards of the Sourcing page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.compare.measures import LEAST, LEAST_ARTICLES, Entry, Ranking
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import ALONE, CELLS, PERCENT, RESAMPLED, Card

WEIGHTS = {"attributions": "attributions", "words": "words said", "quoted_words": "quoted words"}


def sourcing(
    board: views.Board, entry: Entry, *, colour: Mapping[str, str], weight: str = "attributions"
) -> Card:
    """One measure: a row an outlet, or for a ranking the first rows of several outlets."""
    rows = board.rows
    return Card(
        key=f"sourcing-{board.key}",
        title=f"{board.label}, {'outlet by outlet' if board.grouped else 'by outlet'}",
        draw=partial(
            charts.dots,
            rows,
            unit=board.unit,
            axis=board.axis,
            colour=colour,
            overall=board.overall,
            grouped=board.grouped,
        ),
        table=views.table(board),
        alt=charts.alt_text(rows, label=board.label, unit=board.unit, grouped=board.grouped),
        finding=words.first_of_each(rows, board.unit, "outlet_label", "label")
        if board.grouped
        else words.extremes(rows, board.unit),
        reading=entry.reading,
        notes=_notes(board, entry),
        formula=entry.formula,
        source=entry.source,
        counted=_counted(rows, board.grouped),
        formats=PERCENT if board.unit == "share" else dict.fromkeys(PERCENT, "%.2f"),
        asked={"measure": board.key, "weight": weight},
        marks=rows[rows["note"] == ""],
        evidence="sentences",
    )


def by_role(rows: pd.DataFrame, board: views.Board, entry: Entry) -> Card:
    """One share for each role, over all outlets together."""
    columns = {"label": "Role", "value": "Value", "low": "Low", "high": "High", "n": "Attributions"}
    columns |= {"articles": "Articles", "note": "Note"}
    return Card(
        key=f"sourcing-{board.key}-by-role",
        title=f"{board.label}, by role",
        draw=partial(charts.dots, rows, unit="share", axis=board.axis, colour={}),
        table=rows[list(columns)].rename(columns=columns),
        alt=charts.alt_text(rows, label=f"{board.label} by role", unit="share"),
        finding=words.extremes(rows, "share"),
        reading=entry.reading,
        notes=f"{RESAMPLED}.  All outlets together that the filters let through.",
        hint=ALONE,
        formula=entry.formula,
        source=entry.source,
        counted=f"{rows['n'].sum():,} attributions",
        formats=PERCENT,
        asked={"measure": board.key},
        marks=rows[rows["note"] == ""],
        evidence="sentences",
    )


def by_topic(rows: pd.DataFrame) -> Card:
    """Who speaks on which topic, over all outlets together."""
    columns = {"topic": "Topic", "label": "Role", "value": "Value", "low": "Low", "high": "High"}
    columns |= {"n": "Attributions", "base": "of", "articles": "Articles", "note": "Note"}
    return Card(
        key="sourcing-roles-by-topic",
        legend="Intervals are in the table",
        title="Roles, by topic",
        draw=partial(charts.cells, rows),
        table=rows[list(columns)].rename(columns=columns),
        alt=charts.alt_cells(rows),
        finding=words.first_of_each(rows, "share", "topic", "label"),
        reading="The share of each topic's attributions that a role has.",
        notes="An article may have several topics.",
        hint=CELLS,
        formula="attributions to the role in articles of the topic / all attributions in them",
        formats=PERCENT,
        counted=f"{rows['n'].sum():,} attributions",
        marks=rows[rows["note"] == ""],
        evidence="sentences",
    )


def _counted(rows: pd.DataFrame, grouped: bool) -> str:
    bases = rows.drop_duplicates("outlet") if grouped else rows
    return f"{bases['base'].sum():,} attributions of {bases['outlet'].nunique():,} outlets"


def _notes(board: views.Board, entry: Entry) -> str:
    """How to read the chart, and what it leaves out."""
    said = [f"{RESAMPLED}; n counts attributions."]
    if not board.shown:
        said = [f"A number needs {LEAST} attributions in {LEAST_ARTICLES} articles."]
    if board.hidden:
        said.append(
            f"The {views.MOST_OUTLETS} outlets with most attributions are side by side; {board.hidden} "
            "others can be chosen."
        )
    if len(board.rows) > charts.MOST_ROWS:
        said.append(f"The first {charts.MOST_ROWS} rows are drawn; all {len(board.rows)} are in the table.")
    if isinstance(entry, Ranking) and not math.isnan(board.association):
        said.append(
            f"Over all values these outlets differ by Cramér's V = {board.association:.2f} (0: alike, 1: "
            "nothing in common)."
        )
    return "  ".join([*said, entry.caveat])
