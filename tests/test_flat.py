"""The flat files answer as the tables that they were joined from, also where they are old or in part."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import article
from made import make_corpus

from bias.corpus.store import Corpus
from bias.corpus.store import folder as store
from bias.corpus.store.count_tables import FLAT, covered


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles in three batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "BATCH", 20)
        patch.setattr(store, "FIRST", 20)
        return make_corpus(tmp_path_factory.mktemp("flat") / "filled", articles=60).path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Corpus:
    corpus = Corpus(shutil.copytree(template, tmp_path / "filled"))
    assert len(corpus.files("readings")) == 3
    return corpus


def answers(corpus: Corpus) -> list[pd.DataFrame]:
    """Both views, sorted; without the blocks of articles, which any numbering gives as well."""
    orders = {"catalogue": ["article_id"], "counted_attributions": ["article_id", "number"]}
    frames = [corpus.table(name).sort_values(by, ignore_index=True) for name, by in orders.items()]
    return [frame[sorted(set(frame.columns) - {"block"})] for frame in frames]


def joined(corpus: Corpus) -> list[pd.DataFrame]:
    """What the tables say, asked in a copy without flat files."""
    copy = Path(shutil.copytree(corpus.path, corpus.path.with_name("joined")))
    for name in FLAT:
        (copy / f"{name}.parquet").unlink(missing_ok=True)
    found = answers(Corpus(copy))
    shutil.rmtree(copy)
    return found


def same(corpus: Corpus) -> None:
    for one, other in zip(answers(corpus), joined(corpus), strict=True):
        pd.testing.assert_frame_equal(one, other)


def held(corpus: Corpus, name: str = "counted_attributions") -> set[str]:
    return covered(corpus.path / f"{name}.parquet", corpus.files("readings"))


def rewrite(corpus: Corpus, batch: str) -> None:
    """One batch read again, clearly later, with each article's first attribution by somebody else."""
    rows = pq.read_table(corpus.path / "attributions" / f"{batch}.parquet").to_pylist()
    for row in rows:
        row |= {"source": "Ann Other", "speaker": None} if row["number"] == 0 else {}
    readings = pq.read_table(corpus.path / "readings" / f"{batch}.parquet").to_pylist()
    corpus.write("attributions", batch, rows)
    corpus.write("readings", batch, [row | {"words": 7} for row in readings])
    later = (corpus.path / "counted_attributions.parquet").stat().st_mtime_ns + 5_000_000_000
    os.utime(corpus.path / "readings" / f"{batch}.parquet", ns=(later, later))


def test_flat_files_answer_as_the_tables_do(filled: Corpus) -> None:
    assert len(held(filled)) == len(held(filled, "catalogue")) == 3
    same(filled)
    blocks = filled.table("counted_attributions").set_index(["article_id", "number"])["block"].sort_index()
    (filled.path / "counted_attributions.parquet").unlink()
    pd.testing.assert_series_equal(
        filled.table("counted_attributions").set_index(["article_id", "number"])["block"].sort_index(), blocks
    )


@pytest.mark.parametrize("missing", FLAT)
def test_one_flat_file_without_the_other_will_do(filled: Corpus, missing: str) -> None:
    before = answers(filled)
    (filled.path / f"{missing}.parquet").unlink()
    for one, other in zip(answers(filled), before, strict=True):
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_batch_that_was_read_again_is_answered_from_its_tables(filled: Corpus, number: int) -> None:
    batch = filled.files("readings")[number].stem
    rewrite(filled, batch)
    assert held(filled) == {path.stem for path in filled.files("readings")} - {batch}
    catalogue, said = answers(filled)
    assert (said["source_words"] == "ann other").sum() == (catalogue["words"] == 7).sum() == 20
    same(filled)
    filled.write_flat()
    assert (answers(filled)[1]["source_words"] == "ann other").sum() == 20


def test_all_batches_may_be_read_again(filled: Corpus) -> None:
    for path in filled.files("readings"):
        rewrite(filled, path.stem)
    assert held(filled) == set()
    assert set(answers(filled)[0]["words"]) == {7}
    same(filled)


def test_a_batch_that_came_later_waits_and_then_counts(filled: Corpus) -> None:
    reading = filled.files("readings")[-1]
    late = set(pq.read_table(reading)["article_id"].to_pylist())
    aside = reading.rename(filled.path / "aside")
    filled.write_flat()
    catalogue, said = answers(filled)
    assert set(catalogue[catalogue["state"] == "waiting"]["article_id"]) == late
    assert catalogue[catalogue["state"] == "waiting"]["attributions"].sum() == 0
    assert not late & set(said["article_id"])
    same(filled)
    aside.rename(reading)
    catalogue, said = answers(filled)
    assert set(catalogue["state"]) == {"read"}
    assert late <= set(said["article_id"])
    same(filled)


def test_an_article_just_imported_waits(filled: Corpus) -> None:
    with filled.writing():
        list(filled.add([article(999)]))
    catalogue, _ = answers(filled)
    assert catalogue.set_index("article_id")["state"].value_counts().to_dict() == {"read": 60, "waiting": 1}
    assert filled.state() == {"read": 60, "waiting": 1}
    same(filled)


def test_an_article_with_nothing_said_is_in_the_catalogue(filled: Corpus) -> None:
    (batch, *_) = (path.stem for path in filled.files("readings"))
    filled.write("attributions", batch, [])
    filled.write_flat()
    catalogue, said = answers(filled)
    assert (catalogue["attributions"] == 0).sum() == 20
    assert said["article_id"].nunique() == 40
    assert catalogue["attributions"].sum() == len(said)
    same(filled)


@pytest.mark.parametrize(("old", "flat"), [([0], False), ([2], True), ([0, 1, 2], False), ([0, 1, 2], True)])
def test_files_of_an_older_version_that_lack_a_column_answer(
    filled: Corpus, old: list[int], flat: bool
) -> None:
    before = answers(filled)[1]
    lacking: set[str] = set()
    for number in old:
        path = filled.files("attributions")[number]
        rows = pq.read_table(path)
        lacking |= set(rows["article_id"].to_pylist())
        pq.write_table(rows.drop_columns(["early"]), path)
    for name in FLAT:
        (filled.path / f"{name}.parquet").unlink()
    if flat:
        filled.write_flat()
    after = answers(Corpus(filled.path))[1]
    assert before[before["article_id"].isin(lacking)]["early"].any()
    assert not after[after["article_id"].isin(lacking)]["early"].any()
    pd.testing.assert_frame_equal(after.drop(columns="early"), before.drop(columns="early"))
    kept = ~before["article_id"].isin(lacking)
    assert after[kept]["early"].tolist() == before[kept]["early"].tolist()


def test_an_empty_corpus_has_empty_flat_files(corpus: Corpus) -> None:
    corpus.write_flat()
    assert [len(frame) for frame in answers(corpus)] == [0, 0]
    with corpus.writing():
        list(corpus.add([article(1)]))
    assert answers(corpus)[0]["state"].tolist() == ["waiting"]
