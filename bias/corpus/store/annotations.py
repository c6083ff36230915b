"""codes.sqlite, where what people typed is kept: rows are added, or marked as taken back.

In it: which frames people found in articles, which articles they moved to another story, of which genre they
say that an article is, which passages that outlets repeat they want to be read, and what they decided of
speakers (merged, split, coded).  `corrections.py` has what they say of single sentences.  No analysis touches
it.

A decision on speakers names them by their keys in the corpus, which come from their names and stay the same
when the articles are read again.  Where a key is gone, its decision waits until it is back.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd


class Decided:
    """One table of codes.sqlite.  Safe to use from several processes (WAL).

    A table has an `id` and a time `undone`, empty while the row holds.
    """

    table = ""
    create = ""  # SQL that makes the table where it is not there

    def __init__(self, folder: Path) -> None:
        self.path = folder / "codes.sqlite"

    def stamp(self, *others: Decided) -> str:
        """Changes with every row, also of other tables of the same file: to open it takes longest."""
        if not self.path.is_file():
            return ""
        with self._open() as con:
            return " ".join(one._rows_now(con) for one in (self, *others))

    def _rows_now(self, con: sqlite3.Connection) -> str:
        con.execute(self.create)
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


# -- speakers ---------------------------------------------------------------------------------------

UNKNOWN = "unknown"  # a code: somebody decided that it cannot be known
Kind = Literal["merge", "split", "code"]
COLUMNS = (
    "id", "made", "kind", "speaker", "label", "article_id", "name", "target", "target_label",
    "role", "alignment", "polity", "undone",
)  # fmt: skip
_SPEAKERS = """create table if not exists speaker_codes (
    id integer primary key, made text not null,
    kind text not null check (kind in ('merge', 'split', 'code')),
    speaker text not null, label text not null default '',
    article_id text not null default '', name text not null default '',
    target text not null default '', target_label text not null default '',
    role text not null default '', alignment text not null default '', polity text not null default '',
    undone text not null default '')"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided of a speaker.

    merge: `speaker` is `target`.  split: who is called `name` in `article_id` is not `speaker` but
    `target`.  code: role, alignment and polity of `speaker`; empty leaves what was read, "unknown" takes
    it away.
    """

    kind: Kind
    speaker: str
    label: str = ""
    article_id: str = ""
    name: str = ""
    target: str = ""
    target_label: str = ""
    role: str = ""
    alignment: str = ""
    polity: str = ""


class Codes(Decided):
    """The decisions of a corpus folder."""

    table, create = "speaker_codes", _SPEAKERS

    def add(self, *decisions: Decision) -> None:
        """Store decisions, all or none."""
        made = now()
        names = [name for name in COLUMNS if name not in ("id", "undone")]
        sql = f"insert into speaker_codes ({', '.join(names)}) values ({', '.join('?' * len(names))})"
        with self._open() as con:
            con.executemany(sql, [[made, *(getattr(one, name) for name in names[1:])] for one in decisions])

    def undo(self, number: int) -> None:
        """Take one decision back; it stays in the file, with the time."""
        with self._open() as con:
            con.execute("update speaker_codes set undone = ? where id = ? and undone = ''", [now(), number])

    def all(self) -> pd.DataFrame:
        """Every decision, the last one first; `undone` holds the time at which it was taken back."""
        if not self.path.is_file():
            return pd.DataFrame(columns=list(COLUMNS))
        with self._open() as con:
            rows = con.execute(f"select {', '.join(COLUMNS)} from speaker_codes order by id desc").fetchall()
        return pd.DataFrame(rows, columns=list(COLUMNS))


def in_force(decisions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What holds now: splits (article_id, name, speaker, label), and per speaker (speaker, becomes, label,
    role, alignment, polity).

    The later decision wins.  Merges are followed to their end; one that would close a circle is left out.
    A code given to any of the speakers that were merged holds for the one that they became.
    """
    live = decisions[decisions["undone"] == ""].sort_values("id")
    splits = live[live["kind"] == "split"].drop_duplicates(["article_id", "name"], keep="last")
    merged: dict[str, tuple[str, str]] = {}
    for one in live[live["kind"] == "merge"].itertuples():
        others = {key: end for key, end in merged.items() if key != one.speaker}
        if _end(str(one.target), others)[0] != one.speaker:
            merged[str(one.speaker)] = (str(one.target), str(one.target_label))
    coded: dict[str, dict[str, str]] = {}
    for one in live[live["kind"] == "code"].itertuples():
        values = {name: str(getattr(one, name)) for name in ("role", "alignment", "polity")}
        held = coded.setdefault(_end(str(one.speaker), merged)[0], dict.fromkeys(values, ""))
        held |= {name: value for name, value in values.items() if value}
    rows: list[dict[str, str]] = []
    for speaker in {*merged, *coded}:
        becomes, label = _end(speaker, merged)
        rows.append({"speaker": speaker, "becomes": becomes, "label": label} | _codes(coded.get(becomes)))
    for target in {row["becomes"] for row in rows} - {row["speaker"] for row in rows}:
        rows.append({"speaker": target, "becomes": target, "label": ""} | _codes(coded.get(target)))
    columns = ["speaker", "becomes", "label", "role", "alignment", "polity"]
    out = splits[["article_id", "name", "target", "target_label"]]
    recoded = pd.DataFrame(rows, columns=columns).sort_values("speaker", ignore_index=True)
    return out.rename(columns={"target": "speaker", "target_label": "label"}), recoded


def _codes(found: Mapping[str, str] | None) -> dict[str, str]:
    return dict(found) if found else {"role": "", "alignment": "", "polity": ""}


def _end(speaker: str, merged: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Where the merges of a speaker lead: key and label; the speaker itself, and no label, where nowhere."""
    label = ""
    while speaker in merged:
        speaker, label = merged[speaker]
    return speaker, label


_VIEWS = """create table if not exists saved_views (
    id integer primary key, made text not null,
    name text not null, page text not null, query text not null, undone text not null default '')"""


class SavedViews(Decided):
    """The views of the dashboard that people saved by name: a page, and the query that shows it again."""

    table, create = "saved_views", _VIEWS

    def save(self, name: str, page: str, query: str) -> None:
        """Keep a view; an earlier one of that name no longer holds."""
        with self._open() as con:  # both or none
            self._undo(con, "name", name)
            sql = "insert into saved_views (made, name, page, query) values (?, ?, ?, ?)"
            con.execute(sql, [now(), name, page, query])

    def rename(self, number: int, name: str) -> None:
        """Give a view another name; another view of that name no longer holds."""
        with self._open() as con:
            con.execute(
                "update saved_views set undone = ? where name = ? and id <> ? and undone = ''",
                [now(), name, number],
            )
            con.execute("update saved_views set name = ? where id = ? and undone = ''", [name, number])

    def remove(self, number: int) -> None:
        """A view no longer holds; it stays in the file, with the time."""
        with self._open() as con:
            self._undo(con, "id", number)

    def in_force(self) -> pd.DataFrame:
        """The views that hold, by name: id, name, page (the end of its address), query."""
        columns = ["id", "name", "page", "query"]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            sql = f"select {', '.join(columns)} from saved_views where undone = '' order by name, id"
            rows = con.execute(sql).fetchall()
        return pd.DataFrame(rows, columns=columns)

    @staticmethod
    def _undo(con: sqlite3.Connection, column: str, value: object) -> None:
        con.execute(f"update saved_views set undone = ? where {column} = ? and undone = ''", [now(), value])
