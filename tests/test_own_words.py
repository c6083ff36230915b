"""Rates of wording: per word, so that glued text turns nothing round; both tiers, with the words of each."""

from __future__ import annotations

import pytest
from conftest import fill

from bias import compare
from bias.api import OpenCorpus
from bias.corpus import Corpus, Filter
from bias.corpus.pipeline.analyse import analyse
from bias.model import Article

PLACES = ("Varn", "Torvik", "Halm", "Sorn", "Ellin", "Loravel")
CLEAN, GLUED = "Varn Gazette", "Sorn Courier"  # the same texts; of the second every other sentence is glued
SENTENCES = (
    "The army of Kestria closed the road to {place} on Monday.",
    "{third}",
    "Soldiers searched the houses along the river until the evening.",
    "The council of {place} met in the school and counted what was left of the grain.",
    "Perhaps the road will open again before the winter.",
    "A bus brought forty people to the hospital in the north of the town.",
    "The bakery on the square was the only shop that stayed open.",
    "In the harbour the ferries waited with their engines off.",
    "The mayor walked from door to door with a list of names.",
    "By the evening the lamps along the quay were on again.",
)
THIRD = "Near {place} the army fought the terrorists for an hour."


def text(place: str, *, glued: bool) -> str:
    said = [one.format(place=place, third=THIRD.format(place=place)) for one in SENTENCES]
    ends = ["", " "] if glued else [" ", " "]
    return "".join(one + ends[number % 2] for number, one in enumerate(said)).strip()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    corpus = Corpus(tmp_path_factory.mktemp("own-words") / "corpus", create=True)
    articles = [
        Article(
            f"{number:08x}{glued:08x}", GLUED if glued else CLEAN, f"A day in {place}",
            text(place, glued=bool(glued)), published=f"2026-02-{number + 1:02}",
        )
        for number, place in enumerate(PLACES)
        for glued in range(2)
    ]  # fmt: skip
    fill(corpus, articles)
    analyse(corpus)
    return OpenCorpus(corpus.path)


def test_glued_text_has_fewer_sentences_and_as_many_words(told: OpenCorpus) -> None:
    found = told.table("readings").assign(sentences=lambda rows: rows["sentence_spans"].map(len) // 2)
    sums = found.groupby("outlet")[["own_words", "sentences"]].sum()
    assert sums.loc[GLUED, "sentences"] < 0.8 * sums.loc[CLEAN, "sentences"]
    assert sums.loc[GLUED, "own_words"] == sums.loc[CLEAN, "own_words"]


@pytest.mark.parametrize("key", ["hedges", "names"])
def test_a_rate_is_the_same_where_the_text_is_glued(key: str, told: OpenCorpus) -> None:
    """Six places in six articles of as many words; per sentence the glued outlet had half as many again."""
    rows = told.wording(key, possible=True).board.rows.set_index("outlet")
    words = told.table("readings").groupby("outlet")["own_words"].sum()
    for outlet in (CLEAN, GLUED):
        assert rows.loc[outlet, ["n", "base"]].tolist() == [6, words[outlet]]
        assert rows.loc[outlet, "value"] == pytest.approx(6000 / words[outlet])
        assert rows.loc[outlet, "low"] <= rows.loc[outlet, "value"] <= rows.loc[outlet, "high"]


def test_perhaps_stands_beside_sure_with_its_words(told: OpenCorpus) -> None:
    """ "Terrorists" has a plain sense too, so it is perhaps: it was counted nowhere."""
    card = told.wording("names")
    table = card.table.set_index(["Outlet", "Counted"])
    assert table.loc[(CLEAN, "sure"), "n"] == 0
    assert table.loc[(CLEAN, "sure or perhaps"), "n"] == 6
    assert card.reading.endswith("Perhaps: “terrorists” 12.")
    assert card.finding.startswith("Sure ones alone: ")
    assert "Sure and perhaps together: " in card.finding
    words = told.table("readings").groupby("outlet")["own_words"].sum()[CLEAN]
    assert f"0 and 6 in {words:,} own words" in card.figure().layout.yaxis.ticktext[0]
    hover = card.figure().data[1].hovertext[1]
    assert f"6 in {words:,} own words, in 6 articles" in hover
    found = compare.evidence(told.corpus, Filter(), "wordings", card.marks["behind"].iloc[0])
    assert len(found) == 6


def test_words_of_both_tiers_are_listed(told: OpenCorpus) -> None:
    (row,) = compare.wording_terms(told.corpus, Filter(), key="names").to_dict("records")
    assert (row["term"], row["n"], row["sure"], row["perhaps"]) == ("terrorists", 12, 0, 12)


def test_outlets_are_compared_by_the_sure_tier_or_by_both(told: OpenCorpus) -> None:
    sure, both = (told.wording("names", against=CLEAN, possible=one) for one in (False, True))
    assert sure.board.rows["value"].tolist() == [0]
    assert both.board.rows["value"].iloc[0] > 0
    assert both.board.rows["difference"].iloc[0] == 0


BLAME, PRAISE = "The barbaric raid of {place} was a day of barbarity.", "A beloved teacher of {place} waited."


def test_blame_and_praise_are_counted_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each of one outlet's six articles blames twice and praises once; the other's do neither."""
    corpus = Corpus(tmp_path_factory.mktemp("blame") / "corpus", create=True)
    plain = " ".join(SENTENCES[2:])
    fill(
        corpus,
        [
            Article(
                f"{number:08x}{loud:08x}", GLUED if loud else CLEAN, f"A day in {place}",
                f"{BLAME} {PRAISE} {plain}".format(place=place) if loud else plain.format(place=place),
                published=f"2026-02-{number + 1:02}",
            )
            for number, place in enumerate(PLACES)
            for loud in range(2)
        ],
    )  # fmt: skip
    analyse(corpus)
    told = OpenCorpus(corpus.path)
    card = told.wording("polarity")
    rows = card.board.rows.set_index(["outlet", "series"])
    words = told.table("readings").groupby("outlet")["own_words"].sum()
    for series, n in (("blame", 12), ("praise", 6)):
        assert rows.loc[(GLUED, series), ["n", "base"]].tolist() == [n, words[GLUED]]
        assert rows.loc[(GLUED, series), "value"] == pytest.approx(1000 * n / words[GLUED])
        assert rows.loc[(CLEAN, series), ["n", "base"]].tolist() == [0, words[CLEAN]]
    assert card.finding.startswith("Blame: highest in Sorn Courier")
    assert "Praise: highest in Sorn Courier" in card.finding
