"""codes.sqlite: articles that people moved to another story.  No analysis touches it."""

from __future__ import annotations

import pandas as pd

from bias.corpus.store.decisions import Decided, now

_TABLE = """create table if not exists story_codes (
    id integer primary key, made text not null,
    article_id text not null, story text not null, undone text not null default '')"""


class StoryCodes(Decided):
    """Where people moved the articles of a corpus folder to."""

    table, create = "story_codes", _TABLE

    def move(self, article_id: str, story: str) -> None:
        """An article belongs to a story; to one of its own id: it stands alone.  The later move holds."""
        self.take_back(article_id)
        with self._open() as con:
            sql = "insert into story_codes (made, article_id, story) values (?, ?, ?)"
            con.execute(sql, [now(), article_id, story])

    def take_back(self, article_id: str) -> None:
        """The article is again where it was grouped."""
        with self._open() as con:
            sql = "update story_codes set undone = ? where article_id = ? and undone = ''"
            con.execute(sql, [now(), article_id])

    def in_force(self) -> pd.DataFrame:
        """The moves that hold: article_id, story."""
        columns = ["article_id", "story"]
        if not self.path.is_file():
            return pd.DataFrame(columns=columns)
        with self._open() as con:
            rows = con.execute("select article_id, story from story_codes where undone = ''").fetchall()
        return pd.DataFrame(rows, columns=columns)
