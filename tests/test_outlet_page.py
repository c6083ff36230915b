"""The page of an outlet: its numbers are those of the cards, beside another outlet or all others together."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from made import make_corpus, make_uneven
from test_pages import opened, words

from bias import compare
from bias.corpus import Corpus, Filter

ALL = Filter()
PAIRS = ("headlines", "sides", "sources", "stances", "frames")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("outlet") / "filled")


def by_label(found: list[compare.Pair]) -> dict[str, compare.Pair]:
    return {one.label: one for one in found}


def test_two_outlets_have_the_numbers_and_the_verdict_of_the_card(demo: Corpus) -> None:
    found = by_label(compare.beside(demo, ALL, block="headlines", outlet="Free Loravel", other="Northwire"))
    card = compare.sourcing(demo, ALL, key="opposition")
    rows = card.board.rows.set_index("outlet")
    one = found["Opposition"]
    for row, outlet in ((one.one, "Free Loravel"), (one.other, "Northwire")):
        assert row is not None
        assert [row[name] for name in ("value", "low", "high", "n", "base")] == list(
            rows.loc[outlet, ["value", "low", "high", "n", "base"]]
        )
    pairs = card.board.pairs
    ends = pairs[["outlet", "reference"]].isin(["Free Loravel", "Northwire"]).all(axis=1)
    assert one.q == pairs.loc[ends, "q"].item()
    assert one.clear
    assert (one.page, dict(one.query)) == ("sourcing", {"measure": "Opposition", "behind": "Free Loravel"})


def test_all_others_together_are_the_whole_of_the_card_over_them(demo: Corpus) -> None:
    others = Filter(outlets=tuple(one for one in demo.outlets() if one != "Northwire"))
    found = by_label(compare.beside(demo, ALL, block="headlines", outlet="Northwire"))
    target = compare.opening(compare.target_list(demo, ALL))
    boards = {
        "Opposition": compare.sourcing(demo, others, key="opposition").board,
        "Loaded sentences": compare.wording(demo, others, key="loaded_sentences").board,
        "Stance": compare.tone(demo, others, key="stance", target=target).board,
    }
    for label, board in boards.items():
        row = found[label].other
        assert row is not None
        assert (row["value"], row["low"], row["high"]) == board.overall
        assert not math.isnan(row["low"])
    rows = compare.sourcing(demo, ALL, key="opposition").board.rows.set_index("outlet")["base"]
    assert found["Opposition"].other["base"] == rows.sum() - rows["Northwire"]  # type: ignore[index]


def test_each_finding_of_an_outlet_opens_its_sentences(demo: Corpus) -> None:
    """Also of measures that are no column of the table, such as quoted words."""
    seen: dict[str, int] = {}
    for outlet in demo.outlets():
        found = compare.headline_findings(demo, ALL, outlet=outlet, other="").found
        for one in found:
            kind, behind = compare.behind_it(demo, ALL, key=one.key, outlet=outlet)
            seen[one.key] = seen.get(one.key, 0) + compare.count(demo, ALL, kind, behind)
    assert all(seen.values()), seen
    columns = {one.key for one in compare.headlines(demo, ALL).measures}
    assert seen.keys() - columns
    assert seen.keys() & columns


def test_whom_an_outlet_hears_most_gets_no_verdict(demo: Corpus) -> None:
    """They were chosen because it hears them most."""
    found = compare.beside(demo, ALL, block="sources", outlet="Free Loravel")
    assert found[0].label == "Mira Castellan"
    assert len(found) == 8
    assert [one.clear for one in found] == [None] * 8
    assert any(one.clear for one in compare.beside(demo, ALL, block="sides", outlet="Free Loravel"))


def test_a_frame_that_nobody_carries_has_an_interval_over_all(demo: Corpus) -> None:
    board = compare.framing(demo, ALL, codebook="generic", frame="morality", key="prevalence").board
    assert board.rows["n"].sum() == 0
    assert board.overall[0] == 0
    assert board.overall[2] == pytest.approx(1 - 0.025 ** (1 / 72), abs=0.001)


def test_one_outlet_alone_has_numbers_and_nobody_beside_it(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "one", articles=12, outlets=1)
    (outlet,) = corpus.outlets()
    for block in PAIRS:
        found = compare.beside(corpus, ALL, block=block, outlet=outlet)
        assert all(one.other is None and one.clear is None for one in found), block
    facts = compare.facts(corpus, ALL, outlet=outlet)
    assert (facts.articles, facts.read) == (12, 12)


def test_the_facts_are_those_of_the_outlet(tmp_path: Path) -> None:
    corpus = make_uneven(tmp_path / "uneven")
    counted = {one: compare.facts(corpus, ALL, outlet=one) for one in corpus.outlets()}
    assert sum(one.articles for one in counted.values()) == len(corpus.articles())
    assert any(one.issues for one in counted.values())


# -- on the page -------------------------------------------------------------------------------------


def test_the_page_shows_an_outlet_beside_another(monkeypatch: pytest.MonkeyPatch, filled: Corpus) -> None:
    app = opened(filled.path, monkeypatch, "outlet", of="Northwire", beside="Free Loravel")
    assert app.selectbox(key="of").value == "Northwire"
    assert app.selectbox(key="beside").value == "Free Loravel"
    heads = [one.value for one in app.main.header]
    assert heads[:3] == ["Northwire", "What sets it apart", "In numbers"]
    assert heads[-3:] == ["Its own words", "What it left out", "What to know of its texts"]
    drawn = [one.proto.json for one in app.get("bidi_component")]
    assert any("bias-pairs" in one and "Free Loravel" in one for one in drawn)
    app = opened(filled.path, monkeypatch, "outlet", of="Northwire")
    assert any("all others together" in one.proto.json for one in app.get("bidi_component"))


@pytest.mark.parametrize(("articles", "outlets"), [(1, 1), (7, 3), (12, 1)])
def test_few_articles_are_enough(
    articles: int, outlets: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = make_corpus(tmp_path / "few", articles=articles, outlets=outlets)
    app = opened(corpus.path, monkeypatch, "outlet")
    assert "Too little to compare" in words(app)
    assert compare.counted({1: 1, 7: 2, 12: 12}[articles], "article") in words(app)


def test_a_name_on_overview_leads_to_its_outlet(monkeypatch: pytest.MonkeyPatch, filled: Corpus) -> None:
    app = opened(filled.path, monkeypatch)
    (board,) = (one.proto.json for one in app.get("bidi_component") if "bias-board" in one.proto.json)
    assert "outlets?of=Free+Loravel" in board
    assert "sourcing?measure=Women" in board


def test_the_demo_says_who_its_outlets_are(monkeypatch: pytest.MonkeyPatch, demo: Corpus) -> None:
    app = opened(demo.path, monkeypatch)
    (who,) = (one.proto.json for one in app.get("bidi_component") if "bias-who" in one.proto.json)
    assert all(name in who for name in demo.outlets())
