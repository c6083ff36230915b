"""Frames, gold against found, without learning and with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bias.errors import BadInputError
from bias.evaluate.gold import Record, read_rows
from bias.model import Article
from bias.reading import PRESENT_FROM, FrameCodebook, cross_validated, f1, parse, score_frames

Scores = NDArray[np.float64]  # (rows, frames)
Flags = NDArray[np.bool_]


def read_gold(
    path: str | Path, book: FrameCodebook, names: Mapping[str, str]
) -> tuple[list[Record], list[str], Scores]:
    """Reads JSON lines with `text`, the frames that a coder found, and perhaps `split` (a fold).

    The frames are a list, `labels`, or `frames`, an object that has true or 1 for each that is there.

    `names` says which frame of the codebook a label of the file is.  Gives the rows, the frames that the
    file codes, and the codes (n, frames).  Raises BadInputError where no label is a frame of the codebook.
    """
    rows: list[Record] = list(read_rows(path, ("text",), _untold))
    said = [{names.get(label, label) for label in _labels(row)} for row in rows]
    frames = [frame for frame in book.frames if any(frame in labels for labels in said)]
    if not frames:
        raise BadInputError(
            f"{path}: no label is a frame of {book.name}, which has {', '.join(book.frames)}.  "
            "Say which is which, as in --map politics=political"
        )
    return rows, frames, np.asarray([[float(frame in labels) for frame in frames] for labels in said])


def _untold(row: Record) -> str:
    named = isinstance(row.get("labels"), list) or isinstance(row.get("frames"), dict)
    return "" if named else "neither labels, a list, nor frames, an object"


def _labels(row: Record) -> list[str]:
    return row["labels"] if "labels" in row else [name for name, there in row["frames"].items() if there]


def find(rows: Sequence[Record], book: FrameCodebook, frames: Sequence[str]) -> tuple[Scores, Flags]:
    """Scores and flags without learning: how strong each frame is, and whether it is present; (n, frames)."""
    scores, found = np.zeros((len(rows), len(frames))), np.zeros((len(rows), len(frames)), bool)
    for n, row in enumerate(rows):
        parsed = parse(Article("", "", "", row["text"]))
        read = {one.frame: one for one in score_frames(parsed, book)}
        scores[n] = [read[frame].score for frame in frames]
        found[n] = [read[frame].present for frame in frames]
    return scores, found


def learned(rows: Sequence[Record], scores: Scores, codes: Scores) -> tuple[Scores, Flags]:
    """Scores and flags with learning: each row is judged by a fit that has not seen it.

    The folds are those of the file, where it has some.
    """
    folds = [row["split"] for row in rows if row.get("split")]
    folds = folds if len(folds) == len(rows) and len(set(folds)) > 1 else []
    shares = cross_validated([row["text"] for row in rows], scores, codes, folds=folds)
    return shares, shares >= PRESENT_FROM


def frames(names: Sequence[str], codes: Scores, scores: Scores, found: Flags) -> dict[str, Any]:
    """Macro-F1 and macro-AUROC, and for each frame F1, precision, recall, AUROC and how often it is there."""
    each = {name: _rates(codes[:, k] == 1, scores[:, k], found[:, k]) for k, name in enumerate(names)}
    means = {
        f"macro_{name}": float(np.mean([one[name] for one in each.values()])) for name in ("f1", "auroc")
    }
    return {"n": len(codes), **means, "frames": each}


def _rates(wanted: Flags, score: Scores, found: Flags) -> dict[str, float]:
    both = int((wanted & found).sum())
    return {
        "f1": f1(wanted, found),
        "precision": both / max(1, int(found.sum())),
        "recall": both / max(1, int(wanted.sum())),
        "auroc": float(roc_auc_score(wanted, score)) if 0 < wanted.sum() < len(wanted) else float("nan"),
        "n": int(wanted.sum()),
    }
