"""Short quotations → scare quotes, told apart from speech, titles and terms.

Marks around a word or a few either repeat somebody's words, name a thing, or hold the word at arm's length:
a scare quote (Predelli 2003, “Scare Quotes and Their Relation to Other Semantic Issues”).  Nothing in
the marks tells which, so what is around them is weighed: signs that are read here, and what the encoder
makes of the words and their sentence.  Two tiers: likely, and possible, where a reader has to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bias import resources
from bias.model import Attribution, Span
from bias.reading.text.linear import Floats
from bias.reading.text.quotations import MOST_WORDS, QUOTATION_MARKS, Quote, find_quotes, is_short, unquoted
from bias.reading.text.words import WORD, in_lower_case
from bias.reading.wording.scare_quote_classifier import scare_quote_model

PERSONAL = re.compile(r"\b(?:I|my|me|we|our|us)\b")
QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
MOST_PERSONAL, FEWEST = 3.0, 30  # a hundred words; words that a shorter text is taken to have
NEAR = 5  # words on either side in which speech is looked for
SPOKEN = re.compile(
    r"\b(?:i|we|you|it|he|she|they|is|are|was|were|am|be|do|does|did|don['’]t|will|won['’]t|can|can['’]t|"
    r"cannot|must|never|not|yes|please|let['’]s|\w+['’](?:m|re|s|ll|ve))\b",
    re.IGNORECASE,
)
NAMING = re.compile(
    r"(?<![\w-])(?:called|named|titled|entitled|nicknamed|dubbed|christened|known (?:locally )?(?:as|by)|"
    r"(?:stands|short|slang|code|word|term) for|meaning|means|spelled|translates (?:roughly )?(?:as|to)|"
    r"referred to as)\s*(?:as\s+|the\s+|a\s+)?$",
    re.IGNORECASE,
)
TALKED_ABOUT = re.compile(
    r"\b(?:word|term|phrase|expression|name|nickname|concept|password|codename|alias)s?"
    r"(?:\s+(?:is|was|are|were))?\s*,?\s*$",
    re.IGNORECASE,
)
MEANS = re.compile(r"\s+(?:also\s+|simply\s+)?(?:means|meant|stands for|translates|refers to|is a term)\b")
DEFINED = re.compile(r"\s+(?:that|which|where)\b|,\s+(?:a|an|or|which)\b")  # it is said what that is
VERB = re.compile(r"\b(?:to|will|would|can|could|must|they|it|he|she|who)\s*$", re.IGNORECASE)
SOMEBODYS = re.compile(r"\b(?:his|her|its|their|our|your|\w+['’]s|s['’])\s*$", re.IGNORECASE)
CLAUSE = re.compile(r"[;:()—–]|,(?!\s*$)|\b(?:who|which|that|whose|where|when|because|while|although)\b")
CONTINUES = re.compile(r"\s*(?:He|She|They|His|Her|Their|It|The|That|This|Mr|Mrs|Ms)\b")
# Signs alone, weighed by hand.  The model has learned from few outlets: where it is sure and no sign of a
# speaker is in sight, a scare quote is likely; where one of both holds, possible.
BY_HAND = {
    "distanced": 2.0, "nobody": 1.5, "modifies": 1.0, "single": 0.5, "verb": 0.5, "somebodys": 0.5,
    "speaks": -3.0, "near": -2.0, "follows": -2.0, "echoed": -2.0, "thought": -1.5, "stops": -1.5,
    "spoken": -1.5, "beside": -1.0, "defined": -1.0,
}  # fmt: skip
NOBODY = 1.5  # from here on nobody in sight says it
REASONS = {  # what a reader is told, where the sign is there
    "distanced": "“{last}” before it",
    "nobody": "nobody near it says it",
    "modifies": "it stands before a noun",
    "single": "a single word",
    "verb": "it takes the place of a verb",
    "somebodys": "somebody's own word is turned around",
}

Tier = Literal["likely", "possible"]


@dataclass(frozen=True, slots=True)
class ScareQuote:
    """Where a scare quote stands, its marks included, and the reason in words for a reader."""

    span: Span
    tier: Tier
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A short quotation in its sentence."""

    text: str
    span: Span
    sentence: Span
    speaker: Attribution | None  # in whose content it is
    echoed: bool  # its words are in a longer quotation of the article
    repeated: bool  # its words are in marks elsewhere in the article
    thought: bool  # it is in what somebody wants or believes
    beside: bool  # another quotation is in its sentence
    personal: float  # "I" and "we" per hundred words of the article's own: columns use them

    @property
    def inner(self) -> str:
        return unquoted(self.text, self.span).slice(self.text)

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.inner)

    @property
    def before(self) -> str:
        return self.text[self.sentence.start : self.span.start]

    @property
    def after(self) -> str:
        return self.text[self.span.end : self.sentence.end]

    @property
    def last(self) -> str:
        """The word before the quotation."""
        words = in_lower_case(self.before)
        return words[-1] if words else ""


def find_scare_quotes(
    text: str,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution],
    vectors: Mapping[Span, Floats],
) -> Iterator[ScareQuote]:
    """Scare quotes in reading order; `vectors` is `Parse.quoted`."""
    model = scare_quote_model()
    for place in places(text, sentences, attributions):
        if place.span not in vectors or names_something(place):
            continue
        found = signs(place)
        share, alone = model.probability(found, vectors[place.span]), by_hand(found) >= NOBODY
        if alone and share >= model.likely:
            yield ScareQuote(place.span, "likely", _reason(place, found, share))
        elif alone or share >= model.possible:
            yield ScareQuote(place.span, "possible", _reason(place, found, share))


def _reason(place: Place, found: Mapping[str, float], share: float) -> str:
    told = [words.format(last=place.last) for name, words in REASONS.items() if found[name]]
    return "; ".join([f"probability {share:.2f}", *told])


# -- signs -------------------------------------------------------------------------------------------


def signs(place: Place) -> dict[str, float]:
    """The signs that are weighed beside the encoder's vectors."""
    speaks, near = bool(place.speaker and place.speaker.cue), _speech_near(place)
    count = len(place.words)
    found: dict[str, float] = {
        "distanced": place.last in resources.word_set("distancing"),
        "speaks": speaks,
        "thought": place.thought,
        "near": near,
        "nobody": not speaks and not near,
        "follows": _follows_speech(place),
        "echoed": place.echoed,
        "repeated": place.repeated,
        "beside": place.beside,
        "spoken": count > 1 and SPOKEN.search(place.inner) is not None,
        "stops": place.inner[-1:] in tuple(",!?…"),
        "defined": DEFINED.match(place.after) is not None,
        "modifies": _modifies(place),
        "verb": VERB.search(place.before) is not None,
        "somebodys": SOMEBODYS.search(place.before) is not None,
        "single": count == 1,
        "words": count,
        "capital": place.inner[:1].isupper(),
        "hyphen": "-" in place.inner,
        "first": not place.before.strip(QUOTATION_MARKS + " (—–-"),
        "personal": place.personal,
        "length": min(60, len(place.before.split()) + len(place.after.split())) / 10,
    }
    return {name: float(value) for name, value in found.items()}


def by_hand(found: Mapping[str, float]) -> float:
    """The weight of the signs without the model."""
    return sum(weight * found[name] for name, weight in BY_HAND.items())


def names_something(place: Place) -> bool:
    """Whether the marks set off a title, a name, or a word that is talked about."""
    if place.inner.endswith(":"):  # the heading of a list
        return True
    capitals = [word for word in place.words if not word[0].islower()]
    opening = not place.before.strip(QUOTATION_MARKS + " (—–-")
    if len(capitals) == len(place.words) and (len(capitals) > 1 or not opening) and not place.speaker:
        return True
    if any(sum(letter.isupper() for letter in word) > 1 for word in place.words) and not place.speaker:
        return True  # "super PACs"
    if len(place.words) > 1 and len(capitals) * 2 > len(place.words) and not SPOKEN.search(place.inner):
        return True
    if NAMING.search(place.before) or TALKED_ABOUT.search(place.before) or MEANS.match(place.after):
        return True
    return place.last in resources.word_set("works")


def _modifies(place: Place) -> bool:
    """Whether a word in small letters goes on right behind it, as a noun does behind an adjective."""
    follows = re.match(r"\s+([a-z][\w-]*)", place.after)
    closed = (
        resources.word_set("small") | resources.word_set("boundary") | {"is", "was", "are", "were", "has"}
    )
    return bool(follows) and len(place.words) <= 2 and follows[1] not in closed  # type: ignore[index]


def _speech_near(place: Place) -> bool:
    """Whether a word of speech stands close before or behind it in its clause."""
    before = CLAUSE.split(place.before)[-1]
    near = in_lower_case(before)[-NEAR:]
    behind = in_lower_case(CLAUSE.split(place.after.lstrip(" ,"))[0])[:NEAR]
    return any(word in _verbs() | resources.word_set("speech") for word in near) or bool(
        _verbs().intersection(behind)
    )


def _follows_speech(place: Place) -> bool:
    """Whether the sentence goes on from one in which somebody speaks."""
    line = place.text.rfind("\n", 0, place.sentence.start) + 1
    earlier = place.text[line : place.sentence.start].rstrip()
    if not earlier or not CONTINUES.match(place.before or place.inner):
        return False
    last = re.split(r"(?<=[.!?])[\"”’']?\s+", earlier)[-1]
    return not _verbs().isdisjoint(in_lower_case(last))


@cache
def _verbs() -> frozenset[str]:
    """Forms of verbs of speaking and writing."""
    return _forms(lambda stance: stance not in ("mental", ""))


# -- where it stands -----------------------------------------------------------------------------------


def places(text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> Iterator[Place]:
    """The short quotations of a text, in reading order."""
    quotes = find_quotes(text)
    whole = [" ".join(in_lower_case(q.span.slice(text))) for q in quotes if q.opened and q.closed]
    longer = [f" {words} " for words in whole if words.count(" ") >= MOST_WORDS]
    personal = _personal(text)
    for quote in quotes:
        if is_short(text, quote):
            yield _placed(text, quote, sentences, attributions, quotes, whole, longer, personal)


def _placed(  # noqa: PLR0913
    text: str,
    quote: Quote,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution],
    quotes: Sequence[Quote],
    whole: Sequence[str],
    longer: Sequence[str],
    personal: float,
) -> Place:
    span = quote.span
    sentence = next((s for s in sentences if s.start <= span.start < s.end), Span(0, len(text)))
    sentence = Span(sentence.start, max(sentence.end, span.end))
    words = " ".join(in_lower_case(span.slice(text)))
    near = [one for one in attributions if _holds(one.content, span) and not _holds(one.cue, span)]
    around = [one for one in near if not _is_thought(text, one) and _is_speech(text, one)]
    return Place(
        text=text,
        span=span,
        sentence=sentence,
        speaker=min(around, key=lambda a: sum(c.end - c.start for c in a.content)) if around else None,
        echoed=any(f" {words} " in other for other in longer),
        repeated=whole.count(words) > 1,
        thought=len(near) > len(around),
        beside=any(q.span != span and sentence.start <= q.span.start < sentence.end for q in quotes),
        personal=personal,
    )


def _personal(text: str) -> float:
    own = QUOTED.sub("", text)
    return min(MOST_PERSONAL, 100 * len(PERSONAL.findall(own)) / max(FEWEST, len(own.split())))


def _holds(spans: Sequence[Span], inside: Span) -> bool:
    return any(span.start <= inside.start + 1 < span.end for span in spans)


def _is_thought(text: str, attribution: Attribution) -> bool:
    """Whether the source only wants or believes the content, which is then in the writer's words."""
    words = {word for span in attribution.cue for word in in_lower_case(span.slice(text))}
    return not words.isdisjoint(_thinking())


def _is_speech(text: str, attribution: Attribution) -> bool:
    """Whether somebody speaks: a source, or a verb of saying; "it sends a message that" has neither."""
    words = {word for span in attribution.cue for word in in_lower_case(span.slice(text))}
    return bool(attribution.source) or not words.isdisjoint(_verbs())


@cache
def _thinking() -> frozenset[str]:
    return _forms(lambda stance: stance == "mental")


def _forms(wanted: Callable[[str], bool]) -> frozenset[str]:
    rows = [row for row in resources.lexicon("cues") if wanted(row["stance"])]
    return frozenset(form for row in rows for form in (row["lemma"], *row["forms"].split()))
