"""In whose voice a place of an article is: the outlet's narration, or words that it quotes or reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bias.model import Attribution, Span, Voice
from bias.quotes import find_quotes, quoted_mask


@dataclass(frozen=True, slots=True)
class Voices:
    """Whose words stand where, in a text or a title."""

    attributions: Sequence[Attribution]
    quoted: bytearray  # one byte a code point: 1 inside quotation marks

    def at(self, start: int) -> tuple[Voice, int | None]:
        """The voice at a place, and the number of the attribution that it is in: the shortest around it."""
        around = [
            (sum(part.end - part.start for part in found.content), number)
            for number, found in enumerate(self.attributions)
            if any(part.start <= start < part.end for part in found.content)
        ]
        number = min(around)[1] if around else None
        return ("narration" if number is None and not self.quoted[start] else "quotation"), number


def voices_of(text: str, attributions: Sequence[Attribution]) -> Voices:
    return Voices(attributions, quoted_mask(text, find_quotes(text)))


def own_share(voices: Voices, sentence: Span) -> float:
    """The share of a sentence that is the outlet's own: in no quotation, and in nobody's content."""
    mask = bytearray(voices.quoted[sentence.start : sentence.end])
    for found in voices.attributions:
        for part in found.content:
            start, end = max(part.start, sentence.start), min(part.end, sentence.end)
            if start < end:
                mask[start - sentence.start : end - sentence.start] = b"\x01" * (end - start)
    return 1 - mask.count(1) / max(1, len(mask))
