"""Scare quotes on our own short quotations, told from speech and terms."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from conftest import ROOT

from bias.model import Article
from bias.reading.text import attributions, encoder
from bias.reading.text.quotations import short_quotes
from bias.reading.wording.scare_quotes import ScareQuote, find_scare_quotes

LONG = "The council met and the members “won” a long debate about roads and bridges in the valley. " * 12
Case = tuple[str, tuple[tuple[str, str], ...]]


def cases() -> list[Case]:
    """The blocks of cases/short_quotes.txt: a passage, then its short quotations with their kinds."""
    out: list[Case] = []
    for block in (ROOT / "tests" / "cases" / "short_quotes.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.strip().split("\n") if line and not line.startswith("#")]
        if lines:
            judged = [line.rsplit(" | ", 1) for line in lines[1:]]
            out.append((lines[0], tuple((words, kind) for words, kind in judged)))
    return out


CASES = cases()
WEIGHED_ON, KEPT_OUT = CASES[::2], CASES[1::2]  # signs were weighed by hand on the first alone


def found_in(text: str) -> list[ScareQuote]:
    parse = encoder.parse(Article("a", "", "", text))
    found = tuple(attributions.find_attributions(parse))
    return list(find_scare_quotes(text, parse.sentences, found, parse.quoted))


@cache
def counts(part: str) -> Counter[tuple[str, str]]:
    """How often a kind was given which tier."""
    out: Counter[tuple[str, str]] = Counter()
    for text, judged in {"weighed on": WEIGHED_ON, "kept out": KEPT_OUT}[part]:
        found = {one.span.slice(text).strip('"“”'): one.tier for one in found_in(text)}
        for words, kind in judged:
            out[kind, found.get(words, "none")] += 1
    return out


def test_there_are_as_many_cases_as_we_say() -> None:
    kinds = Counter(kind for _, judged in CASES for _, kind in judged)
    assert kinds == {"scare": 81, "quotation": 93, "term": 53}


@pytest.mark.parametrize("part", ["weighed on", "kept out"])
def test_likely_is_right_and_possible_finds_most(part: str) -> None:
    found = counts(part)
    likely = sum(n for (_, tier), n in found.items() if tier == "likely")
    scare = sum(n for (kind, _), n in found.items() if kind == "scare")
    assert found["scare", "likely"] / likely >= 0.85
    assert (found["scare", "likely"] + found["scare", "possible"]) / scare >= 0.7


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("The so-called “reform” closed forty schools.", "possible"),  # terms are introduced so too
        ("She promised “reform” on Monday.", None),
        ("The film “Reform” opens on Friday.", None),
        ("Their “reform” closed forty schools.", "likely"),
        ("“Reform!” the crowd shouted.", None),
        ('The ministry\'s "reform" plan closed forty schools.', "possible"),
        ("He read a book.", None),
        ("It sends a clear signal that “reform” is for others to bear.", "possible"),  # nobody says it
        ("Fans of rock 'n' roll “won” an evening with the minister.", "likely"),
        ("“Related:” Forty schools close.", None),
    ],
)
def test_the_words_around_decide(text: str, tier: str | None) -> None:
    found = found_in(text)
    assert [one.tier for one in found] == ([tier] if tier else [])
    assert all(one.reason for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He “won” it.",
        LONG + "\n\n\u200b\n\n" + LONG,
        "“\u200bé” x “ª” y ``A\u0301'' z ‘🙂a🙂’ x",
        "rock 'n' roll",
    ],
)
def test_every_short_quotation_has_its_vector(text: str) -> None:
    """In paragraphs of several windows, and with letters that the word pieces write otherwise."""
    found = encoder.parse(Article("a", "", "", text, language="en")).quoted
    assert list(found) == [quote.span for quote in short_quotes(text)]
    assert all(vector.shape == (3 * 384,) for vector in found.values())
