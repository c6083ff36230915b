"""Names of bodies and countries in an article → those who may be meant by "the bank", "it" or "Islamabad".

An acronym in brackets, the other names that the lexicon knows, a country and its capital, and a country's
armed forces ("IDF", "Israel's military") are one body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from bias import resources
from bias.model import Name, Span
from bias.reading.roles.role_evidence import evidence, fold
from bias.reading.roles.role_words import content_words, look_up, phrase_words, singular_of
from bias.reading.speakers.candidates import Entity
from bias.reading.speakers.mentions import Mention, Person, noun_of
from bias.reading.speakers.personal_names import OTHERS, named_like_people, noun_behind

LABELS = frozenset(("ORG", "GPE"))
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z]{1,7}s?)\)")
INSIDE = re.compile(r"(.*\S)\s*\(([A-Z][A-Za-z]{1,7})\)?$")
EXTENDED = re.compile(  # "Committee" goes on: "on the Future of Work"
    r"(?: (?:(?:of|on|for|and)(?: the)?|the) (?!\w+day\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)+"
)
FORCES = re.compile(r"\b(?:military|army|armed forces|defen[cs]e forces?)$", re.I)
CAPITALS = re.compile(r"[A-Z]\w*")
SHORT = {
    "US": "United States", "U.S.": "United States", "America": "United States",
    "UK": "United Kingdom", "Britain": "United Kingdom", "UAE": "United Arab Emirates",
}  # fmt: skip
WITH_NOUN = re.compile(r"\b[Tt]he ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}) ([a-z-]+(?: [a-z]+)?)\b")
MEDIA = "media_journalist"
COUNTRY = frozenset(("government", "country", "state", "nation", "kingdom", "republic", "island", "side"))
AROUND = 40  # code points before a name in which a noun may say what it is: "investment bank"


def find_bodies(
    text: str, names: Sequence[Name], people: Sequence[Person], mask: bytearray, date: str
) -> list[Entity]:
    """The bodies and countries that an article names, whether they speak or not, as entities."""
    taken = {at for person in people for at in range(person.span.start, person.span.end)}
    unlike = named_like_people(text, names)
    found: dict[str, Entity] = {}
    for name in sorted([*names, *_overlooked(text, names)], key=lambda name: name.span):
        words = name.span.slice(text)
        if taken & set(range(name.span.start, name.span.end)) or "\n" in words:
            continue
        if name.label in LABELS or words in unlike or (name.label in OTHERS and _nouns(text, name.span)):
            _add(found, text, name, mask, date)
    return list({id(entity): entity for entity in found.values()}.values())


def _overlooked(text: str, names: Sequence[Name]) -> list[Name]:
    """Bodies that the name finder passed over and the text calls so: "the Greenlight movement"."""
    labelled = {at for name in names for at in range(name.span.start, name.span.end)}
    called = {
        match.group(1)
        for match in WITH_NOUN.finditer(text)
        if kinds().keys() & set(match.group(2).split(" "))
        and match.start(1) not in labelled
        and not look_up(phrase_words(match.group(1)))
    }
    return [
        Name(Span(match.start(), match.end()), "ORG")
        for name in called
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        if match.start() not in labelled
    ]


def _add(found: dict[str, Entity], text: str, one: Name, mask: bytearray, date: str) -> None:
    span = one.span
    name, acronym = named(text, span)
    if not name or not name[0].isupper() or "(" in name or name.lower() in kinds():
        return
    keys = {body_key(name), initials(name), *({body_key(acronym)} if acronym else ())} - {"-"}
    entity = next((found[key] for key in keys if key in found), None)
    if entity is None:
        entity = Entity("organisation", name, trade=_trade(text, span, date), place=one.label == "GPE")
    entity.name = fuller(entity.name, name)
    entity.keys |= keys
    entity.content |= content_words(phrase_words(name))
    words = [singular_of(word.lower()) for word in name.split(" ")]
    entity.heads |= {words[-1]} | kinds().keys() & set(words) | _nouns(text, span)
    if not mask[span.start]:
        entity.at.append(span.start)
    found.update(dict.fromkeys(keys, entity))


def fits_thing(mention: Mention, name: str, entity: Entity) -> float:
    """How well a body, a document or a group fits one that was named before; 0 where it does not."""
    if fold(name) == fold(entity.name):
        return 5.0
    own = mention.content
    if mention.form == "organisation":
        if body_key(name) in entity.keys or initials(name) in entity.keys:
            return 4.5
        if own and own <= entity.content and mention.definite:
            return 2.0 + len(own)
        return 2.0 * (len(entity.content) > 1 and entity.content <= own)
    if noun_of(mention.head) not in entity.heads:
        return 0.0
    extra = own - entity.content
    return 2.0 + len(own & entity.content) - 1.2 * len(extra) if mention.definite or not extra else 0.0


def fits_noun(mention: Mention, entity: Entity) -> float:
    """How well "the bank" or "the group" fits a body that was named; 0 where it does not, or says more."""
    noun = mention.head
    if noun not in kinds() or not mention.definite or mention.owner is not None or mention.content - {noun}:
        return 0.0
    if entity.name in _polities() and noun not in COUNTRY:
        return 0.0  # a country is no "watchdog"
    if any(head.endswith(noun) for head in entity.heads):  # "the paper" of a newspaper
        return 3.0
    other = entity.heads & kinds().keys()
    trades = {entity.trade} if entity.trade else set().union(*(kinds()[one] for one in other))
    if trades & kinds()[noun] and (other <= _general() or noun in _general()):
        return 2.0
    known = other or entity.trade or entity.place or mention.form == "document"
    return 0.5 * (entity.spoke and not known)


def _trade(text: str, span: Span, date: str) -> str:
    """The role that the name of a body gives: "Varn Gazette" is of the press."""
    words = phrase_words(text, span.start, span.end)
    press = {row["word"] for row in resources.lexicon("media_words")}
    return evidence(text, span, date=date).role or (MEDIA if words and words[-1].text in press else "")


def fuller(one: str, other: str) -> str:
    """Of two names of one body the longer, but a country's rather than its capital's."""
    return max(one, other, key=lambda name: (name not in _capitals(), len(name)))


def named(text: str, span: Span) -> tuple[str, str]:
    """The name of a body without its article and possessive, and the acronym in brackets behind it."""
    words = " ".join(span.slice(text).split())
    acronym = ""
    if inside := INSIDE.match(words):
        words, acronym = inside.groups()
    elif behind := ACRONYM.match(text, span.end):
        acronym = behind.group(1)
    elif kinds().keys() & set(words.lower().split(" ")) and (more := EXTENDED.match(text, span.end)):
        words += more.group()
    return re.sub(r"[’']s?$", "", ARTICLE.sub("", words)), acronym


@lru_cache(maxsize=50_000)
def body_key(name: str) -> str:
    """What is alike for all names of one body: its name in the lexicon, its country, else the name folded."""
    plain = re.sub(r"[’']s?(?=\s|$)", "", ARTICLE.sub("", name))
    polity = _polities().get(plain, "")
    if polity:
        return fold(polity)
    if plain in _lexicon():
        plain = _lexicon()[plain]
    forces = FORCES.search(plain)
    owners = [one.entry.polity for one in look_up(phrase_words(plain)) if one.entry.kind == "polity"]
    if forces and owners:
        return fold(f"{owners[0]} armed forces")
    return fold(plain.replace(".", ""))


def initials(name: str) -> str:
    """The capitals of a name of several words, folded as its acronym is; "-" for one word."""
    capitals = CAPITALS.findall(name)
    return fold("".join(word[0] for word in capitals)) if len(capitals) > 2 else "-"


def _nouns(text: str, span: Span) -> set[str]:
    """What the words beside a name call it: "the investment bank Halvex", "Halvex, an investment bank"."""
    before = phrase_words(text, max(0, span.start - AROUND), span.start)
    nouns = set()
    if before and before[-1].text in kinds() and text[before[-1].span.end : span.start] == " ":
        nouns.add(before[-1].text)
    if text[max(0, span.start - 4) : span.start] in ("the ", "The "):
        nouns |= {noun_behind(text, span.end)} & kinds().keys()
    if match := re.match(r",\s(?:an?|the)\s([^,.;\n]{3,60})[,.]", text[span.end : span.end + 70]):
        behind = re.split(r"\s(?:of|for|in|that|which|based|with|to)\s", match.group(1))[0].split(" ")[-1]
        nouns |= {behind} & kinds().keys()
    return nouns


@cache
def kinds() -> Mapping[str, frozenset[str]]:
    """A noun for a body → the roles that such a body has."""
    found: dict[str, frozenset[str]] = {}
    for row in resources.lexicon("body_nouns"):
        for noun in row["nouns"].split("|"):
            found[noun] = found.get(noun, frozenset()) | frozenset(row["roles"].split("|"))
    return found


@cache
def _general() -> frozenset[str]:
    return frozenset(noun for row in resources.lexicon("body_nouns") for noun in row["general"].split("|"))


@cache
def _lexicon() -> Mapping[str, str]:
    """The names of a known body → its main one; names that two bodies share are left out."""
    found: dict[str, str] = {}
    for row in resources.lexicon("bodies"):
        for alias in filter(None, [row["name"], *row["aliases"].split("|")]):
            plain = ARTICLE.sub("", alias)
            found[plain] = row["name"] if found.get(plain, row["name"]) == row["name"] else plain
    return found


@cache
def _polities() -> Mapping[str, str]:
    """The names and capitals of countries → the country."""
    rows = resources.lexicon("polities")
    names = {row["name"]: row["name"] for row in rows} | SHORT
    return names | {capital: row["name"] for row in rows for capital in row["capital"].split("|") if capital}


@cache
def _capitals() -> frozenset[str]:
    rows = resources.lexicon("polities")
    return frozenset(name for row in rows for name in row["capital"].split("|")) - {
        row["name"] for row in rows
    }
