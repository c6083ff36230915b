"""The cards of the Framing page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.compare.measures import LEAST_ARTICLES, framing_by_key
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import CELLS, PERCENT, Card, dots_of


def framing(board: views.FrameBoard, *, colour: Mapping[str, str]) -> Card:
    """One frame of a codebook, by outlet."""
    measure, rows = board.measure, board.rows
    notes = f"Dots with their 95 % intervals, from resampling articles.  {measure.caveat}"
    if not board.shown:
        notes = f"A number needs {LEAST_ARTICLES} articles.  {measure.caveat}"
    return Card(
        key=f"framing-{board.book.name}-{board.frame.key}",
        title=f"{board.frame.label} ({board.book.title}): {measure.label.lower()}, by outlet",
        draw=dots_of(board, colour=colour, noun="articles"),
        table=views.frame_rows(rows),
        alt=charts.alt_text(rows, label=board.frame.label, unit=measure.unit),
        finding=words.extremes(rows, measure.unit),
        reading=measure.reading,
        notes=notes,
        formula=measure.formula,
        source=f"{board.book.source}  {measure.source}",
        counted=f"{rows['n'].sum():,} articles of {rows['outlet'].nunique():,} outlets",
        formats=PERCENT if measure.unit == "share" else dict.fromkeys(PERCENT, "%.3f"),
        asked={"codebook": board.book.name, "frame": board.frame.key, "measure": measure.key},
        marks=rows[rows["note"] == ""],
        evidence="framed",
    )


def frame_grid(rows: pd.DataFrame, book: views.FrameBook) -> Card:
    """All frames of a codebook, by outlet."""
    measure = framing_by_key("prevalence")
    return Card(
        key=f"framing-{book.name}",
        legend="Intervals are in the table",
        title=f"Frames ({book.title}), by outlet",
        draw=partial(charts.cells, rows, noun="articles"),
        table=views.frame_rows(rows, first="Frame"),
        alt=charts.alt_cells(rows, label="Share of articles with each frame by outlet"),
        finding=words.first_of_each(rows, "share", "outlet_label", "label"),
        reading="The share of an outlet's articles that carry a frame.",
        notes=f"{measure.caveat}  {words.columns(rows['outlet'].nunique())}".strip(),
        hint=CELLS,
        formula=measure.formula,
        source=book.source,
        counted=f"{rows.drop_duplicates('outlet')['base'].sum():,} articles",
        formats=PERCENT,
        asked={"codebook": book.name},
        marks=rows[rows["note"] == ""],
        evidence="framed",
    )
