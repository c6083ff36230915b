"""Groups and things that a text speaks of by common nouns: protesters, lawmakers, Republicans, the gas deal.

A group is a noun of the lexicon of roles in its plural, or one of `group_nouns`.  A thing is one of
`thing_nouns` that the text takes for known ("the bill"); so are an office or a body of `office_nouns` where
it is not clear whom it means ("the mayor").  A capitalised word before a group belongs to its name:
"Republican lawmakers" are others than "lawmakers".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bias import resources
from bias.model import Name, Span
from bias.reading.roles.role_words import LexiconMatch, Word, look_up, phrase_words, plural_of, singular_of

GROUP, THING = "group", "thing"  # kinds of targets
Found = tuple[Span, str, str]  # where, the name, the kind
GROUPED = frozenset(("person", "office", "body", "party", "polity"))
OWNERS = frozenset(("NORP", "GPE", "ORG"))  # names that may belong to that of a group
COUNTS = frozenset(("percent", "per cent", "majority", "half", "most"))  # of people, and nobody by themselves
NO_GROUPS = frozenset(("document_data", "unspecified"))
LONGEST_SENTENCE = 2_000  # code points; a longer one is no sentence
BACK = 3  # words before a noun among which "the" makes it known
JOINT = re.compile(r"[ \u00a0]")


def find_groups(text: str, sentences: Sequence[Span], names: Sequence[Name]) -> Iterator[Found]:
    """Each place with its name, the noun with the capitalised words before it, and its kind.

    A thing is one of its article alone: "the bill" of another is another bill.
    """
    for name in names:
        words = name.span.slice(text)
        if name.label == "NORP" and words.endswith("s") and not _goes_on(text, name.span.end):
            yield name.span, words, GROUP
    named = {at for name in names if name.label in OWNERS for at in range(name.span.start, name.span.end)}
    for sentence in sentences:
        if sentence.end - sentence.start <= LONGEST_SENTENCE:
            yield from _in_sentence(text, phrase_words(text, sentence.start, sentence.end), named)


def _in_sentence(text: str, words: list[Word], named: set[int]) -> Iterator[Found]:
    found_here = look_up(words)
    lexical = {one.last: one for one in found_here if _is_group(one)}
    whose = {one.span.start for one in found_here if one.entry.kind in ("polity", "party", "region", "side")}
    whose |= named
    for n, word in enumerate(words):
        found = lexical.get(n + 1)
        if found is None and word.lower not in _nouns("group_nouns"):
            thing = word.text in _nouns("thing_nouns") or (
                word.lower in _nouns("office_nouns") and not _is_titled(text, words, n)
            )
            if thing and _is_known(text, words, n):
                first = _first(text, words, n)
                span = Span(words[first].span.start, word.span.end)
                yield span, " ".join(span.slice(text).split()).lower(), THING
            continue
        if _is_compound(text, words, n):
            continue
        first = found.first if found is not None else n
        first += words[first].lower == "the" and first < n  # "the crowd" of the lexicon
        while first and words[first - 1].text[0].isupper() and _touch(text, words, first):
            if words[first - 1].span.start not in whose:
                break
            first -= 1
        span = Span(words[first].span.start, word.span.end)
        plain = " ".join(one.text for one in words[first : n + 1])
        yield span, plain if words[first].span.start in whose else plain.lower(), GROUP


def _is_group(one: LexiconMatch) -> bool:
    entry = one.entry
    if entry.role in NO_GROUPS or entry.words in COUNTS or entry.words.startswith("a "):
        return False
    return entry.kind == "crowd" or (entry.plural and entry.kind in GROUPED)


def _is_compound(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether the noun only describes another one: "police chief", "the workers union"."""
    if n + 1 >= len(words) or not _touch(text, words, n + 1):
        return False
    following = words[n + 1]
    return any(one.first == 0 for one in look_up([following]) if one.entry.kind in GROUPED | {"title"})


def _is_titled(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether a name or another noun follows: "the president Ana Silva", "the party leader"."""
    after = n + 1 < len(words) and _touch(text, words, n + 1)
    return after and (words[n + 1].text[0].isupper() or _is_compound(text, words, n))


def _is_known(text: str, words: Sequence[Word], n: int) -> bool:
    first = _first(text, words, n)
    return first > 0 and words[first - 1].lower in ("the", "this", "that", "its", "his", "her", "their")


def _first(text: str, words: Sequence[Word], n: int) -> int:
    """The first word behind the article of a thing."""
    for place in range(n, max(0, n - BACK) - 1, -1):
        if place and words[place - 1].lower in ("the", "this", "that", "its", "his", "her", "their"):
            return place
        if not place or not _touch(text, words, place):
            break
    return n


def _touch(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether a word stands right behind the one before it."""
    return JOINT.fullmatch(text, words[n - 1].span.end, words[n].span.start) is not None


def _goes_on(text: str, end: int) -> bool:
    return re.match(r"[ -][a-z]{3,}(?:s|er|or|ist)\b", text[end : end + 24]) is not None


@cache
def _nouns(name: str) -> frozenset[str]:
    """The words of a set, in singular and plural."""
    return frozenset(form for word in resources.word_set(name) for form in (word, plural_of(word)))


def group_key(name: str) -> str:
    """What is alike for the names of one thing or group of an article: its last word, and its capitals."""
    words = name.split(" ")
    capitals = [word for word in words[:-1] if word[:1].isupper()]
    return " ".join([*capitals, singular_of(words[-1].lower())])
