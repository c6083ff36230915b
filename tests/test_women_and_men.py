"""Women and men among sources: by statements, words and named persons; unknown is shown."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import article
from made import make_cited

import bias
from bias.api import OpenCorpus
from bias.corpus import Corpus, Filter
from bias.corpus.pipeline.entity_linking import link
from bias.corpus.pipeline.written import Known, read_people
from bias.errors import BadInputError
from bias.reading import read, role_codebook

WOMAN, MAN, NOBODY, BODY = "Livia Arden", "Nadia Rook", "Bruno Falk", "the police"  # as made.GENDERS has them
CITED = {
    "The Lantern": [[WOMAN, WOMAN, WOMAN, MAN, NOBODY, BODY]] * 10,
    "Radio Varn": [[WOMAN, MAN, MAN, MAN, BODY, BODY]] * 10,
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    return bias.open_corpus(make_cited(tmp_path_factory.mktemp("women") / "corpus", CITED).path)


def test_shares_are_of_those_whose_gender_is_known(opened: OpenCorpus) -> None:
    rows = opened.sourcing("women").board.rows.set_index("outlet")
    assert rows["value"].to_dict() == {"The Lantern": 0.75, "Radio Varn": 0.25}
    assert rows["n"].to_dict() == {"The Lantern": 30, "Radio Varn": 10}
    assert rows["base"].to_dict() == {"The Lantern": 40, "Radio Varn": 40}
    assert rows["with_unknown"].to_dict() == {"The Lantern": 50, "Radio Varn": 40}, "unknown is shown"
    card = opened.sourcing("women")
    assert card.table["Statements of unknown gender too"].tolist() == [50, 40]
    assert "Of 90 statements of single people 10 are of unknown gender." in card.notes
    for row in rows.to_dict("records"):
        found = opened.corpus.observed("attributions", Filter(), behind=row["behind"])
        assert found == row["n"]


def test_a_person_counts_once_an_article(opened: OpenCorpus) -> None:
    card = opened.sourcing("women_named")
    rows = card.board.rows.set_index("outlet")
    assert rows["value"].to_dict() == {"The Lantern": 0.5, "Radio Varn": 0.5}
    assert rows["n"].to_dict() == {"The Lantern": 10, "Radio Varn": 10}
    assert rows["base"].to_dict() == {"The Lantern": 20, "Radio Varn": 20}
    assert "Of named persons" in card.table
    assert card.counted == "40 named persons of 2 outlets"


def test_unknown_and_bodies_are_shown_beside(opened: OpenCorpus) -> None:
    table = opened.sourcing("genders", outlet="The Lantern").table
    shares = dict(zip(table["Women and men"], table["n"], strict=True))
    assert shares == {
        "Women": 30,
        "Men": 10,
        "Unknown, a single person": 10,
        "Groups, bodies and documents": 10,
    }


def test_words_roles_and_time(opened: OpenCorpus) -> None:
    assert opened.sourcing("women", weight="words").board.rows["value"].notna().all()
    assert opened.sourcing_by("women").table["Role"].tolist() == ["Expert or academic", "Civil society"]
    over = opened.sourcing("women", over="month").board.rows
    assert set(over["period"]) == {"2026-01", "2026-02", "2026-03"}


def test_the_caveat_says_what_gender_is(opened: OpenCorpus) -> None:
    for key in ("genders", "women", "women_named"):
        card = opened.sourcing(key)
        assert "how the text speaks of somebody" in card.notes
        assert "neither woman nor man is unknown unless people.csv says it" in card.notes
        assert "Gender Gap Tracker" in card.source


# -- over the articles of a corpus -------------------------------------------------------------------


def people(*genders: str) -> pd.DataFrame:
    """Rows of the table `speakers`: one woman, as each of some articles tells of her."""
    row = {
        "outlet": "The Lantern", "published": "2026-02-09", "kind": "person", "name": "Ada Brandt",
        "forms": ["Ada Brandt"], "role": None, "alignment": None, "polity": None, "confidence": 0.0,
        "why": "", "reason": "",
    }  # fmt: skip
    return pd.DataFrame([row | {"article_id": str(n), "gender": one} for n, one in enumerate(genders)])


@pytest.mark.parametrize(
    ("read_as", "known"),
    [
        (("f", "", ""), ["f"] * 3),
        (("f", "f", "f", "m"), ["f"] * 4),
        (("f", "m", ""), [""] * 3),
        (("", ""), [""] * 2),
    ],
)
def test_articles_tell_each_other_a_gender_where_they_agree(
    read_as: tuple[str, ...], known: list[str]
) -> None:
    assert link(people(*read_as))["gender"].tolist() == known


def test_people_csv_says_who_is_neither(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,gender\nAda Brandt,x\n", encoding="utf-8")
    known = read_people(path, role_codebook())
    assert known == (Known("Ada Brandt", gender="x"),)
    found = link(people("f", "f"), known)
    assert found["gender"].tolist() == ["x", "x"]
    assert found["role"].isna().all(), "nothing else is said of her"
    assert link(people("f"), (Known("Ada Brandt", gender="unknown"),))["gender"].tolist() == [""]
    path.write_text("name,gender\nAda Brandt,woman\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="no gender 'woman'; write one of f, m, x, unknown"):
        read_people(path, role_codebook())


# -- in a text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Senator Mirrin Velt said on Monday that she would not run. The vote is in May.", "f"),
        ("Mirrin Velt said the panel needs to interview him. The vote is in May.", ""),
        ("Like Mirrin Velt, he did not mention the vote. “We wait,” Mirrin Velt said on Monday.", ""),
        ("Anna Roth backed Tavin Weber. In October, she said she would vote. “Yes,” Tavin Weber said.", ""),
        ("“I asked what he wanted,” Mirrin Velt said. The council meets on Monday in Loravel.", ""),
        ("The trial of Tavin Weber’s daughter began. “We wait,” Tavin Weber said. He was calm.", "m"),
        ("The spokeswoman Mirrin Velt said that his plan had failed. The vote is in May.", "f"),
    ],
)
def test_a_gender_is_told_where_it_can_be_counted_on(text: str, gender: str) -> None:
    """Nobody knows the given names."""
    found = {one.name: one.gender for one in read(article(text=text)).speakers}
    name = "Tavin Weber" if "Tavin Weber" in text else "Mirrin Velt"
    assert found[name] == gender


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Tomasz Rell", "m"), ("Fatima Rell", "f"), ("Wangari Rell", "f"), ("Sergei Rell", "m"),
        ("Priya Rell", "f"), ("Kofi Rell", "m"), ("J. Oksana Rell", "f"), ("Jean Rell", ""),
        ("Andrea Rell", ""), ("Xi Rell", ""), ("Mirrin Rell", ""),
    ],
)  # fmt: skip
def test_a_given_name_tells_where_the_text_does_not(name: str, gender: str) -> None:
    text = f"The dam at Torvik broke on Monday, {name} said. The vote is in May."
    (found,) = read(article(text=text)).speakers
    assert found.gender == gender


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Senator Mr Fatima Rell said on Monday that it broke. The vote is in May.", "m"),
        ("Fatima Rell said on Monday that he would not run. The vote is in May.", ""),
        ("Fatima Rell said on Monday that she would not run. The vote is in May.", "f"),
    ],
)
def test_a_title_goes_before_a_given_name_and_a_pronoun_against_it_leaves_it_open(
    text: str, gender: str
) -> None:
    (found,) = read(article(text=text)).speakers
    assert found.gender == gender


def test_women_are_counted_over_the_demo(demo: Corpus) -> None:
    rows = bias.open_corpus(demo.path).sourcing("women").board.rows
    assert rows["value"].between(0.3, 0.8).all()
    assert (rows["base"] / rows["with_unknown"] > 0.7).all()
