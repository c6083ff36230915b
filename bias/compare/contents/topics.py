"""What outlets write about, and when: one function a question, each gives a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from bias.compare.cards.card import (
    CELLS,
    PERCENT,
    Board,
    Card,
    Chart,
    compared,
    conditions,
    count_columns,
    coverage,
    for_groups,
    grid_columns,
    hidden,
    largest_outlets,
    parted,
    reader_table,
    which_columns,
)
from bias.compare.cards.over_time import UNITS, default_unit, start
from bias.compare.measures import LEAST_ARTICLES
from bias.compare.statistics.rates import pooled
from bias.compare.words.alternatives import alt_cells, alt_over_time
from bias.compare.words.findings import first_of_each
from bias.compare.words.labels import records
from bias.compare.words.numbers import counted
from bias.corpus import Corpus, Filter, of_outlets

MOST_SMALL = 12  # topics over time
MOST_WORDS = 12  # of a learned topic
COLUMNS = [
    "id", "topic", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a corpus: those that the user named, and the strongest words of those it suggests."""

    own: list[str]
    learned: dict[str, list[str]]


def topic_words(corpus: Corpus, where: Filter) -> Topics:
    terms = corpus.table("topic_terms").sort_values("weight", ascending=False, kind="stable")
    words = {str(one): list(part["term"])[:MOST_WORDS] for one, part in terms.groupby("topic", sort=False)}
    known = _known(corpus, where)
    return Topics(corpus.topics(origin="own"), {one: words[one] for one in known if one in words})


def topics(corpus: Corpus, where: Filter) -> Card:
    """The share of each outlet's articles that are about a topic, the user's own topics first."""
    rows, none, articles = _grid_rows(corpus, where), corpus.without_topic(where), coverage(corpus, where)
    names = {"topic": "Outlet", "label": "Topic", "value": "Share", "low": "Low", "high": "High"}
    card = Card(
        key="topics",
        title="Topics, by outlet",
        board=Board(rows, "share", "articles", articles),
        chart=Chart("cells", rows, {"noun": "articles"}),
        table=reader_table(rows, names | count_columns("share", "articles")),
        alt=alt_cells(rows, label="Share of each outlet's articles by topic", noun="articles"),
        finding=first_of_each(rows, "share", "outlet_label", "label"),
        reading="The share of an outlet's articles that are about a topic.",
        legend="Intervals are in the table",
        notes=f"An article may have several topics, and {none:,} of {articles.matched:,} have none.  "
        + which_columns(rows),
        hint=CELLS,
        formula="articles of the outlet about the topic / articles of the outlet",
        source="learned topics: Lee & Seung 1999",
        counted=counted(articles.matched, "article"),
        formats=dict.fromkeys(("Share", "Low", "High"), "percent"),
        marks=rows[rows["n"] > 0],
        opens="articles",
    )
    return for_groups(card, corpus)


def topics_over_time(corpus: Corpus, where: Filter, *, over: str = "auto") -> Card:
    """The share of each week's, month's or quarter's articles that are about a topic."""
    unit = over if over in UNITS else default_unit(corpus, where)
    rows = _by_time(corpus, where, unit)
    names = {name: name.capitalize() for name in ("topic", "period", "value", "low", "high")}
    drawn = {"unit": "share", "axis": "share of articles", "noun": "articles"}
    return Card(
        key=f"topics-by-{unit}",
        title=f"Topics, by {unit}",
        board=Board(rows, "share", "articles", coverage(corpus, where)),
        chart=Chart("over_time", rows, drawn),
        table=reader_table(rows, names | count_columns("share", "articles")),
        alt=alt_over_time(rows, label="Share of articles about each topic", unit="share"),
        finding="",
        reading=f"The share of a {unit}'s articles that are about a topic.",
        notes="Over all outlets that the filters let through; bands are 95 % intervals from resampling "
        "articles; a ring has too few for one.",
        hint="Choose outlets or topics in the filter.",
        formula=f"articles of the {unit} about the topic / articles of the {unit}",
        counted=counted(int(rows.drop_duplicates("period")["base"].sum()), "article"),
        formats=PERCENT,
    )


def articles_about(corpus: Corpus, where: Filter, *, topic: str, outlets: Sequence[str]) -> pd.DataFrame:
    """The articles of some outlets about a topic, newest first."""
    found = corpus.articles(replace(where, topics=(topic,), outlets=tuple(outlets)))
    return found[["article_id", "outlet", "published", "title"]]


def _known(corpus: Corpus, where: Filter) -> list[str]:
    """The topics that are asked about: those of the filter, else all, the user's own first."""
    return list(where.topics) or corpus.topics(origin="own") + corpus.topics(origin="learned")


def _rates(found: pd.DataFrame) -> list[pd.DataFrame]:
    """The rates of each topic, in the order in which topics are asked about."""
    return [
        pooled(part, times="articles", n="n").assign(label=topic)
        for topic, part in found.groupby("topic", sort=False)
    ]


def _grid_rows(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """A row a topic (label) and outlet (topic: the column of the grid); n are the articles about it."""
    known = _known(corpus, where)
    found = corpus.topic_rates(where, topics=known) if known else pd.DataFrame()
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    found = found if corpus.by else largest_outlets(found, "by", "articles")
    rows = hidden(pd.concat(_rates(found), ignore_index=True), least=LEAST_ARTICLES)
    rows = compared(parted(rows).rename(columns={"by": "outlet"}), corpus, per=["label"])
    behind = conditions((("topic", row["label"]), of_outlets(row["members"])) for row in records(rows))
    return grid_columns(rows.assign(behind=behind))[COLUMNS]


_BY_TIME = [
    "id", "topic", "panel", "period", "start", "series", "value", "low", "high", "n", "base", "articles",
    "note",
]  # fmt: skip


def _by_time(corpus: Corpus, where: Filter, unit: str) -> pd.DataFrame:
    """A row a topic and period: _BY_TIME."""
    known = _known(corpus, where)[:MOST_SMALL]
    found = corpus.topic_rates(where, topics=known, by=unit) if known else pd.DataFrame({"by": []})
    found = found[found["by"] != ""]
    if found.empty:
        return pd.DataFrame(columns=_BY_TIME)
    rows = hidden(pd.concat(_rates(found), ignore_index=True), least=LEAST_ARTICLES)
    rows = parted(rows).rename(columns={"by": "period", "label": "topic"})
    rows = rows.assign(place=rows["topic"].map(known.index)).sort_values(["place", "period"], kind="stable")
    ids = rows["topic"] + " · " + rows["period"]
    rows = rows.assign(panel=rows["topic"], start=rows["period"].map(start), series="", id=ids)
    return rows[_BY_TIME].reset_index(drop=True)
