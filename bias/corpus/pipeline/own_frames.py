"""Frames that depend on the whole corpus: those of its own codebooks, and those learned from coded articles.

A user's codebook finds frames by its words.  Where people coded articles, frames are learned from their
codes; a learned frame replaces the one that was read where it agrees with the coders at least as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bias.corpus.pipeline.rows import frame_row
from bias.corpus.store import SCHEMAS, Corpus
from bias.model import Article, Framed, Spans
from bias.reading import (
    PRESENT_FROM,
    FrameAgreement,
    FrameCodebook,
    FrameLearner,
    compare_with_coder,
    score_seed_words,
)

Scores = NDArray[np.float64]  # (articles, frames)

COLUMNS = list(SCHEMAS["frames"].names)
RESULTS = ["codebook", "frame", "coded", "present", "read", "learned", "low", "high", "used"]


def by_own_books(corpus: Corpus) -> pd.DataFrame:
    """The frames of the user's own codebooks, by their words: the columns of `frames`."""
    books = corpus.own_books()
    rows = [
        frame_row(article, one)
        for batch in (_batches(corpus) if books else ())
        for article, sentences in batch
        for book in books.values()
        for one in score_seed_words(article.id, article.text, sentences, book)
        if one.score > 0
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def learned(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How well each coded frame is found (RESULTS), and the rows of `frames` for the learned frames in use.

    A row of an article that a person coded holds that person's code.  Call it after the rows of
    `by_own_books` are in place.
    """
    codes, books = corpus.frame_codes.in_force(), corpus.frame_books()
    results: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for name, part in codes[codes["codebook"].isin(books)].groupby("codebook"):
        found, more = _of_book(corpus, books[str(name)], part)
        results += [{"codebook": name, **asdict(one), "used": one.used} for one in found]
        rows += more
    return pd.DataFrame(results, columns=RESULTS), pd.DataFrame(rows, columns=COLUMNS)


def _of_book(
    corpus: Corpus, book: FrameCodebook, codes: pd.DataFrame
) -> tuple[list[FrameAgreement], list[dict[str, Any]]]:
    texts = corpus.texts_of(list(codes["article_id"].unique()))
    coded = codes[codes["article_id"].isin(texts) & codes["frame"].isin(book.frames)]
    if coded.empty:
        return [], []
    wide = coded.pivot(index="article_id", columns="frame", values="present").astype(float)
    frames = [frame for frame in book.frames if frame in wide]
    wide, read = wide[frames], corpus.frames_read(book.name)
    said = [texts[key] for key in wide.index]
    scores, found = (_table(read, column, list(wide.index), frames) for column in ("score", "present"))
    results = compare_with_coder(frames, said, scores, found > 0, wide.to_numpy())
    if not any(one.used for one in results):
        return results, []
    learner = FrameLearner().fit(said, scores, wide.to_numpy())
    used = [k for k, one in enumerate(results) if one.used]
    return results, list(_applied(corpus, book, learner, frames, used, wide, read))


def _table(read: pd.DataFrame, column: str, articles: Sequence[str], frames: Sequence[str]) -> Scores:
    """(articles, frames); a frame without a row scores 0."""
    wide = read.assign(**{column: read[column].astype(float)}).pivot(
        index="article_id", columns="frame", values=column
    )
    out: Scores = wide.reindex(index=list(articles), columns=list(frames)).fillna(0.0).to_numpy(float)
    return out


def _applied(
    corpus: Corpus,
    book: FrameCodebook,
    learner: FrameLearner,
    frames: Sequence[str],
    used: Sequence[int],
    codes: pd.DataFrame,
    read: pd.DataFrame,
) -> Iterator[dict[str, Any]]:
    """The rows of `frames` for all articles; `codes` has a row an article and a column a frame."""
    for batch in _batches(corpus):
        keys = [article.id for article, _ in batch]
        texts = [article.text for article, _ in batch]
        shares = learner.predict_proba(texts, _table(read, "score", keys, frames))
        for (article, spans), row in zip(batch, shares, strict=True):
            by_hand = _coded(codes, article.id)
            seeded = {one.frame: one for one in score_seed_words(article.id, article.text, spans, book)}
            for k in used:
                frame = frames[k]
                score = float(by_hand.get(frame, row[k]))
                found = Framed(
                    article_id=article.id,
                    codebook=book.name,
                    frame=frame,
                    score=score,
                    present=score >= PRESENT_FROM,
                    sentences=seeded[frame].sentences,
                    evidence=seeded[frame].evidence if score >= PRESENT_FROM else (),
                )
                yield frame_row(article, found)


def _coded(codes: pd.DataFrame, article_id: str) -> Mapping[str, bool]:
    """Frame → whether a person found it in an article."""
    if article_id not in codes.index:
        return {}
    return {str(frame): bool(there) for frame, there in codes.loc[article_id].dropna().items()}


def _batches(corpus: Corpus) -> Iterator[list[tuple[Article, Spans]]]:
    """The articles that were read, each with its sentences, a batch of the corpus at a time."""
    for path in corpus.files("readings"):
        sentences = corpus.sentences_of(path.stem)
        yield [
            (article, sentences[article.id])
            for article in corpus.articles_of(path.stem)
            if sentences.get(article.id)
        ]
