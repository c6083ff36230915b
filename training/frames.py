r"""Train the model of generic frames: an article → conflict, human interest, economic …

    python training/frames.py --train narrative_frames_train.jsonl --out bias/models/frames

Data: 342 articles on climate (Narrative Frames Corpus; Frermann et al. 2023), whose *resolution* stands for
responsibility.  The folds of the file are kept out in turn, to measure; inside of each, the other folds give
thresholds and calibration.  The model that is written is fitted on all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

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
SHAPES = 7
DRAWS = 200


class Fitted:
    """One fit: vectoriser, scaling of the dense features, a regression a frame."""

    def __init__(self, texts: list[str], rows: np.ndarray, labels: np.ndarray) -> None:
        self.vectoriser = TfidfVectorizer(
            analyzer=terms, sublinear_tf=True, min_df=LEAST, max_df=0.5, max_features=MOST
        )
        counted = self.vectoriser.fit_transform(texts)
        self.mean, spread = rows.mean(0), rows.std(0)
        seeded = rows.shape[1] - 384 - SHAPES
        scale = np.concatenate([np.full(seeded, SEEDED), np.full(384, ENCODED), np.full(SHAPES, SHAPED)])
        self.scale = scale / np.where(spread > 0, spread, 1)
        whole = hstack([counted, csr_matrix((rows - self.mean) * self.scale)]).tocsr()
        self.models = [
            LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500, solver="liblinear").fit(
                whole, labels[:, k]
            )
            for k in range(labels.shape[1])
        ]

    def scores(self, texts: list[str], rows: np.ndarray) -> np.ndarray:
        whole = hstack(
            [self.vectoriser.transform(texts), csr_matrix((rows - self.mean) * self.scale)]
        ).tocsr()
        return np.stack([model.decision_function(whole) for model in self.models], 1)


def kept_out(texts: list[str], rows: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Scores of each article by a fit that has not seen its fold."""
    out = np.zeros(labels.shape)
    for fold in sorted(set(folds)):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        fit = Fitted([texts[k] for k in inside], rows[inside], labels[inside])
        out[outside] = fit.scores([texts[k] for k in outside], rows[outside])
    return out


def bounds(scores: np.ndarray, labels: np.ndarray) -> list[float]:
    """For each frame the score from which on it is called present: the best F1, on average over resampled
    articles, since the best one of a single sample depends on chance."""
    draws = np.random.default_rng(0).integers(0, len(scores), (DRAWS, len(scores)))
    out = []
    for k in range(labels.shape[1]):
        tried = np.unique(np.quantile(scores[:, k], np.linspace(0.02, 0.98, 60)))
        found, wanted = scores[:, k] >= tried[:, None], labels[:, k] == 1
        good = np.zeros(len(tried))
        for rows in draws:
            both = (found[:, rows] & wanted[rows]).sum(1)
            good += 2 * both / np.maximum(1, found[:, rows].sum(1) + wanted[rows].sum())
        out.append(float(tried[good.argmax()]))
    return out


def platt(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset that make scores the logits of probabilities."""
    fits = [LogisticRegression(C=1e6).fit(scores[:, [k]], labels[:, k]) for k in range(labels.shape[1])]
    return np.asarray([fit.coef_[0, 0] for fit in fits]), np.asarray([fit.intercept_[0] for fit in fits])


def measured(texts: list[str], rows: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> dict:
    """Each fold in turn: thresholds from the others, F1 and AUROC on it."""
    found, scores = np.zeros(labels.shape, bool), np.zeros(labels.shape)
    for fold in sorted(set(folds)):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        known = [texts[k] for k in inside]
        limits = bounds(kept_out(known, rows[inside], labels[inside], folds[inside]), labels[inside])
        fit = Fitted(known, rows[inside], labels[inside])
        scores[outside] = fit.scores([texts[k] for k in outside], rows[outside])
        found[outside] = scores[outside] >= limits
    f1 = [round(float(f1_score(labels[:, k], found[:, k])), 3) for k in range(labels.shape[1])]
    area = [round(float(roc_auc_score(labels[:, k], scores[:, k])), 3) for k in range(labels.shape[1])]
    return {"macro_f1": round(float(np.mean(f1)), 3), "f1": f1, "auroc": area}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    articles = [json.loads(line) for line in opt.train.open(encoding="utf-8")]
    texts = [row["text"] for row in articles]
    labels = np.asarray([[name in row["labels"] for name in FRAMES.values()] for row in articles], int)
    folds = np.asarray([row["split"] for row in articles])
    rows = np.stack([dense(text, parse(Article("", "", "", text)).vector) for text in texts])
    report = measured(texts, rows, labels, folds)
    print(report, flush=True)
    scores = kept_out(texts, rows, labels, folds)
    slope, offset = platt(scores, labels)
    fit = Fitted(texts, rows, labels)
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
    limits = sigmoid(np.asarray(bounds(scores, labels)) * slope + offset)
    config = {"frames": list(FRAMES), "thresholds": [round(float(t), 4) for t in limits], "measured": report}
    (opt.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
