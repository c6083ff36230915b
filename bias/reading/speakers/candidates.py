"""One speaker of an article, and how well a pronoun, a description or a body's name fits one.

Numbers here are points of a ranking, set by hand on articles of `data/gold/`; docs/method.md gives what
the ranking reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from bias import resources
from bias.model import Span
from bias.reading.roles.role_evidence import Evidence
from bias.reading.speakers.mentions import Mention, Person, noun_of

YEARS = re.compile(r"(\d{1,3})-year-old$")
GENERIC = resources.word_set("generic")
NARROWER = {row["noun"]: frozenset(row["narrower"].split(" ")) for row in resources.lexicon("broader_nouns")}
GOVERNING = frozenset(("head_of_state_gov", "government_official"))
RULERS = frozenset(("leader", "president", "ruler", "premier", "head"))  # with a country, who heads its state
HIGHEST = frozenset(("president", "minister", "chancellor", "premier", "king", "queen", "taoiseach"))
FULL = {  # "gov." → "governor"
    short: noun for noun, narrower in reversed(NARROWER.items()) for short in narrower if short.endswith(".")
}
NUMBERS = frozenset(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))


@dataclass(slots=True, eq=False)
class Entity:
    """One speaker while an article is resolved."""

    kind: str  # person, organisation, group, document, unnamed
    name: str
    gender: str = ""
    at: list[int] = field(default_factory=list)  # where it is mentioned, outside other people's words
    content: set[str] = field(default_factory=set)  # words that describe it
    heads: set[str] = field(default_factory=set)  # nouns that it is called by
    ages: set[str] = field(default_factory=set)
    pieces: list[Evidence] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)  # features of its sources, for the role model
    owner: Span | None = None  # whose spokesman, lawyer, mother
    owned_by: Entity | None = None
    people: list[Person] = field(default_factory=list)
    polities: set[str] = field(default_factory=set)  # that its offices belong to
    keys: set[str] = field(default_factory=set)  # of a body: see `named_bodies.body_key`
    office: str = ""  # the role that the tables give the full name on the day
    place: bool = False  # a country or a town
    trade: str = ""  # of a body: the role that its name gives
    hushed: bool = False  # kept anonymous
    spoke: bool = False

    def add(self, piece: Evidence) -> None:
        """Keeps a piece of evidence that gives a role, a side or a polity."""
        if piece.role or piece.side or piece.polity or piece.noun:
            self.pieces.append(piece)
        if piece.polity:
            self.polities.add(piece.polity)

    def before(self, at: int) -> int | None:
        """The place of its last mention before another place."""
        return max((place for place in self.at if place < at), default=None)


def fits_pronoun(entity: Entity, gender: str) -> float | None:
    """How well an entity agrees with a pronoun (m, f, mf either, p several, n a thing); None: not at all."""
    if gender in ("m", "f", "mf"):
        if entity.kind not in ("person", "unnamed") or entity.gender not in gender:
            return None
        return 0.7 if entity.gender == gender else 0.0
    if gender == "p":
        points = {"group": 1.0, "organisation": 0.3, "unnamed": 0.4, "person": -1.0}
        return points.get(entity.kind) if entity.spoke else None
    return 0.8 if entity.spoke and entity.kind in ("organisation", "document") else None


def fits_description(mention: Mention, entity: Entity, owner: Entity | None, last: Entity | None) -> float:
    """How well "the minister" or "her lawyer" fits a person; 0 where it does not."""
    head = noun_of(mention.head)
    if mention.gender and entity.gender and mention.gender != entity.gender:
        return 0.0
    if (age := _age(head, mention)) and (age in entity.ages or f"{age}-year-old" in entity.content):
        return 3.0
    if age and head.endswith("year-old"):
        return 0.4 * (entity is last and not entity.ages)
    if owner is not None and entity.owned_by is not None and entity.owned_by is not owner:
        return 0.0
    if _differ(mention, entity):
        return 0.0
    others = mention.content - {head}
    missing = 0.6 * len(others - entity.content)
    if head in entity.heads:
        return 2.0 + len(others & entity.content) - missing
    narrower = NARROWER.get(head, frozenset()) & entity.heads
    shared = len((mention.content | mention.around) & entity.content)
    if narrower and (shared or (mention.definite and mention.owner is None and not others)):
        return 1.4 + shared - missing
    shared = len(mention.content & entity.content)
    if shared and (head in entity.content or shared > 1):
        return 1.0 + shared - missing
    return _fits_loosely(mention, entity, last, head, others - set(mention.head.split(" ")))


def _fits_loosely(
    mention: Mention, entity: Entity, last: Entity | None, head: str, others: Set[str]
) -> float:
    """By the role alone, where the words say no more: "the minister" of one whom the text calls secretary."""
    alone = mention.definite and mention.owner is None
    if head in GENERIC and entity is last and alone:
        return 0.5
    role = mention.role_of.entry.role if mention.role_of else ""
    if head in HIGHEST and entity.heads & HIGHEST:
        return 0.0  # the prime minister is not "the president"
    held = bool(role) and entity.office == role == "head_of_state_gov"
    same = held or (bool(role) and entity.spoke and any(piece.role == role for piece in entity.pieces))
    return (0.6 + 0.2 * held) * (same and alone and not others)


def _differ(mention: Mention, entity: Entity) -> bool:
    """Whether a number or a country parts them: a mother of three, of four; the French, the Slovak leader."""
    own, theirs = mention.around & NUMBERS or mention.content & NUMBERS, entity.content & NUMBERS
    if own and theirs and own != theirs:
        return True
    if "opposition" in mention.content and any(piece.role in GOVERNING for piece in entity.pieces):
        return True  # a minister is not "the opposition leader"
    return bool(mention.polities and entity.polities and not mention.polities & entity.polities)


def heads_state(mention: Mention, entity: Entity) -> bool:
    """Whether "the French leader" is this head of state or government."""
    office = noun_of(mention.head) in RULERS or mention.head.startswith("head of ")
    rules = any(piece.role == "head_of_state_gov" and not piece.former for piece in entity.pieces)
    return office and rules and bool(mention.polities & entity.polities)


def distinct(names: Sequence[str]) -> list[str]:
    """Names that differ: a second entity of one name gets a number."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _age(head: str, mention: Mention) -> str:
    for word in (head, *sorted(mention.content)):
        if match := YEARS.match(word):
            return match.group(1)
    return ""
