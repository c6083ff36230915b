"""How far a mean may lie where all that was seen agrees.  Knows no store, page or chart.

Resampling and leaving out learn from how units (articles, stories, blocks) differ.  Where they do not
differ, both give an interval without width, and a p of 0, however few the units are.  What is known then is
the exact binomial bound (Clopper & Pearson 1934): of `units` that agree, a share of 1 − .025^(1/units) at
most may differ.  Those that differ are taken to lie as far away as they can.
"""

from __future__ import annotations

import math

EQUAL = 1e-9  # a standard error, of a value near 1, that is the rounding of none


def unseen(units: float) -> float:
    """The share of units that may differ from all `units` seen, 97.5 % sure."""
    return float(1 - 0.025 ** (1 / units))


def agreed(value: float, units: float, *, least: float, most: float) -> tuple[float, float]:
    """The 95 % interval of a mean over units that are all `value` and could lie from `least` to `most`."""
    far = unseen(units)
    return value - far * (value - least), value + far * (most - value)


def agreed_p(value: float, units: float, *, most: float) -> float:
    """p of a mean of 0 where all units are `value` and could lie from -most to most.

    The level at which `agreed` ends at 0.  With `most` the value itself it is the exact sign test's,
    2 · .5^units.
    """
    return min(1.0, 2 * math.pow(most / (abs(value) + most), units))
