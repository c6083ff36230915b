"""Spread over sources: right by hand, the same for outlets of any size, and covered by its intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.compare.statistics.diversity import concentration, effective, spread

Floats = npt.NDArray[np.float64]
ZIPF = 1 / np.arange(1, 41)
ZIPF /= ZIPF.sum()


def counts(*values: float) -> Floats:
    return np.array(values, dtype=float)


def frame(table: Floats, *, by: str = "a", articles: int = 40) -> pd.DataFrame:
    """Rows of a table of blocks by sources, as the store gives them: without zeros."""
    rows = [
        (by, block, f"s{source:02}", table[block, source], articles)
        for block, source in zip(*np.nonzero(table), strict=True)
    ]
    return pd.DataFrame(rows, columns=["by", "block", "source", "n", "articles"])


@pytest.mark.parametrize(
    ("heard", "pairs", "alike"),
    [((3, 1), 6, 3), ((2, 2), 6, 2), ((5,), 10, 10), ((1, 1, 1), 3, 0), ((4, 3, 0, 1), 28, 9)],
)
def test_concentration_is_the_share_of_pairs_with_one_source(
    heard: tuple[int, ...], pairs: int, alike: int
) -> None:
    assert concentration(counts(*heard)) == pytest.approx(alike / pairs)


def test_one_attribution_has_no_concentration() -> None:
    assert math.isnan(concentration(counts(1)))


def test_the_effective_number_is_that_of_sources_heard_alike() -> None:
    assert effective(counts(1000)) == pytest.approx(1)
    for number in (2, 3, 5):
        assert effective(counts(*[1000] * number)) == pytest.approx(number, rel=0.05)
    assert effective(counts(*[1] * 50)) == pytest.approx(50)
    assert effective(counts(*[1] * 5000)) == pytest.approx(50), "no more than are drawn"


def test_the_effective_number_of_all_that_is_drawn_is_exp_of_the_entropy() -> None:
    share = counts(30, 15, 5) / 50
    assert effective(counts(30, 15, 5)) == pytest.approx(math.exp(-(share * np.log(share)).sum()))


def test_fewer_attributions_than_are_drawn_have_no_effective_number() -> None:
    assert math.isnan(effective(counts(49)))
    assert math.isnan(effective(counts(*[1] * (49))))
    assert not math.isnan(effective(counts(50)))


def test_the_effective_number_agrees_with_drawing() -> None:
    heard = counts(40, 25, 10, 8, 5, 4, 3, 2, 1, 1, 1)
    rng = np.random.default_rng(1)
    drawn = rng.multivariate_hypergeometric(heard.astype(int), 50, size=4000) / 50
    entropy = -(drawn * np.log(np.where(drawn > 0, drawn, 1))).sum(axis=1)
    assert effective(heard) == pytest.approx(math.exp(entropy.mean()), rel=0.01)


def test_the_numbers_do_not_grow_with_the_size_of_an_outlet() -> None:
    rng = np.random.default_rng(5)
    small = rng.multinomial(200, ZIPF, size=40).astype(float)
    large = rng.multinomial(5000, ZIPF, size=5).astype(float)
    for measure in (effective, concentration):
        few, many = (np.mean([measure(one) for one in part]) for part in (small, large))
        assert few == pytest.approx(many, rel=0.1)


tables = st.integers(2, 6).flatmap(
    lambda sources: st.lists(
        st.lists(st.integers(0, 30), min_size=sources, max_size=sources).filter(any), min_size=2, max_size=8
    )
)


@given(tables, st.sampled_from(["concentration", "effective"]), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_names_and_order_of_sources_and_blocks_change_nothing(
    table: list[list[int]], statistic: str, random: Random
) -> None:
    first = frame(np.array(table, dtype=float))
    sources, blocks = sorted(set(first["source"])), sorted(set(first["block"]))
    renamed = {"source": dict(zip(sources, sources[::-1], strict=True))}
    renamed["block"] = {block: 90 - block for block in blocks}
    rows = list(range(len(first)))
    random.shuffle(rows)
    second = first.replace(renamed).iloc[rows].reset_index(drop=True)
    one, other = (spread(rows, by="by", statistic=statistic) for rows in (first, second))
    pd.testing.assert_frame_equal(one, other, rtol=1e-6, atol=1e-9)


@given(tables, st.sampled_from(["concentration", "effective", "top"]))
@settings(max_examples=40)
def test_the_interval_holds_its_value_and_stays_where_values_can_be(
    table: list[list[int]], statistic: str
) -> None:
    found = spread(frame(np.array(table, dtype=float)), by="by", statistic=statistic).iloc[0]
    if not math.isnan(found["low"]):
        assert found["low"] - 1e-9 <= found["value"] <= found["high"] + 1e-9
        assert found["low"] >= (1 if statistic == "effective" else 0)
        assert statistic == "effective" or found["high"] <= 1
    assert found["n"] == np.sum(table)


def test_the_top_source_is_the_share_of_the_one_most_heard() -> None:
    found = spread(frame(np.array([[6.0, 1.0, 1.0], [2.0, 4.0, 2.0]])), by="by", statistic="top").iloc[0]
    assert found["value"] == pytest.approx(8 / 16)
    assert found[["n", "articles"]].tolist() == [16, 40]


def test_one_block_has_a_value_and_no_interval() -> None:
    found = spread(frame(np.array([[30.0, 30.0]])), by="by", statistic="concentration").iloc[0]
    assert found["value"] == pytest.approx(2 * 30 * 29 / (60 * 59))
    assert math.isnan(found["low"])
    assert math.isnan(found["high"])


def test_groups_are_told_apart_and_none_is_no_group() -> None:
    one, other = np.full((20, 4), 3.0), np.diag(np.full(20, 3.0))
    both = pd.concat([frame(other, by="b"), frame(one, by="a", articles=9)])
    found = spread(both, by="by", statistic="concentration")
    alone = spread(frame(one, by="a", articles=9), by="by", statistic="concentration")
    pd.testing.assert_frame_equal(found.head(1), alone)
    assert found["by"].tolist() == ["a", "b"]
    assert spread(both.head(0), by="by", statistic="effective").empty


def drawn(rng: np.random.Generator, articles: int, alike: float) -> Floats:
    """An outlet's counts in 20 blocks; each article has its own shares around those of the outlet."""
    shares = rng.dirichlet(alike * ZIPF, size=articles)
    heard = rng.multinomial(rng.poisson(5, articles) + 1, shares)
    blocks: Floats = heard.reshape(articles // 20, 20, len(ZIPF)).sum(axis=0).astype(float)
    return blocks


@pytest.mark.parametrize(
    ("statistic", "measure", "least"),
    [("concentration", concentration, 0.88), ("effective", effective, 0.85)],
)
@pytest.mark.parametrize("articles", [40, 120])
def test_intervals_of_clustered_attributions_cover(
    statistic: str, measure: Callable[[Floats], float], least: float, articles: int
) -> None:
    rng = np.random.default_rng(11)
    truth = np.mean([measure(drawn(rng, articles, 10).sum(axis=0)) for _ in range(400)])
    outlets = pd.concat([frame(drawn(rng, articles, 10), by=f"{n:02}") for n in range(60)])
    found = spread(outlets, by="by", statistic=statistic)
    covered = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert least <= covered <= 1.0
    assert (found["high"] - found["low"] < found["value"]).all(), "and says something"
