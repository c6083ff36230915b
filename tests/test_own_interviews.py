"""To whom it was said: an outlet's own interviews are not second-hand, by whatever name it calls itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import WORDS, Writer, store

from bias import compare
from bias.api import OpenCorpus
from bias.corpus import Filter
from bias.model import Article, Span
from bias.reading.text.attributions import find_attributions, is_called, outlet_names
from bias.reading.text.decoding import Parse, Triple

VARN = ("Varn Online News", ("www.varnnews.example",))


@pytest.mark.parametrize(
    ("outlet", "domains", "name", "own"),
    [
        (*VARN, "Varn News", True),
        (*VARN, "Varn News Digital", True),
        (*VARN, "Varn News’ Livia Arden", True),
        (*VARN, "Sorn News", False),
        (*VARN, "News", False),
        ("Varn Online News", (), "Varn News", True),
        ("The Times", (), "Times of Varn", False),
        ("The Times", (), "Times Radio", True),
        ("The Times", (), "Varn Times", False),
        ("VBC", ("www.vbc.co.example", "vbc.example"), "VBC Radio 4", True),
        ("Varn Broadcasting Corporation", ("https://news.vbc.co.example/a",), "VBC", True),
        ("The Varn Post", (), "Post", True),
        ("The Varn Post", (), "Sorn Post", False),
        ("Varn Public Radio", (), "Radio Sorn", False),
        ("", ("",), "Varn News", False),
    ],
)
def test_an_outlet_is_called_by_its_names(
    outlet: str, domains: tuple[str, ...], name: str, own: bool
) -> None:
    assert is_called(name, outlet_names(outlet, domains)) == own


def test_names_that_somebody_gives_count_too() -> None:
    names = outlet_names("Varn Public Radio", others=("VPR", "varn-radio.example"))
    assert all(is_called(name, names) for name in ("VPR", "VPR's Morning Edition", "VarnRadio"))


@pytest.mark.parametrize(("outlet", "via"), [("The Hill", "Hill"), ("Northwire", "")])
def test_an_outlet_whose_name_is_no_word_for_media_knows_its_own_interviews(outlet: str, via: str) -> None:
    text = "Livia Arden told The Hill on Monday that it was lost."
    spans = [
        (Span(text.index(one), text.index(one) + len(one)),) for one in ("Livia Arden", "told", "it was lost")
    ]
    parse = Parse(Article("a", outlet, "", text), (Span(0, len(text)),), (), (Triple(*spans, 0.9),))
    (found,) = find_attributions(parse)
    assert found.via.removeprefix("The ") == via


# What each outlet is told, statement by statement, twelve articles each: the same interviews, printed by the
# one that led them and by another.
TOLD = {
    "Varn Online News": ("Varn News Digital", "Varn News Digital", "Varn News", "Radio Sorn", ""),
    "Radio Sorn": ("Varn News", "Radio Sorn", "", "", ""),
}
ADDRESS = {"Varn Online News": "https://www.varnnews.example/", "Radio Sorn": "https://sorn.example/"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    out = []
    for outlet, places in TOLD.items():
        for number in range(12):
            writer = Writer()
            for via in places:
                writer.attribution("Livia Arden", ("said", "say"), WORDS[number % len(WORDS)], "direct")
                writer.rows[-1]["via"] = via
            name = f"{len(out):016x}"
            url = f"{ADDRESS[outlet]}{name}"
            out.append(
                (Article(name, outlet, f"T{name}", writer.text, published="2026-02-01", url=url), writer)
            )
    folder: Path = tmp_path_factory.mktemp("told") / "corpus"
    store(folder, out)
    return OpenCorpus(folder)


@pytest.mark.parametrize(
    ("key", "outlet", "statements"),
    [
        ("own_interview", "Varn Online News", 36),
        ("second_hand", "Varn Online News", 12),
        ("own_interview", "Radio Sorn", 12),
        ("second_hand", "Radio Sorn", 12),
    ],
)
def test_what_is_said_to_the_outlet_itself_is_no_second_hand(
    key: str, outlet: str, statements: int, told: OpenCorpus
) -> None:
    """Of 60 statements; all that name an outlet were second-hand before, most of all in the one that was told
    them: 48 of 60 against 24 of 60."""
    rows = told.sourcing(key).board.rows.set_index("outlet")
    assert rows.loc[outlet, "value"] == statements / 60
    assert compare.count(told.corpus, Filter(), "attributions", rows.loc[outlet, "behind"]) == statements
