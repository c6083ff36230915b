"""As of which day a text was written, whose sons are no presidents, and whose party is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.model import Article, Attribution
from bias.reading.reader import read

CASES = Path(__file__).parent / "cases" / "written_later.txt"


def said(text: str, day: str, url: str = "") -> Attribution:
    return read(Article("x", "Outlet", "", text, day, url)).attributions[-1]


@pytest.mark.parametrize(
    ("side", "text"),
    [tuple(line.split(" | ")) for line in CASES.read_text("utf-8").splitlines() if line[0] != "#"],
)
def test_a_page_that_was_rewritten_is_read_as_of_when_its_text_was_written(side: str, text: str) -> None:
    assert said(text, "2022-10-10").alignment == side


def test_an_office_taken_soon_after_is_no_sign_of_a_later_text() -> None:
    text = "Mick Mulvaney is at work as budget director. Mick Mulvaney said the United States must save."
    assert said(text, "2016-12-20").alignment != "incumbent"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Donald Trump", "head_of_state_gov"),
        ("Donald Trump Jr.", "-"),
        ("Donald Trump Jr", "-"),
        ("Donald J. Trump", "head_of_state_gov"),
        ("Emmanuel Macron Jr.", "-"),
        ("Justin Trudeau Sr.", "-"),
        ("Paul D. Ryan", "legislator_party"),
        ("Sanford Bishop Jr.", "legislator_party"),
        ("Sanford Bishop", "legislator_party"),
        ("Theresa May Sr", "-"),
    ],
)
def test_a_son_is_not_his_father(name: str, role: str) -> None:
    day = "2018-05-01" if "Bishop" not in name else "2025-05-01"
    assert (said(f"{name} said on Monday that the talks were over.", day).role or "-") == role


@pytest.mark.parametrize(
    ("text", "url", "side"),
    [
        ("The EFF said the budget was a fraud.", "https://dorn.co.za/1", "opposition"),
        ("The EFF said the budget was a fraud.", "", ""),
        ("The NPP said the budget was a fraud.", "https://dorn.com.gh/1", "opposition"),
        ("The NPP said the budget was a fraud in Sri Lanka.", "", "incumbent"),
        ("The Congress said India must wait.", "", "opposition"),
        ("The United States is tired. Congress said it must wait.", "", ""),
        ("Swapo said the vote in Namibia was fair.", "", "incumbent"),
        ("UMNO said Malaysia must wait.", "", "incumbent"),
        ("PAS said Malaysia must wait.", "", "opposition"),
        ("Renamo said the vote in Mozambique was a fraud.", "", "opposition"),
        ("The BDP said Botswana was tired.", "", "opposition"),
        ("The UPND said Zambia was on its way.", "", "incumbent"),
    ],
)
def test_a_short_name_is_of_the_party_of_the_country(text: str, url: str, side: str) -> None:
    assert (said(text, "2025-05-01", url).alignment or "") == side
