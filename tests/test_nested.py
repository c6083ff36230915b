"""Statements inside statements: whose words they are, and which verb belongs to whom."""

from __future__ import annotations

import pytest

from bias.corpus.pipeline.rows import read_rows
from bias.model import Article, joined
from bias.reading.reader import read


def statements(text: str) -> list[tuple[str, str, str]]:
    found = read(Article("x", "Outlet", "", text, "2024-05-01", "")).attributions
    return [tuple(joined(part, text) for part in (a.source, a.cue, a.content)) for a in found]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The union has said it hopes to strike in May and warned of chaos.",
            "The union", "warned of", "chaos",
        ),
        (
            "Mayor Tom Hale has said he wants to sell the port “through a trust” and pointed to a deficit.",
            "Mayor Tom Hale", "pointed to", "a deficit",
        ),
        (
            "The union has said it hopes to strike in May and warned of chaos.",
            "The union", "has said", "it hopes to strike in May",
        ),
        (
            "Mayor Tom Hale has said he wants to sell the port “through a trust” and pointed to a deficit.",
            "Mayor Tom Hale", "has said", "he wants to sell the port “through a trust”",
        ),
        # what stands in the statement stays in it
        (
            "The union says it met the owners and told them to wait.",
            "The union", "says", "it met the owners and told them to wait",
        ),
    ],
)  # fmt: skip
def test_a_second_verb_has_the_subject_of_its_clause(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in statements(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ida Morrow said the police had told her that the road was closed.",
        "The minister said a doctor had told him that the wards were full.",
        "Tom Hale said his lawyer had claimed that the papers were lost.",
        "“The mayor told me that the bridge was safe,” Ida Morrow said.",
        "According to the report, officials said that the well was dry.",
    ],
)
def test_no_word_counts_twice(text: str) -> None:
    rows = read_rows(Article("x", "Outlet", "", text, "2024-05-01", "")).rows["attributions"]
    words = len(text.replace("“", "").replace("”", "").split())
    assert len(rows) > 1
    assert sum(row["words"] for row in rows) < words


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The mayor was told the bridge was unsafe.", ""),
        ("Residents were warned that the water was bad.", ""),
        ("Staff were informed on Monday that the plant would close.", ""),
        ("Drivers were urged to stay at home.", ""),
        ("Parents have been assured that the school is safe.", ""),
        ("Residents were warned by the council that the water was bad.", "the council"),
        ("Drivers have been urged by police to stay at home.", "police"),
        ("The governor was briefed and said the fire was out.", "The governor"),
        ("Tom Hale said he was told that the bridge was unsafe.", "Tom Hale"),
        ("“I was told to leave,” Tom Hale said.", "Tom Hale"),
    ],
)
def test_who_is_told_says_nothing(text: str, source: str) -> None:
    assert [found for found, _, _ in statements(text)] == ([source] if source else [])
