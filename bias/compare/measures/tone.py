"""The measures of the Tone page: one entry each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bias.compare.measures.entry import Entry

Conditions = tuple[tuple[str, str], ...]
ToneKind = Literal["voices", "difference", "actors", "article"]
NARRATED: Conditions = (("voice", "narration"),)
QUOTED: Conditions = (("voice", "quotation"),)
LEAST_SENTENCES = 30  # of whole articles together
_TARGET_SOURCE = "target-dependent sentiment after Hamborg & Donnay 2021, “NewsMTSC”"
_NET = "(positive − negative) / all mentions, times 100"
_OLDER = (
    "The weaker measure, for comparison with older work: it knows neither toward whom nor in whose voice.  "
    "Reports of floods and deaths are negative whoever tells them."
)
_HUTTO = "Hutto & Gilbert 2014, “VADER”; its bounds of ±.05"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneMeasure(Entry):
    """A net tone toward targets, a difference of two, or a score of whole articles.

    `one` and `other` are conditions on mentions of `store.counted_tones`, besides those of the chosen target;
    `score` is a measure of the table `scores`.
    """

    kind: ToneKind
    one: Conditions = ()
    other: Conditions = ()
    score: str = ""


TONES: tuple[ToneMeasure, ...] = (
    ToneMeasure(
        key="voices",
        label="Own voice and quoted",
        kind="voices",
        unit="net",
        one=NARRATED,
        other=QUOTED,
        reading="How an outlet speaks of the target in its own voice, and how those speak whom it quotes.",
        caveat="A quoted attack is the tone of the one who speaks; that the outlet chose to carry it is "
        "another question.  A mention is judged in its sentence: irony, and what one must know, are missed.",
        axis="positive minus negative mentions, of 100",
        formula=_NET,
        source=_TARGET_SOURCE,
    ),
    ToneMeasure(
        key="gap",
        label="Own voice minus quoted",
        kind="difference",
        unit="net",
        one=NARRATED,
        other=QUOTED,
        reading="How much kinder the outlet's own voice is to the target than the voices that it quotes.",
        caveat="A gap below zero: the outlet itself is the harsher of the two.",
        axis="points that its own voice is kinder than those it quotes",
        formula="net tone in narration − net tone in quotations",
        source=_TARGET_SOURCE,
    ),
    ToneMeasure(
        key="headlines",
        label="Headline minus body",
        kind="difference",
        unit="net",
        one=(("part", "headline"),),
        other=(("part", "body"),),
        reading="How much kinder headlines are to the target than the texts below them.",
        caveat="A headline names few, so there are few mentions; those who are named in the text are found.",
        axis="points that headlines are kinder than bodies",
        formula="net tone in titles − net tone in texts",
        source=_TARGET_SOURCE,
    ),
    ToneMeasure(
        key="actors",
        label="One against another",
        kind="actors",
        unit="net",
        one=NARRATED,
        other=NARRATED,
        reading="How much kinder the outlet's own voice is to the target than to a second one.",
        caveat="An outlet may have reason to write worse of one than of the other; the sentences tell.",
        axis="points kinder to the first than to the second",
        formula="net tone toward the first − net tone toward the second, in narration",
        source=_TARGET_SOURCE,
    ),
    ToneMeasure(
        key="negative",
        label="Negative sentences",
        kind="article",
        unit="share",
        score="share_negative",
        reading="Sentences whose words are negative on the whole, by a lexicon.",
        caveat=_OLDER,
        axis="share of the sentences",
        formula="sentences with a compound score of −.05 or less / all sentences",
        source=_HUTTO,
    ),
    ToneMeasure(
        key="positive",
        label="Positive sentences",
        kind="article",
        unit="share",
        score="share_positive",
        reading="Sentences whose words are positive on the whole, by a lexicon.",
        caveat=_OLDER,
        axis="share of the sentences",
        formula="sentences with a compound score of .05 or more / all sentences",
        source=_HUTTO,
    ),
    ToneMeasure(
        key="lexicon",
        label="Lexicon score",
        kind="article",
        unit="index",
        score="lexicon_tone",
        reading="The mean score of an outlet's sentences by a lexicon, from −1 to 1.",
        caveat=_OLDER,
        axis="mean compound score",
        formula="sum of the compound scores of the sentences / sentences",
        source=_HUTTO,
    ),
)
