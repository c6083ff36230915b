r"""Train the role model: the words around a source → its role, for sources that no rule knows.

    python training/roles.py --polnear polnear_train.jsonl --allsides allsides_articles.jsonl \
        --out bias/models/roles

Data: `role_labels.tsv`, 1,600 source mentions of public articles coded for this project (stand-off: the
article, the code points, the codes; no text), and the roles that the rules of
`bias/reading/roles/role_evidence.py` give to the sources of the same articles, which count a fifth; and
`role_neutral.txt`, sentences that leave the role open.  Names are hidden from the model.
`--folds` groups of documents are kept out in turn, to choose the threshold and to measure; the model that is
written is fitted on all.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bias.model import Article, Attribution, Span
from bias.reading.speakers.coreference import resolve_speakers, whole
from bias.reading.speakers.personal_names import find_people
from bias.reading.speakers.role_classifier import OPEN, features
from bias.reading.text.attributions import find_attributions
from bias.reading.text.encoder import parse

SURE = 0.8  # confidence from which a role of the rules teaches
WINDOW = 350  # code points around a coded mention: what its coder saw
SILVER, GOLD, NEUTRAL = 0.2, 1.0, 4.0  # weights
THRESHOLDS = [round(0.3 + 0.01 * n, 2) for n in range(50)]


NAME = "Ada Lorm"


@dataclass(frozen=True)
class Example:
    doc: str
    names: list[str]
    role: str  # what the rules say; "" where they are silent
    labels: tuple[str, ...]  # what the coder says; empty for silver


def main() -> None:
    options = _options()
    texts = _texts(options.polnear, options.allsides)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        coded = list(pool.map(_coded, _labels(texts), chunksize=16))
        silver = [e for found in pool.map(_silver, texts.items(), chunksize=8) for e in found]
    print(f"{len(coded)} coded, {len(silver)} taught by the rules")
    threshold, figures = _chosen(coded, silver, options.folds, options.precision)
    vectors, model = _fitted(coded, silver)
    _write(options.out, vectors, model, threshold, figures)
    print(json.dumps(figures, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--allsides", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--precision", type=float, default=0.90, help="of rules and model together")
    return parser.parse_args()


def _texts(polnear: Path, allsides: Path) -> dict[str, tuple[str, str]]:
    """Document → its date and text."""
    out = {}
    for path, key in ((polnear, "doc_id"), (allsides, "url")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                date = row.get("published") or row.get("date") or ""
                out[row.get(key) or row["title"]] = (str(date), row["text"])
    return out


def _labels(texts: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str, str, int, int, tuple[str, ...]]]:
    path = Path(__file__).with_name("role_labels.tsv")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["doc"] in texts:
            labels = tuple(label for label in (row["role"], row["or"]) if label)
            yield (row["doc"], *texts[row["doc"]], int(row["start"]), int(row["end"]), labels)


def _coded(row: tuple[str, str, str, int, int, tuple[str, ...]]) -> Example:
    doc, date, text, start, end, labels = row
    left = max(0, start - WINDOW)
    part = text[left : end + WINDOW]
    span = Span(start - left, end - left)
    article = parse(Article("", "", "", part, published=date))
    given = [Attribution("", (span,), (), (span,), "indirect")]
    resolved = resolve_speakers(article, given, learned=False)
    role = resolved.speakers[0].role if resolved.speakers else ""
    people = [person.span for person in find_people(part, article.names, [span])]
    return Example(doc, features(part, span, resolved.attributions[0].form, people), role, labels)


def _silver(item: tuple[str, tuple[str, str]]) -> list[Example]:
    doc, (date, text) = item
    article = parse(Article("", "", "", text, published=date))
    found = list(find_attributions(article))
    resolved = resolve_speakers(article, found, learned=False)
    sources = [whole(one.source) for one in found if one.source]
    people = [person.span for person in find_people(text, article.names, sources)]
    sure = {who.name: who for who in resolved.speakers if who.role and who.confidence >= SURE}
    return [
        Example(doc, features(text, whole(a.source), a.form, people), sure[a.speaker].role, ())
        for a in resolved.attributions
        if a.speaker in sure
    ]


@cache
def _neutral() -> tuple[Example, ...]:
    """Sentences that leave the role of their speaker open; the name is hidden, so one name does for all."""
    out = []
    for line in Path(__file__).with_name("role_neutral.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text = line.replace("{}", NAME)
            people = [Span(match.start(), match.end()) for match in re.finditer(NAME, text)]
            out.append(Example("", features(text, people[-1], "name", people), "", (OPEN,)))
    return tuple(out)


def _fitted(coded: list[Example], silver: list[Example]) -> tuple[TfidfVectorizer, LogisticRegression]:
    neutral = _neutral()
    vectors = TfidfVectorizer(analyzer=list, min_df=5, sublinear_tf=True, dtype=np.float32)
    rows = vectors.fit_transform([example.names for example in [*silver, *coded, *neutral]])
    roles = [e.role for e in silver] + [e.labels[0] for e in coded] + [OPEN] * len(neutral)
    weights = [SILVER] * len(silver) + [GOLD * (1 if example.role else 2) for example in coded]
    weights += [NEUTRAL] * len(neutral)
    model = LogisticRegression(C=10, max_iter=150).fit(rows, roles, sample_weight=weights)
    return vectors, model


def _chosen(
    coded: list[Example], silver: list[Example], folds: int, precision: float
) -> tuple[float, dict[str, Any]]:
    """The lowest threshold at which rules and model together reach a precision on documents kept out."""
    docs = [example.doc for example in coded]
    guess: list[tuple[str, float]] = [("", 0.0)] * len(coded)
    for train, test in GroupKFold(folds).split(docs, groups=docs):
        away = {docs[n] for n in test}
        vectors, model = _fitted([coded[n] for n in train], [e for e in silver if e.doc not in away])
        shares = model.predict_proba(vectors.transform([coded[n].names for n in test]))
        for n, row in zip(test, shares, strict=True):
            guess[n] = (str(model.classes_[row.argmax()]), float(row.max()))
    rules = _figures(coded, ["" for _ in coded])
    for threshold in THRESHOLDS:
        answers = [role if share >= threshold else "" for role, share in guess]
        both = _figures(coded, answers)
        if both["precision"] >= precision:
            break
    return threshold, {
        "mentions": len(coded),
        "rules": rules,
        "rules_and_model": both,
        "threshold": threshold,
    }


def _figures(coded: list[Example], answers: list[str]) -> dict[str, float]:
    said = [example.role or answer for example, answer in zip(coded, answers, strict=True)]
    said = ["" if role == OPEN else role for role in said]
    right = sum(role in example.labels for role, example in zip(said, coded, strict=True) if role)
    answered = sum(bool(role) for role in said)
    figures = {
        "answered": answered / len(coded),
        "precision": right / answered,
        "accuracy": right / len(coded),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _write(
    out: Path, vectors: TfidfVectorizer, model: LogisticRegression, threshold: float, figures: dict[str, Any]
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    names = [str(name) for name in vectors.get_feature_names_out()]
    (out / "features.txt").write_text("\n".join(names), encoding="utf-8")
    np.savez_compressed(
        out / "weights.npz",
        idf=vectors.idf_.astype(np.float16),
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
    )
    config = {"roles": [str(role) for role in model.classes_], "threshold": threshold, "measured": figures}
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
