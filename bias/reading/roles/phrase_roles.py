"""A phrase that describes somebody → the role that it gives.  Knows one phrase, no article.

The noun at the head decides.  An office ("president", "official") takes the role of the body that it belongs
to; where that body is unknown, so is the role.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bias.reading.roles.offices import SUBJECTS, bodies_before, complement, office_role, offices
from bias.reading.roles.phrases import (
    AGENCIES,
    CAPITAL,
    POSSESSED,
    Phrase,
    Told,
    head_of,
    is_alliance,
    is_any_agency,
    is_name,
    kind_before_name,
    name_role,
    words_of,
)
from bias.reading.roles.role_words import Entry, LexiconMatch, singular_of

WHOLE = frozenset(("of", "at", "for", "from", "with"))  # what an official of an organisation belongs to by
OFFICIALS = frozenset(("government_official", "law_enforcement_military", "judiciary_legal"))
# nouns that mean a body named before, of whatever kind
ANAPHORIC = frozenset(
    ("group", "organisation", "organization", "agency", "service", "movement", "page", "paper", "board",
     "authority", "commission", "team")
)  # fmt: skip
RANK = 0.88  # strength of a title before a name: "Major Ivo Keller, an army spokesman" speaks for the army
MEMBERS = frozenset(("democrat", "republican", "socialist"))  # of a party, beside their office
SURNAMES = frozenset(("judiciary_legal", "civil_society", "expert_academic", "business", "media_journalist"))
NOBODY = frozenset(("some", "many", "others", "most", "few", "several"))
ACCUSED = frozenset(("accused", "defendant", "suspect", "plaintiff", "applicant", "claimant"))
ENVOYS = frozenset(("ambassador", "envoy", "diplomat", "consul"))
PARTISAN = frozenset(("Conservative", "Labour", "Liberal", "Democrat", "Green", "Tory", "Socialist"))
MONARCHS = frozenset(("king", "queen", "emir", "sultan", "ruler", "monarch"))
ORGANS = frozenset(("supreme", "central", "national", "executive", "federal", "general", "working"))
CHURCH = frozenset(("church", "chapel", "parish", "congregation", "cathedral", "diocese", "gospel"))


def told_role(phrase: Phrase) -> Told:
    """The role of whom a phrase describes; an empty one where it does not say."""
    named = _kind_before_name(phrase)
    if named is not None:
        return named
    if phrase.end == 1 and phrase.words[0].lower in NOBODY:
        return Told("unspecified", 0.8)
    head = _head(phrase)
    if head is None:
        return _by_name_word(phrase) or _inside(phrase)
    entry = head.entry
    if entry.kind == "party":
        return Told("legislator_party", 0.9, head)
    if entry.kind == "polity":
        return _of_polity(phrase, head)
    if _is_of_opposition_bench(phrase, head) or _is_of_party_organ(phrase, head):
        return Told("legislator_party", 0.92, head)
    words = entry.words.lower()
    noun = words if words in offices() else singular_of(words)  # "head of sales"
    if entry.kind == "office" or (noun in offices() and entry.kind != "document"):
        return office_role(phrase, head, noun)
    return Told(*_of_noun(phrase, head, noun), head)


def _is_of_opposition_bench(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether a politician speaks on a subject: "the Liberal health spokeswoman", "shadow minister"."""
    before = [word.lower for word in phrase.words[: head.first]]
    if "shadow" in before and head.entry.role in ("government_official", "legislator_party", ""):
        return True
    speaks = head.entry.kind == "person" and (
        head.entry.role == "spokesperson" or head.entry.words == "critic"
    )
    if not speaks or not SUBJECTS & set(before):
        return False
    party = any(one.entry.kind == "party" and one.first < head.first for one in phrase.found)
    named = any(word.text in PARTISAN for word in phrase.words[: head.first])
    return party or named or "opposition" in before


def _is_of_party_organ(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether somebody sits in a council of a party: "Liberal Party supreme council member"."""
    if not head.entry.words.endswith(("council member", "committee member")) or head.first < 2:
        return False
    party = any(one.entry.kind == "party" and one.last == head.first - 1 for one in phrase.found)
    return party and phrase.words[head.first - 1].lower in ORGANS


# -- heads -------------------------------------------------------------------------------------------


def first_of_several(phrase: Phrase) -> Phrase:
    """The phrase up to "and", where what stands before it is somebody: "the FBI and federal prosecutors"."""
    inside = {n for one in phrase.found for n in range(one.first + 1, one.last)}
    for n, word in enumerate(phrase.core()):
        if n == 0 or word.lower != "and" or n in inside or n + 1 >= phrase.end:
            continue
        head = head_of(phrase.found, n)
        capital = CAPITAL.match(phrase.words[n + 1].text)
        if head is None and is_name(phrase, n - 1) and not capital:
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
        return head if people or not is_name(phrase, head.first - 1) else None
    of_name = CAPITAL.match(phrase.words[head.first].text) and is_name(phrase, head.first - 1)
    if of_name and head.entry.role in ("citizen", "document_data") and head.entry.words.islower():
        return None  # "Safeguard Defenders", "Open Page"
    if of_name and len(phrase.words) == 2 and head.entry.role in SURNAMES and head.entry.words.islower():
        return None  # "Peter Judge"
    if head.entry.words in ("Father", "Sister", "Brother", "Advocate", "Mother"):
        return None
    return head


def _kind_before_name(phrase: Phrase) -> Told | None:
    kind = kind_before_name(phrase, phrase.end)
    if kind is None:
        return None
    if kind.entry.words in AGENCIES:
        return Told()  # an agency with a name of its own may be anything
    return Told(kind.entry.role, 0.93, kind)


def _by_name_word(phrase: Phrase) -> Told | None:
    """The role that the last words of a name say: "Acme Mining", "the Kivo Foundation"."""
    role = name_role(phrase, 0, phrase.end)
    return Told(role, 0.8) if role else None


def _inside(phrase: Phrase) -> Told:
    if len(phrase.words) == 2 and is_name(phrase, 0):
        return Told()  # "Peter Judge"
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
        before = bodies_before(phrase, head)
        near = bool(before) and before[-1].last == head.first
        body = before[-1] if near else complement(phrase, head, WHOLE).body
        if body is not None and body.entry.role == "intl_org":
            return "intl_org", 0.9  # "the UN's legal counsel"
    if _is_of_no_state(phrase, head, noun):
        return "civil_society", 0.9
    if is_any_agency(phrase, head):
        return "", 0.0
    if entry.role == "expert_academic" and entry.kind == "person" and head.first > 0:
        owner = head_of(phrase.found, head.first)
        if (
            owner is not None
            and owner.entry.role == "government_official"
            and _is_possessed(phrase, head, any_case=True)
        ):
            return "government_official", 0.8  # "the municipality's economist"
    if noun in ("moderator", "host"):
        return entry.role, 0.6  # of an evening: whatever else its bearer is called counts more
    bare = noun in ANAPHORIC and head.first <= 1
    return entry.role, 0.6 if bare else RANK if is_rank(entry) or noun in MEMBERS else 0.95


def _is_of_no_state(phrase: Phrase, head: LexiconMatch, noun: str) -> bool:
    """Whether a minister is one of a church, or a monarch one of no country: "the Emir of Gora"."""
    if noun == "minister":
        return any(word.lower in CHURCH for word in phrase.words)
    monarch = noun in MONARCHS and head.entry.kind == "person"
    return monarch and complement(phrase, head, frozenset(("of",))).unknown


def is_rank(entry: Entry) -> bool:
    """Whether it is a title that its bearer has beside his office: "Major", "Dr."."""
    known = entry.kind == "title" or (entry.kind == "person" and entry.words.lower() in _ranks())
    return known and entry.role in ("law_enforcement_military", "expert_academic")


@cache
def _ranks() -> frozenset[str]:
    """Titles in small letters: "colonel" is a noun too."""
    return frozenset(word.lower() for word in words_of("title"))


def _is_movement(phrase: Phrase, head: LexiconMatch) -> bool:
    """ "Friends of the Quay", "Parents Against Fumes": people with a capital, and what they are for."""
    first, behind = phrase.words[head.first], phrase.words[head.last : head.last + 3]
    if is_alliance(phrase, head):
        return True
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
    named = any_case or CAPITAL.match(before.text) or before.lower in ACCUSED
    return before.lower in ("his", "her", "their", "my") or bool(named and POSSESSED.match(after))
