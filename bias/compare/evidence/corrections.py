"""Corrections in words: what may be wrong with an observation, what can be right, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from bias.compare.evidence.said import WORDINGS
from bias.compare.words.labels import code_label, records
from bias.corpus import FIELDS, UNKNOWN, Corpus
from bias.model import TONES
from bias.reading import RoleCodebook

NAMES = {
    "speaker": "Speaker",
    "role": "Role",
    "alignment": "Side",
    "polity": "Country of the government",
    "act": "Speech or thought",
    "tone": "Tone",
}
NONE_SUCH = {
    "attributions": "It is no statement",
    "tones": "It is not about {}",
    "wordings": "It is no {}",
    "frames": "The frame is not there",
}
ACTS = {"speech": "Said", "thought": "Thought or believed", "silence": "Said nothing"}
FREE = ("speaker", "polity")  # which take any words


def complaints(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
    """What may be wrong with an observation: field → words."""
    return {field: NAMES.get(field) or none_such(kind, _what(kind, row)) for field in FIELDS[kind]}


def none_such(kind: str, what: str) -> str:
    """ "It is no loaded word", "It is not about Ilse Marrant"."""
    return NONE_SUCH[kind].format(WORDINGS.get(what, what))


def _what(kind: str, row: Mapping[str, Any]) -> str:
    return str(row["target_label"] if kind == "tones" else row["kind"] if kind == "wordings" else "")


def right_values(corpus: Corpus, field: str, article_id: str) -> dict[str, str]:
    """What can be right, value → words; of a speaker and a country those that the article has, to begin
    with."""
    book = corpus.codebook()
    if field == "role":
        return {key: code_label(book, field, key) for key in book.roles} | {UNKNOWN: "Unknown"}
    if field == "alignment":
        return {key: code_label(book, field, key) for key in book.alignments} | {UNKNOWN: "Unknown"}
    if field == "act":
        return ACTS
    if field == "tone":
        return {tone: tone.capitalize() for tone in TONES}
    if field in FREE:
        said = corpus.attributions_of(article_id)["label" if field == "speaker" else "polity"]
        return {one: one for one in sorted({*said} - {""})} | {UNKNOWN: "Unknown"}
    return {}


def as_read(row: Mapping[str, Any], book: RoleCodebook) -> dict[str, str]:
    """What an observation says now, by field, in words."""
    found = {field: row.get("label" if field in ("speaker", "tone") else field) for field in NAMES}
    return {field: value_said(field, str(value), book) for field, value in found.items()
            if isinstance(value, str)}  # fmt: skip


def value_said(field: str, value: str, book: RoleCodebook) -> str:
    """A value of a field in words."""
    if field in ("role", "alignment"):
        return "Unknown" if value == UNKNOWN else code_label(book, field, value)
    if value in ("", UNKNOWN):
        return "Unknown"
    return ACTS.get(value, value) if field == "act" else value


def corrections(corpus: Corpus) -> pd.DataFrame:
    """What people said is wrong, the last first: id, made, who, outlet, title, article_id, words, what (in
    words), state (counts, nothing stands there, taken back)."""
    found, book, lost = corpus.corrections.all(), corpus.codebook(), corpus.misplaced()
    known = corpus.query(
        "select article_id, outlet, title from catalogue where article_id in (select unnest(?::varchar[]))",
        [list(found["article_id"].unique())],
    )
    rows = found.merge(known, on="article_id", how="left")
    said = [_said(row, book) for row in records(rows)]
    state = ["taken back" if row["undone"] else "nothing stands there" if row["id"] in lost else "counts"
             for row in records(rows)]  # fmt: skip
    columns = ["id", "made", "who", "outlet", "title", "article_id", "kind", "words", "what", "state"]
    return rows.assign(what=said, state=state).fillna({"outlet": "", "title": ""})[columns]


def _said(row: Mapping[str, Any], book: RoleCodebook) -> str:
    """ "Side: Opposition, was Incumbent"."""
    if row["field"] == "gone":
        return none_such(str(row["kind"]), str(row["what"]))
    value = value_said(str(row["field"]), str(row["value"]), book)
    return f"{NAMES[str(row['field'])]}: {value}" + (f", was {row['was']}" if row["was"] else "")
