"""Whom an article speaks of: persons, bodies, places, groups and things.  Knows one article.

Persons are those of `speakers`, with the pronouns and descriptions that mean them.  Bodies, places and laws
are what the name finder calls so, and institutions that are written small: "the government".  A place that
only says where something was ("in Varn") is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bias import resources
from bias.model import Name, Span, Speaker
from bias.reading.roles.role_evidence import evidence, fold, judge
from bias.reading.roles.role_words import POSSESSIVE, look_up, phrase_words
from bias.reading.speakers.chains import Chain
from bias.reading.tone.groups import find_groups, group_key
from bias.reading.tone.spellings import ARTICLE, acronym, forms, laws, whole

KINDS = {"ORG": "organisation", "GPE": "place", "LAW": "law"}
BODIES = frozenset(KINDS.values())
NAMED = frozenset(("name", "organisation", "group"))  # forms of mentions that say what somebody is called
FORMS = {"place": "name", "group": "group", "thing": "group"}
LETTER = re.compile(r"[^\W\d_]")
# before a place that says where something was, and is no actor there
WHERE = re.compile(r"\b(?:in|at|near|outside|inside|across|from|into)(?: the)? $", re.I)
# behind a place that is an adjective there: "the US economy", "Texas Republicans", "UK election officials"
OF_IT = re.compile(
    r" (?:(?P<name>[A-Z][a-z][\w-]+)|(?P<noun>[a-z][\w-]*))(?![\w-])(?P<more>(?: [a-z][\w-]*)?)"
)
NOUN = re.compile(
    r"\w{2,}(?:tions?|sions?|ments?|ity|ities|ships?|isms?|ists?|ances?|ences?|ness|cy|cies|ial|ical|ic)"
)
AHEAD = 20  # code points behind a body in which a noun may follow
SHORT = 3  # letters up to which a name may be another word, where all is in capitals
LEAST_SURNAME = 3  # letters of a name that is looked for in a title


@dataclass(frozen=True, slots=True)
class TargetMention:
    """Where one target is meant: in the text, or in the title where `headline`."""

    target: Speaker
    span: Span
    form: str
    headline: bool = False


def find_targets(
    title: str,
    text: str,
    sentences: Sequence[Span],
    names: Sequence[Name],
    chains: Sequence[Chain],
    *,
    date: str = "",
) -> tuple[tuple[Speaker, ...], tuple[TargetMention, ...]]:
    """The targets of an article, in order of appearance, and their mentions, the title's first."""
    things = _things(text, sentences, names, chains)
    found = {one.speaker.name: one for one in chains}
    for name, (kind, mentions) in things.items():
        if name in found:
            mentions = tuple(sorted({*found[name].mentions, *mentions}))
            found[name] = replace(found[name], mentions=mentions)
        else:
            found[name] = Chain(_thing(name, kind, text, [span for span, _ in mentions], date), mentions)
    found = {name: _spelled(one, text, names) for name, one in found.items()}
    named = sorted((one for one in found.values() if one.mentions), key=lambda one: one.mentions[0])
    inside = [TargetMention(one.speaker, span, form) for one in named for span, form in one.mentions]
    inside.sort(key=lambda mention: mention.span)
    return tuple(one.speaker for one in named), (*_in_title(title, text, named), *inside)


def _things(
    text: str, sentences: Sequence[Span], names: Sequence[Name], chains: Sequence[Chain]
) -> dict[str, tuple[str, tuple[tuple[Span, str], ...]]]:
    """Name of whatever is no person → its kind, and its mentions where no person and no source stands."""
    taken = bytearray(len(text))
    for one in chains:
        for span, form in one.mentions:
            if form != "pronoun":
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
    called = {_key(one.speaker.name): one.speaker.name for one in chains if not one.speaker.forms}
    short = {acronym(name): name for name in called.values() if acronym(name)}
    kinds: dict[str, str] = {}
    mentions: dict[str, list[tuple[Span, str]]] = {}
    alike: dict[str, str] = {}
    groups = sorted(find_groups(text, sentences, names))
    # "Kestrian nurses" before the country in it, the plain nouns last
    named = [one for one in groups if one[1][:1].isupper()]
    known = [*_named(text, names), *((span, "law") for span in laws(text)), *_institutions(text)]
    named += [(span, "", kind) for span, kind in sorted(known)]
    named += groups
    for whole_span, group, kind in named:
        span = _free(text, whole_span, taken) if kind == "organisation" else whole_span
        if any(taken[span.start : span.end]):
            continue
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        words = ARTICLE.sub("", " ".join(whole_span.slice(text).split()))
        if group:
            name = called.get(_key(group)) or alike.setdefault(group_key(group), group)
        else:
            name = called.setdefault(_key(words), _abbreviated(words, called, short))
            short.setdefault(acronym(words) or words, name)
        kinds.setdefault(name, kind)
        mentions.setdefault(name, []).append((span, FORMS.get(kind, "organisation")))
    return {name: (kinds[name], tuple(found)) for name, found in mentions.items()}


def _free(text: str, span: Span, taken: Sequence[int]) -> Span:
    """A body's name, or its noun where a person stands before it: "the Marrant government"."""
    last = span.start + span.slice(text).rfind(" ") + 1
    ends = re.fullmatch(_heads(), text[last : span.end])
    return Span(last, span.end) if ends and any(taken[span.start : last]) else span


def _abbreviated(words: str, called: Mapping[str, str], short: Mapping[str, str]) -> str:
    """The name under which a body was mentioned before, written out or by its capitals; else these words."""
    return called.get(_key(acronym(words) or words)) or short.get(words.replace(".", ""), words)


def _named(text: str, names: Iterable[Name]) -> Iterator[tuple[Span, str]]:
    """Bodies and places that the name finder knows, without a possessive."""
    for name in names:
        if name.label in KINDS:
            span = whole(text, _plain(text, name.span))
            only_where = name.label == "GPE" and WHERE.search(text[max(0, span.start - 12) : span.start])
            adjective = name.label == "GPE" and span.end == name.span.end and _is_adjective(text, span.end)
            if LETTER.search(text, span.start, span.end) and not only_where and not adjective:
                yield span, KINDS[name.label]


def _is_adjective(text: str, end: int) -> bool:
    """Whether a place stands before what belongs to it: then nothing is said of the place itself."""
    behind = OF_IT.match(text, end)
    if behind is None:
        return False
    if behind["name"]:
        return behind["name"].lower() not in resources.word_set("no_titles")
    if behind["noun"] in resources.word_set("of_places") or NOUN.fullmatch(behind["noun"]):
        return True
    following = phrase_words(text, behind.start(), behind.end("noun"))
    return any(one.entry.kind in ("person", "office", "title") for one in look_up(following))


def _plain(text: str, span: Span) -> Span:
    """A name without the article before it and the possessive behind it; on one line."""
    words = span.slice(text).split("\n")[0]
    words = POSSESSIVE.sub("", words.rstrip())
    article = ARTICLE.match(words)
    return Span(span.start + (article.end() if article else 0), span.start + len(words))


@cache
def _heads() -> str:
    """The nouns of `_institutions`, as a pattern."""
    return "|".join(sorted(resources.word_set("institutions"), key=len, reverse=True)).replace("_", r"\s+")


@cache
def _institution() -> re.Pattern[str]:
    inner = "|".join(sorted(resources.word_set("institution_words")))
    return re.compile(rf"\b[Tt](?:he|his|hat)\s+((?:(?:[A-Z][\w-]+|{inner})\s+){{0,2}}(?:{_heads()}))\b(?!-)")


def _institutions(text: str) -> Iterator[tuple[Span, str]]:
    """ "the government", "the Kestrian government", "the ruling party": definite, and written small.

    Not the opposition of "the opposition leader".
    """
    for match in _institution().finditer(text):
        following = phrase_words(text, match.end(), match.end() + AHEAD)[:1]
        if not any(one.entry.kind in ("person", "office", "title") for one in look_up(following)):
            yield Span(match.start(1), match.end(1)), "organisation"


def _spelled(chain: Chain, text: str, names: Sequence[Name]) -> Chain:
    """With the forms of whatever is no person; a person has some."""
    one = chain.speaker
    if one.forms or one.kind == "person":
        return chain
    written = (span.slice(text) for span, form in chain.mentions if form in NAMED)
    found = forms(one.name, written, text, names, body=one.kind in BODIES)
    return replace(chain, speaker=replace(one, forms=found))


def _thing(name: str, kind: str, text: str, spans: Sequence[Span], date: str) -> Speaker:
    judged = judge([evidence(text, span, date=date) for span in spans[:3]])
    return Speaker(
        name=name,
        kind=kind,
        role=judged.role,
        alignment=judged.alignment,
        polity=judged.polity,
        confidence=judged.confidence,
        why=judged.why,
        evidence=judged.spans,
    )


def _in_title(title: str, text: str, chains: Sequence[Chain]) -> Iterator[TargetMention]:
    """Where a title names somebody whom the text names: by a spelling of the text, the longest first.

    The name finder is not asked: titles in capitals lead it astray.
    """
    loud = title.isupper()  # then "US" may be a pronoun
    spellings = {
        words: one
        for one in reversed(chains)
        for span, form in one.mentions
        if form in ("name", "organisation")
        and len(words := ARTICLE.sub("", " ".join(span.slice(text).split()))) > (SHORT if loud else 1)
    }
    for one in chains:
        if one.speaker.kind != "person":
            short_forms = [form for form in one.speaker.forms if " " not in form and form[:1].isupper()]
            if one.speaker.kind in BODIES:
                spellings.update((form, one) for form in short_forms if len(form) > (SHORT if loud else 1))
            continue
        for written in one.speaker.forms:
            surname = written.split(" ")[-1]
            if len(surname) >= LEAST_SURNAME:
                spellings.setdefault(surname, one)
    small = re.compile(
        rf"(?<![\w-])(?:{_heads()})(?![\w-])", re.I
    )  # titles drop the article: "Government slams …"
    for match in small.finditer(title):
        same = (one for one in chains if _key(one.speaker.name) == _key(match.group()))
        spellings.update((match.group(), one) for one in same)
    taken: list[Span] = []
    for words in sorted(spellings, key=len, reverse=True):
        pattern = r"\s+".join(map(re.escape, words.split(" ")))
        for match in re.finditer(rf"(?<![\w-]){pattern}(?![\w-])", title):
            span = Span(match.start(), match.end())
            if not any(span.start < other.end and other.start < span.end for other in taken):
                taken.append(span)
                one = spellings[words]
                form = "name" if one.speaker.kind != "organisation" else "organisation"
                yield TargetMention(one.speaker, span, form, headline=True)


def _key(name: str) -> str:
    return fold(ARTICLE.sub("", name))
