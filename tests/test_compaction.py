"""Small batches become large ones; a kill anywhere between loses and doubles nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import article
from made import make_corpus

from bias.corpus import Corpus, add_items
from bias.corpus.imports import journal
from bias.corpus.pipeline import compaction
from bias.corpus.store import folder as store
from bias.corpus.store.schemas import SCHEMAS

TABLES = (*SCHEMAS, "counted_attributions", "counted_tones", "catalogue")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles in twenty batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "BATCH", 3)
        patch.setattr(store, "FIRST", 3)
        return make_corpus(tmp_path_factory.mktemp("compaction") / "filled", articles=60).path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(template, tmp_path / "filled"))


def tables(corpus: Corpus) -> dict[str, pd.DataFrame]:
    found = {name: corpus.table(name).astype(str) for name in TABLES}
    return {name: rows.sort_values(list(rows.columns), ignore_index=True) for name, rows in found.items()}


def same(corpus: Corpus, before: dict[str, pd.DataFrame]) -> None:
    for name, rows in tables(corpus).items():
        pd.testing.assert_frame_equal(rows, before[name])


def test_twenty_batches_become_few_with_the_same_rows(filled: Corpus) -> None:
    before, versions = tables(filled), set(filled.versions().values())
    with filled.writing():
        assert compaction.compact(filled) == 15
    assert len(filled.files("articles")) == 5  # sixteen as one, and four that wait for more
    assert set(filled.versions().values()) == versions
    same(Corpus(filled.path), before)
    with filled.writing():
        assert compaction.compact(filled) == 0


def test_many_articles_are_one_batch_without_waiting_for_sixteen(
    filled: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "LARGE", 12)
    with filled.writing():
        compaction.compact(filled)
    assert [len(filled.articles_of(path.stem)) for path in filled.files("articles")] == [12] * 5


def test_what_waits_to_be_read_stays_in_small_batches(filled: Corpus) -> None:
    for path in filled.files("readings"):
        path.unlink()
    with filled.writing():
        assert compaction.compact(filled) == 0


def test_a_kill_at_any_file_loses_and_doubles_nothing(
    filled: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, replace, unlink = tables(filled), os.replace, Path.unlink
    steps = killed = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == killed:
            raise KeyboardInterrupt

    def put(source: str, target: str) -> None:
        step()
        replace(source, target)

    def remove(path: Path, missing_ok: bool = False) -> None:
        step()
        unlink(path, missing_ok)

    def joined(path: Path) -> Corpus:
        corpus = Corpus(path)
        with corpus.writing():
            compaction.compact(corpus)
        return corpus

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", put)
        patch.setattr(Path, "unlink", remove)
        joined(Path(shutil.copytree(filled.path, tmp_path / "whole")))
    every, moments = steps, [1, 2, 3, 7, 12, 13, 14, 15, 16, 17, 30, 100, steps - 1, steps]
    assert every > 100
    for killed in moments:
        steps = 0
        copy = Path(shutil.copytree(filled.path, tmp_path / str(killed)))
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", put)
            patch.setattr(Path, "unlink", remove)
            with pytest.raises(KeyboardInterrupt):
                joined(copy)
        same(Corpus(copy), before)  # as the dashboard sees it
        same(joined(copy), before)
        assert not (copy / store.JOINING).exists()
        shutil.rmtree(copy)


def test_an_import_is_undone_also_when_its_batches_were_joined_with_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus(tmp_path / "corpus", create=True)
    for n in range(20):
        add_items(corpus, [article(2 * n), article(2 * n + 1)])
    for path in corpus.files("articles"):
        corpus.write("readings", path.stem, [], version="one")
    with corpus.writing():
        compaction.compact(corpus)
        monkeypatch.setattr(compaction, "RUN", 3)
        compaction.compact(corpus)  # and once more
    assert journal.undo(corpus, 3) == 2
    assert corpus.article_ids() == {f"{n:016x}" for n in range(40) if n not in (4, 5)}
