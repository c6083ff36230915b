"""Linear models on words: what the small classifiers of the reading share.

Sums are taken in single precision and in one order, and the logistic function as it is written here:
`scipy.special.expit` differs from it in the last digit, and a stored probability would change with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_LOGIT = -80.0
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Scores = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that a model knows; a text becomes their TF-IDF, sublinear and of unit length."""

    index: dict[str, int]
    idf: Floats

    def weigh(self, terms: Iterable[str]) -> tuple[Ints, Floats]:
        """The numbers of the known terms, each once, and their values."""
        counts = Counter(self.index[term] for term in terms if term in self.index)
        rows = np.fromiter(counts, np.int64, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.idf[rows]
        length = float(np.sqrt((values**2).sum())) or 1.0
        return rows, (values / length).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (features, labels) and a bias (labels,); without the second axis for a single label."""

    weights: Floats
    bias: Scores

    def scores(
        self, values: Floats, rows: Ints | slice = slice(None), *, added: Floats | float = 0.0
    ) -> Scores:
        """The scores of the labels, from the values of all features, or of those that `rows` numbers."""
        scores: Scores = values @ self.weights[rows] + added
        return scores + self.bias


def read_arrays(path: Path) -> dict[str, Floats]:
    """The arrays of an .npz file, in single precision."""
    with np.load(path) as file:
        return {name: file[name].astype(np.float32) for name in file.files}


def read_terms(folder: Path, idf: Floats) -> Terms:
    """The terms of a model's folder, from features.txt, one a line."""
    names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")
    return Terms({name: number for number, name in enumerate(names)}, idf)


def sigmoid(scores: Scores) -> Scores:
    """Logits → probabilities; below LEAST_LOGIT they are that of it, since the power would overflow."""
    shares: Scores = 1 / (1 + np.exp(-np.maximum(scores, LEAST_LOGIT)))
    return shares
