"""One article → its reading: the steps in their order.  Knows no corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bias.model import Article, Reading, Span
from bias.reading.framing.frames import read_frames
from bias.reading.genre import read_genre
from bias.reading.sections import in_one, sections
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text import encoder
from bias.reading.text.attributions import score_sourcing
from bias.reading.text.decoding import Floats, Parse
from bias.reading.text.normalise import in_given_text, normalise
from bias.reading.text.reports import find_reports
from bias.reading.tone.article_tone import score_tone
from bias.reading.tone.mention_tone import read_tones
from bias.reading.wording.detectors import own_words_of, read_wording

READABLE_LANGUAGES = ("en", "")  # "" of a text too short to tell


def read(article: Article) -> Reading:
    """What an article says: sentences, names, attributions, speakers, tones, frames, wording, genre and
    scores.

    An article in another language than English comes back with its language and nothing else.  Dirty text is
    read as `normalise` cleans it; the spans of what was read lie in the text as it was given.
    """
    text, title = normalise(article.text), normalise(article.title)
    if text is None and title is None:
        return _read(article)
    clean = replace(
        article,
        text=text.text if text is not None else article.text,
        title=title.text if title is not None else article.title,
    )
    reading = in_given_text(_read(clean), text, title)
    return replace(reading, article=replace(article, language=reading.article.language))


def _read(article: Article) -> Reading:
    language = article.language or encoder.detect_language(f"{article.title}\n{article.text}")
    article = replace(article, language=language)
    if language not in READABLE_LANGUAGES:
        return Reading(article, (), (), ())
    parts = list(sections(article.text))
    read_parts = [_read_section(article, part, titled=not number) for number, part in enumerate(parts)]
    found = in_one(
        article, [(part.start, reading) for part, (reading, _) in zip(parts, read_parts, strict=True)]
    )
    parse = Parse(
        article, found.sentences, found.names, (), _mean(parts, [one.vector for _, one in read_parts])
    )
    scores = (*score_sourcing(parse, found.attributions), *score_tone(parse))
    genre = read_genre(parse, found.attributions, found.wordings)
    return replace(found, frames=read_frames(parse), genre=genre, scores=scores)


def _read_section(article: Article, part: Span, *, titled: bool) -> tuple[Reading, Parse]:
    """What a section holds, its spans within it; the title is read with the first one."""
    article = replace(article, text=part.slice(article.text), title=article.title if titled else "")
    parse = encoder.parse(article)
    resolved = resolve_speakers(parse, find_reports(parse))
    attributions = resolved.attributions
    targets, tones = read_tones(parse, attributions, resolved.chains)
    reading = Reading(
        article=article,
        sentences=parse.sentences,
        names=parse.names,
        attributions=attributions,
        speakers=resolved.speakers,
        targets=targets,
        tones=tones,
        wordings=read_wording(parse, attributions),
        own_words=own_words_of(article.text, attributions),
    )
    return reading, parse


def _mean(parts: Sequence[Span], vectors: Sequence[Floats | None]) -> Floats | None:
    """The mean of the sections' vectors, each by its length: (384,); None where none holds a word."""
    found = [(part.end - part.start, v) for part, v in zip(parts, vectors, strict=True) if v is not None]
    if len(found) < 2:
        return found[0][1] if found else None
    return np.average([v for _, v in found], axis=0, weights=[n for n, _ in found]).astype(np.float32)
