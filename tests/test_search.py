"""Search: whole words, phrases, OR, −not and prefix*, by an index that follows the articles."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article, fill

from bias.corpus import Corpus, Filter
from bias.corpus.imports import remove
from bias.errors import BadInputError

TEXTS = (
    ("Report on the port", "The port of Varn was closed."),  # 0
    ("Nurses strike", "Every hospital lost nurses, a nurse said."),  # 1
    ("Hospital", "Doctors left; no one else did."),  # 2
    ("Café in Łódź", "Straße and CAFÉ; covid-19, Kestria’s rule."),  # 3
    ("首相が会見", "首相は新しい法案を発表した。"),  # 4
    ("Портовый город", "Порт закрыт."),  # 5
    ("Imported", "Transport was reported."),  # 6
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("search") / "news", create=True)
    fill(corpus, [replace(article(n, text=text), title=title) for n, (title, text) in enumerate(TEXTS)])
    return corpus


def found(corpus: Corpus, words: str) -> set[int]:
    return {int(one, 16) for one in corpus.articles(Filter(words=words))["article_id"]}


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("port", {0}),  # neither report nor transport
        ("PORT", {0}),
        ("port*", {0}),
        ("report*", {0, 6}),
        ("hospital nurses", {1}),  # both, in any place and order
        ("nurses hospital", {1}),
        ('"hospital nurses"', set()),
        ('"lost nurses"', {1}),
        ('"hospital lost nur*"', {1}),  # the last word of a phrase may be a beginning
        ("“lost nurses”", {1}),
        ("doctors OR nurses", {1, 2}),
        ("hospital doctors OR nurses", {1, 2}),  # OR binds closer than a blank
        ("(hospital doctors) OR port", {0, 2}),
        ("doctors | port", {0, 2}),
        ("hospital -nurses", {2}),
        ("hospital −nurses", {2}),
        ("hospital NOT nurses", {2}),
        ("hospital AND nurses", {1}),
        ('hospital -"lost nurses"', {2}),
        ("hospital -(nurses OR port)", {2}),
        ("-hospital", {0, 3, 4, 5, 6}),
        ("cafe", {3}),
        ("CAFÉ", {3}),
        ("covid-19", {3}),  # a hyphen inside a word takes nothing away
        ("Kestria's", {3}),
        ("首相", {4}),
        ("法案", {4}),
        ("порт", {5}),
        ("ПОРТ*", {5}),
        ("портовый", {5}),
        # what is being typed
        ('"hospital lost', {1}),
        ("nurses OR", {1}),
        ("nurses -", {1}),
        ("(nurses OR doctors", {1, 2}),
        ("nurses)", {1}),
        ("OR nurses", {1}),
        ("nurses & hospital", {1}),
    ],
)
def test_what_is_found(news: Corpus, words: str, articles: set[int]) -> None:
    assert found(news, words) == articles


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('"', "no word in it"),
        ("- &", "no word in it"),
        ("*port", r"\* stands at the end"),
        ("po*rt", r"\* stands at the end"),
        ("port OR -nurses", "cannot stand beside"),
        ("port (-nurses)", "in parentheses"),
    ],
)
def test_what_cannot_be_searched_for_is_told(words: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        Filter(words=words)


def test_nothing_that_is_typed_is_an_error_of_the_index(news: Corpus) -> None:
    """Signs that FTS5 knows mean nothing here."""
    for words in (
        "title:port",
        "port^",
        "port + closed",
        "NEAR(port closed)",
        "port;",
        "{port}",
        "port'",
        "\x00port",
    ):
        found(news, words)


def test_the_index_follows_the_articles(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "c", create=True)
    fill(corpus, [article(n, text="A ferry sank.") for n in range(4)])
    assert found(corpus, "ferry") == {0, 1, 2, 3}
    remove(corpus, [f"{1:016x}"])
    assert found(corpus, "ferry") == {0, 2, 3}
    fill(corpus, [article(9, text="The ferry was raised.")])
    assert found(corpus, "ferry") == {0, 2, 3, 9}
    assert found(Corpus(corpus.path), "ferry -raised") == {0, 2, 3}


def test_an_index_that_is_gone_or_broken_is_made_anew(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "c", create=True)
    fill(corpus, [article(n, text="A ferry sank.") for n in range(3)])
    assert found(corpus, "ferry") == {0, 1, 2}
    index = corpus.path / "search.sqlite"
    for end in ("-wal", "-shm"):
        index.with_name(index.name + end).unlink(missing_ok=True)
    index.write_bytes(b"no database" * 1000)
    assert found(Corpus(corpus.path), "ferry") == {0, 1, 2}
    index.unlink()
    assert found(Corpus(corpus.path), "ferry") == {0, 1, 2}


def test_two_readers_search_while_a_third_writes(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "c", create=True)
    fill(corpus, [article(n, text="A ferry sank.") for n in range(3)])
    assert found(corpus, "ferry") == {0, 1, 2}
    con = sqlite3.connect(corpus.path / "search.sqlite", isolation_level=None)
    con.execute("begin immediate")
    con.execute("insert into texts (rowid, title, text) values (900, 'ferry', 'ferry')")
    assert found(Corpus(corpus.path), "ferry") == {0, 1, 2}
    con.execute("rollback")
    con.close()
