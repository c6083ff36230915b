"""Wording: the small words by which an outlet tells the reader what to think, and in whose voice.

Loaded words, name-calling, scare quotes, hedges, boosters and assertives, harm told with and without who
did it, and headlines that adopt a source's claim.  Each is a place in the text with a reason: rates are
counted in the outlet's own voice, and what stands in quotations is kept apart, not thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from bias import resources
from bias.model import Article, Attribution, Span, Spans, Voice, Wording, WordingKind
from bias.reading.text.decoding import Parse
from bias.reading.text.encoder import quoted_in
from bias.reading.text.lexicon import ENDS, Hit, Token, WordList, tokenize
from bias.reading.text.linear import Floats
from bias.reading.text.quotations import short_quotes
from bias.reading.text.voices import Voices, count_own_words, own_words, voices_of
from bias.reading.wording.headline_adoption import Adoption, adopted_claim
from bias.reading.wording.loaded_sentences import loaded_model
from bias.reading.wording.scare_quotes import find_scare_quotes

DESCRIBED: tuple[WordingKind, ...] = ("hedge", "booster", "assertive", "loaded")
REACH = 3  # words before a booster in which it may be turned around
CLAUSE = 8  # the same before harm
BETWEEN = 3  # words between a form of "be" and what was done, itself counted
BEHIND = 7  # words behind it in which "by somebody" is looked for
BY = re.compile(
    r"\b(?:by\b(?!\s+(?:\w+day|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|then|now|about|\d|a car|accident|mistake|law|hand|name|noon|midnight|night))|at the hands of)"
)
LEAST_WORDS = 5  # of its own that a sentence needs to be judged
AGENTLESS = ("harm_agentless", "by whom is not told")


def read_wording(parse: Parse, attributions: Sequence[Attribution]) -> tuple[Wording, ...]:
    """The wording of an article: the title's first, then in reading order."""
    article = parse.article
    voices = voices_of(article.text, [_if_said(attribution) for attribution in attributions])
    above = _titled(article, parse.sentences, attributions)
    inside = [*_listed(article.text), *_harm(article.text), *_names_called(article.text)]
    found = [_placed(article.id, one, voices) for one in inside]
    found += _scare_quotes(parse, attributions, voices)
    found += _loaded_sentences(parse, voices)
    return (*above, *sorted(found, key=lambda one: (one.span, one.kind)))


def _scare_quotes(parse: Parse, attributions: Sequence[Attribution], voices: Voices) -> Iterator[Wording]:
    article = parse.article
    for scare in find_scare_quotes(article.text, parse.sentences, attributions, parse.quoted):
        voice, attribution = _around(voices, scare.span)
        sure = scare.tier == "likely"
        yield Wording(article.id, "scare_quote", scare.span, False, voice, attribution, sure, scare.reason)


def loaded_probability(sentences: Sequence[str]) -> Floats:
    """How likely each sentence is loaded, as coders of BABE would call it: (n,), 0 to 1.

    Each is read by itself.  See models/loaded/card.md for how well, on outlets that it has not seen.
    """
    model = loaded_model()
    return np.asarray([model.read([sentence])[0].probability for sentence in sentences], np.float32)


def own_words_of(text: str, attributions: Sequence[Attribution]) -> int:
    """How many words are in the outlet's own voice, as its wordings are: the base of their rates.

    Words and not sentences: where the text of a page is glued ("war.In"), sentences are few and long.
    """
    return count_own_words(text, voices_of(text, [_if_said(attribution) for attribution in attributions]))


def _if_said(attribution: Attribution) -> Attribution:
    """The attribution, without its content where its source only wants or believes it."""
    thought = attribution.kind == "indirect" and attribution.act != "speech"
    return replace(attribution, content=()) if thought else attribution


def _loaded_sentences(parse: Parse, voices: Voices) -> Iterator[Wording]:
    """Sentences that are loaded as a whole, judged by the outlet's own words in them."""
    article, model = parse.article, loaded_model()
    own = [(span, own_words(article.text, voices, span)) for span in parse.sentences]
    asked = [(span, words) for span, words in own if len(words.split()) >= LEAST_WORDS]
    for (span, words), found in zip(asked, model.read([words for _, words in asked]), strict=True):
        if found.probability < model.config["possible"]:
            continue
        named = ", ".join(f"“{word.slice(words)}”" for word in found.words)
        reason = f"probability {found.probability:.2f}" + (f", most of all by {named}" if named else "")
        sure = found.probability >= model.config["likely"]
        yield Wording(article.id, "loaded_sentence", span, False, "narration", None, sure, reason)


# -- lists ---------------------------------------------------------------------------------------------


class _Detection(NamedTuple):
    """A wording before it is known in whose voice it stands."""

    kind: WordingKind
    span: Span
    sure: bool
    polarity: str
    reason: str


@cache
def _described() -> WordList[tuple[WordingKind, str]]:
    rows = [row for row in resources.lexicon("wording") if row["kind"] in DESCRIBED]
    return WordList((row["words"], (row["kind"], row["note"])) for row in rows)  # type: ignore[misc]


def _is_no_hedge(text: str, said: Sequence[Token], hit: Hit[Any]) -> bool:
    """May the month or the name, and "could not" of what somebody was unable to do."""
    behind = said[hit.last + 1] if hit.last + 1 < len(said) else None
    unable = (
        said[hit.first].word == "could" and behind is not None and behind.goes_on and behind.word == "not"
    )
    return hit.first == hit.last and (unable or hit.span.slice(text) in ("May", "May's", "May’s"))


def _listed(text: str, *, title: bool = False) -> Iterator[_Detection]:
    """Hedges, boosters, assertives and loaded words."""
    said = tokenize(text)
    large = title and _in_capitals(said, text)
    for hit in _described().find(said):
        kind, note = hit.value
        if kind == "booster" and _denied(said, hit.first, REACH):
            continue  # "almost certainly", "not necessarily" are none
        if not large and _is_name(text, hit.span):
            continue
        if kind == "hedge" and not large and _is_no_hedge(text, said, hit):
            continue
        polarity = note.split(",")[0] if kind == "loaded" else ""
        doubt = note.partition("check: ")[2]
        yield _Detection(kind, hit.span, not doubt, polarity, _reason("a word of the list", doubt))


def _reason(why: str, doubt: str) -> str:
    return f"{why}; {doubt}" if doubt else why


def _denied(said: Sequence[Token], place: int, reach: int) -> bool:
    """Whether a negation stands before a word in its clause, at most `reach` words back."""
    for back in range(place, max(0, place - reach), -1):
        if not said[back].goes_on:
            return False
        word = said[back - 1].word
        if word in resources.word_set("not") or word.endswith("n't"):
            return True
    return False


def _is_name(text: str, span: Span) -> bool:
    """Whether a word has a capital amid a sentence, and so belongs to a name."""
    before = text[: span.start].rstrip(" \t")
    opens = not before or before[-1] in ".!?:…•\n\"“”'‘’(—–-"
    written = span.slice(text).lower() in resources.word_set("written_large")
    return text[span.start].isupper() and not opens and not written


def _in_capitals(said: Sequence[Token], text: str) -> bool:
    """Whether most words of a title begin with a capital, as the style of some houses has it."""
    return 2 * sum(text[token.span.start].isupper() for token in said) > len(said)


# -- name-calling --------------------------------------------------------------------------------------


@cache
def _callers() -> tuple[WordList[str], dict[str, str], WordList[str]]:
    rows = resources.lexicon("wording")

    def of(kind: str) -> Iterator[tuple[str, str]]:
        return ((row["words"], row["note"]) for row in rows if row["kind"] == kind)

    return WordList(of("label_adjective")), dict(of("label_head")), WordList(of("label_alone"))


def _names_called(text: str, *, title: bool = False) -> Iterator[_Detection]:
    """A modifier of the list before an actor ("aggressor country"), or a noun that is name-calling alone."""
    modifiers, heads, alone = _callers()
    said = tokenize(text)
    large = title and _in_capitals(said, text)
    taken: set[int] = set()  # what lies inside of one is no second one
    for hit in modifiers.find(said):
        head = _head(text, said, hit.last, heads)
        if head is None or head in taken or (not large and _is_name(text, hit.span)):
            continue
        doubt = hit.value.partition("check: ")[2] or heads[said[head].word].partition("check: ")[2]
        if doubt and said[head].word in resources.word_set("bodies_of_law"):
            continue
        taken |= set(range(hit.first, head + 1))
        span, why = Span(hit.span.start, said[head].span.end), "a name-calling word before an actor"
        yield _Detection("name_calling", span, not doubt, "negative", _reason(why, doubt))
    for hit in alone.find(said):
        if hit.first not in taken and (large or not _is_name(text, hit.span)):
            doubt = hit.value.partition("check: ")[2]
            reason = _reason("a name-calling noun", doubt)
            yield _Detection("name_calling", hit.span, not doubt, "negative", reason)


def _head(text: str, said: Sequence[Token], last: int, heads: Mapping[str, str]) -> int | None:
    """The actor right behind a modifier, or behind one word such as "former"."""
    for place in (last + 1, last + 2):
        if place >= len(said) or text[said[place - 1].span.end : said[place].span.start].strip(" "):
            return None
        if said[place].word in heads:
            return place
        if said[place].word not in resources.word_set("between_names"):
            return None
    return None


# -- harm ----------------------------------------------------------------------------------------------


@cache
def _harmed() -> tuple[WordList[str], WordList[str]]:
    rows = resources.lexicon("wording")
    return (
        WordList((row["words"], row["note"]) for row in rows if row["kind"] == "harm_passive"),
        WordList((row["words"], row["note"]) for row in rows if row["kind"] == "harm_active"),
    )


def _harm(text: str) -> Iterator[_Detection]:
    """Harm with who did it ("police shot him", "killed by soldiers") and without ("were killed")."""
    done, happened = _harmed()
    said = tokenize(text)
    hits = [hit for hit in done.find(said) if not _denied(said, hit.first, CLAUSE)]
    firsts = {hit.first for hit in hits}
    for hit in hits:
        after = said[hit.last + 1].word if hit.last + 1 < len(said) else ""
        if (after == "and" and hit.last + 2 in firsts) or _is_name(text, hit.span):
            continue  # "shot and killed him" is one
        doubt = _harm_doubt(said, hit)
        if _passive(said, hit.first):
            kind, why = ("harm_agent", "by whom is told") if _by_somebody(text, said, hit) else AGENTLESS
        elif _by_somebody(text, said, hit):
            kind, why = "harm_agent", "by whom is told"
        elif _is_done(text, said, hit):
            kind, why = "harm_agent", "the subject did it"
        else:
            continue
        yield _Detection(kind, hit.span, not doubt, "", _reason(why, doubt))  # type: ignore[arg-type]
    for hit in happened.find(said):
        doubt = _harm_doubt(said, hit)
        if not _denied(said, hit.first, CLAUSE):
            why = "told as if nobody did it"
            yield _Detection("harm_agentless", hit.span, not doubt, "", _reason(why, doubt))


def _harm_doubt(said: Sequence[Token], hit: Hit[str]) -> str:
    """Why harm may be nobody's act: by the word itself, or by a disaster in its sentence."""
    first, last = hit.first, hit.last
    while first and said[first].goes_on:
        first -= 1
    while last + 1 < len(said) and said[last + 1].goes_on:
        last += 1
    disasters = resources.word_set("disasters")
    near = any(token.word in disasters for token in said[first : last + 1])
    return hit.value.partition("check: ")[2] or (
        "an accident or a disaster is told beside it" if near else ""
    )


def _passive(said: Sequence[Token], first: int) -> bool:
    """Whether a form of "be" stands before it, with adverbs at most between."""
    for back in range(first, max(0, first - BETWEEN), -1):
        if not said[back].goes_on:
            return False
        word = said[back - 1].word
        if word in resources.word_set("be"):
            return True
        if not word.endswith("ly") and word not in resources.word_set("adverbs"):
            return False
    return False


def _by_somebody(text: str, said: Sequence[Token], hit: Hit[str]) -> bool:
    behind = said[hit.last + 1 : hit.last + 1 + BEHIND]
    end = behind[-1].span.end if behind else hit.span.end
    return BY.search(ENDS.split(text[hit.span.end : end])[0]) is not None


def _is_done(text: str, said: Sequence[Token], hit: Hit[str]) -> bool:
    """Whether a subject stands before it and somebody behind it, as in "troops shot two boys"."""
    if not hit.first or not said[hit.first].goes_on or hit.last + 1 >= len(said):
        return False
    before, after = said[hit.first - 1].word, said[hit.last + 1]
    harmed = resources.word_set("harmed")
    if not after.goes_on or before in harmed | resources.word_set("be") | resources.word_set("not"):
        return False
    somebody = resources.word_set("objects") | harmed
    named = text[after.span.start].isupper()
    return after.word in somebody or after.word[:1].isdigit() or named


# -- where it stands -----------------------------------------------------------------------------------


def _placed(article_id: str, one: _Detection, voices: Voices, *, headline: bool = False) -> Wording:
    voice, attribution = voices.at(one.span.start)
    return Wording(
        article_id, one.kind, one.span, headline, voice, attribution, one.sure, one.reason, one.polarity
    )


def _around(voices: Voices, span: Span) -> tuple[Voice, int | None]:
    """The voice of a scare quote: whose words surround it, not its own marks."""
    around = [
        (sum(part.end - part.start for part in attribution.content), number)
        for number, attribution in enumerate(voices.attributions)
        if any(part.start <= span.start and span.end <= part.end for part in attribution.content)
    ]
    return ("quotation", min(around)[1]) if around else ("narration", None)


def _titled(article: Article, sentences: Spans, attributions: Sequence[Attribution]) -> Iterator[Wording]:
    title = article.title
    if not title.strip():
        return
    whole = (Span(0, len(title)),)
    voices = voices_of(title, ())
    for one in (*_listed(title, title=True), *_harm(title), *_names_called(title, title=True)):
        yield _placed(article.id, one, voices, headline=True)
    quoted = quoted_in(title) if short_quotes(title) else {}
    for scare in find_scare_quotes(
        title, whole, (), quoted
    ):  # short quotations are the style there: never sure
        yield Wording(article.id, "scare_quote", scare.span, True, "narration", None, False, scare.reason)
    adopted = adopted_claim(title, article.text, sentences, attributions)
    if adopted:
        yield _adopted(article, adopted, attributions)


def _adopted(article: Article, adopted: Adoption, attributions: Sequence[Attribution]) -> Wording:
    """The claim of a title that one source alone makes, with the sentence that makes it as the reason."""
    number = adopted.attribution
    speaker = None if number is None else attributions[number].speaker
    said = " ".join(adopted.sentence.slice(article.text).split())
    reason = f"the claim of {speaker or 'somebody not known'}: “{said}”"
    sure = adopted.contested
    return Wording(article.id, "adopted", adopted.claim, True, "narration", number, sure, reason)
