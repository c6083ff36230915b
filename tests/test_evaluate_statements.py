from __future__ import annotations

import json
from pathlib import Path

import pytest

from bias.errors import BadInputError
from bias.evaluate.statements import read_gold, statements
from bias.model import Attribution, Span

TEXT = "The mayor said the pier was closed. Ana Silva hopes for rain. The bank declined to comment."


def spans(words: str) -> list[list[int]]:
    start = TEXT.index(words)
    return [[start, start + len(words)]]


def coded(source: str, content: str, act: str, role: str, side: str) -> dict[str, object]:
    row = {"source": spans(source), "cue": [], "content": spans(content), "act": act}
    return row | {"speaker": source, "role": role, "alignment": side}


GOLD = {
    "id": "a",
    "text": TEXT,
    "published": "2026-01-01",
    "attributions": [
        coded("The mayor", "the pier was closed", "speech", "government_official", "incumbent"),
        coded("Ana Silva", "for rain", "thought", "citizen", "independent"),
        coded("The bank", "to comment", "silence", "business", "independent"),
    ],
}


def found(source: str, content: str, **more: object) -> Attribution:
    def where(words: str) -> tuple[Span, ...]:
        return tuple(Span(*pair) for pair in spans(words)) if words else ()

    return Attribution("a", where(source), (), where(content), "indirect", speaker=source or None, **more)  # type: ignore[arg-type]


def shares(*mine: Attribution) -> dict[str, tuple[int, int]]:
    out = statements([GOLD], [mine])
    return {
        name: (row.get("right", 0), row["n"]) for name, row in out.items() if name not in ("n", "confidence")
    }


def test_all_that_is_right() -> None:
    got = shares(
        found("The mayor", "the pier was closed", role="government_official", alignment="incumbent"),
        found("Ana Silva", "for rain", act="thought"),
    )
    assert got["found"] == (1, 1)
    assert got["real"] == (2, 2)
    assert got["source"] == got["speaker"] == got["act"] == (2, 2)
    assert got["role"] == got["role answered"] == got["side precision"] == got["side recall"] == (1, 1)


def test_a_refusal_to_speak_is_no_real_statement_and_an_unknown_role_is_no_answer() -> None:
    got = shares(found("The bank", "to comment", act="silence"), found("The mayor", "the pier was closed"))
    assert got["real"] == (1, 2)
    assert got["act"] == (2, 2)
    assert got["role"] == (0, 1)
    assert got["role answered"] == (0, 0)
    assert got["side recall"] == (0, 1)


def test_the_wrong_source_and_a_content_that_is_too_short() -> None:
    got = shares(found("Ana Silva", "the pier was closed"), found("Ana Silva", "rain"))
    assert got["found"] == (1, 1)
    assert got["source"] == (1, 2)  # "rain" is half of "for rain"
    assert shares(found("The mayor", "closed"))["found"] == (0, 1)


def test_each_statement_is_in_the_bin_of_its_confidence() -> None:
    rows = statements([GOLD], [[found("The mayor", "the pier was closed", confidence=0.5)]])["confidence"]
    assert {name: (row["right"], row["n"]) for name, row in rows.items()} == {"0.5 to 0.7": (1, 1)}


def test_a_gold_without_acts_is_refused(tmp_path: Path) -> None:
    row = GOLD | {"attributions": [{"source": [], "cue": [], "content": []}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"gold.jsonl, line 1: an attribution without act, alignment"):
        read_gold(tmp_path / "gold.jsonl")
