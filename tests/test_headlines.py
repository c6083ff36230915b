"""Headlines that adopt a claim: our own pairs of a headline and a body."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT

from bias.model import Article, Reading
from bias.reading.reader import read
from bias.reading.wording.headline_adoption import Adoption, adopted_claim, claims, is_contestable

Case = dict[str, str]


def cases() -> list[Case]:
    """The blocks of cases/headlines.txt: kind, of adopted ones source and sentence, title and body."""
    out = []
    for block in (ROOT / "tests" / "cases" / "headlines.txt").read_text(encoding="utf-8").split("\n---\n"):
        head, _, body = block.partition("\nbody: ")
        fields = dict(line.split(": ", 1) for line in head.strip().split("\n"))
        out.append(fields | {"body": body.strip()})
    return out


CASES = cases()
BUILT_ON, KEPT_OUT = CASES[::2], CASES[1::2]  # bounds set on the first; rules mended on both


@cache
def found(part: str) -> list[tuple[Case, Reading, Adoption | None]]:
    out = []
    for case in {"built on": BUILT_ON, "kept out": KEPT_OUT}[part]:
        reading = read(Article("a", "", case["title"], case["body"], language="en"))
        adopted = adopted_claim(case["title"], case["body"], reading.sentences, reading.attributions)
        out.append((case, reading, adopted))
    return out


@pytest.mark.parametrize("part", ["built on", "kept out"])
def test_what_is_found_is_adopted(part: str) -> None:
    kinds = [case["kind"] for case, _, adopted in found(part) if adopted]
    assert kinds.count("adopted") / len(kinds) >= 0.9


@pytest.mark.parametrize("kind", ["act", "quoted", "dateline", "own_doing", "text_of_law", "opinion"])
def test_what_is_no_claim_of_a_source_is_not_found(kind: str) -> None:
    mine = [one for part in ("built on", "kept out") for one in found(part) if one[0]["kind"] == kind]
    assert mine
    assert [case["title"] for case, _, adopted in mine if adopted] == []


def test_words_in_quotation_marks_are_not_adopted() -> None:
    body = "Union leader Owen Pask said that the tax plan was a betrayal.  Ministers defended it."
    for title, adopts in (("Tax plan a 'betrayal'", False), ("Tax plan is a betrayal", True)):
        reading = read(Article("a", "", title, body, language="en"))
        found = adopted_claim(title, body, reading.sentences, reading.attributions)
        assert (found is not None) is adopts
        assert not found or found.contested


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the coalition is dead", True),
        ("prices will fall", True),
        ("ministers misled parliament", True),
        ("the president has lost control", True),
        ("a mayor was arrested", False),
        ("the minister is travelling", False),
        ("thousands march through the capital", False),
    ],
)
def test_what_can_be_contested(words: str, wanted: bool) -> None:
    assert is_contestable(words) is wanted


def test_most_is_found() -> None:
    every = [*found("built on"), *found("kept out")]
    kinds = [case["kind"] for case, _, adopted in every if adopted]
    assert kinds.count("adopted") / sum(case["kind"] == "adopted" for case, _, _ in every) >= 0.55


def test_the_source_is_the_one_who_says_so() -> None:
    right = wrong = 0
    for part in ("built on", "kept out"):
        for case, reading, adopted in found(part):
            if adopted is None or adopted.attribution is None or case["kind"] != "adopted":
                continue
            speaker = reading.attributions[adopted.attribution].speaker
            if speaker:  # unknown is an answer
                named = case["source"].lower().split()[-1] in speaker.lower()
                right, wrong = right + named, wrong + (not named)
    assert right / (right + wrong) >= 0.9


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Old harbour is finished for good: what comes next", ["Old harbour is finished for good"]),
        ("Renko: harbour is finished", []),
        ("Harbour is finished, union warns", []),
        ("Is the harbour finished for good?", []),
        ("“The harbour is finished”", []),
        ("Old harbour is finished for good – analyst", []),
        ("Why the old harbour is finished", []),
        ("", []),
    ],
)
def test_what_a_title_claims(title: str, wanted: list[str]) -> None:
    assert [span.slice(title) for span in claims(title)] == wanted
