"""Sources in which two speak as one: "Ana Silva and Tom Hale", "she and her husband", "Silva and allies"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bias.model import Name, Span
from bias.reading.roles.role_words import singular_of
from bias.reading.speakers.candidates import GENERIC, NARROWER
from bias.reading.speakers.mentions import BEHIND, GENDERED, POSSESSED, Person

AND = re.compile(r",? (?:and|&) ")
PRONOUN = re.compile(r"(?:he|she|i)$", re.I)
TWO = re.compile(r"(?:the (?:two|pair|couple|duo)|(?:the two|both)(?: [a-z]+)? ([a-z]+))$", re.I)
OTHERS = re.compile(
    r"(?:(?:his|her|their|other|some|fellow|many)\s+)*[a-z-]+s$"
)  # "his colleagues", "allies"
PERSONS = GENERIC | GENDERED | NARROWER.keys() | {"president", "chancellor", "candidate", "brother", "rival"}
MOST = 60  # code points of titles before the second name


def halves(
    text: str, span: Span, people: Sequence[Person], names: Sequence[Name]
) -> tuple[Span, Span] | None:
    """The two parts of a joint source; None for one speaker, and for a body such as "Holt and Sons"."""
    for match in AND.finditer(text, span.start, span.end):
        left, right = Span(span.start, match.start()), Span(match.end(), span.end)
        whole = any(
            n.label == "ORG" and n.span.start < match.start() and match.end() < n.span.end for n in names
        )
        if not whole and _speaks(text, left, people) and _joins(text, right, people):
            return left, right
    return None


def _speaks(text: str, left: Span, people: Sequence[Person]) -> bool:
    """Whether the first part is "she", or ends with a name that is its own."""
    own = [p for p in people if left.start <= p.span.start and p.span.end <= left.end]
    if not own:
        return PRONOUN.match(left.slice(text)) is not None
    between = text[own[-1].span.end : left.end]
    return (
        len(own) == 1 and not between.strip(",") and not BEHIND.search(text[left.start : own[0].span.start])
    )


def _joins(text: str, right: Span, people: Sequence[Person]) -> bool:
    """Whether the second part is a name, with what stands around it, somebody's own, or several others."""
    words = right.slice(text)
    own = [p for p in people if right.start <= p.span.start and p.span.end <= right.end]
    if own:
        titles = text[right.start : own[0].span.start]
        return len(titles) < MOST and not BEHIND.search(titles) and not POSSESSED.match(text, own[0].span.end)
    return OTHERS.match(words) is not None or re.match(r"(?:his|her|their) [a-z]+(?:,|$)", words) is not None


def means_two(words: str) -> bool:
    """Whether a source means two who were named before: "the two men", "both women", "the couple"."""
    match = TWO.match(words)
    return match is not None and (match.group(1) is None or singular_of(match.group(1)) in PERSONS)
