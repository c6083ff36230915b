"""Runs the reading steps over articles: one, or a corpus in batches and processes, resumable.

Before the reading, the passages that outlets repeat are found, and left out of it.  A failure in one article
is stored with its reason and stops nothing.  A batch is written when all its articles are read, so whatever
kills the process costs one batch of work and nothing else.
"""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from bias.corpus.events import repeated_passages
from bias.corpus.pipeline import written
from bias.corpus.pipeline.own_targets import forget_judged
from bias.corpus.pipeline.relate import relate
from bias.corpus.pipeline.rows import Done, Rows, read_rows
from bias.corpus.pipeline.version import version
from bias.corpus.store import ANALYSED, Corpus
from bias.errors import BiasError
from bias.model import Article, Spans
from bias.processes import end_with


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be read of a batch: its articles with what is left out of each; the others' rows stay."""

    batch: str
    articles: tuple[tuple[Article, Spans], ...]
    others: tuple[str, ...] = ()


def analyse(
    corpus: Corpus,
    *,
    workers: int = 1,
    on_start: Callable[[int], None] = lambda articles: None,
    on_article: Callable[[Done], None] = lambda done: None,
) -> None:
    """Read what this version has not read yet, and again what it read with other passages left out.

    `on_start` is told how many articles there are to read.  Raises BusyError where another process writes,
    and BadInputError, before any article is read, for what a user wrote wrong.
    """
    with corpus.writing():
        written.check(corpus)
        corpus.upgrade()
        corpus.tidy()
        stamp = _stamp(corpus)
        known = corpus.made_of("passages") == stamp  # no article and no decision has come since
        again = {} if known else _with_other_passages(corpus)
        articles = corpus.count_articles(corpus.pending(version())) + sum(map(len, again.values()))
        on_start(articles)
        forget_judged(corpus, list(again))
        with _readers(min(workers, max(1, articles))) as run:
            for work in _work(corpus, again):
                _analyse_batch(corpus, work, run, on_article)
        if not known:  # the stamp comes when all is read by it
            corpus.write_whole(stamp=stamp, passages=corpus.table("passages"))
        relate(corpus)


def _stamp(corpus: Corpus) -> str:
    """Changes with the articles, with what people decided on passages, and with the way these are found."""
    batches = " ".join(f"{path.stem} {path.stat().st_mtime_ns}" for path in corpus.files("articles"))
    found_by = f"{batches} {corpus.passage_codes.stamp()} {repeated_passages.version()}"
    return hashlib.sha256(found_by.encode()).hexdigest()[:16]


def _with_other_passages(corpus: Corpus) -> dict[str, list[str]]:
    """Put in place which passages outlets set into their articles; those found before stay.

    Gives by batch the articles that this version read and that hold passages to be left out, or read, now.
    """
    before: dict[str, set[str]] = {}
    for outlet, passage in corpus.query("select outlet, passage from passages").itertuples(index=False):
        before.setdefault(outlet, set()).add(passage)
    corpus.write_whole(passages=repeated_passages.find(lambda: _articles(corpus), before))
    return _changed(corpus)


def _articles(corpus: Corpus) -> Iterator[Article]:
    for path in corpus.files("articles"):
        yield from corpus.articles_of(path.stem)


def _changed(corpus: Corpus) -> dict[str, list[str]]:
    keys, waiting = corpus.passages_left_out(), set(corpus.pending(version()))
    out: dict[str, list[str]] = {}
    for path in corpus.files("readings"):
        if path.stem in waiting:
            continue
        before = corpus.left_out_of(path.stem)
        for article in corpus.articles_of(path.stem):
            if _holes(article, keys) != before.get(article.id, ()):
                out.setdefault(path.stem, []).append(article.id)
    return out


def _holes(article: Article, keys: Mapping[str, Set[str]]) -> Spans:
    return repeated_passages.left_out(article.text, keys.get(article.outlet, set()))


def _work(corpus: Corpus, again: Mapping[str, Sequence[str]]) -> Iterator[_Work]:
    keys = corpus.passages_left_out()
    for batch in [*corpus.pending(version()), *again]:
        articles = corpus.articles_of(batch)
        chosen = set(again.get(batch, ())) or {article.id for article in articles}
        yield _Work(
            batch,
            tuple((article, _holes(article, keys)) for article in articles if article.id in chosen),
            tuple(article.id for article in articles if article.id not in chosen),
        )


def _analyse_batch(
    corpus: Corpus, work: _Work, run: Callable[[_Work], Iterator[Done]], on_article: Callable[[Done], None]
) -> None:
    rows: Rows = {
        table: corpus.rows_of(table, work.batch, work.others) if work.others else [] for table in ANALYSED
    }
    for done in run(work):
        for table, found in done.rows.items():
            rows[table].extend(found)
        on_article(done)
    for table in ANALYSED:  # readings come last: they make the batch count
        corpus.write(table, work.batch, rows[table], version=version())


@contextmanager
def _readers(workers: int) -> Iterator[Callable[[_Work], Iterator[Done]]]:
    """A function from articles to what was read of them, in order, in this process or in some."""
    if workers <= 1:
        yield lambda work: itertools.starmap(read_rows, work.articles)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=end_with, initargs=(os.getpid(),)
    ) as pool:
        yield lambda work: _spread(pool, work)


def _spread(pool: ProcessPoolExecutor, work: _Work) -> Iterator[Done]:
    try:
        yield from pool.map(read_rows, *zip(*work.articles, strict=True), chunksize=4)
    except BrokenProcessPool as error:
        raise BiasError(
            "a reading process was killed, most often for want of memory.  Nothing stored is lost: "
            "run the same command again, with a smaller --workers"
        ) from error
