"""The Tone page, and tone on the Article page, in each state."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus
from test_pages import opened, words

from bias import compare
from bias.compare.measures import TONES
from bias.corpus import Filter
from bias.corpus.store import Corpus


@pytest.mark.parametrize("measure", TONES, ids=lambda measure: measure.key)
def test_every_measure_opens_from_a_link(measure, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    app = opened(demo.path, monkeypatch, "tone", tone=measure.label)
    assert " ".join(measure.reading.split()) in words(app)
    assert " ".join(measure.caveat.split()) in words(app)


@pytest.mark.parametrize("view", ["Whom", "How far apart"])
def test_stances_have_their_views(view: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "tone", view=view)
    assert not app.exception
    assert "Stance" in words(app)


@pytest.mark.parametrize("view", ["Whom", "Over time", "By quoted role", "How far apart"])
def test_every_view_opens_from_a_link(view: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"tone": "Own voice and quoted", "target": "everybody", "view": view, "corrected": "true"}
    app = opened(demo.path, monkeypatch, "tone", **link)
    assert not app.exception
    assert app.dataframe, view


def test_a_mark_opens_its_sentences(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"tone": "Own voice and quoted", "behind": "Free Loravel, in words it quotes"}
    app = opened(demo.path, monkeypatch, "tone", target="everybody", **link)
    said = words(app)
    assert "Free Loravel, in words it quotes" in said.replace("\\", "")
    assert "in words of" in said
    assert "spoken of negatively" in said


def test_another_target_is_chosen(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "tone")
    first = compare.target_list(demo, Filter())["target"].iloc[0]
    assert app.selectbox(key="target").value == first, "it opens where outlets differ most"
    app.selectbox(key="target").select("side incumbent Kestria").run()
    assert not app.exception
    assert "the government of Kestria" in words(app)


@pytest.mark.parametrize("older", ["side opposition", "The opposition"])
def test_a_link_of_an_older_version_opens(older: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "tone", target=older)
    assert app.selectbox(key="target").value == "side opposition Kestria"


def test_one_actor_against_another(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "tone", tone="One against another")
    first, second = app.selectbox(key="target").value, app.selectbox(key="against").value
    assert first != second
    app.selectbox(key="target").select(second).run()
    assert app.selectbox(key="against").value != second
    assert not app.exception


def test_without_articles_or_readings_the_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = opened(Corpus(tmp_path / "empty", create=True).path, monkeypatch, "tone")
    assert "no articles yet" in empty.info[0].value
    waiting = make_corpus(tmp_path / "waiting", articles=3, read=False)
    assert "not read yet" in opened(waiting.path, monkeypatch, "tone").info[0].value


def test_a_corpus_that_names_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = opened(make_corpus(tmp_path / "plain", articles=6).path, monkeypatch, "tone")
    assert "Too few to show" in app.info[0].value


def test_the_article_page_shows_tone(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    article = demo.articles()["article_id"].iloc[0]
    app = opened(demo.path, monkeypatch, "article", article=article, show="Tone")
    said = words(app)
    assert "weighs in the article's stance" in said
    assert 'class="bias-neutral"' in said
    assert "Who is spoken of" in said
    assert "Mention by mention" in said
    sources = words(opened(demo.path, monkeypatch, "article", article=article))
    assert 'class="bias-neutral"' not in sources
