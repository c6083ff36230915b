"""What is the same in a few articles, stories or blocks is not certain; values by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics.bounds import agreed, agreed_p, unseen
from bias.compare.statistics.differences import differences, pairs, within_stories
from bias.compare.statistics.diversity import spread
from bias.compare.statistics.net_tone import mean
from bias.compare.statistics.rates import pooled


@pytest.mark.parametrize(("units", "share"), [(2, 0.8419), (5, 0.5218), (6, 0.4593), (10, 0.3085)])
def test_a_share_that_nobody_saw(units: int, share: float) -> None:
    """The limits of Clopper and Pearson for 0 of n: 84.2, 52.2, 45.9 and 30.8 %."""
    assert unseen(units) == pytest.approx(share, abs=5e-5)


def test_those_that_differ_lie_as_far_as_they_can() -> None:
    assert agreed(0.0, 5, least=0.0, most=1.0) == pytest.approx((0.0, 0.5218), abs=5e-5)
    assert agreed(0.5, 5, least=-1.0, most=1.0) == pytest.approx((-0.2827, 0.7609), abs=5e-5)


@pytest.mark.parametrize(("units", "p"), [(5, 0.0625), (6, 0.03125), (10, 0.001953)])
def test_p_is_that_of_the_sign_test(units: int, p: float) -> None:
    assert agreed_p(1.0, units, most=1.0) == pytest.approx(p, rel=1e-3)
    low, _ = agreed(1.0, units, least=-1.0, most=1.0)
    assert (low > 0) == (p < 0.05)
    assert agreed_p(0.0, units, most=1.0) == 1.0


def rates(**outlets: list[float]) -> pd.DataFrame:
    rows = [(name, value, 1.0) for name, values in outlets.items() for value in values]
    frame = pd.DataFrame(rows, columns=["outlet", "sources", "articles_"])
    return pooled(frame, by="outlet", numerator="sources", denominator="articles_", share=False)


def test_two_sources_and_three_in_five_articles_each() -> None:
    found = rates(a=[2] * 5, b=[3] * 5)
    assert found.loc[0, ["value", "low", "high"]].tolist() == pytest.approx([2, 1.4782, 2.5218], abs=5e-5)
    assert found.loc[1, ["value", "low", "high"]].tolist() == pytest.approx([3, 2.4782, 3.5218], abs=5e-5)
    apart = differences(found, by="outlet", reference="a", most=math.inf).loc[0]
    assert (apart["low"], apart["high"]) == pytest.approx((0.2620, 1.7380), abs=5e-5)
    assert apart["p"] == pytest.approx(0.0079, abs=1e-4)  # all orders of the ten articles: 2 of 252, .0079
    assert pairs(found, by="outlet", most=math.inf)["p"].iloc[0] == apart["p"]


def test_three_articles_of_each_say_nothing() -> None:
    apart = differences(rates(a=[2] * 3, b=[3] * 3), by="outlet", reference="a", most=math.inf).loc[0]
    assert apart["low"] < 0 < apart["high"]


def test_an_article_holds_no_less_than_nothing() -> None:
    assert rates(a=[0.5] * 5)["low"].iloc[0] == pytest.approx(0.5 - 0.5218 * 0.5, abs=5e-5)
    assert rates(a=[0] * 5)[["low", "high"]].iloc[0].tolist() == pytest.approx([0, 0.5218], abs=5e-5)


def test_one_article_that_differs_gives_an_interval_about_as_wide() -> None:
    """No jump between what agrees and what nearly does."""
    found = rates(a=[2, 2, 2, 2, 3]).loc[0]
    assert 0.5 < (found["high"] - found["low"]) / (2 * 0.5218) < 1.5


def test_many_articles_that_agree_are_nearly_sure_and_no_more() -> None:
    found = rates(a=[2] * 2000).loc[0]
    assert found["high"] - found["low"] == pytest.approx(2 * 0.001843, abs=1e-5)


def test_where_words_are_counted_one_statement_differs() -> None:
    """Five articles of ten words of the one side in one statement, and none of the other side."""
    frame = pd.DataFrame({"outlet": "a", "above": [0.0] * 5, "below": 10.0, "said": 1})
    found = pooled(frame, by="outlet", numerator="above", denominator="below", n="said", share=False).loc[0]
    assert found["high"] == pytest.approx(0.5218, abs=5e-5), "ten words to each ten, in half of the articles"


def test_an_interval_covers_where_articles_seldom_differ() -> None:
    """Two sources, in one article of five three: five articles often agree, and the truth is 2.2."""
    rng = np.random.default_rng(1)
    values = 2.0 + (rng.random((1000, 5)) < 0.2)
    frame = pd.DataFrame({"outlet": np.repeat(np.arange(1000), 5), "x": values.ravel(), "one": 1.0})
    found = pooled(frame, by="outlet", numerator="x", denominator="one", share=False, draws=300)
    assert ((found["low"] <= 2.2) & (found["high"] >= 2.2)).mean() >= 0.93


def test_rates_without_an_interval_have_no_p() -> None:
    found = pd.DataFrame({"by": ["a", "b"], "value": [2.0, 3.0], "n": 5, "articles": 5})
    found = found.assign(low=found["value"], high=found["value"])
    assert math.isnan(differences(found, by="by", reference="a", most=math.inf)["p"].iloc[0])


def within(one: int, other: int, stories: int, most: float) -> pd.Series:
    rows = [(name, f"{n}", hits, 4) for n in range(stories) for name, hits in (("a", one), ("b", other))]
    frame = pd.DataFrame(rows, columns=["outlet", "story", "above", "below"])
    return within_stories(
        frame, by="outlet", story="story", numerator="above", denominator="below", reference="b", most=most
    ).loc[0]  # fmt: skip


def test_five_stories_told_all_against_nothing_are_not_certain() -> None:
    found = within(4, 0, 5, 1.0)
    assert (found["difference"], found["high"]) == (1, 1)
    assert found["low"] == pytest.approx(1 - 0.5218 * 2, abs=1e-4)
    assert found["p"] == pytest.approx(0.0625)
    assert within(4, 0, 6, 1.0)["p"] == pytest.approx(0.03125)
    assert within(4, 0, 6, 1.0)["low"] > 0


def test_shares_that_agree_in_every_story_may_differ_in_others() -> None:
    found = within(1, 1, 5, 1.0)
    assert (found["low"], found["high"], found["p"]) == pytest.approx((-0.5218, 0.5218, 1), abs=5e-5)


def test_rates_within_stories_differ_by_one_or_by_as_much_to_the_other_side() -> None:
    alike = within(0, 0, 5, math.inf)
    assert (alike["low"], alike["high"], alike["p"]) == pytest.approx((-0.1305, 0.1305, 1), abs=5e-5)
    apart = within(3, 1, 5, math.inf)
    assert (apart["low"], apart["high"]) == pytest.approx((0.5 - 0.5218, 0.5), abs=5e-5)
    assert apart["p"] == pytest.approx(0.0625)


def test_a_negative_difference_has_an_interval_too() -> None:
    """Net tone of -1 against -.5: no article says otherwise, five stories are no proof."""
    found = within(-4, -2, 5, 2.0)
    assert found["low"] == pytest.approx(-0.5 - 0.5218 * 1.5, abs=1e-4)
    assert found["high"] == pytest.approx(-0.5 + 0.5218 * 2.5, abs=1e-4)
    assert found["p"] == pytest.approx(min(1, 2 * 0.8**5))


def test_a_mean_of_articles_that_agree() -> None:
    frame = pd.DataFrame({"outlet": "a", "above": [1.5] * 5, "below": [3.0] * 5})
    found = mean(frame, by="outlet").loc[0]
    assert found[["value", "low", "high"]].tolist() == pytest.approx([0.5, -0.2827, 0.7609], abs=5e-5)


@pytest.mark.parametrize(("statistic", "value"), [("concentration", 0.5294), ("top", 0.6667)])
def test_blocks_that_agree(statistic: str, value: float) -> None:
    """Six articles that quote one source twice and another once: (12 · 11 + 6 · 5) / (18 · 17) = .5294."""
    rows = [("a", n, source, times, 6) for n in range(6) for source, times in (("x", 2), ("y", 1))]
    frame = pd.DataFrame(rows, columns=["by", "block", "source", "n", "articles"])
    found = spread(frame, by="by", statistic=statistic).loc[0]
    ends = [value - 0.4593 * value, value + 0.4593 * (1 - value)]
    assert found[["value", "low", "high"]].tolist() == pytest.approx([value, *ends], abs=1e-4)


def test_one_source_in_every_block_is_not_for_ever_the_only_one() -> None:
    rows = [("a", n, "x", 6, 12) for n in range(12)]
    frame = pd.DataFrame(rows, columns=["by", "block", "source", "n", "articles"])
    found = spread(frame, by="by", statistic="effective").loc[0]
    far = 0.2646  # of twelve
    assert found[["value", "low"]].tolist() == pytest.approx([1, 1])
    assert found["high"] == pytest.approx(50**far, rel=1e-3)
