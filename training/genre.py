r"""Train the genre model: an article → report, analysis, opinion, interview, live or feature.

    python training/genre.py --own training/genre_articles.txt --demo data/demo/articles \
        --allsides allsides_articles.jsonl --cache features.npz --out bias/models/genre

Data: short articles of our own, of each genre; the demo's, which all report; and US articles whose address or
outlet gives the genre (a weak label: /opinion/ or /news/), that sign itself hidden.  Outlets are kept out in
turn to measure and to calibrate, our own articles by sixths.  `--cache` keeps what the reader gives.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bias.ingest import from_text
from bias.model import Article
from bias.reading.genre import GENRES, describe, features
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.encoder import parse
from bias.reading.text.reports import find_reports
from bias.reading.wording.detectors import read_wording

OPINION = re.compile(
    r"/opinions?/|/commentisfree/|/columnists?/|pundits-blog|/editorials?/|nationalreview\.com/(?!news)|/ideas/"
    r"|reason\.com/(?:blog|archives)|commentary"
)
REPORT = re.compile(
    r"foxnews\.com/(?:politics|us|world)/|usatoday\.com/story/news|thehill\.com/(?:homenews|policy|regulation)"
    r"|reuters\.com/article|npr\.org/sections/thetwo-way|nytimes\.com/.*(?:us|world)/|washingtontimes\.com/news"
    r"|cbn\.com/cbnnews|theguardian\.com/(?:us-news|world)|politico\.com/story"
)
EXPLAINS = re.compile(
    r"explained|what we know|\bmean\b|^Why|winners|ouster|tough road|history tells|What ", re.I
)
OUTLET_EXPLAINS = {"Christian Science Monitor": re.compile(""), "Vox": EXPLAINS}
SIGN = re.compile(r"^\W*(?:opinion|analysis|editorial|explainer|interview|live|q&a)\b[^:]{0,12}:\s*", re.I)
MOST_OF_AN_OUTLET = 30  # reports
# How often genres come: assumed, after coded articles of many countries; what was collected does not tell.
COMMON = dict(zip(GENRES, (0.66, 0.12, 0.12, 0.02, 0.03, 0.05), strict=True))
SPREAD = 4.0  # standard deviations; beyond, a value says no more
PARTS = 32  # principal components of the reader's vectors
ENCODED = 0.1  # scale of these beside the features
STRENGTH = 0.1  # C
RIGHT = 0.90  # of the reports and opinions that are given as sure, on articles kept out
SEED = 0


@dataclass(frozen=True)
class Row:
    """An article with its genre, and the fold that it is kept out in."""

    genre: str
    fold: str
    title: str
    text: str


def own(path: Path) -> list[Row]:
    rows = []
    for block in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = block.partition("\n")
        genre, _, title = head.partition(" | ")
        rows.append(Row(genre.strip(), f"own {len(rows) % 6}", SIGN.sub("", title.strip()), text.strip()))
    return rows


def demo(folder: Path) -> list[Row]:
    found = [(path, from_text(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*/*.txt"))]
    return [Row("report", f"demo {path.stem}", one.title, one.text) for path, one in found]


def allsides(path: Path) -> list[Row]:
    """Articles whose address says what they are, or whose outlet explains; others are left out."""
    rows = []
    for line in path.open(encoding="utf-8"):
        one = json.loads(line)
        explains = OUTLET_EXPLAINS.get(one["outlet"])
        if OPINION.search(one["url"]) or one["outlet"].startswith("Guest"):
            genre = "opinion"
        elif explains and explains.search(one["title"]):
            genre = "analysis"
        elif REPORT.search(one["url"]):
            genre = "report"
        else:
            continue
        rows.append(Row(genre, one["outlet"], SIGN.sub("", one["title"]), one["text"]))
    order = np.random.default_rng(SEED).permutation(len(rows))
    seen, kept = Counter(), []
    for row in (rows[k] for k in order):
        seen[row.fold] += row.genre == "report"
        if row.genre != "report" or seen[row.fold] <= MOST_OF_AN_OUTLET:
            kept.append(row)
    return kept


def described(row: Row) -> np.ndarray:
    parsed = parse(Article("", "", row.title, row.text))
    attributions = resolve_speakers(parsed, find_reports(parsed)).attributions
    return describe(parsed, attributions, read_wording(parsed, attributions))


class Fitted:
    """One fit; `weights` (features + 384, genres) and `bias` take values that are cut and centred."""

    def __init__(self, values: np.ndarray, labels: np.ndarray, parts: np.ndarray) -> None:
        size = len(features())
        self.mean, spread = values.mean(0), values.std(0)
        self.low, self.high = self.mean - SPREAD * spread, self.mean + SPREAD * spread
        lead = np.zeros((values.shape[1], size + PARTS))
        lead[np.arange(size), np.arange(size)] = 1 / np.where(spread[:size] > 0, spread[:size], 1)
        lead[size:, size:] = parts.T
        along = self.cut(values) @ lead
        lead[:, size:] *= ENCODED / along[:, size:].std(0)
        often = Counter(labels)
        model = LogisticRegression(C=STRENGTH, max_iter=500).fit(
            self.cut(values) @ lead, labels,
            sample_weight=[len(labels) / len(often) / often[one] for one in labels],
        )  # fmt: skip
        order = [list(model.classes_).index(one) for one in GENRES]
        self.weights = lead @ model.coef_[order].T
        self.bias = model.intercept_[order] + np.log([COMMON[one] for one in GENRES])

    def cut(self, values: np.ndarray) -> np.ndarray:
        return np.clip(values, self.low, self.high) - self.mean

    def scores(self, values: np.ndarray) -> np.ndarray:
        return self.cut(values) @ self.weights + self.bias


def main_parts(values: np.ndarray) -> np.ndarray:
    vectors = values[:, len(features()) :]
    return np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)[2][:PARTS]


def kept_out(values: np.ndarray, labels: np.ndarray, folds: np.ndarray, parts: np.ndarray) -> np.ndarray:
    out = np.zeros((len(labels), len(GENRES)))
    for fold in sorted(set(folds)):
        inside = folds != fold
        out[~inside] = Fitted(values[inside], labels[inside], parts).scores(values[~inside])
    return out


def usual(labels: np.ndarray) -> np.ndarray:
    """Weights that give each genre the share that it is assumed to have."""
    often = Counter(labels)
    return np.asarray([COMMON[one] / often[one] for one in labels])


def temperature(scores: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> float:
    """What scores are divided by to be logits of probabilities (Guo et al. 2017)."""
    gold = np.asarray([GENRES.index(one) for one in labels])

    def loss(log: float) -> float:
        return -float(weights @ log_softmax(scores / np.exp(log), axis=1)[np.arange(len(gold)), gold])

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x))


def bound(shares: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> float:
    """The lowest confidence from which reports and opinions are right in RIGHT of the articles kept out."""
    best = np.asarray(GENRES)[shares.argmax(1)]
    for sure in np.arange(0.5, 0.96, 0.01):
        given = shares.max(1) >= sure
        right = [
            weights[given & (best == one) & (labels == one)].sum()
            / max(1e-9, weights[given & (best == one)].sum())
            for one in ("report", "opinion")
        ]
        if min(right) >= RIGHT:
            return round(float(sure), 2)
    return 0.96


def report(shares: np.ndarray, labels: np.ndarray, folds: np.ndarray, sure: float) -> dict:
    best, given = np.asarray(GENRES)[shares.argmax(1)], shares.max(1) >= sure
    ours = np.char.startswith(folds, "own")
    outlets = ~ours & ~np.char.startswith(folds, "demo")

    def of(chosen: np.ndarray, names: tuple[str, ...]) -> dict:
        return {
            "n": int(chosen.sum()),
            "macro_f1": round(
                float(f1_score(labels[chosen], best[chosen], labels=names, average="macro")), 3
            ),
            "answered": round(float(given[chosen].mean()), 3),
            "right": round(float((best == labels)[chosen & given].mean()), 3),
        }

    return {
        "own, sixths kept out": of(ours, GENRES),
        "report and opinion, outlets kept out": of(outlets & (labels != "analysis"), ("report", "opinion")),
        "report, analysis, opinion, outlets kept out": of(outlets, ("report", "analysis", "opinion")),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("own", "demo", "allsides", "cache", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    opt = parser.parse_args()
    rows = [*own(opt.own), *demo(opt.demo), *allsides(opt.allsides)]
    if not opt.cache.is_file():
        np.savez_compressed(opt.cache, values=np.stack([described(row) for row in rows]))
    values = np.load(opt.cache)["values"].astype(float)
    labels, folds = np.asarray([row.genre for row in rows]), np.asarray([row.fold for row in rows])
    parts = main_parts(values)
    scores, weights = kept_out(values, labels, folds, parts), usual(labels)
    heat = temperature(scores, labels, weights)
    shares = softmax(scores / heat, axis=1)
    sure = bound(shares, labels, weights)
    measured = report(shares, labels, folds, sure)
    print(Counter(labels), "temperature", round(heat, 2), "sure from", sure, json.dumps(measured, indent=1))
    fit = Fitted(values, labels, parts)
    opt.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        opt.out / "weights.npz",
        weights=(fit.weights / heat).astype(np.float32), bias=(fit.bias / heat).astype(np.float32),
        mean=fit.mean.astype(np.float32), low=fit.low.astype(np.float32), high=fit.high.astype(np.float32),
    )  # fmt: skip
    config = {"genres": GENRES, "sure": sure, "common": COMMON, "measured": measured}
    (opt.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
