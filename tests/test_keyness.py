"""Keyness against its formula, and what it counts."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.compare.statistics import keyness as module
from bias.compare.statistics.keyness import COLUMNS, LETTER, count_terms, in_context, keyness

TEXTS = [
    "The ship sank. The ship was old",
    "A boat sank near the ship",
    "The boat, the boat and no ship: boat!",
]
GROUPS = ["a", "b", "b"]


def reference(texts: list[Counter[str]], groups: list[str], prior: float) -> dict[tuple[str, str], float]:
    """z of Monroe, Colaresi & Quinn (2008), equations 15 to 22, term by term."""
    total = sum(texts, Counter())
    size = sum(total.values())
    out = {}
    for group in set(groups):
        here = sum((text for text, of in zip(texts, groups, strict=True) if of == group), Counter())
        n = sum(here.values())
        for term, count in here.items():
            alpha, there = prior * total[term] / size, total[term] - count
            odds = math.log((count + alpha) / (n + prior - count - alpha))
            odds -= math.log((there + alpha) / (size - n + prior - there - alpha))
            out[group, term] = odds / math.sqrt(1 / (count + alpha) + 1 / (there + alpha))
    return out


@pytest.mark.parametrize("prior", [1.0, 50.0, 500.0])
def test_z_is_that_of_the_paper(prior: float) -> None:
    words = [
        Counter(text.lower().replace(".", "").replace(",", "").replace(":", "").replace("!", "").split())
        for text in TEXTS
    ]
    wanted = reference(words, GROUPS, prior)
    found = keyness(count_terms(TEXTS, phrases=False, least=1), GROUPS, prior=prior)
    got = {(row.group, row.term): row.z for row in found.itertuples()}
    assert got.keys() == wanted.keys()
    assert all(abs(got[key] - wanted[key]) < 1e-9 for key in wanted)


def test_columns_and_counts() -> None:
    found = keyness(count_terms(TEXTS, least=1), GROUPS).set_index(["group", "term"])
    assert list(found.reset_index().columns) == COLUMNS
    assert tuple(found.loc[("b", "boat"), ["n", "others", "texts"]]) == (4, 0, 2)
    assert tuple(found.loc[("a", "the ship"), ["n", "others", "texts"]]) == (2, 1, 1)


def test_a_phrase_runs_over_no_mark_and_no_grammar_is_a_term() -> None:
    words = count_terms(["Old ship. Boat of gold"], least=1, stop=frozenset({"of"})).words
    assert set(words) == {"old", "ship", "boat", "gold", "old ship"}


def test_a_word_heaped_in_one_text_is_less_sure_than_one_spread_over_many() -> None:
    rest = [f"calm water tale {'filler ' * 30}" for _ in range(20)]
    heaped = ["storm " * 20 + "filler " * 30, *["filler " * 31 for _ in range(19)]]
    spread = ["storm " + "filler " * 30 for _ in range(20)]
    groups = ["a"] * 20 + ["b"] * 20
    width = {}
    for name, texts in (("heaped", heaped), ("spread", spread)):
        found = keyness(count_terms([*texts, *rest], phrases=False), groups).set_index(["group", "term"])
        row = found.loc[("a", "storm")]
        width[name] = row["high"] - row["low"]
        assert row["n"] == 20
    assert width["heaped"] > 1.8 * width["spread"]


def test_the_interval_covers_where_two_groups_write_alike() -> None:
    """Words come in heaps: one text in ten is about the storm.  The paper's interval is far too narrow."""
    rng = np.random.default_rng(0)
    held = paper = 0
    for _ in range(200):
        texts = [
            "storm " * (rng.poisson(8) if rng.random() < 0.1 else 0) + "filler " * 60 for _ in range(160)
        ]
        found = keyness(count_terms(texts, phrases=False, least=1), ["a"] * 80 + ["b"] * 80)
        row = found[(found["group"] == "a") & (found["term"] == "storm")]
        if row.empty:
            held, paper = held + 1, paper + 1
            continue
        held += bool(row["low"].iloc[0] <= 0 <= row["high"].iloc[0])
        paper += bool(abs(row["z"].iloc[0]) <= 1.96)
    assert held / 200 >= 0.93
    assert paper / 200 < 0.85


def test_one_group_alone_or_nothing_said_gives_no_rows() -> None:
    assert keyness(count_terms(TEXTS, least=1), ["a"] * 3).empty
    assert keyness(count_terms(["", ""]), ["a", "b"]).empty
    assert list(keyness(count_terms([]), []).columns) == COLUMNS


@settings(max_examples=50)
@given(st.lists(st.text(alphabet="ab ’.-\n", max_size=40), min_size=2, max_size=6))
def test_any_text_is_counted_as_often_as_it_is_found_in_context(texts: list[str]) -> None:
    counted = count_terms(texts, phrases=False, least=1)
    for code, word in enumerate(counted.words):
        times = int(counted.count[counted.term == code].sum())
        assert times == sum(len(list(in_context(text, word, 10))) for text in texts)


WORD = re.compile(rf"{LETTER}+(?:['\-]{LETTER}+)*")
BETWEEN = re.compile(r"[^\w\s'\-]+|\n|\d+")


@settings(max_examples=200)
@given(st.text(alphabet="aBéİß_ ’'-.“”—…\n\t\u00a0\u20282²①ا", max_size=40))
def test_words_and_phrases_are_those_between_marks(text: str) -> None:
    """As two regular expressions have them, which are slower."""
    clauses = [WORD.findall(part) for part in BETWEEN.split(text.lower().replace("’", "'"))]
    wanted = Counter(word for words in clauses for word in words)
    wanted += Counter(f"{one} {two}" for words in clauses for one, two in itertools.pairwise(words))
    found = count_terms([text], least=1)
    assert dict(zip(found.words, found.count.tolist(), strict=True)) == wanted
    assert found.term.tolist() == list(range(len(found.words)))


def test_texts_are_counted_in_parts_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{TEXTS[n % 3]} {'boat ' * (n % 4)}" for n in range(40)]
    whole = count_terms(texts, least=2)
    monkeypatch.setattr(module, "CHUNK", 30)
    parts = count_terms(iter(texts), least=2)
    assert parts.words == whole.words
    assert parts.texts == whole.texts == 40
    for name in ("text", "term", "count"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


def test_terms_of_few_texts_are_left_out_of_the_rows_and_counted_all_the_same() -> None:
    counted = count_terms(TEXTS, least=1)
    whole, some = keyness(counted, GROUPS), keyness(counted, GROUPS, least_texts=2)
    assert 0 < len(some) < len(whole)
    rest = whole[whole["texts"] >= 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, rest, check_dtype=False)


def test_phrases_are_what_somebody_wrote() -> None:
    text = "They killed 20 people. The old\nship sank"
    words = count_terms([text], least=1).words
    assert "killed people" not in words
    assert "old ship" not in words
    assert list(in_context(text, "old ship", 10)) == []


def test_a_keyword_in_context() -> None:
    text = "He said so.\nThe old  ship sank. No SHIP came."
    assert list(in_context(text, "ship", 8)) == [("he old", "ship", "sank. N"), ("ank. No", "SHIP", "came.")]
    assert [said for _, said, _ in in_context(text, "old ship", 8)] == ["old  ship"]
