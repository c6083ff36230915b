"""Fit what tells the stance of an article from how its mentions are worded: models/stance/config.json.

    python training/stance.py persent_dev.jsonl basil_dev.jsonl --sources allsides_articles.jsonl \\
        polnear_articles.jsonl semeval_genre_train.jsonl narrative_frames_train.jsonl --out build/stance

Reads the articles of the gold files, and of those coded for this project (tone/stance_codes.tsv) the ones
that the tone model was not taught.  Collections differ in how often their coders say what, so each has shifts
of its own; shipped are those of the articles coded for this project.  Fifths of the articles are kept out in
turn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

sys.path.insert(0, str(Path(__file__).parent / "tone"))
from lessons import HERE, coded, is_kept, source_texts

from bias.evaluate import stance
from bias.model import Article
from bias.reading import FEATURES, read

VALUES = {-1: 0, 0: 1, 1: 2}
STRENGTH = 0.02  # of the ridge on weights
CERTAIN = 0.75  # accuracy wanted of what is said
FOLDS = 5
Row = tuple[str, str, list[float], int]  # collection, article, features, label


def gold_rows(path: Path) -> Iterator[Row]:
    rows = stance.read_gold(path)
    for row, reading in zip(rows, stance.find(rows), strict=True):
        meant = stance.meant(row["target"], reading.targets)
        tones = [one for one in reading.tones if one.voice == "narration" and one.target in meant]
        if tones:
            label = VALUES[stance.VALUES[row["label"]]]
            yield path.stem, row.get("event") or row["text"][:80], stance.features(tones), label


def coded_rows(sources: list[Path]) -> Iterator[Row]:
    texts, readings = source_texts(sources), {}
    for key, sign, above, inside in coded(HERE / "stance_codes.tsv"):
        if not is_kept(key):
            continue
        if key not in readings:
            title, text = texts[key]
            readings[key] = read(Article(key, "", title, text))
        marks = {(True, *mark[:2]) for mark in above} | {(False, *mark[:2]) for mark in inside}
        tones = [
            one
            for one in readings[key].tones
            if one.voice == "narration" and (one.headline, one.span.start, one.span.end) in marks
        ]
        if tones:
            yield "coded", key, stance.features(tones), sign


def design(rows: list[Row]) -> tuple[Any, Any, Any]:
    told = np.array([features for *_, features, _ in rows])
    told[:, 0] = np.log(np.maximum(told[:, 0], 1))
    names = sorted({name for name, *_ in rows})
    return told, np.array([names.index(row[0]) for row in rows]), np.array([row[-1] for row in rows])


def fit(told: Any, collection: Any, wanted: Any, collections: int) -> tuple[Any, Any]:
    """Weights (3, features), those of a plain stance zero, and shifts (collections, 3)."""
    size = told.shape[1]

    def parts(values: Any) -> tuple[Any, Any]:
        weights, shifts = np.zeros((3, size)), np.zeros((collections, 3))
        weights[[0, 2]] = values[: 2 * size].reshape(2, size)
        shifts[:, [0, 2]] = values[2 * size :].reshape(collections, 2)
        return weights, shifts

    def loss(values: Any) -> float:
        weights, shifts = parts(values)
        likely = log_softmax(told @ weights.T + shifts[collection], axis=1)
        return -likely[np.arange(len(wanted)), wanted].mean() + STRENGTH * (weights[:, 1:] ** 2).sum() / size

    return parts(minimize(loss, np.zeros(2 * size + 2 * collections), method="L-BFGS-B").x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--sources", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    rows = [row for path in opt.gold for row in gold_rows(path)] + list(coded_rows(opt.sources))
    told, collection, wanted = design(rows)
    names = sorted({name for name, *_ in rows})
    articles = sorted({row[1] for row in rows})
    fold = np.array([articles.index(row[1]) % FOLDS for row in rows])
    shares = np.zeros((len(rows), 3))
    for kept in range(FOLDS):
        weights, shifts = fit(told[fold != kept], collection[fold != kept], wanted[fold != kept], len(names))
        here = fold == kept
        shares[here] = softmax(told[here] @ weights.T + shifts[collection[here]], axis=1)
    own = collection == names.index("coded")
    right = shares.argmax(1) == wanted
    top = shares.max(1)
    bounds = [t for t in np.arange(0.4, 0.9, 0.01) if right[own & (top >= t)].mean() >= CERTAIN]
    for number, name in enumerate(names):
        here = collection == number
        loss = -np.log(shares[here, wanted[here]]).mean()
        print(f"{name}: n {here.sum()} accuracy {right[here].mean():.3f} log loss {loss:.3f}")
    weights, shifts = fit(told, collection, wanted, len(names))
    config = {
        "features": list(FEATURES),
        "weights": weights.round(3).tolist(),
        "shift": shifts[names.index("coded")].round(3).tolist(),
        "certain": round(float(bounds[0]), 2) if bounds else 0.9,
    }
    opt.out.mkdir(parents=True, exist_ok=True)
    (opt.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(config)


if __name__ == "__main__":
    main()
