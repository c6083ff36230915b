"""In whose voice a place of an article is: the outlet's narration, or words that it quotes or reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bias.model import Attribution, Span, Voice
from bias.reading.text.quotations import find_quotes, quoted_mask
from bias.reading.text.words import WORD

AUTHOR = "the author"  # the speaker of "I" and "we" outside of quotation marks: the outlet's own voice
LEAST_CONFIDENCE = 0.5  # calibrated: from here on a statement is more likely right than not, and counts
SHORT = 4  # words of a quotation that may be the outlet's own
QUOTED = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class Voices:
    """Whose words stand where, in a text or a title."""

    attributions: Sequence[Attribution]
    quoted: bytearray  # one byte a code point: 1 inside quotation marks

    def at(self, start: int) -> tuple[Voice, int | None]:
        """The voice at a place, and the number of the attribution that it is in: the shortest around it."""
        around = [
            (sum(part.end - part.start for part in attribution.content), number)
            for number, attribution in enumerate(self.attributions)
            if _is_others(attribution) and any(part.start <= start < part.end for part in attribution.content)
        ]
        number = min(around)[1] if around else None
        return ("narration" if number is None and not self.quoted[start] else "quotation"), number


def voices_of(text: str, attributions: Sequence[Attribution]) -> Voices:
    return Voices(attributions, quoted_mask(text, find_quotes(text)))


def _is_others(attribution: Attribution) -> bool:
    """Whether its content is somebody else's: nobody's who kept silent, or who wrote the text."""
    sure = attribution.confidence is None or attribution.confidence >= LEAST_CONFIDENCE
    return sure and attribution.act != "silence" and attribution.speaker != AUTHOR


def count_own_words(text: str, voices: Voices) -> int:
    """How many words of a text are the outlet's own: in no quotation marks, and in nobody's content."""
    mask = bytearray(voices.quoted)
    _cover(mask, voices, Span(0, len(text)))
    return sum(not mask[match.start()] for match in WORD.finditer(text))


def own_words(text: str, voices: Voices, sentence: Span) -> str:
    """A sentence with blanks where others speak, so that places in it stay the same.

    A quotation of SHORT words at most that nobody is said to have used stays: it may be the outlet's own.
    """
    mask = bytearray(sentence.end - sentence.start)
    for run in QUOTED.finditer(bytes(voices.quoted[sentence.start : sentence.end])):
        said = text[sentence.start + run.start() : sentence.start + run.end()]
        if len(said.split()) > SHORT:
            mask[run.start() : run.end()] = run.group()
    _cover(mask, voices, sentence)
    return "".join(" " if other else one for one, other in zip(sentence.slice(text), mask, strict=True))


def _cover(mask: bytearray, voices: Voices, sentence: Span) -> None:
    """Sets the mask to 1 where a sentence lies in the content of an attribution."""
    for attribution in filter(_is_others, voices.attributions):
        for part in attribution.content:
            start, end = max(part.start, sentence.start), min(part.end, sentence.end)
            if start < end:
                mask[start - sentence.start : end - sentence.start] = b"\x01" * (end - start)
