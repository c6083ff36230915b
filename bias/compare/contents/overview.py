"""The Overview page: what is in the corpus, and what to know before comparing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bias.compare.cards.card import (
    PERCENT,
    Board,
    Card,
    Chart,
    Coverage,
    by_outlet,
    compared,
    coverage,
    for_groups,
    grid_columns,
    hidden,
    in_groups,
    outlets_of,
    reader_table,
    what,
    which_columns,
)
from bias.compare.contents.data_quality import ISSUES, quality_counts
from bias.compare.measures import LEAST_ARTICLES
from bias.compare.statistics.rates import pooled
from bias.compare.words import genres as genre_words
from bias.compare.words.alternatives import alt_bars, alt_cells, alt_timeline
from bias.compare.words.labels import outlet_label
from bias.compare.words.numbers import counted
from bias.corpus import OUTLET_NAMES, Corpus, Filter, as_row, likely_merges, outlets_behind

FEW_ARTICLES = 10
MOST_ROWS = 60  # drawn
REPEATED = ("outlet", "label", "state", "reason")  # kept once: the answer is cached for each filter
MOST_PERIODS = 60  # columns of the timeline
ALIASES = {"week": "W-SUN", "month": "M", "year": "Y"}  # as pandas names periods


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the corpus, and what to know before comparing."""

    name: str
    demo: bool
    total: int  # in the corpus; the rest is of what the filters let through
    articles: pd.DataFrame  # one row an article: the columns of `store.listed`, label and day
    outlets: pd.DataFrame  # outlet, label, articles, first, last, read, waiting, …, attributions, gaps, note
    timeline: pd.DataFrame  # outlet, label, start, articles; a row for each period, zero too
    period: str
    issues: pd.DataFrame  # key, issue, articles, meaning, todo
    rejected: int

    @property
    def empty(self) -> bool:
        return self.articles.empty

    def count(self, state: str) -> int:
        return int((self.articles["state"] == state).sum())

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.articles), self.count("read"), self.count("waiting"))


def overview(corpus: Corpus, where: Filter, *, period: str = "") -> Overview:
    """The frames of the Overview page; the period is chosen from the dates where none is given."""
    articles = corpus.listed(where)
    articles["outlet"] = in_groups(articles["outlet"], corpus)
    articles["label"] = articles["outlet"].map(outlet_label)
    articles["day"] = pd.to_datetime(articles["published"].str[:10], errors="coerce", format="%Y-%m-%d")
    period = period or _period(articles["day"])
    timeline = _timeline(articles, period)
    settings = corpus.settings()
    return Overview(
        name=corpus.name,
        demo=bool(settings.get("demo", False)),
        total=sum(corpus.state().values()),
        articles=articles.astype(dict.fromkeys(REPEATED, "category")),
        outlets=_outlets(articles, timeline),
        timeline=timeline,
        period=period,
        issues=_issues(corpus, where),
        rejected=len(corpus.rejected()),
    )


def with_issue(corpus: Corpus, where: Filter, issue: str, outlet: str | None = None) -> pd.DataFrame:
    """The articles behind one line of the issues, or behind one outlet of it."""
    within = where if outlet is None else replace(where, outlets=(outlet,))
    return corpus.articles_with(within, issue=issue)


def in_cell(found: Overview, label: str, start: str) -> pd.DataFrame:
    """The articles behind one cell of the timeline."""
    periods = found.articles["day"].dt.to_period(ALIASES[found.period]).dt.start_time
    inside: pd.DataFrame = found.articles[
        (found.articles["label"] == label) & (periods == pd.Timestamp(start))
    ]
    return inside


def articles_by_outlet(corpus: Corpus, where: Filter) -> Card:
    """How many articles each outlet has."""
    found = overview(corpus, where)
    outlets = found.outlets
    notes = "Numbers of outlets with few articles swing widely."
    if len(outlets) > MOST_ROWS:
        notes = f"The {MOST_ROWS} outlets with most articles; all {len(outlets)} are in the table."
    marks = outlets.assign(id=outlets["label"], behind=None, value=outlets["articles"])
    return Card(
        key="articles-by-outlet",
        title=f"Articles, by {corpus.by or 'outlet'}",
        board=Board(marks, "number", "articles", found.coverage),
        chart=Chart("bars", outlets, outlets=outlets_of(corpus)),
        table=outlet_table(outlets),
        alt=alt_bars(outlets),
        finding=_most(outlets, what(corpus)),
        legend="",
        notes=notes,
        formula="articles in the corpus that the filters let through",
        counted=counted(int(outlets["articles"].sum()), "article"),
        marks=marks,
        opens="articles",
    )


def articles_over_time(corpus: Corpus, where: Filter, *, period: str = "") -> Card:
    """How many articles there are of each outlet in each week, month or year."""
    found = overview(corpus, where, period=period)
    frame, period = found.timeline, found.period
    start = frame["start"].dt.strftime("%Y-%m-%d")
    return Card(
        key=f"timeline-{period}",
        title=f"Articles, by {corpus.by or 'outlet'} and {period}",
        board=Board(frame.assign(value=frame["articles"]), "number", "articles", found.coverage),
        chart=Chart("timeline", frame, {"period": period, "order": list(found.outlets["outlet"])}),
        table=pd.DataFrame({"Outlet": frame["label"], "From": start, "Articles": frame["articles"]}),
        alt=alt_timeline(frame, period=period),
        finding="",
        legend="",
        notes=f"Articles in each {period}; the stronger the colour, the more.  An empty cell has none.",
        formula="articles with a date in the period",
        counted=counted(int(frame["articles"].sum()), "article"),
    )


def genres(corpus: Corpus, where: Filter) -> Card:
    """Of which genres each outlet's articles are, unknown among them."""
    counts = corpus.genres(where)
    rows = _genre_shares(counts, corpus)
    columns = {"topic": "Outlet", "label": "Genre", "value": "Value", "low": "Low", "high": "High"}
    mix, caution = genre_words.mix_text(counts), genre_words.genre_caution(counts, least=LEAST_ARTICLES)
    card = Card(
        key="genres",
        title="Genres, by outlet",
        board=Board(rows, "share", "articles", coverage(corpus, where)),
        chart=Chart("cells", rows, {"noun": "articles"}),
        table=reader_table(rows, columns | {"n": "Articles", "base": "of", "note": "Note"}),
        alt=alt_cells(rows, label="Share of each genre by outlet"),
        finding=f"{mix[0].upper()}{mix[1:]}.  {caution}".strip() if mix else "",
        reading="The share of each outlet's articles that are of a genre.",
        legend="Intervals are in the table",
        notes="Section, address, title, author and text say the genre; where they do not, a model "
        "judges, and what it is not sure of is unknown.  Correct one on its Article page."
        + f"  {which_columns(rows)}",
        hint="Click a cell for its articles.",
        formula="articles of the genre / articles that were read",
        counted=counted(int(counts["n"].sum()), "article"),
        formats=PERCENT,
    )
    return for_groups(card, corpus)


def genre_mix(corpus: Corpus, where: Filter) -> str:
    """ "212 reports, 41 opinion pieces, 19 unknown": of the articles that were read."""
    return genre_words.mix_text(corpus.genres(where))


def genre_caution(corpus: Corpus, where: Filter) -> str:
    """What to know where outlets differ clearly in genre, and no genre is chosen; empty else."""
    if where.genres:
        return ""
    return genre_words.genre_caution(corpus.genres(where), least=LEAST_ARTICLES)


def of_genre(corpus: Corpus, where: Filter, cell: str) -> pd.DataFrame:
    """The articles behind a cell of `genres`, by its id: the columns of `store.listed`."""
    rows = _genre_shares(corpus.genres(where), corpus)
    found = rows[rows["id"] == cell]
    if found.empty:
        return corpus.listed(where).head(0)
    row = found.iloc[0]
    return corpus.listed(
        where.narrowed(Filter(outlets=tuple(outlets_behind(row["behind"])), genres=(row["key"],)))
    )


def _genre_shares(counts: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """A row a genre and outlet: id, outlet, topic, label, key, value, low, high, n, base, articles, note."""
    counts = counts.assign(key=counts["genre"].replace("", "unknown"))
    keys = [key for key in genre_words.GENRE_LABELS if key in set(counts["key"])]
    table = counts.pivot_table(index="outlet", columns="key", values="n", fill_value=0, aggfunc="sum")
    parts = []
    for key in keys:
        n, of = table[key].astype(int), table.sum(axis=1).astype(int)
        both = [pd.DataFrame({"by": n.index, "above": hit, "below": 1, "times": times}) for hit, times in
                ((1, n.to_numpy()), (0, (of - n).to_numpy()))]  # fmt: skip
        rates = pooled(pd.concat(both), times="times").set_index("by").reindex(n.index)
        part = rates.assign(key=key, n=n, base=of, articles=of, label=genre_words.genre_name(key))
        parts.append(part.rename_axis("outlet").reset_index())
    if not parts:
        return pd.DataFrame(
            columns=[
                "id",
                "outlet",
                "topic",
                "label",
                "key",
                "value",
                "low",
                "high",
                "n",
                "base",
                "articles",
                "note",
            ]
        )
    rows = hidden(pd.concat(parts, ignore_index=True), n="base", least=1)
    rows = compared(rows, corpus, per=["key", "label"])
    return grid_columns(rows.assign(behind=by_outlet(rows)))


def _most(outlets: pd.DataFrame, each: str) -> str:
    """Which outlet, or group, has most and fewest articles."""
    if outlets.empty:
        return ""
    (first, most), (last, fewest) = (outlets[["label", "articles"]].iloc[place] for place in (0, -1))
    if len(outlets) == 1:
        return f"{first}: {counted(most, 'article')}."
    if most == fewest:
        return f"{counted(len(outlets), each)} with {counted(most, 'article')} each."
    return f"Most from {first} ({most:,}), fewest from {last} ({fewest:,})."


def outlet_table(outlets: pd.DataFrame) -> pd.DataFrame:
    """The outlets of the Overview as a reader's table."""
    columns = {
        "label": "Outlet", "articles": "Articles", "first": "First", "last": "Last", "read": "Read",
        "waiting": "Not read yet", "not_english": "Not English", "failed": "Could not be read",
        "attributions": "Statements", "gaps": "Periods without an article", "note": "Note",
    }  # fmt: skip
    return reader_table(outlets, columns)


def outlets_said(corpus: Corpus) -> pd.DataFrame:
    """Every outlet of the corpus or of outlets.csv, with what is said of it: OUTLET_NAMES and the groups."""
    table = corpus.outlet_table()
    known = {one.name: as_row(one) for one in table.outlets}
    names = sorted({*known, *(one for one in corpus.outlets() if one.strip())})
    rows = [known.get(name, {"name": name}) for name in names]
    return pd.DataFrame(rows, columns=[*OUTLET_NAMES, *table.columns], dtype=object).fillna("")


def unmerged(corpus: Corpus) -> list[tuple[str, str]]:
    """Pairs of outlets of the corpus whose names may mean one."""
    return likely_merges(corpus.outlets())


def article_list(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Articles to choose from, newest first, each with the name that a list shows."""
    articles = corpus.listed(where)
    names = [
        f"{' '.join(title.split()) or 'No title'} — {outlet_label(outlet)}, {published[:10] or 'no date'}"
        for title, outlet, published in zip(
            articles["title"], articles["outlet"], articles["published"], strict=True
        )
    ]
    return articles.assign(name_in_list=names)[["article_id", "name_in_list"]]


def _period(days: pd.Series[Any]) -> str:
    dated = days.dropna()
    weeks = (dated.max() - dated.min()).days / 7 if len(dated) else 0
    if weeks <= 30:
        return "week"
    return "month" if weeks <= MOST_PERIODS * 4.3 else "year"


def _timeline(articles: pd.DataFrame, period: str) -> pd.DataFrame:
    """Every outlet in every period between the first and the last date, also where it has nothing."""
    dated = articles.dropna(subset=["day"])
    if dated.empty:
        return pd.DataFrame({"outlet": [], "label": [], "start": pd.to_datetime([]), "articles": []})
    alias = ALIASES[period]
    periods = dated["day"].dt.to_period(alias)
    every = pd.period_range(periods.min(), periods.max(), freq=alias)
    outlets = articles["outlet"].drop_duplicates().sort_values()
    grid = pd.MultiIndex.from_product([outlets, every], names=["outlet", "start"])
    counted = dated.groupby(["outlet", periods.rename("start")]).size().reindex(grid, fill_value=0)
    out = counted.rename("articles").reset_index()
    return out.assign(label=out["outlet"].map(outlet_label), start=out["start"].dt.start_time)


def _outlets(articles: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    def states(name: str) -> pd.Series[int]:
        return (articles["state"] == name).groupby(articles["outlet"]).sum().astype(int)

    grouped = articles.groupby("outlet")
    dated = articles[articles["published"] != ""].groupby("outlet")["published"]
    out = pd.DataFrame(
        {
            "articles": grouped.size(),
            "first": dated.min().str[:10],
            "last": dated.max().str[:10],
            "read": states("read"),
            "waiting": states("waiting"),
            "not_english": states("not English"),
            "failed": states("failed"),
            "attributions": grouped["attributions"].sum(),
            "gaps": (timeline["articles"] == 0).groupby(timeline["outlet"]).sum(),
        }
    ).reset_index()
    out["gaps"] = out["gaps"].fillna(0).astype(int)
    out[["first", "last"]] = out[["first", "last"]].fillna("")
    out["label"] = out["outlet"].map(outlet_label)
    out["note"] = [f"few articles ({n})" if n < FEW_ARTICLES else "" for n in out["articles"]]
    return out.sort_values(["articles", "label"], ascending=[False, True], ignore_index=True)


def _issues(corpus: Corpus, where: Filter) -> pd.DataFrame:
    found = quality_counts(corpus, where).groupby("key", sort=False)["articles"].sum()
    rows = [
        (key, one.label, int(found[key]), one.does, one.todo) for key, one in ISSUES.items() if key in found
    ]
    return pd.DataFrame(rows, columns=["key", "issue", "articles", "meaning", "todo"])
