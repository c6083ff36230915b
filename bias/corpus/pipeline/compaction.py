"""Small batches → large ones: a corpus that grows by a few articles a day stays a few files.

Batches that follow each other, read by one version, become one with the name of a number and of its articles.
What a kill leaves is ended or undone by the next that writes: `Corpus.writing` does so.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bias.corpus.store import SCHEMAS, Corpus

LARGE = 1_024  # articles, from which on a batch stays as it is; a kill costs the reading of one batch
RUN = 16  # small batches that are made one, also where they hold fewer articles


def compact(corpus: Corpus) -> int:
    """Make runs of small batches one each, until there are none; how many batches there are fewer.

    Hold `corpus.writing()`.
    """
    before = len(corpus.files("articles"))
    while runs := list(_runs(corpus)):
        for run in runs:
            _join(corpus, run)
    return before - len(corpus.files("articles"))


def _runs(corpus: Corpus) -> Iterator[list[str]]:
    """Batches to be made one: RUN of them, or as many as hold LARGE articles."""
    versions = corpus.versions()
    run: list[str] = []
    held = 0
    for path in corpus.files("articles"):
        batch, rows = path.stem, int(pq.read_metadata(path).num_rows)
        stays = batch not in versions or rows * 2 > LARGE
        if run and (stays or versions[batch] != versions[run[-1]]):
            run, held = [], 0
        if stays:  # what waits is read in small batches: the first numbers come soon
            continue
        run.append(batch)
        held += rows
        if len(run) > 1 and (len(run) == RUN or held >= LARGE):
            yield run
            run, held = [], 0


def _join(corpus: Corpus, batches: Sequence[str]) -> None:
    ids = {batch: _ids(corpus, batch) for batch in batches}
    digest = hashlib.sha256(" ".join(itertools.chain.from_iterable(ids.values())).encode()).hexdigest()[:8]
    name = f"{batches[0][:6]}-{digest}"
    with corpus.joining(name, ids):
        for table in SCHEMAS:
            _write(corpus, table, batches, name)
        _keep_judged(corpus, batches, name)


def _write(corpus: Corpus, table: str, batches: Sequence[str], name: str) -> None:
    """The rows of some batches in one file, as old as the newest of them: nothing is to be read anew."""
    paths = [path for path in (_file(corpus, table, batch) for batch in batches) if path.is_file()]
    if not paths:
        return
    parts = [pq.read_table(path) for path in paths]
    metadata = parts[0].schema.metadata
    scratch = corpus.path / table / f".{name}.{os.getpid()}.tmp"
    whole = pa.concat_tables(
        [part.replace_schema_metadata(None) for part in parts], promote_options="default"
    )
    pq.write_table(whole.replace_schema_metadata(metadata), scratch, compression="zstd")
    newest = max(path.stat().st_mtime_ns for path in paths)
    os.utime(scratch, ns=(newest, newest))
    os.replace(scratch, _file(corpus, table, name))


def _keep_judged(corpus: Corpus, batches: Sequence[str], name: str) -> None:
    """What was judged of one's own targets in all of some batches alike is judged in the new one."""
    judged = corpus.table("own_targets")
    mine = judged[judged["file"].isin(batches)]
    if mine.empty:
        return
    states = mine.assign(words=mine["words"].map(tuple)).drop(columns="file")
    found = states.groupby(list(states.columns), as_index=False).size()
    kept = found[found["size"] == len(batches)].drop(columns="size")
    corpus.write_whole(own_targets=pd.concat([judged, kept.assign(file=name, words=kept["words"].map(list))]))


def _ids(corpus: Corpus, batch: str) -> list[str]:
    table = pq.read_table(_file(corpus, "articles", batch), columns=["article_id"])
    return [str(key) for key in table["article_id"].to_pylist()]


def _file(corpus: Corpus, table: str, batch: str) -> Path:
    return corpus.path / table / f"{batch}.parquet"
