"""What the Speakers page asks: who is heard, where, when, as what, and under which names."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from bias.corpus.store.conditions import ALL, CONDITIONS, KEYS, UNTOLD, Filter, Queried, condition_of


class SpeakerQuestions:
    """Questions about speakers of the corpus; need nothing but `query`."""

    def speakers(self: Queried, where: Filter = ALL, *, search: str = "", top: int = 200) -> pd.DataFrame:
        """Speakers of the corpus, most heard first: one row each, with where, how much and in which role."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            _SPEAKERS.format(
                condition=condition,
                having="contains(lower(arg_max(label, n)), lower(?)) or contains(speaker, lower(?))",
            ),
            [*parameters, search, search, top],
        )

    def speaker(self: Queried, where: Filter, key: str) -> pd.DataFrame:
        """The same row of one speaker; empty where the filters leave nothing of it."""
        condition, parameters = condition_of(where, "t")
        return self.query(_SPEAKERS.format(condition=condition, having="speaker = ?"), [*parameters, key, 1])

    def governments(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """The countries whose government or opposition speaks, most often first: polity, n; `untold` where
        the text does not say of which country."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select coalesce(nullif(t.polity, ''), '{UNTOLD}') as polity, count(*) as n
            from counted_attributions t where {condition} and {CONDITIONS["sides"]}
            group by 1 order by n desc, 1""",
            parameters,
        )

    def sided_days(self: Queried, where: Filter = ALL, *, polity: str) -> pd.DataFrame:
        """When those speak who are on both sides of a country's politics: speaker, alignment, day, n."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select t.speaker, t.alignment, left(t.published, 10) as day, count(*) as n
            from counted_attributions t where {condition} and t.polity = ? and {CONDITIONS["sides"]}
                and t.speaker <> '' and try_cast(left(t.published, 10) as date) is not null
            group by 1, 2, 3
            qualify count(distinct t.alignment) over (partition by t.speaker) = 2
            order by 1, 2, 3""",
            [*parameters, polity],
        )

    def heard_over_time(self: Queried, where: Filter = ALL, *, speakers: Iterable[str]) -> pd.DataFrame:
        """Attributions of some speakers by month: speaker, period, n."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select t.speaker, left(t.published, 7) as period, count(*) as n from counted_attributions t
            where {condition} and t.speaker in (select unnest(?::varchar[])) and t.published <> ''
            group by 1, 2 order by 1, 2""",
            [*parameters, list(speakers)],
        )

    def heard_as(self: Queried, where: Filter = ALL, *, speaker: str, column: str) -> pd.DataFrame:
        """How often one speaker is heard by values of a column: key, n."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select {KEYS[column]} as key, count(*) as n
            from counted_attributions t where {condition} and t.speaker = ?
            group by 1 order by n desc, key""",
            [*parameters, speaker],
        )

    def said_near(self: Queried, where: Filter = ALL, *, speaker: str, limit: int) -> pd.DataFrame:
        """What a speaker says, and what others say in the months in which it speaks."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""
            with own as (
                select distinct left(published, 7) as month from counted_attributions where speaker = ?
            ),
            near as (
                select t.speaker, t.label, t.outlet, t.published, t.article_id, t.number, t.words
                from counted_attributions t
                where {condition} and left(t.published, 7) in (select month from own)
                order by t.speaker <> ?, t.published, t.article_id, t.number limit ?
            )
            select n.speaker, n.label, n.outlet, n.published, n.article_id, n.number, n.words,
                   w.source, w.content
            from near n join attributions w using (article_id, number)
            order by n.published, n.article_id, n.number
            """,
            [speaker, *parameters, speaker, limit],
        )

    def mentions_of(self: Queried, speaker: str) -> pd.DataFrame:
        """How the articles name one speaker: article_id, name, outlet, published, title, joined, n."""
        return self.query(
            """select t.article_id, t.name, t.outlet, t.published, r.title, any_value(l.joined) as joined,
                   count(*) as n
            from counted_attributions t join catalogue r using (article_id)
            left join linked_speakers l on l.article_id = t.article_id and l.name = t.name
            where t.speaker = ? group by 1, 2, 3, 4, 5 order by t.published desc, 1, 2""",
            [speaker],
        )


_SPEAKERS = """
    with said as (select t.* from counted_attributions t where {condition} and t.speaker <> ''),
    chosen as (
        select speaker, arg_max(label, n) as label, sum(n)::bigint as attributions
        from (select speaker, label, count(*) as n from said group by 1, 2)
        group by 1 having {having} order by attributions desc, speaker limit ?
    )
    select c.speaker, c.label, c.attributions, count(distinct s.article)::bigint as articles,
           count(distinct s.outlet)::bigint as outlets, sum(s.words)::bigint as words,
           sum(s.quoted_words)::bigint as quoted_words, mode(s.speaker_kind) as kind,
           coalesce(mode(nullif(s.role, '')), '') as role,
           coalesce(mode(nullif(s.alignment, '')), '') as alignment,
           coalesce(mode(nullif(s.polity, '')), '') as polity,
           min(nullif(s.published, '')) as first, max(s.published) as last
    from chosen c join said s using (speaker)
    group by 1, 2, 3 order by c.attributions desc, c.speaker"""
