"""What the Same story page asks: which articles tell one event, and which of them are copies."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from bias.corpus.store.conditions import ALL, ELSEWHERE, KEYS, UNTOLD, Filter, Queried, condition_of

NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW")  # labels of names that two articles may share


class StoryQuestions:
    """Questions about stories; need nothing but `query`."""

    def stories(self: Queried, where: Filter = ALL, *, least: int = 1, words: str = "") -> pd.DataFrame:
        """A row a story of `least` outlets or more, most outlets first: story, label, outlets, articles,
        copies, first_day, last_day.  All `words` stand in one title of it: whole ones, beginnings with a *
        behind them, phrases in quotation marks."""
        condition, parameters = condition_of(where, "r")
        found = _patterns(words)
        titled = " and ".join(["regexp_matches(lower(r.title), ?)"] * len(found)) or "true"
        return self.query(_STORIES.format(condition=condition, titled=titled), [*parameters, least, *found])

    def story(self: Queried, story: str) -> pd.DataFrame:
        """The row of one story, also where one outlet alone tells it; empty where there is none."""
        return self.query(_STORIES.format(condition="t.story = ?", titled="true"), [story, 1])

    def story_sides(
        self: Queried, where: Filter = ALL, *, stories: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """On which side those stand whom each outlet cites in each story that several tell, or in some
        stories: story, polity, outlet, alignment, n, squares.

        Sides are those toward the government of one country, `polity`: the one that is heard most in the
        story, empty where no text of it names any; others are `elsewhere` or `untold`, as `statements` has
        them.  `squares` adds up the squares of the statements of each source, and 1 for a statement without
        one: it says how few sources the statements come from.
        """
        condition, parameters = condition_of(where, "t")
        told, asked = ("shared", []) if stories is None else ("told", [list(stories)])
        within = "" if stories is None else "and s.story in (select unnest(?::varchar[]))"
        return self.query(_SIDES.format(told=told, condition=f"{condition} {within}"), [*parameters, *asked])

    def story_tellings(self: Queried, where: Filter, stories: Sequence[str]) -> pd.DataFrame:
        """The articles of some stories, by outlet, those that are no copy first: story, outlet, article_id,
        title, published, copy."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select t.story, r.outlet, r.article_id, r.title, r.published, c.article is not null as copy
            from told t join catalogue r using (article) left join copied c on c.article = r.article
            where {condition} and t.story in (select unnest(?::varchar[]))
            order by t.story, r.outlet, copy, r.published, r.article_id""",
            [*parameters, list(stories)],
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


def _patterns(words: str) -> list[str]:
    """What is searched for in a title, each as a regular expression for whole words."""
    found = [phrase or word for phrase, word in _SEARCHED.findall(words.lower())]
    parts = [(_LETTERS.findall(one), one.endswith("*")) for one in found]
    edge = r"(^|[^\pL\pN])"
    return [
        edge + r"[^\pL\pN]+".join(part) + ("" if begins else edge.replace("^", "$", 1))
        for part, begins in parts
        if part
    ]


_SEARCHED = re.compile(r'"([^"]+)"|(\S+)')
_LETTERS = re.compile(r"[^\W_]+")
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
    having count(distinct r.outlet) >= ? and bool_or({titled})
    order by outlets desc, articles desc, first_day desc, t.story"""
_SIDES = f"""
    with said as (
        select s.story, t.outlet, t.polity, t.alignment, t.alignment in ('incumbent', 'opposition') as sided,
            {KEYS["source"]} as source
        from counted_attributions t join {{told}} s using (article) where {{condition}}
    ), heard as (
        select story, arg_max(polity, (n, polity)) as polity from (
            select story, polity, count(*) as n from said where sided and polity <> '' group by 1, 2
        ) group by 1
    ), counted as (
        select s.story, coalesce(h.polity, '') as toward, s.outlet, s.source, count(*) as n,
            case when not sided or s.polity = toward then s.alignment
                when s.polity = '' then '{UNTOLD}' else '{ELSEWHERE}' end as side
        from said s left join heard h using (story) group by all
    )
    select story, toward as polity, outlet, side as alignment, sum(n)::bigint as n,
        sum(if(source = '', n, n * n))::bigint as squares
    from counted group by all order by all"""
