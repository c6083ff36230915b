"""What takes all articles of a corpus together: who is who, topics, events, what is one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from bias.corpus.events import clustering, reprints
from bias.corpus.events.clustering import Ints
from bias.corpus.pipeline import assign_topics, entity_linking, written
from bias.corpus.pipeline.own_frames import by_own_books, learned
from bias.corpus.pipeline.own_targets import judge_targets
from bias.corpus.pipeline.polities import country_names, with_polities
from bias.corpus.store import Corpus

STRETCH = 20_000  # new articles at a time: what is in memory does not grow with the corpus
MOST_NEAR = 3 * STRETCH  # articles of the days of a stretch
BACKGROUND = 5_000  # articles that say how common a word is, where a stretch is shorter


def relate(corpus: Corpus) -> None:
    """Put in place what takes all articles together, and the files that numbers are counted from.

    Hold `corpus.writing()`.  What a user wrote (people.csv, roles.yaml, topics.toml, targets.toml) is
    taken up here: a change of it needs no article to be read again.
    """
    for step in STEPS:
        step(corpus)


def link_people(corpus: Corpus) -> None:
    """Put in place who is who among speakers and targets."""
    people, added = written.people(corpus), corpus.codebook().added
    columns = ", ".join(entity_linking.READ)
    told = corpus.outlet_table().said_of(
        corpus.query("select distinct outlet from articles")["outlet"], "country"
    )
    outlets = corpus.query("select article_id, outlet from articles")
    countries = corpus.query(
        "select distinct article_id, name from targets where name in (select unnest(?::varchar[]))",
        [country_names()],
    )
    for table in ("speakers", "targets"):
        found = entity_linking.link(corpus.query_parts(f"select {columns} from {table}"), people, added)
        found = with_polities(found, outlets, countries, told)
        corpus.write_whole(stamp="", **{f"linked_{table}": found})
        del found  # millions of rows: one table at a time


def find_topics(corpus: Corpus) -> None:
    """Put in place what articles are about."""
    topics, terms = assign_topics.find(corpus)
    corpus.write_whole(topic_terms=terms)
    corpus.write_whole(stamp=assign_topics.stamp(corpus, terms), topics=topics)


def group_stories(corpus: Corpus) -> None:
    """Put in place which articles tell one event and which are copies.  Hold `corpus.writing()`."""
    corpus.upgrade()
    told, copies = group(corpus)
    # The stories come last: an article that has one is grouped, and its copies are not looked for again.
    corpus.write_whole(copies=copies, story_labels=_labels(corpus, told), stories=told)


def find_frames(corpus: Corpus) -> None:
    """Put in place the frames of one's own codebooks, and those learned from one's own codes."""
    corpus.write_whole(own_frames=by_own_books(corpus))
    results, rows = learned(corpus)  # of what is in place by now
    corpus.write_whole(learned=results, learned_frames=rows)


def count(corpus: Corpus) -> None:
    """Put in place the files that numbers are counted from."""
    corpus.write_flat()


STEPS = (link_people, find_topics, group_stories, find_frames, judge_targets, count)


# -- stories and copies: new articles join the stories that are there, some dates at a time ----------------


def group(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stories (article_id, story) and the copies (the columns of `reprints.COLUMNS`) of all articles.

    An article that was grouped before keeps its story.
    """
    ids, days = _by_day(corpus)
    grouped = corpus.query("select article_id, story from stories")
    story_of: dict[str, str] = dict(zip(grouped["article_id"], grouped["story"], strict=True))
    copies = corpus.query(f"select {', '.join(reprints.COLUMNS)} from copies")
    new = np.asarray([place for place, key in enumerate(ids) if key not in story_of], np.int64)
    spread = ids[np.linspace(0, len(ids) - 1, min(BACKGROUND, len(ids))).astype(int)] if len(new) else []
    common = corpus.texts_by_id(list(spread))  # they lie in all batches: once, and not for each stretch
    for stretch in _stretches(new, days):
        later = ids[new[new > stretch[-1]]]
        near = set(ids[_near(days, stretch, reprints.WINDOW)])
        at_hand = {*near, *_copied_with(copies, near)}
        now = at_hand - set(later)
        texts = common | corpus.texts_by_id(list(at_hand))
        articles = [texts[key] for key in ids if key in now]
        stories = clustering.assign(articles, story_of, background=list(texts.values()))
        story_of |= dict(zip(stories.index, stories, strict=True))
        others = copies[~copies["article_id"].isin(now)]
        given = corpus.texts_by_id(sorted(now), whole=True)  # credits are among what is left out
        copies = pd.concat([others, reprints.find(articles, given=given)])
    rows = [(key, story_of[key]) for key in ids]
    return pd.DataFrame(rows, columns=["article_id", "story"]), copies.reset_index(drop=True)


def _labels(corpus: Corpus, stories: pd.DataFrame) -> pd.DataFrame:
    """story, label: of each story of several articles the title that shares most with the others."""
    shared = stories[stories.duplicated("story", keep=False)]
    titles = corpus.query("select article_id, title from articles").set_index("article_id")["title"]
    rows = [
        (story, clustering.label([titles[key] for key in part["article_id"]]))
        for story, part in shared.groupby("story", sort=False)
    ]
    return pd.DataFrame(rows, columns=["story", "label"])


def _by_day(corpus: Corpus) -> tuple[np.ndarray, Ints]:
    """The ids of all articles and their days, the earliest first."""
    articles = corpus.query("select article_id, published from articles order by published, article_id")
    days = np.asarray([clustering.day_of(one) for one in articles["published"]], np.int64)
    order = np.argsort(days, kind="stable")
    return articles["article_id"].to_numpy()[order], days[order]


def _stretches(new: Ints, days: Ints) -> Iterator[Ints]:
    """The new articles, some days at a time: at most STRETCH, and not amid very many others of days between
    them, which would all be in memory."""
    start = 0
    for end in range(1, len(new)):
        low, high = days[new[start]] - reprints.WINDOW, days[new[end]] + reprints.WINDOW
        first, last = np.searchsorted(days, [low, high + 1])
        another_day = days[new[end]] > days[new[end - 1]]
        if end - start == STRETCH or (another_day and last - first > MOST_NEAR):
            yield new[start:end]
            start = end
    if len(new):
        yield new[start:]


def _near(days: Ints, places: Ints, window: int) -> Ints:
    """The places of all articles within some days of those at some places; `days` is sorted."""
    wanted = np.zeros(len(days), bool)
    for day in np.unique(days[places]):
        first, last = np.searchsorted(days, [day - window, day + window + 1])
        wanted[first:last] = True
    return np.flatnonzero(wanted)


def _copied_with(copies: pd.DataFrame, ids: set[str]) -> Sequence[str]:
    """The articles of the groups of copies that some articles belong to."""
    originals = set(copies.loc[copies["article_id"].isin(ids), "original"])
    return list(copies.loc[copies["original"].isin(originals), "article_id"])
