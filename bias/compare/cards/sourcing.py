"""Who is quoted, and how: one function a question, each gives a card."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pandas as pd

from bias.compare.cards.card import (
    ALONE,
    CELLS,
    NO_INTERVAL,
    PERCENT,
    RESAMPLED,
    Board,
    Card,
    Chart,
    Interval,
    conditions,
    count_columns,
    counted_of,
    coverage,
    every_outlet,
    hidden,
    named_outlets,
    outlets_of,
    overall,
    parted,
    reader_table,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.measures import (
    LEAST,
    LEAST_ARTICLES,
    SOURCINGS,
    Measure,
    Ranking,
    Sourcing,
    Spread,
    named,
)
from bias.compare.statistics.differences import cramers_v
from bias.compare.statistics.diversity import spread
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.words.alternatives import alt_cells, alt_rows
from bias.compare.words.findings import extremes, first_of_each
from bias.compare.words.labels import UNKNOWN, code_label, outlet_label, records, unique
from bias.compare.words.numbers import counted, counted_as
from bias.corpus import Behind, Corpus, Filter

MOST_TOPICS = 8  # learned ones, where the user has none
TOP = 20  # sources or reporting words of one outlet
TOP_OF_EACH = 5  # of each outlet, where several are shown
MOST_OUTLETS = 8  # shown side by side in a ranking
MOST_VALUES = 60  # of a ranking, to choose from
MOST_ROWS = 60  # drawn
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "this", "that", "these", "those"})
NOT_KNOWN = "?"  # the value to follow where there is none: unknown is an answer
CODED = ("role", "role_group", "alignment")
WEIGHTS = {"attributions": "statements", "words": "words said", "quoted_words": "quoted words"}
WEIGHTED = {"words": "words said", "quoted_words": "words in quotation marks"}  # on an axis
MEANS = ("articles", "citing")  # denominators of what is counted by article
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "key", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip


def sourcing(  # noqa: PLR0913
    corpus: Corpus, where: Filter, *, key: str, outlet: str = "", value: str = "",
    weight: str = "attributions", grouped: bool = False, against: str = "", matched: bool = False,
) -> Card:  # fmt: skip
    """One measure: a row an outlet; for a ranking, a row a value of each of several outlets.

    `outlet` shows more of one outlet's ranking, `value` follows one role or source of a ranking over all
    outlets; `weight` counts statements by their words; `grouped` joins roles as the codebook groups them.
    `against` sets the outlets against one of them, `matched` within the events that both tell.
    """
    entry = entry_of(key, grouped=grouped)
    weight = weight if entry.weighted else "attributions"
    board, label, notes = _board(corpus, where, entry, outlet=outlet, value=value, weight=weight)
    board = replace(board, rows=board.rows.assign(id=unique(board.rows["id"]))[COLUMNS])
    card = _card(corpus, board, entry, label, notes, weight)
    if not against:
        return card
    tellings = partial(_tellings, corpus, where, entry, value, weight) if matched else None
    return against_one(card, against, tellings=tellings)


def entry_of(key: str, *, grouped: bool = False) -> Sourcing:
    """The measure of a key; of roles, with `grouped`, of their groups."""
    entry = named(SOURCINGS, key)
    if grouped and isinstance(entry, Ranking) and entry.column == "role":
        return replace(entry, column="role_group")
    return entry


def sourcing_by_role(
    corpus: Corpus, where: Filter, *, key: str, weight: str = "attributions", grouped: bool = False
) -> Card:
    """One share for each role, over all outlets together."""
    entry = named(SOURCINGS, key)
    assert isinstance(entry, Measure)
    column = "role_group" if grouped else "role"
    found = corpus.rates(where, above=entry.numerator, below=entry.denominator, by=column, weight=weight)
    rows = hidden(_pooled(found, "by", entry.unit), n="statements")
    names = [code_label(corpus.codebook(), column, one) for one in rows["by"]]
    behind = conditions(((entry.evidence, ""), (column, one)) for one in rows["by"])
    rows = rows.assign(id=names, label=names, outlet="", outlet_label="", key=rows["by"], behind=behind)
    rows = highest_first(rows, by="label")[COLUMNS]
    noun = _noun(entry, weight)
    columns = {"label": "Role", "value": "Value", "low": "Low", "high": "High"}
    return Card(
        key=f"sourcing-{key}-by-role",
        title=f"{entry.label}, by role",
        board=Board(rows, "share", noun, coverage(corpus, where)),
        chart=Chart("dots", rows, {"unit": "share", "axis": _axis(entry, weight), "noun": noun}),
        table=reader_table(rows, columns | count_columns("share", noun)),
        alt=alt_rows(rows, label=f"{entry.label} by role", unit="share", noun=noun),
        finding=extremes(rows, "share"),
        reading=entry.reading,
        notes=f"{RESAMPLED}.  All outlets together that the filters let through.",
        hint=ALONE,
        formula=entry.formula,
        source=entry.source,
        counted=counted_as(int(rows["base"].sum()), noun),
        formats=PERCENT,
        asked={"measure": key},
        marks=rows[rows["n"] > 0],
        opens="attributions",
    )


def roles_by_topic(
    corpus: Corpus, where: Filter, *, weight: str = "attributions", grouped: bool = False
) -> Card:
    """Who speaks on which topic, over all outlets together; a board without rows where no article has one."""
    rows = _role_topics(corpus, where, weight, "role_group" if grouped else "role")
    columns = {"topic": "Topic", "label": "Role", "value": "Value", "low": "Low", "high": "High"}
    noun = WEIGHTS[weight]
    columns |= count_columns("share", noun)
    return Card(
        key="sourcing-roles-by-topic",
        title="Roles, by topic",
        board=Board(rows, "share", noun, coverage(corpus, where)),
        chart=Chart("cells", rows, {"noun": noun}),
        table=reader_table(rows, columns),
        alt=alt_cells(rows, label="Share of each role by topic", noun=noun),
        finding=first_of_each(rows, "share", "topic", "label"),
        reading="The share of each topic's statements that a role has.",
        legend="Intervals are in the table",
        notes="An article may have several topics.",
        hint=CELLS,
        formula="statements of the role in articles of the topic / all statements in them",
        counted=counted_as(int(rows["n"].sum()), noun),
        formats=PERCENT,
        marks=rows[rows["n"] > 0],
        opens="attributions",
    )


def sourcing_values(corpus: Corpus, where: Filter, *, key: str, grouped: bool = False) -> dict[str, str]:
    """The values of a ranking that one may follow over all outlets: key → label, most heard first."""
    entry = entry_of(key, grouped=grouped)
    assert isinstance(entry, Ranking)
    heard = corpus.most_heard(where, column=entry.column, among=_among(entry))
    sums = heard.groupby("key").agg(n=("n", "sum"), label=("label", "first"))
    listed = sums.sort_values("n", ascending=False).head(MOST_VALUES)
    return {
        str(one) or NOT_KNOWN: _written(corpus, str(one), str(row["label"]), entry)
        for one, row in listed.iterrows()
    }


# -- what is counted ---------------------------------------------------------------------------------


def _board(
    corpus: Corpus, where: Filter, entry: Sourcing, *, outlet: str, value: str, weight: str
) -> tuple[Board, str, list[str]]:
    """The board of a measure, what it is called, and what to know of it."""
    of, notes = NO_INTERVAL, list[str]()
    label, grouped = entry.label, False
    if isinstance(entry, Measure):
        rows, of = _rate_rows(corpus, where, entry, weight)
    elif isinstance(entry, Spread):
        rows = _spread_rows(corpus, where, entry)
    elif value:
        value = "" if value == NOT_KNOWN else value
        rows, of, label = _value_rows(corpus, where, entry, value, weight)
    else:
        grouped = True
        rows, notes = _ranking(corpus, where, entry, outlet, weight)
    noun = _noun(entry, weight)
    board = Board(rows, entry.unit, noun, coverage(corpus, where), overall=of, grouped=grouped)
    return board, label, notes


def _rate_rows(corpus: Corpus, where: Filter, entry: Measure, weight: str) -> tuple[pd.DataFrame, Interval]:
    found = corpus.rates(where, above=entry.numerator, below=entry.denominator, weight=weight, n=entry.n)
    rates, together = (_pooled(one, "by", entry.unit) for one in (found, found.assign(by="")))
    if by_article := entry.denominator in MEANS:
        rates, together = (one.assign(statements=one["base"]) for one in (rates, together))
    least = LEAST_ARTICLES if by_article else LEAST
    rows = _outlet_rows(rates, corpus, where, least=least)
    rows["behind"] = conditions((("outlet", one), (entry.evidence, "")) for one in rows["outlet"])
    return rows, overall(together, least=least, n="statements")


def _spread_rows(corpus: Corpus, where: Filter, entry: Spread) -> pd.DataFrame:
    found = corpus.blocks(where).rename(columns={"outlet": "by"})
    rates = spread(found, by="by", statistic=entry.statistic)
    rates = rates.assign(base=rates["n"], statements=rates["n"])
    if entry.unit == "share":
        rates["n"] = (rates["value"] * rates["base"]).round().fillna(0).astype(int)
    rows = _outlet_rows(rates, corpus, where)
    rows["behind"] = conditions((("outlet", one), (entry.evidence, "")) for one in rows["outlet"])
    return rows


def _value_rows(
    corpus: Corpus, where: Filter, entry: Ranking, value: str, weight: str
) -> tuple[pd.DataFrame, Interval, str]:
    """One value of a ranking in every outlet, the same over all, and how the value is written."""
    among = _among(entry)
    found = corpus.shares(where, column=entry.column, keys=[value], weight=weight, among=among)
    rows = _outlet_rows(_pooled(found, "by", "share"), corpus, where).assign(key=value)
    rows["behind"] = conditions((("outlet", one), *among, (entry.column, value)) for one in rows["outlet"])
    together = _pooled(found.assign(by=""), "by", "share")
    named = corpus.named(where, column=entry.column, key=value)
    return rows, overall(together, n="statements"), _written(corpus, value, named, entry)


def _ranking(
    corpus: Corpus, where: Filter, entry: Ranking, outlet: str, weight: str
) -> tuple[pd.DataFrame, list[str]]:
    """The most frequent values of one outlet, or of several side by side; and what to know of them."""
    among = _among(entry)
    outlets = list(corpus.attributed(where, among=among)["outlet"])
    shown = [outlet] if outlet else outlets[:MOST_OUTLETS]
    heard = corpus.most_heard(
        replace(where, outlets=tuple(shown)), column=entry.column, weight=weight, among=among
    )
    heard = heard if shown else heard.head(0)  # no outlets would mean all of them
    rows = _ranked_rows(corpus, where, entry, heard, weight, TOP if outlet else TOP_OF_EACH)
    notes = []
    if len(outlets) > len(shown) and not outlet:
        notes.append(
            f"The {MOST_OUTLETS} outlets with most statements are side by side; "
            f"{counted(len(outlets) - len(shown), 'other')} can be chosen."
        )
    if entry.column in CODED:
        association = cramers_v(heard.pivot(index="outlet", columns="key", values="n").fillna(0))
        if not math.isnan(association):
            notes.append(
                f"Over all values these outlets differ by Cramér's V = {association:.2f} (0: alike, 1: "
                "nothing in common)."
            )
    return rows, notes


def _ranked_rows(
    corpus: Corpus, where: Filter, entry: Ranking, heard: pd.DataFrame, weight: str, top: int
) -> pd.DataFrame:
    """The most frequent values of each outlet in `heard`, each with the interval of its share."""
    if heard.empty:
        return pd.DataFrame(columns=COLUMNS)
    sizes = heard.groupby("outlet")[["n", "amount"]].sum().sort_values("n", ascending=False, kind="stable")
    heard = heard[heard.groupby("outlet").cumcount() < top].reset_index(drop=True)
    within, among = replace(where, outlets=tuple(sizes.index)), _among(entry)
    keys = list(heard["key"].unique())
    found = corpus.shares(within, column=entry.column, keys=keys, weight=weight, among=among)
    pairs = heard.reset_index(names="pair")[["outlet", "key", "pair"]]
    found = found.merge(pairs, left_on=["by", "key"], right_on=["outlet", "key"])
    rates = _pooled(found, "pair", "share").drop(columns=["n", "base", "statements"])
    rows = heard.join(rates.set_index("pair"))
    rows = rows.assign(
        n=rows["amount"],
        base=rows["outlet"].map(sizes["amount"]).astype(int),
        statements=rows["outlet"].map(sizes["n"]).astype(int),
        articles=rows["articles"].fillna(0).astype(int),
    )
    rows = hidden(rows, n="statements")
    rows["label"] = [_written(corpus, row["key"], row["label"], entry) for row in records(rows)]
    rows["outlet_label"] = rows["outlet"].map(outlet_label)
    rows["id"] = rows["outlet_label"] + " · " + rows["label"]
    rows["behind"] = conditions(
        (("outlet", row["outlet"]), *among, (entry.column, row["key"])) for row in records(rows)
    )
    parts = [highest_first(rows[rows["outlet"] == one], by="label") for one in sizes.index]
    return pd.concat(parts, ignore_index=True)


def _role_topics(corpus: Corpus, where: Filter, weight: str, column: str) -> pd.DataFrame:
    """The share of each role in each topic: COLUMNS with `topic`."""
    book, parts = corpus.codebook(), []
    keys = ["", *(book.groups if column == "role_group" else book.roles)]
    for topic in where.topics or corpus.topics(origin="own") or corpus.topics()[:MOST_TOPICS]:
        within = replace(where, topics=(topic,))
        found = corpus.shares(within, column=column, keys=keys, by="everything", weight=weight)
        parts.append(_pooled(found, "key", "share").assign(topic=topic))
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "topic"])
    rows = hidden(pd.concat(parts, ignore_index=True), n="statements")
    rows["label"] = [code_label(book, column, key) for key in rows["key"]]
    rows["behind"] = conditions((("topic", row["topic"]), (column, row["key"])) for row in records(rows))
    rows["id"] = rows["label"] + " · " + rows["topic"]
    heard = rows.groupby("key")["n"].transform("sum") > 0
    return rows[heard].reset_index(drop=True)


def _tellings(corpus: Corpus, where: Filter, entry: Sourcing, value: str, weight: str) -> pd.DataFrame:
    """What is counted in each outlet's articles on one story; nothing for what is no ratio."""
    if isinstance(entry, Measure):
        return corpus.rates(
            where, above=entry.numerator, below=entry.denominator, weight=weight, by="telling", n=entry.n
        )
    if isinstance(entry, Ranking) and value:
        keys = ["" if value == NOT_KNOWN else value]
        return corpus.shares(
            where, column=entry.column, keys=keys, by="telling", weight=weight, among=_among(entry)
        )
    return pd.DataFrame()


def _outlet_rows(rates: pd.DataFrame, corpus: Corpus, where: Filter, *, least: int = LEAST) -> pd.DataFrame:
    """A row for every outlet, also those with nothing to count, highest first."""
    rows = named_outlets(hidden(every_outlet(rates, corpus, where), least=least, n="statements"))
    return highest_first(rows.assign(id=rows["label"], key=""), by="label")


def _pooled(found: pd.DataFrame, by: str, unit: str) -> pd.DataFrame:
    """Rates with n of base, in what they are counted in, and the `statements` that these are from."""
    rows = pooled(found, by=by, times="articles", n="n", share=unit == "share")
    return parted(rows.assign(statements=rows["n"]))


def _noun(entry: Sourcing, weight: str) -> str:
    return entry.noun if weight == "attributions" else WEIGHTS[weight]


def _among(entry: Ranking) -> Behind:
    return () if entry.among == "all" else ((entry.among, ""),)


def _written(corpus: Corpus, key: str, label: str, entry: Ranking) -> str:
    """Unknown is an answer: a source that nobody names, a pronoun that nobody has resolved."""
    if not key:
        return UNKNOWN[entry.column]
    if entry.column in CODED:
        return code_label(corpus.codebook(), entry.column, key)
    if entry.column == "source" and key in PRONOUNS:
        return f"“{key}”, unresolved"
    return " ".join(label.split())


# -- the card ----------------------------------------------------------------------------------------


def _card(corpus: Corpus, board: Board, entry: Sourcing, label: str, notes: list[str], weight: str) -> Card:
    rows, unit, grouped = board.rows, board.unit, board.grouped
    options = {"unit": unit, "axis": _axis(entry, weight), "overall": board.overall, "grouped": grouped}
    options |= {"noun": board.noun}
    finding = (
        first_of_each(rows, unit, "outlet_label", "label")
        if grouped
        else extremes(rows, unit)
    )  # fmt: skip
    return Card(
        key=f"sourcing-{entry.key}",
        title=f"{label}, {'outlet by outlet' if grouped else 'by outlet'}",
        board=board,
        chart=Chart("dots", rows, options, outlets_of(corpus)),
        table=_table(board, label),
        alt=alt_rows(rows, label=label, unit=unit, grouped=grouped, noun=board.noun),
        finding=finding,
        reading=entry.reading,
        notes=_notes(board, entry, notes),
        formula=entry.formula,
        source=entry.source,
        counted=counted_of(_wholes(rows, unit), board.noun),
        formats=PERCENT if unit == "share" else dict.fromkeys(PERCENT, "%.2f"),
        asked={"measure": entry.key, "weight": weight},
        marks=rows[rows["base" if _opens_all(entry) else "n"] > 0],
        opens="attributions",
    )


def _wholes(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """A row an outlet with all that its values were counted from; of a ratio both of its parts."""
    rows = rows.drop_duplicates("outlet")
    return rows.assign(base=rows["n"] + rows["base"]) if unit == "ratio" else rows


def _opens_all(entry: Sourcing) -> bool:
    """Whether a mark opens its whole and not its part alone."""
    return isinstance(entry, Measure) and entry.evidence not in (entry.numerator, "all")


def _axis(entry: Sourcing, weight: str) -> str:
    return entry.axis if weight == "attributions" else entry.axis.replace("statements", WEIGHTED[weight])


def _table(board: Board, label: str) -> pd.DataFrame:
    columns = {"outlet_label": "Outlet", "label": label} if board.grouped else {"label": "Outlet"}
    columns |= {"value": "Value", "low": "Low", "high": "High"}
    return reader_table(board.rows, columns | count_columns(board.unit, board.noun))


def _notes(board: Board, entry: Sourcing, more: list[str]) -> str:
    """How to read the chart, and what it leaves out."""
    said = [f"{RESAMPLED}."]
    if not board.shown:
        said = [f"A number needs {LEAST} statements in {LEAST_ARTICLES} articles."]
    if len(board.rows) > MOST_ROWS:
        said.append(f"The first {MOST_ROWS} rows are drawn; all {len(board.rows)} are in the table.")
    return "  ".join([*said, *more, entry.caveat])
