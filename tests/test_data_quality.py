"""What to know of texts before outlets are compared: found in texts, counted by outlet, opened, told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article, fill
from test_pages import opened

from bias import compare
from bias.corpus import Corpus, Filter
from bias.model import Article
from bias.reading import text_faults

ALL = Filter()
GLUED = "The dam held until the war.In a Monday session they met.Nobody of them spoke. It rained."


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("The dam held. Nobody spoke.", ()),
        (GLUED, ("glued",)),
        ("He went to Booking.Com for it. That was all.", ()),
        ("They met in the U.S.A and left for the U.K.Then they slept.", ()),
        ("“It holds.”“It does not.” They left.“We stay.”", ("glued",)),
        ("Itâ€™s a dam, they said.", ("mojibake",)),
        ("The Caf\ufffd closed.", ("mojibake",)),
        ("The café closed, said José Âlvarez.", ()),
        ("The dam held until [+1203 chars]", ("cut off",)),
        ("The dam held until the…", ("cut off",)),
        ("The dam held until the ...", ("cut off",)),
        ("The dam … held until May.", ()),
        ("“The dam …” he began. They left.", ()),
        ("", ()),
    ],
)
def test_faults_of_a_text(text: str, faults: tuple[str, ...]) -> None:
    assert text_faults(text) == faults


def row(one: Article, **found: object) -> dict[str, object]:
    plain = {"article_id": one.id, "outlet": one.outlet, "published": one.published, "state": "read"}
    return plain | {"words": 300, "version": "v", "language": "en", "faults": []} | found


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two outlets' articles whose readings are written by hand: each fault has a number of its own."""
    corpus = Corpus(tmp_path_factory.mktemp("quality") / "uneven", create=True)
    ours = [replace(article(n, outlet="Varn Wire"), title=f"V {n}") for n in range(6)]
    theirs = [replace(article(n, outlet="Ostel Post"), title=f"O {n}") for n in range(10, 14)]
    theirs[0] = replace(theirs[0], published="2999-01-01")
    fill(corpus, [*ours, *theirs])
    (batch,) = corpus.pending("v")
    rows = [
        row(one, faults=["glued"] if n < 3 else [], left_out_words=20 * (n < 5)) for n, one in enumerate(ours)
    ]
    rows += [row(one, faults=["cut off", "mojibake"][: n + 1], words=(40, 49, 50, 51)[n]) for n, one in
             enumerate(theirs)]  # fmt: skip
    corpus.write("readings", batch, rows, version="v")
    return corpus


def test_faults_are_counted_by_outlet(uneven: Corpus) -> None:
    card = compare.data_quality(uneven, ALL)
    found = {(one["outlet"], one["key"]): (one["n"], one["base"]) for one in card.marks.to_dict("records")}
    assert found["Varn Wire", "glued"] == (3, 6)
    assert found["Varn Wire", "left out"] == (5, 6)
    assert found["Ostel Post", "glued"] == (0, 4)
    assert found["Ostel Post", "cut off"] == (4, 4)
    assert found["Ostel Post", "mojibake"] == (3, 4)
    assert found["Ostel Post", "short"] == (2, 4), "fewer than fifty words"
    assert found["Ostel Post", "future"] == (1, 4)
    assert ("Varn Wire", "undated") not in found, "no outlet has it"
    assert card.finding.startswith("Look first at text cut off at its end: 4 of 4 of Ostel Post")


def test_each_number_opens_as_many_articles(uneven: Corpus) -> None:
    for one in compare.data_quality(uneven, ALL).marks.to_dict("records"):
        asked = dict(one["behind"])
        assert len(compare.with_issue(uneven, ALL, asked["issue"], asked["outlet"])) == one["n"]


def test_each_fault_says_what_it_does_and_what_to_do(uneven: Corpus) -> None:
    issues = compare.overview(uneven, ALL).issues
    assert (issues["meaning"].str.len() > 20).all()
    assert (issues["todo"].str.len() > 10).all()
    notes = compare.data_quality(uneven, ALL).notes
    assert all(one in notes for one in issues["todo"])


def test_an_outlet_of_one_genre_is_told_beside_others_of_several(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "genres", create=True)
    mine = [replace(article(n), title=f"T {n}", outlet="Varn Wire") for n in range(10)]
    theirs = [replace(article(n), title=f"T {n}", outlet="Ostel Post") for n in range(10, 14)]
    fill(corpus, [*mine, *theirs])
    (batch,) = corpus.pending("v")
    rows = [row(one, genre="report") for one in mine]
    rows += [row(one, genre=("report", "opinion", "")[n % 3]) for n, one in enumerate(theirs)]
    corpus.write("readings", batch, rows, version="v")
    found = compare.with_issue(corpus, ALL, "one genre")
    assert set(found["outlet"]) == {"Varn Wire"}
    assert len(found) == 10
    alone = compare.with_issue(corpus, Filter(outlets=("Varn Wire",)), "one genre")
    assert alone.empty, "nothing to set it against"


def test_nothing_to_know_is_said(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "clean", create=True)
    articles = [replace(article(n), title=f"T {n}") for n in range(3)]
    fill(corpus, articles)
    (batch,) = corpus.pending("v")
    corpus.write("readings", batch, [row(one) for one in articles], version="v")
    card = compare.data_quality(corpus, ALL)
    assert card.table.empty
    assert card.finding == "Nothing stands in the way of a comparison."


def test_an_outlet_that_stands_there_twice_is_said_first(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "twice", create=True)
    names = ("Varn Wire", "varn wire", "Ostel Post")
    articles = [replace(article(n), title=f"T {n}", outlet=names[n]) for n in range(3)]
    fill(corpus, articles)
    (batch,) = corpus.pending("v")
    corpus.write("readings", batch, [row(one) for one in articles], version="v")
    assert compare.data_quality(corpus, ALL).finding == (
        "Look first at outlets that may be one under two names (Varn Wire and varn wire): say so in the "
        "table of outlets."
    )


def test_the_overview_shows_it_and_opens_a_cell(uneven: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(uneven.path, monkeypatch, fault="Text cut off at its end · Ostel Post")
    assert not app.exception
    assert "Data quality, by outlet" in [one.value.replace("\\", "") for one in (*app.subheader, *app.header)]
    assert any("**4 articles** · Text cut off" in one.value.replace("\\", "") for one in app.markdown)
