"""One article → the rows of its reading, as the tables of the corpus have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bias.corpus.pipeline.version import version
from bias.model import Article, Framed, Name, Reading, Score, Speaker, Tone, Wording, flat, joined
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
    row = {
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "state": state,
        "reason": reason,
        "language": article.language,
        "words": words,
        "narrated": found.narrated if found else 0,
        "sentence_spans": flat(found.sentences) if found else [],
        "version": version(),
    }
    rows: Rows = {"readings": [row]}
    if found:
        rows["attributions"] = list(_attribution_rows(found))
        rows["speakers"] = [_speaker_row(article, speaker) for speaker in found.speakers]
        rows["targets"] = [_speaker_row(article, target) for target in found.targets]
        rows["tones"] = [_tone_row(article, number, tone) for number, tone in enumerate(found.tones)]
        rows["frames"] = [frame_row(article, framed) for framed in found.frames]
        rows["wordings"] = [_wording_row(article, number, one) for number, one in enumerate(found.wordings)]
        rows["names"] = [_name_row(article, name) for name in found.names]
        rows["scores"] = [_score_row(score) for score in found.scores]
    return Done(state, reason, words, rows)


def _attribution_rows(found: Reading) -> Iterator[dict[str, Any]]:
    article = found.article
    mask = quoted_mask(article.text, find_quotes(article.text))
    third = len(article.text) / 3
    for number, attribution in enumerate(found.attributions):
        words, quoted = count_quoted_words(article.text, attribution.content, mask)
        cue = joined(attribution.cue, article.text)
        yield {
            "article_id": article.id,
            "number": number,
            "outlet": article.outlet,
            "published": article.published,
            "source": joined(attribution.source, article.text),
            "cue": cue,
            "content": joined(attribution.content, article.text),
            "source_spans": flat(attribution.source),
            "cue_spans": flat(attribution.cue),
            "content_spans": flat(attribution.content),
            "kind": attribution.kind,
            "via": attribution.via,
            "cue_lemma": cue_lemma(cue),
            "stance": cue_stance(cue),
            "words": words,
            "quoted_words": quoted,
            "early": min(attribution.source + attribution.cue + attribution.content).start < third,
            "confidence": attribution.confidence,
            "named": attribution.named,
            "form": attribution.form,
            "speaker": attribution.speaker,
            "role": attribution.role,
            "alignment": attribution.alignment,
            "polity": attribution.polity,
        }


def _speaker_row(article: Article, speaker: Speaker) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "name": speaker.name,
        "kind": speaker.kind,
        "gender": speaker.gender,
        "role": speaker.role or None,
        "alignment": speaker.alignment or None,
        "polity": speaker.polity or None,
        "confidence": speaker.confidence,
        "why": speaker.why,
        "reason": joined(speaker.evidence, article.text),
        "reason_spans": flat(speaker.evidence),
        "forms": list(speaker.forms),
    }


def _tone_row(article: Article, number: int, tone: Tone) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "number": number,
        "outlet": article.outlet,
        "published": article.published,
        "target": tone.target,
        "mention": tone.span.slice(article.title if tone.headline else article.text),
        "start": tone.span.start,
        "end": tone.span.end,
        "headline": tone.headline,
        "form": tone.form,
        "voice": tone.voice,
        "attribution": tone.attribution,
        "label": tone.label,
        "negative": tone.negative,
        "neutral": tone.neutral,
        "positive": tone.positive,
    }


def _wording_row(article: Article, number: int, found: Wording) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "number": number,
        "outlet": article.outlet,
        "published": article.published,
        "kind": found.kind,
        "words": found.span.slice(article.title if found.headline else article.text),
        "start": found.span.start,
        "end": found.span.end,
        "headline": found.headline,
        "voice": found.voice,
        "attribution": found.attribution,
        "sure": found.sure,
        "polarity": found.polarity,
        "reason": found.reason,
    }


def _name_row(article: Article, name: Name) -> dict[str, Any]:
    span = name.span
    text = span.slice(article.text)
    return {"article_id": article.id, "start": span.start, "end": span.end, "label": name.label, "text": text}


def _score_row(score: Score) -> dict[str, Any]:
    return {
        "article_id": score.article_id,
        "measure": score.measure,
        "value": score.value,
        "n": score.n,
        "evidence": flat(score.evidence),
    }


def frame_row(article: Article, found: Framed) -> dict[str, Any]:
    """A row of `frames`."""
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "codebook": found.codebook,
        "frame": found.frame,
        "score": found.score,
        "present": found.present,
        "sentences": found.sentences,
        "evidence": flat(found.evidence),
    }
