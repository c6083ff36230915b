"""How whole articles speak of somebody in the outlet's own voice: by outlet, against one, as a grid."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from bias.compare.cards.card import (
    CELLS,
    Board,
    Card,
    Chart,
    Row,
    by_outlet,
    chosen,
    compared,
    conditions,
    counted_of,
    coverage,
    every_outlet,
    everyone,
    for_groups,
    grid_columns,
    hidden,
    interval_of,
    largest_outlets,
    named_outlets,
    outlets_of,
    pairs_of,
    together,
    what,
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
from bias.corpus import Corpus, Filter, of_outlets

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
    rows = _rows(corpus, everyone(corpus, where), target)
    family = _family(corpus, where, target, rows)
    family = family[family["target"] == target].reset_index(drop=True)
    rows = chosen(rows, corpus, where)
    of = interval_of(stance_together(corpus, where, target))
    whom = inside(corpus, target)
    title = f"{measure.title.replace('somebody', whom)}, by outlet"
    card = Card(
        key=f"tone-{measure.key}",
        title=title,
        board=Board(rows, UNIT, "articles", coverage(corpus, where), of, pairs=family),
        chart=Chart(
            "tone_dots", rows, {"unit": UNIT, "axis": measure.axis, "noun": NOUN}, outlets_of(corpus)
        ),
        table=_table(rows, "Outlet"),
        alt=alt_rows(rows, label=title, unit=UNIT, noun=NOUN),
        finding=findings.stances(rows, whom, q=family),
        tested=findings.stances_tested(rows, q=family),
        reading=measure.reading,
        legend="Bars: 95 % intervals; blue kinder, orange harsher, grey: may be neither",
        notes=f"{found_by(corpus, target)}{_notes(rows, measure)}",
        formula=measure.formula,
        source=measure.source,
        counted=counted_of(rows, "articles"),
        formats=DIGITS,
        asked={"measure": measure.key, "target": target},
        marks=rows[rows["mentions"] > 0],
        opens="tones",
    )
    card = for_groups(card, corpus)
    if over:
        counting = partial(_by_group, corpus, where, target)
        found = over_time(card, corpus, where, counting, unit=over, least=LEAST_ARTICLES)
        return replace(found, finding=findings.led(f"About {whom}:", found.finding))
    return _against(corpus, where, card, target, against, matched) if against else card


def stance_together(corpus: Corpus, where: Filter, target: str) -> Row:
    """What `stance` has of one outlet, of all articles together: value, low, high, n, base, articles,
    note."""
    return together(_by_group(corpus, where, target, "everything"), least=LEAST_ARTICLES)


def stance_grid(corpus: Corpus, where: Filter) -> Card:
    """The stance toward those about whom outlets differ most, by outlet."""
    measure = TONES[0]
    rows, listed = cells(corpus, where)
    rows = chosen(rows, corpus, where)
    rows = grid_columns(rows if corpus.by else largest_outlets(rows, "outlet", "n"))
    card = Card(
        key="stance-grid",
        title="Stance toward those about whom outlets differ most, by outlet",
        board=Board(rows, UNIT, "articles", coverage(corpus, where)),
        chart=Chart("tone_cells", rows, {"unit": UNIT}),
        table=_table(rows, "Target"),
        alt=alt_rows(
            rows.assign(label=rows["id"]), label="Stance toward those named most", unit=UNIT, noun=NOUN
        ),
        finding=_farthest(corpus, where, rows, listed),
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
    return for_groups(card, corpus)


# -- what is counted ---------------------------------------------------------------------------------


def _rows(corpus: Corpus, where: Filter, target: str) -> pd.DataFrame:
    """A row an outlet, the kindest first: COLUMNS."""
    one = toward(corpus, target)
    found = every_outlet(_by_group(corpus, where, target, "outlet"), corpus, where)
    rows = named_outlets(compared(_shown(found), corpus))
    rows = rows.assign(behind=by_outlet(rows, *NARRATED, *one), series="")
    return highest_first(rows.assign(id=rows["label"]), by="label")[COLUMNS]


def _by_group(corpus: Corpus, where: Filter, target: str, by: str) -> pd.DataFrame:
    """The mean stance of articles by a group of these: by, and what `means` gives."""
    found = corpus.stance_features(where, one=toward(corpus, target), by=(by,))
    rows = means(labelled(with_stances(found.rename(columns={by: "by"}))), by="by")
    return rows.assign(base=rows["n"])


def cells(corpus: Corpus, where: Filter) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row a target (label) and outlet, targets as `target_list` has them; and these targets."""
    return _counted_cells(corpus, corpus.stamp(), everyone(corpus, where))


@lru_cache(4)  # all targets are counted at once: another one costs nothing
def _counted_cells(corpus: Corpus, stamp: str, where: Filter) -> tuple[pd.DataFrame, pd.DataFrame]:
    listed = target_list(corpus, where).head(MOST_TARGETS)
    listed = listed.assign(label=unique(listed["label"]))
    keys = list(listed["target"])
    names = dict(zip(keys, listed["label"], strict=True))
    place = {key: number for number, key in enumerate(keys)}
    rows = _shown(outlet_stances(corpus, where, keys, counts=True))
    rows = rows.sort_values("target", key=lambda keys: keys.map(place), kind="stable", ignore_index=True)
    behind = conditions(
        (of_outlets(row["members"]), *NARRATED, *toward(corpus, row["target"])) for row in records(rows)
    )
    rows = rows.assign(label=rows["target"].map(names), series="", behind=behind)
    return rows, listed


def _family(
    corpus: Corpus, where: Filter, target: str = "", rows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All pairs of outlets toward all targets of the grid, and those of `rows` toward one more: target, and
    the columns of `pairs_of`, with q over all.

    Readers and the Tone page look for the target on which outlets differ most, so this is one question.
    """
    grid, _ = cells(corpus, where)
    found = dict(_pairs_of_cells(corpus, corpus.stamp(), everyone(corpus, where)))
    if rows is not None:
        found[target] = pairs_of(rows, UNIT)
    every = pd.concat(found, names=["target"]).reset_index("target") if found else pairs_of(grid, UNIT)
    p = every["p"].to_numpy(float)
    return every.assign(q=discovery_rates(p), family=int(np.count_nonzero(~np.isnan(p))))


@lru_cache(4)
def _pairs_of_cells(corpus: Corpus, stamp: str, where: Filter) -> dict[str, pd.DataFrame]:
    grid, _ = _counted_cells(corpus, stamp, where)
    return {str(key): pairs_of(group, UNIT) for key, group in grid.groupby("target")}


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return hidden(rows.assign(base=rows["n"]), least=LEAST_ARTICLES)


def _tellings(corpus: Corpus, where: Filter, target: str) -> pd.DataFrame:
    """The stances of articles on stories that several outlets tell: by, above, below, articles."""
    found = with_stances(corpus.stance_features(where, one=toward(corpus, target), by=("telling",)))
    return found.rename(columns={"telling": "by", "stance": "above"}).assign(below=1.0, articles=1)


# -- in words ----------------------------------------------------------------------------------------


def _against(corpus: Corpus, where: Filter, card: Card, target: str, reference: str, matched: bool) -> Card:
    """The card of differences from one outlet, its finding in articles."""
    tellings = (lambda: _tellings(corpus, everyone(corpus, where), target)) if matched else None
    found = against_one(card, reference, corpus, where, tellings=tellings)
    rows, whom = found.board.rows, inside(corpus, target)
    if matched:
        return replace(found, finding=_within(found, whom))
    said = findings.stances_apart(rows, card.board.comparable, reference, whom, each=what(corpus))
    return replace(found, finding=said)


def _within(found: Card, whom: str) -> str:
    """What the card of shared events says, with whom it is about."""
    if found.board.rows.empty:
        return found.finding
    return findings.led(f"Within the events that both tell, about {whom}:", found.finding)


def _farthest(corpus: Corpus, where: Filter, rows: pd.DataFrame, listed: pd.DataFrame) -> str:
    """The two outlets farthest apart toward whom outlets differ most; clear over all pairs of the grid."""
    known = rows[rows["value"].notna()]
    if known.empty:
        return findings.TOO_LITTLE
    every = _family(corpus, where)
    first = opening(listed[listed["target"].isin(known["target"])])
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
