"""One row a speaker over a corpus: what joins names, what keeps them apart, what is filled from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bias.corpus.pipeline.entity_linking import link
from bias.corpus.pipeline.known_people import Known, read_people
from bias.errors import BadInputError


def speakers(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of the table `speakers`, with what a test does not say left empty."""
    empty = {
        "outlet": "The Lantern", "published": "2026-02-09", "kind": "person", "gender": "", "role": None,
        "alignment": None, "polity": None, "confidence": 0.0, "why": "", "reason": "",
    }  # fmt: skip
    return pd.DataFrame(
        [{"article_id": str(n), "forms": [row["name"]], **empty, **row} for n, row in enumerate(rows)]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kasim-Jomart Toverin", "Kassym-Jomart Toverin"),
        ("Olena Zelensky", "Olena Zelenskyy"),
        ("Paul D. Ranner", "Paul Ranner"),
        ("José Alvar", "Jose Alvar"),
        ("Ilse Marrant", "Marrant"),
    ],
)
def test_spellings_of_one_person_are_joined(one: str, other: str) -> None:
    found = link(speakers({"name": one}, {"name": other}))
    assert found["speaker"].nunique() == 1
    assert found["label"].tolist() == [found["label"][0]] * 2
    assert (found["joined"] != "").all()


def test_people_who_share_a_surname_stay_apart() -> None:
    found = link(speakers({"name": "Anna Kell"}, {"name": "Jonas Kell"}, {"name": "Kell"}))
    assert found["speaker"].nunique() == 3
    assert found["joined"][2] == "surname alone, which several people have"


def test_the_company_of_one_article_tells_nothing_of_that_of_another() -> None:
    company = {"name": "company", "kind": "organisation", "forms": []}
    ministry = {"name": "Interior Ministry", "kind": "organisation", "forms": []}
    found = link(
        speakers({**company, "role": "business"}, company, {**ministry, "polity": "Kestria"}, ministry)
    )
    assert found["speaker"].nunique() == 2
    assert pd.isna(found["role"][1])
    assert found["polity"][3] == "Kestria"


def test_what_one_article_leaves_open_is_filled_from_others_that_agree() -> None:
    known = {"name": "Mira Castellan", "role": "legislator_party", "alignment": "opposition", "reason": "MP"}
    found = link(speakers(known, known, {"name": "Mira Castellan"}))
    filled = found.iloc[2]
    assert (filled["role"], filled["alignment"]) == ("legislator_party", "opposition")
    assert (filled["why"], filled["reason"]) == ("elsewhere in the corpus", "MP")


def test_nothing_is_filled_where_others_disagree_or_are_of_another_time() -> None:
    name = "Mira Castellan"
    minister, leader = (
        {"name": name, "role": "government_official"},
        {"name": name, "role": "legislator_party"},
    )
    torn = link(speakers(minister, leader, {"name": name}))
    assert pd.isna(torn["role"][2])
    old = link(speakers({**minister, "published": "2019-01-01"}, {"name": name}))
    assert pd.isna(old["role"][1])


def test_a_movement_stands_where_its_people_stand() -> None:
    leader = {"name": "Mira Castellan", "role": "legislator_party"}
    said = {"alignment": "opposition", "reason": "the opposition leader"}
    there = {"reason": "leader of the Free Kestria Movement"}
    nameless = {"name": "The leader of the Free Kestria Movement", "forms": [], "role": "legislator_party"}
    other = {"name": "a deputy of the Civic Union", "forms": [], "role": "legislator_party"}
    found = link(speakers({**leader, **said}, {**leader, **there}, nameless, other))
    assert found["alignment"].tolist()[:3] == ["opposition"] * 3
    assert pd.isna(found["alignment"][3])


def test_what_a_user_knows_wins_in_its_time() -> None:
    known = [Known("Lena Oriel", "legislator_party", "opposition", "Kestria", since="2026-01-01")]
    rows = speakers(
        {"name": "Lena Oriel", "role": "citizen", "alignment": "independent"},
        {"name": "Lena Oriel", "role": "citizen", "published": "2019-02-09"},
        {"name": "Leo Marsh"},
    )
    found = link(rows, known)
    assert found[["role", "alignment", "polity", "why"]].iloc[0].tolist() == [
        "legislator_party", "opposition", "Kestria", "people.csv",
    ]  # fmt: skip
    assert found["role"][1] == "citizen"
    assert pd.isna(found["role"][2])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who,role\n", "columns are name"),
        ("name,role\n,citizen\n", "row 2: no name"),
        ("name,role\nAnna Kell,clown\n", "row 2: no role 'clown'"),
        ("name,alignment\nAnna Kell,left\n", "no alignment 'left'"),
        ("name,from\nAnna Kell,May 2026\n", "from is 'May 2026'"),
    ],
)
def test_a_wrong_row_of_people_csv_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "people.csv"
    assert read_people(path) == ()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=re.escape(says)) as error:
        read_people(path)
    assert "people.csv" in str(error.value)


def test_a_description_is_who_is_called_so_elsewhere() -> None:
    verhane = {"name": "Tomas Verhane", "article_id": "one"}
    said = {"name": "Tomas Verhane", "article_id": "two", "reason": "the exiled journalist"}
    here = {"name": "The exiled journalist", "forms": [], "article_id": "one"}
    alone = {"name": "The exiled journalist", "forms": [], "article_id": "three"}
    somebody = {"name": "a journalist", "forms": [], "article_id": "one"}
    found = link(speakers(verhane, said, here, alone, somebody))
    assert found["label"].tolist()[:3] == ["Tomas Verhane"] * 3
    assert found["speaker"].nunique() == 3
    assert found["joined"][2] == "described so elsewhere in the corpus"
    assert (found["kind"][3], found["kind"][4]) == ("person", "unnamed")


def test_groups_lend_each_other_no_role() -> None:
    residents = {"name": "residents", "kind": "group", "forms": []}
    found = link(speakers({**residents, "role": "citizen"}, residents))
    assert found["speaker"].nunique() == 1
    assert pd.isna(found["role"][1])


def test_the_order_of_articles_changes_nothing() -> None:
    rows = speakers(
        {"name": "Anna Kell", "role": "business"},
        {"name": "Kell"},
        {"name": "Anna Kell"},
        {"name": "Leo Marsh"},
    )
    there = link(rows).set_index("article_id")
    back = link(rows.iloc[::-1].reset_index(drop=True)).set_index("article_id").loc[there.index]
    pd.testing.assert_frame_equal(there, back)
    renamed = link(rows.assign(outlet="Another")).set_index("article_id")
    pd.testing.assert_frame_equal(there, renamed)


def test_an_empty_corpus_has_nobody() -> None:
    assert link(speakers({"name": "A B"}).head(0)).empty


def test_a_surname_of_several_is_whose_role_it_is() -> None:
    head, trade = {"role": "head_of_state_gov"}, {"role": "business"}
    found = link(
        speakers(
            *[{"name": "Ilse Marrant", **head}] * 3,
            {"name": "Otto Marrant", **trade},
            {"name": "Marrant", **head},
            {"name": "Marrant", **trade},
        )
    )
    assert found["speaker"][4] == found["speaker"][0] != found["speaker"][3]
    assert found["joined"][4] == "surname, and a role that one person of this name has"
    assert found["joined"][5] == "surname alone, which several people have", "one article is too few"
