"""Articles leave a corpus, or get the outlet or the day that their source told wrongly.

What was read of an article goes with it.  Who wrote an article and when count in its reading: after a change
its batch waits to be read again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bias.corpus.store import SCHEMAS, SINGLE, Corpus
from bias.errors import BadInputError

_HAND = "set by hand"


def remove(corpus: Corpus, article_ids: Iterable[str]) -> int:
    """Remove articles and all that was read of them; how many.  Raises BadInputError for unknown ids."""
    ids = set(article_ids)
    with corpus.writing():
        _check(corpus, ids)
        for batch in _batches(corpus, ids):
            kept = pq.read_table(_file(corpus, "articles", batch), columns=["article_id"])
            if set(kept["article_id"].to_pylist()) <= ids:
                drop_batches(corpus, [batch])
                continue
            # the articles last: what a killed process left can be removed by their ids again
            for table in (*(one for one in SCHEMAS if one != "articles"), "articles"):
                _keep(_file(corpus, table, batch), ids)
        _forget(corpus, ids)
    return len(ids)


def drop_batches(corpus: Corpus, batches: Sequence[str]) -> int:
    """Remove whole batches; how many articles they held.  Hold `writing`."""
    ids: set[str] = set()
    for batch in batches:
        path = _file(corpus, "articles", batch)
        if path.is_file():
            ids |= set(pq.read_table(path, columns=["article_id"])["article_id"].to_pylist())
        for table in ("readings", *(one for one in SCHEMAS if one != "readings")):
            _file(corpus, table, batch).unlink(missing_ok=True)
    _forget(corpus, ids)
    return len(ids)


def set_outlet(corpus: Corpus, old: str, new: str) -> int:
    """Give the articles of an outlet, or one article by its id, another outlet; how many there were."""
    count = _change(corpus, lambda row: {"outlet": new} if old in (row["outlet"], row["article_id"]) else {})
    if not count:
        known = ", ".join(sorted(set(corpus.query("select distinct outlet from articles")["outlet"])))
        raise BadInputError(f"{old}: no outlet and no id of an article here; the outlets are {known}")
    return count


def set_published(corpus: Corpus, article_id: str, day: str) -> int:
    """Give one article its day, in ISO 8601; empty for unknown."""
    if day:
        _check_day(day)
    count = _change(corpus, lambda row: {"published": day} if row["article_id"] == article_id else {})
    if not count:
        raise BadInputError(f"{article_id}: no article with this id")
    return count


def correct(
    corpus: Corpus, article_ids: Collection[str], *, outlet: str | None = None, published: str | None = None
) -> int:
    """Give some articles an outlet, a day in ISO 8601 or both, empty for unknown; None leaves it.  How many.

    Raises BadInputError for a day that is none and for unknown ids.
    """
    if published:
        _check_day(published)
    _check(corpus, article_ids)
    told = {"outlet": outlet, "published": published}
    new = {name: value.strip() for name, value in told.items() if value is not None}
    ids = set(article_ids)
    return _change(corpus, lambda row: new if row["article_id"] in ids else {})


def order_dates(corpus: Corpus, read: Callable[[str], str]) -> int:
    """Read dates whose order was not known at the import; `read` gives "" for what it cannot."""

    def change(row: Mapping[str, Any]) -> dict[str, str]:
        told = re.fullmatch(
            r"ambiguous, day or month first: '(.*)'", json.loads(row["methods"]).get("published", "")
        )
        day = read(told[1]) if told else ""
        return {"published": day} if day else {}

    return _change(corpus, change)


def _change(corpus: Corpus, change: Callable[[Mapping[str, Any]], Mapping[str, str]]) -> int:
    """Change rows of articles; the batches that hold one are to be read again."""
    count = 0
    with corpus.writing():
        for path in corpus.files("articles"):
            table = pq.read_table(path)
            rows = table.to_pylist()
            changed = [dict(change(row)) for row in rows]
            if not any(changed):
                continue
            count += sum(map(bool, changed))
            for row, new in zip(rows, changed, strict=True):
                if new:
                    row |= new
                    row["methods"] = json.dumps(json.loads(row["methods"]) | dict.fromkeys(new, _HAND))
            _file(corpus, "readings", path.stem).unlink(missing_ok=True)
            _replace(path, pa.Table.from_pylist(rows, schema=table.schema))
    return count


def _check_day(day: str) -> None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?", day):
        raise BadInputError(f"{day}: write a day as 2019-03-04, or 2019-03-04T10:12")
    try:
        datetime.fromisoformat(day)
    except ValueError as error:
        raise BadInputError(f"{day}: no such day; write one as 2019-03-04") from error


def _check(corpus: Corpus, ids: Collection[str]) -> None:
    missing = sorted(set(ids) - corpus.article_ids())
    if missing:
        raise BadInputError(f"no article here with the id {', '.join(missing[:5])}")


def _batches(corpus: Corpus, ids: set[str]) -> list[str]:
    found = []
    for path in corpus.files("articles"):
        held = pq.read_table(path, columns=["article_id"])["article_id"].to_pylist()
        found += [path.stem] if not ids.isdisjoint(held) else []
    return found


def _forget(corpus: Corpus, ids: Collection[str]) -> None:
    """Take articles out of what was computed over the whole corpus; the next analysis computes it anew."""
    for name in SINGLE:
        _keep(corpus.path / f"{name}.parquet", ids)


def _keep(path: Path, ids: Collection[str]) -> None:
    """Write a table without the rows of some articles; a file without such rows stays."""
    if not path.is_file() or "article_id" not in pq.read_schema(path).names:
        return
    table = pq.read_table(path)
    gone = pc.is_in(table["article_id"], value_set=pa.array(sorted(ids), pa.string()))
    if pc.any(gone).as_py():
        _replace(path, table.filter(pc.invert(gone)))


def _replace(path: Path, table: pa.Table) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    pq.write_table(table, scratch, compression="zstd")
    os.replace(scratch, path)


def _file(corpus: Corpus, table: str, batch: str) -> Path:
    return corpus.path / table / f"{batch}.parquet"
