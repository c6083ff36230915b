"""Scores extracted pages against gold text.  Knows nothing of how a text was extracted.

The measure is the one of the article extraction benchmark: runs of four words, counted with repeats;
precision and recall are means over pages, so a long page weighs no more than a short one, and F1 is
taken of the two means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from statistics import fmean

_RUN = 4  # words
_TOKEN = re.compile(r"\w+")


def page_f1(found: Mapping[str, str], gold: Mapping[str, str]) -> dict[str, float]:
    """Precision, recall and F1 of found texts; both arguments map a page's name to its text.

    A page that found nothing has a recall of 0 and no precision; one without gold text no recall.
    """
    if found.keys() != gold.keys():
        odd = sorted(found.keys() ^ gold.keys())
        raise ValueError(f"found and gold name different pages, {len(odd)} in all: {', '.join(odd[:3])}")
    pairs = [(_runs(found[name]), _runs(gold[name])) for name in gold]
    precision = _mean([_share(ours & true, ours) for ours, true in pairs if ours])
    recall = _mean([_share(ours & true, true) for ours, true in pairs if true])
    total = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}


def _runs(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words; a text shorter than that is one run of all its words."""
    words = _TOKEN.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))


def _share(part: Counter[tuple[str, ...]], whole: Counter[tuple[str, ...]]) -> float:
    return part.total() / whole.total()


def _mean(shares: list[float]) -> float:
    return fmean(shares) if shares else 0.0
