"""Sources that are resolved → attributions with their speakers, and the chains of all who are named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bias.model import Attribution, Span, Speaker
from bias.reading.speakers.candidates import Entity, distinct
from bias.reading.speakers.mentions import Mention

MEANT = ("name", "description", "pronoun", "organisation")  # forms of a source that say whom it means
Told = tuple[Span, str, Entity]  # where somebody is meant who does not speak there, and by what form
Chosen = Mapping[int, tuple[Entity | None, Mention]]  # attribution by its number → who is meant, and how


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


def results(
    attributions: Sequence[Attribution],
    chosen: Chosen,
    told: Sequence[Told],
    entities: Sequence[Entity],
    speaker_of: Callable[[Entity], Speaker],
) -> Resolved:
    """What comes of resolving the sources of an article: each entity is judged once."""
    order = [chosen[n][0] for n in range(len(attributions)) if n in chosen]
    heard = list(dict.fromkeys(entity for entity in order if entity is not None))
    silent = [entity for entity in entities if entity.people and entity not in set(heard)]
    mentioned = [entity for _, _, entity in told]
    everybody = list(dict.fromkeys((*heard, *silent, *mentioned)))
    for entity, name in zip(everybody, distinct([entity.name for entity in everybody]), strict=True):
        entity.name = name
    speakers = {entity: speaker_of(entity) for entity in everybody}
    chains = tuple(
        Chain(speaker, _mentions(entity, chosen, told))
        for entity, speaker in speakers.items()
        if entity.people or speaker.kind == "organisation" or entity in mentioned
    )
    resolved = (_resolved(one, chosen.get(number), speakers) for number, one in enumerate(attributions))
    return Resolved(tuple(resolved), tuple(speakers[entity] for entity in heard), chains)


def _resolved(
    attribution: Attribution,
    meant: tuple[Entity | None, Mention] | None,
    speakers: Mapping[Entity, Speaker],
) -> Attribution:
    """An attribution with its speaker, where its source means somebody."""
    if meant is None:
        return replace(attribution, named=None)
    entity, mention = meant
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


def _mentions(entity: Entity, chosen: Chosen, told: Sequence[Told]) -> tuple[tuple[Span, str], ...]:
    """The names of an entity wherever they stand, and the descriptions and pronouns that mean it."""
    names = {person.span: "name" for person in entity.people}
    said = [mention for who, mention in chosen.values() if who is entity]
    sources = {mention.span: str(mention.form) for mention in said if mention.form in MEANT}
    around = {span for span in sources if any(_inside(name, span) for name in names)}
    other = {span: form for span, form, who in told if who is entity}
    return tuple(sorted((other | names | {s: f for s, f in sources.items() if s not in around}).items()))


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
