"""Words and phrases of a list in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bias import resources
from bias.reading.text.lexicon import WordList, tokenize


def found(entries: dict[str, str], text: str) -> list[tuple[str, str]]:
    return [(hit.span.slice(text), hit.value) for hit in WordList(entries.items()).find(tokenize(text))]


def test_case_apostrophes_and_blanks_do_not_count() -> None:
    assert found({"it's no secret": "a"}, "IT’S  no secret that") == [("IT’S  no secret", "a")]


def test_a_word_ends_where_a_word_ends() -> None:
    assert found({"regime": "a"}, "The regimental regime, not regimes.") == [("regime", "a")]


def test_an_asterisk_stands_for_any_ending_also_within_a_phrase() -> None:
    assert found({"crook*": "a", "sell* out": "b"}, "Crooked crooks sold out; he sells out.") == [
        ("Crooked", "a"), ("crooks", "a"), ("sells out", "b"),
    ]  # fmt: skip


def test_the_longest_entry_wins_and_none_lies_inside_of_another() -> None:
    entries = {"driven from": "short", "driven from their homes": "long", "homes": "inside"}
    assert found(entries, "Driven from their homes") == [("Driven from their homes", "long")]


@pytest.mark.parametrize("entry", ["", "  ", "ab*", "*", "no, really"])
def test_what_is_no_word_is_said(entry: str) -> None:
    with pytest.raises(ValueError, match=r"no word|letters"):
        WordList([(entry, 1)])


@given(st.text(max_size=200))
def test_spans_hold_what_they_say(text: str) -> None:
    for token in tokenize(text):
        assert token.span.slice(text).lower().replace("’", "'") == token.word


def test_every_entry_of_the_lexicon_finds_itself() -> None:
    rows = resources.lexicon("wording")
    for kind in {row["kind"] for row in rows}:
        words = [row["words"] for row in rows if row["kind"] == kind]
        listed = WordList((word, word) for word in words)
        for word in words:
            said = word.replace("*", "")
            hits = list(listed.find(tokenize(said)))
            assert len(hits) == 1, (kind, word)
            assert hits[0].span.slice(said) == said
