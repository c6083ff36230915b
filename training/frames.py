r"""Train the model of generic frames: an article → conflict, human interest, economic …

    python training/frames.py --data DATA --out bias/models/frames

Data: 342 articles on climate (Narrative Frames Corpus; Frermann et al. 2023), whose *resolution* stands for
responsibility; short articles of many topics, written and coded for this project (`frame_articles.txt`); real
articles of other topics, coded for it by title and first 165 words (`frame_codes.tsv`), whose texts are in
DATA.  An article on climate weighs CLIMATE in the fit and nothing in the calibration: else every text is
judged as if six in ten were on a conflict.  A frame is present from a probability of one half on.  Each of
four folds is kept out in turn to measure and to calibrate; the model that is written is fitted on all.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bias.model import Article
from bias.reading.framing.classifier import dense, terms
from bias.reading.text.encoder import parse
from bias.reading.text.linear import sigmoid

FRAMES = {
    "conflict": "conflict",
    "human_interest": "human_interest",
    "economic": "economic",
    "morality": "morality",
    "responsibility": "resolution",  # as the corpus calls it
}
SEEDED, ENCODED, SHAPED = 0.1, 0.02, 0.1  # scales of the dense features, beside terms of unit length
STRENGTH = 8.0  # C
MOST, LEAST = 12_000, 3  # terms; articles that use a term
SHAPES = 6
CLIMATE = 0.3  # weight of an article on climate
WORDS = 600  # of a coded article that are read
PRESENT = 0.5  # probability
FOLDS = 4
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Coded:
    """Texts with their codes; `of` says from where each is: climate, written, coded."""

    texts: list[str]
    labels: np.ndarray  # (texts, frames)
    of: np.ndarray
    folds: np.ndarray

    def part(self, rows: np.ndarray) -> Coded:
        return Coded([self.texts[k] for k in rows], self.labels[rows], self.of[rows], self.folds[rows])


def read_all(data: Path) -> Coded:
    found = [*_climate(data), *_written(), *_coded(data)]
    labels = np.asarray([[frame in frames for frame in FRAMES] for _, frames, _, _ in found], int)
    by_chance = np.random.default_rng(0).integers(0, FOLDS, len(found))
    folds = [by_chance[k] if fold is None else fold for k, (_, _, _, fold) in enumerate(found)]
    return Coded([one[0] for one in found], labels, np.asarray([one[2] for one in found]), np.asarray(folds))


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def _climate(data: Path) -> Iterator[tuple[str, set[str], str, int | None]]:
    rows = _rows(data / "framing" / "narrative_frames_train.jsonl")
    names = sorted({row["split"] for row in rows})
    for row in rows:
        frames = {frame for frame, name in FRAMES.items() if name in row["labels"]}
        yield row["text"], frames, "climate", names.index(row["split"]) % FOLDS


def _written() -> Iterator[tuple[str, set[str], str, int | None]]:
    lines = (HERE / "frame_articles.txt").read_text(encoding="utf-8").split("\n")
    for block in "\n".join(line for line in lines if not line.startswith("#")).split("\n---\n"):
        head, text = block.strip().split("\n", 1)
        yield text, {name.strip().replace(" ", "_") for name in head.split(",")} - {"none"}, "written", None


def _coded(data: Path) -> Iterator[tuple[str, set[str], str, int | None]]:
    lines = (HERE / "frame_codes.tsv").read_text(encoding="utf-8").split("\n")[1:-1]
    codes = [line.split("\t") for line in lines]
    texts = {name: _rows(data / name) for name in {name for name, _, _ in codes}}
    for name, line, frames in codes:
        words = list(re.finditer(r"\S+", text := texts[name][int(line) - 1]["text"]))
        yield text[: words[:WORDS][-1].end()], set(frames.split()), "coded", None


class Fitted:
    """One fit: vectoriser, scaling of the dense features, a regression a frame."""

    def __init__(self, coded: Coded, rows: np.ndarray) -> None:
        self.vectoriser = TfidfVectorizer(
            analyzer=terms, sublinear_tf=True, min_df=LEAST, max_df=0.5, max_features=MOST
        )
        counted = self.vectoriser.fit_transform(coded.texts)
        self.mean, spread = rows.mean(0), rows.std(0)
        seeded = rows.shape[1] - 384 - SHAPES
        scale = np.concatenate([np.full(seeded, SEEDED), np.full(384, ENCODED), np.full(SHAPES, SHAPED)])
        self.scale = scale / np.where(spread > 0, spread, 1)
        whole = hstack([counted, csr_matrix((rows - self.mean) * self.scale)]).tocsr()
        weights = np.where(coded.of == "climate", CLIMATE, 1.0)
        self.models = [
            LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500, solver="liblinear").fit(
                whole, coded.labels[:, k], sample_weight=weights
            )
            for k in range(coded.labels.shape[1])
        ]

    def scores(self, texts: list[str], rows: np.ndarray) -> np.ndarray:
        whole = hstack(
            [self.vectoriser.transform(texts), csr_matrix((rows - self.mean) * self.scale)]
        ).tocsr()
        return np.stack([model.decision_function(whole) for model in self.models], 1)


def kept_out(coded: Coded, rows: np.ndarray) -> np.ndarray:
    """Scores of each article by a fit that has not seen its fold."""
    out = np.zeros(coded.labels.shape)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(coded.folds != fold), np.flatnonzero(coded.folds == fold)
        fit = Fitted(coded.part(inside), rows[inside])
        out[outside] = fit.scores(coded.part(outside).texts, rows[outside])
    return out


def platt(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset that make scores the logits of probabilities."""
    fits = [LogisticRegression(C=1e6).fit(scores[:, [k]], labels[:, k]) for k in range(labels.shape[1])]
    return np.asarray([fit.coef_[0, 0] for fit in fits]), np.asarray([fit.intercept_[0] for fit in fits])


def measured(shares: np.ndarray, labels: np.ndarray) -> dict:
    """Of articles kept out, frame by frame: found and right, found, there; F1; AUROC."""
    found = shares >= PRESENT
    counts = [
        [int(n) for n in ((found & (labels == 1))[:, k].sum(), found[:, k].sum(), labels[:, k].sum())]
        for k in range(labels.shape[1])
    ]
    f1 = [round(2 * right / max(1, given + there), 3) for right, given, there in counts]
    area = [round(float(roc_auc_score(labels[:, k], shares[:, k])), 3) for k in range(labels.shape[1])]
    return {"macro_f1": round(float(np.mean(f1)), 3), "counts": counts, "f1": f1, "auroc": area}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    coded = read_all(opt.data)
    rows = np.stack([dense(text, parse(Article("", "", "", text)).vector) for text in coded.texts])
    scores, elsewhere = kept_out(coded, rows), coded.of != "climate"
    slope, offset = platt(scores[elsewhere], coded.labels[elsewhere])
    shares = sigmoid(scores * slope + offset)
    report = {
        of: measured(shares[coded.of == of], coded.labels[coded.of == of]) for of in sorted(set(coded.of))
    }
    print(json.dumps(report, indent=1), flush=True)
    fit = Fitted(coded, rows)
    weights = np.stack([model.coef_[0] for model in fit.models], 1)
    size = len(fit.vectoriser.vocabulary_)
    lower = weights[size:] * fit.scale[:, None]
    bias = np.asarray([model.intercept_[0] for model in fit.models]) - fit.mean @ lower
    opt.out.mkdir(parents=True, exist_ok=True)
    (opt.out / "features.txt").write_text("\n".join(fit.vectoriser.get_feature_names_out()), encoding="utf-8")
    np.savez_compressed(
        opt.out / "weights.npz",
        idf=fit.vectoriser.idf_.astype(np.float16),
        weights=(weights[:size] * slope).astype(np.float16),
        dense=(lower * slope).astype(np.float32),
        bias=(bias * slope + offset).astype(np.float32),
    )
    config = {"frames": list(FRAMES), "thresholds": [PRESENT] * len(FRAMES), "measured": report}
    (opt.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
