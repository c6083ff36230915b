"""The Sourcing page: one measure at a time, a row for each mark, with the sentences that are behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bias.compare.measures import Measure, Ranking, Spread, Unit, by_key
from bias.compare.statistics import diversity
from bias.compare.statistics.differences import cramers_v
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.views.common import (
    NO_INTERVAL,
    UNKNOWN,
    Interval,
    apart,
    code_label,
    hidden,
    labels,
    matched,
    records,
    unique,
)  # fmt: skip
from bias.corpus import Behind, Corpus, Filter

MOST_TOPICS = 8  # learned ones, where the user has none
TOP = 20  # sources or reporting words of one outlet
TOP_OF_EACH = 5  # of each outlet, where several are shown
MOST_OUTLETS = 8  # shown side by side in a ranking
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "this", "that", "these", "those"})
NOT_KNOWN = "?"  # the value to follow where there is none: unknown is an answer
CODED = ("role", "role_group", "alignment")
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "key", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """One measure: a row for each mark on the chart."""

    key: str
    label: str
    unit: Unit
    axis: str
    rows: pd.DataFrame  # the columns of COLUMNS; `behind` are the conditions of its sentences
    grouped: bool  # rows of several outlets, an outlet after the other
    overall: Interval  # of all that the filters let through; NaN where too few
    matched: int  # articles that the filters let through
    read: int
    waiting: int
    hidden: int  # outlets that a ranking does not show side by side
    association: float = math.nan  # Cramér's V of outlets and values, for a ranking

    @property
    def shown(self) -> bool:
        return bool(self.rows["value"].notna().any())


def sourcing(
    corpus: Corpus,
    where: Filter,
    *,
    key: str,
    outlet: str = "",
    value: str = "",
    weight: str = "attributions",
    grouped: bool = False,
) -> Board:
    """The marks of one measure: a row an outlet; for a ranking, a row a value of each of several outlets.

    `outlet` shows more of one outlet's ranking, `value` one role or source of a ranking over all outlets;
    `weight` counts attributions by their words; `grouped` joins roles as the codebook groups them.
    """
    measure = by_key(key)
    if isinstance(measure, Ranking) and grouped and measure.column == "role":
        measure = replace(measure, column="role_group")
    weight = weight if measure.weighted else "attributions"
    side_by_side = isinstance(measure, Ranking) and not value
    state = corpus.state(where)
    overall, hidden, association, label, axis = NO_INTERVAL, 0, math.nan, measure.label, measure.axis
    if isinstance(measure, Measure):
        rows, overall = _rate_rows(corpus, where, measure, weight)
    elif isinstance(measure, Spread):
        rows = _spread_rows(corpus, where, measure)
    elif value:
        value = "" if value == NOT_KNOWN else value
        rows, overall = _value_rows(corpus, where, measure, value, weight)
        label = _written(corpus, value, str(rows["written"].iloc[0]) if len(rows) else value, measure)
    else:
        outlets = list(corpus.attributed(where, among=_among(measure))["outlet"])
        shown = [outlet] if outlet else outlets[:MOST_OUTLETS]
        hidden = 0 if outlet else len(outlets) - len(shown)
        within = replace(where, outlets=tuple(shown))
        heard = corpus.most_heard(within, column=measure.column, weight=weight, among=_among(measure))
        heard = heard if shown else heard.head(0)  # no outlets would mean all of them
        rows = _ranked_rows(corpus, where, measure, heard, weight, TOP if outlet else TOP_OF_EACH)
        if measure.column in CODED:
            association = cramers_v(heard.pivot(index="outlet", columns="key", values="n").fillna(0))
    if weight != "attributions":
        axis = axis.replace("attributions", WEIGHTED[weight])
    return Board(
        key=measure.key,
        label=label,
        unit=measure.unit,
        axis=axis,
        rows=rows.assign(id=unique(rows["id"]))[COLUMNS],
        grouped=side_by_side,
        overall=overall,
        matched=sum(state.values()),
        read=state.get("read", 0),
        waiting=state.get("waiting", 0),
        hidden=hidden,
        association=association,
    )


WEIGHTED = {"words": "words said", "quoted_words": "words in quotation marks"}


def by_role(
    corpus: Corpus, where: Filter, *, key: str, weight: str = "attributions", grouped: bool = False
) -> pd.DataFrame:
    """One share for each role, over all outlets together: the columns of a board's rows."""
    measure = by_key(key)
    assert isinstance(measure, Measure)
    column = "role_group" if grouped else "role"
    found = corpus.rates(where, above=measure.numerator, below=measure.denominator, by=column, weight=weight)
    rows = hidden(_pooled(found, "by", measure.unit))
    rows["label"] = [code_label(corpus.codebook(), column, key) for key in rows["by"]]
    behind = _conditions([((measure.evidence, ""), (column, key)) for key in rows["by"]])
    rows = rows.assign(
        id=rows["label"], outlet="", outlet_label="", key=rows["by"], base=rows["n"], behind=behind
    )
    return highest_first(rows, by="label")[COLUMNS]


def role_topics(
    corpus: Corpus, where: Filter, *, weight: str = "attributions", grouped: bool = False
) -> pd.DataFrame:
    """The share of each role in each topic: the columns of a board's rows, with `topic`."""
    column = "role_group" if grouped else "role"
    book = corpus.codebook()
    keys = ["", *(book.groups if grouped else book.roles)]
    parts = []
    for topic in where.topics or corpus.topics(origin="own") or corpus.topics()[:MOST_TOPICS]:
        within = replace(where, topics=(topic,))
        found = corpus.shares(within, column=column, keys=keys, by="everything", weight=weight)
        rows = _shares(found, "key")
        parts.append(rows.assign(topic=topic, base=rows["n"].sum()))
    if not parts:
        return pd.DataFrame(columns=["topic", "key"])
    rows = hidden(pd.concat(parts, ignore_index=True), n="base")
    rows["label"] = [code_label(book, column, key) for key in rows["key"]]
    rows["behind"] = _conditions(
        [(("topic", topic), (column, key)) for topic, key in zip(rows["topic"], rows["key"], strict=True)]
    )
    rows["id"] = rows["label"] + " · " + rows["topic"]
    heard = rows.groupby("key")["n"].transform("sum") > 0
    return rows[heard].reset_index(drop=True)


def differences(board: Board, *, reference: str) -> pd.DataFrame:
    """Each outlet against a reference, in one measure that is a share; outlets with too little are left out.

    The columns of `compare.differences` with a label, the largest difference first.
    """
    return apart(board.rows, reference=reference)


def matched_sourcing(
    corpus: Corpus,
    where: Filter,
    *,
    key: str,
    reference: str,
    value: str = "",
    weight: str = "attributions",
    grouped: bool = False,
) -> pd.DataFrame:
    """The same within the stories that both tell; nothing for what is no ratio."""
    measure = by_key(key)
    if isinstance(measure, Ranking) and grouped and measure.column == "role":
        measure = replace(measure, column="role_group")
    weight = weight if measure.weighted else "attributions"
    if isinstance(measure, Measure):
        found = corpus.rates(
            where,
            above=measure.numerator,
            below=measure.denominator,
            weight=weight,
            by="telling",
            n=measure.n,
        )
    elif isinstance(measure, Ranking) and value:
        keys = ["" if value == NOT_KNOWN else value]
        among = _among(measure)
        found = corpus.shares(
            where, column=measure.column, keys=keys, by="telling", weight=weight, among=among
        )
    else:
        return pd.DataFrame()
    return matched(found, reference=reference)


def difference_table(found: pd.DataFrame) -> pd.DataFrame:
    """Differences as a reader's table, in percentage points."""
    points = {name: found[name] * 100 for name in ("difference", "low", "high")}
    return pd.DataFrame(
        {
            "Outlet": found["label"],
            "Value": found["value"],
            "Difference (points)": points["difference"],
            "Low": points["low"],
            "High": points["high"],
            "Ratio": found["ratio"],
            "Ratio low": found["ratio_low"],
            "Ratio high": found["ratio_high"],
            "p": found["p"],
            "q": found["q"],
            "Attributions": found["n"],
            "Articles": found["articles"],
        }
    )


def table(board: Board) -> pd.DataFrame:
    """A board as a reader's table; what is too few has no number here either."""
    columns = {"outlet_label": "Outlet", "label": board.label} if board.grouped else {"label": "Outlet"}
    columns |= {"value": "Value", "low": "Low", "high": "High", "n": "Attributions"}
    if board.rows["base"].ne(board.rows["n"]).any():
        columns["base"] = "of"
    columns |= {"articles": "Articles", "note": "Note"}
    return board.rows[list(columns)].rename(columns=columns)


# -- parts -------------------------------------------------------------------------------------------


def _conditions(behind: Sequence[Behind]) -> pd.Series[Any]:
    return pd.Series(list(behind), dtype=object)


def _pooled(found: pd.DataFrame, by: str, unit: Unit) -> pd.DataFrame:
    return pooled(
        found, by=by, numerator="above", denominator="below", times="articles", n="n", share=unit == "share"
    )


def _shares(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """The share of each key, with its own attributions as n."""
    rows = _pooled(found, by, "share")
    return rows.assign(n=rows[by].map(found.groupby(by)["hits"].sum()).astype(int))


def _rate_rows(corpus: Corpus, where: Filter, measure: Measure, weight: str) -> tuple[pd.DataFrame, Interval]:
    found = corpus.rates(
        where, above=measure.numerator, below=measure.denominator, weight=weight, n=measure.n
    )
    rows = _outlet_rows(_pooled(found, "by", measure.unit), corpus, where)
    behind = _conditions([(("outlet", outlet), (measure.evidence, "")) for outlet in rows["outlet"]])
    return rows.assign(behind=behind), _overall(found, measure.unit)


def _spread_rows(corpus: Corpus, where: Filter, measure: Spread) -> pd.DataFrame:
    found = corpus.blocks(where)
    rates = diversity.spread(found.rename(columns={"outlet": "by"}), by="by", statistic=measure.statistic)
    rows = _outlet_rows(rates, corpus, where)
    behind = _conditions([(("outlet", outlet), (measure.evidence, "")) for outlet in rows["outlet"]])
    return rows.assign(behind=behind)


def _value_rows(
    corpus: Corpus, where: Filter, ranking: Ranking, value: str, weight: str
) -> tuple[pd.DataFrame, Interval]:
    """One value of a ranking in every outlet."""
    among = _among(ranking)
    found = corpus.shares(where, column=ranking.column, keys=[value], weight=weight, among=among)
    totals = corpus.attributed(where, among=among).set_index("outlet")["n"]
    rates = _shares(found, "by")
    rates["n"] = rates["by"].map(totals).fillna(0).astype(int)
    rows = _outlet_rows(rates, corpus, where)
    named = corpus.named(where, column=ranking.column, key=value)
    behind = _conditions([(("outlet", one), *among, (ranking.column, value)) for one in rows["outlet"]])
    return rows.assign(behind=behind, key=value, written=named), _overall(found, "share")


def _outlet_rows(rates: pd.DataFrame, corpus: Corpus, where: Filter) -> pd.DataFrame:
    """A row for every outlet, also those that have nothing to count."""
    rows = rates.set_index("by").reindex(corpus.outlets(where)).rename_axis("outlet").reset_index()
    rows = rows.fillna({"n": 0, "articles": 0}).astype({"n": int, "articles": int})
    rows = hidden(rows)
    rows["label"] = rows["outlet_label"] = labels(rows["outlet"])
    return highest_first(rows.assign(id=rows["label"], base=rows["n"], key=""), by="label")


def _overall(found: pd.DataFrame, unit: Unit) -> Interval:
    """Value, low and high of all articles together."""
    rows = hidden(_pooled(found.assign(all=""), "all", unit))
    return next(rows[["value", "low", "high"]].itertuples(index=False, name=None), NO_INTERVAL)


def _ranked_rows(
    corpus: Corpus, where: Filter, ranking: Ranking, heard: pd.DataFrame, weight: str, top: int
) -> pd.DataFrame:
    """The most frequent values of each outlet in `heard`, each with the interval of its share."""
    if heard.empty:
        return pd.DataFrame(columns=COLUMNS)
    outlets = list(heard.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable").index)
    totals = heard.groupby("outlet")["n"].sum()
    heard = heard[heard.groupby("outlet").cumcount() < top].reset_index(drop=True)
    within, among = replace(where, outlets=tuple(outlets)), _among(ranking)
    keys = list(heard["key"].unique())
    found = corpus.shares(within, column=ranking.column, keys=keys, weight=weight, among=among)
    pairs = heard.reset_index(names="pair")[["outlet", "key", "pair"]]
    found = found.merge(pairs, left_on=["by", "key"], right_on=["outlet", "key"])
    rates = _shares(found, "pair").drop(columns="n").set_index("pair")
    rows = heard.join(rates)
    rows["base"] = rows["outlet"].map(totals).astype(int)
    rows["articles"] = rows["articles"].fillna(0).astype(int)
    rows = hidden(rows, n="base")
    rows["label"] = [
        _written(corpus, key, label, ranking) for key, label in zip(rows["key"], rows["label"], strict=True)
    ]
    rows["outlet_label"] = labels(rows["outlet"])
    rows["id"] = rows["outlet_label"] + " · " + rows["label"]
    rows["behind"] = _conditions(
        [(("outlet", row["outlet"]), *among, (ranking.column, row["key"])) for row in records(rows)]
    )
    parts = [highest_first(rows[rows["outlet"] == outlet], by="label") for outlet in outlets]
    return pd.concat(parts, ignore_index=True)


def _among(ranking: Ranking) -> Behind:
    return () if ranking.among == "all" else ((ranking.among, ""),)


def _written(corpus: Corpus, key: str, label: str, ranking: Ranking) -> str:
    """Unknown is an answer: a source that nobody names, a pronoun that nobody has resolved."""
    if not key:
        return UNKNOWN[ranking.column]
    if ranking.column in CODED:
        return code_label(corpus.codebook(), ranking.column, key)
    if ranking.column == "source" and key in PRONOUNS:
        return f"“{key}”, unresolved"
    return " ".join(label.split())


def values(corpus: Corpus, where: Filter, *, key: str, grouped: bool = False) -> dict[str, str]:
    """The values of a ranking that one may follow over all outlets: key → label, most heard first."""
    ranking = by_key(key)
    assert isinstance(ranking, Ranking)
    if grouped and ranking.column == "role":
        ranking = replace(ranking, column="role_group")
    heard = corpus.most_heard(where, column=ranking.column, among=_among(ranking))
    sums = (
        heard.groupby("key").agg(n=("n", "sum"), label=("label", "first")).sort_values("n", ascending=False)
    )
    return {
        str(key) or NOT_KNOWN: _written(corpus, str(key), str(row["label"]), ranking)
        for key, row in sums.head(60).iterrows()
    }
