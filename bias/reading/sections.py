"""A very long or very dense text → sections that are read one after the other, and their readings in one.

Who is who, and which quotation goes on, is found by comparing what a text holds with what else it holds.  Of
a news article that is little; of a book, a list of ten thousand names or a page of quotation marks the time
would grow with its square.  A section bounds it.  A surname is not traced back over a section's start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bias.errors import BadInputError
from bias.model import Article, Reading, Span, Speaker, Tone, Wording
from bias.reading.text.normalise import moved

Numbered = TypeVar("Numbered", Tone, Wording)

LONGEST = 60_000  # characters; the longest of 1,700 articles of the press had 49,000
DENSEST = 3_000  # names' first letters and marks; such an article has 2,000 of them
MOST = 5_000_000  # characters of a text: a book has 1,000,000
MARK = re.compile(r"[^\w\s,.-]|\b[A-Z]")


def sections(text: str) -> Iterator[Span]:
    """The parts of a text, cut between paragraphs, else words; one where the text is a usual article.

    Raises BadInputError of a text that is longer than any text that people write.
    """
    if len(text) > MOST:
        raise BadInputError(
            f"too odd to read: {len(text):,} characters, and the most for an article is {MOST:,}; "
            "part it into its articles and import these"
        )
    start = 0
    while len(text) - start > 0:
        end = _end(text, start)
        yield Span(start, end)
        start = end
    if not text:
        yield Span(0, 0)


def _end(text: str, start: int) -> int:
    limit = min(start + LONGEST, len(text))
    for count, mark in enumerate(MARK.finditer(text, start, limit)):
        if count == DENSEST:
            limit = mark.start()
            break
    if limit == len(text):
        return limit
    cut = max(text.rfind("\n", start, limit), -1)
    cut = cut if cut > start else text.rfind(" ", start, limit)
    return cut + 1 if cut > start else limit


def in_one(article: Article, parts: Sequence[tuple[int, Reading]]) -> Reading:
    """The readings of sections, each with where it starts, as one of the whole article.

    Frames, genre and scores are of whole articles: the caller reads them.
    """
    whole = Reading(article, (), (), ())
    for start, part in parts:
        before = len(whole.attributions)
        found = moved(part, start)
        whole = replace(
            whole,
            sentences=whole.sentences + found.sentences,
            names=whole.names + found.names,
            attributions=whole.attributions + found.attributions,
            speakers=_united(whole.speakers, found.speakers),
            targets=_united(whole.targets, found.targets),
            tones=whole.tones + tuple(_renumbered(one, before) for one in found.tones),
            wordings=whole.wordings + tuple(_renumbered(one, before) for one in found.wordings),
            own_words=whole.own_words + found.own_words,
        )
    return whole


def _renumbered(one: Numbered, before: int) -> Numbered:
    """What stands in an attribution's content, with the attribution's number in the whole article."""
    return one if one.attribution is None else replace(one, attribution=one.attribution + before)


def _united(known: tuple[Speaker, ...], more: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Speakers by name; of one in several sections what is surest, and all spellings."""
    speakers = {one.name: one for one in known}
    for one in more:
        other = speakers.get(one.name, one)
        best = max(other, one, key=lambda found: found.confidence)
        forms = tuple(dict.fromkeys((*other.forms, *one.forms)))
        speakers[one.name] = replace(best, forms=forms, gender=other.gender or one.gender)
    return tuple(speakers.values())
