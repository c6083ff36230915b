"""One event as its outlets tell it, ready to be asked about; and what a question is.

The name of an outlet in what is shown would be the answer, so it is blanked there.  Orders hang on the event
alone and tell nothing: a worksheet fits the screen.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import pandas as pd
from markupsafe import Markup

from bias.compare.evidence import highlights
from bias.compare.evidence.article import ArticlePage, article_page
from bias.compare.stories.missing import UNNAMED, missing
from bias.compare.stories.story import StoryBoard
from bias.compare.words.labels import outlet_label, records, unique
from bias.corpus import Corpus
from bias.model import Span

T = TypeVar("T")
Kind = Literal["headline", "loudest", "marks", "missing", "frame"]
MOST_TOLD = 12  # outlets of an event that are asked about
_SECTION = re.compile(r"\s+(?:\(|[-–—|:]\s)")


@dataclass(frozen=True, slots=True)
class Proof:
    """A place in an article that answers a question, ready to be shown."""

    article_id: str
    outlet: str
    published: str
    title: str
    said: str
    html: Markup  # its parts marked


@dataclass(frozen=True, slots=True)
class Question:
    """One question to guess at, with its answer and what is behind it."""

    key: str  # unique in its event
    kind: Kind
    asks: str
    shown: Markup  # what it is about; empty where it is about the whole event
    options: tuple[str, ...]
    hints: tuple[str, ...]  # one an option; empty where none is needed
    right: str
    why: str
    sure: str  # how sure the program is
    counts: tuple[tuple[str, ...], ...] = ()  # a table whose first row is its head
    evidence: tuple[Proof, ...] = ()
    tab: str = ""  # of the Article page, that shows more


@dataclass(frozen=True, slots=True)
class Told:
    """One outlet's own article on the event."""

    outlet: str  # as it is shown
    page: ArticlePage
    sentences: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.page.article.text

    def proof(self, said: str, shown: Markup) -> Proof:
        article = self.page.article
        return Proof(article.id, self.outlet, article.published[:10], article.title, said, shown)

    def sentence(self, at: Span) -> Span:
        """The sentence in which something stands, as long as it has to be to hold it."""
        return highlights.around([at], self.sentences, len(self.text))

    def around(self, sentence: Span) -> Span:
        """With the sentence before it and the one behind it, as far as they are of its paragraph."""
        start = self.text.rfind("\n", 0, sentence.start) + 1
        end = self.text.find("\n", sentence.end)
        inside = [one for one in self.sentences if start <= one.start and (end < 0 or one.end <= end)]
        before = [one for one in inside if one.end <= sentence.start][-1:]
        behind = [one for one in inside if one.start >= sentence.end][:1]
        return highlights.around([*before, sentence, *behind], self.sentences, len(self.text))


@dataclass(frozen=True, slots=True)
class Event:
    """What questions are made of."""

    board: StoryBoard
    names: dict[str, str]  # outlet → as it is shown, no two alike
    told: tuple[Told, ...]  # one an outlet, no copies
    unnamed: dict[str, frozenset[str]]  # outlet → speakers of others whom no sentence of its own names

    def blanked(self, text: str) -> str:
        return blanked(text, list(self.names))

    def shuffled(self, items: Sequence[T], what: str) -> list[T]:
        """In an order that hangs on the event alone: the same for everybody, and telling nothing."""
        return random.Random(f"{self.board.story} {what}").sample(list(items), len(items))


def event_of(corpus: Corpus, board: StoryBoard) -> Event:
    outlets = sorted(board.outlets)
    names = dict(zip(outlets, unique(pd.Series([outlet_label(one) for one in outlets])), strict=True))
    own = board.articles[~board.articles["article_id"].isin(board.copies["article_id"])]
    own = own[own["state"] == "read"].drop_duplicates("outlet").head(MOST_TOLD)
    told = [_told(corpus, row["article_id"], names[row["outlet"]]) for row in records(own)]
    unnamed = {one.page.article.outlet: _unnamed(corpus, board, one.page.article.outlet) for one in told}
    return Event(board, names, tuple(told), unnamed)


def _unnamed(corpus: Corpus, board: StoryBoard, outlet: str) -> frozenset[str]:
    """Whom others let speak and the search finds nowhere in an outlet's articles of the event."""
    found = missing(corpus, board, outlet=outlet, least=1)
    return frozenset(one.who for one in found if one.answer == UNNAMED)


def _told(corpus: Corpus, article_id: str, outlet: str) -> Told:
    page = article_page(corpus, article_id)
    assert page is not None  # it was listed a moment ago
    spans = corpus.reading_of(article_id)["sentence_spans"]
    return Told(outlet, page, highlights.flat_spans(spans.iloc[0] if len(spans) else ()))


def blanked(text: str, outlets: Sequence[str]) -> str:
    """A text with "…" for the names of outlets, also without their article, in capitals, or as initials."""
    forms = sorted(
        {form for outlet in outlets for form in _forms(outlet)}, key=lambda form: (-len(form), form)
    )
    if not forms:
        return text
    words = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", "…", text)


def _forms(outlet: str) -> Iterator[str]:
    """How an outlet may be written; "Courier (Web)" and "Courier - Opinion" are the Courier too."""
    whole = " ".join(outlet.split())
    for name in {whole, _SECTION.split(whole)[0]} - {""}:
        words = name.split()
        yield from (name, name.upper())
        if len(words) > 2:
            yield "".join(word[0] for word in words).upper()
        if len(words) > 1 and words[0] == "The":
            bare = " ".join(words[1:])
            yield from (bare, bare.upper(), f"the {words[-1]}", f"The {words[-1]}")  # "told the Lantern"
