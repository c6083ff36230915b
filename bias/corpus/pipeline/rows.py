"""One article → the rows of its reading, as the tables of the corpus have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from bias.corpus.pipeline.version import version
from bias.model import Article, Framed, Name, Reading, Speaker, Tone, Wording, flat, joined
from bias.reading import (
    READABLE_LANGUAGES,
    count_quoted_words,
    count_words,
    cue_lemma,
    cue_stance,
    find_quotes,
    quoted_mask,
    read,
)

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Done:
    """One article that has been read, or that could not be."""

    state: str
    reason: str
    words: int
    rows: Rows


def read_rows(article: Article) -> Done:
    try:
        found = read(article)
    except Exception as error:  # noqa: BLE001 — kept as the article's state: one bad article never stops a batch
        return _done(article, "failed", f"{type(error).__name__}: {error}")
    if found.article.language not in READABLE_LANGUAGES:
        return _done(found.article, "not English", f"language {found.article.language}")
    return _done(found.article, "read", "", found)


def _done(article: Article, state: str, reason: str, found: Reading | None = None) -> Done:
    words = count_words(article.text)
    row = _place(article) | {
        "state": state,
        "reason": reason,
        "language": article.language,
        "words": words,
        "own_words": found.own_words if found else 0,
        "sentence_spans": flat(found.sentences) if found else [],
        "version": version(),
    }
    rows: Rows = {"readings": [row]}
    if found:
        rows["attributions"] = list(_attribution_rows(found))
        rows["speakers"] = [_speaker_row(article, speaker) for speaker in found.speakers]
        rows["targets"] = [_speaker_row(article, target) for target in found.targets]
        rows["tones"] = [marked_row(article, *one, "mention") for one in enumerate(found.tones)]
        rows["frames"] = [frame_row(article, framed) for framed in found.frames]
        rows["wordings"] = [marked_row(article, *one, "words") for one in enumerate(found.wordings)]
        rows["names"] = [_name_row(article, name) for name in found.names]
        rows["scores"] = [_fields(score, "evidence", evidence=flat(score.evidence)) for score in found.scores]
    return Done(state, reason, words, rows)


def _place(article: Article) -> dict[str, Any]:
    """The columns that most tables share."""
    return {"article_id": article.id, "outlet": article.outlet, "published": article.published}


def _fields(found: Any, *without: str, **more: Any) -> dict[str, Any]:
    """The fields of what was found but for some, and more columns."""
    return {one.name: getattr(found, one.name) for one in fields(found) if one.name not in without} | more


def _attribution_rows(found: Reading) -> Iterator[dict[str, Any]]:
    article = found.article
    mask = quoted_mask(article.text, find_quotes(article.text))
    third = len(article.text) / 3
    for number, attribution in enumerate(found.attributions):
        words, quoted = count_quoted_words(article.text, attribution.content, mask)
        parts = {name: getattr(attribution, name) for name in ("source", "cue", "content")}
        said = {name: joined(spans, article.text) for name, spans in parts.items()}
        yield {
            **_fields(attribution, *parts, number=number, words=words, quoted_words=quoted),
            **_place(article),
            **said,
            **{f"{name}_spans": flat(spans) for name, spans in parts.items()},
            "cue_lemma": cue_lemma(said["cue"]),
            "stance": cue_stance(said["cue"]),
            "early": min(attribution.source + attribution.cue + attribution.content).start < third,
        }


def _speaker_row(article: Article, speaker: Speaker) -> dict[str, Any]:
    reason, spans = joined(speaker.evidence, article.text), flat(speaker.evidence)
    row = _place(article) | _fields(speaker, "evidence", reason=reason, reason_spans=spans)
    return row | {name: row[name] or None for name in ("role", "alignment", "polity")}


def marked_row(article: Article, number: int, found: Tone | Wording, column: str) -> dict[str, Any]:
    """A row of what stands in the text or in the title; `column` takes its words."""
    span, text = found.span, article.title if found.headline else article.text
    place = {"number": number, "start": span.start, "end": span.end, column: span.slice(text)}
    return _fields(found, "span") | _place(article) | place


def _name_row(article: Article, name: Name) -> dict[str, Any]:
    span = name.span
    text = span.slice(article.text)
    return {"article_id": article.id, "start": span.start, "end": span.end, "label": name.label, "text": text}


def frame_row(article: Article, found: Framed) -> dict[str, Any]:
    """A row of `frames`."""
    return _fields(found, "evidence", evidence=flat(found.evidence)) | _place(article)
