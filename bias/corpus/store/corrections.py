"""What people say is wrong of single sentences: kept in codes.sqlite.  `views.overlay` lays it over what was
read when something is asked.

A correction names its sentence by article and place, not by number: a new reading may number it anew.  Where
the new reading has nothing at that place, the correction waits, and the list of corrections says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.corpus.store.annotations import Decided, now

SPEAKER, ROLE, SIDE, COUNTRY, ACT, TONE, GONE = (
    "speaker", "role", "alignment", "polity", "act", "tone", "gone",
)  # fmt: skip
FIELDS = {  # kind of observation → what can be said of it; GONE: it is none
    "attributions": (SPEAKER, ROLE, SIDE, COUNTRY, ACT, GONE),
    "tones": (TONE, GONE),
    "wordings": (GONE,),
    "frames": (GONE,),
}
ACTS = ("speech", "thought", "silence")
_COLUMNS = ("id", "made", "who", "article_id", "kind", "part", "spans", "what", "words", "field", "value",
            "was", "undone")  # fmt: skip
_TABLE = """create table if not exists corrections (
    id integer primary key, made text not null, who text not null default '', article_id text not null,
    kind text not null, part text not null default 'body', spans text not null default '',
    what text not null default '', words text not null default '', field text not null,
    value text not null default '', was text not null default '', undone text not null default '')"""

Row = Mapping[Any, Any]  # of an observation, as the store gives it


@dataclass(frozen=True, slots=True)
class Place:
    """One observation, as a correction names it."""

    article_id: str
    kind: str  # of FIELDS
    part: str = "body"  # or headline
    spans: tuple[int, ...] = ()  # start, end, start, end, … of what is said, the mention, the words
    what: str = ""  # the target of a mention, the kind of a wording, codebook and frame


def place_of(kind: str, row: Row) -> Place:
    """The place of an observation, of its row as the store gives it."""
    article_id = str(row["article_id"])
    if kind == "frames":
        return Place(article_id, kind, what=f"{row['codebook']} {row['frame']}")
    if kind == "attributions":
        return Place(article_id, kind, spans=tuple(int(one) for one in row["content_spans"]))
    what = row.get("called", row["target"]) if kind == "tones" else row["kind"]
    part = "headline" if row["headline"] else "body"
    return Place(article_id, kind, part, (int(row["start"]), int(row["end"])), str(what))


class Corrections(Decided):
    """The corrections of a corpus folder."""

    table, create = "corrections", _TABLE

    def add(
        self,
        place: Place,
        values: Mapping[str, str],
        *,
        was: Mapping[str, str] | None = None,
        words: str = "",
        who: str = "",
    ) -> None:
        """Store what is right, by field of FIELDS, all or none; `unknown` takes away what was read.

        An earlier correction of the same field of this place no longer holds.  `was`, `words` and `who` are
        for the list: what was read, the sentence, whoever decides.  Raises ValueError for another field.
        """
        if wrong := set(values) - set(FIELDS[place.kind]):
            raise ValueError(f"{', '.join(sorted(wrong))}: no field of {place.kind}")
        made, spans = now(), " ".join(map(str, place.spans))
        at = [place.article_id, place.kind, place.part, spans, place.what]
        with self._open() as con:  # both or none
            for field, value in values.items():
                con.execute(
                    """update corrections set undone = ? where article_id = ? and kind = ? and part = ?
                    and spans = ? and what = ? and field = ? and undone = ''""",
                    [made, *at, field],
                )
                con.execute(
                    """insert into corrections (made, who, article_id, kind, part, spans, what, words, field,
                    value, was) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    [made, who, *at, words, field, value, (was or {}).get(field, "")],
                )

    def undo(self, *numbers: int) -> None:
        """Take corrections back; they stay in the file, with the time."""
        with self._open() as con:
            sql = "update corrections set undone = ? where id = ? and undone = ''"
            con.executemany(sql, [[now(), int(number)] for number in numbers])

    def all(self) -> pd.DataFrame:
        """Every correction, the last one first; `undone` holds the time at which it was taken back."""
        return self._rows("order by id desc")

    def in_force(self) -> pd.DataFrame:
        """Those that hold, the first one first."""
        return self._rows("where undone = '' order by id")

    def _rows(self, which: str) -> pd.DataFrame:
        if not self.path.is_file():
            return pd.DataFrame(columns=list(_COLUMNS))
        with self._open() as con:
            rows = con.execute(f"select {', '.join(_COLUMNS)} from corrections {which}").fetchall()
        return pd.DataFrame(rows, columns=list(_COLUMNS))
