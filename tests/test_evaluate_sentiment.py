"""Measures of tone against figures computed by hand, and gold that says what is wrong with it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.errors import BadInputError
from bias.evaluate.sentiment import TONE_LABELS, calibration_error, read_gold, sentiment

SCORER = SHARED / "bench" / "score_classification.py"
ONE, TWO = "Renko slammed the proud nurses.", "Castellan met the police."


def gold(*labels: str, texts: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """A row a label; of one text each where nothing is said."""
    names = texts or tuple(f"Renko came {n} times." for n in range(len(labels)))
    return [
        {"text": text, "target_start": 0, "target_end": 5, "label": label}
        for text, label in zip(names, labels, strict=True)
    ]


def found(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32)


ROWS = gold(
    "negative", "negative", "neutral", "positive", "positive", "neutral",
    texts=(ONE, TWO, TWO + " ", ONE, "Renko smiled.", "Renko sat."),
)  # fmt: skip
FOUND = found(
    (0.95, 0.03, 0.02),  # right
    (0.03, 0.95, 0.02),  # wrong: neutral
    (0.05, 0.85, 0.10),  # right
    (0.85, 0.10, 0.05),  # wrong: negative
    (0.20, 0.35, 0.45),  # right, and uncertain
    (0.35, 0.20, 0.45),  # wrong: positive, and uncertain
)


def test_measures_by_hand() -> None:
    result = sentiment(ROWS, FOUND)
    assert result["n"] == 6
    assert result["accuracy"] == pytest.approx(3 / 6)
    # each label: one right, two in gold, two found
    assert result["f1"] == pytest.approx(dict.fromkeys(TONE_LABELS, 2 * 1 / (2 + 2)))
    assert result["macro_f1"] == pytest.approx(1 / 2)
    assert result["answered"] == pytest.approx(4 / 6)
    assert result["precision"] == pytest.approx(2 / 4)
    assert result["confusion"] == {
        "negative": {"negative": 1, "neutral": 1, "positive": 0},
        "neutral": {"negative": 0, "neutral": 1, "positive": 1},
        "positive": {"negative": 1, "neutral": 0, "positive": 1},
    }


def test_conflicting_are_targets_of_sentences_that_praise_one_and_blame_another() -> None:
    """Of ONE both targets: one right, one wrong; TWO and the same with a space are two sentences."""
    assert sentiment(ROWS, FOUND)["conflicting"] == {"accuracy": pytest.approx(1 / 2), "n": 2}
    assert sentiment(ROWS[1:3], FOUND[1:3])["conflicting"] == {"accuracy": 0.0, "n": 0}
    alike = gold("neutral", "neutral", texts=(ONE, ONE))
    assert sentiment(alike, FOUND[1:3])["conflicting"]["n"] == 0


def test_the_calibration_error_by_hand() -> None:
    """Two at .95, two at .85, two at .45, of each pair one right: |.5 − c| each, a third of the rows."""
    assert sentiment(ROWS, FOUND)["ece"] == pytest.approx((0.45 + 0.35 + 0.05) / 3, abs=1e-6)


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [True, False], 0.5),
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),
        ([0.95, 0.85], [True, False], (0.05 + 0.85) / 2),  # two bins do not make up for each other
        ([0.92, 0.98], [True, False], abs(1 - 1.90) / 2),  # one bin does
    ],
)
def test_calibration_errors(confidence: list[float], right: list[bool], error: float) -> None:
    assert calibration_error(np.array(confidence, np.float32), np.array(right)) == pytest.approx(
        error, abs=1e-6
    )


def test_gold_against_itself_is_one() -> None:
    rows = gold(*TONE_LABELS, *TONE_LABELS)
    result = sentiment(rows, np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]])
    for name in ("macro_f1", "accuracy", "answered", "precision"):
        assert result[name] == 1.0
    assert result["ece"] == 0.0


def test_nothing_sure_is_no_precision() -> None:
    result = sentiment(gold("neutral"), found((0.33, 0.34, 0.33)))
    assert (result["answered"], result["precision"], result["accuracy"]) == (0.0, 0.0, 1.0)


def test_a_label_that_neither_has_counts_as_zero() -> None:
    result = sentiment(gold("negative", "neutral"), found((1, 0, 0), (0, 1, 0)))
    assert result["f1"] == {"negative": 1.0, "neutral": 1.0, "positive": 0.0}
    assert result["macro_f1"] == pytest.approx(2 / 3)


def test_measures_are_json() -> None:
    assert json.loads(json.dumps(sentiment(ROWS, FOUND)))["n"] == 6


labelled = st.lists(
    st.tuples(st.sampled_from(TONE_LABELS), st.sampled_from(TONE_LABELS)), min_size=1, max_size=30
)


@pytest.mark.skipif(not SCORER.is_file(), reason="needs ../shared/bench/score_classification.py")
@given(labelled)
@settings(max_examples=60)
def test_the_same_figures_as_the_shared_scorer(pairs: list[tuple[str, str]]) -> None:
    spec = importlib.util.spec_from_file_location("classification_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    given_labels, answers = [one for one, _ in pairs], [other for _, other in pairs]
    theirs = scorer.score_sentiment(given_labels, answers)
    ours = sentiment(
        gold(*given_labels), np.eye(3, dtype=np.float32)[[TONE_LABELS.index(a) for a in answers]]
    )
    assert ours["macro_f1"] == pytest.approx(theirs["macro_f1"])
    assert ours["accuracy"] == pytest.approx(theirs["accuracy"])
    for name in TONE_LABELS:
        assert ours["f1"][name] == pytest.approx(theirs[f"f1_{name}"])


# -- gold --------------------------------------------------------------------------------------------

GOOD = {"text": ONE, "target_start": 0, "target_end": 5, "label": "negative"}


def written(path: Path, *rows: object) -> Path:
    file = path / "gold.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def test_gold_is_read_as_it_is(tmp_path: Path) -> None:
    more = GOOD | {"text": "😀 Renko", "target_start": 2, "target_end": 7, "label": "positive", "id": "x"}
    assert read_gold(written(tmp_path, GOOD, "", more)) == [GOOD, more]


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        ("{", "line 2"),
        ("5", "line 2"),
        ({"text": ONE}, "line 2: no target_start, target_end, label"),
        (GOOD | {"label": "uncertain"}, "line 2: label 'uncertain'; it is one of negative"),
        (GOOD | {"label": None}, "line 2: label None"),
        (GOOD | {"target_start": 5}, "line 2: the target .* lies outside"),
        (GOOD | {"target_start": -1}, "line 2: the target .* lies outside"),
        (GOOD | {"target_end": len(ONE) + 1}, "line 2: the target .* lies outside"),
    ],
)
def test_bad_gold_names_file_and_row(tmp_path: Path, row: object, trouble: str) -> None:
    with pytest.raises(BadInputError, match=trouble) as error:
        read_gold(written(tmp_path, GOOD, row))
    assert "gold.jsonl" in str(error.value)


@pytest.mark.parametrize("row", [GOOD | {"target_start": "0"}, GOOD | {"text": 5}])
def test_gold_of_the_wrong_kind_names_file_and_row(tmp_path: Path, row: object) -> None:
    with pytest.raises(BadInputError, match=r"gold\.jsonl.* 2"):
        read_gold(written(tmp_path, GOOD, row))


def test_a_blank_line_counts_in_every_error(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="3: label"):
        read_gold(written(tmp_path, GOOD, "", GOOD | {"label": "mixed"}))


def test_gold_that_is_missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file"):
        read_gold(tmp_path / "x.jsonl")
    with pytest.raises(BadInputError, match="no row"):
        read_gold(written(tmp_path, ""))
