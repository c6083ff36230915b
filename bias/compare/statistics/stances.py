"""Stances of articles → the mean of each outlet with its interval, and how far outlets lie apart.

A stance is the probability of a favourable article minus that of an unfavourable one, -1 to 1.  Knows no
store, page or chart, and no model.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2, norm, t  # type: ignore[import-untyped]

SURELY = 0.6  # for or against, of an article that surely is: of a hundred that are read one lies beyond
ADDED, SQUARES = 1.5, SURELY**2  # half an article of each stance (for, plain, against), and their squares
Z = float(norm.ppf(0.975))
SURE = 0.95  # that outlets lie as far apart as is said
LABELS = ("negative", "positive", "uncertain")
COUNTS = ("unfavourable", "favourable", "uncertain")

Floats = npt.NDArray[np.float64]


def means(frame: pd.DataFrame, *, by: str | list[str]) -> pd.DataFrame:
    """Mean stance of each group with a 95 % interval: by, value, low, high, error, n, articles, mentions,
    COUNTS.

    `frame` has a row an article: by, stance, label, mentions.  The interval is Student's over
    whole articles, with half an article of each stance (-SURELY, 0, SURELY) added to those at hand, as
    Jeffreys' prior adds half a case of each kind to a share: articles that all read alike say little of those
    that nobody saw.  `error` is its standard error, `n` counts articles.  NaN with fewer than two articles.
    """
    keys = [by] if isinstance(by, str) else by
    labels = {name: frame["label"].eq(label) for name, label in zip(COUNTS, LABELS, strict=True)}
    groups = (
        frame[[*keys, "stance", "mentions"]]
        .assign(square=frame["stance"] ** 2, one=1, **labels)
        .groupby(keys, sort=True, dropna=False)
    )
    sums = groups[["one", "stance", "square", "mentions", *COUNTS]].sum().reset_index()
    n = sums["one"].to_numpy(float)
    value, error, low, high = interval(n, sums["stance"].to_numpy(float), sums["square"].to_numpy(float))
    counts = {name: sums[name].astype(int) for name in ("mentions", *COUNTS)}
    found = sums[keys].assign(value=value, low=low, high=high, error=error, n=sums["one"])
    return found.assign(articles=sums["one"], **counts)


def interval(n: Floats, total: Floats, squares: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean, standard error, low and high of sums over n articles; see `means`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value, size = total / n, n + ADDED
        centre = total / size
        error = np.sqrt(np.maximum(0, (squares + SQUARES) / size - centre**2) / size)
        reach = np.where(n > 1, t.ppf(0.975, size - 1), math.nan) * error
    low = np.maximum(-1, np.minimum(value, centre - reach))
    return value, error, low, np.minimum(1, np.maximum(value, centre + reach))


def share_interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval (1927) of k of n, as numbers of n."""
    if not n:
        return math.nan, math.nan
    share, extra = k / n, Z**2 / n
    middle = (share + extra / 2) / (1 + extra)
    half = Z / (1 + extra) * math.sqrt(share * (1 - share) / n + extra / n / 4)
    return max(0.0, middle - half) * n, min(1.0, middle + half) * n


def spread(value: Floats, error: Floats) -> float:
    """How far means lie apart beyond chance, at least: a standard deviation, 95 % sure; 0 for fewer than two.

    Means that differ by `error` alone have a variance around the mean square of `error`.  What theirs is
    beyond that is counted at the lower end of the interval that the chi-square gives for a variance, so two
    groups that lie apart by luck come behind ten that lie apart indeed.
    """
    k = len(value)
    if k < 2:
        return 0.0
    least = float(value.var(ddof=1)) * (k - 1) / float(chi2.ppf(SURE, k - 1))
    return math.sqrt(max(0.0, least - float((error**2).mean())))
