"""Topics that a corpus suggests: what they are, that they keep their names, and the page."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from test_pages import opened, words

from bias import compare
from bias.corpus.pipeline import assign_topics, relate
from bias.corpus.pipeline.assign_topics import find
from bias.corpus.store import Corpus, Filter
from bias.corpus.topics import factors
from bias.model import Article

THEMES = {
    "river": "river flood water dam embankment rain evacuated cellar",
    "money": "budget tax deficit minister deputies revenue spending vote",
    "sport": "match goal striker league stadium coach season keeper",
}


def articles(each: int, seed: int = 0) -> list[Article]:
    rng = random.Random(seed)
    out = []
    for theme, listed in THEMES.items():
        for n in range(each):
            chosen = [rng.choice(listed.split()) for _ in range(40)]
            text = " ".join([*chosen, *(f"filler{rng.randrange(10**9)}" for _ in range(40))])
            out.append(Article(f"{theme}-{seed}-{n}", "x", theme, text))
    return out


def test_themes_are_found_and_given_to_their_articles() -> None:
    """Of six topics for three themes each theme has one at least, and no topic mixes two."""
    made = articles(30)
    about = factors.assign(made, factors.learn(made))
    theme = about["article_id"].str.split("-").str[0]
    assert theme.groupby(about["topic"]).nunique().eq(1).all()
    assert theme.nunique() == len(THEMES)
    assert about["article_id"].nunique() >= 0.9 * len(made)


def test_an_article_of_other_words_has_none() -> None:
    topics = factors.learn(articles(30))
    other = Article("other", "x", "Cheese", "cheese rind cellar milk goat market farm butter " * 5)
    assert factors.assign([other], topics).empty


def test_names_are_kept_when_topics_are_learned_again() -> None:
    before = factors.learn(articles(30))
    again = factors.learn(articles(60, seed=1), before)
    assert len(set(before["topic"]) & set(again["topic"])) >= len(THEMES)


@pytest.mark.parametrize(
    "made", [[], articles(10), [replace(a, text="same words here") for a in articles(30)]]
)
def test_too_little_to_learn_from(made: list[Article]) -> None:
    assert list(factors.learn(made).columns) == factors.COLUMNS
    assert factors.assign(made, factors.learn(made)[:0]).empty


def test_a_corpus_keeps_its_topics(demo: Corpus) -> None:
    before = demo.table("topic_terms")
    about, terms = find(demo)
    pd.testing.assert_frame_equal(terms.reset_index(drop=True), before, check_dtype=False)
    assert set(about["origin"]) == {"own", "learned"}
    assert set(demo.topics(origin="learned")) == set(terms["topic"])


@pytest.mark.parametrize(
    ("learned", "now", "again"),
    [
        (60, 119, False),
        (60, 120, True),
        (70, 139, False),  # more than half of the sample, less than the sample
        (70, 140, True),
        (100, 199, False),  # the whole sample
        (100, 200, True),
        (250, 499, False),  # more than the sample
        (250, 500, True),
    ],
)
def test_topics_are_learned_again_once_the_corpus_has_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learned: int, now: int, again: bool
) -> None:
    monkeypatch.setattr(assign_topics, "SAMPLE", 100)
    made = articles(200)
    random.Random(0).shuffle(made)
    corpus = Corpus(tmp_path / "corpus", create=True)
    assert sum(new for _, new in corpus.add(made[:learned])) == learned
    put_in_place(corpus)
    assert set(corpus.table("topic_terms")["articles"]) == {learned}
    list(corpus.add(made[learned:now]))
    assert set(find(corpus)[1]["articles"]) == {now if again else learned}


def put_in_place(corpus: Corpus) -> None:
    topics, terms = find(corpus)
    corpus.write_whole(topics=topics, topic_terms=terms)


def test_a_users_own_topics_come_first(demo: Corpus, tmp_path: Path) -> None:
    corpus = Corpus(shutil.copytree(demo.path, tmp_path / "own"))
    (corpus.path / "topics.toml").write_text('[topics]\nZeal = ["parliament"]\n', encoding="utf-8")
    put_in_place(corpus)
    assert corpus.topics()[0] == "Zeal"
    assert corpus.topics(origin="own") == ["Zeal"]


def test_the_agenda_is_counted_by_hand(demo: Corpus) -> None:
    found = compare.topics(demo, Filter())
    about = demo.table("topics").merge(demo.table("articles")[["article_id", "outlet"]])
    for row in found.board.rows.to_dict("records"):
        own = about[(about["topic"] == row["label"]) & (about["outlet"] == row["outlet"])]
        assert row["n"] == own["article_id"].nunique()
        asked = dict(row["behind"])
        listed = compare.articles_about(demo, Filter(), topic=asked["topic"], outlets=[asked["outlet"]])
        assert len(listed) == row["n"]
    assert f"{72 - about['article_id'].nunique()} of 72 have none" in found.notes


@pytest.mark.parametrize("view", ["By outlet", "Over time"])
def test_views_open_from_a_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    app = opened(demo.path, monkeypatch, "topics", view=view)
    assert "What the topics are" in words(app) or app.expander
    assert "topic" in words(app)


def test_a_cell_opens_its_articles(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    row = compare.topics(demo, Filter()).board.rows.iloc[0]
    app = opened(demo.path, monkeypatch, "topics", behind=row["id"])
    assert f"**{row['n']} article" in words(app)


def test_articles_that_came_before_keep_their_topics_unread(
    demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large corpus only what is new is looked at, and that gives what looking at all gives."""
    copy = Corpus(shutil.copytree(demo.path, tmp_path / "demo"))

    def given() -> pd.DataFrame:
        return copy.table("topics").sort_values(["article_id", "topic", "origin"], ignore_index=True)

    with copy.writing():
        relate.find_topics(copy)
    looked: list[str] = []
    texts = copy.texts_as_read
    monkeypatch.setattr(copy, "texts_as_read", lambda batch: looked.append(batch) or texts(batch))
    before = given()
    with copy.writing():
        relate.find_topics(copy)
    assert not looked
    pd.testing.assert_frame_equal(given(), before)
    first = copy.files("articles")[0]
    kept = copy.articles_of(first.stem)[1:]
    ids = [article.id for article in kept]
    with copy.writing():  # an article is taken out: its batch is written anew
        copy.write("articles", first.stem, copy.rows_of("articles", first.stem, ids))
        relate.find_topics(copy)
    assert looked == [first.stem]
    gone = set(before["article_id"]) - set(copy.article_ids())
    assert len(gone) <= 1
    expected = before[~before["article_id"].isin(gone)].reset_index(drop=True)
    pd.testing.assert_frame_equal(given(), expected)
    (copy.path / "topics.toml").write_text('[topics]\n"Harbours" = ["harbour", "port"]\n', encoding="utf-8")
    looked.clear()
    with copy.writing():
        relate.find_topics(copy)
    assert len(looked) == len(copy.files("articles"))
