"""The stance of articles toward somebody, gold against found: do the program's stances order them rightly?

Takes the forms of three collections: an article and one target (PerSenT; Bastan et al. 2020), with `event`
where outlets tell the same one (BASIL; Fan et al. 2019), or with all its `actors` and some of its mentions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bias.evaluate.gold import Record, read_rows
from bias.evaluate.statements import share
from bias.model import Article, Reading, Speaker, Tone
from bias.reading import read, stance_features, stances

VALUES = {"negative": -1, "neutral": 0, "positive": 1}
DRAWS, SEED = 1_000, 0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One article toward one actor: the coded stance, and that read; None where the actor was not found."""

    article: str
    event: str
    actor: str
    gold: int
    found: float | None


def read_gold(path: str | Path) -> list[Record]:
    """JSON lines: `text`, and either `target` and `label`, or `actors`, each with `name` and `own`."""
    return read_rows(path, ("text",), _trouble)


def _trouble(row: Record) -> str:
    if "actors" in row:
        wrong = [one for one in row["actors"] if not one.get("name") or one.get("own") not in VALUES.values()]
        return "an actor without name, or whose own is not -1, 0 or 1" if wrong else ""
    if not row.get("target") or row.get("label") not in VALUES:
        return f"no target with a label of {', '.join(VALUES)}, and no actors"
    return ""


def find(rows: Iterable[Record]) -> Iterator[Reading]:
    """The reading of each article; rows about one article that follow each other are read once."""
    last: tuple[Any, ...] = ()
    for row in rows:
        title, day = str(row.get("title") or ""), str(row.get("published") or row.get("date") or "")
        if last[:3] != (title, row["text"], day):
            article = Article(str(row.get("id", "")), "", title, row["text"], published=day)
            last = (title, row["text"], day, read(article))
        yield last[3]


def stance(rows: Sequence[Record], found: Iterable[Reading]) -> dict[str, Any]:
    """Measures with 95 % intervals; each says its n.

    not read            article–actor pairs without a mention in narration, of all
    + against −         AUROC of favourable pairs against unfavourable ones, of those that are read
    − against rest      AUROC of unfavourable pairs against all others
    within events       of two articles on one event whose gold differs, how often the kinder one is read as
                        kinder; ties count half
    mentions read       coded mentions that overlap one that is read, where mentions are coded
    said …              of the mentions that are read as negative or positive, those coded so

    Intervals of AUROC resample whole articles, those within events whole events; of shares they are Wilson's.
    """
    judged: list[Judged] = []
    tally: Counter[Any] = Counter()
    for row, reading in zip(rows, found, strict=True):
        judged += _judged(row, reading)
        _tally(tally, row.get("mentions", ()), reading)
    seen = [one for one in judged if one.found is not None]
    out: dict[str, Any] = {
        "n": {"articles": len({one.article for one in judged}), "pairs": len(judged)},
        "not read": share(len(judged) - len(seen), len(judged)),
        "+ against −": _auroc(seen, lambda gold: gold > 0, lambda gold: gold < 0, 1),
        "− against rest": _auroc(seen, lambda gold: gold < 0, lambda gold: gold >= 0, -1),
    }
    if any(one.event for one in judged):
        out["within events"] = _within_events(seen)
    if tally["coded"]:
        out["mentions read"] = share(tally["read"], tally["coded"])
        for tone in ("negative", "positive"):
            said = sum(tally[coded, tone] for coded in VALUES)
            out[f"said {tone}"] = share(tally[tone, tone], said)
    return out


# -- who is meant, and how they are spoken of ---------------------------------------------------------


def _judged(row: Record, reading: Reading) -> Iterator[Judged]:
    actors = row.get("actors") or [{"name": row["target"], "own": VALUES[row["label"]]}]
    article = str(row.get("title") or "") + row["text"]
    for actor in actors:
        names = meant(actor["name"], reading.targets)
        tones = [one for one in reading.tones if one.voice == "narration" and one.target in names]
        yield Judged(
            article, str(row.get("event") or ""), actor["name"], actor["own"], _net(tones) if tones else None
        )


def meant(name: str, targets: Sequence[Speaker]) -> set[str]:
    """The targets in whose name or forms the last word of a name stands."""
    last = (_words(name) or [""])[-1]
    return {one.name for one in targets if any(last in _words(form) for form in (one.name, *one.forms))}


def _net(tones: Sequence[Tone]) -> float:
    (found,) = stances(np.array([stance_features(tones)]), np.array([len(tones)]))
    return float(found[2] - found[0])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _tally(tally: Counter[Any], mentions: Iterable[Record], reading: Reading) -> None:
    """Coded mentions and the label of the one read there that overlaps most."""
    tones = [one for one in reading.tones if not one.headline]
    for mention in mentions:
        start, end = mention["span"]
        here = [one for one in tones if one.span.start < end and start < one.span.end]
        tally.update({"coded": 1, "read": bool(here)})
        if here:
            best = max(here, key=lambda one: min(end, one.span.end) - max(start, one.span.start))
            tally[mention["label"], best.label] += 1


# -- measures ----------------------------------------------------------------------------------------


def _auroc(
    judged: Sequence[Judged], one: Callable[[int], bool], other: Callable[[int], bool], sign: int
) -> dict[str, Any]:
    """AUROC of one kind of pairs against another, higher stances first where sign is 1."""
    chosen = [found for found in judged if one(found.gold) or other(found.gold)]
    kinds = np.array([one(found.gold) for found in chosen], dtype=bool)
    values = np.array([sign * (found.found or 0.0) for found in chosen])
    groups = _places([found.article for found in chosen])
    sizes = {"n": len(chosen), "first": int(kinds.sum())}

    def area(rows: NDArray[np.int_]) -> float:
        return auroc(values[rows][kinds[rows]], values[rows][~kinds[rows]])

    return _resampled(area, groups, "auroc") | sizes


def auroc(one: Floats, other: Floats) -> float:
    """How often a value of one kind is above a value of the other; ties count half.  NaN without either."""
    if not len(one) or not len(other):
        return float("nan")
    below = np.sort(other)
    wins = np.searchsorted(below, one, "left") + np.searchsorted(below, one, "right")
    return float(wins.sum() / 2 / len(one) / len(other))


def _within_events(judged: Sequence[Judged]) -> dict[str, Any]:
    """Of two articles on one event and actor whose gold differs, how often they stand in the right order."""
    by_event: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if one.event:
            by_event[one.event, one.actor].append(one)
    right, events = [], []
    for (event, _), group in by_event.items():
        for one, other in combinations(group, 2):
            if one.gold != other.gold:
                order = (one.gold - other.gold) * ((one.found or 0.0) - (other.found or 0.0))
                right.append((order > 0) + (order == 0) / 2)
                events.append(event)
    scores = np.array(right)
    found = _resampled(lambda rows: float(scores[rows].mean()), _places(events), "share")
    return found | {"right": float(scores.sum()), "n": len(right)}


def _places(groups: Sequence[str]) -> list[NDArray[np.int_]]:
    """The rows of each group."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        found[group].append(row)
    return [np.array(rows) for rows in found.values()]


def _resampled(
    measure: Callable[[NDArray[np.int_]], float], groups: list[NDArray[np.int_]], name: str
) -> dict[str, float]:
    """A measure of all rows with the percentile interval of resampled groups; nothing where there is none."""
    if not groups:
        return {}
    value = measure(np.concatenate(groups))
    if np.isnan(value):
        return {}
    rng = np.random.default_rng(SEED)
    drawn = [
        measure(np.concatenate([groups[at] for at in rng.integers(0, len(groups), len(groups))]))
        for _ in range(DRAWS)
    ]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return {name: value, "low": float(low), "high": float(high)}
