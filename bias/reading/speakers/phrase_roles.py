"""A phrase that describes somebody → the role that it gives.  Knows one phrase, no article.

The noun at the head decides.  An office ("president", "official") takes the role of the body that it belongs
to; where that body is unknown, so is the role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bias import resources
from bias.reading.speakers.mentions import BOUNDARY, CAPITAL, head_of
from bias.reading.speakers.role_words import Entry, LexiconMatch, Word, singular_of

VAGUE = frozenset(
    ("department", "board", "office", "committee", "team", "group", "section", "council", "bureau", "centre",
     "center", "unit", "division", "programme", "program")
)  # fmt: skip
DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that"))
COMPLEMENT = frozenset(("of", "at", "for", "from", "with", "in", "to", "on", "representing", "inside"))
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
WHOLE = frozenset(("of", "at", "for", "from", "with"))  # what an official of an organisation belongs to by
OFFICIALS = frozenset(("government_official", "law_enforcement_military", "judiciary_legal"))
# nouns that mean a body named before, of whatever kind
ANAPHORIC = frozenset(("group", "organisation", "organization", "agency", "service", "movement", "page", "paper",
                       "board", "authority", "commission", "team"))  # fmt: skip
RANK = 0.9  # strength of a title before a name: "Major Ivo Keller, an army spokesman" speaks for the army
# who works in the office of a head of state is an official
HEADS = frozenset(("president", "vice president", "vice-president", "deputy president", "chancellor"))
ENVOYS = frozenset(("ambassador", "envoy", "diplomat", "consul"))
CHURCH = frozenset(("church", "chapel", "parish", "congregation", "cathedral", "diocese", "gospel"))
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


def told_role(phrase: Phrase) -> Told:
    """The role of whom a phrase describes; an empty one where it does not say."""
    named = _kind_before_name(phrase)
    if named is not None:
        return named
    head = _head(phrase)
    if head is None:
        return _by_name_word(phrase) or _inside(phrase)
    entry = head.entry
    if entry.kind == "party":
        return Told("legislator_party", 0.9, head)
    if entry.kind == "polity":
        return _of_polity(phrase, head)
    noun = singular_of(entry.words.lower())
    if entry.kind == "office" or noun in offices():
        return _of_office(phrase, head, noun)
    return Told(*_of_noun(phrase, head, noun), head)


# -- heads -------------------------------------------------------------------------------------------


def first_of_several(phrase: Phrase) -> Phrase:
    """The phrase up to "and", where what stands before it is somebody: "the FBI and federal prosecutors"."""
    inside = {n for one in phrase.found for n in range(one.first + 1, one.last)}
    for n, word in enumerate(phrase.core()):
        if n == 0 or word.lower != "and" or n in inside or n + 1 >= phrase.end:
            continue
        head = head_of(phrase.found, n)
        capital = CAPITAL.match(phrase.words[n + 1].text)
        if head is None and _is_name(phrase, n - 1) and not capital:
            return Phrase(phrase.text, phrase.words, phrase.found, n)  # "Galler and his colleagues"
        if head is None or head.entry.kind not in ("body", "crowd", "party", "polity", "person"):
            return phrase
        if head.entry.kind == "polity" and head.entry.role:  # "Israeli and Hezbollah leaders"
            last = head_of(phrase.found, phrase.end)
            if last is None:
                return phrase
            found = [one for one in phrase.found if one.last <= n or one.first >= last.first]
            found.append(replace(last, entry=Entry("", "side"), first=n, last=last.first))
            return Phrase(phrase.text, phrase.words, found, phrase.end)
        plain = head.entry.words == head.entry.words.lower()
        if plain and CAPITAL.match(phrase.words[n - 1].text) and capital:
            return phrase  # "the Media and Sport Committee"
        return Phrase(phrase.text, phrase.words, phrase.found, n)
    return phrase


def _head(phrase: Phrase) -> LexiconMatch | None:
    """The entry that heads a phrase; words that are a part of a body's name do not."""
    head = head_of(phrase.found, phrase.end)
    if head is None or head.first == 0:
        return head
    before = phrase.words[head.first - 1]
    if head.entry.kind == "polity":
        body = head_of(phrase.found, head.first)
        if body is not None and body.entry.kind == "body" and CAPITAL.match(before.text):
            return body  # "Human Rights Watch Uganda"
        people = bool(head.entry.role) and head.first == 1
        return head if people or not _is_name(phrase, head.first - 1) else None
    of_name = CAPITAL.match(phrase.words[head.first].text) and _is_name(phrase, head.first - 1)
    if of_name and head.entry.role in ("citizen", "document_data") and head.entry.words.islower():
        return None  # "Safeguard Defenders", "Open Page"
    if head.entry.words in ("Father", "Sister", "Brother", "Advocate", "Mother"):
        return None
    return head


def _is_name(phrase: Phrase, n: int) -> bool:
    """Whether a word is capitalised and known to no lexicon."""
    word = phrase.words[n]
    known = any(one.first <= n < one.last for one in phrase.found)
    return bool(CAPITAL.match(word.text)) and not known and word.lower not in PLAIN_CAPITALS | DETERMINERS


def _kind_before_name(phrase: Phrase) -> Told | None:
    """The kind that stands before a body's own name: "the human rights organisation Safeguard Watch"."""
    first = phrase.end
    while first > 0 and CAPITAL.match(phrase.words[first - 1].text):
        first -= 1
    if first == 0 or first == phrase.end or phrase.words[first - 1].text[0].isupper():
        return None
    whole = head_of(phrase.found, phrase.end)
    if whole is not None and (whole.entry.kind != "person" and whole.first <= first):
        return None
    kind = head_of(phrase.found, first)
    if kind is None or kind.entry.kind not in ("body", "crowd"):
        return None
    if (
        whole is not None
        and whole.entry.kind in ("person", "office", "title")
        and whole.entry.role != "citizen"
    ):
        return None  # "the company's Chief Executive"
    if kind.entry.words in ("agency", "service", "authority", "commission", "office"):
        return Told()  # an agency with a name of its own may be anything
    if POSSESSED.match(phrase.text[kind.span.end : kind.span.end + 3]):
        return None
    return Told(kind.entry.role, 0.93, kind)


def _by_name_word(phrase: Phrase) -> Told | None:
    """The role that the last words of a name say: "Acme Mining", "the Kivo Foundation"."""
    role = _name_role(phrase, 0, phrase.end)
    return Told(role, 0.8) if role else None


def _name_role(phrase: Phrase, first: int, last: int) -> str:
    """The role of a body by a word of its name, where the words are a name of at least two words."""
    while first < last and (phrase.words[first].lower in DETERMINERS or not _capital(phrase, first)):
        first += 1
    run = phrase.words[first:last]
    if len(run) < 2 or not CAPITAL.match(run[-1].text):
        return ""
    return _name_words().get(run[-1].text, "")


def _capital(phrase: Phrase, n: int) -> bool:
    return bool(CAPITAL.match(phrase.words[n].text))


def _inside(phrase: Phrase) -> Told:
    inside = [one for one in phrase.found if one.last <= phrase.end and one.entry.kind in ("person", "title")]
    return Told(inside[-1].entry.role, 0.55, inside[-1]) if inside else Told()


# -- what the head says ------------------------------------------------------------------------------


def _of_polity(phrase: Phrase, head: LexiconMatch) -> Told:
    """A state speaks as its government, a people does not: "Moscow", "many Israelis", "the Israelis"."""
    if not head.entry.role:
        return Told("government_official", 0.8 if phrase.end == len(phrase.words) else 0.6, head)
    first = phrase.words[0].lower
    if first == "the" and head.first == 1:
        return Told("government_official", 0.55, head)
    if head.entry.plural or first in ("a", "an", "one", "many", "some", "most", "several", "ordinary"):
        return Told("citizen", 0.8, head)
    return Told()


def _of_noun(phrase: Phrase, head: LexiconMatch, noun: str) -> tuple[str, float]:
    entry = head.entry
    if _is_movement(phrase, head):
        return "civil_society", 0.85  # "the Friends of Tilbrook Library"
    if noun == "advocate" and _is_possessed(phrase, head):
        return "judiciary_legal", 0.9  # "her advocate", and not an advocate of something
    if entry.role in OFFICIALS and entry.kind in ("person", "crowd") and noun.split(" ")[-1] not in ENVOYS:
        body = _before(phrase, head)
        body = body[-1] if body and body[-1].last == head.first else _complement(phrase, head, WHOLE).body
        if body is not None and body.entry.role == "intl_org":
            return "intl_org", 0.9  # "the UN's legal counsel"
    if noun == "minister" and any(word.lower in CHURCH for word in phrase.words):
        return "civil_society", 0.9
    if _is_any_agency(phrase, head):
        return "", 0.0
    if entry.role == "expert_academic" and entry.kind == "person" and head.first > 0:
        owner = head_of(phrase.found, head.first)
        if (
            owner is not None
            and owner.entry.role == "government_official"
            and _is_possessed(phrase, head, any_case=True)
        ):
            return "government_official", 0.8  # "the municipality's economist"
    bare = noun in ANAPHORIC and head.first <= 1
    return entry.role, 0.6 if bare else RANK if _is_rank(entry, noun) else 0.95


def _is_rank(entry: Entry, noun: str) -> bool:
    """Whether it says of somebody what he may be beside his office: a major, a doctor, a Republican."""
    ranks = ("law_enforcement_military", "expert_academic")
    return (entry.kind == "title" and entry.role in ranks) or noun in ("democrat", "republican", "socialist")


def _is_any_agency(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether words of no lexicon say what kind of agency it is: "the crime prevention agency"."""
    n = head.first - 1
    if n < 0 or head.entry.words != "agency" or phrase.words[head.first].text != "agency":
        return False
    known = any(one.first <= n < one.last for one in phrase.found)
    return not known and phrase.words[n].lower not in PLAIN_CAPITALS | DETERMINERS


def _is_movement(phrase: Phrase, head: LexiconMatch) -> bool:
    """ "Friends of the Quay", "Parents Against Guns": people written with a capital, and what they are for."""
    first, behind = phrase.words[head.first], phrase.words[head.last : head.last + 3]
    return (
        head.entry.plural
        and head.entry.role in ("citizen", "expert_academic")
        and head.first <= 1
        and bool(CAPITAL.match(first.text))
        and len(behind) > 1
        and behind[0].lower in ("of", "for", "against", "without")
        and any(CAPITAL.match(word.text) for word in behind[1:])
        and (head.first == 1 or behind[0].lower != "of" or head.entry.words == "friends")
    )


def _is_possessed(phrase: Phrase, head: LexiconMatch, *, any_case: bool = False) -> bool:
    if head.first == 0:
        return False
    before = phrase.words[head.first - 1]
    after = phrase.text[before.span.end : before.span.end + 3]
    named = any_case or CAPITAL.match(before.text)
    return before.lower in ("his", "her", "their", "my") or bool(named and POSSESSED.match(after))


# -- offices -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Complement:
    """What an office is of: a body or person of the lexicon, a state, or a name that nobody knows."""

    body: LexiconMatch | None = None
    polity: bool = False
    unknown: bool = False
    role: str = ""


def _of_office(phrase: Phrase, head: LexiconMatch, noun: str) -> Told:
    before = _before(phrase, head)
    inside = [
        one
        for one in phrase.found
        if one.first >= head.first and one.last < head.last and one.entry.kind == "body"
    ]
    if before or inside:
        return Told(_of_body((before[-1:] or inside[:1])[0], noun), 0.9, head)
    role = _name_role(phrase, 0, head.first)
    if role:
        return Told(role, 0.8, head)
    after = _complement(phrase, head, COMPLEMENT)
    if after.body is not None:
        return Told(_of_body(after.body, noun), 0.9, head)
    if after.role:
        return Told(after.role, 0.8, head)
    alone = _alone().get(noun, "")
    if alone in ("business", "unspecified", "expert_academic"):
        return Told(alone, 0.75, head)
    if after.unknown or (head.first > 0 and _is_name(phrase, head.first - 1)):
        return Told(head=head)
    if head.first > 0 and phrase.words[head.first - 1].lower in ("its", "their"):
        return Told(head=head)  # of a body that was named before
    polities = [one for one in phrase.found if one.entry.kind == "polity" and one.last <= head.first]
    if polities or after.polity:
        role = _of_state().get(noun, alone)
        if role == "head_of_state_gov" and head.entry.plural:
            role = "government_official"
        return Told(role, 0.85 if role else 0.0, head)
    if alone == "head_of_state_gov" and (head.entry.plural or phrase.words[0].lower in ("a", "an")):
        return Told(head=head)
    return Told(alone, 0.7 if alone else 0.0, head)


def _of_body(body: LexiconMatch, noun: str) -> str:
    role = body.entry.role or "legislator_party"
    return "government_official" if role == "head_of_state_gov" and noun not in HEADS else role


def _before(phrase: Phrase, head: LexiconMatch) -> list[LexiconMatch]:
    return [one for one in phrase.found if one.last <= head.first and one.entry.kind in BODIES]


def _complement(phrase: Phrase, head: LexiconMatch, links: frozenset[str]) -> Complement:
    """What stands behind an office: "of the dockers' union", "of France", "of Acme Mining", "of research"."""
    at = head.last
    if at + 1 >= len(phrase.words) or phrase.words[at].lower not in links:
        return Complement()
    if phrase.text[phrase.words[at - 1].span.end : phrase.words[at].span.start].strip():
        return Complement()
    first = at + 1
    last = _segment_end(phrase, first)
    inner = head_of(phrase.found, last)
    more = last < len(phrase.words) and phrase.words[last].lower in ("of", "at", "in", "for")
    if phrase.words[last - 1].lower in VAGUE and more:
        further = _segment_end(phrase, last + 1)
        deeper = head_of(phrase.found, further)
        if deeper is not None and deeper.entry.kind in BODIES:
            inner, first, last = deeper, last + 1, further
    if inner is not None and inner.first >= at:
        return _of_inner(phrase, inner, first)
    role = _name_role(phrase, first, last)
    if role:
        return Complement(role=role)
    covered = any(
        one.entry.kind in BODIES and first <= one.first and one.last <= last for one in phrase.found
    )
    name = any(_is_name(phrase, n) for n in range(first, last))
    thing = phrase.words[first].lower in DETERMINERS
    return Complement(unknown=name or thing or covered)


def _of_inner(phrase: Phrase, inner: LexiconMatch, first: int) -> Complement:
    entry = inner.entry
    if _is_any_agency(phrase, inner):
        return Complement(unknown=True)
    if entry.kind in BODIES:
        return Complement(body=inner, role=entry.role or "legislator_party")
    if entry.kind == "polity":
        named = inner.first > first and _is_name(phrase, inner.first - 1)
        return Complement(polity=not named and not entry.role, unknown=named)
    if entry.kind in ("person", "office", "title"):
        role = _alone().get(singular_of(entry.words.lower()), "") or entry.role
        official = role == "head_of_state_gov"
        return Complement(role="government_official" if official else role, unknown=not role)
    return Complement(unknown=entry.kind == "document")


def _segment_end(phrase: Phrase, first: int) -> int:
    """The number of words up to the next preposition or comma behind word `first`."""
    inside = {
        n for one in phrase.found for n in range(one.first + 1, one.last) if one.entry.kind not in ("polity",)
    }
    for n in range(first, len(phrase.words)):
        word = phrase.words[n]
        if n > first and n not in inside and word.lower in BOUNDARY | {"and"}:
            return n
        after = phrase.text[word.span.end : word.span.end + 2]
        if after[:1] in (",", ";", "(") or after in (" (", " –", " —"):
            return n + 1
    return len(phrase.words)


# -- the lexicon -------------------------------------------------------------------------------------


@cache
def offices() -> frozenset[str]:
    """Nouns that take their role from the body that they belong to."""
    return frozenset(_words("office"))


@cache
def _alone() -> dict[str, str]:
    return _words("alone")


@cache
def _of_state() -> dict[str, str]:
    return _words("of state")


@cache
def _name_words() -> dict[str, str]:
    return _words("name")


def _words(kind: str) -> dict[str, str]:
    return {
        word if kind == "name" else word.lower(): row["role"]
        for row in resources.lexicon("role_words")
        if row["kind"] == kind
        for word in row["words"].split("|")
    }
