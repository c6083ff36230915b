"""The words around a source → its role, where no rule knows it.  Linear; see models/roles/card.md."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bias import resources
from bias.model import Span

REACH = 150  # code points on either side
NEAR = 22  # words on either side
INSIDE = re.compile(r"[A-Za-z][\w’']*|\d+|[%$“”\"()]")
AROUND = re.compile(r"[A-Za-z][\w’']*|[“”\",]")

Floats = NDArray[np.float32]


def features(text: str, span: Span, form: str) -> list[str]:
    """What the model sees of a source: its words, their shape, and the words on either side."""
    own = INSIDE.findall(text[span.start : span.end])
    low = [word.lower() for word in own]
    left = [word.lower() for word in AROUND.findall(text[max(0, span.start - REACH) : span.start])][-NEAR:]
    right = [word.lower() for word in AROUND.findall(text[span.end : span.end + REACH])][:NEAR]
    return [
        f"form={form}",
        *(f"in={word}" for word in low),
        *(f"in={one}_{two}" for one, two in pairwise(low)),
        *(f"last={word}" for word in low[-1:]),
        *(f"shape={'X' if word[0].isupper() else 'x'}" for word in own[:4]),
        *(f"left={word}" for word in left),
        *(f"right={word}" for word in right),
        *(f"before={word}" for word in left[-2:]),
        *(f"after={word}" for word in right[:2]),
    ]


def probabilities(mentions: Sequence[Sequence[str]]) -> dict[str, float]:
    """The probability of each role, as a mean over a speaker's mentions."""
    model = _model()
    shares = np.mean([model.of(names) for names in mentions], axis=0)
    return {role: float(share) for role, share in zip(model.roles, shares, strict=True)}


def threshold() -> float:
    """The probability below which a role is unknown; chosen on documents kept out of training."""
    return _model().threshold


class _Model:
    """Multinomial logistic regression on TF-IDF (sublinear, unit length)."""

    def __init__(self) -> None:
        folder = resources.model_folder("roles")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.roles: list[str] = config["roles"]
        self.threshold: float = config["threshold"]
        names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")
        self.index = {name: n for n, name in enumerate(names)}
        with np.load(folder / "weights.npz") as file:
            self.idf: Floats = file["idf"].astype(np.float32)
            self.weights: Floats = file["weights"].astype(np.float32)  # (features, roles)
            self.bias: Floats = file["bias"].astype(np.float32)

    def of(self, names: Sequence[str]) -> Floats:
        """Probabilities of the roles, in the order of `roles`."""
        counts = Counter(self.index[name] for name in names if name in self.index)
        rows = np.fromiter(counts, np.int64, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.idf[rows]
        length = float(np.sqrt((values**2).sum())) or 1.0
        scores = (values / length) @ self.weights[rows] + self.bias
        powers = np.exp(scores - scores.max())
        shares: Floats = powers / powers.sum()
        return shares


@cache
def _model() -> _Model:
    return _Model()
