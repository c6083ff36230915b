"""Names of outlets that may mean one: suggested to the user, never merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from bias.corpus.outlets.outlet_table import key

# What a name may have more than another of the same outlet.
COMMON = frozenset(
    {
        "the", "a", "an", "news", "online", "digital", "com", "org", "net", "co", "uk", "us", "international",
        "global", "tv", "daily", "www", "press", "media",
    }
)  # fmt: skip
LEAST_LETTERS = 3  # of what two names share
LEAST_LIKE = 0.92  # of the letters of two longer names that differ by a slip
_DOMAIN = re.compile(r"^[^\s/]+\.[a-z]{2,}$")
_SECOND = frozenset({"co", "com", "org", "net", "ac", "gov"})  # before the country: bbc.co.uk
_WORD = re.compile(r"[^\W_]+")


def likely_merges(outlets: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of outlets whose names may mean one, in the order of the names.

    Two are suggested where their names are the same but for case, signs and common words (*Fox News*, *Fox
    Online News*), where the name of a domain is the name of the other (*bbc.com*, *BBC News*), or where two
    domains have one name (*bbc.com*, *bbc.co.uk*), or where a letter or two differ.  Names alone are
    compared: look before you merge.
    """
    cores = {outlet: _cores(outlet) for outlet in outlets if outlet.strip()}
    return [
        (one, other)
        for one, other in combinations(sorted(cores), 2)
        if cores[one] & cores[other] or _near(key(one), key(other))
    ]


def _near(one: str, other: str) -> bool:
    """Whether two names differ by a slip; a figure is no slip (*Channel 4*, *Channel 5*)."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.real_quick_ratio() >= LEAST_LIKE and found.ratio() >= LEAST_LIKE


def _cores(outlet: str) -> set[str]:
    """What is left of a name without what is common to many; all of its words run together, too."""
    written = key(outlet)
    if _DOMAIN.match(written):
        parts = written.split(".")[:-1]
        parts = parts[:-1] if len(parts) > 1 and parts[-1] in _SECOND else parts
        words = _WORD.findall(parts[-1])
    else:
        words = _WORD.findall(written)
    whole = "".join(words)
    bare = "".join(word for word in words if word not in COMMON)
    return {core for core in (whole, bare) if len(core) >= LEAST_LETTERS}
