"""What counts as a word.  Every count of words in an article, a quotation or a statement asks here."""

from __future__ import annotations

import re

from bias.model import Spans

# a full stop inside a word ("U.S", "3.5"), and not between two that were glued together ("war.In")
STOP_INSIDE = r"\.(?!(?<=[a-z]{2}\.)[A-Z][a-z]|(?<=[a-z]{2}\.)[AI]\b)"

# letters and digits, with an apostrophe, a full stop or a hyphen inside: "don't", "U.S", "well-known", "3.5"
WORD = re.compile(rf"[^\W_]+(?:(?:['’\-]|{STOP_INSIDE})[^\W_]+)*")

# the same, cut at hyphens and stops: to compare two texts, which seldom agree in these
WORD_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def count_words(text: str) -> int:
    return len(WORD.findall(text))


def count_quoted_words(text: str, spans: Spans, mask: bytearray) -> tuple[int, int]:
    """Words in the spans, and how many of them the mask of `quoted_mask` has in quotation marks."""
    starts = [match.start() for span in spans for match in WORD.finditer(text, span.start, span.end)]
    return len(starts), sum(mask[start] for start in starts)


def in_lower_case(text: str) -> list[str]:
    """The words of a text in lower case."""
    words: list[str] = WORD.findall(text.lower())
    return words
