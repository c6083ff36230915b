"""A short quotation's signs and what the encoder gives around it → how likely it is a scare quote.

Linear; see models/scare_quotes/card.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import numpy as np

from bias import resources
from bias.reading.text.linear import Floats, Linear, read_arrays, sigmoid


class ScareQuoteModel:
    """Logistic regression, calibrated by Platt's scaling on documents kept out."""

    def __init__(self) -> None:
        folder = resources.model_folder("scare_quotes")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.signs: dict[str, float] = config["signs"]
        self.likely, self.possible = config["likely"], config["possible"]
        weights = read_arrays(folder / "weights.npz")["vector"]  # (3 * 384,)
        self.linear = Linear(weights, np.asarray(config["bias"]))

    def probability(self, signs: Mapping[str, float], vector: Floats) -> float:
        """`vector` is what `encoder.around` gives."""
        score = self.linear.scores(vector) + sum(self.signs[name] * value for name, value in signs.items())
        return float(sigmoid(score))


@cache
def scare_quote_model() -> ScareQuoteModel:
    return ScareQuoteModel()
