"""Runs the reading steps over articles: one, or a corpus in batches and processes, resumable.

A failure in one article is stored with its reason and stops nothing.  A batch is written when all its
articles are read, so whatever kills the process costs one batch of work and nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from bias.corpus.pipeline import written
from bias.corpus.pipeline.relate import relate
from bias.corpus.pipeline.rows import Done, Rows, read_rows
from bias.corpus.pipeline.version import version
from bias.corpus.store import ANALYSED, Corpus
from bias.errors import BiasError
from bias.model import Article
from bias.processes import end_with


def analyse(
    corpus: Corpus, *, workers: int = 1, on_article: Callable[[Done], None] = lambda done: None
) -> None:
    """Read what this version has not read yet.

    Raises BusyError where another process writes, and BadInputError, before any article is read, for what a
    user wrote wrong.
    """
    with corpus.writing():
        written.check(corpus)
        corpus.upgrade()
        corpus.tidy()
        with _readers(workers) as run:
            for batch in corpus.pending(version()):
                _analyse_batch(corpus, batch, run, on_article)
        relate(corpus)


def _analyse_batch(
    corpus: Corpus,
    batch: str,
    run: Callable[[Iterable[Article]], Iterator[Done]],
    on_article: Callable[[Done], None],
) -> None:
    rows: Rows = {table: [] for table in ANALYSED}
    for done in run(corpus.articles_of(batch)):
        for table, found in done.rows.items():
            rows[table].extend(found)
        on_article(done)
    for table in ANALYSED:  # readings come last: they make the batch count
        corpus.write(table, batch, rows[table], version=version())


@contextmanager
def _readers(workers: int) -> Iterator[Callable[[Iterable[Article]], Iterator[Done]]]:
    """A function from articles to what was read of them, in order, in this process or in some."""
    if workers <= 1:
        yield lambda articles: map(read_rows, articles)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=end_with, initargs=(os.getpid(),)
    ) as pool:
        yield lambda articles: _spread(pool, articles)


def _spread(pool: ProcessPoolExecutor, articles: Iterable[Article]) -> Iterator[Done]:
    try:
        yield from pool.map(read_rows, articles, chunksize=4)
    except BrokenProcessPool as error:
        raise BiasError(
            "a reading process was killed, most often for want of memory.  Nothing stored is lost: "
            "run the same command again, with a smaller --workers"
        ) from error
