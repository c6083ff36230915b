"""Dates, identities, columns: what one record tells."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bias.errors import BadInputError
from bias.ingest import column_map, fields
from bias.ingest.fields import dates


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T00:00:00Z", "2024-05-03"),
        ("2024-05-03 10:12", "2024-05-03T10:12:00"),
        ("2024-05-03T10:12:00+02:00", "2024-05-03T10:12:00+02:00"),
        ("3 May 2024", "2024-05-03"),
        ("May 3, 2024, 10:12 a.m. EDT", "2024-05-03T10:12:00-04:00"),
        ("Nov. 8, 2022 at 10:12 p.m. ET", "2022-11-08T22:12:00"),
        ("Fri, 03 May 2024 10:12:00 GMT", "2024-05-03T10:12:00+00:00"),
        ("13/04/2020", "2020-04-13"),
        ("04/13/2020", "2020-04-13"),
        ("05/05/2020", "2020-05-05"),
        ("03.04.2020", "2020-04-03"),
        ("20240503", "2024-05-03"),
        (20240503, "2024-05-03"),
        (1714731120, "2024-05-03T10:12:00+00:00"),
        (1714731120000, "2024-05-03T10:12:00+00:00"),
        (1714731120.0, "2024-05-03T10:12:00+00:00"),
        (date(2024, 5, 3), "2024-05-03"),
        (datetime(2024, 5, 3, 10, 12, tzinfo=UTC), "2024-05-03T10:12:00+00:00"),
        (pd.Timestamp("2024-05-03"), "2024-05-03"),
    ],
)
def test_date(written: object, read: str) -> None:
    assert dates.iso(written) == read


@pytest.mark.parametrize(
    "written", ["31/31/2020", "May 2024", "10:12", "soon", "12", "2024", "0001-01-01", "9" * 400, "Monday"]
)
def test_what_is_no_whole_date_is_not_guessed(written: str) -> None:
    with pytest.raises(dates.UnreadableDateError, match="unreadable"):
        dates.iso(written)


def test_day_or_month_first_is_asked_for() -> None:
    assert dates.iso("03/04/2020", "day") == "2020-04-03"
    assert dates.iso("03/04/2020", "month") == "2020-03-04"
    with pytest.raises(dates.UnreadableDateError, match="ambiguous"):
        dates.iso("03/04/2020")


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2020", "13/04/2020"], "day"),
        (["03/04/2020", "04/13/2020 10:00"], "month"),
        (["13/04/2020", "04/13/2020"], None),
        (["03/04/2020", None, 7, "soon"], None),
    ],
)
def test_a_column_tells_its_order(column: list[object], order: str | None) -> None:
    assert dates.order_of(column) == order


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2150, 1, 1)))
def test_an_iso_date_is_read_as_it_is(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    read = dates.iso(moment.isoformat())
    assert datetime.fromisoformat(read) == moment
    assert dates.iso(read) == read


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Media Name", "Publish_Date", "Headline", "articleBody", "Link"],
         {"outlet": "Media Name", "published": "Publish_Date", "title": "Headline", "text": "articleBody",
          "url": "Link"}),
        (["Titre", "Média", "Texte intégral"],
         {"title": "Titre", "outlet": "Média", "text": "Texte intégral"}),
        (["publisher", "sitename", "plain_text"], {"outlet": "sitename", "text": "plain_text"}),
        (["content", "text"], {"text": "text"}),
        (["a", "b"], {}),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_usual_names(columns: list[str], found: dict[str, str]) -> None:
    assert fields.find_columns(columns) == found


def test_a_mapping_comes_first_and_takes_the_column() -> None:
    found = fields.find_columns(["source", "paper", "text"], {"outlet": "paper", "author": "source"})
    assert found == {"outlet": "paper", "author": "source", "text": "text"}


def test_an_unknown_field_is_an_error_that_names_the_fields() -> None:
    with pytest.raises(BadInputError, match=r"no field 'colour'.*outlet, title"):
        fields.find_columns(["a"], {"colour": "a"})


def record(**cells: object) -> dict[str, object]:
    return {"text": "Some words.", **cells}


def read(cells: dict[str, object], **more: str):  # type: ignore[no-untyped-def]
    return fields.from_record(cells, fields.find_columns(cells), **more)


def test_every_field_tells_how_it_was_found() -> None:
    article = read(
        record(headline="Ferry", date="3 May 2024", url="https://www.varn.example/a", id=7, lang="en-GB")
    )
    assert article.methods == {
        "text": "column text", "title": "column headline", "published": "column date", "url": "column url",
        "language": "column lang", "outlet": "url domain", "id": "hash; column id: 7",
    }  # fmt: skip
    assert (article.outlet, article.language, article.published) == ("varn.example", "en", "2024-05-03")


@pytest.mark.parametrize(
    ("told", "read_as"),
    [
        ("By Nina Okafor", "Nina Okafor"),
        ("Okafor, Nina", "Nina Okafor"),
        ("Okafor, Nina J.; Ferrand, Tom", "Nina J. Okafor; Tom Ferrand"),
        ("Nina Okafor, Tom Ferrand", "Nina Okafor, Tom Ferrand"),
        ("Byron Vane", "Byron Vane"),
        ("Nina Okafor, political editor", "Nina Okafor, political editor"),
    ],
)
def test_authors_stand_as_they_are_spoken(told: str, read_as: str) -> None:
    assert read(record(author=told)).author == read_as


def test_the_unknown_stays_empty() -> None:
    article = read(record(author=float("nan"), title=None, date="  "))
    assert (article.outlet, article.title, article.author, article.published) == ("", "", "", "")
    assert article.methods == {"text": "column text", "id": "hash"}


def test_the_callers_outlet_is_for_those_that_tell_none() -> None:
    assert read(record(outlet="Radio Varn"), outlet="X").outlet == "Radio Varn"
    assert read(record(), outlet="X").outlet == "X"


def test_an_unreadable_date_keeps_the_article_and_says_so() -> None:
    article = read(record(date="31/31/2020"))
    assert article.published == ""
    assert article.methods["published"] == "unreadable: '31/31/2020'"


def test_nested_and_numeric_cells_become_words() -> None:
    cells = record(
        source={"id": "x", "name": "Radio Varn"}, authors=["Ann Lee", {"name": "Tom"}], title=1984.0
    )
    article = read(cells)
    assert (article.outlet, article.author, article.title) == ("Radio Varn", "Ann Lee, Tom", "1984")


@pytest.mark.parametrize(
    ("text", "reason"), [(None, "no text"), (" \n", "no text"), (3.5, "not a string but float"), ({}, "dict")]
)
def test_a_row_without_text_is_a_bad_row(text: object, reason: str) -> None:
    with pytest.raises(fields.BadRowError, match=reason):
        read({"text": text})


def test_lone_surrogates_are_replaced_and_noted() -> None:
    article = read(record(text="a\ud800b", title="\udfff"))
    assert (article.text, article.title) == ("a\ufffdb", "\ufffd")
    assert article.methods["text"] == "column text; lone surrogates replaced"
    article.text.encode()


def test_an_id_is_the_same_in_another_process() -> None:
    call = "from bias.ingest.fields import article_id; print(article_id(outlet='A', title='B', text='C'))"
    other = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == fields.article_id(outlet="A", title="B", text="C")
    assert len(other.stdout.strip()) == 16


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=2, max_size=9))
def test_two_texts_never_share_an_id(articles: list[tuple[str, str, str]]) -> None:
    ids: dict[str, str] = {}
    for outlet, title, text in articles:
        assert (
            ids.setdefault(fields.article_id(outlet=outlet, title=title, text=text, url="u.example/a"), text)
            == text
        )
        assert ids.setdefault(fields.article_id(outlet=outlet, title=title, text=text), text) == text


def test_a_url_counts_without_what_only_tracks_the_reader() -> None:
    plain = fields.article_id(outlet="A", title="B", text="C", url="https://varn.example/a?page=2")
    tracked = "http://www.varn.example/a/?utm_source=x&page=2&fbclid=7#top"
    assert fields.article_id(outlet="", title="", text="C", url=tracked) == plain
    assert fields.article_id(outlet="", title="", text="C", url="https://varn.example/a?page=3") != plain


@given(st.text())
def test_any_url_is_taken(url: str) -> None:
    assert isinstance(fields.normal_url(url), str)
    assert isinstance(fields.domain(url), str)


def test_columns_with_other_names() -> None:
    assert column_map([]) == {}
    assert column_map(["outlet=paper", " published = day"]) == {"outlet": "paper", "published": "day"}
    with pytest.raises(BadInputError, match="write field=column"):
        column_map(["outlet"])
