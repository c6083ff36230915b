"""Stories: our own events, what was grouped stays grouped, and what people decided."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, SHARED

from bias.corpus.events import clustering
from bias.corpus.pipeline.relate import group_stories
from bias.corpus.store import Corpus
from bias.evaluate import stories as evaluate_stories
from bias.ingest import read_paths
from bias.model import Article

ARTICLES = ROOT / "data" / "demo" / "articles"


def demo() -> tuple[list[Article], list[str]]:
    """The demo's articles, and the event of each."""
    found, events = [], []
    for event in sorted(ARTICLES.iterdir()):
        for article in read_paths([event]):
            assert isinstance(article, Article)
            found.append(article)
            events.append(event.name)
    return found, events


def scored(articles: list[Article], events: list[str], told: pd.Series) -> float:
    rows = [{"story_id": event} for event in events]
    return float(evaluate_stories.scores(rows, [told[one.id] for one in articles])["b3"]["f"])


def test_the_events_of_the_demo() -> None:
    articles, events = demo()
    assert scored(articles, events, clustering.assign(articles)) > 0.95


def test_order_and_outlet_do_not_count() -> None:
    articles, _ = demo()
    told = clustering.assign(articles)
    moved = [replace(one, outlet="One outlet") for one in reversed(articles)]
    again = clustering.assign(moved)
    assert again.sort_index().equals(told.sort_index())


def test_a_new_batch_joins_without_renumbering() -> None:
    articles, events = demo()
    first, second = articles[::2], articles[1::2]
    told = clustering.assign(first)
    both = clustering.assign([*first, *second], dict(told))
    assert (both[told.index] == told).all()
    assert scored(articles, events, both) > 0.93


def test_blocks_give_nearly_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    articles, events = demo()
    monkeypatch.setattr(clustering, "BLOCK", 7)
    assert scored(articles, events, clustering.assign(articles)) > 0.95


def test_far_apart_in_time_is_another_story() -> None:
    articles, _ = demo()
    later = [replace(one, id=f"{one.id}-later", published="2027-01-01") for one in articles[:1]]
    told = clustering.assign([*articles, *later])
    assert told[later[0].id] == later[0].id


def test_without_a_date_an_article_stands_alone() -> None:
    articles, _ = demo()
    bare = [replace(one, id=f"{one.id}-bare", published="") for one in articles[:2]]
    told = clustering.assign([*articles, *bare])
    assert list(told[[one.id for one in bare]]) == [one.id for one in bare]


@pytest.mark.parametrize("articles", [[], [Article("a", "", "", "")], [Article("a", "", "Of the", "and")]])
def test_little_to_group(articles: list[Article]) -> None:
    assert list(clustering.assign(articles)) == [one.id for one in articles]


def test_average_linkage_by_hand() -> None:
    """Means over all pairs: 0 and 1 join; 2 is near to 1 alone, and the mean of .2 and .02 is below."""
    likeness = np.asarray([[1, 0.9, 0.02], [0.9, 1, 0.2], [0.02, 0.2, 1]], np.float32)
    assert clustering.linked(likeness, np.ones(3, np.int64), 0) == [[0, 1], [2]]
    assert clustering.linked(likeness, np.ones(3, np.int64), 2) == [[0], [1, 2]]  # the first two stay apart


def test_the_label_is_what_titles_share() -> None:
    titles = ["Why I left", "Flood hits Loravel harbour", "Harbour of Loravel under water after flood"]
    assert clustering.label(titles) != "Why I left"
    assert clustering.label(["", ""]) == ""


# -- in a corpus ---------------------------------------------------------------------------------------


@pytest.fixture
def grouped(demo: Corpus, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(demo.path, tmp_path / "grouped"))


def test_stories_of_a_corpus(grouped: Corpus) -> None:
    found = grouped.stories(least=2)
    assert len(found) == 12
    assert (found["outlets"] >= 5).all()
    assert found["copies"].sum() == 14
    assert len(grouped.articles_of_story(found["story"].iloc[0])) == found["articles"].iloc[0]


def test_grouping_again_changes_nothing(grouped: Corpus) -> None:
    before = grouped.table("stories"), grouped.table("copies")
    with grouped.writing():
        group_stories(grouped)
    for old, new in zip(before, (grouped.table("stories"), grouped.table("copies")), strict=True):
        pd.testing.assert_frame_equal(
            old.sort_values("article_id", ignore_index=True), new.sort_values("article_id", ignore_index=True)
        )


def test_an_article_can_be_moved_and_taken_back(grouped: Corpus) -> None:
    one, other = grouped.stories(least=2)["story"].head(2)
    article = grouped.articles_of_story(one)["article_id"].iloc[-1]
    grouped.story_codes.move(article, other)
    assert grouped.story_of(article) == other
    assert len(grouped.articles_of_story(other)) == 7
    grouped.story_codes.take_back(article)
    assert grouped.story_of(article) == one


@pytest.mark.parametrize(("name", "least"), [("allsides_dev", 0.92), ("basil_dev", 0.97)])
def test_stories_of_real_news(name: str, least: float) -> None:
    path = SHARED / "data" / "stories" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip("needs ../shared/data")
    rows = evaluate_stories.read_gold(path)
    assert evaluate_stories.scores(rows, evaluate_stories.find(rows))["b3"]["f"] >= least


def test_few_new_articles_amid_very_many_are_grouped_some_days_at_a_time() -> None:
    """A thousand new ones of two years once took all stories into one matrix: 6 GB for 21,000 articles."""
    days = np.repeat(np.arange(100), 2)
    grouped = np.repeat(np.arange(100), 1_000)
    blocks = list(clustering._blocks(range(len(days)), days, grouped))
    assert [at for block in blocks for at in block] == list(range(len(days)))
    assert all(days[block[-1]] - days[block[0]] < 5 for block in blocks)
    assert len(list(clustering._blocks(range(len(days)), days, grouped[:0]))) == 1
