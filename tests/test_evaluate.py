from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest

from bias.errors import BadInputError
from bias.evaluate import steps, wording
from bias.evaluate.attribution import attribution, read_gold

TEXT = 'Ann Rook said "the river is high" on Monday. According to Voss, the dam holds.'


def spans(*words: str) -> list[list[int]]:
    return [[TEXT.index(word), TEXT.index(word) + len(word)] for word in words]


GOLD = [
    {"source": spans("Ann Rook"), "cue": spans("said"), "content": spans('"the river is high"')},
    {"source": spans("Voss"), "cue": spans("According to"), "content": spans("the dam holds")},
]
DOC = {"doc_id": "1", "text": TEXT, "attributions": GOLD}


def test_gold_against_itself_is_one() -> None:
    result = attribution([DOC], [GOLD])
    assert {name: values["f"] for name, values in result.items() if "f" in values} == dict.fromkeys(
        [
            "token.source",
            "token.cue",
            "token.content",
            "content.exact",
            "content.soft",
            "content.partial",
            "content.iou50",
            "pair",
            "pair_lenient",
            "pair_name",
        ],
        1.0,
    )
    assert result["recall.direct"] == {"n": 1, "content_iou50": 1.0, "pair": 1.0}


def test_a_wrong_source_loses_the_pair_and_keeps_the_content() -> None:
    found = [GOLD[0], GOLD[1] | {"source": spans("Monday")}]
    result = attribution([DOC], [found])
    assert result["pair"]["p"] == result["pair"]["r"] == 0.5
    assert result["content.iou50"]["f"] == 1.0


def test_nothing_found_is_zero() -> None:
    assert attribution([DOC], [[]])["pair"] == {"p": 0.0, "r": 0.0, "f": 0.0}


@pytest.mark.filterwarnings("ignore:invalid escape sequence")  # of the scorer, which is not ours
def test_the_same_figures_as_the_shared_scorer(shared: Path) -> None:
    """On real gold, against predictions spoilt in many ways."""
    spec = importlib.util.spec_from_file_location("scorer", shared / "bench" / "score_attribution.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    lines = (shared / "data" / "attribution" / "polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    docs = [json.loads(line) for line in lines]
    rng = random.Random(0)
    found = [[spoilt(a, len(d["text"]), rng) for a in d["attributions"] if rng.random() < 0.8] for d in docs]
    pred = [{"doc_id": d["doc_id"], "attributions": f} for d, f in zip(docs, found, strict=True)]
    theirs, ours = scorer.score(docs, pred), attribution(docs, found)
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        assert ours[name] == pytest.approx(values), name


def spoilt(record: dict, length: int, rng: random.Random) -> dict:
    """Moved edges, lost sources and cues."""

    def moved(parts: list[list[int]]) -> list[list[int]]:
        out = [
            [max(0, s + rng.randrange(-30, 30)), min(length, e + rng.randrange(-30, 30))] for s, e in parts
        ]
        return [part for part in out if part[0] < part[1]]

    return {role: [] if rng.random() < 0.1 else moved(record[role]) for role in ("source", "cue", "content")}


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        ("{", "line 1"),
        ('{"text": "x"}', "attributions"),
        ('{"text": "x", "attributions": [{"source": [[0, 9]], "cue": [], "content": []}]}', "outside"),
        ("\n", "no row"),
    ],
)
def test_bad_gold_names_its_line(tmp_path: Path, content: str, trouble: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(BadInputError, match=trouble):
        read_gold(path)


def test_missing_gold(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file"):
        read_gold(tmp_path / "x.jsonl")


def test_headlines_are_measured_in_both_forms_of_gold(tmp_path: Path) -> None:
    body = "Union leader Owen Pask said the tax plan was a betrayal.  Ministers defended it."
    rows = [
        {"title": "Tax plan is a betrayal", "text": body, "adopts": True},
        {"title": "Tax plan 'a betrayal', says Pask", "text": body, "headline": {"adopts": False}},
        {"title": "Tax plan is a betrayal", "text": body, "label": "own_voice"},
    ]
    path = tmp_path / "headlines.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = steps.measured("headlines", path, lambda one, n: one)
    assert found["n"] == {"headlines": 3, "adopted": 1}
    assert (found["contested"]["precision"], found["contested"]["recall"]) == (0.5, 1.0)
    path.write_text(json.dumps({"title": "Tax plan", "text": body}), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"line 1: no adopts, no headline with adopts, and no label"):
        wording.read_headlines(path)
