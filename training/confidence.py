"""How sure a statement is: coefficients of a logistic regression → bias/models/reader/confidence.json.

    python training/confidence.py ARTICLES.jsonl

ARTICLES.jsonl is coded as `data/world/articles.jsonl`: spans of source and content, and the act.  A statement
is right where its content overlaps a coded one by half or more and its source is the coded one.  Reliability
is printed for articles that the coefficients have not seen (8 folds over articles).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bias import resources
from bias.model import Article, Attribution, Spans
from bias.reading.text.encoder import parse
from bias.reading.text.reports import confidence_features, reports_of

FOLDS = 8
BINS = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().articles.read_text("utf-8").splitlines() if line]
    seen = [(number, *one) for number, row in enumerate(rows) for one in _judged(row)]
    article, features, right = (np.asarray(column) for column in zip(*seen, strict=True))
    said = np.zeros(len(right))
    for train, test in GroupKFold(FOLDS).split(features, right, article):
        said[test] = (
            LogisticRegression().fit(features[train], right[train]).predict_proba(features[test])[:, 1]
        )
    for low, high in pairwise(BINS):
        inside = (said >= low) & (said < high)
        if inside.any():
            figures = f"said {said[inside].mean():.2f}, right {right[inside].mean():.2f}"
            print(f"{low}–{min(high, 1)}: n {inside.sum()}, {figures}")
    model = LogisticRegression().fit(features, right)
    path = resources.model_folder("reader") / "confidence.json"
    values = [round(float(value), 3) for value in (*model.coef_[0], *model.intercept_)]
    path.write_text(json.dumps({"weights": values[:-1], "bias": values[-1]}) + "\n", encoding="utf-8")


def _judged(row: Mapping[str, Any]) -> Iterator[tuple[Sequence[float], bool]]:
    """Each statement that was found in an article: its features, and whether it is right."""
    text, coded = row["text"], row["attributions"]
    found = reports_of(parse(Article(row["id"], "", "", text)))
    golds = [_points(one["content"]) for one in coded]
    contents = [_points([(s.start, s.end) for s in one.content]) for one in found]
    pairs = sorted(
        (
            (len(a & b) / len(a | b), n, m)
            for n, a in enumerate(contents)
            for m, b in enumerate(golds)
            if a & b
        ),
        reverse=True,
    )
    match: dict[int, int] = {}
    for overlap, n, m in pairs:
        if overlap >= 0.5 and n not in match and m not in match.values():
            match[n] = m
    for n, one in enumerate(found):
        yield confidence_features(text, one), n in match and _fits(text, one, coded[match[n]])


def _fits(text: str, one: Attribution, coded: Mapping[str, Any]) -> bool:
    if coded["act"] == "silence" and one.act != "silence":
        return False
    theirs = [(start, end) for start, end in coded["source"]]
    same = {text[start:end] for start, end in theirs} & {s.slice(text) for s in one.source}
    return bool(_points(theirs) & _span_points(one.source) or same or not (theirs or one.source))


def _points(spans: Sequence[Sequence[int]]) -> set[int]:
    return {point for start, end in spans for point in range(start, end)}


def _span_points(spans: Spans) -> set[int]:
    return _points([(span.start, span.end) for span in spans])


if __name__ == "__main__":
    main()
