"""Articles read by the workers of a Dask cluster.  Alone knows Dask; knows no corpus folder.

The client sends a few articles a task and gets their rows, so workers need no disk in common with it.  A
worker that is killed costs the tasks that it had: the scheduler gives them to another.  Where the scheduler
itself is gone, what was read of whole batches is stored, and the same command goes on.
"""

from __future__ import annotations

import importlib.util
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from bias.corpus.pipeline.rows import Done, Work, read_rows, unread
from bias.corpus.pipeline.version import parts
from bias.errors import BadInputError, BiasError
from bias.model import Article, Spans

TASK = 16  # articles a task, some ten seconds; a killed worker costs no more of what is read
AHEAD = 3  # tasks a thread, that one it works on among them: memory does not grow with the corpus
LIVES = 3  # times that the scheduler gives up an article alone, each after some killed workers
PATIENCE = 600  # seconds until the first worker must be there: a queue may let wait longer than that
QUEUES = {"slurm": "SLURMCluster", "pbs": "PBSCluster", "sge": "SGECluster", "lsf": "LSFCluster"}
GONE = "the cluster is gone or cannot read: {}.  Nothing stored is lost: run the same command again"

OnArticle = Callable[[Done], None]
OnWorker = Callable[[str, int, float], None]  # where, words, seconds of processor time


@contextmanager
def connected(where: str) -> Iterator[Any]:
    """A client of a cluster.

    `local` or `local:4` (processes here), `tcp://…` or `tls://…` (a scheduler), `scheduler.json` (the file
    that one wrote), `slurm:8`, `pbs:8`, `sge:8` or `lsf:8` (jobs of a queue, as jobqueue.yaml of
    dask-jobqueue describes them).  Raises BadInputError for another one, BiasError where nobody answers or
    where a worker has other code, models or libraries.
    """
    if importlib.util.find_spec("distributed") is None:
        raise BadInputError("--cluster needs Dask, here and on each worker: pip install 'bias[cluster]'")
    with ExitStack() as stack:
        yield _checked(stack.enter_context(_client(where, stack)))


def _client(where: str, stack: ExitStack) -> Any:
    from distributed import Client

    kind, _, number = where.partition(":")
    try:
        if kind == "local" or kind in QUEUES:
            return Client(stack.enter_context(_started(kind, number)))
        if where.endswith(".json"):
            return Client(scheduler_file=where)
        if "://" in where:
            return Client(where)
    except OSError as error:  # that of `distributed` for a scheduler that does not answer is one
        raise BiasError(f"{where}: no scheduler answers ({error}); start it, then run this again") from error
    raise BadInputError(
        f"--cluster {where}: write local, local:4, tcp://HOST:PORT, a scheduler.json, or slurm:8"
    )


@contextmanager
def _started(kind: str, number: str) -> Iterator[Any]:
    """A cluster of our own, which ends with the reading."""
    if number and not number.isdigit():
        raise BadInputError(f"--cluster {kind}:{number}: write a number of workers, as in {kind}:4")
    import distributed

    if kind == "local":
        logging.getLogger("distributed").setLevel(logging.ERROR)
        with distributed.LocalCluster(
            n_workers=int(number) if number else None, threads_per_worker=1, dashboard_address=None
        ) as cluster:
            yield cluster
        return
    try:
        import dask_jobqueue
    except ImportError as error:
        raise BadInputError(f"--cluster {kind} needs dask-jobqueue: pip install dask-jobqueue") from error
    with getattr(dask_jobqueue, QUEUES[kind])() as cluster:
        cluster.scale(jobs=int(number or 1))
        yield cluster


def _checked(client: Any) -> Any:
    """The client, once a worker is there and all that are there read as this machine does."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        found = client.run(parts)
    except TimeoutError as error:
        raise BiasError(f"no worker came within {PATIENCE // 60} minutes; then run this again") from error
    except (AttributeError, ImportError) as error:
        raise BiasError(
            f"a worker has no bias, or another version of it ({error}); install this one"
        ) from error
    for worker, theirs in found.items():
        if trouble := differences(theirs):
            raise BiasError(f"worker {worker}: {trouble}")
    return client


def differences(theirs: Mapping[str, str]) -> str:
    """What another machine reads with that this one does not; empty where they read alike."""
    ours = parts()
    other = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if not other:
        return ""
    told = ", ".join(f"{name} ({theirs.get(name)} there, {ours.get(name)} here)" for name in other)
    return f"it would read otherwise: {told}.  Install the same version of bias and its libraries there"


def read_task(articles: Sequence[tuple[Article, Spans]], ours: Mapping[str, str]) -> tuple[Any, ...]:
    """On a worker: what was read, where, and in how many seconds of processor time.

    Workers that came after the start are checked here.
    """
    from distributed import get_worker

    if parts() != ours:
        return (), get_worker().address, 0.0, dict(parts())
    began = time.process_time()
    found = [read_rows(*one) for one in articles]
    return found, get_worker().address, time.process_time() - began, ours


# -- the client ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Batch:
    """A batch of which some articles are read."""

    work: Work
    found: dict[int, Done] = field(default_factory=dict)  # by the place of the article


@dataclass(frozen=True, slots=True)
class _Task:
    """Some articles of a batch that follow each other, from a place on."""

    batch: _Batch
    first: int
    articles: tuple[tuple[Article, Spans], ...]
    lives: int = LIVES

    def halves(self) -> Iterator[_Task]:
        """The same, an article a task, where a worker was killed by one of them."""
        lives = self.lives if len(self.articles) > 1 else self.lives - 1
        for n, one in enumerate(self.articles):
            yield _Task(self.batch, self.first + n, (one,), lives)


def read_batches(
    client: Any, works: Iterable[Work], on_article: OnArticle, on_worker: OnWorker
) -> Iterator[tuple[Work, list[Done]]]:
    """What was read of each batch, its articles in their order; batches as they are done."""
    from distributed import as_completed

    tasks, again = _tasks(works), list[_Task]()
    sent: dict[Any, _Task] = {}
    coming = as_completed(raise_errors=False)
    while True:
        room = AHEAD * max(1, _threads(client)) - len(sent)
        for task in _next(tasks, again, room):
            future = client.submit(read_task, task.articles, dict(parts()), pure=False)
            sent[future] = task
            coming.add(future)
        if not sent:
            return
        future = next(coming)
        task = sent.pop(future)
        found = _result(future, task, on_worker)
        if found is None:
            again += task.halves()
            continue
        for n, done in enumerate(found, task.first):
            task.batch.found[n] = done
            on_article(done)
        work, by_place = task.batch.work, task.batch.found
        if len(by_place) == len(work.articles):
            yield work, [by_place[n] for n in range(len(by_place))]


def _threads(client: Any) -> int:
    """Threads of all workers that are there now."""
    try:
        return sum(client.nthreads().values())
    except OSError as error:  # that of `distributed` for a scheduler that has gone is one
        raise BiasError(GONE.format(error)) from error


def _tasks(works: Iterable[Work]) -> Iterator[_Task]:
    for work in works:
        batch = _Batch(work)
        for first in range(0, len(work.articles), TASK):
            yield _Task(batch, first, work.articles[first : first + TASK])


def _next(tasks: Iterator[_Task], again: list[_Task], room: int) -> Iterator[_Task]:
    for _ in range(room):
        task = again.pop() if again else next(tasks, None)
        if task is None:
            return
        yield task


def _result(future: Any, task: _Task, on_worker: OnWorker) -> Sequence[Done] | None:
    """What a task gave; None where its workers were killed and it is to be tried again."""
    from distributed import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        if len(task.articles) > 1 or task.lives > 1:
            return None
        reason = "several workers were killed while they read it, most often for want of memory"
        return [unread(*one, reason) for one in task.articles]
    if error is not None or future.cancelled():
        raise BiasError(GONE.format(error or "its tasks were cancelled")) from error
    found, worker, seconds, theirs = future.result()
    if trouble := differences(theirs):
        raise BiasError(f"worker {worker}: {trouble}")
    on_worker(worker, sum(done.words for done in found), seconds)
    return found  # type: ignore[no-any-return]
