"""Frame → Plotly figure, and the words that say the same.  Knows no store and no Streamlit."""

from plotly.graph_objects import Figure

from bias.show.charts.base import (
    CLEAR,
    INK,
    MOST_POINTS,
    MOST_ROWS,
    PALE,
    PETROFF_6,
    PETROFF_10,
    colours,
    interval_text,
    plain,
    value_text,
)
from bias.show.charts.dots import alt_forest, alt_text, difference_text, dots, forest
from bias.show.charts.grids import (
    alt_bars,
    alt_cells,
    alt_months,
    alt_timeline,
    bars,
    cells,
    months,
    timeline,
)
from bias.show.charts.keyness import alt_key_terms, key_terms
from bias.show.charts.small import alt_small, small_multiples
from bias.show.charts.tone import HARSHER, KINDER, alt_tone, tone_cells, tone_dots, tone_months

__all__ = [
    "CLEAR",
    "HARSHER",
    "INK",
    "KINDER",
    "MOST_POINTS",
    "MOST_ROWS",
    "PALE",
    "PETROFF_6",
    "PETROFF_10",
    "Figure",
    "alt_bars",
    "alt_cells",
    "alt_forest",
    "alt_key_terms",
    "alt_months",
    "alt_small",
    "alt_text",
    "alt_timeline",
    "alt_tone",
    "bars",
    "cells",
    "colours",
    "difference_text",
    "dots",
    "forest",
    "interval_text",
    "key_terms",
    "months",
    "plain",
    "small_multiples",
    "timeline",
    "tone_cells",
    "tone_dots",
    "tone_months",
    "value_text",
]  # fmt: skip
