"""What the pages and the commands ask of a corpus: SQL over its views.  Knows no files.

Numbers are counted in SQL down to a few rows: articles that have the same numerator and denominator are one
row with their number, which is all that an interval over whole articles needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import (
    ALL,
    CONDITIONS,
    KEYS,
    PER_ARTICLE,
    WEIGHTS,
    WHOLES,
    WRITTEN,
    Behind,
    Filter,
    Queried,
    behind_of,
    condition_of,
    issue_of,
    rows_of,
    statements,
    statements_of,
)  # fmt: skip
from bias.corpus.store.observations import ObservationQueries
from bias.corpus.store.speaker_queries import SpeakerQuestions
from bias.corpus.store.story_queries import StoryQuestions
from bias.corpus.store.tone_queries import ToneQuestions
from bias.corpus.store.wording_queries import FrameQuestions, WordQuestions


class Questions(
    ObservationQueries, SpeakerQuestions, ToneQuestions, WordQuestions, FrameQuestions, StoryQuestions
):
    """Questions that need nothing but `query`; `Corpus` has them all."""

    # -- articles -------------------------------------------------------------------------------

    def articles(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """One row an article, newest first, without its text."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select r.* exclude (article, batch) from catalogue r
            where {condition} order by r.published desc, r.article_id""",
            parameters,
        )

    def identity(self: Queried) -> dict[str, Any]:
        """Which articles these are, and how they were read: articles, read, first, last, content (a hash
        over the ids, which are hashes of the articles themselves) and versions of the readings."""
        found = self.query(
            """select count(*) as articles, count(*) filter (state = 'read') as read,
            coalesce(min(published) filter (published <> ''), '')[:10] as first,
            coalesce(max(published), '')[:10] as last,
            sha256(coalesce(string_agg(article_id, ' ' order by article_id), ''))[:16] as content,
            coalesce(list(distinct version order by version) filter (version is not null), []) as versions
            from catalogue"""
        )
        row = {str(name): value for name, value in found.iloc[0].items()}
        counts = {name: int(row[name]) for name in ("articles", "read")}
        return {**row, **counts, "versions": [str(one) for one in row["versions"]]}

    def listed(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """The same with no more than a list shows: article_id, outlet, title, published, state, reason,
        attributions."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select r.article_id, r.outlet, r.title, r.published, r.state, r.reason, r.attributions
            from catalogue r where {condition} order by r.published desc, r.article_id""",
            parameters,
        )

    def genres(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """How many articles of each genre were read of each outlet: outlet, genre (empty: unknown), n."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select r.outlet, r.genre, count(*) as n from catalogue r
            where {condition} and r.state = 'read' group by 1, 2 order by 1, 2""",
            parameters,
        )

    def outlets(self: Queried, where: Filter = ALL) -> list[str]:
        condition, parameters = condition_of(where, "r")
        found = self.query(
            f"select distinct r.outlet from catalogue r where {condition} order by 1", parameters
        )
        return list(found["outlet"])

    def dates(self: Queried, where: Filter = ALL) -> tuple[str, str]:
        """The first and the last day of dated articles; empty where none is."""
        condition, parameters = condition_of(where, "r")
        found = self.query(
            f"""select min(left(r.published, 10)) as first, max(left(r.published, 10)) as last
            from catalogue r where {condition} and try_cast(left(r.published, 10) as date) is not null""",
            parameters,
        ).iloc[0]
        return (found["first"], found["last"]) if isinstance(found["first"], str) else ("", "")

    def topics(self: Queried, *, origin: str = "") -> list[str]:
        """The topics of the corpus, the user's own first, then the learned ones by how many articles have
        them; or those of one origin (own, learned)."""
        sql = """select topic, origin, count(*) as n from topics where ? in ('', origin)
            group by 1, 2 order by origin desc, if(origin = 'own', topic, ''), n desc, topic"""
        return list(self.query(sql, [origin])["topic"])

    def without_topic(self: Queried, where: Filter = ALL) -> int:
        """How many articles have none."""
        condition, parameters = condition_of(where, "r")
        sql = f"""select count(*) as n from catalogue r
            where r.article_id not in (select article_id from topics) and {condition}"""
        return int(self.query(sql, parameters)["n"].iloc[0])

    def topic_rates(
        self: Queried, where: Filter = ALL, *, topics: Sequence[str], by: str = "outlet"
    ) -> pd.DataFrame:
        """Of each topic and group: by, topic, above (1 where an article has it), below (1), articles, n."""
        condition, parameters = condition_of(where, "r")
        listed = ", ".join("(?)" for _ in topics)
        return self.query(
            f"""select "by", topic, above::double as above, 1.0 as below, count(*) as articles,
                count(*)::bigint as n
            from (
                select {KEYS[by].replace("t.", "r.")} as "by", k.topic, (t.topic is not null)::int as above
                from {rows_of("catalogue", by)} r cross join (select * from (values {listed}) v(topic)) k
                left join (select distinct article_id, topic from topics) t
                    on t.article_id = r.article_id and t.topic = k.topic
                where {condition}
            ) group by "by", topic, above order by all""",
            [*topics, *parameters],
        )

    def failures(self: Queried) -> pd.DataFrame:
        """Articles that could not be read, and why."""
        return self.query("select article_id, outlet, title, reason from catalogue where state = 'failed'")

    def state(self: Queried, where: Filter = ALL) -> dict[str, int]:
        """How many articles are read, waiting, not English, failed."""
        condition, parameters = condition_of(where, "r")
        counts = self.query(
            f"select r.state, count(*) as n from catalogue r where {condition} group by 1", parameters
        )
        return {str(state): int(n) for state, n in zip(counts["state"], counts["n"], strict=True)}

    def articles_with(self: Queried, where: Filter = ALL, *, issue: str) -> pd.DataFrame:
        """The articles with something to know before comparing, newest first: the columns of `articles`.

        Those that have one title, case and blanks ignored, stand together.
        """
        condition, parameters = issue_of(where, issue)
        together = "lower(trim(r.title)), r.published" if issue == "same title" else "r.published desc"
        return self.query(
            f"""select r.* exclude (article, batch) from catalogue r
            where {condition} order by {together}, r.article_id""",
            parameters,
        )

    def count_with(self: Queried, where: Filter = ALL, *, issue: str) -> pd.DataFrame:
        """How many these are of each outlet that has any: outlet, articles."""
        condition, parameters = issue_of(where, issue)
        sql = f"select outlet, count(*) as articles from catalogue r where {condition} group by 1 order by 1"
        return self.query(sql, parameters)

    def left_out_words(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """Of each outlet of which something was left out: outlet, articles with it, words left out, and read
        (words of all its articles); most articles first."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select outlet, count(*) filter (r.left_out_words > 0) as articles,
                sum(r.left_out_words)::bigint as words, sum(r.words)::bigint as read
            from catalogue r where {condition} and r.state = 'read'
            group by 1 having count(*) filter (r.left_out_words > 0) > 0 order by 2 desc, 1""",
            parameters,
        )

    # -- numbers --------------------------------------------------------------------------------

    def rates(
        self: Queried,
        where: Filter = ALL,
        *,
        above: str,
        below: str,
        by: str = "outlet",
        weight: str = "attributions",
        n: str = "",
        whose: str = "",
    ) -> pd.DataFrame:
        """Numerator and denominator of articles: by, above, below, articles (that have these), n.

        `above` and `below` are conditions, numbers of an article (`voices` …), or wholes (`articles`,
        `text_words`), which count articles that cite nobody too; `n` counts the attributions of that
        condition, of `below`, or all; or it is such a number of an article.  Articles with neither numerator
        nor denominator are left out.
        Sides are those toward the government of `whose`, a country, or toward any.
        """
        condition, parameters = condition_of(where, "t")
        group = KEYS[by]
        size = WEIGHTS["quoted_words" if above == "quoted" else weight]
        spoken, catalogue = rows_of(statements(above, below, whose=whose), by), rows_of("catalogue", by)
        counted = CONDITIONS.get(n or below, "true")
        if above in PER_ARTICLE:  # a row a source, then a row an article
            one = f"""select "by", article, {PER_ARTICLE[above]} as above, {PER_ARTICLE[below]} as below,
                {PER_ARTICLE.get(n, "sum(n)")} as n from (
                    select {group} as "by", t.article, {KEYS["source"]} as source, count(*) as n,
                        max(t.gender) as gender, bool_or(t.is_named) as is_named
                    from {spoken} t where {condition} group by 1, 2, 3
                ) group by 1, 2"""
        else:
            one = f"""select {group} as "by", t.article, sum({size}) filter ({CONDITIONS[above]}) as above,
                {f"sum({size}) filter ({CONDITIONS[below]})" if below not in WHOLES else 0} as below,
                count(*) filter ({counted}) as n from {spoken} t where {condition} group by 1, 2"""
        if below in WHOLES:
            within, more = condition_of(where, "r")
            one = f"""select {group.replace("t.", "r.")} as "by", r.article, coalesce(o.above, 0) as above,
                {WHOLES[below]} as below, coalesce(o.n, 0) as n
                from {catalogue} r left join ({one}) o on o.article = r.article
                where r.state = 'read' and {within}"""
            parameters = [*parameters, *more]
        return self.query(
            f"""select "by", coalesce(above, 0)::double as above, coalesce(below, 0)::double as below,
            count(*) as articles, sum(n)::bigint as n
            from ({one}) where coalesce(above, 0) + coalesce(below, 0) > 0
            group by 1, 2, 3 order by 1, 2, 3""",
            parameters,
        )

    def shares(
        self: Queried,
        where: Filter = ALL,
        *,
        column: str,
        keys: Sequence[str],
        by: str = "outlet",
        weight: str = "attributions",
        among: Behind = (),
    ) -> pd.DataFrame:
        """What each key has of an article's attributions: by, key, above, below, articles, hits, n.

        A row for each key in every group, with the articles too that do not have it.  `above` and `below`
        are of one article, attributions or their words; `hits` are the key's attributions in all of these
        articles, `n` all attributions in them.
        """
        condition, parameters = condition_of(where, "t")
        chosen, more = behind_of(among)
        key, group, size = KEYS[column], KEYS[by], WEIGHTS[weight]
        within = f"from {rows_of(statements_of(among), by)} t where {condition} and {chosen}"
        inside = [*parameters, *more]
        if 0 < len(keys) <= MOST_COUNTED:
            twice = [one for one in keys for _ in range(2)]
            sql = _counted_shares(group, key, size, within, len(keys))
            return self.query(sql, [*twice, *inside, *keys])
        sql = _found_shares(group, key, size, within)
        return self.query(sql, [*inside, *inside, list(keys), list(keys)])

    def most_heard(
        self: Queried,
        where: Filter = ALL,
        *,
        column: str,
        weight: str = "attributions",
        among: Behind = (),
    ) -> pd.DataFrame:
        """How often each outlet has each value of a column, most first: outlet, key, label, n, amount."""
        condition, parameters = condition_of(where, "t")
        chosen, more = behind_of(among)
        return self.query(
            f"""
            with heard as (
                select t.outlet, {KEYS[column]} as key, {WRITTEN[column]} as written, count(*) as n,
                       sum({WEIGHTS[weight]}) as amount
                from {statements_of(among)} t where {condition} and {chosen} group by 1, 2, 3
            )
            select outlet, key, arg_max(written, (n, written)) as label, sum(n)::bigint as n,
                   sum(amount)::bigint as amount
            from heard group by 1, 2
            order by outlet, amount desc, key
            """,
            [*parameters, *more],
        )

    def attributed(self: Queried, where: Filter = ALL, *, among: Behind = ()) -> pd.DataFrame:
        """How many attributions each outlet has, most first: outlet, n."""
        condition, parameters = condition_of(where, "t")
        chosen, more = behind_of(among)
        return self.query(
            f"""select t.outlet, count(*) as n from {statements_of(among)} t
            where {condition} and {chosen}
            group by 1 order by n desc, 1""",
            [*parameters, *more],
        )

    def named(self: Queried, where: Filter = ALL, *, column: str, key: str) -> str:
        """How a value is mostly written; the key where nobody has it."""
        condition, parameters = condition_of(where, "t")
        found = self.query(
            f"""select mode({WRITTEN[column]}) as label from counted_attributions t
            where {condition} and {KEYS[column]} = ?""",
            [*parameters, key],
        )["label"]
        return str(found.iloc[0]) if len(found) and isinstance(found.iloc[0], str) else key

    def blocks(self: Queried, where: Filter = ALL, *, by: str = "outlet") -> pd.DataFrame:
        """How much each source says in each block of articles: by, block, source, n, articles.

        `articles` are those of the group that cite somebody.
        """
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""
            with said as (
                select {KEYS[by]} as "by", t.article, t.block, {KEYS["source"]} as source, count(*) as n
                from counted_attributions t where {condition} and {CONDITIONS["sourced"]} group by 1, 2, 3, 4
            ), citing as (select "by", count(distinct article) as articles from said group by 1)
            select "by", block, source, sum(n)::bigint as n, any_value(articles) as articles
            from said join citing using ("by") group by 1, 2, 3 order by 1, 2, 3
            """,
            parameters,
        )

    # -- evidence -------------------------------------------------------------------------------

    def spoken_in(self: Queried, article_id: str) -> pd.DataFrame:
        """Who speaks in the attributions of one article, in reading order; with `batch` and the reasons."""
        return self.query(
            """select t.article_id, t.number, t.batch, t.name, t.speaker as speaker_key, t.label, t.role,
                      t.alignment, t.polity, t.by_hand, t.act, l.why, l.reason,
                      l.confidence as role_confidence
            from reported t
            left join linked_speakers l on l.article_id = t.article_id and l.name = t.name
            where t.article_id = ? order by t.number""",
            [article_id],
        )


MOST_COUNTED = 20  # keys that are counted side by side, in one pass


def _counted_shares(group: str, key: str, size: str, within: str, keys: int) -> str:
    """All keys of an article side by side, then articles that are alike as one row, then a row a key."""
    counts = ", ".join(
        f"coalesce(sum({size}) filter ({key} = ?), 0) as a{n}, count(*) filter ({key} = ?) as n{n}"
        for n in range(keys)
    )
    columns = ", ".join(f"a{n}, n{n}" for n in range(keys))
    rows = " union all ".join(
        f'select "by", ?::varchar as key, a{n} as above, below, sum(articles) as articles, '
        f"sum(articles * n{n}) as hits, sum(n) as n from alike group by 1, 2, 3, 4"
        for n in range(keys)
    )
    return f"""
        with one as materialized (
            select {group} as "by", t.article, sum({size}) as below, count(*) as n, {counts} {within}
            group by 1, 2
        ), alike as materialized (
            select "by", below, {columns}, count(*) as articles, sum(n) as n from one where below > 0
            group by all
        )
        select "by", key, above::double as above, below::double as below,
               articles::bigint as articles, hits::bigint as hits, n::bigint as n
        from ({rows}) order by 1, 2, 3, 4"""


def _found_shares(group: str, key: str, size: str, within: str) -> str:
    """Many keys: where each is found, and all other articles as misses."""
    return f"""
        with whole as materialized (
            select {group} as "by", t.article, sum({size}) as below, count(*) as n {within} group by 1, 2
        ), said as (
            select {group} as "by", t.article, {key} as key, sum({size}) as above, count(*) as hits
            {within} and list_contains(?::varchar[], {key}) group by 1, 2, 3
        ), found as (
            select "by", key, above, below, count(*) as articles, sum(hits) as hits, sum(n) as n
            from said join whole using ("by", article) where below > 0 group by 1, 2, 3, 4
        ), sizes as (
            select "by", below, count(*) as articles, sum(n) as n from whole where below > 0 group by 1, 2
        ), misses as (
            select s."by", k.key, 0 as above, s.below,
                   s.articles - coalesce(sum(f.articles), 0) as articles, 0 as hits,
                   s.n - coalesce(sum(f.n), 0) as n
            from sizes s cross join (select unnest(?::varchar[]) as key) k
            left join found f on f."by" = s."by" and f.key = k.key and f.below = s.below
            group by s."by", k.key, s.below, s.articles, s.n
        )
        select "by", key, above::double as above, below::double as below,
               articles::bigint as articles, hits::bigint as hits, n::bigint as n
        from (select * from found union all select * from misses)
        where articles > 0 order by 1, 2, 3, 4"""
