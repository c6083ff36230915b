"""One article → its reading: the steps in their order.  Knows no corpus."""

from __future__ import annotations

from dataclasses import replace

from bias.model import Article, Reading
from bias.reading.framing import article_frames
from bias.reading.speakers import coreference
from bias.reading.text import attributions, encoder
from bias.reading.tone import target_tone
from bias.reading.wording import detectors

READABLE = ("en", "")


def read(article: Article) -> Reading:
    """One article, read: language, sentences, names, attributions, speakers, tones, scores.

    An article in another language than English comes back marked, with nothing in it.
    """
    language = article.language or encoder.detect_language(f"{article.title}\n{article.text}")
    article = replace(article, language=language)
    if language not in READABLE:
        return Reading(article, (), (), ())
    parse = encoder.parse(article)
    found = coreference.resolve_all(parse, tuple(attributions.find_attributions(parse)))
    targets, tones = target_tone.read_tones(parse, found.attributions, found.known)
    return Reading(
        article=article,
        sentences=parse.sentences,
        names=parse.names,
        attributions=found.attributions,
        speakers=found.speakers,
        targets=targets,
        tones=tones,
        frames=article_frames.read_frames(parse),
        wordings=detectors.read_wording(parse, found.attributions),
        narrated=detectors.narrated(parse.sentences, article.text, found.attributions),
        scores=(*attributions.score(parse, found.attributions), *target_tone.score(parse)),
    )
