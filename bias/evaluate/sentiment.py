"""Tone, gold against found: sentences with a target and the tone toward it.

The measures are those of NewsMTSC (Hamborg & Donnay 2021).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bias.evaluate.gold import Record, read_rows
from bias.reading import TONE_LABELS, classify_tone, likeliest_tone

FIELDS = ("text", "target_start", "target_end", "label")
GUIDE = "newsmtsc"  # the measures are for gold of its kind
BINS = 10  # of the reliability curve, equally wide
Floats = NDArray[np.float32]


def read_gold(path: str | Path) -> list[Record]:
    """JSON lines with text, target_start, target_end and label; raises BadInputError with file and line."""
    return read_rows(path, FIELDS, _trouble)


def _trouble(row: Record) -> str:
    if row["label"] not in TONE_LABELS:
        return f"label {row['label']!r}; it is one of {', '.join(TONE_LABELS)}"
    text, start, end = (row[name] for name in FIELDS[:3])
    if not (isinstance(text, str) and isinstance(start, int) and isinstance(end, int)):
        return "text has to be text, target_start and target_end whole numbers"
    if not 0 <= start < end <= len(text):
        return f"the target [{start}, {end}) lies outside of the text"
    return ""


def find_tones(rows: Sequence[Record]) -> Floats:
    """Probabilities (rows, 3) of negative, neutral, positive."""
    targets = [(row["target_start"], row["target_end"]) for row in rows]
    return classify_tone([row["text"] for row in rows], targets, guide=GUIDE)


def sentiment(rows: Sequence[Record], found: Floats) -> dict[str, Any]:
    """Measures of probabilities (rows, 3) against the rows' labels.

    macro_f1     unweighted mean of the F1 of the three labels, of the likeliest label
    conflicting  accuracy on the targets of sentences whose targets have different labels
    ece          expected calibration error over ten bins of confidence (Guo et al. 2017)
    answered     share of the rows that are not *uncertain*; precision: accuracy on these
    confusion    gold → found → rows, of the likeliest label
    """
    gold = np.asarray([TONE_LABELS.index(row["label"]) for row in rows])
    answer, sure = found.argmax(1), found.max(1)
    right = answer == gold
    answered = np.asarray([likeliest_tone(row, GUIDE) != "uncertain" for row in found])
    conflict = _conflicting(rows)
    f1 = {name: _f1(gold == place, answer == place) for place, name in enumerate(TONE_LABELS)}
    return {
        "n": len(rows),
        "macro_f1": float(np.mean(list(f1.values()))),
        "accuracy": float(right.mean()),
        "f1": f1,
        "conflicting": {"accuracy": _mean(right[conflict]), "n": int(conflict.sum())},
        "ece": calibration_error(sure, right),
        "answered": float(answered.mean()),
        "precision": _mean(right[answered]),
        "confusion": {
            one: {other: int(((gold == g) & (answer == a)).sum()) for a, other in enumerate(TONE_LABELS)}
            for g, one in enumerate(TONE_LABELS)
        },
    }


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Mean distance between confidence and accuracy over bins, weighted by their rows."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(float((right - confidence)[bins == one].sum())) for one in range(BINS)]
    return sum(gaps) / len(confidence)


def _conflicting(rows: Sequence[Record]) -> NDArray[np.bool_]:
    labels: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        labels[row["text"]].add(row["label"])
    return np.asarray([len(labels[row["text"]]) > 1 for row in rows])


def _f1(gold: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    return float(2 * (gold & found).sum() / max(1, gold.sum() + found.sum()))


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0
