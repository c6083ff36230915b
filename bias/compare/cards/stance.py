"""How whole articles speak of somebody in the outlet's own voice: by outlet, against one, as a grid."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from bias.compare.cards.card import (
    CELLS,
    Board,
    Card,
    Chart,
    conditions,
    counted_of,
    coverage,
    every_outlet,
    grid_columns,
    hidden,
    largest_outlets,
    named_outlets,
    outlets_of,
    which_columns,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.cards.targets import (
    SPREAD,
    found_by,
    inside,
    labelled,
    opening,
    outlet_stances,
    target_list,
    toward,
    with_stances,
)
from bias.compare.measures import LEAST_ARTICLES, NARRATED, TONES, ToneMeasure
from bias.compare.statistics.differences import discovery_rates
from bias.compare.statistics.rates import highest_first
from bias.compare.statistics.stances import COUNTS, means
from bias.compare.words import findings
from bias.compare.words.alternatives import alt_rows
from bias.compare.words.labels import records, unique
from bias.compare.words.numbers import SCALE, counted
from bias.corpus import Corpus, Filter

NOUN = "articles"  # what a mean is taken over
UNIT = "stance"
MOST_TARGETS = 14  # of the grid
DIGITS = dict.fromkeys(("Value", "Low", "High"), "%.0f")
COUNTED = (
    "Each article counts once, by the probabilities of its stance; the table has how many are unfavourable, "
    "favourable and uncertain.  Counts in brackets are 95 % intervals (Wilson), in articles.  Dots with "
    "their 95 % intervals over whole articles."
)
_SHARES = ["id", "outlet", "outlet_label", "label", "series", "value", "low", "high", "n", "base", *COUNTS]
COLUMNS = [*_SHARES, "mentions", "articles", "note", "behind"]


def stance(
    corpus: Corpus,
    where: Filter,
    measure: ToneMeasure,
    target: str,
    *,
    against: str = "",
    matched: bool = False,
    over: str = "",
) -> Card:
    """The mean stance of each outlet's articles toward a target; `against` one outlet, `matched` within the
    events that both tell; `over` a unit of time."""
    rows = _rows(corpus, where, target)
    whom = inside(corpus, target)
    title = f"{measure.label}: how articles write about {whom}, by outlet"
    card = Card(
        key=f"tone-{measure.key}",
        title=title,
        board=Board(rows, UNIT, "articles", coverage(corpus, where)),
        chart=Chart(
            "tone_dots", rows, {"unit": UNIT, "axis": measure.axis, "noun": NOUN}, outlets_of(corpus)
        ),
        table=_table(rows, "Outlet"),
        alt=alt_rows(rows, label=title, unit=UNIT, noun=NOUN),
        finding=findings.stances(rows, whom),
        reading=measure.reading,
        legend="Bars: 95 % intervals; blue kinder, orange harsher",
        notes=f"{found_by(corpus, target)}{_notes(rows, measure)}",
        formula=measure.formula,
        source=measure.source,
        counted=counted_of(rows, "articles"),
        formats=DIGITS,
        asked={"measure": measure.key, "target": target},
        marks=rows[rows["mentions"] > 0],
        opens="tones",
    )
    if over:
        counting = partial(_by_group, corpus, where, target)
        found = over_time(card, corpus, where, counting, unit=over, least=LEAST_ARTICLES)
        return replace(found, finding=findings.led(f"About {whom}:", found.finding))
    return _against(corpus, where, card, target, against, matched) if against else card


def stance_grid(corpus: Corpus, where: Filter) -> Card:
    """The stance toward those about whom outlets differ most, by outlet."""
    measure = TONES[0]
    rows, listed = _cells(corpus, where)
    return Card(
        key="stance-grid",
        title="Stance toward those about whom outlets differ most, by outlet",
        board=Board(rows, UNIT, "articles", coverage(corpus, where)),
        chart=Chart("tone_cells", rows, {"unit": UNIT}),
        table=_table(rows, "Target"),
        alt=alt_rows(
            rows.assign(label=rows["id"]), label="Stance toward those named most", unit=UNIT, noun=NOUN
        ),
        finding=_farthest(corpus, rows, listed),
        reading=measure.reading,
        legend="Blue kinder, orange harsher; a dot: too few; intervals are in the table",
        notes="Rows: targets of your own, then those first about whom outlets differ most.  "
        f"{SPREAD}  A dot in a cell: fewer than "
        f"{LEAST_ARTICLES} articles.  Clear is what q says below .05 over all pairs of the grid.  "
        f"{which_columns(rows)}  {measure.caveat}",
        hint=CELLS,
        formula=measure.formula,
        source=measure.source,
        counted=f"{counted(int(rows['n'].sum()), 'stance')} of articles toward "
        f"{counted(rows['label'].nunique(), 'target')}",
        formats=DIGITS,
        marks=rows[rows["mentions"] > 0],
        opens="tones",
    )


# -- what is counted ---------------------------------------------------------------------------------


def _rows(corpus: Corpus, where: Filter, target: str) -> pd.DataFrame:
    """A row an outlet, the kindest first: COLUMNS."""
    one = toward(corpus, target)
    rows = _shown(every_outlet(_by_group(corpus, where, target, "outlet"), corpus, where))
    behind = conditions((("outlet", outlet), *NARRATED, *one) for outlet in rows["outlet"])
    rows = named_outlets(rows).assign(behind=behind, series="")
    return highest_first(rows.assign(id=rows["label"]), by="label")[COLUMNS]


def _by_group(corpus: Corpus, where: Filter, target: str, by: str) -> pd.DataFrame:
    """The mean stance of articles by a group of these: by, and what `means` gives."""
    found = corpus.stance_features(where, one=toward(corpus, target), by=(by,))
    rows = means(labelled(with_stances(found.rename(columns={by: "by"}))), by="by")
    return rows.assign(base=rows["n"])


def _cells(corpus: Corpus, where: Filter) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row a target (label) and outlet (topic), targets as `target_list` has them; and these targets."""
    listed = target_list(corpus, where).head(MOST_TARGETS)
    listed = listed.assign(label=unique(listed["label"]))
    keys = list(listed["target"])
    rows = largest_outlets(outlet_stances(corpus, where, keys, counts=True), "outlet", "n")
    names = dict(zip(keys, listed["label"], strict=True))
    place = {key: number for number, key in enumerate(keys)}
    rows = rows.sort_values("target", key=lambda keys: keys.map(place), kind="stable", ignore_index=True)
    rows = grid_columns(_shown(rows).assign(label=rows["target"].map(names)))
    behind = conditions(
        (("outlet", row["outlet"]), *NARRATED, *toward(corpus, row["target"])) for row in records(rows)
    )
    return rows.assign(series="", behind=behind)[[*COLUMNS, "topic", "target"]], listed


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return hidden(rows.assign(base=rows["n"]), least=LEAST_ARTICLES)


def _tellings(corpus: Corpus, where: Filter, target: str) -> pd.DataFrame:
    """The stances of articles on stories that several outlets tell: by, above, below, articles."""
    found = with_stances(corpus.stance_features(where, one=toward(corpus, target), by=("telling",)))
    return found.rename(columns={"telling": "by", "stance": "above"}).assign(below=1.0, articles=1)


# -- in words ----------------------------------------------------------------------------------------


def _against(corpus: Corpus, where: Filter, card: Card, target: str, reference: str, matched: bool) -> Card:
    """The card of differences from one outlet, its finding in articles."""
    tellings = (lambda: _tellings(corpus, where, target)) if matched else None
    found = against_one(card, reference, tellings=tellings)
    rows, whom = found.board.rows, inside(corpus, target)
    if matched:
        return replace(found, finding=_within(found, whom))
    return replace(found, finding=findings.stances_apart(rows, card.board.comparable, reference, whom))


def _within(found: Card, whom: str) -> str:
    """What the card of shared events says, with whom it is about."""
    if found.board.rows.empty:
        return found.finding
    return findings.led(f"Within the events that both tell, about {whom}:", found.finding)


def _farthest(corpus: Corpus, rows: pd.DataFrame, listed: pd.DataFrame) -> str:
    """The two outlets farthest apart toward whom outlets differ most; clear over all pairs of the grid."""
    known = rows[rows["value"].notna()]
    found = {key: findings.stance_pairs(group) for key, group in known.groupby("target")}
    if not found:
        return findings.TOO_LITTLE
    every = pd.concat(found, names=["target"]).reset_index("target")
    every = every.assign(q=discovery_rates(every["p"].to_numpy(float)))
    first = opening(listed[listed["target"].isin(found)])
    mine = every[every["target"] == first]
    return findings.stances(known[known["target"] == first], inside(corpus, first), q=mine)


def _table(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Rows as a reader's table: values of 100, counts in articles."""
    found = pd.DataFrame({first: rows["label"]})
    if "topic" in rows:
        found["Outlet"] = rows["outlet_label"]
    for name in DIGITS:
        found[name] = rows[name.lower()] * SCALE[UNIT]
    for name in (*COUNTS, "articles", "mentions", "note"):
        found[name.capitalize()] = rows[name]
    return found


def _notes(rows: pd.DataFrame, measure: ToneMeasure) -> str:
    shown = rows["value"].notna().any()
    said = COUNTED if shown else f"A number needs {LEAST_ARTICLES} articles."
    return f"{said}  {measure.caveat}"
