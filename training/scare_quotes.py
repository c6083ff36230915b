r"""Train the model of scare quotes: a short quotation's signs, and the encoder around it → a probability.

    python training/scare_quotes.py --shared SHARED/data --out bias/models/scare_quotes

Learns from scare_passages.tsv (written for this) and from scare_codes.tsv: where, in articles that are not
part of the project, short quotations stand, and how they were coded.  Outlets of KEPT_OUT are not learned
from; the model is measured on them at the end.  Bounds and calibration come from documents kept out in turn
among the others.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bias.model import Article
from bias.reading.text.attributions import find_attributions
from bias.reading.text.encoder import parse
from bias.reading.text.linear import sigmoid
from bias.reading.wording.scare_quotes import NOBODY, by_hand, names_something, places, signs

HERE = Path(__file__).resolve().parent
KEPT_OUT = """associatedpress breitbart breitbartnews cbn cnn cnneditorial cnnwebnews dailybeast dailykos
    guestwriterleft guestwriterright investorsbusinessdaily nationalreview politico realclearpolitics sfgate
    theblazecom thedailycaller theguardian vox westjournal"""  # outlets, in small letters without spaces
KEPT_OUT_FILES = ("stories/basil_dev.jsonl",)
STRENGTH = 0.003  # C, of standardised features
REAL = 8.0  # what a coded quotation weighs beside a written one
FOLDS = 6
LIKELY, POSSIBLE = 0.5, 0.05  # probabilities; the second was chosen on documents kept out in turn


@dataclass(frozen=True)
class Item:
    """A short quotation, coded."""

    scare: bool
    signs: tuple[float, ...]
    vector: np.ndarray
    document: str  # "" of what was written
    kept_out: bool
    named: bool  # a name or title by rule: never a scare quote
    alone: bool  # by the signs nobody in sight says it
    stands_for: float  # short quotations of the articles that it was drawn for; 0 where it was not drawn


def written() -> Iterator[Item]:
    for line in (HERE / "scare_passages.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, passage = line.split("\t")
        start, end = passage.index("⟦"), passage.index("⟧") - 1
        text = passage.replace("⟦", "").replace("⟧", "")
        yield from read(text, {(start, end): (code == "scare", 0.0)}, "", kept_out=False)


def coded(shared: Path) -> Iterator[Item]:
    """Quotations of which one coder at least said that they are scare quotes count as such."""
    wanted: dict[tuple[str, int], dict[tuple[int, int], tuple[bool, float]]] = defaultdict(dict)
    with (HERE / "scare_codes.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            scare = "scare" in (row["code"], row["code_2"])
            drawn = float(row["stands_for"]) if row["file"].startswith("real/") else 0.0
            place = int(row["start"]), int(row["end"])
            wanted[row["file"], int(row["line"])][place] = (scare, drawn)
    for name in sorted({file for file, _ in wanted}):
        rows = [json.loads(line) for line in (shared / name).open(encoding="utf-8")]
        for line in sorted(line for file, line in wanted if file == name):
            row = rows[line - 1]
            outlet = re.sub(r"[^a-z0-9]", "", (row.get("outlet") or "").lower())
            apart = outlet in KEPT_OUT.split() or name in KEPT_OUT_FILES
            yield from read(row["text"], wanted[name, line], f"{name}:{line}", kept_out=apart)


def read(
    text: str, wanted: dict[tuple[int, int], tuple[bool, float]], document: str, *, kept_out: bool
) -> Iterator[Item]:
    found = parse(Article("", "", "", text, language="en"))
    for place in places(text, found.sentences, tuple(find_attributions(found))):
        span = place.span
        near = next((k for k in wanted if abs(k[0] - span.start) <= 2 and abs(k[1] - span.end) <= 2), None)
        if near is None or span not in found.quoted:
            continue
        scare, drawn = wanted[near]
        weighed = tuple(signs(place).values())
        named, alone = names_something(place), by_hand(signs(place)) >= NOBODY
        yield Item(scare, weighed, found.quoted[span], document, kept_out, named, alone, drawn)


def with_mean(own: list[Item], items: list[Item], sign: int) -> list[Item]:
    """What a passage is too short to tell is taken to be as in articles."""
    mean = float(np.mean([item.signs[sign] for item in items]))
    return [replace(one, signs=(*one.signs[:sign], mean, *one.signs[sign + 1 :])) for one in own]


class Fitted:
    """One fit: scaling of the features, and a regression."""

    def __init__(self, items: list[Item]) -> None:
        rows = features(items)
        self.mean, spread = rows.mean(0), rows.std(0)
        self.spread = np.where(spread > 0, spread, 1)
        weights = [REAL if item.document else 1.0 for item in items]
        self.model = LogisticRegression(C=STRENGTH, max_iter=1000)
        self.model.fit((rows - self.mean) / self.spread, [item.scare for item in items], weights)

    def scores(self, items: list[Item]) -> np.ndarray:
        return self.model.decision_function((features(items) - self.mean) / self.spread)

    def folded(self) -> tuple[np.ndarray, float]:
        """Weights and bias for features as they come."""
        weights = self.model.coef_[0] / self.spread
        return weights, float(self.model.intercept_[0] - weights @ self.mean)


def features(items: list[Item]) -> np.ndarray:
    return np.array([np.concatenate([item.signs, item.vector]) for item in items])


def in_turn(own: list[Item], items: list[Item]) -> np.ndarray:
    """The score of each by a fit that has not seen its document."""
    out = np.zeros(len(items))
    groups = [item.document for item in items]
    for inside, outside in GroupKFold(FOLDS).split(items, groups=groups):
        fit = Fitted([*own, *(items[k] for k in inside)])
        out[outside] = fit.scores([items[k] for k in outside])
    return out


def platt(scores: np.ndarray, items: list[Item]) -> tuple[float, float]:
    """Slope and offset, on what was drawn from articles, as often as it occurs there."""
    drawn = [(score, item) for score, item in zip(scores, items, strict=True) if item.stands_for]
    rows, scare = [[score] for score, _ in drawn], [item.scare for _, item in drawn]
    model = LogisticRegression(C=1e6).fit(rows, scare, [item.stands_for for _, item in drawn])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def report(name: str, scores: np.ndarray, items: list[Item]) -> None:
    """Of all that was coded, and as quotations occur in articles."""
    scare = np.array([item.scare for item in items])
    shares = sigmoid(scores)
    drawn = np.array([item.stands_for for item in items])
    allowed = np.array([not item.named for item in items])
    alone = np.array([item.alone for item in items])
    out: dict[str, Any] = {
        "n": len(items),
        "scare": int(scare.sum()),
        "auroc": round(float(roc_auc_score(scare, scores)), 3),
        "average_precision": round(float(average_precision_score(scare, scores)), 3),
    }
    for tier, least in (("likely", LIKELY), ("possible", POSSIBLE)):
        sure = shares >= least
        found = allowed & ((alone & sure) if tier == "likely" else (alone | sure))
        right = found & scare
        out[tier] = {
            "coded": [int(right.sum()), int(found.sum())],
            "in_articles": [round(drawn[right].sum()), round(drawn[found].sum())],
            "recall_in_articles": round(float(drawn[right].sum() / drawn[scare].sum()), 3),
        }
    print(name, json.dumps(out), flush=True)


def write(out: Path, fit: Fitted, slope: float, offset: float, names: list[str]) -> None:
    weights, bias = fit.folded()
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", vector=(slope * weights[len(names) :]).astype(np.float32))
    config = {
        "signs": {n: round(float(slope * w), 4) for n, w in zip(names, weights, strict=False)},
        "bias": slope * bias + offset,
        "likely": LIKELY,
        "possible": POSSIBLE,
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of the data to train on")
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    train(list(written()), list(coded(opt.shared)), opt.out)


def train(own: list[Item], items: list[Item], out: Path) -> None:
    names = list(signs(next(places("a “b” c", (), ()))))
    known = [item for item in items if not item.kept_out]
    own = with_mean(own, known, names.index("personal"))
    scores = in_turn(own, known)
    slope, offset = platt(scores, known)
    report("documents kept out in turn", slope * scores + offset, known)
    fit = Fitted([*own, *known])
    apart = [item for item in items if item.kept_out]
    report("outlets kept out", slope * fit.scores(apart) + offset, apart)
    write(out, fit, slope, offset, names)


if __name__ == "__main__":
    main()
