"""Intervals cover what they claim, scale, and say nothing of too little."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.compare.statistics import rates as module
from bias.compare.statistics.differences import differences, pairs
from bias.compare.statistics.rates import hide_few, highest_first, pooled


def clustered(*, repetitions: int, articles: int, truth: float, alike: float, seed: int) -> pd.DataFrame:
    """Articles whose attributions are alike: each article draws its own share around the truth."""
    rng = np.random.default_rng(seed)
    size = (repetitions, articles)
    n = rng.poisson(6, size) + 1
    own = rng.beta(truth * alike, (1 - truth) * alike, size)
    frame = {
        "group": np.repeat(np.arange(repetitions), articles),
        "hits": rng.binomial(n, own).ravel(),
        "n": n.ravel(),
    }
    return pd.DataFrame(frame)


@pytest.mark.parametrize(
    ("articles", "truth", "alike"), [(12, 0.3, 8.0), (12, 0.5, 3.0), (30, 0.1, 8.0), (40, 0.3, 2.0)]
)
def test_a_95_percent_interval_of_clustered_shares_covers_95_percent(
    articles: int, truth: float, alike: float
) -> None:
    frame = clustered(repetitions=1000, articles=articles, truth=truth, alike=alike, seed=7)
    found = pooled(frame, by="group", numerator="hits", denominator="n", draws=300)
    covered = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert 0.93 <= covered <= 0.97


def test_an_interval_over_single_attributions_would_not_cover() -> None:
    """The reason for resampling articles: the same shares, as if each attribution stood alone."""
    frame = clustered(repetitions=400, articles=30, truth=0.3, alike=2.0, seed=7)
    sums = frame.groupby("group").sum()
    share = sums["hits"] / sums["n"]
    half = 1.96 * np.sqrt(share * (1 - share) / sums["n"])
    assert ((share - half <= 0.3) & (share + half >= 0.3)).mean() < 0.85


def test_a_rate_per_article_covers_too() -> None:
    rng = np.random.default_rng(3)
    n = rng.negative_binomial(3, 3 / (3 + 5), 500 * 15)
    frame = pd.DataFrame({"group": np.repeat(np.arange(500), 15), "n": n, "one": 1})
    found = pooled(frame, by="group", numerator="n", denominator="one", share=False, draws=500)
    assert 0.93 <= ((found["low"] <= 5) & (found["high"] >= 5)).mean() <= 0.97


def test_values_are_ratios_of_sums() -> None:
    frame = pd.DataFrame({"outlet": ["a", "a", "a", "b", "b"], "x": [1, 2, 0, 4, 4], "n": [4, 4, 0, 8, 8]})
    found = pooled(frame, by="outlet", numerator="x", denominator="n").set_index("outlet")
    assert found.loc["a", "value"] == pytest.approx(3 / 8)
    assert list(found["n"]) == [8, 16]
    assert list(found["articles"]) == [2, 2]  # an article without attributions says nothing of a share


def test_words_of_one_statement_are_no_trials_of_their_own() -> None:
    """Ten articles with two statements of 20 words, one to each side: 20 statements, and not 400 words."""
    frame = pd.DataFrame({"outlet": "a", "words": [20] * 10, "all": 40, "said": 2, "n": 1})
    names = {"by": "outlet", "numerator": "words", "denominator": "all"}
    found = pooled(frame, **names, n="said").loc[0]
    reach = 2.262157**2 / 20  # Student's t with nine degrees of freedom; Wilson's interval at 20 trials
    half = 2.262157 / (1 + reach) * (0.25 / 20 + reach / 20 / 4) ** 0.5
    assert (found["low"], found["high"]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-5)
    assert found["n"] == 20
    words = pooled(frame, **names).loc[0]
    assert words["high"] - words["low"] < 0.35 * (found["high"] - found["low"])


def test_one_article_has_no_interval() -> None:
    found = pooled(
        pd.DataFrame({"outlet": ["a"], "x": [7], "n": [30]}), by="outlet", numerator="x", denominator="n"
    )
    assert found.loc[0, "value"] == pytest.approx(7 / 30)
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("hits", [0, 5])
def test_a_share_of_nothing_or_all_is_not_certain(hits: int) -> None:
    frame = pd.DataFrame({"outlet": ["a"] * 12, "x": [hits] * 12, "n": [5] * 12})
    found = pooled(frame, by="outlet", numerator="x", denominator="n").loc[0]
    assert found["high"] - found["low"] == pytest.approx(0.265, abs=0.01)


def test_adding_an_outlet_moves_no_other() -> None:
    frame = clustered(repetitions=3, articles=12, truth=0.4, alike=5, seed=1)
    alone = pooled(frame[frame["group"] == 1], by="group", numerator="hits", denominator="n")
    among = pooled(frame, by="group", numerator="hits", denominator="n")
    pd.testing.assert_frame_equal(alone, among[among["group"] == 1].reset_index(drop=True))


def test_the_limit_agrees_with_resampling(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = clustered(repetitions=1, articles=1000, truth=0.3, alike=4, seed=2)
    for share in (True, False):
        drawn = pooled(frame, by="group", numerator="hits", denominator="n", share=share, draws=4000).loc[0]
        with monkeypatch.context() as patch:
            patch.setattr(module, "MOST_RESAMPLED", 1)
            limit = pooled(frame, by="group", numerator="hits", denominator="n", share=share).loc[0]
        assert limit["low"] == pytest.approx(drawn["low"], abs=0.003)
        assert limit["high"] == pytest.approx(drawn["high"], abs=0.003)


counts = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30)


@given(counts, st.booleans())
@settings(max_examples=60)
def test_the_interval_holds_its_value_and_a_share_stays_a_share(
    rows: list[tuple[int, int]], share: bool
) -> None:
    frame = pd.DataFrame([("a", min(x, n) if share else x, n) for x, n in rows], columns=["outlet", "x", "n"])
    found = pooled(frame, by="outlet", numerator="x", denominator="n", share=share, draws=100).loc[0]
    if found["articles"] > 1 and not math.isnan(found["low"]):  # a ratio may have nothing to divide by
        assert -1e-9 <= found["low"] <= found["value"] + 1e-9
        assert found["value"] <= found["high"] + 1e-9
        assert not share or found["high"] <= 1


@given(counts)
@settings(max_examples=30)
def test_the_order_of_articles_changes_nothing(rows: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame([("a", min(x, n), n) for x, n in rows], columns=["outlet", "x", "n"])
    first = pooled(frame, by="outlet", numerator="x", denominator="n", draws=50)
    turned = pooled(frame[::-1], by="outlet", numerator="x", denominator="n", draws=50)
    pd.testing.assert_frame_equal(first, turned)


def test_a_ratio_whose_resamples_have_nothing_to_divide_by_has_no_interval() -> None:
    frame = pd.DataFrame([("a", 1, 0)] * 6 + [("a", 0, 1)], columns=["outlet", "x", "n"])
    found = pooled(frame, by="outlet", numerator="x", denominator="n", share=False).loc[0]
    assert found["value"] == 6
    assert math.isnan(found["low"])
    assert math.isnan(found["high"])
    assert found["articles"] == 7


def test_too_few_is_a_note_and_no_number() -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["a", "b", "c"],
            "value": [0.5] * 3,
            "low": [0.4] * 3,
            "high": [0.6] * 3,
            "n": [9, 40, 40],
            "articles": [8, 1, 8],
        }
    )
    found = hide_few(frame, least=10, least_articles=5)
    assert list(found["note"]) == ["too few (n = 9)", "too few (n = 40 in 1 article)", ""]
    assert found.loc[:1, ["value", "low", "high"]].isna().all(axis=None)
    assert found.loc[2, "value"] == 0.5


def test_highest_first_and_what_is_not_shown_last() -> None:
    frame = pd.DataFrame({"outlet": ["b", "a", "d", "c"], "value": [0.2, 0.2, float("nan"), 0.9]})
    assert list(highest_first(frame, by="outlet")["outlet"]) == ["c", "a", "b", "d"]


def test_pairs_are_the_differences_of_all_two() -> None:
    rates = pd.DataFrame(
        {"by": list("abcd"), "value": [0.1, 0.3, 0.32, 0.6], "low": [0.05, 0.2, 0.3, 0.5],
         "high": [0.2, 0.4, 0.4, 0.7], "n": 50, "articles": 12}
    )  # fmt: skip
    found = pairs(rates, by="by")
    assert len(found) == 6
    for row in found.itertuples():
        single = differences(rates, by="by", reference=str(row.reference)).set_index("by").loc[row.by]
        assert (row.difference, row.low, row.high, row.p) == pytest.approx(
            tuple(single[["difference", "low", "high", "p"]])
        )
    assert (found["q"] >= found["p"]).all()
    assert pairs(rates.head(1), by="by").empty
