"""The Wording page, and wording on the Article page, in each state."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus
from test_pages import opened, words

from bias.compare.measures import WORDINGS
from bias.corpus.store import Corpus


@pytest.mark.parametrize("measure", WORDINGS, ids=lambda measure: measure.key)
def test_every_measure_opens_from_a_link(measure, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    app = opened(demo.path, monkeypatch, "wording", wording=measure.label)
    assert " ".join(measure.reading.split()) in words(app)
    assert " ".join(measure.caveat.split()) in words(app)


@pytest.mark.parametrize(
    "view", ["Outlets", "How far apart", "Which words", "What sets an outlet apart", "Headlines to read"]
)
def test_every_view_opens_from_a_link(view: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "wording", view=view)
    by = "Outlets" if view == "How far apart" else view  # what it is set against stands in Compare with
    assert app.selectbox(key="view").value == by
    assert app.dataframe, view


def test_a_mark_opens_its_places(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "wording", wording="Loaded words", behind="Free Loravel")
    said = words(app)
    assert "Free Loravel" in said
    assert "bias-word" in said
    assert "in the outlet" in said


def test_headlines_are_a_list_to_read_and_no_measure(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "adopted" not in {one.key for one in WORDINGS}
    app = opened(demo.path, monkeypatch, "wording", view="Headlines to read", behind="Free Loravel")
    assert "no measure" in app.info[0].value
    assert [*app.dataframe[0].value] == ["Outlet", "Headlines to read", "Articles with a headline"]
    assert "the claim of" in words(app)
    assert "95" not in words(app)  # neither rate nor interval


def test_a_keyword_shows_its_places(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "wording", view="What sets an outlet apart", phrases="false")
    term = app.selectbox(key="behind").options[0]
    app.selectbox(key="behind").select(term).run()
    assert not app.exception
    assert any("Keyword" in table.value for table in app.dataframe)


def test_the_article_page_shows_wording(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    article = demo.table("wordings")["article_id"].value_counts().index[0]
    app = opened(demo.path, monkeypatch, "article", article=article, show="Wording")
    assert "bias-word" in words(app)


def test_without_articles_or_readings_the_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = opened(Corpus(tmp_path / "empty", create=True).path, monkeypatch, "wording")
    assert "no articles yet" in empty.info[0].value
    waiting = make_corpus(tmp_path / "waiting", articles=3, read=False)
    assert "not read yet" in opened(waiting.path, monkeypatch, "wording").info[0].value
    bare = make_corpus(tmp_path / "bare", articles=6)  # read, without a single mark
    assert not opened(bare.path, monkeypatch, "wording").exception
