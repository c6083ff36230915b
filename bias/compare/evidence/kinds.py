"""The observations behind a number, ready to be shown: one mechanism, one row a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from bias.compare.evidence import highlights
from bias.compare.evidence.corrections import as_read, complaints
from bias.compare.evidence.said import (
    attribution_marks,
    frame_said,
    seed_marks,
    tone_mark,
    tone_said,
    who_says,
    word_mark,
    word_said,
)
from bias.compare.words.labels import outlet_label, records
from bias.corpus import Behind, Corpus, Filter, Place, place_of
from bias.model import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation, ready to be shown."""

    article_id: str
    number: int | None  # in its article; None of a frame, which the whole article carries
    outlet: str
    published: str
    title: str
    said: str  # what was read, and why
    quotes: tuple[Markup, ...]  # sentences, with their parts marked
    place: Place
    wrong: Mapping[str, str] = field(default_factory=dict)  # what may be wrong with it: field → words
    read: Mapping[str, str] = field(default_factory=dict)  # what it says now: field → words


Shown = Callable[[dict[str, Any], Corpus], tuple[str, tuple[Markup, ...]]]  # a row → said, quotes


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of observation as a reader meets it; `corpus.store.observations` has its SQL."""

    noun: str
    shown: Shown
    page: str  # of the Article page, that shows more of it


def count(corpus: Corpus, where: Filter, kind: str, behind: Behind) -> int:
    """How much is behind a number."""
    return corpus.observed(kind, where, behind=behind)


def evidence(
    corpus: Corpus, where: Filter, kind: str, behind: Behind, *, page: int = 1, size: int = 10
) -> list[Evidence]:
    """The observations behind a number, a page at a time."""
    found = corpus.evidence(kind, where, behind=behind, limit=size, offset=(page - 1) * size)
    return [_shown(row, kind, corpus) for row in records(found)]


def evidence_table(corpus: Corpus, where: Filter, kind: str, behind: Behind) -> pd.DataFrame:
    """All of them for a file, without the texts."""
    return corpus.observation_table(kind, where, behind=behind)


def _shown(row: dict[str, Any], kind: str, corpus: Corpus) -> Evidence:
    said, quotes = KINDS[kind].shown(row, corpus)
    return Evidence(
        article_id=row["article_id"],
        number=int(row["number"]) if "number" in row else None,
        outlet=outlet_label(row["outlet"]),
        published=row["published"][:10],
        title=row["title"],
        said=said,
        quotes=quotes,
        place=place_of(kind, row),
        wrong=complaints(kind, row),
        read=as_read(row, corpus.codebook()) if kind in ("attributions", "tones") else {},
    )


def _attribution(row: dict[str, Any], corpus: Corpus) -> tuple[str, tuple[Markup, ...]]:
    sentences = highlights.flat_spans(row["sentence_spans"])
    shown = highlights.excerpt_html(row["text"], attribution_marks(row), sentences)
    return who_says(row, corpus.codebook()), (shown,)


def _mention(row: dict[str, Any], corpus: Corpus) -> tuple[str, tuple[Markup, ...]]:
    return tone_said(row, corpus.codebook()), (_marked(row, tone_mark(row)),)


def _wording(row: dict[str, Any], corpus: Corpus) -> tuple[str, tuple[Markup, ...]]:
    return word_said(row), (_marked(row, word_mark(row)),)


def _marked(row: dict[str, Any], mark: highlights.Highlight) -> Markup:
    """The sentence of a mark, or the whole title."""
    text = row["title"] if row["headline"] else row["text"]
    whole = (Span(0, len(text)),)
    spans = whole if row["headline"] else highlights.flat_spans(row["sentence_spans"])
    return highlights.excerpt_html(text, [mark], spans)


def _frame(row: dict[str, Any], corpus: Corpus) -> tuple[str, tuple[Markup, ...]]:
    frame, text = corpus.frame_books()[row["codebook"]].frames[row["frame"]], row["text"]
    quotes = tuple(
        highlights.excerpt_html(text, seed_marks(frame, text, span), (span,))
        for span in highlights.flat_spans(row["evidence"])
    )
    return frame_said(frame, row), quotes


KINDS = {
    "attributions": Kind("statement", _attribution, ""),
    "tones": Kind("mention", _mention, "Tone"),
    "wordings": Kind("place", _wording, "Wording"),
    "frames": Kind("article", _frame, "Framing"),
}
