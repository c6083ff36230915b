"""One row a speaker over a corpus: what joins names, what keeps them apart, what is filled from elsewhere."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bias.corpus.pipeline.entity_linking import link
from bias.corpus.pipeline.people import imputation
from bias.corpus.pipeline.written import Known, read_people
from bias.errors import BadInputError
from bias.reading import role_codebook


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
        ("Søren Ørting", "Soren Orting"),
        ("Łucja Żarska", "Lucja Zarska"),
        ("Đorđe Pavić", "Djordje Pavic"),
        ("Uwe Weiß", "Uwe Weiss"),
        ("Işıl Aydın", "Isil Aydin"),
        ("İSMET IŞIKLAR", "Ismet Işıklar"),
        ("Олена Мороз", "Olena Moroz"),
        ("Ilse Marrant", "Marrant"),
    ],
)
def test_spellings_of_one_person_are_joined(one: str, other: str) -> None:
    found = link(speakers({"name": one}, {"name": other}))
    assert found["speaker"].nunique() == 1
    assert found["label"].tolist() == [found["label"][0]] * 2
    assert (found["joined"] != "").all()


def test_parts_of_a_table_are_linked_as_the_whole() -> None:
    """A surname of one part is that of a full name in another."""
    whole = speakers({"name": "Anna Kell", "role": "expert"}, {"name": "Kell"}, {"name": "Jonas Marr"})
    found = link(whole.iloc[n : n + 1] for n in range(len(whole)))
    pd.testing.assert_frame_equal(found, link(whole))
    assert found["speaker"][0] == found["speaker"][1] != found["speaker"][2]


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Israel Defense Forces", "IDF"),
        ("Israeli army", "Israel’s military"),
        ("IDF", "Israeli military"),
        ("World Health Organization", "WHO"),
        ("European Kelp Agency", "EKA"),
        ("Pakistan", "Islamabad"),
        ("The Varn Gazette", "Varn Gazette"),
        ("United States", "US"),
        ("Kestria’s Interior Ministry", "Kestria's Interior Ministry"),
        ("U.S. Army", "US military"),
    ],
)
def test_names_of_one_body_are_joined(one: str, other: str) -> None:
    body = {"kind": "organisation", "forms": []}
    found = link(speakers({**body, "name": one}, {**body, "name": other}))
    assert found["speaker"].nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("European Kelp Agency", "EFA"),
        ("Israel", "Israeli army"),
        ("Israeli government", "Israel"),
        ("Paul Ranner", "Paul Ranner Jr"),
        ("Indian Army", "Pakistan Army"),
    ],
)
def test_names_of_two_stay_apart(one: str, other: str) -> None:
    kind = "person" if "Ranner" in one else "organisation"
    rows = (
        {"name": name, "kind": kind, "forms": [name] if kind == "person" else []} for name in (one, other)
    )
    assert link(speakers(*rows))["speaker"].nunique() == 2


def test_an_acronym_that_two_bodies_have_joins_neither() -> None:
    body = {"kind": "organisation", "forms": []}
    names = ("European Kelp Agency", "Eastern Kestria Airways", "EKA")
    assert link(speakers(*({**body, "name": name} for name in names)))["speaker"].nunique() == 3


def test_lady_harding_is_not_he() -> None:
    found = link(
        speakers(
            {"name": "Colm Harding"}, {"name": "Lady Harding", "forms": ["Harding"]}, {"name": "Harding"}
        )
    )
    assert found["speaker"][0] == found["speaker"][2] != found["speaker"][1]


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
        ("who,role\n", "found the columns who, role; write name, role"),
        ("name;role\n", "with commas between"),
        ("name,role\n,citizen\n", "row 2: no name"),
        ("name,role\nAnna Kell,clown\n", "row 2: no role 'clown'"),
        ("name,alignment\nAnna Kell,left\n", "no alignment 'left'"),
        ("name,from\nAnna Kell,May 2026\n", "from is 'May 2026'"),
        ("name,role\nAnna Kell,citizen\nKell, Jonas,citizen\n", "row 3: more cells than columns"),
        ("name,from,to\nAnna Kell,2026-02-01,2026-01-01\n", "row 2: from 2026-02-01 is after"),
    ],
)
def test_a_wrong_row_of_people_csv_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "people.csv"
    assert read_people(path, role_codebook()) == ()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=re.escape(says)) as error:
        read_people(path, role_codebook())
    assert "people.csv" in str(error.value)


def test_days_are_compared_as_they_are_written_in_articles(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('name,polity,from,to\n"Kell, Anna",Kestria,20260201,\n', encoding="utf-8-sig")
    (known,) = read_people(path, role_codebook())
    assert known == Known("Kell, Anna", polity="Kestria", since="2026-02-01")
    assert not known.holds("2026-01-31")
    assert known.holds("2026-02-01T08:00:00")


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


def test_a_group_in_other_letters_keeps_its_words() -> None:
    found = link(
        speakers(*({"name": name, "kind": "group", "forms": []} for name in ("жители", "рабочие", "Жители")))
    )
    assert found["speaker"].tolist() == ["group zhiteli", "group rabochie", "group zhiteli"]


# -- the window of dates, against every pair ----------------------------------------------------------

CODES = ("role", "alignment", "polity")


def near(one: str, other: str) -> bool:
    days = abs((pd.Timestamp(one or other) - pd.Timestamp(other or one)).days)
    return not one or not other or days <= 180


def by_pairs(row: dict[str, str], others: list[dict[str, str]]) -> dict[str, Any]:
    """What `impute` gives for one row, found by looking at every other row."""
    out: dict[str, Any] = {}
    others = [one for one in others if one is not row and near(row["published"], one["published"])]
    for code in CODES:
        same = [
            one for one in others
            if code == "role" or not row["role"] or not one["role"] or row["role"] == one["role"]
        ]  # fmt: skip
        said = Counter(one[code] for one in same if one[code])
        if row[code] or not said:
            continue
        value, n = min(said.items(), key=lambda item: (-item[1], item[0]))
        if n / said.total() < 0.7:
            continue
        out[code] = value
        if code == "role":
            words = Counter(one["reason"] for one in others if one["role"] == value and one["reason"])
            reason = min(words, key=lambda word: (-words[word], word), default="")
            confidence = round(0.9 * n / said.total(), 3)
            out |= {"confidence": confidence, "why": "elsewhere in the corpus", "reason": reason}
    return out


def some_rows(number: int, chance: random.Random, *, days: int = 700) -> list[dict[str, str]]:
    start = pd.Timestamp("2024-01-01")
    return [
        {
            "published": chance.choice(
                ["", *[(start + pd.Timedelta(days=chance.randrange(days))).date().isoformat()] * 4]
            ),
            "role": chance.choice(["", "", "expert_academic", "expert_academic", "business"]),
            "alignment": chance.choice(["", "", "incumbent", "incumbent", "opposition"]),
            "polity": chance.choice(["", "Kestria", "Kestria", "Vellmark"]),
            "reason": chance.choice(["", "economist", "head of the bank", "adviser"]),
        }
        for _ in range(number)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_the_window_finds_what_every_pair_of_articles_says(seed: int) -> None:
    chance = random.Random(seed)
    rows = some_rows(chance.randrange(1, 60), chance)
    assert imputation.impute(rows) == [by_pairs(row, rows) for row in rows]


@pytest.mark.parametrize("seed", range(20))
def test_articles_of_one_day_that_say_the_same_may_be_one_row(seed: int) -> None:
    chance = random.Random(seed)
    rows = some_rows(chance.randrange(1, 40), chance)
    times = [chance.randrange(1, 4) for _ in rows]
    each = [row for row, n in zip(rows, times, strict=True) for _ in range(n)]
    one = [cells for cells, n in zip(imputation.impute(rows, times), times, strict=True) for _ in range(n)]
    assert one == imputation.impute(each)


def test_articles_180_days_apart_are_near_and_181_are_not() -> None:
    told = {"published": "2026-01-01", "role": "business", "alignment": "", "polity": "", "reason": "baker"}
    silent = {**told, "role": "", "reason": ""}
    rows = [told, silent | {"published": "2026-06-30"}, silent | {"published": "2026-07-01"}]
    assert [cells.get("role") for cells in imputation.impute(rows)] == [None, "business", None]


def test_each_article_joins_the_window_once_and_leaves_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    count = imputation._Window.count

    def spy(window: Any, rows: Any) -> None:
        listed = list(rows)
        counted.extend(listed)
        count(window, listed)

    monkeypatch.setattr(imputation._Window, "count", spy)
    imputation.impute(some_rows(3_000, random.Random(1), days=3_000))
    assert 3_000 <= len(counted) <= 3 * 3_000  # in, out, and in again for those without a date
