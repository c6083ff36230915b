"""The one value that page, report, notebook and file show: a chart, and what a reader needs beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from bias.compare.measures import LEAST, LEAST_ARTICLES
from bias.compare.statistics.differences import pairs
from bias.compare.statistics.groups import means_of_outlets
from bias.compare.statistics.rates import hide_few
from bias.compare.words.labels import outlet_label, records, unique
from bias.compare.words.numbers import MOST_APART, PART, counted, counted_as
from bias.corpus import OUTLET, UNKNOWN_GROUP, Behind, Corpus, Filter, of_outlets, outlets_behind

Opens = Literal["", "attributions", "tones", "wordings", "frames", "articles"]
Interval = tuple[float, float, float]  # value, low, high
Row = Mapping[str, Any]  # of a board
NO_INTERVAL: Interval = (math.nan, math.nan, math.nan)
NOTHING: Row = {
    **dict.fromkeys(("value", "low", "high"), math.nan), **dict.fromkeys(("n", "base", "articles"), 0),
    "note": "too few (n = 0)",
}  # fmt: skip
COLUMNS = ["Value", "Low", "High"]
PERCENT = dict.fromkeys(COLUMNS, "percent")
MOST_COLUMNS = 60  # outlets of a grid, those with most
ALONE = "To see one outlet alone, choose it in the filter."
CELLS = "A cell says its interval when pointed at, and opens what it was counted from on a click."
RESAMPLED = "Dots with their 95 % intervals, from resampling whole articles"
COUNTS = (
    "n",
    "base",
    "statements",
    "with_unknown",
    "articles",
    "hits",
    "uncertain",
    "mentions",
    "unfavourable",
    "favourable",
)
IN_GROUPS = (
    "Outlets are compared by {by}, as outlets.csv has it.  A number is the mean of the outlets of its group, "
    "each outlet once, however many articles it has; those with too little are left out, and the table names "
    "those that count.  Intervals resample articles within outlets: they say nothing of outlets that are not "
    "here."
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles the filters let through, and how many of these are read, or wait to be."""

    matched: int = 0
    read: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """What was counted: a row a mark.

    `rows` has id, outlet, outlet_label, label, value, low, high, n, base (of which n is a part: 73 of 155; of
    means both are what is averaged over), articles, note (why there is no value) and behind (the conditions
    of what it was counted from); a card may add to these, as `series`, where an outlet has two marks.
    """

    rows: pd.DataFrame
    unit: str
    noun: str = "statements"  # what base counts
    coverage: Coverage = Coverage()
    overall: Interval = NO_INTERVAL  # of all that the filters let through
    grouped: bool = False  # rows of several outlets, an outlet after the other
    pairs: pd.DataFrame = field(default_factory=lambda: pairs_of(pd.DataFrame(), ""))  # with q: the family

    @property
    def shown(self) -> bool:
        """Whether any row has a value; where none has, there are counts alone."""
        return "value" not in self.rows or bool(self.rows["value"].notna().any())

    @property
    def comparable(self) -> pd.DataFrame:
        """The rows of outlets with an interval: those that may be set against each other."""
        return comparable(self.rows.head(0) if self.grouped else self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, as data: `bias.show.charts` draws it.

    `outlets` are all outlets of the corpus: they fix the colour of each, whatever the filters let through.
    """

    kind: str
    rows: pd.DataFrame
    options: Mapping[str, Any] = field(default_factory=dict)
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Card:
    """One question, answered: what the app shows, a report prints and a file keeps.

    `marks` has a row for each mark that opens something: `id`, and `behind`, the conditions of what it was
    counted from.
    """

    key: str  # names its files
    title: str  # what it is about
    board: Board
    chart: Chart
    table: pd.DataFrame  # what is drawn, as a reader's table
    alt: str  # the chart in words, with its values
    finding: str  # one sentence that the intervals carry
    reading: str = ""  # what is counted
    legend: str = "Bars: 95 % intervals"  # of the marks, for a picture that goes alone
    notes: str = ""  # what marks and n are, and the caveat
    hint: str = ""  # what one can do with it on screen
    formula: str = ""
    source: str = ""  # of the method
    counted: str = ""  # how much it was counted from
    tested: str = ""  # how many pairs differ clearly, with p and q of what would alone
    formats: Mapping[str, str] = field(default_factory=dict)  # columns of the table → how they are shown
    asked: Mapping[str, str] = field(default_factory=dict)  # the choices that made it
    marks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"id": [], "behind": []}))
    opens: Opens = ""  # the kind of observation behind its marks

    @property
    def counts(self) -> pd.DataFrame:
        """The table without values, intervals and notes: what there is where there are too few for these."""
        return self.table.drop(columns=[*self.formats, "Note"], errors="ignore")

    def __repr__(self) -> str:
        return f"<Card “{self.title}”: {self.finding or self.reading}>"


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of outlets with an interval; of two voices the outlet's own, of two tiers the sure one."""
    if "series" in rows:
        rows = rows[rows["series"].isin(rows["series"].head(1))]
    return rows[rows["value"].notna() & rows["low"].notna()]


def pairs_of(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Every two outlets of some rows, as `statistics.differences.pairs` has them, with the q of the question.

    A question is a measure over the articles that the filters let through, and its family are all pairs of
    outlets in them, whichever are shown: one pair has one verdict, on every page.
    """
    columns = ["outlet", "value", "low", "high"]
    known = comparable(rows.reindex(columns=[*columns, *({"series"} & set(rows))]))
    return pairs(known, by="outlet", most=MOST_APART.get(unit, math.inf))


def everyone(corpus: Corpus, where: Filter) -> Filter:
    """The filters without those of outlets, for what a question compares; groups are of those chosen."""
    return where if corpus.by else replace(where, outlets=())


def chosen(rows: pd.DataFrame, corpus: Corpus, where: Filter, *, by: str = "outlet") -> pd.DataFrame:
    """The rows of `everyone` whose outlets the filters let through."""
    if corpus.by or not where.outlets:
        return rows
    return rows[rows[by].isin(corpus.outlets(where))].reset_index(drop=True)


def compared(rows: pd.DataFrame, corpus: Corpus, *, per: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of outlets with `members`, whom each is counted from: the outlet alone.

    Where a corpus is compared in groups, rows of these instead: each the mean of its outlets, for each value
    of the columns `per`.  Outlets of no group are in none; the notes of the card name them.
    """
    if not corpus.by:
        return rows.assign(members=rows["outlet"].map(lambda one: (one,)))
    counts = [name for name in COUNTS if name in rows]
    rows = rows.assign(group=in_groups(rows["outlet"], corpus))
    rows = rows[rows["group"] != UNKNOWN_GROUP.format(corpus.by)]
    found = means_of_outlets(rows, by=["group", *per], counts=counts).rename(columns={"group": "outlet"})
    few = found["value"].isna()
    sizes = found["base"] if "base" in found else found["n"]
    note = [f"too few (n = {n:,})" if bare else "" for bare, n in zip(few, sizes, strict=True)]
    return found.assign(note=note).astype(dict.fromkeys(counts, "int64"))


def in_groups(outlets: Iterable[str], corpus: Corpus) -> list[str]:
    """The group of each outlet, as it is compared: itself where outlets are."""
    if not corpus.by:
        return list(outlets)
    said, unknown = corpus.outlet_table().said(corpus.by), UNKNOWN_GROUP.format(corpus.by)
    return [said.get(one, unknown) for one in outlets]


def members_of(corpus: Corpus, where: Filter, name: str) -> tuple[str, ...]:
    """The outlets of what is compared: an outlet itself, or those of a group that the filters let through."""
    outlets = corpus.outlets(where)
    groups = zip(outlets, in_groups(outlets, corpus), strict=True)
    return tuple(outlet for outlet, group in groups if group == name)


def compared_names(corpus: Corpus, where: Filter) -> list[str]:
    """What can be compared of what the filters let through: outlets, or groups of them."""
    return sorted(set(in_groups(corpus.outlets(where), corpus)))


def by_outlet(rows: pd.DataFrame, *more: tuple[str, str]) -> pd.Series[Any]:
    """What each row of `compared` was counted from, as conditions: its outlets, and more."""
    return conditions((of_outlets(members), *more) for members in rows["members"])


def for_groups(card: Card, corpus: Corpus) -> Card:
    """A card of outlets as it is; of groups, one whose title, columns and notes say so."""
    if not corpus.by:
        return card
    table = card.table.rename(columns={"Outlet": corpus.by.capitalize()})
    behind = list(card.board.rows.get("behind", ()))
    if len(behind) == len(table):
        table.insert(1, "Outlets", [", ".join(map(outlet_label, _members(one))) for one in behind])
    return replace(
        card,
        title=card.title.replace("by outlet", f"by {corpus.by}"),
        table=table,
        notes=f"{in_groups_notes(corpus)}{card.notes}",
        counted=card.counted.replace(" outlet", " group"),
        asked={**card.asked, "by": corpus.by},
    )


def in_groups_notes(corpus: Corpus) -> str:
    """What a group's number is, and who is in none, with blanks behind; empty where outlets are compared."""
    if not corpus.by:
        return ""
    said = corpus.outlet_table().said(corpus.by)
    none = [outlet_label(one) for one in corpus.outlets() if one not in said]
    left = (
        f"  {UNKNOWN_GROUP.format(corpus.by).capitalize()}, so in no group: {', '.join(none)}."
        if none
        else ""
    )
    return f"{IN_GROUPS.format(by=corpus.by)}{left}  "


def _members(behind: Behind | None) -> list[str]:
    return outlets_behind(behind) if behind else []


def what(corpus: Corpus) -> str:
    """What is compared: outlets, or groups of them."""
    return "group" if corpus.by else OUTLET


def coverage(corpus: Corpus, where: Filter) -> Coverage:
    state = corpus.state(where)
    return Coverage(sum(state.values()), state.get("read", 0), state.get("waiting", 0))


def conditions(behind: Any) -> pd.Series[Any]:
    """Conditions as a column: a frame would take a tuple for several cells."""
    return pd.Series(list(behind), dtype=object)


def hidden(rows: pd.DataFrame, *, least: int = LEAST, n: str = "n") -> pd.DataFrame:
    """Blank the value of rows with little behind them, or without an interval; a note says so."""
    out = hide_few(rows, least=least, least_articles=LEAST_ARTICLES, n=n)
    bare = out["low"].isna() & (out["note"] == "")
    out.loc[bare, "value"] = math.nan
    out.loc[bare, "note"] = [f"too few (n = {size:,.0f})" for size in out.loc[bare, n]]
    return out


def every_outlet(rates: pd.DataFrame, corpus: Corpus, where: Filter, *, by: str = "by") -> pd.DataFrame:
    """A row for every outlet that the filters let through, also those with nothing to count."""
    rows = rates.set_index(by).reindex(corpus.outlets(where)).rename_axis("outlet").reset_index()
    held = ("n", "base", "statements", "articles", "uncertain", "mentions", "unfavourable", "favourable")
    counts = {name: 0 for name in held if name in rows}
    return rows.fillna(counts).astype(dict.fromkeys(counts, int))


def named_outlets(rows: pd.DataFrame) -> pd.DataFrame:
    """The outlets by their names, as labels of their rows."""
    names = rows["outlet"].map(outlet_label)
    return rows.assign(label=names, outlet_label=names)


def together(pooled: pd.DataFrame, *, least: int = LEAST, n: str = "n") -> Row:
    """The one row of all articles together: value, low, high, n, base, articles, note."""
    return next(iter(records(hidden(pooled, least=least, n=n))), NOTHING)


def interval_of(row: Row) -> Interval:
    return row["value"], row["low"], row["high"]


def largest_outlets(rows: pd.DataFrame, by: str, n: str) -> pd.DataFrame:
    """The rows of the outlets with most, as many as a grid has columns for."""
    biggest = rows.groupby(by)[n].sum().sort_values(ascending=False, kind="stable").index[:MOST_COLUMNS]
    return rows[rows[by].isin(biggest)].reset_index(drop=True)


def grid_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a grid with `topic`, the name of the outlet's column, and their id."""
    outlets = pd.Series(sorted(rows["outlet"].unique()), dtype=object)
    columns = dict(zip(outlets, unique(outlets.map(outlet_label)), strict=True))
    rows = rows.assign(topic=rows["outlet"].map(columns), outlet_label=rows["outlet"].map(columns))
    return rows.assign(id=rows["label"].astype(str) + " · " + rows["topic"].astype(str))


def which_columns(rows: pd.DataFrame) -> str:
    """Which outlets a grid shows, where it may not show all."""
    if rows["outlet"].nunique() < MOST_COLUMNS:
        return ""
    return f"The {MOST_COLUMNS} outlets with most are shown; choose others in the filter."


def parted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `statistics.pooled` with n, the part, and base, what it is a part of: the sums whose ratio is
    the value."""
    return rows.assign(n=rows["above"].round().astype(int), base=rows["below"].round().astype(int))


def count_columns(unit: str, noun: str) -> dict[str, str]:
    """The columns of a reader's table that say what a value was counted from: n, its whole, articles."""
    columns = {"n": "n", "base": f"Of {noun}"} if unit in PART else {"base": noun.capitalize()}
    return columns | ({} if noun == "articles" else {"articles": "Articles"}) | {"note": "Note"}


def reader_table(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Some columns under the names that a reader sees."""
    return rows[list(names)].rename(columns=dict(names))


def counted_of(rows: pd.DataFrame, noun: str) -> str:
    """ "916 mentions of 6 outlets": how much the rows were counted from; `noun` is that of a board."""
    n = counted_as(int(rows["base"].sum()), noun)
    return f"{n} of {counted(rows['outlet'].nunique(), 'outlet')}"


def outlets_of(corpus: Corpus) -> tuple[str, ...]:
    """All that is compared: outlets, or groups of them."""
    return tuple(compared_names(corpus, Filter()))
