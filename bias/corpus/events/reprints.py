"""Which articles are copies: reprints of an agency or of another outlet, also cut, re-headlined or added to.

Two articles are copies where one has most of the other's runs of words (containment of 5-word shingles,
Broder 1997).  The shingles are looked up in one index, so that the answer is exact and takes no sketch.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from bias.corpus.events.clustering import day_of
from bias.model import Article, Span
from bias.reading import WORD_PART

RUN = 5  # words of a shingle
STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no digit is lost
HELD = 0.5  # of the shorter article's shingles that the other one has
LEAST = 12  # shingles that two copies share
COMMON = 60  # articles with a shingle, beyond which it is boilerplate
WINDOW = 7  # days between copies
AGENCIES = {  # as bylines and datelines name them
    "AP": "Associated Press",
    "AFP": "Agence France-Presse",
    "UPI": "United Press International",
    "dpa": "dpa",
    "DPA": "dpa",
    "EFE": "EFE",
    "PA Media": "PA Media",
    "Press Association": "PA Media",
} | {name: name for name in (
    "Associated Press", "Agence France-Presse", "Reuters", "Bloomberg", "TASS", "Interfax", "Xinhua", "ANSA",
)}  # fmt: skip
CREDITS = (  # with the name of an agency, or of an outlet of the corpus
    r"^[^\n]{{0,60}}\((?P<name>{names})\)\s*[—–-]",  # "LONDON (AP) —"
    r"\((?P<name>{names})(?:/[^)\n]{{1,20}})?\)\s*$",
    r"\b(?:[Rr]eporting by|[Mm]aterial from|[Ss]ource:|[Tt]his (?:article|story|report) (?:was )?(?:first )?"
    r"(?:published|appeared|supplied|provided) (?:in|on|by))\s+(?:the )?(?P<name>{names})\b",
    r"\b(?P<name>{names}) contributed to this (?:report|article|story)",
)

Ints = NDArray[np.int64]
COLUMNS = ["article_id", "original", "credit", "held"]


def find(articles: Iterable[Article], *, given: Mapping[str, Article] | None = None) -> pd.DataFrame:
    """The copies among some articles: a row for each article that has one, or that credits somebody.

    `original` is the article that a group of copies goes back to (its own id for that one): that of the
    outlet which others credit, else the earliest, of one day that of the outlet which is copied most;
    `held` is the share of an article's shingles that the original has; `credit` is the agency or outlet
    that a byline, a dateline or a note at the end names, empty for none; these are looked for in the articles
    as they were `given`, by id, where other texts are compared.
    """
    listed = list(articles)
    shingles = [shingles_of(article.text) for article in listed]
    pairs = _pairs(shingles, np.asarray([day_of(article.published) for article in listed], np.int64))
    groups = list(_groups(pairs, len(listed)))
    credits_of = _Credits({article.outlet for article in listed})
    credited = [credits_of((given or {}).get(article.id, article)) for article in listed]
    copied = Counter(
        outlet for group in groups if len(group) > 1 for outlet in {listed[at].outlet for at in group}
    )
    rows = []
    for group in groups:
        named = {credited[at] for at in group} - {""}
        first = min(group, key=lambda at: _precedence(listed[at], named, copied))
        for at in group if len(group) > 1 or named else ():
            held = len(np.intersect1d(shingles[at], shingles[first])) / max(1, len(shingles[at]))
            rows.append((listed[at].id, listed[first].id, credited[at], held))
    return pd.DataFrame(rows, columns=COLUMNS)


def shingles_of(text: str) -> Ints:
    """The different runs of RUN words of a text, as numbers."""
    words = np.fromiter((_number(word.lower()) for word in WORD_PART.findall(text)), np.uint64)
    if len(words) < RUN:
        return np.zeros(0, np.int64)
    runs = np.zeros(len(words) - RUN + 1, np.uint64)
    for place in range(RUN):  # modulo 2^64, which numpy's integers keep to
        runs = runs * STEP + words[place : place + len(runs)]
    return np.unique(runs).view(np.int64)


@lru_cache(200_000)
def _number(word: str) -> int:
    """A word as 64 bits, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


class _Credits:
    """Whom an article credits with its text: an agency, or another outlet of the corpus."""

    def __init__(self, outlets: Iterable[str]) -> None:
        self.names = AGENCIES | {outlet: outlet for outlet in outlets if outlet}
        listed = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
        self.author = re.compile(rf"\b(?:{listed})\b")
        self.patterns = [re.compile(pattern.format(names=listed)) for pattern in CREDITS]

    def __call__(self, article: Article) -> str:
        text = article.text.strip()
        found = [match.group() for match in self.author.finditer(article.author)]
        found += [
            match["name"]
            for pattern in self.patterns
            for part in (text[:300], text[-300:])
            if (match := pattern.search(part))
        ]
        named = [self.names[name] for name in found]
        return next((name for name in named if name != article.outlet), "")


def _precedence(
    article: Article, named: Set[str], copied: Mapping[str, int]
) -> tuple[bool, str, int, int, str]:
    """The article of whom others credit first, then the earliest, …"""
    own = any(name.lower() in article.outlet.lower() for name in named)
    day = article.published[:10] or "9999"
    return (not own, day, -copied[article.outlet], -len(article.text), article.id)


def _pairs(shingles: Sequence[Ints], days: Ints) -> Iterator[tuple[int, int]]:
    """Pairs of articles of near dates of which one holds most of the other."""
    sizes = np.asarray([len(found) for found in shingles])
    if not sizes.sum():
        return
    keys, columns, counts = np.unique(np.concatenate(shingles), return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(len(shingles)), sizes)
    kept = (counts[columns] > 1) & (counts[columns] <= COMMON)
    ones = np.ones(int(kept.sum()), np.int32)
    index = csr_matrix((ones, (rows[kept], columns[kept])), shape=(len(shingles), len(keys)))
    shared = coo_matrix(index @ index.T)
    left, right, both = shared.row, shared.col, shared.data
    near = np.abs(days[left] - days[right]) <= WINDOW
    held = both >= np.maximum(LEAST, HELD * np.minimum(sizes[left], sizes[right]))
    chosen = (left < right) & near & held
    yield from zip(left[chosen].tolist(), right[chosen].tolist(), strict=True)


def _groups(pairs: Iterable[tuple[int, int]], size: int) -> Iterator[list[int]]:
    """The groups of articles that pairs join, in the order of the articles."""
    edges = list(pairs)
    graph = csr_matrix(
        (np.ones(len(edges), np.int8), ([a for a, _ in edges], [b for _, b in edges])), shape=(size, size)
    )
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = {}
    for at, label in enumerate(labels):
        groups.setdefault(int(label), []).append(at)
    yield from groups.values()


# -- what was cut, and what was added ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """Words that a copy has (`kept`), lacks (`cut`) or adds to its original."""

    kind: str  # kept, cut, added
    original: Span  # in the original's text; empty for what is added
    copy: Span  # in the copy's text; empty for what is cut


def changes(original: str, copy: str) -> list[Change]:
    """What a copy keeps, cuts and adds, word by word, in the order of the original."""
    before, after = (list(re.finditer(r"\S+", text)) for text in (original, copy))
    matcher = difflib.SequenceMatcher(
        None, [word.group() for word in before], [word.group() for word in after], autojunk=False
    )
    out = []
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = _stretch(before, a, b), _stretch(after, c, d)
        if tag == "equal":
            out.append(Change("kept", old, new))
            continue
        if b > a:
            out.append(Change("cut", old, Span(new.start, new.start)))
        if d > c:
            out.append(Change("added", Span(old.end, old.end), new))
    return out


def _stretch(words: Sequence[re.Match[str]], first: int, last: int) -> Span:
    """From the first word of a stretch to its last; where it is empty, the place where it would be."""
    if first < last:
        return Span(words[first].start(), words[last - 1].end())
    at = words[first].start() if first < len(words) else (words[-1].end() if words else 0)
    return Span(at, at)


def originals(copies: pd.DataFrame) -> Mapping[str, str]:
    """article_id → the article that it is a copy of, for those that are copies of another."""
    found = copies[copies["article_id"] != copies["original"]]
    return dict(zip(found["article_id"], found["original"], strict=True))
