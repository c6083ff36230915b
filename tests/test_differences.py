"""Differences between outlets: what their intervals cover, and how often nothing looks like something."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics.differences import cramers_v, differences, discovery_rates
from bias.compare.statistics.rates import pooled

Frame = pd.DataFrame


def clustered(
    rng: np.random.Generator, shares: list[float], *, articles: int, runs: int = 1, spread: float = 6.0
) -> Frame:
    """Articles of some outlets: 3 to 15 attributions, alike within an article (beta-binomial)."""
    size = (runs, len(shares), articles)
    n = rng.integers(3, 16, size)
    share = np.array(shares)[:, None]
    own = rng.beta(share * spread, (1 - share) * spread, size)
    run, outlet, _ = np.indices(size)
    return pd.DataFrame(
        {
            "run": run.ravel(),
            "outlet": [f"o{number}" for number in outlet.ravel()],
            "hits": rng.binomial(n, own).ravel(),
            "all": n.ravel(),
        }
    )


def rates(frame: Frame, by: str = "outlet") -> Frame:
    return pooled(frame, by=by, numerator="hits", denominator="all", draws=400)


def rates_of_runs(frame: Frame) -> list[Frame]:
    """The rates of each run, resampled in one call: no group moves the interval of another."""
    keys = frame["run"] * 100 + frame["outlet"].str[1:].astype(int)
    found = rates(frame.assign(key=keys), "key")
    found["outlet"] = "o" + (found["key"] % 100).astype(str)
    return [one.reset_index(drop=True) for _, one in found.groupby(found["key"] // 100)]


@pytest.mark.parametrize(("one", "other", "articles"), [(0.3, 0.5, 30), (0.1, 0.2, 60), (0.6, 0.6, 20)])
def test_an_interval_covers_what_it_claims(one: float, other: float, articles: int) -> None:
    rng = np.random.default_rng(1)
    share_hit = difference_hit = 0
    runs = 600
    for found in rates_of_runs(clustered(rng, [one, other], articles=articles, runs=runs)):
        share_hit += found["low"][0] <= one <= found["high"][0]
        row = differences(found, by="outlet", reference="o1").iloc[0]
        difference_hit += row["low"] <= one - other <= row["high"]
    assert 0.93 <= share_hit / runs <= 0.97, f"share {share_hit / runs:.3f}"
    assert 0.93 <= difference_hit / runs <= 0.97, f"difference {difference_hit / runs:.3f}"


def test_attributions_taken_as_independent_would_not() -> None:
    """The check can fail: an interval that forgets the articles covers far less."""
    rng = np.random.default_rng(2)
    hit = 0
    for _, frame in clustered(rng, [0.3], articles=30, runs=300).groupby("run"):
        hits, n = frame["hits"].sum(), frame["all"].sum()
        share = hits / n
        hit += abs(share - 0.3) <= 1.96 * math.sqrt(share * (1 - share) / n)
    assert hit / 300 < 0.90


def test_a_corpus_without_differences_shows_few() -> None:
    """Eight outlets alike: a screen with any difference of q below .05 comes in 5 % of corpora at most."""
    rng = np.random.default_rng(3)
    runs, wrong = 400, 0
    for found in rates_of_runs(clustered(rng, [0.3] * 8, articles=25, runs=runs)):
        wrong += bool((differences(found, by="outlet", reference="o0")["q"] < 0.05).any())
    assert wrong / runs <= 0.05, f"{wrong / runs:.3f}"


def test_an_outlet_renamed_only_renames() -> None:
    frame = clustered(np.random.default_rng(4), [0.2, 0.4, 0.5], articles=20)
    there = differences(rates(frame), by="outlet", reference="o0")
    renamed = frame.assign(outlet=frame["outlet"].map({"o0": "A", "o1": "z", "o2": "B"}))
    back = differences(rates(renamed), by="outlet", reference="A")
    back = back.assign(outlet=back["outlet"].map({"z": "o1", "B": "o2"}))
    pd.testing.assert_frame_equal(there, back.sort_values("outlet", ignore_index=True))


def test_interval_and_p_agree() -> None:
    rng = np.random.default_rng(5)
    for found in rates_of_runs(clustered(rng, [0.3, 0.45], articles=15, runs=40)):
        row = differences(found, by="outlet", reference="o0").iloc[0]
        assert (row["p"] < 0.05) == (row["low"] > 0 or row["high"] < 0)
        assert row["ratio_low"] <= row["ratio"] <= row["ratio_high"]
        assert row["q"] == row["p"]


def test_edges_have_no_surprises() -> None:
    outlets = ["a"] * 8 + ["b"] * 8 + ["c"]
    frame = pd.DataFrame({"outlet": outlets, "hits": [0] * 8 + [3] * 8 + [1], "all": [3] * 17})
    found = differences(rates(frame), by="outlet", reference="a")
    assert (found["difference"][0], found["high"][0]) == (1.0, 1.0)
    assert found["low"][0] > 0
    assert math.isnan(found["low"][1])  # one article has no interval
    with pytest.raises(KeyError):
        differences(rates(frame), by="outlet", reference="nobody")


def test_q_is_of_the_family_that_is_known() -> None:
    q = discovery_rates(np.array([0.01, math.nan, 0.04, 0.03]))
    assert q[0] == pytest.approx(0.03)
    assert math.isnan(q[1])
    assert q[2] == pytest.approx(0.04)


def test_cramers_v() -> None:
    alike = pd.DataFrame([[50, 50], [50, 50]])
    apart = pd.DataFrame([[100, 0], [0, 100]])
    assert cramers_v(alike) == 0.0
    assert cramers_v(apart) == pytest.approx(1.0, abs=0.01)
    assert math.isnan(cramers_v(alike.head(1)))
    uneven = pd.DataFrame([[30, 10, 20], [10, 30, 20]])
    phi, least = 20 / 120 - 2 / 119, 2 - 1 / 119  # chi squared is 20, of 120 in two rows and three columns
    assert cramers_v(uneven) == pytest.approx(math.sqrt(phi / (least - 1)))
    assert cramers_v(uneven.T) == pytest.approx(cramers_v(uneven))
