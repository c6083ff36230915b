"""Others' statements that are like a speaker's own; not unlike ones, and never its own."""

from __future__ import annotations

import pandas as pd
import pytest

from bias.corpus.events.similar_statements import similar_statements

BRIDGE = "The new bridge across the river will open again in May"
ALIKE = "In May the new bridge across the river will open, we are certain"
WAGES = "Prices have risen faster than wages for three years now"


def said(*rows: tuple[str, str]) -> pd.DataFrame:
    """Rows of (speaker, content)."""
    found = pd.DataFrame(rows, columns=["speaker", "content"], dtype=object)
    return found.assign(words=[len(str(content).split()) for content in found["content"]])


def test_the_other_speaker_s_alike_statement_is_found() -> None:
    found = similar_statements(said(("voss", BRIDGE), ("quill", ALIKE), ("quill", WAGES)), speaker="voss")
    assert found[["speaker", "content", "own"]].values.tolist() == [["quill", ALIKE, BRIDGE]]
    assert 0.35 <= found["likeness"][0] <= 1
    assert list(found.columns) == ["speaker", "content", "words", "own", "likeness"]


def test_the_same_words_are_as_like_as_can_be() -> None:
    found = similar_statements(said(("voss", BRIDGE), ("quill", BRIDGE)), speaker="voss")
    assert found["likeness"].tolist() == pytest.approx([1])


def test_unlike_statements_are_not_shown() -> None:
    assert similar_statements(said(("voss", BRIDGE), ("quill", WAGES)), speaker="voss").empty


def test_a_speaker_is_never_its_own_echo() -> None:
    frame = said(("voss", BRIDGE), ("voss", BRIDGE), ("voss", ALIKE), ("quill", WAGES))
    assert similar_statements(frame, speaker="voss").empty


def test_each_statement_of_another_comes_once_with_the_likest_own_one() -> None:
    frame = said(("voss", ALIKE), ("voss", BRIDGE), ("voss", WAGES), ("quill", BRIDGE), ("rook", WAGES))
    found = similar_statements(frame, speaker="voss")
    assert sorted(found[["speaker", "own"]].values.tolist()) == [["quill", BRIDGE], ["rook", WAGES]]


def test_the_likest_come_first_and_no_more_than_asked() -> None:
    frame = said(("voss", BRIDGE), ("quill", ALIKE), ("rook", BRIDGE), ("falk", WAGES))
    assert similar_statements(frame, speaker="voss")["speaker"].tolist() == ["rook", "quill"]
    assert similar_statements(frame, speaker="voss", top=1)["speaker"].tolist() == ["rook"]


def test_the_order_of_statements_changes_nothing() -> None:
    frame = said(("voss", BRIDGE), ("voss", WAGES), ("quill", ALIKE), ("rook", BRIDGE), ("falk", WAGES[:30]))
    turned = similar_statements(frame[::-1], speaker="voss").sort_values("speaker", ignore_index=True)
    pd.testing.assert_frame_equal(
        similar_statements(frame, speaker="voss").sort_values("speaker", ignore_index=True), turned
    )


def test_short_statements_are_ignored() -> None:
    short = "new bridge opens May"
    assert similar_statements(said(("voss", short), ("quill", short)), speaker="voss").empty
    assert (
        len(similar_statements(said(("voss", f"{short} 2026"), ("quill", f"{short} 2026")), speaker="voss"))
        == 1
    )


@pytest.mark.parametrize(
    "frame",
    [
        said(),
        said(("voss", BRIDGE)),
        said(("quill", BRIDGE)),
        said(("voss", "it is not what they are"), ("quill", "it is not what they are")),
    ],
    ids=["nothing", "nobody else", "not the speaker", "stop words"],
)
def test_where_there_is_nothing_to_compare_nothing_is_found(frame: pd.DataFrame) -> None:
    found = similar_statements(frame, speaker="voss")
    assert found.empty
    assert list(found.columns) == ["speaker", "content", "words", "own", "likeness"]
