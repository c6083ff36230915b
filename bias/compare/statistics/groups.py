"""Groups of outlets: the mean of their outlets, with an interval.  Knows no store, page or chart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

ENDS = ["value", "low", "high"]


def means_of_outlets(rows: pd.DataFrame, *, by: Sequence[str], counts: Sequence[str] = ()) -> pd.DataFrame:
    """The mean of each group's outlets, each outlet once: by, value, low, high, `counts`, members; `error`
    where the rows have it.

    `rows` has a row an outlet: by, outlet, value, low, high and `counts`, which are summed.  The outlets of a
    group are all that the group is about, strata and no sample: each keeps its own interval, over its whole
    articles, and the mean takes its own from these (MOVER for a linear function: Zou, Huang & Zhang 2009,
    after Newcombe 1998).  It so says nothing of outlets of the kind that are not there.  Outlets without an
    interval are left out of mean, counts and `members`, a tuple; a group of such outlets alone has NaN, and
    all of them.
    """
    shown = rows["value"].notna() & rows["low"].notna() & rows["high"].notna()
    counted = rows[shown | ~shown.groupby([rows[name] for name in by]).transform("any")]
    found = []
    for key, group in counted.groupby(list(by), sort=True, dropna=False):
        value, low, high = _mean(group[ENDS].to_numpy(dtype=float))
        row = dict(zip(by, key, strict=True)) | {"value": value, "low": low, "high": high}
        row |= {name: group[name].sum() for name in counts}
        if "error" in group:
            row["error"] = math.sqrt(float((group["error"] ** 2).sum())) / len(group)
        found.append(row | {"members": tuple(group["outlet"])})
    extra = ["error"] if "error" in rows else []
    return pd.DataFrame(found, columns=[*by, *ENDS, *counts, *extra, "members"])


def _mean(ends: np.ndarray) -> tuple[float, float, float]:
    value = float(ends[:, 0].mean())
    down, up = (math.hypot(*(ends[:, 0] - ends[:, side])) / len(ends) for side in (1, 2))
    return value, value - down, value + up
