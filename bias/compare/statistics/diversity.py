"""How attributions spread over sources: estimates that do not grow with the number of attributions.

Frame → frame, like `compare`; knows no store, page or chart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaln  # type: ignore[import-untyped]
from scipy.stats import t  # type: ignore[import-untyped]

from bias.compare.statistics.bounds import EQUAL, agreed

DRAWN = 50  # attributions, over which the effective number is told

Floats = npt.NDArray[np.float64]


def spread(frame: pd.DataFrame, *, by: str, statistic: str) -> pd.DataFrame:
    """One statistic of the distribution over sources for each group: by, value, low, high, n, articles.

    `frame` has by, block, source, n and articles: how often each source is heard in each of some blocks of
    whole articles.  The 95 % interval is the delete-a-group jackknife's (Kott 2001, "The Delete-a-Group
    Jackknife") with Student's t; for the effective number on the log scale.  Where leaving out a block
    changes nothing it is `bounds.agreed` on the same scale: blocks that nobody saw may hold one source
    alone, or as many as can be.  Fewer than two blocks give none.
    """
    rows = []
    for key, group in frame.groupby(by, sort=True, dropna=False):
        table = group.pivot_table(index="block", columns="source", values="n", fill_value=0).to_numpy(float)
        articles = int(group["articles"].iloc[0])
        rows.append((key, *_estimate(table, statistic), int(table.sum()), articles))
    columns = [by, "value", "low", "high", "n", "articles"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64", "articles": "int64"})


def _estimate(table: Floats, statistic: str) -> tuple[float, float, float]:
    whole = table.sum(axis=0)
    tied = np.flatnonzero(whole == whole.max())
    best = int(max(tied, key=lambda source: float(table[:, source].std())))  # no name decides a tie
    measure: Callable[[Floats], float] = STATISTICS.get(statistic, lambda counts: _share_of(counts, best))
    value = measure(whole)
    left: Floats = np.array([measure(whole - block) for block in table])
    blocks = len(left)
    if blocks < 2 or not np.isfinite([value, *left]).all():
        return value, math.nan, math.nan
    logs = statistic == "effective"
    if logs:
        value, left = math.log(value), np.log(left)
    low, high = _reached(value, left, math.log(DRAWN) if logs else 1.0)
    return (math.exp(value), math.exp(low), math.exp(high)) if logs else (value, low, min(1.0, high))


def _reached(value: float, left: Floats, most: float) -> tuple[float, float]:
    """The jackknife's interval of what lies from 0 to `most`; 0 is its lower end at least."""
    blocks = len(left)
    variance = (blocks - 1) / blocks * float(((left - left.mean()) ** 2).sum())
    if variance < EQUAL**2:
        return agreed(value, blocks, least=0.0, most=most)
    reach = float(t.ppf(0.975, blocks - 1)) * math.sqrt(variance)
    return max(0.0, value - reach), value + reach


def _share_of(counts: Floats, source: int) -> float:
    return float(counts[source] / counts.sum()) if counts.sum() else math.nan


def concentration(counts: Floats) -> float:
    """The probability that two attributions have one source: Σ nᵢ(nᵢ−1) / n(n−1), unbiased (Simpson 1949)."""
    n = counts.sum()
    return float((counts * (counts - 1)).sum() / (n * (n - 1))) if n > 1 else math.nan


def effective(counts: Floats) -> float:
    """exp(H) of DRAWN attributions drawn at random, expected over all draws; NaN where there are fewer.

    Rarefaction of the Shannon entropy (after Hurlbert 1971 and Chao et al. 2014, "Rarefaction and
    extrapolation with Hill numbers"): how many sources of k words each the draw holds is expected from
    the hypergeometric distribution.  Unlike exp(H) of all attributions it does not grow with their number,
    and unlike estimates of sources never seen it extrapolates nothing.
    """
    n = int(counts.sum())
    if n < DRAWN:
        return math.nan
    sizes, sources = np.unique(counts[counts > 0].astype(int), return_counts=True)
    times = np.arange(1, DRAWN + 1)[:, None]
    log = _ways(sizes, times) + _ways(n - sizes, DRAWN - times) - _ways(np.array(n), np.array(DRAWN))
    chances = np.exp(log) @ sources  # how many sources are heard so often in a draw
    share = np.arange(1, DRAWN + 1) / DRAWN
    return math.exp(float(-(share * np.log(share)) @ chances))


def _ways(n: npt.NDArray[np.int64], k: npt.NDArray[np.int64]) -> Floats:
    """The logarithm of n over k; minus infinity where k is more than n."""
    ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(np.maximum(n - k, 0) + 1.0)
    return np.where(k > n, -np.inf, ways)


STATISTICS: Mapping[str, Callable[[Floats], float]] = {
    "effective": effective,
    "concentration": concentration,
}
