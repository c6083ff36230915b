"""Coreference: which sources of an article are one speaker.  Knows one article.

A description or a pronoun is the speaker that it can mean and that was spoken of last.  "Her lawyer" is
somebody else than she, the spokesman of a company is not the company, and a pronoun that fits nobody stays
unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bias.model import Attribution, Span
from bias.reading.roles.places import places_of
from bias.reading.roles.role_evidence import Evidence, evidence
from bias.reading.speakers.candidates import (
    GENERIC,
    NARROWER,
    Entity,
    fits_description,
    fits_pronoun,
    heads_state,
)
from bias.reading.speakers.chains import Resolved, Told, results
from bias.reading.speakers.joint_sources import halves, means_two
from bias.reading.speakers.mentions import GENDERED, HUSHED, Mention, noun_of, read_mention
from bias.reading.speakers.named_bodies import find_bodies, fits_noun, fits_thing, fuller
from bias.reading.speakers.named_people import NamedPeople
from bias.reading.speakers.narrated import find_narrated
from bias.reading.speakers.personal_names import find_people
from bias.reading.speakers.role_classifier import features
from bias.reading.speakers.speaker_roles import SpeakerRoles
from bias.reading.speakers.uncued import speaker_of_quotation
from bias.reading.speakers.written_later import written_on
from bias.reading.text.completion import antecedent
from bias.reading.text.decoding import Parse
from bias.reading.text.quotations import find_quotes, quoted_mask
from bias.reading.text.voices import AUTHOR

FAR = 8  # sentences beyond which a pronoun means nobody
WRITTEN = frozenset(("letter", "statement", "email", "message", "post", "tweet", "memo", "note", "op-ed"))
SENT = (
    r"\b(?:(?:sent|wrote|issued|published|posted|released|signed|penned)\s+(?:an?|the|this)|(?P<own>[Hh]is|[Hh]er))"
    r"\s+(?:[\w-]+\s+){{0,3}}?{noun}\b"
)
OPENING = 2  # sentences of an article that may speak of somebody who is named later
NEAREST = 4  # sentences back in which "the mother of three" was named
CLEAR = 1.0  # points by which a pronoun that is no source must mean one rather than another
LEAST = -1.5  # points below which a pronoun means nobody
TOLD = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
POSSESSIVES = {"his": "m", "her": "f", "their": "p", "its": "n"}
KINDS = {"organisation": "organisation", "document": "document", "collective": "group"}
COUNTERPART = re.compile(r"\bcounterparts?\b")


def resolve_speakers(parse: Parse, attributions: Sequence[Attribution], *, learned: bool = True) -> Resolved:
    """Finds the speaker of each attribution, with role, alignment and polity, and all others who are named.

    A source that fits nobody keeps no speaker.  Where no rule knows a role, the role classifier gives one if
    it is sure enough; it is not asked with `learned=False`.
    """
    return _Resolver(parse, attributions, learned).resolved()


class _Resolver:
    """Resolves one article: the people whom it names first, then its sources in reading order."""

    def __init__(self, parse: Parse, attributions: Sequence[Attribution], learned: bool) -> None:
        self.text, self.date, self.names = parse.article.text, parse.article.published, parse.names
        self.attributions = attributions
        self.sentences = parse.sentences
        self.starts = [span.start for span in parse.sentences]
        sources = [whole(attribution.source) for attribution in attributions if attribution.source]
        cues = [cue for attribution in attributions for cue in attribution.cue]
        self.mask = mask = quoted_mask(self.text, find_quotes(self.text))
        self.reported = bytearray(len(self.text))  # who is named in somebody's words speaks less likely next
        for span in (span for attribution in attributions for span in attribution.content):
            self.reported[span.start : span.end] = b"\x01" * (span.end - span.start)
        for span in sources:
            self.reported[span.start : span.end] = bytes(span.end - span.start)
        self.people = find_people(self.text, parse.names, sources)
        self.places = places_of(parse.article)
        self.date = written_on(self.text, self.people, self.date, self.places)
        self.named = NamedPeople(self.text, self.date, self.people, cues, mask, self.places, self.starts)
        self.roles = SpeakerRoles(self.text, self.date, self.named, learned, self.places)
        bodies = find_bodies(self.text, parse.names, self.people, mask, self.date)
        self.entities = [*self.named.entities, *bodies]
        self.chosen: dict[int, tuple[Entity | None, Mention]] = {}
        self.told: list[Told] = []
        self.wrote: dict[str, Entity] = {}  # "letter" → whose letter the text last spoke of
        self.last: list[Entity] = []  # speakers, the latest last

    def resolved(self) -> Resolved:
        spots = self._spots()
        for number in sorted(range(len(self.attributions)), key=lambda n: _place(self.attributions[n])):
            source = self.attributions[number].source
            while spots and spots[-1].start < _place(self.attributions[number]):
                self._tell(spots.pop())
            if source:
                mention = read_mention(self.text, whole(source), self.people, self.names)
                entity = self._entity(mention)
                self.chosen[number] = (entity, mention)
                if entity is not None:
                    self._spoke(entity, mention)
            elif not self.attributions[number].cue:
                self._go_on(number)
        while spots:
            self._tell(spots.pop())
        return results(self.attributions, self.chosen, self.told, self.entities, self.roles.speaker)

    def _spots(self) -> list[Span]:
        """Where the text may mean somebody who does not speak there, the first last."""
        taken = [whole(attribution.source) for attribution in self.attributions if attribution.source]
        return [
            span
            for span in sorted(find_narrated(self.text, self.mask), reverse=True)
            if not any(span.start < other.end and other.start < span.end for other in taken)
        ]

    def _tell(self, span: Span) -> None:
        """Whom the narration means by a pronoun or by "the minister"; nobody new comes of it."""
        word = self.text[span.start : span.end].lower()
        if word in TOLD:
            entity, form = self._clearly(span.start, TOLD[word]), "pronoun"
        else:
            mention = read_mention(self.text, span, self.people, self.names)
            entity, form = self._described(mention), "description"
        if entity is not None:
            self.told.append((span, form, entity))

    def _clearly(self, at: int, gender: str) -> Entity | None:
        """Whom "he" means, where the ranking and the order of names agree.

        That is who comes first of those whom it may mean in its sentence, else in the one before; of several
        the ranking must put one clearly first.
        """
        start = self.starts[sentence := self._sentence(at)] if self.starts else 0
        before = self.starts[sentence - 1] if self.starts and sentence else 0
        near = self._fitting(gender, start, at) or self._fitting(gender, before, start)
        entity = self._antecedent(at, gender, named=True, margin=CLEAR if len(near) > 1 else 0.0)
        first = near[0] if near else None
        return entity if entity is first and first is not None and first.gender == gender else None

    def _fitting(self, gender: str, start: int, end: int) -> list[Entity]:
        """The people who are named in a part of the text and may be he or she, in their order there."""
        found = [
            (place, number)
            for number, entity in enumerate(self.entities)
            if entity.people and entity.gender in ("", gender)
            for place in entity.at
            if start <= place < end
        ]
        return list(dict.fromkeys(self.entities[number] for _, number in sorted(found)))

    def _described(self, mention: Mention) -> Entity | None:
        """The one person or body that was named before and is called so."""
        noun = noun_of(mention.head)
        if mention.form == "organisation":
            entity = self._of_noun(mention)
            return entity if entity is not None and noun in entity.heads else None
        fitting = [
            entity
            for entity in self.entities
            if entity.people and noun in entity.heads and self._is_within(entity, mention.span.start)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _is_within(self, entity: Entity, at: int) -> bool:
        place = entity.before(at)
        return place is not None and self._sentence(at) - self._sentence(place) <= FAR

    def _go_on(self, number: int) -> None:
        """A quotation without a source: the speaker whom the narration before it gives."""
        quotation = self.attributions[number]
        before = [
            (self.attributions[n], entity) for n, (entity, _) in self.chosen.items() if entity is not None
        ]
        entity = speaker_of_quotation(
            self.text, self.sentences, quotation, before, self.entities, self._antecedent
        )
        if entity is not None:
            start = quotation.content[0].start
            self.chosen[number] = entity, Mention(Span(start, start), "implied")
            entity.spoke = True
            self.last = [*(other for other in self.last if other is not entity), entity]

    # -- the sources ---------------------------------------------------------------------------------

    def _entity(self, mention: Mention) -> Entity | None:
        together = self._together(mention)
        if together is not None:
            return together
        if mention.person is not None:
            entity = self.named.bearer[mention.person.span]
            entity.owner = entity.owner or mention.owner
            return entity
        if mention.form == "pronoun":
            return self._of_pronoun(mention)
        if mention.form in KINDS:
            return self._writer(mention) or self._of_thing(mention)
        return self._of_description(mention)

    def _together(self, mention: Mention) -> Entity | None:
        """Two who speak as one: a group of its own, with the role that both have."""
        parts = halves(self.text, mention.span, self.people, self.names)
        if parts is not None:
            first, second = (read_mention(self.text, part, self.people, self.names) for part in parts)
            one = self._entity(first)
            other = self._entity(second) if second.person is not None else None
            if one is not None and other is not None and COUNTERPART.search(second.span.slice(self.text)):
                _share_office(one, other)
            if one is not None and one is not other:
                return self._pair(one, other, other.name if other is not None else self._plain(second.span))
        if mention.person is None and means_two(self._plain(mention.span)):
            return self._last_two(mention.span.start)
        return None

    def _last_two(self, at: int) -> Entity | None:
        """The two who were named last, in the order in which the text introduced them."""
        near = [entity for entity in self.entities if entity.people and self._is_near(entity, at)]
        two = sorted(near, key=lambda entity: entity.before(at) or 0)[-2:]
        if len(two) < 2:
            return None
        one, other = sorted(two, key=lambda entity: entity.at[0])
        return self._pair(one, other, other.name)

    def _is_near(self, entity: Entity, at: int) -> bool:
        place = entity.before(at)
        return place is not None and self._sentence(at) - self._sentence(place) <= NEAREST

    def _pair(self, one: Entity, other: Entity | None, name: str) -> Entity:
        name = f"{one.name} and {name}"
        pair = next((entity for entity in self.entities if entity.name == name), None)
        if pair is None:
            pair = Entity("group", name)
            roles = {piece.role for piece in one.pieces} & {piece.role for piece in (other or one).pieces}
            for piece in [*one.pieces, *(other.pieces if other is not None else ())]:
                if piece.role in roles:
                    pair.add(piece)
            self.entities.append(pair)
        return pair

    def _spoke(self, entity: Entity, mention: Mention) -> None:
        entity.at.append(mention.span.start)
        names = [person.span for person in self.people]
        entity.said.append(features(self.text, mention.span, mention.form, names))
        entity.spoke = True
        entity.hushed = entity.hushed or mention.hushed
        if mention.form != "pronoun":
            entity.content |= mention.content
            if mention.head:
                entity.heads.add(noun_of(mention.head))
        entity.gender = entity.gender or (mention.gender if mention.gender in ("m", "f") else "")
        self.last = [*(other for other in self.last if other is not entity), entity]

    def _of_pronoun(self, mention: Mention) -> Entity | None:
        if mention.gender == "r":
            return self._right_before(mention)
        if mention.gender == "s":
            return self._enclosing(mention) or self._author(mention)
        if mention.gender in ("y", "d"):
            return None
        return self._antecedent(mention.span.start, mention.gender)

    def _right_before(self, mention: Mention) -> Entity | None:
        """The antecedent of who or which: the name or the phrase that ends right before it."""
        start = self.starts[self._sentence(mention.span.start)] if self.starts else 0
        named = [*(person.span for person in self.people), *(name.span for name in self.names)]
        span = antecedent(self.text, named, start, mention.span.start)
        return None if span is None else self._entity(read_mention(self.text, span, self.people, self.names))

    def _enclosing(self, mention: Mention) -> Entity | None:
        """The speaker of the words in which "I" or "we" stands."""
        for number, attribution in enumerate(self.attributions):
            inside = any(span.start <= mention.span.start < span.end for span in attribution.content)
            if inside and number in self.chosen:
                return self.chosen[number][0]
        return None

    def _author(self, mention: Mention) -> Entity | None:
        """Who wrote the text, for "I" and "we" outside of all quotation marks."""
        if self.mask[mention.span.start]:
            return None
        author = next((entity for entity in self.entities if entity.name == AUTHOR), None)
        if author is None:
            author = Entity("person", AUTHOR)
            author.add(Evidence(mention.span, "media_journalist", 0.7, why="the author of the text"))
            self.entities.append(author)
        return author

    def _antecedent(self, at: int, gender: str, *, named: bool = False, margin: float = 0.0) -> Entity | None:
        """The entity that a pronoun means; with `named` one that has a name.

        Recent ones count more, and those that speak, come first in a sentence, or are named often.  Nobody,
        where a second one has `margin` points less at most.
        """
        scored = [
            (score, place, entity)
            for entity in self.entities
            if (entity.people or not named) and entity.name != AUTHOR  # who writes "I" is no "she"
            for score, place in self._points(entity, at, gender)
        ]
        if not scored:
            return None
        *others, best = sorted(scored, key=lambda item: item[:2])
        clear = not others or best[0] - others[-1][0] >= margin
        return best[2] if best[0] > LEAST and clear else None

    def _points(self, entity: Entity, at: int, gender: str) -> Iterator[tuple[float, int]]:
        agrees, place = fits_pronoun(entity, gender), entity.before(at)
        if agrees is None or place is None:
            return
        sentence = self._sentence(place)
        distance = self._sentence(at) - sentence
        if distance > FAR:
            return
        start = self.starts[sentence] if self.starts else 0
        first = min((p for other in self.entities for p in other.at if start <= p < at), default=-1)
        score = 1.25 * agrees - 0.45 * distance
        score += 1.3 * (self.last[-1:] == [entity]) or 0.8 * (entity in self.last[-2:])
        score += (1.4 if distance == 1 else 0.5) * (first == place)
        score += 0.6 * ("\n" not in self.text[place:at])
        score += 0.05 * min(sum(p < at for p in entity.at), 5)
        score -= 0.9 * self.reported[place]
        yield score, place

    def _of_thing(self, mention: Mention) -> Entity:
        """The body, document or group with these words that was mentioned last, or a new one."""
        kind = KINDS[mention.form]
        name = mention.name or self._plain(mention.span)
        at = mention.span.start
        fitting = [
            (score, before if (before := entity.before(at)) is not None else -1, entity)
            for entity in self.entities
            if entity.kind == kind and (score := fits_thing(mention, name, entity)) > 0
        ]
        best = max(fitting, default=None, key=lambda item: item[:2])
        if best is None:
            meant = self._of_noun(mention)
            if meant is not None:
                meant.add(evidence(self.text, mention.span, date=self.date, places=self.places))
            return meant or self._office(self._new(kind, name, mention), mention)
        entity = best[2]
        if kind == "organisation":
            entity.name = fuller(entity.name, name)
        entity.add(evidence(self.text, mention.span, date=self.date, places=self.places))
        return entity

    def _office(self, entity: Entity, mention: Mention) -> Entity:
        """Whose office it is: "Silva's office" speaks for her."""
        if noun_of(mention.head) == "office":
            entity.owned_by = self._owner(mention)
        return entity

    def _writer(self, mention: Mention) -> Entity | None:
        """Who wrote "his resignation letter", which then is "the letter"."""
        noun = noun_of(mention.head)
        if mention.form != "document" or noun not in WRITTEN:
            return None
        if mention.owner is not None and mention.owner.start == mention.span.start:
            writer = self._owner(mention)
            if writer is not None and writer.kind == "person":
                self.wrote[noun] = writer
            return writer
        plain = mention.content <= {noun} and mention.owner is None and mention.definite
        return (self.wrote.get(noun) or self._sender(noun, mention.span.start)) if plain else None

    def _sender(self, noun: str, at: int) -> Entity | None:
        """Who is told to have sent "a letter" before, or whose it was: "her letter"."""
        sent = list(re.finditer(SENT.format(noun=re.escape(noun)), self.text[:at]))
        if not sent:
            return None
        own, place = sent[-1].group("own"), sent[-1].start()
        if own:
            return self._antecedent(place, POSSESSIVES[own.lower()])
        start = self.starts[self._sentence(place)] if self.starts else 0
        first = [(p, n) for n, e in enumerate(self.entities) for p in e.at if start <= p < place]
        return self.entities[min(first)[1]] if first else None

    def _of_noun(self, mention: Mention) -> Entity | None:
        """The body that "the bank" or "the paper" means: named not far back, by what it is or does."""
        at = mention.span.start
        fitting = [
            (score + 0.5 * (entity in self.last[-2:]), place, entity)
            for entity in self.entities
            if entity.kind == "organisation"
            and (place := entity.before(at)) is not None
            and (score := fits_noun(mention, entity)) > 0
            and self._sentence(at) - self._sentence(place) <= FAR
            and (score > 1 or entity is self.last[-1])
        ]
        best = max(fitting, default=None, key=lambda item: item[:2])
        return best[2] if best is not None else None

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
            and (
                score := fits_description(mention, entity, owner, last) or 1.5 * heads_state(mention, entity)
            )
            > 0
            for place in [entity.before(mention.span.start)]
        ]
        best = max(fitting, default=None, key=lambda item: item[:2])
        if best is not None:
            return best[2]
        meant = self._named_later(mention) or self._nearest(mention)
        if meant is not None:
            return meant
        kind = "unnamed" if mention.form == "unnamed" else "person"
        entity = self._new(kind, self._plain(mention.span), mention)
        entity.owned_by = owner
        return entity

    def _named_later(self, mention: Mention) -> Entity | None:
        """Who opens an article as "a former trustee of the university" and is named further down.

        Only one of those who are named may be called so, and nobody whose name is kept back on purpose.
        """
        at, head = mention.span.start, noun_of(mention.head)
        sentence = self._sentence(at)
        kept = Span(self.starts[sentence], mention.span.end + 120) if self.starts else mention.span
        if sentence > OPENING or not head or HUSHED.search(kept.slice(self.text).lower()):
            return None
        called = {head} | NARROWER.get(head, frozenset())
        words = (mention.content | mention.around) - called
        fitting = [
            entity
            for entity in self.entities
            if entity.people and entity.people[0].span.start > at and entity.heads & called
        ]
        close = [entity for entity in fitting if words & entity.content] or (
            [entity for entity in fitting if head in entity.heads] if mention.form == "unnamed" else []
        )
        return close[0] if len(close) == 1 else None

    def _nearest(self, mention: Mention) -> Entity | None:
        """Whom a noun for anybody means ("the mother of three"): as a pronoun does, not far back.

        Nobody, where "a mother" came in after that person.
        """
        at, head = mention.span.start, noun_of(mention.head)
        citizen = mention.role_of is not None and mention.role_of.entry.role == "citizen"
        anybody = head in GENERIC or head in GENDERED or citizen
        owned = mention.owner is not None and mention.owner.start == mention.span.start
        if not anybody or mention.form != "description" or not mention.definite or owned:
            return None
        entity = self._antecedent(at, mention.gender or "mf", named=True)
        if entity is None or not self._is_near(entity, at):
            return None
        place = entity.before(at)
        new = rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s(?:[\w-]+\s)?{re.escape(head)}\b"
        introduced = re.search(new, self.text[place:at])
        return None if introduced else entity

    def _owner(self, mention: Mention) -> Entity | None:
        if mention.owner is None:
            return None
        low = self.text[mention.owner.start : mention.owner.end].lower()
        if low in POSSESSIVES:
            gender = POSSESSIVES[low]
            return self._antecedent(mention.owner.start, gender) or self._right_after(mention.span, gender)
        return next(iter(self.named.within(mention.owner)), None)

    def _right_after(self, span: Span, gender: str) -> Entity | None:
        """Who is named first behind "in his letter", in its sentence."""
        sentence = self._sentence(span.start)
        named = [
            (place, number)
            for number, entity in enumerate(self.entities)
            if entity.people and entity.gender in ("", gender)
            for place in entity.at
            if place > span.end and self._sentence(place) == sentence
        ]
        return self.entities[min(named)[1]] if named else None

    def _new(self, kind: str, name: str, mention: Mention) -> Entity:
        gender = mention.gender if mention.gender in ("m", "f") else ""
        entity = Entity(kind, name, gender=gender, owner=mention.owner)
        self.entities.append(entity)
        entity.add(evidence(self.text, mention.span, date=self.date, places=self.places))
        return entity

    def _plain(self, span: Span) -> str:
        return " ".join(span.slice(self.text).split())

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)


def _share_office(one: Entity, other: Entity) -> None:
    """ "Prime Minister Ana Silva and her Danish counterpart Tom Hale": he has her office in his country."""
    office = next((piece for piece in one.pieces if piece.role), None)
    if office is not None and not any(piece.role for piece in other.pieces):
        polity = next((piece.polity for piece in other.pieces if piece.polity), "")
        other.add(replace(office, polity=polity, side="", span=other.people[0].span))


def whole(spans: Sequence[Span]) -> Span:
    """One span for all parts of a source, or the longest part where they lie far apart."""
    first, last = spans[0].start, spans[-1].end
    if last - first <= sum(span.end - span.start for span in spans) + 60:
        return Span(first, last)
    return max(spans, key=lambda span: span.end - span.start)


def _place(attribution: Attribution) -> int:
    return (attribution.source or attribution.cue or attribution.content)[0].start
