"""Which of the events that several tell each outlet tells, tells first, or leaves out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import counted
from bias.corpus import Corpus, Filter, omissions
from bias.model import Article

LEAST_TELLERS = 3  # outlets that tell what another is asked about
MOST_SEARCHED = 20_000  # articles of all outlets that are compared at once
MOST_LEFT_OUT = 300  # events of one outlet that are searched for
BACKGROUND = 1_000  # articles that say how common a word is, where fewer are compared
MOST_NAMES = 6
SAYS = {
    "tells": "tells it, grouped apart",
    "perhaps": "perhaps tells it",
    "nothing": "nothing found",
    "unknown": "cannot be said",
}
ANSWERS = tuple(SAYS)


def story_coverage(corpus: Corpus, where: Filter, *, least: int = 2) -> pd.DataFrame:
    """A row an outlet: of the stories that several tell, how many it tells, tells first, and only copies.

    outlet, label, told, share, first, copied, of: all such stories; and of the others, how often the search
    answers `tells`, `perhaps`, `nothing` and `unknown` (`omissions.search`; missing where more than
    MOST_SEARCHED articles would be compared).
    """
    found = corpus.coverage(where, least=least)
    stories = found["story"].nunique()
    outlets = corpus.outlets(where) if stories else []
    answers = _searched(corpus, _asked(found, outlets), most=MOST_SEARCHED)
    rows = []
    for outlet in outlets:
        part = found[found["outlet"] == outlet]
        mine = answers.loc[answers["outlet"] == outlet, "answer"]
        searched = len(mine) == stories - len(part)
        rows.append(
            {
                "outlet": outlet,
                "label": outlet_label(outlet),
                "told": len(part),
                "share": len(part) / stories if stories else math.nan,
                "first": int(part["first"].sum()),
                "copied": int((part["copies"] == part["articles"]).sum()),
                "of": stories,
            }
            | {answer: int((mine == answer).sum()) if searched else pd.NA for answer in ANSWERS}
        )
    columns = ["outlet", "label", "told", "share", "first", "copied", "of", *ANSWERS]
    return pd.DataFrame(rows, columns=columns).sort_values("told", ascending=False, ignore_index=True)


def coverage_table(found: pd.DataFrame) -> pd.DataFrame:
    """The same as a reader's table; without the answers of the search where there are none."""
    names = {"label": "Outlet", "told": "Events told", "of": "of", "share": "Share", "first": "Told first"}
    names |= {"copied": "Only as a copy", "tells": "Told apart", "perhaps": "Perhaps told"}
    names |= {"nothing": "Nothing found", "unknown": "No article of these days"}
    shown = found[list(names)].rename(columns=names)
    return shown.assign(Share=[f"{share:.0%}" for share in found["share"]])


def left_out(
    corpus: Corpus, where: Filter, *, outlets: Sequence[str], least: int = LEAST_TELLERS
) -> pd.DataFrame:
    """The stories of `least` outlets or more that the grouping does not give some outlets, with what a search
    says: a row an outlet and story, those of most outlets first.

    The columns of `omissions.search`; label, outlets and first_day of the story; `says`, the answer in words;
    and of the article that comes nearest title, published and `names`, those that both name.  The search
    looks at all articles of an outlet, also those that the filters hide.  Of more than MOST_LEFT_OUT stories
    those of most outlets are searched for.
    """
    found = corpus.stories(where, least=least)
    asked = _asked(corpus.coverage(where, least=least), outlets)
    known = set(found["story"].head(MOST_LEFT_OUT))
    answers = _searched(corpus, [one for one in asked if one[0] in known])
    rows = found[["story", "label", "outlets", "first_day"]].merge(
        answers.rename(columns={"outlet": "lacks"}), on="story"
    )
    return _in_words(corpus, rows)


def left_out_of(corpus: Corpus, story: str, *, outlet: str) -> dict[str, Any]:
    """What a search says of one story and an outlet to which the grouping does not give it: a row of
    `left_out`, without label, outlets and first_day."""
    return records(_in_words(corpus, _searched(corpus, [(story, outlet)])))[0]


def _in_words(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Answers of the search with what they say, and what is to know of the article that comes nearest."""
    articles = corpus.texts_by_id([one for one in rows["article_id"] if one])
    nearest = [articles.get(one) for one in rows["article_id"]]
    return rows.assign(
        says=[_says(row) for row in records(rows)],
        title=[one.title if one else "" for one in nearest],
        published=[one.published[:10] if one else "" for one in nearest],
        names=_named_by_both(corpus, rows),
    )


def left_out_said(found: pd.DataFrame, name: str) -> str:
    """How many events an outlet may have left out, and how sure that is: takes `left_out` of it."""
    if found.empty:
        return f"No event that {LEAST_TELLERS} other outlets tell is missing in {name}."
    counts = found["answer"].map(SAYS).value_counts()
    searched = ", ".join(f"{n:,} {answer}" for answer, n in counts.items())
    return (
        f"{counted(len(found), 'event')} of {LEAST_TELLERS} outlets or more without an article of {name} by "
        f"the grouping.  What a search of its articles of these days says: {searched}."
    )


def surest_left_out(found: pd.DataFrame) -> pd.DataFrame:
    """Those events first of which nothing was found, then those that most outlets tell."""
    order = {"nothing": 0, "perhaps": 1, "tells": 2, "unknown": 3}
    found = found.assign(order=found["answer"].map(order))
    return found.sort_values(["order", "outlets"], ascending=[True, False], kind="stable")


def _asked(told: pd.DataFrame, outlets: Sequence[str]) -> list[tuple[str, str]]:
    """The stories that the grouping does not give to each of some outlets."""
    by = told.groupby("story", sort=False)["outlet"].agg(set)
    return [(str(story), outlet) for outlet in outlets for story, tell in by.items() if outlet not in tell]


def _searched(corpus: Corpus, asked: Sequence[tuple[str, str]], *, most: int | None = None) -> pd.DataFrame:
    """The answers of the search; none where more than `most` articles would be compared."""
    stories, outlets = (list(dict.fromkeys(part)) for part in zip(*asked, strict=True)) if asked else ([], [])
    around = corpus.articles_around(stories, outlets, days=omissions.DAYS)
    if most is not None and len(around) > most:
        return pd.DataFrame(columns=omissions.COLUMNS)
    articles = list(corpus.texts_by_id(list(around["article_id"])).values())
    told = dict(zip(around["article_id"], around["story"], strict=True))
    return omissions.search(articles, told, asked, background=background(corpus, len(articles)))


def background(corpus: Corpus, compared: int) -> list[Article]:
    """Articles from all over the corpus, where few are compared."""
    if compared >= BACKGROUND:
        return []
    ids = sorted(corpus.article_ids())
    return list(corpus.texts_by_id(ids[:: max(1, len(ids) // BACKGROUND)]).values())


def _says(row: dict[str, Any]) -> str:
    """An answer in words, with how many articles it is about."""
    if row["answer"] == "unknown":
        return f"{SAYS['unknown']}: no article of these days"
    if row["answer"] == "nothing":
        return f"{SAYS['nothing']} in {counted(int(str(row['searched'])), 'article')} of these days"
    return SAYS[row["answer"]]


def _named_by_both(corpus: Corpus, rows: pd.DataFrame) -> list[str]:
    """The names that an article which may tell an event shares with it, the rarest of the corpus first."""
    rows = rows.where(rows["answer"].isin(("tells", "perhaps")), "")
    members = {
        story: list(corpus.articles_of_story(story)["article_id"])
        for story in rows["story"].unique()
        if story
    }
    found = corpus.names_in([*rows["article_id"].unique(), *(one for ids in members.values() for one in ids)])
    order = dict.fromkeys(found.sort_values(["articles", "text"])["text"])
    by_article = {str(key): set(part) for key, part in found.groupby("article_id")["text"]}

    def shared(row: dict[str, Any]) -> list[str]:
        if not row["story"]:
            return []
        own = by_article.get(row["article_id"], set())
        event = set().union(*(by_article.get(one, set()) for one in members[row["story"]]))
        return [name for name in order if name in own & event][:MOST_NAMES]

    return [", ".join(shared(row)) for row in records(rows)]
