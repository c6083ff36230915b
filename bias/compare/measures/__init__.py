"""The catalogue: one entry a measure, with the words that a reader needs beside it.

Knows columns and conditions by name, and neither store nor charts.
"""

from bias.compare.measures.framing import FRAMINGS, FramingMeasure, framing_by_key
from bias.compare.measures.sourcing import (
    ALL,
    LEAST,
    LEAST_ARTICLES,
    QUESTIONS,
    Entry,
    Measure,
    Ranking,
    Spread,
    Unit,
    asking,
    by_key,
)
from bias.compare.measures.tone import (
    LEAST_SENTENCES,
    NARRATED,
    QUOTED,
    TONES,
    Conditions,
    ToneMeasure,
    tone_by_key,
)
from bias.compare.measures.wording import WORDINGS, WordingMeasure, wording_by_key

__all__ = [
    "ALL",
    "FRAMINGS",
    "LEAST",
    "LEAST_ARTICLES",
    "LEAST_SENTENCES",
    "NARRATED",
    "QUESTIONS",
    "QUOTED",
    "TONES",
    "WORDINGS",
    "Conditions",
    "Entry",
    "FramingMeasure",
    "Measure",
    "Ranking",
    "Spread",
    "ToneMeasure",
    "Unit",
    "WordingMeasure",
    "asking",
    "by_key",
    "framing_by_key",
    "tone_by_key",
    "wording_by_key",
]
