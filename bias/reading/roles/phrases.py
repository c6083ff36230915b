"""A noun phrase → where its core ends, the lexicon entry that heads it, and what is a name in it.

There is no parser behind it: the head stands before the first preposition, comma or relative pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bias import resources
from bias.reading.roles.role_words import LexiconMatch, Word, look_up

BOUNDARY = resources.word_set("boundary")
CAPITAL = re.compile(r"[^\W\d_a-z]")
LATER = {"office": 1, "party": 2, "polity": 3}  # of entries equally long, what counts after the others
DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that"))
# capitalised before an office, and no part of a name
PLAIN_CAPITALS = frozenset(
    ("senior", "deputy", "acting", "assistant", "associate", "interim", "executive", "general", "chief",
     "vice", "first", "second", "third", "national", "federal", "regional", "local", "state", "former",
     "new", "then", "late", "top", "junior", "some", "several", "many", "most", "other", "one", "two",
     "three", "another", "western", "european", "african", "arab", "asian", "no", "all", "both", "mr", "mrs",
     "ms", "dr", "foreign", "public", "current", "outgoing", "longtime", "elected", "unnamed", "anonymous",
     "city", "county", "town", "high", "these", "those", "few", "as", "but", "and", "also", "even")
)  # fmt: skip
BODIES = frozenset(("body", "party", "crowd"))
AGENCIES = frozenset(("agency", "service", "authority", "commission", "office"))
ALLIANCES = frozenset(("coalition", "alliance", "campaign", "network", "committee", "movement"))
ASSOCIATIONS = frozenset(
    ("association", "federation", "confederation", "council", "forum", "guild", "society", "alliance",
     "network", "group")
)  # fmt: skip
POSSESSED = re.compile(r"[’']s?\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, the lexicon entries in it, and the number of words before its first preposition or comma."""

    text: str  # of the article
    words: Sequence[Word]
    found: Sequence[LexiconMatch]
    end: int

    def core(self) -> Sequence[Word]:
        return self.words[: self.end]


@dataclass(frozen=True, slots=True)
class Told:
    """The role that a phrase gives, how surely, and the entry of the noun that it comes from."""

    role: str = ""
    strength: float = 0.0
    head: LexiconMatch | None = None


def head_of(found: Sequence[LexiconMatch], last: int) -> LexiconMatch | None:
    """The lexicon entry that ends before word `last`; the longest where several do."""
    ending = [one for one in found if one.last == last and one.entry.kind != "side"]
    return min(ending, key=lambda one: (one.first, LATER.get(one.entry.kind, 0)), default=None)


def core_end(text: str, phrase: Sequence[Word]) -> int:
    """Number of words before the first preposition, comma or relative pronoun."""
    return end_of_core(text, phrase, look_up(list(phrase)))


def end_of_core(text: str, phrase: Sequence[Word], found: Sequence[LexiconMatch]) -> int:
    """The same, with the lexicon entries of the phrase at hand."""
    inside = {
        n for one in found for n in range(one.first + 1, one.last) if one.entry.kind not in ("polity", "side")
    }
    for n, word in enumerate(phrase):
        if n and n not in inside and word.lower in BOUNDARY and not word.text.isupper():
            return n
        after = text[word.span.end : word.span.end + 3]
        if after.startswith((",", " –", " —", " -", ";", " (", "(")) and n + 1 < len(phrase):
            return n + 1
    return len(phrase)


def is_name(phrase: Phrase, n: int) -> bool:
    """Whether a word is capitalised and known to no lexicon."""
    word = phrase.words[n]
    known = any(one.first <= n < one.last for one in phrase.found)
    return bool(CAPITAL.match(word.text)) and not known and word.lower not in PLAIN_CAPITALS | DETERMINERS


def name_role(phrase: Phrase, first: int, last: int) -> str:
    """The role of a body by a word of its name, where the words are a name of at least two words."""
    while first < last and (phrase.words[first].lower in DETERMINERS or not _capital(phrase, first)):
        first += 1
    run = phrase.words[first:last]
    if len(run) < 2 or not CAPITAL.match(run[-1].text):
        return ""
    return _name_words().get(run[-1].text, "")


def _capital(phrase: Phrase, n: int) -> bool:
    return bool(CAPITAL.match(phrase.words[n].text))


def kind_before_name(phrase: Phrase, end: int, start: int = 0) -> LexiconMatch | None:
    """The kind that stands before a body's own name: "charity" of "the homelessness charity Lantern".

    The name ends before word `end`; the words from `start` are looked at.
    """
    first = end
    while first > start and CAPITAL.match(phrase.words[first - 1].text):
        first -= 1
    if first in (start, end):
        return None
    whole = head_of(phrase.found, end)
    if whole is not None and (whole.entry.kind != "person" and whole.first <= first):
        return None
    kind = head_of(phrase.found, first)
    if kind is None or kind.entry.kind not in ("body", "crowd") or kind.first < start:
        return None
    if (
        whole is not None
        and whole.entry.kind in ("person", "office", "title")
        and whole.entry.role != "citizen"
    ):
        return None  # "the company's Chief Executive"
    return None if POSSESSED.match(phrase.text[kind.span.end : kind.span.end + 3]) else kind


def is_alliance(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether a name says what people are for or against: "the Coalition Against Mining"."""
    behind = phrase.words[head.last : head.last + 2]
    return (
        head.entry.words.lower() in ALLIANCES
        and bool(CAPITAL.match(phrase.words[head.first].text))
        and len(behind) > 1
        and behind[0].lower in ("against", "to")
        and bool(CAPITAL.match(behind[1].text))
    )


def body_role(phrase: Phrase, body: LexiconMatch) -> str:
    """The role of a body; of an association that of its members: "the hoteliers' association"."""
    if body.entry.words.lower() in ASSOCIATIONS and body.first > 0:
        members = head_of(phrase.found, body.first)
        if members is not None and members.entry.plural and members.entry.kind in ("crowd", "person"):
            return "business" if members.entry.role == "business" else "civil_society"
    parties = (one for one in phrase.found if one.entry.kind == "party")
    if body.entry.words == "group" and any(one.last == body.first for one in parties):
        return "legislator_party"  # "the Labour group leader"
    large = body.first > 0 and _capital(phrase, body.first) and is_name(phrase, body.first - 1)
    if large and body.entry.role == "legislator_party":
        return _name_words().get(
            phrase.words[body.last - 1].text, body.entry.role
        )  # "Clean Rivers Coalition"
    return "civil_society" if is_alliance(phrase, body) else body.entry.role


def is_any_body(phrase: Phrase, body: LexiconMatch) -> bool:
    """Whether a body's noun says nothing: "the Halvex group", "the Natural Fens Defence Council"."""
    if body.entry.words == "group":
        return body.first > 0 and is_name(phrase, body.first - 1)
    before = range(max(0, body.first - 3), body.first)
    several = len(before) == 3 and all(is_name(phrase, n) for n in before)
    return body.entry.words == "council" and several and _capital(phrase, body.first)


def is_any_agency(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether words of no lexicon say what kind of agency it is: "the crime prevention agency"."""
    n = head.first - 1
    if n < 0 or head.entry.words != "agency" or phrase.words[head.first].text != "agency":
        return False
    known = any(one.first <= n < one.last for one in phrase.found)
    return not known and phrase.words[n].lower not in PLAIN_CAPITALS | DETERMINERS


@cache
def _name_words() -> dict[str, str]:
    return words_of("name")


def words_of(kind: str) -> dict[str, str]:
    return {
        word if kind == "name" else word.lower(): row["role"]
        for row in resources.lexicon("role_words")
        if row["kind"] == kind
        for word in row["words"].split("|")
    }
