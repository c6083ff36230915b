"""codes.sqlite, where what people typed is kept: rows are added, or marked as taken back.

In it: which frames people found in articles, and which articles they moved to another story.  No analysis
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


class StoryCodes(Decided):
    """Where people moved the articles of a corpus folder to."""

    table, create = "story_codes", _STORIES

    def move(self, article_id: str, story: str) -> None:
        """An article belongs to a story; to one of its own id: it stands alone.  The later move holds."""
        with self._open() as con:  # both or none: a kill in between would forget the earlier move
            self._take_back(con, article_id)
            sql = "insert into story_codes (made, article_id, story) values (?, ?, ?)"
            con.execute(sql, [now(), article_id, story])

    def take_back(self, article_id: str) -> None:
        """The article is again where it was grouped."""
        with self._open() as con:
            self._take_back(con, article_id)

    def in_force(self) -> pd.DataFrame:
        """The moves that hold: article_id, story."""
        columns = ["article_id", "story"]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            rows = con.execute("select article_id, story from story_codes where undone = ''").fetchall()
        return pd.DataFrame(rows, columns=columns)

    @staticmethod
    def _take_back(con: sqlite3.Connection, article_id: str) -> None:
        sql = "update story_codes set undone = ? where article_id = ? and undone = ''"
        con.execute(sql, [now(), article_id])
