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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from bias.corpus.events import repeated_passages
from bias.corpus.pipeline import dask_cluster, written
from bias.corpus.pipeline.compaction import compact
from bias.corpus.pipeline.dask_cluster import OnArticle, OnWorker
from bias.corpus.pipeline.own_targets import forget_judged
from bias.corpus.pipeline.relate import relate
from bias.corpus.pipeline.rows import Done, Rows, Work, read_rows
from bias.corpus.pipeline.shards import WHOLE, Shard, of_shard
from bias.corpus.pipeline.version import version
from bias.corpus.store import ANALYSED, Corpus
from bias.errors import BiasError
from bias.model import Article, Spans
from bias.processes import end_with

Run = Callable[[Iterable[Work], OnArticle], Iterator[tuple[Work, list[Done]]]]


def analyse(
    corpus: Corpus,
    *,
    workers: int = 1,
    cluster: str = "",
    shard: Shard = WHOLE,
    on_start: Callable[[int], None] = lambda articles: None,
    on_article: OnArticle = lambda done: None,
    on_worker: OnWorker = lambda worker, words, seconds: None,
) -> None:
    """Read what this version has not read yet, and again what it read with other passages left out.

    In processes of this machine, or by the workers of a Dask cluster (`dask_cluster.connected` says how it is
    named).  Of a `shard` only its batches are read, and nothing is related: `merge` brings shards together.
    `on_start` is told how many articles there are to read, `on_worker` the words and the seconds of processor
    time of each task of a cluster.  Raises BusyError where another process writes, and BadInputError, before
    any article is read, for what a user wrote wrong.
    """
    with corpus.writing():
        written.check(corpus)
        corpus.upgrade()
        corpus.tidy()
        if shard == WHOLE:  # the batches of a shard are known by their names
            compact(corpus)
        stamp = _stamp(corpus)
        known = corpus.made_of("passages") == stamp  # no article and no decision has come since
        again = {} if known else _with_other_passages(corpus)
        mine = of_shard(corpus, shard)
        again = {batch: ids for batch, ids in again.items() if batch in mine}
        waiting = [batch for batch in corpus.pending(version()) if batch in mine]
        articles = corpus.count_articles(waiting) + sum(map(len, again.values()))
        on_start(articles)
        forget_judged(corpus, list(again))
        with _readers(cluster if articles else "", min(workers, max(1, articles)), on_worker) as run:
            for work, found in run(_work(corpus, waiting, again), on_article):
                _write(corpus, work, found)
        if shard != WHOLE:
            return
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


def _work(corpus: Corpus, waiting: Sequence[str], again: Mapping[str, Sequence[str]]) -> Iterator[Work]:
    keys = corpus.passages_left_out()
    for batch in [*waiting, *again]:
        articles = corpus.articles_of(batch)
        chosen = set(again.get(batch, ())) or {article.id for article in articles}
        yield Work(
            batch,
            tuple((article, _holes(article, keys)) for article in articles if article.id in chosen),
            tuple(article.id for article in articles if article.id not in chosen),
        )


def _write(corpus: Corpus, work: Work, found: Sequence[Done]) -> None:
    rows: Rows = {
        table: corpus.rows_of(table, work.batch, work.others) if work.others else [] for table in ANALYSED
    }
    for done in found:
        for table, more in done.rows.items():
            rows[table].extend(more)
    for table in ANALYSED:  # readings come last: they make the batch count
        corpus.write(table, work.batch, rows[table], version=version())


@contextmanager
def _readers(cluster: str, workers: int, on_worker: OnWorker) -> Iterator[Run]:
    """A function from batches to what was read of each: in this process, in some, or on a cluster."""
    if cluster:
        with dask_cluster.connected(cluster) as client:
            yield lambda works, on_article: dask_cluster.read_batches(client, works, on_article, on_worker)
        return
    if workers <= 1:
        yield lambda works, on_article: _each(
            works, lambda work: itertools.starmap(read_rows, work.articles), on_article
        )
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=end_with, initargs=(os.getpid(),)
    ) as pool:
        yield lambda works, on_article: _each(works, lambda work: _spread(pool, work), on_article)


def _each(
    works: Iterable[Work], read: Callable[[Work], Iterable[Done]], on_article: OnArticle
) -> Iterator[tuple[Work, list[Done]]]:
    """Batches one after the other, their articles in order."""
    for work in works:
        found = []
        for done in read(work):
            found.append(done)
            on_article(done)
        yield work, found


def _spread(pool: ProcessPoolExecutor, work: Work) -> Iterator[Done]:
    try:
        yield from pool.map(read_rows, *zip(*work.articles, strict=True), chunksize=4)
    except BrokenProcessPool as error:
        raise BiasError(
            "a reading process was killed, most often for want of memory.  Nothing stored is lost: "
            "run the same command again, with a smaller --workers"
        ) from error
