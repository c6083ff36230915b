"""Texts → a table of how strongly each carries each frame.  Knows no corpus."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bias.model import Article
from bias.reading.framing.codebook import FRAME_CODEBOOKS, TRAINED, frame_codebook
from bias.reading.framing.frames import score_frames
from bias.reading.text.encoder import parse


def classify_frames(texts: Sequence[str], codebook: str = TRAINED) -> pd.DataFrame:
    """How strongly each text carries each frame: a row a text, a column a frame, 0 to 1.

    For `generic` the probability that a coder finds the frame; for `policy` and `moral` the share of the
    sentences that hold its seed words.  Raises KeyError for another codebook.
    """
    if codebook not in FRAME_CODEBOOKS:
        raise KeyError(f"{codebook}: codebooks are {', '.join(FRAME_CODEBOOKS)}")
    book = frame_codebook(codebook)
    rows = []
    for text in texts:
        parsed = parse(Article("", "", "", text))
        rows.append({framed.frame: framed.score for framed in score_frames(parsed, book)})
    return pd.DataFrame(rows, columns=list(book.frames))
