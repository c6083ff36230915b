"""Wording: the small words by which an outlet tells the reader what to think, and in whose voice.

Loaded words, name-calling, scare quotes, hedges, boosters and assertives, harm told with and without who
did it, and headlines that adopt a source's claim.  Each is a place in the text with a reason: rates are
counted in the outlet's own voice, and what stands in quotations is kept apart, not thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from bias import headlines, resources, sourcing
from bias.model import Article, Attribution, Span, Spans, Voice, Wording, WordingKind, joined
from bias.reading import Parse
from bias.scare_quotes import find_scare_quotes
from bias.voices import Voices, narration, voices_of
from bias.wordlists import Hit, Token, WordList, tokens

DESCRIBED: tuple[WordingKind, ...] = ("hedge", "booster", "assertive", "loaded")
BETWEEN = 3  # adverbs between a form of "be" and what was done
BEHIND = 7  # words behind it in which "by somebody" is looked for
BY = re.compile(r"\bby\b(?! (?:\w+day|then|now|about|\d|a car|mistake))|at the hands of")


def read_wording(parse: Parse, attributions: Sequence[Attribution]) -> tuple[Wording, ...]:
    """The wording of an article: the title's first, then in reading order."""
    article = parse.article
    voices = voices_of(article.text, [_if_said(article.text, found) for found in attributions])
    above = _titled(article, parse.sentences, attributions)
    inside = [*_listed(article.text), *_harm(article.text), *_names_called(article.text)]
    found = [_placed(article.id, one, voices) for one in inside]
    found += [
        Wording(
            article_id=article.id,
            kind="scare_quote",
            span=scare.span,
            headline=False,
            voice=_around(voices, scare.span)[0],
            attribution=_around(voices, scare.span)[1],
            sure=scare.tier == "likely",
            reason=scare.reason,
        )
        for scare in find_scare_quotes(article.text, parse.sentences, attributions)
    ]
    return (*above, *sorted(found, key=lambda one: (one.span, one.kind)))


def narrated(sentences: Spans, text: str, attributions: Sequence[Attribution]) -> int:
    """Sentences that tell something in the outlet's own voice: what rates are counted per hundred of."""
    voices = voices_of(text, [_if_said(text, found) for found in attributions])
    return sum(narration(voices, sentence) for sentence in sentences)


def _if_said(text: str, found: Attribution) -> Attribution:
    """Without its content where somebody only wants or believes it: these words are the outlet's."""
    thought = found.kind == "indirect" and sourcing.stance(joined(found.cue, text)) == "mental"
    return replace(found, content=()) if thought else found


# -- lists ---------------------------------------------------------------------------------------------

_Found = tuple[WordingKind, Span, bool, str, str]  # kind, place, sure, polarity, reason


@cache
def _described() -> WordList[tuple[WordingKind, str]]:
    rows = [row for row in resources.lexicon("wording") if row["kind"] in DESCRIBED]
    return WordList((row["words"], (row["kind"], row["note"])) for row in rows)  # type: ignore[misc]


def _listed(text: str) -> Iterator[_Found]:
    """Hedges, boosters, assertives and loaded words."""
    said = tokens(text)
    for hit in _described().find(said):
        kind, note = hit.value
        before = said[hit.first - 1].word if hit.first else ""
        if kind == "booster" and (before in resources.word_set("not") or before.endswith("n't")):
            continue  # "almost certainly" is none
        if _is_name(text, hit.span):
            continue
        polarity = note.split(",")[0] if kind == "loaded" else ""
        doubt = note.partition("check: ")[2]
        yield kind, hit.span, not doubt, polarity, f"in the list; {doubt}" if doubt else "in the list"


def _is_name(text: str, span: Span) -> bool:
    """A capital amid a sentence: part of a name rather than a word of the language."""
    before = text[: span.start].rstrip()
    return text[span.start].isupper() and bool(before) and before[-1] not in ".!?\n:\"“”'‘’(—–-"


# -- name-calling --------------------------------------------------------------------------------------


@cache
def _callers() -> tuple[WordList[str], frozenset[str], WordList[str]]:
    rows = resources.lexicon("wording")

    def of(kind: str) -> Iterator[tuple[str, str]]:
        return ((row["words"], row["note"]) for row in rows if row["kind"] == kind)

    return (
        WordList(of("label_adjective")),
        frozenset(word for word, _ in of("label_head")),
        WordList(of("label_alone")),
    )


def _names_called(text: str) -> Iterator[_Found]:
    """A modifier of the list before an actor ("aggressor country"), or a noun that is name-calling alone."""
    modifiers, heads, alone = _callers()
    said = tokens(text)
    taken = set()  # a noun inside of one is no second one
    for hit in modifiers.find(said):
        head = next(
            (n for n in (hit.last + 1, hit.last + 2) if n < len(said) and said[n].word in heads), None
        )
        if head is None or (hit.value and said[head].word in resources.word_set("bodies_of_law")):
            continue
        span = Span(hit.span.start, said[head].span.end)
        if not re.search(r"[.,;:!?()\n]", span.slice(text)) and not _is_name(text, hit.span):
            taken |= set(range(hit.first, head + 1))
            yield "name_calling", span, not hit.value, "negative", "a name-calling word before an actor"
    for hit in alone.find(said):
        if hit.first not in taken and not _is_name(text, hit.span):
            yield "name_calling", hit.span, not hit.value, "negative", "a name-calling noun"


# -- harm ----------------------------------------------------------------------------------------------


@cache
def _harmed() -> tuple[WordList[str], WordList[str]]:
    rows = resources.lexicon("wording")
    return (
        WordList((row["words"], row["words"]) for row in rows if row["kind"] == "harm_passive"),
        WordList((row["words"], row["words"]) for row in rows if row["kind"] == "harm_active"),
    )


def _harm(text: str) -> Iterator[_Found]:
    """Harm with who did it ("police shot him", "killed by soldiers") and without ("were killed")."""
    done, happened = _harmed()
    said = tokens(text)
    for hit in done.find(said):
        earlier = [token.word for token in said[max(0, hit.first - BETWEEN) : hit.first]]
        if _by_somebody(text, said, hit):
            yield "harm_agent", hit.span, True, "", "by whom is told"
        elif resources.word_set("be").intersection(earlier):
            yield "harm_agentless", hit.span, True, "", "by whom is not told"
        elif _is_done(said, hit):
            yield "harm_agent", hit.span, True, "", "the subject did it"
    for hit in happened.find(said):
        yield "harm_agentless", hit.span, True, "", "told as if nobody did it"


def _by_somebody(text: str, said: Sequence[Token], hit: Hit[str]) -> bool:
    behind = said[hit.last + 1 : hit.last + 1 + BEHIND]
    end = behind[-1].span.end if behind else hit.span.end
    clause = re.split(r"[.;:!?\n]", text[hit.span.end : end])[0]
    return BY.search(clause) is not None


def _is_done(said: Sequence[Token], hit: Hit[str]) -> bool:
    """Whether a subject stands before it and somebody behind it, as in "troops shot two boys"."""
    before = said[hit.first - 1].word if hit.first else ""
    after = said[hit.last + 1].word if hit.last + 1 < len(said) else ""
    closed = resources.word_set("harmed") | resources.word_set("be") | resources.word_set("not")
    object_ = after in resources.word_set("objects") or after[:1].isdigit()
    return bool(before) and before not in closed and object_


# -- where it stands -----------------------------------------------------------------------------------


def _placed(article_id: str, found: _Found, voices: Voices) -> Wording:
    kind, span, sure, polarity, reason = found
    voice, attribution = voices.at(span.start)
    return Wording(article_id, kind, span, False, voice, attribution, sure, reason, polarity)


def _around(voices: Voices, span: Span) -> tuple[Voice, int | None]:
    """The voice of a scare quote: whose words surround it, not its own marks."""
    for number, found in enumerate(voices.attributions):
        if any(part.start < span.start and span.end < part.end for part in found.content):
            return "quotation", number
    return "narration", None


def _titled(article: Article, sentences: Spans, attributions: Sequence[Attribution]) -> Iterator[Wording]:
    title = article.title
    if not title.strip():
        return
    whole = (Span(0, len(title)),)
    voices = voices_of(title, ())
    for found in (*_listed(title), *_harm(title), *_names_called(title)):
        kind, span, sure, polarity, reason = found
        voice, _ = voices.at(span.start)
        yield Wording(article.id, kind, span, True, voice, None, sure, reason, polarity)
    for scare in find_scare_quotes(title, whole, ()):
        yield Wording(
            article.id,
            "scare_quote",
            scare.span,
            True,
            "narration",
            None,
            scare.tier == "likely",
            scare.reason,
        )
    adopted = headlines.adopted(title, article.text, sentences, attributions)
    if adopted:
        who = None if adopted.attribution is None else attributions[adopted.attribution].speaker
        said = " ".join(adopted.sentence.slice(article.text).split())
        reason = f"the claim of {who or 'somebody not known'}: “{said}”"
        yield Wording(
            article.id,
            "adopted",
            adopted.claim,
            True,
            "narration",
            adopted.attribution,
            True,
            reason,
        )
