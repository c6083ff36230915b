"""Gives every article of a corpus its topics: the user's own, and those that its words suggest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from bias.corpus.store import Corpus
from bias.corpus.topics import dictionary, factors
from bias.resources import PACKAGE

SAMPLE = 10_000  # articles that topics are learned from
GROWN = 2  # times as many articles, or passages left out, from which on topics are learned again


def find(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The topics of all articles (article_id, topic, origin: own or learned), and the words of the learned
    topics: the columns of the table `topic_terms`.

    Articles that came before, and were given topics by the same `stamp`, keep theirs.
    """
    own = dictionary.read_topics(corpus.path / "topics.toml")
    terms = _terms(corpus)
    known = corpus.made_of("topics") == stamp(corpus, terms)
    new = corpus.newer_than("topics") if known else {path.stem for path in corpus.files("articles")}
    assigned = [_kept(corpus, new)] if known else []
    for batch in sorted(new):
        articles = corpus.texts_as_read(batch)
        assigned.append(dictionary.assign(articles, own).assign(origin="own"))
        if len(terms):
            assigned.append(factors.assign(articles, terms).assign(origin="learned"))
    nothing = pd.DataFrame(columns=["article_id", "topic", "origin"])
    return pd.concat([nothing, *assigned], ignore_index=True), terms


def stamp(corpus: Corpus, terms: pd.DataFrame) -> str:
    """Changes with the words of topics, own and learned, and with the way in which these are given."""
    digest = hashlib.sha256(terms[["topic", "term", "weight", "idf"]].to_csv(index=False).encode())
    own = corpus.path / "topics.toml"
    for path in (*sorted((PACKAGE / "corpus" / "topics").glob("*.py")), *([own] if own.is_file() else [])):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _kept(corpus: Corpus, new: Collection[str]) -> pd.DataFrame:
    """The topics of the articles of the other batches."""
    return corpus.query(
        """select t.article_id, t.topic, t.origin from topics t join articles a using (article_id)
        where not list_contains(?::varchar[], a.batch)""",
        [list(new)],
    )


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
