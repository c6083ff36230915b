"""The measures of the Sourcing page: one entry each.  Knows columns by name, and neither store nor charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEAST = 10  # attributions; below it nothing is shown
LEAST_ARTICLES = 5  # an interval that resamples articles means nothing with fewer


@dataclass(frozen=True, slots=True)
class Measure:
    """One ratio of sums over articles, with the words that a reader needs beside it."""

    key: str  # in links
    label: str
    unit: Literal["share", "per article"]
    numerator: str  # column of the article frame
    denominator: str
    evidence: str  # which attributions are behind it, a key of `store.questions.BEHIND`
    reading: str
    caveat: str
    axis: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """A list of the most frequent values of one column of the attributions."""

    key: str
    label: str
    column: str
    reading: str
    caveat: str
    axis: str
    unit: Literal["share"] = "share"


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="attributions",
        label="Attributions per article",
        unit="per article",
        numerator="attributions",
        denominator="one",
        evidence="all",
        reading="How often an article says who said something: a source, a reporting word and what was said.",
        caveat="Longer articles hold more.  Compare lengths before you read a difference as a habit.",
        axis="attributions per article",
    ),
    Measure(
        key="direct",
        label="Direct quotation",
        unit="share",
        numerator="direct",
        denominator="attributions",
        evidence="direct",
        reading="Attributions whose words stand in quotation marks (90 % of them or more).",
        caveat="A page that lost its quotation marks on the way here looks indirect.",
        axis="share of attributions",
    ),
    Measure(
        key="indirect",
        label="Indirect speech",
        unit="share",
        numerator="indirect",
        denominator="attributions",
        evidence="indirect",
        reading="Attributions in the outlet's own words (10 % or less in quotation marks).",
        caveat="Paraphrase is not distortion: wire services and business papers paraphrase most.",
        axis="share of attributions",
    ),
    Measure(
        key="mixed",
        label="Mixed quotation",
        unit="share",
        numerator="mixed",
        denominator="attributions",
        evidence="mixed",
        reading="Attributions that paraphrase, and quote some of the words.",
        caveat="A single quoted word counts here too, whether it is a scare quote or a careful one.",
        axis="share of attributions",
    ),
    Measure(
        key="quoted",
        label="Quoted words",
        unit="share",
        numerator="quoted_words",
        denominator="words",
        evidence="quoted",
        reading="Words that sources say inside quotation marks, as a share of all words of the text.",
        caveat="Quotation marks outside attributions, as in titles of books, are not counted.",
        axis="share of the words of the text",
    ),
)

RANKINGS: tuple[Ranking, ...] = (
    Ranking(
        key="sources",
        label="Most-heard sources",
        column="source",
        reading="Whose words an outlet carries, as a share of its attributions.",
        caveat="Sources are counted as written: “Marrant” and “Prime Minister Ilse Marrant” are two entries, "
        "and “he” or “she” stays unresolved.",
        axis="share of attributions",
    ),
    Ranking(
        key="cues",
        label="Reporting words",
        column="cue",
        reading="The words that open an attribution, such as “said”: each one's share of all.",
        caveat="A verb's tone depends on its sentence: open the sentences before you call it loaded.",
        axis="share of attributions",
    ),
)

ALL: tuple[Measure | Ranking, ...] = (*MEASURES, *RANKINGS)


def by_key(key: str) -> Measure | Ranking:
    """The measure that a link names; the first one where it names none of ours."""
    return next((found for found in ALL if found.key == key), ALL[0])
