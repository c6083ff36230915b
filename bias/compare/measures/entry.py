"""What every measure says of itself, and what those of each page say besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

SIDED = frozenset(("incumbent", "opposition", "sides"))  # conditions that know of a government
Conditions = tuple[tuple[str, str], ...]  # where a name comes twice, it takes either value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the catalogue: what is measured, how, and what a reader has to know beside the number."""

    key: str  # of the command line and the notebook
    label: str  # short, as it is chosen, and in links
    title: (
        str  # what the number is, the head of its chart; of "somebody", and "another" beside, or "the frame"
    )
    unit: str  # share, per article, per 1,000, net, stance, number, index
    reading: str
    caveat: str
    axis: str
    formula: str
    source: str = ""
    headline: bool = False  # offered at first; of a page without any, all are
    replaces: Sequence[str] = ()  # keys and labels of measures that said the same: links to them lead here


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Entry):
    """One ratio of sums over articles.

    `numerator` and `denominator` are conditions on statements, or numbers of articles, of
    `corpus.store.conditions`; `evidence` the statements behind it; `n` the statements of which there have to
    be enough, the denominator where nothing is said.
    """

    numerator: str
    denominator: str
    evidence: str
    weighted: bool = False  # statements may be weighted by their words
    n: str = ""
    noun: str = "statements"  # of which it is a share or a rate
    of: str = ""  # a condition on more statements, those too of which one cannot tell: they stand beside

    @property
    def sided(self) -> bool:
        """Whether it asks on which side of a government speakers stand."""
        return bool({self.numerator, self.denominator} & SIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Entry):
    """A list of the most frequent values of one column of the statements."""

    column: str
    among: str = "all"  # of which statements
    weighted: bool = True
    unit: str = "share"
    noun: str = "statements"

    @property
    def sided(self) -> bool:
        """Whether it asks on which side of a government speakers stand."""
        return self.column == "alignment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Entry):
    """How an outlet's statements spread over its sources: one number of the whole distribution."""

    statistic: Literal["effective", "concentration", "top"]
    evidence: str = "sourced"
    weighted: bool = False
    noun: str = "statements"
    sided: bool = False


Sourcing = Measure | Ranking | Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneMeasure(Entry):
    """A stance of articles toward targets, a net tone of mentions, a difference of two, or a score of whole
    articles.

    `one` and `other` are conditions on mentions of `store.counted_tones`, besides those of the chosen target;
    `score` is a measure of the table `scores`.
    """

    kind: Literal["stance", "voices", "difference", "actors", "article"]
    one: Conditions = ()
    other: Conditions = ()
    score: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingMeasure(Entry):
    """How often, or how strongly, articles carry a frame."""

    column: Literal["present", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingMeasure(Entry):
    """A rate of marks in an outlet's own voice, or the share of some marks among others.

    `one` and `base` are conditions on `counted_wordings`; `base` may be `own_words` (of the outlet, outside
    quotations) or `articles` (with a title) instead.  A rate whose `one` asks for sure places is counted a
    second time with the others; `tiers` is what the two kinds of places are called.  `lines` parts the places
    of `one` instead: a name, and the conditions of its part.
    """

    one: Conditions
    base: str | Conditions
    noun: str = "own words"  # of which it is a rate or a share
    tiers: Sequence[str] = ("sure", "perhaps")
    lines: Mapping[str, Conditions] = field(default_factory=dict)


E = TypeVar("E", bound=Entry)


def named(entries: Sequence[E], key: str) -> E:
    """The entry of a key, or of a label as links have it; the first one where there is none."""
    return next((found for found in entries if key in (found.key, found.label, *found.replaces)), entries[0])
