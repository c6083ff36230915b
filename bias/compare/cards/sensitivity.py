"""What changes the result: one question about two outlets, answered in several ways of counting."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from bias.compare.cards.card import Board, Card, Chart, members_of, outlets_of
from bias.compare.cards.differences import LEGEND
from bias.compare.cards.sourcing import sourcing
from bias.compare.cards.targets import government, in_country
from bias.compare.cards.wording import wording
from bias.compare.words.alternatives import alt_differences
from bias.compare.words.findings import alone
from bias.compare.words.labels import outlet_label, records
from bias.compare.words.numbers import CLEAR, difference_text, value_text
from bias.corpus import Corpus, Filter

COLUMNS = [
    "label", "outlet", "value", "reference", "difference", "low", "high", "p", "q", "family", "n", "noun",
    "articles",
    "why", "says",
]  # fmt: skip
TINY = 1e-12  # a q that is none: its logarithm is a number
ONE, OTHER, UNCLEAR, FEW = "one", "other", "unclear", "few"  # what a row would let one say
ONCE, FIRST, SECOND, MATCHED = "Reprints once", "First half", "Second half", "Within shared events"
WHY_ONCE = "Agency copy makes those alike who print it.  Here it is left out: it is no coverage of their own."
WHY_HALF = "Other months, other events; and half of the articles leave a wider interval."
WHY_MATCHED = (
    "Event by event: which events each covers can make no difference, only how it tells the same ones."
)


@dataclass(frozen=True, slots=True)
class Contest:
    """A question about two outlets, and its own ways of counting."""

    key: str
    label: str  # as it is chosen
    asks: str  # with {one} and {other}
    does: str  # what an outlet does more, with {name}
    unit: str  # of the differences, as charts know it
    hows: tuple[tuple[str, str, str], ...]  # how it is counted, a short label, and why it may differ


@dataclass(frozen=True, slots=True)
class Ways:
    """The answers of all ways of counting."""

    contest: Contest
    one: str
    other: str
    rows: pd.DataFrame  # COLUMNS; `says` is ONE, OTHER, UNCLEAR or FEW

    @property
    def drawn(self) -> pd.DataFrame:
        """The rows that have a difference."""
        return self.rows[self.rows["says"] != FEW].reset_index(drop=True)


SIDES = Contest(
    key="sides",
    label="The government's side",
    asks="Does {one} cite the government's side more than {other}?",
    does="{name} cites it more",
    unit="share",
    hows=(
        ("attributions", "By statements", "Each time that somebody is cited counts once."),
        ("words", "By words said", "A long speech counts more than a short remark: who gets the room?"),
        ("quoted_words", "By quoted words", "Only what stands in quotation marks: who speaks in person?"),
    ),
)
LOADED = Contest(
    key="loaded",
    label="Loaded sentences",
    asks="Does {one} write more loaded sentences than {other}?",
    does="{name} writes more",
    unit="per 1,000",
    hows=(
        ("likely", "Likely ones", "Only those of which the program is rather sure."),
        ("possible", "Possible ones too", "Another threshold: it finds more, and more of it is wrong."),
        ("listed", "Words of a list", "Another instrument: loaded words of a list, in whatever sentence."),
    ),
)
ALL = Filter()  # whose government: the same in every way of counting, and whatever the filters
CONTESTS = {contest.key: contest for contest in (SIDES, LOADED)}


def contestants(corpus: Corpus, where: Filter, *, contest: str) -> list[str]:
    """The outlets that can be compared, the highest first: the first and the last are farthest apart."""
    found = CONTESTS[contest]
    return list(_asked(corpus, where, found, found.hows[0][0]).board.comparable["outlet"])


class Call(NamedTuple):
    """Two outlets, the higher first, and whether ways of counting say different things of them."""

    one: str
    other: str
    changes: bool


def closest_call(corpus: Corpus, where: Filter, *, contest: str) -> Call:
    """The two outlets of whom ways of counting say the most different things, the higher first; among those
    alike, the pair whose difference is nearest to the bound of what is clear.

    Looked at are the ways that compare all outlets: halves of a period and shared events are each pair's own.
    """
    found = CONTESTS[contest]
    first = found.hows[0][0]
    boards = [_asked(corpus, where, found, how).board for how, _, _ in found.hows]
    boards.append(_asked(corpus, replace(where, once=True), found, first).board)
    known, near = list(boards[0].comparable["outlet"]), boards[0].pairs.dropna(subset=["q"])
    if near.empty:
        return Call(known[0], known[-1], False)
    verdicts = [_verdicts(board) for board in boards]
    both = [frozenset(names) for names in zip(near["outlet"], near["reference"], strict=True)]
    said = [{one[pair] for one in verdicts if pair in one} for pair in both]
    kinds = [len(one) + (len(one - {UNCLEAR}) > 1) for one in said]
    far = np.abs(np.log(near["q"].clip(lower=TINY).to_numpy() / CLEAR))
    chosen = int(np.lexsort((far, -np.array(kinds)))[0])
    one, other = sorted(both[chosen], key=known.index)
    return Call(one, other, kinds[chosen] > 1)


def _verdicts(board: Board) -> dict[frozenset[str], str]:
    """Of each two outlets of a board: who has clearly more, or that it is not clear."""
    return {
        frozenset((str(row["outlet"]), str(row["reference"]))): UNCLEAR
        if not row["q"] < CLEAR
        else str(row["outlet"] if row["difference"] > 0 else row["reference"])
        for row in records(board.pairs)
    }


def ways(corpus: Corpus, where: Filter, *, contest: str, one: str, other: str) -> Card:
    """One outlet against another, counted in several ways: a row a way."""
    found = counted_in_ways(corpus, where, contest=contest, one=one, other=other)
    first, second = outlet_label(one), outlet_label(other)
    asked, drawn = found.contest, found.drawn
    label = f"{asked.label} {in_country(government(corpus, ALL))}" if asked is SIDES else asked.label
    return Card(
        key=f"ways-{asked.key}",
        title=f"{label}: {first} and {second}, counted in several ways",
        board=Board(drawn, asked.unit),
        chart=Chart("forest", drawn, {"reference": second, "unit": asked.unit}, outlets_of(corpus)),
        table=ways_table(found),
        alt=alt_differences(
            drawn, label=f"{label}, {first}, in several ways of counting", reference=second,
            unit=asked.unit,
        ),
        finding="  ".join(conclusion(found)),
        legend=LEGEND,
        notes="Differences with their 95 % intervals, over all articles that the filters let through; filled "
        "dots are clear: q below .05 over all pairs of outlets, in each way of counting.  The ways share "
        "their articles, so seven that agree are not seven proofs.",
        formula="value of the first outlet − value of the second, in each way of counting",
        counted=f"{len(found.rows)} ways of counting",
        asked={"contest": asked.key, "one": one, "other": other},
    )  # fmt: skip


def counted_in_ways(corpus: Corpus, where: Filter, *, contest: str, one: str, other: str) -> Ways:
    """One question, counted in several ways: a row each."""
    asked = CONTESTS[contest]
    rows = [
        {"label": label, "outlet": one, "why": why, "says": _says(found), **found}
        for label, why, found in _answers(corpus, where, asked, one, other)
    ]
    return Ways(asked, one, other, pd.DataFrame(rows)[COLUMNS])


def _says(row: dict[str, Any]) -> str:
    """What a way of counting lets one say: as everywhere, clear is what q says over all pairs of outlets."""
    if math.isnan(row["low"]) or math.isnan(row["high"]):
        return FEW
    if not row["q"] < CLEAR:
        return UNCLEAR
    return ONE if row["difference"] > 0 else OTHER


# -- counting ----------------------------------------------------------------------------------------


def _answers(
    corpus: Corpus, where: Filter, contest: Contest, one: str, other: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A label, why it may differ, and the figures of each way."""

    def pooled(within: Filter, how: str = contest.hows[0][0]) -> dict[str, Any]:
        return _row(_asked(corpus, within, contest, how, against=other), one)

    for how, label, why in contest.hows:
        yield label, why, pooled(where, how)
    yield ONCE, WHY_ONCE, pooled(replace(where, once=True))
    both = (*members_of(corpus, where, one), *members_of(corpus, where, other))
    middle = _middle(corpus, replace(where, outlets=both))
    if middle:
        before = (datetime.date.fromisoformat(middle) - datetime.timedelta(days=1)).isoformat()
        yield FIRST, f"Until {before}.  {WHY_HALF}", pooled(replace(where, until=before))
        yield SECOND, f"From {middle}.  {WHY_HALF}", pooled(replace(where, since=middle))
    within = _asked(corpus, where, contest, contest.hows[0][0], against=other, matched=True)
    yield MATCHED, WHY_MATCHED, _row(within, one)


def _middle(corpus: Corpus, where: Filter) -> str:
    """The day on which the second half of the dated articles begins; empty where they are of one day."""
    days = sorted(day[:10] for day in corpus.articles(where)["published"] if len(day) >= len("2026-01-01"))
    return next((day for day in days[len(days) // 2 :] if day > days[0]), "")


def _asked(corpus: Corpus, where: Filter, contest: Contest, how: str, **kwargs: Any) -> Card:
    """The question in one way of counting."""
    if contest is SIDES:
        return sourcing(corpus, where, key="official", weight=how, whose=government(corpus, ALL), **kwargs)
    key = "loaded" if how == "listed" else "loaded_sentences"
    return wording(corpus, where, key=key, possible=how == "possible", **kwargs)


_FIGURES = ("value", "reference", "difference", "low", "high", "p", "q", "family", "n", "articles")
_NOTHING = dict.fromkeys(_FIGURES, math.nan) | {"family": 0, "n": 0, "articles": 0}


def _row(card: Card, outlet: str) -> dict[str, Any]:
    """The figures of one outlet, with what n counts: each way counts something else."""
    found = card.board.rows
    mine = records(found[found["outlet"] == outlet]) if len(found) else []
    figures = {name: mine[0][name] for name in _FIGURES} if mine else _NOTHING
    return {**figures, "noun": card.board.noun}


# -- in words ----------------------------------------------------------------------------------------


def verdict(found: Ways, says: str) -> str:
    """What a row would let one say, in words."""
    name = {ONE: found.one, OTHER: found.other}.get(says)
    if name is not None:
        return found.contest.does.format(name=outlet_label(name))
    return {UNCLEAR: "no clear difference", FEW: "too few"}[says]


def ways_table(found: Ways) -> pd.DataFrame:
    """The ways as a reader's table, in words."""
    unit = found.contest.unit

    def cells(row: dict[str, Any]) -> tuple[str, str, str]:
        if row["says"] == FEW:
            return "–", "–", "–"
        return value_text(row["value"], unit), value_text(row["reference"], unit), difference_text(row, unit)

    heads = ["Counted", outlet_label(found.one), outlet_label(found.other), "Difference (95 %)"]
    heads += ["One could say", "Why it may differ"]
    body = [
        (row["label"], *cells(row), verdict(found, row["says"]), row["why"]) for row in records(found.rows)
    ]
    return pd.DataFrame(body, columns=heads)


def conclusion(found: Ways) -> list[str]:
    """In how many ways the conclusion holds, then what that teaches: a sentence or two each."""
    says = list(found.rows["says"])
    held = {kind: says.count(kind) for kind in (ONE, OTHER, UNCLEAR, FEW)}
    if held[FEW] == len(says):
        return ["There is too little to count, in each of these ways.", "“We do not know” is an answer."]
    if not held[ONE] and not held[OTHER]:
        return [
            f"No way of counting shows a clear difference ({len(says)} were tried).",
            *_survives_not(found),
            "That is not to say that there is none: the articles at hand do not tell.",
        ]
    side = ONE if held[ONE] >= held[OTHER] else OTHER
    first = f"{verdict(found, side)}: this holds in {held[side]} of {len(says)} ways of counting"
    return [f"{first}{_rest(held, side)}.", *_survives_not(found), *_teaches(found, held, side)]


def _survives_not(found: Ways) -> Iterator[str]:
    """The first way of counting, where the two would differ alone and do not among all pairs."""
    first = records(found.rows)[0]
    if aside := alone(first):
        yield f"{first['label']}, {aside}."


def _rest(held: dict[str, int], side: str) -> str:
    against = OTHER if side == ONE else ONE
    words = {
        against: "it is the other way round",
        UNCLEAR: "there is no clear difference",
        FEW: "there is too little to count",
    }
    parts = [f"in {held[kind]} {said}" for kind, said in words.items() if held[kind]]
    return f"; {', '.join(parts)}" if parts else ""


def _teaches(found: Ways, held: dict[str, int], side: str) -> Iterator[str]:
    """What it teaches, said of what is seen."""
    if held[ONE] and held[OTHER]:
        yield "It even turns round: who picks the way of counting picks the result."
    elif held[side] == sum(held.values()):
        yield "A conclusion that survives every way of counting is a strong one."
    else:
        yield "Who reports it has to say how it was counted, and that other ways do not show it."
    says = dict(zip(found.rows["label"], found.rows["says"], strict=True))
    pooled, within = found.rows["says"].iloc[0], says.get(MATCHED)
    if (pooled, within) == (side, side):
        yield "It holds within shared events too: it is not only a matter of which events each covers."
    elif (pooled, within) == (side, UNCLEAR):
        yield "Within shared events it is not clear: part of it may be which events each covers."
    elif (pooled, within) == (UNCLEAR, side):
        yield "Event by event it is clear: over all articles, which events each covers may hide it."
    if {says.get(FIRST), says.get(SECOND)} == {side, UNCLEAR}:
        yield "One half of the period shows it and the other does not: fewer articles, wider intervals."
