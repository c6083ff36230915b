"""One article → its reading: the steps in their order.  Knows no corpus."""

from __future__ import annotations

from dataclasses import replace

from bias.model import Article, Reading
from bias.reading.framing.frames import read_frames
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text import encoder
from bias.reading.text.attributions import score_sourcing
from bias.reading.text.normalise import in_given_text, normalise
from bias.reading.text.reports import find_reports
from bias.reading.tone.article_tone import score_tone
from bias.reading.tone.mention_tone import read_tones
from bias.reading.wording.detectors import own_words_of, read_wording

READABLE_LANGUAGES = ("en", "")  # "" of a text too short to tell


def read(article: Article) -> Reading:
    """What an article says: sentences, names, attributions, speakers, tones, frames, wording and scores.

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
    parse = encoder.parse(article)
    resolved = resolve_speakers(parse, find_reports(parse))
    attributions = resolved.attributions
    targets, tones = read_tones(parse, attributions, resolved.chains)
    return Reading(
        article=article,
        sentences=parse.sentences,
        names=parse.names,
        attributions=attributions,
        speakers=resolved.speakers,
        targets=targets,
        tones=tones,
        frames=read_frames(parse),
        wordings=read_wording(parse, attributions),
        own_words=own_words_of(article.text, attributions),
        scores=(*score_sourcing(parse, attributions), *score_tone(parse)),
    )
