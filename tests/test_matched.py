"""Differences within shared stories: by hand, and in simulation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics.differences import differences, within_stories
from bias.compare.statistics.rates import pooled


def matched(frame: pd.DataFrame, reference: str = "b", least: int = 2) -> pd.DataFrame:
    return within_stories(
        frame, by="outlet", story="story", numerator="above", denominator="below", reference=reference,
        least=least,
    )  # fmt: skip


def test_by_hand() -> None:
    """Story 1: 2 of 4 against 1 of 4; story 2: 1 of 2 against 1 of 6: .25 · 2 and .333 · 1.5, by 3.5."""
    frame = pd.DataFrame(
        [("a", "1", 2, 4), ("b", "1", 1, 4), ("a", "2", 1, 2), ("b", "2", 1, 6), ("a", "3", 5, 5)],
        columns=["outlet", "story", "above", "below"],
    )
    (row,) = matched(frame).to_dict("records")
    assert row["difference"] == pytest.approx((0.25 * 2 + 1 / 3 * 1.5) / 3.5)
    assert (row["stories"], row["articles"]) == (2, 4)
    assert row["low"] < row["difference"] < row["high"]


def test_articles_that_are_alike_count_as_often_as_they_are() -> None:
    rows = [("a", "1", 1, 2, 3), ("b", "1", 0, 2, 1), ("a", "2", 1, 2, 1), ("b", "2", 1, 2, 2)]
    frame = pd.DataFrame(rows, columns=["outlet", "story", "above", "below", "times"])
    long = frame.loc[frame.index.repeat(frame["times"])]
    names = {"by": "outlet", "story": "story", "numerator": "above", "denominator": "below"}
    one = within_stories(frame, **names, reference="b", times="times", least=2)
    other = within_stories(long, **names, reference="b", least=2)
    pd.testing.assert_frame_equal(one, other)


def test_too_few_shared_stories_have_no_number() -> None:
    frame = pd.DataFrame([("a", "1", 1, 2), ("b", "1", 1, 2)], columns=["outlet", "story", "above", "below"])
    (row,) = matched(frame).to_dict("records")
    assert math.isnan(row["difference"])
    assert row["stories"] == 1


def simulated(rng: np.random.Generator, stories: int, effect: float) -> pd.DataFrame:
    """Two outlets that choose other events: `a` tells more of those in which much is official.

    Each story has a base rate of its own; within it outlet a is `effect` higher on the logit scale; articles
    of one story vary, and so do their numbers of attributions.
    """
    rows = []
    for story in range(stories):
        base = rng.normal(0, 1)
        for outlet in ("a", "b"):
            wanted = 1 / (1 + math.exp(-(base if outlet == "a" else -base)))  # a likes official events
            for _ in range(1 + rng.binomial(3, wanted)):
                size = 1 + rng.poisson(8)
                logit = base + effect * (outlet == "a") + rng.normal(0, 0.4)
                rows.append((outlet, str(story), rng.binomial(size, 1 / (1 + math.exp(-logit))), size))
    return pd.DataFrame(rows, columns=["outlet", "story", "above", "below"])


def truth(effect: float) -> float:
    """The matched difference of many stories."""
    found = matched(simulated(np.random.default_rng(7), 12_000, effect))
    return float(found["difference"].iloc[0])


@pytest.mark.parametrize(("stories", "effect"), [(12, 0.0), (30, 0.5), (120, 0.5)])
def test_intervals_cover_where_pooled_ones_do_not(stories: int, effect: float) -> None:
    rng, wanted = np.random.default_rng(stories), truth(effect)
    repeats, held, pooled_held = 400, 0, 0
    for _ in range(repeats):
        frame = simulated(rng, stories, effect)
        (row,) = matched(frame).to_dict("records")
        held += row["low"] <= wanted <= row["high"]
        rates = pooled(frame, by="outlet", numerator="above", denominator="below", draws=200)
        (over_all,) = differences(rates, by="outlet", reference="b").to_dict("records")
        pooled_held += over_all["low"] <= wanted <= over_all["high"]
    assert 0.93 <= held / repeats <= 0.975, held / repeats
    if stories >= 30:
        assert pooled_held / repeats < 0.85, pooled_held / repeats
