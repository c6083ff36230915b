"""Whether those who governed and those who opposed changed places.  Knows no store, page or chart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

LEAST_SPEAKERS = 2  # that changed to each side: one alone may have crossed the floor, or be misread
MOST_MISFIT = 0.1  # of the statements of those who changed, on the other side of the day


def day_of_change(rows: pd.DataFrame, known: Sequence[str] = ()) -> str:
    """The first day on which those who had opposed govern, and the other way round; empty where sides stay.

    Takes speaker, alignment (incumbent or opposition), day, n of speakers who are on both sides.  A change
    of government moves people both ways at once: so at least two speakers have to go each way, and one day
    has to part nine of ten of their statements.  Of the days that part them equally well it is one of `known`
    (days on which somebody took office, YYYY-MM-DD), else that of the first statement after the change, which
    is a little late.
    """
    if rows.empty:
        return ""
    found = rows.assign(rising=rows["speaker"].map(_directions(rows)))
    ways = found.drop_duplicates("speaker")["rising"].value_counts()
    if len(ways) < 2 or ways.min() < LEAST_SPEAKERS:
        return ""
    new = (found["alignment"] == "incumbent") == found["rising"]  # as after the change
    first, last = found["day"].min(), found["day"].max()
    days = [*(day for day in known if first < day <= last), *sorted(found.loc[new, "day"].unique())]
    misfits = {day: int(found.loc[new != (found["day"] >= day), "n"].sum()) for day in days}
    best = min(misfits, key=lambda day: misfits[day])
    return best if misfits[best] <= MOST_MISFIT * int(found["n"].sum()) else ""


def _directions(found: pd.DataFrame) -> pd.Series[bool]:
    """Of each speaker on both sides whether it governs later, by the middle of its days on each."""
    each = found.loc[found.index.repeat(found["n"])]
    at = (pd.to_datetime(each["day"]) - pd.Timestamp(0)).dt.days
    middle = at.groupby([each["speaker"], each["alignment"]]).median().unstack()
    return middle["incumbent"] > middle["opposition"]
