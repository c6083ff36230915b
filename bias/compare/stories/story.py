"""The Same story page: one event as several outlets tell it, and which events each of them tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.evidence.said import WORDINGS
from bias.compare.words.labels import code_label, outlet_label, records
from bias.corpus import Corpus, Relation, passages, statements
from bias.model import TONES
from bias.reading import RoleCodebook

MOST_STATEMENTS = 400  # of one story that are compared with each other
LEAST_WORDS = 3  # of a statement that is compared
MOST_SPOKEN_OF = 4  # targets in the strip
SIDES = {"incumbent": "government's side", "opposition": "opposition", "": "side unknown"}
TELLING = ("loaded", "loaded_sentence", "name_calling", "scare_quote", "booster", "assertive", "adopted")
MADE_OF = {  # what an outlet makes of a statement → in words
    "same": "as it is",
    "shortened": "shortened",
    "paraphrased": "in other words",
    "in_text": "in its text, where no source was found",
    "perhaps": "perhaps, in this sentence",
    "absent": "not found",
}
CARRIED = ("same", "shortened", "paraphrased")


# -- one story -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """One outlet's version of a statement."""

    outlet: str
    relation: str  # one of MADE_OF
    article_id: str = ""
    number: int = 0
    content: str = ""  # empty where it is not carried
    direct: bool = False
    passage: str = ""  # where it is not carried, the sentence that comes nearest


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that at least one outlet of a story prints, and what each of them makes of it."""

    speaker: str
    role: str
    versions: dict[str, Version]  # by outlet

    @property
    def outlets(self) -> int:
        return sum(one.relation in CARRIED for one in self.versions.values())

    @property
    def fullest(self) -> Version:
        """The version that the others are compared with."""
        said = [one for one in self.versions.values() if one.relation in CARRIED]
        return max(said, key=lambda one: (one.direct, len(one.content)))


@dataclass(frozen=True, slots=True)
class StoryBoard:
    """One story as its outlets tell it."""

    story: str
    label: str
    days: tuple[str, str]
    articles: pd.DataFrame  # of `store.articles_of_story`, with `outlet_label`
    outlets: tuple[str, ...]  # those that tell it, most articles first
    statements: tuple[Statement, ...]  # those of most outlets first
    speakers: pd.DataFrame  # a row a speaker: label, role, then a column an outlet with its attributions
    only: dict[str, list[str]]  # outlet → names that no other outlet has
    strip: pd.DataFrame  # a row an outlet: what is counted of it

    @property
    def copies(self) -> pd.DataFrame:
        """The articles that are copies of another."""
        known = self.articles[self.articles["original"].notna()]
        return known[known["original"] != known["article_id"]]


def story_board(corpus: Corpus, story: str) -> StoryBoard | None:
    """A story with all that is compared; None where the corpus has none of this key."""
    articles = corpus.articles_of_story(story)
    if articles.empty:
        return None
    articles = articles.assign(
        outlet_label=articles["outlet"].map(outlet_label),
        original_outlet=articles["original_outlet"].fillna("").map(str),
    )
    outlets = tuple(articles["outlet"].value_counts(sort=True).index)
    said, book = corpus.said_in_story(story), corpus.codebook()
    row = corpus.story(story).iloc[0]
    return StoryBoard(
        story=story,
        label=str(row["label"]),
        days=(str(row["first_day"] or ""), str(row["last_day"] or "")),
        articles=articles,
        outlets=outlets,
        statements=tuple(_searched(corpus, story, _statements(said, outlets, book))),
        speakers=_speakers(said, outlets, book),
        only=_only(corpus.names_in_story(story), outlets),
        strip=_strip(corpus, story, said, outlets),
    )


def _statements(said: pd.DataFrame, outlets: Sequence[str], book: RoleCodebook) -> list[Statement]:
    """What speakers say, each statement once, with the version of every outlet."""
    usable = said[said["words"] >= LEAST_WORDS]
    rows = records(usable.sort_values("words", ascending=False, kind="stable").head(MOST_STATEMENTS))
    groups: list[list[dict[str, Any]]] = []
    for row in rows:
        group = next((group for group in groups if _told_again(group[0], row)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    out = [_statement(group, outlets, book) for group in groups]
    return sorted(out, key=lambda one: -one.outlets)


def _told_again(first: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether an attribution is the statement of another: of one speaker, or word for word."""
    found = statements.relation(first["content"], row["content"])
    one_speaker = first["speaker"] and first["speaker"] == row["speaker"]
    return bool(found) if one_speaker else found == "same"


def _statement(group: list[dict[str, Any]], outlets: Sequence[str], book: RoleCodebook) -> Statement:
    fullest = max(group, key=lambda row: (row["kind"] == "direct", row["words"]))
    versions = {outlet: Version(outlet, "absent") for outlet in outlets}
    for row in group:
        how: Relation = "same"
        if row is not fullest:
            how = statements.relation(fullest["content"], row["content"]) or "paraphrased"
        known = versions[row["outlet"]]
        if not known.content or len(row["content"]) > len(known.content):
            versions[row["outlet"]] = Version(
                row["outlet"],
                how,
                row["article_id"],
                int(row["number"]),
                row["content"],
                row["kind"] == "direct",
            )
    named = next((row for row in group if row["label"]), group[0])
    role = code_label(book, "role", named["role"]) if named["role"] else ""
    return Statement(str(named["label"] or "somebody not named"), role, versions)


def _searched(corpus: Corpus, story: str, found: Sequence[Statement]) -> list[Statement]:
    """The statements, each with the nearest sentence of the outlets that do not carry it."""
    sentences = corpus.sentences_in_story(story)
    contents = [one.fullest.content for one in found]
    likeness = passages.likenesses(contents, list(sentences["sentence"]))
    outlets, versions = sentences["outlet"].to_numpy(), [dict(one.versions) for one in found]
    for outlet in dict.fromkeys(outlets):
        own = np.flatnonzero(outlets == outlet)
        near = likeness[:, own].toarray()
        for number, at in enumerate(near.argmax(axis=1)):
            if not versions[number][outlet].content:
                article_id, _, sentence = sentences.iloc[own[at]]
                how = passages.held(contents[number], sentence, float(near[number, at]))
                versions[number][outlet] = Version(outlet, how, article_id, passage=sentence)
    return [replace(one, versions=mine) for one, mine in zip(found, versions, strict=True)]


def _speakers(said: pd.DataFrame, outlets: Sequence[str], book: RoleCodebook) -> pd.DataFrame:
    """Who is heard, and how often in which outlet; those of most outlets first."""
    named = said[said["speaker"] != ""]
    if named.empty:
        return pd.DataFrame(columns=["Speaker", "Role", *map(outlet_label, outlets)])
    counts = named.pivot_table(index="speaker", columns="outlet", values="number", aggfunc="count")
    counts = counts.reindex(columns=list(outlets)).fillna(0).astype(int)
    told = named.groupby("speaker")[["label", "role"]].first()
    order = sorted(counts.index, key=lambda key: (-(counts.loc[key] > 0).sum(), -counts.loc[key].sum(), key))
    out = counts.loc[order].rename(columns=outlet_label)
    out.insert(0, "Speaker", told.loc[order, "label"])
    out.insert(1, "Role", [code_label(book, "role", key) for key in told.loc[order, "role"]])
    return out.reset_index(drop=True)


def _only(names: pd.DataFrame, outlets: Sequence[str]) -> dict[str, list[str]]:
    """The names that only one outlet has, most often named first."""
    spread = names.groupby("target")["outlet"].nunique()
    alone = names[names["target"].map(spread) == 1]
    return {outlet: list(alone.loc[alone["outlet"] == outlet, "label"]) for outlet in outlets}


def _strip(corpus: Corpus, story: str, said: pd.DataFrame, outlets: Sequence[str]) -> pd.DataFrame:
    """What is counted of each outlet in a story: small numbers, given as counts and not as shares."""
    worded = corpus.words_in_story(story)
    framed = corpus.frames_in_story(story, codebook="generic")
    tones = corpus.tones_in_story(story)
    frames = corpus.frame_books()["generic"].frames
    rows = []
    for outlet in outlets:
        mine = said[said["outlet"] == outlet]
        words = worded[(worded["outlet"] == outlet) & worded["kind"].isin(TELLING)]
        carried = framed.loc[(framed["outlet"] == outlet) & framed["present"], "frame"]
        rows.append(
            {
                "Outlet": outlet_label(outlet),
                "Statements": len(mine),
                "On which side": ", ".join(
                    f"{name} {n}"
                    for side, name in SIDES.items()
                    if (n := int((mine["alignment"] == side).sum()))
                ),
                "Frames": ", ".join(frames[key].label for key in carried if key in frames),
                "Wording in its own voice": ", ".join(
                    f"{WORDINGS.get(row['kind'], row['kind'])} {row['n']}" for row in records(words)
                ),
                "Spoken of": _spoken_of(tones[tones["outlet"] == outlet]),
            }
        )
    return pd.DataFrame(rows)


def _spoken_of(tones: pd.DataFrame) -> str:
    """ "Marrant +1 −3 of 9": positive and negative mentions in the outlet's own voice, of all."""
    parts = []
    for row in records(tones):
        n = sum(int(row[tone]) for tone in TONES) + int(row["uncertain"])
        toned = [f"{sign}{row[tone]}" for sign, tone in (("+", "positive"), ("−", "negative")) if row[tone]]
        parts.append(f"{row['label']} {' '.join([*toned, f'of {n}']) if toned else f'0 of {n}'}")
    return "; ".join(parts[:MOST_SPOKEN_OF])


def moved_here(corpus: Corpus, story: str) -> pd.DataFrame:
    """The articles that people moved to a story: article_id, title."""
    moved = corpus.story_codes.in_force()
    here = moved[moved["story"] == story][["article_id"]]
    return here.merge(corpus.articles_of_story(story)[["article_id", "title"]], on="article_id")
