"""Whether an outlet tells an event that the grouping does not give to it.  Articles → answers; knows no
corpus folder.

That an outlet left something out is an accusation, and grouping is no search: an article that it leaves alone
is there all the same.  So each article of the outlet from the days of the event is compared with each article
of the event, by the vectors of the grouping.  The bounds were set on AllSides dev
(`bias evaluate omissions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from bias.corpus.events.clustering import Ints, day_of, vectors
from bias.model import Article

DAYS = 4  # at most, between an article and one of the event
TELLS, PERHAPS = 0.4, 0.08  # cosine with the article of the event that it is most like
APART = 0.15  # below it an article of an event may tell another one; of 150 of BASIL none lies below
NEXT = 2  # days after which much the same words may tell what the affair came to, not the event
Answer = Literal["tells", "perhaps", "nothing", "unknown"]
COLUMNS = ["story", "outlet", "answer", "article_id", "likeness", "searched"]


def search(
    articles: Sequence[Article],
    told: Mapping[str, str],
    asked: Iterable[tuple[str, str]],
    *,
    background: Sequence[Article] = (),
) -> pd.DataFrame:
    """What was found of each story and outlet that is asked about, in their order: COLUMNS.

    `articles` are those of the stories and those of the outlets from the days around; `told` has the story of
    each by its id.  `answer`: *tells* where the grouping gives the outlet an article of the story, or one of
    its own is much like one of the story; *perhaps* where one is somewhat like it; *nothing* where none is;
    *unknown* where the outlet has no article of these days.  `article_id` is its article that comes nearest,
    `likeness` a cosine (empty where the grouping says it), `searched` how many articles of these days it has.
    """
    by_story = _places([told[one.id] for one in articles])
    by_outlet = _places([one.outlet for one in articles])
    nothing, compared = np.zeros(0, np.int64), Search(articles, background)
    rows = []
    for story, outlet in asked:
        members, own = by_story.get(story, nothing), by_outlet.get(outlet, nothing)
        found = compared.nearest(members, own)
        if len(grouped := np.intersect1d(own, members)):
            found = Found("tells", int(grouped[0]), np.nan, found.searched)
        nearest = "" if found.nearest is None else articles[found.nearest].id
        rows.append((story, outlet, found.answer, nearest, found.likeness, found.searched))
    return pd.DataFrame(rows, columns=COLUMNS)


class Found(NamedTuple):
    """What was found of one event among some articles; `nearest` is a place."""

    answer: Answer
    nearest: int | None
    likeness: float
    searched: int


class Search:
    """Articles that are compared with each other by their places."""

    def __init__(self, articles: Sequence[Article], background: Sequence[Article] = ()) -> None:
        self.days = np.asarray([day_of(one.published) for one in articles], np.int64)
        self.vectors = vectors(articles, background) if articles else None

    def nearest(self, members: Ints, own: Ints) -> Found:
        """The article among `own` that is most like one of `members`, of those of the days around it."""
        gaps = np.abs(self.days[own][:, None] - self.days[members][None])
        close = (gaps <= DAYS).any(axis=1)
        near, gaps = own[close], gaps[close]
        if self.vectors is None or not len(near):
            return Found("unknown", None, np.nan, 0)
        likeness = (self.vectors[near] @ self.vectors[members].T).toarray() * (gaps <= DAYS)
        at, member = np.unravel_index(int(likeness.argmax()), likeness.shape)
        most, told = float(likeness[at, member]), float((likeness * (gaps < NEXT)).max())
        answer: Answer = "tells" if told >= TELLS else "perhaps" if most >= PERHAPS else "nothing"
        return Found(answer, int(near[at]), most, len(near))


def apart(articles: Sequence[Article], *, background: Sequence[Article] = ()) -> set[str]:
    """The outlets of an event none of whose `articles` has much in common with one of another outlet."""
    outlets, found = np.asarray([one.outlet for one in articles]), vectors(articles, background)
    likeness = (found @ found.T).toarray() * (outlets[:, None] != outlets[None])
    most = pd.Series(likeness.max(axis=1)).groupby(outlets).max()
    return set(most.index[most < APART])


def _places(keys: Sequence[str]) -> dict[str, Ints]:
    """The places of each key."""
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return {key: np.asarray(places, np.int64) for key, places in found.items()}
