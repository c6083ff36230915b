"""Learning frames from articles that a person coded."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bias import compare
from bias.corpus.pipeline.relate import relate
from bias.corpus.store import Corpus
from bias.corpus.store.annotations import FrameCodes
from bias.reading.framing.learning import FrameLearner, compare_with_coder, cross_validated, f1

WATER = "The river rose and the dam held back the flood near town number {}."
MONEY = "The council passed a budget with new taxes for year number {}."
TEXTS = [(WATER if n % 2 else MONEY).format(n) for n in range(40)]
CODES = np.asarray([[float(n % 2)] for n in range(40)])
BLIND = np.zeros((40, 1))  # a reading that finds nothing


def test_what_words_tell_is_learned_and_used() -> None:
    (found,) = compare_with_coder(["water"], TEXTS, BLIND, BLIND > 0, CODES)
    assert (found.coded, found.present, found.read) == (40, 20, 0.0)
    assert found.learned is not None
    assert found.learned > 0.9
    assert found.used


def test_nothing_is_learned_from_chance() -> None:
    """Codes that have nothing to do with the words do not look learnable: the fold is not seen."""
    codes = np.random.default_rng(1).integers(0, 2, (40, 1)).astype(float)
    shares = cross_validated(TEXTS, BLIND, codes)
    assert np.mean((shares >= 0.5) == (codes == 1)) < 0.7


def test_what_is_worse_than_the_reading_is_not_used() -> None:
    codes = np.random.default_rng(1).integers(0, 2, (40, 1)).astype(float)
    (found,) = compare_with_coder(["any"], TEXTS, BLIND, codes > 0, codes)  # the reading is always right
    assert found.read == 1
    assert not found.used


def test_too_few_are_not_learned_from() -> None:
    codes = np.full((40, 1), np.nan)
    codes[:9, 0] = CODES[:9, 0]  # four with the frame
    (found,) = compare_with_coder(["water"], TEXTS, BLIND, BLIND > 0, codes)
    assert (found.coded, found.present, found.learned, found.used) == (9, 4, None, False)


def test_the_reading_helps_where_words_do_not() -> None:
    codes = np.random.default_rng(1).integers(0, 2, (40, 1)).astype(float)
    shares = FrameLearner().fit(TEXTS, codes * 0.4, codes).predict_proba(TEXTS, codes * 0.4)
    assert f1(codes[:, 0] > 0, shares[:, 0] >= 0.5) == 1


# -- in a corpus ---------------------------------------------------------------------------------------


@pytest.fixture
def coded(demo: Corpus, tmp_path: Path) -> Corpus:
    """Somebody says of fifty articles that those with a bridge are about conflict, and all others not."""
    corpus = Corpus(shutil.copytree(demo.path, tmp_path / "coded"))
    rows = corpus.query("select article_id, text from articles order by article_id")
    for row in rows.head(50).itertuples():
        there = "bridge" in str(row.text).lower()
        corpus.frame_codes.code(str(row.article_id), "generic", {"conflict": there})
    with corpus.writing():
        relate(corpus)
    return corpus


def test_learned_frames_take_the_place_of_those_that_were_read(coded: Corpus, demo: Corpus) -> None:
    board = compare.learned_frames(coded, codebook="generic")
    assert (board.coded, board.fresh) == (50, True)
    assert list(board.rows["In use"]) == ["what is learned"]
    codes = coded.frame_codes.in_force().set_index("article_id")["present"]
    framed = coded.table("counted_frames").query("codebook == 'generic' and frame == 'conflict'")
    assert not framed["article_id"].duplicated().any()
    present = framed.set_index("article_id")["present"]
    assert (present[codes.index] == codes).all()  # what a person found stays as that person found it
    others = demo.table("counted_frames").query("codebook != 'generic' or frame != 'conflict'")
    mine = coded.table("counted_frames").query("codebook != 'generic' or frame != 'conflict'")
    assert len(mine) == len(others)


def test_learned_frames_open_their_sentences(coded: Corpus) -> None:
    behind = (("codebook", "generic"), ("frame", "conflict"))
    found = coded.evidence("frames", behind=behind, limit=100)
    assert len(found) == coded.observed("frames", behind=behind)
    assert (found["evidence"].map(len).gt(0) == (found["sentences"] > 0)).all()
    assert found["evidence"].map(len).gt(0).any()


def test_a_code_can_be_changed_and_taken_back(tmp_path: Path) -> None:
    codes = FrameCodes(tmp_path)
    assert codes.in_force().empty
    codes.code("a", "generic", {"conflict": True, "economic": False})
    codes.code("a", "generic", {"conflict": False, "economic": False})
    codes.code("a", "moral", {"care": True})
    before = codes.stamp()
    assert list(codes.in_force()["present"]) == [False, False, True]
    codes.take_back("a", "generic")
    assert list(codes.in_force()["frame"]) == ["care"]
    assert codes.stamp() != before


def test_codes_since_the_last_learning_are_said(coded: Corpus) -> None:
    coded.frame_codes.code("new", "generic", {"conflict": True})
    assert not compare.learned_frames(coded, codebook="generic").fresh
