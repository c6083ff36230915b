"""Fit what tells the stance of an article from how its mentions are worded: models/stance/config.json.

    python training/stance.py persent_dev.jsonl basil_dev.jsonl --sources allsides_articles.jsonl \\
        polnear_articles.jsonl semeval_genre_train.jsonl narrative_frames_train.jsonl --out build/stance

Reads the articles of the gold files, and of those coded for this project (tone/stance_codes.tsv) the ones
that the tone model was not taught.  Collections differ in how often their coders say what, so each has shifts
of its own; shipped are those of the articles coded for this project.  Fifths of the articles are kept out in
turn.  PLAIN_MENTIONS of `bias.reading.tone.stance` was chosen by their log loss.
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
from scipy.special import log_softmax

sys.path.insert(0, str(Path(__file__).parent / "tone"))
from lessons import HERE, coded, is_kept, source_texts

from bias.evaluate import stance
from bias.model import Article
from bias.reading import read, stance_features, with_plain_mentions

VALUES = {-1: 0, 0: 1, 1: 2}
CERTAIN = 0.80  # accuracy wanted of what is said
FOLDS = 5
Row = tuple[str, str, list[float], int]  # collection, article, features, label


def gold_rows(path: Path) -> Iterator[Row]:
    rows = stance.read_gold(path)
    for row, reading in zip(rows, stance.find(rows), strict=True):
        meant = stance.meant(row["target"], reading.targets)
        tones = [one for one in reading.tones if one.voice == "narration" and one.target in meant]
        if tones:
            label = VALUES[stance.VALUES[row["label"]]]
            yield (
                path.stem,
                row.get("event") or row["text"][:80],
                [*stance_features(tones), len(tones)],
                label,
            )


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
            yield "coded", key, [*stance_features(tones), len(tones)], sign


def design(rows: list[Row]) -> tuple[Any, Any, Any, float]:
    """Positive minus negative with plain mentions added, the number of the collection, the label; and the net
    tone of a plain mention: the mean of the articles coded plain for this project."""
    names = sorted({name for name, *_ in rows})
    negative, positive, mentions = np.array([row[2] for row in rows]).T
    net, wanted = positive - negative, np.array([row[-1] for row in rows])
    own = np.array([row[0] == "coded" for row in rows])
    plain = round(float(net[own & (wanted == VALUES[0])].mean()), 4)
    collection = np.array([names.index(row[0]) for row in rows])
    return with_plain_mentions(net, mentions, plain), collection, wanted, plain


def likely(net: Any, slope: float, shifts: Any) -> Any:
    """Log probabilities (n, 3), as `bias.reading.tone.stance` has them."""
    return log_softmax(np.column_stack([-slope * net, 0 * net, slope * net]) + shifts, axis=1)


def fit(net: Any, collection: Any, wanted: Any, collections: int) -> tuple[float, Any]:
    """The slope and shifts (collections, 3), those of a plain stance zero."""

    def shifts_of(values: Any) -> Any:
        shifts = np.zeros((collections, 3))
        shifts[:, [0, 2]] = values[1:].reshape(collections, 2)
        return shifts

    def loss(values: Any) -> float:
        found = likely(net, values[0], shifts_of(values)[collection])
        return -float(found[np.arange(len(wanted)), wanted].mean())

    best = minimize(loss, np.zeros(1 + 2 * collections), method="L-BFGS-B").x
    return float(best[0]), shifts_of(best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--sources", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    kept = opt.out / "rows.json"
    if not kept.exists():
        opt.out.mkdir(parents=True, exist_ok=True)
        rows = [row for path in opt.gold for row in gold_rows(path)] + list(coded_rows(opt.sources))
        kept.write_text(json.dumps(rows), encoding="utf-8")
    rows = [tuple(row) for row in json.loads(kept.read_text(encoding="utf-8"))]
    net, collection, wanted, mention = design(rows)
    names = sorted({name for name, *_ in rows})
    articles = sorted({row[1] for row in rows})
    fold = np.array([articles.index(row[1]) % FOLDS for row in rows])
    shares = np.zeros((len(rows), 3))
    for part in range(FOLDS):
        there, here = fold != part, fold == part
        slope, shifts = fit(net[there], collection[there], wanted[there], len(names))
        shares[here] = np.exp(likely(net[here], slope, shifts[collection[here]]))
    own = collection == names.index("coded")
    right = shares.argmax(1) == wanted
    top = shares.max(1)
    bounds = [
        t
        for t in np.arange(0.4, 0.9, 0.01)
        if (own & (top >= t)).any() and right[own & (top >= t)].mean() >= CERTAIN
    ]
    for number, name in enumerate(names):
        here = collection == number
        loss = -np.log(shares[here, wanted[here]]).mean()
        print(f"{name}: n {here.sum()} accuracy {right[here].mean():.3f} log loss {loss:.3f}")
    slope, shifts = fit(net, collection, wanted, len(names))
    plain = shares[own & (wanted == VALUES[0])]
    config = {
        "slope": round(slope, 3),
        "shift": shifts[names.index("coded")].round(3).tolist(),
        "certain": round(float(bounds[0]), 2) if bounds else 0.9,
        "plain": round(float(np.median(plain[:, 2] - plain[:, 0])), 3),
        "plain_mention": mention,
    }
    (opt.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(config)


if __name__ == "__main__":
    main()
