"""The corpus folder: Parquet that machines compute, asked by SQL in memory.  Knows no model and no page.

A table is a folder and a batch one file in it, put in place by `os.replace`.  A batch has the same
name in every table, and its file in `readings` is written last: until then the batch is not read.
A process killed anywhere so leaves nothing half done, and the next one writes the same names again.
DuckDB works in memory over the files: the app may be open while the command line writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from bias.errors import BadInputError, BusyError
from bias.model import Article, Rejection
from bias.store.questions import Questions
from bias.store.tables import LINKS, SCHEMAS

BATCH = 256  # articles; what a killed process has to read again at most, per worker


@dataclass(slots=True)
class Added:
    """What one import did."""

    added: int = 0
    known: int = 0  # already in the corpus
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows were rejected and how often, most frequent first."""
        return Counter(rejection.reason for rejection in self.rejections).most_common()


class Corpus(Questions):
    """A corpus folder.  Safe to share between threads; one process writes at a time."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        if not (self.path / "corpus.toml").is_file():
            if not create:
                raise BadInputError(
                    f"{path} is not a corpus: it has no corpus.toml.  Make one with: bias import {path} FILE…"
                )
            self._create()
        self._lock = threading.Lock()
        self._stamp = ""
        self._con: duckdb.DuckDBPyConnection | None = None

    def _create(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise BadInputError(f"{self.path} is a file; a corpus is a folder.  Name another path.")
        self.path.mkdir(parents=True, exist_ok=True)
        name = json.dumps(self.path.resolve().name, ensure_ascii=False)
        replace_text(
            self.path / "corpus.toml",
            f"# a corpus of bias; see docs/data-format.md\nname = {name}\nformat = 1\n",
        )

    @property
    def name(self) -> str:
        return str(self.settings().get("name", self.path.name))

    def settings(self) -> Mapping[str, Any]:
        """What corpus.toml says."""
        path = self.path / "corpus.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadInputError(
                f"{path}: {error}.  Mend the line, or remove the file's last change."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the corpus for writing; the system frees it when a process dies."""
        lock = FileLock(self.path / ".lock")
        try:
            lock.acquire(timeout=1)
        except Timeout as error:
            raise BusyError(
                f"{self.path}: another process is writing.  Wait until it ends, then run this again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    # -- articles -------------------------------------------------------------------------------

    def add(self, articles: Iterable[Article]) -> Iterator[tuple[Article, bool]]:
        """Store articles, a batch at a time; yields each with whether it is new.  Hold `writing`."""
        known = self.article_ids()
        fresh: list[Article] = []
        for article in articles:
            new = article.id not in known
            if new:
                known.add(article.id)
                fresh.append(article)
            if len(fresh) == BATCH:
                self._write_articles(fresh)
                fresh = []
            yield article, new
        if fresh:
            self._write_articles(fresh)

    def _write_articles(self, articles: Sequence[Article]) -> None:
        digest = hashlib.sha256(" ".join(article.id for article in articles).encode()).hexdigest()[:8]
        number = 1 + max((int(path.stem[:6]) for path in self.files("articles")), default=0)
        rows = [_article_row(article) for article in articles]
        self.write("articles", f"{number:06d}-{digest}", rows)

    def reject(self, rejections: Iterable[Rejection]) -> None:
        """Append to rejected.jsonl what could not be imported."""
        lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in rejections)
        if lines:  # a file name may hold what no encoding does
            with (self.path / "rejected.jsonl").open("a", encoding="utf-8", errors="replace") as file:
                file.write(lines)

    def rejected(self) -> pd.DataFrame:
        """Everything that could not be imported: path, row, reason, record."""
        columns = ["path", "row", "reason", "record"]
        path = self.path / "rejected.jsonl"
        if not path.is_file():
            return pd.DataFrame(columns=columns)
        lines = path.read_text(encoding="utf-8").split("\n")  # splitlines() would cut at U+2028 too
        return pd.DataFrame([_record(line) for line in lines if line], columns=columns).drop_duplicates()

    def article_ids(self) -> set[str]:
        return set(self.query("select article_id from articles")["article_id"])

    def count_articles(self, batches: Iterable[str]) -> int:
        """How many articles some batches hold."""
        paths = (self.path / "articles" / f"{batch}.parquet" for batch in batches)
        return sum(int(pq.read_metadata(path).num_rows) for path in paths)

    def articles_of(self, batch: str) -> list[Article]:
        """The articles of one batch, in the order of import."""
        rows = pq.read_table(self.path / "articles" / f"{batch}.parquet").to_pylist()
        return [_article(row) for row in rows]

    def article(self, article_id: str) -> Article | None:
        found = self.query("select * from articles where article_id = ?", [article_id])
        return _article(found.iloc[0]) if len(found) else None

    # -- batches --------------------------------------------------------------------------------

    def files(self, table: str) -> list[Path]:
        """Files of a table that count: those whose batch has been read, for what an analysis wrote."""
        return self._snapshot()[table]

    def _snapshot(self) -> dict[str, list[Path]]:
        """The files of all tables at one moment.

        `readings` is listed first: a batch that lands meanwhile is then in none of the others, never
        in some.
        """
        readings = sorted((self.path / "readings").glob("*.parquet"))
        done = {path.name for path in readings}
        tables = {table: sorted((self.path / table).glob("*.parquet")) for table in SCHEMAS}
        for table in SCHEMAS.keys() - {"articles"}:
            tables[table] = [path for path in tables[table] if path.name in done]
        tables["links"] = sorted(self.path.glob("links.parquet"))
        return tables

    def pending(self, version: str) -> list[str]:
        """Batches of articles that this version of the analysis has not read."""
        return [path.stem for path in self.files("articles") if self._version(path.stem) != version]

    def _version(self, batch: str) -> str:
        path = self.path / "readings" / f"{batch}.parquet"
        if not path.is_file():
            return ""
        metadata: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
        return metadata.get(b"version", b"").decode()

    def write(self, table: str, batch: str, rows: Sequence[Mapping[str, Any]], *, version: str = "") -> None:
        """Put one batch of a table in place, whole or not at all."""
        schema = SCHEMAS[table].with_metadata({"version": version})
        folder = self.path / table
        folder.mkdir(exist_ok=True)
        scratch = folder / f".{batch}.{os.getpid()}.tmp"
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), scratch, compression="zstd")
        os.replace(scratch, folder / f"{batch}.parquet")

    def write_links(self, links: pd.DataFrame) -> None:
        """Put in place who is who over the whole corpus, as `bias.people.link` finds it."""
        plain = links[LINKS.names].astype(object).where(links[LINKS.names].notna(), None)
        scratch = self.path / f".links.{os.getpid()}.tmp"
        table = pa.Table.from_pylist(plain.to_dict("records"), schema=LINKS)
        pq.write_table(table, scratch, compression="zstd")
        os.replace(scratch, self.path / "links.parquet")

    def tidy(self) -> None:
        """Remove the scratch files of killed processes.  Hold `writing`."""
        for path in [*self.path.glob("*/.*.tmp"), *self.path.glob(".*.tmp")]:
            path.unlink(missing_ok=True)

    # -- questions ------------------------------------------------------------------------------

    def stamp(self) -> str:
        """Changes whenever a file of the corpus does: the key for caches."""
        return _stamp(self._snapshot())

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """A frame from SQL over the tables, as they are now."""
        return self._cursor().execute(sql, list(parameters)).df()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: connections shared by threads give wrong answers."""
        with self._lock:
            tables = self._snapshot()
            stamp = _stamp(tables)
            if self._con is None or stamp != self._stamp:
                self._con, self._stamp = self._connect(tables), stamp
            return self._con.cursor()

    def _connect(self, tables: Mapping[str, Sequence[Path]]) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(":memory:")
        for table, schema in [*SCHEMAS.items(), ("links", LINKS)]:
            files = [str(path) for path in tables[table]]
            if files:
                listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
                con.execute(f"create view {table} as select * from read_parquet([{listed}])")
            else:
                con.register("nothing", schema.empty_table())  # seen by this connection only: copy it
                con.execute(f"create table {table} as select * from nothing")
        con.execute(SPOKEN)
        return con

    def table(self, name: str) -> pd.DataFrame:
        """A whole table; see docs/data-format.md."""
        known = [*SCHEMAS, "links"]
        if name not in known:
            raise BadInputError(f"no table {name!r}; there are {', '.join(known)}")
        return self.query(f"select * from {name}")


# Attributions with the speaker of the corpus, and what other articles tell of the role.
SPOKEN = """create view spoken as
    select t.* exclude (role, alignment, polity),
        coalesce(l.speaker, '') as speaker_key, coalesce(l.label, t.speaker) as label,
        coalesce(l.role, t.role) as role, coalesce(l.alignment, t.alignment) as alignment,
        coalesce(l.polity, t.polity) as polity, coalesce(l.kind, '') as speaker_kind,
        l.why, l.reason, l.confidence as role_confidence
    from attributions t
    left join links l on l.article_id = t.article_id and l.name = t.speaker"""


def add_items(
    corpus: Corpus, items: Iterable[Article | Rejection], *, on_item: Callable[[], None] = lambda: None
) -> Added:
    """Store what an import yields; what was rejected is counted and kept in rejected.jsonl."""
    added = Added()

    def articles() -> Iterator[Article]:
        for item in items:
            on_item()
            if isinstance(item, Article):
                yield item
            else:
                added.rejections.append(item)

    with corpus.writing():
        try:
            for _, new in corpus.add(articles()):
                added.added += new
                added.known += not new
        finally:
            corpus.reject(added.rejections)
    return added


def replace_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    scratch.write_text(text, encoding="utf-8")
    os.replace(scratch, path)


def _stamp(tables: Mapping[str, Sequence[Path]]) -> str:
    parts = []
    for files in tables.values():
        for path in files:
            stat = path.stat()
            parts.append(f"{path.name}{stat.st_mtime_ns}{stat.st_size}")
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _article_row(article: Article) -> dict[str, Any]:
    row = asdict(article)
    row["article_id"] = row.pop("id")
    return row | {"methods": json.dumps(article.methods)}  # in ASCII: a column's name may be no text


def _article(row: Mapping[str, Any] | pd.Series[Any]) -> Article:
    names = ("outlet", "title", "text", "published", "url", "author", "language")
    return Article(id=row["article_id"], methods=json.loads(row["methods"]), **{n: row[n] for n in names})


def _record(line: str) -> dict[str, Any]:
    """A line of rejected.jsonl; a line cut by a killed process is shown as it is."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        return {"reason": "this line of rejected.jsonl is cut", "record": line}
    return found if isinstance(found, dict) else {"record": line}
