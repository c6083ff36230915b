"""Examples that were published, or that a reader can follow by hand: methods are those of their papers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics import diversity
from bias.compare.statistics.differences import cramers_v, differences, discovery_rates
from bias.compare.statistics.keyness import count_terms, keyness
from bias.compare.statistics.rates import _wilson, pooled

MANY = 10**9  # articles: Student's t is the normal distribution there


def wilson(hits: int, n: int) -> tuple[float, float, float]:
    """Value, low and high of a single proportion (Wilson 1927), written out."""
    z, p = 1.959964, hits / n
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    return p, middle - half, middle + half


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_of_single_proportions(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3."""
    assert wilson(hits, n)[1:] == pytest.approx((low, high), abs=5e-5)
    assert _wilson(hits / n, MANY, n, 0.0) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_articles_with_one_statement_each() -> None:
    """263 articles that each hold one statement: Student's t with 262 degrees of freedom, hardly wider."""
    frame = pd.DataFrame({"outlet": "a", "hits": [1] * 81 + [0] * 182, "all": 1})
    found = pooled(frame, by="outlet", numerator="hits", denominator="all").loc[0]
    assert (found["low"], found["high"]) == pytest.approx((0.2553, 0.3662), abs=0.004)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_differences_of_two_proportions(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10."""
    rows = [("one", *wilson(*one), one[1], one[1]), ("other", *wilson(*other), other[1], other[1])]
    rates = pd.DataFrame(rows, columns=["by", "value", "low", "high", "n", "articles"])
    found = differences(rates, by="by", reference="other").loc[0]
    assert found["difference"] == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=6e-5)
    assert (found["p"] < 0.05) == (low > 0)


def test_false_discoveries_of_fifteen_tests() -> None:
    """Benjamini & Hochberg 1995, section 4.1: four of the fifteen are significant at .05, and no fifth."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
         0.6528, 0.7590, 1.0]  # fmt: skip
    q = discovery_rates(np.array(p))
    assert (q < 0.05).sum() == 4
    assert q[:5] == pytest.approx([0.0015, 0.0030, 0.0095, 0.035625, 0.0603])
    assert q[-1] == 1


SPIDERS = np.array([46, 22, 17, 15, 15, 9, 8, 6, 6, 4, *[2] * 4, *[1] * 12], float)


def test_diversity_of_the_spiders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chao et al. 2014, the girdled plots: 168 spiders of 26 species; Shannon diversity 12.060 of all that
    were counted; the estimate of Simpson's is 8.175, the inverse of the unbiased concentration."""
    assert (SPIDERS.sum(), len(SPIDERS)) == (168, 26)
    assert 1 / diversity.concentration(SPIDERS) == pytest.approx(8.175, abs=5e-4)
    assert diversity.concentration(SPIDERS) == pytest.approx(3432 / 28056)
    monkeypatch.setattr(diversity, "DRAWN", 168)
    assert diversity.effective(SPIDERS) == pytest.approx(12.06, abs=5e-3)


@pytest.mark.parametrize(
    ("counts", "drawn", "wanted"),
    [
        ((2, 1, 1), 2, 2 ** (5 / 6)),  # of six pairs one is of one source
        ((3, 1), 2, 2 ** (1 / 2)),  # of six pairs three
        ((2, 2), 3, math.exp(math.log(3) - 2 / 3 * math.log(2))),  # every three are two of one and one
        ((1, 1, 1), 1, 1.0),
    ],
)
def test_rarefaction_by_hand(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int, ...], drawn: int, wanted: float
) -> None:
    """Hurlbert 1971, Chao et al. 2014: the entropy of a draw without putting back, over all draws."""
    monkeypatch.setattr(diversity, "DRAWN", drawn)
    assert diversity.effective(np.array(counts, float)) == pytest.approx(wanted)


def test_log_odds_by_hand() -> None:
    """Monroe, Colaresi & Quinn 2008: 3 of 4 words against 1 of 4, with a prior of 8 words, 4 of each.

    Odds (3 + 4) / (1 + 4) against (1 + 4) / (3 + 4); variance 1/7 + 1/5.
    """
    terms = count_terms(["tax tax tax road", "tax road road road"], phrases=False, least=1)
    found = keyness(terms, ["a", "b"], prior=8.0).set_index(["group", "term"])
    row = found.loc[("a", "tax")]
    assert row["log_odds"] == pytest.approx(2 * math.log(7 / 5))
    assert row["z"] == pytest.approx(2 * math.log(7 / 5) / math.sqrt(1 / 7 + 1 / 5))
    wide = 1.96 * math.sqrt(
        9 / 49 + 5 / 25
    )  # uses of one text are alike: 3², and 5 for 1 use and a prior of 4
    assert (row["low"], row["high"]) == pytest.approx((0.672944 - wide, 0.672944 + wide), abs=1e-5)
    assert found.loc[("b", "tax"), "log_odds"] == pytest.approx(-row["log_odds"])


def test_cramers_v_by_hand() -> None:
    """Bergsma 2013: φ² = 36 / 100 of (40, 10; 10, 40), less 1/99; sides of 2 − 1/99; V² = φ² / (side − 1)."""
    phi, side = 0.36 - 1 / 99, 2 - 1 / 99
    table = pd.DataFrame([[40, 10], [10, 40]])
    assert cramers_v(table) == pytest.approx(math.sqrt(phi / (side - 1)))
