"""The measures of who speaks, on gold small enough to count by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bias.errors import BadInputError
from bias.evaluate.gold import read_rows
from bias.evaluate.speakers import roles, speakers

ROWS = [
    {"text": "a", "context": "a", "labels": ["citizen"]},
    {"text": "b", "context": "b", "labels": ["business", "citizen"]},
    {"text": "c", "context": "c", "labels": ["document_data"]},
    {"text": "d", "context": "d", "labels": ["citizen"]},
]
ENTITIES = [
    {"id": "x", "role": "citizen", "alignment": "independent"},
    {"id": "y", "role": "unknown", "alignment": "unknown"},
]


def doc(*mentions: tuple[str, str]) -> dict[str, object]:
    rows = [{"entity": entity, "form": form, "source": [[0, 1]]} for entity, form in mentions]
    return {"doc_id": "1", "text": "text", "entities": ENTITIES, "mentions": rows}


def test_unknown_costs_accuracy_and_not_precision() -> None:
    result = roles(ROWS, ["citizen", "citizen", "unknown", "business"])
    assert (result["n"], result["answered"]) == (4, 0.75)
    assert result["accuracy"] == 0.5
    assert result["precision"] == pytest.approx(2 / 3)
    assert result["confusion"]["citizen"] == {"citizen": 2, "business": 1}
    assert result["confusion"]["document_data"] == {"unknown": 1}


def test_b3_of_a_wrong_join() -> None:
    gold = doc(("x", "name"), ("x", "pronoun"), ("y", "name"))
    joined = [("X", "citizen", "independent")] * 3
    result = speakers([gold], [joined])
    assert result["b3"]["p"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert result["b3"]["r"] == 1.0
    assert result["b3.pronoun"]["n"] == 1
    assert result["role"] == {"accuracy": 1.0, "precision": 1.0, "n": 2}


def test_nobody_is_a_cluster_of_its_own() -> None:
    gold = doc(("x", "name"), ("x", "pronoun"))
    result = speakers([gold], [[("X", "", ""), ("", "", "")]])
    assert (result["b3"]["p"], result["b3"]["r"]) == (1.0, 0.5)


def test_b3_is_that_of_the_shared_scorer(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("clustering", shared / "bench" / "score_clustering.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold, found = ["x", "x", "y", "y", "y"], ["A", "B", "B", "C", "C"]
    theirs = scorer.scores(gold, found)
    ours = speakers([doc(*((entity, "name") for entity in gold))], [[(name, "", "") for name in found]])
    assert ours["b3"]["p"] == pytest.approx(theirs["b3p"])
    assert ours["b3"]["r"] == pytest.approx(theirs["b3r"])


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "holds no row"), ("{]", "line 1"), ('{"text": "a"}', "no context, labels"), ("[1]", "no text")],
)
def test_bad_gold_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=says):
        read_rows(path, ("text", "context", "labels"))
    with pytest.raises(BadInputError, match="no such file"):
        read_rows(tmp_path / "none.jsonl", ("text",))
