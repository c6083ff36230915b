"""The Speakers page: who is heard, where, as what, with which verbs; and what people decided of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bias.compare.cards.card import RESAMPLED, Board, Card, Chart, in_groups_notes
from bias.compare.cards.sourcing import sourcing
from bias.compare.words.alternatives import alt_months
from bias.compare.words.labels import UNKNOWN, code_label, outlet_label, records
from bias.compare.words.numbers import counted
from bias.corpus import Corpus, Filter, similar_statements
from bias.reading import RoleCodebook

MOST_LISTED = 200
MOST_COMPARED = 20_000  # statements among which another's like words are looked for
KINDS = {
    "person": "person", "organisation": "body", "group": "group", "document": "document",
    "unnamed": "kept anonymous",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """One speaker of the corpus."""

    key: str
    label: str
    kind: str
    role: str
    side: str
    attributions: int
    articles: int
    words: int
    quoted_words: int
    roles: pd.DataFrame  # value, n: in which roles
    sides: pd.DataFrame
    verbs: pd.DataFrame
    months: pd.DataFrame  # value (the month), n
    mentions: pd.DataFrame  # article_id, name, outlet, published, title, joined, n
    similar: pd.DataFrame  # who, outlet, published, article_id, number, says, own, likeness


def speaker_table(corpus: Corpus, where: Filter, *, search: str = "") -> pd.DataFrame:
    """Speakers, most heard first: speaker (the key), and the columns of a reader's table."""
    found = corpus.speakers(where, search=search, top=MOST_LISTED)
    book = corpus.codebook()
    times = heard_over_time(corpus, where, list(found["speaker"]))
    return pd.DataFrame(
        {
            "speaker": found["speaker"],
            "Speaker": found["label"],
            "Role": [code_label(book, "role", role) for role in found["role"]],
            "Side": [_side(book, row) for row in records(found)],
            "Statements": found["attributions"],
            "Over time": [times.get(speaker, []) for speaker in found["speaker"]],
            "Articles": found["articles"],
            "Outlets": found["outlets"],
            "Words": found["words"],
            "Quoted words": found["quoted_words"],
            "First": found["first"].fillna("").str[:10],
            "Last": found["last"].fillna("").str[:10],
            "Kind": found["kind"].map(KINDS).fillna("unknown"),
        }
    )


def heard_over_time(corpus: Corpus, where: Filter, speakers: list[str]) -> dict[str, list[int]]:
    """Attributions of each speaker in every month between the first and the last, zero too."""
    found = corpus.heard_over_time(where, speakers=speakers)
    if found.empty:
        return {}
    every = pd.period_range(found["period"].min(), found["period"].max(), freq="M").astype(str)
    wide = found.pivot(index="speaker", columns="period", values="n").reindex(columns=every).fillna(0)
    return {
        str(speaker): [int(n) for n in row] for speaker, row in zip(wide.index, wide.to_numpy(), strict=True)
    }


def profile(corpus: Corpus, where: Filter, speaker: str) -> Profile | None:
    """One speaker in the articles that the filters let through; None where they have no word of it."""
    one = corpus.speaker(where, speaker)
    if one.empty:
        return None
    row = records(one)[0]
    book = corpus.codebook()
    return Profile(
        key=speaker,
        label=row["label"],
        kind=KINDS.get(row["kind"], "unknown"),
        role=code_label(book, "role", row["role"]),
        side=_side(book, row),
        attributions=int(row["attributions"]),
        articles=int(row["articles"]),
        words=int(row["words"]),
        quoted_words=int(row["quoted_words"]),
        roles=_values(corpus, where, speaker, "role", book),
        sides=_values(corpus, where, speaker, "alignment", book),
        verbs=_values(corpus, where, speaker, "cue", book),
        months=_values(corpus, where, speaker, "month", book).sort_values("value", ignore_index=True),
        mentions=corpus.mentions_of(speaker),
        similar=_similar(corpus, where, speaker),
    )


def speaker_by_outlet(corpus: Corpus, where: Filter, *, speaker: str, name: str) -> Card:
    """Which outlets cite one speaker, and how much."""
    card = sourcing(corpus, where, key="sources", value=speaker)
    return replace(
        card,
        key="speaker-by-outlet",
        title=f"{name}, by {corpus.by or 'outlet'}",
        reading="The share of each outlet's statements that this speaker has.",
        notes=f"{in_groups_notes(corpus)}{RESAMPLED}; beside each its statements by this speaker.",
        formula="statements of the speaker / all statements",
        asked={"speaker": name},
        opens="",
    )


def speaker_months(profile: Profile) -> Card:
    """When one speaker is heard."""
    months = profile.months[profile.months["value"] != ""]
    said = "statements by the month in which their article was published"
    return Card(
        key="speaker-by-month",
        title=f"{profile.label}, by month",
        board=Board(months.assign(label=months["value"], value=months["n"]), "number"),
        chart=Chart("months", months),
        table=months.rename(columns={"value": "Month", "n": "Statements"}),
        alt=alt_months(months, label=profile.label) if len(months) else "No statement has a date.",
        finding="",
        reading=f"How many {said}.",
        legend="",
        notes="Counts, not shares: a month with more articles has more of everything.",
        formula=said,
        counted=counted(int(months["n"].sum()), "statement"),
        asked={"speaker": profile.label},
    )


def decisions(corpus: Corpus) -> pd.DataFrame:
    """What people decided of speakers, the last first: id, made, what (in words), undone."""
    found = corpus.codes.all()
    book = corpus.codebook()
    return pd.DataFrame(
        {
            "id": found["id"],
            "made": found["made"],
            "what": [_decision(row, book) for row in records(found)],
            "undone": found["undone"],
        }
    )


def _side(book: RoleCodebook, row: dict[str, Any]) -> str:
    side = code_label(book, "alignment", row["alignment"])
    return f"{side} ({row['polity']})" if row["polity"] and row["alignment"] else side


def _values(corpus: Corpus, where: Filter, speaker: str, column: str, book: RoleCodebook) -> pd.DataFrame:
    found = corpus.heard_as(where, speaker=speaker, column=column)
    named = {"role": "role", "alignment": "alignment"}.get(column)
    said = [code_label(book, named, key) if named else key or UNKNOWN.get(column, "") for key in found["key"]]
    return pd.DataFrame({"value": said, "n": found["n"]})


def _similar(corpus: Corpus, where: Filter, speaker: str) -> pd.DataFrame:
    said = corpus.said_near(where, speaker=speaker, limit=MOST_COMPARED)
    found = similar_statements(said, speaker=speaker)
    return pd.DataFrame(
        {
            "who": [row["label"] or row["source"] or UNKNOWN["source"] for row in records(found)],
            "outlet": [outlet_label(outlet) for outlet in found["outlet"]],
            "published": found["published"].str[:10],
            "says": found["content"],
            "own": found["own"],
            "likeness": found["likeness"],
            "article_id": found["article_id"],
            "number": found["number"],
        }
    )


def _decision(row: dict[str, Any], book: RoleCodebook) -> str:
    who = row["label"] or row["speaker"]
    if row["kind"] == "merge":
        return f"{who} is {row['target_label'] or row['target']}"
    if row["kind"] == "split":
        return f"“{row['name']}” in one article is not {who} but {row['target_label'] or row['target']}"
    said = [
        f"{what} {_coded(book, column, row[column])}"
        for column, what in (("role", "role"), ("alignment", "side"), ("polity", "country"))
        if row[column]
    ]
    return f"{who}: {', '.join(said)}"


def _coded(book: RoleCodebook, column: str, key: str) -> str:
    if key == "unknown" or column == "polity":
        return key
    return code_label(book, column, key)
