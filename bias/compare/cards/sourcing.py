"""Who is quoted, and how: one function a question, each gives a card."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
    in_groups,
    interval_of,
    named_outlets,
    outlets_of,
    pairs_of,
    parted,
    reader_table,
    together,
    what,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.cards.targets import EVERY_GOVERNMENT, change_of_government, government, in_country, whose
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
from bias.compare.words.findings import extremes, first_of_each, led, pairs_tested
from bias.compare.words.labels import NO_COUNTRY, UNKNOWN, VALUES, code_label, outlet_label, records, unique
from bias.compare.words.numbers import counted, counted_as
from bias.corpus import UNTOLD, WHOSE, Behind, Corpus, Filter, of_outlets

MOST_TOPICS = 8  # learned ones, where the user has none
TOP = 20  # sources or reporting words of one outlet
TOP_OF_EACH = 5  # of each outlet, where several are shown
MOST_OUTLETS = 8  # shown side by side in a ranking
MOST_VALUES = 60  # of a ranking, to choose from
MOST_ROWS = 60  # drawn
PARTED = ("alignment", "gender", "role_group")  # columns of few values: one bar an outlet shows them all
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "this", "that", "these", "those"})
NOT_KNOWN = "?"  # the value to follow where there is none: unknown is an answer
CODED = ("role", "role_group", "alignment", "gender")
WEIGHTS = {"attributions": "statements", "words": "words said", "quoted_words": "quoted words"}
WEIGHTED = {"words": "words said", "quoted_words": "words in quotation marks"}  # on an axis
MEANS = ("articles", "citing")  # denominators of what is counted by article
CHANGED = (
    "Who governs {whose} changed within these articles, by {day}: who was the opposition before is the "
    "government's side after.  Choose dates before or after it."
)
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "key", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip
WITH_UNKNOWN = "with_unknown"  # statements of all single people, beside those whose gender is known


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted: a measure, and the choices that it takes."""

    corpus: Corpus
    where: Filter
    entry: Sourcing
    outlet: str = ""
    value: str = ""
    weight: str = "attributions"
    government: str = EVERY_GOVERNMENT

    @property
    def among(self) -> Behind:
        """The statements that a ranking is about."""
        assert isinstance(self.entry, Ranking)
        among = () if self.entry.among == "all" else ((self.entry.among, ""),)
        return (*self.whose, *among)

    @property
    def whose(self) -> Behind:
        return whose(self.government)

    @property
    def key(self) -> str:
        """The value that is followed, as the store has it."""
        return "" if self.value == NOT_KNOWN else self.value

    @property
    def noun(self) -> str:
        """What the whole is counted in."""
        return self.entry.noun if self.weight == "attributions" else WEIGHTS[self.weight]

    @property
    def by_article(self) -> bool:
        return isinstance(self.entry, Measure) and self.entry.denominator in MEANS

    @property
    def least(self) -> int:
        """How many statements, or articles, a value needs."""
        return LEAST_ARTICLES if self.by_article else LEAST


def sourcing(  # noqa: PLR0913
    corpus: Corpus, where: Filter, *, key: str, outlet: str = "", value: str = "",
    weight: str = "attributions", grouped: bool = False, whose: str = "", against: str = "",
    matched: bool = False, over: str = "",
) -> Card:  # fmt: skip
    """One measure: a row an outlet; for a ranking, a row a value of each of several outlets.

    `outlet` shows more of one outlet's ranking, `value` follows one role or source of a ranking over all
    outlets; `weight` counts statements by their words; `grouped` joins roles as the codebook groups them.
    `whose` is a government of `targets.governments`, the one heard most where none is given.
    `against` sets the outlets against one of them, `matched` within the events that both tell; `over` counts
    by a unit of time, "auto" by one that fits, and follows the value heard most where none is given.
    """
    entry = entry_of(key, grouped=grouped)
    weight = weight if entry.weighted else "attributions"
    whose = government(corpus, where, whose) if entry.sided else EVERY_GOVERNMENT
    if over and isinstance(entry, Ranking) and not value:
        known = sourcing_values(corpus, where, key=key, grouped=grouped, whose=whose)
        value = next(iter(known), NOT_KNOWN)
    asked = _Asked(corpus, where, entry, outlet, value, weight, whose)
    board, label, notes = _board(asked)
    columns = [*COLUMNS, *([WITH_UNKNOWN] if WITH_UNKNOWN in board.rows else [])]
    board = replace(board, rows=board.rows.assign(id=unique(board.rows["id"]))[columns])
    if entry.sided:
        label, notes = f"{label} {in_country(whose)}", [*notes, *_other_sides(asked)]
    card = for_groups(_card(asked, board, label, notes), corpus)
    if over:
        card = over_time(
            card, corpus, where, partial(_by, asked), unit=over, least=asked.least, enough="statements",
            opened=_opened(entry),
        )  # fmt: skip
    if against:
        every = replace(asked, where=everyone(corpus, where))
        tellings = partial(_counts, every, "telling") if matched else None
        card = against_one(card, against, corpus, where, tellings=tellings)
    if not entry.sided:
        return card
    day = change_of_government(corpus, where, whose)
    changed = f"  {CHANGED.format(whose=in_country(whose), day=day)}" if day else ""
    return replace(card, finding=f"{led(f'{_short(asked)}:', card.finding)}{changed}")


def sourcing_together(corpus: Corpus, where: Filter, *, key: str, value: str = "", whose: str = "") -> Row:
    """What `sourcing` has of one outlet, of all articles together: value, low, high, n, base, articles,
    note."""
    entry = named(SOURCINGS, key)
    whose = government(corpus, where, whose) if entry.sided else EVERY_GOVERNMENT
    return _together(_Asked(corpus, where, entry, value=value, government=whose))


def entry_of(key: str, *, grouped: bool = False) -> Sourcing:
    """The measure of a key; of roles, with `grouped`, of their groups."""
    entry = named(SOURCINGS, key)
    if grouped and isinstance(entry, Ranking) and entry.column == "role":
        return replace(entry, column="role_group")
    return entry


def sourcing_by(
    corpus: Corpus, where: Filter, *, key: str, by: str = "role", weight: str = "attributions",
    grouped: bool = False, whose: str = "",
) -> Card:  # fmt: skip
    """One share for each role, or each topic, over all outlets together."""
    entry = named(SOURCINGS, key)
    assert isinstance(entry, Measure)
    column = "role_group" if grouped and by == "role" else by
    whose = government(corpus, where, whose) if entry.sided else EVERY_GOVERNMENT
    asked = _Asked(corpus, where, entry, weight=weight, government=whose)
    rows = _by(asked, column)
    if by == "topic":
        rows = rows[rows["by"].isin(_topics(corpus, where))].reset_index(drop=True)
    rows = hidden(rows, least=asked.least, n="statements")
    names = [one if by == "topic" else code_label(corpus.codebook(), column, one) for one in rows["by"]]
    behind = conditions((*asked.whose, (entry.evidence, ""), (column, one)) for one in rows["by"])
    label = f"{entry.title} {in_country(whose)}" if entry.sided else entry.title
    rows = rows.assign(id=names, label=names, outlet="", outlet_label="", key=rows["by"], behind=behind)
    rows, noun = highest_first(rows, by="label")[COLUMNS], asked.noun
    columns = {"label": by.capitalize(), "value": "Value", "low": "Low", "high": "High"}
    return Card(
        key=f"sourcing-{key}-by-{by}",
        title=f"{label}, by {by}",
        board=Board(rows, "share", noun, coverage(corpus, where)),
        chart=Chart("dots", rows, {"unit": "share", "axis": _axis(entry, weight), "noun": noun}),
        table=reader_table(rows, columns | count_columns("share", noun)),
        alt=alt_rows(rows, label=f"{label} by {by}", unit="share", noun=noun),
        finding=led(f"{_short(asked)}:", extremes(rows, "share")) if entry.sided else extremes(rows, "share"),
        reading=entry.reading,
        notes=f"{RESAMPLED}.  All outlets together that the filters let through.  {entry.caveat}",
        hint=ALONE,
        formula=entry.formula,
        source=entry.source,
        counted=counted_as(int(rows["base"].sum()), noun),
        formats=PERCENT,
        asked={"measure": key, "by": by, "whose": whose},
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
        title="Statements by the role of the speaker, by topic",
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


def sourcing_values(
    corpus: Corpus, where: Filter, *, key: str, grouped: bool = False, whose: str = ""
) -> dict[str, str]:
    """The values of a ranking that one may follow over all outlets: key → label, most heard first."""
    entry = entry_of(key, grouped=grouped)
    assert isinstance(entry, Ranking)
    whose = government(corpus, where, whose) if entry.sided else EVERY_GOVERNMENT
    among = _Asked(corpus, where, entry, government=whose).among
    heard = corpus.most_heard(where, column=entry.column, among=among)
    sums = heard.groupby("key").agg(n=("n", "sum"), label=("label", "first"))
    listed = sums.sort_values("n", ascending=False).head(MOST_VALUES)
    return {
        str(one) or NOT_KNOWN: _written(corpus, str(one), str(row["label"]), entry)
        for one, row in listed.iterrows()
    }


# -- what is counted ---------------------------------------------------------------------------------


def _board(asked: _Asked) -> tuple[Board, str, list[str]]:
    """The board of a measure, what it is called, and what to know of it."""
    corpus, where, entry = asked.corpus, asked.where, asked.entry
    of, notes = NO_INTERVAL, list[str]()
    label, grouped = entry.title, False
    if isinstance(entry, Ranking) and not asked.value:
        grouped = True
        (rows, notes), family = _ranking(asked), pairs_of(pd.DataFrame(), entry.unit)
    else:
        every = _outlet_rows(replace(asked, where=everyone(corpus, where)))
        rows, family = chosen(every, corpus, where), pairs_of(every, entry.unit)
        if not isinstance(entry, Spread):
            of = interval_of(_together(asked))
        if isinstance(entry, Ranking):
            label = _written(
                corpus, asked.key, corpus.named(where, column=entry.column, key=asked.key), entry
            )
            label = f"{label}: {entry.axis}"
    if WITH_UNKNOWN in rows:
        notes = [_how_many_unknown(rows)]
    board = Board(
        rows, entry.unit, asked.noun, coverage(corpus, where), overall=of, grouped=grouped, pairs=family
    )
    return board, label, notes


def _together(asked: _Asked) -> Row:
    rows = _rates(asked, _counts(asked, "outlet").assign(by=""))
    return together(rows, least=asked.least, n="statements")


def _counts(asked: _Asked, by: str) -> pd.DataFrame:
    """What is counted of articles, by a group of these; nothing for what is no ratio."""
    entry, corpus, where, weight = asked.entry, asked.corpus, asked.where, asked.weight
    if isinstance(entry, Measure):
        government = dict(asked.whose).get(WHOSE, "")
        return corpus.rates(
            where, above=entry.numerator, below=entry.denominator, weight=weight, by=by, n=entry.n,
            whose=government,
        )  # fmt: skip
    if isinstance(entry, Ranking) and asked.value:
        return corpus.shares(
            where, column=entry.column, keys=[asked.key], by=by, weight=weight, among=asked.among
        )
    return pd.DataFrame()


def _by(asked: _Asked, by: str) -> pd.DataFrame:
    """The numbers of a measure by a group of articles: by, value, low, high, n, base, statements (that have
    to be enough; of what is counted by article, articles), articles."""
    if not isinstance(asked.entry, Spread):
        return _rates(asked, _counts(asked, by))
    rows = spread(asked.corpus.blocks(asked.where, by=by), by="by", statistic=asked.entry.statistic)
    rows = rows.assign(base=rows["n"], statements=rows["n"])
    if asked.entry.unit == "share":
        rows["n"] = (rows["value"] * rows["base"]).round().fillna(0).astype(int)
    return rows


def _rates(asked: _Asked, found: pd.DataFrame) -> pd.DataFrame:
    rows = _pooled(found, "by", asked.entry.unit)
    return rows.assign(statements=rows["base"]) if asked.by_article else rows


def _outlet_rows(asked: _Asked) -> pd.DataFrame:
    """A row for every outlet, also those with nothing to count, highest first; where gender is asked for,
    WITH_UNKNOWN counts the statements of people whose gender is not known too."""
    corpus, where, entry = asked.corpus, asked.where, asked.entry
    rows = every_outlet(_by(asked, "outlet"), corpus, where)
    rows = hidden(rows, least=asked.least, n="statements")
    if isinstance(entry, Measure) and entry.of:
        every = corpus.attributed(where, among=((entry.of, ""),)).set_index("outlet")["n"]
        rows[WITH_UNKNOWN] = rows["outlet"].map(every).fillna(0).astype(int)
    rows = named_outlets(compared(rows, corpus)).assign(key=asked.key)
    if isinstance(entry, Ranking):
        one: Behind = (*asked.among, (entry.column, asked.key))
    else:
        one = (*asked.whose, (entry.evidence, ""))
    return highest_first(rows.assign(id=rows["label"], behind=by_outlet(rows, *one)), by="label")


def _how_many_unknown(rows: pd.DataFrame) -> str:
    every, known = int(rows[WITH_UNKNOWN].sum()), int(rows["statements"].sum())
    return f"Of {counted(every, 'statement')} of single people {every - known:,} are of unknown gender."


def _other_sides(asked: _Asked) -> list[str]:
    """How many statements count as no side, since the government that they stand to is another."""
    if asked.government == EVERY_GOVERNMENT:
        return ["The governments of all countries are added up, and their oppositions too."]
    found = asked.corpus.governments(asked.where).set_index("polity")["n"]
    untold = int(found.get(UNTOLD, 0)) if asked.government != UNTOLD else 0
    others = int(found.sum() - found.get(asked.government, 0)) - untold
    parts = {"another country": others, NO_COUNTRY: untold}
    said = " and ".join(f"{counted(n, 'statement')} of a side in {what}" for what, n in parts.items() if n)
    return [f"{said} count as no side here."] if said else []


def _ranking(asked: _Asked) -> tuple[pd.DataFrame, list[str]]:
    """The most frequent values of one outlet, or of several side by side; and what to know of them."""
    corpus, where, entry, outlet, weight = asked.corpus, asked.where, asked.entry, asked.outlet, asked.weight
    assert isinstance(entry, Ranking)
    among = asked.among
    outlets = list(corpus.attributed(where, among=among)["outlet"])
    groups = in_groups(outlets, corpus)
    most, few = list(dict.fromkeys(groups)), MOST_ROWS if _parted(entry) else MOST_OUTLETS
    named = [outlet] if outlet else most[:few]
    shown = [one for one, group in zip(outlets, groups, strict=True) if group in named]
    heard = corpus.most_heard(
        replace(where, outlets=tuple(shown)), column=entry.column, weight=weight, among=among
    )
    heard = heard if shown else heard.head(0)  # no outlets would mean all of them
    rows = _ranked_rows(asked, heard, TOP if outlet or _parted(entry) else TOP_OF_EACH)
    notes, others = [], len(set(groups)) - len(named)
    if others > 0 and not outlet:
        notes.append(
            f"The {few} {what(corpus)}s with most statements are side by side; "
            f"{counted(others, 'other')} can be chosen."
        )
    if entry.column in CODED:
        table = heard.assign(outlet=in_groups(heard["outlet"], corpus))
        association = cramers_v(table.pivot_table("n", "outlet", "key", aggfunc="sum").fillna(0))
        if not math.isnan(association):
            notes.append(
                f"Over all values these {what(corpus)}s differ by Cramér's V = {association:.2f} "
                "(0: alike, 1: nothing in common)."
            )
    return rows, notes


def _ranked_rows(asked: _Asked, heard: pd.DataFrame, top: int) -> pd.DataFrame:
    """The most frequent values of each outlet in `heard`, each with the interval of its share."""
    corpus, where, entry, weight = asked.corpus, asked.where, asked.entry, asked.weight
    assert isinstance(entry, Ranking)
    if heard.empty:
        return pd.DataFrame(columns=COLUMNS)
    within, among = replace(where, outlets=tuple(heard["outlet"].unique())), asked.among
    totals = heard.groupby("outlet")[["n", "amount"]].sum()
    listed = _listed(heard, corpus, top)
    keys = list(listed["key"].unique())
    found = corpus.shares(within, column=entry.column, keys=keys, weight=weight, among=among)
    members = pd.DataFrame({"by": totals.index, "outlet": in_groups(totals.index, corpus)})
    pairs = members.merge(listed[["outlet", "key"]], on="outlet").reset_index(names="pair")
    found = found.merge(pairs, on=["by", "key"])
    rates = _pooled(found, "pair", "share").set_index("pair").drop(columns=["n", "base", "statements"])
    rows = pairs.drop(columns="outlet").join(rates, on="pair").rename(columns={"by": "outlet"})
    rows = rows.merge(heard[["outlet", "key", "amount"]], on=["outlet", "key"], how="left")
    rows = rows.assign(
        n=rows["amount"],
        base=rows["outlet"].map(totals["amount"]),
        statements=rows["outlet"].map(totals["n"]),
    )
    counts = ("n", "base", "statements", "articles")
    rows = rows.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int))
    rows = compared(hidden(rows, n="statements"), corpus, per=["key"])
    rows = listed[["outlet", "key", "label"]].merge(rows, on=["outlet", "key"])
    rows["label"] = [_written(corpus, row["key"], row["label"], entry) for row in records(rows)]
    rows["outlet_label"] = rows["outlet"].map(outlet_label)
    rows["id"] = rows["outlet_label"] + " · " + rows["label"]
    rows["behind"] = conditions(
        (of_outlets(row["members"]), *among, (entry.column, row["key"])) for row in records(rows)
    )
    sizes = listed.groupby("outlet")["total"].first().sort_values(ascending=False, kind="stable")
    parts = [highest_first(rows[rows["outlet"] == one], by="label") for one in sizes.index]
    return pd.concat(parts, ignore_index=True)


def _listed(heard: pd.DataFrame, corpus: Corpus, top: int) -> pd.DataFrame:
    """The values with most of each outlet, or group: outlet, key, label (as it is mostly written), n, amount,
    total (statements of the outlet)."""
    found = heard.assign(outlet=in_groups(heard["outlet"], corpus))
    found = found.sort_values("n", ascending=False, kind="stable") if corpus.by else found
    found = found.groupby(["outlet", "key"], as_index=False, sort=False).agg(
        label=("label", "first"), n=("n", "sum"), amount=("amount", "sum")
    )
    found["total"] = found.groupby("outlet")["n"].transform("sum")
    found = found.sort_values(["outlet", "amount", "key"], ascending=[True, False, True], kind="stable")
    return found[found.groupby("outlet").cumcount() < top].reset_index(drop=True)


def _role_topics(corpus: Corpus, where: Filter, weight: str, column: str) -> pd.DataFrame:
    """The share of each role in each topic: COLUMNS with `topic`."""
    book, parts = corpus.codebook(), []
    keys = ["", *(book.groups if column == "role_group" else book.roles)]
    for topic in _topics(corpus, where):
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


def _topics(corpus: Corpus, where: Filter) -> list[str]:
    """The topics that are told apart: those of the filter, the user's own, or the largest learned ones."""
    return list(where.topics) or corpus.topics(origin="own") or corpus.topics()[:MOST_TOPICS]


def _pooled(found: pd.DataFrame, by: str, unit: str) -> pd.DataFrame:
    """Rates with n of base, in what they are counted in, and the `statements` that these are from."""
    rows = pooled(found, by=by, times="articles", n="n", share=unit == "share")
    return parted(rows.assign(statements=rows["n"]))


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


def _card(asked: _Asked, board: Board, label: str, notes: list[str]) -> Card:
    corpus, entry, weight = asked.corpus, asked.entry, asked.weight
    rows, unit, grouped = board.rows, board.unit, board.grouped
    options = {"unit": unit, "axis": _axis(entry, weight), "overall": board.overall, "grouped": grouped}
    options |= {"noun": board.noun}
    chart = Chart("dots", rows, options, outlets_of(corpus))
    if grouped and isinstance(entry, Ranking) and entry.column in PARTED:
        kept = {"axis": options["axis"], "noun": board.noun, "order": _order(corpus, entry, rows)}
        chart = Chart("stacked", rows, kept, outlets_of(corpus))
    finding = (
        first_of_each(rows, unit, "outlet_label", "label")
        if grouped
        else extremes(rows, unit, q=board.pairs)
    )  # fmt: skip
    return Card(
        key=f"sourcing-{entry.key}",
        title=f"{label}, by outlet",
        board=board,
        chart=chart,
        table=_table(board, _short(asked)),
        alt=alt_rows(rows, label=label, unit=unit, grouped=grouped, noun=board.noun),
        finding=finding,
        reading=entry.reading,
        notes=_notes(board, entry, notes),
        tested="" if grouped else pairs_tested(rows, unit, q=board.pairs),
        formula=entry.formula,
        source=entry.source,
        counted=counted_of(rows.drop_duplicates("outlet"), board.noun),
        formats=PERCENT if unit == "share" else dict.fromkeys(PERCENT, "%.2f"),
        asked={"measure": entry.key, "weight": weight, **dict(asked.whose)},
        marks=rows[rows[_opened(entry)] > 0],
        opens="attributions",
    )


def _parted(entry: Sourcing) -> bool:
    """Whether the values are so few that each outlet's are parts of one bar."""
    return isinstance(entry, Ranking) and entry.column in PARTED


def _order(corpus: Corpus, entry: Ranking, rows: pd.DataFrame) -> list[str]:
    """The values that are there as the codebook has them, what it does not know, and last what is unknown."""
    book, heard = corpus.codebook(), dict(zip(rows["key"], rows["label"], strict=True))
    listed = {"alignment": book.alignments, "role_group": book.groups}.get(entry.column, VALUES["gender"])
    keys = [*(key for key in listed if key in heard), *sorted(key for key in heard if key not in listed)]
    return [heard[key] for key in sorted(keys, key=lambda key: key == "")]


def _short(asked: _Asked) -> str:
    """The label of a measure, and whose government it is about."""
    label = asked.entry.label
    return f"{label} {in_country(asked.government)}" if asked.entry.sided else label


def _opened(entry: Sourcing) -> str:
    """The column that says how much a mark opens: its whole, or its part alone."""
    whole = isinstance(entry, Measure) and entry.evidence not in (entry.numerator, "all")
    return "base" if whole else "n"


def _axis(entry: Sourcing, weight: str) -> str:
    return entry.axis if weight == "attributions" else entry.axis.replace("statements", WEIGHTED[weight])


def _table(board: Board, label: str) -> pd.DataFrame:
    columns = {"outlet_label": "Outlet", "label": label} if board.grouped else {"label": "Outlet"}
    columns |= {"value": "Value", "low": "Low", "high": "High"} | count_columns(board.unit, board.noun)
    if WITH_UNKNOWN in board.rows:
        columns[WITH_UNKNOWN] = "Statements of unknown gender too"
    return reader_table(board.rows, columns)


def _notes(board: Board, entry: Sourcing, more: list[str]) -> str:
    """How to read the chart, and what it leaves out."""
    said = [f"{RESAMPLED}."]
    if not board.shown:
        noun = "" if entry.noun == "articles" else f"{LEAST} {entry.noun} in "
        said = [f"A number needs {noun}{LEAST_ARTICLES} articles."]
    if len(board.rows) > MOST_ROWS:
        said.append(f"The first {MOST_ROWS} rows are drawn; all {len(board.rows)} are in the table.")
    return "  ".join([*said, *more, entry.caveat])
