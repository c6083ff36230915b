"""One article → the rows of its reading, as the tables of the corpus have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from bias.corpus.pipeline.version import version
from bias.model import (
    Article,
    Attribution,
    Framed,
    Genre,
    Name,
    Reading,
    Span,
    Spans,
    Speaker,
    Tone,
    Wording,
    blanked,
    flat,
    joined,
)
from bias.reading import (
    AUTHOR,
    READABLE_LANGUAGES,
    count_quoted_words,
    count_words,
    cue_lemma,
    cue_stance,
    find_quotes,
    quoted_mask,
    read,
    text_faults,
)

T = TypeVar("T")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Done:
    """One article that has been read, or that could not be."""

    state: str
    reason: str
    words: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be read of a batch: its articles with what is left out of each; the others' rows stay."""

    batch: str
    articles: tuple[tuple[Article, Spans], ...]
    others: tuple[str, ...] = ()


def read_rows(article: Article, left_out: Spans = ()) -> Done:
    """The rows of an article, read as if blanks stood in the place of what is left out."""
    faults, article = _blanked(article, left_out)
    try:
        found = read(article)
    except Exception as error:  # noqa: BLE001 — kept as the article's state: one bad article never stops a batch
        return _done(article, faults, "failed", f"{type(error).__name__}: {error}")
    if found.article.language not in READABLE_LANGUAGES:
        return _done(found.article, faults, "not English", f"language {found.article.language}")
    return _done(found.article, faults, "read", "", without_holes(found, left_out))


@dataclass(frozen=True, slots=True)
class _Faults:
    """What to know of a text as it was given."""

    left_out: Spans
    words: int
    names: tuple[str, ...]


def unread(article: Article, left_out: Spans, reason: str) -> Done:
    """The rows of an article that could not be read, for a reason outside of it."""
    faults, article = _blanked(article, left_out)
    return _done(article, faults, "failed", reason)


def _blanked(article: Article, left_out: Spans) -> tuple[_Faults, Article]:
    faults = _Faults(left_out, count_words(article.text), text_faults(article.text))
    return faults, replace(article, text=blanked(article.text, left_out)) if left_out else article


def without_holes(value: T, holes: Spans) -> T:
    """A value whose lists of spans run over no hole: one that did is two.  Works on what `bias.model` has."""
    return _cut(value, holes) if holes else value


def _cut(value: Any, holes: Spans) -> Any:
    if isinstance(value, tuple):
        if all(isinstance(one, Span) for one in value):
            return tuple(part for one in value for part in _parts(one, holes))
        return tuple(_cut(one, holes) for one in value)
    if not is_dataclass(value) or isinstance(value, (type, Article)):
        return value
    return replace(value, **{one.name: _cut(getattr(value, one.name), holes) for one in fields(value)})


def _parts(span: Span, holes: Spans) -> Iterator[Span]:
    at = span.start
    for hole in holes:
        if at < hole.start and hole.end < span.end:
            yield Span(at, hole.start)
            at = hole.end
    yield Span(at, span.end)


def _done(article: Article, faults: _Faults, state: str, reason: str, found: Reading | None = None) -> Done:
    words = count_words(article.text)
    row = _place(article) | {
        "state": state,
        "reason": reason,
        "language": article.language,
        "words": words,
        "own_words": found.own_words if found else 0,
        "sentence_spans": flat(found.sentences) if found else [],
        **_genre(found.genre if found else None),
        "left_out": flat(faults.left_out),
        "left_out_words": faults.words - words,
        "faults": list(faults.names),
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


def _genre(found: Genre | None) -> dict[str, Any]:
    if found is None:
        return {"genre": "", "genre_confidence": None, "genre_reason": "", "genre_spans": []}
    return {
        "genre": found.genre,
        "genre_confidence": found.confidence,
        "genre_reason": found.reason,
        "genre_spans": flat(found.evidence),
    }


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
        own = _own_content(attribution, found.attributions)
        words, quoted = count_quoted_words(article.text, own, mask)
        parts = {name: getattr(attribution, name) for name in ("source", "cue", "content")}
        said = {name: joined(spans, article.text) for name, spans in parts.items()}
        yield {
            **_fields(attribution, *parts, number=number, words=words, quoted_words=quoted),
            **({"act": "own"} if attribution.speaker == AUTHOR else {}),
            **_place(article),
            **said,
            **{f"{name}_spans": flat(spans) for name, spans in parts.items()},
            "cue_lemma": cue_lemma(said["cue"]),
            "stance": cue_stance(said["cue"], said["content"]),
            "early": min(attribution.source + attribution.cue + attribution.content).start < third,
        }


def _own_content(whole: Attribution, others: Sequence[Attribution]) -> Spans:
    """A content without the statements inside it, so that no word counts twice.

    "She said the police had told her to wait": that she was to wait is what the police said.
    """
    inside = (
        span
        for other in others
        if other is not whole and other.act == whole.act and _is_inside(other.content, whole.content)
        for span in other.content
    )
    rest = list(whole.content)
    for hole in sorted(inside):
        rest = [
            part
            for span in rest
            for part in (
                (Span(span.start, min(hole.start, span.end)), Span(max(hole.end, span.start), span.end))
                if hole.start < span.end and span.start < hole.end
                else (span,)
            )
            if part.start < part.end
        ]
    return tuple(rest)


def _is_inside(inner: Spans, outer: Spans) -> bool:
    """Whether all of a content lies in another one, and is less than it."""
    within = all(any(o.start <= i.start and i.end <= o.end for o in outer) for i in inner)
    return within and sum(i.end - i.start for i in inner) < sum(o.end - o.start for o in outer)


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
