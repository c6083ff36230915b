from __future__ import annotations

import numpy as np

from bias.model import Span
from bias.reading.text.decoding import TAGS, Floats, Pointer, Window, decode


def window(words: list[str]) -> Window:
    """One piece a word, blanks between."""
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    starts = ends - [len(word) for word in words]
    zeros = np.zeros(len(words), np.int64)
    return Window(zeros, zeros, starts, ends)


def rows_of(scores: Floats) -> Pointer:
    return lambda start, end: scores[start:end]


def one_hot(indices: list[int], width: int) -> np.ndarray:
    return np.eye(width, dtype=np.float32)[indices]


def test_two_cues_share_one_source() -> None:
    # Ann said A and added B
    tags = one_hot([TAGS.index(t) for t in ("B-source", "B-cue", "B-content", "O", "B-cue", "B-content")], 7)
    none = 6
    to_cue = one_hot([none, none, 1, none, none, 4], 7)
    to_source = one_hot([none, 0, none, none, 0, none], 7)
    first, second = decode(
        window(["Ann", "said", "A", "and", "added", "B"]), tags, rows_of(to_cue), rows_of(to_source)
    )
    assert first.source == second.source == (Span(0, 3),)
    assert (first.cue, first.content) == ((Span(4, 8),), (Span(9, 10),))
    assert (second.cue, second.content) == ((Span(15, 20),), (Span(21, 22),))
    assert first.confidence == 1.0


def test_parts_around_a_cue_are_one_content() -> None:
    tags = one_hot([TAGS.index(t) for t in ("B-content", "B-source", "B-cue", "B-content")], 7)
    to_cue, to_source = one_hot([2, 4, 4, 2], 5), one_hot([4, 4, 1, 4], 5)
    (triple,) = decode(window(["Yes", "Ann", "said", "no"]), tags, rows_of(to_cue), rows_of(to_source))
    assert triple.content == (Span(0, 3), Span(13, 15))


def test_content_that_points_nowhere_has_no_cue_and_no_source() -> None:
    tags = one_hot([TAGS.index(t) for t in ("B-source", "B-cue", "B-content")], 7)
    nowhere = one_hot([3, 3, 3], 4)
    (triple,) = decode(window(["Ann", "said", "yes"]), tags, rows_of(nowhere), rows_of(nowhere))
    assert (triple.source, triple.cue, triple.content) == ((), (), (Span(9, 12),))


def test_a_window_without_attributions_gives_none() -> None:
    tags = one_hot([0, 0], 7)
    assert (
        decode(window(["It", "rained"]), tags, rows_of(one_hot([2, 2], 3)), rows_of(one_hot([2, 2], 3))) == []
    )
