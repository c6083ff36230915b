"""The words that set outlets apart, and the places of a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm  # type: ignore[import-untyped]

from bias.compare.cards.card import Board, Card, Chart, coverage, in_groups, members_of, reader_table
from bias.compare.statistics import keyness as statistics
from bias.compare.statistics.differences import discovery_rates
from bias.compare.words.alternatives import alt_key_terms
from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import CLEAR, counted
from bias.corpus import Corpus, Filter
from bias.reading import find_quotes
from bias.resources import word_set

SIDE = 25  # terms on either side of the chart
LEAST_TEXTS = 3  # of a group that use a term
MOST_PLACES = 500
TEXTS_AT_ONCE = 2048  # of which more than their words is in memory
CONTEXT = 60  # characters on either side of a keyword


def keyness(corpus: Corpus, where: Filter, *, outlet: str, own: bool = True, phrases: bool = True) -> Card:
    """Words and phrases of one outlet against all others, those of q below .05 drawn.

    `own`: without what sources say; `phrases`: of two words too.
    """
    rows, label = _key_terms(corpus, corpus.stamp(), where, own, phrases), outlet_label(outlet)
    mine = rows[rows["group"] == outlet].sort_values("z", ascending=False, kind="stable")
    drawn = _drawn(mine)
    names = {"term": "Term", "log_odds": "Log-odds", "low": "Low", "high": "High", "z": "z", "n": "Uses"}
    finding = alt_key_terms(drawn, outlet=label)
    return Card(
        key="keyness",
        title=f"Words that set {label} apart",
        board=Board(drawn.assign(value=drawn["log_odds"]), "index", "uses", coverage(corpus, where)),
        chart=Chart("key_terms", drawn, {"outlet": label}),
        table=reader_table(mine, names | {"others": "Uses elsewhere", "texts": "Articles", "q": "q"}),
        alt=finding,
        finding=finding,
        reading="The words that an outlet uses more, or less, than the others do.  What differs may be the "
        "event and not the telling: look at the places before you call it framing.",
        notes="95 % intervals that count the uses in one article as alike.  Drawn are terms with q below .05 "
        "over all terms of the outlet (Benjamini and Hochberg).  Terms in fewer than three of its articles "
        "are left out, so a word that it never uses is not seen here.",
        formula="log-odds of a term in the outlet against all others, with a prior from all texts together",
        source="Monroe, Colaresi & Quinn 2008, “Fightin' Words”",
        counted=f"{counted(len(mine), 'term')} in three of its articles or more",
        formats=dict.fromkeys(("Log-odds", "Low", "High", "z"), "%.2f"),
        asked={"outlet": outlet, "own": str(own).lower(), "phrases": str(phrases).lower()},
        marks=drawn.assign(behind=None),
        opens="wordings",
    )


@lru_cache(4)  # all outlets are counted at once: another outlet costs nothing
def _key_terms(corpus: Corpus, stamp: str, where: Filter, own: bool, phrases: bool) -> pd.DataFrame:
    """Words and phrases of each outlet against all others: the columns of `statistics.keyness.COLUMNS`, q.

    Terms that fewer than LEAST_TEXTS of its articles use are left out: a name in one article is no habit.
    """
    keys = corpus.text_keys(where).sort_values(["batch", "article_id"], ignore_index=True)
    outlets: list[str] = []
    counted = statistics.count_terms(
        _texts(corpus, keys, own, outlets), phrases=phrases, stop=word_set("grammar")
    )
    rows = statistics.keyness(counted, outlets, least_texts=LEAST_TEXTS)
    error = (rows["high"] - rows["low"]) / 2 / norm.ppf(0.975)
    p = pd.Series(2 * norm.sf((rows["log_odds"] / error).abs()), index=rows.index)
    return rows.assign(q=p.groupby(rows["group"]).transform(lambda one: discovery_rates(one.to_numpy())))


def _texts(corpus: Corpus, keys: pd.DataFrame, own: bool, outlets: list[str]) -> Iterator[str]:
    """The texts of some articles, in parts that memory holds; `outlets` takes the outlet of each."""
    for part in corpus.text_parts(keys, size=TEXTS_AT_ONCE):
        outlets.extend(in_groups(part["outlet"], corpus))
        yield from map(_own_voice, part["text"], part["said"]) if own else part["text"]


def _own_voice(text: str, said: Any) -> str:
    """A text without quotations and without what sources say, since what they only think is the outlet's;
    `said` are the spans of that, where there are any."""
    flat = said.tolist() if isinstance(said, np.ndarray) else []
    spans = [*zip(flat[::2], flat[1::2], strict=True)]
    spans += [(quote.span.start, quote.span.end) for quote in find_quotes(text)]
    kept, start = [], 0
    for first, last in sorted(spans):
        kept.append(text[start : max(start, first)])
        start = max(start, last)
    return "\n".join([*kept, text[start:]])


def _drawn(mine: pd.DataFrame) -> pd.DataFrame:
    """The terms that the outlet uses clearly more, then those it uses clearly less."""
    clear = mine[mine["q"] < CLEAR]
    more, fewer = clear[clear["log_odds"] > 0].head(SIDE), clear[clear["log_odds"] < 0].tail(SIDE)
    return pd.concat([more, fewer], ignore_index=True).assign(id=lambda shown: shown["term"])


def keyword_in_context(
    corpus: Corpus, where: Filter, *, term: str, own: bool, outlet: str = "", most: int = MOST_PLACES
) -> pd.DataFrame:
    """A keyword in context: outlet, published, left, keyword, right, article_id; newest first.

    `own`: only in the outlets' own voice; `outlet`: of one outlet alone.
    """
    within = replace(where, outlets=members_of(corpus, where, outlet)) if outlet else where
    keys = corpus.text_keys(within, words=term.split())
    rows: list[tuple[str, ...]] = []
    for part in corpus.text_parts(keys, size=most):
        for row in records(part):
            text = _own_voice(row["text"], row["said"]) if own else row["text"]
            for left, said, right in statistics.in_context(text, term, CONTEXT):
                name, day = outlet_label(row["outlet"]), row["published"][:10]
                rows.append((name, day, left, said, right, row["article_id"]))
        if len(rows) >= most:
            break
    return _contexts(rows[:most])


def _contexts(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["Outlet", "Published", "Before", "Keyword", "Behind", "Article"])
