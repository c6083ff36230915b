"""Two groups or many: differences with intervals, over all articles and within shared stories; effect sizes.

Knows no store, page or chart.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control, norm, t  # type: ignore[import-untyped]

from bias.compare.statistics.bounds import EQUAL, agreed, agreed_p
from bias.compare.statistics.rates import Counts, Floats

LEAST_STORIES = 5  # that two groups share


def differences(rates: pd.DataFrame, *, by: str, reference: str, most: float = 1.0) -> pd.DataFrame:
    """Each group against a reference: by, value, difference, low, high, ratio, ratio_low, ratio_high, p, q.

    `rates` is what `pooled` gives for shares (0 to 1), or values that differ by `most` at most; groups
    without an interval keep NaN.  A difference
    takes its 95 % interval from those of the two groups (MOVER; Newcombe 1998, Donner & Zou 2012), so it
    knows of whole articles as they do, and excludes 0 just where p is below .05.  The ratio's interval is
    the same on the log scale.  q is that of `pairs`: whichever the reference, a pair has one.
    Raises KeyError where the reference is no group.
    """
    base = rates.set_index(by).loc[reference]
    rows = rates[rates[by] != reference].reset_index(drop=True)
    one = rows[["value", "low", "high"]].to_numpy(dtype=float)
    other = base[["value", "low", "high"]].to_numpy(dtype=float)[None, :]
    difference, low, high, p = _apart(one, other, most)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = one[:, 0] / other[:, 0]
        below = np.hypot(np.log(one[:, 0] / one[:, 1]), np.log(other[:, 2] / other[:, 0]))
        above = np.hypot(np.log(one[:, 2] / one[:, 0]), np.log(other[:, 0] / other[:, 1]))
        ratio_low, ratio_high = ratio * np.exp(-below), ratio * np.exp(above)
    return pd.DataFrame(
        {
            by: rows[by],
            "value": one[:, 0],
            "difference": difference,
            "low": low,
            "high": high,
            "ratio": ratio,
            "ratio_low": ratio_low,
            "ratio_high": ratio_high,
            "p": p,
            "q": q_against(pairs(rates, by=by, most=most), reference, rows[by], by=by),
            "n": rows["n"],
            "articles": rows["articles"],
        }
    )


def q_against(found: pd.DataFrame, reference: Any, groups: pd.Series[Any], *, by: str) -> Floats:
    """The q of each of some groups and a reference, from a frame of pairs as `pairs` has them; NaN for a pair
    that is not there."""
    ends = zip(found[by], found["reference"], found["q"], strict=True)
    known = {frozenset((one, other)): q for one, other, q in ends}
    return np.array([known.get(frozenset((group, reference)), math.nan) for group in groups], dtype=float)


def _apart(one: Floats, other: Floats, most: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Difference, low, high and p of rows of value, low and high (MOVER); no p without an interval."""
    difference = one[:, 0] - other[:, 0]
    down = np.hypot(one[:, 0] - one[:, 1], other[:, 2] - other[:, 0])
    up = np.hypot(one[:, 2] - one[:, 0], other[:, 0] - other[:, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.where(difference > 0, down, up)
        z = difference / np.where(width > 0, width, math.nan) * norm.ppf(0.975)  # without width: no p
    p = 2 * norm.sf(np.abs(z))
    return difference, np.maximum(difference - down, -most), np.minimum(difference + up, most), p


def discovery_rates(p: Floats) -> Floats:
    """Benjamini and Hochberg's q of each p; NaN stays NaN and counts in no family."""
    out = np.full(len(p), math.nan)
    known = ~np.isnan(p)
    if known.any():
        out[known] = false_discovery_control(p[known])
    return out


def cramers_v(table: pd.DataFrame) -> float:
    """How far groups (rows) differ over categories (columns) of counts: 0 to 1, corrected for bias.

    After Bergsma (2013).  An effect size and no test: attributions of one article are not independent.
    NaN with fewer than two rows or columns that hold anything.
    """
    counts = table.to_numpy(dtype=float)
    counts = counts[counts.sum(1) > 0][:, counts.sum(0) > 0]
    n, (rows, columns) = counts.sum(), counts.shape
    if rows < 2 or columns < 2:
        return math.nan
    expected = np.outer(counts.sum(1), counts.sum(0)) / n
    phi = float(((counts - expected) ** 2 / expected).sum()) / n
    phi = max(0.0, phi - (rows - 1) * (columns - 1) / (n - 1))
    rows, columns = rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)
    return math.sqrt(phi / (min(rows, columns) - 1))


def within_stories(  # noqa: PLR0913
    frame: pd.DataFrame,
    *,
    by: str,
    story: str,
    numerator: str,
    denominator: str,
    reference: str,
    times: str = "",
    least: int = LEAST_STORIES,
    most: float = 1.0,
) -> pd.DataFrame:
    """Each group against a reference within the stories that both tell: by, value, reference, difference,
    low, high, p, q, stories, articles, family (how many pairs q is over).

    `frame` has a row an article, or a row for `times` articles that are alike.  Within a story the ratios of
    sums are compared, and the differences are weighed by n·m / (n + m), the denominators of both sides
    (Greenland & Robins 1985, after Mantel & Haenszel): who tells much of one story and little of another is
    compared with what others tell of the same stories.  `value` and `reference` are means with these weights.
    The interval leaves out one **story** after the other (jackknife; Efron & Tibshirani 1993, ch. 11) with
    Student's t, since tellings of one event are alike.  Where the difference is the same in every story there
    is nothing to vary: interval and p are then those of `bounds.agreed`, with stories as trials; in a story
    that nobody saw two shares may differ by `most`, two rates (`most` infinite) by as much to the other side,
    or by one of what is counted.  Groups that share fewer than `least` stories with the reference have NaN.
    q is Benjamini and Hochberg's over all pairs of groups that share enough, whichever the reference.
    """
    counted = frame[times] if times else 1
    columns = {
        "above": frame[numerator] * counted,
        "below": frame[denominator] * counted,
        "articles": counted,
    }
    sums = frame[[by, story]].assign(**columns).groupby([by, story], as_index=False).sum()
    sums = sums[sums["below"] > 0]
    stories = sums[story].astype("category").cat.codes.to_numpy(np.int64)
    figures = sums[["above", "below", "articles"]].to_numpy(float)
    groups = {
        str(key): (np.asarray(stories[at], np.int64), np.asarray(figures[at], np.float64))
        for key, at in sums.groupby(by, sort=True).indices.items()
    }
    names = [by, "value", "base", "difference", "low", "high", "p", "stories", "articles"]
    rows = [
        (one, other, *_compared(groups[one], groups[other], least, most))
        for one, other in combinations(sorted(groups, key=lambda key: key == reference), 2)
    ]
    found = pd.DataFrame(rows, columns=[by, "reference", *names[1:]])
    found.insert(8, "q", discovery_rates(found["p"].to_numpy(float)))
    found["family"] = int(found["p"].notna().sum())
    mine = found[found["reference"] == reference].drop(columns="reference")
    return mine.rename(columns={"base": "reference"}).sort_values(by, ignore_index=True)


def _compared(
    one: tuple[Counts, Floats], other: tuple[Counts, Floats], least: int, most: float
) -> tuple[float, ...]:
    """What `_weighed` gives of two groups, each its stories and what it has in them; stories, articles."""
    _, mine, theirs = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    a, b = one[1][mine], other[1][theirs]
    n, m, shared = a[:, 1], b[:, 1], len(mine)
    articles = int(a[:, 2].sum() + b[:, 2].sum())
    if shared < least:
        return (*(math.nan,) * 6, shared, articles)
    farthest = most if math.isfinite(most) else shared / min(n.sum(), m.sum())
    return (*_weighed(a[:, 0] / n, b[:, 0] / m, n * m / (n + m), farthest), shared, articles)


def _weighed(
    one: Floats, other: Floats, weights: Floats, most: float
) -> tuple[float, float, float, float, float, float]:
    """Weighted means of both sides, their difference with its interval, and p."""
    value, base = (float(weights @ side / weights.sum()) for side in (one, other))
    k = len(one)
    without = (weights @ (one - other) - weights * (one - other)) / (weights.sum() - weights)
    error = math.sqrt((k - 1) / k * float(((without - without.mean()) ** 2).sum()))
    difference = value - base
    if error <= EQUAL * (abs(value) + abs(base)):
        most = max(most, abs(difference))
        low, high = agreed(difference, k, least=-most, most=most)
        return value, base, difference, low, high, agreed_p(difference, k, most=most)
    reach = float(t.ppf(0.975, k - 1)) * error
    p = float(2 * t.sf(abs(difference) / error, k - 1))
    return value, base, difference, difference - reach, difference + reach, p


def pairs(rates: pd.DataFrame, *, by: str, most: float = 1.0) -> pd.DataFrame:
    """Every two groups once, as `differences` compares them: by, reference, difference, low, high, p, q,
    family (how many pairs q is over).

    q is Benjamini and Hochberg's (1995) over all pairs, so the largest of them may be named.
    """
    ends = rates[["value", "low", "high"]].to_numpy(dtype=float)
    other, one = np.triu_indices(len(ends), 1)
    difference, low, high, p = _apart(ends[one], ends[other], most)
    names = rates[by].to_numpy()
    return pd.DataFrame(
        {
            by: names[one],
            "reference": names[other],
            "difference": difference,
            "low": low,
            "high": high,
            "p": p,
            "q": discovery_rates(p),
            "family": int(np.count_nonzero(~np.isnan(p))),
        }
    )
