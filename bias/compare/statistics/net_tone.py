"""Net tone with its interval: positive minus negative mentions.  Frame → frame; knows no store and no model.

A classifier errs in known ways, so what it counts is not what is there.  Given how often it takes each
tone for each other on text that it was not trained on, the counts are solved for what is there: the
matrix method (Forman 2008, "Quantifying counts and costs via classification"; Levy & Kass 1970).  That
is the same as giving each answer a score of its own in place of -1, 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t  # type: ignore[import-untyped]

from bias.compare.statistics.bounds import EQUAL, agreed
from bias.model import TONES

VALUES = np.array([-1.0, 0.0, 1.0])

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What each answer of a classifier counts, and how sure that is: (3,) and its covariance (3, 3)."""

    values: Floats
    covariance: Floats
    sure: bool  # only answers that are not uncertain are counted


RAW = Scores(VALUES, np.zeros((3, 3)), sure=True)


def corrected(confusion: Sequence[Sequence[int]], *, draws: int = 1_000, seed: int = 0) -> Scores:
    """Scores that undo a classifier's known errors.

    `confusion[gold][answer]` are counts on text that it was not trained on, of all answers, certain or not.
    Its rows are drawn anew from their Dirichlet posterior (with Jeffreys' prior) for the covariance, so that
    an interval knows how few rows the correction rests on.  Raises ValueError where a tone has no row.
    """
    counts = np.asarray(confusion, dtype=float)
    if (counts.sum(1) == 0).any():
        raise ValueError("each tone needs rows to correct with")
    rng = np.random.default_rng(seed)
    drawn = np.stack([rng.dirichlet(row + 0.5, draws) for row in counts], 1)
    values = np.linalg.solve(counts / counts.sum(1, keepdims=True), VALUES)
    solved = np.linalg.solve(drawn, np.broadcast_to(VALUES[:, None], (draws, 3, 1)))[..., 0]
    return Scores(values, np.cov(solved.T), sure=False)


def net(frame: pd.DataFrame, *, by: Sequence[str], scores: Scores, compared: bool = False) -> pd.DataFrame:
    """Net tone of each group, -1 to 1, with a 95 % interval: by, value, low, high, n, uncertain, articles.

    `frame` has a row an article, or a row for `articles` that are alike, with its mentions by tone; with
    `compared`, those of a second kind (`_2`), and the value is the difference of the two, -2 to 2.  `n`
    counts mentions, uncertain ones too.  The interval leaves out one **whole article** after the other
    (jackknife of the ratio; Efron & Tibshirani 1993, ch. 11), with Student's t, and adds the covariance of
    the scores.  Where all articles agree there is nothing to vary: the interval then reaches as far as
    `bounds.agreed`, the exact bound on articles that nobody saw, wherever these may lie.  NaN with fewer
    than two articles, or where an article alone has all mentions of a kind.
    """
    columns = [*by, "value", "low", "high", "n", "uncertain", "articles"]
    prefix, endings = "sure_" if scores.sure else "", ("", "_2") if compared else ("",)
    counts = [_counts(frame, prefix, ending) for ending in endings]
    certain = sum(_counts(frame, "sure_", ending).sum(1) for ending in endings)
    times, n = frame["articles"].to_numpy(dtype=float), frame["n"].to_numpy()
    rows = []
    for key, at in _groups(frame, by):
        value, low, high = _net([kind[at] for kind in counts], times[at], scores)
        said, sure = int(n[at].sum()), int(times[at] @ certain[at])
        rows.append((*key, value, low, high, said, said - sure, int(times[at].sum())))
    return pd.DataFrame(rows, columns=columns)


def _groups(
    frame: pd.DataFrame, by: Sequence[str]
) -> Iterator[tuple[tuple[object, ...], npt.NDArray[np.int64]]]:
    """Each group's keys and its rows, in the order of the keys: cutting frames takes longer than counting."""
    columns = [frame[column] for column in by]
    numbers = columns[0].groupby(columns, sort=True, dropna=False).ngroup().to_numpy()
    order = np.argsort(numbers, kind="stable")
    rows = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1) if len(order) else []
    firsts = [at[0] for at in rows]
    return zip(zip(*(column.iloc[firsts] for column in columns), strict=True), rows, strict=True)


def mean(frame: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Ratio of sums of whole articles' scores (above, below), the interval as in `net`: by, value, low, high,
    n (sum of below), articles.
    """
    scores = frame[["above", "below"]].to_numpy(dtype=float)
    rows = []
    for key, at in _groups(frame, [by]):
        pairs = scores[at]
        value, low, high = _interval([pairs], np.ones(len(pairs)), 0.0, 1.0)
        rows.append((*key, value, low, high, int(pairs[:, 1].sum()), len(pairs)))
    return pd.DataFrame(rows, columns=[by, "value", "low", "high", "n", "articles"])


def _counts(group: pd.DataFrame, prefix: str, ending: str) -> Floats:
    return np.column_stack([group[f"{prefix}{tone}{ending}"].to_numpy(dtype=float) for tone in TONES])


def _net(kinds: Sequence[Floats], times: Floats, scores: Scores) -> tuple[float, float, float]:
    pairs = [np.column_stack([counts @ scores.values, counts.sum(1)]) for counts in kinds]
    sums = [times @ counts for counts in kinds]
    if not all(total.sum() for total in sums):
        return math.nan, math.nan, math.nan
    shares = [total / total.sum() for total in sums]
    weights = shares[0] - (shares[1] if len(shares) > 1 else 0)
    return _interval(pairs, times, float(weights @ scores.covariance @ weights), float(len(kinds)))


def _interval(
    pairs: Sequence[Floats], times: Floats, variance: float, most: float
) -> tuple[float, float, float]:
    """Value, low and high of a ratio, or of the difference of two; `most` is the farthest that it can be."""
    held = sum(np.abs(part).sum(1) for part in pairs) > 0
    times, pairs = times[held], [part[held] for part in pairs]
    articles = float(times.sum())
    sums = [times @ part for part in pairs]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [float(total[0] / total[1]) for total in sums]
        without = [
            (total[0] - part[:, 0]) / (total[1] - part[:, 1]) for total, part in zip(sums, pairs, strict=True)
        ]
    value = ratios[0] - (ratios[1] if len(ratios) > 1 else 0)
    left = without[0] - (without[1] if len(without) > 1 else 0)
    value = max(-most, min(most, value))
    if articles < 2 or not np.isfinite(left).all():
        return value, math.nan, math.nan
    centre = times @ left / articles
    spread = (articles - 1) / articles * float(times @ (left - centre) ** 2)
    error = _students_t(articles - 1) * math.sqrt(spread + variance)
    ends = agreed(value, articles, least=-most, most=most) if spread < EQUAL**2 else (value, value)
    down, up = (math.hypot(error, end - value) for end in ends)
    return value, max(-most, value - down), min(most, value + up)


@lru_cache(maxsize=10_000)
def _students_t(freedom: float) -> float:
    return float(t.ppf(0.975, freedom))
