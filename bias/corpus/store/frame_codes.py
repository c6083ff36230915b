"""codes.sqlite: which frames people found in articles.  Added to or taken back; no analysis touches it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import pandas as pd

from bias.corpus.store.decisions import Decided, now

_TABLE = """create table if not exists frame_codes (
    id integer primary key, made text not null,
    article_id text not null, codebook text not null, frame text not null,
    present integer not null check (present in (0, 1)), undone text not null default '')"""


class FrameCodes(Decided):
    """What people coded in the articles of a corpus folder."""

    table, create = "frame_codes", _TABLE

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
