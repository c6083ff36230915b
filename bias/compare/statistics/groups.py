"""Groups of outlets: the mean of their outlets, with an interval.  Knows no store, page or chart."""

from __future__ import annotations

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
    keys, known = list(by), rows[ENDS].notna().all(axis=1)
    rows = rows.astype(dict.fromkeys(ENDS, float))  # where nothing has a value, a frame holds objects
    counted = rows[known | ~known.groupby([rows[name] for name in keys], dropna=False).transform("any")]
    squares = {
        "down": (counted["value"] - counted["low"]) ** 2,
        "up": (counted["high"] - counted["value"]) ** 2,
        **({"error": counted["error"] ** 2} if "error" in rows else {}),
    }
    groups = counted.assign(**squares).groupby(keys, sort=True, dropna=False)
    size, sums = groups.size(), groups[[*counts, *squares]].sum()
    value = groups["value"].mean()
    reach = {name: np.sqrt(sums[name]) / size for name in squares}
    found = sums[list(counts)].assign(
        value=value,
        low=value - reach["down"],
        high=value + reach["up"],
        **({"error": reach["error"]} if "error" in rows else {}),
        members=groups["outlet"].agg(tuple),
    )
    extra = ["error"] if "error" in rows else []
    return found.reset_index()[[*keys, *ENDS, *counts, *extra, "members"]]
