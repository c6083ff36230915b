"""The catalogue: one entry a measure, with the words that a reader needs beside it.

Knows columns and conditions by name, and neither store nor charts.
"""

from bias.compare.measures.entry import Entry, named
from bias.compare.measures.framing import FRAMINGS, FramingMeasure
from bias.compare.measures.sourcing import (
    LEAST,
    LEAST_ARTICLES,
    QUESTIONS,
    SOURCINGS,
    Measure,
    Ranking,
    Sourcing,
    Spread,
    asking,
)
from bias.compare.measures.tone import LEAST_SENTENCES, NARRATED, QUOTED, TONES, Conditions, ToneMeasure
from bias.compare.measures.wording import SURE, WORDINGS, WordingMeasure

CATALOGUE: dict[str, tuple[Entry, ...]] = {
    "sourcing": SOURCINGS,
    "tone": TONES,
    "framing": FRAMINGS,
    "wording": WORDINGS,
}

__all__ = [
    "CATALOGUE", "FRAMINGS", "LEAST", "LEAST_ARTICLES", "LEAST_SENTENCES", "NARRATED", "QUESTIONS", "QUOTED",
    "SOURCINGS", "SURE", "TONES", "WORDINGS", "Conditions", "Entry", "FramingMeasure", "Measure", "Ranking",
    "Sourcing", "Spread", "ToneMeasure", "WordingMeasure", "asking", "named",
]  # fmt: skip
