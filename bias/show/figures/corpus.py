"""The cards that tell what is in a corpus: articles by outlet and time, topics, and who one speaker is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import CELLS, PERCENT, RESAMPLED, Card

_MONTHS = "attributions by the month in which their article was published"


def by_outlet(found: views.Overview, *, colour: Mapping[str, str]) -> Card:
    """How many articles each outlet has."""
    outlets = found.outlets
    notes = "Numbers of outlets with few articles swing widely."
    if len(outlets) > charts.MOST_ROWS:
        notes = f"The {charts.MOST_ROWS} outlets with most articles; all {len(outlets)} are in the table."
    return Card(
        key="articles-by-outlet",
        legend="",
        title="Articles, by outlet",
        draw=partial(charts.bars, outlets, colour=colour),
        table=views.outlet_table(outlets),
        alt=charts.alt_bars(outlets),
        finding=_most(outlets),
        notes=notes,
        formula="articles in the corpus that the filters let through",
        counted=f"{outlets['articles'].sum():,} articles",
        marks=outlets.assign(id=outlets["label"], behind=None),
        evidence="articles",
    )


def _most(outlets: pd.DataFrame) -> str:
    (first, most), (last, fewest) = (outlets[["label", "articles"]].iloc[place] for place in (0, -1))
    if most == fewest:
        return f"{words.counted(len(outlets), 'outlet')} with {words.counted(most, 'article')} each."
    return f"Most from {first} ({most:,}), fewest from {last} ({fewest:,})."


def over_time(found: views.Overview) -> Card:
    """How many articles there are of each outlet in each week, month or year."""
    draw = partial(charts.timeline, found.timeline, period=found.period, order=list(found.outlets["outlet"]))
    return Card(
        key=f"timeline-{found.period}",
        legend="",
        title=f"Articles, by outlet and {found.period}",
        draw=draw,
        table=views.timeline_table(found.timeline),
        alt=charts.alt_timeline(found.timeline, period=found.period),
        finding="",
        notes=f"Articles in each {found.period}; the stronger the colour, the more.  An empty cell has none.",
        formula="articles with a date in the period",
        counted=f"{found.timeline['articles'].sum():,} articles",
    )


def agenda(found: views.Agenda) -> Card:
    """What outlets write about."""
    rows = found.rows
    return Card(
        key="topics",
        legend="Intervals are in the table",
        title="Topics, by outlet",
        draw=partial(charts.cells, rows, noun="articles"),
        table=views.agenda_table(rows),
        alt=charts.alt_cells(rows, label="Share of each outlet's articles by topic"),
        finding=words.first_of_each(rows, "share", "outlet_label", "label"),
        reading="The share of an outlet's articles that are about a topic.",
        notes=f"An article may have several topics, and {found.none:,} of {found.matched:,} have none.  "
        + words.columns(rows["outlet"].nunique()),
        hint=CELLS,
        formula="articles of the outlet about the topic / articles of the outlet",
        source="learned topics: Lee & Seung 1999",
        counted=f"{found.matched:,} articles",
        formats=dict.fromkeys(("Share", "Low", "High"), "percent"),
        marks=rows,
        evidence="articles",
    )


def topics_over_time(rows: pd.DataFrame) -> Card:
    """What is written about, month by month."""
    return Card(
        key="topics-by-month",
        title="Topics, by month",
        draw=partial(charts.small_multiples, rows),
        table=rows.rename(columns=str.capitalize),
        alt=charts.alt_small(rows),
        finding="",
        reading="The share of a month's articles that are about a topic.",
        notes="Over all outlets that the filters let through; bars are 95 % intervals from resampling "
        "articles.",
        hint="Choose outlets or topics in the filter.",
        formula="articles of the month about the topic / articles of the month",
        counted=f"{rows.drop_duplicates('month')['n'].sum():,} articles",
        formats=PERCENT,
    )


def speaker_by_outlet(board: views.Board, name: str, *, colour: Mapping[str, str]) -> Card:
    """Which outlets cite one speaker, and how much."""
    return Card(
        key="speaker-by-outlet",
        title=f"{name}, by outlet",
        draw=partial(
            charts.dots, board.rows, unit="share", axis=board.axis, colour=colour, overall=board.overall
        ),
        table=views.table(board),
        alt=charts.alt_text(board.rows, label=name, unit="share"),
        finding=words.extremes(board.rows, "share"),
        reading="The share of each outlet's attributions that this speaker has.",
        notes=f"{RESAMPLED}; n counts attributions.",
        formula="attributions to the speaker / all attributions",
        counted=f"{board.rows['n'].sum():,} attributions",
        formats=PERCENT,
        asked={"speaker": name},
    )


def speaker_months(months: pd.DataFrame, name: str) -> Card:
    """When one speaker is heard."""
    return Card(
        key="speaker-by-month",
        legend="",
        title=f"{name}, by month",
        draw=partial(charts.months, months),
        table=months.rename(columns={"value": "Month", "n": "Attributions"}),
        alt=charts.alt_months(months, label=name),
        finding="",
        reading=f"How many {_MONTHS}.",
        notes="Counts, not shares: a month with more articles has more of everything.",
        formula=_MONTHS,
        counted=f"{months['n'].sum():,} attributions",
        asked={"speaker": name},
    )
