"""The catalogue: one entry a measure, with the words that a reader needs beside it.

The entries are in the files `*.yaml` of this folder, one a page.  Knows columns and conditions by name, and
neither store nor charts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bias.compare.measures.entry import (
    Conditions,
    Entry,
    FramingMeasure,
    Measure,
    Ranking,
    Sourcing,
    Spread,
    ToneMeasure,
    WordingMeasure,
    named,
)

LEAST = 10  # statements; below it nothing is shown
LEAST_ARTICLES = 5  # an interval that resamples articles means nothing with fewer
LEAST_SENTENCES = 30  # of whole articles together
LEAST_OWN_WORDS = 500  # of an outlet, for the rate of its wordings
NARRATED: Conditions = (("voice", "narration"),)
QUOTED: Conditions = (("voice", "quotation"),)
SURE: Conditions = (("sure", "true"),)


def _rows(page: str) -> Iterator[dict[str, Any]]:
    """The entries of a page, their conditions as pairs."""
    text = Path(__file__).with_name(f"{page}.yaml").read_text(encoding="utf-8")
    for row in yaml.safe_load(text)["measures"]:
        lines = {name: _pairs(one) for name, one in row.pop("lines", {}).items()}
        found = {name: _pairs(one) if isinstance(one, dict) else one for name, one in row.items()}
        yield found | ({"lines": lines} if lines else {})


def _pairs(conditions: dict[str, str | list[str]]) -> Conditions:
    listed = {name: [found] if isinstance(found, str) else found for name, found in conditions.items()}
    return tuple((name, value) for name, values in listed.items() for value in values)


def _sourcing(row: dict[str, Any]) -> Sourcing:
    if "column" in row:
        return Ranking(**row)
    if "statistic" in row:
        return Spread(**row)
    numerator = row.get("numerator", row["key"])
    return Measure(**{"numerator": numerator, "evidence": numerator} | row)


SOURCINGS = tuple(map(_sourcing, _rows("sourcing")))
TONES = tuple(ToneMeasure(**row) for row in _rows("tone"))
FRAMINGS = tuple(FramingMeasure(**row) for row in _rows("framing"))
WORDINGS = tuple(WordingMeasure(**row) for row in _rows("wording"))
CATALOGUE: dict[str, tuple[Entry, ...]] = {
    "sourcing": SOURCINGS,
    "tone": TONES,
    "framing": FRAMINGS,
    "wording": WORDINGS,
}


__all__ = [
    "CATALOGUE", "FRAMINGS", "LEAST", "LEAST_ARTICLES", "LEAST_OWN_WORDS", "LEAST_SENTENCES", "NARRATED",
    "QUOTED", "SOURCINGS", "SURE", "TONES", "WORDINGS", "Conditions", "Entry", "FramingMeasure",
    "Measure", "Ranking", "Sourcing", "Spread", "ToneMeasure", "WordingMeasure", "named",
]  # fmt: skip
