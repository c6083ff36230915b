"""Genres of articles, gold against found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bias.evaluate.gold import Record, read_rows
from bias.model import Article, Genre
from bias.reading import GENRES, read

ALSO = {"reporting": "report"}  # as SemEval-2023 calls it
UNKNOWN = "unknown"


def read_gold(path: str | Path) -> list[Record]:
    """JSON lines with text and genre (or label), and perhaps title, author, url and section.

    A genre that is none of ours, such as satire, is told apart as `other`.  Raises BadInputError.
    """
    return read_rows(path, ("text",), lambda row: "" if "genre" in row or "label" in row else "no genre")


def find(rows: Sequence[Record]) -> Iterator[Genre | None]:
    """What is read in each row; None of a text in another language."""
    for row in rows:
        names = ("outlet", "title", "url", "author", "section")
        outlet, title, url, author, section = (str(row.get(name) or "") for name in names)
        article = Article("", outlet, title, row["text"], url=url, author=author, section=section)
        yield read(article).genre


def genres(rows: Sequence[Record], found: Sequence[Genre | None]) -> Mapping[str, Any]:
    """Measures of the genres found against those of the rows.

    macro_f1   unweighted mean of F1 over the genres of the gold; an article read as unknown is missed
    answered   share of the articles that get a genre; right: share of these that get theirs
    sure       of those given as report, and as opinion: how many, and how many are
    each       genre → precision, recall, n
    confusion  gold → found → articles
    other      genre that is none of ours → found → articles
    """
    found = list(found)
    gold = [_genre(row) for row in rows]
    pairs = Counter(
        (one, (got.genre if got else "") or UNKNOWN) for one, got in zip(gold, found, strict=True)
    )
    ours = Counter({pair: n for pair, n in pairs.items() if pair[0] in GENRES})
    wanted = [one for one in GENRES if any(pair[0] == one for pair in ours)]
    answered = sum(n for (_, got), n in ours.items() if got != UNKNOWN)
    each = {one: _each(ours, one) for one in wanted}
    return {
        "n": sum(ours.values()),
        "macro_f1": sum(one["f1"] for one in each.values()) / max(1, len(each)),
        "answered": answered / max(1, sum(ours.values())),
        "right": sum(n for (one, got), n in ours.items() if one == got) / max(1, answered),
        "sure": {one: {"n": _found(ours, one), "right": ours[one, one]} for one in ("report", "opinion")},
        "each": each,
        "confusion": {
            one: {got: n for (gold, got), n in sorted(ours.items()) if gold == one} for one in wanted
        },
        "other": {
            one: {got: n for (gold, got), n in sorted(pairs.items()) if gold == one}
            for one in sorted({pair[0] for pair in pairs} - set(GENRES))
        },
    }


def _genre(row: Record) -> str:
    told = str(row.get("genre") or row.get("label"))
    return ALSO.get(told, told)


def _found(pairs: Counter[tuple[str, str]], genre: str) -> int:
    return sum(n for (_, got), n in pairs.items() if got == genre)


def _each(pairs: Counter[tuple[str, str]], genre: str) -> dict[str, float]:
    right, given = pairs[genre, genre], _found(pairs, genre)
    n = sum(count for (gold, _), count in pairs.items() if gold == genre)
    return {
        "precision": right / given if given else 0.0,
        "recall": right / n,
        "f1": 2 * right / (given + n),
        "n": n,
    }
