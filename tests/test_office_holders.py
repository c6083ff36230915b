"""Who holds office on the day: tables of our own, and what the text says against them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bias import resources
from bias.model import Article, Attribution, Span, Speaker
from bias.reading.roles import office_holders, parties
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.encoder import parse

OFFICES = [
    # name, aliases, role, alignment, polity, from, to
    ("Orla Venn", "", "head_of_state_gov", "incumbent", "Denmark", "2010-01-01", "2014-12-31"),
    ("Orla Venn", "", "legislator_party", "opposition", "Denmark", "2015-01-01", "2018-12-31"),
    ("Mira Castel", "", "government_official", "incumbent", "Denmark", "2020-01-01", ""),
    ("Mira Castel", "", "legislator_party", "opposition", "Denmark", "2015-01-01", "2019-12-31"),
    ("Tomas Brandt", "", "head_of_state_gov", "incumbent", "Austria", "2012-01-01", ""),
    ("Jon Lorm", "", "media_journalist", "independent", "Israel", "2012-01-01", ""),
    ("Ada Lorm", "", "legislator_party", "opposition", "Kenya", "2012-01-01", ""),
    ("Rolf Kessl", "", "intl_org", "foreign", "United Nations", "2012-01-01", ""),
    ("Tom Quill", "", "legislator_party", "incumbent", "Ireland", "2012-01-01", "2016-01-01"),
    ("Tom Quill", "", "legislator_party", "incumbent", "Canada", "2012-01-01", ""),
]
KEYS = ("name", "aliases", "role", "alignment", "polity", "from", "to")


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = resources.lexicon

    def lexicon(name: str) -> tuple[dict[str, Any], ...]:
        if name == "offices":
            return tuple(dict(zip(KEYS, row, strict=True)) for row in OFFICES)
        return () if name in office_holders.TABLES else real(name)

    monkeypatch.setattr(resources, "lexicon", lexicon)
    caches = (
        office_holders._rows,
        office_holders._holders,
        office_holders._surnames,
        office_holders.is_holder,
    )
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def speaker(text: str, source: str, date: str = "", title: str = "") -> Speaker:
    """Who the last source with these words is, by the rules alone."""
    start = text.rindex(source)
    span = Span(start, start + len(source))
    one = Attribution("", (span,), (), (span,), "indirect")
    return resolve_speakers(
        parse(Article("", "", title, text, published=date)), [one], learned=False
    ).speakers[0]


@pytest.mark.parametrize(
    ("text", "source", "date", "role", "alignment"),
    [
        ("Orla Venn said no.", "Orla Venn", "2012-03-01", "head_of_state_gov", "incumbent"),
        ("Orla Venn said no.", "Orla Venn", "2016-03-01", "legislator_party", "opposition"),
        ("Orla Venn said no.", "Orla Venn", "2025-03-01", "", ""),  # nothing current: no falling back
        ("Orla Venn said no.", "Orla Venn", "2009-03-01", "", ""),
        ("Orla Venn said no.", "Orla Venn", "", "", ""),  # periods disagree, and none is open
        ("Mira Castel said no.", "Mira Castel", "", "", ""),  # one is open, but they disagree
        ("Tomas Brandt said no.", "Tomas Brandt", "", "head_of_state_gov", "incumbent"),
        ("Orla Venn, a columnist, said no.", "Orla Venn", "2025-03-01", "media_journalist", "independent"),
        # elected and not yet in office: still of the opposition that day
        (
            "President-elect Orla Venn said no.",
            "Orla Venn",
            "2016-03-01",
            "head_of_state_gov",
            "opposition",
        ),
        ("Former president Orla Venn said no.", "Orla Venn", "2025-03-01", "", ""),
        ("Former president Orla Venn said no.", "Orla Venn", "2016-03-01", "legislator_party", "opposition"),
    ],
)
def test_an_office_counts_on_its_days(text: str, source: str, date: str, role: str, alignment: str) -> None:
    found = speaker(text, source, date)
    assert (found.role, found.alignment) == (role, alignment)


@pytest.mark.parametrize(
    ("text", "source", "title", "role"),
    [
        ("Minister Rasmus Lorm was late. Lorm said no.", "Lorm", "Israel waits", "government_official"),
        ("Lorm said no.", "Lorm", "News from Kenya", "legislator_party"),
        ("Lorm said no.", "Lorm", "News from Israel", "media_journalist"),
        ("Lorm said no.", "Lorm", "News from Peru", ""),  # neither's country
        ("Brandt said no.", "Brandt", "Vienna", "head_of_state_gov"),
        ("Brandt said no.", "Brandt", "Oslo", ""),
        ("The Sudanese dean Tomas Brandt said no.", "Tomas Brandt", "", "expert_academic"),
        ("The Sudanese dean Tomas Brandt said no. He left.", "Tomas Brandt", "Austria", "expert_academic"),
        ("Chilean Interior Minister Tomas Brandt said no.", "Tomas Brandt", "Austria", "government_official"),
        ("Kessl said no.", "Kessl", "News from Peru", "intl_org"),
    ],
)
def test_a_name_alone_never_beats_the_text(text: str, source: str, title: str, role: str) -> None:
    assert speaker(text, source, "2014-03-01", title).role == role


def test_parties_of_one_country_tell_which_country_is_meant() -> None:
    text = "The EFF said the budget was late. The DA said no."
    assert speaker(text, "The EFF", "2024-05-01").role == "legislator_party"
    assert speaker("The EFF said the law was late.", "The EFF", "2024-05-01").role == ""


def test_a_counterpart_has_the_same_office() -> None:
    two = "Prime Minister Orla Kest and her Polish counterpart Jan Kowal"
    assert speaker(f"{two} said no.", two, "2014-03-01").role == "head_of_state_gov"
    two = "Prime Minister Orla Kest and the Polish teacher Jan Kowal"
    assert speaker(f"{two} said no.", two, "2014-03-01").role == ""


def test_of_two_people_of_one_name_the_country_decides() -> None:
    assert speaker("Tom Quill said no.", "Tom Quill", "2014-03-01", "Canada waits").polity == "Canada"
    assert speaker("Tom Quill said no.", "Tom Quill", "2014-03-01", "Ireland waits").polity == "Ireland"


@pytest.mark.parametrize(
    ("date", "side"),
    [("2004-12-31", ""), ("2005-06-01", "incumbent"), ("2010-06-01", "opposition"), ("2012-01-01", "")],
)
def test_a_party_table_says_nothing_after_its_last_day(date: str, side: str) -> None:
    row = {"governs": "2005-01-01..2009-12-31", "known_to": "2011-12-31"}
    expected = "opposition" if date < "2005" else side  # the table begins before it
    assert parties.side_of(row, date) == expected


def test_every_table_names_its_source_and_what_it_does_not_cover() -> None:
    folder = Path(resources.PACKAGE) / "lexicons"
    for name in ("offices_leaders", "offices_factbook", "offices_congress", "parties_parlgov"):
        head = [
            line
            for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
            if line[0] == "#"
        ]
        words = " ".join(head)
        for part in ("source:", "licence:", "not covered:"):
            assert part in words, name


def test_tables_do_not_name_one_leader_twice_on_a_day() -> None:
    """Two spellings of one name would leave a surname open."""
    folder = Path(resources.PACKAGE) / "lexicons"
    rows = [
        line.split("\t")
        for name in ("offices_leaders", "offices_factbook")
        for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        if line[0] != "#"
    ]
    seen: dict[tuple[str, str, str], list[list[str]]] = {}
    for row in rows:
        seen.setdefault((row[0][0], row[0].split(" ")[-1], row[4]), []).append(row)
    for same in seen.values():
        days = sorted((row[5], row[6], row[0]) for row in same)
        names = {name for _, _, name in days}
        assert len(names) == 1 or all(one[1] < two[0] for one, two in pairwise(days)), days
