"""The catalogue: one entry a measure, with the words that a reader needs beside it.

Knows columns and conditions by name, and neither store nor charts.
"""

from bias.compare.measures.framing import FRAMINGS, FramingMeasure, framing_by_key
from bias.compare.measures.sourcing import (
    LEAST,
    LEAST_ARTICLES,
    QUESTIONS,
    SOURCINGS,
    Entry,
    Measure,
    Ranking,
    Spread,
    Unit,
    asking,
    sourcing_by_key,
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
    "FRAMINGS",
    "LEAST",
    "LEAST_ARTICLES",
    "LEAST_SENTENCES",
    "NARRATED",
    "QUESTIONS",
    "QUOTED",
    "SOURCINGS",
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
    "framing_by_key",
    "sourcing_by_key",
    "tone_by_key",
    "wording_by_key",
]
