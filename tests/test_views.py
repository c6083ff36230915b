"""Views are made when a question names them, answers are kept while the tables stay: no number changes."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from conftest import article, fill
from made import make_corpus

from bias.corpus.store import Corpus
from bias.corpus.store.views.answers import Answers, key_of
from bias.corpus.store.views.lazy import Views, _engine

NAMES = (
    "articles", "readings", "attributions", "tones", "wordings", "frames", "stories", "copies", "catalogue",
    "plain", "reported", "heard", "counted_attributions", "counted_tones", "counted_wordings",
    "counted_frames", "frame_evidence", "told", "shared", "copied", "own_interviews", "corrected_voices",
    "corrected_statements", "correction_places", "renamed", "every_tone", "moved", "splits", "recoded",
    "genre_decisions",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_corpus(tmp_path_factory.mktemp("views") / "stories", articles=12).path  # named as a view is
    Corpus(path).genre_codes.code("0" * 16, "opinion")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_every_view_can_be_the_first_that_is_asked_for(made: Path, name: str) -> None:
    assert Corpus(made).query(f"select count(*) as n from {name}")["n"].iloc[0] >= 0


def test_a_word_in_quotes_asks_for_no_view() -> None:
    views = Views({"one": lambda _: "select 'two' as name", "two": lambda _: pytest.fail("it was made")})
    assert views.frame("select name from one where name = 'two'")["name"].to_list() == ["two"]


def test_two_views_that_are_made_together_are_made_once() -> None:
    calls = []

    def both(views: Views) -> None:
        calls.append(1)
        views.cursor().execute("create table one (a int); create table two (a int)")

    views = Views({"one": both, "two": both})
    assert views.frame("select * from one, two").empty
    assert calls == [1]


def test_a_view_that_could_not_be_made_is_tried_again() -> None:
    texts = iter(["select * from nowhere", "select 1 as a"])
    views = Views({"one": lambda _: next(texts)})
    with pytest.raises(Exception, match="nowhere"):
        views.frame("select * from one")
    assert views.frame("select * from one")["a"].to_list() == [1]


def test_the_tables_of_a_moment_go_with_it(corpus: Corpus) -> None:
    def databases() -> set[str]:
        return {name for (name,) in _engine(os.getpid()).cursor().execute("show databases").fetchall()}

    names = []
    for number in range(3):
        fill(corpus, [article(number)])
        assert len(corpus.article_ids()) == number + 1
        names.append(corpus._now().views._name)
    assert databases() & set(names) == {names[-1]}


def test_what_a_caller_does_to_an_answer_changes_no_other(made: Path) -> None:
    corpus = Corpus(made)
    first = corpus.query("select outlet, words from catalogue order by article_id")
    kept = first.copy()
    first["outlet"] = "nobody"
    first.loc[0, "words"] = -1
    pd.testing.assert_frame_equal(
        corpus.query("select outlet, words from catalogue order by article_id"), kept
    )


def test_a_number_is_no_text_that_looks_like_it() -> None:
    assert key_of("select ?", [1]) != key_of("select ?", ["1"])


def test_answers_take_no_more_room_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bias.corpus.store.views.answers.MOST_BYTES", 30_000)
    answers, frame = Answers(), pd.DataFrame({"a": range(1_000)})
    for number in range(10):
        answers.put(key_of("select", [number]), frame)
    held = [number for number in range(10) if answers.get(key_of("select", [number])) is not None]
    assert held == [7, 8, 9]
