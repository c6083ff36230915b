"""An office ("president", "official", "source") → the role of the body that it belongs to.

Where that body is unknown, so is the role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bias.reading.roles.phrases import (
    AGENCIES,
    BODIES,
    BOUNDARY,
    CAPITAL,
    DETERMINERS,
    POSSESSED,
    Phrase,
    Told,
    body_role,
    head_of,
    is_any_agency,
    is_any_body,
    is_name,
    kind_before_name,
    name_role,
    words_of,
)
from bias.reading.roles.role_words import LexiconMatch, singular_of

VAGUE = frozenset(
    ("department", "board", "office", "committee", "team", "group", "section", "council", "bureau", "centre",
     "center", "unit", "division", "programme", "program", "branch", "chapter", "wing", "arm", "caucus")
)  # fmt: skip
COMPLEMENT = frozenset(("of", "at", "for", "from", "with", "in", "to", "on", "representing", "inside"))
GENERIC = frozenset(("centre for", "center for", "bureau of", "group"))  # beginnings of names, of any kind
# what makes a president or a chancellor one of some body, not of the country: "the branch president"
PARTS = frozenset(
    ("national", "regional", "branch", "provincial", "district", "local", "county", "area", "club", "class",
     "student", "state", "chapter", "international", "company")
)  # fmt: skip
# parts of a country whose head is an official: "the head of the Dorn Region"
REGIONS = frozenset(
    ("region", "province", "district", "oblast", "prefecture", "republic", "territory", "governorate",
     "county")
)  # fmt: skip
COUNCILS = frozenset(
    ("council", "council chief", "city council", "county council", "district council", "borough council")
)
# subjects of a ministry: "the transportation secretary" is a minister
SUBJECTS = frozenset(
    ("health", "education", "finance", "treasury", "economy", "economics", "transport", "transportation",
     "housing", "justice", "home", "defence", "defense", "foreign", "environment", "energy", "climate",
     "business", "trade", "constitution", "culture", "sport", "sports", "science", "agriculture",
     "farming",
     "rural", "labour", "labor", "work", "welfare", "pensions", "immigration", "policing", "crime",
     "security",
     "digital",
     "equalities", "women", "children", "communities", "brexit", "europe", "social", "tourism",
     "fisheries", "planning", "water", "interior", "budget", "industry", "employment", "migration", "roads",
     "information", "works", "lands", "infrastructure", "power", "youth", "mines")
)  # fmt: skip
# who works in the office of a head of state is an official
HEADS = frozenset(("president", "vice president", "vice-president", "deputy president", "chancellor"))


@dataclass(frozen=True, slots=True)
class Complement:
    """What an office is of: a body or person of the lexicon, a state, or a name that nobody knows."""

    body: LexiconMatch | None = None
    polity: bool = False
    unknown: bool = False
    role: str = ""


def office_role(phrase: Phrase, head: LexiconMatch, noun: str) -> Told:
    """By the body before the noun or behind it, by a word of its name, by a country, else by the noun."""
    before = bodies_before(phrase, head)
    inside = [
        one
        for one in phrase.found
        if one.first >= head.first and one.last < head.last and one.entry.kind == "body"
    ]
    after = complement(phrase, head, COMPLEMENT)
    near = before[-1:] or inside[:1]
    body = near[0] if near else after.body
    name = name_role(phrase, 0, head.first)
    if noun == "chief executive" and _is_of_council(phrase, body):
        return Told("government_official", 0.8, head)
    if body is not None and is_any_body(phrase, body):
        return _without_body(phrase, head, noun, Complement(unknown=True))
    if body is not None and (near or not name):
        strength = 0.8 if body.entry.words.lower() in GENERIC else 0.9
        return Told(_of_body(phrase, body, noun), strength, head)
    if name or after.role:
        return Told(name or after.role, 0.8, head)
    return _without_body(phrase, head, noun, after)


def _without_body(phrase: Phrase, head: LexiconMatch, noun: str, after: Complement) -> Told:
    """What an office gives that names no body, a country, or a body that nobody knows."""
    alone = _alone().get(noun, "")
    before = [word.lower for word in phrase.words[: head.first]]
    if _is_of_subject(phrase, head, noun):
        return Told("government_official", 0.85, head)  # "the transportation secretary"
    if alone == "head_of_state_gov" and (PARTS & set(before) or _is_of_name(phrase, head)):
        return Told(head=head)  # "Halvex national president"
    owner = head_of(phrase.found, head.first)
    if owner is not None and owner.entry.kind in ("person", "title") and _possesses(phrase, owner):
        return Told(_of_owner(owner.entry.role), 0.85, head)  # "the minister's chief of staff"
    if alone in ("business", "unspecified", "expert_academic", "civil_society"):
        return Told(alone, 0.75, head)
    last = before[-1] if before else ""
    if after.unknown or last in ("its", "their") or (before and is_name(phrase, head.first - 1)):
        return Told(head=head)
    several = head.entry.plural
    if after.polity or any(one.entry.kind == "polity" and one.last <= head.first for one in phrase.found):
        role = _of_state().get(noun, alone)
        role = "government_official" if role == "head_of_state_gov" and several else role
        return Told(role, 0.85 if role else 0.0, head)
    if alone == "head_of_state_gov" and (several or phrase.words[0].lower in ("a", "an")):
        return Told(head=head)
    return Told(alone, 0.7 if alone else 0.0, head)


def _is_of_subject(phrase: Phrase, head: LexiconMatch, noun: str) -> bool:
    """Whether an office has a subject of the state: "transportation secretary", "commissioner for works"."""
    last = phrase.words[head.first - 1].lower if head.first > 0 else ""
    behind = [word.lower for word in phrase.words[head.last : head.last + 2]]
    if noun == "secretary" and last in SUBJECTS and behind[:1] not in (["of"], ["for"]):
        return True
    return noun in ("secretary", "commissioner") and behind[:1] == ["for"] and behind[-1] in SUBJECTS


def _is_of_council(phrase: Phrase, body: LexiconMatch | None) -> bool:
    """Whether it is the council of a place: "regional council", "the council"; no "Arts Council"."""
    chiefs = [one for one in phrase.found if one.entry.words.lower() in COUNCILS]
    first = body.first if body is not None and body.entry.words.lower() in COUNCILS else None
    first = chiefs[0].first if chiefs else first
    return first is not None and not any(is_name(phrase, n) for n in range(first))


def _is_of_name(phrase: Phrase, head: LexiconMatch) -> bool:
    """Whether a name that nobody knows stands before an office: "Wheat Growers of Dorn president"."""
    return any(is_name(phrase, n) and "-" not in phrase.words[n].text for n in range(head.first))


def _of_body(phrase: Phrase, body: LexiconMatch, noun: str) -> str:
    role = body_role(phrase, body) or "legislator_party"
    if noun == "chief executive" and body.entry.words.lower() in COUNCILS:
        return "government_official"  # of a town or a county, though he is called as in business
    if _alone().get(noun) == "business" and (role == "citizen" or body.entry.words == "group"):
        return "business"  # "the club's chief executive", "group chief executive"
    return "government_official" if role == "head_of_state_gov" and noun not in HEADS else role


def _possesses(phrase: Phrase, owner: LexiconMatch) -> bool:
    return bool(POSSESSED.match(phrase.text[owner.span.end : owner.span.end + 3]))


def _of_owner(role: str) -> str:
    """The role of who works for one person: of a president's adviser, a senator's, a bishop's."""
    return "government_official" if role == "head_of_state_gov" else "" if role == "citizen" else role


def bodies_before(phrase: Phrase, head: LexiconMatch) -> list[LexiconMatch]:
    """The bodies before an office that may be its own: not "the press service of the Danish leader"."""
    return [
        one
        for one in phrase.found
        if one.last <= head.first and one.entry.kind in BODIES
        and not any(p.entry.kind == "party" and p.first < one.first < p.last for p in phrase.found)
        and not _is_cut_off(phrase, one, head)
    ]  # fmt: skip


def _is_cut_off(phrase: Phrase, body: LexiconMatch, head: LexiconMatch) -> bool:
    """Whether an "of" stands between a body and an office that is no part of its name: "Union of Nurses"."""
    between = phrase.words[body.last : head.first]
    if "of" not in (word.lower for word in between):
        return False
    names = [word for word in between if word.lower not in ("of", "and", "for", "the")]
    large = CAPITAL.match(phrase.words[body.last - 1].text) and between[0].lower == "of"
    return not (large and len(between) > 1 and CAPITAL.match(between[1].text) and names)


def complement(phrase: Phrase, head: LexiconMatch, links: frozenset[str]) -> Complement:
    """What stands behind an office: "of the dockers' union", "of France", "of Acme Mining", "of research"."""
    at = head.last
    if at + 1 >= len(phrase.words) or phrase.words[at].lower not in links:
        return Complement()
    if phrase.text[phrase.words[at - 1].span.end : phrase.words[at].span.start].strip():
        return Complement()
    return _behind(phrase, at + 1)


def _behind(phrase: Phrase, first: int) -> Complement:
    """What the words from `first` say an office is of; a part gives way to its whole: "of sales at Acme"."""
    last = _segment_end(phrase, first)
    inner = head_of(phrase.found, last)
    more = last + 1 < len(phrase.words) and phrase.words[last].lower in ("of", "at", "in", "for", "with")
    if more and (phrase.words[last].lower == "at" or _is_part(phrase, inner, first, last)):
        whole = _behind(phrase, last + 1)
        if whole.body is not None or whole.role:
            return whole
    kind = kind_before_name(phrase, last, first)
    if kind is not None and kind.entry.words in AGENCIES:
        return Complement(unknown=True)  # an agency with a name of its own may be anything
    if kind is not None and kind.entry.words not in GENERIC:
        return Complement(body=kind, role=kind.entry.role)  # "of the homelessness charity Lantern"
    role = name_role(phrase, first, last)
    if role and inner is not None and inner.entry.kind in ("person", "crowd"):
        return Complement(role=role)  # "of Veld Partners"
    opening = next((one for one in phrase.found if one.entry.words.lower() in GENERIC - {"group"}), None)
    if opening is not None and first <= opening.first < last:
        return Complement(body=opening, role=opening.entry.role)  # "the Centre for Harbour Studies"
    if inner is not None and inner.first >= first:
        return _of_inner(phrase, inner, first)
    if role:
        return Complement(role=role)
    covered = [one for one in phrase.found if one.entry.kind in BODIES and first <= one.first < last]
    name = any(is_name(phrase, n) for n in range(first, last))
    if name and phrase.words[last - 1].lower in REGIONS:
        return Complement(role="government_official")  # "the head of the Dorn Region"
    return _unknown(phrase, first, covered, name)


def _unknown(phrase: Phrase, first: int, covered: Sequence[LexiconMatch], name: bool) -> Complement:
    """What a body is that nobody knows, by the body in its words where they hold no name."""
    thing = phrase.words[first].lower in DETERMINERS
    if covered and not name:
        return Complement(role=covered[0].entry.role or "legislator_party")  # "of a House panel"
    return Complement(unknown=name or thing or bool(covered))


def _is_part(phrase: Phrase, inner: LexiconMatch | None, first: int, last: int) -> bool:
    """Whether words name a part or a task of a body, not a body: "research", "the sales department"."""
    if phrase.words[last - 1].lower in VAGUE:
        return True
    named = any(CAPITAL.match(word.text) for word in phrase.words[first:last])
    return not named and (inner is None or inner.first < first or inner.entry.kind == "document")


def _of_inner(phrase: Phrase, inner: LexiconMatch, first: int) -> Complement:
    entry = inner.entry
    if is_any_agency(phrase, inner):
        return Complement(unknown=True)
    if entry.kind in BODIES:
        return Complement(body=inner, role=body_role(phrase, inner) or "legislator_party")
    if entry.kind == "polity":
        named = inner.first > first and is_name(phrase, inner.first - 1)
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


@cache
def offices() -> frozenset[str]:
    """Nouns that take their role from the body that they belong to."""
    return frozenset(words_of("office"))


@cache
def _alone() -> dict[str, str]:
    return words_of("alone")


@cache
def _of_state() -> dict[str, str]:
    return words_of("of state")
