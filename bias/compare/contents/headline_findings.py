"""What stands out: the largest clear differences among the headline measures, in sentences for anybody.

The choice is by rule, so it is no pick of ours: docs/method.md says it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.cards.card import in_groups, what
from bias.compare.cards.targets import EVERY_GOVERNMENT, change_of_government
from bias.compare.contents.headlines import (
    Headline,
    again,
    beside_the_table,
    compared_rows,
    family,
    first_series,
)
from bias.compare.measures import LEAST_ARTICLES
from bias.compare.statistics.differences import discovery_rates, q_against
from bias.compare.statistics.selection import among_families, effects, student
from bias.compare.words import genres as genre_words
from bias.compare.words.findings import SAID, neither, telling
from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import CLEAR, counted, interval_text, part_text, value_text
from bias.corpus import Corpus, Filter

MOST_FINDINGS = 5
MOST_TRIED = 12  # pairs of a measure
CLEAR_ALIKE = CLEAR  # in articles that are alike, q of the same card
ALONE = "Clear in this measure alone, not among all."
LEAST_NAMED = 10  # articles of an outlet that a finding names
PER_HUNDRED = 50  # of what a share is of; below it the counts themselves are said
SAYS = {
    "official": "{one} lets the government's side {about} speak in {a} statements, {other} in {b}",
    "opposition": "{one} lets the opposition {about} speak in {a} statements, {other} in {b}",
    "frame": "{one} tells {a} articles through the frame “{about}”, {other} {b}",
    "loaded": "{one} writes {a} loaded sentences per 1,000 words of its own, {other} {b}",
    "unnamed": "{one} leaves its source unnamed in {a} statements, {other} in {b}",
    "quoted": "{a} words of {one} are what its sources say in quotation marks, {b} of {other}",
    "blaming": "{one} tells {a} statements by verbs of blame or denial (“blasted”), {other} {b}",
    "hedges": "{one} hedges (“might”, “perhaps”) {a} times in 1,000 words of its own, {other} {b}",
    "women": "Women have {a} statements of known gender in {one}, {b} in {other}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between two outlets, or groups of them."""

    key: str  # of its measure
    label: str
    sentence: str
    clear: bool  # among all measures, and in articles that are alike
    numbers: str  # intervals, and what they are counted from
    caution: str  # what the two may differ by, and what is left in articles that are alike
    outlets: tuple[str, str]
    effect: float  # Cohen's d
    q: float  # among all measures
    page: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands out, how many comparisons of how many measures it was chosen from, and a sentence where
    little or nothing does.  `less_sure` are clear in their own measure, and not among all, or not in articles
    that are alike: where nothing differs, a quarter of corpora has such."""

    found: tuple[Finding, ...]
    less_sure: tuple[Finding, ...]
    comparisons: int
    measures: int
    said: str


def headline_findings(
    corpus: Corpus, where: Filter, *, outlet: str = "", other: str = "", most: int = MOST_FINDINGS
) -> Findings:
    """At most so many differences, of different measures, the largest first: the clear ones, and apart from
    them those that are less sure.  Of one outlet, or between two, where these are given: out of as many
    comparisons, since one may look at each outlet.
    """
    measures = (*family(corpus, where), *beside_the_table(corpus, where))
    every = comparisons(measures)
    shown = set(in_groups(corpus.outlets(where), corpus))
    ends = [one for one in (outlet, other) if one]
    every = between(every, *ends)
    pairs = {key: records(rows) for key, rows in ranked(every, shown).groupby("key", sort=False)}
    said = [_told(corpus, where, one, pairs[one.key]) for one in measures if one.key in pairs]
    said.sort(key=lambda one: one.effect, reverse=True)
    found = tuple(one for one in said if one.clear)[:most]
    less = tuple(one for one in said if not one.clear)[:most]
    return Findings(found, less, len(every), len(measures), _said(corpus, every, shown, ends, found, most))


def comparisons(measures: Iterable[Headline]) -> pd.DataFrame:
    """All that could be named, a row a pair of outlets in a measure, a frame or toward an actor: key, shown
    (whether it is the column of the table), outlet, reference, difference, effect (Cohen's d), articles (of
    the smaller of the two), p, own (q as its card has it), alone (q in its measure, over all frames or
    actors), q (among all measures).
    """
    parts = [
        _compared(rows, pairs).assign(key=one.key, shown=shown)
        for one, shown, rows, pairs in compared_rows(measures)
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every[every["p"].notna()].reset_index(drop=True)
    alone = every.groupby("key")["p"].transform(lambda p: discovery_rates(p.to_numpy(float)))
    return every.assign(alone=alone, q=among_families(alone.to_numpy(float), list(every["key"])))


def between(every: pd.DataFrame, *outlets: str) -> pd.DataFrame:
    """The comparisons of `comparisons` in which each of some outlets has a part."""
    ends = every[["outlet", "reference"]]
    for outlet in outlets:
        every = every[(ends == outlet).any(axis=1).reindex(every.index)]
    return every


def _compared(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    ends = rows.set_index("outlet")[["value", "low", "high", "articles"]].astype(float)
    one, other = ends.loc[pairs["outlet"]], ends.loc[pairs["reference"]]
    sizes = np.stack([one["articles"].to_numpy(), other["articles"].to_numpy()])
    return pd.DataFrame(
        {
            "outlet": pairs["outlet"].to_numpy(),
            "reference": pairs["reference"].to_numpy(),
            "difference": pairs["difference"].to_numpy(float),
            "p": student(pairs["p"].to_numpy(float), sizes.sum(0)),
            "own": pairs["q"].to_numpy(float),
            "effect": effects(one, other),
            "articles": sizes.min(0),
        }
    )


def largest(every: pd.DataFrame, outlets: Collection[str]) -> pd.DataFrame:
    """Of each measure the first of `ranked`: those clear among all measures first, by their effect."""
    found = ranked(every, outlets).drop_duplicates("key")
    return found.sort_values(["clear", "effect"], ascending=False, kind="stable")


def ranked(every: pd.DataFrame, outlets: Collection[str]) -> pd.DataFrame:
    """The differences that are clear in their measure alone, between `outlets` of LEAST_NAMED articles or
    more: those that are clear among all measures first, then by their size; `clear` tells them apart."""
    named = every[["outlet", "reference"]].isin(set(outlets)).all(axis=1) & (every["articles"] >= LEAST_NAMED)
    alone = every["shown"] & (every["own"] < CLEAR) & (every["alone"] < CLEAR)
    found = every[named & alone]
    found = found.assign(clear=found["q"] < CLEAR, size=found["difference"].abs())
    return found.sort_values(["clear", "size", "effect"], ascending=False, kind="stable")


# -- in words ----------------------------------------------------------------------------------------


def _told(corpus: Corpus, where: Filter, one: Headline, pairs: Sequence[dict[str, Any]]) -> Finding:
    """The largest difference of a measure that stands in articles that are alike, among the MOST_TRIED
    largest; where none does, the largest of all."""
    first = _finding(corpus, where, one, pairs[0])
    for pair in pairs[1:MOST_TRIED] if pairs[0]["clear"] and not first.clear else ():
        if pair["clear"] and (found := _finding(corpus, where, one, pair)).clear:
            return found
    return first


def _finding(corpus: Corpus, where: Filter, one: Headline, pair: dict[str, Any]) -> Finding:
    """Said with the outlet first that has more; of a stance, the one that has more of what is counted.  Where
    the government changed within the articles, it is said of the longer time under one."""
    ends = (
        (pair["outlet"], pair["reference"]) if pair["difference"] > 0 else (pair["reference"], pair["outlet"])
    )
    time = _one_government(corpus, where, one, ends)
    sentence, first, second = _sentence(one, *time.rows)
    cautions = [(time.said, time.stands), *_genres(corpus, time.where, one, ends)]
    if not pair["clear"]:
        cautions.append((ALONE, False))
    clear = all(stands for _, stands in cautions)
    return Finding(
        key=one.key,
        label=f"{one.label} {one.about}",
        sentence=f"{time.when}{sentence}{': a clear difference' if clear else ''}.",
        clear=clear,
        numbers=f"{_numbers(one, first)}; {_numbers(one, second)}.",
        caution="  ".join(said for said, _ in cautions if said),
        outlets=(first["outlet"], second["outlet"]),
        effect=float(pair["effect"]),
        q=float(pair["q"]),
        page=one.page,
        query={**one.query_of(first["id"]), **time.dates},
    )


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Time:
    """The articles of which a difference is said, and whether it stands there."""

    where: Filter
    rows: tuple[Row, Row]
    when: str = ""  # how its sentence begins
    said: str = ""
    stands: bool = True
    dates: Mapping[str, str] = field(default_factory=dict)  # of a link


def _one_government(corpus: Corpus, where: Filter, one: Headline, ends: tuple[str, str]) -> _Time:
    """All articles; or those of the longer time under one government, where it changed within them."""
    whole = _Time(where, _rows_of(one.rows, ends))
    day = change_of_government(corpus, where, one.asked.get("whose", EVERY_GOVERNMENT))
    if not day:
        return whole
    changed = f"Who governs {one.about} changed within these articles, by {day}."
    longer, when, dates = _longer(corpus, where, day)
    alike = _alike(corpus, longer, one, ends)
    if alike is None:
        return replace(whole, said=f"{changed}  {when} there are too few articles to tell.", stands=False)
    rows, stands = alike
    values = " and ".join(value_text(row["value"], one.card.board.unit) for row in whole.rows)
    if not stands:
        said = f"{changed}  {when} {_are(one, rows)}: no clear difference any more."
        return replace(whole, said=said, stands=False)
    return _Time(longer, rows, f"{when} ", f"{changed}  Over all it is {values}.", True, dates)


def _rows_of(rows: pd.DataFrame, outlets: tuple[str, str]) -> tuple[Row, Row]:
    by_outlet = {row["outlet"]: row for row in records(rows)}
    return by_outlet[outlets[0]], by_outlet[outlets[1]]


def _sentence(one: Headline, first: Row, second: Row) -> tuple[str, Row, Row]:
    if one.key == "stance":
        if not any(row[kind] for row in (first, second) for kind in SAID):
            return neither(second, first, one.about.removeprefix("toward ")), second, first
        count, (more, less) = telling(second, first)
        parts = [
            f"{row['outlet_label']} {{}}in {row[count]:,} of {row['n']:,} articles" for row in (more, less)
        ]
        said = f"writes about {one.about.removeprefix('toward ')} {SAID[count]} "
        return f"{parts[0].format(said)}, {parts[1].format('')}", more, less
    unit = one.card.board.unit
    a, b = (_of(row) if unit == "share" else f"{row['value']:.1f}" for row in (first, second))
    names = {"one": first["outlet_label"], "other": second["outlet_label"]}
    return SAYS[one.key].format(**names, a=a, b=b, about=one.about), first, second


def _of(row: Row) -> str:
    """ "79 of 100"; of little, the counts: "9 of 12"."""
    if row["base"] >= PER_HUNDRED:
        return f"{row['value'] * 100:.0f} of 100"
    return f"{int(row['n'])} of {int(row['base'])}"


def _numbers(one: Headline, row: Row) -> str:
    """ "The Lantern 70–86 %, 122 of 155 statements in 12 articles"."""
    board = one.card.board
    of = part_text(row, board.unit, board.noun)
    places = "" if board.noun == "articles" else f" in {counted(int(row['articles']), 'article')}"
    return f"{row['outlet_label']} {interval_text(row['low'], row['high'], board.unit)}, {of}{places}"


def _genres(
    corpus: Corpus, where: Filter, one: Headline, outlets: tuple[str, str]
) -> Iterator[tuple[str, bool]]:
    """What two outlets differ by in genre, and whether they still do in reports alone."""
    if said := _genres_apart(corpus, where, outlets):
        alike = _alike(corpus, replace(where, genres=("report",)), one, outlets)
        if alike is None:
            yield f"{said}  Among reports alone there are too few articles to tell.", False
            return
        rows, stands = alike
        verdict = "still a clear difference" if stands else "no clear difference any more"
        yield f"{said}  Among reports alone {_are(one, rows)}: {verdict}.", stands


def _genres_apart(corpus: Corpus, where: Filter, outlets: tuple[str, str]) -> str:
    counts = corpus.genres(where)
    counts = counts.assign(outlet=in_groups(counts["outlet"], corpus))
    counts = counts[counts["outlet"].isin(outlets)]
    counts = counts.groupby(["outlet", "genre"])["n"].sum().reset_index()
    if where.genres or not genre_words.genre_caution(counts, least=LEAST_ARTICLES):
        return ""
    shares = genre_words.report_shares(counts, LEAST_ARTICLES).set_index("by")["value"]
    of = " and ".join(f"{shares[name] * 100:.0f} % of {outlet_label(name)}'s" for name in outlets)
    return f"The two differ in genre: {of} articles are reports."


def _longer(corpus: Corpus, where: Filter, day: str) -> tuple[Filter, str, Mapping[str, str]]:
    """The articles before or since a day, of which there are more; which these are; the dates of a link."""
    eve = (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
    since, before = where.narrowed(Filter(since=day)), where.narrowed(Filter(until=eve))
    sizes = [sum(corpus.state(one).values()) for one in (since, before)]
    if sizes[0] >= sizes[1]:
        return since, f"Since {day},", {"from": day}
    return before, f"Until {eve},", {"to": eve}


def _alike(
    corpus: Corpus, where: Filter, one: Headline, outlets: tuple[str, str]
) -> tuple[tuple[Row, Row], bool] | None:
    """The same measure over articles alike: the two rows, and whether they differ clearly and the same way
    round; None where there is too little."""
    card = again(corpus, where, one=one)
    rows = first_series(card.board.rows)
    known = rows.loc[rows["value"].notna(), "outlet"]
    if not set(outlets) <= set(known):
        return None
    first, second = _rows_of(rows, outlets)
    q = q_against(card.board.pairs, outlets[1], pd.Series([outlets[0]]), by="outlet")[0]
    return (first, second), bool(q < CLEAR_ALIKE and first["value"] > second["value"])


def _are(one: Headline, rows: tuple[Row, Row]) -> str:
    unit = one.card.board.unit
    return f"it is {value_text(rows[0]['value'], unit)} and {value_text(rows[1]['value'], unit)}"


def _said(
    corpus: Corpus,
    every: pd.DataFrame,
    shown: set[str],
    ends: Sequence[str],
    found: Sequence[Finding],
    most: int,
) -> str:
    """What there is to say beside the findings: why there is none, or no more.  `ends` are the outlets that
    are asked about."""
    each, measures = what(corpus), every["key"].nunique()
    among = len({*every["outlet"], *every["reference"]} & shown)
    if among < 2:
        return f"Too little to compare: two {each}s with enough articles are needed."
    if not found and len(ends) == 1:
        name = outlet_label(ends[0])
        return f"{name} differs clearly from no other {each} in {counted(measures, 'measure')}."
    if not found:
        return f"No clear difference among {counted(among, each)} in {counted(measures, 'measure')}."
    return "" if len(found) == most else "No other of these measures shows a clear difference."
