"""Statements of other speakers that are like those of one speaker.  Frame → frame; knows no store or page."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST = 0.35  # cosine; below it two statements share their topic at most
LEAST_WORDS = 5


def similar_statements(said: pd.DataFrame, *, speaker: str, top: int = 10) -> pd.DataFrame:
    """Statements of others most like one speaker's: the columns of `said` of the other one, with `own`, the
    speaker's words, and `likeness`, 0 to 1.

    `said` has a row an attribution with speaker, content and words.  Cosine of TF-IDF (sublinear, words and
    pairs of words, without stop words); each statement of another is shown once, with the likest own one.
    """
    said = said[said["words"] >= LEAST_WORDS].reset_index(drop=True)
    own = said.index[said["speaker"] == speaker]
    others = said.index[said["speaker"] != speaker]
    empty = said.head(0).assign(own="", likeness=0.0)
    if not len(own) or not len(others):
        return empty
    vectors = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
    try:
        matrix = vectors.fit_transform(said["content"])
    except ValueError:  # nothing but stop words
        return empty
    likeness = (matrix[others] @ matrix[own].T).tocsr()
    best = np.asarray(likeness.max(axis=1).todense()).ravel()
    order = [place for place in np.argsort(-best, kind="stable")[:top] if best[place] >= LEAST]
    nearest = [int(likeness[place].toarray().argmax()) for place in order]
    found = said.loc[others[order]].reset_index(drop=True)
    return found.assign(own=list(said.loc[own[nearest], "content"]), likeness=best[order])
