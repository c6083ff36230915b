"""Where a text's own words may mean somebody whom it named: pronouns, and "the minister", "the bank".

A source is found with its statement; whoever is merely told of is not, and is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.model import Span
from bias.reading.roles.role_words import Word, look_up, phrase_words
from bias.reading.speakers.named_bodies import kinds

PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is)\b")
DEFINITE = re.compile(r"\b[Tt](?:he|his) (?=\w)")
OWNED = re.compile(r"[’']s?\b|\s+of\b")  # behind a noun that only says whose somebody else is
SINGULAR = frozenset(("person", "office", "title", "body"))
AHEAD = 40  # code points behind "the" in which its noun stands
MOST_WORDS = 3


def find_narrated(text: str, mask: bytearray) -> Iterator[Span]:
    """Pronouns of one person, and definite descriptions of one person or body, outside of quotation marks."""
    for match in PRONOUN.finditer(text):
        if not mask[match.start()]:
            yield Span(match.start(), match.end())
    for match in DEFINITE.finditer(text):
        if not mask[match.start()]:
            yield from _described(text, match)


def _described(text: str, match: re.Match[str]) -> Iterator[Span]:
    """ "the minister", "the deputy mayor": the article with up to MOST_WORDS words that a lexicon knows."""
    words = phrase_words(text, match.end(), min(len(text), match.end() + AHEAD))[: MOST_WORDS + 1]
    close = [n for n in range(1, len(words)) if text[words[n - 1].span.end : words[n].span.start] != " "]
    words = words[: min([*close, len(words)])]
    known = [
        one.last
        for one in look_up(words)
        if one.entry.kind in SINGULAR and not one.entry.plural and one.first == 0 and one.last <= MOST_WORDS
    ]
    if words and words[0].lower in kinds():
        known.append(1)
    last = max(known, default=0)
    if last and not OWNED.match(text, words[last - 1].span.end) and not _goes_on(words, last):
        yield Span(match.start(), words[last - 1].span.end)


def _goes_on(words: Sequence[Word], last: int) -> bool:
    """Whether another noun or a name follows: "the police chief", "the minister Ana Silva"."""
    if last == len(words):
        return False
    following = words[last]
    nouns = (one for one in look_up(list(words[: last + 2])) if one.entry.kind in SINGULAR)
    return bool(following.text[:1].isupper()) or any(one.first <= last < one.last for one in nouns)
