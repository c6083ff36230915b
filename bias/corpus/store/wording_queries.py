"""What the Wording and Framing pages ask: how often outlets use words that tell the reader what to think, and
where; which frames articles carry, by outlet and month."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import (
    ALL,
    OF_OUTLETS,
    OUTLETS,
    TELLING,
    TIMES,
    Behind,
    Filter,
    Queried,
    condition_of,
    rows_of,
)
from bias.corpus.store.conditions import KEYS as ARTICLE_KEYS

KEYS = {
    "outlet": "t.outlet",
    "kind": "t.kind",
    "part": "t.part",
    "voice": "t.voice",
    "sure": "t.sure::varchar",
    "polarity": "t.polarity",
    "term": "t.term",
    TELLING: ARTICLE_KEYS[TELLING],
} | TIMES
OWN_WORDS, ARTICLES = "own_words", "articles"  # bases of a rate
_BASES = {OWN_WORDS: "r.own_words", ARTICLES: "(trim(r.title) <> '')::int"}


def words_behind(conditions: Behind) -> tuple[str, list[Any]]:
    """Conditions on wordings as SQL, with its parameters; several values of a name mean any of them."""
    parts, parameters = ["true"], list[Any]()
    for name in dict.fromkeys(name for name, _ in conditions):
        values = [value for one, value in conditions if one == name]
        if name == OUTLETS:
            parts.append(OF_OUTLETS)
            parameters.append(json.loads(values[0]))
            continue
        parts.append(f"{KEYS[name]} in ({', '.join('?' * len(values))})")
        parameters += values
    return " and ".join(parts), parameters


class WordQuestions:
    """Questions about wording; need nothing but `query`."""

    def word_rates(
        self: Queried, where: Filter = ALL, *, one: Behind, base: str | Behind, by: str = "outlet"
    ) -> pd.DataFrame:
        """How often wordings occur: by, above (those of `one`), below, articles (that have these).

        `below` are the outlet's own words or articles with a title, of all articles whose wording was read
        (older versions of the program read none); or the wordings of `base`, of which those of `one` are a
        part.
        """
        chosen, values = words_behind(one)
        within, more = condition_of(where, "r")
        group = KEYS[by].replace("t.", "r.")
        below, joined, others = _BASES.get(str(base), ""), "", list[Any]()
        if not isinstance(base, str):
            condition, others = words_behind(base)
            below = "coalesce(b.n, 0)"
            joined = f"""left join (select t.article, count(*) as n from counted_wordings t where {condition}
                group by 1) b on b.article = r.article"""
        return self.query(
            f"""select "by", above::double as above, below::double as below, count(*) as articles
            from (
                select {group} as "by", coalesce(o.n, 0) as above, {below} as below
                from {rows_of("catalogue", by)} r
                left join (
                    select t.article, count(*) as n from counted_wordings t where {chosen} group by 1
                ) o on o.article = r.article
                {joined}
                where r.state = 'read' and r.own_words is not null and {within}
            ) group by "by", above, below order by all""",
            [*values, *others, *more],
        )

    def terms(self: Queried, where: Filter = ALL, *, behind: Behind, top: int = 200) -> pd.DataFrame:
        """The words behind a number, the most frequent first: term, n, sure (how many of n), articles,
        outlets."""
        condition, parameters = condition_of(where, "t")
        chosen, values = words_behind(behind)
        return self.query(
            f"""select t.term, count(*) as n, count(*) filter (t.sure) as sure,
                count(distinct t.article) as articles,
                count(distinct t.outlet) as outlets
            from counted_wordings t where {condition} and {chosen} group by 1 order by n desc, 1 limit ?""",
            [*parameters, *values, top],
        )

    def texts(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """The texts of read articles: article_id, outlet, published, text."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select r.article_id, r.outlet, r.published, a.text from catalogue r
            join articles a using (article_id) where r.state = 'read' and {condition}
            order by r.outlet, r.article_id""",
            parameters,
        )

    def text_keys(self: Queried, where: Filter = ALL, *, words: Sequence[str] = ()) -> pd.DataFrame:
        """Where the texts of read articles lie: article_id, batch; newest first, then by outlet.

        With `words`, of texts alone that hold them all, as `compare.statistics.keyness` writes words.
        """
        condition, parameters = condition_of(where, "r")
        holds = " and ".join(["true", *(f"contains({_AS_WORDS}, lower(?))" for _ in words)])
        searched = "join articles a using (article_id)" if words else ""
        return self.query(
            f"""select r.article_id, r.batch from catalogue r {searched}
            where r.state = 'read' and {condition} and {holds}
            order by r.published desc, r.outlet, r.article_id""",
            [*parameters, *words],
        )


_AS_WORDS = "replace(lower(a.text), '’', chr(39))"


# -- frames -----------------------------------------------------------------------------------------------

FRAME_KEYS = {
    "outlet": "r.outlet",
    "everything": "''",
    TELLING: "r.outlet || chr(31) || r.story",
} | {name: key.replace("t.", "r.") for name, key in TIMES.items()}
FRAME_COLUMNS = {"present": "coalesce(f.present, false)::int", "score": "coalesce(f.score, 0)"}
FRAMES_BEHIND = {
    "outlet": "t.outlet",
    OUTLETS: OF_OUTLETS,
    "codebook": "t.codebook",
    "frame": "t.frame",
    "topic": "t.article_id in (select article_id from topics where topic = ?)",
} | TIMES


def frames_behind(conditions: Behind) -> tuple[str, list[Any]]:
    """Conditions on frames of articles as SQL, with its parameters."""
    parts = [
        FRAMES_BEHIND[name] if "?" in FRAMES_BEHIND[name] else f"{FRAMES_BEHIND[name]} = ?"
        for name, _ in conditions
    ]
    values = [json.loads(value) if name == OUTLETS else value for name, value in conditions]
    return " and ".join(["true", *parts]), values


class FrameQuestions:
    """Questions about frames; need nothing but `query`."""

    def frame_rates(
        self: Queried,
        where: Filter = ALL,
        *,
        codebook: str,
        frames: Sequence[str],
        column: str = "present",
        by: str = "outlet",
    ) -> pd.DataFrame:
        """Of each frame and group: by, frame, above (sum over articles), below (1 an article), articles, n.

        Articles that are alike are one row.  All articles that were read count, also those without frames.
        """
        condition, parameters = condition_of(where, "r")
        listed = ", ".join("(?)" for _ in frames)
        return self.query(
            f"""select "by", frame, above::double as above, 1.0 as below, count(*) as articles,
                count(*)::bigint as n
            from (
                select {FRAME_KEYS[by]} as "by", k.frame, {FRAME_COLUMNS[column]} as above
                from {rows_of("catalogue", by)} r cross join (select * from (values {listed}) v(frame)) k
                left join counted_frames f
                    on f.article_id = r.article_id and f.codebook = ? and f.frame = k.frame
                where r.state = 'read' and {condition}
            ) group by "by", frame, above order by all""",
            [*frames, codebook, *parameters],
        )
