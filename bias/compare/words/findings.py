"""What a chart shows, in one sentence that its intervals carry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from bias.compare.statistics.differences import discovery_rates, pairs
from bias.compare.statistics.stances import share_interval
from bias.compare.words.labels import records
from bias.compare.words.numbers import (
    CLEAR,
    MOST_APART,
    UNITS,
    counted,
    difference_text,
    value_text,
    value_with_interval,
)

MOST_NAMED = 3
TOO_LITTLE = "Too little to say anything."
SAID = {"unfavourable": "unfavourably", "favourable": "favourably"}  # articles → how they speak


def extremes(rows: pd.DataFrame, unit: str, place: str = "in", *, q: pd.DataFrame | None = None) -> str:
    """The highest and the lowest row, and whether they differ clearly among all pairs.

    Takes label, value, low, high, n, articles; with `q`, the pairs of a question as `cards.card.pairs_of`
    has them, outlet too: its family may be larger than the pairs of these rows.
    """
    each = records(_known(rows))
    if not each:
        return TOO_LITTLE
    if len(each) == 1:
        return f"{each[0]['label']}: {value_with_interval(each[0], unit)}{UNITS.get(unit, '')}."
    top, bottom = _ends(each)
    if top == bottom:
        return f"All at {value_with_interval(each[0], unit)}: no clear difference."
    said = (
        f"Highest {place} {each[top]['label']}, {value_with_interval(each[top], unit)}{UNITS.get(unit, '')}; "
        f"lowest {place} {each[bottom]['label']}, {value_with_interval(each[bottom], unit)}"
    )
    return f"{said}: {_verdict(*_pairs_of_ends(rows, unit, q))}"


def pairs_tested(rows: pd.DataFrame, unit: str, *, q: pd.DataFrame | None = None) -> str:
    """How many pairs of what `extremes` takes differ clearly, and p and q of the highest and the lowest where
    they would differ alone.  Empty where there are no two."""
    each = records(_known(rows))
    if len(each) < 2 or len(set(_ends(each))) < 2:
        return ""
    pair, shown = _pairs_of_ends(rows, unit, q)
    return _tested(pair, shown)


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["value"].notna() & rows["low"].notna()].reset_index(drop=True)


def _ends(each: list[dict[str, Any]]) -> tuple[int, int]:
    """The places of the highest and the lowest."""
    values = [row["value"] for row in each]
    return values.index(max(values)), values.index(min(values))


def _pairs_of_ends(
    rows: pd.DataFrame, unit: str, q: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pair of the highest and the lowest, a row, and all pairs of the rows that have an interval."""
    known, by = _known(rows), "place" if q is None else "outlet"
    known = known.assign(place=known.index)
    family = pairs(known, by="place", most=MOST_APART.get(unit, math.inf)) if q is None else q
    ends = {known[by].iloc[one] for one in _ends(records(known))}
    return _among(family, by, ends), _among(family, by, set(known[by]))


def _among(family: pd.DataFrame, by: str, names: set[Any]) -> pd.DataFrame:
    return family[family[by].isin(names) & family["reference"].isin(names)]


def _verdict(pair: pd.DataFrame, shown: pd.DataFrame) -> str:
    """ "a clear difference.": whether two differ, whose pair is a row, of those shown."""
    if len(pair) and pair["q"].iloc[0] < CLEAR:
        return "a clear difference."
    others = " between these two, but between others" if (shown["q"] < CLEAR).any() else ""
    return f"no clear difference{others}."


def _tested(pair: pd.DataFrame, shown: pd.DataFrame) -> str:
    aside = "".join(f"  The two farthest apart: {said}." for row in records(pair) if (said := alone(row)))
    return f"{int((shown['q'] < CLEAR).sum()):,} of {counted(len(shown), 'pair')} differ clearly.{aside}"


def alone(pair: Mapping[str, Any]) -> str:
    """ "alone they would differ (p = 0.03), among all 15 pairs compared not (q = 0.08)": empty where neither,
    or both.  Takes p, q, family."""
    p, q = float(pair["p"]), float(pair["q"])
    if not p < CLEAR <= q:
        return ""
    among = f"among all {pair['family']:,} pairs compared not (q = {q:.2g})"
    return f"alone they would differ (p = {p:.2g}), {among}"


def apart(found: pd.DataFrame, reference: str, unit: str, *, each: str = "outlet") -> str:
    """Who differs clearly from a reference, the farthest first.  Takes label, difference, low, high, q."""
    if found.empty:
        return TOO_LITTLE
    clear = found[found["q"] < CLEAR].sort_values("difference", key=abs, ascending=False)
    if clear.empty:
        return f"None of {counted(len(found), each)} differs clearly from {reference}."
    named = "; ".join(
        f"{row['label']} {difference_text(row, unit)}" for row in records(clear.head(MOST_NAMED))
    )
    rest = f"; {len(clear) - MOST_NAMED} more" if len(clear) > MOST_NAMED else ""
    verb = "differs" if len(clear) == 1 else "differ"
    return f"{len(clear)} of {counted(len(found), each)} {verb} clearly from {reference}: {named}{rest}."


def only_alone(found: pd.DataFrame) -> str:
    """Who would differ clearly alone, and does not among all pairs: a sentence.  Takes
    label, p, q and family, how many pairs q is over."""
    if found.empty:
        return ""
    rows = found[(found["p"] < CLEAR) & (found["q"] >= CLEAR)].sort_values("p", kind="stable")
    if rows.empty:
        return ""
    names = ", ".join(f"{row['label']} (p = {row['p']:.2g}, q = {row['q']:.2g})" for row in records(rows))
    family = int(found["family"].iloc[0])
    return f"Not clear among all {family:,} pairs compared, though it would be alone: {names}."


def changes(rows: pd.DataFrame, unit: str) -> str:
    """Which outlets change clearly over time, those first that change most; clear among all pairs of periods
    of all outlets.  Takes outlet, panel, period, series, value, low, high; all together is outlet ""."""
    known = rows[rows["value"].notna() & rows["low"].notna()]
    if known["series"].ne("").any():
        known = known[known["series"] == known["series"].iloc[0]]
    own = known[known["outlet"] != ""] if (known["outlet"] != "").any() else known
    found = {
        panel: pairs(part.sort_values("period"), by="period", most=MOST_APART.get(unit, math.inf))
        for panel, part in own.groupby("panel", sort=False)
        if len(part) > 1
    }
    if not found:
        return TOO_LITTLE
    every = pd.concat(found, names=["panel"]).reset_index("panel")
    every = every.assign(q=discovery_rates(every["p"].to_numpy(float)), size=every["difference"].abs())
    clear = (
        every[every["q"] < CLEAR].sort_values("size", ascending=False, kind="stable").drop_duplicates("panel")
    )
    of = counted(len(found), "outlet")
    if clear.empty:
        return f"No clear change over time in {of} with enough in two periods."
    values = {(row["panel"], row["period"]): value_with_interval(row, unit) for row in records(own)}
    said = [
        f"{panel} from {values[panel, first]} in {first} to {values[panel, last]} in {last}"
        for row in records(clear.head(MOST_NAMED))
        for panel, (first, last) in [(row["panel"], sorted((row["period"], row["reference"])))]
    ]
    rest = f"; {len(clear) - MOST_NAMED} more" if len(clear) > MOST_NAMED else ""
    verb = "changes" if len(clear) == 1 else "change"
    return f"{len(clear)} of {of} {verb} clearly between two periods, most {'; '.join(said)}{rest}."


def first_of_each(rows: pd.DataFrame, unit: str, group: str, label: str) -> str:
    """What is highest in each group, told once for all groups in which it is; first what leads in most."""
    known = rows[rows["value"].notna() & rows["low"].notna()].reset_index(drop=True)
    if known.empty:
        return TOO_LITTLE
    best = known.loc[known.groupby(group, sort=False)["value"].idxmax()]
    best = best.sort_values("value", ascending=False, kind="stable")
    leads = best.groupby(label, sort=False)["value"].size().sort_values(ascending=False, kind="stable").index
    said = [f"{one} in {_named_few(best[best[label] == one], unit, group)}" for one in leads[:MOST_NAMED]]
    others = int((~best[label].isin(leads[:MOST_NAMED])).sum())
    rest = f"; others in {others:,} more" if others else ""
    return f"Highest is {'; '.join(said)}{rest}."


def _named_few(rows: pd.DataFrame, unit: str, group: str) -> str:
    """ "The Lantern 49 % (40–57 %), Radio Varn 30 % (22–38 %) and 4 more"."""
    said = [f"{row[group]} {value_with_interval(row, unit)}" for row in records(rows.head(MOST_NAMED))]
    more = len(rows) - len(said)
    return f"{', '.join(said)} and {more:,} more" if more else ", ".join(said)


def led(lead: str, finding: str) -> str:
    """A finding behind some words: one that begins with a name keeps it as it is written."""
    ours = finding.startswith(("Highest ", "All at ", "Too little ", "None of ", "No clear "))
    return f"{lead} {finding[0].lower()}{finding[1:]}" if ours else f"{lead} {finding}"


# -- stances -----------------------------------------------------------------------------------------


def stances(rows: pd.DataFrame, target: str, *, q: pd.DataFrame | None = None) -> str:
    """The two outlets farthest apart toward a target, in articles, and whether they differ clearly.

    Takes outlet, outlet_label, value, low, high, n, unfavourable, favourable.  `q` are
    pairs as `statistics.differences.pairs` has them, where the family is larger than the pairs of these rows.
    """
    each = records(_known(rows))
    if not each:
        return TOO_LITTLE
    if len(each) == 1:
        both = "; ".join(f"{how} {in_articles(each[0], count)}" for count, how in SAID.items())
        return f"{each[0]['outlet_label']} writes about {target} {both}."
    count, (one, other) = telling(*_farthest(each))
    verdict = _verdict(*_stances_of_ends(rows, q)).replace("a clear difference", "clear", 1)
    return f"{one_against(one, other, target, count)}  {verdict[0].upper()}{verdict[1:]}"


def stances_tested(rows: pd.DataFrame, *, q: pd.DataFrame | None = None) -> str:
    """What `pairs_tested` says, of what `stances` takes."""
    return _tested(*_stances_of_ends(rows, q)) if len(_known(rows)) > 1 else ""


def _farthest(each: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The lowest and the highest."""
    ordered = sorted(each, key=lambda row: (row["value"], row["outlet_label"]))
    return ordered[0], ordered[-1]


def _stances_of_ends(rows: pd.DataFrame, q: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pair of the lowest and the highest, and all pairs of rows with an interval."""
    known = _known(rows)
    found = pairs(known, by="outlet", most=MOST_APART["stance"]) if q is None else q
    ends = {one["outlet"] for one in _farthest(records(known))}
    return _among(found, "outlet", ends), _among(found, "outlet", set(known["outlet"]))


def one_against(one: Mapping[str, Any], other: Mapping[str, Any], target: str, count: str) -> str:
    """ "Free Loravel writes about the mayor unfavourably in 9 of 12 articles (6–11); Northwire in 0 of 12
    (0–3)."  Where neither has an article of either kind, that and the sums of what leans."""
    if not any(row[kind] for row in (one, other) for kind in SAID):
        return f"{neither(one, other, target)}."
    said = f"{one['outlet_label']} writes about {target} {SAID[count]} {in_articles(one, count)}"
    return f"{said}; {other['outlet_label']} {in_articles(other, count, bare=True)}."


def neither(one: Mapping[str, Any], other: Mapping[str, Any], target: str) -> str:
    """ "No article of Northwire and Wire is clearly for or against the mayor; what leans makes −7 of 100 in
    Northwire's 44, −4 in Wire's 43": where means tell something and counts nothing."""
    names = " and ".join(row["outlet_label"] for row in (one, other))
    means = [
        f"{value_text(float(row['value']), 'stance')}{of} in the {int(row['n']):,} of {row['outlet_label']}"
        for row, of in ((one, " of 100"), (other, ""))
    ]
    return f"No article of {names} is clearly for or against {target}; what leans makes {', '.join(means)}"


def in_articles(row: Mapping[str, Any], count: str, *, bare: bool = False) -> str:
    """ "in 9 of 12 articles (6–11)": a count with the interval of its share, in articles."""
    low, high = share_interval(int(row[count]), int(row["n"]))
    of = f"{row['n']:,}" if bare else counted(int(row["n"]), "article")
    return f"in {row[count]:,} of {of} ({low:,.0f}–{high:,.0f})"


def stances_apart(
    found: pd.DataFrame, rows: pd.DataFrame, reference: str, target: str, *, each: str = "outlet"
) -> str:
    """Which outlets differ clearly from a reference toward a target, in articles, the farthest first.

    Takes outlet, difference, q; `rows` are those that `stances` takes.
    """
    if found.empty:
        return TOO_LITTLE
    clear = found[found["q"] < CLEAR].sort_values("difference", key=abs, ascending=False)
    of = {row["outlet"]: row for row in records(rows)}
    base = of[reference]
    if clear.empty:
        return f"None of {counted(len(found), each)} differs clearly from {base['outlet_label']}."
    said = []
    for row in records(clear.head(MOST_NAMED)):
        ends = sorted((of[row["outlet"]], base), key=lambda one: float(one["value"]))
        count, (one, other) = telling(*ends)
        said.append(f"{one_against(one, other, target, count)}  Clear.")
    rest = f"  {len(clear) - MOST_NAMED} more differ clearly." if len(clear) > MOST_NAMED else ""
    return f"{'  '.join(said)}{rest}"


def telling(
    bottom: Mapping[str, Any], top: Mapping[str, Any]
) -> tuple[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The kind of article in which two outlets differ most, and the one that has more of it first."""
    less = bottom["unfavourable"] / bottom["n"] - top["unfavourable"] / top["n"]
    more = top["favourable"] / top["n"] - bottom["favourable"] / bottom["n"]
    if max(less, more) <= 0:  # counts tell nothing: the kind of which there is more
        less, more = (float(bottom[count] + top[count]) for count in SAID)
    return ("unfavourable", (bottom, top)) if less >= more else ("favourable", (top, bottom))
