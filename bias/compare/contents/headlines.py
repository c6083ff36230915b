"""Outlets × headline measures: the numbers of cards, side by side, each with the way to its chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from bias.compare.cards.card import Card, comparable, compared_names, everyone, pairs_of
from bias.compare.cards.framing import framing, nearly_all
from bias.compare.cards.sourcing import sourcing
from bias.compare.cards.stance import UNIT, cells
from bias.compare.cards.targets import government, in_country, inside, opening, target_label, target_list
from bias.compare.cards.tone import tone
from bias.compare.cards.wording import wording
from bias.compare.measures import FRAMINGS, SOURCINGS, TONES, WORDINGS, named
from bias.compare.statistics.selection import NORMAL
from bias.compare.statistics.stances import spread
from bias.compare.words.labels import outlet_label
from bias.corpus import Corpus, Filter

Family = tuple[tuple[pd.DataFrame, pd.DataFrame], ...]  # rows of outlets, and all pairs of them


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline measure: a column of the table.

    `family` has what could have stood here, itself first: outlets by every frame, or toward every actor of
    the grid, where the column is the one in which they differ most.
    """

    key: str
    question: str  # of two measures of one question a finding names one
    label: str
    about: str  # whose government, toward whom, which frame, of what
    card: Card
    page: str
    asked: Mapping[str, Any]  # of the card, beside corpus and filters
    query: Mapping[str, str]
    family: Family

    @property
    def rows(self) -> pd.DataFrame:
        """A row an outlet: of two tiers the sure one."""
        return first_series(self.card.board.rows)

    def query_of(self, row_id: str) -> dict[str, str]:
        """The query of the chart's page on which the mark of an outlet is chosen."""
        return {**self.query, "behind": row_id}


@dataclass(frozen=True, slots=True)
class Headlines:
    """Outlets, or groups of them, by the headline measures: `outlets` has each by its key and its name."""

    outlets: Mapping[str, str]
    measures: tuple[Headline, ...]

    def ordered(self, key: str = "") -> list[str]:
        """The outlets by a measure, the highest first, those without a value last; by name for none."""
        names = sorted(self.outlets, key=lambda one: self.outlets[one].casefold())
        values = next(
            (one.rows.set_index("outlet")["value"] for one in self.measures if one.key == key), None
        )
        if values is None:
            return names
        found = values.reindex(names).sort_values(ascending=False, kind="stable", na_position="last")
        return list(found.index)


def headlines(corpus: Corpus, where: Filter) -> Headlines:
    """The six headline questions in seven measures: a card each, as its page has it."""
    outlets = {one: outlet_label(one) for one in compared_names(corpus, where)}
    return Headlines(outlets, _measured(corpus, corpus.stamp(), where))


def family(corpus: Corpus, where: Filter) -> tuple[Headline, ...]:
    """The same over all outlets, whichever the filters let through: what is compared."""
    return _measured(corpus, corpus.stamp(), everyone(corpus, where))


def beside_the_table(corpus: Corpus, where: Filter) -> tuple[Headline, ...]:
    """Measures over all outlets that a finding may name, too, and that are no column of the table."""
    return _measured_beside(corpus, corpus.stamp(), everyone(corpus, where))


@lru_cache(8)  # table and findings ask for the same
def _measured(corpus: Corpus, stamp: str, where: Filter) -> tuple[Headline, ...]:
    return tuple(make(corpus, where) for make in MEASURES)


@lru_cache(8)
def _measured_beside(corpus: Corpus, stamp: str, where: Filter) -> tuple[Headline, ...]:
    return tuple(make(corpus, where) for make in BESIDE)


def first_series(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["series"].isin(rows["series"].head(1))] if "series" in rows else rows


# -- the measures ------------------------------------------------------------------------------------

ASK: dict[str, Callable[..., Card]] = {
    "sourcing": sourcing,
    "tone": tone,
    "framing": framing,
    "wording": wording,
}


def ask(corpus: Corpus, where: Filter, page: str, **asked: Any) -> Card:
    """The card of a page, made once: table, findings and the page of an outlet share it."""
    return _asked(corpus, corpus.stamp(), where, page, tuple(sorted(asked.items())))


@lru_cache(100)
def _asked(corpus: Corpus, stamp: str, where: Filter, page: str, asked: tuple[tuple[str, Any], ...]) -> Card:
    return ASK[page](corpus, where, **dict(asked))


def again(corpus: Corpus, where: Filter, *, one: Headline) -> Card:
    """The card of a measure over other articles: the same government, actor or frame."""
    return ask(corpus, where, one.page, **one.asked)


def _sourcing(corpus: Corpus, where: Filter, *, key: str, question: str) -> Headline:
    entry, asked = named(SOURCINGS, key), dict[str, Any](key=key)
    if entry.sided:
        asked["whose"] = government(corpus, where)
    card = ask(corpus, where, "sourcing", **asked)
    about = in_country(asked["whose"]) if entry.sided else f"of {entry.noun}"
    query, alone = {"measure": entry.label}, ((card.board.rows, card.board.pairs),)
    return Headline(key, question, entry.label, about, card, "sourcing", asked, query, alone)


def _stance(corpus: Corpus, where: Filter) -> Headline:
    """Toward whom outlets differ most, as the Tone page opens."""
    target = opening(target_list(corpus, where))
    asked = dict[str, Any](key=TONES[0].key, target=target)
    card = ask(corpus, where, "tone", **asked)
    grid, _ = cells(corpus, where)
    others = [(rows, pairs_of(rows, UNIT)) for key, rows in grid.groupby("target") if key != target]
    about, query = f"toward {inside(corpus, target)}", {"target": target_label(corpus, target)}
    every = ((card.board.rows, card.board.pairs), *others)
    return Headline("stance", "stance", TONES[0].label, about, card, "tone", asked, query, every)


def _frame(corpus: Corpus, where: Filter) -> Headline:
    """The frame of the first codebook in which outlets differ most, of those that not nearly all articles
    have."""
    book = next(iter(corpus.frame_books().values()))
    asked = dict[str, Any](codebook=book.name, key=FRAMINGS[0].key)
    cards = {key: ask(corpus, where, "framing", **asked, frame=key) for key in book.frames}
    telling = [one for one, card in cards.items() if not nearly_all(card.board)] or list(cards)
    key = max(telling, key=lambda one: _apart(cards[one].board.rows))
    ordered = [cards[key], *(card for one, card in cards.items() if one != key)]
    every = tuple((card.board.rows, card.board.pairs) for card in ordered)
    label = book.frames[key].label
    asked, query = asked | {"frame": key}, {"frame": label}
    return Headline("frame", "frame", "Frame", label, cards[key], "framing", asked, query, every)


def _apart(rows: pd.DataFrame) -> tuple[float, float]:
    """How far outlets lie apart beyond chance, and at all."""
    known = comparable(rows)
    if known.empty:
        return 0.0, 0.0
    value = known["value"].to_numpy(float)
    error = (known["high"] - known["low"]).to_numpy(float) / 2 / NORMAL
    return spread(value, error), float(value.max() - value.min())


def _wording(corpus: Corpus, where: Filter, *, key: str, name: str) -> Headline:
    entry, asked = named(WORDINGS, key), dict[str, Any](key=key)
    card = ask(corpus, where, "wording", **asked)
    query, alone = {"wording": entry.label}, ((card.board.rows, card.board.pairs),)
    about = "per 1,000 of its own words"
    return Headline(name, name, entry.label, about, card, "wording", asked, query, alone)


MEASURES: tuple[Callable[[Corpus, Filter], Headline], ...] = (
    partial(_sourcing, key="official", question="sides"),
    partial(_sourcing, key="opposition", question="sides"),
    _stance,
    _frame,
    partial(_wording, key="loaded_sentences", name="loaded"),
    partial(_sourcing, key="unnamed", question="unnamed"),
    partial(_sourcing, key="women", question="women"),
)
BESIDE: tuple[Callable[[Corpus, Filter], Headline], ...] = (
    partial(_sourcing, key="quoted", question="quoted"),
    partial(_sourcing, key="blaming", question="blaming"),
    partial(_wording, key="hedges", name="hedges"),
)


def compared_rows(
    measures: Iterable[Headline],
) -> Iterator[tuple[Headline, bool, pd.DataFrame, pd.DataFrame]]:
    """Everything that could be named: the measure, whether it is the column shown, rows and their pairs."""
    for one in measures:
        for place, (rows, pairs) in enumerate(one.family):
            yield one, place == 0, comparable(rows), pairs
