"""The cards of the Tone page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare import views
from bias.compare.measures import LEAST, LEAST_ARTICLES, ToneMeasure, tone_by_key
from bias.show import charts
from bias.show.figures import words
from bias.show.figures.card import ALONE, CELLS, Card

_TWO = "Filled: in the outlet's own voice; open: in words that it quotes; blue kinder, orange harsher; bars"
_AXIS = "positive minus negative mentions, of 100"
_VOICES = tone_by_key("voices")
DIGITS = dict.fromkeys(("Value", "Low", "High"), "%.0f")
FORMATS = {"net": DIGITS, "share": dict.fromkeys(DIGITS, "percent"), "index": dict.fromkeys(DIGITS, "%.3f")}


def tone(board: views.ToneBoard, target: str, *, colour: Mapping[str, str], asked: Mapping[str, str]) -> Card:
    """One measure of tone by outlet; `target` is the label of who is spoken of."""
    measure, rows = board.measure, board.rows
    label = measure.label if measure.kind == "article" else f"{measure.label}: tone toward {named(target)}"
    if measure.unit == "share":
        draw = partial(
            charts.dots, rows.assign(base=rows["n"]), unit="share", axis=measure.axis, colour=colour
        )
    else:
        draw = partial(charts.tone_dots, rows, unit=measure.unit, axis=measure.axis)
    article = measure.kind == "article"
    own = rows[rows["series"].isin(("", views.OWN))]
    return Card(
        key=f"tone-{measure.key}",
        title=f"{label}, by outlet",
        draw=draw,
        table=views.tone_table(rows, unit=measure.unit),
        alt=charts.alt_tone(rows, label=label, unit=measure.unit),
        finding=_own(words.extremes(own, measure.unit), measure),
        reading=measure.reading,
        legend=f"{_TWO}: 95 % intervals" if measure.kind == "voices" else "Bars: 95 % intervals",
        notes=_notes(board),
        formula=measure.formula,
        source=measure.source,
        counted=f"{rows['n'].sum():,} {'sentences' if article else 'mentions'} of "
        f"{rows['outlet'].nunique():,} outlets",
        formats=FORMATS[measure.unit],
        asked={"measure": measure.key, **asked},
        marks=rows[rows["n"] > 0] if not article else rows.head(0),
        evidence="mentions",
    )


def tone_grid(rows: pd.DataFrame, *, quoted: bool, asked: Mapping[str, str]) -> Card:
    """Those spoken of most often, by outlet."""
    voice = views.OTHERS if quoted else views.OWN
    return _part(
        rows,
        partial(charts.tone_cells, rows),
        key="tone-grid",
        title=f"Tone toward those named most often, {voice}, by outlet",
        first="Target",
        finding=words.extremes(
            rows.assign(label=rows["label"].astype(str) + " by " + rows["topic"].astype(str)),
            "net",
            place="for",
        ),
        legend="Blue kinder, orange harsher; a dot: too few; intervals are in the table",
        notes="Positive minus negative mentions, of 100.  A dot in a cell: too few mentions for a number.  "
        + words.columns(rows["outlet"].nunique()),
        hint=CELLS,
        asked={"quoted": str(quoted).lower(), **asked},
    )


def tone_months(rows: pd.DataFrame, target: str, *, asked: Mapping[str, str]) -> Card:
    """Month by month, over all outlets together."""
    own = rows[rows["series"] == views.OWN]
    return _part(
        rows,
        partial(charts.tone_months, rows),
        key="tone-months",
        title=f"Tone toward {named(target)}, by month",
        first="Month",
        finding=_own(words.extremes(own, "net"), _VOICES),
        legend=f"{_TWO.replace('bars', 'bands')}: 95 % intervals",
        notes="All outlets together that the filters let through, with 95 % bands; months with too few "
        "mentions are left out.",
        hint=ALONE,
        asked=asked,
    )


def tone_roles(rows: pd.DataFrame, target: str, *, asked: Mapping[str, str]) -> Card:
    """In the words of each role that is quoted."""
    return _part(
        rows,
        partial(charts.tone_dots, rows, unit="net", axis=_AXIS),
        key="tone-roles",
        title=f"Tone toward {named(target)} in quoted words, by role",
        first="Role",
        finding=words.extremes(rows, "net"),
        legend="Bars: 95 % intervals; blue kinder, orange harsher",
        notes="How those speak of the target whom outlets chose to quote, by the role in which they speak.",
        asked=asked,
    )


def _part(  # noqa: PLR0913
    rows: pd.DataFrame,
    draw: partial[charts.Figure],
    *,
    key: str,
    title: str,
    first: str,
    finding: str,
    legend: str,
    notes: str,
    asked: Mapping[str, str],
    hint: str = "",
) -> Card:
    return Card(
        key=key,
        title=title,
        draw=draw,
        table=views.tone_table(rows, unit="net", first=first),
        alt=charts.alt_tone(rows, label=title),
        finding=finding,
        legend=legend,
        reading=_VOICES.reading,
        notes=f"{notes}  {_VOICES.caveat}",
        hint=hint,
        formula=_VOICES.formula,
        source=_VOICES.source,
        counted=f"{rows['n'].sum():,} mentions",
        formats=DIGITS,
        asked=asked,
        marks=rows[rows["n"] > 0],
        evidence="mentions",
    )


def named(target: str) -> str:
    """A target inside a sentence: names keep their capital, what is no name loses it."""
    return f"{target[0].lower()}{target[1:]}" if target in views.NO_NAMES else target


def _own(finding: str, measure: ToneMeasure) -> str:
    """The sentence is about the first of two voices."""
    return f"In its own voice: {finding[0].lower()}{finding[1:]}" if measure.kind == "voices" else finding


def _notes(board: views.ToneBoard) -> str:
    said = ["Dots with their 95 % intervals, which leave out one whole article after the other."]
    if not board.shown:
        said = [f"A number needs {LEAST} mentions in {LEAST_ARTICLES} articles."]
    if board.coverage == board.coverage:
        said.append(
            f"The model was sure enough of {charts.value_text(board.coverage, 'share')} of the mentions; "
            "the others are uncertain, and count only where errors are corrected."
        )
    return "  ".join([*said, board.measure.caveat])
