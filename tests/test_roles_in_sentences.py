"""Cases of tests/cases/roles.txt and role_sentences.txt: phrases and sentences → the role of who speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.model import Article, Span
from bias.reading.reader import read
from bias.reading.roles.role_evidence import evidence, judge

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ")) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("words", "role"), cases("roles.txt"))
def test_role_of_a_phrase(words: str, role: str) -> None:
    assert (judge([evidence(words, Span(0, len(words)))]).role or "-") == role


@pytest.mark.parametrize(("text", "role", "side"), cases("role_sentences.txt"))
def test_role_in_a_sentence(text: str, role: str, side: str) -> None:
    found = read(Article("x", "Outlet", "", text, "2024-05-01", "")).attributions
    assert found
    assert (found[0].role or "-") == role
    assert side in ("*", found[0].alignment or "-")


@pytest.mark.parametrize(("speaker", "text"), cases("who_speaks.txt"))
def test_who_speaks(speaker: str, text: str) -> None:
    found = read(Article("x", "Outlet", "", text, "2017-09-18", "")).attributions
    assert (found[-1].speaker or "").lower().removeprefix("the ") == speaker.lower().removeprefix("the ")
