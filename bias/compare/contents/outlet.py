"""One outlet beside another, or beside all others together: the numbers of cards, two in a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.cards.card import Card, Opens, Row, in_groups, members_of
from bias.compare.cards.framing import framing_together
from bias.compare.cards.sourcing import NOT_KNOWN, sourcing_together, sourcing_values
from bias.compare.cards.targets import government, target_label, target_list
from bias.compare.cards.tone import tone_together
from bias.compare.cards.wording import wording_terms, wording_together
from bias.compare.contents.data_quality import ISSUES, quality_counts
from bias.compare.contents.headlines import ask, beside_the_table, first_series, headlines
from bias.compare.contents.topics import topics
from bias.compare.measures import FRAMINGS, SOURCINGS, TONES, named
from bias.compare.statistics.differences import differences, discovery_rates, q_against
from bias.compare.words.genres import mix_text
from bias.compare.words.labels import records
from bias.compare.words.numbers import CLEAR, MOST_APART, period_text
from bias.corpus import Behind, Corpus, Filter

MOST_SOURCES, MOST_TARGETS, MOST_TOPICS = 8, 6, 8
OTHERS = "all others together"


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of an outlet, and the same of whom it is beside; None where there is none to show.

    A row has id, value, low, high, n, base and note; q is NaN where the two cannot be compared, or must not
    be: whom an outlet hears most was chosen by the number itself.
    """

    label: str
    about: str
    unit: str
    noun: str
    one: Row | None
    other: Row | None
    q: float
    page: str
    query: Mapping[str, str]

    @property
    def clear(self) -> bool | None:
        return None if math.isnan(self.q) else self.q < CLEAR


@dataclass(frozen=True, slots=True)
class Facts:
    """How much there is of an outlet."""

    articles: int
    read: int
    statements: int
    period: str
    mix: str  # its genres
    topics: str  # how many articles are about each
    issues: tuple[tuple[str, int, str], ...]  # what to know: what, in how many articles, what it does


def facts(corpus: Corpus, where: Filter, *, outlet: str) -> Facts:
    within = only(corpus, where, outlet)
    listed, counts = corpus.listed(within), corpus.genres(within)
    dated = listed.loc[listed["published"] != "", "published"]
    issues = quality_counts(corpus, within).groupby("key", sort=False)["articles"].sum()
    return Facts(
        articles=len(listed),
        read=int((listed["state"] == "read").sum()),
        statements=int(listed["attributions"].sum()),
        period=period_text(dated.min(), dated.max()) if len(dated) else "",
        mix=mix_text(counts),
        topics=_topics(corpus, within),
        issues=tuple(
            (ISSUES[key].label, int(issues[key]), ISSUES[key].does) for key in ISSUES if key in issues
        ),
    )


def _topics(corpus: Corpus, within: Filter) -> str:
    """ "Energy 5 of 12 articles, Courts 3": the topics of most articles."""
    rows = topics(corpus, within).board.rows
    rows = rows[rows["n"] > 0].sort_values("n", ascending=False, kind="stable").head(MOST_TOPICS)
    return ", ".join(f"{row['label']} {row['n']:,} of {row['base']:,}" for row in records(rows))


def behind_it(corpus: Corpus, where: Filter, *, key: str, outlet: str) -> tuple[Opens, Behind]:
    """What a number of an outlet that a finding names was counted from: the kind of observation, and its
    conditions."""
    measures = chain(headlines(corpus, where).measures, beside_the_table(corpus, where))
    one = next(one for one in measures if one.key == key)
    rows = one.rows[one.rows["outlet"] == outlet]
    return one.card.opens, rows["behind"].iloc[0] if len(rows) else ()


def loaded_terms(corpus: Corpus, where: Filter, *, outlet: str) -> pd.DataFrame:
    """Its loaded words, the most frequent first, as `wording_terms` has them."""
    return wording_terms(corpus, only(corpus, where, outlet), key="loaded")


def only(corpus: Corpus, where: Filter, outlet: str) -> Filter:
    """The filters, and of outlets this one: of a group its outlets."""
    return replace(where, outlets=members_of(corpus, where, outlet))


def without(corpus: Corpus, where: Filter, outlet: str) -> Filter:
    """The filters without an outlet: all others; none where there is no other."""
    outlets = corpus.outlets(where)
    groups = in_groups(outlets, corpus)
    return replace(
        where, outlets=tuple(one for one, group in zip(outlets, groups, strict=True) if group != outlet)
    )


# -- what stands in two columns ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Question:
    """A row of a block: what it is called, the page of its card, what that is asked, and the page's query."""

    label: str
    page: str
    asked: Mapping[str, Any]
    query: Mapping[str, str]
    about: str = ""


def beside(corpus: Corpus, where: Filter, *, block: str, outlet: str, other: str = "") -> list[Pair]:
    """The numbers of a block of BLOCKS of an outlet, and of another or all others together."""
    found = [_pair(corpus, where, one, outlet, other) for one in BLOCKS[block](corpus, where, outlet)]
    if block in CHOSEN_BY_IT:
        return [replace(one, q=math.nan) for one in found]
    return found if other else _judged(found)


def _headlines(corpus: Corpus, where: Filter, outlet: str) -> Iterator[_Question]:
    for one in headlines(corpus, where).measures:
        yield _Question(one.label, one.page, one.asked, one.query, one.about)


def _sides(corpus: Corpus, where: Filter, outlet: str) -> Iterator[_Question]:
    """On which side those stand who are heard, toward the government that is heard most."""
    yield from _ranked(corpus, where, where, key="sides", whose=government(corpus, where))


def _sources(corpus: Corpus, where: Filter, outlet: str) -> Iterator[_Question]:
    """Whom the outlet hears most."""
    found = _ranked(corpus, where, only(corpus, where, outlet), key="sources")
    yield from islice(found, MOST_SOURCES)


def _ranked(corpus: Corpus, where: Filter, within: Filter, **asked: Any) -> Iterator[_Question]:
    """The values of a ranking that some articles have, most heard first."""
    query = {"measure": named(SOURCINGS, asked["key"]).label}
    for value, label in sourcing_values(corpus, within, **asked).items():
        if value != NOT_KNOWN:
            yield _Question(label, "sourcing", asked | {"value": value}, query | {"value": label})


def _stances(corpus: Corpus, where: Filter, outlet: str) -> Iterator[_Question]:
    """Those about whom the outlet writes in most articles."""
    listed = target_list(corpus, only(corpus, where, outlet))
    listed = listed.sort_values("articles", ascending=False, kind="stable").head(MOST_TARGETS)
    for target in listed["target"]:
        label, asked = target_label(corpus, target), {"key": TONES[0].key, "target": target}
        yield _Question(label, "tone", asked, {"target": label})


def _frames(corpus: Corpus, where: Filter, outlet: str) -> Iterator[_Question]:
    """The frames of the first codebook."""
    book = next(iter(corpus.frame_books().values()))
    for key, frame in book.frames.items():
        asked = {"codebook": book.name, "frame": key, "key": FRAMINGS[0].key}
        yield _Question(frame.label, "framing", asked, {"frame": frame.label})


BLOCKS: dict[str, Callable[[Corpus, Filter, str], Iterator[_Question]]] = {
    "headlines": _headlines,
    "sides": _sides,
    "sources": _sources,
    "stances": _stances,
    "frames": _frames,
}
TOGETHER: dict[str, Callable[..., Row]] = {
    "sourcing": sourcing_together,
    "tone": tone_together,
    "framing": framing_together,
    "wording": wording_together,
}
CHOSEN_BY_IT = frozenset(("sources",))  # rows that are there because the outlet has much of them: no verdict


def _pair(corpus: Corpus, where: Filter, asked: _Question, outlet: str, other: str) -> Pair:
    """The row of an outlet on a card, and that of another, or of the same card over all others."""
    card = ask(corpus, where, asked.page, **asked.asked)
    rows = {row["outlet"]: row for row in records(first_series(card.board.rows))}
    one = rows.get(outlet)
    second = rows.get(other) if other else _together(corpus, where, asked, outlet)
    query = dict(asked.query) | ({"behind": str(one["id"])} if one is not None else {})
    q = _q(card, one, second, other)
    return Pair(asked.label, asked.about, card.board.unit, card.board.noun, one, second, q, asked.page, query)


def _together(corpus: Corpus, where: Filter, asked: _Question, outlet: str) -> Row | None:
    """All others together, as a row; none where there is no other."""
    others = without(corpus, where, outlet)
    if not others.outlets:
        return None
    return {**TOGETHER[asked.page](corpus, others, **asked.asked), "outlet": "", "outlet_label": OTHERS}


def _q(card: Card, one: Row | None, second: Row | None, other: str) -> float:
    """How sure the difference is: of two outlets the q of the question, beside all others p, of which
    `_judged` makes q."""
    if one is None or second is None:
        return math.nan
    if other:
        return float(q_against(card.board.pairs, other, pd.Series([one["outlet"]]), by="outlet")[0])
    both = pd.DataFrame([{**one, "outlet": "one"}, {**second, "outlet": "others"}])
    most = MOST_APART.get(card.board.unit, math.inf)
    return float(differences(both, by="outlet", reference="others", most=most)["p"].iloc[0])


def _judged(found: list[Pair]) -> list[Pair]:
    """Pairs with q: beside all others the family are the rows that stand together."""
    q = discovery_rates(np.array([one.q for one in found], dtype=float))
    return [replace(one, q=float(mine)) for one, mine in zip(found, q, strict=True)]
