"""codes.sqlite, where what people typed is kept: rows are added, or marked as taken back.  Knows no table."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
