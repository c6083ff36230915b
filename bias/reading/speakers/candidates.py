"""One speaker of an article, and how well a pronoun, a description or a body's name fits one.

Numbers here are points of a ranking, set by hand on articles of `data/gold/`; docs/method.md gives what
the ranking reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bias import resources
from bias.model import Span
from bias.reading.roles.role_evidence import Evidence, fold
from bias.reading.speakers.mentions import Mention, Person

CAPITALS = re.compile(r"[A-Z]\w*")
YEARS = re.compile(r"(\d{1,3})-year-old$")
GENERIC = resources.word_set("generic")


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
    hushed: bool = False  # kept anonymous
    spoke: bool = False

    def add(self, piece: Evidence) -> None:
        """Keeps a piece of evidence that gives a role, a side or a polity."""
        if piece.role or piece.side or piece.polity or piece.noun:
            self.pieces.append(piece)

    def before(self, at: int) -> int | None:
        """The place of its last mention before another place."""
        return max((place for place in self.at if place < at), default=None)


def fits_pronoun(entity: Entity, gender: str) -> float | None:
    """How well an entity agrees with a pronoun (m, f, p several, n a thing); None where it cannot."""
    if gender in ("m", "f"):
        if entity.kind not in ("person", "unnamed") or entity.gender not in ("", gender):
            return None
        return 0.7 if entity.gender == gender else 0.0
    if gender == "p":
        points = {"group": 1.0, "organisation": 0.3, "unnamed": 0.4, "person": -1.0}
        return points.get(entity.kind) if entity.spoke else None
    return 0.8 if entity.kind in ("organisation", "document") else None


def fits_description(mention: Mention, entity: Entity, owner: Entity | None, last: Entity | None) -> float:
    """How well "the minister" or "her lawyer" fits a person; 0 where it does not."""
    head = mention.head.split(" ")[-1]
    if mention.gender and entity.gender and mention.gender != entity.gender:
        return 0.0
    age = _age(head, mention)
    if age:
        known = age in entity.ages or f"{age}-year-old" in entity.content
        if known or head.endswith("year-old"):
            return 3.0 if known else 0.4 * (entity is last and not entity.ages)
    if owner is not None and entity.owned_by is not None and entity.owned_by is not owner:
        return 0.0
    others = mention.content - {head}
    if head in entity.heads:
        return 2.0 + len(others & entity.content) - 0.6 * len(others - entity.content)
    shared = len(mention.content & entity.content)
    if shared and (head in entity.content or shared > 1):
        return 1.0 + shared - 0.6 * len(others - entity.content)
    alone = mention.definite and mention.owner is None
    if head in GENERIC and entity is last and alone:
        return 0.5
    role = mention.role_of.entry.role if mention.role_of else ""
    same = bool(role) and entity.spoke and any(piece.role == role for piece in entity.pieces)
    return 0.6 * (same and alone and not others)


def fits_thing(mention: Mention, name: str, entity: Entity) -> float:
    """How well a body, a document or a group fits one that was named before; 0 where it does not."""
    if fold(name) == fold(entity.name):
        return 5.0
    own = mention.content
    if mention.form == "organisation":
        if _letters(entity.name) == name.replace(".", "") or _letters(name) == entity.name.replace(".", ""):
            return 4.0
        if own and own <= entity.content and mention.definite:
            return 2.0 + len(own)
        return 2.0 * (len(entity.content) > 1 and entity.content <= own)
    if mention.head.split(" ")[-1] not in entity.heads:
        return 0.0
    extra = own - entity.content
    return 2.0 + len(own & entity.content) - 1.2 * len(extra) if mention.definite or not extra else 0.0


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


def _letters(name: str) -> str:
    """The capitals of a name of several words, as an acronym has them; "-" for one word."""
    capitals = CAPITALS.findall(name)
    return "".join(word[0] for word in capitals) if len(capitals) > 1 else "-"
