"""Outlets and codes by the names that a reader sees, and frames as records."""

from __future__ import annotations

import re
from typing import Any, cast

import pandas as pd

from bias.reading import RoleCodebook

NO_OUTLET = "no outlet given"
UNKNOWN = {
    "source": "no source named",
    "cue": "no reporting word",
    "role": "Role unknown",
    "role_group": "Role unknown",
    "alignment": "Side unknown",
    "gender": "Unknown, a single person",
}
VALUES = {  # of columns that no codebook has
    "alignment": {
        "elsewhere": "A side in another country", "untold": "A side in a country that the text does not name",
    },
    "gender": {"f": "Women", "m": "Men", "x": "Neither", "none": "Groups, bodies and documents"},
}  # fmt: skip
ALL_COUNTRIES, NO_COUNTRY = "all countries, added up", "a country that the text does not name"


SIDES = {"incumbent": "The government of {}", "opposition": "The opposition in {}"}
_WITH_THE = re.compile(
    r"(United|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles)\b|"
    r".*\b(Republic|Islands|Union|Emirates|Federation)\b"
)


def outlet_label(outlet: str) -> str:
    """An outlet as it is shown: on one line, and said when it is not known."""
    return " ".join(outlet.split()) or NO_OUTLET


def labels(outlets: pd.Series[str]) -> pd.Series[str]:
    return outlets.map(outlet_label)


def code_label(book: RoleCodebook, what: str, key: str) -> str:
    """A role, a group of roles or an alignment as the codebook calls it; the key where it has none such."""
    if not key:
        return UNKNOWN[what]
    if key in VALUES.get(what, {}):
        return VALUES[what][key]
    if what == "role_group":
        return book.groups.get(key, key)
    codes = {"role": book.roles, "alignment": book.alignments}.get(what, {})
    return codes[key].label if key in codes else key


def side_label(side: str, polity: str) -> str:
    """ "The government of the United States", "The opposition in Kestria"."""
    return SIDES[side].format(country(polity) if polity else "no known country")


def country(polity: str) -> str:
    """ "the United States", "Kestria": a country inside a sentence."""
    return f"{'the ' if _WITH_THE.match(polity) else ''}{polity}"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def unique(names: pd.Series[str]) -> list[str]:
    """Names that differ: two outlets may differ by blanks only."""
    count = names.groupby(names).cumcount()
    return [f"{name} ({n + 1})" if n else str(name) for name, n in zip(names, count, strict=True)]
