"""Words that tell the reader what to think, by outlet: one function a question, each gives a card."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from bias.compare.cards.card import (
    RESAMPLED,
    Board,
    Card,
    Chart,
    Row,
    by_outlet,
    chosen,
    compared,
    conditions,
    count_columns,
    counted_of,
    coverage,
    every_outlet,
    everyone,
    for_groups,
    hidden,
    interval_of,
    named_outlets,
    outlets_of,
    pairs_of,
    parted,
    reader_table,
    together,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.measures import (
    LEAST,
    LEAST_ARTICLES,
    LEAST_OWN_WORDS,
    SURE,
    WORDINGS,
    Conditions,
    WordingMeasure,
    named,
)
from bias.compare.measures.method import how_well
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.words.alternatives import alt_rows
from bias.compare.words.findings import extremes, led, pairs_tested
from bias.compare.words.labels import outlet_label, records
from bias.corpus import Corpus, Filter

COLUMNS = [
    "id", "outlet", "outlet_label", "label", "series", "value", "low", "high", "n", "base", "articles",
    "note", "behind",
]  # fmt: skip
MOST_TERMS = 200
MOST_NAMED = 5  # words of a tier
ADOPTED = (("kind", "adopted"),)  # on real articles too few of those found are right, and most are missed
PER = 1000  # words that a rate counts by


def wording(
    corpus: Corpus, where: Filter, *, key: str, possible: bool = False, against: str = "",
    matched: bool = False, over: str = "",
) -> Card:  # fmt: skip
    """One measure: a row an outlet; where some places are not sure a second one, with those too where a
    reader has to decide.

    `against` sets the outlets against one of them, `matched` within the events that both tell: by the sure
    places, or with `possible` by all.  `over` counts by a unit of time, "auto" by one that fits.
    """
    measure = named(WORDINGS, key)
    tiers = _tiers(measure)
    shown = dict(list(tiers.items())[-1:] if possible else tiers)
    every, one = everyone(corpus, where), next(iter(shown.values()))
    rows = _outlet_rows(corpus, every, measure, shown)
    family = pairs_of(rows, measure.unit)
    found = chosen(corpus.word_rates(every, one=one, base=measure.base), corpus, where, by="by")
    of = interval_of(_together(found, measure))
    rows = _ordered(chosen(rows, corpus, where))
    board = Board(rows, measure.unit, measure.noun, coverage(corpus, where), of, pairs=family)
    card = for_groups(_card(corpus, where, board, measure), corpus)
    if over:
        counting = partial(_by_group, corpus, where, measure, shown)
        return over_time(card, corpus, where, counting, unit=over, least=_least(measure), opened="n")
    if not against:
        return card
    tellings = partial(_tellings, corpus, every, measure, one) if matched else None
    return against_one(card, against, corpus, where, tellings=tellings)


def wording_together(corpus: Corpus, where: Filter, *, key: str) -> Row:
    """What `wording` has of one outlet's sure places, of all articles together: value, low, high, n, base,
    articles, note."""
    measure = named(WORDINGS, key)
    one = next(iter(_tiers(measure).values()))
    return _together(corpus.word_rates(where, one=one, base=measure.base), measure)


def wording_terms(corpus: Corpus, where: Filter, *, key: str) -> pd.DataFrame:
    """The words behind a measure, the most frequent first: id, term, n, sure, perhaps (how many of n a
    reader has to decide), articles, outlets, behind."""
    measure = named(WORDINGS, key)
    one = measure.one if measure.unit == "share" else _every(measure)
    found = corpus.terms(where, behind=one, top=MOST_TERMS)
    behind = conditions((*one, ("term", term)) for term in found["term"])
    shown = found["term"].map(lambda term: " ".join(term.split()))
    perhaps = found["n"] - found["sure"]
    return found.assign(id="“" + shown + "”", term=shown, perhaps=perhaps, behind=behind)


def headlines_to_read(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Headlines that may state as fact what one source alone says below: id (an outlet), n, articles, behind.

    A list to read and no measure, so there is no rate: see `about_headlines`.
    """
    found = corpus.word_rates(where, one=ADOPTED, base="articles")
    sums = found.assign(n=found["above"] * found["articles"], articles=found["below"] * found["articles"])
    rows = sums.groupby("by", as_index=False)[["n", "articles"]].sum().astype({"n": int, "articles": int})
    rows = rows[rows["n"] > 0].sort_values(["n", "by"], ascending=[False, True], ignore_index=True)
    behind = conditions((("outlet", outlet), *ADOPTED) for outlet in rows["by"])
    return rows.assign(id=rows["by"].map(outlet_label), behind=behind)[["id", "n", "articles", "behind"]]


def about_headlines() -> str:
    """What the list is, and how well it is read: the hardest set of accuracy.tsv."""
    return (
        "A list to read, no measure: a reader decides whether a headline adopts a claim, and outlets cannot "
        f"be compared by it.  {how_well('Adopted headlines')}"
    )


# -- what is counted ---------------------------------------------------------------------------------


def _tiers(measure: WordingMeasure) -> dict[str, Conditions]:
    """What is counted by how sure it is: sure places, then those too where a reader has to decide; or the
    lines of the measure.  A share of places has one tier, without a name."""
    if measure.lines:
        return {name: (*measure.one, *more) for name, more in measure.lines.items()}
    every = _every(measure)
    if measure.unit == "share" or every == measure.one:
        return {"": measure.one}
    sure, perhaps = measure.tiers
    return {sure: measure.one, f"{sure} or {perhaps}": every}


def _every(measure: WordingMeasure) -> Conditions:
    """Those places too where a reader has to decide."""
    return tuple(found for found in measure.one if found not in SURE)


def _by_group(
    corpus: Corpus, where: Filter, measure: WordingMeasure, tiers: Mapping[str, Conditions], by: str
) -> pd.DataFrame:
    """The numbers of a measure by a group of articles: by, series (a tier), value, low, high, n, base,
    articles."""
    parts = [
        parted(_rates(corpus.word_rates(where, one=one, base=measure.base, by=by), measure)).assign(
            series=tier
        )
        for tier, one in tiers.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _outlet_rows(
    corpus: Corpus, where: Filter, measure: WordingMeasure, tiers: Mapping[str, Conditions]
) -> pd.DataFrame:
    """A row an outlet and tier: COLUMNS."""
    found, parts = _by_group(corpus, where, measure, tiers, "outlet"), []
    for tier, one in tiers.items():
        rows = every_outlet(found[found["series"] == tier].drop(columns="series"), corpus, where)
        rows = compared(hidden(rows, least=_least(measure), n="base"), corpus)
        rows = named_outlets(rows).assign(series=tier)
        ids = rows["label"] + (f", {tier}" if tier else "")
        parts.append(rows.assign(id=ids, behind=by_outlet(rows, *one))[COLUMNS])
    return pd.concat(parts, ignore_index=True)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Outlets by their first tier, the highest first; the tiers of an outlet together."""
    first = list(highest_first(rows.drop_duplicates("outlet"), by="label")["outlet"])
    place = rows["outlet"].map(first.index)
    return rows.assign(place=place).sort_values("place", kind="stable", ignore_index=True)[COLUMNS]


def _least(measure: WordingMeasure) -> int:
    return LEAST_OWN_WORDS if measure.noun == "own words" else LEAST


def _together(found: pd.DataFrame, measure: WordingMeasure) -> Row:
    return together(parted(_rates(found.assign(by=""), measure)), least=_least(measure), n="base")


def _rates(found: pd.DataFrame, measure: WordingMeasure) -> pd.DataFrame:
    rows = pooled(found, times="articles", share=measure.unit == "share")
    if measure.unit == "per 1,000":
        rows[["value", "low", "high"]] *= PER
    return rows


def _tellings(corpus: Corpus, where: Filter, measure: WordingMeasure, one: Conditions) -> pd.DataFrame:
    """What is counted in each outlet's articles on one story."""
    found = corpus.word_rates(where, one=one, base=measure.base, by="telling")
    return found.assign(above=found["above"] * (1 if measure.unit == "share" else PER))


# -- the card ----------------------------------------------------------------------------------------


def _card(corpus: Corpus, where: Filter, board: Board, measure: WordingMeasure) -> Card:
    rows, unit, noun = board.rows, board.unit, board.noun
    series = [one for one in dict.fromkeys(rows["series"]) if one]
    notes = f"{RESAMPLED}.  {measure.caveat}"
    if not board.shown:
        notes = f"A number needs some {noun} in {LEAST_ARTICLES} articles.  {measure.caveat}"
    options = {"unit": unit, "axis": measure.axis, "overall": board.overall, "noun": noun}
    columns = {"label": "Outlet"} | ({"series": "Counted"} if series else {})
    columns |= {"value": "Value", "low": "Low", "high": "High"} | count_columns(unit, noun)
    said = [
        led(
            f"{one.capitalize() if measure.lines else _tier_said(one)}:",
            extremes(rows[rows["series"] == one], unit),
        )
        for one in series
    ]
    return Card(
        key=f"wording-{measure.key}",
        title=f"{measure.title}, by outlet",
        board=board,
        chart=Chart("dots", rows, options, outlets_of(corpus)),
        table=reader_table(rows, columns),
        alt=alt_rows(rows, label=measure.label, unit=unit, noun=noun),
        finding="  ".join(said) or extremes(rows, unit, q=board.pairs),
        reading=f"{measure.reading}{_which_words(corpus, where, measure)}",
        legend="Bars: 95 % intervals" + (f"; filled: {series[0]}; open: {series[1]}" if series[1:] else ""),
        notes=notes,
        tested=pairs_tested(rows[rows["series"].isin(rows["series"].head(1))], unit, q=board.pairs),
        formula=measure.formula,
        source=measure.source,
        counted=counted_of(rows.drop_duplicates("outlet"), noun),
        formats=dict.fromkeys(("Value", "Low", "High"), "percent" if unit == "share" else "%.2f"),
        asked={"measure": measure.key},
        marks=rows[rows["n"] > 0],
        opens="wordings",
    )


def _tier_said(tier: str) -> str:
    """ "Sure ones alone", "Sure and perhaps together": a tier at the head of a sentence."""
    one, _, other = tier.capitalize().partition(" or ")
    return f"{one} and {other} together" if other else f"{one} ones alone"


def _which_words(corpus: Corpus, where: Filter, measure: WordingMeasure) -> str:
    """ "  Sure: “dictator” 2 …; perhaps: “terrorist” 19 …": the words of each tier, most frequent first."""
    if measure.lines or len(_tiers(measure)) < 2:
        return ""
    found = wording_terms(corpus, where, key=measure.key)
    found, parts = found[found["term"] != ""], []
    for column, tier in zip(("sure", "perhaps"), measure.tiers, strict=True):
        held = found[found[column] > 0].sort_values(column, ascending=False, kind="stable")
        words = ", ".join(f"“{row['term']}” {row[column]:,}" for row in records(held.head(MOST_NAMED)))
        parts += [f"{tier}: {words}{' …' if len(held) > MOST_NAMED else ''}"] if words else []
    said = "; ".join(parts)
    return f"  {said[0].upper()}{said[1:]}." if said else ""
