"""What the articles of a corpus are about: the user's own topics, and those that its words suggest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bias.corpus.store import Corpus
from bias.corpus.topics import dictionary, factors

SAMPLE = 10_000  # articles that topics are learned from
GROWN = 2  # times as many articles, from which on they are learned again


def find(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """article_id, topic and origin (own, learned) of all articles; and the words of the learned topics."""
    own = dictionary.read_topics(corpus.path / "topics.toml")
    terms = _terms(corpus)
    about = []
    for path in corpus.files("articles"):
        articles = corpus.articles_of(path.stem)
        about.append(dictionary.assign(articles, own).assign(origin="own"))
        if len(terms):
            about.append(factors.assign(articles, terms).assign(origin="learned"))
    nothing = pd.DataFrame(columns=["article_id", "topic", "origin"])
    return pd.concat([nothing, *about], ignore_index=True), terms


def _terms(corpus: Corpus) -> pd.DataFrame:
    """The learned topics as they are; anew where the corpus has grown much."""
    before = corpus.query(f"select {', '.join(factors.COLUMNS)} from topic_terms")
    ids = list(corpus.query("select article_id from articles order by article_id")["article_id"])
    known = int(before["articles"].max()) if len(before) else 0
    if known and min(len(ids), SAMPLE) < GROWN * known:
        return before
    chosen = [ids[k] for k in np.linspace(0, len(ids) - 1, min(SAMPLE, len(ids))).astype(int)]
    found = corpus.texts_by_id(chosen)
    return factors.learn([found[key] for key in chosen], before)
