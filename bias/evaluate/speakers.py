"""Who speaks, gold against found: roles of single sources, and mentions of one speaker joined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bias.evaluate.gold import Record, read_rows
from bias.model import Article, Attribution, Span
from bias.reading import classify_roles, parse, resolve_speakers

DAY = re.compile(r"\d{4}-\d\d-\d\d")


# -- roles -------------------------------------------------------------------------------------------


def read_roles(path: str | Path) -> list[Record]:
    """JSON lines: `text`, the words of a source, the `context` that it stands in, and its `labels`."""
    return read_rows(path, ("text", "context", "labels"))


def find_roles(rows: Sequence[Record]) -> list[str]:
    """The role of each row's source in its context; "unknown" where the program does not say.

    The date is the row's `published` or `date`, else one in the name of its document.
    """
    dates = [_date(row) for row in rows]
    found = classify_roles([row["text"] for row in rows], [row["context"] for row in rows], dates=dates)
    return list(found["role"])


def _date(row: Record) -> str:
    given = str(row.get("published") or row.get("date") or "")
    match = DAY.search(given) or DAY.search(str(row.get("doc", "")))
    return match.group() if match else ""


def roles(rows: Sequence[Record], found: Sequence[str]) -> dict[str, Any]:
    """Accuracy, precision where it answers, and the confusion matrix (gold role → found role → n).

    A row's `labels` are the roles that count as right, the first being the main one.  *Unknown* counts
    as wrong in the accuracy and does not count in the precision.
    """
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    right = answered = 0
    for row, role in zip(rows, found, strict=True):
        good = role in row["labels"]
        right += good
        answered += role != "unknown"
        confusion[role if good else row["labels"][0]][role] += 1
    n = len(rows)
    return {
        "n": n,
        "answered": answered / n,
        "accuracy": right / n,
        "precision": right / answered if answered else 0.0,
        "confusion": {gold: dict(counts.most_common()) for gold, counts in sorted(confusion.items())},
    }


# -- speakers ----------------------------------------------------------------------------------------


def read_speakers(path: str | Path) -> list[Record]:
    """JSON lines: `text`, its `entities`, and their `mentions` as sources."""
    return read_rows(path, ("text", "entities", "mentions"))


def find_speakers(docs: Iterable[Record]) -> Iterator[list[tuple[str, str, str]]]:
    """For each gold mention of each document: the speaker's name, role and alignment; "" is unknown.

    The mentions are given, so that the measure is of who they are and not of finding them.
    """
    for doc in docs:
        article = Article(str(doc.get("doc_id", "")), "", "", doc["text"])
        sources = [tuple(Span(start, end) for start, end in m["source"]) for m in doc["mentions"]]
        given = [Attribution(article.id, source, (), source, "indirect") for source in sources]
        found = resolve_speakers(parse(article), given).attributions
        yield [(a.speaker or "", a.role or "", a.alignment or "") for a in found]


def speakers(docs: Sequence[Record], found: Iterable[Sequence[tuple[str, str, str]]]) -> dict[str, Any]:
    """B³ precision, recall and F1 (Bagga & Baldwin 1998) over all source mentions, and by their form.

    A mention without a speaker is a cluster of its own.  `role` and `alignment` are judged on the same
    mentions, with gold *unknown* left out: accuracy, and precision where the program answers.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    judged: Counter[str] = Counter()
    for doc, names in zip(docs, found, strict=True):
        gold = [mention["entity"] for mention in doc["mentions"]]
        mine = [name or f"nobody {n}" for n, (name, _, _) in enumerate(names)]
        entities = {entity["id"]: entity for entity in doc["entities"]}
        for n, mention in enumerate(doc["mentions"]):
            p, r = _overlap(n, gold, mine)
            for key in ("all", mention["form"]):
                sums[key] = [a + b for a, b in zip(sums[key], (p, r, 1.0), strict=True)]
            _judge(judged, entities[gold[n]], names[n])
    out: dict[str, Any] = {"n": {"docs": len(docs), "mentions": int(sums["all"][2])}}
    out |= {
        "b3" if key == "all" else f"b3.{key}": _b3(*sums[key])
        for key in ("all", *sorted(sums.keys() - {"all"}))
    }
    for what in ("role", "alignment"):
        out[what] = {
            "accuracy": judged[f"{what} right"] / max(1, judged[f"{what} n"]),
            "precision": judged[f"{what} right"] / max(1, judged[f"{what} answered"]),
            "n": judged[f"{what} n"],
        }
    return out


def _overlap(n: int, gold: Sequence[str], mine: Sequence[str]) -> tuple[float, float]:
    in_gold = {k for k, entity in enumerate(gold) if entity == gold[n]}
    in_mine = {k for k, entity in enumerate(mine) if entity == mine[n]}
    common = len(in_gold & in_mine)
    return common / len(in_mine), common / len(in_gold)


def _judge(judged: Counter[str], entity: Record, found: tuple[str, str, str]) -> None:
    for what, answer in (("role", found[1]), ("alignment", found[2])):
        if entity[what] != "unknown":
            judged.update(
                {f"{what} n": 1, f"{what} right": answer == entity[what], f"{what} answered": answer != ""}
            )


def _b3(p: float, r: float, n: float) -> dict[str, float]:
    p, r = p / n, r / n
    return {"p": p, "r": r, "f": 2 * p * r / (p + r) if p + r else 0.0, "n": n}
