from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import article, fill

from bias.corpus.pipeline import analyse as module
from bias.corpus.pipeline import rows
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus
from bias.corpus.store import folder as store
from bias.model import Article, joined
from bias.reading.reader import read

GERMAN = (
    "Der Minister sagte am Montag, die Brücke werde im Mai wieder eröffnet. Die Arbeiten hätten länger "
    "gedauert als geplant, weil zwei der Kabel ersetzt werden mussten."
)


def test_read_gives_sentences_names_attributions_and_scores() -> None:
    reading = read(article(1))
    text = reading.article.text
    assert reading.article.language == "en"
    assert [span.slice(text)[:10] for span in reading.sentences] == [
        "The bridge",
        "“We have t",
        "“Nobody ne",
        "According ",
    ]
    assert "Karel Voss" in [name.span.slice(text) for name in reading.names]
    assert [joined(a.cue, text) for a in reading.attributions] == ["said", "told", "", "According to"]
    assert [a.kind for a in reading.attributions] == ["indirect", "direct", "direct", "indirect"]
    assert {a.act for a in reading.attributions} == {"speech"}
    assert reading.attributions[1].via == "Channel 9"


def test_what_is_not_english_is_kept_and_marked(corpus: Corpus) -> None:
    fill(corpus, [article(1, text=GERMAN), article(2)])
    analyse(corpus)
    rows = corpus.articles().set_index("article_id")
    assert rows.loc[article(1).id, ["state", "language", "attributions"]].tolist() == ["not English", "de", 0]
    assert rows.loc[article(2).id, "state"] == "read"


def test_what_the_author_says_is_the_outlets_own_voice(corpus: Corpus) -> None:
    column = (
        "The dam at Torvik broke in March. “Nobody told us anything,” said Ana Silva, a baker in Torvik. "
        "I told the minister that she was right."
    )
    fill(corpus, [article(1, text=column)])
    analyse(corpus)
    acts = dict(corpus.query("select label, act from reported").to_numpy())
    assert acts == {"Ana Silva": "speech", "the author": "own"}
    assert corpus.query("select label from counted_attributions")["label"].tolist() == ["Ana Silva"]
    assert corpus.articles()["attributions"].tolist() == [1]


def test_one_bad_article_stops_nothing_and_is_named(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(one: Article) -> object:
        if one.id == article(1).id:
            raise ValueError("no such thing")
        return read(one)

    monkeypatch.setattr(rows, "read", broken)
    fill(corpus, [article(1), article(2)])
    analyse(corpus)
    assert corpus.state() == {"failed": 1, "read": 1}
    assert corpus.failures()["reason"].tolist() == ["ValueError: no such thing"]


def test_processes_give_the_same_rows_as_one(corpus: Corpus, tmp_path: Path) -> None:
    other = Corpus(tmp_path / "other", create=True)
    for one in (corpus, other):
        fill(one, [article(n, outlet=str(n)) for n in range(6)])
    analyse(corpus, workers=1)
    analyse(other, workers=2)
    for table in ("attributions", "scores", "names", "readings"):
        assert corpus.table(table).equals(other.table(table))


def test_a_changed_version_reads_again(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(corpus, [article(1)])
    seen: list[str] = []
    analyse(corpus, on_article=lambda done: seen.append(done.state))
    analyse(corpus, on_article=lambda done: seen.append(done.state))
    assert seen == ["read"], "the second run had nothing to do"
    monkeypatch.setattr(module, "version", lambda: "next")
    analyse(corpus, on_article=lambda done: seen.append(done.state))
    assert seen == ["read", "read"]
    assert len(corpus.table("readings")) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_process_loses_nothing_and_repeats_nothing(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(store, "BATCH", 5)
    fill(corpus, [article(n) for n in range(30)])
    code = f"""
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus
if __name__ == "__main__":
    analyse(Corpus({str(corpus.path)!r}), workers={workers})
"""
    process = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 120
    while not corpus.files("readings") and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = len(corpus.table("readings"))
    assert kept >= 5
    analyse(corpus)
    readings, attributions = corpus.table("readings"), corpus.table("attributions")
    assert sorted(readings["article_id"]) == [article(n).id for n in range(30)]
    assert not attributions.duplicated(["article_id", "number"]).any()
    assert attributions.groupby("article_id").size().eq(4).all()
