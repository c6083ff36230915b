"""Findings, charts and numbers in words: they claim what intervals carry, and one number reads the same."""

from __future__ import annotations

import math

import pandas as pd

from bias.compare.words.findings import apart, extremes


def rows(*values: tuple[float, float, float]) -> pd.DataFrame:
    """Outlets A, B, C … with value, low and high."""
    frame = pd.DataFrame(values, columns=["value", "low", "high"])
    return frame.assign(label=[chr(65 + n) for n in range(len(values))], n=100, articles=20)


def test_a_difference_is_claimed_only_where_it_is_clear() -> None:
    ends = extremes(rows((0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.3, 0.2, 0.4)), "share")
    assert ends == (
        "Highest in A, 50 % (45–55 %); lowest in B, 10 % (7–13 %): a clear difference, as in 3 of 3 pairs."
    )
    alike = extremes(rows((0.5, 0.3, 0.7), (0.4, 0.2, 0.6)), "share")
    assert alike.endswith("no clear difference.")


def test_where_the_ends_are_not_clear_the_others_may_be() -> None:
    found = extremes(rows((0.9, 0.1, 1.0), (0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.05, 0.0, 0.9)), "share")
    assert found.endswith("no clear difference between these two, but in 1 of 6 pairs.")


def test_one_row_few_rows_and_equal_rows() -> None:
    nothing = rows((math.nan, math.nan, math.nan))
    assert extremes(nothing, "share") == "Too little to say anything."
    assert extremes(rows((0.5, 0.4, 0.6)), "share") == "A: 50 % (40–60 %)."
    assert "no clear difference" in extremes(rows((0.0, 0.0, 0.1), (0.0, 0.0, 0.1)), "share")


def test_with_many_outlets_the_largest_of_chance_is_not_clear() -> None:
    """Twenty outlets alike: the two farthest apart would differ if nobody counted the pairs."""
    values = [0.3 + 0.004 * n for n in range(20)]
    found = extremes(rows(*((v, v - 0.04, v + 0.04) for v in values)), "share")
    assert found.endswith("no clear difference.")


def test_differences_from_one_are_named_with_their_direction() -> None:
    found = pd.DataFrame(
        {"label": ["A", "B"], "difference": [-0.2, 0.01], "low": [-0.3, -0.1], "high": [-0.1, 0.1],
         "q": [0.001, 0.8]}
    )  # fmt: skip
    assert apart(found, "R", "share") == ("1 of 2 outlets differs clearly from R: A −20 points (−30 to −10).")
    assert apart(found.tail(1), "R", "share") == "None of 1 outlet differs clearly from R."
