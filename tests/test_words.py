"""What counts as a word, and the linear models on words."""

from __future__ import annotations

import numpy as np
import pytest

from bias.model import Span
from bias.reading.text.linear import Linear, Terms, sigmoid
from bias.reading.text.quotations import find_quotes, quoted_mask
from bias.reading.text.words import WORD, WORD_PART, count_quoted_words, count_words


def test_a_word_may_hold_apostrophes_stops_and_hyphens() -> None:
    text = "The U.S. didn’t re-open 3.5 km — AT&T's snake_case."
    assert WORD.findall(text) == [
        "The", "U.S", "didn’t", "re-open", "3.5", "km", "AT", "T's", "snake", "case",
    ]  # fmt: skip
    assert count_words(text) == 10
    assert WORD_PART.findall("re-open U.S. didn’t") == ["re", "open", "U", "S", "didn’t"]


def test_quoted_words_are_those_that_begin_in_marks() -> None:
    text = "She said “the dam holds” today."
    mask = quoted_mask(text, find_quotes(text))
    assert count_quoted_words(text, (Span(0, len(text)),), mask) == (6, 3)
    assert count_quoted_words(text, (), mask) == (0, 0)


def test_terms_become_tfidf_of_unit_length() -> None:
    terms = Terms({"dam": 0, "flood": 1, "river": 2}, np.asarray([1.0, 2.0, 3.0], np.float32))
    rows, values = terms.weigh(["flood", "dam", "flood", "unknown"])
    assert rows.tolist() == [1, 0]
    assert values.tolist() == pytest.approx([3.3863 / 3.5309, 1 / 3.5309], abs=1e-4)  # 2 · (1 + ln 2), and 1
    assert terms.weigh([])[1].tolist() == []


def test_scores_are_weighed_values_and_a_bias() -> None:
    weights = np.asarray([[1, 0], [0, 2], [5, 5]], np.float32)
    model = Linear(weights, np.asarray([0.5, -0.5], np.float32))
    values = np.asarray([3, 1], np.float32)
    assert model.scores(values, np.asarray([1, 0])).tolist() == [1.5, 5.5]
    assert model.scores(np.ones(3, np.float32)).tolist() == [6.5, 6.5]
    assert sigmoid(np.asarray([0.0, 2.0])).tolist() == pytest.approx([0.5, 0.8808], abs=1e-4)
