"""Stories and copies of a corpus: what is new joins what is there, a stretch of dates at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bias.corpus.events import clustering, reprints
from bias.corpus.events.clustering import Ints
from bias.corpus.store import Corpus

STRETCH = 20_000  # new articles at a time: what is in memory does not grow with the corpus
BACKGROUND = 5_000  # articles that say how common a word is, where a stretch is shorter


def group(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stories (article_id, story) and copies (see `bias.copies.find`) of all articles.

    Articles that have been grouped before keep their story.
    """
    dated = corpus.query("select article_id, published from articles order by published, article_id")
    days = np.asarray([clustering.day_of(one) for one in dated["published"]], np.int64)
    known = corpus.query("select article_id, story from stories")
    told: dict[str, str] = dict(zip(known["article_id"], known["story"], strict=True))
    found = corpus.query(f"select {', '.join(reprints.COLUMNS)} from copies")
    order = np.argsort(days, kind="stable")
    ids, days = dated["article_id"].to_numpy()[order], days[order]
    fresh = np.asarray([at for at, key in enumerate(ids) if key not in told], np.int64)
    for start in range(0, len(fresh), STRETCH):
        part = fresh[start : start + STRETCH]
        near = _near(days, part, reprints.WINDOW)
        at_hand = {*ids[near], *_linked(found, set(ids[near]))}
        spread = ids[np.linspace(0, len(ids) - 1, min(BACKGROUND, len(ids))).astype(int)]
        texts = corpus.texts_by_id([*at_hand, *spread])
        listed = [texts[key] for key in ids if key in at_hand]
        later = {str(ids[at]) for at in fresh[start + STRETCH :]} & at_hand
        now = [one for one in listed if one.id not in later]
        grouped = clustering.assign(now, told, background=list(texts.values()))
        told |= dict(zip(grouped.index, grouped, strict=True))
        again = reprints.find(now)
        found = pd.concat([found[~found["article_id"].isin({one.id for one in now})], again])
    rows = [(key, told[key]) for key in ids]
    return pd.DataFrame(rows, columns=["article_id", "story"]), found.reset_index(drop=True)


def labels(corpus: Corpus, told: pd.DataFrame) -> pd.DataFrame:
    """story, label: of each story of several articles the title that shares most with the others."""
    shared = told[told.duplicated("story", keep=False)]
    titles = corpus.query("select article_id, title from articles").set_index("article_id")["title"]
    rows = [
        (story, clustering.label([titles[key] for key in part["article_id"]]))
        for story, part in shared.groupby("story", sort=False)
    ]
    return pd.DataFrame(rows, columns=["story", "label"])


def _near(days: Ints, part: Ints, window: int) -> Ints:
    """The places of all articles within some days of those of a part; `days` is sorted."""
    wanted = np.zeros(len(days), bool)
    for day in np.unique(days[part]):
        first, last = np.searchsorted(days, [day - window, day + window + 1])
        wanted[first:last] = True
    return np.flatnonzero(wanted)


def _linked(found: pd.DataFrame, ids: set[str]) -> Sequence[str]:
    """The articles of the copy groups that some articles belong to."""
    originals = set(found.loc[found["article_id"].isin(ids), "original"])
    return list(found.loc[found["original"].isin(originals), "article_id"])
