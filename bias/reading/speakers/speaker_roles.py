"""An entity of an article → its speaker: role, alignment and polity, with the evidence for them.

Rules come first: what the text says of the entity, and what the gazetteer of offices says of its name.
Where no rule knows a role, the role classifier gives one if it is sure enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bias.model import Span, Speaker
from bias.reading.roles.office_holders import holder, polity_of
from bias.reading.roles.offices import offices
from bias.reading.roles.role_evidence import (
    LEARNED,
    STATE,
    Evidence,
    Judged,
    evidence,
    judge,
)
from bias.reading.roles.role_words import look_up, phrase_words
from bias.reading.speakers.candidates import Entity
from bias.reading.speakers.named_people import NamedPeople
from bias.reading.speakers.role_classifier import is_bare, likely_role, probabilities

# who works for one person: the role follows from whose adviser it is
AIDES = frozenset(
    ("adviser", "advisor", "senior adviser", "principal adviser", "aide", "staffer", "chief of staff")
)
AGED = 0.65  # strength of an age behind a name of whom nothing else is said: people in the street
RULING = 0.87  # strength of a full name in the tables, above that of a surname alone
TOLD = 0.7  # strength from which what the text says contradicts the tables
CIVIL = frozenset(
    ("citizen", "business", "expert_academic", "media_journalist", "judiciary_legal", "civil_society")
)


@dataclass(frozen=True, slots=True)
class SpeakerRoles:
    """Judges the entities of one article."""

    text: str
    date: str
    named: NamedPeople
    learned: bool  # whether the role classifier is asked
    places: tuple[str, ...] = ()  # the countries that the article speaks of, most often first

    def speaker(self, entity: Entity) -> Speaker:
        judged = self._judged(entity)
        return Speaker(
            name=entity.name,
            kind="unnamed" if entity.hushed and not entity.people else entity.kind,
            role=judged.role,
            alignment=judged.alignment,
            polity=judged.polity,
            confidence=judged.confidence,
            why=judged.why,
            evidence=judged.spans if judged.why != LEARNED else (),
            forms=tuple(dict.fromkeys(person.text for person in entity.people)),
            gender=self.named.told_gender(entity) if entity.people else entity.gender,
        )

    def _judged(self, entity: Entity) -> Judged:
        held = list(self._held(entity))
        told = [self._settled(piece, entity) for piece in entity.pieces]
        pieces = [*(piece for piece in told if not (held and self._rules(held[0], piece))), *held]
        principal = self._principal(entity)
        judged = judge(pieces, principal=principal)
        if not judged.role and principal is not None and any(piece.noun in AIDES for piece in pieces):
            judged = judge([*pieces, self._of_aide(entity, principal)], principal=principal)
        if not judged.role and entity.kind == "organisation" and entity.owned_by is not None and principal:
            return principal  # "Silva's office"
        if not judged.role and entity.ages and entity.people and not pieces:
            span = entity.people[0].span
            return judge([Evidence(span, "citizen", AGED, why="an age and nothing else")])
        # a bare name gives no role, nor do the letters of a body that the tables leave open
        named = bool(entity.people) or is_bare(entity.said) or entity.name.isupper()
        if judged.role or named or not self.learned or not entity.said or self._is_open(entity):
            return judged
        shares = probabilities(entity.said)
        role = likely_role(shares)
        if not role:
            return judged
        span = Span(entity.at[-1], entity.at[-1])
        return judge([*pieces, Evidence(span, role, shares[role], why=LEARNED)], principal=principal)

    def _settled(self, piece: Evidence, entity: Entity) -> Evidence:
        """The chancellor of a country that the text leaves open is of the country of who bears the name."""
        if piece.noun != "chancellor" or piece.polity or piece.role != "head_of_state_gov":
            return piece
        british = any(polity_of(person.text) == "United Kingdom" for person in entity.people if person.given)
        return replace(piece, role="government_official", polity="United Kingdom") if british else piece

    def _is_open(self, entity: Entity) -> bool:
        """Whether the text names an office whose body nobody knows: then no guess."""
        return any(piece.noun in offices() and not piece.role for piece in entity.pieces)

    def _of_aide(self, entity: Entity, principal: Judged) -> Evidence:
        """An adviser to a president is an official, an aide to a senator is of the parliament."""
        role = "government_official" if principal.role in STATE else principal.role
        piece = next(piece for piece in entity.pieces if piece.noun in AIDES)
        return replace(piece, role=role, strength=0.8 if role else 0.0, side=principal.alignment)

    def _held(self, entity: Entity) -> Iterator[Evidence]:
        """The evidence of the tables, by the full name where the article gives one; the text comes first."""
        if not entity.people:
            return
        full = next((person.text for person in entity.people if person.given), "")
        name, span = full or entity.people[0].surname, entity.people[0].span
        piece = holder(name, span, date=self.date, alone=not full, places=self.places)
        told = [other for other in entity.pieces if not self._rules(piece, other)]
        if piece.role and not (_contradicts(told, piece) if full else _contradicts(entity.pieces, piece)):
            yield piece

    def _rules(self, held: Evidence, told: Evidence) -> bool:
        """Whether what a text says is beside the point: that its country's president is a real estate man."""
        at_home = held.role == "head_of_state_gov" and held.polity in self.places
        beside = told.role in ("unspecified", "legislator_party") or (
            told.role in CIVIL and told.polity in ("", held.polity)
        )
        return at_home and beside and held.strength > RULING

    def _principal(self, entity: Entity) -> Judged | None:
        """For whom a spokesperson speaks: "the Russian President's", "of Kazakh leader Tokayev"."""
        if entity.owned_by is not None:
            return judge([*entity.owned_by.pieces, *self._held(entity.owned_by)])
        spans = [piece.span for piece in entity.pieces]
        for span in [*([entity.owner] if entity.owner else []), *spans]:
            others = [other for other in self.named.within(span) if other is not entity]
            if others:
                found = judge([*others[0].pieces, *self._held(others[0])])
                if found.alignment:
                    return found
            found = judge([self._of_whom(span)])
            if found.alignment or found.polity:
                return found
        return None

    def _of_whom(self, span: Span) -> Evidence:
        """The evidence for a principal: the words around "press secretary" describe whose secretary it is."""
        found = [
            one
            for one in look_up(phrase_words(self.text, span.start, span.end))
            if one.entry.role != "spokesperson" and one.entry.words.lower() != "deputy"
        ]
        strong = [one for one in found if one.entry.kind in ("person", "body", "title", "party")]
        weak = [one for one in found if one.entry.kind in ("office", "polity")]
        if not strong and not weak:
            return Evidence(span)
        head = (strong or weak)[0]
        told = evidence(self.text, head.span, date=self.date, before_name=True, places=self.places)
        polity = told.polity or next((one.entry.polity for one in weak if one.entry.polity), "")
        return replace(told, polity=polity)


def _contradicts(told: Sequence[Evidence], held: Evidence) -> bool:
    """Whether the text says of somebody what the tables' bearer of the name is not: Sudanese, a dean."""
    if any(piece.polity and held.polity and piece.polity != held.polity for piece in told if piece.role):
        return True
    sure = {piece.role for piece in told if piece.strength >= TOLD}
    yet_to_come = any(piece.noun.endswith("-elect") for piece in told)
    if held.role == "legislator_party" and sure & STATE and not yet_to_come:
        return True  # the text calls her chancellor: it was written since
    return bool(sure) and held.role not in sure and (sure <= CIVIL or held.role in CIVIL)
