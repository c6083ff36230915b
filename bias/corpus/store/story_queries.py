"""What the Same story page asks: which articles tell one event, and which of them are copies."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bias.corpus.store.conditions import ALL, CONDITIONS, Filter, Queried, condition_of

NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW")  # labels of names that two articles may share


class StoryQuestions:
    """Questions about stories; need nothing but `query`."""

    def stories(self: Queried, where: Filter = ALL, *, least: int = 1, words: str = "") -> pd.DataFrame:
        """A row a story of `least` outlets or more, most outlets first: story, label, outlets, articles,
        copies, first_day, last_day.  `words` stand in its label or in a title of it."""
        condition, parameters = condition_of(where, "r")
        return self.query(_STORIES.format(condition=condition), [*parameters, least, words, words])

    def story(self: Queried, story: str) -> pd.DataFrame:
        """The row of one story, also where one outlet alone tells it; empty where there is none."""
        return self.query(_STORIES.format(condition="t.story = ?"), [story, 1, "", ""])

    def story_spreads(self: Queried, where: Filter = ALL, *, least: int) -> pd.DataFrame:
        """How far apart outlets lie in each story that several tell: story, official, tone.

        The largest share of the government's side among the sources minus the smallest, and the same of net
        tone in the outlets' own voice, among outlets with `least` sources or mentions; empty where these
        are fewer than two.
        """
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""with official as (
                select s.story, t.outlet, count(*) filter ({CONDITIONS["incumbent"]}) as above,
                    count(*) filter ({CONDITIONS["sourced"]}) as below
                from counted_attributions t join shared s using (article) where {condition} group by 1, 2
            ), tone as (
                select s.story, t.outlet, count(*) as below,
                    count(*) filter (t.tone = 'positive') - count(*) filter (t.tone = 'negative') as above
                from counted_tones t join shared s using (article)
                where {condition} and t.certain and t.part = 'body' and t.voice = 'narration'
                    and t.target_kind <> 'own' group by 1, 2
            )
            select story, o.apart as official, n.apart as tone
            from ({_APART.format("official")}) o full join ({_APART.format("tone")}) n using (story)""",
            [*parameters, *parameters, least, least],
        )

    def articles_of_story(self: Queried, story: str) -> pd.DataFrame:
        """The articles of a story, the earliest first: article_id, outlet, title, published, url, state,
        original, original_outlet, credit, held."""
        return self.query(
            """select r.article_id, r.outlet, r.title, r.published, r.url, r.state,
                c.original, o.outlet as original_outlet, c.credit, c.held
            from told t join catalogue r using (article)
            left join copies c on c.article_id = r.article_id
            left join catalogue o on o.article_id = c.original
            where t.story = ? order by r.published, r.article_id""",
            [story],
        )

    def original_of(self: Queried, article_id: str) -> pd.DataFrame:
        """The article that one is a copy of: original, outlet; no row where it is none."""
        return self.query(
            """select c.original, o.outlet from copies c join catalogue o on o.article_id = c.original
            where c.article_id = ? and c.original <> c.article_id""",
            [article_id],
        )

    def story_of(self: Queried, article_id: str) -> str:
        """The story of an article; empty where it has not been grouped yet."""
        found = self.query("select story from told where article = hash(?)", [article_id])["story"]
        return str(found.iloc[0]) if len(found) else ""

    def tellers(self: Queried, story: str) -> int:
        """How many outlets tell a story."""
        found = self.query(
            """select count(distinct r.outlet) as n from told t join catalogue r using (article)
            where t.story = ?""",
            [story],
        )
        return int(found["n"].iloc[0])

    def spoken_in_story(self: Queried, story: str) -> pd.DataFrame:
        """Who speaks in a story, in reading order: article_id, number, batch, outlet, copy, speaker, label,
        role, alignment, kind, words."""
        return self.query(
            """select t.article_id, t.number, t.batch, t.outlet, c.article is not null as copy, t.speaker,
                t.label, t.role, t.alignment, t.kind, t.words
            from counted_attributions t join told s using (article)
            left join copied c on c.article = t.article
            where s.story = ? order by t.outlet, t.article_id, t.number""",
            [story],
        )

    def tones_in_story(self: Queried, story: str, *, top: int = 6) -> pd.DataFrame:
        """How each outlet, in its own voice, speaks of those named most in a story: target, label, outlet,
        negative, neutral, positive, uncertain."""
        counts = ", ".join(
            f"count(*) filter (t.certain and t.tone = '{tone}') as {tone}"
            for tone in ("negative", "neutral", "positive")
        )
        return self.query(
            f"""with inside as (
                select t.* from counted_tones t join told s using (article)
                where s.story = ? and t.part = 'body' and t.voice = 'narration'
            ), most as (
                select target, mode(target_label) as label, count(*) as n from inside group by 1
                order by n desc, 1 limit ?
            )
            select m.target, m.label, t.outlet, {counts}, count(*) filter (not t.certain) as uncertain
            from inside t join most m using (target) group by m.target, m.label, m.n, t.outlet
            order by m.n desc, m.target, t.outlet""",
            [story, top],
        )

    def words_in_story(self: Queried, story: str) -> pd.DataFrame:
        """Wordings in each outlet's own voice that count as sure: outlet, kind, n."""
        return self.query(
            """select r.outlet, w.kind, count(w.kind) as n
            from told s join catalogue r using (article)
            left join counted_wordings w on w.article = r.article and w.voice = 'narration' and w.sure
            where s.story = ? group by 1, 2 order by 1, 2""",
            [story],
        )

    def frames_in_story(self: Queried, story: str, *, codebook: str) -> pd.DataFrame:
        """The frames that each outlet's articles carry: outlet, frame, score (the highest), present."""
        return self.query(
            """select r.outlet, f.frame, max(f.score) as score, bool_or(f.present) as present
            from told s join catalogue r using (article)
            join counted_frames f on f.article_id = r.article_id and f.codebook = ?
            where s.story = ? group by 1, 2 order by 1, 2""",
            [codebook, story],
        )

    def names_in_story(self: Queried, story: str) -> pd.DataFrame:
        """Whom each outlet names, most often first: target, label, kind, outlet, n; without targets of one's
        own, which are named by other words too."""
        return self.query(
            """select t.target, mode(t.target_label) as label, mode(t.target_kind) as kind, t.outlet,
                count(*) as n
            from counted_tones t join told s using (article)
            where s.story = ? and t.target_kind <> 'own'
            group by t.target, t.outlet order by n desc, 1""",
            [story],
        )

    def articles_around(
        self: Queried, stories: Sequence[str], outlets: Sequence[str], *, days: int
    ) -> pd.DataFrame:
        """The read articles of some stories, and those of some outlets at most some days from one of them,
        whatever they tell and whatever a filter hides: article_id, story."""
        return self.query(
            f"""with members as (
                select t.article, t.story, {_DAY} as day from told t join catalogue r using (article)
                where t.story in (select unnest(?::varchar[]))
            ), around as (
                select distinct day + unnest(range(-$days, $days + 1))::integer as day from members
            )
            select r.article_id, t.story from told t join catalogue r using (article)
            where r.state = 'read' and (r.article in (select article from members) or (
                r.outlet in (select unnest(?::varchar[])) and {_DAY} in (select day from around)
            )) order by r.article_id""".replace("$days", str(int(days))),
            [list(stories), list(outlets)],
        )

    def names_in(self: Queried, article_ids: Sequence[str]) -> pd.DataFrame:
        """The people, bodies and places that some articles name: article_id, text, articles (of the corpus
        with that name)."""
        kinds = ", ".join(f"'{kind}'" for kind in NAMED)
        return self.query(
            f"""with found as (
                select distinct article_id, text from names
                where label in ({kinds}) and article_id in (select unnest(?::varchar[]))
            )
            select f.article_id, f.text, n.articles from found f join (
                select text, count(distinct article_id) as articles from names
                where text in (select text from found) group by 1
            ) n using (text)""",
            [list(article_ids)],
        )

    def coverage(self: Queried, where: Filter = ALL, *, least: int = 2) -> pd.DataFrame:
        """Which outlets tell which stories that `least` outlets tell: story, outlet, articles, copies, first.

        `first`: it tells the story before all others, compared in UTC (a time without a zone is taken for
        UTC).  A date without a time may be any instant of its day and no date any instant at all, so within
        that day nobody is first.
        """
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""with inside as (
                select t.story, r.outlet, c.article is not null as copy,
                    coalesce({_INSTANT}, '-infinity') as earliest,
                    coalesce({_INSTANT} + {_OPEN}, 'infinity') as latest
                from told t join catalogue r using (article) left join copied c on c.article = r.article
                where {condition}
            ), tellings as (
                select story, outlet, count(*) as articles, count(*) filter (copy) as copies,
                    min(earliest) as earliest, min(latest) as latest
                from inside where story in (
                    select story from inside group by 1 having count(distinct outlet) >= ?
                ) group by 1, 2
            )
            select story, outlet, articles, copies,
                coalesce(latest < min(earliest) over (
                    partition by story rows between unbounded preceding and unbounded following
                    exclude current row
                ), true) as first
            from tellings order by 1, 2""",
            [*parameters, least],
        )


_DAY = "try_cast(left(r.published, 10) as date)"
# `published` as an instant, in UTC where it names no zone; and how long after it the article may be out.
_INSTANT = """try_cast(if(length(r.published) > 10 and not regexp_matches(r.published[11:], '[Zz+-]'),
    r.published || 'Z', r.published || if(length(r.published) > 10, '', 'T00:00Z')) as timestamptz)"""
_OPEN = "if(length(r.published) > 10, interval 0 second, interval 1 day - interval 1 microsecond)"
_STORIES = """
    select t.story, coalesce(any_value(l.label), arg_min(r.title, r.published)) as label,
        count(distinct r.outlet) as outlets, count(*) as articles,
        count(*) filter (c.article is not null) as copies,
        min(nullif(left(r.published, 10), '')) as first_day,
        max(nullif(left(r.published, 10), '')) as last_day
    from told t join catalogue r using (article) left join story_labels l on l.story = t.story
    left join copied c on c.article = t.article
    where {condition}
    group by t.story
    having count(distinct r.outlet) >= ? and (? = '' or bool_or(contains(lower(r.title), lower(?))))
    order by outlets desc, articles desc, first_day desc, t.story"""
_APART = """
    select story, max(above / below) - min(above / below) as apart from {} where below >= ?
    group by 1 having count(*) > 1"""
