"""What the pages and the commands ask of a corpus: SQL over its tables.  Knows no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

# One key for what is written in several ways: a linked speaker, else the words without case and article.
_KEYS = {
    "source": """coalesce(nullif(t.speaker_key, ''),
        regexp_replace(lower(trim(t.source)), '^(the|a|an)\\s+', ''))""",
    "cue": "coalesce(t.cue_lemma, '')",
    "role": "coalesce(t.role, '')",
    "alignment": "coalesce(t.alignment, '')",
}
_WRITTEN = {**_KEYS, "source": "coalesce(nullif(t.label, ''), trim(t.source))"}
BEHIND = {
    "all": "true",
    "direct": "t.kind = 'direct'",
    "indirect": "t.kind = 'indirect'",
    "mixed": "t.kind = 'mixed'",
    "quoted": "t.quoted_words > 0",
    "incumbent": "t.alignment = 'incumbent'",
    "opposition": "t.alignment = 'opposition'",
    "sides": "t.alignment in ('incumbent', 'opposition')",
    "unnamed": "t.speaker_kind = 'unnamed'",
    "second_hand": "t.via <> ''",
    "doubting": "t.stance = 'doubting'",
    "endorsing": "t.stance = 'endorsing'",
    "source": f"{_KEYS['source']} = ?",
    "cue": f"{_KEYS['cue']} = ?",
    "role": f"{_KEYS['role']} = ?",
    "alignment": f"{_KEYS['alignment']} = ?",
}
COUNTED = (  # conditions that the article frame counts, a column each
    "direct", "indirect", "mixed", "incumbent", "opposition", "sides", "unnamed", "second_hand",
    "doubting", "endorsing",
)  # fmt: skip


def _key(of: str, key: str) -> list[str]:
    return [key] if of in _KEYS else []


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a question is about; empty means all."""

    outlets: tuple[str, ...] = ()
    since: str = ""  # ISO date, inclusive
    until: str = ""  # ISO date, inclusive
    words: str = ""  # in title or text, case ignored


class Queried(Protocol):
    """Something that answers SQL."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame: ...


class Questions:
    """Questions that need nothing but `query`; `Corpus` has them all."""

    def articles(self: Queried, where: Filter = Filter()) -> pd.DataFrame:
        """One row an article, newest first, without its text: what the lists and counts need."""
        condition, parameters = _condition(where)
        return self.query(
            f"""
            select a.article_id, a.outlet, a.title, a.published, a.url, a.author,
                   coalesce(r.state, 'waiting') as state, r.reason, r.language, r.words, r.version,
                   count(t.article_id) as attributions,
                   {", ".join(f"count(*) filter ({BEHIND[name]}) as {name}" for name in COUNTED)},
                   coalesce(sum(t.words), 0) as attributed_words,
                   coalesce(sum(t.quoted_words), 0) as quoted_words
            from articles a
            left join readings r using (article_id)
            left join spoken t using (article_id)
            where {condition}
            group by all order by a.published desc, a.article_id
            """,
            parameters,
        )

    def attributions(self: Queried, where: Filter = Filter()) -> pd.DataFrame:
        """One row an attribution, with its article's title; in reading order."""
        condition, parameters = _condition(where)
        return self.query(
            f"""
            select t.*, a.title from spoken t join articles a using (article_id)
            where {condition} order by a.published, t.article_id, t.number
            """,
            parameters,
        )

    def outlets(self: Queried) -> list[str]:
        return list(self.query("select distinct outlet from articles order by outlet")["outlet"])

    def failures(self: Queried) -> pd.DataFrame:
        """Articles that could not be read, and why."""
        return self.query(
            """select article_id, outlet, title, reason from readings join articles using (article_id)
            where state = 'failed'"""
        )

    def state(self: Queried) -> dict[str, int]:
        """How many articles are read, waiting, not English, failed."""
        counts = self.query(
            """select coalesce(r.state, 'waiting') as state, count(*) as n
            from articles a left join readings r using (article_id) group by 1"""
        )
        return {str(state): int(n) for state, n in zip(counts["state"], counts["n"], strict=True)}

    def attributions_of(self: Queried, article_id: str) -> pd.DataFrame:
        """The attributions of one article, in reading order."""
        return self.query("select * from spoken where article_id = ? order by number", [article_id])

    def reading_of(self: Queried, article_id: str) -> pd.DataFrame:
        """The row of one article in `readings`; empty while it waits."""
        return self.query("select * from readings where article_id = ?", [article_id])

    def same_titles(self: Queried, where: Filter = Filter()) -> pd.DataFrame:
        """Articles whose title another article has too, case and blanks ignored."""
        condition, parameters = _condition(where)
        return self.query(
            f"""
            select a.article_id, a.outlet, a.published, a.title from articles a
            where {condition} and trim(a.title) <> ''
            qualify count(*) over (partition by lower(trim(a.title))) > 1
            order by lower(trim(a.title)), a.published, a.article_id
            """,
            parameters,
        )

    def most_heard(self: Queried, where: Filter = Filter(), *, column: str, top: int = 20) -> pd.DataFrame:
        """The most frequent values of `source` or `cue`: key, label (as most often written), n."""
        condition, parameters = _condition(where)
        key, written = _KEYS[column], _WRITTEN[column]
        return self.query(
            f"""
            with spoken as (
                select {key} as key, {written} as written, count(*) as n
                from spoken t join articles a using (article_id) where {condition} group by 1, 2
            )
            select key, arg_max(written, (n, written)) as label, sum(n)::bigint as n
            from spoken group by key order by n desc, key limit ?
            """,
            [*parameters, top],
        )

    def heard_in(
        self: Queried, where: Filter = Filter(), *, column: str, keys: Sequence[str]
    ) -> pd.DataFrame:
        """How often each article has each of the keys: article_id, key, n; no row where it has not."""
        condition, parameters = _condition(where)
        key = _KEYS[column]
        return self.query(
            f"""
            select t.article_id, {key} as key, count(*) as n
            from spoken t join articles a using (article_id)
            where {condition} and list_contains(?::varchar[], {key}) group by 1, 2 order by 1, 2
            """,
            [*parameters, list(keys)],
        )

    def evidence(
        self: Queried, where: Filter = Filter(), *, of: str, key: str = "", limit: int = 20, offset: int = 0
    ) -> pd.DataFrame:
        """The attributions behind a number, newest first, with the text they stand in.

        `of` is a kind of number (`all`, `direct`, `quoted`, `source` …); `key` the source or cue.
        """
        condition, parameters = _condition(where)
        return self.query(
            f"""
            select t.*, a.title, a.text, r.sentence_spans
            from spoken t join articles a using (article_id) join readings r using (article_id)
            where {condition} and {BEHIND[of]}
            order by a.published desc, t.article_id, t.number limit ? offset ?
            """,
            [*parameters, *_key(of, key), limit, offset],
        )

    def evidence_table(self: Queried, where: Filter = Filter(), *, of: str, key: str = "") -> pd.DataFrame:
        """All attributions behind a number, newest first, in words."""
        condition, parameters = _condition(where)
        return self.query(
            f"""
            select t.outlet, t.published, a.title, t.label as speaker, t.role, t.alignment, t.polity,
                   t.reason, t.source, t.cue, t.content, t.kind, t.via, t.confidence, t.article_id, t.number
            from spoken t join articles a using (article_id)
            where {condition} and {BEHIND[of]} order by a.published desc, t.article_id, t.number
            """,
            [*parameters, *_key(of, key)],
        )

    def evidence_count(self: Queried, where: Filter = Filter(), *, of: str, key: str = "") -> int:
        """How many attributions are behind a number."""
        condition, parameters = _condition(where)
        found = self.query(
            f"""
            select count(*) as n from spoken t join articles a using (article_id)
            where {condition} and {BEHIND[of]}
            """,
            [*parameters, *_key(of, key)],
        )
        return int(found["n"].iloc[0])


def _condition(where: Filter) -> tuple[str, list[Any]]:
    parts: list[str] = ["true"]
    parameters: list[Any] = []
    if where.outlets:
        parts.append(f"a.outlet in ({', '.join('?' * len(where.outlets))})")
        parameters += where.outlets
    if where.since:
        parts.append("left(a.published, 10) >= ?")
        parameters.append(where.since)
    if where.until:
        parts.append("a.published <> '' and left(a.published, 10) <= ?")
        parameters.append(where.until)
    if where.words:
        parts.append("(contains(lower(a.title), lower(?)) or contains(lower(a.text), lower(?)))")
        parameters += [where.words, where.words]
    return " and ".join(parts), parameters
