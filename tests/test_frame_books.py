"""Codebooks of frames, and what is said of a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.errors import BadInputError
from bias.reading.framing.codebook import FRAME_CODEBOOKS, frame_codebook, read_frame_codebook

FRAMES = {
    "generic": {"conflict", "human_interest", "economic", "morality", "responsibility"},
    "moral": {"care", "fairness", "loyalty", "authority", "sanctity"},
}


@pytest.mark.parametrize("name", FRAME_CODEBOOKS)
def test_the_codebooks_that_come_with_the_program_are_whole(name: str) -> None:
    book = frame_codebook(name)
    assert book.title
    assert book.source
    assert book.score
    assert set(book.frames) == FRAMES.get(name, set(book.frames))
    for frame in book.frames.values():
        assert frame.definition.endswith(".")
        assert all(question.endswith("?") for question in frame.questions)
        assert len(frame.questions) >= 3
        assert len(frame.words) >= 40
        assert len(set(frame.words)) == len(frame.words)


def test_the_policy_codebook_has_the_fourteen() -> None:
    assert len(frame_codebook("policy").frames) == 14


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("frames: [", "while parsing"),
        ("name: x", "needs `frames:`"),
        ("frames:\n  a: {label: A}", "needs a label and a definition"),
        ("frames:\n  A b: {label: A, definition: B, words: [c]}", "small letters"),
        ("frames:\n  a: {label: A, definition: B}", "needs words"),
        ("frames:\n  a: {label: A, definition: B, words: c}", "is a list"),
        ("frames:\n  a: {label: A, definition: B, words: ['c*']}", "letters before"),
        ("frames:\n  a: {label: A, definition: B, words: [no]}", "quotation marks"),
    ],
)
def test_a_broken_codebook_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=says) as error:
        read_frame_codebook(path)
    assert "mine.yaml" in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"none\.yaml"):
        read_frame_codebook(tmp_path / "none.yaml")
