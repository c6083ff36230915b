"""A short quotation's signs and what the encoder gives around it → how likely it is a scare quote.

Linear; see models/scare_quotes/card.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bias import resources

Floats = NDArray[np.float32]


class ScareModel:
    """Logistic regression, calibrated by Platt's scaling on documents kept out."""

    def __init__(self) -> None:
        folder = resources.model_folder("scare_quotes")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.signs: dict[str, float] = config["signs"]
        self.bias: float = config["bias"]
        self.likely, self.possible = config["likely"], config["possible"]
        with np.load(folder / "weights.npz") as file:
            self.weights: Floats = file["vector"].astype(np.float32)

    def probability(self, signs: Mapping[str, float], vector: Floats) -> float:
        """`vector` is what `reading.around` gives."""
        score = self.bias + float(vector @ self.weights)
        score += sum(self.signs[name] * value for name, value in signs.items())
        return float(1 / (1 + np.exp(-score)))


@cache
def scare_model() -> ScareModel:
    return ScareModel()
