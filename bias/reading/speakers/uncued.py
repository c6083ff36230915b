"""Who speaks a quotation without a source: whom the narration before it brought in, else who goes on.

    “We won,” said Ana Silva. Tom Hale was furious. “They broke every rule.”

The last sentence of the narration behind the last statement tells it, by whom it names first or its pronoun;
where nothing was narrated since, whoever spoke last goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from bias.model import Attribution, Span
from bias.reading.speakers.candidates import Entity

PRONOUN = re.compile(r"\W*(?:But|And|Then|Now|Later|When)?\W*(?P<word>he|she|they)\b", re.I)
GENDERS = {"he": "m", "she": "f", "they": "p"}
FAR = 700  # code points from the last speech beyond which nobody goes on

Antecedent = Callable[[int, str], Entity | None]


def speaker_of_quotation(
    text: str,
    sentences: Sequence[Span],
    quotation: Attribution,
    before: Sequence[tuple[Attribution, Entity]],
    entities: Sequence[Entity],
    antecedent: Antecedent,
) -> Entity | None:
    """The speaker of a quotation, given who spoke before it; None where nobody can be meant."""
    at = quotation.content[0].start
    last = max(before, key=lambda one: _end(one[0], at), default=None)
    spoken = _end(last[0], at) if last else 0
    starts = [s.start for s in sentences]
    first = bisect_right(starts, max(0, spoken - 1))  # the first sentence behind the one that reports speech
    for sentence in reversed([s for s in sentences[first:] if s.start < at and s.start >= spoken - 1]):
        narrated = Span(sentence.start, min(sentence.end, at))
        if narrated.end - narrated.start < 2:
            continue
        if match := PRONOUN.match(narrated.slice(text)):
            word = match.group("word").lower()
            return antecedent(narrated.start + match.start("word"), GENDERS[word])
        named = [
            (place, number)
            for number, entity in enumerate(entities)
            for place in entity.at
            if narrated.start <= place < narrated.end
        ]
        if named:
            return entities[min(named)[1]]
    return last[1] if last and at - spoken < FAR else None


def _end(attribution: Attribution, at: int) -> int:
    """Where an attribution ends before a place."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return max((span.end for span in spans if span.end <= at), default=0)
