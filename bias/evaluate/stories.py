"""Stories, gold against found: BCubed, pairs, adjusted Rand index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

from bias.corpus import clustering
from bias.evaluate.gold import Record, read_rows
from bias.model import Article


def read_gold(path: str | Path) -> list[Record]:
    """JSON lines: `id`, `title`, `text`, `date`, `story_id`; rows without one are read along, unmeasured."""
    return read_rows(path, ("id", "title", "text", "date"))


def find(rows: Sequence[Record]) -> list[str]:
    """The story of each row."""
    articles = [
        Article(str(at), str(row.get("outlet", "")), row["title"], row["text"], published=str(row["date"]))
        for at, row in enumerate(rows)
    ]
    return list(clustering.assign(articles))


def scores(rows: Sequence[Record], found: Sequence[str]) -> dict[str, Any]:
    """B³ (Bagga & Baldwin 1998), pairwise precision, recall and F1, and ARI, of the rows with a story."""
    known = [at for at, row in enumerate(rows) if row.get("story_id") not in (None, "")]
    gold = np.unique([str(rows[at]["story_id"]) for at in known], return_inverse=True)[1]
    ours = np.unique([found[at] for at in known], return_inverse=True)[1]
    table = contingency_matrix(gold, ours).astype(float)
    of_gold, of_ours = table.sum(1, keepdims=True), table.sum(0, keepdims=True)
    pairs = [float((one * (one - 1)).sum() / 2) for one in (table, of_ours, of_gold)]
    return {
        "n": {"articles": len(known), "stories": len(of_gold), "found": of_ours.size},
        "b3": _f((table**2 / of_ours).sum() / len(known), (table**2 / of_gold).sum() / len(known)),
        "pairwise": _f(pairs[0] / max(1.0, pairs[1]), pairs[0] / max(1.0, pairs[2])),
        "ari": float(adjusted_rand_score(gold, ours)),
    }


def _f(precision: float, recall: float) -> dict[str, float]:
    both = precision + recall
    return {"p": precision, "r": recall, "f": 2 * precision * recall / both if both else 0.0}
