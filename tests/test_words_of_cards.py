"""Findings, charts and numbers in words: they claim what intervals carry, and one number reads the same."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from bias.compare.words.alternatives import alt_differences, alt_rows
from bias.compare.words.findings import apart, extremes, first_of_each, led, only_alone, pairs_tested
from bias.compare.words.numbers import (
    counted,
    counted_as,
    difference_text,
    interval_text,
    part_text,
    period_text,
    value_text,
)


def rows(*values: tuple[float, float, float]) -> pd.DataFrame:
    """Outlets A, B, C … with value, low and high."""
    frame = pd.DataFrame(values, columns=["value", "low", "high"])
    return frame.assign(label=[chr(65 + n) for n in range(len(values))], n=100, articles=20)


def test_a_difference_is_claimed_only_where_it_is_clear() -> None:
    three = rows((0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.3, 0.2, 0.4))
    ends = extremes(three, "share")
    assert ends == ("Highest in A, 50 % (45–55 %); lowest in B, 10 % (7–13 %): a clear difference.")
    assert pairs_tested(three, "share") == "3 of 3 pairs differ clearly."
    alike = extremes(rows((0.5, 0.3, 0.7), (0.4, 0.2, 0.6)), "share")
    assert alike.endswith("no clear difference.")


def test_where_the_ends_are_not_clear_the_others_may_be() -> None:
    found = rows((0.9, 0.1, 1.0), (0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.05, 0.0, 0.9))
    assert extremes(found, "share").endswith("no clear difference between these two, but between others.")
    assert pairs_tested(found, "share") == "1 of 6 pairs differ clearly."


def test_one_row_few_rows_and_equal_rows() -> None:
    nothing = rows((math.nan, math.nan, math.nan))
    assert extremes(nothing, "share") == "Too little to say anything."
    assert extremes(rows((0.5, 0.4, 0.6)), "share") == "A: 50 % (40–60 %)."
    assert "no clear difference" in extremes(rows((0.0, 0.0, 0.1), (0.0, 0.0, 0.1)), "share")


def test_with_many_outlets_the_largest_of_chance_is_not_clear() -> None:
    """Twenty outlets alike: the two farthest apart would differ if nobody counted the pairs; it says so."""
    values = [0.3 + 0.004 * n for n in range(20)]
    found = rows(*((v, v - 0.04, v + 0.04) for v in values))
    assert extremes(found, "share").endswith(": no clear difference.")
    assert pairs_tested(found, "share") == (
        "0 of 190 pairs differ clearly.  The two farthest apart: alone they would differ (p = 0.0085), among "
        "all 190 pairs compared not (q = 0.47)."
    )


def test_differences_from_one_are_named_with_their_direction() -> None:
    found = pd.DataFrame(
        {"label": ["A", "B"], "difference": [-0.2, 0.01], "low": [-0.3, -0.1], "high": [-0.1, 0.1],
         "p": [0.0001, 0.8], "q": [0.001, 0.8], "family": 3}
    )  # fmt: skip
    assert apart(found, "R", "share") == ("1 of 2 outlets differs clearly from R: A −20 points (−30 to −10).")
    assert apart(found.tail(1), "R", "share") == "None of 1 outlet differs clearly from R."
    assert apart(found.tail(1), "R", "share", each="group") == "None of 1 group differs clearly from R."


def test_a_difference_that_its_family_does_not_carry_is_named() -> None:
    found = pd.DataFrame(
        {"label": ["A"], "difference": [0.5], "low": [0.15], "high": [0.92], "p": [0.02], "q": [0.09],
         "family": 15}
    )  # fmt: skip
    assert apart(found, "R", "share") == "None of 1 outlet differs clearly from R."
    assert only_alone(found) == (
        "Not clear among all 15 pairs compared, though it would be alone: A (p = 0.02, q = 0.09)."
    )


# -- names -------------------------------------------------------------------------------------------


def test_a_name_that_a_finding_begins_with_keeps_its_letters() -> None:
    one = rows((0.5, 0.4, 0.6)).assign(label="Kestria Public Radio")
    found = extremes(one, "share")
    assert led("In its own voice:", found) == "In its own voice: Kestria Public Radio: 50 % (40–60 %)."
    both = extremes(rows((0.5, 0.45, 0.55), (0.1, 0.07, 0.13)), "share")
    assert led("In its own voice:", both).startswith("In its own voice: highest in A, 50 %")
    nothing = extremes(one.head(0), "share")
    assert led("In its own voice:", nothing) == "In its own voice: too little to say anything."


# -- numbers -----------------------------------------------------------------------------------------


def test_one_is_singular() -> None:
    assert [counted(n, "article") for n in (0, 1, 2, 1200)] == [
        "0 articles", "1 article", "2 articles", "1,200 articles",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "nouns", "said"),
    [
        ("share", "statements", "73 of 155 statements"),
        ("per 1,000", "own words", "73 in 155 own words"),
        ("per article", "articles", "73 in 155 articles"),
        ("number", "statements", "155 statements"),
        ("index", "articles", "155 articles"),
        ("stance", "articles", "155 articles"),
        ("net", "mentions", "155 mentions"),
    ],
)
def test_n_is_a_part_of_a_whole_or_what_a_mean_is_taken_over(unit: str, nouns: str, said: str) -> None:
    assert part_text({"n": 73, "base": 155}, unit, nouns) == said


def test_a_whole_of_one_is_singular() -> None:
    nouns = ("statements", "own words", "words said", "statements with a verb", "stories")
    assert [counted_as(1, one) for one in nouns] == [
        "1 statement", "1 own word", "1 word said", "1 statement with a verb", "1 story",
    ]  # fmt: skip


def test_a_period_of_one_day_is_said_once() -> None:
    assert period_text("2026-01-14", "2026-06-16") == "2026-01-14 to 2026-06-16"
    assert period_text("2026-01-14T08:00:00", "2026-01-14") == "2026-01-14"
    assert period_text("2026-01-14", "2026-01-15", joined=" – ") == "2026-01-14 – 2026-01-15"
    assert period_text("", "") == ""


def test_values_are_written_in_their_unit() -> None:
    assert value_text(0.734, "share") == "73 %"
    assert [value_text(value, "net") for value in (0.3, -0.204, 0.0, -0.001)] == ["+30", "−20", "0", "0"]
    assert value_text(5.25, "per article") == "5.2"
    assert value_text(0.3, "index") == "0.300"
    assert value_text(math.nan, "share") == "–"


def test_intervals_are_written_in_their_unit() -> None:
    assert interval_text(0.278, 0.402, "share") == "28–40 %"
    assert interval_text(-0.1, 0.1, "net") == "−10 to +10"
    assert interval_text(4.0, 6.04, "per article") == "4.0–6.0"
    assert interval_text(math.nan, math.nan, "share") == "no interval"


def test_differences_are_written_in_their_unit() -> None:
    def said(unit: str) -> str:
        return difference_text({"difference": -0.2, "low": -0.31, "high": 1.04}, unit)

    assert said("share") == "−20 points (−31 to +104)"
    assert said("net") == "−20 points (−31 to +104)"
    assert said("per article") == "−0.2 per article (−0.3 to +1.0)"
    assert said("per 1,000") == "−0.20 per 1,000 words (−0.31 to +1.04)"
    assert said("number") == "−0.2 (−0.3 to +1.0)"


# -- charts ------------------------------------------------------------------------------------------


def board(*values: float) -> pd.DataFrame:
    """Outlets 0, 1, 2 … with an interval of a tenth to either side; what is not known has a note."""
    frame = pd.DataFrame({"value": values})
    labels = [f"Outlet {n}" for n in range(len(frame))]
    note = ["too few (n = 7)" if math.isnan(value) else "" for value in values]
    found = frame.assign(low=frame["value"] - 0.1, high=frame["value"] + 0.1, n=36, base=40, note=note)
    return found.assign(label=labels, outlet_label=labels)


def test_a_chart_of_rows_says_its_values() -> None:
    assert alt_rows(board(0.9, math.nan), label="Direct quotation", unit="share") == (
        "Direct quotation, each with its 95 % interval: Outlet 0 90 % (80–100 %, 36 of 40); "
        "Outlet 1 too few (n = 7)."
    )
    assert alt_rows(board(), label="x", unit="share") == "x: nothing to show."


def test_what_is_highest_in_each_outlet_is_told_once() -> None:
    sides = [
        ("A", "Government", 0.8),
        ("A", "Opposition", 0.1),
        ("B", "Government", 0.5),
        ("C", "Opposition", 0.6),
    ]
    found = pd.DataFrame(sides, columns=["outlet_label", "label", "value"])
    found = found.assign(low=found["value"] - 0.1, high=found["value"] + 0.1)
    assert first_of_each(found, "share", "outlet_label", "label") == (
        "Highest is Government in A 80 % (70–90 %), B 50 % (40–60 %); Opposition in C 60 % (50–70 %)."
    )
    many = pd.concat([found.assign(outlet_label=found["outlet_label"] + str(n)) for n in range(4)])
    assert first_of_each(many, "share", "outlet_label", "label").startswith(
        "Highest is Government in A0 80 %"
    )
    assert "and 5 more; Opposition in C0" in first_of_each(many, "share", "outlet_label", "label")


def test_the_words_of_many_rows_point_to_the_table() -> None:
    said = alt_rows(board(*[0.1] * 40), label="x", unit="net", noun="mentions")
    assert said.endswith("; 28 more in the table.")
    assert said.count("40 mentions") == 12


def test_a_chart_of_voices_says_whose_each_value_is() -> None:
    own, others = "in its own voice", "in words it quotes"
    found = board(0.3, -0.2, 0.0, math.nan)
    names = ["The Lantern", "The Lantern", "Radio Varn", "Radio Varn"]
    found = found.assign(label=names, series=[own, others, own, others])
    assert alt_rows(found, label="Tone", unit="net", noun="mentions") == (
        f"Tone, each with its 95 % interval: The Lantern {own} +30 (+20 to +40, 40 mentions); "
        f"The Lantern {others} −20 (−30 to −10, 40 mentions); Radio Varn {own} 0 (−10 to +10, 40 mentions); "
        f"Radio Varn {others} too few (n = 7)."
    )


def test_a_chart_of_differences_says_which_are_clear() -> None:
    found = pd.DataFrame(
        {
            "label": ["A", "B"],
            "difference": [-2.5, 0.1],
            "low": [-3, -1.0],
            "high": [-1, 1.1],
            "q": [0.001, 0.8],
        }
    )
    assert alt_differences(found, label="Sources", reference="R", unit="per article") == (
        "Sources, difference from R: A −2.5 per article (−3.0 to −1.0), clear; "
        "B +0.1 per article (−1.0 to +1.1), not clear."
    )
    nothing = alt_differences(found.head(0), label="Sources", reference="R", unit="share")
    assert nothing == "Sources, difference from R: too little to compare."
