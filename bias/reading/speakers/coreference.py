"""Coreference: which sources of an article are one speaker.  Knows one article.

A description or a pronoun is the speaker that it can mean and that was spoken of last.  "Her lawyer" is
somebody else than she, the spokesman of a company is not the company, and a pronoun that fits nobody stays
unresolved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bias.model import Attribution, Span, Speaker
from bias.reading.roles.places import places_of
from bias.reading.roles.role_evidence import Evidence, evidence
from bias.reading.roles.role_words import phrase_words
from bias.reading.speakers.candidates import Entity, distinct, fits_description, fits_pronoun, fits_thing
from bias.reading.speakers.mentions import Mention, read_mention
from bias.reading.speakers.named_people import NamedPeople
from bias.reading.speakers.personal_names import STOPS, find_people
from bias.reading.speakers.role_classifier import features
from bias.reading.speakers.speaker_roles import SpeakerRoles
from bias.reading.text.parsed import Parse
from bias.reading.text.quotations import find_quotes, quoted_mask

FAR = 8  # sentences beyond which a pronoun means nobody
LEAST = -1.5  # points below which a pronoun means nobody
POSSESSIVES = {"his": "m", "her": "f", "their": "p", "its": "n"}
KINDS = {"organisation": "organisation", "document": "document", "collective": "group"}
AUTHOR = "the author"
MEANT = ("name", "description", "pronoun", "organisation")  # forms of a source that say whom it means


@dataclass(frozen=True, slots=True)
class Chain:
    """A coreference chain: a person, or a body that speaks, with the places where it is meant."""

    speaker: Speaker
    mentions: tuple[tuple[Span, str], ...]  # each with its form: name, description, pronoun, organisation


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks in an article, and everybody whom it names, whether they speak or not."""

    attributions: tuple[Attribution, ...]  # with speaker, role, alignment and polity
    speakers: tuple[Speaker, ...]  # in order of appearance
    chains: tuple[Chain, ...]


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
        self.starts = [span.start for span in parse.sentences]
        sources = [whole(attribution.source) for attribution in attributions if attribution.source]
        cues = [cue for attribution in attributions for cue in attribution.cue]
        mask = quoted_mask(self.text, find_quotes(self.text))
        self.people = find_people(self.text, parse.names, sources)
        self.places = places_of(parse.article)
        self.named = NamedPeople(self.text, self.date, self.people, cues, mask, self.places)
        self.roles = SpeakerRoles(self.text, self.date, self.named, learned, self.places)
        self.entities = list(self.named.entities)
        self.chosen: dict[int, tuple[Entity | None, Mention]] = {}
        self.last: list[Entity] = []  # speakers, the latest last

    def resolved(self) -> Resolved:
        for number in sorted(range(len(self.attributions)), key=lambda n: _place(self.attributions[n])):
            source = self.attributions[number].source
            if source:
                mention = read_mention(self.text, whole(source), self.people, self.names)
                entity = self._entity(mention)
                self.chosen[number] = (entity, mention)
                if entity is not None:
                    self._spoke(entity, mention)
        return self._results()

    # -- the sources ---------------------------------------------------------------------------------

    def _entity(self, mention: Mention) -> Entity | None:
        if mention.person is not None:
            entity = self.named.bearer[mention.person.span]
            entity.owner = entity.owner or mention.owner
            return entity
        if mention.form == "pronoun":
            return self._of_pronoun(mention)
        if mention.form in KINDS:
            return self._of_thing(mention)
        return self._of_description(mention)

    def _spoke(self, entity: Entity, mention: Mention) -> None:
        entity.at.append(mention.span.start)
        names = [person.span for person in self.people]
        entity.said.append(features(self.text, mention.span, mention.form, names))
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
        if not 0 < span.end - span.start < 80 or not phrase_words(self.text, span.start, span.end):
            return None
        return self._entity(read_mention(self.text, span, self.people, self.names))

    def _enclosing(self, mention: Mention) -> Entity | None:
        """The speaker of the words in which "I" or "we" stands."""
        for number, attribution in enumerate(self.attributions):
            inside = any(span.start <= mention.span.start < span.end for span in attribution.content)
            if inside and number in self.chosen:
                return self.chosen[number][0]
        return None

    def _author(self, mention: Mention) -> Entity:
        author = next((entity for entity in self.entities if entity.name == AUTHOR), None)
        if author is None:
            author = Entity("person", AUTHOR)
            author.add(Evidence(mention.span, "media_journalist", 0.7, why="the author of the text"))
            self.entities.append(author)
        return author

    def _antecedent(self, at: int, gender: str) -> Entity | None:
        """The entity that a pronoun means.

        Recent ones count more, and those that speak, come first in a sentence, or are named often.
        """
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
        """The body, document or group with these words that was mentioned last, or a new one."""
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
        entity.add(evidence(self.text, mention.span, date=self.date, places=self.places))
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
        return next(iter(self.named.within(mention.owner)), None)

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

    # -- what comes of it ----------------------------------------------------------------------------

    def _results(self) -> Resolved:
        order = [self.chosen[n][0] for n in range(len(self.attributions)) if n in self.chosen]
        heard = list(dict.fromkeys(entity for entity in order if entity is not None))
        silent = [entity for entity in self.entities if entity.people and entity not in set(heard)]
        everybody = [*heard, *silent]
        for entity, name in zip(everybody, distinct([entity.name for entity in everybody]), strict=True):
            entity.name = name
        speakers = {entity: self.roles.speaker(entity) for entity in everybody}
        chains = tuple(
            Chain(speaker, self._mentions(entity))
            for entity, speaker in speakers.items()
            if entity.people or speaker.kind == "organisation"
        )
        resolved = (self._resolved(number, speakers) for number in range(len(self.attributions)))
        return Resolved(tuple(resolved), tuple(speakers[entity] for entity in heard), chains)

    def _resolved(self, number: int, speakers: Mapping[Entity, Speaker]) -> Attribution:
        """An attribution with its speaker, where its source means somebody."""
        attribution = self.attributions[number]
        if number not in self.chosen:
            return replace(attribution, named=None)
        entity, mention = self.chosen[number]
        if entity is None:
            return replace(attribution, form=mention.form, named=False)
        speaker = speakers[entity]
        return replace(
            attribution,
            form=mention.form,
            named=bool(entity.people) or entity.kind in ("organisation", "document"),
            speaker=speaker.name,
            role=speaker.role or None,
            alignment=speaker.alignment or None,
            polity=speaker.polity or None,
        )

    def _mentions(self, entity: Entity) -> tuple[tuple[Span, str], ...]:
        """The names of an entity wherever they stand, and the descriptions and pronouns that are sources."""
        names = {person.span: "name" for person in entity.people}
        said = [mention for who, mention in self.chosen.values() if who is entity]
        sources = {mention.span: str(mention.form) for mention in said if mention.form in MEANT}
        around = {span for span in sources if any(_inside(name, span) for name in names)}
        return tuple(sorted((names | {s: form for s, form in sources.items() if s not in around}).items()))


def whole(spans: Sequence[Span]) -> Span:
    """One span for all parts of a source, or the longest part where they lie far apart."""
    first, last = spans[0].start, spans[-1].end
    if last - first <= sum(span.end - span.start for span in spans) + 60:
        return Span(first, last)
    return max(spans, key=lambda span: span.end - span.start)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _place(attribution: Attribution) -> int:
    return (attribution.source or attribution.cue or attribution.content)[0].start
