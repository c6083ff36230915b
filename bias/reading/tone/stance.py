"""The stance of an article toward somebody, in the outlet's own voice, from how its mentions are worded.

A stance is read from all mentions of somebody in an article's narration, its title's too: one person's, or
those of several targets together, a government's ministers for instance.  The model is a multinomial
logistic regression of what `FEATURES` names; see models/stance/card.md.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax  # type: ignore[import-untyped]

from bias import resources
from bias.model import TONES, Tonality

# of an article's mentions: how many, means of their probabilities, the highest of them
FEATURES = ("mentions", "negative", "positive", "most_negative", "most_positive")

Floats = NDArray[np.float64]


def stances(features: Floats) -> Floats:
    """Calibrated probabilities (n, 3) of an unfavourable, a plain and a favourable stance; (n, FEATURES)."""
    fitted = _fitted()
    told = np.asarray(features, dtype=float).reshape(-1, len(FEATURES)).copy()
    told[:, 0] = np.log(np.maximum(told[:, 0], 1))
    found: Floats = softmax(told @ np.asarray(fitted["weights"]).T + fitted["shift"], axis=1)
    return found


def likeliest_stance(probabilities: Floats) -> Tonality:
    """The likeliest label; *uncertain* below the confidence that the model's config sets."""
    best = int(np.argmax(probabilities))
    return TONES[best] if probabilities[best] >= _fitted()["certain"] else "uncertain"  # type: ignore[return-value]


@cache
def _fitted() -> dict[str, Any]:
    """weights (3, FEATURES), shift (3), certain."""
    found: dict[str, Any] = json.loads(
        (resources.model_folder("stance") / "config.json").read_text(encoding="utf-8")
    )
    return found
