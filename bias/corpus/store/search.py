"""Words that are searched for → the articles that hold them, by a full-text index of SQLite (FTS5).

The index stands beside the Parquet, in search.sqlite, and holds nothing but what it was made of: it may be
deleted at any time.  Each batch of articles goes in whole or not at all, with the time and size of its file;
a batch that was rewritten goes in anew, and its old rows are nobody's.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bias.errors import BadInputError

FILE = "search.sqlite"
LAYOUT = 1  # of the index: another one is made anew
MOST_DEAD = 0.2  # of the rows; with more of them that are nobody's, the index is made anew
AT_ONCE = 40  # batches that are put in place together: what a killed process indexes again at most
PATIENCE = 120  # seconds that one waits for another process that writes the index
# Scripts without blanks between words: each sign is a word of its own, and words are phrases of them.
_UNPARTED = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\0": " "})
_TOKEN = re.compile(r'([-−–]?)("[^"]*"?|[()|]|[^\s()|"]+)')


# -- what was typed --------------------------------------------------------------------------------------


def parsed(words: str) -> tuple[str, str]:
    """What FTS5 has to find, and what to leave out of it; the first is empty where all is left but that.

    Words and "phrases" must all be there, in title or text, as whole words, case and accents folded; `OR`
    stands between two of which one is enough, and binds closer than a blank; `-word` must not be there;
    `port*` is the beginning of a word; parentheses join.  A quotation mark or parenthesis that is never
    closed is closed at the end.  Raises BadInputError where no word is left, or a sign stands where it means
    nothing.
    """
    rest = [(sign != "", text) for sign, text in _TOKEN.findall(words.translate(_QUOTES))]
    found, without = _all(rest[::-1], grouped=False)
    if not (found or without):
        raise BadInputError(f"{words!r}: there is no word in it to search for")
    return " AND ".join(found), " OR ".join(without)


def _all(rest: list[tuple[bool, str]], *, grouped: bool) -> tuple[list[str], list[str]]:
    """What must be there, and what must not, up to the closing parenthesis or the end."""
    found: list[str] = []
    without: list[str] = []
    while rest:
        if rest[-1][1] == ")":
            rest.pop()
            if grouped:
                break
            continue  # one that closes nothing
        negative, one = _either(rest)
        if one:
            (without if negative else found).append(one)
    return found, without


def _either(rest: list[tuple[bool, str]]) -> tuple[bool, str]:
    """One or several with OR between, and whether it must not be there."""
    negative, first = _one(rest)
    several = [first]
    while rest and rest[-1][1] in ("OR", "|"):
        rest.pop()
        if rest and rest[-1][1] != ")":
            other, text = _one(rest)
            if text and (negative or other):
                raise BadInputError("“OR” cannot stand beside a word with −; write it without one of the two")
            several.append(text)
    known = [one for one in several if one]
    return negative, f"({' OR '.join(known)})" if len(known) > 1 else "".join(known)


def _one(rest: list[tuple[bool, str]]) -> tuple[bool, str]:
    """A word, a phrase or what is in parentheses; empty where it holds no letter and no digit."""
    negative, text = rest.pop()
    if text in ("AND", "OR", "|"):  # with nothing before it
        return False, ""
    if text == "NOT" and rest:
        return True, _one(rest)[1]
    return negative, _grouped(rest) if text == "(" else _phrase(text)


def _grouped(rest: list[tuple[bool, str]]) -> str:
    found, without = _all(rest, grouped=True)
    if without and not found:
        raise BadInputError("in parentheses, −word must stand beside a word that is to be found")
    joined = " AND ".join(found)
    return f"({joined} NOT ({' OR '.join(without)}))" if without else f"({joined})" if found else ""


def _phrase(text: str) -> str:
    """Words that follow each other, as FTS5 writes them."""
    bare = text.replace('"', "")
    body, star = (bare[:-1], " *") if bare.endswith("*") else (bare, "")
    if "*" in body:
        raise BadInputError(f"{text}: * stands at the end of a word, for all words that begin so")
    return f'"{parted(body)}"{star}' if any(map(str.isalnum, body)) else ""


def parted(text: str) -> str:
    """A text with blanks between the words that its script does not part."""
    return _UNPARTED.sub(r" \1 ", text)


# -- the index -------------------------------------------------------------------------------------------

_CREATE = """
create virtual table texts using fts5(
    title, text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
create table batches (
    first integer primary key, rows integer not null, batch text not null, made_of text not null,
    ids text not null)
"""  # rows of `texts` from `first` on are the articles `ids`; of a batch without a name, nobody's


class SearchIndex:
    """The index of a corpus folder, or one in the folder for temporary files where that is read-only.

    Safe to share between threads and to use from several processes: readers see a whole index always.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        if not os.access(folder, os.W_OK):
            named = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
            self.path = Path(tempfile.gettempdir()) / f"bias-search-{os.getuid()}-{named}.sqlite"
        self._lock = threading.Lock()

    def update(self, files: Sequence[Path]) -> None:
        """Bring the index to the batches of articles that there are."""
        with self._lock:
            try:
                self._update(files)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # broken, by a power cut: it holds nothing that is not elsewhere
                self._remove()
                self._update(files)

    def ids(self) -> pa.Array:
        """The article of each row of `find`, from row 0 on; empty for a row that is nobody's."""
        with self._open() as con:
            parts = con.execute("select first, ids from batches where batch <> '' order by first").fetchall()
        found: list[str] = []
        for first, ids in parts:
            found += [""] * (first - len(found))
            found += ids.split("\n")
        return pa.array(found, pa.string())

    def find(self, words: str, ids: pa.Array) -> pa.Array:
        """The articles that hold some words; `ids` are those of the whole index."""
        found, without = parsed(words)
        if found and without:
            found = f"({found}) NOT ({without})"
        with self._open() as con:
            rows = _rows(con, found or without)
        rows = rows[rows < len(ids)]  # what came since is found the next time
        if not found:
            held = np.ones(len(ids), bool)
            held[rows] = False
            rows = np.flatnonzero(held)
        return ids.take(pa.array(rows))

    def _update(self, files: Sequence[Path]) -> None:
        with self._open() as con:
            wanted = {path.stem: (path, made_of) for path in files if (made_of := _made_of(path))}
            if self._missing(con, wanted) == ([], []):
                return
            con.execute("begin immediate")  # one writer; whoever waited finds the work done
            gone, new = self._missing(con, wanted)
            con.executemany("update batches set batch = '' where batch = ?", [[one] for one in gone])
            if _mostly_dead(con):
                con.execute("delete from batches")
                con.execute("insert into texts (texts) values ('delete-all')")
                gone, new = self._missing(con, wanted)
            for start in range(0, len(new), AT_ONCE):
                for batch in new[start : start + AT_ONCE]:
                    _put(con, *wanted[batch])
                con.execute("commit")
                con.execute("begin immediate")
            con.execute("commit")

    @staticmethod
    def _missing(con: sqlite3.Connection, wanted: dict[str, tuple[Path, str]]) -> tuple[list[str], list[str]]:
        """The batches that are in the index and should not be, and those that are not and should."""
        there = dict(con.execute("select batch, made_of from batches where batch <> ''"))
        gone = [batch for batch, of in there.items() if wanted.get(batch, (None, ""))[1] != of]
        return gone, [batch for batch, (_, of) in wanted.items() if there.get(batch) != of]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        con = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            if con.execute("pragma user_version").fetchone()[0] != LAYOUT:
                self._create(con)
            yield con
        finally:
            con.close()

    @staticmethod
    def _create(con: sqlite3.Connection) -> None:
        con.execute("pragma journal_mode = wal")
        con.execute("begin immediate")
        if con.execute("pragma user_version").fetchone()[0] != LAYOUT:  # nobody made it meanwhile
            for table in ("texts", "batches"):
                con.execute(f"drop table if exists {table}")
            for one in _CREATE.split(";"):
                con.execute(one)
            con.execute(f"pragma user_version = {LAYOUT}")
        con.execute("commit")

    def _remove(self) -> None:
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)


def _rows(con: sqlite3.Connection, expression: str) -> np.ndarray:
    """The rows that FTS5 finds: as one text, since a million small answers take longer than the search."""
    sql = "select coalesce(group_concat(rowid, ' '), '') from texts where texts match ?"
    return np.fromstring(con.execute(sql, [expression]).fetchone()[0], np.int64, sep=" ")


def _made_of(path: Path) -> str:
    """The time and size of a file; empty where it is gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"


def _put(con: sqlite3.Connection, path: Path, made_of: str) -> None:
    table = pq.read_table(path, columns=["article_id", "title", "text"])
    ids, titles, texts = (table[name].to_pylist() for name in table.column_names)
    first = _one_number(con, "select coalesce(max(first + rows), 0) from batches")
    rows = [
        (row, parted(title or ""), parted(text or ""))
        for row, (title, text) in enumerate(zip(titles, texts, strict=True), first)
    ]
    con.executemany("insert into texts (rowid, title, text) values (?, ?, ?)", rows)
    values = [first, len(ids), path.stem, made_of, "\n".join(ids)]
    con.execute("insert into batches values (?, ?, ?, ?, ?)", values)


def _mostly_dead(con: sqlite3.Connection) -> bool:
    """Whether too many rows are nobody's."""
    dead = _one_number(con, "select coalesce(sum(rows) filter (where batch = ''), 0) from batches")
    return dead > MOST_DEAD * _one_number(con, "select coalesce(sum(rows), 0) from batches")


def _one_number(con: sqlite3.Connection, sql: str) -> int:
    return int(con.execute(sql).fetchone()[0])
