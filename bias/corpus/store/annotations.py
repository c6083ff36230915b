"""codes.sqlite, where what people typed is kept: rows are added, or marked as taken back.

In it: which frames people found in articles, which articles they moved to another story, of which genre they
say that an article is, and which passages that outlets repeat they want to be read.  No analysis
touches it.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd


class Decided:
    """One table of codes.sqlite.  Safe to use from several processes (WAL).

    A table has an `id` and a time `undone`, empty while the row holds.
    """

    table = ""
    create = ""  # SQL that makes the table where it is not there

    def __init__(self, folder: Path) -> None:
        self.path = folder / "codes.sqlite"

    def stamp(self) -> str:
        """Changes with every row."""
        if not self.path.is_file():
            return ""
        with self._open() as con:
            sql = f"select count(*), max(id), max(undone), sum(undone <> '') from {self.table}"
            return str(con.execute(sql).fetchone())

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        con = sqlite3.connect(self.path, timeout=10)
        try:
            con.execute("pragma journal_mode = wal")
            con.execute(self.create)
            with con:
                yield con
        finally:
            con.close()


def now() -> str:
    """The time of a decision."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


_FRAMES = """create table if not exists frame_codes (
    id integer primary key, made text not null,
    article_id text not null, codebook text not null, frame text not null,
    present integer not null check (present in (0, 1)), undone text not null default '')"""


class FrameCodes(Decided):
    """What people coded in the articles of a corpus folder."""

    table, create = "frame_codes", _FRAMES

    def code(self, article_id: str, codebook: str, frames: Mapping[str, bool]) -> None:
        """Store for each frame whether a person found it in an article; its earlier codes no longer hold."""
        made = now()
        sql = "insert into frame_codes (made, article_id, codebook, frame, present) values (?, ?, ?, ?, ?)"
        with self._open() as con:
            self._take_back(con, article_id, codebook, made)
            rows = [[made, article_id, codebook, frame, int(there)] for frame, there in frames.items()]
            con.executemany(sql, rows)

    def take_back(self, article_id: str, codebook: str) -> None:
        """The codes of an article no longer hold; they stay in the file, with the time."""
        with self._open() as con:
            self._take_back(con, article_id, codebook, now())

    def in_force(self) -> pd.DataFrame:
        """The codes that hold: article_id, codebook, frame, present, made."""
        columns = ["article_id", "codebook", "frame", "present", "made"]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            sql = f"select {', '.join(columns)} from frame_codes where undone = '' order by id"
            rows = con.execute(sql).fetchall()
        return pd.DataFrame(rows, columns=columns).astype({"present": bool})

    @staticmethod
    def _take_back(con: sqlite3.Connection, article_id: str, codebook: str, made: str) -> None:
        con.execute(
            "update frame_codes set undone = ? where article_id = ? and codebook = ? and undone = ''",
            [made, article_id, codebook],
        )


_STORIES = """create table if not exists story_codes (
    id integer primary key, made text not null,
    article_id text not null, story text not null, undone text not null default '')"""
_GENRES = """create table if not exists genre_codes (
    id integer primary key, made text not null,
    article_id text not null, genre text not null, undone text not null default '')"""


class OfArticles(Decided):
    """One decision for each article: `column` of `table`; the later one holds."""

    column = ""

    def _put(self, article_id: str, value: str) -> None:
        with self._open() as con:  # both or none: a kill in between would forget the earlier decision
            self._take_back(con, article_id)
            sql = f"insert into {self.table} (made, article_id, {self.column}) values (?, ?, ?)"
            con.execute(sql, [now(), article_id, value])

    def take_back(self, article_id: str) -> None:
        """What was decided of an article no longer holds; it stays in the file, with the time."""
        with self._open() as con:
            self._take_back(con, article_id)

    def in_force(self) -> pd.DataFrame:
        """The decisions that hold: article_id, and the column."""
        columns = ["article_id", self.column]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            sql = f"select article_id, {self.column} from {self.table} where undone = ''"
            rows = con.execute(sql).fetchall()
        return pd.DataFrame(rows, columns=columns)

    def _take_back(self, con: sqlite3.Connection, article_id: str) -> None:
        sql = f"update {self.table} set undone = ? where article_id = ? and undone = ''"
        con.execute(sql, [now(), article_id])


class StoryCodes(OfArticles):
    """Where people moved the articles of a corpus folder to."""

    table, create, column = "story_codes", _STORIES, "story"

    def move(self, article_id: str, story: str) -> None:
        """An article belongs to a story; to one of its own id: it stands alone.  The later move holds."""
        self._put(article_id, story)


class GenreCodes(OfArticles):
    """Of which genre people say that the articles of a corpus folder are."""

    table, create, column = "genre_codes", _GENRES, "genre"

    def code(self, article_id: str, genre: str) -> None:
        """An article is of a genre, or `unknown`.  The later decision holds."""
        self._put(article_id, genre)


_PASSAGES = """create table if not exists passage_codes (
    id integer primary key, made text not null,
    outlet text not null, passage text not null, undone text not null default '')"""


class PassageCodes(Decided):
    """Which passages that outlets repeat are read all the same."""

    table, create = "passage_codes", _PASSAGES

    def keep(self, outlet: str, passage: str = "") -> None:
        """A passage of an outlet, by its key, is read with the next analysis; all of them without a key."""
        with self._open() as con:  # both or none
            self._leave_out(con, outlet, passage)
            sql = "insert into passage_codes (made, outlet, passage) values (?, ?, ?)"
            con.execute(sql, [now(), outlet, passage])

    def leave_out(self, outlet: str, passage: str = "") -> None:
        """Take that back."""
        with self._open() as con:
            self._leave_out(con, outlet, passage)

    @staticmethod
    def _leave_out(con: sqlite3.Connection, outlet: str, passage: str) -> None:
        sql = "update passage_codes set undone = ? where outlet = ? and passage = ? and undone = ''"
        con.execute(sql, [now(), outlet, passage])

    def in_force(self) -> pd.DataFrame:
        """What is read: outlet, passage (empty for all of the outlet's)."""
        columns = ["outlet", "passage"]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            rows = con.execute("select outlet, passage from passage_codes where undone = ''").fetchall()
        return pd.DataFrame(rows, columns=columns)
