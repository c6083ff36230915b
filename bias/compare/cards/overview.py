"""The Overview page: what is in the corpus, and what to know before comparing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.compare.cards.card import (
    Board,
    Card,
    Chart,
    Coverage,
    in_groups,
    outlets_of,
    reader_table,
    what,
)
from bias.compare.words.alternatives import alt_bars, alt_timeline
from bias.compare.words.labels import NO_OUTLET, outlet_label
from bias.compare.words.numbers import counted
from bias.corpus import OUTLET_NAMES, Corpus, Filter, as_row, likely_merges

FEW_ARTICLES = 10
MOST_ROWS = 60  # drawn
REPEATED = ("outlet", "label", "state", "reason")  # kept once: the answer is cached for each filter
MOST_PERIODS = 60  # columns of the timeline
ALIASES = {"week": "W-SUN", "month": "M", "year": "Y"}  # as pandas names periods

# issue → what it is, and what it does to a comparison; the order of the Overview page
ISSUES: dict[str, tuple[str, str]] = {
    "waiting": ("Not read yet", "They count nowhere on the Sourcing page until they are read."),
    "not English": ("Not in English", "Only English is read; they count nowhere on the Sourcing page."),
    "failed": ("Could not be read", "The reason is beside each; they count nowhere on the Sourcing page."),
    "other version": (
        "Read by another version of the program",
        "Their numbers do not compare with the rest.  Read again: `bias analyse`, or the Import page.",
    ),
    "undated": ("No date", "They are missing from the timeline and whenever dates are filtered."),
    "no outlet": ("No outlet", f"They are shown together as “{NO_OUTLET}”."),
    "same title": (
        "Title used more than once",
        "Copies of one text count each time; look before you compare.",
    ),
}


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
    issues: pd.DataFrame  # key, issue, articles, meaning
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


def with_issue(corpus: Corpus, where: Filter, issue: str) -> pd.DataFrame:
    """The articles behind one line of the issues."""
    return corpus.articles_with(where, issue=issue)


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
    rows = []
    for key, (issue, meaning) in ISSUES.items():
        if n := corpus.count_with(where, issue=key):
            rows.append((key, issue, n, meaning))
    return pd.DataFrame(rows, columns=["key", "issue", "articles", "meaning"])
