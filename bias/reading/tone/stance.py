"""The stance of an article toward somebody, in the outlet's own voice, from how its mentions are worded.

A stance is read from all mentions of somebody in an article's narration, its title's too: one person's, or
those of several targets together, a government's ministers for instance.  It grows with the mean of positive
minus negative over them, as an ordered choice of three.  To these come PLAIN_MENTIONS, of the tone that
mentions have in plain articles, since one or two say less than ten; so a long article that takes no side is
no harsher than a short one.  See models/stance/card.md.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax  # type: ignore[import-untyped]

from bias import resources
from bias.model import TONES, Reading, Tonality, Tone

FEATURES = ("negative", "positive")  # means of the probabilities of an article's mentions
PLAIN_MENTIONS = 2
LABELS = {"negative": "unfavourable", "neutral": "plain", "positive": "favourable", "uncertain": "uncertain"}

Floats = NDArray[np.float64]


def stances(features: Floats, mentions: Floats) -> Floats:
    """Calibrated probabilities (n, 3) of an unfavourable, a plain and a favourable stance, of the means of an
    article's mentions (n, FEATURES) and their numbers (n)."""
    fitted = _fitted()
    negative, positive = np.asarray(features, dtype=float).reshape(-1, len(FEATURES)).T
    lean = fitted["slope"] * with_plain_mentions(positive - negative, mentions, fitted["plain_mention"])
    found: Floats = softmax(np.column_stack([-lean, 0 * lean, lean]) + fitted["shift"], axis=1)
    return found


def with_plain_mentions(net: Floats, mentions: Floats, plain: float) -> Floats:
    """The mean net tone of so many mentions when PLAIN_MENTIONS of the tone `plain` are added."""
    count = np.asarray(mentions, dtype=float)
    found: Floats = (count * net + PLAIN_MENTIONS * plain) / (count + PLAIN_MENTIONS)
    return found


def stance_values(probabilities: Floats) -> Floats:
    """Favourable less unfavourable (n), -1 to 1, around an article that reads plain, which is 0.

    Coded articles are four times as often unfavourable as favourable, so a plain one is likelier to be
    unfavourable after all; without this it would count against whom it names.
    """
    plain = _fitted()["plain"]
    away = probabilities[:, 2] - probabilities[:, 0] - plain
    found: Floats = away / np.where(away > 0, 1 - plain, 1 + plain)
    return found


def likeliest_stance(probabilities: Floats) -> Tonality:
    """The likeliest label; *uncertain* below the confidence that the model's config sets."""
    best = int(np.argmax(probabilities))
    return TONES[best] if probabilities[best] >= _fitted()["certain"] else "uncertain"  # type: ignore[return-value]


def stances_of(reading: Reading) -> list[dict[str, Any]]:
    """A record for each target that an article's narration mentions: target, mentions, label, and the
    probabilities of an unfavourable, plain and favourable stance; those spoken of most first."""
    by_target: dict[str, list[Tone]] = defaultdict(list)
    for tone in reading.tones:
        if tone.voice == "narration":
            by_target[tone.target].append(tone)
    ordered = sorted(by_target.items(), key=lambda item: -len(item[1]))
    counts = np.array([len(tones) for _, tones in ordered])
    features = np.array([stance_features(tones) for _, tones in ordered]).reshape(-1, len(FEATURES))
    found = stances(features, counts)
    return [
        {"target": target, "mentions": len(tones), "label": LABELS[likeliest_stance(row)]}
        | dict(zip(("unfavourable", "plain", "favourable"), map(float, row), strict=True))
        for (target, tones), row in zip(ordered, found, strict=True)
    ]


def stance_features(tones: Sequence[Tone]) -> list[float]:
    """The means of some mentions that the model of stance takes; its FEATURES."""
    return [float(np.mean([getattr(one, name) for one in tones])) for name in FEATURES]


@cache
def _fitted() -> dict[str, Any]:
    """slope, shift (3), certain, plain, plain_mention."""
    path = resources.model_folder("stance") / "config.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
