"""Framing: through which frames of a codebook an article is told, and the sentences that say so.

The generic frames are judged by a trained model; other codebooks, a user's own among them, by their seed
words alone.  The sentences shown for a frame are those that hold its seed words; there may be none.
"""

from __future__ import annotations

from collections.abc import Iterator

from bias.model import Framed, Span, Spans
from bias.reading.framing.classifier import frame_model
from bias.reading.framing.codebook import FRAME_CODEBOOKS, TRAINED, FrameCodebook, frame_codebook, seed_words
from bias.reading.text.decoding import Parse
from bias.reading.text.lexicon import tokenize

MOST_SHOWN = 6  # sentences kept as evidence
LEAST, LEAST_SHARE = 2, 0.1  # sentences with seed words (one of one), and their share: from there on present


def read_frames(parse: Parse) -> tuple[Framed, ...]:
    """The frames of the codebooks that come with the program; those that score nothing are left out."""
    return tuple(
        found
        for name in FRAME_CODEBOOKS
        for found in score_frames(parse, frame_codebook(name))
        if found.score > 0
    )


def score_seed_words(article_id: str, text: str, sentences: Spans, book: FrameCodebook) -> Iterator[Framed]:
    """Frames by their seed words: the share of sentences that hold one."""
    found: dict[str, list[Span]] = {frame: [] for frame in book.frames}
    for sentence in sentences:
        here = seed_words(book).find_all(tokenize(sentence.slice(text)))
        for frame in dict.fromkeys(hit.value[0] for hit in here):
            found[frame].append(sentence)
    for frame, hits in found.items():
        share = len(hits) / len(sentences) if sentences else 0.0
        yield Framed(
            article_id=article_id,
            codebook=book.name,
            frame=frame,
            score=share,
            present=len(hits) >= min(LEAST, len(sentences)) and share >= LEAST_SHARE,
            sentences=len(hits),
            evidence=tuple(hits[:MOST_SHOWN]),
        )


def score_frames(parse: Parse, book: FrameCodebook) -> Iterator[Framed]:
    """All frames of a codebook, also those that score nothing."""
    text, article_id = parse.article.text, parse.article.id
    listed = score_seed_words(article_id, text, parse.sentences, book)
    if book.name != TRAINED or parse.vector is None:
        yield from listed
        return
    model = frame_model()
    shares = model.probabilities(text, parse.vector)
    for found in listed:
        share = shares[found.frame]
        yield Framed(
            article_id=article_id,
            codebook=book.name,
            frame=found.frame,
            score=share,
            present=share >= model.thresholds[found.frame],
            sentences=found.sentences,
            evidence=found.evidence,
        )
