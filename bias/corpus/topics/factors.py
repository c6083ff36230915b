"""Topics that a corpus itself suggests: factors of its words.  Learned once, then kept and applied.

Non-negative matrix factorisation of TF-IDF (Lee & Seung 1999; on news O'Callaghan et al. 2015).  A topic is
called by its three strongest words.  When it is learned again, a topic that is much as before keeps its name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.preprocessing import normalize

from bias.model import Article

LEAST_ARTICLES = 60  # from which on topics are learned
MOST_TOPICS, TERMS = 20, 40
SHARE = 0.5  # of articles, beyond which a word tells no topic apart
NEAR = 0.25  # cosine with the words of a topic from which on an article has it
LEAST_TERMS = 4  # of them that it has
AS_BEFORE = 0.5  # cosine of the words of two topics that are one
TOPIC_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
SHORTEST = 3  # letters of a word
CONTRACTED = re.compile(r"n['’]t$|['’](?:re|ve|ll|d|m)$")  # grammar, and no half of it is a word
COLUMNS = ["topic", "term", "weight", "idf", "articles"]

Floats = NDArray[np.float64]


def learn(
    articles: Sequence[Article], before: pd.DataFrame | None = None, *, without: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """The topics of some articles: a row a word of a topic, the strongest first (COLUMNS).

    `weight` is its part of the topic (each topic has length 1), `idf` how rare it is, `articles` how many
    there were.  Nothing of fewer than LEAST_ARTICLES.  `before` are topics whose names are kept,
    `without` words that are in no topic.
    """
    if len(articles) < LEAST_ARTICLES:
        return pd.DataFrame(columns=COLUMNS)
    vectoriser = TfidfVectorizer(
        analyzer=lambda text: [word for word in words_of(text) if word not in without],
        min_df=3,
        max_df=SHARE,
        sublinear_tf=True,
    )
    try:
        counted = vectoriser.fit_transform([_text(article) for article in articles])
    except ValueError:  # no word that some articles have and others have not
        return pd.DataFrame(columns=COLUMNS)
    if counted.shape[1] < LEAST_TERMS:
        return pd.DataFrame(columns=COLUMNS)
    number = min(MOST_TOPICS, max(2, round(math.sqrt(len(articles)) / 1.5)), *counted.shape)
    model = NMF(number, init="nndsvda", max_iter=600).fit(counted)
    terms = np.asarray(vectoriser.get_feature_names_out())
    rows: list[tuple[str, str, float, float, int]] = []
    names: list[str] = []
    for factor in normalize(model.components_):
        best = np.argsort(-factor, kind="stable")[:TERMS]
        best = best[factor[best] > 0]
        name = _name(dict(zip(terms[best], factor[best], strict=True)), before, names)
        names.append(name)
        rows += [
            (name, str(terms[k]), float(factor[k]), float(vectoriser.idf_[k]), len(articles)) for k in best
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def assign(articles: Iterable[Article], topics: pd.DataFrame) -> pd.DataFrame:
    """article_id and topic: a row for each topic of each article; many have none, some several."""
    names = list(dict.fromkeys(topics["topic"]))
    terms = {term: n for n, term in enumerate(dict.fromkeys(topics["term"]))}
    idf = topics.drop_duplicates("term")["idf"].to_numpy(float)
    places = topics["term"].map(terms).to_numpy(int), topics["topic"].map(names.index).to_numpy(int)
    factors = np.zeros((len(terms), len(names)))
    np.add.at(factors, places, topics["weight"].to_numpy(float))
    rows = []
    for article in articles:
        counts: dict[int, int] = {}
        for word in words_of(_text(article)):
            if (at := terms.get(word)) is not None:
                counts[at] = counts.get(at, 0) + 1
        if len(counts) < LEAST_TERMS:
            continue
        columns = np.fromiter(counts, int, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), float, len(counts)))) * idf[columns]
        here = factors[columns]
        near, shared = values / np.linalg.norm(values) @ here, np.count_nonzero(here, axis=0)
        chosen = np.flatnonzero((near >= NEAR) & (shared >= LEAST_TERMS))
        rows += [(article.id, names[k]) for k in chosen[np.argsort(-near[chosen], kind="stable")]]
    return pd.DataFrame(rows, columns=["article_id", "topic"])


def _text(article: Article) -> str:
    return f"{article.title}\n{article.title}\n{article.text}"


def words_of(text: str) -> list[str]:
    """Whole words of three letters or more that are no grammar, in small letters, without an -'s."""
    found = (word.lower() for word in TOPIC_WORD.findall(text))
    bare = (word.removesuffix("'s").removesuffix("’s") for word in found if not CONTRACTED.search(word))
    return [word for word in bare if len(word) >= SHORTEST and word not in ENGLISH_STOP_WORDS]


def _name(factor: Mapping[str, float], before: pd.DataFrame | None, taken: Sequence[str]) -> str:
    """The name of the earlier topic that is most like it, or its three strongest words, of which none is the
    beginning of another: "russia" and "russian" say it once."""
    if before is not None and len(before):
        likeness = {
            str(name): sum(
                weight * factor.get(term, 0.0)
                for term, weight in zip(part["term"], part["weight"], strict=True)
            )
            for name, part in before.groupby("topic")
            if name not in taken
        }
        best = max(likeness, key=lambda name: likeness[name], default="")
        if best and likeness[best] >= AS_BEFORE:
            return best
    words: list[str] = []
    for word in factor:
        if not any(word.startswith(one) or one.startswith(word) for one in words):
            words.append(word)
    name = " · ".join(words[:3])
    return name if name not in taken else " · ".join(words[:4])
