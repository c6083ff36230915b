"""How far apart the outlets of one event lie in whom they let speak, beyond what chance gives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import false_discovery_control, norm

Floats = npt.NDArray[np.float64]
Z = float(norm.ppf(0.975))
TINY = 1e-9  # a width that is none: of a share of 0 below another of 1
COLUMNS = ["story", "polity", "most", "least", "apart", "low", "high", "q"]


def apart(sides: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """The two outlets of each story that differ most surely in the share of the government's side: COLUMNS.

    Takes the rows of `store.story_sides`.  `most` and `least` are outlets, `apart` the difference of their
    shares, `low` and `high` its 95 % interval over all pairs of outlets of the story (Bonferroni), `q` counts
    all stories given as one family (Benjamini & Hochberg).  A story in which fewer than two outlets have
    `least` statements has no row.

    Whoever speaks is on one side, so an outlet's statements count as many as its sources are worth:
    n² / Σ n² over its sources (Kish 1965).  Intervals are Wilson's of these, and MOVER's of differences.
    """
    shares = _shares(sides, least)
    found = [(story, *_farthest(part)) for story, part in shares.groupby(["story", "polity"], sort=False)]
    rows = [(story, polity, *pair) for (story, polity), *pair in found if pair]
    out = pd.DataFrame(rows, columns=[*COLUMNS[:-1], "p"])
    q = false_discovery_control(out["p"]) if len(out) else []
    return out.assign(q=q)[COLUMNS]


def _shares(sides: pd.DataFrame, least: int) -> pd.DataFrame:
    """A row a story and outlet with enough statements: share, and how many sources it is worth."""
    counted = sides.assign(official=sides["n"].where(sides["alignment"] == "incumbent", 0))
    by = ["story", "polity", "outlet"]
    sums = counted.groupby(by, sort=False, as_index=False)[["n", "squares", "official"]].sum()
    sums = sums[sums["n"] >= least]
    return sums.assign(share=sums["official"] / sums["n"], worth=sums["n"] ** 2 / sums["squares"])


def _farthest(part: pd.DataFrame) -> tuple[str, str, float, float, float, float] | tuple[()]:
    """The pair whose difference is surest: most, least, apart, low, high, p over all pairs."""
    if len(part) < 2:
        return ()
    outlets, share, worth = (part[name].to_numpy() for name in ("outlet", "share", "worth"))
    low, high = _wilson(share, worth)
    difference = share[:, None] - share[None]
    down = np.hypot((share - low)[:, None], (high - share)[None])
    up = np.hypot((high - share)[:, None], (share - low)[None])
    pairs = len(part) * (len(part) - 1) / 2
    wider = float(norm.ppf(1 - 0.025 / pairs)) / Z
    surest = np.where(np.eye(len(part), dtype=bool), -np.inf, difference / np.maximum(down, TINY))
    one, other = np.unravel_index(int(np.argmax(surest)), surest.shape)
    apart, below, above = (float(of[one, other]) for of in (difference, down, up))
    p = min(1.0, pairs * 2 * float(norm.sf(apart / below * Z)))
    low_end, high_end = max(-1.0, apart - wider * below), min(1.0, apart + wider * above)
    return str(outlets[one]), str(outlets[other]), apart, low_end, high_end, p


def _wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Wilson's 95 % interval (1927) of shares of n."""
    middle = (share + Z**2 / n / 2) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / n**2 / 4)
    return np.maximum(0, middle - half), np.minimum(1, middle + half)
