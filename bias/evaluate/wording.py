"""Wording, gold against found: loaded sentences; short quotations and their kinds; headlines and what they
adopt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bias.evaluate.gold import Record, read_rows
from bias.model import Article
from bias.reading import (
    QUOTATION_MARKS,
    adopted_claim,
    find_attributions,
    find_scare_quotes,
    loaded_probability,
    parse,
    read,
)

Floats = NDArray[np.float32]
SCARE, ADOPTED = "scare", "adopted"
LOADED = {"biased": True, "non-biased": False}


def read_wording(path: str | Path) -> list[Record]:
    """JSON lines: sentences with a `label`, or short quotations (see `read_quotes`)."""
    rows = read_rows(path, ("text",))
    return read_sentences(path) if "label" in rows[0] else read_quotes(path)


def find_wording(rows: Sequence[Record]) -> Floats | list[str]:
    """Of sentences how likely each is loaded, of short quotations the tier of each."""
    return loaded_probability([row["text"] for row in rows]) if "label" in rows[0] else find_tiers(rows)


def wording(rows: Sequence[Record], found: Any) -> dict[str, Any]:
    """The measures of either kind of gold."""
    return loaded(rows, found) if "label" in rows[0] else short_quotes(rows, found)


def read_sentences(path: str | Path) -> list[Record]:
    """JSON lines: `text`, a sentence, and its `label`: biased or non-biased."""
    return read_rows(path, ("text", "label"), _trouble)


def _trouble(row: Record) -> str:
    known = ", ".join(LOADED)
    return "" if row["label"] in LOADED else f"label {row['label']!r} is none of {known}"


def loaded(rows: Sequence[Record], found: Floats) -> dict[str, Any]:
    """AUROC; macro-F1, and precision and recall of loaded sentences, from a probability of .5 on."""
    gold, answer = [LOADED[row["label"]] for row in rows], [bool(share >= 0.5) for share in found]
    yes, no = _rates(gold, answer), _rates([not g for g in gold], [not a for a in answer])
    both = 0 < sum(gold) < len(gold)
    return {
        "n": {"sentences": len(rows), "biased": sum(gold)},
        "auroc": float(roc_auc_score(gold, found)) if both else float("nan"),
        "macro_f1": (yes["f1"] + no["f1"]) / 2,
        "biased": yes,
        "non-biased": no,
    }


def read_quotes(path: str | Path) -> list[Record]:
    """JSON lines: `sentence`, the `text` of a short quotation in it, `labels` (the first one counts)."""
    return read_rows(path, ("text", "sentence", "labels"))


def read_headlines(path: str | Path) -> list[Record]:
    """JSON lines: `title`, `text`, and whether the headline adopts a claim: `adopts` (true or false), by
    itself or in `headline`; or a `label` that is "adopted" or something else."""
    return read_rows(path, ("title", "text"), _untold)


def _untold(row: Record) -> str:
    return "" if _adopts(row) is not None else "no adopts, no headline with adopts, and no label"


def _adopts(row: Record) -> bool | None:
    """Whether a coder says that a headline adopts a claim; None where none says."""
    within = row.get("headline")
    said = row.get("adopts", within.get("adopts") if isinstance(within, dict) else None)
    if said is None and "label" in row:
        return bool(row["label"] == ADOPTED)
    return None if said is None else bool(said)


def find_tiers(rows: Sequence[Record]) -> list[str]:
    """The tier of each short quotation: likely, possible, or none."""
    out = []
    for row in rows:
        parsed = parse(Article("", "", "", row["sentence"]))
        text, attributions = parsed.article.text, tuple(find_attributions(parsed))
        found = find_scare_quotes(text, parsed.sentences, attributions, parsed.quoted)
        tiers = {one.span.slice(text).strip(QUOTATION_MARKS + " "): one.tier for one in found}
        out.append(str(tiers.get(row["text"].strip(QUOTATION_MARKS + " "), "none")))
    return out


def short_quotes(rows: Sequence[Record], tiers: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision of *likely*; precision and recall of *likely or possible*."""
    gold = [row["labels"][0] == SCARE for row in rows]
    likely = [tier == "likely" for tier in tiers]
    either = [tier != "none" for tier in tiers]
    return {
        "n": {"quotations": len(rows), "scare": sum(gold)},
        "likely": _rates(gold, likely),
        "possible": _rates(gold, either),
    }


def find_adoptions(rows: Sequence[Record]) -> list[str]:
    """The tier of each headline: contested (it may adopt a claim that can be disputed), listed, or none."""
    out = []
    for row in rows:
        article = read(Article("", "", row["title"], row["text"], language="en"))
        found = adopted_claim(row["title"], row["text"], article.sentences, article.attributions)
        out.append("none" if found is None else "contested" if found.contested else "listed")
    return out


def adoptions(rows: Sequence[Record], tiers: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision and recall of what is listed, and of those alone whose claim can be contested."""
    gold = [bool(_adopts(row)) for row in rows]
    return {
        "n": {"headlines": len(rows), "adopted": sum(gold)},
        "listed": _rates(gold, [tier != "none" for tier in tiers]),
        "contested": _rates(gold, [tier == "contested" for tier in tiers]),
    }


def _rates(gold: Sequence[bool], found: Sequence[bool]) -> dict[str, float]:
    both = sum(g and f for g, f in zip(gold, found, strict=True))
    precision, recall = both / max(1, sum(found)), both / max(1, sum(gold))
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "n": sum(found)}
