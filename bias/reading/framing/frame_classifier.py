"""An article's words, and what the encoder gives for it → how likely each generic frame is.

Linear; see models/frames/card.md.  Four kinds of features, each scaled as in training: TF-IDF of words and
pairs (sublinear, unit length), seed words of each frame per hundred words and how many different ones, the
mean of the encoder's vectors, and a few shapes of the text.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bias import resources
from bias.model import Span
from bias.reading.framing.codebook import builtin, seeds
from bias.reading.text.lexicon import Token, tokens

TERM = re.compile(r"\b\w\w+\b")
MOST_TELLING = 3
SHORTEST = 50  # words; densities of a shorter text are taken as if it had as many
SHAPES = (  # counted per hundred words
    re.compile(r"[\"“”]"),
    re.compile(r"\$|%|\b(?:percent|billion|million)\b"),
    re.compile(r"\b(?:I|my|me|we|our)\b"),
    re.compile(r"\?"),
    re.compile(r"\b(?:she|he|her|his|him)\b", re.IGNORECASE),
    re.compile(r"\b(?:should|must|need to|ought)\b"),
)

Floats = NDArray[np.float32]


def terms(text: str) -> list[str]:
    """Words of two letters or more that are no grammar, and pairs of them, in small letters."""
    words = [word for word in TERM.findall(text.lower()) if word not in resources.word_set("grammar")]
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def dense(text: str, vector: Floats) -> Floats:
    """The features that are no terms: seed words, the encoder's mean, shapes of the text."""
    said = tokens(text)
    return np.concatenate([_seeded(said), vector, _shapes(text, len(said))]).astype(np.float32)


def _seeded(said: list[Token]) -> list[float]:
    out: list[float] = []
    book = builtin("generic")
    hits = [hit.value for hit in seeds(book).find_all(said)]
    length = max(SHORTEST, len(said))
    for frame in book.frames:
        words = [word for key, word in hits if key == frame]
        out += [100 * len(words) / length, 10 * len(set(words)) / math.sqrt(length)]
    return out


def _shapes(text: str, words: int) -> list[float]:
    length = max(SHORTEST, words)
    return [*(100 * len(shape.findall(text)) / length for shape in SHAPES), math.log(length)]


class FrameModel:
    """Logistic regression for each frame, calibrated by Platt's scaling on articles kept out."""

    def __init__(self) -> None:
        folder = resources.model_folder("frames")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.frames: list[str] = config["frames"]
        self.thresholds = dict(zip(self.frames, config["thresholds"], strict=True))
        names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")
        self.index = {name: n for n, name in enumerate(names)}
        with np.load(folder / "weights.npz") as file:
            self.idf: Floats = file["idf"].astype(np.float32)
            self.weights: Floats = file["weights"].astype(np.float32)  # (terms, frames)
            self.dense: Floats = file["dense"].astype(np.float32)  # (dense features, frames)
            self.bias: Floats = file["bias"].astype(np.float32)

    def probabilities(self, text: str, vector: Floats) -> dict[str, float]:
        """Of each frame, that the article carries it."""
        rows, values = self._tfidf(text)
        scores = values @ self.weights[rows] + dense(text, vector) @ self.dense + self.bias
        shares = 1 / (1 + np.exp(-scores))
        return {frame: float(share) for frame, share in zip(self.frames, shares, strict=True)}

    def weights_of(self, text: str) -> dict[str, float]:
        """What the words of one sentence add to each frame, by the weights of its terms."""
        rows, values = self._tfidf(text)
        added = values @ self.weights[rows]
        return {frame: float(one) for frame, one in zip(self.frames, added, strict=True)}

    def telling(self, text: str, frame: str) -> tuple[Span, ...]:
        """The words of a sentence that speak most for a frame, at most MOST_TELLING, in reading order."""
        column = self.frames.index(frame)
        found = [
            (float(self.idf[at] * self.weights[at, column]), Span(*match.span()))
            for match in TERM.finditer(text.lower())
            if (at := self.index.get(match.group())) is not None
        ]
        best = sorted(found, reverse=True)[:MOST_TELLING]
        return tuple(sorted(span for weight, span in best if weight > 0))

    def _tfidf(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        counts = Counter(self.index[term] for term in terms(text) if term in self.index)
        rows = np.fromiter(counts, np.int64, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.idf[rows]
        length = float(np.sqrt((values**2).sum())) or 1.0
        return rows, (values / length).astype(np.float32)


@cache
def frame_model() -> FrameModel:
    return FrameModel()
