"""How far apart the outlets of one event lie in whom they let speak, beyond what chance gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control, t  # type: ignore[import-untyped]

COLUMNS = ["story", "polity", "most", "least", "apart", "low", "high", "q"]


def apart(sides: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """The two outlets of each story that differ most surely in the share of the government's side: COLUMNS.

    Takes the rows of `store.story_sides`.  `most` and `least` are outlets, `apart` the difference of their
    shares, `low` and `high` its 95 % interval over all pairs of outlets of the story (Bonferroni), `q` counts
    all stories given as one family (Benjamini & Hochberg).  A story in which fewer than two outlets have
    `least` statements has no row.

    Whoever speaks is on one side, so an outlet's statements count as many as its sources are worth:
    n² / Σ n² over its sources (Kish 1965).  Intervals are those of Agresti & Caffo (2000), with Student's t:
    the sources are few.
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
    middle = (share * worth + 1) / (worth + 2)
    error = middle * (1 - middle) / (worth + 2)
    z = (middle[:, None] - middle[None]) / np.sqrt(error[:, None] + error[None])
    np.fill_diagonal(z, -np.inf)
    one, other = np.unravel_index(int(np.argmax(z)), z.shape)
    pairs = len(part) * (len(part) - 1) / 2
    apart, centre = float(share[one] - share[other]), float(middle[one] - middle[other])
    degrees = max(1.0, float(worth[one] + worth[other]) - 2)
    reach = float(t.ppf(1 - 0.025 / pairs, degrees) * np.sqrt(error[one] + error[other]))
    low, high = max(-1.0, min(apart, centre - reach)), min(1.0, max(apart, centre + reach))
    p = min(1.0, pairs * 2 * float(t.sf(z[one, other], degrees)))
    return str(outlets[one]), str(outlets[other]), apart, low, high, p
