"""Which of many comparisons may be named, and how large each is.  Knows no store, page or chart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm, t  # type: ignore[import-untyped]

from bias.compare.statistics.rates import Floats

NORMAL = float(norm.ppf(0.975))


def student(p: Floats, articles: Floats) -> Floats:
    """p of comparisons of two intervals by Student's t instead of the normal distribution.

    `articles` are those of both groups of each.  Where p is .05 it stays so, since the interval says it; far
    out, where the largest of many is looked for, the normal distribution promises more than a few articles
    can hold: of twenty, p = .0001 becomes .0006.
    """
    degrees = np.maximum(articles - 2, 1)
    reach = norm.isf(p / 2) / NORMAL * t.ppf(0.975, degrees)
    return np.asarray(2 * t.sf(reach, degrees), dtype=float)


def among_families(q: Floats, families: Sequence[str]) -> Floats:
    """q of comparisons within their families, made larger since the families are several from which one looks
    for what stands out (Holm 1979, over the smallest q of each).

    q are Benjamini and Hochberg's.  Where nothing differs in any family, the smallest of all is below .05 in
    at most one of twenty corpora, so what is below it may be named.  NaN stays NaN; a family that has no
    other counts for none.
    """
    rows = pd.DataFrame({"q": q, "family": list(families)})
    least = rows.dropna().groupby("family")["q"].min().sort_values(kind="stable")
    times = pd.Series(np.arange(len(least), 0, -1), index=least.index)
    floor = (least * times).cummax().shift(fill_value=0.0)
    adjusted = np.asarray(rows["q"] * rows["family"].map(times), dtype=float)
    least_of_all = np.asarray(rows["family"].map(floor), dtype=float)
    return np.asarray(np.clip(adjusted, least_of_all, 1.0), dtype=float)


def effects(one: pd.DataFrame, other: pd.DataFrame) -> Floats:
    """How far values lie apart in standard deviations of articles (Cohen's d), whatever their unit.

    Takes value, low, high, articles, row by row.  An article's deviation is what the interval says of it: its
    half width over 1.96, times the root of the number of articles.  NaN where articles do not vary at all.
    """
    variance = (_variance(one) + _variance(other)) / 2
    apart = np.abs(one["value"].to_numpy(float) - other["value"].to_numpy(float))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(variance > 0, apart / np.sqrt(variance), math.nan), dtype=float)


def _variance(rows: pd.DataFrame) -> Floats:
    error = (rows["high"].to_numpy(float) - rows["low"].to_numpy(float)) / 2 / NORMAL
    return np.asarray(error**2 * rows["articles"].to_numpy(float), dtype=np.float64)
