"""Whom one may ask about: targets of one's own, sides, persons, bodies; and where outlets differ most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.cards.card import compared, everyone, hidden
from bias.compare.measures import LEAST_ARTICLES
from bias.compare.statistics.alternation import day_of_change
from bias.compare.statistics.stances import means, spread
from bias.compare.words.labels import ALL_COUNTRIES, NO_COUNTRY, country, side_label
from bias.compare.words.numbers import SCALE
from bias.corpus import OWN, SIDE, UNTOLD, WHOSE, Behind, Corpus, Filter, among
from bias.reading import FEATURES, first_days_in_government, likeliest_stance, stance_values, stances

EVERYBODY, NAMED = "everybody", "Everybody who is named"
OLDER = {"The government's side": f"{SIDE}incumbent", "The opposition": f"{SIDE}opposition"}  # of old links
LISTED, LISTED_SIDES = 60, 20  # to choose from
EVERY_GOVERNMENT = "all"  # all governments, added up
NOBODY = "?"  # a polity that no side has
SPREAD = (
    "Spread says how far apart outlets are: the standard deviation of their mean stances beyond chance, at "
    f"least (95 % sure), of outlets with {LEAST_ARTICLES} articles or more."
)


def targets(corpus: Corpus, where: Filter) -> dict[str, str]:
    """Whom one may ask about, key → label: targets of one's own, then those toward whom outlets differ most,
    everybody last."""
    found = target_list(corpus, where)
    return dict(zip(found["target"], found["label"], strict=True)) | {EVERYBODY: NAMED}


def target_list(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Targets of one's own, sides of each polity and those named most: target (key), label, n mentions,
    articles, outlets (with enough articles to compare), spread; one's own first, then those toward whom
    outlets differ most.

    `spread` is the standard deviation of the outlets' mean stances beyond chance, at least; see
    `statistics.stances.spread`.
    """
    return _listed(corpus, corpus.stamp(), where)


@lru_cache(4)  # cards ask for it again
def _listed(corpus: Corpus, stamp: str, where: Filter) -> pd.DataFrame:
    sides = corpus.sides(where).head(LISTED_SIDES)
    sides = sides.assign(
        label=[side_label(*pair) for pair in zip(sides["side"], sides["polity"], strict=True)]
    )
    columns = ["target", "label", "n", "articles"]
    found = pd.concat([sides[columns], corpus.targets(where, top=LISTED)[columns]], ignore_index=True)
    found = found.merge(_spreads(corpus, where, list(found["target"])), on="target", how="left")
    found = found.fillna({"outlets": 0, "spread": 0.0}).astype({"outlets": int, "spread": float})
    comparable = found["outlets"].clip(upper=2)
    order = ["own", "comparable", "spread", "n"]
    found = found.assign(own=found["target"].str.startswith(OWN), comparable=comparable)
    found = found.sort_values(order, ascending=False, kind="stable")
    return found.drop(columns=["own", "comparable"]).reset_index(drop=True)


def opening(listed: pd.DataFrame) -> str:
    """The target of `target_list` that a page opens on: where outlets differ most; else the first that is
    not one's own, and everybody where there is none."""
    differing = listed[(listed["outlets"] > 1) & (listed["spread"] > 0)]
    read = listed[~listed["target"].str.startswith(OWN)]
    for found in (differing.sort_values("spread", ascending=False, kind="stable"), read, listed):
        if len(found):
            return str(found["target"].iloc[0])
    return EVERYBODY


def with_spread(row: Mapping[str, Any]) -> str:
    """ "Ilse Marrant · spread 24": a target of `target_list` and how far apart outlets lie there."""
    label = f"{row['label']} · yours" if row["target"].startswith(OWN) else row["label"]
    if row["outlets"] < 2:
        return f"{label} · too few articles"
    apart = round(row["spread"] * SCALE["stance"])
    return f"{label} · {f'spread {apart}' if apart else 'no clear spread'}"


def spread_table(listed: pd.DataFrame) -> pd.DataFrame:
    """`target_list` as a reader's table, the largest spread first, of those that two outlets can be compared
    on."""
    found = listed[listed["outlets"] > 1].sort_values("spread", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Target": found["label"],
            "Spread": (found["spread"] * SCALE["stance"]).round().astype(int),
            "Outlets": found["outlets"],
            "Articles": found["articles"],
            "Mentions": found["n"],
        }
    )


def _spreads(corpus: Corpus, where: Filter, keys: list[str]) -> pd.DataFrame:
    """How far outlets lie apart toward each target: target, outlets, spread."""
    rows = outlet_stances(corpus, where, keys)
    rows = rows[(rows["n"] >= LEAST_ARTICLES) & rows["value"].notna()]
    found = [
        (target, len(group), spread(group["value"].to_numpy(float), group["error"].to_numpy(float)))
        for target, group in rows.groupby("target")
    ]
    return pd.DataFrame(found, columns=["target", "outlets", "spread"])


def outlet_stances(corpus: Corpus, where: Filter, keys: list[str], *, counts: bool = False) -> pd.DataFrame:
    """The mean stance of each outlet toward each of some targets: outlet, target, and what `means` gives, its
    counts of articles by their label only where asked."""
    found = with_stances(corpus.stance_features(where, one=(among(keys),), by=("outlet", "whom")))
    found = labelled(found) if counts else found.assign(label="")
    rows = means(found, by=["outlet", "whom"]).rename(columns={"whom": "target"})
    return compared(hidden(rows, least=LEAST_ARTICLES) if corpus.by else rows, corpus, per=["target"])


def with_stances(features: pd.DataFrame) -> pd.DataFrame:
    """A row an article: its features, the probabilities `unfavourable` and `favourable`, and `stance`, of
    `stance_values`."""
    found = stances(features[list(FEATURES)].to_numpy(float), features["mentions"].to_numpy(float))
    return features.assign(unfavourable=found[:, 0], favourable=found[:, 2], stance=stance_values(found))


def labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `with_stances` with the likeliest `label`, *uncertain* where no stance is likely enough."""
    against, for_it = rows["unfavourable"].to_numpy(float), rows["favourable"].to_numpy(float)
    found = np.column_stack([against, 1 - against - for_it, for_it])
    return rows.assign(label=[likeliest_stance(row) for row in found])


# -- whose government, of those who speak ------------------------------------------------------------


def governments(corpus: Corpus, where: Filter) -> dict[str, str]:
    """Whose government's side and opposition may be counted, key → label: countries by how often these speak,
    then those that no text places, and all added up; the first is what a page opens on.

    All added up come first where no country is heard more often than those that no text places.
    """
    found = list(corpus.governments(where)["polity"])
    known = {one: one for one in found if one != UNTOLD}
    open_ones = {UNTOLD: f"In {NO_COUNTRY}"} if UNTOLD in found else {}
    together = {EVERY_GOVERNMENT: f"In {ALL_COUNTRIES}"}
    return together | known | open_ones if found[:1] in ([], [UNTOLD]) else known | open_ones | together


def government(corpus: Corpus, where: Filter, asked: str = "") -> str:
    """The key of a government that is asked for by key or label; that on which a page opens for none."""
    known = governments(corpus, where)
    return next((key for key, label in known.items() if asked in (key, label)), asked or next(iter(known)))


def whose(key: str) -> Behind:
    """The condition that counts sides toward one government alone."""
    return () if key == EVERY_GOVERNMENT else ((WHOSE, key),)


def in_country(key: str) -> str:
    """ "in the United States": whose government, inside a sentence."""
    return f"in {({EVERY_GOVERNMENT: ALL_COUNTRIES, UNTOLD: NO_COUNTRY}).get(key) or country(key)}"


def change_of_government(corpus: Corpus, where: Filter, key: str) -> str:
    """The first day of a new government of a country among these articles; empty where it stays, or where no
    one country is asked about."""
    if key in (EVERY_GOVERNMENT, UNTOLD):
        return ""
    return _change(corpus, corpus.stamp(), everyone(corpus, where), key)


@lru_cache(16)  # every card of a side asks for it
def _change(corpus: Corpus, stamp: str, where: Filter, key: str) -> str:
    return day_of_change(corpus.sided_days(where, polity=key), first_days_in_government(key))


# -- keys and names ----------------------------------------------------------------------------------


def toward(corpus: Corpus, target: str) -> Behind:
    """The mentions of a target of `targets`, as conditions; of a side, those of one polity."""
    if target == EVERYBODY:
        return (("found", "read"),)  # what a user's words find is most often named by the reading too
    if target.startswith(SIDE):
        side, polity = _side(corpus, target)
        return (("side", side), ("polity", polity or NOBODY))
    return (("target", target),)


def target_label(corpus: Corpus, target: str) -> str:
    """How a target of `targets` is called."""
    if target == EVERYBODY:
        return NAMED
    return side_label(*_side(corpus, target)) if target.startswith(SIDE) else corpus.target_label(target)


def inside(corpus: Corpus, target: str) -> str:
    """How a target is called inside a sentence: names keep their capital, what is no name loses it."""
    label = target_label(corpus, target)
    return f"{label[0].lower()}{label[1:]}" if target == EVERYBODY or target.startswith(SIDE) else label


def found_by(corpus: Corpus, target: str) -> str:
    """What a target of one's own was found by, in a sentence with a blank behind; empty for all others."""
    words = corpus.own_words(target)
    if not words:
        return ""
    quoted = ", ".join(f"“{word}”" for word in words)
    return f"A target of your own, found by {quoted}.  "


def target_key(corpus: Corpus, known: dict[str, str], asked: str) -> str:
    """The key of a target given by key or label, also as links of older versions name sides; empty where
    `known`, those of `targets`, has none such."""
    asked = OLDER.get(asked, asked)
    if asked in OLDER.values():
        asked = f"{SIDE}{' '.join(_side(corpus, asked))}"
    return next((key for key, label in known.items() if asked in (key, label)), "")


def _side(corpus: Corpus, target: str) -> tuple[str, str]:
    """Side and polity of a key; a side alone, as older links have it, is of the polity spoken of most."""
    side, _, polity = target.removeprefix(SIDE).partition(" ")
    if not polity:
        found = corpus.sides()
        polity = next(iter(found[found["side"] == side]["polity"]), "")
    return side, polity
