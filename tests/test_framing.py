"""Framing: generic frames by the model, others by their words; the user's own codebooks; the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from sklearn.metrics import roc_auc_score
from test_pages import opened, words

from bias import compare
from bias.compare.evidence import highlights
from bias.compare.evidence.said import seed_marks
from bias.compare.measures import FRAMINGS
from bias.corpus.pipeline.relate import relate
from bias.corpus.store import Corpus, Filter
from bias.errors import BadInputError
from bias.model import Article, Span
from bias.reading.framing.codebook import frame_codebook, read_frame_codebook
from bias.reading.framing.frames import score_frames, score_seed_words
from bias.reading.framing.single_texts import classify_frames
from bias.reading.text.encoder import parse

ARTICLES, PLANTED = (ROOT / "data" / "demo" / name for name in ("articles", "planted"))
TEXT = "The ministers blamed each other. The river is high. Both sides traded accusations for hours."
BOOK = frame_codebook("generic")
OWN = """name: rivers
title: Rivers
frames:
  water: {label: Water, definition: It is about water., words: [river*, flood*]}
  money: {label: Money, definition: It is about money., words: [budget*]}
"""


def planted() -> dict[str, set[str]]:
    """The frames that were planted in each demo article, by the beginning of its text."""
    out = {}
    for path in sorted(PLANTED.glob("*.yaml")):
        for slug, found in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            text = (ARTICLES / path.stem / f"{slug}.txt").read_text(encoding="utf-8")
            out[text.split("\n\n", 1)[1].strip()[:80]] = set(found["frames"] or [])
    return out


def test_planted_frames_of_the_demo_score_higher_where_they_are(demo: Corpus) -> None:
    """All but responsibility, which the training data takes for *resolution* (see models/frames/card.md)."""
    rows = demo.query(
        """select a.text, f.frame, f.score from frames f join articles a using (article_id)
        where f.codebook = 'generic'"""
    )
    wanted = planted()
    areas = {}
    for frame in ("conflict", "human_interest", "economic", "morality"):
        part = rows[rows["frame"] == frame]
        truth = [frame in wanted[text[:80]] for text in part["text"]]
        areas[frame] = roc_auc_score(truth, part["score"])
    assert min(areas.values()) > 0.6, areas
    assert np.mean(list(areas.values())) > 0.75, areas


def test_scores_are_probabilities_with_sentences_behind_them(demo: Corpus) -> None:
    rows = demo.query("select f.*, a.text from frames f join articles a using (article_id)")
    assert rows["score"].between(0, 1).all()
    assert set(rows["codebook"]) == {"generic", "policy", "moral"}
    shown = rows[rows["present"]]
    assert (shown["evidence"].map(len).gt(0) == (shown["sentences"] > 0)).all()
    assert shown["evidence"].map(len).gt(0).mean() > 0.8
    for row in shown.head(50).itertuples():
        assert all(span.end <= len(row.text) for span in highlights.flat_spans(row.evidence))


FAIR = (
    "The Linden Glass Fair opened on Saturday with ninety stalls.  Blowers from eleven valleys show how a"
    " vase is made, and visitors may try the pipe themselves.  Trams run every ten minutes from the "
    "market.  The fair has been held since 1934, in a hall that was once a brewery.  On Sunday evening "
    "the best young blower gets a prize.  Last year nine thousand people came, most of them with "
    "children, and the cafés stayed open until ten."
)
QUARREL = (
    "The mayor of Linden and the glass makers are at odds over the hall.  She accused them of holding the"
    " town to ransom; their chairman hit back and called her a liar.  Both sides have hired lawyers.  In "
    "the council the two camps shouted at each other for an hour, and neither would give way.  The "
    "dispute has split the town: posters denounce the mayor, leaflets condemn the makers.  Talks broke "
    "down on Friday, and each blames the other."
)


def test_a_fair_is_no_conflict_and_a_quarrel_is() -> None:
    """Texts that the model has not seen: a frame that is in most articles says nothing of any."""
    fair, quarrel = (
        {one.frame: one for one in score_frames(parse(Article("a", "", "", text)), BOOK)}
        for text in (FAIR, QUARREL)
    )
    assert [key for key, one in fair.items() if one.present] == []
    assert quarrel["conflict"].present


def test_what_is_shown_for_a_frame_holds_its_seed_words() -> None:
    frame = BOOK.frames["conflict"]
    found = {one.frame: one for one in score_frames(parse(Article("a", "", "", QUARREL)), BOOK)}["conflict"]
    assert found.evidence
    for span in found.evidence:
        words = {mark.span.slice(QUARREL) for mark in seed_marks(frame, QUARREL, span)}
        assert words, span.slice(QUARREL)
        assert words <= {
            "at odds", "accused", "hit back", "Both sides", "dispute", "denounce", "condemn", "blames"
        }  # fmt: skip


def test_frames_by_words() -> None:
    sentences = (Span(0, 32), Span(33, 51), Span(52, len(TEXT)))
    found = {one.frame: one for one in score_seed_words("a", TEXT, sentences, frame_codebook("generic"))}
    assert found["conflict"].sentences == 2
    assert found["conflict"].score == pytest.approx(2 / 3)
    assert found["conflict"].present
    assert found["conflict"].evidence == (sentences[0], sentences[2])
    assert not found["morality"].present
    assert next(iter(score_seed_words("a", "", (), frame_codebook("moral")))).score == 0


def test_classify_has_a_row_a_text_and_a_column_a_frame() -> None:
    for book in ("generic", "policy", "moral"):
        found = classify_frames([TEXT, ""], codebook=book)
        assert list(found.columns) == list(frame_codebook(book).frames)
        assert len(found) == 2
        assert found.iloc[0].between(0, 1).all()
    with pytest.raises(KeyError, match="codebooks are"):
        classify_frames([TEXT], codebook="mine")


def test_another_outlet_or_title_changes_no_score(demo: Corpus) -> None:
    text = str(demo.query("select text from articles order by article_id limit 1")["text"].iloc[0])
    one = classify_frames([text])
    pd.testing.assert_frame_equal(one, classify_frames([text]))


# -- a codebook of the user's own ------------------------------------------------------------------------


@pytest.fixture
def own(demo: Corpus, tmp_path: Path) -> Corpus:
    corpus = Corpus(shutil.copytree(demo.path, tmp_path / "own"))
    (corpus.path / "codebooks").mkdir()
    (corpus.path / "codebooks" / "rivers.yaml").write_text(OWN, encoding="utf-8")
    with corpus.writing():
        relate(corpus)
    return corpus


def test_a_codebook_of_the_users_own_works_at_once(own: Corpus) -> None:
    assert list(own.frame_books())[-1] == "rivers"
    rows = own.table("own_frames")
    assert set(rows["frame"]) <= {"water", "money"}
    board = compare.framing(own, Filter(), codebook="rivers", frame="water", key="prevalence").board
    assert board.shown
    behind = board.rows.iloc[0]["behind"]
    found = compare.evidence(own, Filter(), "frames", behind)
    assert found
    assert "bias-word" in found[0].quotes[0]


def test_two_codebooks_of_one_name_are_named(own: Corpus) -> None:
    for name in ("other.yaml", "generic.yaml"):
        (own.path / "codebooks" / name).write_text(OWN.replace("rivers", "generic"), encoding="utf-8")
    with pytest.raises(BadInputError, match="generic"):
        own.frame_books()


def test_a_book_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(OWN.replace("name: rivers", "name:"), encoding="utf-8")
    assert read_frame_codebook(path).name == "mine"


# -- the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", FRAMINGS, ids=lambda measure: measure.key)
def test_a_number_is_its_articles(measure, demo: Corpus) -> None:  # type: ignore[no-untyped-def]
    board = compare.framing(demo, Filter(), codebook="generic", frame="conflict", key=measure.key).board
    assert board.coverage.matched == board.coverage.read == 72
    for row in board.rows.to_dict("records"):
        assert row["low"] <= row["value"] <= row["high"]
        if measure.key == "prevalence":
            counted = compare.count(demo, Filter(), "frames", row["behind"])
            assert (row["n"], row["base"]) == (counted, 12)
            assert row["value"] == pytest.approx(counted / 12)
        else:
            assert row["n"] == row["base"] == 12, "a mean is of articles"


def test_the_grid_says_what_the_dots_say(demo: Corpus) -> None:
    rows = compare.frame_grid(demo, Filter(), codebook="generic").board.rows
    assert len(rows) == 5 * 6
    board = compare.framing(demo, Filter(), codebook="generic", frame="economic", key="prevalence").board
    one = rows[rows["frame"] == "economic"].set_index("outlet")["value"]
    pd.testing.assert_series_equal(
        one.sort_index(), board.rows.set_index("outlet")["value"].sort_index(), check_names=False
    )


@pytest.mark.parametrize("view", ["Outlets", "How far apart", "All frames"])
@pytest.mark.parametrize("codebook", ["Generic news frames", None])
def test_every_view_opens_from_a_link(
    view: str, codebook: str | None, demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"view": view} | ({"codebook": codebook} if codebook else {})
    app = opened(demo.path, monkeypatch, "framing", **query)
    assert "Conflict" in words(app)
    assert app.dataframe


def test_a_mark_opens_its_sentences(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "framing", behind="Free Loravel")
    assert "seed words in" in words(app)


def test_the_article_page_shows_frames(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    article = demo.query("select article_id from frames where present limit 1")["article_id"].iloc[0]
    app = opened(demo.path, monkeypatch, "article", article=article, show="Framing")
    assert "bias-sentence" in words(app)
    assert "How strongly" in words(app)


def test_an_empty_corpus_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = opened(Corpus(tmp_path / "empty", create=True).path, monkeypatch, "framing")
    assert "no articles yet" in empty.info[0].value
