"""Framing: through which frames of a codebook an article is told, and the sentences that say so.

The generic frames are judged by a trained model; other codebooks, a user's own among them, by their seed
words alone.  A frame's indicators are the sentences that hold its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from bias.model import Article, Framed, Span, Spans
from bias.reading.framing.codebook import BUILTIN, TRAINED, FrameBook, builtin, seeds
from bias.reading.framing.frame_classifier import frame_model
from bias.reading.text import encoder
from bias.reading.text.encoder import Parse
from bias.reading.text.lexicon import tokens

MOST_SHOWN = 6  # sentences kept as evidence
LEAST, LEAST_SHARE = 2, 0.1  # sentences with seed words (one of one), and their share: from there on present


def classify(texts: Sequence[str], codebook: str = TRAINED) -> pd.DataFrame:
    """How strongly each text carries each frame: a row a text, a column a frame, 0 to 1.

    For `generic` the probability that a coder finds the frame; for `policy` and `moral` the share of the
    sentences that hold its seed words.  Raises KeyError for another codebook.
    """
    if codebook not in BUILTIN:
        raise KeyError(f"{codebook}: codebooks are {', '.join(BUILTIN)}")
    rows = []
    for text in texts:
        parse = encoder.parse(Article("", "", "", text))
        rows.append({found.frame: found.score for found in of_book(parse, builtin(codebook))})
    return pd.DataFrame(rows, columns=list(builtin(codebook).frames))


def read_frames(parse: Parse) -> tuple[Framed, ...]:
    """The frames of the codebooks that come with the program; those that score nothing are left out."""
    return tuple(found for name in BUILTIN for found in of_book(parse, builtin(name)) if found.score > 0)


def by_words(article_id: str, text: str, sentences: Spans, book: FrameBook) -> Iterator[Framed]:
    """Frames by their seed words: the share of sentences that hold one."""
    found: dict[str, list[Span]] = {frame: [] for frame in book.frames}
    for sentence in sentences:
        here = seeds(book).find_all(tokens(sentence.slice(text)))
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


def of_book(parse: Parse, book: FrameBook) -> Iterator[Framed]:
    """All frames of a codebook, also those that score nothing."""
    text, article_id = parse.article.text, parse.article.id
    listed = by_words(article_id, text, parse.sentences, book)
    if book.name != TRAINED or parse.vector is None:
        yield from listed
        return
    model = frame_model()
    shares = model.probabilities(text, parse.vector)
    added = [model.weights_of(span.slice(text)) for span in parse.sentences]
    for found in listed:
        share = shares[found.frame]
        yield Framed(
            article_id=article_id,
            codebook=book.name,
            frame=found.frame,
            score=share,
            present=share >= model.thresholds[found.frame],
            sentences=found.sentences,
            evidence=_shown(found.evidence, [one[found.frame] for one in added], parse.sentences),
        )


def _shown(hits: Spans, added: Sequence[float], sentences: Spans) -> Spans:
    """The sentences with seed words, and those whose words speak most for the frame."""
    best = np.argsort([-one for one in added], kind="stable")[:MOST_SHOWN]
    more = [sentences[k] for k in best if added[k] > 0]
    return tuple(sorted({*hits[:MOST_SHOWN], *more[: max(0, MOST_SHOWN - len(hits))]}))
