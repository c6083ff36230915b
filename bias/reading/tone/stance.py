"""The stance of an article toward somebody, in the outlet's own voice, from how its mentions are worded.

A stance is read from all mentions of somebody in an article's narration, its title's too: one person's, or
those of several targets together, a government's ministers for instance.  It grows with the mean of positive
minus negative over them, as an ordered choice of three; how often somebody is mentioned changes nothing, so a
long article is no harsher than a short one.  See models/stance/card.md.
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

FEATURES = ("negative", "positive")  # means of the probabilities of an article's mentions

Floats = NDArray[np.float64]


def stances(features: Floats) -> Floats:
    """Calibrated probabilities (n, 3) of an unfavourable, a plain and a favourable stance; (n, FEATURES)."""
    fitted = _fitted()
    negative, positive = np.asarray(features, dtype=float).reshape(-1, len(FEATURES)).T
    lean = fitted["slope"] * (positive - negative)
    found: Floats = softmax(np.column_stack([-lean, 0 * lean, lean]) + fitted["shift"], axis=1)
    return found


def likeliest_stance(probabilities: Floats) -> Tonality:
    """The likeliest label; *uncertain* below the confidence that the model's config sets."""
    best = int(np.argmax(probabilities))
    return TONES[best] if probabilities[best] >= _fitted()["certain"] else "uncertain"  # type: ignore[return-value]


@cache
def _fitted() -> dict[str, Any]:
    """slope, shift (3), certain."""
    path = resources.model_folder("stance") / "config.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
