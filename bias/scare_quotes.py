"""Short quotations → scare quotes, told apart from speech, titles and terms.

Marks around a word or a few either repeat somebody's words, name a thing, or hold the word at arm's length:
a scare quote (Predelli 2003, “Scare Quotes and Their Relation to Other Semantic Issues”).  Nothing in
the marks tells which, so the words around them are weighed: who speaks nearby, what opens the quotation, what
it stands before.  Two tiers: likely, and possible, where a reader has to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bias import resources
from bias.model import Attribution, Span
from bias.quotes import Quote, find_quotes

MOST_WORDS = 4
NEAR = 5  # words on either side in which speech is looked for
LIKELY, POSSIBLE = 2.0, 0.5  # of the weights below
WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
MARKS = "\"“”„‟«»‘’'`"
SPOKEN = re.compile(
    r"\b(?:i|we|you|it|he|she|they|is|are|was|were|am|be|do|does|did|don['’]t|will|won['’]t|can|can['’]t|"
    r"cannot|must|never|not|yes|please|let['’]s|\w+['’](?:m|re|s|ll|ve))\b",
    re.IGNORECASE,
)
NAMING = re.compile(
    r"\b(?:called|named|titled|entitled|nicknamed|dubbed|christened|known (?:locally )?(?:as|by)|"
    r"(?:stands|short|slang|code|word|term) for|meaning|means|spelled|translates (?:roughly )?(?:as|to)|"
    r"referred to as)\s*(?:as\s+|the\s+|a\s+)?$",
    re.IGNORECASE,
)
A_WORD = re.compile(
    r"\b(?:word|term|phrase|expression|name|nickname|concept|password|codename|alias)s?"
    r"(?:\s+(?:is|was|are|were))?\s*,?\s*$",
    re.IGNORECASE,
)
MEANS = re.compile(r"\s+(?:also\s+|simply\s+)?(?:means|meant|stands for|translates|refers to|is a term)\b")
DEFINED = re.compile(r"\s+(?:that|which|where)\b|,\s+(?:a|an|or|which)\b")  # it is said what that is
COUNTED = re.compile(r"\b(?:an?|one|such)\s*$", re.IGNORECASE)
CLAUSE = re.compile(r"[;:()—–]|,(?!\s*$)|\b(?:who|which|that|whose|where|when|because|while|although)\b")
CONTINUES = re.compile(r"\s*(?:He|She|They|His|Her|Their|It|The|That|This|Mr|Mrs|Ms)\b")

Tier = Literal["likely", "possible"]


@dataclass(frozen=True, slots=True)
class ScareQuote:
    """Marks included; the reason in words for a reader."""

    span: Span
    tier: Tier
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A short quotation in its sentence."""

    text: str
    span: Span
    sentence: Span
    speaker: Attribution | None  # in whose content it is
    echoed: bool  # its words are in a longer quotation of the article
    thought: bool  # it is in what somebody wants or believes
    beside: bool  # another quotation is in its sentence

    @property
    def inner(self) -> str:
        return self.span.slice(self.text).strip(MARKS).strip()

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.inner)

    @property
    def before(self) -> str:
        return self.text[self.sentence.start : self.span.start]

    @property
    def after(self) -> str:
        return self.text[self.span.end : self.sentence.end]


def find_scare_quotes(
    text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> Iterator[ScareQuote]:
    """Scare quotes in reading order."""
    quotes = find_quotes(text)
    whole = [q.span.slice(text).lower() for q in quotes if q.opened and q.closed]
    longer = [words for words in whole if len(WORD.findall(words)) > MOST_WORDS]
    for quote in quotes:
        if not _is_short(text, quote):
            continue
        place = _placed(text, quote, sentences, attributions, quotes, longer)
        found = weigh(place)
        if found:
            yield found


def weigh(place: _Place) -> ScareQuote | None:
    """The tier of one short quotation; None where it is speech, a name or a term."""
    last = (WORD.findall(place.before.lower()) or [""])[-1]
    if last in resources.word_set("distancing"):
        return ScareQuote(place.span, "likely", f"“{last}” before it")
    if _names_something(place):
        return None
    signs = [sign for sign in (*_against(place), *_for(place)) if sign[0]]
    weight = sum(sign[0] for sign in signs)
    reason = "; ".join(sign[1] for sign in signs if sign[0] > 0)
    if weight >= LIKELY:
        return ScareQuote(place.span, "likely", reason)
    return ScareQuote(place.span, "possible", reason) if weight >= POSSIBLE else None


# -- signs -------------------------------------------------------------------------------------------


def _against(place: _Place) -> Iterator[tuple[float, str]]:
    """Signs that somebody's words are repeated."""
    yield (-2.0 if place.echoed else 0.0), ""
    if place.speaker and place.speaker.cue:
        alone = len(place.words) == 1 and _modifies(place)
        yield (-1.0 if alone else -3.0), ""
    elif place.thought:
        yield -1.5, ""
    elif _speech_near(place):
        yield -2.0, ""
    yield (-1.5 if place.inner[-1:] in ",!?" or place.inner.endswith("…") else 0.0), ""
    yield (-1.5 if len(place.words) > 1 and SPOKEN.search(place.inner) else 0.0), ""
    yield (-1.0 if place.beside and len(place.words) > 1 else 0.0), ""
    yield (-0.5 * max(0, len(place.words) - 2)), ""
    yield (-1.0 if DEFINED.match(place.after) and COUNTED.search(place.before) else 0.0), ""
    if _follows_speech(place):
        yield -2.0, ""


def _for(place: _Place) -> Iterator[tuple[float, str]]:
    """Signs that the writer holds the words at arm's length."""
    if not (place.speaker and place.speaker.cue) and not _speech_near(place):
        yield 1.5, "nobody in the sentence says it"
    if _modifies(place):
        yield 1.0, "it stands before a noun as if it were meant"
    if len(place.words) == 1:
        yield 0.5, "a single word"
    if re.search(r"\b(?:to|will|would|can|could|must|they|it|he|she|who)\s*$", place.before, re.IGNORECASE):
        yield 0.5, "it takes the place of a verb"
    if re.search(r"\b(?:his|her|its|their|our|your|\w+['’]s|s['’])\s*$", place.before, re.IGNORECASE):
        yield 0.5, "somebody's own word is turned around"


def _names_something(place: _Place) -> bool:
    """A title, a name, or a word that is talked about."""
    capitals = [word for word in place.words if not word[0].islower()]
    opening = not place.before.strip(MARKS + " (—–-")
    if len(capitals) == len(place.words) and (len(capitals) > 1 or not opening) and not place.speaker:
        return True
    if any(sum(letter.isupper() for letter in word) > 1 for word in place.words) and not place.speaker:
        return True  # "super PACs"
    if len(place.words) > 1 and len(capitals) * 2 > len(place.words) and not SPOKEN.search(place.inner):
        return True
    if NAMING.search(place.before) or A_WORD.search(place.before) or MEANS.match(place.after):
        return True
    last = (WORD.findall(place.before.lower()) or [""])[-1]
    return last in resources.word_set("works")


def _modifies(place: _Place) -> bool:
    """Whether a word in small letters goes on right behind it, as a noun does behind an adjective."""
    follows = re.match(r"\s+([a-z][\w-]*)", place.after)
    closed = (
        resources.word_set("small") | resources.word_set("boundary") | {"is", "was", "are", "were", "has"}
    )
    return bool(follows) and len(place.words) <= 2 and follows[1] not in closed  # type: ignore[index]


def _speech_near(place: _Place) -> bool:
    """Whether a word of speech stands close before or behind it in its clause."""
    before = CLAUSE.split(place.before)[-1]
    near = WORD.findall(before.lower())[-NEAR:]
    behind = WORD.findall(CLAUSE.split(place.after.lstrip(" ,"))[0].lower())[:NEAR]
    return any(word in _verbs() | resources.word_set("speech") for word in near) or bool(
        _verbs().intersection(behind)
    )


def _follows_speech(place: _Place) -> bool:
    """The sentence goes on from one in which somebody speaks."""
    line = place.text.rfind("\n", 0, place.sentence.start) + 1
    earlier = place.text[line : place.sentence.start].rstrip()
    if not earlier or not CONTINUES.match(place.before or place.inner):
        return False
    last = re.split(r"(?<=[.!?])[\"”’']?\s+", earlier)[-1]
    return not _verbs().isdisjoint(WORD.findall(last.lower()))


@cache
def _verbs() -> frozenset[str]:
    """Forms of verbs of speaking and writing."""
    return _forms(lambda stance: stance != "mental")


# -- where it stands -----------------------------------------------------------------------------------


def _is_short(text: str, quote: Quote) -> bool:
    inner = quote.span.slice(text).strip(MARKS)
    count = len(WORD.findall(inner))
    return quote.opened and quote.closed and 0 < count <= MOST_WORDS and any(c.isalpha() for c in inner)


def _placed(
    text: str,
    quote: Quote,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution],
    quotes: Sequence[Quote],
    longer: Sequence[str],
) -> _Place:
    span = quote.span
    sentence = next((s for s in sentences if s.start <= span.start < s.end), Span(0, len(text)))
    sentence = Span(sentence.start, max(sentence.end, span.end))
    words = " ".join(WORD.findall(span.slice(text).lower()))
    near = [one for one in attributions if _holds(one.content, span) and not _holds(one.cue, span)]
    around = [found for found in near if not _is_thought(text, found) and _is_voice(text, found)]
    return _Place(
        text=text,
        span=span,
        sentence=sentence,
        speaker=min(around, key=lambda a: sum(c.end - c.start for c in a.content)) if around else None,
        echoed=any(f" {words} " in f" {' '.join(WORD.findall(other))} " for other in longer),
        thought=len(near) > len(around),
        beside=any(q.span != span and sentence.start <= q.span.start < sentence.end for q in quotes),
    )


def _holds(spans: Sequence[Span], inside: Span) -> bool:
    return any(span.start <= inside.start + 1 < span.end for span in spans)


def _is_thought(text: str, found: Attribution) -> bool:
    """Whether somebody only wants or believes it: these are the writer's words."""
    words = {word for span in found.cue for word in WORD.findall(span.slice(text).lower())}
    return not words.isdisjoint(_thinking())


def _is_voice(text: str, found: Attribution) -> bool:
    """Whether somebody speaks: a source, or a verb of saying; "it sends a message that" has neither."""
    words = {word for span in found.cue for word in WORD.findall(span.slice(text).lower())}
    return bool(found.source) or not words.isdisjoint(_verbs())


@cache
def _thinking() -> frozenset[str]:
    return _forms(lambda stance: stance == "mental")


def _forms(wanted: Callable[[str], bool]) -> frozenset[str]:
    rows = [row for row in resources.lexicon("cues") if wanted(row["stance"])]
    return frozenset(form for row in rows for form in (row["lemma"], *row["forms"].split()))
