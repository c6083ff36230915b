"""Which articles tell one event.  Articles → story keys; knows no corpus folder.

Average linkage of TF-IDF vectors (title three times, and the first words of the text) within a few days, in
blocks of dates so that memory stays bounded.  A story keeps its key: what has been grouped stays
grouped, and a new article joins a story, begins one with other new articles, or stays alone.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer, TfidfTransformer

from bias.model import Article

FADING = (1.0, 1.0, 0.6, 0.4)  # of a likeness, by the days between two articles; beyond, they are apart
WINDOW = len(FADING) - 1
ALIKE = 0.12  # mean cosine from which on two groups are one
TITLES, WORDS = 3, 250  # how often the title counts; words of the text that count
BLOCK = 1500  # articles that are grouped at a time
NEAR = 3 * BLOCK  # grouped articles of the days around them, from which on a block ends with its day
SAMPLE = 20_000  # articles that say how common a word is
FEATURES = 2**20
UNDATED = -1_000_000
TOKEN = r"(?u)\b\w[\w'\-]+\b"

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def assign(
    articles: Iterable[Article],
    known: Mapping[str, str] | None = None,
    *,
    background: Sequence[Article] = (),
) -> pd.Series[str]:
    """The story of each article: a Series of story keys by article id, in the order of the articles.

    A story's key is the id of the article that began it.  `known` holds stories of earlier runs, which stay
    as they are; `background` says how common a word is, where there are too few articles to tell.
    An article without a date stands alone: what happened on unknown days may be
    alike and yet no one event.  Method: agglomerative
    clustering with average linkage; on TF-IDF of news see e.g. Laban & Hearst 2017.
    """
    listed = list(articles)
    found = dict(known or {})
    days = np.asarray([day_of(article.published) for article in listed], np.int64)
    if not listed:
        return pd.Series(dtype=object, name="story")
    found_vectors = vectors(listed, background)
    order = np.lexsort((np.asarray([one.id for one in listed]), days))
    found |= {article.id: article.id for article, day in zip(listed, days, strict=True) if day == UNDATED}
    fresh = [at for at in order if listed[at].id not in found]
    stories = _Stories(found_vectors, days)
    for at, article in enumerate(listed):
        if article.id in found and days[at] != UNDATED:
            stories.add(found[article.id], at)
    grouped = np.sort([days[at] for at in order if listed[at].id in found])
    for block in _blocks(fresh, days, grouped):
        for key, members in stories.grouped(block, [listed[at].id for at in block]):
            for at in members:
                found[listed[at].id] = key
                stories.add(key, at)
    return pd.Series({article.id: found[article.id] for article in listed}, dtype=object, name="story")


def day_of(published: str) -> int:
    """A number that grows by one a day; UNDATED where there is no date."""
    try:
        return datetime.date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return UNDATED


def label(titles: Sequence[str]) -> str:
    """The title whose words are most common among the others; of equals the first."""
    words = [set(re.findall(TOKEN, title.lower())) - ENGLISH_STOP_WORDS for title in titles]
    spread = Counter(word for one in words for word in one)
    shared = [sum(spread[word] - 1 for word in one) / math.sqrt(1 + len(one)) for one in words]
    best = max(range(len(titles)), key=lambda at: (shared[at], -at))
    return titles[best] if shared[best] > 0 else next((title for title in titles if title.strip()), "")


def vectors(articles: Sequence[Article], background: Sequence[Article]) -> csr_matrix:
    """Unit TF-IDF vectors.  Words are hashed, so that names nobody has seen before have a place."""
    hashing = HashingVectorizer(
        n_features=FEATURES,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
        stop_words=list(ENGLISH_STOP_WORDS),
        token_pattern=TOKEN,
    )
    counts = hashing.transform(map(_counted, articles))
    if len(articles) < len(background):
        weights = TfidfTransformer().fit(hashing.transform(map(_counted, background)))
    else:
        weights = TfidfTransformer().fit(counts[:: max(1, len(articles) // SAMPLE)])
    return weights.transform(counts).tocsr()


def _counted(article: Article) -> str:
    """The words of an article that count."""
    return f"{f'{article.title} . ' * TITLES}{' '.join(article.text.split(None, WORDS)[:WORDS])}"


def _blocks(order: Sequence[int], days: Ints, grouped: Ints) -> Iterator[list[int]]:
    """Articles by their days; few that lie far apart, amid very many grouped ones, are several blocks."""
    block: list[int] = []
    for at in order:
        if block and (
            len(block) == BLOCK
            or (days[at] > days[block[-1]] and _near_ones(grouped, days[block[0]], days[at]) > NEAR)
        ):
            yield block
            block = []
        block.append(int(at))
    if block:
        yield block


def _near_ones(grouped: Ints, first: int, last: int) -> int:
    low, high = np.searchsorted(grouped, [first - WINDOW, last + WINDOW + 1])
    return int(high - low)


class _Stories:
    """The stories so far, with the articles of each; `grouped` adds a block of new ones to them."""

    def __init__(self, vectors: csr_matrix, days: Ints) -> None:
        self.vectors, self.days = vectors, days
        self.members: dict[str, list[int]] = {}

    def add(self, key: str, at: int) -> None:
        self.members.setdefault(key, []).append(at)

    def grouped(self, block: Sequence[int], ids: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
        """Story key and members of each group of the block."""
        days = self.days[block]
        near = self._near(int(days.min()) - WINDOW, int(days.max()) + WINDOW)
        totals = np.zeros((len(near) + len(block),) * 2, np.float32)
        inside = (self.vectors[block] @ self.vectors[block].T).toarray()
        inside = _faded(inside, np.abs(days[:, None] - days[None]))
        totals[len(near) :, len(near) :] = inside
        sizes = np.ones(len(totals), np.int64)
        for row, key in enumerate(near):
            sizes[row] = len(self.members[key])
        totals[: len(near), len(near) :] = self._totals(near, block)
        totals[len(near) :, : len(near)] = totals[: len(near), len(near) :].T
        for group in linked(totals, sizes, len(near)):
            old = [near[one] for one in group if one < len(near)]
            new = [one - len(near) for one in group if one >= len(near)]
            if new:
                yield (old[0] if old else ids[min(new)]), [block[one] for one in new]

    def _near(self, first: int, last: int) -> list[str]:
        """The stories with an article of these days."""
        return [
            key
            for key, members in self.members.items()
            if ((self.days[members] >= first) & (self.days[members] <= last)).any()
        ]

    def _totals(self, near: Sequence[str], block: Sequence[int]) -> Floats:
        """Sums of the cosines between the articles of each story and each of the block: (stories, block)."""
        out = np.zeros((len(near), len(block)), np.float32)
        if not near:
            return out
        members = np.asarray([at for key in near for at in self.members[key]], np.int64)
        rows = np.repeat(np.arange(len(near)), [len(self.members[key]) for key in near])
        gaps = np.abs(self.days[members][:, None] - np.unique(self.days[block])[None])
        for column, day in enumerate(np.unique(self.days[block])):
            columns = np.flatnonzero(self.days[block] == day)
            faded = _faded(np.ones(len(members), np.float32), gaps[:, column])
            close = np.flatnonzero(faded > 0)
            sums = csr_matrix(
                (faded[close], (rows[close], np.arange(len(close)))), shape=(len(near), len(close))
            )
            vectors = self.vectors[members[close]]
            cosines = (sums @ vectors @ self.vectors[np.asarray(block)[columns]].T).toarray()
            out[:, columns] = cosines - np.bincount(rows[faded < 0], minlength=len(near))[:, None]
        return out


def _faded(likeness: Floats, gaps: Ints) -> Floats:
    """Likeness by the days between: as it is, fading, and -1 beyond the window."""
    weights = np.asarray([*FADING, 0.0], np.float32)[np.minimum(gaps, len(FADING))]
    return np.where(weights > 0, likeness * weights, -1).astype(np.float32)


def linked(totals: Floats, sizes: Ints, fixed: int) -> list[list[int]]:
    """Average linkage: groups of rows, from sums of similarities between them and numbers of articles.

    The first `fixed` rows are groups of earlier runs, which are never joined with each other: that is what
    scikit-learn's clustering cannot be told.  Joins while a mean similarity is ALIKE or more.
    """
    totals, sizes = totals.astype(np.float64), sizes.astype(np.float64)
    groups: list[list[int]] = [[row] for row in range(len(totals))]
    old = np.arange(len(totals)) < fixed
    means = totals / sizes[:, None] / sizes[None, :]
    means[np.ix_(old, old)] = -np.inf
    np.fill_diagonal(means, -np.inf)
    best = means.max(1, initial=-np.inf)
    while len(best) and best.max() >= ALIKE:
        one = int(best.argmax())
        other = int(means[one].argmax())
        keep, gone = (one, other) if old[one] or (not old[other] and one < other) else (other, one)
        groups[keep] += groups[gone]
        groups[gone] = []
        sizes[keep] += sizes[gone]
        totals[keep] += totals[gone]
        totals[:, keep] = totals[keep]
        means[gone] = means[:, gone] = best[gone] = -np.inf
        fresh = totals[keep] / sizes[keep] / sizes
        fresh[~np.isfinite(means[keep]) & (means[keep] < 0)] = -np.inf
        if old[keep]:
            fresh[old] = -np.inf
        fresh[[keep, gone]] = -np.inf
        means[keep] = means[:, keep] = fresh
        stale = np.flatnonzero(np.isfinite(best))
        best[stale] = means[stale].max(1)
    return [sorted(group) for group in groups if group]
