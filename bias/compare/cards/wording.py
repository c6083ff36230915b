"""Words that tell the reader what to think, by outlet: one function a question, each gives a card."""

from __future__ import annotations

from functools import partial

import pandas as pd

from bias.compare.cards.card import (
    RESAMPLED,
    Board,
    Card,
    Chart,
    by_outlet,
    chosen,
    compared,
    conditions,
    counted_of,
    coverage,
    every_outlet,
    everyone,
    for_groups,
    hidden,
    named_outlets,
    outlets_of,
    overall,
    pairs_of,
    reader_table,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.measures import (
    LEAST,
    LEAST_ARTICLES,
    LEAST_SENTENCES,
    SURE,
    WORDINGS,
    WordingMeasure,
    named,
)
from bias.compare.measures.method import how_well
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.words.alternatives import alt_rows
from bias.compare.words.findings import extremes
from bias.compare.words.labels import outlet_label
from bias.corpus import Corpus, Filter

COLUMNS = [
    "id", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "hits", "articles", "note",
    "behind",
]  # fmt: skip
MOST_TERMS = 200
ADOPTED = (("kind", "adopted"),)  # on real articles too few of those found are right, and most are missed
PER_100 = 100  # sentences that a rate counts by


def wording(
    corpus: Corpus, where: Filter, *, key: str, possible: bool = False, against: str = "",
    matched: bool = False, over: str = "",
) -> Card:  # fmt: skip
    """One measure: a row an outlet; with `possible`, those marks too where a reader has to decide.

    `against` sets the outlets against one of them, `matched` within the events that both tell; `over` counts
    by a unit of time, "auto" by one that fits.
    """
    measure = named(WORDINGS, key)
    one = tuple(found for found in measure.one if not possible or found not in SURE)
    least = LEAST_SENTENCES if measure.noun == "sentences" else LEAST
    every = everyone(corpus, where)
    found = corpus.word_rates(every, one=one, base=measure.base)
    rows = hidden(every_outlet(_rates(found, measure), corpus, every), least=least)
    rows = named_outlets(compared(rows, corpus))
    rows = rows.assign(id=rows["label"], base=rows["n"], behind=by_outlet(rows, *one))
    family = pairs_of(rows, measure.unit)
    rows = highest_first(chosen(rows, corpus, where), by="label")[COLUMNS]
    together = overall(_rates(chosen(found, corpus, where, by="by").assign(by=""), measure), least=least)
    board = Board(rows, measure.unit, measure.noun, coverage(corpus, where), together, pairs=family)
    card = for_groups(_card(corpus, board, measure), corpus)
    if over:
        counting = lambda by: _rates(corpus.word_rates(where, one=one, base=measure.base, by=by), measure)  # noqa: E731
        return over_time(card, corpus, where, counting, unit=over, least=least)
    if not against:
        return card
    tellings = partial(_tellings, corpus, every, measure, one) if matched else None
    return against_one(card, against, corpus, where, tellings=tellings)


def wording_terms(corpus: Corpus, where: Filter, *, key: str) -> pd.DataFrame:
    """The words behind a measure, the most frequent first: id, term, n, articles, outlets, behind."""
    one = named(WORDINGS, key).one
    found = corpus.terms(where, behind=one, top=MOST_TERMS)
    behind = conditions((*one, ("term", term)) for term in found["term"])
    shown = found["term"].map(lambda term: " ".join(term.split()))
    return found.assign(id="“" + shown + "”", term=shown, behind=behind)


def headlines_to_read(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Headlines that may state as fact what one source alone says below: id (an outlet), n, articles, behind.

    A list to read and no measure, so there is no rate: see `about_headlines`.
    """
    found = corpus.word_rates(where, one=ADOPTED, base="articles")
    rows = found.groupby("by", as_index=False).agg(n=("hits", "sum"), articles=("n", "sum"))
    rows = rows[rows["n"] > 0].sort_values(["n", "by"], ascending=[False, True], ignore_index=True)
    behind = conditions((("outlet", outlet), *ADOPTED) for outlet in rows["by"])
    return rows.assign(id=rows["by"].map(outlet_label), behind=behind)[["id", "n", "articles", "behind"]]


def about_headlines() -> str:
    """What the list is, and how well it is read: the hardest set of accuracy.tsv."""
    return (
        "A list to read, no measure: a reader decides whether a headline adopts a claim, and outlets cannot "
        f"be compared by it.  {how_well('Adopted headlines')}"
    )


def _card(corpus: Corpus, board: Board, measure: WordingMeasure) -> Card:
    rows, unit, noun = board.rows, board.unit, board.noun
    notes = f"{RESAMPLED}; n counts {noun}.  {measure.caveat}"
    if not board.shown:
        notes = f"A number needs some {noun} in {LEAST_ARTICLES} articles.  {measure.caveat}"
    options = {"unit": unit, "axis": measure.axis, "overall": board.overall, "noun": noun}
    columns = {"label": "Outlet", "value": "Value", "low": "Low", "high": "High", "hits": "Marks"}
    columns |= {"n": noun.capitalize()} if noun != "articles" else {}
    return Card(
        key=f"wording-{measure.key}",
        title=f"{measure.label}, by outlet",
        board=board,
        chart=Chart("dots", rows, options, outlets_of(corpus)),
        table=reader_table(rows, columns | {"articles": "Articles", "note": "Note"}),
        alt=alt_rows(rows, label=measure.label, unit=unit),
        finding=extremes(rows, unit, q=board.pairs),
        reading=measure.reading,
        notes=notes,
        formula=measure.formula,
        source=measure.source,
        counted=counted_of(rows, noun),
        formats=dict.fromkeys(("Value", "Low", "High"), "percent" if unit == "share" else "%.2f"),
        asked={"measure": measure.key},
        marks=rows[rows["hits"] > 0],
        opens="wordings",
    )


def _rates(found: pd.DataFrame, measure: WordingMeasure) -> pd.DataFrame:
    rows = pooled(found, times="articles", share=measure.unit == "share")
    rows["hits"] = rows["by"].map(found.groupby("by")["hits"].sum()).fillna(0).astype(int)
    if measure.unit == "per 100":
        rows[["value", "low", "high"]] *= PER_100
    return rows


def _tellings(
    corpus: Corpus, where: Filter, measure: WordingMeasure, one: tuple[tuple[str, str], ...]
) -> pd.DataFrame:
    """What is counted in each outlet's articles on one story."""
    found = corpus.word_rates(where, one=one, base=measure.base, by="telling")
    return found.assign(above=found["above"] * (1 if measure.unit == "share" else PER_100))
