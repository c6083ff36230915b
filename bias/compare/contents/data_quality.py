"""What to know of texts before outlets are compared: faults by outlet, and passages that were left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from bias.compare.cards.card import (
    Board,
    Card,
    Chart,
    conditions,
    coverage,
    grid_columns,
    largest_outlets,
    outlets_of,
    reader_table,
    which_columns,
)
from bias.compare.words.labels import NO_OUTLET, outlet_label, records
from bias.compare.words.numbers import counted, value_text
from bias.corpus import SHORT, Corpus, Filter, likely_merges

MOST_SAID = 3  # in a finding
MOST_LISTED = 200  # passages


class Issue(NamedTuple):
    """Something to know of articles: what it does to numbers, and what to do about it."""

    label: str
    does: str
    todo: str


# In the order of the Overview page.  A new one is an entry here and a condition in `store/conditions.py`.
ISSUES: dict[str, Issue] = {
    "waiting": Issue("Not read yet", "They count in no number.", "Read them: `bias analyse`, or Import."),
    "not English": Issue(
        "Not in English",
        "Only English is read; they count in no number.",
        "Compare outlets by their English articles, and say so.",
    ),
    "failed": Issue(
        "Could not be read", "They count in no number.", "The reason is beside each; report it as a fault."
    ),
    "other version": Issue(
        "Read by another version of the program",
        "Their numbers do not compare with the rest.",
        "Read again: `bias analyse`, or Import.",
    ),
    "undated": Issue(
        "No date",
        "They are missing from the timeline, from events and whenever dates are filtered, and who held an "
        "office on their day is not known.",
        "Name the column of the date when you import.",
    ),
    "future": Issue(
        "A date in the future",
        "They stretch the timeline and are in no event of their day.",
        "Look whether day and month were exchanged, and import them anew.",
    ),
    "no outlet": Issue(
        "No outlet",
        f"They are shown together as “{NO_OUTLET}”, and count as one outlet.",
        "Name the outlet when you import.",
    ),
    "one genre": Issue(
        "Of an outlet with one genre only",
        "Beside outlets of several genres, what looks like a habit of the outlet may be one of its genre.",
        "Compare articles of the same genre: set it in the filters.",
    ),
    "same title": Issue(
        "Title used more than once",
        "They may be versions of one article, each of which counts.",
        "Open them; count reprints once if they are copies.",
    ),
    "copies": Issue(
        "Copies of another article",
        "An outlet is counted by words that are not its own, or twice by its own.",
        "Set *Count reprints once* in the filters.",
    ),
    "left out": Issue(
        "Passages left out",
        "Prompts, credits and notes that the outlet repeats are in no number; nothing else of the article is "
        "missing.",
        "Look through the list below; what is no prompt can be read again.",
    ),
    "glued": Issue(
        "Sentences without a blank between them",
        "Sentences come out too long: rates per 100 sentences rise, and statements run into each other.",
        "Export the texts anew with their line ends, or use rates by words.",
    ),
    "mojibake": Issue(
        "Broken letters (mojibake)",
        "They are mended for the reading where they can be; a name or a quotation mark that is lost stays "
        "lost, and quotations with it.",
        "Import the file anew in its own encoding (UTF-8).",
    ),
    "cut off": Issue(
        "Text cut off at its end",
        "Who is heard late is missing: fewer voices, and more of whoever comes first.",
        "Fetch the whole texts; do not set such an outlet against whole ones.",
    ),
    "short": Issue(
        f"Very short (fewer than {SHORT} words)",
        "They hold few statements or none: numbers by article fall.",
        "Look whether they are teasers; compare outlets of like length.",
    ),
}
COLUMNS = [
    "id", "key", "topic", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "articles",
    "note", "behind",
]  # fmt: skip


def data_quality(corpus: Corpus, where: Filter) -> Card:
    """The share of each outlet's articles that have something to know before outlets are compared."""
    rows, articles = _rows(corpus, where), coverage(corpus, where)
    present = [ISSUES[key] for key in ISSUES if key in set(rows["key"])]
    names = {"topic": "Outlet", "label": "What", "n": "Articles", "base": "of", "value": "Share"}
    return Card(
        key="data-quality",
        title="Data quality, by outlet",
        board=Board(rows, "share", "articles", articles),
        chart=Chart("cells", rows, {"noun": "articles"}),
        table=reader_table(rows, names),
        alt=_alt(rows),
        finding=_finding(rows, likely_merges(corpus.outlets(where))),
        reading="The share of an outlet's articles with something to know before it is set against others.",
        legend="Counts, not estimates",
        notes=" ".join(f"{one.label}: {one.does} {one.todo}" for one in present) + which_columns(rows),
        hint="A click opens the articles.",
        formula="articles of the outlet with the fault / articles of the outlet",
        counted=counted(articles.matched, "article"),
        formats={"Share": "percent"},
        marks=rows,
        opens="articles",
    )


def quality_counts(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """How many articles of each outlet have each of ISSUES: key, outlet, articles; those that have any."""
    parts = [corpus.count_with(where, issue=key).assign(key=key) for key in ISSUES]
    return pd.concat(parts, ignore_index=True)[["key", "outlet", "articles"]]


def repeated_passages(corpus: Corpus, where: Filter) -> Card:
    """The passages that were left out of the reading, by outlet: how many articles have them, and why."""
    outlets, rows = left_out_by_outlet(corpus, where), passages(corpus, where)
    names = {
        "outlet_label": "Outlet", "words": "Passage", "articles": "Articles", "base": "of", "why": "Because",
        "state": "State",
    }  # fmt: skip
    marks = outlets.assign(id=outlets["label"], behind=None, value=outlets["articles"])
    return Card(
        key="left-out",
        title="Passages left out, by outlet",
        board=Board(marks, "number", "articles", coverage(corpus, where)),
        chart=Chart("bars", outlets, outlets=outlets_of(corpus)),
        table=reader_table(rows.head(MOST_LISTED), names),
        alt=_left_out_said(outlets),
        finding=_left_out_said(outlets),
        reading="Articles with prompts, credits and notes that their outlet repeats.  These passages are in "
        "no number, and shaded on the Article page.",
        legend="",
        notes="A line or sentence is left out where articles of an outlet that share nothing else have it: "
        "three with words of prompts and credits, else five and a tenth of the outlet's.  What stands in "
        "quotation marks, under a verb of speech, or tells of what its articles tell of, stays.  Versions of "
        "one article count once.",
        formula="articles of the outlet in which something was left out",
        source="containment of passages: Broder 1997",
        counted=counted(len(rows), "passage"),
        marks=marks,
    )


def left_out_by_outlet(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """outlet, label, articles (in which something was left out), words (left out), read, hover, note; most
    articles first."""
    found = corpus.left_out_words(where)
    hover = [
        f"{row['words']:,} words, {value_text(row['words'] / max(1, row['words'] + row['read']), 'share')}"
        for row in records(found)
    ]
    return found.assign(label=found["outlet"].map(outlet_label), hover=hover, note="")


def passages(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """outlet, passage, words, articles, base, why, outlet_label, state; most frequent first.

    `state` is *left out*, or *read* for what people want to be read.
    """
    found = corpus.table("passages")
    found = found[found["outlet"].isin(corpus.outlets(where))].reset_index(drop=True)
    keys = corpus.passages_left_out()
    state = [
        "left out" if row["passage"] in keys.get(row["outlet"], ()) else "read" for row in records(found)
    ]
    return found.assign(outlet_label=found["outlet"].map(outlet_label), state=state)


def _rows(corpus: Corpus, where: Filter) -> pd.DataFrame:
    found = quality_counts(corpus, where).rename(columns={"articles": "n"})
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    of = corpus.listed(where).groupby("outlet").size()
    kinds = [key for key in ISSUES if key in set(found["key"])]
    whole = pd.MultiIndex.from_product([kinds, of.index], names=["key", "outlet"])
    rows = found.set_index(["key", "outlet"])["n"].reindex(whole, fill_value=0).reset_index()
    rows = rows.assign(base=rows["outlet"].map(of).astype(int))
    rows = largest_outlets(rows, "outlet", "base")
    rows = rows.assign(
        label=[ISSUES[key].label for key in rows["key"]],
        value=rows["n"] / rows["base"], low=float("nan"), high=float("nan"), articles=rows["n"], note="",
        behind=conditions((("issue", row["key"]), ("outlet", row["outlet"])) for row in records(rows)),
    )  # fmt: skip
    return grid_columns(rows)[COLUMNS]


def _largest(rows: pd.DataFrame) -> list[str]:
    most = rows[rows["n"] > 0].sort_values(["value", "n"], ascending=False, kind="stable")
    most = most.drop_duplicates("key").head(MOST_SAID)
    return [
        f"{row['label'][:1].lower()}{row['label'][1:]}: {row['n']:,} of {row['base']:,} of {row['topic']}"
        for row in records(most)
    ]


def _finding(rows: pd.DataFrame, twice: Sequence[tuple[str, str]]) -> str:
    """The largest faults; first of all outlets that stand there twice."""
    said = _largest(rows)
    if twice:
        pairs = ", ".join(f"{one} and {other}" for one, other in twice[:MOST_SAID])
        said = [f"outlets that may be one under two names ({pairs}): say so in the table of outlets", *said]
    return f"Look first at {'; '.join(said)}." if said else "Nothing stands in the way of a comparison."


def _alt(rows: pd.DataFrame) -> str:
    return f"Data quality by outlet: {'; '.join(_largest(rows)) or 'no fault was found'}."


def _left_out_said(outlets: pd.DataFrame) -> str:
    said = [
        f"{row['label']} {row['articles']:,} ({row['hover']})" for row in records(outlets.head(MOST_SAID))
    ]
    more = f" and {len(outlets) - MOST_SAID} more" if len(outlets) > MOST_SAID else ""
    return f"Articles in which something was left out: {', '.join(said)}{more}." if said else ""
