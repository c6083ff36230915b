"""codes.sqlite: what people decided about speakers.  Added to or taken back; no analysis touches it.

A decision names speakers by their keys in the corpus, which come from their names and stay the same when
the articles are read again.  Where a key is gone, its decision waits until it is back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from bias.corpus.store.annotations import Decided, now

UNKNOWN = "unknown"  # a code: somebody decided that it cannot be known
Kind = Literal["merge", "split", "code"]
COLUMNS = (
    "id", "made", "kind", "speaker", "label", "article_id", "name", "target", "target_label",
    "role", "alignment", "polity", "undone",
)  # fmt: skip
_TABLE = """create table if not exists speaker_codes (
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

    table, create = "speaker_codes", _TABLE

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
