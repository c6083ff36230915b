"""Whose government's side: one country's, named in every finding; never all governments added up unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_cited
from test_pages import opened as page
from test_pages import words

import bias
from bias import compare
from bias.api import OpenCorpus
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError

BRITISH, GERMAN, OPPOSED = "Minister Ann Keld", "Minister Dirk Lohm", "Tom Ellery"
OTHERS = "Livia Arden"
CITED = {  # of ten statements an article, four are the British government's in either outlet
    "The Lantern": [[BRITISH] * 4 + [GERMAN] * 4 + [OPPOSED] + [OTHERS]] * 12,
    "Radio Varn": [[BRITISH] * 4 + [OPPOSED] * 2 + [OTHERS] * 4] * 12,
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    return bias.open_corpus(make_cited(tmp_path_factory.mktemp("whose") / "corpus", CITED).path)


def values(card: compare.Card) -> dict[str, float]:
    return dict(zip(card.board.rows["outlet"], card.board.rows["value"].round(6), strict=True))


def test_the_government_that_is_heard_most_is_counted(opened: OpenCorpus) -> None:
    assert list(opened.governments()) == ["United Kingdom", "Germany", "all"]
    card = opened.sourcing("official")
    assert values(card) == {"The Lantern": 0.4, "Radio Varn": 0.4}
    assert card.title == "Share of statements by the government's side in the United Kingdom, by outlet"
    assert card.finding.startswith("Government's side in the United Kingdom: ")
    assert card.finding.endswith("no clear difference.")
    assert "48 statements of a side in another country count as no side here." in card.notes
    assert card.asked["whose"] == "United Kingdom"


def test_all_governments_are_added_up_where_one_asks_for_it(opened: OpenCorpus) -> None:
    card = opened.sourcing("official", whose="all")
    assert values(card) == {"The Lantern": 0.8, "Radio Varn": 0.4}
    assert card.finding.startswith(
        "Government's side in all countries, added up: highest in The Lantern, 80 %"
    )
    assert card.finding.endswith("a clear difference.")


@pytest.mark.parametrize(
    ("key", "whose", "lantern", "radio"),
    [
        ("official", "Germany", 0.4, 0.0),
        ("opposition", "United Kingdom", 0.1, 0.2),
        ("opposition", "Germany", 0.0, 0.0),
        ("dominance", "United Kingdom", 0.8, 2 / 3),
    ],
)
def test_every_measure_of_sides_is_of_one_country(
    opened: OpenCorpus, key: str, whose: str, lantern: float, radio: float
) -> None:
    card = opened.sourcing(key, whose=whose)
    assert values(card) == {
        "The Lantern": pytest.approx(lantern, abs=1e-6),
        "Radio Varn": pytest.approx(radio, abs=1e-6),
    }
    for row in card.board.rows.to_dict("records"):
        found = compare.evidence(opened.corpus, Filter(), card.opens, row["behind"], size=200)
        assert all(whose in one.said for one in found), "the sentences are of that country's sides"


def test_sides_tell_those_of_other_countries_apart(opened: OpenCorpus) -> None:
    table = opened.sourcing("sides", outlet="The Lantern").table.set_index("Sides in the United Kingdom")[
        "Value"
    ]
    assert table["Government"] == pytest.approx(0.4)
    assert table["A side in another country"] == pytest.approx(0.4)


@pytest.mark.parametrize("more", [{"against": "Radio Varn"}, {"over": "month"}])
def test_differences_and_times_say_whose_too(opened: OpenCorpus, more: dict[str, str]) -> None:
    card = opened.sourcing("official", whose="Germany", **more)  # type: ignore[arg-type]
    assert card.title.startswith("Share of statements by the government's side in Germany")
    assert card.finding.startswith("Government's side in Germany: ")
    by_role = opened.sourcing_by("official", whose="Germany")
    assert by_role.title == "Share of statements by the government's side in Germany, by role"


def test_a_country_that_nobody_speaks_for_is_an_error(opened: OpenCorpus) -> None:
    with pytest.raises(BadInputError, match="no government 'Atlantis'; there are United Kingdom, Germany"):
        opened.sourcing("official", whose="Atlantis")


def test_where_no_text_names_a_country_all_are_added_up(tmp_path: Path) -> None:
    cited = {"The Lantern": [["the police", "Livia Arden"] * 5] * 6}
    corpus = make_cited(tmp_path / "corpus", cited)
    assert list(compare.governments(corpus, Filter())) == ["all", "untold"]
    assert values(compare.sourcing(corpus, Filter(), key="official")) == {"The Lantern": 0.5}
    untold = compare.sourcing(corpus, Filter(), key="official", whose="untold")
    assert untold.title == (
        "Share of statements by the government's side in a country that the text does not name, by outlet"
    )
    assert values(untold) == {"The Lantern": 0.5}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({}, "Share of statements by the government's side in the United Kingdom"),
        ({"whose": "Germany"}, "Government's side in Germany"),
        ({"whose": "Germany", "view": "Over time", "over": "Month"}, "by outlet and month"),
        ({"whose": "In all countries, added up", "view": "How far apart"}, "in all countries, added up"),
    ],
)
def test_a_link_keeps_whose_it_is(
    opened: OpenCorpus, link: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(opened.corpus.path, monkeypatch, "sourcing", measure="Government's side", **link)
    assert not app.exception
    assert said in words(app).replace("\\", "")


def test_demo_has_its_own_government(demo: Corpus) -> None:
    card = compare.sourcing(demo, Filter(), key="official")
    assert card.title == "Share of statements by the government's side in Kestria, by outlet"
    said = demo.table("counted_attributions")
    assert (said.loc[said["alignment"] == "incumbent", "polity"] == "Kestria").mean() > 0.9
