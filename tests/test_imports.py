"""Imports as the command does them: what is told, what is written, what can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import FERRY, MEALS
from typer.testing import CliRunner

from bias.cli import app
from bias.corpus import Corpus, analyse, version

ROWS = (
    "outlet,title,date,text\n"
    f'Varn Herald,{FERRY[0]},03/04/2019,"{" ".join(FERRY[1])}"\n'
    f'The Island Post,{MEALS[0]},05/04/2019,"{" ".join(MEALS[1])}"\n'
)


def bias(*arguments: object) -> str:
    return CliRunner().invoke(app, [str(one) for one in arguments]).output


def code(*arguments: object) -> int:
    return CliRunner().invoke(app, [str(one) for one in arguments]).exit_code


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path, table: Path) -> Path:
    bias("import", tmp_path / "c", table)
    return tmp_path / "c"


def articles(corpus: Path) -> list[tuple[str, str]]:
    rows = Corpus(corpus).query("select outlet, published from articles order by outlet")
    return list(rows.itertuples(index=False, name=None))


def test_a_dry_run_shows_the_mapping_and_writes_nothing(tmp_path: Path, table: Path) -> None:
    told = bias("import", tmp_path / "c", table, "--dry-run")
    assert "2 articles, 0 rejected.  Nothing is written." in told
    assert "column title" in told
    assert "ambiguous, day or month first" in told
    assert not (tmp_path / "c").exists()


def test_dates_that_could_be_two_are_told_and_asked_for(tmp_path: Path, table: Path) -> None:
    told = bias("import", tmp_path / "c", table)
    assert "2 articles without a date: ambiguous, day or month first; say --dates dmy or mdy" in told
    assert articles(tmp_path / "c") == [("The Island Post", ""), ("Varn Herald", "")]
    bias("import", tmp_path / "d", table, "--dates", "dmy")
    assert articles(tmp_path / "d") == [("The Island Post", "2019-04-05"), ("Varn Herald", "2019-04-03")]
    assert code("import", tmp_path / "e", table, "--dates", "ddmm") == 1


def test_dates_can_be_ordered_after_the_import(corpus: Path) -> None:
    assert "2 articles changed" in bias("set", corpus, "published", "--dates", "mdy")
    assert articles(corpus) == [("The Island Post", "2019-05-04"), ("Varn Herald", "2019-03-04")]


def test_nothing_imported_ends_with_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,url\nT,https://a.example\n", encoding="utf-8")
    assert code("import", tmp_path / "c", tmp_path / "a.csv") == 1


def test_an_import_can_be_undone_and_done_again(corpus: Path, table: Path) -> None:
    assert "1  20" in bias("remove", corpus, "--list")
    assert "2 articles removed" in bias("remove", corpus, "--import", 1)
    assert articles(corpus) == []
    assert code("remove", corpus, "--import", 1) == 1
    assert "2 articles added" in bias("import", corpus, table)


def test_articles_and_outlets_are_removed_with_all_that_was_read(corpus: Path) -> None:
    analyse(Corpus(corpus), workers=1)
    before = Corpus(corpus).query("select distinct outlet from counted_attributions")["outlet"]
    assert sorted(before) == ["The Island Post", "Varn Herald"]
    assert "1 article removed" in bias("remove", corpus, "--outlet", "Varn Herald")
    store = Corpus(corpus)
    assert articles(corpus) == [("The Island Post", "")]
    for table in ("attributions", "readings", "speakers", "counted_attributions", "catalogue", "stories"):
        held = store.query(f"select * from {table}")
        assert "Varn Herald" not in set(held.get("outlet", [])), table
        assert len(held), table
    assert store.pending(version()) == []  # what is left need not be read again
    (left,) = store.article_ids()
    assert code("remove", corpus, "0" * 16) == 1
    assert "1 article removed" in bias("remove", corpus, left)
    assert store.query("select * from attributions").empty


def test_an_outlet_and_a_day_are_set_and_wait_to_be_read(corpus: Path) -> None:
    analyse(Corpus(corpus), workers=1)
    ids = Corpus(corpus).article_ids()
    assert "1 article changed" in bias("set", corpus, "outlet", "Varn Herald", "Herald")
    (herald,) = Corpus(corpus).query("select article_id from articles where outlet = 'Herald'")["article_id"]
    assert "1 article changed" in bias("set", corpus, "published", herald, "2019-03-04")
    assert articles(corpus) == [("Herald", "2019-03-04"), ("The Island Post", "")]
    store = Corpus(corpus)
    article = store.article(herald)
    assert article is not None
    assert article.methods["outlet"] == "set by hand"
    assert store.article_ids() == ids  # the same articles: they are known when they are imported again
    assert len(store.pending(version())) == 1
    assert code("set", corpus, "outlet", "Nobody", "x") == 1
    assert code("set", corpus, "published", herald, "4 March") == 1
    assert code("set", corpus, "title", "a", "b") == 1
