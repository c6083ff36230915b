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
import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from bias.corpus.outlets.outlet_table import OUTLET, OUTLETS_FILE, OutletTable, read_outlets
from bias.corpus.store import count_tables
from bias.corpus.store.annotations import (
    Codes,
    FrameCodes,
    GenreCodes,
    PassageCodes,
    SavedViews,
    StoryCodes,
)
from bias.corpus.store.attribution_queries import Questions
from bias.corpus.store.conditions import ALL, SEARCH, Behind, Filter, Searched
from bias.corpus.store.corpus_format import FORMAT, format_of, read_settings, upgrade
from bias.corpus.store.corrections import Corrections
from bias.corpus.store.observations import OBSERVATIONS
from bias.corpus.store.schemas import ANALYSED, SCHEMAS, SINGLE
from bias.corpus.store.search import SearchIndex
from bias.corpus.store.views import overlay
from bias.corpus.store.views.answers import Answers, key_of
from bias.corpus.store.views.decided import views_of
from bias.corpus.store.views.lazy import Views
from bias.errors import BadInputError, BusyError
from bias.model import Article, Rejection, Span, blanked
from bias.reading import (
    FRAME_CODEBOOKS,
    FrameCodebook,
    RoleCodebook,
    frame_codebook,
    read_frame_codebook,
    role_codebook,
)

WRITTEN = (
    "corpus.toml",
    "roles.yaml",
    "people.csv",
    OUTLETS_FILE,
    "topics.toml",
    "targets.toml",
    "rejected.jsonl",
    "imports.jsonl",
    "catalogue.parquet",
    "counted_attributions.parquet",
    "counted_tones.parquet",
    "counted_wordings.parquet",
    "counted_frames.parquet",
    "codebooks",
)
STAMPED = (*SCHEMAS, *(f"{single}.parquet" for single in SINGLE), *WRITTEN)
PART = 200_000  # rows of an answer that comes in parts
JOINING = "joining.json"
MOST_SEARCHES = 20  # whose articles are kept
Searches = dict[str, pa.Table]  # words of a filter → article, words
MOST_TEXT = 50_000_000  # code points of a batch, which is held in memory
BATCH = 256  # articles; what a killed process has to read again at most, per worker
FIRST = 16  # articles of a corpus' first batch, each next one is twice as large: numbers come soon


class Joining(NamedTuple):
    """Batches that become one: before it is done the new one does not count, then the old ones do not."""

    batch: str
    of: Sequence[str]
    done: bool

    @property
    def hidden(self) -> Sequence[str]:
        return self.of if self.done else [self.batch]


class Opened(NamedTuple):
    """The tables at one moment, and what has been asked of them."""

    stamp: str
    views: Views
    answers: Answers
    searches: Searches


class Corpus(Questions):
    """A corpus folder.  Safe to share between threads; one process writes at a time.

    `by` is a column of outlets.csv: what compares outlets then compares the groups of that column.  Empty,
    or `outlet`, compares the outlets.  A column that nothing is said in is a BadInputError.
    """

    def __init__(self, path: str | Path, *, create: bool = False, by: str = "") -> None:
        self.path = Path(path)
        if not (self.path / "corpus.toml").is_file():
            if not create:
                raise BadInputError(
                    f"{path} is not a corpus: it has no corpus.toml.  Make one with: bias import {path} FILE…"
                )
            self._create()
        format_of(self.path / "corpus.toml")
        self.codes = Codes(self.path)
        self.frame_codes = FrameCodes(self.path)
        self.story_codes = StoryCodes(self.path)
        self.genre_codes = GenreCodes(self.path)
        self.passage_codes = PassageCodes(self.path)
        self.saved_views = SavedViews(self.path)  # not in the stamp: no number is counted from them
        self.corrections = Corrections(self.path)
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._search_index = SearchIndex(self.path)
        self._searched: pa.Array | None = None  # the articles that it holds
        self._indexing = threading.Lock()  # its own: what does not search need not wait
        self.by = "" if by == OUTLET else by
        if self.by and self.by not in (known := self.outlet_table().compared()):
            raise BadInputError(
                f"no group {by!r} of outlets; there are {', '.join((OUTLET, *known))}.  Groups are columns "
                f"of {OUTLETS_FILE} in the corpus folder."
            )

    def _create(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise BadInputError(f"{self.path} is a file; a corpus is a folder.  Name another path.")
        if any("\ud800" <= sign <= "\udfff" for sign in str(self.path.resolve())):
            raise BadInputError(f"{self.path}: the path of a corpus must be UTF-8.  Name another path.")
        self.path.mkdir(parents=True, exist_ok=True)
        name = json.dumps(self.path.resolve().name, ensure_ascii=False).replace("\x7f", "\\u007f")
        replace_text(
            self.path / "corpus.toml",
            f"# a corpus of bias; see docs/data-format.md\nname = {name}\nformat = {FORMAT}\n",
        )

    @property
    def name(self) -> str:
        return str(self.settings().get("name", self.path.name))

    def settings(self) -> Mapping[str, Any]:
        """What corpus.toml says."""
        return read_settings(self.path / "corpus.toml")

    def outlet_table(self) -> OutletTable:
        """What outlets.csv says: which names are one outlet, and in which groups it is."""
        return read_outlets(self.path / OUTLETS_FILE)

    @property
    def outdated(self) -> str:
        """One sentence on what becomes of a corpus of an older format; empty for one of ours."""
        if format_of(self.path / "corpus.toml") == FORMAT:
            return ""
        return (
            "An earlier version of bias made this corpus: its articles are read again with the next "
            "`bias analyse`, and all that you wrote and decided stays."
        )

    def upgrade(self) -> None:
        """Make a corpus of an older format one of ours, whose articles wait to be read.  Hold `writing`."""
        if self.outdated:
            upgrade(self.path, SINGLE)

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
            self._end_joining()
            yield
        finally:
            lock.release()

    # -- articles -------------------------------------------------------------------------------

    def add(self, articles: Iterable[Article]) -> Iterator[tuple[Article, bool]]:
        """Store articles, a batch at a time; yields each with whether it is new.  Hold `writing`."""
        known, batches = self.article_ids(), len(self.files("articles"))
        fresh: list[Article] = []
        size = 0
        for article in articles:
            new = article.id not in known
            if new:
                known.add(article.id)
                fresh.append(article)
                size += len(article.text)
            if len(fresh) == batch_size(batches) or size > MOST_TEXT:
                self._write_articles(fresh)
                fresh, size, batches = [], 0, batches + 1
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

    def urls(self) -> set[str]:
        """The addresses of the articles that have one."""
        return set(self.query("select distinct url from articles where url <> ''")["url"])

    def count_articles(self, batches: Iterable[str]) -> int:
        """How many articles some batches hold."""
        paths = (self.path / "articles" / f"{batch}.parquet" for batch in batches)
        return sum(int(pq.read_metadata(path).num_rows) for path in paths)

    def articles_of(self, batch: str) -> list[Article]:
        """The articles of one batch, in the order of import."""
        rows = pq.read_table(self.path / "articles" / f"{batch}.parquet").to_pylist()
        return [_article(row) for row in rows]

    def texts_as_read(self, batch: str) -> list[Article]:
        """The articles of one batch, with blanks where passages were left out when they were read."""
        holes = self.left_out_of(batch)
        return [_as_read(article, holes.get(article.id, ())) for article in self.articles_of(batch)]

    def left_out_of(self, batch: str) -> dict[str, tuple[Span, ...]]:
        """The passages that were left out of the articles of one batch, by article, where any were."""
        path = self.path / "readings" / f"{batch}.parquet"
        if not path.is_file() or "left_out" not in pq.read_schema(path).names:
            return {}
        rows = pq.read_table(path, columns=["article_id", "left_out"]).to_pylist()
        return {row["article_id"]: flat_spans(row["left_out"]) for row in rows if row["left_out"]}

    def passages_left_out(self) -> dict[str, set[str]]:
        """By outlet, the keys of the passages that are left out: those found, less those that people keep."""
        found = self.query("select outlet, passage from passages")
        kept = set(self.passage_codes.in_force().itertuples(index=False, name=None))
        out: dict[str, set[str]] = {}
        for outlet, passage in found.itertuples(index=False, name=None):
            if not kept & {(outlet, ""), (outlet, passage)}:
                out.setdefault(outlet, set()).add(passage)
        return out

    def sentences_of(self, batch: str) -> dict[str, tuple[Span, ...]]:
        """The sentences of the read articles of one batch, by article."""
        columns = ["article_id", "sentence_spans"]
        rows = pq.read_table(self.path / "readings" / f"{batch}.parquet", columns=columns).to_pylist()
        return {row["article_id"]: flat_spans(row["sentence_spans"]) for row in rows}

    def rows_of(self, table: str, batch: str, article_ids: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of some read articles of one batch in a table, in the order in which they were read."""
        path = self.path / table / f"{batch}.parquet"
        if not path.is_file():
            return []
        found = pq.read_table(path, filters=[("article_id", "in", list(article_ids))])
        return list(found.to_pylist())

    def versions(self) -> dict[str, str]:
        """The batches that were read, each with the version that read it."""
        return {path.stem: self._version(path.stem) for path in self.files("readings")}

    def article(self, article_id: str) -> Article | None:
        """An article as it is shown: its outlet has the name that outlets.csv gives it."""
        found = self._named(self._of("articles", article_id))
        return _article(found.iloc[0]) if len(found) else None

    def _named(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of files, which hold outlets as they were imported, with the names of outlets.csv."""
        renamed = self.query("select written, name from renamed").set_index("written")["name"]
        return rows.assign(outlet=rows["outlet"].replace(renamed.to_dict())) if len(renamed) else rows

    def reading_of(self, article_id: str) -> pd.DataFrame:
        """The row of one article in `readings`; empty while it waits."""
        return self._of("readings", article_id)

    def sentences_in(self, article_id: str) -> tuple[Span, ...]:
        """The sentences of one article; none while it waits."""
        found = self.reading_of(article_id)
        return flat_spans(found["sentence_spans"].iloc[0]) if len(found) else ()

    def attributions_of(self, article_id: str) -> pd.DataFrame:
        """The attributions of one article with who speaks in each, in reading order."""
        said = self.spoken_in(article_id)
        codes = ["role", "alignment", "polity"]
        rows = self._of("attributions", article_id).drop(columns=[*codes, "act"])
        return rows.merge(said.drop(columns=["article_id", "batch"]), on="number").sort_values(
            "number", ignore_index=True
        )

    def _of(self, table: str, article_id: str) -> pd.DataFrame:
        """The rows of one article, from the file of its batch."""
        batch = self.query("select batch from catalogue where article_id = ?", [article_id])["batch"]
        source = self._sources(batch, table)[table]
        return self.query(f"select * exclude (batch) from ({source}) where article_id = ?", [article_id])

    # -- batches --------------------------------------------------------------------------------

    def files(self, table: str) -> list[Path]:
        """Files of a table that count: those whose batch has been read, for what an analysis wrote."""
        return self._snapshot()[table]

    def _snapshot(self) -> dict[str, list[Path]]:
        """The files of all tables at one moment.

        `readings` is listed first: a batch that lands meanwhile is then in none of the others, never
        in some.
        """
        if self.outdated:  # what an older format calls so may be something else
            nothing: dict[str, list[Path]] = {table: [] for table in (*SCHEMAS, *SINGLE)}
            return nothing | {"articles": sorted((self.path / "articles").glob("*.parquet"))}
        before = self._joining(), self._times_joined()
        found = self._listed(set(before[0].hidden))
        return found if before == (self._joining(), self._times_joined()) else self._snapshot()

    def _listed(self, hidden: Set[str]) -> dict[str, list[Path]]:
        """The files of all tables but those of some batches."""

        def listed(table: str) -> list[Path]:
            return sorted(path for path in (self.path / table).glob("*.parquet") if path.stem not in hidden)

        readings = listed("readings")
        done = {path.name for path in readings}
        tables = {table: listed(table) for table in SCHEMAS}
        for table in SCHEMAS.keys() - {"articles"}:
            tables[table] = [path for path in tables[table] if path.name in done]
        for table in SINGLE:
            tables[table] = sorted(self.path.glob(f"{table}.parquet"))
        return tables

    def pending(self, version: str) -> list[str]:
        """Batches of articles that this version of the analysis has not read."""
        batches = [path.stem for path in self.files("articles")]
        return (
            [batch for batch in batches if self._version(batch) != version] if not self.outdated else batches
        )

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

    def same_articles(self, other: Corpus, batch: str) -> bool:
        """Whether another folder holds the same articles in a batch."""
        here, there = (one.path / "articles" / f"{batch}.parquet" for one in (self, other))
        return there.is_file() and bool(pq.read_table(here).equals(pq.read_table(there)))

    def take(self, other: Corpus, batch: str) -> None:
        """Put in place what another folder has read of a batch.  Hold `writing`."""
        for table in ANALYSED:  # readings come last: they make the batch count
            (self.path / table).mkdir(exist_ok=True)
            scratch = self.path / table / f".{batch}.{os.getpid()}.tmp"
            shutil.copyfile(other.path / table / f"{batch}.parquet", scratch)
            os.replace(scratch, self.path / table / f"{batch}.parquet")

    def write_whole(self, *, stamp: str = "", **tables: pd.DataFrame) -> None:
        """Put in place tables of one file, by name: what is known over the whole corpus; `stamp` says of what
        it was made, for `made_of`."""
        for name, rows in tables.items():
            scratch = self.path / f".{name}.{os.getpid()}.tmp"
            schema = SINGLE[name].with_metadata({"stamp": stamp}) if stamp else SINGLE[name]
            with pq.ParquetWriter(scratch, schema, compression="zstd") as file:
                for start in range(0, max(1, len(rows)), PART):  # of millions of rows no second whole
                    part = rows.iloc[start : start + PART]
                    columns = [pa.array(part[one.name], one.type, from_pandas=True) for one in schema]
                    file.write_table(pa.Table.from_arrays(columns, schema=schema))
            os.replace(scratch, self.path / f"{name}.parquet")

    def made_of(self, table: str) -> str:
        """The stamp of a table of one file; empty where there is none."""
        path = self.path / f"{table}.parquet"
        metadata = (pq.read_schema(path).metadata or {}) if path.is_file() else {}
        return str(metadata.get(b"stamp", b"").decode())

    def newer_than(self, table: str) -> set[str]:
        """The batches whose articles or readings were put in place after a table of one file was."""
        path = self.path / f"{table}.parquet"
        since = path.stat().st_mtime_ns if path.is_file() else 0
        files = [*self.files("articles"), *self.files("readings")]
        return {one.stem for one in files if one.stat().st_mtime_ns >= since}

    def write_flat(self) -> None:
        """Put in place the files that numbers are counted from and the index of words.  Hold `writing`, after
        the links."""
        tables = self._snapshot()
        views = views_of(self, tables)  # held while they are asked
        count_tables.write(views.cursor("linked_speakers linked_targets"), self.path, tables, SCHEMAS)
        self.index_words()

    # -- several batches become one ---------------------------------------------------------------

    @contextmanager
    def joining(self, batch: str, of: Mapping[str, Sequence[str]]) -> Iterator[None]:
        """Put the files of `batch` in place of those of others, given with their articles.  Hold `writing`.

        Until the block ends the new files do not count, and from then on the old ones do not: one file put
        in place is the moment between.  What is killed before is undone, what is killed after is ended.
        """
        self._put_joining(Joining(batch, tuple(of), done=False))
        yield
        with (self.path / "joined.jsonl").open("a", encoding="utf-8") as file:  # a cut line ends before
            file.write("\n" + json.dumps({"batch": batch, "of": of}) + "\n")
        self._put_joining(Joining(batch, tuple(of), done=True))
        self._end_joining()

    def _put_joining(self, joining: Joining) -> None:
        replace_text(self.path / JOINING, json.dumps(joining))

    def _joining(self) -> Joining:
        try:
            return Joining(*json.loads((self.path / JOINING).read_bytes()))
        except FileNotFoundError:
            return Joining("", (), done=False)

    def _times_joined(self) -> int:
        """Grows with each joining."""
        path = self.path / "joined.jsonl"
        return path.stat().st_size if path.is_file() else 0

    def _end_joining(self) -> None:
        """Remove what the joining of batches has left that does not count."""
        for batch in self._joining().hidden:
            for table in SCHEMAS:
                (self.path / table / f"{batch}.parquet").unlink(missing_ok=True)
        (self.path / JOINING).unlink(missing_ok=True)

    def joined_of(self, batches: Iterable[str]) -> set[str]:
        """The articles, still there, of batches that were joined with others."""
        path = self.path / "joined.jsonl"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        lines = [told for line in text.split("\n") if line and "of" in (told := _record(line))]
        asked, ids = set(batches), set[str]()
        now = set(asked)
        for told in lines:  # the oldest first: what was joined may be joined again
            if now & set(told["of"]):
                now.add(told["batch"])
                ids.update(*(told["of"][batch] for batch in asked & set(told["of"])))
        there = self.query(
            "select article_id from articles where batch in (select unnest(?::varchar[]))", [sorted(now)]
        )
        return ids & set(there["article_id"])

    def tidy(self) -> None:
        """Remove the scratch files of killed processes.  Hold `writing`."""
        for path in [*self.path.glob("*/.*.tmp"), *self.path.glob(".*.tmp")]:
            path.unlink(missing_ok=True)

    # -- questions ------------------------------------------------------------------------------

    def stamp(self) -> str:
        """Changes whenever a table, or something that people wrote, does: the key for caches."""
        decided = self.codes.stamp(
            self.frame_codes, self.story_codes, self.genre_codes, self.passage_codes, self.corrections
        )
        parts = [self.by, decided]
        folder = f"{self.path}{os.sep}"
        for name in STAMPED:
            with suppress(FileNotFoundError, NotADirectoryError):
                # a folder's time changes with each file that is put in place
                parts.append(f"{name}{os.stat(folder + name).st_mtime_ns}")
        return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """A frame from SQL over the tables, as they are now."""
        now, key = self._now(), key_of(sql, parameters)
        found = now.answers.get(key)
        if found is None:
            found = self._execute(now, sql, parameters).df()
            now.answers.put(key, found)
        return found

    def _execute(self, now: Opened, sql: str, parameters: Sequence[Any]) -> duckdb.DuckDBPyConnection:
        con = now.views.cursor(sql)
        if asked := {one for one in parameters if isinstance(one, Searched)}:
            con.register(
                "searched", pa.concat_tables([self._search(con, now.searches, words) for words in asked])
            )
        return con.execute(sql, list(parameters))

    def query_parts(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[pa.RecordBatch]:
        """The same, some thousands of rows at a time: a table of millions is never a frame."""
        now = self._now()  # held while its tables are read
        yield from now.views.cursor(sql).sql(sql, params=list(parameters)).to_arrow_reader(PART)

    def _search(self, con: duckdb.DuckDBPyConnection, searches: Searches, words: str) -> pa.Table:
        """The articles that hold some words; kept, since a page asks several questions with one filter."""
        found = searches.get(words)
        if found is None:
            holding = self._search_index.find(words, self._indexed())
            con.register("holding", pa.table({"article_id": holding}))
            found = con.sql(SEARCH, params=[words]).to_arrow_table()
            with self._lock:
                searches[words] = found
                while len(searches) > MOST_SEARCHES:
                    searches.pop(next(iter(searches)))
        return found

    def _indexed(self) -> pa.Array:
        """The articles of the index of words, which is made anew where articles have changed."""
        with self._indexing:
            if self._searched is None:
                self.index_words()
                self._searched = self._search_index.ids()
            return self._searched

    def index_words(self) -> None:
        """Bring the index of words to the articles that there are: searches find the index at hand."""
        self._search_index.update(self.files("articles"))

    def codebook(self) -> RoleCodebook:
        """The roles of this corpus: those that come with the program, with the changes of its roles.yaml."""
        return role_codebook(self.path / "roles.yaml")

    def frame_books(self) -> dict[str, FrameCodebook]:
        """The codebooks of frames by name: those that come with the program, then the user's own."""
        return {name: frame_codebook(name) for name in FRAME_CODEBOOKS} | self.own_books()

    def own_books(self) -> dict[str, FrameCodebook]:
        """The codebooks in `codebooks/` of the corpus folder."""
        found = [read_frame_codebook(path) for path in sorted((self.path / "codebooks").glob("*.yaml"))]
        names = Counter([*FRAME_CODEBOOKS, *(book.name for book in found)])
        if twice := [name for name, count in names.items() if count > 1]:
            raise BadInputError(
                f"{self.path / 'codebooks'}: two codebooks are called {twice[0]!r}; give each its own `name:`"
            )
        return {book.name: book for book in found}

    def _now(self) -> Opened:
        """The tables as they are now, and what was asked of them."""
        with self._lock:
            stamp = self.stamp()  # taken before the files are listed: what lands between is seen next time
            now = self._opened
            if now is None or stamp != now.stamp or now.views.process != os.getpid():
                now = self._opened = Opened(stamp, views_of(self, self._snapshot()), Answers(), {})
                self._searched = None
            return now

    def misplaced(self) -> set[int]:
        """The corrections in force (their ids) at whose place the last reading found nothing."""
        held = set(self.query("select id from correction_places")["id"])
        return set(self.corrections.in_force()["id"]) - held

    def evidence(
        self, kind: str, where: Filter = ALL, *, behind: Behind, limit: int = 20, offset: int = 0
    ) -> pd.DataFrame:
        """The observations behind a number with the words around them, a page at a time."""
        one = OBSERVATIONS[kind]
        keys = self.observation_keys(kind, where, behind=behind, limit=limit, offset=offset)
        sql = one.text.format(**self._sources(keys["batch"], *one.sources))
        rows = self._named(self.query(sql, [list(keys["article_id"].unique())]))
        found = keys.drop(columns="batch").merge(rows, on=list(one.on))
        return overlay.toned(found) if kind == "tones" else found

    def _sources(self, batches: Iterable[str], *tables: str) -> dict[str, str]:
        """Queries over the files of some batches alone: a page of evidence touches few."""
        wanted = sorted(set(batches))
        return {table: count_tables.source(self._files_of(table, wanted), SCHEMAS[table]) for table in tables}

    def _files_of(self, table: str, batches: Iterable[str]) -> list[Path]:
        """The files of some batches that count, as `files` has them: no other is looked at."""
        if self.outdated and table != "articles":
            return []
        names = [f"{batch}.parquet" for batch in batches]
        paths = [self.path / table / name for name in names if (self.path / table / name).is_file()]
        read = self.path / "readings"
        return [path for path in paths if table == "articles" or (read / path.name).is_file()]

    def text_parts(self, keys: pd.DataFrame, *, size: int) -> Iterator[pd.DataFrame]:
        """The texts of some articles (article_id, batch), `size` at a time and in their order: article_id,
        outlet, published, text as it was read, and `said`: the spans of what sources say, not only think."""
        for start in range(0, len(keys), size):
            part = keys.iloc[start : start + size]
            source = self._sources(part["batch"], "articles", "attributions", "readings")
            rows = self.query(
                f"""select a.article_id, a.outlet, a.published, a.text, c.said, r.left_out
                from ({source["articles"]}) a
                left join ({source["readings"]}) r using (article_id) left join (
                    select article_id, flatten(list(content_spans)) as said
                    from ({source["attributions"]}) where not (stance = 'mental' and kind = 'indirect')
                    and (article_id, number) not in (
                        select (article_id, number) from corrected_statements where gone)
                    group by 1
                ) c using (article_id) where a.article_id in (select unnest(?::varchar[]))""",
                [list(part["article_id"])],
            )
            rows["text"] = [
                blanked(text, flat_spans(spans))
                for text, spans in zip(rows["text"], rows.pop("left_out"), strict=True)
            ]
            yield part[["article_id"]].merge(self._named(rows), on="article_id")

    def said_in_story(self, story: str) -> pd.DataFrame:
        """Who says what in a story, in reading order: article_id, number, outlet, copy, speaker, label, role,
        alignment, kind, words, content."""
        keys = self.spoken_in_story(story)
        source = self._sources(keys["batch"], "attributions")["attributions"]
        said = self.query(
            f"""select article_id, number, content from ({source})
            where list_contains(?::varchar[], article_id)""",
            [list(keys["article_id"].unique())],
        )
        return keys.drop(columns=["batch"]).merge(said, on=["article_id", "number"])

    def sentences_in_story(self, story: str) -> pd.DataFrame:
        """Every sentence of the read articles of a story, in reading order: article_id, outlet, sentence."""
        keys = self.query(
            """select r.article_id, r.batch, r.outlet from told t join catalogue r using (article)
            where t.story = ? and r.state = 'read' order by r.published, r.article_id""",
            [story],
        )
        source = self._sources(keys["batch"], "articles", "readings")
        found = self.query(
            f"""select a.article_id, a.text, r.sentence_spans from ({source["articles"]}) a
            join ({source["readings"]}) r using (article_id)
            where list_contains(?::varchar[], a.article_id)""",
            [list(keys["article_id"])],
        )
        rows = [
            (row["article_id"], row["outlet"], span.slice(row["text"]))
            for row in keys.merge(found, on="article_id").to_dict("records")
            for span in flat_spans(list(row["sentence_spans"]))
        ]
        return pd.DataFrame(rows, columns=["article_id", "outlet", "sentence"])

    def wordings_of(self, article_id: str) -> pd.DataFrame:
        """The wordings of one article: the title's first, then in reading order."""
        voices = self._of("attributions", article_id)[["number", "speaker", "content"]].rename(
            columns={"number": "attribution", "speaker": "voice_of"}
        )
        counted = self.query("select number, voice from counted_wordings where article_id = ?", [article_id])
        found = self._of("wordings", article_id).drop(columns="voice").merge(counted, on="number")
        found = found.merge(voices, on="attribution", how="left")
        return found.sort_values("number", ignore_index=True)

    def frames_of(self, article_id: str) -> pd.DataFrame:
        """The frames of one article, of all codebooks."""
        own, learned = (
            self.query(f"select * from {table} where article_id = ?", [article_id])
            for table in ("own_frames", "learned_frames")
        )
        found = [part for part in (learned, self._of("frames", article_id), own) if len(part)]
        whole = pd.concat(found, ignore_index=True) if found else own
        whole = whole.drop_duplicates(
            ["codebook", "frame"], ignore_index=True
        )  # what was learned comes first
        counted = "select codebook, frame, score, present from counted_frames where article_id = ?"
        rows = whole.drop(columns=["score", "present"])
        return rows.merge(self.query(counted, [article_id]), on=["codebook", "frame"])

    def frames_read(self, codebook: str) -> pd.DataFrame:
        """The frames of a codebook as they are read without learning: article_id, frame, score, present,
        sentences."""
        columns = "article_id, frame, score, present, sentences"
        return self.query(
            f"""select {columns} from frames where codebook = $1
            union all select {columns} from own_frames where codebook = $1""",
            [codebook],
        )

    def texts_by_id(self, article_ids: Sequence[str], *, whole: bool = False) -> dict[str, Article]:
        """Some articles, by id, as they were read: with blanks where passages were left out, but for `whole`
        ones."""
        wanted = [list(article_ids)]
        chosen = "where article_id in (select unnest(?::varchar[]))"
        batches = self.query(f"select distinct batch from articles {chosen}", wanted)["batch"]
        source = self._sources(batches, "articles", "readings")  # the texts of no other batch are read
        sql = f"""select a.*, r.left_out from ({source["articles"]}) a
            left join ({source["readings"]}) r using (article_id) {chosen}"""
        found = self._named(self.query(sql, wanted))
        return {
            str(row["article_id"]): _as_read(_article(row), () if whole else flat_spans(row["left_out"]))
            for _, row in found.iterrows()
        }

    def texts_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The texts of some articles as they were read; those that were not are left out."""
        sql = """select article_id from readings where state = 'read'
            and article_id in (select unnest(?::varchar[]))"""
        found = self.texts_by_id(list(self.query(sql, [list(article_ids)])["article_id"]))
        return {key: article.text for key, article in found.items()}

    def tones_of(self, article_id: str) -> pd.DataFrame:
        """The mentions of one article with key, name, side and polity of their target in the corpus; those of
        targets of one's own come last."""
        named = self.query(
            """select number, target as target_key, target_label, alignment, polity, speaker_role,
            speaker_alignment, voice, by_hand, tone from counted_tones where article_id = ?""",
            [article_id],
        )
        own = self.query("select * exclude (batch) from own_tones where article_id = ?", [article_id])
        found = self._of("tones", article_id)
        found = pd.concat([found, own], ignore_index=True) if len(own) else found
        found = found.drop(columns="voice").merge(named, on="number")
        return overlay.toned(found).sort_values("number", ignore_index=True)

    def table(self, name: str, *, with_text: bool = True) -> pd.DataFrame:
        """A whole table; see docs/data-format.md.

        `with_text=False` leaves the texts of articles out: most belong to somebody, and numbers can be
        checked by ids, addresses and places alone.
        """
        known = [*SCHEMAS, *SINGLE, *count_tables.FLAT]
        if name not in known:
            raise BadInputError(f"no table {name!r}; there are {', '.join(known)}")
        whole = self.query(f"select * from {name}")
        dropped = ["batch", "article"] if with_text else ["batch", "article", "text"]
        return whole.drop(columns=dropped, errors="ignore")


def batch_size(before: int) -> int:
    """How many articles the next batch of a corpus holds at most that has some already."""
    return min(BATCH, FIRST << min(before, BATCH.bit_length()))


def replace_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    scratch.write_text(text, encoding="utf-8")
    os.replace(scratch, path)


def _article_row(article: Article) -> dict[str, Any]:
    row = asdict(article)
    row["article_id"] = row.pop("id")
    return row | {"methods": json.dumps(article.methods)}  # in ASCII: a column's name may be no text


def _article(row: Mapping[str, Any] | pd.Series[Any]) -> Article:
    names = ("outlet", "title", "text", "published", "url", "author", "language")
    values = {name: row[name] for name in names}
    for name in ("section", "page", "edition"):  # a file of an older version lacks them
        values[name] = told if isinstance(told := row.get(name), str) else ""
    length = row.get("length")
    words = int(float(length)) if isinstance(length, Real) and length == length else None
    return Article(id=row["article_id"], methods=json.loads(row["methods"]), length=words, **values)


def _as_read(article: Article, holes: Sequence[Span]) -> Article:
    return replace(article, text=blanked(article.text, holes)) if holes else article


def flat_spans(flat: Iterable[int] | None) -> tuple[Span, ...]:
    """start, end, start, end, … as spans; none for a missing value."""
    numbers = [int(one) for one in flat] if isinstance(flat, Iterable) else []
    return tuple(Span(start, end) for start, end in zip(numbers[::2], numbers[1::2], strict=True))


def _record(line: str) -> dict[str, Any]:
    """A line of rejected.jsonl; a line cut by a killed process is shown as it is."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        return {"reason": "this line of rejected.jsonl is cut", "record": line}
    return found if isinstance(found, dict) else {"record": line}
