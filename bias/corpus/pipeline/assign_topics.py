"""Gives every article of a corpus its topics: the user's own, and those that its words suggest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bias.corpus.store import Corpus
from bias.corpus.topics import dictionary, factors

SAMPLE = 10_000  # articles that topics are learned from
GROWN = 2  # times as many articles, or passages left out, from which on topics are learned again


def find(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The topics of all articles (article_id, topic, origin: own or learned), and the words of the learned
    topics: the columns of the table `topic_terms`."""
    own = dictionary.read_topics(corpus.path / "topics.toml")
    terms = _terms(corpus)
    assigned = []
    for path in corpus.files("articles"):
        articles = corpus.texts_as_read(path.stem)
        assigned.append(dictionary.assign(articles, own).assign(origin="own"))
        if len(terms):
            assigned.append(factors.assign(articles, terms).assign(origin="learned"))
    nothing = pd.DataFrame(columns=["article_id", "topic", "origin"])
    return pd.concat([nothing, *assigned], ignore_index=True), terms


def _terms(corpus: Corpus) -> pd.DataFrame:
    """The learned topics as they are; learned again once the corpus, or what is left out of it, has doubled.

    The names of its outlets are no words of a topic: they tell who writes, and not of what.
    """
    before = corpus.query(f"select {', '.join(factors.COLUMNS)}, passages from topic_terms")
    ids = list(corpus.query("select article_id from articles order by article_id")["article_id"])
    passages = sum(map(len, corpus.passages_left_out().values()))
    grown = len(ids) >= GROWN * before["articles"].max()
    emptied = passages >= max(1, GROWN * before["passages"].fillna(0).max())
    if len(before) and not grown and not emptied:
        return before
    sampled = _sampled(ids)
    articles = corpus.texts_by_id(sampled)
    without = factors.words_of(" ".join(corpus.outlets()))
    terms = factors.learn([articles[key] for key in sampled], before, without=frozenset(without))
    return terms.assign(articles=len(ids), passages=passages)


def _sampled(ids: Sequence[str]) -> list[str]:
    """At most SAMPLE of the articles, spread evenly."""
    places = np.linspace(0, len(ids) - 1, min(SAMPLE, len(ids))).astype(int)
    return [ids[place] for place in places]
