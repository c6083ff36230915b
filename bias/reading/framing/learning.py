"""Learns the frames of a codebook from articles that a person coded.  Knows no corpus.

For each frame a logistic regression on the words of an article (TF-IDF of words and pairs) and on what is
read of it without learning.  What is learned is used only where it agrees with the coder at least as well as
the reading does: each coded article is judged by a fit that has not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from bias.reading.framing.classifier import terms

LEAST = 5  # coded articles with a frame, and as many without, from which on it is learned
FOLDS = 5
STRENGTH = 8.0  # C of the regressions
READ = 0.5  # weight of what is read, in standard deviations, beside words of unit length
MOST = 12_000  # terms
PRESENT_FROM = 0.5  # probability from which on a frame is there
DRAWS = 1000

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FrameAgreement:
    """How well one frame is found, judged by the articles that a person coded."""

    frame: str
    coded: int
    present: int
    read: float  # F1 of the reading without learning
    learned: float | None  # F1 of what is learned, by cross-validation; None: too few to learn from
    low: float | None = None  # its 95 % interval, from resampling the coded articles
    high: float | None = None

    @property
    def used(self) -> bool:
        return self.learned is not None and self.learned >= self.read


class FrameLearner:
    """Frames of articles from their words and from what is read of them; scikit-learn's contract.

    Takes texts and, for each, the scores (n, frames) that are read without learning.
    """

    def fit(self, texts: Sequence[str], scores: Scores, codes: Scores) -> FrameLearner:
        """`codes` (n, frames): 1 present, 0 absent, NaN not coded."""
        self.vectoriser_ = TfidfVectorizer(analyzer=_words, sublinear_tf=True, max_features=MOST).fit(texts)
        self.mean_, spread = scores.mean(0), scores.std(0)
        self.scale_ = READ / np.where(spread > 0, spread, 1)
        features = self._features(texts, scores)
        self.models_ = [_fitted(features, codes[:, k]) for k in range(codes.shape[1])]
        return self

    def predict_proba(self, texts: Sequence[str], scores: Scores) -> Scores:
        """The probability that an article carries each frame: (n, frames)."""
        features = self._features(texts, scores)
        shares = [
            model if isinstance(model, float) else model.predict_proba(features)[:, 1]
            for model in self.models_
        ]
        return np.stack([np.broadcast_to(share, len(texts)) for share in shares], 1)

    def _features(self, texts: Sequence[str], scores: Scores) -> csr_matrix:
        scaled = csr_matrix((scores - self.mean_) * self.scale_)
        return hstack([self.vectoriser_.transform(texts), scaled]).tocsr()


def _words(text: str) -> list[str]:
    return ["", *terms(text)]  # never nothing: also an article of stop words is one


def _fitted(features: csr_matrix, codes: Scores) -> LogisticRegression | float:
    """A regression, or the share of articles with the frame where all are coded alike."""
    known = np.flatnonzero(~np.isnan(codes))
    if len(set(codes[known])) < 2:
        return float(codes[known].mean()) if len(known) else 0.0
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500, solver="liblinear")
    return model.fit(features[known], codes[known])


def cross_validated(
    texts: Sequence[str], scores: Scores, codes: Scores, *, folds: Sequence[object] = ()
) -> Scores:
    """Probabilities of each article by a fit that has not seen it: (n, frames).

    `folds` says which articles are kept out together; without it, five parts by chance.
    """
    out = np.zeros(codes.shape)
    for inside, outside in _splits(len(texts), folds):
        learner = FrameLearner().fit([texts[k] for k in inside], scores[inside], codes[inside])
        out[outside] = learner.predict_proba([texts[k] for k in outside], scores[outside])
    return out


def _splits(n: int, folds: Sequence[object]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if not folds:
        return list(KFold(min(FOLDS, n), shuffle=True, random_state=0).split(np.arange(n)))
    names = np.asarray([str(fold) for fold in folds])
    return [(np.flatnonzero(names != name), np.flatnonzero(names == name)) for name in sorted(set(names))]


def compare_with_coder(
    frames: Sequence[str], texts: Sequence[str], scores: Scores, found: Flags, codes: Scores
) -> list[FrameAgreement]:
    """How well each frame is found without learning (`found`) and with it, by cross-validation."""
    known = ~np.isnan(codes)
    enough = [min((codes[:, k] == 1).sum(), (codes[:, k] == 0).sum()) >= LEAST for k in range(len(frames))]
    shares = cross_validated(texts, scores, codes) if any(enough) else np.zeros(codes.shape)
    out = []
    for k, frame in enumerate(frames):
        here = known[:, k]
        wanted, answer = codes[here, k] == 1, shares[here, k] >= PRESENT_FROM
        low, high = _interval(wanted, answer) if enough[k] else (None, None)
        out.append(
            FrameAgreement(
                frame=frame,
                coded=int(here.sum()),
                present=int(wanted.sum()),
                read=f1(wanted, found[here, k]),
                learned=f1(wanted, answer) if enough[k] else None,
                low=low,
                high=high,
            )
        )
    return out


def f1(wanted: Flags, found: Flags) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is right."""
    both = int((wanted & found).sum())
    return 2 * both / int(wanted.sum() + found.sum()) if both else 0.0


def _interval(wanted: Flags, found: Flags) -> tuple[float, float]:
    draws = np.random.default_rng(0).integers(0, len(wanted), (DRAWS, len(wanted)))
    low, high = np.quantile([f1(wanted[rows], found[rows]) for rows in draws], (0.025, 0.975))
    return float(low), float(high)
