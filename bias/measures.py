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
        key="official",
        label="Government's side",
        unit="share",
        numerator="incumbent",
        denominator="attributions",
        evidence="incumbent",
        reading="Attributions to the government of the speaker's own country: officials, agencies, police, "
        "spokespeople, the governing party.",
        caveat="An unknown side counts in the whole and not in the part: the share is rather too low.",
        axis="share of attributions",
    ),
    Measure(
        key="opposition",
        label="Opposition",
        unit="share",
        numerator="opposition",
        denominator="attributions",
        evidence="opposition",
        reading="Attributions to opponents of the government of the speaker's own country: parties, "
        "dissidents, journalists who are called oppositional.",
        caveat="An unknown side counts in the whole and not in the part: the share is rather too low.",
        axis="share of attributions",
    ),
    Measure(
        key="dominance",
        label="Official dominance",
        unit="share",
        numerator="incumbent",
        denominator="sides",
        evidence="sides",
        reading="Of the attributions to the government's side or the opposition, the share of the "
        "government's (after Bennett 1990 on indexing).",
        caveat="A country's politics has more than two sides; what is independent or unknown is left out.",
        axis="share of the attributions to either side",
    ),
    Measure(
        key="unnamed",
        label="Unnamed sources",
        unit="share",
        numerator="unnamed",
        denominator="attributions",
        evidence="unnamed",
        reading="Attributions to single sources that the text keeps anonymous: “a senior official”, “people "
        "familiar with the talks”.",
        caveat="Some are anonymous for their safety.  Groups such as “residents” are not counted here.",
        axis="share of attributions",
    ),
    Measure(
        key="second_hand",
        label="Second-hand",
        unit="share",
        numerator="second_hand",
        denominator="attributions",
        evidence="second_hand",
        reading="Attributions that were made to another outlet or on a platform: “told Channel 24”.",
        caveat="Only what the sentence of the reporting word names is found.",
        axis="share of attributions",
    ),
    Measure(
        key="doubting",
        label="Doubting verbs",
        unit="share",
        numerator="doubting",
        denominator="attributions",
        evidence="doubting",
        reading="Attributions with a reporting verb that keeps its distance, such as “claimed” (after "
        "Thompson & Ye 1991).",
        caveat="A verb's tone depends on its sentence: open the sentences before you call it loaded.",
        axis="share of attributions",
    ),
    Measure(
        key="endorsing",
        label="Endorsing verbs",
        unit="share",
        numerator="endorsing",
        denominator="attributions",
        evidence="endorsing",
        reading="Attributions with a reporting verb that takes the words for true: “admitted”, “confirmed”.",
        caveat="A verb's tone depends on its sentence: open the sentences before you call it loaded.",
        axis="share of attributions",
    ),
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
        key="roles",
        label="Roles",
        column="role",
        reading="In which role those speak whom an outlet cites, as a share of its attributions.",
        caveat="Unknown is an answer: the text does not say it, or not in words that the program knows.  "
        "On coded articles the role was right in about nine of ten cases in which one was given.",
        axis="share of attributions",
    ),
    Ranking(
        key="sides",
        label="Sides",
        column="alignment",
        reading="On which side of their own country's government those stand whom an outlet cites.",
        caveat="A side is given where the text or the office says it; experts, courts, business and citizens "
        "count as independent where no side is given.",
        axis="share of attributions",
    ),
    Ranking(
        key="sources",
        label="Most-heard sources",
        column="source",
        reading="Whose words an outlet carries, as a share of its attributions.",
        caveat="Spellings, surnames, descriptions and pronouns of one speaker are joined where the program "
        "is sure; two people of one name count as one.",
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

ALL: tuple[Measure | Ranking, ...] = (*RANKINGS[:2], *MEASURES, *RANKINGS[2:])


def by_key(key: str) -> Measure | Ranking:
    """The measure that a link names; the first one where it names none of ours."""
    return next((found for found in ALL if found.key == key), ALL[0])
