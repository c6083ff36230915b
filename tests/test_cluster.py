"""Reading on a Dask cluster and in shards gives the rows of one process, whatever is killed meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import article, fill

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'bias[cluster]'")

from bias.corpus.pipeline import dask_cluster
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.pipeline.dask_cluster import connected, differences
from bias.corpus.pipeline.rows import Done
from bias.corpus.pipeline.shards import of_shard, shard_of, take_over
from bias.corpus.pipeline.version import parts
from bias.corpus.store import Corpus
from bias.corpus.store import folder as store
from bias.errors import BadInputError, BiasError

pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own sockets and threads as they end
COMPARED = ("readings", "attributions", "speakers", "tones", "wordings", "frames", "names", "scores")
ARTICLES = 24


def filled(path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(store, "BATCH", 5)
    found = Corpus(path, create=True)
    fill(found, [article(n, outlet=f"Outlet {n}") for n in range(ARTICLES)])
    return found


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus as one process reads it."""
    with pytest.MonkeyPatch.context() as patch:
        found = filled(tmp_path_factory.mktemp("once") / "corpus", patch)
    analyse(found)
    return found


def rows(corpus: Corpus, table: str) -> pd.DataFrame:
    return corpus.table(table).sort_values("article_id", kind="stable", ignore_index=True)


def same(one: Corpus, other: Corpus) -> None:
    for table in (*COMPARED, "linked_speakers", "stories"):
        pd.testing.assert_frame_equal(rows(one, table), rows(other, table))


def test_two_workers_read_what_one_process_reads_though_one_is_killed(
    once: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "TASK", 2)
    corpus = filled(tmp_path / "corpus", monkeypatch)
    killed: list[int] = []
    pids = {}
    seen: list[Done] = []

    def kill(done: Done) -> None:
        seen.append(done)
        if len(seen) == 4:
            os.kill(next(iter(pids.values())), signal.SIGKILL)
            killed.append(1)

    told: dict[str, int] = {}
    client_of = dask_cluster._checked

    def checked(client: object) -> object:
        pids.update(client.run(os.getpid))  # type: ignore[attr-defined]
        return client_of(client)

    monkeypatch.setattr(dask_cluster, "_checked", checked)
    analyse(
        corpus,
        cluster="local:2",
        on_article=kill,
        on_worker=lambda worker, words, seconds: told.update({worker: words}),
    )
    assert killed
    assert len(seen) == ARTICLES, "each article is told once"
    assert told  # of both, but for a machine so busy that one is killed before it read anything
    assert min(told.values()) > 0, "each worker tells its words"
    same(once, corpus)


def test_what_is_in_flight_is_bounded(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    """A corpus of any size: no more tasks are made than the workers can soon take."""
    made: list[int] = []
    tasks = dask_cluster._tasks(
        dask_cluster.Work(str(n), ((article(n), ()),)) for n in iter(lambda: made.append(1) or len(made), 0)
    )
    assert len(list(dask_cluster._next(tasks, [], 6))) == 6
    assert len(made) == 6


def test_an_article_that_kills_workers_is_kept_as_failed() -> None:
    from distributed import KilledWorker

    class Gone:
        def exception(self) -> BaseException:
            return KilledWorker("task", None, 3)

    work = dask_cluster.Work("1", ((article(1), ()), (article(2), ())))
    (task,) = dask_cluster._tasks([work])
    silent = lambda worker, words, seconds: None  # noqa: E731
    assert dask_cluster._result(Gone(), task, silent) is None
    alone = list(task.halves())
    assert [one.articles for one in alone] == [((article(1), ()),), ((article(2), ()),)]
    for _ in range(dask_cluster.LIVES - 1):
        assert dask_cluster._result(Gone(), alone[0], silent) is None
        alone = list(alone[0].halves())
    (done,) = dask_cluster._result(Gone(), alone[0], silent) or ()
    assert done.state == "failed"
    assert "killed" in done.reason


def test_a_scheduler_that_goes_away_is_told_and_nothing_is_lost(
    once: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(dask_cluster, "TASK", 1)
    corpus = filled(tmp_path / "corpus", monkeypatch)
    scheduler = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    seen: list[Done] = []

    def stop(done: Done) -> None:
        seen.append(done)
        if len(seen) == 8:
            threading.Thread(target=scheduler.close).start()
            time.sleep(2)

    with pytest.raises(BiasError, match="run the same command again"):
        analyse(corpus, cluster=scheduler.scheduler_address, on_article=stop)
    scheduler.close()
    assert 0 < len(corpus.files("readings")) < 5
    analyse(corpus)
    same(once, corpus)


def test_a_worker_that_would_read_otherwise_is_refused() -> None:
    assert differences(parts()) == ""
    told = differences({**parts(), "models": "another", "onnxruntime": "1.0"})
    assert "models (another there" in told
    assert "onnxruntime (1.0 there" in told
    assert "code" not in told


@pytest.mark.parametrize("where", ["somewhere", "local:many"])
def test_a_cluster_is_named_rightly(where: str) -> None:
    with pytest.raises(BadInputError, match="--cluster"), connected(where):
        pass


# -- shards --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["0/3", "4/3", "3", "a/b", "1/0", ""])
def test_a_shard_is_written_as_a_part_of_all(told: str) -> None:
    with pytest.raises(BadInputError, match="3/16"):
        shard_of(told)


def test_shards_are_all_batches_once(once: Corpus) -> None:
    found = [batch for n in (1, 2, 3) for batch in of_shard(once, (n, 3))]
    assert sorted(found) == [path.stem for path in once.files("articles")]


def test_shards_of_copies_are_what_one_run_gives(
    once: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = filled(tmp_path / "corpus", monkeypatch)
    copies = []
    for number in (1, 2):
        copies.append(shutil.copytree(corpus.path, tmp_path / f"part{number}"))
        analyse(Corpus(copies[-1]), shard=(number, 2))
    assert take_over(corpus, copies[:1]).waiting == 2
    fill(Corpus(copies[1]), [article(99, outlet="Late")])  # what a copy has beside stays there
    found = take_over(corpus, copies)
    assert (found.taken, found.other, found.waiting) == (2, 0, 0)
    read: list[Done] = []
    analyse(corpus, on_article=read.append)
    assert not read, "nothing is read a second time"
    same(once, corpus)


def test_a_batch_with_other_articles_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = filled(tmp_path / "corpus", monkeypatch)
    part = Corpus(shutil.copytree(corpus.path, tmp_path / "part"))
    first = part.files("articles")[0].stem
    part.write("articles", first, part.rows_of("articles", first, [article(0).id]))
    analyse(part, shard=(1, 5))
    found = take_over(corpus, [part.path])
    assert (found.taken, found.other) == (0, 1)
