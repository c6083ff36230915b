"""The same statement in two outlets: our own pairs, and what turns a statement around."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bias.corpus.events.statements import align, relation

CASES = Path(__file__).parent / "cases" / "statements.txt"
ONE_STATEMENT = ("same", "shortened", "paraphrased")


def cases(half: str) -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    blocks = "\n".join(lines).split("\n---\n")
    rows = [dict(line.split(": ", 1) for line in block.strip().split("\n")) for block in blocks]
    return [row for row in rows if row["half"] == half]


@pytest.mark.parametrize(("half", "least"), [("a", 0.85), ("b", 0.8)])
def test_our_own_pairs(half: str, least: float) -> None:
    """120 pairs; the rules and their bounds were set on half a."""
    rows = cases(half)
    assert len(rows) == 60
    wanted = [row["kind"] in ONE_STATEMENT for row in rows]
    found = [relation(row["one"], row["two"]) != "" for row in rows]
    both = sum(w and f for w, f in zip(wanted, found, strict=True))
    assert 2 * both / (sum(wanted) + sum(found)) >= least


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("“The bridge is safe.”", "“The bridge is safe”", "same"),
        ("“The bridge is safe and will stay open.”", "“will stay open”", "shortened"),
        ("“The bridge is safe.”", "“The bridge is not safe.”", ""),
        ("Prices will rise in spring and summer", "Prices will fall in spring and summer", ""),
        ("“We had beds but no nurses, and a car park.”", "“beds but no nurses”", "shortened"),
        ("The bridge is safe", "The council meets on Monday", ""),
        ("", "The council meets on Monday", ""),
    ],
)
def test_relations(one: str, other: str, wanted: str) -> None:
    assert relation(one, other) == wanted
    assert relation(other, one) == wanted


@given(st.text(max_size=80), st.text(max_size=80))
def test_shares_are_shares_whatever_is_compared(one: str, other: str) -> None:
    found = align(one, other)
    assert 0 <= found.held <= 1
    assert 0 <= found.covered <= 1
    assert relation(one, one) in ("same", "")
