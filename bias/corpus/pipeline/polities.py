"""Whose government: the polity of those who have a side and whose own words name no country.

"The transport minister" is a minister of the country that the article is about, or that the outlet is at home
in.  Knows frames only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from bias import resources
from bias.corpus.pipeline.people.imputation import AGREE

LEAST_ARTICLES = 5  # of an outlet that say whose government they speak of, before it has a home
SIDES = ("incumbent", "opposition")


def with_polities(
    linked: pd.DataFrame, found: pd.DataFrame, targets: pd.DataFrame, told: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """`linked` with the polity of those that have a side and none: their article's, where all that have
    both agree on one; else their outlet's home.  Neither where the article names another country.

    An outlet is at home in the country that `told` gives it (outlet → country, by outlets.csv; a country
    that neither the lexicon nor the corpus knows gives none); else in the polity that most of its articles
    give, from AGREE of them on.  What stays open stays empty.  `linked` has the columns of `linked_targets`,
    `found` article_id and outlet of all its articles; `targets` name the countries.
    """
    sided = np.isin(linked["alignment"].to_numpy(object), SIDES)
    told_so = (linked["polity"].notna() & (linked["polity"] != "")).to_numpy()
    outlet_of = dict(zip(found["article_id"], found["outlet"], strict=True))
    known = linked.loc[sided & told_so, ["article_id", "polity"]].drop_duplicates()
    known["outlet"] = known["article_id"].map(outlet_of)
    of_article = known.groupby("article_id")["polity"].agg(set).to_dict()
    countries = _names() | {one: one for one in known["polity"]}
    given = {outlet: countries[one] for outlet, one in (told or {}).items() if one in countries}
    home = _homes(known) | given
    elsewhere = _countries(targets)
    open_ones = sided & ~told_so

    @cache
    def filled(article: str) -> str | None:
        outlet = home.get(outlet_of.get(article, ""), "")
        return _filled(of_article.get(article, set()), outlet, elsewhere.get(article, set()))

    polities = linked["polity"].to_numpy(object, copy=True)
    polities[open_ones] = [filled(article) for article in linked["article_id"].to_numpy(object)[open_ones]]
    return linked.assign(polity=pd.Series(polities, dtype=object, index=linked.index)).reset_index(drop=True)


def _filled(here: set[str], home: str, countries: set[str]) -> str | None:
    polities = here or {home} - {""}
    return next(iter(polities)) if len(polities) == 1 and countries <= polities else None


def _homes(known: pd.DataFrame) -> dict[Any, str]:
    """Outlet → the polity that most of its articles give."""
    homes = {}
    for outlet, group in known.groupby("outlet"):
        (polity, n), *_ = Counter(group["polity"]).most_common(1)
        articles = group["article_id"].nunique()
        if articles >= LEAST_ARTICLES and n >= AGREE * articles:
            homes[outlet] = str(polity)
    return homes


def _countries(targets: pd.DataFrame) -> dict[str, set[str]]:
    """Article → the countries of the lexicon that it names."""
    known = _names()
    found: dict[str, set[str]] = defaultdict(set)
    for article, name in zip(targets["article_id"], targets["name"], strict=True):
        if name in known:
            found[article].add(known[name])
    return found


def country_names() -> list[str]:
    """All names of countries that the lexicon knows."""
    return sorted(_names())


@cache
def _names() -> dict[str, str]:
    """What a country is called → its name in the lexicon."""
    known: dict[str, str] = {}
    for row in resources.lexicon("polities"):
        known |= dict.fromkeys([row["name"], *_listed(row["demonyms"])], row["name"])
    return known


def _listed(cell: str) -> Sequence[str]:
    return [one for one in cell.split("|") if one]
