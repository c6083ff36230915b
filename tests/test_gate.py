"""Quality has a floor that only rises: measured on gold that this project wrote, read by no training.

Floors are in gate.json with a digest of the gold; when either changes, set both anew, and say why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT

from bias.evaluate.attribution import attribution, find, read_gold
from bias.evaluate.speakers import find_speakers, read_rows, speakers

GATE = json.loads((ROOT / "tests" / "gate.json").read_text(encoding="utf-8"))
GOLD = ROOT / "data" / "gold" / "attribution.jsonl"
SPEAKERS = ROOT / "data" / "gold" / "speakers.jsonl"


@pytest.mark.parametrize(("task", "path"), [("attribution", GOLD), ("speakers", SPEAKERS)])
def test_the_gold_is_the_one_that_the_floors_were_measured_on(task: str, path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == GATE[task]["gold_sha256"]


def hold(task: str, result: Mapping[str, Mapping[str, float]]) -> None:
    """Every figure of a task against its floor."""
    for path, floor in GATE[task]["floors"].items():
        measure, figure = path.rsplit(".", 1)
        value = result[measure][figure]
        print(f"{path:22} {value:.3f}  floor {floor:.3f}")
        assert value >= floor, f"{path} fell to {value:.3f}; its floor is {floor:.3f}"


def test_attribution_does_not_fall() -> None:
    docs = read_gold(GOLD)
    hold("attribution", attribution(docs, find(docs)))


def test_speakers_do_not_fall() -> None:
    docs = read_rows(SPEAKERS, ("text", "entities", "mentions"))
    hold("speakers", speakers(docs, find_speakers(docs)))


@pytest.mark.parametrize("task", GATE)
def test_floors_are_close_below_what_was_measured(task: str) -> None:
    """A floor far below says nothing."""
    for path, floor in GATE[task]["floors"].items():
        assert 0 < GATE[task]["measured"][path] - floor <= 0.02, path
