"""Sources of an article → speakers: which mentions are one, and who they are.  Knows one article.

A name is one person with its other spellings; a surname, a description or a pronoun is the person that
it can mean and that was spoken of last.  "Her lawyer" is somebody else than she, the spokesman of a
company is not the company, and a pronoun that fits nobody stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from bias.model import Article, Attribution, Span, Speaker
from bias.reading.speakers.candidates import Entity, distinct, fits_description, fits_pronoun, fits_thing
from bias.reading.speakers.mentions import Mention, Person, gender_of_words, read_mention
from bias.reading.speakers.personal_names import STOPS, descriptions, find_people, same_person
from bias.reading.speakers.role_classifier import features, probabilities, threshold
from bias.reading.speakers.role_evidence import (
    LEARNED,
    Evidence,
    Judged,
    affiliation,
    evidence,
    fold,
    holder,
    judge,
    seat,
)
from bias.reading.speakers.role_words import content_words, look_up, singular_of, words
from bias.reading.text.encoder import Parse
from bias.reading.text.encoder import parse as read_text
from bias.reading.text.quotations import find_quotes, quoted_mask

HE = re.compile(r"\b(?:he|his|him|himself)\b", re.I)
SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
AGE = re.compile(r"[\s,(]*(?:aged\s+)?(\d{1,3})\b(?!\s*(?:%|per|million|times))")
FAR = 8  # sentences beyond which a pronoun means nobody
LEAST = -1.5  # points below which a pronoun means nobody
POSSESSIVES = {"his": "m", "her": "f", "their": "p", "its": "n"}
KINDS = {"organisation": "organisation", "document": "document", "collective": "group"}
AUTHOR = "the author"
MEANT = ("name", "description", "pronoun", "organisation")  # forms of a source that say whom it means


@dataclass(frozen=True, slots=True)
class Known:
    """A person, or a body that speaks, with the places where it is meant and the form of each."""

    speaker: Speaker
    mentions: tuple[tuple[Span, str], ...]  # form: name, description, pronoun, organisation


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks in an article, and everybody whom it names, whether they speak or not."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    known: tuple[Known, ...]


def resolve(
    parse: Parse, attributions: Sequence[Attribution], *, learned: bool = True
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """Attributions with speaker, role, alignment and polity; and the speakers in order of appearance.

    A source that fits nobody keeps no speaker.  Where no rule knows a role, the role model says it if it
    is sure enough; not with `learned=False`.
    """
    found = resolve_all(parse, attributions, learned=learned)
    return found.attributions, found.speakers


def resolve_all(parse: Parse, attributions: Sequence[Attribution], *, learned: bool = True) -> Resolved:
    """The same, and with it everybody who is named."""
    return _Resolver(parse, attributions, learned).resolved()


class _Resolver:
    """One article: its people first, then its sources in reading order."""

    def __init__(self, parse: Parse, attributions: Sequence[Attribution], learned: bool) -> None:
        self.learned = learned
        self.text, self.date, self.names = parse.article.text, parse.article.published, parse.names
        self.attributions = attributions
        self.mask = quoted_mask(self.text, find_quotes(self.text))
        self.starts = [span.start for span in parse.sentences]
        self.entities: list[Entity] = []
        self.of_person: dict[Span, Entity] = {}
        self.chosen: dict[int, tuple[Entity | None, Mention]] = {}
        self.last: list[Entity] = []  # speakers, the latest last
        sources = [whole(found.source) for found in attributions if found.source]
        self.people = find_people(self.text, parse.names, sources)
        self._group_people()

    def resolved(self) -> Resolved:
        for number in sorted(range(len(self.attributions)), key=lambda n: _place(self.attributions[n])):
            found = self.attributions[number]
            if found.source:
                mention = read_mention(self.text, whole(found.source), self.people, self.names)
                entity = self._entity(mention)
                self.chosen[number] = (entity, mention)
                if entity is not None:
                    self._spoke(entity, mention)
        return self._results()

    # -- people by their names -----------------------------------------------------------------------

    def _group_people(self) -> None:
        for person in self.people:  # full names first: a surname may come before its full name
            if person.given:
                same = next((e for e in self.entities if any(same_person(person, o) for o in e.people)), None)
                self._join(person, same)
        for person in self.people:
            if not person.given:
                self._join(person, self._of_short_name(person))
        for entity in self.entities:
            entity.people.sort(key=lambda person: person.span)
            entity.name = max((person.text for person in entity.people), key=len)
            entity.at = [p.span.start for p in entity.people if not self.mask[p.span.start]]
            for person in entity.people:
                self._describe(entity, person)
            entity.gender = self._gender(entity)

    def _join(self, person: Person, entity: Entity | None) -> None:
        if entity is None:
            entity = Entity("person", person.text)
            self.entities.append(entity)
        entity.people.append(person)
        self.of_person[person.span] = entity

    def _of_short_name(self, person: Person) -> Entity | None:
        """Whose surname it is, else whose first name: of several the one spoken of last."""
        key = fold(person.surname)
        titled = self._title(person)
        by_surname = [e for e in self.entities if any(key == fold(p.surname) for p in e.people)]
        by_first = [e for e in self.entities if any(p.given and key == fold(p.given[0]) for p in e.people)]
        fitting = by_surname or ([] if titled else by_first)
        if titled and len(fitting) > 1:
            fitting = [e for e in fitting if self._gender(e) in ("", titled)] or fitting
        start = person.span.start
        before = [e for e in fitting if any(p.span.start < start for p in e.people)]
        if before:
            return max(before, key=lambda e: max(p.span.start for p in e.people if p.span.start < start))
        return min(fitting, key=lambda e: e.people[0].span.start, default=None)

    def _title(self, person: Person) -> str:
        """m or f from the word before a name: Mr, Mrs, Lady."""
        before = words(self.text, max(0, person.span.start - 14), person.span.start)
        return gender_of_words(frozenset(word.lower for word in before[-1:]))

    def _describe(self, entity: Entity, person: Person) -> None:
        """What stands around a name: "Russian opposition journalist Igor Yakovenko, 51, the editor of …"."""
        for span, kind in descriptions(self.text, person):
            if kind == "before":
                span = self._behind_cue(span)
            if kind == "affiliation":
                piece = affiliation(self.text, span, date=self.date)
            else:
                piece = evidence(self.text, span, date=self.date, before_name=kind == "before")
                self._call(entity, span)
            _add(entity, piece)
        _add(entity, seat(self.text, person.span, date=self.date))
        if age := AGE.match(self.text, person.span.end):
            entity.ages.add(age.group(1))

    def _behind_cue(self, span: Span) -> Span:
        """Without the reporting words that stand before it: "growled Interior Minister Pavel Renko"."""
        cues = [cue for found in self.attributions for cue in found.cue]
        ends = [cue.end for cue in cues if cue.start <= span.start < cue.end]
        start = min(max(ends, default=span.start), span.end)
        blank = len(self.text[start : span.end]) - len(self.text[start : span.end].lstrip())
        return Span(start + blank, span.end)

    def _call(self, entity: Entity, span: Span) -> None:
        phrase = words(self.text, span.start, span.end)
        entity.content |= content_words(phrase)
        for one in look_up(phrase):
            if one.entry.kind in ("person", "office", "title"):
                entity.heads.add(singular_of(one.entry.words.split(" ")[-1].lower()))

    def _gender(self, entity: Entity) -> str:
        """From titles and descriptions, else from the pronouns that follow the name with nobody between."""
        said = [gender_of_words(frozenset(entity.content | entity.heads)), *map(self._title, entity.people)]
        score = 5 * (said.count("m") - said.count("f"))
        for person in entity.people:
            window = self.text[person.span.end : self._next_name(entity, person)]
            he, she = HE.search(window), SHE.search(window)
            if he or she:
                score += 1 if she is None or (he is not None and he.start() < she.start()) else -1
        return "m" if score > 0 else "f" if score < 0 else ""

    def _next_name(self, entity: Entity, person: Person) -> int:
        """Where somebody else is named, 260 characters on at most."""
        others = (
            p.span.start
            for p in self.people
            if p.span > person.span and self.of_person.get(p.span) is not entity
        )
        return min(next(others, len(self.text)), person.span.end + 260)

    # -- the sources ---------------------------------------------------------------------------------

    def _entity(self, mention: Mention) -> Entity | None:
        if mention.person is not None:
            entity = self.of_person[mention.person.span]
            entity.owner = entity.owner or mention.owner
            return entity
        if mention.form == "pronoun":
            return self._of_pronoun(mention)
        if mention.form in KINDS:
            return self._of_thing(mention)
        return self._of_description(mention)

    def _spoke(self, entity: Entity, mention: Mention) -> None:
        entity.at.append(mention.span.start)
        entity.said.append(features(self.text, mention.span, mention.form))
        entity.spoke = True
        entity.hushed = entity.hushed or mention.hushed
        if mention.form != "pronoun":
            entity.content |= mention.content
            if mention.head:
                entity.heads.add(mention.head.split(" ")[-1])
        entity.gender = entity.gender or (mention.gender if mention.gender in ("m", "f") else "")
        self.last = [*(other for other in self.last if other is not entity), entity]

    def _of_pronoun(self, mention: Mention) -> Entity | None:
        if mention.gender == "r":
            return self._right_before(mention)
        if mention.gender == "s":
            return self._enclosing(mention) or self._author(mention)
        return self._antecedent(mention.span.start, mention.gender)

    def _right_before(self, mention: Mention) -> Entity | None:
        """The antecedent of who or which: the phrase that ends right before it."""
        start = self.starts[self._sentence(mention.span.start)] if self.starts else 0
        chunk = self.text[start : mention.span.start].rstrip(" ,")
        cut = max((match.end() for match in STOPS.finditer(chunk)), default=0)
        span = Span(start + cut + len(chunk[cut:]) - len(chunk[cut:].lstrip()), start + len(chunk))
        if not 0 < span.end - span.start < 80 or not words(self.text, span.start, span.end):
            return None
        return self._entity(read_mention(self.text, span, self.people, self.names))

    def _enclosing(self, mention: Mention) -> Entity | None:
        """The speaker of the words in which "I" or "we" stands."""
        for number, found in enumerate(self.attributions):
            inside = any(span.start <= mention.span.start < span.end for span in found.content)
            if inside and number in self.chosen:
                return self.chosen[number][0]
        return None

    def _author(self, mention: Mention) -> Entity:
        known = next((entity for entity in self.entities if entity.name == AUTHOR), None)
        if known is None:
            known = Entity("person", AUTHOR)
            known.pieces.append(Evidence(mention.span, "media_journalist", 0.7, why="the author of the text"))
            self.entities.append(known)
        return known

    def _antecedent(self, at: int, gender: str) -> Entity | None:
        """Who or what a pronoun means: recent, speaking, first in its sentence, often named."""
        scored = [
            (score, place, entity)
            for entity in self.entities
            for score, place in self._points(entity, at, gender)
        ]
        best = max(scored, default=None, key=lambda item: item[:2])
        return best[2] if best is not None and best[0] > LEAST else None

    def _points(self, entity: Entity, at: int, gender: str) -> Iterator[tuple[float, int]]:
        score, place = fits_pronoun(entity, gender), entity.before(at)
        if score is None or place is None:
            return
        sentence = self._sentence(place)
        distance = self._sentence(at) - sentence
        if distance > FAR:
            return
        start = self.starts[sentence] if self.starts else 0
        first = min((p for other in self.entities for p in other.at if start <= p < at), default=-1)
        score -= 0.45 * distance
        score += 1.6 * (self.last[-1:] == [entity]) or 0.5 * (entity in self.last[-2:])
        score += 0.8 * (first in entity.at)
        score += 0.5 * ("\n" not in self.text[place:at])
        score += 0.08 * min(sum(p < at for p in entity.at), 5)
        yield score, place

    def _of_thing(self, mention: Mention) -> Entity:
        """A body, a document or a group: the one of these words that was spoken of last, or a new one."""
        kind = KINDS[mention.form]
        name = mention.name or self._plain(mention.span)
        fitting = [
            (score, entity.at[-1] if entity.at else -1, entity)
            for entity in self.entities
            if entity.kind == kind and (score := fits_thing(mention, name, entity)) > 0
        ]
        best = max(fitting, default=None, key=lambda item: item[:2])
        if best is None:
            return self._new(kind, name, mention)
        entity = best[2]
        if kind == "organisation" and len(name) > len(entity.name):
            entity.name = name
        _add(entity, evidence(self.text, mention.span, date=self.date))
        return entity

    def _of_description(self, mention: Mention) -> Entity:
        """ "The minister", "her lawyer", "a senior official": a person spoken of before, or a new one."""
        owner = self._owner(mention)
        last = self.last[-1] if self.last else None
        fitting = [
            (score, -1 if place is None else place, entity)
            for entity in self.entities
            if (mention.definite or mention.owner is not None)
            and entity.kind in ("person", "unnamed")
            and entity is not owner
            and (score := fits_description(mention, entity, owner, last)) > 0
            for place in [entity.before(mention.span.start)]
        ]
        best = max(fitting, default=None, key=lambda item: item[:2])
        if best is not None:
            return best[2]
        kind = "unnamed" if mention.form == "unnamed" else "person"
        entity = self._new(kind, self._plain(mention.span), mention)
        entity.owned_by = owner
        return entity

    def _owner(self, mention: Mention) -> Entity | None:
        if mention.owner is None:
            return None
        low = self.text[mention.owner.start : mention.owner.end].lower()
        if low in POSSESSIVES:
            return self._antecedent(mention.owner.start, POSSESSIVES[low])
        return next(iter(self._people_in(mention.owner)), None)

    def _people_in(self, span: Span) -> list[Entity]:
        return [
            self.of_person[p.span]
            for p in self.people
            if span.start <= p.span.start and p.span.end <= span.end
        ]

    def _new(self, kind: str, name: str, mention: Mention) -> Entity:
        gender = mention.gender if mention.gender in ("m", "f") else ""
        entity = Entity(kind, name, gender=gender, owner=mention.owner)
        self.entities.append(entity)
        _add(entity, evidence(self.text, mention.span, date=self.date))
        return entity

    def _plain(self, span: Span) -> str:
        return " ".join(span.slice(self.text).split())

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    # -- what comes of it ----------------------------------------------------------------------------

    def _results(self) -> Resolved:
        order = [self.chosen[n][0] for n in range(len(self.attributions)) if n in self.chosen]
        heard = list(dict.fromkeys(entity for entity in order if entity is not None))
        named = [entity for entity in self.entities if entity.people and entity not in set(heard)]
        both = [*heard, *named]
        for entity, name in zip(both, distinct([entity.name for entity in both]), strict=True):
            entity.name = name
        everybody = {entity: self._speaker(entity) for entity in both}
        speakers = {entity: everybody[entity] for entity in heard}
        out = []
        for number, found in enumerate(self.attributions):
            if number not in self.chosen:
                out.append(replace(found, named=None))
                continue
            heard_here, mention = self.chosen[number]
            form = mention.form
            if heard_here is None:
                out.append(replace(found, form=form, named=False))
                continue
            who = speakers[heard_here]
            out.append(
                replace(
                    found,
                    form=form,
                    named=bool(heard_here.people) or heard_here.kind in ("organisation", "document"),
                    speaker=who.name,
                    role=who.role or None,
                    alignment=who.alignment or None,
                    polity=who.polity or None,
                )
            )
        known = tuple(
            Known(speaker, self._mentions(entity))
            for entity, speaker in everybody.items()
            if entity.people or speaker.kind == "organisation"
        )
        return Resolved(tuple(out), tuple(speakers.values()), known)

    def _mentions(self, entity: Entity) -> tuple[tuple[Span, str], ...]:
        """Its names wherever they stand, and the descriptions and pronouns that are sources."""
        names = {person.span: "name" for person in entity.people}
        said = [mention for who, mention in self.chosen.values() if who is entity]
        sources = {mention.span: str(mention.form) for mention in said if mention.form in MEANT}
        around = {span for span in sources if any(_inside(name, span) for name in names)}
        return tuple(sorted((names | {s: form for s, form in sources.items() if s not in around}).items()))

    def _speaker(self, entity: Entity) -> Speaker:
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
        """What the gazetteer says of a person: by the full name, where the article gives one."""
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
            others = [other for other in self._people_in(span) if other is not entity]
            if others:
                found = judge([*others[0].pieces, *self._held(others[0])])
                if found.alignment:
                    return found
            found = judge([self._of_whom(span)])
            if found.alignment or found.polity:
                return found
        return None

    def _of_whom(self, span: Span) -> Evidence:
        """What the words around "press secretary" tell of the one whose secretary it is."""
        found = [
            one for one in look_up(words(self.text, span.start, span.end)) if one.entry.role != "spokesperson"
        ]
        strong = [one for one in found if one.entry.kind in ("person", "body", "title", "party")]
        weak = [one for one in found if one.entry.kind in ("office", "polity")]
        if not strong and not weak:
            return Evidence(span)
        head = (strong or weak)[0]
        told = evidence(self.text, head.span, date=self.date, before_name=True)
        polity = told.polity or next((one.entry.polity for one in weak if one.entry.polity), "")
        return replace(told, polity=polity)


def whole(spans: Sequence[Span]) -> Span:
    """One span for a source; of parts far from each other the longest."""
    first, last = spans[0].start, spans[-1].end
    if last - first <= sum(span.end - span.start for span in spans) + 60:
        return Span(first, last)
    return max(spans, key=lambda span: span.end - span.start)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _add(entity: Entity, piece: Evidence) -> None:
    if piece.role or piece.side or piece.polity:
        entity.pieces.append(piece)


def _place(found: Attribution) -> int:
    return (found.source or found.cue or found.content)[0].start


# -- one source with some words around it --------------------------------------------------------------


def classify_roles(
    sources: Sequence[str], contexts: Sequence[str], *, dates: Sequence[str] | None = None
) -> pd.DataFrame:
    """Role, alignment and polity of sources, each judged from the words of its context alone.

    One row a source: role, alignment, polity ("unknown" where the words do not tell), confidence (0 to 1)
    and why.  A context holds its source; where it does not, the source is read alone.  ISO `dates` tell
    who held an office then.  Raises ValueError where the lengths differ.
    """
    days = dates if dates is not None else [""] * len(sources)
    rows = [_classify(*one) for one in zip(sources, contexts, days, strict=True)]
    columns = ["role", "alignment", "polity", "confidence", "why"]
    return pd.DataFrame(rows, columns=columns)


def _classify(source: str, context: str, date: str) -> tuple[str, str, str, float, str]:
    text = context if source in context else source
    start = text.find(source)
    span = Span(start, start + len(source))
    parse = read_text(Article("", "", "", text, published=date))
    _, heard = resolve(parse, [Attribution("", (span,), (), (span,), "indirect")])
    if not heard:
        return "unknown", "unknown", "unknown", 0.0, ""
    who = heard[0]
    return who.role or "unknown", who.alignment or "unknown", who.polity or "unknown", who.confidence, who.why
