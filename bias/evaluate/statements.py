"""Who is heard, on coded articles: what of it is found, and what of what is found is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from scipy.stats import binomtest  # type: ignore[import-untyped]

from bias.evaluate.gold import Record, read_rows
from bias.model import Article, Attribution, Spans
from bias.reading import read

FIELDS = ("source", "cue", "content", "act", "speaker", "role", "alignment")
OVERLAP = 0.5  # of the characters of two contents, from which they are one statement
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)  # of confidence
ACTS = ("speech", "thought", "silence")
NONE = "none"  # the act of what is no statement


def read_gold(path: str | Path) -> list[Record]:
    """JSON lines: `text`, `published` and `attributions`, each with FIELDS; one that is null is not coded.

    With `partial` true, only some statements of the article are coded: then no other is judged.  Of what is
    found and is none, the act is `none`.
    """
    return read_rows(path, ("text", "published", "attributions"), _trouble)


def _trouble(row: Record) -> str:
    missing = sorted({field for one in row["attributions"] for field in FIELDS if field not in one})
    return f"an attribution without {', '.join(missing)}" if missing else ""


def find(docs: Iterable[Record]) -> Iterator[tuple[Attribution, ...]]:
    """The statements that the program reads in each article, whatever it is sure of."""
    for doc in docs:
        article = Article(
            str(doc.get("id", "")), "", str(doc.get("title", "")), doc["text"], doc["published"]
        )
        yield read(article).attributions


def statements(docs: Sequence[Record], found: Iterable[Sequence[Attribution]]) -> dict[str, Any]:
    """Shares with Wilson intervals, 95 %: right, n, share, low, high.

    found       coded speech whose content one statement overlaps by OVERLAP or more (one to one)
    real        statements that match a coded one of any act but silence; of articles that are coded in
                part, among those that match
    source      of the matched: the spans of both sources overlap, or both are empty
    speaker     of the matched: the last word of the coded name is in the name that was found
    act         of the matched that are coded as speech, thought or silence: the same act
    role        of matched speech: right where a role is given (`answered`), right of all
    side        of matched speech: the government's side, precision and recall
    confidence  by bins of the program's own confidence: matched, with the right source
    """
    tally: Counter[str] = Counter()
    for doc, mine in zip(docs, found, strict=True):
        _tally(tally, doc["attributions"], mine, whole=not doc.get("partial"))
    shares = {
        name: share(tally[f"{name} right"], tally[f"{name} n"])
        for name in ("found", "real", "source", "speaker", "act", "role answered", "role", "side precision",
                     "side recall")
    }  # fmt: skip
    return {
        "n": {"docs": len(docs), "statements": tally["real n"]},
        **shares,
        "confidence": _reliability(tally),
    }


def _tally(tally: Counter[str], coded: Sequence[Record], mine: Sequence[Attribution], *, whole: bool) -> None:
    match = _matched([_points(one["content"]) for one in coded], [_span_points(one.content) for one in mine])
    tally["real n"] += len(mine) if whole else len(match)
    tally["found n"] += sum(one["act"] == "speech" for one in coded)
    right = set()
    for gold, own in match.items():
        one, other = coded[gold], mine[own]
        tally["found right"] += one["act"] == "speech"
        tally["real right"] += one["act"] not in ("silence", NONE)
        if one["source"] is not None:
            source = bool(_points(one["source"]) & _span_points(other.source)) or not (
                one["source"] or other.source
            )
            tally.update({"source n": 1, "source right": source})
            if source:
                right.add(own)
        if one["speaker"] not in (None, "", "unknown"):
            last = (_words(one["speaker"]) or [""])[-1]
            tally.update({"speaker n": 1, "speaker right": last in _words(other.speaker or "")})
        if one["act"] in ACTS:
            tally.update({"act n": 1, "act right": one["act"] == other.act})
        if one["act"] in (None, "speech") and one["role"] != "author":
            _judge(tally, one, other)
    for number, own_one in enumerate(mine if whole else ()):
        low = max(bound for bound in BINS if bound <= (own_one.confidence or 0))
        tally.update({f"bin {low} n": 1, f"bin {low} right": number in right})


def _judge(tally: Counter[str], one: Record, other: Attribution) -> None:
    if one["role"] is not None:
        same, answered = one["role"] == (other.role or ""), bool(other.role)
        tally.update({"role n": 1, "role right": same})
        tally.update({"role answered n": answered, "role answered right": answered and same})
    if one["alignment"] is None:
        return
    gold, own = one["alignment"] == "incumbent", other.alignment == "incumbent"
    tally.update({"side precision n": own, "side precision right": own and gold})
    tally.update({"side recall n": gold, "side recall right": own and gold})


def _matched(coded: Sequence[set[int]], mine: Sequence[set[int]]) -> dict[int, int]:
    """Coded → found, one to one, those that overlap most first."""
    pairs = sorted(
        ((len(a & b) / len(a | b), -n, -m) for n, a in enumerate(coded) for m, b in enumerate(mine) if a & b),
        reverse=True,
    )
    match: dict[int, int] = {}
    for overlap, n, m in pairs:
        if overlap >= OVERLAP and -n not in match and -m not in match.values():
            match[-n] = -m
    return match


def _reliability(tally: Counter[str]) -> dict[str, dict[str, float]]:
    names = {low: f"{low:.1f} to {min(high, 1.0):.1f}" for low, high in pairwise(BINS)}
    return {
        name: share(tally[f"bin {low} right"], tally[f"bin {low} n"])
        for low, name in names.items()
        if tally[f"bin {low} n"]
    }


def share(right: int, n: int) -> dict[str, float]:
    if not n:
        return {"n": 0}
    interval = binomtest(right, n).proportion_ci(method="wilson")
    return {"right": right, "n": n, "share": right / n, "low": interval.low, "high": interval.high}


def _points(spans: Sequence[Sequence[int]]) -> set[int]:
    return {point for start, end in spans for point in range(start, end)}


def _span_points(spans: Spans) -> set[int]:
    return _points([(span.start, span.end) for span in spans])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
