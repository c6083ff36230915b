"""Differences within shared stories: by hand, and in simulation."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

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
    base = rng.normal(0, 1, stories)
    told = 1 + rng.binomial(3, expit(np.column_stack([base, -base])))  # a likes official events
    story, outlet = np.divmod(np.repeat(np.arange(2 * stories), told.ravel()), 2)
    below = 1 + rng.poisson(8, len(story))
    logit = base[story] + effect * (outlet == 0) + rng.normal(0, 0.4, len(story))
    above = rng.binomial(below, expit(logit))
    return pd.DataFrame(
        {"outlet": np.array(["a", "b"])[outlet], "story": story, "above": above, "below": below}
    )


@cache
def truth(effect: float) -> float:
    """The matched difference of many stories."""
    found = matched(simulated(np.random.default_rng(7), 12_000, effect))
    return float(found["difference"].iloc[0])


@pytest.mark.parametrize(("stories", "effect"), [(12, 0.0), (30, 0.5), (120, 0.5)])
def test_intervals_cover_where_pooled_ones_do_not(stories: int, effect: float) -> None:
    """All runs in one frame: the a of a run shares stories with the b of that run alone."""
    rng, wanted, repeats = np.random.default_rng(stories), truth(effect), 800
    frame = simulated(rng, repeats * stories, effect)
    run, b = frame["story"] // stories, frame["outlet"] == "b"
    found = matched(frame.assign(outlet=frame["outlet"].where(b, "a" + run.astype(str))))
    assert found["stories"].tolist() == [stories] * repeats
    assert 0.93 <= holds(found, wanted) <= 0.975
    if stories >= 30:
        keys = frame.assign(key=2 * run + b)[run < 400]
        rates = pooled(keys, by="key", numerator="above", denominator="below", draws=200)
        pairs = [rates.iloc[at : at + 2] for at in range(0, 800, 2)]
        over_all = [differences(pair, by="key", reference=pair["key"].iloc[1]) for pair in pairs]
        assert holds(pd.concat(over_all), wanted) < 0.85


def holds(found: pd.DataFrame, wanted: float) -> float:
    return float(((found["low"] <= wanted) & (wanted <= found["high"])).mean())
