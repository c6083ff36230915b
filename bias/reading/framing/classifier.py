"""An article's words, and what the encoder gives for it → how likely each generic frame is.

Linear; see models/frames/card.md.  Four kinds of features, each scaled as in training: TF-IDF of words and
pairs (sublinear, unit length), seed words of each frame per hundred words and how many different ones, the
mean of the encoder's vectors, and a few shapes of the text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from bias import resources
from bias.reading.framing.codebook import frame_codebook, seed_words
from bias.reading.text.lexicon import Token, tokenize
from bias.reading.text.linear import Floats, Linear, read_arrays, read_terms, sigmoid

TERM = re.compile(r"\b\w\w+\b")
SHORTEST = 50  # words; densities of a shorter text are taken as if it had as many
SHAPES = (  # counted per hundred words
    re.compile(r"[\"“”]"),
    re.compile(r"\$|%|\b(?:percent|billion|million)\b"),
    re.compile(r"\b(?:I|my|me|we|our)\b"),
    re.compile(r"\?"),
    re.compile(r"\b(?:she|he|her|his|him)\b", re.IGNORECASE),
    re.compile(r"\b(?:should|must|need to|ought)\b"),
)


def terms(text: str) -> list[str]:
    """Words of two letters or more without function words, and pairs of them, in lower case."""
    words = [word for word in TERM.findall(text.lower()) if word not in resources.word_set("grammar")]
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def dense(text: str, vector: Floats) -> Floats:
    """The dense features, beside terms: seed words, the encoder's mean, shapes of the text."""
    said = tokenize(text)
    return np.concatenate([_seeded(said), vector, _shapes(text, len(said))]).astype(np.float32)


def _seeded(said: Sequence[Token]) -> list[float]:
    out: list[float] = []
    book = frame_codebook("generic")
    hits = [hit.value for hit in seed_words(book).find_all(said)]
    length = max(SHORTEST, len(said))
    for frame in book.frames:
        words = [word for key, word in hits if key == frame]
        out += [100 * len(words) / length, 10 * len(set(words)) / math.sqrt(length)]
    return out


def _shapes(text: str, words: int) -> list[float]:
    length = max(SHORTEST, words)
    return [100 * len(shape.findall(text)) / length for shape in SHAPES]


class FrameModel:
    """Logistic regression for each frame, calibrated by Platt's scaling on articles kept out."""

    def __init__(self) -> None:
        folder = resources.model_folder("frames")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.frames: list[str] = config["frames"]
        self.thresholds = dict(zip(self.frames, config["thresholds"], strict=True))
        arrays = read_arrays(folder / "weights.npz")
        self.terms = read_terms(folder, arrays["idf"])
        self.linear = Linear(arrays["weights"], arrays["bias"])
        self.dense = arrays["dense"]  # (dense features, frames)

    def probabilities(self, text: str, vector: Floats) -> dict[str, float]:
        """The probability that an article carries each frame."""
        rows, values = self.terms.weigh(terms(text))
        scores = self.linear.scores(values, rows, added=dense(text, vector) @ self.dense)
        return {frame: float(share) for frame, share in zip(self.frames, sigmoid(scores), strict=True)}


@cache
def frame_model() -> FrameModel:
    return FrameModel()
