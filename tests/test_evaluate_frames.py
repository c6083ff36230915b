"""`bias evaluate frames`: its figures, its folds, and what it says of files that do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bias.cli import app
from bias.errors import BadInputError
from bias.evaluate import frames as evaluate
from bias.reading.framing.codebook import frame_codebook

ROWS = [
    {"text": "The party leaders fought over the vote in the election campaign.", "labels": ["politics"]},
    {"text": "Shares fell as the budget deficit and unemployment grew.", "labels": ["economic"]},
    {"text": "The river is high this spring.", "labels": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def test_codes_may_be_an_object(tmp_path: Path) -> None:
    path = tmp_path / "coded.jsonl"
    rows = [
        {"text": "A.", "frames": {"conflict": 1, "economic": 0}},
        {"text": "B.", "frames": {"economic": True}},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    _, frames, codes = evaluate.read_gold(path, frame_codebook("generic"), {})
    assert frames == ["conflict", "economic"]
    assert codes.tolist() == [[1, 0], [0, 1]]


def test_labels_are_taken_for_frames(gold: Path) -> None:
    rows, frames, codes = evaluate.read_gold(gold, frame_codebook("policy"), {"politics": "political"})
    assert frames == ["economic", "political"]
    assert codes.tolist() == [[0, 1], [1, 0], [0, 0]]
    scores, found = evaluate.find(rows, frame_codebook("policy"), frames)
    assert found.tolist() == [[False, True], [True, False], [False, False]]
    result = evaluate.frames(frames, codes, scores, found)
    assert (result["n"], result["macro_f1"], result["macro_auroc"]) == (3, 1.0, 1.0)


def test_figures_by_hand() -> None:
    codes = np.asarray([[1.0], [1.0], [0.0], [0.0]])
    scores = np.asarray([[0.9], [0.2], [0.6], [0.1]])
    (one,) = evaluate.frames(["a"], codes, scores, scores >= 0.5)["frames"].values()
    assert one == {"f1": 0.5, "precision": 0.5, "recall": 0.5, "auroc": 0.75, "n": 2}


def test_folds_of_the_file_are_kept_out_together() -> None:
    """A word that only one fold has, and that there always means the frame, cannot have been learned."""
    rows = [{"text": f"zebra number {n}", "split": "one"} for n in range(10)]
    rows += [{"text": f"{'river' if n % 2 else 'money'} number {n}", "split": "two"} for n in range(10)]
    rows += [{"text": f"{'river' if n % 2 else 'money'} year {n}", "split": "three"} for n in range(10)]
    codes = np.asarray([[float("zebra" in row["text"] or "river" in row["text"])] for row in rows])
    _, found = evaluate.learned(rows, np.zeros((30, 1)), codes)
    assert (found[10:] == (codes[10:] == 1)).mean() > 0.8
    shares, _ = evaluate.learned(rows, np.zeros((30, 1)), codes)
    assert np.ptp(shares[:10]) < 0.2  # nothing tells them apart


def test_a_file_without_a_frame_of_the_codebook_says_so(gold: Path) -> None:
    with pytest.raises(BadInputError, match=r"no label is a frame of generic.*--map"):
        evaluate.read_gold(gold, frame_codebook("generic"), {"economic": "money"})


def test_the_command(gold: Path) -> None:
    command = [
        "evaluate",
        "frames",
        str(gold),
        "--codebook",
        "policy",
        "--map",
        "politics=political",
        "--json",
    ]
    found = CliRunner().invoke(app, command)
    assert found.exit_code == 0, found.output
    assert json.loads(found.output)["macro_f1"] == 1.0
    found = CliRunner().invoke(app, ["evaluate", "frames", str(gold), "--codebook", "no such"])
    assert found.exit_code == 1
    assert "generic, policy, moral" in found.output
