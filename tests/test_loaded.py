"""Loaded sentences: the outlet's own words alone, each sentence by itself; and how they are measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bias.errors import BadInputError
from bias.evaluate import wording as evaluate
from bias.model import Article, Attribution, Span
from bias.reading.reader import read
from bias.reading.text.voices import own_words, voices_of
from bias.reading.wording.detectors import loaded_probability

LOADED = "The shameless regime rammed its rotten, disgraceful bill through a cowardly parliament."
PLAIN = "Parliament passed the bill on Tuesday by 84 votes to 61, with three abstentions."


def test_each_sentence_is_read_by_itself() -> None:
    both = loaded_probability([LOADED, PLAIN])
    assert both.shape == (2,)
    assert both[0] > 0.7
    assert both[1] < 0.3
    assert loaded_probability([PLAIN])[0] == both[1]
    assert loaded_probability([]).shape == (0,)


def loaded(text: str) -> list[str]:
    found = read(Article("a", "", "", text, language="en")).wordings
    return [one.span.slice(text) for one in found if one.kind == "loaded_sentence" and one.sure]


def test_what_somebody_is_quoted_with_is_not_the_outlets() -> None:
    """The same words, once in the outlet's own voice and once in quotation marks."""
    said = f"{PLAIN} “{LOADED}” said the opposition leader Mira Castellan."
    assert loaded(f"{PLAIN} {LOADED}") == [LOADED]
    assert loaded(said) == []


def test_the_reason_names_words() -> None:
    (found,) = [one for one in read(Article("a", "", "", LOADED)).wordings if one.kind == "loaded_sentence"]
    assert "probability" in found.reason
    assert any(word in found.reason for word in ("shameless", "rotten", "disgraceful", "cowardly"))


def test_blanks_stand_where_others_speak() -> None:
    text = "She said “it is a rotten plan and I hate all of it” of the “plan”."
    attribution = Attribution("a", (Span(0, 3),), (Span(4, 8),), (Span(9, 50),), "direct")
    found = own_words(text, voices_of(text, [attribution]), Span(0, len(text)))
    assert len(found) == len(text)
    assert "rotten" not in found
    assert "“plan”" in found


def test_figures_by_hand() -> None:
    rows = [{"label": label} for label in ("biased", "biased", "non-biased", "non-biased")]
    found = evaluate.loaded(rows, np.asarray([0.9, 0.2, 0.6, 0.1], np.float32))
    assert found["n"] == {"sentences": 4, "biased": 2}
    assert found["auroc"] == pytest.approx(0.75)
    assert found["macro_f1"] == pytest.approx(0.5)


def test_an_unknown_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "A sentence.", "label": "very"}\n', encoding="utf-8")
    with pytest.raises(BadInputError, match=r"line 1.*very.*biased"):
        evaluate.read_wording(path)
