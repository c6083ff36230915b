"""Headline against body: does the headline state, as fact, what the body has from one source alone?

A claim is a part of the title that tells what is the case: no act and no wish ("urges", "resigns"), and
nothing in quotation marks.  It is compared with what each source says and with what the outlet tells itself:
by shared word stems, those weighing most that few sentences of the article have.  It is adopted where one
source's words hold it, nobody else's do, the narration does not tell it too, both affirm or both deny, and
the source does not speak of its own doings.  What says it in other words is missed, and that is most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from snowballstemmer import stemmer  # type: ignore[import-untyped]

from bias import resources
from bias.model import Attribution, Span, Spans
from bias.reading.text.quotations import find_quotes, quoted_mask
from bias.reading.text.words import in_lower_case

HELD = 0.4  # of a claim's weight that a source's words have to hold
APART = 0.3  # of it that they hold and no sentence of the narration, nor any other source
LEAST = 3  # stems of a claim
NUMBER = re.compile(r"\d[\d.,]*")
LONGEST_MARKED = 2  # words that a title may put in marks; with more it says itself that they are somebody's
PARTS = re.compile(r"\s*[:;|]\s+|\s+[–—-]\s+|\s*[–—]\s*")
ASKS = re.compile(
    r"(?:what|why|how|who|where|when|which|whether|here|inside|watch|live|opinion)\b", re.IGNORECASE
)
DECIDING = ("head_of_state_gov", "government_official", "spokesperson", "judiciary_legal")
CLAUSE = re.compile(r"[;,:.!?]\s|\s[–—-]\s")
OPEN = re.compile(  # to dispute: a prediction, a supposition, a habit, a change that is over
    r"\b(?:will|won't|would|may|might|could|can|cannot|can't|must|should|never|no longer|(?:does|do) not|"
    r"(?:does|do)n't|(?:has|have) (?:not |never |already )?(?!been\b)\w+)\b"
)
JUDGED = re.compile(r"\b(?:is|are|was|were|isn't|aren't|wasn't|weren't) (?:not |\w+ly )?(\w+)")
PLANNED = re.compile(r"\b(?:will|won't|would|to|can)\b")
OWN = re.compile(r"\W*(?:that )?(?:its|their|our|it|they|we|I)\b")  # "its director"; "that it would stay"
OF_A_TEXT = re.compile(  # "the bill would …": what it says
    r"\b(?:bill|law|act|plan|rule|order|deal|treaty|budget|proposal|amendment|measure|policy|ruling)s? "
    r"(?:will|would|could|may|can)\b"
)
DATELINE = re.compile(r"\s*(?:\([^)]{2,30}\))?\s*(?::|[–—-])\s")
HEARD = re.compile(r"^(?:opinion|analysis|exclusive|watch|video)\b| (?:on|about) ", re.IGNORECASE)
INSERTED = re.compile(  # "…, Renko told the Courier, …"; "…, a nurse said."
    r",\s[^,;:.]{2,70}\b(?:says?|said|tells?|told|writes?|wrote|reckons?|believes?|insists?|insisted|claims?|"
    r"claimed|warns?|warned|argues?|argued|predicts?|has predicted|is (?:sure|certain|convinced))\b"
    r"[^,;:.]{0,60}(?:,|\.)"
)
DOUBTLESS = re.compile(r"\b(?:without (?:any |a )?doubt|no doubt|not only)\b", re.IGNORECASE)
NEGATORS = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|without|cannot|\w+n['’]t|deny|denies|denied|refus\w+|reject\w*|"
    r"fail(?:s|ed)? to|false|untrue|unfounded)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Adoption:
    """A claim of a headline and whose it is."""

    claim: Span  # in the title
    attribution: int | None  # number of the attribution that says so; None where only its sentence is known
    sentence: Span  # in the text
    held: float  # share of the claim's weight that it holds
    contested: bool  # whether the claim judges, foretells, reproaches or explains


def adopted_claim(
    title: str, text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> Adoption | None:
    """The claim of a headline that one source alone makes in the text; None where there is none."""
    found = [
        one for claim in claims(title) if (one := _of_claim(title, claim, text, sentences, attributions))
    ]
    return max(found, key=lambda one: (one.contested, one.held), default=None)


def claims(title: str) -> Iterator[Span]:
    """The parts of a title that state something in the outlet's own voice."""
    parts = list(_parts(title))
    for place, part in enumerate(parts):
        words = part.slice(title)
        if words.rstrip("\"'”’ ").endswith("?") or ASKS.match(words) or not _states(title, part):
            continue
        before = parts[place - 1].slice(title) if place else ""
        if before and (_is_source(before) or _reports(before) or HEARD.search(before)):
            continue  # "Renko: the harbour is finished"
        after = parts[place + 1].slice(title) if place + 1 < len(parts) else ""
        if after and (_is_source(words) or (_is_source(after) and not ASKS.match(after))):
            continue  # "The harbour is finished – analyst"
        if _reports(words):
            continue
        if len(content_stems(_own_words(title, part))) >= LEAST:
            yield part


def _states(title: str, part: Span) -> bool:
    """Whether a part of a title tells what is the case, and not in somebody else's words."""
    own = _own_words(title, part)
    if len(part.slice(title).split()) - len(own.split()) > LONGEST_MARKED or OF_A_TEXT.search(own):
        return False
    return is_contestable(own) or resources.word_set("headline_acts").isdisjoint(in_lower_case(own))


def _own_words(title: str, part: Span) -> str:
    """A part of a title in lower case, without what stands in quotation marks."""
    mask = quoted_mask(title, find_quotes(title))
    kept = "".join(" " if mask[at] else title[at] for at in range(part.start, part.end))
    return " ".join(kept.lower().replace("’", "'").split())


def is_contestable(words: str) -> bool:
    """Whether words of a title, in lower case, judge, foretell, reproach or explain."""
    if OPEN.search(words) or not resources.word_set("reproaches").isdisjoint(in_lower_case(words)):
        return True
    done = resources.word_set("events")
    return any(
        word not in done and not word.endswith(("ing", "ed")) and not word.isdigit()
        for word in JUDGED.findall(words)
    )


def _parts(title: str) -> Iterator[Span]:
    start = 0
    for match in PARTS.finditer(title):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(title))


def _is_source(words: str) -> bool:
    """Whether a part of a title names somebody and says nothing: "Renko", "Finance minister"."""
    found = in_lower_case(words)
    return len(found) <= 4 and resources.word_set("be").isdisjoint(found)


def _reports(words: str) -> bool:
    """Whether a part of a title says itself who says so."""
    if re.search(r"\b(?:according to|claims? that|per(?! cent))\b", words, re.IGNORECASE):
        return True
    return not resources.word_set("headline_verbs").isdisjoint(in_lower_case(words))


# -- one claim -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one source says in the text."""

    who: str
    source: str
    cue: str
    words: str
    sentence: Span
    decides: bool = False  # whether it may speak of its own plans: who governs, a spokesman, a body
    attribution: int | None = None  # None: its sentence names somebody, and the reader did not see it


def _of_claim(
    title: str, claim: Span, text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> Adoption | None:
    words = _own_words(title, claim)
    spread = Counter(stem for sentence in sentences for stem in set(content_stems(sentence.slice(text))))
    weights = {stem: 1 / max(1, spread[stem]) for stem in content_stems(words)}
    whole = sum(weights.values())
    said, told = _statements(text, sentences, attributions)
    held = [weights.keys() & set(content_stems(one.words)) for one in said]
    narrated = [weights.keys() & set(content_stems(sentence)) for sentence in told]
    contested = is_contestable(words)
    best, most = None, HELD
    for mine, one in zip(held, said, strict=True):
        share = sum(weights[stem] for stem in mine) / whole
        if share < most or not one.who or _is_act(one.cue) or not _fits(words, one):
            continue
        if set(content_stems(f"{one.source} {one.who}")) & set(content_stems(title)):
            continue  # the headline names who says or does it
        if PLANNED.search(words) and (one.decides or OWN.match(one.source) or OWN.match(one.words)):
            continue  # who decides it announces it
        others = [found for found, other in zip(held, said, strict=True) if other.who != one.who]
        alone = min(
            (sum(weights[stem] for stem in mine - other) for other in [*narrated, *others]), default=whole
        )
        if alone >= APART * whole:
            best, most = Adoption(claim, one.attribution, one.sentence, share, contested), share
    return best


def _statements(
    text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> tuple[list[_Statement], list[str]]:
    """What sources say, and what the outlet tells itself."""
    said = []
    for number, one in enumerate(attributions):
        at = one.content[0].start if one.content else 0
        sentence = next((span for span in sentences if span.start <= at < span.end), Span(at, at))
        named = bool(one.source) and not _is_dateline(text, one.source[0])
        who = (one.speaker or _joined(text, one.source).lower()) if named else ""
        source, cue, words = (_joined(text, part) for part in (one.source, one.cue, one.content))
        said.append(_Statement(who, source, cue, words, sentence, one.role in DECIDING, number))
    told = []
    for sentence, rest in _narrated(text, sentences, attributions):
        inserted = INSERTED.search(sentence.slice(text)) if rest == sentence.slice(text) else None
        if inserted:
            said.append(_Statement(inserted.group().lower(), "", inserted.group(), rest, sentence))
        else:
            told.append(rest)
    return said, told


def _is_dateline(text: str, source: Span) -> bool:
    """Whether a source is the place with which an article begins: "Torvik: …", "TORVIK (Agency) – …"."""
    return not text[: source.start].strip() and DATELINE.match(text, source.end) is not None


def _is_act(cue: str) -> bool:
    """Whether a cue tells what a body did ("voted") rather than what somebody says."""
    return not resources.word_set("acts").isdisjoint(in_lower_case(cue))


def _fits(claim: str, one: _Statement) -> bool:
    """Whether a source's words affirm or deny as the claim does, and have its numbers."""
    return _agree(claim, one.cue, one.words) and _numbers(claim) <= _numbers(one.words)


def content_stems(words: str) -> list[str]:
    """Stems of the words that carry meaning, each once, in order."""
    stop = resources.word_set("stop") | resources.word_set("small") | resources.word_set("function")
    found = [
        word for word in in_lower_case(words.lower().replace("’", "'").replace("'s", "")) if word not in stop
    ]
    return list(dict.fromkeys(map(_stem, found)))


@lru_cache(50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # of a library without types
    return stemmer("english")


def _joined(text: str, spans: Spans) -> str:
    return " ".join(span.slice(text) for span in spans)


def _agree(claim: str, cue: str, said: str) -> bool:
    """Whether a claim, and the clauses of a source's words that hold its stems, both affirm or both deny."""
    wanted = set(content_stems(claim))
    clauses = [clause for clause in CLAUSE.split(said) if wanted.intersection(content_stems(clause))]
    denied = sum(len(NEGATORS.findall(DOUBTLESS.sub("", clause))) for clause in [cue, *clauses])
    return len(NEGATORS.findall(claim)) % 2 == denied % 2


def _numbers(words: str) -> set[str]:
    return {number.strip(".,") for number in NUMBER.findall(words)}


def _narrated(
    text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> Iterator[tuple[Span, str]]:
    """Each sentence, with what is left of it without the words of sources."""
    contents = sorted(span for one in attributions for span in one.content)
    for sentence in sentences:
        start, kept = sentence.start, []
        for span in contents:
            if span.end > start and span.start < sentence.end:
                kept.append(text[start : max(start, span.start)])
                start = max(start, span.end)
        kept.append(text[start : sentence.end])
        if any(part.strip() for part in kept):
            yield sentence, " ".join(kept)
