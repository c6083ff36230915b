"""Personal names of an article → the people who bear them, with what stands around each name.

A full name is one person with its other spellings.  A surname alone is the person with that surname who was
named last before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from bias import resources
from bias.model import Span
from bias.reading.roles.office_holders import holder, is_holder
from bias.reading.roles.role_evidence import Evidence, affiliation, evidence, fold, plain, seat
from bias.reading.roles.role_words import content_words, look_up, phrase_words, singular_of
from bias.reading.speakers.candidates import FULL, Entity
from bias.reading.speakers.mentions import Person, gender_of_words, noun_of
from bias.reading.speakers.personal_names import descriptions, nearly, same_person

HE = re.compile(r"\b(?:he|his|him|himself)\b", re.I)
SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
AGE = re.compile(r"[\s,(]*(?:aged\s+)?(\d{1,3})\b(?!\s*(?:%|per|million|times))")
KNIGHTS = ("sir", "dame")
TITLE_BEFORE = 14  # code points before a name in which its title stands
NEAR = 260  # code points behind a name in which a pronoun tells its gender
OWN = re.compile(r"\b(?:(he|his|himself)|she|her|hers|herself)\b", re.I)  # "him" is mostly somebody else
OWNED = re.compile(r"[’']s?\s+((?:[\w-]+\s+){0,2}[\w-]+)")  # "Jacob Rand’s daughter" is no woman Rand
OBLIQUE = frozenset(  # before a name that a pronoun behind it does not mean: "like Pelosi, he"
    (
        "about", "after", "against", "and", "as", "by", "for", "from", "including", "like", "of", "on",
        "over", "than", "to", "toward", "towards", "unlike", "with", "without",
    )
)  # fmt: skip
LIVED = 0.62  # strength of "who lives next door", where nothing else is said
OUTWEIGH = 3  # times as many pronouns of one gender as of the other, before a text tells it


class NamedPeople:
    """The people whom one article names: `entities`, and who bears each name: `bearer`."""

    def __init__(
        self,
        text: str,
        date: str,
        people: Sequence[Person],
        cues: Sequence[Span],
        mask: bytearray,
        places: Sequence[str] = (),
        starts: Sequence[int] = (),
    ) -> None:
        self.starts = starts  # of sentences
        self.text, self.date, self.people, self.cues, self.mask = text, date, people, cues, mask
        self.places = places  # the countries that the article speaks of
        self.entities: list[Entity] = []
        self.bearer: dict[Span, Entity] = {}
        self._group()

    def within(self, span: Span) -> list[Entity]:
        """Those whose names stand in a span, in reading order."""
        return [
            self.bearer[p.span] for p in self.people if span.start <= p.span.start and p.span.end <= span.end
        ]

    def _group(self) -> None:
        for person in self.people:  # full names first: a surname may come before its full name
            if person.given:
                same = next((e for e in self.entities if any(same_person(person, o) for o in e.people)), None)
                self._join(person, same)
        for person in self.people:
            if not person.given:
                self._join(person, self._of_short_name(person))
        for entity in self.entities:
            entity.people.sort(key=lambda person: person.span)
            entity.name = self._name(entity)
            entity.at = [p.span.start for p in entity.people if not self.mask[p.span.start]]
            for person in entity.people:
                self._describe(entity, person)
            entity.gender = self._gender(entity)
            entity.polities |= self._held(entity)

    def _name(self, entity: Entity) -> str:
        """The longest name; with its title where it is a surname alone that another bears: "Lady Harding"."""
        longest = max(entity.people, key=lambda person: len(person.text))
        shared = any(
            fold(person.surname) == fold(longest.surname)
            for other in self.entities
            if other is not entity
            for person in other.people
        )
        if longest.given or not shared:
            return longest.text
        titles = [self._title(person)[0] for person in entity.people if self._title(person)[1]]
        return f"{titles[0].capitalize()} {longest.text}" if titles else longest.text

    def _held(self, entity: Entity) -> set[str]:
        """The country whose office somebody of this full name held on the day."""
        full = next((person for person in entity.people if person.given), None)
        if full is None:
            return set()
        held = holder(full.text, full.span, date=self.date, places=self.places)
        if held.polity in self.places:  # "the president", of a country that the article is about
            entity.office = held.role
        return {held.polity} if held.polity else set()

    def _join(self, person: Person, entity: Entity | None) -> None:
        if entity is None:
            entity = Entity("person", person.text)
            self.entities.append(entity)
        entity.people.append(person)
        self.bearer[person.span] = entity

    def _of_short_name(self, person: Person) -> Entity | None:
        """The person with this surname, else with this first name; of several the one named last.

        "Sir Keir" and "Dame Jenny" go by the first name; "Lady Starmer" is somebody else than he.
        """
        key = fold(person.surname)
        title, titled = self._title(person)
        by_surname = [e for e in self.entities if any(key == fold(p.surname) for p in e.people)]
        by_first = [e for e in self.entities if any(p.given and key == fold(p.given[0]) for p in e.people)]
        alike = [e for e in self.entities if any(p.given and nearly(key, p.surname) for p in e.people)]
        if title in KNIGHTS:
            by_surname, by_first = by_first or by_surname, []
        fitting = by_surname or ([] if titled else by_first) or (alike if len(alike) == 1 else [])
        if not titled:
            fitting = self._by_bare_name(person, fitting)
        else:
            fitting = [e for e in fitting if self._gender(e) in ("", titled)]
        start = person.span.start
        before = [e for e in fitting if any(p.span.start < start for p in e.people)]
        if before:
            return max(before, key=lambda e: max(p.span.start for p in e.people if p.span.start < start))
        return min(fitting, key=lambda e: e.people[0].span.start, default=None)

    def _by_bare_name(self, person: Person, fitting: Sequence[Entity]) -> list[Entity]:
        """Those whom a surname alone may mean.

        "Harding" is not "Lady Harding" where somebody has the name in full; and a surname of an office holder
        that stands before its first full name ("Dole" before "Mary Dole") is of somebody too well known.
        """
        bare = [e for e in fitting if not any(p.given or self._title(p)[1] for p in e.people)]
        full = [e for e in fitting if any(p.given for p in e.people)]
        if bare or not full or not is_holder(person.surname):
            return bare or full or list(fitting)
        first = {id(e): next(p for p in e.people if p.given) for e in full}
        return [e for e in full if first[id(e)].span < person.span or fold(first[id(e)].text) in _officers()]

    def _title(self, person: Person) -> tuple[str, str]:
        """The word before a name and the gender, m or f, that it gives as a title: Mr, Mrs, Lady."""
        before = phrase_words(self.text, max(0, person.span.start - TITLE_BEFORE), person.span.start)
        title = before[-1].lower if before else ""
        return title, gender_of_words(frozenset((title,)))

    def _describe(self, entity: Entity, person: Person) -> None:
        """What stands around a name: "Russian opposition journalist Igor Yakovenko, 51, the editor of …"."""
        for span, kind in descriptions(self.text, person):
            if kind == "before":
                span = self._behind_cue(span)
            if kind == "lives":
                piece = Evidence(span, "citizen", LIVED, why="what the text tells of the person")
            elif kind == "affiliation":
                piece = affiliation(self.text, span, date=self.date, places=self.places)
            else:
                before = kind == "before"
                piece = evidence(self.text, span, date=self.date, before_name=before, places=self.places)
                self._call(entity, span)
            entity.add(piece)
        entity.add(seat(self.text, person.span, date=self.date))
        if age := AGE.match(self.text, person.span.end):
            entity.ages.add(age.group(1))

    def _behind_cue(self, span: Span) -> Span:
        """Without the reporting words that stand before it: "growled Interior Minister Pavel Renko"."""
        ends = [cue.end for cue in self.cues if cue.start <= span.start < cue.end]
        start = min(max(ends, default=span.start), span.end)
        blank = len(self.text[start : span.end]) - len(self.text[start : span.end].lstrip())
        return Span(start + blank, span.end)

    def _call(self, entity: Entity, span: Span) -> None:
        phrase = phrase_words(self.text, span.start, span.end)
        entity.content |= content_words(phrase)
        for one in look_up(phrase):
            if one.entry.kind in ("person", "office", "title"):
                head = singular_of(noun_of(one.entry.words.lower()))
                entity.heads.add(FULL.get(head, head))

    def _gender(self, entity: Entity) -> str:
        """The gender by titles and descriptions, else by the pronouns between a name and the next one."""
        said = [
            gender_of_words(frozenset(entity.content | entity.heads)),
            *(self._title(person)[1] for person in entity.people),
        ]
        score = 5 * (said.count("m") - said.count("f"))
        for person in entity.people:
            window = self.text[person.span.end : self._next_name(entity, person)]
            he, she = HE.search(window), SHE.search(window)
            if he or she:
                score += 1 if she is None or (he is not None and he.start() < she.start()) else -1
        return "m" if score > 0 else "f" if score < 0 else ""

    def told_gender(self, entity: Entity) -> str:
        """The gender that the text tells of somebody, m or f, where it can be counted on.

        By titles and descriptions, else by pronouns behind the name and before the next: of the first person
        in a sentence, behind no "like" or "with", and outside of quotation marks where the name is.  Without
        any by the given name, where nearly all who bear it are of one gender; against it a pronoun tells
        nothing.
        `entity.gender` is the guess by which pronouns are resolved; it takes any pronoun near.
        """
        owned = {
            word.lower()
            for person in entity.people
            if (behind := OWNED.match(self.text, person.span.end))
            for word in behind.group(1).split()
        }
        told = [gender_of_words(frozenset((entity.content | entity.heads) - owned))]
        told += [self._title(person)[1] for person in entity.people]
        if said := {one for one in told if one}:
            return said.pop() if len(said) == 1 else ""
        near = [found for person in entity.people if (found := self._pronoun(entity, person))]
        men, women = near.count("m"), near.count("f")
        by_name = {found for person in entity.people if (found := given_gender(person.given))}
        if men == women == 0:
            return by_name.pop() if len(by_name) == 1 else ""
        if max(men, women) < OUTWEIGH * min(men, women) or men == women:
            return ""
        by_pronoun = "m" if men > women else "f"
        return by_pronoun if by_name <= {by_pronoun} else ""

    def _pronoun(self, entity: Entity, person: Person) -> str:
        """The gender of the first pronoun behind a name that may well mean its bearer."""
        start = person.span.start
        begin = self.starts[max(0, bisect_right(self.starts, start) - 1)] if self.starts else 0
        before = phrase_words(self.text, max(0, start - TITLE_BEFORE), start)
        others = (one.span for one in self.people if self.bearer[one.span] is not entity)
        if any(begin <= span.start < start for span in others) or (before and before[-1].lower in OBLIQUE):
            return ""
        for match in OWN.finditer(self.text, person.span.end, self._next_name(entity, person)):
            if self.mask[match.start()] == self.mask[start]:
                return "m" if match.group(1) else "f"
        return ""

    def _next_name(self, entity: Entity, person: Person) -> int:
        """Where another person is named, NEAR code points behind the name at most."""
        others = (
            p.span.start
            for p in self.people
            if p.span > person.span and self.bearer.get(p.span) is not entity
        )
        return min(next(others, len(self.text)), person.span.end + NEAR)


@cache
def _officers() -> frozenset[str]:
    """The full names, folded, of all who ever held an office that the gazetteer knows."""
    rows = resources.lexicon("offices")
    return frozenset(fold(name) for row in rows for name in (row["name"], *row["aliases"].split("|")))


def given_gender(given: Sequence[str]) -> str:
    """m or f, where nearly all with the first of the given names are of one gender; no initial counts."""
    full = [name for name in given if len(name.rstrip(".")) > 1]
    return _given().get(plain(full[0]), "") if full else ""


@cache
def _given() -> dict[str, str]:
    return {name: row["gender"] for row in resources.lexicon("given_names") for name in row["names"].split()}
