"""The measures of the Sourcing page: one entry each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bias.compare.measures.entry import Entry

LEAST = 10  # statements; below it nothing is shown
LEAST_ARTICLES = 5  # an interval that resamples articles means nothing with fewer

WHO, SIDE, HOW, VERBS, MANY = (
    "Who speaks", "On which side", "How they are cited", "In which verbs", "How many voices",
)  # fmt: skip
QUESTIONS = (WHO, SIDE, HOW, VERBS, MANY)
_SHARE = "share of statements"
_SIDE_CAVEAT = "An unknown side counts in the whole and not in the part: the share is rather too low."
_VERB_CAVEAT = "A verb's tone depends on its sentence: open the sentences before you call it loaded."
_THOMPSON = "verbs after Thompson & Ye 1991, “Evaluation in the Reporting Verbs Used in Academic Papers”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Entry):
    """One ratio of sums over articles, with the words that a reader needs beside it.

    `numerator` and `denominator` are conditions on statements, or numbers of articles, of
    `corpus.store.conditions`; `evidence` the statements behind it; `n` what is counted as n, the denominator
    where nothing is said.
    """

    question: str
    numerator: str
    denominator: str
    evidence: str
    weighted: bool = False  # statements may be weighted by their words
    n: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Entry):
    """A list of the most frequent values of one column of the statements."""

    question: str
    column: str
    among: str = "all"  # of which statements
    weighted: bool = True
    unit: str = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Entry):
    """How an outlet's statements spread over its sources: one number of the whole distribution."""

    question: str
    statistic: Literal["effective", "simpson", "concentration", "top"]
    evidence: str = "sourced"
    weighted: bool = False


Sourcing = Measure | Ranking | Spread


def _share(key: str, label: str, question: str, reading: str, caveat: str, source: str = "") -> Measure:
    """The share of statements of which a condition holds."""
    return Measure(
        key=key, label=label, question=question, unit="share", numerator=key, denominator="all", evidence=key,
        reading=reading, caveat=caveat, axis=_SHARE, formula="statements of this kind / all statements",
        source=source, weighted=True,
    )  # fmt: skip


def _verbs(key: str, label: str, reading: str) -> Measure:
    return Measure(
        key=key, label=label, question=VERBS, unit="share", numerator=key, denominator="verbs", evidence=key,
        reading=reading, caveat=_VERB_CAVEAT, axis="share of the statements with a reporting verb",
        formula="statements with such a verb / statements with a verb of the lexicon", source=_THOMPSON,
        weighted=True,
    )  # fmt: skip


SOURCINGS: tuple[Sourcing, ...] = (
    Ranking(
        key="roles",
        label="Roles",
        question=WHO,
        column="role",
        reading="In which role those speak whom an outlet cites, as a share of its statements.",
        caveat="Unknown is an answer: the text does not say it, or not in words that the program knows.  "
        "On coded articles the role was right in about nine of ten cases in which one was given.",
        axis=_SHARE,
        formula="statements of the role / all statements",
        source="roles after Sigal 1973, Gans 1979, and Hallin, Manoff & Weddle 1993",
    ),
    Ranking(
        key="first",
        label="Heard first",
        question=WHO,
        column="role",
        among="early",
        reading="The same for the first third of each text: whoever speaks there sets the terms.",
        caveat="A third of the text, by characters; a statement belongs where it begins.",
        axis="share of the statements in the first third",
        formula="statements of the role that begin in the first third / all that begin there",
        source="on primary definers: Hall et al. 1978",
    ),
    Ranking(
        key="sources",
        label="Most-heard sources",
        question=WHO,
        column="source",
        reading="Whose words an outlet carries, as a share of its statements.",
        caveat="Spellings, surnames, descriptions and pronouns of one speaker are joined where the program "
        "is sure; two people of one name count as one.",
        axis=_SHARE,
        formula="statements of the source / all statements",
    ),
    Ranking(
        key="sides",
        label="Sides",
        question=SIDE,
        column="alignment",
        reading="On which side of their own country's government those stand whom an outlet cites.",
        caveat="A side is given where the text or the office says it; experts, courts, business and citizens "
        "count as independent where no side is given.",
        axis=_SHARE,
        formula="statements of the side / all statements",
    ),
    Measure(
        key="official",
        label="Government's side",
        question=SIDE,
        unit="share",
        numerator="incumbent",
        denominator="all",
        evidence="incumbent",
        reading="Statements of the government of the speaker's own country: officials, agencies, police, "
        "spokespeople, the governing party.",
        caveat=_SIDE_CAVEAT,
        axis=_SHARE,
        formula="statements of the government's side / all statements",
        weighted=True,
    ),
    _share(
        "opposition",
        "Opposition",
        SIDE,
        "Statements of opponents of the government of the speaker's own country: parties, dissidents, "
        "journalists who are called oppositional.",
        _SIDE_CAVEAT,
    ),
    Measure(
        key="dominance",
        label="Official dominance",
        question=SIDE,
        unit="share",
        numerator="incumbent",
        denominator="sides",
        evidence="sides",
        reading="Of the statements of the government's side or the opposition, the share of the "
        "government's.",
        caveat="A country's politics has more than two sides; what is independent or unknown is left out.",
        axis="share of the statements of either side",
        formula="government's side / (government's side + opposition)",
        source="on indexing: Bennett 1990, “Toward a Theory of Press-State Relations”",
        weighted=True,
    ),
    Measure(
        key="ratio",
        label="Opposition to government",
        question=SIDE,
        unit="ratio",
        numerator="opposition",
        denominator="incumbent",
        evidence="sides",
        n="sides",
        reading="How often the opposition is cited for each time that the government's side is cited.",
        caveat="A ratio of few citations jumps: read its interval, and official dominance beside it.",
        axis="statements of the opposition for each of the government's side",
        formula="opposition / government's side",
        weighted=True,
    ),
    _share(
        "direct",
        "Direct quotation",
        HOW,
        "Statements whose words stand in quotation marks (90 % of them or more).",
        "A page that lost its quotation marks on the way here looks indirect.",
        "kinds as in PolNeAR (Newell, Margolin & Ruths 2018)",
    ),
    _share(
        "indirect",
        "Indirect speech",
        HOW,
        "Statements in the outlet's own words (10 % or less in quotation marks).",
        "Paraphrase is not distortion: wire services and business papers paraphrase most.",
        "kinds as in PolNeAR (Newell, Margolin & Ruths 2018)",
    ),
    _share(
        "mixed",
        "Mixed quotation",
        HOW,
        "Statements that paraphrase, and quote some of the words.",
        "A single quoted word counts here too, whether it is a scare quote or a careful one.",
        "kinds as in PolNeAR (Newell, Margolin & Ruths 2018)",
    ),
    Measure(
        key="quoted",
        label="Quoted words",
        question=HOW,
        unit="share",
        numerator="quoted",
        denominator="text_words",
        evidence="quoted",
        reading="Words that sources say inside quotation marks, as a share of all words of the text.",
        caveat="Quotation marks outside statements, as in titles of books, are not counted.",
        axis="share of the words of the text",
        formula="words of sources in quotation marks / words of the texts",
    ),
    _share(
        "unnamed",
        "Unnamed sources",
        HOW,
        "Statements of single sources that the text keeps anonymous: “a senior official”, “people familiar "
        "with the talks”.",
        "Some are anonymous for their safety.  Groups such as “residents” are not counted here.",
    ),
    _share(
        "second_hand",
        "Second-hand",
        HOW,
        "Statements that were made to another outlet or on a platform: “told Channel 24”.",
        "Only what the sentence of the reporting word names is found.",
    ),
    Ranking(
        key="cues",
        label="Reporting words",
        question=VERBS,
        column="cue",
        reading="The words that open a statement, such as “said”: each one's share of all.",
        caveat=_VERB_CAVEAT,
        axis=_SHARE,
        formula="statements with the word / all statements",
    ),
    _verbs("neutral", "Neutral verbs", "Reporting verbs that add nothing: “said”, “told”."),
    _verbs("doubting", "Doubting verbs", "Reporting verbs that keep their distance, such as “claimed”."),
    _verbs(
        "endorsing",
        "Endorsing verbs",
        "Reporting verbs that take the words for true: “admitted”, “confirmed”.",
    ),
    Measure(
        key="voices",
        label="Sources per article",
        question=MANY,
        unit="per article",
        numerator="voices",
        denominator="citing",
        evidence="sourced",
        reading="How many different sources an article cites, of the articles that cite any.",
        caveat="Longer articles cite more.  A source that is not resolved counts by its words.",
        axis="sources per article",
        formula="different sources, summed over articles / articles that cite somebody",
    ),
    Measure(
        key="one_voice",
        label="Single-source articles",
        question=MANY,
        unit="share",
        numerator="one_voice",
        denominator="citing",
        evidence="one_voice",
        reading="Articles in which one source alone is heard, of the articles that cite any.",
        caveat="Short news items often have one source for good reason.",
        axis="share of the articles that cite somebody",
        formula="articles with one source / articles that cite somebody",
    ),
    Measure(
        key="attributions",
        label="Statements per article",
        question=MANY,
        unit="per article",
        numerator="all",
        denominator="articles",
        evidence="all",
        reading="How often an article says who said something: a source, a reporting word and what was said.",
        caveat="Longer articles hold more.  Compare lengths before you read a difference as a habit.",
        axis="statements per article",
        formula="statements / articles that were read",
    ),
    Spread(
        key="effective",
        label="Effective number of sources",
        question=MANY,
        unit="number",
        statistic="effective",
        reading="Of 50 statements drawn at random: how many sources, all heard equally often, would give "
        "the same variety.",
        caveat="Over all statements the number would grow with an outlet's size; over 50 of each, outlets "
        "of different size compare.  50 different sources are the most.",
        axis="sources heard equally often, in 50 statements",
        formula="exp(H), H the Shannon entropy of 50 statements over sources, expected over all draws",
        source="Hurlbert 1971; Chao et al. 2014, “Rarefaction and extrapolation with Hill numbers”",
    ),
    Spread(
        key="simpson",
        label="Simpson's diversity",
        question=MANY,
        unit="index",
        statistic="simpson",
        reading="How likely it is that two statements of an outlet have different sources.",
        caveat="Nearly 1 for every outlet with many sources: the effective number tells more there.",
        axis="probability of two different sources",
        formula="1 − Σ nᵢ(nᵢ−1) / n(n−1)",
        source="Simpson 1949, “Measurement of Diversity”",
    ),
    Spread(
        key="hhi",
        label="Concentration (HHI)",
        question=MANY,
        unit="index",
        statistic="concentration",
        reading="How far an outlet's statements gather on few sources: 1 is one source, 0 endlessly many.",
        caveat="Corrected for the number of statements, so that it can be compared; 1 − Simpson's.",
        axis="Herfindahl–Hirschman index",
        formula="Σ nᵢ(nᵢ−1) / n(n−1)",
        source="Herfindahl 1950, Hirschman 1945; estimator after Simpson 1949",
    ),
    Spread(
        key="top",
        label="Top source",
        question=MANY,
        unit="share",
        statistic="top",
        reading="What the most-heard source of an outlet has of its statements.",
        caveat="The highest of many shares is rather too high where there are few statements.",
        axis="share of the statements with a source",
        formula="statements of the most-heard source / statements with a source",
        source="concentration ratio CR₁",
    ),
)  # fmt: skip


def asking(question: str) -> list[Sourcing]:
    """The measures that answer one question."""
    return [found for found in SOURCINGS if found.question == question]
