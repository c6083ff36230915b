"""Outlets against one of them: a difference has the unit of its measure, and is never cut."""

from __future__ import annotations

import pandas as pd
import pytest

import bias
from bias.api import NotebookCard, OpenCorpus
from bias.corpus import Corpus
from bias.errors import BadInputError

REFERENCE = "Northwire"


@pytest.fixture
def opened(demo: Corpus) -> OpenCorpus:
    return bias.open_corpus(demo.path)


def words(card: NotebookCard) -> str:
    """All that a reader is told of a card, on its chart too."""
    figure = card.figure()
    hovers = [text for trace in figure.data for text in trace.hovertext or ()]
    axis = figure.layout.xaxis.title.text.replace("<br>", " ")
    return "\n".join([card.title, card.finding, card.alt, card.notes, axis, *hovers, *card.table.columns])


@pytest.mark.parametrize("key", ["voices", "attributions", "effective"])
def test_a_difference_of_what_is_no_share_is_that_of_its_values(key: str, opened: OpenCorpus) -> None:
    values = opened.sourcing(key).board.rows.set_index("outlet")["value"]
    card = opened.sourcing(key, against=REFERENCE)
    rows = card.board.rows.set_index("outlet")
    assert len(rows) == 5
    wanted = (values - values[REFERENCE]).drop(REFERENCE)[rows.index]
    pd.testing.assert_series_equal(rows["difference"], wanted, check_names=False)
    assert rows["difference"].between(rows["low"], rows["high"]).all()
    assert max(rows["low"].abs().max(), rows["high"].abs().max()) > 1, "whole: not cut at a share's ends"
    figure = card.figure()
    assert list(figure.data[1].x) == pytest.approx(list(rows["difference"])), "drawn as it is, not times 100"
    assert list(card.table["Difference"]) == pytest.approx(list(rows["difference"]))
    assert "point" not in words(card)
    assert "%" not in words(card).replace("95 %", "")


@pytest.mark.parametrize("key", ["voices", "attributions"])
def test_a_difference_per_article_says_so(key: str, opened: OpenCorpus) -> None:
    card = opened.sourcing(key, against=REFERENCE)
    assert card.board.unit == "per article"
    assert card.alt.count(" per article (") == 5
    title = card.figure().layout.xaxis.title.text.replace("<br>", " ")
    assert title == f"per article more or less than {REFERENCE}"


def test_sources_per_article_are_told_with_their_interval(opened: OpenCorpus) -> None:
    card = opened.sourcing("voices", against=REFERENCE)
    assert card.finding == (
        "1 of 5 outlets differs clearly from Northwire: "
        "Kestria State News Agency −2.1 per article (−3.5 to −0.8)."
    )


def test_shares_and_tones_differ_by_points(opened: OpenCorpus) -> None:
    for card in (opened.sourcing("official", against=REFERENCE), opened.tone(against=REFERENCE)):
        rows = card.board.rows
        assert rows["difference"].abs().max() < 1
        assert card.alt.count(" points (") == 5
        assert list(card.figure().data[1].x) == pytest.approx(list(rows["difference"] * 100))
        assert list(card.table["Difference"]) == pytest.approx(list(rows["difference"] * 100))


def test_tones_have_no_ratio(opened: OpenCorpus) -> None:
    ratio = {"Ratio", "Ratio low", "Ratio high"}
    assert ratio <= set(opened.sourcing("official", against=REFERENCE).table.columns)
    assert not ratio & set(opened.tone(against=REFERENCE).table.columns)


def test_rankings_side_by_side_have_nothing_to_compare(opened: OpenCorpus) -> None:
    assert opened.sourcing("roles").board.comparable.empty
    with pytest.raises(BadInputError, match="no outlet can be compared with Northwire"):
        opened.sourcing("roles", against=REFERENCE)
