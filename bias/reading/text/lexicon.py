"""Finds the words and phrases of a list in a text: case ignored, longest first, `*` for any ending."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from bias.model import Span
from bias.reading.text.words import STOP_INSIDE

# as `words.WORD`, but "AT&T" is one word, as the lists write it
ENTRY_WORD = re.compile(rf"[^\W_]+(?:(?:['’\-&]|{STOP_INSIDE})[^\W_]+)*")
ENDS = re.compile(r"[.?!;:…\n]")
SHORTEST = 3  # letters before a *

CACHED = 50_000  # words of texts whose entries are kept at hand
ARTICLE_TEXTS = 256  # an article and its sentences: each list and codebook asks for the words of the same

V = TypeVar("V")


class Token(NamedTuple):
    """A word of a text, in small letters with straight apostrophes; a tuple, since texts hold thousands."""

    word: str
    span: Span
    goes_on: bool = False  # no mark that ends a clause, and no line, lies between it and the one before


@dataclass(frozen=True, slots=True)
class Hit(Generic[V]):
    """Where an entry of a list stands: tokens [first, last], and what the list says of it."""

    span: Span
    first: int
    last: int
    value: V


@lru_cache(ARTICLE_TEXTS)
def tokenize(text: str) -> tuple[Token, ...]:
    """The words of a text; spans count in it."""
    out: list[Token] = []
    last = 0
    for match in ENTRY_WORD.finditer(text):
        start, end = match.span()
        # a space, as between most words, ends nothing
        goes_on = bool(out) and (text[last:start] == " " or ENDS.search(text, last, start) is None)
        out.append(Token(match.group().lower().replace("’", "'"), Span(start, end), goes_on))
        last = end
    return tuple(out)


class WordList(Generic[V]):
    """Entries with a value each.  A phrase is matched word by word, within a clause; any of its words may end
    in `*`, and a last word in 's."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        """Raises ValueError where an entry holds no word, or a `*` after fewer than SHORTEST letters."""
        self._plain: dict[str, list[tuple[tuple[str, ...], V]]] = defaultdict(list)
        self._open: dict[str, list[tuple[tuple[str, ...], V]]] = defaultdict(list)
        for entry, value in entries:
            words = _words(entry)
            opened = words[0].endswith("*")
            (self._open if opened else self._plain)[words[0].rstrip("*")].append((words, value))
        self._lengths = sorted({len(start) for start in self._open}, reverse=True)
        self._beginning = lru_cache(CACHED)(self._entries)  # texts say the same words again and again

    def find(self, said: Sequence[Token]) -> Iterator[Hit[V]]:
        """Entries in reading order; where several begin, the longest; none inside of another."""
        free = 0  # the first place behind what was found
        for place, entries in self._begun(said):
            hit = next(self._at(said, place, entries), None) if place >= free else None
            if hit:
                yield hit
                free = hit.last + 1

    def find_all(self, said: Sequence[Token]) -> Iterator[Hit[V]]:
        """Entries in reading order, also those inside of others: for lists that hold several lists."""
        for place, entries in self._begun(said):
            yield from self._at(said, place, entries)

    def _begun(self, said: Sequence[Token]) -> Iterator[tuple[int, list[tuple[tuple[str, ...], V]]]]:
        """The places where entries may begin, with these."""
        beginning = self._beginning
        for place, token in enumerate(said):
            if entries := beginning(token.word):
                yield place, entries

    def _at(
        self, said: Sequence[Token], place: int, entries: list[tuple[tuple[str, ...], V]]
    ) -> Iterator[Hit[V]]:
        """Those of some entries that stand at a place."""
        for words, value in entries:
            last = place + len(words) - 1
            if last < len(said) and all(self._fits(said, place, words, k) for k in range(len(words))):
                yield Hit(Span(said[place].span.start, said[last].span.end), place, last, value)

    def _entries(self, word: str) -> list[tuple[tuple[str, ...], V]]:
        """The entries that may begin with a word of a text, the longest first."""
        found = [*self._plain.get(word, ())]
        if word.endswith("'s"):
            found += self._plain.get(word[:-2], ())
        for length in self._lengths:
            if length <= len(word):
                found += self._open.get(word[:length], ())
        return sorted(found, key=lambda item: -len(item[0]))

    def _fits(self, said: Sequence[Token], place: int, words: tuple[str, ...], k: int) -> bool:
        token = said[place + k]
        if k and not token.goes_on:
            return False
        return _same(token.word, words[k]) or (
            k == len(words) - 1 and _same(token.word.removesuffix("'s"), words[k])
        )


def _words(entry: str) -> tuple[str, ...]:
    words = tuple(entry.lower().replace("’", "'").split())
    if not words or any(not ENTRY_WORD.fullmatch(word.rstrip("*")) for word in words):
        raise ValueError(f"{entry!r} is no word or phrase")
    if any(word.endswith("*") and len(word) <= SHORTEST for word in words):
        raise ValueError(f"{entry!r}: a * needs {SHORTEST} letters before it")
    return words


def _same(said: str, wanted: str) -> bool:
    return said.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted
