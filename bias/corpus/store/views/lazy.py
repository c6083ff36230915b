"""Views of one moment of a corpus, each made when a question first names it.

Most questions need few of them, and to look into the files of all tables takes longer than to answer.  One
DuckDB in memory serves the process, and each moment of each corpus has a database in it, since to start
another DuckDB takes a hundred times as long.
"""

from __future__ import annotations

import itertools
import os
import re
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd


class Kept(str):
    """SQL whose rows are a table: they are few, and asked for often."""

    __slots__ = ()


Made = str | pd.DataFrame | None  # the SQL of a view, the rows of a table; None of what has made its tables
Make = Callable[["Views"], Made]
Makers = Mapping[str, Make]
MOST_MEMORY = 4  # GB, of all that is asked
_NUMBERS = itertools.count()
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[a-z_]+")


def _gigabytes(con: duckdb.DuckDBPyConnection) -> float:
    """What DuckDB would take at most: four fifths of the machine's memory."""
    ((told,),) = con.execute("select current_setting('memory_limit')").fetchall()
    number, unit = str(told).split()
    return float(number) * {"GiB": 1.07, "TiB": 1100}.get(unit, 0)


@cache  # and never let go: to end that of its parent would stop a fork
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """The DuckDB of a process: a fork cannot use that of its parent."""
    con = duckdb.connect(":memory:")
    con.execute("set parquet_metadata_cache = true; set preserve_insertion_order = false")
    con.execute("set enable_progress_bar = false")
    if _gigabytes(con) > MOST_MEMORY:  # a join of millions of rows goes on in files
        con.execute(f"set memory_limit = '{MOST_MEMORY}GB'")
    con.execute("set temp_directory = ?", [str(Path(tempfile.gettempdir()) / f"bias-{process}")])
    return con


def _drop(name: str, process: int) -> None:
    if process == os.getpid():
        _engine(process).cursor().execute(f"detach {name}")


class Views:
    """Views and tables by name, each made when it is first named.  Safe to share between threads."""

    def __init__(self, makers: Makers) -> None:
        self.process = os.getpid()
        self._makers = makers
        self._made: set[str] = set()
        self._begun: set[str] = set()
        self._lock = threading.RLock()
        self._name = f"tables_{next(_NUMBERS)}"
        _engine(self.process).cursor().execute(f"attach ':memory:' as {self._name}")
        weakref.finalize(self, _drop, self._name, self.process).atexit = False

    def cursor(self, sql: str = "") -> duckdb.DuckDBPyConnection:
        """A cursor of its own, since connections shared by threads give wrong answers; all that `sql` names
        is there."""
        self._need(sql)
        con = _engine(self.process).cursor()
        con.execute(f"use {self._name}")
        return con

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        return self.cursor(sql).execute(sql, list(parameters)).df()

    def _need(self, sql: str) -> None:
        wanted = set(_WORD.findall(_QUOTED.sub("", sql))) & self._makers.keys()
        if not wanted <= self._made:
            with self._lock:
                for name in sorted(wanted):
                    if name not in self._made | self._begun:  # what was made before it may have made it
                        self._make(name)

    def _make(self, name: str) -> None:
        self._begun.add(name)  # a column of the same name in its own SQL asks for nothing
        try:
            made = self._makers[name](self)
            if isinstance(made, str):
                kind = "table" if isinstance(made, Kept) else "view"
                self.cursor(made).execute(f"create {kind} {name} as {made}")
            elif made is not None:
                con = self.cursor()
                con.register("coming", made.astype("string"))  # seen by this cursor only: copy it
                con.execute(f"create table {name} as select * from coming")
            self._made |= {one for one, make in self._makers.items() if make is self._makers[name]}
        finally:
            self._begun.discard(name)
