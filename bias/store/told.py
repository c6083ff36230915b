"""What the Same story page asks: which articles tell one event, and which of them are copies."""

from __future__ import annotations

import pandas as pd

from bias.store.conditions import ALL, Filter, Queried, condition_of


class StoryQuestions:
    """Questions about stories; need nothing but `query`."""

    def stories(self: Queried, where: Filter = ALL, *, least: int = 1, words: str = "") -> pd.DataFrame:
        """A row a story of `least` outlets or more, most outlets first: story, label, outlets, articles,
        copies, first_day, last_day.  `words` stand in its label or in a title of it."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select t.story, coalesce(any_value(l.label), arg_min(r.title, r.published)) as label,
                count(distinct r.outlet) as outlets, count(*) as articles,
                count(*) filter (c.article is not null) as copies,
                min(nullif(left(r.published, 10), '')) as first_day,
                max(nullif(left(r.published, 10), '')) as last_day
            from told t join catalogue r using (article) left join story_labels l on l.story = t.story
            left join copied c on c.article = t.article
            where {condition}
            group by t.story
            having count(distinct r.outlet) >= ?
                and (? = '' or bool_or(contains(lower(r.title), lower(?))))
            order by outlets desc, articles desc, first_day desc, t.story""",
            [*parameters, least, words, words],
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

    def story_of(self: Queried, article_id: str) -> str:
        """The story of an article; empty where it has not been grouped yet."""
        found = self.query("select story from told where article = hash(?)", [article_id])["story"]
        return str(found.iloc[0]) if len(found) else ""
