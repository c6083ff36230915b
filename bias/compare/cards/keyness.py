"""The words that set outlets apart, and the places of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
MOST_NAME_WORDS = 4  # of somebody who signs
MEDIUM = frozenset(
    ("news", "online", "digital", "tv", "radio", "com")
)  # may be missing from an outlet's name
TEXTS_AT_ONCE = 2048  # of which more than their words is in memory
CONTEXT = 60  # characters on either side of a keyword


def keyness(
    corpus: Corpus,
    where: Filter,
    *,
    outlet: str,
    own: bool = True,
    phrases: bool = True,
    names: bool = True,
) -> Card:
    """Words and phrases of one outlet against all others, those of q below .05 drawn.

    `own`: without what sources say; `phrases`: of two words too; `names`: with those of the corpus's outlets
    and of whoever signs an outlet's articles.
    """
    rows = _key_terms(corpus, corpus.stamp(), where, own, phrases, names)
    label = outlet_label(outlet)
    mine = rows[rows["group"] == outlet].sort_values("z", ascending=False, kind="stable")
    drawn = _drawn(mine)
    columns = {"term": "Term", "log_odds": "Log-odds", "low": "Low", "high": "High", "z": "z", "n": "Uses"}
    finding = alt_key_terms(drawn, outlet=label)
    return Card(
        key="keyness",
        title=f"Words that set {label} apart",
        board=Board(drawn.assign(value=drawn["log_odds"]), "index", "uses", coverage(corpus, where)),
        chart=Chart("key_terms", drawn, {"outlet": label}),
        table=reader_table(mine, columns | {"others": "Uses elsewhere", "texts": "Articles", "q": "q"}),
        alt=finding,
        finding=finding,
        reading="The words that an outlet uses more, or less, than the others do.  What differs may be the "
        "event and not the telling: look at the places before you call it framing.",
        notes="95 % intervals that count the uses in one article as alike.  Drawn are terms with q below .05 "
        "over all terms of the outlet (Benjamini and Hochberg).  Terms in fewer than three of its articles "
        "are left out, so a word that it never uses is not seen here."
        + ("" if names else "  Names of outlets, and of those who sign its articles, are left out."),
        formula="log-odds of a term in the outlet against all others, with a prior from all texts together",
        source="Monroe, Colaresi & Quinn 2008, “Fightin' Words”",
        counted=f"{counted(len(mine), 'term')} in three of its articles or more",
        formats=dict.fromkeys(("Log-odds", "Low", "High", "z"), "%.2f"),
        asked={
            "outlet": outlet,
            "own": str(own).lower(),
            "phrases": str(phrases).lower(),
            "names": str(names).lower(),
        },
        marks=drawn.assign(behind=None),
        opens="wordings",
    )


@lru_cache(4)  # all outlets are counted at once: another outlet costs nothing
def _key_terms(
    corpus: Corpus, stamp: str, where: Filter, own: bool, phrases: bool, names: bool
) -> pd.DataFrame:
    """Words and phrases of each outlet against all others: the columns of `statistics.keyness.COLUMNS`, q.

    Terms that fewer than LEAST_TEXTS of its articles use are left out: a name in one article is no habit.
    """
    keys = corpus.text_keys(where).sort_values(["batch", "article_id"], ignore_index=True)
    outlets: list[str] = []
    counted = statistics.count_terms(
        _texts(corpus, keys, own, outlets, {} if names else _house_names(corpus)),
        phrases=phrases,
        stop=word_set("grammar"),
    )
    rows = statistics.keyness(counted, outlets, least_texts=LEAST_TEXTS)
    error = (rows["high"] - rows["low"]) / 2 / norm.ppf(0.975)
    p = pd.Series(2 * norm.sf((rows["log_odds"] / error).abs()), index=rows.index)
    return rows.assign(q=p.groupby(rows["group"]).transform(lambda one: discovery_rates(one.to_numpy())))


def _texts(
    corpus: Corpus, keys: pd.DataFrame, own: bool, outlets: list[str], without: Mapping[str, re.Pattern[str]]
) -> Iterator[str]:
    """The texts of some articles, in parts that memory holds; `outlets` takes the outlet of each, `without`
    has by outlet the names that are taken out of its texts."""
    for part in corpus.text_parts(keys, size=TEXTS_AT_ONCE):
        outlets.extend(in_groups(part["outlet"], corpus))
        texts = map(_own_voice, part["text"], part["said"]) if own else part["text"]
        for outlet, text in zip(part["outlet"], texts, strict=True):
            yield without[outlet].sub("\n", text) if outlet in without else text


def _house_names(corpus: Corpus) -> dict[str, re.Pattern[str]]:
    """By outlet, the names of all outlets and of those who sign its articles, as they are written."""
    signed = corpus.articles()[["outlet", "author"]].drop_duplicates()
    outlets = [name for outlet in signed["outlet"].unique() for name in _outlet_names(outlet)]
    return {
        str(outlet): _any_of(
            [*outlets, *(name for author in part["author"] for name in _staff_names(author))]
        )
        for outlet, part in signed.groupby("outlet")
    }


def _outlet_names(outlet: str) -> Iterator[str]:
    """An outlet's name, and without words that may be missing: "Fox Online News", "Fox News", "Fox"."""
    words = outlet.removeprefix("The ").split()
    yield " ".join(words)
    if len(bare := [word for word in words if word.lower() not in MEDIUM]) < len(words):
        yield " ".join(bare)
        yield from (f"{' '.join(bare)} {word}" for word in words if word.lower() in MEDIUM)


def _staff_names(author: str) -> Iterator[str]:
    """The names of a byline, and the last word of each: "By Ada Winn and Per Holt"."""
    for name in re.split(r"\s*(?:,|;|\||&|/|\band\b|\bBy\b|\bby\b)\s*", author):
        words = name.split()
        if 2 <= len(words) <= MOST_NAME_WORDS:
            yield name.strip()
            yield words[-1]


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Where one of some names stands, the longest first; nowhere where there is none."""
    known = sorted({name for name in names if name[:1].isupper()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?:['’]s)?(?!\w)" if known else r"(?!)")


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
