"""The cards of differences: outlets against one of them, over all articles or within shared events.

One mechanism for every question: the rows of a card's board, or the counts of its articles by story.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from bias.compare.cards.card import Board, Card, Chart, chosen, in_groups, what
from bias.compare.statistics.differences import differences, q_against, within_stories
from bias.compare.words.alternatives import alt_differences
from bias.compare.words.findings import apart, only_alone
from bias.compare.words.labels import outlet_label
from bias.compare.words.numbers import MOST_APART, SCALE, SIGNED, counted, counted_as, digits
from bias.corpus import SEPARATOR, UNKNOWN_GROUP, Corpus, Filter

LEGEND = "Bars: 95 % intervals; filled dots: clear differences (q < .05)"
RATIO = ("Ratio", "Ratio low", "Ratio high")  # of values that begin at zero and are above it
_CLEAR = (
    "Filled dots are clear differences: q below .05 over all pairs of the question, after Benjamini and "
    "Hochberg.  For the others the articles at hand do not tell: an interval is of one pair alone, so one "
    "that leaves 0 out may belong to a pair that is not clear among so many."
)
_NAMES = {
    "label": "Outlet", "value": "Value", "reference": "Of the other", "difference": "Difference",
    "low": "Low", "high": "High", "ratio": RATIO[0], "ratio_low": RATIO[1], "ratio_high": RATIO[2],
    "p": "p", "q": "q", "stories": "Stories", "articles": "Articles",
}  # fmt: skip


def against(
    card: Card, reference: str, corpus: Corpus, where: Filter, *,
    tellings: Callable[[], pd.DataFrame] | None = None,
) -> Card:  # fmt: skip
    """A card's outlets, or groups, against one of them: over all articles, or with `tellings` within shared
    events.

    `tellings` gives a row for `articles` that are alike: by (outlet and story), above, below; nothing for
    what is no ratio.  It is of `card.everyone`: q is over all pairs, also those that are not shown.  The
    board of what cannot be compared has no rows.
    """
    if tellings is None:
        return _over_all(card, reference, what(corpus))
    told = tellings()
    if len(told):
        parts = told["by"].str.split(SEPARATOR, n=1, expand=True).reindex(columns=[0, 1])
        told = told.assign(outlet=in_groups(parts[0], corpus), story=parts[1])
        told = told[told["outlet"] != UNKNOWN_GROUP.format(corpus.by)] if corpus.by else told
    found = within_events(told, reference, card.board.unit)
    return _within(card, chosen(found, corpus, where) if len(found) else found, reference, what(corpus))


def over_all(rows: pd.DataFrame, reference: str, unit: str, family: pd.DataFrame) -> pd.DataFrame:
    """Each outlet against a reference over all articles, the largest difference first: the columns of
    `statistics.differences` with reference (its value), label, outlet_label.  `family` has all pairs of the
    question with their q."""
    base = rows.loc[rows["outlet"] == reference, "value"]
    if base.empty:
        return pd.DataFrame()
    whole = rows.assign(n=rows["base"]) if "base" in rows else rows
    found = differences(whole, by="outlet", reference=reference, most=MOST_APART.get(unit, math.inf))
    q = q_against(family, reference, found["outlet"], by="outlet")
    return _first(found.assign(reference=base.iloc[0], q=q, family=family["family"].max()))


def within_events(tellings: pd.DataFrame, reference: str, unit: str) -> pd.DataFrame:
    """Each outlet against a reference within the stories that both tell, the largest difference first; n
    counts stories.  `tellings` has outlet, story, above, below, articles.  Nothing where no outlet shares
    enough of them."""
    if tellings.empty:
        return pd.DataFrame()
    rows = within_stories(
        tellings,
        by="outlet",
        story="story",
        numerator="above",
        denominator="below",
        reference=reference,
        times="articles",
        most=MOST_APART.get(unit, math.inf),
    )
    rows = rows[rows["difference"].notna()].reset_index(drop=True)
    return _first(rows.assign(n=rows["stories"]))


def _first(found: pd.DataFrame) -> pd.DataFrame:
    names = found["outlet"].map(outlet_label)
    found = found.assign(label=names, outlet_label=names, id=names, note="", base=found["n"], behind=None)
    return found.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def _over_all(card: Card, reference: str, each: str) -> Card:
    unit, name = card.board.unit, outlet_label(reference)
    found = over_all(card.board.comparable, reference, unit, card.board.pairs)
    return _card(
        card,
        found,
        reference,
        key="apart",
        title=f"difference from {name}, over all articles",
        notes=f"{each.capitalize()}s may differ because they cover other events.",
        formula="value of the outlet − value of the reference",
        source="interval of the difference from both intervals: Newcombe 1998; Donner & Zou 2012",
        counted=f"{counted_as(int(found['n'].sum()), card.board.noun)} in {counted(len(found), each)}"
        if len(found)
        else "",
        each=each,
    )


def _within(card: Card, found: pd.DataFrame, reference: str, each: str) -> Card:
    name = outlet_label(reference)
    return _card(
        card,
        found,
        reference,
        key="matched",
        title=f"difference from {name}, within the events that both tell",
        notes=f"Each {each} is compared with {name} event by event, so what is left is how they tell "
        "the same ones; n counts events, and the interval leaves out one after the other.",
        formula="mean over shared stories of (ratio of the outlet − ratio of the reference), weighed by "
        "n·m / (n + m)",
        source="Greenland & Robins 1985, after Mantel & Haenszel; jackknife over stories",
        counted=f"{found['articles'].sum():,} articles of shared events" if len(found) else "",
        each=each,
    )


def _card(  # noqa: PLR0913
    card: Card, found: pd.DataFrame, reference: str, *, key: str, title: str, notes: str, formula: str,
    source: str, counted: str, each: str,
) -> Card:  # fmt: skip
    unit, name = card.board.unit, outlet_label(reference)
    noun = "stories" if key == "matched" else card.board.noun
    label = card.title.rpartition(", by ")[0] or card.title
    return Card(
        key=f"{card.key}-{key}",
        title=f"{label}: {title}",
        board=Board(found, unit, noun, card.board.coverage),
        chart=Chart("forest", found, {"reference": name, "unit": unit, "noun": noun}, card.chart.outlets),
        table=difference_table(found, unit),
        alt=alt_differences(found, label=label, reference=name, unit=unit),
        finding=apart(found, name, unit, each=each),
        legend=LEGEND,
        notes=f"{notes}  {_CLEAR}",
        tested=only_alone(found),
        formula=formula,
        source=source,
        counted=counted,
        formats=dict.fromkeys(RATIO, "%.2f")
        | dict.fromkeys(("Value", "Of the other", "Difference", "Low", "High"), f"%.{digits(unit)}f"),
        asked={**card.asked, "reference": reference, "matched": str(key == "matched").lower()},
    )


def difference_table(found: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Differences as a reader's table: shares and net tones in points of a hundred, others as they are."""
    names = {name: shown for name, shown in _NAMES.items() if name in found}
    if unit in SIGNED:  # a ratio of values that may be negative says nothing
        names = {name: shown for name, shown in names.items() if shown not in RATIO}
    scaled = {name: found[name] * SCALE.get(unit, 1) for name in _NAMES if name in found and name in _SCALED}
    return found.assign(**scaled)[list(names)].rename(columns=names)


_SCALED = ("value", "reference", "difference", "low", "high")
