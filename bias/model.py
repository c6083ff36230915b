"""The few types that travel between steps.  Imports nothing of ours.

Offsets are code points of `Article.text`, end exclusive: a span outlives the parser that found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]
Act = Literal["speech", "thought", "silence"]  # of a source: said it, believes it, kept silent
TONES = ("negative", "neutral", "positive")  # of a mention; which of them may be uncertain
Voice = Literal["narration", "quotation"]
Tonality = Literal["negative", "neutral", "positive", "uncertain"]
WordingKind = Literal[
    "loaded", "name_calling", "scare_quote", "hedge", "booster", "assertive",
    "harm_agent", "harm_agentless", "adopted", "loaded_sentence",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points [start, end) of an article's text."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        return text[self.start : self.end]


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.  An empty string or None means that the input did not tell."""

    id: str
    outlet: str
    title: str
    text: str
    published: str = ""  # ISO 8601 date, or date and time
    url: str = ""
    author: str = ""
    language: str = ""  # ISO 639-1; "" until detected
    methods: dict[str, str] = field(default_factory=dict)  # field → how it was found
    section: str = ""  # as the source names it: Politics, Opinion, Lokales
    page: str = ""  # of a printed edition: 4, A1
    edition: str = ""
    length: int | None = None  # words, as the source counts them


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row or file that is no article, and why."""

    path: str
    row: int | None  # as an editor counts, from 1; None for a whole file
    reason: str
    record: str  # the row as it was, shortened


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution relation: who (source) says (cue) what (content)."""

    article_id: str
    source: Spans  # empty when the text names nobody
    cue: Spans  # "said", "according to"
    content: Spans  # more than one when the cue interrupts it
    kind: Kind
    via: str = ""  # the outlet or platform that the source spoke to, the article's own or another
    confidence: float | None = None  # 0 to 1; None for a gold annotation
    act: Act = "speech"
    speaker: str | None = None  # the fields from here on are filled by later steps
    form: str = ""  # name, description, pronoun, organisation, collective, document, unnamed
    role: str | None = None  # here and not on the speaker: one person appears in several
    alignment: str | None = None  # to the government of the speaker's own country
    polity: str | None = None  # whose government
    named: bool | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is meant by one or more sources of an article.  Empty strings are unknown."""

    name: str  # as full as the article gives it; a description where it gives no name
    kind: str  # person, organisation, group, document, unnamed
    role: str = ""
    alignment: str = ""
    polity: str = ""
    confidence: float = 0.0  # of the role, 0 to 1
    why: str = ""  # the kind of evidence behind the role
    evidence: Spans = ()  # the words that gave the role
    forms: tuple[str, ...] = ()  # the name's spellings
    gender: str = ""  # m or f, where the text tells


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, with its kind in OntoNotes terms (PERSON, ORG, GPE …)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Tone:
    """How one mention of a person, an institution or a place is spoken of, and by whom."""

    article_id: str
    target: str  # name of a target of the article
    span: Span  # of the mention: in the text, or in the title where `headline`
    headline: bool
    form: str  # name, description, pronoun, organisation
    voice: Voice
    attribution: int | None  # number of the attribution in whose content it stands
    negative: float  # calibrated probabilities
    neutral: float
    positive: float
    label: Tonality  # the likeliest of the three, or uncertain


@dataclass(frozen=True, slots=True)
class Wording:
    """A word, a phrase or a claim that tells the reader what to think, and why it is taken for one."""

    article_id: str
    kind: WordingKind
    span: Span  # in the text, or in the title where `headline`
    headline: bool
    voice: Voice
    attribution: int | None  # in whose content it stands; of an adopted claim, whose it is
    sure: bool  # False where a reader has to decide
    reason: str
    polarity: str = ""  # negative or positive, of loaded words


@dataclass(frozen=True, slots=True)
class Framed:
    """How strongly an article carries a frame of a codebook."""

    article_id: str
    codebook: str
    frame: str
    score: float  # 0 to 1; the codebook says of what
    present: bool
    sentences: int  # that hold its seed words
    evidence: Spans  # whole sentences


@dataclass(frozen=True, slots=True)
class Genre:
    """Of which genre an article is, and what says so."""

    genre: str  # report, analysis, opinion, interview, live, feature; empty where it is not sure
    confidence: float  # calibrated, 0 to 1: of the likeliest, also where `genre` is empty
    reason: str
    evidence: Spans = ()  # whole sentences, or the words of a sign


@dataclass(frozen=True, slots=True)
class Score:
    """One number about one article, with the spans it was counted from."""

    article_id: str
    measure: str
    value: float
    n: int
    evidence: Spans = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one article."""

    article: Article
    sentences: Spans
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...] = ()
    targets: tuple[Speaker, ...] = ()  # everybody who is named, whether they speak or not
    tones: tuple[Tone, ...] = ()
    frames: tuple[Framed, ...] = ()
    wordings: tuple[Wording, ...] = ()
    genre: Genre | None = None  # None of what is not read
    own_words: int = 0  # of the text, in the outlet's own voice
    scores: tuple[Score, ...] = ()


def flat(spans: Spans) -> list[int]:
    """start, end, start, end, …"""
    return [offset for span in spans for offset in (span.start, span.end)]


def blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with blanks in the place of some spans: all other places stay where they are."""
    parts, at = [], 0
    for span in sorted(spans):
        hole = re.sub(r"[^\n\r]", " ", text[max(at, span.start) : span.end])
        parts += [text[at : span.start], hole]
        at = max(at, span.end)
    return "".join([*parts, text[at:]])


def joined(spans: Spans, text: str) -> str:
    """The words of the spans, parts joined by an ellipsis."""
    return " … ".join(span.slice(text).strip() for span in spans)
