"""The measures of the Framing page: one entry each, for every frame of a codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bias.compare.measures.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingMeasure(Entry):
    """How often, or how strongly, articles carry a frame."""

    column: Literal["present", "score"]


FRAMINGS: tuple[FramingMeasure, ...] = (
    FramingMeasure(
        key="prevalence",
        label="Articles with the frame",
        unit="share",
        column="present",
        reading="Of an outlet's articles, those that are told through the frame; one may carry several.",
        caveat="Topics bring frames with them: reports of strikes are about conflict whoever writes them.  "
        "Compare outlets on the same topic or story.",
        axis="share of the articles",
        formula="articles in which the frame is present / articles that were read",
        source="on framing: Entman 1993, “Framing: Toward Clarification of a Fractured Paradigm”",
    ),
    FramingMeasure(
        key="strength",
        label="Mean score",
        unit="index",
        column="score",
        reading="How strongly an outlet's articles carry a frame, on average: 0 not at all, 1 fully.",
        caveat="What a score means is in the codebook.",
        axis="mean score of the articles",
        formula="sum of the scores of the frame / articles that were read",
        source="on framing: Entman 1993, “Framing: Toward Clarification of a Fractured Paradigm”",
    ),
)
