"""What changes the result: one question about two outlets, answered in several ways of counting."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bias.compare.measures import LEAST_SENTENCES, wording_by_key
from bias.compare.measures.wording import SURE
from bias.compare.statistics.rates import pooled
from bias.compare.views.common import apart, hidden, labels, outlet_label, records
from bias.compare.views.sourcing import matched_sourcing, sourcing
from bias.compare.views.wording import PER_100, matched_wording, wording
from bias.corpus import Corpus, Filter

COLUMNS = [
    "label", "outlet", "value", "reference", "difference", "low", "high", "p", "q", "n", "articles", "why",
    "says",
]  # fmt: skip
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
        ("attributions", "By attributions", "Each time that somebody is cited counts once."),
        ("words", "By words said", "A long speech counts more than a short remark: who gets the room?"),
        ("quoted_words", "By quoted words", "Only what stands in quotation marks: who speaks in person?"),
    ),
)
LOADED = Contest(
    key="loaded",
    label="Loaded sentences",
    asks="Does {one} write more loaded sentences than {other}?",
    does="{name} writes more",
    unit="per 100",
    hows=(
        ("likely", "Likely ones", "Only those of which the program is rather sure."),
        ("possible", "Possible ones too", "Another threshold: it finds more, and more of it is wrong."),
        ("listed", "Words of a list", "Another instrument: loaded words of a list, in whatever sentence."),
    ),
)
CONTESTS = {contest.key: contest for contest in (SIDES, LOADED)}


def contestants(corpus: Corpus, where: Filter, *, contest: str) -> list[str]:
    """The outlets that can be compared, the highest first: the first and the last are farthest apart."""
    found = CONTESTS[contest]
    rows = _rates(corpus, where, found, found.hows[0][0])
    return list(rows.loc[rows["value"].notna() & rows["low"].notna(), "outlet"])


def ways(corpus: Corpus, where: Filter, *, contest: str, one: str, other: str) -> Ways:
    """One question, counted in several ways: a row each."""
    asked, both = CONTESTS[contest], replace(where, outlets=(one, other))
    rows = [
        {"label": label, "outlet": one, "why": why, "says": _says(found), "q": found["p"], **found}
        for label, why, found in _answers(corpus, both, asked, one, other)
    ]
    return Ways(asked, one, other, pd.DataFrame(rows)[COLUMNS])


def _says(row: dict[str, Any]) -> str:
    """What an interval lets one say."""
    if math.isnan(row["low"]) or math.isnan(row["high"]):
        return FEW
    if row["low"] > 0:
        return ONE
    return OTHER if row["high"] < 0 else UNCLEAR


# -- counting ----------------------------------------------------------------------------------------


def _answers(
    corpus: Corpus, where: Filter, contest: Contest, one: str, other: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A label, why it may differ, and the figures of each way."""

    def pooled(within: Filter, how: str = contest.hows[0][0]) -> dict[str, Any]:
        return _pooled(_rates(corpus, within, contest, how), contest, one, other)

    for how, label, why in contest.hows:
        yield label, why, pooled(where, how)
    yield ONCE, WHY_ONCE, pooled(replace(where, once=True))
    middle = _middle(corpus, where)
    if middle:
        before = (datetime.date.fromisoformat(middle) - datetime.timedelta(days=1)).isoformat()
        yield FIRST, f"Until {before}.  {WHY_HALF}", pooled(replace(where, until=before))
        yield SECOND, f"From {middle}.  {WHY_HALF}", pooled(replace(where, since=middle))
    yield MATCHED, WHY_MATCHED, _within(corpus, where, contest, one, other)


def _middle(corpus: Corpus, where: Filter) -> str:
    """The day on which the second half of the dated articles begins; empty where they are of one day."""
    days = sorted(day[:10] for day in corpus.articles(where)["published"] if len(day) >= len("2026-01-01"))
    return next((day for day in days[len(days) // 2 :] if day > days[0]), "")


def _rates(corpus: Corpus, where: Filter, contest: Contest, how: str) -> pd.DataFrame:
    """A row an outlet: outlet, value, low, high, n, articles."""
    if contest is SIDES:
        return sourcing(corpus, where, key="official", weight=how).rows
    if how == "possible":
        return _possible(corpus, where)
    return wording(corpus, where, key={"likely": "loaded_sentences", "listed": "loaded"}[how]).rows


def _possible(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Loaded sentences with those where a reader has to decide."""
    measure = wording_by_key("loaded_sentences")
    one = tuple(condition for condition in measure.one if condition not in SURE)
    found = corpus.word_rates(where, one=one, base=measure.base).rename(columns={"by": "outlet"})
    rows = pooled(found, by="outlet", numerator="above", denominator="below", times="articles", share=False)
    rows[["value", "low", "high"]] *= PER_100
    return hidden(rows.assign(label=labels(rows["outlet"])), least=LEAST_SENTENCES)


_FIGURES = ("value", "reference", "difference", "low", "high", "p", "n", "articles")
_NOTHING = dict.fromkeys(_FIGURES, math.nan) | {"n": 0, "articles": 0}


def _pooled(rows: pd.DataFrame, contest: Contest, one: str, other: str) -> dict[str, Any]:
    """The difference of two outlets over all articles."""
    found = apart(rows, reference=other, most=1.0 if contest.unit == "share" else math.inf)
    base = rows.loc[rows["outlet"] == other, "value"]
    return _row(found.assign(reference=base.iloc[0]) if len(found) else found, one)


def _within(corpus: Corpus, where: Filter, contest: Contest, one: str, other: str) -> dict[str, Any]:
    """The same, event by event; n counts events."""
    if contest is SIDES:
        return _row(matched_sourcing(corpus, where, key="official", reference=other), one)
    return _row(matched_wording(corpus, where, key="loaded_sentences", reference=other), one)


def _row(found: pd.DataFrame, outlet: str) -> dict[str, Any]:
    mine = records(found[found["outlet"] == outlet]) if len(found) else []
    return {name: mine[0][name] for name in _FIGURES} if mine else dict(_NOTHING)


# -- in words ----------------------------------------------------------------------------------------


def verdict(found: Ways, says: str) -> str:
    """What a row would let one say, in words."""
    name = {ONE: found.one, OTHER: found.other}.get(says)
    if name is not None:
        return found.contest.does.format(name=outlet_label(name))
    return {UNCLEAR: "no clear difference", FEW: "too few"}[says]


def ways_table(found: Ways) -> pd.DataFrame:
    """The ways as a reader's table, in words."""
    share = found.contest.unit == "share"
    scale, unit = (100, "\xa0%") if share else (1, "")

    def cells(row: dict[str, Any]) -> tuple[str, str, str]:
        if row["says"] == FEW:
            return "–", "–", "–"
        levels = [f"{row[name] * scale:.{0 if share else 1}f}{unit}" for name in ("value", "reference")]
        size, low, high = (f"{row[name] * scale:+.1f}" for name in ("difference", "low", "high"))
        return levels[0], levels[1], f"{size} ({low}\xa0to\xa0{high})".replace("-", "−")

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
            "That is not to say that there is none: the articles at hand do not tell.",
        ]
    side = ONE if held[ONE] >= held[OTHER] else OTHER
    first = f"{verdict(found, side)}: this holds in {held[side]} of {len(says)} ways of counting"
    return [f"{first}{_rest(held, side)}.", *_teaches(found, held, side)]


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
