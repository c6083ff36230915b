"""One function a page: asks the store and `compare`, gives a few frames.  Knows no Streamlit or Plotly."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd

from bias import codebooks, compare, marks
from bias.errors import BadInputError
from bias.marks import Mark
from bias.measures import LEAST, LEAST_ARTICLES, Measure, Ranking, by_key
from bias.model import Article
from bias.store import Corpus, Filter

NO_OUTLET = "no outlet given"
FEW_ARTICLES = 10
MOST_PERIODS = 60  # columns of the timeline
TOP = 20  # sources or reporting words of one outlet
TOP_OF_EACH = 5  # of each outlet, where several are shown
Interval = tuple[float, float, float]  # value, low, high
NO_INTERVAL: Interval = (math.nan, math.nan, math.nan)
MOST_OUTLETS = 8  # shown side by side in a ranking
ALIASES = {"week": "W-SUN", "month": "M", "year": "Y"}  # as pandas names periods
UNKNOWN = {
    "source": "no source named",
    "cue": "no reporting word",
    "role": "role unknown",
    "alignment": "side unknown",
}
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "this", "that", "these", "those"})

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
    articles: pd.DataFrame  # one row an article
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


@dataclass(frozen=True, slots=True)
class Board:
    """One measure: a row for each mark on the chart."""

    key: str
    rows: pd.DataFrame  # id, outlet, label, value, low, high, n, base, articles, note, of, behind
    overall: Interval  # of all that the filters let through; NaN where too few
    matched: int  # articles that the filters let through
    read: int
    waiting: int
    hidden: int  # outlets that a ranking does not show side by side

    @property
    def shown(self) -> bool:
        return bool(self.rows["value"].notna().any())


@dataclass(frozen=True, slots=True)
class Sentence:
    """One attribution behind a number, ready to be shown."""

    article_id: str
    number: int
    outlet: str
    published: str
    title: str
    who: str  # speaker, role, side, and why
    html: str  # escaped, with its parts marked


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with everything that was read from it."""

    article: Article
    state: str
    reason: str
    words: int
    language: str
    attributions: pd.DataFrame
    marks: tuple[Mark, ...]


def overview(corpus: Corpus, where: Filter, *, period: str = "") -> Overview:
    """The frames of the Overview page; the period is chosen from the dates where none is given."""
    articles = corpus.articles(where)
    articles["label"] = _labels(articles["outlet"])
    articles["day"] = pd.to_datetime(articles["published"].str[:10], errors="coerce", format="%Y-%m-%d")
    period = period or _period(articles["day"])
    timeline = _timeline(articles, period)
    same = corpus.same_titles(where)
    settings = corpus.settings()
    return Overview(
        name=corpus.name,
        demo=bool(settings.get("demo", False)),
        total=sum(corpus.state().values()),
        articles=articles,
        outlets=_outlets(articles, timeline),
        timeline=timeline,
        period=period,
        issues=_issues(articles, same),
        rejected=len(corpus.rejected()),
    )


def with_issue(corpus: Corpus, where: Filter, issue: str) -> pd.DataFrame:
    """The articles behind one line of the issues."""
    articles = corpus.articles(where)
    if issue == "same title":
        return corpus.same_titles(where).merge(articles[["article_id", "state", "reason"]], on="article_id")
    return articles[_has_issue(articles, issue)].reset_index(drop=True)


def in_cell(found: Overview, label: str, start: str) -> pd.DataFrame:
    """The articles behind one cell of the timeline."""
    periods = found.articles["day"].dt.to_period(ALIASES[found.period]).dt.start_time
    inside: pd.DataFrame = found.articles[
        (found.articles["label"] == label) & (periods == pd.Timestamp(start))
    ]
    return inside


def sourcing(corpus: Corpus, where: Filter, *, key: str, outlet: str = "") -> Board:
    """The marks of one measure: a row an outlet, or a row a source or reporting word of an outlet."""
    measure = by_key(key)
    articles = corpus.articles(where)
    read = articles[articles["state"] == "read"].assign(one=1)
    hidden = 0
    if isinstance(measure, Measure):
        rows, overall = _rate_rows(read, measure, articles["outlet"].unique().tolist())
    else:
        outlets = [outlet] if outlet else _most_attributed(read)
        shown = outlets[:MOST_OUTLETS]
        hidden = len(outlets) - len(shown)
        rows = _ranked_rows(corpus, where, read, measure, shown, TOP if outlet else TOP_OF_EACH)
        overall = NO_INTERVAL
    return Board(
        key=measure.key,
        rows=rows.assign(id=_unique(rows["id"])),
        overall=overall,
        matched=len(articles),
        read=len(read),
        waiting=int((articles["state"] == "waiting").sum()),
        hidden=hidden,
    )


def differences(corpus: Corpus, where: Filter, *, key: str, reference: str) -> pd.DataFrame:
    """Each outlet against a reference, in one measure that is a share; outlets with too little are left out.

    The columns of `compare.differences` with a label, the largest difference first.
    """
    rows = sourcing(corpus, where, key=key).rows
    rows = rows[rows["value"].notna() & rows["low"].notna()]
    if reference not in set(rows["outlet"]):
        return pd.DataFrame()
    found = compare.differences(rows, by="outlet", reference=reference)
    found["label"] = _labels(found["outlet"])
    return found.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


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


def sentences(
    corpus: Corpus, where: Filter, row: dict[str, Any], *, page: int = 1, size: int = 10
) -> list[Sentence]:
    """The sentences behind one row of a board, newest first, a page at a time."""
    within = replace(where, outlets=(row["outlet"],))
    found = corpus.evidence(within, of=row["of"], key=row["key"], limit=size, offset=(page - 1) * size)
    return [_sentence(record) for record in _records(found)]


def sentence_count(corpus: Corpus, where: Filter, row: dict[str, Any]) -> int:
    return corpus.evidence_count(replace(where, outlets=(row["outlet"],)), of=row["of"], key=row["key"])


def sentence_table(corpus: Corpus, where: Filter, row: dict[str, Any]) -> pd.DataFrame:
    """All sentences behind a row, for a file."""
    within = replace(where, outlets=(row["outlet"],))
    return corpus.evidence_table(within, of=row["of"], key=row["key"])


def article_page(corpus: Corpus, article_id: str) -> ArticlePage | None:
    """An article with its attributions; None where the corpus has none of this id."""
    article = corpus.article(article_id)
    if article is None:
        return None
    reading = corpus.reading_of(article_id)
    attributions = corpus.attributions_of(article_id)
    row = reading.iloc[0] if len(reading) else None
    return ArticlePage(
        article=article,
        state="waiting" if row is None else str(row["state"]),
        reason="" if row is None else str(row["reason"]),
        words=0 if row is None else int(row["words"]),
        language="" if row is None else str(row["language"]),
        attributions=attributions,
        marks=tuple(mark for record in _records(attributions) for mark in _marks(record, hints=True)),
    )


def table(board: Board) -> pd.DataFrame:
    """A board as a reader's table; what is too few has no number here either."""
    measure = by_key(board.key)
    columns = {
        "outlet_label": "Outlet",
        "label": measure.label,
        "value": "Value",
        "low": "Low",
        "high": "High",
    }
    if isinstance(measure, Measure):
        columns.pop("outlet_label")
        columns["label"] = "Outlet"
    columns |= {"n": "Attributions", "base": "of", "articles": "Articles", "note": "Note"}
    if isinstance(measure, Measure):
        columns.pop("base")
    return board.rows[list(columns)].rename(columns=columns)


def outlet_names(corpus: Corpus) -> list[str]:
    return corpus.outlets()


def outlet_label(outlet: str) -> str:
    """An outlet as it is shown: on one line, and said when it is not known."""
    return " ".join(outlet.split()) or NO_OUTLET


def outlet_table(outlets: pd.DataFrame) -> pd.DataFrame:
    """The outlets of the Overview as a reader's table."""
    columns = {
        "label": "Outlet", "articles": "Articles", "first": "First", "last": "Last", "read": "Read",
        "waiting": "Not read yet", "not_english": "Not English", "failed": "Could not be read",
        "attributions": "Attributions", "gaps": "Periods without an article", "note": "Note",
    }  # fmt: skip
    return outlets[list(columns)].rename(columns=columns)


def timeline_table(timeline: pd.DataFrame) -> pd.DataFrame:
    start = timeline["start"].dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"Outlet": timeline["label"], "From": start, "Articles": timeline["articles"]})


def article_list(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Articles to choose from, newest first, each with the name that a list shows."""
    articles = corpus.articles(where)
    names = [
        f"{' '.join(title.split()) or 'No title'} — {outlet_label(outlet)}, {published[:10] or 'no date'}"
        for title, outlet, published in zip(
            articles["title"], articles["outlet"], articles["published"], strict=True
        )
    ]
    return articles.assign(name_in_list=names)[["article_id", "name_in_list"]]


def attribution_table(page: ArticlePage) -> pd.DataFrame:
    """The attributions of an article, numbered as in its text."""
    found = page.attributions
    return pd.DataFrame(
        {
            "No.": found["number"] + 1,
            "Speaker": [_name(record) for record in _records(found)],
            "Role": [_coded(record, "role") for record in _records(found)],
            "Side": [_coded(record, "alignment") for record in _records(found)],
            "Because": found["reason"].fillna(found["why"]).fillna(""),
            "Source": found["source"].replace("", "no source named"),
            "Reporting words": found["cue"],
            "What is said": found["content"],
            "Kind": found["kind"],
            "Via": found["via"],
            "Confidence": found["confidence"],
        }
    )


def provenance(page: ArticlePage) -> pd.DataFrame:
    """Each field of an article, and how it was found; unknown is an answer."""
    article = page.article
    fields = {
        "Outlet": "outlet",
        "Title": "title",
        "Published": "published",
        "Author": "author",
        "URL": "url",
    }
    rows = [
        (label, getattr(article, name) or "unknown", article.methods.get(name, ""))
        for label, name in fields.items()
    ]
    rows.append(("Text", f"{len(article.text):,} characters", article.methods.get("text", "")))
    return pd.DataFrame(rows, columns=["Field", "Value", "How it was found"])


def rejected(corpus: Corpus) -> pd.DataFrame:
    """Everything that could not be imported, as a reader's table."""
    columns = {"path": "File", "row": "Row", "reason": "Reason", "record": "What it holds"}
    return corpus.rejected().rename(columns=columns)


def reasons(rejected: pd.DataFrame) -> pd.DataFrame:
    """How often each reason was given, most first."""
    return rejected.groupby("Reason").size().rename("Rows").reset_index().sort_values("Rows", ascending=False)


def column_map(text: str) -> dict[str, str]:
    """`outlet=paper, published=day` as field → column; raises BadInputError on anything else."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    for field, equals, column in pairs:
        if not (field.strip() and equals and column.strip()):
            raise BadInputError(
                f"{text!r}: write field=column, with commas between, for instance outlet=paper"
            )
    return {field.strip(): column.strip() for field, _, column in pairs}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


# -- overview ----------------------------------------------------------------------------------------


def _labels(outlets: pd.Series[str]) -> pd.Series[str]:
    return outlets.map(outlet_label)


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
    return out.assign(label=_labels(out["outlet"]), start=out["start"].dt.start_time)


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
    out["label"] = _labels(out["outlet"])
    out["note"] = [f"few articles ({n})" if n < FEW_ARTICLES else "" for n in out["articles"]]
    return out.sort_values(["articles", "label"], ascending=[False, True], ignore_index=True)


def _has_issue(articles: pd.DataFrame, issue: str) -> pd.Series[bool]:
    if issue == "undated":
        return articles["published"] == ""
    if issue == "other version":
        return articles["version"].notna() & ~articles["version"].isin(articles["version"].mode().head(1))
    if issue == "no outlet":
        return articles["outlet"].str.strip() == ""
    return articles["state"] == issue


def _issues(articles: pd.DataFrame, same: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for key, (issue, meaning) in ISSUES.items():
        n = len(same) if key == "same title" else int(_has_issue(articles, key).sum())
        if n:
            rows.append((key, issue, n, meaning))
    return pd.DataFrame(rows, columns=["key", "issue", "articles", "meaning"])


# -- sourcing ----------------------------------------------------------------------------------------


def _rate_rows(read: pd.DataFrame, measure: Measure, outlets: list[str]) -> tuple[pd.DataFrame, Interval]:
    share = measure.unit == "share"
    frame = compare.pooled(
        read, by="outlet", numerator=measure.numerator, denominator=measure.denominator, share=share
    )
    frame = frame.set_index("outlet").reindex(outlets).rename_axis("outlet").reset_index()
    said = read.groupby("outlet")[_counted(measure)].sum()
    frame["n"] = frame["outlet"].map(said).fillna(0).astype(int)
    frame["articles"] = frame["articles"].fillna(0).astype(int)
    rows = compare.hide_few(frame, least=LEAST, least_articles=LEAST_ARTICLES)
    rows["label"] = rows["outlet_label"] = _labels(rows["outlet"])
    rows = rows.assign(id=rows["label"], base=rows["n"], of=measure.evidence, key="")
    return compare.highest_first(rows, by="label"), _overall(read, measure)


def _counted(measure: Measure) -> str:
    """What n counts: the attributions that a number is a share of; all, where it is of words or articles."""
    return "attributions" if measure.denominator in ("words", "one") else measure.denominator


def _overall(read: pd.DataFrame, measure: Measure) -> Interval:
    """Value, low and high of all articles together."""
    one = compare.pooled(
        read.assign(all=""),
        by="all",
        numerator=measure.numerator,
        denominator=measure.denominator,
        share=measure.unit == "share",
    ).assign(n=read[_counted(measure)].sum())
    shown = compare.hide_few(one, least=LEAST, least_articles=LEAST_ARTICLES)
    return next(shown[["value", "low", "high"]].itertuples(index=False, name=None), NO_INTERVAL)


def _most_attributed(read: pd.DataFrame) -> list[str]:
    counts = read.groupby("outlet")["attributions"].sum().reset_index()
    return list(counts.sort_values(["attributions", "outlet"], ascending=[False, True])["outlet"])


def _ranked_rows(
    corpus: Corpus, where: Filter, read: pd.DataFrame, ranking: Ranking, outlets: list[str], top: int
) -> pd.DataFrame:
    columns = [
        "id",
        "outlet",
        "outlet_label",
        "label",
        "key",
        "value",
        "low",
        "high",
        "n",
        "base",
        "articles",
        "note",
        "of",
    ]
    heard = set(read.loc[read["attributions"] > 0, "outlet"])
    parts = [
        _ranked(corpus, where, read[read["outlet"] == outlet], ranking, outlet, top)
        for outlet in outlets
        if outlet in heard
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    rows = pd.concat(parts, ignore_index=True)
    rows["id"] = rows["outlet_label"] + " · " + rows["label"]
    return rows[columns]


def _ranked(
    corpus: Corpus, where: Filter, read: pd.DataFrame, ranking: Ranking, outlet: str, top: int
) -> pd.DataFrame:
    """The most frequent keys of one outlet, each with the interval of its share."""
    within = replace(where, outlets=(outlet,))
    heard = corpus.most_heard(within, column=ranking.column, top=top)
    per_article = corpus.heard_in(within, column=ranking.column, keys=list(heard["key"]))
    wide = per_article.pivot(index="article_id", columns="key", values="n").reindex(
        index=read["article_id"], columns=heard["key"], fill_value=0
    )
    long = wide.fillna(0).melt(ignore_index=False, value_name="hits").reset_index()
    long["attributions"] = long["article_id"].map(read.set_index("article_id")["attributions"])
    rates = compare.pooled(long, by="key", numerator="hits", denominator="attributions")
    rows = rates.rename(columns={"n": "base"}).merge(heard, on="key")
    rows = compare.hide_few(rows, least=LEAST, least_articles=LEAST_ARTICLES, n="base")
    rows["label"] = [
        _written(key, label, ranking) for key, label in zip(rows["key"], rows["label"], strict=True)
    ]
    rows = rows.assign(outlet=outlet, outlet_label=outlet_label(outlet), of=ranking.column)
    return compare.highest_first(rows.sort_values("n", ascending=False, kind="stable"), by="label")


def _unique(names: pd.Series[str]) -> list[str]:
    """Names that differ: two outlets may differ by blanks only."""
    count = names.groupby(names).cumcount()
    return [f"{name} ({n + 1})" if n else str(name) for name, n in zip(names, count, strict=True)]


def _written(key: str, label: str, ranking: Ranking) -> str:
    """Unknown is an answer: a source that nobody names, a pronoun that nobody has resolved."""
    if not key:
        return UNKNOWN[ranking.column]
    if ranking.column in ("role", "alignment"):
        return code_label(ranking.column, key)
    short = " ".join(label.split())
    if ranking.column == "source" and key in PRONOUNS:
        return f"“{key}”, unresolved"
    return short


# -- sentences ---------------------------------------------------------------------------------------


def _marks(record: dict[str, Any], *, hints: bool = False) -> list[Mark]:
    hint = _hint(record) if hints else ""
    return [
        Mark(span, part, int(record["number"]), hint)
        for part in marks.PARTS
        for span in marks.flat_spans(record[f"{part}_spans"])
    ]


def _hint(record: dict[str, Any]) -> str:
    """What a reader sees when pointing at a marked word."""
    confidence = record["confidence"]
    sure = "" if pd.isna(confidence) else f", confidence {confidence:.2f}"
    via = f", via {record['via']}" if record["via"] else ""
    content = record["content"]
    short = content if len(content) <= 160 else f"{content[:150].rstrip()} […]"
    cue = record["cue"] or "no reporting word"
    source = record["source"] or "no source named"
    head = f"{int(record['number']) + 1}. {record['kind']}{via}{sure}"
    return f"{head}\n{_who(record)}\n{source} — {cue} → {short}"


def code_label(what: str, key: str) -> str:
    """A role or an alignment as the codebook calls it; the key where it has none such."""
    book = codebooks.roles()
    codes = book.roles if what == "role" else book.alignments
    return codes[key].label if key in codes else key


def _who(record: dict[str, Any]) -> str:
    """Who speaks, in which role, on which side, and the words that say so; unknown is said."""
    if not record["source"]:
        return UNKNOWN["source"]
    name = record["label"] if isinstance(record["label"], str) and record["label"] else "speaker unknown"
    parts = [name, _coded(record, "role"), _coded(record, "alignment")]
    if isinstance(record["polity"], str) and record["alignment"] == "incumbent":
        parts[2] += f" ({record['polity']})"
    if isinstance(record["why"], str) and record["why"] and isinstance(record["role"], str):
        words = " ".join(str(record["reason"]).split())
        parts.append(f"{record['why']}: “{words}”" if words else record["why"])
    return " · ".join(dict.fromkeys(parts))


def _name(record: dict[str, Any]) -> str:
    return record["label"] if isinstance(record["label"], str) else "" if not record["source"] else "unknown"


def _coded(record: dict[str, Any], what: str) -> str:
    return code_label(what, record[what]) if isinstance(record[what], str) else UNKNOWN[what]


def _sentence(record: dict[str, Any]) -> Sentence:
    found = _marks(record)
    return Sentence(
        article_id=record["article_id"],
        number=int(record["number"]),
        outlet=outlet_label(record["outlet"]),
        published=record["published"][:10],
        title=record["title"],
        who=_who(record),
        html=marks.excerpt_html(record["text"], found, marks.flat_spans(record["sentence_spans"])),
    )
