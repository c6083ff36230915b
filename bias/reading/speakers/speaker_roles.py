"""An entity of an article → its speaker: role, alignment and polity, with the evidence for them.

Rules come first: what the text says of the entity, and what the gazetteer of offices says of its name.
Where no rule knows a role, the role classifier gives one if it is sure enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bias.model import Span, Speaker
from bias.reading.speakers.candidates import Entity
from bias.reading.speakers.named_people import NamedPeople
from bias.reading.speakers.role_classifier import probabilities, threshold
from bias.reading.speakers.role_evidence import LEARNED, Evidence, Judged, evidence, holder, judge
from bias.reading.speakers.role_words import look_up, phrase_words


@dataclass(frozen=True, slots=True)
class SpeakerRoles:
    """Judges the entities of one article."""

    text: str
    date: str
    named: NamedPeople
    learned: bool  # whether the role classifier is asked

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
            gender=entity.gender,
        )

    def _judged(self, entity: Entity) -> Judged:
        pieces = [*entity.pieces, *self._held(entity)]
        judged = judge(pieces, principal=self._principal(entity))
        if judged.role or not self.learned or not entity.said:
            return judged
        shares = probabilities(entity.said)
        role = max(shares, key=lambda key: shares[key])
        if shares[role] < threshold():
            return judged
        span = Span(entity.at[-1], entity.at[-1])
        return judge(
            [*pieces, Evidence(span, role, shares[role], why=LEARNED)], principal=self._principal(entity)
        )

    def _held(self, entity: Entity) -> Iterator[Evidence]:
        """The evidence of the gazetteer, by the full name where the article gives one."""
        if entity.people:
            full = next((person.text for person in entity.people if person.given), "")
            name = full or entity.people[0].surname
            piece = holder(name, entity.people[0].span, date=self.date, alone=not full)
            if piece.role:
                yield piece

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
            if one.entry.role != "spokesperson"
        ]
        strong = [one for one in found if one.entry.kind in ("person", "body", "title", "party")]
        weak = [one for one in found if one.entry.kind in ("office", "polity")]
        if not strong and not weak:
            return Evidence(span)
        head = (strong or weak)[0]
        told = evidence(self.text, head.span, date=self.date, before_name=True)
        polity = told.polity or next((one.entry.polity for one in weak if one.entry.polity), "")
        return replace(told, polity=polity)
