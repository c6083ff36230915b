from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article, fill

from bias.corpus import add_items
from bias.corpus.store import Corpus, Filter
from bias.corpus.store import folder as store
from bias.corpus.store.conditions import ALL
from bias.errors import BadInputError, BusyError
from bias.model import Article, Rejection


def reading(number: int, state: str = "read") -> dict[str, object]:
    return {
        "article_id": article(number).id,
        "state": state,
        "reason": "",
        "language": "en",
        "words": 40,
        "sentence_spans": [],
        "version": "v1",
    }


def attribution(number: int) -> dict[str, object]:
    return {
        "article_id": article(number).id,
        "number": 0,
        "outlet": "The Lantern",
        "source": "Voss",
        "cue": "said",
        "content": "yes",
        "kind": "direct",
        "words": 1,
        "quoted_words": 1,
    }


def test_importing_twice_changes_nothing(corpus: Corpus) -> None:
    items = [article(n) for n in range(5)]
    first, second = add_items(corpus, items), add_items(corpus, items)
    assert (first.added, first.known) == (5, 0)
    assert (second.added, second.known) == (0, 5)
    assert len(corpus.table("articles")) == 5


def test_an_article_comes_back_as_it_went_in(corpus: Corpus) -> None:
    one = article(1, text="naïve “é” 🙂\r\n\tend")
    fill(corpus, [one])
    assert corpus.article(one.id) == one
    assert corpus.article("nowhere") is None


def test_rejected_items_are_counted_and_kept(corpus: Corpus) -> None:
    added = add_items(
        corpus, [article(1), Rejection("a.csv", 3, "no text", "x,y"), Rejection("a.csv", 9, "no text", "z")]
    )
    assert (added.added, len(added.rejections), added.reasons) == (1, 2, [("no text", 2)])
    assert corpus.rejected()[["path", "row"]].values.tolist() == [["a.csv", 3], ["a.csv", 9]]


def test_names_that_no_encoding_holds_stop_nothing(corpus: Corpus) -> None:
    odd = replace(article(1), methods={"text": "column te\ud800xt"})
    added = add_items(corpus, [odd, Rejection("a\udcff.csv", 3, "no text; found x\ud800", "x\u2028y")])
    assert (added.added, len(corpus.rejected())) == (1, 1)
    assert corpus.rejected().loc[0, ["path", "row", "record"]].tolist() == ["a?.csv", 3, "x\u2028y"]
    assert corpus.article(odd.id) == odd


def test_rejections_outlive_an_import_that_breaks(corpus: Corpus) -> None:
    def breaking() -> Iterator[Article | Rejection]:
        yield Rejection("a.csv", 3, "no text", "x")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        add_items(corpus, breaking())
    assert corpus.rejected()["row"].tolist() == [3]


def test_batches_are_split_and_numbered(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 2)
    fill(corpus, [article(n) for n in range(5)])
    fill(corpus, [article(7)])
    assert [path.stem[:6] for path in corpus.files("articles")] == ["000001", "000002", "000003", "000004"]


def test_the_first_batches_of_a_corpus_are_small(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 50)
    fill(corpus, [article(n) for n in range(100)])
    fill(corpus, [article(n) for n in range(100, 160)])  # no longer the first
    batches = [path.stem for path in corpus.files("articles")]
    assert [corpus.count_articles([one]) for one in batches] == [16, 32, 50, 2, 50, 10]


def test_rows_count_only_when_their_batch_has_been_read(corpus: Corpus) -> None:
    fill(corpus, [article(1)])
    (batch,) = corpus.pending("v1")
    corpus.write("attributions", batch, [attribution(1)], version="v1")
    assert len(corpus.table("attributions")) == 0, "a process killed here must leave nothing that counts"
    assert corpus.pending("v1") == [batch]
    corpus.write("readings", batch, [reading(1)], version="v1")
    assert len(corpus.table("attributions")) == 1
    assert corpus.pending("v1") == []
    assert corpus.pending("v2") == [batch]


def test_one_process_writes_at_a_time(corpus: Corpus) -> None:
    with corpus.writing(), pytest.raises(BusyError, match="another process"), Corpus(corpus.path).writing():
        pass


def test_scratch_files_of_the_dead_are_removed(corpus: Corpus) -> None:
    fill(corpus, [article(1)])
    scratch = corpus.path / "articles" / ".000002-x.1.tmp"
    scratch.write_text("half")
    corpus.tidy()
    assert not scratch.exists()
    assert len(corpus.table("articles")) == 1


def test_questions_from_many_threads_while_files_come(corpus: Corpus) -> None:
    fill(corpus, [article(n) for n in range(20)])

    def ask(number: int) -> int:
        if number % 10 == 0:
            os.utime(corpus.files("articles")[0])
        return len(corpus.query("select * from articles"))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(100))) == {20}


def test_filters(corpus: Corpus) -> None:
    fill(
        corpus,
        [
            article(1, outlet="A", published="2026-01-05"),
            article(2, outlet="B", published="2026-02-05T10:00"),
            article(3, outlet="B", published="", text="Floods in Varn"),
        ],
    )

    def ids(where: Filter) -> list[str]:
        return sorted(row[-1] for row in corpus.articles(where)["article_id"])

    assert ids(Filter()) == ["1", "2", "3"]
    assert ids(Filter(outlets=("B",))) == ["2", "3"]
    assert ids(Filter(since="2026-02-01", until="2026-02-05")) == ["2"]
    assert ids(Filter(words="FLOODS")) == ["3"]
    assert ids(Filter(words="'; drop table articles")) == []


def test_words_are_looked_for_once_until_something_new_comes(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(corpus, [article(1, text="Floods in Varn"), article(2, text="No rain")])
    monkeypatch.setattr(store, "MOST_SEARCHES", 2)
    looked: list[str] = []
    search = Corpus._search

    def noted(self: Corpus, con: object, searches: dict[str, object], words: str) -> object:
        looked.extend([words] if words not in searches else [])
        return search(self, con, searches, words)  # type: ignore[arg-type]

    monkeypatch.setattr(Corpus, "_search", noted)
    since = ("", "2020-01-01", "2020-01-02")  # each another question: the same has its answer already
    for words, day in zip(("floods", "rain", "floods", "in", "floods"), (0, 0, 1, 0, 2), strict=True):
        assert sum(corpus.state(Filter(words=words, since=since[day])).values()) == 1
    assert looked == ["floods", "rain", "in", "floods"], "of three the oldest is forgotten"
    fill(corpus, [article(3, text="More floods")])
    assert len(corpus.articles(Filter(words="floods"))) == 2


def test_words_that_are_looked_for_answer_all_threads(corpus: Corpus) -> None:
    fill(corpus, [article(n, text=f"number {'odd' if n % 2 else 'even'}") for n in range(20)])

    def ask(number: int) -> tuple[int, set[str]]:
        rows = corpus.articles(Filter(words=("odd", "even", "number")[number % 3]))
        return len(rows), {str(key)[-1] for key in rows["article_id"]}

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(60)))
    assert {n for n, _ in found[0::3]} == {n for n, _ in found[1::3]} == {10}
    assert {n for n, _ in found[2::3]} == {20}
    assert all(ends == set("13579bdf") for _, ends in found[0::3])


def test_what_to_know_of_articles_before_comparing(corpus: Corpus) -> None:
    fill(
        corpus,
        [
            replace(article(1, outlet="A"), title="Bridge "),
            replace(article(2, outlet="A", published=""), title="bridge"),
            replace(article(3, outlet="\u00a0\t"), title="  "),
            replace(article(4, outlet=""), title=""),
        ],
    )
    (batch,) = corpus.pending("v1")
    versions = {1: "v1", 2: "v0", 3: "v1", 4: "v0"}
    rows = [reading(n, "failed" if n == 4 else "read") | {"version": v} for n, v in versions.items()]
    corpus.write("readings", batch, rows)

    def known(issue: str, where: Filter = ALL) -> list[str]:
        found = corpus.articles_with(where, issue=issue)
        assert corpus.count_with(where, issue=issue)["articles"].sum() == len(found)
        return [str(key)[-1] for key in found["article_id"]]

    assert known("same title") == ["2", "1"]
    assert known("same title", Filter(since="2026-01-01")) == [], "the other one is filtered out"
    assert known("no outlet") == ["3", "4"]
    assert known("undated") == ["2"]
    assert known("failed") == ["4"]
    assert known("other version") == ["1", "3"], "of two as frequent the first in order is the rule"
    assert known("other version", Filter(outlets=("A", ""))) == ["1"]


def test_texts_come_in_parts_in_the_order_asked_for_with_what_is_said_in_them(corpus: Corpus) -> None:
    fill(corpus, [article(n, outlet="AB"[n % 2], published=f"2026-02-{n:02}") for n in range(1, 6)])
    (batch,) = corpus.pending("v1")
    said = attribution(2) | {"content_spans": [0, 3, 5, 9], "stance": "neutral"}
    thought = said | {"number": 1, "kind": "indirect", "stance": "mental", "content_spans": [10, 12]}
    more = said | {"number": 2, "content_spans": [20, 24]}
    corpus.write("attributions", batch, [said, thought, more])
    corpus.write("readings", batch, [reading(n, "failed" if n == 4 else "read") for n in range(1, 6)])
    keys = corpus.text_keys()
    parts = list(corpus.text_parts(keys, size=3))
    assert [[key[-1] for key in part["article_id"]] for part in parts] == [["5", "3", "2"], ["1"]]
    spans = {
        key[-1]: row for part in parts for key, row in zip(part["article_id"], part["said"], strict=True)
    }
    assert sorted(spans["2"].tolist()) == [0, 3, 5, 9, 20, 24]
    assert not isinstance(spans["1"], type(spans["2"]))
    assert len(corpus.text_keys(words=["karel", "voss"])) == 4
    assert corpus.text_keys(words=["karel", "nobody's"]).empty


def test_articles_count_their_attributions(corpus: Corpus) -> None:
    fill(corpus, [article(1), article(2)])
    (batch,) = corpus.pending("v1")
    corpus.write("attributions", batch, [attribution(1), attribution(1) | {"number": 1, "kind": "indirect"}])
    corpus.write("readings", batch, [reading(1), reading(2, "failed")])
    rows = corpus.articles().set_index("article_id")
    assert rows["attributions"].to_dict() == {article(1).id: 2, article(2).id: 0}
    assert corpus.rates(above="direct", below="all")[["above", "below", "articles", "n"]].values.tolist() == [
        [1, 2, 1, 2]
    ]
    assert corpus.state() == {"read": 1, "failed": 1}
    assert corpus.failures()["article_id"].tolist() == [article(2).id]


def test_what_is_no_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no corpus\.toml"):
        Corpus(tmp_path)
    (tmp_path / "corpus.toml").write_text("name = ")
    with pytest.raises(BadInputError, match=r"corpus\.toml: Invalid value .* Mend the line"):
        Corpus(tmp_path)
    (tmp_path / "corpus.toml").write_text("format = 2\n")
    with pytest.raises(BadInputError, match="no table 'x'"):
        Corpus(tmp_path).table("x")
