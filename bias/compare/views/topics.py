"""The Topics page: what outlets write about, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from bias.compare.measures import LEAST_ARTICLES
from bias.compare.statistics.rates import pooled
from bias.compare.views.common import MOST_COLUMNS, hidden, labels, records, unique
from bias.corpus import Corpus, Filter, dictionary

MOST_SMALL = 12  # topics over time
COLUMNS = [
    "id", "topic", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agenda:
    """Topics by outlet."""

    rows: pd.DataFrame  # a row a topic (label) and outlet (topic: the column of the grid)
    own: list[str]  # topics that the user named
    learned: dict[str, list[str]]  # topic → its strongest words
    none: int  # articles without any topic
    matched: int


def agenda(corpus: Corpus, where: Filter) -> Agenda:
    """The share of each outlet's articles that are about a topic, the user's own topics first."""
    own = corpus.topics(origin="own")
    known = list(where.topics) or own + corpus.topics(origin="learned")
    terms = corpus.table("topic_terms").sort_values("weight", ascending=False, kind="stable")
    words = {str(topic): list(part["term"])[:12] for topic, part in terms.groupby("topic", sort=False)}
    found = corpus.topic_rates(where, topics=known) if known else pd.DataFrame()
    matched = sum(corpus.state(where).values())
    return Agenda(
        rows=_grid(found) if len(found) else pd.DataFrame(columns=COLUMNS),
        own=own,
        learned={topic: words[topic] for topic in known if topic in words},
        none=corpus.without_topic(where),
        matched=matched,
    )


def _grid(found: pd.DataFrame) -> pd.DataFrame:
    biggest = found.groupby("by")["articles"].sum().sort_values(ascending=False, kind="stable")
    found = found[found["by"].isin(biggest.index[:MOST_COLUMNS])]
    parts = [
        pooled(part, by="by", numerator="above", denominator="below", times="articles", n="n").assign(
            label=topic
        )
        for topic, part in found.groupby("topic", sort=False)
    ]
    rows = hidden(pd.concat(parts, ignore_index=True), least=LEAST_ARTICLES).rename(columns={"by": "outlet"})
    hits = found.assign(hits=found["above"] * found["articles"]).groupby(["by", "topic"])["hits"].sum()
    rows["base"] = rows["n"]
    rows["n"] = [int(hits[row["outlet"], row["label"]]) for row in records(rows)]
    outlets = pd.Series(sorted(rows["outlet"].unique()))
    columns = dict(zip(outlets, unique(labels(outlets)), strict=True))
    rows["topic"] = rows["outlet_label"] = rows["outlet"].map(columns)
    rows["id"] = rows["label"] + " · " + rows["topic"]
    behind = [(("topic", row["label"]), ("outlet", row["outlet"])) for row in records(rows)]
    return rows.assign(behind=pd.Series(behind, dtype=object))[COLUMNS]


def agenda_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The grid as a reader's table."""
    names = {"topic": "Outlet", "label": "Topic", "value": "Share", "low": "Low", "high": "High"}
    names |= {"n": "Articles", "base": "of", "note": "Note"}
    return rows[list(names)].rename(columns=names)


def over_time(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """The share of each month's articles that are about a topic: topic, month, value, low, high, n, note."""
    known = (list(where.topics) or corpus.topics(origin="own") + corpus.topics(origin="learned"))[:MOST_SMALL]
    if not known:
        return pd.DataFrame(columns=["topic", "month", "value", "low", "high", "n", "note"])
    found = corpus.topic_rates(where, topics=known, by="month")
    found = found[found["by"].str.len() == len("2026-01")]
    parts = [
        pooled(part, by="by", numerator="above", denominator="below", times="articles", n="n").assign(
            topic=topic
        )
        for topic, part in found.groupby("topic", sort=False)
    ]
    nothing = pd.DataFrame(columns=["topic", "by", "value", "low", "high", "n", "articles"])
    rows = hidden(pd.concat(parts or [nothing], ignore_index=True), least=LEAST_ARTICLES)
    rows = rows.rename(columns={"by": "month"})
    place = rows["topic"].map(known.index)
    rows = rows.assign(place=place).sort_values(["place", "month"], kind="stable")
    return rows[["topic", "month", "value", "low", "high", "n", "note"]].reset_index(drop=True)


def add_topic(corpus: Corpus, name: str, words: Sequence[str]) -> None:
    """Write a topic of the user's own; the next analysis takes it up."""
    dictionary.add_topic(corpus.path / "topics.toml", name, words)


def articles_about(corpus: Corpus, where: Filter, *, topic: str, outlet: str) -> pd.DataFrame:
    """The articles of an outlet about a topic, newest first."""
    found = corpus.articles(replace(where, topics=(topic,), outlets=(outlet,)))
    return found[["article_id", "outlet", "published", "title"]]
